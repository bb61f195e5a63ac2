package prevention

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/advisory"
	"rambu.id/api/wire"
	"rambu.id/directive"
	"rambu.id/letter/kinds"
)

func advisoryRoutes() []wire.Op[Caller] {
	return []wire.Op[Caller]{
		wire.Get("/imbauan", "Imbauan of the own room, newest first, clear side only", Caller.listAdvisories),
		wire.Post("/imbauan/tulis", "Draft an imbauan at Bawaslu; it is signed and sent as a letter", Caller.writeAdvisory),
		wire.Post("/imbauan/{id}/ubah", "Write a draft anew over the version that was read, before it is signed", Caller.reviseAdvisory),
		wire.Get("/imbauan/{id}", "An imbauan and what came of it, as the own room sees it; the read is logged", Caller.getAdvisory),
		wire.Post("/imbauan/{id}/edaran", "Make it the draft of a circular, at the government", Caller.makeCircular),
		wire.Post("/imbauan/{id}/sebaran", "Draft the answer with the coverage counts of this moment", Caller.tellSpread),
	}
}

type nothing struct{}

type advisoriesView struct {
	Items []advisoryItem `json:"butir" nullable:"false"`
}

type advisoryItem struct {
	ID     string     `json:"id"`
	Letter string     `json:"surat"`
	Number string     `json:"nomor,omitempty"`
	Date   rambu.Date `json:"tanggal,omitempty"`
	State  string     `json:"status" doc:"Of the letter on the own side"`
	Others []string   `json:"pihak" nullable:"false" doc:"Posts it went to, or the institution it came from"`
}

func (c Caller) listAdvisories(ctx context.Context, _ nothing) (advisoriesView, error) {
	items, err := c.Instance.Advisories.List(ctx, c.Who)
	out := advisoriesView{Items: []advisoryItem{}}
	for _, i := range items {
		i.Others = orEmpty(i.Others)
		out.Items = append(out.Items, advisoryItem(i))
	}
	return out, err
}

type advisoryRequest struct {
	Signer  string     `json:"penanda_tangan" maxLength:"200" doc:"Post at Bawaslu that signs"`
	To      []string   `json:"kepada" nullable:"false" maxItems:"5" doc:"Posts of the government: the head, the secretary"`
	Subject string     `json:"hal" maxLength:"120"`
	Opening string     `json:"pembuka" maxLength:"1200"`
	Points  []string   `json:"butir" nullable:"false" maxItems:"8" doc:"At most 400 letters each: the circular must fit one page"`
	Basis   []string   `json:"dasar,omitempty" nullable:"false" maxItems:"4" doc:"uu-10-2016 Pasal 71 ayat (1)"`
	AckBy   rambu.Date `json:"batas,omitempty"`
}

func (c Caller) writeAdvisory(ctx context.Context, in advisoryRequest) (made, error) {
	id, err := c.Instance.Advisories.Draft(ctx, c.Who, advisory.In(in))
	return made{id}, err
}

type reviseRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1" doc:"Of the draft that was read"`
	Signer  string     `json:"penanda_tangan" maxLength:"200"`
	To      []string   `json:"kepada" nullable:"false" maxItems:"5"`
	Subject string     `json:"hal" maxLength:"120"`
	Opening string     `json:"pembuka" maxLength:"1200"`
	Points  []string   `json:"butir" nullable:"false" maxItems:"8"`
	Basis   []string   `json:"dasar,omitempty" nullable:"false" maxItems:"4"`
	AckBy   rambu.Date `json:"batas,omitempty"`
}

func (c Caller) reviseAdvisory(ctx context.Context, in reviseRequest) (advisoryView, error) {
	err := c.Instance.Advisories.Revise(ctx, c.Who, in.ID, in.Version, advisory.In{
		Signer: in.Signer, To: in.To, Subject: in.Subject, Opening: in.Opening, Points: in.Points, Basis: in.Basis, AckBy: in.AckBy,
	})
	if err != nil {
		return advisoryView{}, err
	}
	return c.getAdvisory(ctx, idRequest{in.ID})
}

type draftView struct {
	Version int64    `json:"versi"`
	Signer  string   `json:"penanda_tangan"`
	To      []string `json:"kepada" nullable:"false"`
	Opening string   `json:"pembuka"`
	Basis   []string `json:"dasar" nullable:"false" doc:"As it is written: uu-10-2016 Pasal 71 ayat (1)"`
}

type idRequest struct {
	ID string `path:"id" json:"-"`
}

type advisoryView struct {
	ID        string         `json:"id"`
	Letter    string         `json:"surat"`
	Subject   string         `json:"hal"`
	Points    []string       `json:"butir" nullable:"false"`
	Basis     []string       `json:"dasar" nullable:"false"`
	AckBy     rambu.Date     `json:"batas,omitempty"`
	Draft     *draftView     `json:"konsep,omitempty" doc:"While nobody signed it, at Bawaslu"`
	Circulars []circularView `json:"edaran,omitempty" nullable:"false" doc:"At the government"`
	Reports   []reportView   `json:"sebaran,omitempty" nullable:"false" doc:"At Bawaslu: what the government's letters told"`
}

type circularView struct {
	ID        string          `json:"id"`
	State     directive.State `json:"status"`
	Title     string          `json:"judul"`
	AsOf      *time.Time      `json:"keadaan,omitempty"`
	Addressed int             `json:"dituju"`
	Reached   int             `json:"membaca"`
	Told      int             `json:"disampaikan_langsung"`
}

type reportView struct {
	Letter    string     `json:"surat"`
	Number    string     `json:"nomor"`
	SentOn    rambu.Date `json:"edaran_tanggal"`
	AsOf      rambu.Date `json:"keadaan"`
	At        string     `json:"pukul"`
	Addressed int        `json:"dituju"`
	Reached   int        `json:"membaca"`
	Told      int        `json:"disampaikan_langsung"`
}

func (c Caller) getAdvisory(ctx context.Context, in idRequest) (advisoryView, error) {
	a, err := c.Instance.Advisories.Get(ctx, c.Who, in.ID)
	if err != nil {
		return advisoryView{}, err
	}
	out := advisoryView{
		ID: in.ID, Letter: a.Letter.Letter, Subject: a.Letter.Body.Subject, Points: orEmpty(a.Payload.Points),
		Basis: citations(a.Payload.Basis), AckBy: a.Payload.AckBy,
	}
	if in, version, ok := a.Draft(); ok {
		out.Draft = &draftView{version, in.Signer, orEmpty(in.To), in.Opening, orEmpty(in.Basis)}
	}
	for _, l := range a.Circulars {
		v := circularView{ID: l.Order.ID, State: l.Order.State, Title: l.Order.Body.Title}
		if l.Order.State.Sent() {
			v.AsOf, v.Addressed, v.Reached, v.Told = &l.Coverage.AsOf, l.Coverage.N, l.Coverage.Done, l.Coverage.Told
		}
		out.Circulars = append(out.Circulars, v)
	}
	for _, r := range a.Reports {
		out.Reports = append(out.Reports, reportView{
			Letter: r.ID, Number: r.Number, SentOn: r.Spread.SentOn, AsOf: r.Spread.AsOf, At: r.Spread.At,
			Addressed: r.Spread.Addressed, Reached: r.Spread.Reached, Told: r.Spread.Told,
		})
	}
	return out, nil
}

func citations(in []kinds.Citation) []string {
	out := []string{}
	for _, b := range in {
		out = append(out, b.Text)
	}
	return out
}

func (c Caller) makeCircular(ctx context.Context, in idRequest) (made, error) {
	id, err := c.Instance.Advisories.MakeCircular(ctx, c.Who, in.ID)
	return made{id}, err
}

func (c Caller) tellSpread(ctx context.Context, in idRequest) (made, error) {
	id, err := c.Instance.Advisories.Tell(ctx, c.Who, in.ID)
	return made{id}, err
}
