// Package press is the part of the JSON interface that keeps articles of the press and what an
// officer decides about them. Package api mounts it.
package press

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law/cite"
	"rambu.id/press"
	"rambu.id/press/reading"
)

// Book is the press as one caller uses it.
type Book struct {
	Ctx   context.Context //nolint:containedctx // a book lives as long as one request
	Desk  *press.Desk
	Words *words.Words
	Lang  words.Lang
	Who   rambu.Actor
	// Lodge makes initial information of an article.
	Lodge func(ctx context.Context, who rambu.Actor, in press.DecideIn, district string) (string, error)
}

// ReadRequest is an article.
type ReadRequest struct {
	Text      string     `json:"teks" doc:"Plain text with its headline, at most 64 KiB"`
	Source    string     `json:"sumber,omitempty" maxLength:"300" doc:"Name of the paper"`
	Link      string     `json:"tautan,omitempty" maxLength:"300"`
	Published rambu.Date `json:"terbit,omitempty" doc:"Without it \"kemarin\" cannot be resolved, unless the text states it"`
}

// ReadView is what the program read. Bytes count in "teks", the text as it was read.
type ReadView struct {
	Text       string          `json:"teks"`
	Dated      rambu.Date      `json:"terbit,omitempty" doc:"Day of publication the dates were resolved with"`
	Reading    reading.Reading `json:"bacaan"`
	Citations  []cite.Answer   `json:"kutipan" nullable:"false"`
	Suggestion FieldsView      `json:"usulan" doc:"The same as the form of the page proposes it"`
}

// FieldsView is what a person says of an article.
type FieldsView struct {
	Kind       reading.Kind `json:"jenis,omitempty" enum:"rakor,apel,kunjungan,rapat"`
	On         rambu.Date   `json:"hari,omitempty"`
	Place      string       `json:"tempat,omitempty" maxLength:"300"`
	Posts      []string     `json:"jabatan,omitempty" nullable:"false"`
	Directions []string     `json:"arahan,omitempty" nullable:"false"`
	Acts       []string     `json:"dugaan,omitempty" nullable:"false" doc:"Kinds of acts of the law pack; allegations of the text, never findings"`
}

func fieldsOf(f press.Fields) FieldsView {
	return FieldsView{f.Kind, f.On, f.Place, f.Posts, f.Directions, f.Acts}
}

func (b Book) view(r reading.Reading) ReadView {
	return ReadView{
		Text: r.Text, Dated: r.Dated, Reading: r, Citations: b.Desk.Guard.Answers(b.Words, b.Lang, r.Citations), Suggestion: fieldsOf(press.FieldsOf(r)),
	}
}

// Read reads an article and keeps nothing.
func (b Book) Read(in ReadRequest) (ReadView, error) {
	r, err := b.Desk.Preview(b.Ctx, b.Who, press.AddIn(in))
	if err != nil {
		return ReadView{}, err
	}
	return b.view(r), nil
}

// AddedView is a kept article.
type AddedView struct {
	ID string `json:"nomor"`
}

// Add keeps an article.
func (b Book) Add(in ReadRequest) (AddedView, error) {
	id, err := b.Desk.Add(b.Ctx, b.Who, press.AddIn(in))
	return AddedView{id}, err
}

// ListRequest asks for the articles of the caller's institution.
type ListRequest struct {
	State press.State `query:"keadaan" json:"-"`
	After string      `query:"setelah" json:"-"`
	Limit int         `query:"batas" json:"-" minimum:"1" maximum:"100"`
}

// ListView is a page of articles, the last one added first.
type ListView struct {
	Items []ItemView `json:"butir" nullable:"false"`
	Next  string     `json:"berikut,omitempty"`
}

// ItemView is an article in a list.
type ItemView struct {
	ID        string      `json:"nomor"`
	State     press.State `json:"keadaan" enum:"menunggu,dicatat,informasi-awal,diabaikan"`
	Title     string      `json:"judul,omitempty" doc:"Empty in a session without the key"`
	Source    string      `json:"sumber,omitempty"`
	EventOn   rambu.Date  `json:"hari_peristiwa,omitempty" doc:"Of a recorded event"`
	Published rambu.Date  `json:"terbit,omitempty"`
	AddedAt   time.Time   `json:"dimasukkan_pada"`
	Report    string      `json:"laporan,omitempty" doc:"The initial information it became"`
	Version   int64       `json:"versi"`
}

func itemOf(c press.Clipping) ItemView {
	return ItemView{c.ID, c.State, c.Title, c.Source, c.EventOn, c.Published, c.AddedAt, c.Report, c.Version}
}

// List lists articles.
func (b Book) List(in ListRequest) (ListView, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	all, err := b.Desk.List(b.Ctx, b.Who, press.Filter{State: in.State, After: in.After, Limit: in.Limit})
	out := ListView{Items: []ItemView{}}
	for _, c := range all {
		out.Items = append(out.Items, itemOf(c))
	}
	if len(all) == in.Limit {
		out.Next = all[len(all)-1].ID
	}
	return out, err
}

// OneRequest names an article.
type OneRequest struct {
	ID string `path:"id" json:"-"`
}

// OneView is an article with what was read and what a person corrected.
type OneView struct {
	Item   ItemView    `json:"berita"`
	Link   string      `json:"tautan,omitempty"`
	Read   ReadView    `json:"dibaca"`
	Fields FieldsView  `json:"isian" doc:"As corrected, otherwise as read"`
	Reason string      `json:"catatan,omitempty"`
	Alike  []AlikeView `json:"sama" nullable:"false" doc:"Other articles of the institution with the same text"`
}

// AlikeView is another article with the same text.
type AlikeView struct {
	Item  ItemView      `json:"berita"`
	How   reading.Alike `json:"cara" enum:"sama,mirip,sebagian"`
	Share float64       `json:"bagian" doc:"Share of common runs of words"`
}

// Get opens an article.
func (b Book) Get(in OneRequest) (OneView, error) {
	v, err := b.Desk.Get(b.Ctx, b.Who, in.ID)
	if err != nil {
		return OneView{}, err
	}
	out := OneView{Item: itemOf(v.Clipping), Link: v.Content.Link, Read: b.view(v.Reading), Fields: fieldsOf(v.Fields), Reason: v.Content.Reason, Alike: []AlikeView{}}
	for _, a := range v.Alike {
		out.Alike = append(out.Alike, AlikeView{itemOf(a.Clipping), a.How, a.Share})
	}
	return out, nil
}

// DecideRequest is an officer's decision. The fields are stored as given.
type DecideRequest struct {
	ID       string      `path:"id" json:"-"`
	Version  int64       `json:"versi" doc:"Of the article as it was seen"`
	To       press.State `json:"putusan" enum:"menunggu,dicatat,informasi-awal,diabaikan" doc:"menunggu: only correct the fields. informasi-awal: Bawaslu's intake alone"`
	Fields   FieldsView  `json:"isian"`
	Reason   string      `json:"catatan,omitempty" maxLength:"2000" doc:"Needed for diabaikan"`
	District string      `json:"kecamatan,omitempty" doc:"For informasi-awal: code, tidak-tahu, daring or luar"`
}

// DecideView is what came of it.
type DecideView struct {
	Report string `json:"laporan,omitempty" doc:"Number of the initial information"`
}

// Decide corrects, records, puts aside, or makes initial information.
func (b Book) Decide(in DecideRequest) (DecideView, error) {
	f := in.Fields
	d := press.DecideIn{
		ID: in.ID, Version: in.Version, To: in.To, Reason: in.Reason,
		Fields: press.Fields{Kind: f.Kind, On: f.On, Place: f.Place, Posts: f.Posts, Directions: f.Directions, Acts: f.Acts},
	}
	if in.To != press.Tip {
		return DecideView{}, b.Desk.Decide(b.Ctx, b.Who, d)
	}
	report, err := b.Lodge(b.Ctx, b.Who, d, in.District)
	return DecideView{report}, err
}
