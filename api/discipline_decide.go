package api

import (
	"context"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/discipline/rules"
	"rambu.id/roster"
)

// paper takes in the one file of an upload into a matter; nil when there is none.
func (c *call) paper() (*discipline.File, error) {
	name, media, body, err := c.files.One()
	if err != nil || body == nil {
		return nil, err
	}
	f, err := c.in.Discipline.Attach(c.r.Context(), c.who, name, media, body)
	if err != nil {
		return nil, err
	}
	return &f, c.files.Done()
}

// decreeRequest is a decree as it is sent: exactly one penalty.
type decreeRequest struct {
	Sanction string          `json:"sanksi" maxLength:"60" doc:"Id of GET pilihan"`
	Number   string          `json:"nomor" maxLength:"160"`
	Date     rambu.Date      `json:"tanggal"`
	Signer   roster.PostID   `json:"penandatangan" maxLength:"200" doc:"Post that signed"`
	SignedBy roster.PersonID `json:"ditandatangani_oleh,omitempty" maxLength:"60" doc:"Needed when the post is contested"`
	Reason   string          `json:"alasan,omitempty" maxLength:"2000" doc:"Needed when the level is not the proposed one, or nobody was examined"`
	Camat    string          `json:"konsultasi_camat,omitempty" maxLength:"2000" doc:"Of village staff, on whom the village head decides: when and how the camat was consulted"`
}

func (in decreeRequest) decree(f *discipline.File) discipline.DecideIn {
	return discipline.DecideIn{
		Sanction: in.Sanction, Number: in.Number, Date: in.Date, Signer: in.Signer, SignedBy: in.SignedBy, Reason: in.Reason, Camat: in.Camat, File: f,
	}
}

type decideRequest struct {
	ID      string        `path:"id" json:"-"`
	Version int64         `json:"versi" minimum:"1"`
	Decree  decreeRequest `json:"keputusan"`
}

// decide records the decree of the matter's own track.
func (c *call) decide(in decideRequest) (matterFileView, error) {
	o, err := c.in.Discipline.Get(c.r.Context(), c.who, in.ID)
	if err != nil {
		return matterFileView{}, err
	}
	f, err := c.paper()
	if err != nil {
		return matterFileView{}, err
	}
	record := c.in.Discipline.Decide
	if o.Procedure == discipline.ByEthics {
		record = c.in.Discipline.DecideEthics
	}
	return c.matterNow(in.ID, record(c.r.Context(), c.who, in.ID, in.Version, in.Decree.decree(f)))
}

type clearRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal,omitempty"`
	Number  string     `json:"nomor" maxLength:"160"`
	Text    string     `json:"isi,omitempty" maxLength:"20000"`
}

func (c *call) clear(in clearRequest) (matterFileView, error) {
	v := discipline.Clearance{Number: in.Number, Text: in.Text}
	return c.matterNow(in.ID, c.in.Discipline.Clear(c.r.Context(), c.who, in.ID, in.Version, v, in.On))
}

type ministerRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal,omitempty"`
	Number  string     `json:"nomor" maxLength:"160"`
}

func (c *call) reportMinister(in ministerRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.ReportMinister(c.r.Context(), c.who, in.ID, in.Version, in.Number, in.On))
}

type deliverRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	How     string     `json:"cara" enum:"diserahkan,tidak-hadir,dikirim"`
	On      rambu.Date `json:"tanggal,omitempty"`
	Note    string     `json:"catatan,omitempty" maxLength:"2000"`
}

func (c *call) deliver(in deliverRequest) (matterFileView, error) {
	record := c.in.Discipline.Deliver
	switch in.How {
	case discipline.NotFetched:
		record = c.in.Discipline.NotReceived
	case discipline.SentInstead:
		record = c.in.Discipline.SendInstead
	}
	return c.delivery(deliveryRequest{in.ID, in.Version, in.On, in.Note}, record)
}

type deliveryRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal,omitempty"`
	Note    string     `json:"catatan,omitempty" maxLength:"2000"`
}

// delivery records one of the ways a decree reaches its person, with its proof.
func (c *call) delivery(in deliveryRequest, record func(context.Context, rambu.Actor, string, int64, discipline.DeliveryIn) error) (matterFileView, error) {
	f, err := c.paper()
	if err != nil {
		return matterFileView{}, err
	}
	return c.matterNow(in.ID, record(c.r.Context(), c.who, in.ID, in.Version, discipline.DeliveryIn{On: in.On, Note: in.Note, File: f}))
}

func (c *call) arrived(in deliveryRequest) (matterFileView, error) {
	return c.delivery(in, c.in.Discipline.Arrived)
}

func (c *call) statement(in deliveryRequest) (matterFileView, error) {
	return c.delivery(in, c.in.Discipline.Statement)
}

func (c *call) takeEffect(in stepRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.TakeEffect(c.r.Context(), c.who, in.ID, in.Version))
}

type remedyRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal" doc:"Day it was filed"`
	Number  string     `json:"nomor,omitempty" maxLength:"160"`
	Note    string     `json:"catatan,omitempty" maxLength:"2000"`
}

func (c *call) remedied(in remedyRequest) (matterFileView, error) {
	r := discipline.RemedyIn{On: in.On, Number: in.Number, Note: in.Note}
	return c.matterNow(in.ID, c.in.Discipline.Remedied(c.r.Context(), c.who, in.ID, in.Version, r))
}

type outcomeRequest struct {
	ID       string        `path:"id" json:"-"`
	Version  int64         `json:"versi" minimum:"1"`
	Sanction string        `json:"sanksi,omitempty" maxLength:"60" doc:"Id of GET pilihan; when the outcome lightens, makes heavier or changes the penalty"`
	Outcome  rules.Outcome `json:"hasil" enum:"memperkuat,memperingan,memperberat,mengubah,membatalkan" doc:"It decides: an annulled penalty ends the matter, a dismissal that was held takes effect"`
	On       rambu.Date    `json:"tanggal"`
	Number   string        `json:"nomor,omitempty" maxLength:"160"`
	Note     string        `json:"catatan,omitempty" maxLength:"2000"`
}

func (c *call) remedyOutcome(in outcomeRequest) (matterFileView, error) {
	r := discipline.RemedyIn{On: in.On, Number: in.Number, Note: in.Note, Sanction: in.Sanction}
	return c.matterNow(in.ID, c.in.Discipline.RemedyOutcome(c.r.Context(), c.who, in.ID, in.Version, in.Outcome, r))
}

type finishRequest struct {
	ID        string     `path:"id" json:"-"`
	Version   int64      `json:"versi" minimum:"1"`
	On        rambu.Date `json:"tanggal,omitempty"`
	Reference string     `json:"nomor" maxLength:"160" doc:"Of the entry in the personnel system"`
	Note      string     `json:"catatan,omitempty" maxLength:"2000"`
}

func (c *call) finish(in finishRequest) (matterFileView, error) {
	e := discipline.Execution{Reference: in.Reference, Note: in.Note}
	return c.matterNow(in.ID, c.in.Discipline.Finish(c.r.Context(), c.who, in.ID, in.Version, e, in.On))
}

type answerRequest struct {
	ID       string        `path:"id" json:"-"`
	Version  int64         `json:"versi" minimum:"1"`
	Signer   roster.PostID `json:"penandatangan" maxLength:"200" doc:"Post that will sign"`
	Code     string        `json:"klasifikasi,omitempty" maxLength:"40"`
	Text     string        `json:"isi,omitempty" maxLength:"20000"`
	Progress bool          `json:"sementara,omitempty" doc:"Answers before the end, with the summons as proof"`
}

type answeredView struct {
	Letter string         `json:"surat" doc:"Draft: sign and send it as a letter"`
	Matter matterFileView `json:"sanksi"`
}

func (c *call) answerStudy(in answerRequest) (answeredView, error) {
	id, err := c.in.Discipline.Answer(c.r.Context(), c.who, in.ID, in.Version, discipline.AnswerIn{
		Signer: in.Signer, Code: in.Code, Text: in.Text, Progress: in.Progress,
	})
	m, err := c.matterNow(in.ID, err)
	return answeredView{id, m}, err
}

type bknRequest struct {
	ID      string           `path:"id" json:"-"`
	Version int64            `json:"versi" minimum:"1"`
	Step    discipline.State `json:"langkah" maxLength:"60" doc:"State of the procedure rekomendasi-asn"`
	On      rambu.Date       `json:"tanggal"`
	Number  string           `json:"nomor,omitempty" maxLength:"160"`
	Note    string           `json:"catatan,omitempty" maxLength:"2000"`
}

func (c *call) recordBKN(in bknRequest) (matterFileView, error) {
	r := discipline.ReminderIn{Step: in.Step, On: in.On, Number: in.Number, Note: in.Note}
	return c.matterNow(in.ID, c.in.Discipline.RecordBKN(c.r.Context(), c.who, in.ID, in.Version, r))
}

type villageRequest struct {
	ID      string           `path:"id" json:"-"`
	Version int64            `json:"versi" minimum:"1"`
	To      discipline.State `json:"langkah" maxLength:"60" doc:"State of the procedure sanksi-kades"`
	On      rambu.Date       `json:"tanggal,omitempty"`
	Number  string           `json:"nomor,omitempty" maxLength:"160"`
	Note    string           `json:"catatan,omitempty" maxLength:"2000"`
	Decree  *decreeRequest   `json:"keputusan,omitempty" doc:"For a step that is a sanction"`
}

func (c *call) villageStep(in villageRequest) (matterFileView, error) {
	f, err := c.paper()
	if err != nil {
		return matterFileView{}, err
	}
	v := discipline.VillageIn{To: in.To, On: in.On, Number: in.Number, Note: in.Note}
	if in.Decree != nil {
		d := in.Decree.decree(f)
		v.Decree = &d
	}
	return c.matterNow(in.ID, c.in.Discipline.StepVillage(c.r.Context(), c.who, in.ID, in.Version, v))
}
