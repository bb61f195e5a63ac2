package directive

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/roster"
)

// Text is what a directive says and whom it is for. It must fit on one page.
type Text struct {
	Signer  string      `json:"penandatangan" maxLength:"200" doc:"Post in whose name it goes out; the audience lies below it"`
	Number  string      `json:"nomor,omitempty" maxLength:"100" doc:"From the agenda"`
	Title   string      `json:"judul" maxLength:"160"`
	Opening string      `json:"pembuka,omitempty" maxLength:"1200"`
	Points  []PointView `json:"butir" nullable:"false" minItems:"1" maxItems:"12"`
	Basis   []string    `json:"dasar,omitempty" nullable:"false" maxItems:"6" doc:"Citations of the law pack: uu-20-2023 Pasal 9 ayat (2)"`
	To      []PartView  `json:"untuk" nullable:"false" minItems:"1" maxItems:"40"`
	AckBy   rambu.Date  `json:"batas,omitempty"`
}

func (in Text) draft() directive.DraftIn {
	out := directive.DraftIn{
		Signer: in.Signer, Number: in.Number, Title: in.Title, Opening: in.Opening, Basis: in.Basis, Audience: ruleOf(in.To), AckBy: in.AckBy,
	}
	for _, p := range in.Points {
		out.Points = append(out.Points, directive.Point(p))
	}
	return out
}

// placed gives faults of points the place they have in a request: the page's third is butir[2].
func placed(err error) error {
	all, several := errors.AsType[rambu.Errors](err)
	if e, one := errors.AsType[*rambu.Error](err); one && !several {
		all = rambu.Errors{e}
	}
	if len(all) == 0 {
		return err
	}
	out := make(rambu.Errors, len(all))
	for i, e := range all {
		c := *e
		if n, ok := strings.CutPrefix(c.Field, "butir-"); ok {
			at, bad := strconv.Atoi(n)
			if bad == nil {
				c.Field = "butir[" + strconv.Itoa(at-1) + "].isi"
			}
		}
		out[i] = &c
	}
	if !several {
		return out[0]
	}
	return out
}

// Draft writes a directive down.
func (d Desk) Draft(ctx context.Context, in Text) (View, error) {
	id, err := d.Desk.Draft(ctx, d.Who, in.draft())
	return d.now(ctx, id, placed(err))
}

// ReviseRequest is a draft written anew.
type ReviseRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Text    Text   `json:"konsep"`
}

// Revise writes a draft anew.
func (d Desk) Revise(ctx context.Context, in ReviseRequest) (View, error) {
	return d.now(ctx, in.ID, placed(d.Desk.Revise(ctx, d.Who, in.ID, in.Version, in.Text.draft())))
}

// ReplaceRequest is what takes the place of a directive in force.
type ReplaceRequest struct {
	ID   string `path:"id" json:"-"`
	Text Text   `json:"konsep"`
}

// Replace drafts what takes its place.
func (d Desk) Replace(ctx context.Context, in ReplaceRequest) (View, error) {
	id, err := d.Desk.Replace(ctx, d.Who, in.ID, in.Text.draft())
	return d.now(ctx, id, placed(err))
}

// Drop gives a draft up.
func (d Desk) Drop(ctx context.Context, in StepRequest) (View, error) {
	return d.now(ctx, in.ID, d.Desk.Drop(ctx, d.Who, in.ID, in.Version))
}

// SendRequest is a draft to send.
type SendRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Seen    bool   `json:"kutipan_dilihat,omitempty" doc:"The signer has seen which citations are wrong (POST /hukum/periksa), and sends"`
}

// Send signs a draft and puts it in force.
func (d Desk) Send(ctx context.Context, in SendRequest) (View, error) {
	return d.now(ctx, in.ID, d.Desk.Send(ctx, d.Who, directive.SendIn{ID: in.ID, Version: in.Version, Seen: in.Seen}))
}

// WithdrawRequest says why.
type WithdrawRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Why     string `json:"alasan" maxLength:"1200"`
}

// Withdraw ends a directive in force.
func (d Desk) Withdraw(ctx context.Context, in WithdrawRequest) (View, error) {
	return d.now(ctx, in.ID, d.Desk.Withdraw(ctx, d.Who, in.ID, in.Version, in.Why))
}

// ReachRequest is an audience to count.
type ReachRequest struct {
	Signer string     `json:"penandatangan" maxLength:"200"`
	To     []PartView `json:"untuk" nullable:"false" minItems:"1" maxItems:"40"`
}

// ReachView is how many it has.
type ReachView struct {
	Total int         `json:"jumlah"`
	Lines []CountView `json:"butir" nullable:"false"`
}

// CountView is how many addressees an area has of a class.
type CountView struct {
	Area  string           `json:"wilayah" doc:"Code of the kecamatan, or the unit where the post lies in none"`
	Class roster.PostClass `json:"golongan"`
	N     int              `json:"jumlah"`
}

// Reach counts whom a rule would reach.
func (d Desk) Reach(ctx context.Context, in ReachRequest) (ReachView, error) {
	counts, err := d.Desk.Reach(ctx, d.Who, in.Signer, ruleOf(in.To))
	out := ReachView{Lines: []CountView{}}
	for _, c := range counts {
		out.Lines, out.Total = append(out.Lines, CountView(c)), out.Total+c.N
	}
	return out, err
}

// IssuedRequest pages through what went out.
type IssuedRequest struct {
	After string `query:"setelah" json:"-"`
	Limit int    `query:"batas" json:"-" minimum:"1" maximum:"50"`
}

// IssuedView is what went out.
type IssuedView struct {
	Items []LineView `json:"butir" nullable:"false"`
	Next  string     `json:"berikut,omitempty"`
}

// LineView is a directive in a list; without the letter key it has no title.
type LineView struct {
	Order OrderView `json:"arahan"`
	Title string    `json:"judul,omitempty"`
}

const perPage = 50

// Issued lists what went out.
func (d Desk) Issued(ctx context.Context, in IssuedRequest) (IssuedView, error) {
	if in.Limit <= 0 || in.Limit > perPage {
		in.Limit = perPage
	}
	found, err := d.Desk.Issued(ctx, d.Who, directive.Filter{After: in.After, Limit: in.Limit})
	out := IssuedView{Items: []LineView{}}
	for _, o := range found {
		out.Items = append(out.Items, LineView{orderOf(o.Order), o.Body.Title})
	}
	if len(found) == in.Limit {
		out.Next = found[len(found)-1].ID
	}
	return out, err
}
