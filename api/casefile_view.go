package api

import (
	"time"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/procedure"
)

// caseView is the clear side of a case.
type caseView struct {
	ID           string            `json:"id"`
	Origin       casefile.Origin   `json:"asal"`
	Report       string            `json:"laporan"`
	State        casefile.State    `json:"status"`
	ActClass     law.Class         `json:"kelas_perbuatan,omitempty"`
	ActDate      rambu.Date        `json:"tanggal_perbuatan,omitempty"`
	ReceivedOn   rambu.Date        `json:"diterima"`
	Register     string            `json:"nomor_register,omitempty"`
	RegisteredOn rambu.Date        `json:"diregister,omitempty"`
	Owner        string            `json:"jabatan"`
	Letter       string            `json:"surat,omitempty" doc:"Letter that forwards it"`
	FollowUp     casefile.FollowUp `json:"tindak_lanjut,omitempty"`
	Pack         string            `json:"paket,omitempty" doc:"Law pack the act was chosen under"`
	ChangedAt    time.Time         `json:"diubah_pada"`
	Version      int64             `json:"versi"`
}

func caseOf(k casefile.Case) caseView {
	return caseView{
		ID: k.ID, Origin: k.Origin, Report: k.Report, State: k.State, ActClass: k.ActClass, ActDate: k.ActDate, ReceivedOn: k.ReceivedOn,
		Register: k.Register, RegisteredOn: k.RegisteredOn, Owner: k.Owner, Letter: k.Letter, FollowUp: k.FollowUp, Pack: k.Pack,
		ChangedAt: k.ChangedAt, Version: k.Version,
	}
}

// caseFileView is an opened case.
type caseFileView struct {
	Case        caseView                `json:"perkara"`
	Checks      []casefile.Check        `json:"syarat" nullable:"false"`
	Respondents []casefile.Respondent   `json:"terlapor" nullable:"false"`
	Act         *casefile.Act           `json:"perbuatan,omitempty"`
	Papers      []casePaperView         `json:"berita" nullable:"false" doc:"What was written, in order"`
	Officers    []officerView           `json:"petugas" nullable:"false"`
	Report      *openedView             `json:"laporan,omitempty"`
	Plenary     *plenaryView            `json:"pleno,omitempty"`
	Votes       []voteView              `json:"suara,omitempty" nullable:"false"`
	Check       *casefile.IdentityCheck `json:"pemeriksaan_identitas,omitempty" doc:"Of the latest draft"`
}

// casePaperView is one thing written in a case; its content is in the field of its kind.
type casePaperView struct {
	ID         string                  `json:"id"`
	Number     int64                   `json:"urut"`
	Kind       casefile.PaperKind      `json:"jenis"`
	On         rambu.Date              `json:"tanggal"`
	At         time.Time               `json:"pada"`
	Account    string                  `json:"akun"`
	Post       string                  `json:"jabatan"`
	Note       *casefile.Note          `json:"catatan,omitempty"`
	Summons    *casefile.Summons       `json:"undangan,omitempty"`
	Minutes    *casefile.Minutes       `json:"berita_acara,omitempty"`
	Study      *casefile.Study         `json:"kajian,omitempty"`
	Decision   *casefile.Decision      `json:"putusan,omitempty"`
	Forwarding *casefile.Forwarding    `json:"penerusan,omitempty"`
	Check      *casefile.IdentityCheck `json:"pemeriksaan_identitas,omitempty"`
	Answer     *casefile.Answer        `json:"jawaban,omitempty"`
}

func casePaper(p casefile.Paper) casePaperView {
	v := casePaperView{ID: p.ID, Number: p.Number, Kind: p.Kind, On: p.On, At: p.At, Account: p.Account, Post: p.Post}
	switch content := p.Content.(type) {
	case *casefile.Note:
		v.Note = content
	case *casefile.Summons:
		v.Summons = content
	case *casefile.Minutes:
		v.Minutes = content
	case *casefile.Study:
		v.Study = content
	case *casefile.Decision:
		v.Decision = content
	case *casefile.Forwarding:
		v.Forwarding = content
	case *casefile.IdentityCheck:
		v.Check = content
	case *casefile.Answer:
		v.Answer = content
	}
	return v
}

type officerView struct {
	Account string     `json:"akun"`
	Post    string     `json:"jabatan"`
	Since   rambu.Date `json:"sejak"`
	Until   rambu.Date `json:"sampai,omitempty"`
	Ended   string     `json:"alasan,omitempty"`
}

type plenaryView struct {
	ID       string     `json:"id"`
	On       rambu.Date `json:"tanggal"`
	By       string     `json:"oleh"`
	Members  int        `json:"anggota"`
	Quorum   int        `json:"kuorum"`
	ClosedOn rambu.Date `json:"ditutup,omitempty"`
}

// voteView says who voted; what, only once the plenary is closed.
type voteView struct {
	Account string           `json:"akun"`
	Post    string           `json:"jabatan"`
	At      time.Time        `json:"pada"`
	Ballot  *casefile.Ballot `json:"isi,omitempty"`
}

func (c *call) openCase(in idRequest) (caseFileView, error) {
	o, err := c.in.Cases.Get(c.r.Context(), c.who, in.ID)
	if err != nil {
		return caseFileView{}, err
	}
	v := caseFileView{
		Case: caseOf(o.Case), Checks: list(o.File.Checks), Respondents: list(o.File.Respondents), Papers: []casePaperView{},
		Officers: []officerView{},
	}
	if o.File.Act.Chosen() {
		v.Act = &o.File.Act
	}
	v.Check, _ = o.Check()
	for _, p := range o.Papers {
		v.Papers = append(v.Papers, casePaper(p))
	}
	for _, of := range o.Officers {
		v.Officers = append(v.Officers, officerView{of.Account, of.Post, of.Since, of.Until, string(of.Ended)})
	}
	if o.Report != nil {
		r := opened(*o.Report)
		v.Report = &r
	}
	if m := o.Meeting; m != nil {
		v.Plenary = &plenaryView{m.ID, m.On, m.By, m.Members, m.Quorum, m.ClosedOn}
	}
	for _, vote := range o.Votes {
		v.Votes = append(v.Votes, voteView{vote.Account, vote.Post, vote.At, vote.Ballot})
	}
	return v, nil
}

type clocksOf struct {
	Clocks []clockView `json:"butir" nullable:"false"`
}

func (c *call) caseClocks(in idRequest) (clocksOf, error) {
	found, err := c.in.Cases.Clocks(c.r.Context(), c.who, in.ID)
	return c.clocksOf(found, err)
}

func (c *call) clocksOf(found []procedure.Clock, err error) (clocksOf, error) {
	if err != nil {
		return clocksOf{}, err
	}
	views, err := c.clockViews(found)
	return clocksOf{views}, err
}

type timelineView struct {
	Steps []procedureStep `json:"butir" nullable:"false"`
}

type procedureStep struct {
	Procedure  string     `json:"prosedur,omitempty"`
	Transition string     `json:"langkah,omitempty" doc:"Of the law pack"`
	Event      string     `json:"status" doc:"State entered, or named event"`
	On         rambu.Date `json:"tanggal"`
	RecordedAt time.Time  `json:"dicatat_pada"`
	Account    string     `json:"akun"`
	Post       string     `json:"jabatan"`
}

func stepView(name string, s procedure.Step) procedureStep {
	return procedureStep{name, s.Transition, s.Event, s.On, s.RecordedAt, s.Account, s.Post}
}

func (c *call) timeline(in idRequest) (timelineView, error) {
	found, err := c.in.Cases.Timeline(c.r.Context(), c.who, in.ID)
	out := timelineView{Steps: []procedureStep{}}
	for _, s := range found {
		out.Steps = append(out.Steps, stepView(casefile.Procedure, s))
	}
	return out, err
}

type requirementsView struct {
	Requirements []requirementView `json:"butir" nullable:"false"`
}

type requirementView struct {
	ID       string   `json:"id"`
	Kind     string   `json:"jenis" enum:"formal,material"`
	Label    string   `json:"nama"`
	Articles []string `json:"pasal" nullable:"false"`
	Check    bool     `json:"perlu_dicek"`
}

func (c *call) requirements(in idRequest) (requirementsView, error) {
	k, err := c.in.Cases.Find(c.r.Context(), c.who, in.ID)
	if err != nil {
		return requirementsView{}, err
	}
	out := requirementsView{Requirements: []requirementView{}}
	for _, r := range c.in.Cases.Requirements(k.Origin) {
		v := requirementView{ID: r.ID, Kind: r.Kind, Label: c.text(r.LabelID, r.LabelEN), Articles: []string{}, Check: r.Conf.Check()}
		for _, b := range r.Basis {
			v.Articles = append(v.Articles, c.article(b, k.ReceivedOn))
		}
		out.Requirements = append(out.Requirements, v)
	}
	return out, nil
}

func (c *call) duplicates(in idRequest) (casesView, error) {
	found, err := c.in.Cases.Duplicates(c.r.Context(), c.who, in.ID)
	out := casesView{Cases: []caseView{}}
	for _, k := range found {
		out.Cases = append(out.Cases, caseOf(k))
	}
	return out, err
}

type routeView struct {
	To         string          `json:"tujuan" doc:"Authority of the law pack; empty in the days when none was named"`
	Gap        bool            `json:"tanpa_lembaga"`
	Addressees []addresseeView `json:"kepada" nullable:"false"`
	Articles   []string        `json:"pasal" nullable:"false"`
	Conf       law.Conf        `json:"keyakinan"`
	Check      bool            `json:"perlu_dicek"`
	Instead    []insteadView   `json:"dialihkan" nullable:"false" doc:"Addressees who are reported themselves, and who takes their place"`
	Village    bool            `json:"desa_harus_disebut"`
}

type insteadView struct {
	Post string `json:"jabatan"`
	To   string `json:"kepada" doc:"Authority of the law pack"`
}

func (c *call) routeOf(in idRequest) (routeView, error) {
	o, err := c.in.Cases.Get(c.r.Context(), c.who, in.ID)
	if err != nil {
		return routeView{}, err
	}
	if !o.File.Act.Chosen() {
		return routeView{}, rambu.Fault(rambu.Conflict, "api.error.no_act")
	}
	r, err := c.in.Cases.RouteFor(c.r.Context(), c.who, o.File.Act, o.File.Respondents)
	v := routeView{To: r.To, Gap: r.Gap, Addressees: []addresseeView{}, Articles: []string{}, Conf: r.Conf, Check: r.Conf.Check(), Instead: []insteadView{}, Village: r.Village}
	for _, x := range r.Instead {
		v.Instead = append(v.Instead, insteadView{x.Post, x.To})
	}
	for _, a := range r.Addressees {
		v.Addressees = append(v.Addressees, addresseeView(a))
	}
	for _, b := range r.Basis {
		v.Articles = append(v.Articles, c.article(b, c.today()))
	}
	return v, err
}

type suggestRequest struct {
	ID   string `path:"id" json:"-"`
	Text string `json:"cari" maxLength:"500"`
}

type suggestView struct {
	Hits []hitView `json:"butir" nullable:"false"`
}

// hitView is whom a text may mean. It suggests and never decides.
type hitView struct {
	Ref   string  `json:"acuan"`
	Name  string  `json:"nama"`
	Post  string  `json:"nama_jabatan"`
	Place string  `json:"tempat"`
	Unit  string  `json:"unit"`
	Score float64 `json:"nilai" doc:"0 to 1"`
	Level string  `json:"tingkat" enum:"kuat,mungkin"`
}

func (c *call) suggest(in suggestRequest) (suggestView, error) {
	found, err := c.in.Cases.Suggest(c.r.Context(), c.who, in.ID, in.Text)
	out := suggestView{Hits: []hitView{}}
	for _, h := range found {
		out.Hits = append(out.Hits, hitView{h.Key, h.Name, h.Title, h.Place, h.Unit, h.Score, string(h.Level)})
	}
	return out, err
}

type classifyRequest struct {
	Kind    string     `query:"jenis" json:"-"`
	Subject string     `query:"golongan" json:"-"`
	On      rambu.Date `query:"tanggal" json:"-"`
}

type classifyView struct {
	Code      string    `json:"kode"`
	Name      string    `json:"nama"`
	Class     law.Class `json:"kelas"`
	Procedure string    `json:"prosedur"`
	Why       string    `json:"sebab" doc:"Why the date leads here"`
	Others    []string  `json:"lain" nullable:"false"`
	Conf      law.Conf  `json:"keyakinan"`
	Check     bool      `json:"perlu_dicek"`
}

func (c *call) classify(in classifyRequest) (classifyView, error) {
	k, err := c.in.Cases.Classify(c.who, casefile.ActIn{Kind: in.Kind, Subject: in.Subject, On: in.On})
	if err != nil {
		return classifyView{}, err
	}
	v := classifyView{
		Code: k.Act.Code, Name: c.text(k.Act.ShortID, k.Act.ShortEN), Class: k.Class, Procedure: k.Procedure,
		Why: c.text(k.WhyID, k.WhyEN), Others: []string{}, Conf: k.Conf, Check: k.Conf.Check(),
	}
	for _, a := range k.Alternatives {
		v.Others = append(v.Others, a.Code)
	}
	return v, nil
}

type colleaguesView struct {
	Officers []colleagueView `json:"butir" nullable:"false"`
}

type colleagueView struct {
	Account string       `json:"akun"`
	Name    string       `json:"nama"`
	Title   string       `json:"nama_jabatan"`
	Roles   []rambu.Role `json:"peran" nullable:"false"`
}

func (c *call) colleagues(empty) (colleaguesView, error) {
	found, err := c.in.Cases.Colleagues(c.r.Context(), c.who)
	out := colleaguesView{Officers: []colleagueView{}}
	for _, o := range found {
		out.Officers = append(out.Officers, colleagueView{o.Account, o.Name, o.Title, list(o.Roles)})
	}
	return out, err
}

type settingView struct {
	Pattern string `json:"pola_nomor" maxLength:"200"`
	Members int    `json:"anggota,omitempty" minimum:"0" maximum:"99"`
	Quorum  int    `json:"kuorum,omitempty" minimum:"0" maximum:"99"`
	Check   bool   `json:"perlu_dicek,omitempty" doc:"The pattern is the law pack's, and a lawyer has to check it; ignored when written"`
}

func (c *call) caseSetting(empty) (settingView, error) {
	s, err := c.in.Cases.Setting(c.r.Context(), c.who)
	return settingView{string(s.Pattern), s.Members, s.Quorum, s.Conf.Check()}, err
}

func (c *call) configureCases(in settingView) (settingView, error) {
	s, err := c.in.Cases.Setting(c.r.Context(), c.who)
	if err != nil {
		return settingView{}, err
	}
	s.Pattern, s.Members, s.Quorum = letter.Pattern(in.Pattern), in.Members, in.Quorum
	err = c.in.Cases.Configure(c.r.Context(), c.who, s)
	if err != nil {
		return settingView{}, err
	}
	return c.caseSetting(empty{})
}
