// Package notice is the part of the JSON interface for e-mail: where the caller wants to be told, and
// for the administrator what became of the mails. No answer holds an address but its owner's own.
// Package api mounts it.
package notice

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/notice"
)

// Desk is e-mail as one caller reaches it.
type Desk struct {
	Desk *notice.Desk
	Who  rambu.Actor
	Lang words.Lang
}

// Ops are the operations, in the order of the contract.
func Ops() []wire.Op[Desk] {
	return []wire.Op[Desk]{
		wire.Get("/akun/surel", "Where the caller wants to be told by e-mail", Desk.Mine),
		wire.Post("/akun/surel", "Set it; a code is sent there", Desk.SetAddress),
		wire.Post("/akun/surel/pastikan", "Prove with the code that it is read", Desk.Confirm),
		wire.Post("/akun/surel/hapus", "Forget it", Desk.Remove),
		wire.Get("/surel", "What posts were told of and what became of it, newest first, for the administrator", Desk.Overview),
		wire.Post("/surel/uji", "Send the administrator himself a mail", Desk.TryOut),
		wire.Get("/surel/{hal}", "The recipients of one, by post and without an address, for the administrator", Desk.Recipients),
		wire.Post("/surel/{hal}/lagi", "Send one mail once more; it may arrive twice", Desk.Again),
	}
}

// Nothing asks for nothing.
type Nothing struct{}

// AddressView is the caller's own address.
type AddressView struct {
	Address string              `json:"alamat,omitempty" doc:"Left out when there is none"`
	State   notice.ContactState `json:"status,omitempty" enum:"ditanya,aktif" doc:"ditanya: the code was not given back yet"`
}

// Mine is where the caller wants to be told.
func (d Desk) Mine(ctx context.Context, _ Nothing) (AddressView, error) {
	c, err := d.Desk.Mine(ctx, d.Who)
	if err != nil && rambu.KindOf(err) == rambu.NotFound && notice.Serves(d.Who) {
		return AddressView{}, nil
	}
	return AddressView{c.Address, c.State}, err
}

// AddressRequest is an address.
type AddressRequest struct {
	Address string `json:"alamat" minLength:"3" maxLength:"254"`
}

// SetAddress keeps it and sends a code there.
func (d Desk) SetAddress(ctx context.Context, in AddressRequest) (AddressView, error) {
	return d.mine(ctx, d.Desk.SetAddress(ctx, d.Who, in.Address, d.Lang))
}

// CodeRequest is the code that was sent.
type CodeRequest struct {
	Code string `json:"kode" minLength:"1" maxLength:"40"`
}

// Confirm takes the code.
func (d Desk) Confirm(ctx context.Context, in CodeRequest) (AddressView, error) {
	return d.mine(ctx, d.Desk.ConfirmAddress(ctx, d.Who, in.Code))
}

// Remove forgets the address.
func (d Desk) Remove(ctx context.Context, _ Nothing) (AddressView, error) {
	return d.mine(ctx, d.Desk.RemoveAddress(ctx, d.Who))
}

func (d Desk) mine(ctx context.Context, err error) (AddressView, error) {
	if err != nil {
		return AddressView{}, err
	}
	return d.Mine(ctx, Nothing{})
}

// OverviewView is what became of mails.
type OverviewView struct {
	On      bool        `json:"menyala" doc:"Whether this instance sends e-mail"`
	Trouble string      `json:"gangguan,omitempty" doc:"Why mail does not leave now"`
	Items   []EventView `json:"butir" nullable:"false"`
}

// EventView is one thing posts were told of.
type EventView struct {
	ID         string              `json:"id"`
	Kind       notice.Kind         `json:"hal"`
	At         time.Time           `json:"pada"`
	Recipients int                 `json:"penerima"`
	Counts     map[queue.State]int `json:"nasib" nullable:"false" doc:"Recipients by what became of their mail"`
	Gone       int                 `json:"terhapus" doc:"Recipients whose rows were removed, ninety days after they ended"`
}

func eventOf(o notice.Overview) EventView {
	v := EventView{o.ID, o.Kind, o.CreatedAt, o.Recipients, o.Counts, o.Gone()}
	if v.Counts == nil {
		v.Counts = map[queue.State]int{}
	}
	return v
}

// Overview lists what posts were told of.
func (d Desk) Overview(ctx context.Context, _ Nothing) (OverviewView, error) {
	all, err := d.Desk.Events(ctx, d.Who)
	out := OverviewView{On: d.Desk.On(), Trouble: d.Desk.Trouble(d.Who), Items: []EventView{}}
	for _, o := range all {
		out.Items = append(out.Items, eventOf(o))
	}
	return out, err
}

// TryOut sends the administrator himself a mail.
func (d Desk) TryOut(ctx context.Context, _ Nothing) (OverviewView, error) {
	err := d.Desk.TryOut(ctx, d.Who)
	if err != nil {
		return OverviewView{}, err
	}
	return d.Overview(ctx, Nothing{})
}

// PageRequest names an event, and the row after which the page begins.
type PageRequest struct {
	ID    string `path:"hal" json:"-"`
	After string `query:"sesudah" json:"-"`
}

// RecipientsView is a page of recipients.
type RecipientsView struct {
	Kind  notice.Kind     `json:"hal"`
	Items []RecipientView `json:"butir" nullable:"false"`
	Next  string          `json:"sesudah,omitempty" doc:"Give it to read on"`
}

// RecipientView is one recipient.
type RecipientView struct {
	Row      string      `json:"baris"`
	Post     string      `json:"jabatan,omitempty"`
	Title    string      `json:"nama_jabatan,omitempty"`
	State    queue.State `json:"nasib"`
	Note     string      `json:"keterangan,omitempty" doc:"What the server said, without the address, or why there was nobody to send to"`
	Attempts int         `json:"percobaan"`
	Changed  time.Time   `json:"berubah_pada"`
}

const full = 100

// Recipients lists them.
func (d Desk) Recipients(ctx context.Context, in PageRequest) (RecipientsView, error) {
	e, list, err := d.Desk.Recipients(ctx, d.Who, in.ID, in.After)
	out := RecipientsView{Kind: e.Kind, Items: []RecipientView{}}
	for _, t := range list {
		out.Items = append(out.Items, RecipientView{t.ID, t.Post, t.Title, t.State, t.Note, t.Attempts, t.Changed})
	}
	if len(list) == full {
		out.Next = list[full-1].ID
	}
	return out, err
}

// AgainRequest names one row.
type AgainRequest struct {
	ID  string `path:"hal" json:"-"`
	Row string `json:"baris" maxLength:"400"`
}

// Again sends one mail once more.
func (d Desk) Again(ctx context.Context, in AgainRequest) (RecipientsView, error) {
	err := d.Desk.Again(ctx, d.Who, in.ID, in.Row)
	if err != nil {
		return RecipientsView{}, err
	}
	return d.Recipients(ctx, PageRequest{ID: in.ID})
}
