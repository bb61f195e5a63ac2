// Package calendar is the part of the JSON interface by which an officer's program makes and ends
// the address of his post's meetings. Package api mounts it.
package calendar

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/meeting/feed"
)

// Desk is the calendars as one caller uses them.
type Desk struct {
	Feeds *feed.Desk
	Ctx   context.Context //nolint:containedctx // of the one request it serves
	Who   rambu.Actor
	Lang  words.Lang
}

// Shows is what an address lets its holder read.
type Shows string

// The closed list of what an address shows.
const (
	Everything Shows = "lengkap"
	TimesOnly  Shows = "waktu"
)

// LookRequest asks nothing.
type LookRequest struct{}

// View is the address the caller has for the post he works in; its secret is not kept.
type View struct {
	Exists bool      `json:"ada"`
	Post   string    `json:"jabatan"`
	Shows  Shows     `json:"isi,omitempty" enum:"lengkap,waktu"`
	Since  time.Time `json:"sejak,omitzero"`
}

// Look says whether the caller has an address.
func (d Desk) Look(LookRequest) (View, error) {
	l, err := d.Feeds.Mine(d.Ctx, d.Who)
	if err != nil && rambu.KindOf(err) == rambu.NotFound && d.Who.Post != "" {
		return View{Post: d.Who.Post}, nil
	}
	out := View{Exists: err == nil, Post: l.Post, Shows: TimesOnly, Since: l.CreatedAt}
	if l.Detail {
		out.Shows = Everything
	}
	return out, err
}

// MakeRequest asks for a new address.
type MakeRequest struct {
	Shows Shows `json:"isi" enum:"lengkap,waktu" doc:"lengkap: time, title and place; waktu: time and kind of meeting only"`
}

// Made is an address, told once.
type Made struct {
	Path string `json:"alamat" doc:"Below the address of the instance; whoever has it reads the calendar"`
}

// Make makes an address and ends the one before.
func (d Desk) Make(in MakeRequest) (Made, error) {
	secret, err := d.Feeds.Create(d.Ctx, d.Who, in.Shows == Everything, d.Lang)
	if err != nil {
		return Made{}, err
	}
	return Made{Path: "/kalender/" + secret + ".ics"}, nil
}

// EndRequest asks nothing.
type EndRequest struct{}

// End ends the address; none is no error.
func (d Desk) End(EndRequest) (View, error) {
	err := d.Feeds.Revoke(d.Ctx, d.Who)
	if err != nil && (rambu.KindOf(err) != rambu.NotFound || d.Who.Post == "") {
		return View{}, err
	}
	return View{Post: d.Who.Post}, nil
}
