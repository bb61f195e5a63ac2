package directive

import (
	"context"

	"rambu.id/api/wire"
	"rambu.id/directive"
)

// AnnexView is the one file that goes with a directive.
type AnnexView struct {
	Name  string `json:"nama"`
	Media string `json:"jenis"`
	Size  int64  `json:"ukuran"`
}

// SetAnnex gives a draft its annex.
func (d Desk) SetAnnex(ctx context.Context, in StepRequest) (View, error) {
	_, err := d.Desk.Get(ctx, d.Who, in.ID) // before anything is taken in
	if err != nil {
		return View{}, err
	}
	name, media, body, err := d.Files.One()
	if err != nil {
		return View{}, err
	}
	var f directive.File // none was sent: refused below
	if body != nil {
		f, err = d.Desk.TakeAnnex(ctx, name, media, body)
		if err == nil {
			err = d.Files.Done()
		}
		if err != nil {
			return View{}, err
		}
	}
	return d.now(ctx, in.ID, d.Desk.SetAnnex(ctx, d.Who, directive.AnnexIn{Directive: in.ID, Version: in.Version, File: &f}))
}

// DropAnnex takes the annex of a draft away.
func (d Desk) DropAnnex(ctx context.Context, in StepRequest) (View, error) {
	return d.now(ctx, in.ID, d.Desk.SetAnnex(ctx, d.Who, directive.AnnexIn{Directive: in.ID, Version: in.Version}))
}

// Annex sends the annex.
func (d Desk) Annex(ctx context.Context, in IDRequest) (wire.Stream, error) {
	o, err := d.Desk.Get(ctx, d.Who, in.ID)
	return d.annex(ctx, o, err)
}

// AnnexByLink sends the annex to whoever has the short link.
func (d Desk) AnnexByLink(ctx context.Context, in LinkRequest) (wire.Stream, error) {
	err := d.Allow()
	if err != nil {
		return wire.Stream{}, err
	}
	o, err := d.Desk.ByLink(ctx, in.Link)
	return d.annex(ctx, o, err)
}

func (d Desk) annex(ctx context.Context, o *directive.Opened, err error) (wire.Stream, error) {
	if err != nil {
		return wire.Stream{}, err
	}
	f, body, err := d.Desk.OpenAnnex(ctx, o)
	return wire.Stream{Name: f.Name, Media: f.Media, Size: f.Size, Body: body}, err
}
