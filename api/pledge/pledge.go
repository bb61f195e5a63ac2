// Package pledge is the part of the JSON interface for neutrality pledges: opening them, signing,
// paper lists and assemblies, and how far it has come. Package api mounts it.
package pledge

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/internal/words"
	"rambu.id/pledge"
	"rambu.id/roster"
)

// Desk is the pledges as one caller reaches them.
type Desk struct {
	Book  *pledge.Book
	Who   rambu.Actor
	Files *wire.Files
}

// fileSize is the largest body with a scan.
const fileSize = pledge.MaxFile + 2*wire.MaxJSON

// Ops are the operations, in the order of the contract.
func Ops() []wire.Op[Desk] {
	return []wire.Op[Desk]{
		wire.Get("/pakta", "The round of pledges and one's own", Desk.Mine),
		wire.Post("/pakta/buka", "Open the pledges of the election; who does it alone reads refusals", Desk.OpenRound),
		wire.Post("/pakta/tanda-tangan", "Sign one's own pact with the account's key; twice is once", Desk.Sign),
		wire.Post("/pakta/tolak", "Say that one does not sign: no violation, sealed to one officer, who reads it on a page and takes nothing along", Desk.Refuse),
		wire.Get("/pakta/rekap", "How far it has come, without names or rank", Desk.Coverage),
		wire.Get("/pakta/orang", "Who is asked to pledge in a unit or kecamatan of one's own, heads first", Desk.Members),
		wire.Upload("/pakta/daftar", "Record a signed paper list, with its scan", fileSize, Desk.RecordList),
		wire.Upload("/pakta/ikrar", "Record an assembly at which the pledge was read aloud", fileSize, Desk.RecordOath),
		wire.Get("/pakta/kertas", "Lists and assemblies, newest first", Desk.Papers),
		wire.Get("/pakta/kertas/{kertas}/pindaian", "The scan of one; the read is logged", Desk.Scan),
	}
}

// Nothing asks for nothing.
type Nothing struct{}

// MineView is where the caller's own pledge stands.
type MineView struct {
	OpenedAt time.Time  `json:"dibuka_pada"`
	Until    rambu.Date `json:"sampai" doc:"Voting day: afterwards nobody signs and refusals are forgotten"`
	Text     []string   `json:"naskah" nullable:"false" doc:"What is signed; the Indonesian words bind"`
	Post     string     `json:"jabatan,omitempty" doc:"Left out for an account that no holder of a post owns"`
	Track    string     `json:"jalur,omitempty" enum:"asn,non-asn,desa,lain"`
	Pact     *PactView  `json:"pakta,omitempty" doc:"Left out: not on record"`
}

// PactView is that one signed.
type PactView struct {
	Way   pledge.Way `json:"cara"`
	On    rambu.Date `json:"tanggal"`
	At    time.Time  `json:"dicatat_pada"`
	Sound bool       `json:"cocok" doc:"Signed on a phone, and the signature fits the text of today"`
}

// Mine returns the round and the caller's own pledge. Errors: NotFound before it was opened.
func (d Desk) Mine(ctx context.Context, _ Nothing) (MineView, error) {
	r, err := d.Book.Round(ctx, d.Who)
	if err != nil {
		return MineView{}, err
	}
	out := MineView{OpenedAt: r.OpenedAt, Until: r.Until, Text: d.Book.Text(words.ID)}
	m, err := d.Book.Mine(ctx, d.Who)
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return out, nil
	}
	if err != nil {
		return MineView{}, err
	}
	out.Post, out.Track = m.Member.Post, string(m.Member.Track)
	if m.Pact != nil {
		out.Pact = &PactView{m.Pact.Way, m.Pact.SignedOn, m.Pact.At, m.Sound}
	}
	return out, nil
}

func (d Desk) now(ctx context.Context, err error) (MineView, error) {
	if err != nil {
		return MineView{}, err
	}
	return d.Mine(ctx, Nothing{})
}

// OpenRound opens the pledges.
func (d Desk) OpenRound(ctx context.Context, _ Nothing) (MineView, error) {
	return d.now(ctx, d.Book.OpenRound(ctx, d.Who))
}

// Sign signs the caller's own pact.
func (d Desk) Sign(ctx context.Context, _ Nothing) (MineView, error) {
	return d.now(ctx, d.Book.Sign(ctx, d.Who))
}

// RefuseRequest may say why.
type RefuseRequest struct {
	Reason string `json:"alasan,omitempty" maxLength:"1000"`
}

// Refuse says that the caller does not sign. The answer says nothing, and the log not who.
func (d Desk) Refuse(ctx context.Context, in RefuseRequest) (wire.None, error) {
	return wire.None{}, d.Book.Refuse(ctx, d.Who, in.Reason)
}

// CoverageView is how far pledges have come.
type CoverageView struct {
	AsOf   time.Time                 `json:"pada"`
	Total  LineView                  `json:"jumlah"`
	Tracks map[pledge.Track]LineView `json:"jalur"`
	Lines  []LineView                `json:"butir" nullable:"false" doc:"In the order of their addresses"`
}

// LineView is one agency or kecamatan.
type LineView struct {
	Area         string `json:"unit,omitempty"`
	Heads        int    `json:"pimpinan"`
	HeadsSigned  int    `json:"pimpinan_tercatat"`
	People       int    `json:"orang" doc:"Heads among them"`
	Signed       int    `json:"tercatat"`
	OutsideNames int    `json:"di_luar_daftar" doc:"On paper lists, without standing in the roster"`
	Oaths        int    `json:"ikrar"`
}

// Coverage counts pledges.
func (d Desk) Coverage(ctx context.Context, _ Nothing) (CoverageView, error) {
	c, err := d.Book.Coverage(ctx, d.Who)
	out := CoverageView{AsOf: c.AsOf, Total: LineView(c.Total), Tracks: map[pledge.Track]LineView{}, Lines: []LineView{}}
	for t, l := range c.Tracks {
		out.Tracks[t] = LineView(l)
	}
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, LineView(l))
	}
	return out, err
}

// MembersRequest names a unit.
type MembersRequest struct {
	Area string `query:"unit" json:"-" doc:"Code of a kecamatan, or a unit"`
}

// MembersView is who is asked to pledge.
type MembersView struct {
	People []MemberView `json:"butir" nullable:"false"`
}

// MemberView is one of them.
type MemberView struct {
	Person roster.PersonID `json:"orang"`
	Name   string          `json:"nama"`
	Post   string          `json:"jabatan"`
	Title  string          `json:"nama_jabatan"`
	Track  pledge.Track    `json:"jalur"`
	Head   bool            `json:"pimpinan"`
	Signed rambu.Date      `json:"tercatat,omitempty"`
}

// Members lists them, heads first.
func (d Desk) Members(ctx context.Context, in MembersRequest) (MembersView, error) {
	all, err := d.Book.Members(ctx, d.Who, in.Area)
	out := MembersView{People: []MemberView{}}
	for _, m := range all {
		out.People = append(out.People, MemberView{m.Person, m.Name, m.Post, m.Title, m.Track, m.Head, m.Signed})
	}
	return out, err
}
