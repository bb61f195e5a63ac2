package casefile

import (
	"context"
	"encoding/json"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// PaperKind says what a paper of a case is.
type PaperKind string

// The closed list of papers.
const (
	PaperCompletion PaperKind = "permintaan-lengkapi" // what the reporter was asked to complete
	PaperRefusal    PaperKind = "alasan-tidak-diregister"
	PaperSummons    PaperKind = "undangan-klarifikasi"
	PaperMinutes    PaperKind = "berita-acara-klarifikasi"
	PaperStudy      PaperKind = "kajian"
	PaperMoreInfo   PaperKind = "permintaan-keterangan"
	PaperDecision   PaperKind = "berita-acara-pleno"
	PaperForward    PaperKind = "konsep-penerusan"
	PaperCheck      PaperKind = "pemeriksaan-identitas" // who could know this?
	PaperStop       PaperKind = "alasan-dihentikan"
	PaperAnswer     PaperKind = "jawaban"
	PaperRecusal    PaperKind = "pengunduran-diri"
	PaperSuspension PaperKind = "penangguhan-waktu"
)

// Paper is one thing written in a case. It is never changed; a new study is a new paper.
type Paper struct {
	ID       string // "ber_…"
	Casefile string
	Number   int64 // order in the case
	Kind     PaperKind
	On       rambu.Date // day it speaks of
	At       time.Time  // when it was written down
	Account  string
	Post     string
	Content  any // *Study, *Minutes and so on; nil until opened

	institution, region string
	body                []byte
	version             int64
}

func (p *Paper) values() []any {
	return []any{p.ID, p.institution, p.region, p.Casefile, p.Number, string(p.Kind), p.On, p.At, p.Account, p.Post, p.body}
}

// Note is a paper with a text only.
type Note struct {
	Text string `json:"isi"`
}

// blank returns the type a paper's content is decoded into.
func (k PaperKind) blank() any {
	switch k {
	case PaperSummons:
		return &Summons{}
	case PaperMinutes:
		return &Minutes{}
	case PaperStudy:
		return &Study{}
	case PaperDecision:
		return &Decision{}
	case PaperForward:
		return &Forwarding{}
	case PaperCheck:
		return &IdentityCheck{}
	case PaperAnswer:
		return &Answer{}
	case PaperCompletion, PaperRefusal, PaperMoreInfo, PaperStop, PaperRecusal, PaperSuspension:
		return &Note{}
	}
	return &Note{}
}

// open decodes the content of a paper.
func (p *Paper) open(key seal.ContentKey) error {
	p.Content = p.Kind.blank()
	plain, err := key.Open(paperInfo(p.ID), p.body)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, p.Content)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "paper %s: %v", p.ID, err)
	}
	return nil
}

// latest returns the newest paper of a kind with its content, nil when there is none. Papers
// are in their order.
func latest[T any](papers []Paper) (*T, *Paper) {
	for i := len(papers) - 1; i >= 0; i-- {
		if v, ok := papers[i].Content.(*T); ok {
			return v, &papers[i]
		}
	}
	return nil, nil
}

// all returns every paper with that type of content, in their order.
func all[T any](papers []Paper) []*T {
	var out []*T
	for i := range papers {
		if v, ok := papers[i].Content.(*T); ok {
			out = append(out, v)
		}
	}
	return out
}

// writing is a paper that was sealed and waits for its operation.
type writing struct{ Paper }

// paper seals a paper of the turn's case. on is the day it speaks of, "" for today.
func (t *turn) paper(kind PaperKind, on rambu.Date, content any) (*writing, error) {
	if on == "" {
		on = t.today
	}
	w := &writing{Paper{
		ID: rambu.NewID("ber"), Casefile: t.c.ID, Kind: kind, On: on, Account: t.who.Account, Post: t.who.Post,
		institution: t.c.Institution, region: t.c.Region, Content: content,
	}}
	var err error
	w.body, err = t.key.SealJSON(paperInfo(w.ID), content)
	return w, err
}

// write puts the paper behind those that are there.
func (w *writing) write(op *ledger.Op) error {
	var last int64
	err := op.Tx.QueryRow(`SELECT COALESCE(MAX(number), 0) FROM casefile_paper WHERE casefile = $1`, []any{w.Casefile}, &last)
	if err != nil {
		return err
	}
	w.Number, w.At = last+1, op.At
	op.Fact("paper", string(w.Kind)+" "+w.ID)
	return op.Insert(paperTable, w.values()...)
}

// papers opens the papers of a case with its content key.
func (d *Desk) papers(ctx context.Context, c Case, key seal.ContentKey) ([]Paper, error) {
	list, err := d.papersOf(ctx, c.Institution, c.ID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		err = list[i].open(key)
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
