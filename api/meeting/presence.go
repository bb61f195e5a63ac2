package meeting

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/internal/sheet"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// OpenDoor lets people in.
func (d Desk) OpenDoor(ctx context.Context, in StepRequest) (View, error) {
	return d.now(ctx, in.ID, d.Room.OpenDoor(ctx, d.Who, in.ID, in.Version))
}

// Close closes the door.
func (d Desk) Close(ctx context.Context, in StepRequest) (View, error) {
	return d.now(ctx, in.ID, d.Room.Close(ctx, d.Who, in.ID, in.Version))
}

// ScreenView is what a screen at the door shows now.
type ScreenView struct {
	Title    string `json:"judul"`
	Place    string `json:"tempat"`
	Token    string `json:"kode" doc:"For the QR code: /rapat/{id}/hadir?kode=…"`
	Digits   string `json:"angka" doc:"To type"`
	Seconds  int    `json:"detik" doc:"Until the next one"`
	In       int    `json:"sudah_datang"`
	Expected int    `json:"diundang"`
}

// Screen returns the code of this moment.
func (d Desk) Screen(ctx context.Context, in IDRequest) (ScreenView, error) {
	s, err := d.Room.Screen(ctx, d.Who, in.ID)
	return ScreenView{s.Title, s.Place, s.Code.Token, s.Code.Digits, int(s.Code.Left / time.Second), s.In, s.Expected}, err
}

// CheckInRequest is the code somebody saw at the door.
type CheckInRequest struct {
	ID   string `path:"id" json:"-"`
	Code string `json:"kode" maxLength:"60" doc:"Scanned or typed"`
}

// CheckIn records that the caller is here.
func (d Desk) CheckIn(ctx context.Context, in CheckInRequest) (View, error) {
	_, err := d.Room.CheckIn(ctx, d.Who, in.ID, in.Code)
	return d.now(ctx, in.ID, err)
}

// TickRequest is the usher's list, sent when there is a signal.
type TickRequest struct {
	ID   string     `path:"id" json:"-"`
	List []TickLine `json:"daftar" nullable:"false" minItems:"1" maxItems:"600"`
}

// TickLine is one line of it.
type TickLine struct {
	Invitee string        `json:"peserta" maxLength:"60"`
	StandIn bool          `json:"diwakili,omitempty" doc:"Somebody came for the holder"`
	Post    roster.PostID `json:"wakil,omitempty" maxLength:"200" doc:"Post of the stand-in, when nobody was named before"`
	Left    bool          `json:"pulang_awal,omitempty"`
	At      *time.Time    `json:"pada,omitempty" doc:"When it was ticked; now when left out"`
}

// TickedView says what became of a list.
type TickedView struct {
	New     int           `json:"baru"`
	Refused []RefusedView `json:"ditolak" nullable:"false"`
	Meeting View          `json:"rapat"`
}

// RefusedView is a line that could not be taken.
type RefusedView struct {
	Invitee string     `json:"peserta"`
	Kind    rambu.Kind `json:"kind"`
	Message string     `json:"message" doc:"For a person, in the language of Accept-Language"`
}

// Tick records the usher's list.
func (d Desk) Tick(ctx context.Context, in TickRequest) (TickedView, error) {
	list := make([]meeting.Tick, len(in.List))
	for n, l := range in.List {
		list[n] = meeting.Tick{Invitee: l.Invitee, StandIn: l.StandIn, Post: l.Post, Left: l.Left}
		if l.At != nil {
			list[n].At = *l.At
		}
	}
	done, err := d.Room.Tick(ctx, d.Who, in.ID, list)
	if err != nil {
		return TickedView{}, err
	}
	out := TickedView{New: done.New, Refused: []RefusedView{}}
	for _, l := range in.List {
		if why, refused := done.Refused[l.Invitee]; refused {
			out.Refused = append(out.Refused, RefusedView{l.Invitee, rambu.KindOf(why), d.Words.Error(d.Lang, why)})
			delete(done.Refused, l.Invitee)
		}
	}
	out.Meeting, err = d.Get(ctx, IDRequest{in.ID})
	return out, err
}

// InviteeRequest names an invited post of a meeting.
type InviteeRequest struct {
	ID      string `path:"id" json:"-"`
	Invitee string `path:"peserta" json:"-"`
}

// row finds an invited post the caller sees in a meeting, before something is said about it.
func (d Desk) row(ctx context.Context, id, invitee string) error {
	v, err := d.Get(ctx, IDRequest{id})
	if err == nil && !slices.ContainsFunc(v.Invitees, func(i InviteeView) bool { return i.ID == invitee }) {
		err = rambu.Errorf(rambu.NotFound, "not invited to this meeting")
	}
	return err
}

// about runs what is said of an invited post and shows the meeting.
func (d Desk) about(ctx context.Context, id, invitee string, do func() error) (View, error) {
	err := d.row(ctx, id, invitee)
	if err == nil {
		err = do()
	}
	return d.now(ctx, id, err)
}

// Accept says that the post holder will come.
func (d Desk) Accept(ctx context.Context, in InviteeRequest) (View, error) {
	return d.about(ctx, in.ID, in.Invitee, func() error { return d.Room.Accept(ctx, d.Who, in.Invitee) })
}

// StandInRequest names who comes instead.
type StandInRequest struct {
	ID      string        `path:"id" json:"-"`
	Invitee string        `path:"peserta" json:"-"`
	Post    roster.PostID `json:"jabatan" maxLength:"200"`
	Number  string        `json:"nomor" maxLength:"100" doc:"Of the mandate"`
	Date    rambu.Date    `json:"tanggal"`
	Until   rambu.Date    `json:"sampai,omitempty" doc:"Last day of the mandate; that of the meeting when left out"`
}

// Represent names a stand-in.
func (d Desk) Represent(ctx context.Context, in StandInRequest) (View, error) {
	return d.about(ctx, in.ID, in.Invitee, func() error {
		return d.Room.Represent(ctx, d.Who, in.Invitee, meeting.StandInIn{
			Post: in.Post, Mandate: meeting.Mandate{Number: in.Number, Date: in.Date}, Until: in.Until,
		})
	})
}

// MandateRequest is the stand-in's yes or no.
type MandateRequest struct {
	ID      string `path:"id" json:"-"`
	Invitee string `path:"peserta" json:"-"`
	Yes     bool   `json:"terima"`
}

// AnswerStandIn is the stand-in's own answer.
func (d Desk) AnswerStandIn(ctx context.Context, in MandateRequest) (View, error) {
	return d.about(ctx, in.ID, in.Invitee, func() error { return d.Room.AnswerStandIn(ctx, d.Who, in.Invitee, in.Yes) })
}

// ReasonRequest is why a post was or will be away.
type ReasonRequest struct {
	ID       string         `path:"id" json:"-"`
	Invitee  string         `path:"peserta" json:"-"`
	Ground   meeting.Ground `json:"alasan" maxLength:"60" doc:"cuti, izin, sakit, dinas-luar, tugas-belajar, dipanggil-tugas-lain, undangan-tidak-diterima, mempersoalkan-keabsahan-pimpinan-rapat, lainnya"`
	Text     string         `json:"uraian,omitempty" maxLength:"4000"`
	Document string         `json:"surat,omitempty" maxLength:"300" doc:"Number and date of the paper it rests on"`
}

// GiveReason says why a post was or will be away. Who gave it cannot open it again.
func (d Desk) GiveReason(ctx context.Context, in ReasonRequest) (View, error) {
	return d.about(ctx, in.ID, in.Invitee, func() error {
		f, err := d.paper(ctx)
		if err != nil {
			return err
		}
		return d.Room.GiveReason(ctx, d.Who, in.Invitee, meeting.Reason{Ground: in.Ground, Text: in.Text, Document: in.Document, File: f})
	})
}

// AssessRequest says whether a reason is clear.
type AssessRequest struct {
	ID      string `path:"id" json:"-"`
	Invitee string `path:"peserta" json:"-"`
	Clear   bool   `json:"jelas"`
}

// Assess says whether a reason is clear.
func (d Desk) Assess(ctx context.Context, in AssessRequest) (View, error) {
	return d.about(ctx, in.ID, in.Invitee, func() error { return d.Room.Assess(ctx, d.Who, in.Invitee, in.Clear) })
}

// CorrectRequest is what became known later.
type CorrectRequest struct {
	ID       string           `path:"id" json:"-"`
	Invitee  string           `path:"peserta" json:"-"`
	State    meeting.Presence `json:"kehadiran" maxLength:"60"`
	Text     string           `json:"uraian" maxLength:"4000"`
	Document string           `json:"surat" maxLength:"300"`
}

// Correct notes a correction beside a final presence.
func (d Desk) Correct(ctx context.Context, in CorrectRequest) (View, error) {
	return d.about(ctx, in.ID, in.Invitee, func() error {
		f, err := d.paper(ctx)
		if err != nil {
			return err
		}
		return d.Room.Correct(ctx, d.Who, in.Invitee, meeting.CorrectionIn{
			State: in.State, Note: meeting.CorrectionNote{Text: in.Text, Document: in.Document, File: f},
		})
	})
}

// paper takes in the one file of an upload; nil when there is none.
func (d Desk) paper(ctx context.Context) (*meeting.File, error) {
	name, media, body, err := d.Files.One()
	if err != nil || body == nil {
		return nil, err
	}
	f, err := d.Room.Attach(ctx, d.Who, name, media, body)
	if err != nil {
		return nil, err
	}
	return &f, d.Files.Done()
}

// PaperRequest names a paper of a meeting.
type PaperRequest struct {
	ID   string `path:"id" json:"-"`
	File string `path:"dokumen" json:"-"`
}

// Paper sends the paper behind a reason or a correction.
func (d Desk) Paper(ctx context.Context, in PaperRequest) (wire.Stream, error) {
	f, body, err := d.Room.ReadFile(ctx, d.Who, in.ID, in.File)
	return wire.Stream{Name: f.Name, Media: f.Media, Size: f.Size, Body: body}, err
}

// PrintAttendance prints who came.
func (d Desk) PrintAttendance(ctx context.Context, in IDRequest) (wire.Stream, error) {
	return d.print(ctx, in.ID, "daftar-hadir.pdf", d.Press.Attendance)
}

func (d Desk) print(ctx context.Context, id, name string, write func(context.Context, rambu.Actor, string, io.Writer) error) (wire.Stream, error) {
	var b bytes.Buffer
	err := write(ctx, d.Who, id, &b)
	return wire.Stream{Name: name, Media: "application/pdf", Size: int64(b.Len()), Body: io.NopCloser(&b)}, err
}

// SheetRequest names a form of a list.
type SheetRequest struct {
	Form sheet.Format `path:"bentuk" json:"-" enum:"csv,xlsx,ods"`
}

// TakeFollowUps gives open decisions as a sheet.
func (d Desk) TakeFollowUps(ctx context.Context, in SheetRequest) (wire.Stream, error) {
	return d.take(in.Form, "tindak-lanjut", func(w io.Writer) error { return d.Press.FollowUpSheet(ctx, d.Who, d.Lang, in.Form, w) })
}

// AttendanceRequest names a meeting and a form of its list.
type AttendanceRequest struct {
	ID   string       `path:"id" json:"-"`
	Form sheet.Format `path:"bentuk" json:"-" enum:"csv,xlsx,ods"`
}

// TakeAttendance gives who came as a sheet.
func (d Desk) TakeAttendance(ctx context.Context, in AttendanceRequest) (wire.Stream, error) {
	return d.take(in.Form, "kehadiran", func(w io.Writer) error { return d.Press.AttendanceSheet(ctx, d.Who, d.Lang, in.ID, in.Form, w) })
}

func (d Desk) take(f sheet.Format, name string, write func(io.Writer) error) (wire.Stream, error) {
	if !slices.Contains(sheet.Formats(), f) {
		return wire.Stream{}, rambu.Errorf(rambu.NotFound, "no such form of a list")
	}
	var b bytes.Buffer
	err := write(&b)
	return wire.Stream{Name: name + "." + string(f), Media: f.Media(), Size: int64(b.Len()), Body: io.NopCloser(&b)}, err
}
