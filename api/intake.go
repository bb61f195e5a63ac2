package api

import (
	"io"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/evidence"
	"rambu.id/intake"
)

// intakeRoutes are the intake desk of Bawaslu.
func intakeRoutes() []route {
	return []route{
		get(bawaslu, "/laporan-masuk", "Reports, oldest first, clear side only", (*call).reports),
		get(bawaslu, "/laporan-masuk/{id}", "Open a report; the read is logged", (*call).openReport),
		get(bawaslu, "/laporan-masuk/{id}/berkas/{berkas}", "The original of a file; the read is logged", (*call).reportFile),
		post(bawaslu, "/laporan-masuk/{id}/pesan", "Write to the reporter", (*call).messageReporter),
		post(bawaslu, "/laporan-masuk/{id}/tanda-tangan", "The reporter came and signed", (*call).markSigned),
		post(bawaslu, "/laporan-masuk/{id}/identitas", "A keeper of identities asks, with a reason, to learn who reported", (*call).askIdentity),
		get(bawaslu, "/identitas", "Requests to learn who reported, the latest first, without their reasons", (*call).openings),
		get(bawaslu, "/identitas/{id}", "One request with its reason", (*call).readOpening),
		post(bawaslu, "/identitas/{id}/putusan", "A second person approves or refuses a request", (*call).decideOpening),
		post(bawaslu, "/identitas/{id}/buka", "Who reported: once, for the keeper whose request was approved", (*call).openIdentity),
	}
}

type reportsRequest struct {
	State intake.State `query:"status" json:"-"`
	Door  intake.Door  `query:"pintu" json:"-"`
	Case  string       `query:"perkara" json:"-"`
	After string       `query:"setelah" json:"-"`
	Limit int          `query:"batas" json:"-" minimum:"1" maximum:"100"`
}

type reportsView struct {
	Reports []reportView `json:"butir" nullable:"false"`
	Next    string       `json:"berikut,omitempty"`
}

// reportView is the clear side of a report.
type reportView struct {
	ID         string       `json:"nomor"`
	Door       intake.Door  `json:"pintu"`
	Status     intake.State `json:"status"`
	ReceivedAt time.Time    `json:"diterima_pada"`
	SignBy     rambu.Date   `json:"tanda_tangan_paling_lambat,omitempty"`
	SignedOn   rambu.Date   `json:"ditandatangani,omitempty"`
	NextOn     rambu.Date   `json:"periksa_kotak_surat,omitempty"`
	Case       string       `json:"perkara,omitempty"`
	Identified bool         `json:"beridentitas"`
}

func reportOf(r intake.Report) reportView {
	return reportView{r.ID, r.Door, r.State, r.ReceivedAt, r.SignBy, r.SignedOn, r.NextOn, r.Casefile, r.Identified}
}

func (c *call) reports(in reportsRequest) (reportsView, error) {
	f := intake.Filter{State: in.State, Door: in.Door, Casefile: in.Case, After: in.After, Limit: min(limit(in.Limit), 100)}
	found, err := c.in.Intake.List(c.r.Context(), c.who, f)
	out := reportsView{Reports: []reportView{}}
	for _, r := range found {
		out.Reports = append(out.Reports, reportOf(r))
	}
	if len(found) == f.Limit {
		out.Next = found[len(found)-1].ID
	}
	return out, err
}

type idRequest struct {
	ID string `path:"id" json:"-"`
}

type openedView struct {
	Report   reportView    `json:"laporan"`
	Answers  answersView   `json:"jawaban"`
	Messages []messageView `json:"pesan" nullable:"false"`
	Files    []exhibitView `json:"berkas" nullable:"false"`
}

type exhibitView struct {
	ID         string    `json:"id"`
	Name       string    `json:"nama"`
	Type       string    `json:"jenis"`
	Size       int64     `json:"ukuran"`
	SHA256     string    `json:"sha256" doc:"Of the original"`
	ReceivedAt time.Time `json:"diterima_pada"`
}

func opened(o intake.Opened) openedView {
	v := openedView{Report: reportOf(o.Report), Answers: answersView(o.Answers), Messages: messages(o.Messages), Files: []exhibitView{}}
	for _, e := range o.Exhibits {
		v.Files = append(v.Files, exhibitView{e.ID, e.Name, e.Type, e.Size, e.SHA256, e.ReceivedAt})
	}
	return v
}

func (c *call) openReport(in idRequest) (openedView, error) {
	o, err := c.in.Intake.Open(c.r.Context(), c.who, in.ID)
	return opened(o), err
}

type fileRequest struct {
	ID   string `path:"id" json:"-"`
	File string `path:"berkas" json:"-"`
}

// reportFile sends an exhibit of this report. One of another report is not found here, so that
// the address never says more than it is.
func (c *call) reportFile(in fileRequest) (stream, error) {
	all, err := c.in.Evidence.List(c.r.Context(), c.who, in.ID)
	if err != nil {
		return stream{}, err
	}
	for _, e := range all {
		if e.ID == in.File {
			f, err := c.in.Evidence.Open(c.r.Context(), c.who, e.ID)
			if err != nil {
				return stream{}, err
			}
			return exhibit(f), nil
		}
	}
	return stream{}, rambu.Errorf(rambu.NotFound, "no such exhibit of the report")
}

func exhibit(f *evidence.File) stream {
	return stream{Name: f.Name, Media: f.Type, Size: f.Size, Body: io.ReadCloser(f)}
}

type messageRequest struct {
	ID     string     `path:"id" json:"-"`
	Text   string     `json:"isi"`
	NextOn rambu.Date `json:"periksa_kotak_surat,omitempty" doc:"When the reporter should look again"`
}

func (c *call) messageReporter(in messageRequest) (none, error) {
	return none{}, c.in.Intake.Message(c.r.Context(), c.who, in.ID, in.Text, in.NextOn)
}

type signedRequest struct {
	ID string     `path:"id" json:"-"`
	On rambu.Date `json:"tanggal" doc:"Day on which the reporter signed"`
}

func (c *call) markSigned(in signedRequest) (reportView, error) {
	err := c.in.Intake.MarkSigned(c.r.Context(), c.who, in.ID, in.On)
	if err != nil {
		return reportView{}, err
	}
	r, err := c.in.Intake.Find(c.r.Context(), c.who, in.ID)
	return reportOf(r), err
}

type askRequest struct {
	ID     string `path:"id" json:"-"`
	Reason string `json:"alasan" doc:"Sealed; the second person reads it"`
}

// openingView is a request to learn who reported.
type openingView struct {
	ID        string              `json:"nomor"`
	Report    string              `json:"laporan"`
	Status    intake.OpeningState `json:"status"`
	Keeper    string              `json:"diminta_akun"`
	Second    string              `json:"diputus_akun,omitempty"`
	AskedAt   time.Time           `json:"diminta_pada"`
	DecidedAt *time.Time          `json:"diputus_pada,omitempty"`
	OpenedAt  *time.Time          `json:"dibuka_pada,omitempty"`
	Until     time.Time           `json:"berlaku_sampai"`
	Reason    string              `json:"alasan,omitempty"`
	Answer    string              `json:"jawaban,omitempty"`
}

func openingOf(o intake.Opening) openingView {
	return openingView{
		o.ID, o.Report, o.State, o.Keeper, o.Second, o.AskedAt, wire.Moment(o.DecidedAt), wire.Moment(o.OpenedAt), o.Until, o.Reason, o.Answer,
	}
}

func (c *call) askIdentity(in askRequest) (openingView, error) {
	o, err := c.in.Intake.AskOpening(c.r.Context(), c.who, in.ID, in.Reason)
	return openingOf(o), err
}

type openingsRequest struct {
	Report string `query:"laporan" json:"-"`
	Limit  int    `query:"batas" json:"-" minimum:"1" maximum:"100"`
}

type openingsView struct {
	Openings []openingView `json:"butir" nullable:"false"`
}

func (c *call) openings(in openingsRequest) (openingsView, error) {
	found, err := c.in.Intake.Openings(c.r.Context(), c.who, intake.OpeningFilter{Report: in.Report, Limit: min(limit(in.Limit), 100)})
	out := openingsView{Openings: []openingView{}}
	for _, o := range found {
		out.Openings = append(out.Openings, openingOf(o))
	}
	return out, err
}

func (c *call) readOpening(in idRequest) (openingView, error) {
	o, err := c.in.Intake.ReadOpening(c.r.Context(), c.who, in.ID)
	return openingOf(o), err
}

type decideOpeningRequest struct {
	ID      string `path:"id" json:"-"`
	Approve bool   `json:"setuju"`
	Answer  string `json:"alasan,omitempty" doc:"Needed to refuse"`
}

func (c *call) decideOpening(in decideOpeningRequest) (openingView, error) {
	err := c.in.Intake.DecideOpening(c.r.Context(), c.who, in.ID, in.Approve, in.Answer)
	if err != nil {
		return openingView{}, err
	}
	return c.readOpening(idRequest{in.ID})
}

func (c *call) openIdentity(in idRequest) (reporterView, error) {
	id, err := c.in.Intake.Identity(c.r.Context(), c.who, in.ID)
	return reporterView(id), err
}
