package api

import (
	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/discipline"
	"rambu.id/procedure"
	"rambu.id/roster"
)

// decreeSize is the largest body with a file of a matter.
const decreeSize = discipline.MaxFile + 2*wire.MaxJSON

// disciplineRoutes are the government's side. A step is named as its page is.
func disciplineRoutes() []route {
	return []route{
		get(pemda, "/sanksi", "Matters, those whose clock has run out first on each page", (*call).matters),
		get(pemda, "/sanksi/jumlah", "How many matters are in which state", (*call).matterCounts),
		get(pemda, "/sanksi/surat-masuk", "Forwarded studies of which no matter was opened yet", (*call).studiesWaiting),
		post(pemda, "/sanksi/surat", "Open a matter from a forwarded study, once per letter", (*call).openFromLetter),
		post(pemda, "/sanksi/baru", "Open a matter from what a superior or Inspektorat knows", (*call).openFromKnowledge),
		upload(pemda, "/rekomendasi-bkn", "Record BKN's recommendation: the authority's clock begins", scanSize, (*call).recommend),

		get(pemda, "/sanksi/{id}", "Open a matter; the read is logged", (*call).openMatter),
		get(pemda, "/sanksi/{id}/jam", "Clocks of a matter and of BKN's follow-up", (*call).matterClocks),
		get(pemda, "/sanksi/{id}/riwayat", "What happened, by day", (*call).matterSteps),
		get(pemda, "/sanksi/{id}/pilihan", "Penalties a decree of a day may impose; the read is logged", (*call).sanctions),
		get(pemda, "/sanksi/{id}/berkas/{berkas}", "A file of the matter; the read is logged", (*call).matterFile),

		post(pemda, "/sanksi/{id}/tim", "Name the examining team", (*call).formTeam),
		post(pemda, "/sanksi/{id}/bebas-tugas", "Relieve of duties for the time of a severe examination", (*call).relieve),
		post(pemda, "/sanksi/{id}/panggilan", "Summon to an examination", (*call).summon),
		post(pemda, "/sanksi/{id}/tidak-hadir", "The person did not come", (*call).noShow),
		post(pemda, "/sanksi/{id}/bap", "Minutes of an examination", (*call).minutes),
		post(pemda, "/sanksi/{id}/lhp", "Result of the examination", (*call).report),
		upload(pemda, "/sanksi/{id}/keputusan", "Record the decree that imposes one penalty, with its file", decreeSize, (*call).decide),
		post(pemda, "/sanksi/{id}/tidak-terbukti", "End a matter in which nothing was proven", (*call).clear),
		post(pemda, "/sanksi/{id}/laporan-menteri", "An acting head's report to the minister", (*call).reportMinister),
		upload(pemda, "/sanksi/{id}/penyampaian", "Handing-over of the decree, a missed one, or the sending instead", decreeSize, (*call).deliver),
		upload(pemda, "/sanksi/{id}/diterima", "The day what was sent was received", decreeSize, (*call).arrived),
		post(pemda, "/sanksi/{id}/berlaku", "The penalty is in effect, on the day the law pack counts", (*call).takeEffect),
		post(pemda, "/sanksi/{id}/upaya", "An objection or appeal", (*call).remedied),
		post(pemda, "/sanksi/{id}/putusan-upaya", "How an objection or appeal ended", (*call).remedyOutcome),
		post(pemda, "/sanksi/{id}/siasn", "The personnel system documents the penalty", (*call).finish),
		post(pemda, "/sanksi/{id}/jawaban", "Draft the letter that answers Bawaslu", (*call).answerStudy),
		post(pemda, "/sanksi/{id}/bkn", "What BKN did: warning, reprimand, block, lifting", (*call).recordBKN),
		post(pemda, "/sanksi/{id}/majelis", "Name the ethics council", (*call).formCouncil),
		post(pemda, "/sanksi/{id}/sidang", "The council heard the person", (*call).hearing),
		post(pemda, "/sanksi/{id}/putusan-majelis", "What the council found", (*call).finding),
		upload(pemda, "/sanksi/{id}/pernyataan", "The moral sanction was told", decreeSize, (*call).statement),
		upload(pemda, "/sanksi/{id}/langkah-desa", "A step in a matter of a village head", decreeSize, (*call).villageStep),
		post(pemda, "/sanksi/{id}/atasan", "Correct who the direct superior is", (*call).setSuperior),
		post(pemda, "/sanksi/{id}/buka-akses", "Let the direct superior into the matter", (*call).admit),
		post(pemda, "/sanksi/{id}/mundur", "Step aside for a conflict of interest", (*call).stepAside),
	}
}

type mattersRequest struct {
	State discipline.State `query:"status" json:"-"`
	Ended bool             `query:"semua" json:"-" doc:"1: also those that ended"`
	After string           `query:"setelah" json:"-"`
	Limit int              `query:"batas" json:"-" minimum:"1" maximum:"200"`
}

type mattersView struct {
	Matters []matterLine `json:"butir" nullable:"false"`
	Next    string       `json:"berikut,omitempty"`
}

type matterLine struct {
	Matter matterView `json:"perkara"`
	Age    int        `json:"umur_hari" doc:"Calendar days since the authority knew"`
	Clock  *clockView `json:"jam,omitempty" doc:"Its most urgent running clock"`
}

func (c *call) matters(in mattersRequest) (mattersView, error) {
	f := discipline.Filter{Ended: in.Ended, After: in.After, Limit: limit(in.Limit)}
	if in.State != "" {
		f.States = []discipline.State{in.State}
	}
	found, err := c.in.Discipline.List(c.r.Context(), c.who, f)
	if err != nil {
		return mattersView{}, err
	}
	var clocks []procedure.Clock
	for _, l := range found.Lines {
		if l.Clock != nil {
			clocks = append(clocks, *l.Clock)
		}
	}
	views, err := c.clockViews(clocks)
	if err != nil {
		return mattersView{}, err
	}
	out := mattersView{Matters: []matterLine{}, Next: found.Next}
	for _, l := range found.Lines {
		line := matterLine{Matter: matterOf(l.Matter), Age: l.Age}
		if l.Clock != nil {
			line.Clock, views = &views[0], views[1:]
		}
		out.Matters = append(out.Matters, line)
	}
	return out, nil
}

func (c *call) matterCounts(empty) (countsView, error) {
	found, err := c.in.Discipline.Counts(c.r.Context(), c.who)
	out := countsView{map[string]int{}}
	for state, n := range found {
		out.Counts[string(state)] = n
	}
	return out, err
}

func (c *call) studiesWaiting(empty) (inboxView, error) {
	found, err := c.in.Discipline.Waiting(c.r.Context(), c.who)
	out := inboxView{Letters: []incomingView{}}
	for _, l := range found {
		out.Letters = append(out.Letters, c.incoming(l))
	}
	return out, err
}

// matterNow shows a matter once a step succeeded: with its new version.
func (c *call) matterNow(id string, err error) (matterFileView, error) {
	if err != nil {
		return matterFileView{}, err
	}
	return c.openMatter(idRequest{id})
}

type openRequest struct {
	Letter string `json:"surat" maxLength:"60" doc:"Id in our inbox"`
}

func (c *call) openFromLetter(in openRequest) (matterFileView, error) {
	id, err := c.in.Discipline.OpenFromLetter(c.r.Context(), c.who, in.Letter)
	return c.matterNow(id, err)
}

// personView is the person a matter is about: terlapor, later the one examined.
type personView struct {
	Person   roster.PersonID `json:"orang,omitempty" doc:"Empty outside the roster"`
	Post     roster.PostID   `json:"jabatan,omitempty" doc:"Post held on the day of the act"`
	Name     string          `json:"nama" maxLength:"200"`
	NIP      string          `json:"nip,omitempty" maxLength:"30"`
	PostText string          `json:"nama_jabatan,omitempty" maxLength:"300"`
	Class    string          `json:"golongan,omitempty" maxLength:"60"`
}

type knowledgeRequest struct {
	Respondent personView `json:"terlapor"`
	Act        string     `json:"perbuatan" maxLength:"60" doc:"Code in the law pack"`
	ActDate    rambu.Date `json:"tanggal_perbuatan"`
	KnownOn    rambu.Date `json:"diketahui,omitempty"`
	Source     string     `json:"sumber" maxLength:"2000" doc:"How it became known"`
	Text       string     `json:"isi" maxLength:"20000"`
}

func (c *call) openFromKnowledge(in knowledgeRequest) (matterFileView, error) {
	id, err := c.in.Discipline.OpenFromKnowledge(c.r.Context(), c.who, discipline.KnowledgeIn{
		Respondent: discipline.Respondent(in.Respondent), Act: in.Act, ActDate: in.ActDate, KnownOn: in.KnownOn, Source: in.Source, Text: in.Text,
	})
	return c.matterNow(id, err)
}

type recommendRequest struct {
	Matter     string      `json:"perkara,omitempty" maxLength:"60" doc:"Left out: a matter of its own is opened"`
	Version    int64       `json:"versi,omitempty" minimum:"1" doc:"Of that matter"`
	Ticket     string      `json:"tiket" maxLength:"100"`
	Number     string      `json:"nomor" maxLength:"160"`
	Date       rambu.Date  `json:"tanggal"`
	ReceivedOn rambu.Date  `json:"diterima,omitempty" doc:"Starts the authority's clock; today when left out"`
	Level      string      `json:"tingkat,omitempty" enum:"ringan,sedang,berat"`
	Text       string      `json:"isi,omitempty" maxLength:"20000"`
	Respondent *personView `json:"terlapor,omitempty" doc:"For a matter of its own"`
	Act        string      `json:"perbuatan,omitempty" maxLength:"60"`
	ActDate    rambu.Date  `json:"tanggal_perbuatan,omitempty"`
}

func (c *call) recommend(in recommendRequest) (matterFileView, error) {
	if in.Matter != "" && in.Version == 0 {
		return matterFileView{}, rambu.Fault(rambu.Invalid, "api.error.required").On("versi")
	}
	scan, err := c.scan()
	if err != nil {
		return matterFileView{}, err
	}
	r := discipline.RecommendationIn{
		Matter: in.Matter, Version: in.Version, Ticket: in.Ticket, Number: in.Number, Date: in.Date, ReceivedOn: in.ReceivedOn,
		Level: in.Level, Text: in.Text, Scan: scan, Act: in.Act, ActDate: in.ActDate,
	}
	if in.Respondent != nil {
		r.Respondent = discipline.Respondent(*in.Respondent)
	}
	id, err := c.in.Discipline.RecordRecommendation(c.r.Context(), c.who, r)
	return c.matterNow(id, err)
}

func (c *call) matterClocks(in idRequest) (clocksOf, error) {
	found, err := c.in.Discipline.Clocks(c.r.Context(), c.who, in.ID)
	return c.clocksOf(found, err)
}

func (c *call) matterSteps(in idRequest) (timelineView, error) {
	found, err := c.in.Discipline.Steps(c.r.Context(), c.who, in.ID)
	out := timelineView{Steps: []procedureStep{}}
	for _, s := range found {
		out.Steps = append(out.Steps, stepView(s.Procedure, s.Step))
	}
	return out, err
}

type sanctionsRequest struct {
	ID string     `path:"id" json:"-"`
	On rambu.Date `query:"tanggal" json:"-" doc:"Of the decree; today when left out"`
}

type sanctionsView struct {
	Sanctions []sanctionView `json:"butir" nullable:"false"`
	Gaps      []gapView      `json:"tanpa_bentuk" nullable:"false"`
}

// gapView is why a form is missing.
type gapView struct {
	Why   string `json:"sebab"`
	Check bool   `json:"perlu_dicek"`
}

type sanctionView struct {
	ID       string   `json:"id"`
	Level    string   `json:"tingkat"`
	Name     string   `json:"nama"`
	Articles []string `json:"pasal" nullable:"false"`
	Window   bool     `json:"masa_larangan_penggantian" doc:"Takes somebody out of his post in the window of Pasal 71 ayat (2): of a definitive head no consent in advance was found"`
}

func (c *call) sanctions(in sanctionsRequest) (sanctionsView, error) {
	o, err := c.in.Discipline.Get(c.r.Context(), c.who, in.ID)
	if err != nil {
		return sanctionsView{}, err
	}
	if in.On == "" {
		in.On = c.today()
	}
	out := sanctionsView{Sanctions: []sanctionView{}, Gaps: []gapView{}}
	for _, g := range c.in.Discipline.Gaps(o.Matter, o.Dossier) {
		out.Gaps = append(out.Gaps, gapView{c.text(g.TextID, g.TextEN), g.Check})
	}
	for _, s := range c.in.Discipline.Sanctions(o.Matter, o.Dossier, in.On) {
		v := sanctionView{s.ID, s.Level, c.text(s.NameID, s.NameEN), []string{}, c.in.Discipline.InWindow(s, in.On)}
		for _, b := range s.Basis {
			v.Articles = append(v.Articles, c.article(b, in.On))
		}
		out.Sanctions = append(out.Sanctions, v)
	}
	return out, nil
}

func (c *call) matterFile(in fileRequest) (stream, error) {
	f, body, err := c.in.Discipline.ReadFile(c.r.Context(), c.who, in.ID, in.File)
	return stream{Name: f.Name, Media: f.Media, Size: f.Size, Body: body}, err
}
