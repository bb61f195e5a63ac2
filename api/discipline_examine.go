package api

import (
	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/roster"
)

type teamRequest struct {
	ID      string          `path:"id" json:"-"`
	Version int64           `json:"versi" minimum:"1"`
	Number  string          `json:"nomor" maxLength:"160"`
	Posts   []roster.PostID `json:"anggota" nullable:"false" maxItems:"30" doc:"Posts"`
	On      rambu.Date      `json:"tanggal,omitempty"`
}

func (c *call) formTeam(in teamRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.FormTeam(c.r.Context(), c.who, in.ID, in.Version, in.Number, in.Posts, in.On))
}

func (c *call) formCouncil(in teamRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.FormCouncil(c.r.Context(), c.who, in.ID, in.Version, in.Number, in.Posts, in.On))
}

type reliefRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	Number  string     `json:"nomor" maxLength:"160"`
	StandIn string     `json:"pengganti" maxLength:"300"`
	Note    string     `json:"catatan,omitempty" maxLength:"2000"`
	On      rambu.Date `json:"tanggal,omitempty"`
}

func (c *call) relieve(in reliefRequest) (matterFileView, error) {
	r := discipline.Relief{Number: in.Number, StandIn: in.StandIn, Note: in.Note}
	return c.matterNow(in.ID, c.in.Discipline.Relieve(c.r.Context(), c.who, in.ID, in.Version, r, in.On))
}

type summonRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal" doc:"Day of the examination"`
	At      string     `json:"pukul" maxLength:"20"`
	Place   string     `json:"tempat" maxLength:"300"`
	Before  string     `json:"pemeriksa,omitempty" maxLength:"300" doc:"The direct superior when left out"`
	Number  string     `json:"nomor,omitempty" maxLength:"160"`
	SentOn  rambu.Date `json:"dikirim,omitempty"`
}

func (c *call) summon(in summonRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.Summon(c.r.Context(), c.who, in.ID, in.Version, discipline.SummonsIn{
		On: in.On, At: in.At, Place: in.Place, Before: in.Before, Number: in.Number, SentOn: in.SentOn,
	}))
}

type noteRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Note    string `json:"catatan,omitempty" maxLength:"2000"`
}

func (c *call) noShow(in noteRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.RecordNoShow(c.r.Context(), c.who, in.ID, in.Version, in.Note))
}

type examinationRequest struct {
	ID        string     `path:"id" json:"-"`
	Version   int64      `json:"versi" minimum:"1"`
	On        rambu.Date `json:"tanggal,omitempty"`
	Number    string     `json:"nomor,omitempty" maxLength:"160"`
	Examiners string     `json:"pemeriksa" maxLength:"500"`
	Text      string     `json:"isi" maxLength:"20000"`
	Refused   bool       `json:"menolak_tanda_tangan,omitempty"`
	Reason    string     `json:"alasan,omitempty" maxLength:"2000" doc:"Given for the refusal"`
}

func (in examinationRequest) minutes() discipline.Minutes {
	return discipline.Minutes{Number: in.Number, Examiners: in.Examiners, Text: in.Text, Refused: in.Refused, Reason: in.Reason}
}

func (c *call) minutes(in examinationRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.RecordMinutes(c.r.Context(), c.who, in.ID, in.Version, in.minutes(), in.On))
}

func (c *call) hearing(in examinationRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.RecordHearing(c.r.Context(), c.who, in.ID, in.Version, in.minutes(), in.On))
}

type resultRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal,omitempty"`
	Proven  bool       `json:"terbukti"`
	Facts   string     `json:"fakta" maxLength:"20000"`
	Rules   string     `json:"aturan,omitempty" maxLength:"2000"`
	Level   string     `json:"tingkat,omitempty" enum:"ringan,sedang,berat" doc:"Proposed"`
}

func (c *call) report(in resultRequest) (matterFileView, error) {
	r := discipline.Report{Proven: in.Proven, Facts: in.Facts, Rules: in.Rules, Level: in.Level}
	return c.matterNow(in.ID, c.in.Discipline.RecordReport(c.r.Context(), c.who, in.ID, in.Version, r, in.On))
}

type findingRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	On      rambu.Date `json:"tanggal,omitempty"`
	Proven  bool       `json:"terbukti"`
	For     int        `json:"setuju" minimum:"0" maximum:"99"`
	Against int        `json:"menolak" minimum:"0" maximum:"99"`
	Number  string     `json:"nomor" maxLength:"160"`
	Text    string     `json:"isi" maxLength:"20000"`
}

func (c *call) finding(in findingRequest) (matterFileView, error) {
	f := discipline.Finding{Proven: in.Proven, For: in.For, Against: in.Against, Number: in.Number, Text: in.Text}
	return c.matterNow(in.ID, c.in.Discipline.RecordFinding(c.r.Context(), c.who, in.ID, in.Version, f, in.On))
}

type superiorRequest struct {
	ID      string        `path:"id" json:"-"`
	Version int64         `json:"versi" minimum:"1"`
	Post    roster.PostID `json:"atasan" maxLength:"200"`
}

func (c *call) setSuperior(in superiorRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.SetSuperior(c.r.Context(), c.who, in.ID, in.Version, in.Post))
}

func (c *call) admit(in stepRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.Admit(c.r.Context(), c.who, in.ID, in.Version))
}

type asideRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Reason  string `json:"alasan" maxLength:"2000"`
}

func (c *call) stepAside(in asideRequest) (matterFileView, error) {
	return c.matterNow(in.ID, c.in.Discipline.StepAside(c.r.Context(), c.who, in.ID, in.Version, in.Reason))
}
