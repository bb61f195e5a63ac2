package directive

import (
	"context"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/roster"
)

// AckView is what is known of an addressee.
type AckView struct {
	How      directive.How `json:"cara" enum:"sendiri,kode,atas-nama,langsung"`
	At       time.Time     `json:"pada"`
	Recorder string        `json:"dicatat_oleh" doc:"Post"`
}

func ackOf(a *directive.Ack) *AckView {
	if a == nil {
		return nil
	}
	return &AckView{a.How, a.At, a.Recorder}
}

// InboxView is what reached a post.
type InboxView struct {
	Items []ArrivedView `json:"butir" nullable:"false"`
}

// ArrivedView is a directive in an inbox.
type ArrivedView struct {
	Order  OrderView `json:"arahan"`
	Title  string    `json:"judul,omitempty"`
	Ack    *AckView  `json:"tercatat,omitempty"`
	Passed bool      `json:"diteruskan"`
}

// Inbox lists what reached the caller's post.
func (d Desk) Inbox(ctx context.Context, _ Nothing) (InboxView, error) {
	found, err := d.Desk.Inbox(ctx, d.Who)
	out := InboxView{Items: []ArrivedView{}}
	for _, a := range found {
		out.Items = append(out.Items, ArrivedView{orderOf(a.Order), a.Body.Title, ackOf(a.Ack), a.Passed})
	}
	return out, err
}

// AddresseeView is a post.
type AddresseeView struct {
	Post  string           `json:"jabatan"`
	Title string           `json:"nama_jabatan"`
	Class roster.PostClass `json:"golongan"`
	Area  string           `json:"wilayah"`
}

func addressee(a directive.Addressee) AddresseeView {
	return AddresseeView{a.Post, a.Title, a.Class, a.Area}
}

// BelowView is posts.
type BelowView struct {
	Posts []AddresseeView `json:"butir" nullable:"false"`
}

// Below lists the posts directly below the caller's.
func (d Desk) Below(ctx context.Context, _ Nothing) (BelowView, error) {
	found, err := d.Desk.Below(ctx, d.Who)
	out := BelowView{Posts: []AddresseeView{}}
	for _, a := range found {
		out.Posts = append(out.Posts, addressee(a))
	}
	return out, err
}

// ReadView says where a directive stands at the caller's own post. It opens nothing: most village
// heads with an account hold no letter key.
type ReadView struct {
	Order  OrderView `json:"arahan"`
	Ack    *AckView  `json:"tercatat,omitempty"`
	Passed bool      `json:"diteruskan"`
}

func (d Desk) read(ctx context.Context, id string, err error) (ReadView, error) {
	if err != nil {
		return ReadView{}, err
	}
	found, err := d.Desk.Inbox(ctx, d.Who)
	if err != nil {
		return ReadView{}, err
	}
	n := slices.IndexFunc(found, func(a directive.Arrived) bool { return a.ID == id })
	if n < 0 {
		return ReadView{}, rambu.Errorf(rambu.NotFound, "not in the inbox")
	}
	return ReadView{orderOf(found[n].Order), ackOf(found[n].Ack), found[n].Passed}, nil
}

// Acknowledge says that the caller has read it. Said twice it is said once.
func (d Desk) Acknowledge(ctx context.Context, in IDRequest) (ReadView, error) {
	return d.read(ctx, in.ID, d.Desk.Acknowledge(ctx, d.Who, in.ID))
}

// PassRequest says to whom a directive is passed on.
type PassRequest struct {
	ID string   `path:"id" json:"-"`
	To []string `json:"kepada,omitempty" nullable:"false" maxItems:"600" doc:"Posts directly below; all of them when left out"`
}

// PassOn hands a directive on. Again, it changes who is left out.
func (d Desk) PassOn(ctx context.Context, in PassRequest) (ReadView, error) {
	below, err := d.Desk.Below(ctx, d.Who)
	if err != nil {
		return ReadView{}, err
	}
	var except []string
	known := 0
	for _, a := range below {
		if len(in.To) == 0 || slices.Contains(in.To, a.Post) {
			known++
			continue
		}
		except = append(except, a.Post)
	}
	if len(in.To) > known {
		return ReadView{}, rambu.Fault(rambu.Invalid, "directive.error.nobody_below").On("kepada")
	}
	return d.read(ctx, in.ID, d.Desk.PassOn(ctx, d.Who, in.ID, except))
}

// ToldRequest is what a superior says of a village without signal.
type ToldRequest struct {
	ID   string     `path:"id" json:"-"`
	Post string     `json:"desa" maxLength:"200" doc:"Post whose holder was told"`
	Name string     `json:"nama" maxLength:"120" doc:"Whom one spoke to; sealed"`
	On   rambu.Date `json:"tanggal,omitempty" doc:"Today when left out"`
	Time string     `json:"pukul" maxLength:"5" doc:"14.30"`
	Note string     `json:"catatan,omitempty" maxLength:"1200"`
}

// RecordTold writes down that somebody was told by word of mouth.
func (d Desk) RecordTold(ctx context.Context, in ToldRequest) (TilesView, error) {
	err := d.Desk.RecordTold(ctx, d.Who, directive.ToldIn{
		Directive: in.ID, Post: in.Post, Name: in.Name, On: in.On, Time: in.Time, Note: in.Note,
	})
	if err != nil {
		return TilesView{}, err
	}
	return d.Tiles(ctx, IDRequest{in.ID})
}

// CodesRequest says for whom codes are made.
type CodesRequest struct {
	Posts []string `json:"desa,omitempty" nullable:"false" maxItems:"600" doc:"All below when left out"`
}

// CodesView is printed codes, shown this once.
type CodesView struct {
	Codes []CodeView `json:"butir" nullable:"false"`
}

// CodeView is the printed code of a post.
type CodeView struct {
	Post  string `json:"jabatan"`
	Title string `json:"nama_jabatan"`
	Code  string `json:"kode"`
}

// IssueCodes makes codes.
func (d Desk) IssueCodes(ctx context.Context, in CodesRequest) (CodesView, error) {
	made, err := d.Desk.IssueCodes(ctx, d.Who, in.Posts)
	out := CodesView{Codes: []CodeView{}}
	for _, c := range made {
		out.Codes = append(out.Codes, CodeView(c))
	}
	return out, err
}

// HoldersView is who may have a code.
type HoldersView struct {
	Holders []HolderView `json:"butir" nullable:"false"`
}

// HolderView is a village or ward head.
type HolderView struct {
	Post   AddresseeView `json:"jabatan"`
	Issued rambu.Date    `json:"dibuat,omitempty"`
}

// CodeHolders lists the village and ward heads below.
func (d Desk) CodeHolders(ctx context.Context, _ Nothing) (HoldersView, error) {
	found, err := d.Desk.CodeHolders(ctx, d.Who)
	out := HoldersView{Holders: []HolderView{}}
	for _, h := range found {
		out.Holders = append(out.Holders, HolderView{addressee(h.Addressee), h.Issued})
	}
	return out, err
}

// LinkRequest is the secret of a short link.
type LinkRequest struct {
	Link string `json:"tautan" maxLength:"60" doc:"The last part of the short link"`
}

// ByLink opens a directive by its short link.
func (d Desk) ByLink(ctx context.Context, in LinkRequest) (View, error) {
	err := d.Allow()
	if err != nil {
		return View{}, err
	}
	o, err := d.Desk.ByLink(ctx, in.Link)
	if err != nil {
		return View{}, err
	}
	return d.view(o), nil
}

// ByCodeRequest is what somebody without an account types.
type ByCodeRequest struct {
	Link   string `json:"tautan" maxLength:"60"`
	Code   string `json:"kode" maxLength:"60" doc:"Printed code of the post"`
	ForHim bool   `json:"atas_nama,omitempty" doc:"Somebody else types it for the holder"`
	Name   string `json:"nama,omitempty" maxLength:"120" doc:"Who; sealed"`
}

// ByCodeView names the post it was said for.
type ByCodeView struct {
	Title string `json:"nama_jabatan"`
}

// ByCode says with a printed code that the holder of a post has read a directive.
func (d Desk) ByCode(ctx context.Context, in ByCodeRequest) (out ByCodeView, err error) {
	err = d.Coded(func() (err error) {
		out.Title, err = d.Desk.AcknowledgeByCode(ctx, directive.CodeIn{Short: in.Link, Code: in.Code, ForHim: in.ForHim, Name: in.Name})
		return err
	})
	return out, err
}
