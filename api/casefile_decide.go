package api

import (
	"rambu.id"
	"rambu.id/casefile"
)

type hearingRequest struct {
	ID      string         `path:"id" json:"-"`
	Version int64          `json:"versi" minimum:"1"`
	As      casefile.Heard `json:"sebagai" enum:"pelapor,terlapor,saksi,ahli"`
	Name    string         `json:"nama" maxLength:"200"`
	Post    string         `json:"jabatan,omitempty" maxLength:"300"`
	On      rambu.Date     `json:"tanggal"`
	At      string         `json:"pukul" maxLength:"20"`
	Place   string         `json:"tempat" maxLength:"300"`
	Paper   string         `json:"cara,omitempty" maxLength:"300" doc:"How it was given on paper or by telephone; a letter is drafted when left out"`
}

type hearingView struct {
	Case    caseView         `json:"perkara"`
	Summons casefile.Summons `json:"undangan"`
}

func (c *call) summonHearing(in hearingRequest) (hearingView, error) {
	s, err := c.in.Cases.Summon(c.r.Context(), c.who, in.ID, casefile.SummonIn{
		Version: in.Version, As: in.As, Name: in.Name, Post: in.Post, On: in.On, At: in.At, Place: in.Place, Paper: in.Paper,
	})
	if err != nil {
		return hearingView{}, err
	}
	k, err := c.caseNow(in.ID, nil)
	return hearingView{k, s}, err
}

type minutesRequest struct {
	ID         string              `path:"id" json:"-"`
	Version    int64               `json:"versi" minimum:"1"`
	On         rambu.Date          `json:"tanggal"`
	As         casefile.Heard      `json:"sebagai" enum:"pelapor,terlapor,saksi,ahli"`
	Name       string              `json:"nama" maxLength:"200"`
	Attendance casefile.Attendance `json:"kehadiran" enum:"hadir,tidak-hadir"`
	Text       string              `json:"isi,omitempty"`
	Signature  casefile.Signature  `json:"tanda_tangan" enum:"ditandatangani,menolak,tidak-ada"`
	Note       string              `json:"catatan,omitempty" doc:"Why he refused to sign"`
}

func (c *call) takeMinutes(in minutesRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.TakeMinutes(c.r.Context(), c.who, in.ID, casefile.MinutesIn{
		Version: in.Version, On: in.On, Minutes: casefile.Minutes{
			As: in.As, Name: in.Name, Attendance: in.Attendance, Text: in.Text, Signature: in.Signature, Note: in.Note,
		},
	}))
}

type studyRequest struct {
	ID             string   `path:"id" json:"-"`
	Version        int64    `json:"versi" minimum:"1"`
	Case           string   `json:"kasus,omitempty"`
	Evidence       string   `json:"bukti,omitempty"`
	Facts          string   `json:"fakta,omitempty"`
	Analysis       string   `json:"analisis,omitempty"`
	Conclusion     string   `json:"kesimpulan,omitempty"`
	Recommendation string   `json:"rekomendasi,omitempty"`
	Exhibits       []string `json:"berkas,omitempty" nullable:"false" maxItems:"500" doc:"Ids of the report's files"`
	Others         []string `json:"bukti_lain,omitempty" nullable:"false" maxItems:"500" doc:"Evidence that is no file"`
	Citations      []string `json:"dasar,omitempty" nullable:"false" maxItems:"200" doc:"pp-94-2021 Pasal 5 huruf n"`
	Done           bool     `json:"selesai,omitempty" doc:"Complete: it can go to the plenary"`
	Seen           bool     `json:"kutipan_dilihat,omitempty" doc:"The writer has seen which citations in the texts are wrong (POST /hukum/periksa)"`
}

func (c *call) saveStudy(in studyRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.SaveStudy(c.r.Context(), c.who, in.ID, casefile.StudyIn{
		Version: in.Version, Exhibits: in.Exhibits, Others: in.Others, Citations: in.Citations, Done: in.Done, Seen: in.Seen,
		Sections: casefile.Study{
			Case: in.Case, Evidence: in.Evidence, Facts: in.Facts, Analysis: in.Analysis, Conclusion: in.Conclusion,
			Recommendation: in.Recommendation,
		},
	}))
}

type conveneRequest struct {
	ID      string   `path:"id" json:"-"`
	Version int64    `json:"versi" minimum:"1"`
	Members []string `json:"anggota" nullable:"false" maxItems:"20" doc:"Accounts"`
}

func (c *call) convene(in conveneRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Convene(c.r.Context(), c.who, in.ID, in.Version, in.Members))
}

// voteRequest carries no version: two members vote at the same time, each once.
type voteRequest struct {
	ID      string          `path:"id" json:"-"`
	Choice  casefile.Choice `json:"pilihan" enum:"terbukti,tidak-terbukti"`
	Dissent string          `json:"pendapat_berbeda,omitempty"`
}

func (c *call) castVote(in voteRequest) (none, error) {
	return none{}, c.in.Cases.CastVote(c.r.Context(), c.who, in.ID, casefile.VoteIn{Choice: in.Choice, Dissent: in.Dissent})
}

type decisionView struct {
	Case     caseView          `json:"perkara"`
	Decision casefile.Decision `json:"putusan"`
}

func (c *call) closePlenary(in stepRequest) (decisionView, error) {
	d, err := c.in.Cases.ClosePlenary(c.r.Context(), c.who, in.ID, in.Version)
	if err != nil {
		return decisionView{}, err
	}
	k, err := c.caseNow(in.ID, nil)
	return decisionView{k, d}, err
}

type forwardingRequest struct {
	ID      string   `path:"id" json:"-"`
	Version int64    `json:"versi" minimum:"1"`
	Summary string   `json:"ringkasan"`
	Study   string   `json:"kajian,omitempty" doc:"As the addressee reads it; the sections of the study when left out"`
	Files   []string `json:"berkas,omitempty" nullable:"false" maxItems:"500" doc:"Exhibits that go along"`
	To      string   `json:"tujuan,omitempty" maxLength:"60" doc:"Authority chosen when the law named none that day"`
	Reason  string   `json:"alasan,omitempty"`
	Village string   `json:"desa,omitempty" maxLength:"100" doc:"Of village staff whose village the roster does not know"`
}

type draftedView struct {
	Case   caseView `json:"perkara"`
	Letter string   `json:"surat"`
}

func (c *call) draftForwarding(in forwardingRequest) (draftedView, error) {
	id, err := c.in.Cases.DraftForwarding(c.r.Context(), c.who, in.ID, casefile.ForwardIn{
		Version: in.Version, Summary: in.Summary, Study: in.Study, Files: in.Files, To: in.To, Reason: in.Reason, Village: in.Village,
	})
	if err != nil {
		return draftedView{}, err
	}
	k, err := c.caseNow(in.ID, nil)
	return draftedView{k, id}, err
}

type identityCheckRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Answer  string `json:"jawaban" doc:"Who, besides the reporter, could know what the letter tells"`
	Safe    bool   `json:"aman" doc:"It can leave as it is"`
}

func (c *call) whoCouldKnow(in identityCheckRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.WhoCouldKnow(c.r.Context(), c.who, in.ID, casefile.IdentityCheckIn{
		Version: in.Version, Answer: in.Answer, Safe: in.Safe,
	}))
}

type forwardRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Number  string `json:"nomor,omitempty" maxLength:"160" doc:"Official number from another agenda; ours is drawn when left out"`
}

func (c *call) forward(in forwardRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Forward(c.r.Context(), c.who, in.ID, casefile.ForwardNow{Version: in.Version, Number: in.Number}))
}

type fileAnswerRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Letter  string `json:"surat" maxLength:"60" doc:"Id in our inbox"`
}

func (c *call) recordAnswer(in fileAnswerRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.RecordAnswer(c.r.Context(), c.who, in.ID, in.Version, in.Letter))
}
