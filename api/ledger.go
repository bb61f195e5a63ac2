package api

import (
	"time"

	"rambu.id/ledger"
)

// ledgerRoutes show the log: the trail to auditors, checkpoint and contract to everybody.
func ledgerRoutes() []route {
	return []route{
		get(desk, "/jejak", "Operations of the institution, newest first; for auditors and administrators", (*call).trail),
		get(public, "/checkpoint", "Signed checkpoint of the log, as of the last quarter of an hour", (*call).checkpoint),
		get(public, "/checkpoint.key", "Public key of the log", (*call).logKey),
		post(public, "/periksa-bukti", "Check a log proof against this log's key", (*call).checkProof),
		get(public, "/openapi.yaml", "This contract", (*call).contract),
	}
}

type trailRequest struct {
	Kind   string `query:"jenis" json:"-" doc:"Kind of operation, intake.submit"`
	Object string `query:"objek" json:"-" doc:"Id of the thing it is about"`
	Before int64  `query:"sebelum" json:"-" doc:"Only operations with a lower index"`
	Limit  int    `query:"batas" json:"-" minimum:"1" maximum:"200"`
}

type trailView struct {
	Entries []entryView `json:"butir" nullable:"false"`
	Next    int64       `json:"berikut,omitempty" doc:"Ask again with it as sebelum"`
}

type entryView struct {
	Index      int64     `json:"indeks"`
	ID         string    `json:"operasi"`
	At         time.Time `json:"pada"`
	Kind       string    `json:"jenis"`
	Account    string    `json:"akun"`
	Post       string    `json:"jabatan"`
	Object     string    `json:"objek"`
	Body       string    `json:"isi" doc:"Canonical text: ids, times and digests"`
	Commitment []byte    `json:"komitmen" doc:"Leaf of the public tree"`
}

func (c *call) trail(in trailRequest) (trailView, error) {
	f := ledger.Filter{Kind: in.Kind, Object: in.Object, Before: in.Before, Limit: limit(in.Limit)}
	found, err := c.in.Log.Find(c.r.Context(), c.who, f)
	out := trailView{Entries: []entryView{}}
	for _, e := range found {
		out.Entries = append(out.Entries, entryView{e.Index, e.ID, e.At, e.Kind, e.Account, e.Post, e.Object, e.Body, e.Commitment})
	}
	if len(found) == f.Limit {
		out.Next = found[len(found)-1].Index
	}
	return out, err
}

func (c *call) checkpoint(empty) (text, error) {
	b, err := c.in.Log.Public().Checkpoint(c.r.Context())
	return text(b), err
}

func (c *call) logKey(empty) (text, error) { return text(c.in.Log.VerifierKey() + "\n"), nil }

type proofRequest struct {
	Proof string `json:"bukti" maxLength:"100000"`
}

type proofView struct {
	Body string `json:"isi" doc:"The operation that the proof proves"`
}

func (c *call) checkProof(in proofRequest) (proofView, error) {
	body, err := c.in.Log.CheckReceipt(c.r.Context(), in.Proof)
	return proofView{body}, err
}

func (c *call) contract(empty) (text, error) { return text(contract), nil }
