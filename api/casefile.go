package api

import (
	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/procedure"
)

// caseRoutes are the desk of Bawaslu. A step is named as its page is.
func caseRoutes() []route {
	return []route{
		post(bawaslu, "/laporan-masuk/{id}/mulai", "Open a case from a report", (*call).beginCase),
		get(bawaslu, "/perkara", "Cases, newest first, clear side only", (*call).cases),
		get(bawaslu, "/perkara/antrean", "Cases whose clocks run, the most urgent first", (*call).triage),
		get(bawaslu, "/perkara/jumlah", "How many cases are in which state", (*call).caseCounts),
		get(bawaslu, "/perkara/jawaban-masuk", "Answers that came and were not filed yet", (*call).answersWaiting),
		get(bawaslu, "/perkara/setelan", "Register numbers and quorum", (*call).caseSetting),
		post(bawaslu, "/perkara/setelan", "Change register numbers and quorum", (*call).configureCases),
		get(bawaslu, "/petugas", "Officers of the institution who have an account", (*call).colleagues),
		get(bawaslu, "/perbuatan", "Which act of the law a kind, a subject class and a day make", (*call).classify),

		get(bawaslu, "/perkara/{id}", "Open a case; the read is logged", (*call).openCase),
		get(bawaslu, "/perkara/{id}/ringkas", "The clear side of a case", (*call).caseClear),
		get(bawaslu, "/perkara/{id}/jam", "Clocks of a case with their arithmetic", (*call).caseClocks),
		get(bawaslu, "/perkara/{id}/riwayat", "Steps of the law a case has taken", (*call).timeline),
		get(bawaslu, "/perkara/{id}/syarat", "Requirements of the checklist", (*call).requirements),
		get(bawaslu, "/perkara/{id}/serupa", "Other cases about one of the same people", (*call).duplicates),
		get(bawaslu, "/perkara/{id}/tujuan", "To whom the case goes today", (*call).routeOf),
		post(bawaslu, "/perkara/{id}/cari-terlapor", "Whom a text may mean; the search is logged", (*call).suggest),

		post(bawaslu, "/perkara/{id}/mulai", "Take a received report into the initial study", (*call).startStudy),
		post(bawaslu, "/perkara/{id}/syarat", "Write the checklist", (*call).checklist),
		post(bawaslu, "/perkara/{id}/lengkapi", "Ask the reporter to complete the report", (*call).askCompletion),
		post(bawaslu, "/perkara/{id}/tolak", "Do not register, with the reason the reporter reads", (*call).refuse),
		post(bawaslu, "/perkara/{id}/jadikan-informasi", "Let an unregistered matter go on as initial information", (*call).followUpTip),
		post(bawaslu, "/perkara/{id}/telusuri", "Trace initial information", (*call).trace),
		post(bawaslu, "/perkara/{id}/dicabut", "End a case whose reporter took the report back", (*call).noteWithdrawal),
		post(bawaslu, "/perkara/{id}/terlapor", "Say who the case is about", (*call).identify),
		post(bawaslu, "/perkara/{id}/perbuatan", "Pick the act", (*call).setAct),
		post(bawaslu, "/perkara/{id}/daftarkan", "Register: number, key and officers", (*call).register),
		post(bawaslu, "/perkara/{id}/tambah-petugas", "Give the case to one more officer", (*call).assign),
		post(bawaslu, "/perkara/{id}/lepas-petugas", "Take an officer off the case", (*call).recuse),
		post(bawaslu, "/perkara/{id}/undangan", "Invite somebody to be heard", (*call).summonHearing),
		post(bawaslu, "/perkara/{id}/berita-acara", "Minutes of a clarification", (*call).takeMinutes),
		post(bawaslu, "/perkara/{id}/kajian", "Write the study", (*call).saveStudy),
		post(bawaslu, "/perkara/{id}/keterangan", "Ask for more information during the study", (*call).askMore),
		post(bawaslu, "/perkara/{id}/pleno", "Convene the plenary", (*call).convene),
		post(bawaslu, "/perkara/{id}/suara", "Cast one's own vote", (*call).castVote),
		post(bawaslu, "/perkara/{id}/tutup-pleno", "Count the votes and decide", (*call).closePlenary),
		post(bawaslu, "/perkara/{id}/penerusan", "Draft the letter that forwards the case", (*call).draftForwarding),
		post(bawaslu, "/perkara/{id}/periksa-identitas", "A second officer: who could know what the letter tells?", (*call).whoCouldKnow),
		post(bawaslu, "/perkara/{id}/teruskan", "Sign and send the letter in the name of the chair", (*call).forward),
		post(bawaslu, "/perkara/{id}/hentikan", "Stop the handling", (*call).discontinue),
		post(bawaslu, "/perkara/{id}/umumkan", "Publish the status and tell the reporter", (*call).announce),
		post(bawaslu, "/perkara/{id}/jawaban", "File the addressee's answer", (*call).recordAnswer),
	}
}

type casesRequest struct {
	State   casefile.State `query:"status" json:"-"`
	Owner   string         `query:"jabatan" json:"-" doc:"Post that runs the case"`
	Officer string         `query:"petugas" json:"-" doc:"Account that works on it"`
	After   string         `query:"setelah" json:"-"`
	Limit   int            `query:"batas" json:"-" minimum:"1" maximum:"200"`
}

func (in casesRequest) filter() casefile.Filter {
	f := casefile.Filter{Owner: in.Owner, Officer: in.Officer, After: in.After, Limit: limit(in.Limit)}
	if in.State != "" {
		f.States = []casefile.State{in.State}
	}
	return f
}

type casesView struct {
	Cases []caseView `json:"butir" nullable:"false"`
	Next  string     `json:"berikut,omitempty"`
}

func (c *call) cases(in casesRequest) (casesView, error) {
	f := in.filter()
	found, err := c.in.Cases.List(c.r.Context(), c.who, f)
	out := casesView{Cases: []caseView{}}
	for _, k := range found {
		out.Cases = append(out.Cases, caseOf(k))
	}
	if len(found) == f.Limit {
		out.Next = found[len(found)-1].ID
	}
	return out, err
}

type triageView struct {
	Cases []waitingView `json:"butir" nullable:"false"`
	Next  string        `json:"berikut,omitempty"`
}

type waitingView struct {
	Case  caseView  `json:"perkara"`
	Clock clockView `json:"jam"`
}

func (c *call) triage(in casesRequest) (triageView, error) {
	after, err := readCursor(in.After)
	if err != nil {
		return triageView{}, err
	}
	in.After = ""
	found, next, err := c.in.Cases.Triage(c.r.Context(), c.who, in.filter(), after)
	if err != nil {
		return triageView{}, err
	}
	var clocks []procedure.Clock
	for _, k := range found {
		clocks = append(clocks, k.Clock)
	}
	views, err := c.clockViews(clocks)
	if err != nil {
		return triageView{}, err
	}
	out := triageView{Cases: []waitingView{}, Next: writeCursor(next)}
	for i, k := range found {
		out.Cases = append(out.Cases, waitingView{caseOf(k.Case), views[i]})
	}
	return out, nil
}

type countsView struct {
	Counts map[string]int `json:"status"`
}

func (c *call) caseCounts(empty) (countsView, error) {
	found, err := c.in.Cases.Counts(c.r.Context(), c.who)
	out := countsView{map[string]int{}}
	for state, n := range found {
		out.Counts[string(state)] = n
	}
	return out, err
}

type answersWaitingView struct {
	Answers []answerWaiting `json:"butir" nullable:"false"`
}

type answerWaiting struct {
	Case   string       `json:"perkara"`
	Letter incomingView `json:"surat"`
}

func (c *call) answersWaiting(empty) (answersWaitingView, error) {
	found, err := c.in.Cases.Answered(c.r.Context(), c.who)
	out := answersWaitingView{Answers: []answerWaiting{}}
	for id, l := range found {
		out.Answers = append(out.Answers, answerWaiting{id, c.incoming(l)})
	}
	return out, err
}

func (c *call) beginCase(in idRequest) (caseView, error) {
	id, err := c.in.Cases.Begin(c.r.Context(), c.who, in.ID)
	return c.caseNow(id, err)
}

// caseNow shows the clear side of a case once a step succeeded: with its new version.
func (c *call) caseNow(id string, err error) (caseView, error) {
	if err != nil {
		return caseView{}, err
	}
	k, err := c.in.Cases.Find(c.r.Context(), c.who, id)
	return caseOf(k), err
}

func (c *call) caseClear(in idRequest) (caseView, error) { return c.caseNow(in.ID, nil) }

// stepRequest is a step that needs nothing but the version it was decided on.
type stepRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
}

// textRequest is a step with a text.
type textRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Text    string `json:"isi"`
}

func (c *call) startStudy(in stepRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.StartStudy(c.r.Context(), c.who, in.ID, in.Version))
}

func (c *call) followUpTip(in stepRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.FollowUpTip(c.r.Context(), c.who, in.ID, in.Version))
}

func (c *call) trace(in stepRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Trace(c.r.Context(), c.who, in.ID, in.Version))
}

func (c *call) noteWithdrawal(in stepRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.NoteWithdrawal(c.r.Context(), c.who, in.ID, in.Version))
}

func (c *call) askCompletion(in textRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.AskCompletion(c.r.Context(), c.who, in.ID, in.Version, in.Text))
}

func (c *call) refuse(in textRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Refuse(c.r.Context(), c.who, in.ID, in.Version, in.Text))
}

func (c *call) askMore(in textRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.AskMore(c.r.Context(), c.who, in.ID, in.Version, in.Text))
}

func (c *call) discontinue(in textRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Discontinue(c.r.Context(), c.who, in.ID, in.Version, in.Text))
}

func (c *call) announce(in textRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Announce(c.r.Context(), c.who, in.ID, in.Version, in.Text))
}

type checklistRequest struct {
	ID      string      `path:"id" json:"-"`
	Version int64       `json:"versi" minimum:"1"`
	Lines   []checkLine `json:"syarat" nullable:"false" maxItems:"100"`
}

type checkLine struct {
	Requirement string `json:"syarat" maxLength:"100" doc:"Id of GET syarat"`
	Met         bool   `json:"terpenuhi"`
	Note        string `json:"catatan,omitempty"`
}

func (c *call) checklist(in checklistRequest) (caseView, error) {
	var lines []casefile.CheckIn
	for _, l := range in.Lines {
		lines = append(lines, casefile.CheckIn(l))
	}
	return c.caseNow(in.ID, c.in.Cases.Checklist(c.r.Context(), c.who, in.ID, in.Version, lines))
}

type identifyRequest struct {
	ID          string       `path:"id" json:"-"`
	Version     int64        `json:"versi" minimum:"1"`
	Respondents []respondent `json:"terlapor" nullable:"false" maxItems:"50"`
}

type respondent struct {
	Ref      string `json:"acuan,omitempty" maxLength:"300" doc:"Of cari-terlapor; left out for somebody who is not in the roster"`
	Name     string `json:"nama,omitempty" maxLength:"200"`
	PostText string `json:"nama_jabatan,omitempty" maxLength:"300"`
	Class    string `json:"golongan,omitempty" maxLength:"60" doc:"Subject class; that of the post when left out"`
}

func (c *call) identify(in identifyRequest) (caseView, error) {
	var list []casefile.RespondentIn
	for _, r := range in.Respondents {
		list = append(list, casefile.RespondentIn(r))
	}
	return c.caseNow(in.ID, c.in.Cases.Identify(c.r.Context(), c.who, in.ID, in.Version, list))
}

type actRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	Kind    string     `json:"jenis" maxLength:"60"`
	Subject string     `json:"golongan" maxLength:"60"`
	On      rambu.Date `json:"tanggal" doc:"Day of the act"`
	Code    string     `json:"kode,omitempty" maxLength:"60" doc:"Another act than the first proposed"`
}

func (c *call) setAct(in actRequest) (caseView, error) {
	act := casefile.ActIn{Kind: in.Kind, Subject: in.Subject, On: in.On, Code: in.Code}
	return c.caseNow(in.ID, c.in.Cases.SetAct(c.r.Context(), c.who, in.ID, in.Version, act))
}

type registerRequest struct {
	ID       string   `path:"id" json:"-"`
	Version  int64    `json:"versi" minimum:"1"`
	Accounts []string `json:"petugas" nullable:"false" maxItems:"50" doc:"Accounts; the post of the first runs the case"`
}

func (c *call) register(in registerRequest) (caseView, error) {
	_, err := c.in.Cases.Register(c.r.Context(), c.who, in.ID, casefile.RegisterIn{Version: in.Version, Accounts: in.Accounts})
	return c.caseNow(in.ID, err)
}

type assignRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Account string `json:"petugas" maxLength:"60"`
}

func (c *call) assign(in assignRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Assign(c.r.Context(), c.who, in.ID, in.Version, in.Account))
}

type recuseRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Account string `json:"petugas" maxLength:"60"`
	Reason  string `json:"alasan"`
}

func (c *call) recuse(in recuseRequest) (caseView, error) {
	return c.caseNow(in.ID, c.in.Cases.Recuse(c.r.Context(), c.who, in.ID, in.Version, in.Account, in.Reason))
}
