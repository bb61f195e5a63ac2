package meeting

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// SessionView is the clear side of a meeting.
type SessionView struct {
	ID         string           `json:"id"`
	Kind       meeting.Kind     `json:"jenis"`
	Series     string           `json:"seri,omitempty"`
	State      meeting.State    `json:"status"`
	On         rambu.Date       `json:"tanggal"`
	Start      time.Time        `json:"mulai"`
	End        time.Time        `json:"selesai"`
	Chair      roster.PostID    `json:"pimpinan"`
	StandIn    meeting.StandIn  `json:"wakil" doc:"Whether somebody may come for a post holder"`
	MinClass   roster.PostClass `json:"pangkat_wakil,omitempty"`
	Grace      int              `json:"toleransi" doc:"Minutes after the start that are not late"`
	ReasonDays int              `json:"hari_alasan"`
	Letter     string           `json:"surat,omitempty" doc:"The invitation"`
	OpenedAt   *time.Time       `json:"dibuka_pada,omitempty"`
	ClosedAt   *time.Time       `json:"ditutup_pada,omitempty"`
	ReasonDue  rambu.Date       `json:"batas_alasan,omitempty" doc:"Afterwards presences are final and only corrected"`
	Version    int64            `json:"versi"`
}

func sessionOf(s meeting.Session) SessionView {
	return SessionView{
		ID: s.ID, Kind: s.Kind, Series: s.Series, State: s.State, On: s.On, Start: s.Start, End: s.End, Chair: s.Chair, StandIn: s.StandIn,
		MinClass: s.MinClass, Grace: s.Grace, ReasonDays: s.ReasonDays, Letter: s.Letter, OpenedAt: wire.Moment(s.OpenedAt),
		ClosedAt: wire.Moment(s.ClosedAt), ReasonDue: s.ReasonDue, Version: s.Version,
	}
}

// View is an opened meeting: what the caller may see of it, and no more.
type View struct {
	Meeting  SessionView           `json:"rapat"`
	Title    string                `json:"judul" doc:"Empty, with place and agenda, without the letter key: one's own part is shown all the same"`
	Place    string                `json:"tempat"`
	Agenda   []string              `json:"acara" nullable:"false"`
	Visitor  string                `json:"tamu,omitempty"`
	Note     string                `json:"catatan,omitempty"`
	Chair    HeldView              `json:"pimpinan"`
	Final    bool                  `json:"final"`
	Counts   map[meeting.Group]int `json:"jumlah,omitempty" nullable:"false" doc:"Post holders and stand-ins are never one number; for those who see everybody"`
	Invitees []InviteeView         `json:"peserta" nullable:"false" doc:"Everybody for those who see all, else one's own part"`
	Series   []SeriesView          `json:"rangkaian,omitempty" nullable:"false"`
	Share    *ShareView            `json:"tautan,omitempty" doc:"Short link of the invitation, once it has left"`
}

// SeriesView is one meeting of a series.
type SeriesView struct {
	ID    string        `json:"id"`
	On    rambu.Date    `json:"tanggal"`
	State meeting.State `json:"status"`
}

// InviteeView is one invited post.
type InviteeView struct {
	ID           string               `json:"id"`
	Post         HeldView             `json:"jabatan"`
	Answer       meeting.Answer       `json:"jawaban"`
	AnsweredAt   *time.Time           `json:"dijawab_pada,omitempty"`
	StandIn      *HeldView            `json:"wakil,omitempty"`
	StandInState meeting.StandInState `json:"status_wakil,omitempty"`
	Mandate      *MandateView         `json:"mandat,omitempty"`
	Now          meeting.Presence     `json:"kehadiran" doc:"With corrections"`
	State        meeting.Presence     `json:"tercatat" doc:"As it was recorded"`
	InAt         *time.Time           `json:"datang_pada,omitempty"`
	OutAt        *time.Time           `json:"pulang_pada,omitempty"`
	How          meeting.How          `json:"cara,omitempty"`
	ReasonAt     *time.Time           `json:"alasan_pada,omitempty"`
	Reason       *ReasonView          `json:"alasan,omitempty" doc:"For those who deal with reasons"`
	Corrections  []CorrectionView     `json:"koreksi,omitempty" nullable:"false"`
	Delivery     letter.CopyState     `json:"surat,omitempty" doc:"How far its copy of the invitation is; for those who run meetings"`
}

// MandateView is the paper a stand-in comes with.
type MandateView struct {
	Number string     `json:"nomor"`
	Date   rambu.Date `json:"tanggal"`
	Until  rambu.Date `json:"sampai"`
}

// ReasonView is why a post was away.
type ReasonView struct {
	Ground   meeting.Ground `json:"alasan"`
	Text     string         `json:"uraian,omitempty"`
	Document string         `json:"surat,omitempty"`
	Lacks    bool           `json:"tanpa_surat,omitempty" doc:"The ground rests on a paper that was neither named nor attached"`
	File     *FileView      `json:"berkas,omitempty"`
}

// FileView is a paper, without its key.
type FileView struct {
	ID    string `json:"id" doc:"GET /rapat/{id}/dokumen/{dokumen}"`
	Name  string `json:"nama"`
	Media string `json:"jenis"`
	Size  int64  `json:"ukuran"`
}

func fileOf(f *meeting.File) *FileView {
	if f == nil {
		return nil
	}
	return &FileView{f.ID, f.Name, f.Media, f.Size}
}

// CorrectionView is what became known after a presence was final.
type CorrectionView struct {
	State    meeting.Presence `json:"kehadiran"`
	At       time.Time        `json:"pada"`
	Post     string           `json:"jabatan"`
	Text     string           `json:"uraian,omitempty" doc:"For those who deal with reasons"`
	Document string           `json:"surat,omitempty"`
	File     *FileView        `json:"berkas,omitempty"`
}

// Get opens a meeting. Without the letter key it is one's own part.
func (d Desk) Get(ctx context.Context, in IDRequest) (View, error) {
	v, err := d.Room.Get(ctx, d.Who, in.ID)
	if err != nil && rambu.KindOf(err) == rambu.Locked {
		return d.own(ctx, in.ID)
	}
	if err != nil {
		return View{}, err
	}
	out := View{
		Meeting: sessionOf(v.Session), Title: v.Title, Place: v.Place, Agenda: append([]string{}, v.Agenda...), Visitor: v.Visitor, Note: v.Note,
		Chair: heldOf(v.Session.Chair, v.Chair), Final: v.Final(v.Today), Invitees: []InviteeView{},
	}
	if meeting.SeesAll(d.Who) {
		out.Counts = v.Counts()
	}
	for _, i := range v.Invitees {
		out.Invitees = append(out.Invitees, inviteeOf(v, i))
	}
	for _, s := range v.Series {
		out.Series = append(out.Series, SeriesView{s.ID, s.On, s.State})
	}
	out.Share, err = d.share(ctx, v)
	return out, err
}

func inviteeOf(v *meeting.View, i meeting.Invitee) InviteeView {
	out := InviteeView{
		ID: i.ID, Post: heldOf(i.Post, v.Held[i.Post]), Answer: i.Answer, AnsweredAt: wire.Moment(i.AnsweredAt), StandInState: i.StandInState,
		Now: i.Now(), State: i.State, InAt: wire.Moment(i.InAt), OutAt: wire.Moment(i.OutAt), How: i.How, ReasonAt: wire.Moment(i.ReasonAt),
		Delivery: v.Copies[i.Post],
	}
	if i.StandIn != "" {
		h := heldOf(i.StandIn, v.Held[i.StandIn])
		out.StandIn = &h
	}
	if i.Mandate != nil {
		out.Mandate = &MandateView{i.Mandate.Number, i.Mandate.Date, i.MandateUntil}
	}
	if i.Reason != nil {
		out.Reason = &ReasonView{i.Reason.Ground, i.Reason.Text, i.Reason.Document, i.Reason.Lacks(), fileOf(i.Reason.File)}
	}
	for _, c := range i.Corrections {
		k := CorrectionView{State: c.State, At: c.At, Post: c.Post}
		if c.Note != nil {
			k.Text, k.Document, k.File = c.Note.Text, c.Note.Document, fileOf(c.Note.File)
		}
		out.Corrections = append(out.Corrections, k)
	}
	return out
}

// ListRequest asks for the meetings between two days.
type ListRequest struct {
	From rambu.Date `query:"dari" json:"-" doc:"120 days ago when left out"`
	To   rambu.Date `query:"sampai" json:"-"`
}

// ListView is meetings by their days.
type ListView struct {
	Meetings []LineView `json:"butir" nullable:"false"`
}

// LineView is a meeting in a list.
type LineView struct {
	Meeting SessionView `json:"rapat"`
	Title   string      `json:"judul,omitempty" doc:"Left out where the letter key is not held: its letter came on paper"`
	Place   string      `json:"tempat,omitempty"`
}

// backDays is how far back a list goes that names no day.
const backDays = 120

// List lists meetings.
func (d Desk) List(ctx context.Context, in ListRequest) (ListView, error) {
	if in.From == "" {
		in.From = d.Room.Today(d.Who).AddDays(-backDays)
	}
	if in.To == "" {
		in.To = rambu.MaxDate
	}
	out := ListView{Meetings: []LineView{}}
	found, err := d.Room.List(ctx, d.Who, in.From, in.To)
	for _, l := range found {
		out.Meetings = append(out.Meetings, LineView{sessionOf(l.Session), l.Title, l.Place})
	}
	return out, err
}

// MatrixView is who was where over time, in the order of the posts' addresses.
type MatrixView struct {
	Meetings []MatrixColumn `json:"rapat" nullable:"false"`
	Posts    []MatrixRow    `json:"jabatan" nullable:"false"`
}

// MatrixColumn is one closed meeting.
type MatrixColumn struct {
	ID    string     `json:"id"`
	Title string     `json:"judul"`
	On    rambu.Date `json:"tanggal"`
}

// MatrixRow is one post.
type MatrixRow struct {
	Post  HeldView                    `json:"jabatan"`
	Cells map[string]meeting.Presence `json:"kehadiran" doc:"By meeting; left out where it was not invited"`
}

// Matrix compares the last closed meetings.
func (d Desk) Matrix(ctx context.Context, _ Nothing) (MatrixView, error) {
	out := MatrixView{Meetings: []MatrixColumn{}, Posts: []MatrixRow{}}
	m, err := d.Room.Matrix(ctx, d.Who)
	if err != nil {
		return out, err
	}
	for _, s := range m.Meetings {
		out.Meetings = append(out.Meetings, MatrixColumn{s.ID, m.Titles[s.ID], s.On})
	}
	for _, p := range m.Posts {
		out.Posts = append(out.Posts, MatrixRow{heldOf(p, m.Held[p]), m.Cells[p]})
	}
	return out, nil
}
