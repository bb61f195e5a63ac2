package pledge

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/pledge"
	"rambu.id/roster"
)

// ListRequest is a signed paper list.
type ListRequest struct {
	Area   string            `json:"unit" maxLength:"200"`
	On     rambu.Date        `json:"tanggal,omitempty" doc:"Today when left out"`
	People []roster.PersonID `json:"orang,omitempty" nullable:"false" maxItems:"2000" doc:"Of GET /pakta/orang"`
	Names  []string          `json:"nama,omitempty" nullable:"false" maxItems:"500" doc:"Who signed without standing in the roster; sealed"`
}

// OathRequest is an assembly.
type OathRequest struct {
	Area      string     `json:"unit" maxLength:"200"`
	On        rambu.Date `json:"tanggal,omitempty" doc:"Today when left out"`
	Place     string     `json:"tempat,omitempty" maxLength:"120"`
	Leader    string     `json:"pembaca" maxLength:"120"`
	Present   int        `json:"kehadiran" minimum:"1" maximum:"100000" doc:"How many took part"`
	Witnesses []string   `json:"saksi" nullable:"false" minItems:"2" maxItems:"20"`
}

// RecordedView says what was recorded.
type RecordedView struct {
	Pacts   int      `json:"pakta_baru"`
	Names   int      `json:"nama_baru" doc:"Outside the roster"`
	Already []string `json:"sudah_tercatat,omitempty" nullable:"false" doc:"On the list and on record before it; not counted again"`
}

// RecordList writes a paper list down.
func (d Desk) RecordList(ctx context.Context, in ListRequest) (RecordedView, error) {
	return d.record(ctx, pledge.PaperIn{Kind: pledge.List, Area: in.Area, HeldOn: in.On, People: in.People, Names: in.Names})
}

// RecordOath writes an assembly down.
func (d Desk) RecordOath(ctx context.Context, in OathRequest) (RecordedView, error) {
	return d.record(ctx, pledge.PaperIn{
		Kind: pledge.Oath, Area: in.Area, HeldOn: in.On, Leader: in.Leader, Place: in.Place, Present: in.Present, Witnesses: in.Witnesses,
	})
}

func (d Desk) record(ctx context.Context, in pledge.PaperIn) (RecordedView, error) {
	if !pledge.Records(d.Who) { // before anything is taken in
		return RecordedView{}, rambu.Errorf(rambu.Forbidden, "may not record paper")
	}
	name, media, body, err := d.Files.One()
	if err != nil {
		return RecordedView{}, err
	}
	if body != nil {
		f, err := d.Book.Attach(ctx, name, media, body)
		if err == nil {
			err = d.Files.Done()
		}
		if err != nil {
			return RecordedView{}, err
		}
		in.Scan = &f
	}
	n, err := d.Book.Record(ctx, d.Who, in)
	return RecordedView{n.Pacts, n.Names, n.Already}, err
}

// PapersView is lists and assemblies.
type PapersView struct {
	Items []PaperView `json:"butir" nullable:"false"`
}

// PaperView is one of them. What it says of persons is left out without the letter key.
type PaperView struct {
	ID        string      `json:"id"`
	Kind      pledge.Kind `json:"jenis"`
	Area      string      `json:"unit"`
	HeldOn    rambu.Date  `json:"tanggal"`
	People    int         `json:"orang" doc:"Who took part, or signed without standing in the roster"`
	At        time.Time   `json:"dicatat_pada"`
	Recorder  string      `json:"dicatat_oleh" doc:"Post"`
	Leader    string      `json:"pembaca,omitempty"`
	Place     string      `json:"tempat,omitempty"`
	Witnesses []string    `json:"saksi,omitempty" nullable:"false"`
	Names     []string    `json:"nama,omitempty" nullable:"false"`
	Already   []string    `json:"sudah_tercatat,omitempty" nullable:"false" doc:"On the list and on record before it; not counted again"`
	Scan      string      `json:"pindaian,omitempty" doc:"Name of the file"`
	HasScan   bool        `json:"ada_pindaian"`
}

// Papers lists lists and assemblies.
func (d Desk) Papers(ctx context.Context, _ Nothing) (PapersView, error) {
	all, err := d.Book.Papers(ctx, d.Who)
	out := PapersView{Items: []PaperView{}}
	for _, p := range all {
		v := PaperView{
			ID: p.ID, Kind: p.Kind, Area: p.Area, HeldOn: p.HeldOn, People: p.People, At: p.At, Recorder: p.Recorder, Leader: p.Content.Leader,
			Place: p.Content.Place, Witnesses: p.Content.Witnesses, Names: p.Content.Names, Already: p.Content.Already,
			HasScan: p.HasScan,
		}
		if p.Content.Scan != nil {
			v.Scan = p.Content.Scan.Name
		}
		out.Items = append(out.Items, v)
	}
	return out, err
}

// PaperRequest names a list or an assembly.
type PaperRequest struct {
	ID string `path:"kertas" json:"-"`
}

// Scan sends the scan of one.
func (d Desk) Scan(ctx context.Context, in PaperRequest) (wire.Stream, error) {
	p, body, err := d.Book.ReadScan(ctx, d.Who, in.ID)
	if err != nil {
		return wire.Stream{}, err
	}
	f := p.Content.Scan
	return wire.Stream{Name: f.Name, Media: f.Media, Size: f.Size, Body: body}, nil
}
