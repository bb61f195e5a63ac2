package intake

import (
	"cmp"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

type homePage struct {
	ui.Frame
	Office Office
	Ask    string
	Voting rambu.Date
	Days   int
}

func (p *Pages) showHome(w http.ResponseWriter, r *http.Request) error {
	page := &homePage{Frame: p.UI.Frame(r, "intake.home.title"), Office: p.Office, Ask: p.Ask}
	page.InlineCSS = true
	today := p.Desk.Today(p.Office.Region)
	if v := p.Pack.Info().Voting; v >= today {
		page.Voting, page.Days = v, today.DaysUntil(v)
	}
	return p.home.Render(w, http.StatusOK, page)
}

type beforePage struct {
	ui.Frame
	Office  Office
	Draft   string
	Door    ui.Field
	Closed  bool // outside office hours
	SignDue string
	Check   bool
}

// showBefore explains the two doors. The draft it carries is new each time, so compressing the
// page tells nobody anything; forms that carry a draft further are refused to other sites.
func (p *Pages) showBefore(w http.ResponseWriter, r *http.Request) error {
	err := p.gate.allow(p.gate.Of(p.Client(r)).start)
	if err != nil {
		return err
	}
	return p.renderBefore(w, r, intake.NewDraft(), nil)
}

func (p *Pages) renderBefore(w http.ResponseWriter, r *http.Request, draft intake.Draft, err error) error {
	page := &beforePage{Frame: p.UI.Frame(r, "intake.form.title"), Office: p.Office, Draft: draft.String(), Closed: !p.Desk.Receives(p.Office.Region, p.Legal.Now())}
	page.InlineCSS = true
	status := p.problems(&page.Frame, err)
	rule := p.Desk.SignRule()
	page.SignDue, page.Check = rule.Deadline.RuleID, rule.Conf.Check()
	if page.Lang == words.EN {
		page.SignDue = rule.Deadline.RuleEN
	}
	fm := p.UI.Form(&page.Frame, nil)
	page.Door = fm.Radios("pintu", "intake.before.door",
		fm.Option(string(intake.DoorTip), "intake.door.tip"), fm.Option(string(intake.DoorFormal), "intake.door.formal"))
	return p.before.Render(w, status, page)
}

// start takes the choice of the door and asks the first question.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	values, err := p.read(w, r, nil)
	if err != nil {
		return err
	}
	f, err := parse(values)
	if err != nil {
		return err
	}
	if !f.door.Valid() {
		return p.renderBefore(w, r, f.draft, rambu.Fault(rambu.Invalid, "intake.error.door").On("pintu"))
	}
	return p.renderStep(w, r, f, 1, nil)
}

// again answers whoever typed the address of a question: the form starts at its first page.
func (p *Pages) again(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/lapor", http.StatusSeeOther)
	return nil
}

type askPage struct {
	ui.Frame
	Step, Steps int
	Hidden      []hidden
	Fields      []ui.Field
	Heading     string // when no field is the heading
	Lead        string
	Upload      bool
	Staged      []stagedFile
	Review      bool // goes back to the check page
}

type stagedFile struct{ ID, Name, Size string }

// answer takes the answers of one page and shows the next.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	n, ok := stepNumber(r.PathValue("step"))
	if !ok {
		return rambu.Errorf(rambu.NotFound, "no such page of questions")
	}
	var take func(url.Values, *multipart.Part) error
	if n == fileStep {
		take = p.stage(r)
	}
	values, fileErr := p.read(w, r, take)
	if values == nil {
		return fileErr
	}
	f, err := parse(values)
	if err != nil {
		return cmp.Or(fileErr, err)
	}
	if !f.door.Valid() {
		return p.renderBefore(w, r, f.draft, rambu.Fault(rambu.Invalid, "intake.error.door").On("pintu"))
	}
	return p.turn(w, r, f, n, fileErr)
}

// turn decides which page comes after page n.
func (p *Pages) turn(w http.ResponseWriter, r *http.Request, f *form, n int, fileErr error) error {
	if fileErr != nil {
		return p.renderStep(w, r, f, n, fileErr)
	}
	if id := f.values.Get("hapus"); id != "" {
		err := p.Desk.Unstage(r.Context(), p.Office.Institution, f.draft, id)
		if err != nil {
			return err
		}
		return p.renderStep(w, r, f, n, nil)
	}
	switch f.values.Get("ke") {
	case "tetap":
		return p.renderStep(w, r, f, n, nil)
	case "kembali":
		return p.renderStep(w, r, f, max(1, n-1), nil)
	}
	if err := only(p.faults(f), n); err != nil {
		return p.renderStep(w, r, f, n, err)
	}
	if f.values.Get("tinjau") != "" || n >= lastStep(f.door) {
		return p.renderCheck(w, r, f, nil)
	}
	return p.renderStep(w, r, f, n+1, nil)
}

func (p *Pages) renderStep(w http.ResponseWriter, r *http.Request, f *form, n int, err error) error {
	page := &askPage{Frame: p.bound(r, "intake.form.title"), Step: n, Steps: lastStep(f.door), Upload: n == fileStep}
	page.Path = "/lapor/" + strconv.Itoa(n)
	page.Review = f.values.Get("tinjau") != ""
	status := p.problems(&page.Frame, err)
	page.Hidden = f.carry(n)
	p.fields(page, f)
	if page.Upload {
		staged, unread := p.staged(r, f)
		if unread != nil && err == nil {
			return unread
		}
		page.Staged = staged
	}
	return p.ask.Render(w, status, page)
}

// fields makes the questions of a page.
func (p *Pages) fields(page *askPage, f *form) {
	fm := p.UI.Form(&page.Frame, f.values)
	formal := f.door == intake.DoorFormal
	add := func(fields ...ui.Field) { page.Fields = append(page.Fields, fields...) }
	switch page.Step {
	case 1:
		what := fm.Area("apa", "intake.ask.what")
		what.Big, what.Rows = true, 8
		add(what)
	case 2:
		page.Heading = p.UI.T(page.Lang, "intake.ask.when_heading")
		add(fm.Date("kapan", "intake.ask.when"))
		if formal {
			known := fm.Date("diketahui", "intake.ask.known")
			known.Hint = p.lodgeRule(page.Lang)
			add(known)
		}
	case 3:
		page.Heading = p.UI.T(page.Lang, "intake.ask.where_heading")
		add(fm.Select("kecamatan", "intake.ask.district", p.districts(fm)...), fm.Text("tempat", "intake.ask.place"))
	case 4:
		page.Heading = p.UI.T(page.Lang, "intake.ask.who_heading")
		page.Lead = p.UI.T(page.Lang, "intake.ask.who_lead")
		add(fm.Text("terlapor", "intake.ask.who"), fm.Text("jabatan", "intake.ask.post"))
		if formal {
			add(fm.Text("alamat_terlapor", "intake.ask.who_address"))
		}
		witnesses := fm.Area("saksi", "intake.ask.witnesses")
		witnesses.Rows = 3
		add(witnesses)
	case fileStep:
		page.Heading = p.UI.T(page.Lang, "intake.ask.evidence_heading")
		links := fm.Area("bukti", "intake.ask.evidence")
		links.Rows = 3
		file := fm.File("berkas", "intake.ask.files")
		file.Multiple = true
		add(links, file)
	case identityStep:
		page.Heading = p.UI.T(page.Lang, "intake.ask.identity_heading")
		page.Lead = p.UI.T(page.Lang, "intake.ask.identity_lead")
		add(p.identity(fm)...)
	}
}

// lodgeRule says within which days a formal report is lodged, in the words of the pack.
func (p *Pages) lodgeRule(lang words.Lang) string {
	rule, twoWays := p.Desk.LodgeRule()
	text := rule.RuleID
	if lang == words.EN {
		text = rule.RuleEN
	}
	switch {
	case twoWays:
		text += " " + p.UI.T(lang, "intake.ask.known_two_ways")
	case rule.Conf.Check():
		text += " " + p.UI.T(lang, "ui.clock.check") + "."
	}
	return text
}

func (p *Pages) identity(fm *ui.Form) []ui.Field {
	phone := fm.Text("telepon", "intake.ask.phone")
	phone.Mode, phone.Width = "tel", "20"
	return []ui.Field{
		fm.Text("nama", "intake.ask.name"), fm.Text("lahir", "intake.ask.birth"),
		fm.Radios("kelamin", "intake.ask.sex", fm.Option("P", "intake.sex.p"), fm.Option("L", "intake.sex.l")),
		fm.Text("pekerjaan", "intake.ask.occupation"), fm.Text("kewarganegaraan", "intake.ask.citizenship"),
		fm.Text("alamat", "intake.ask.address"), phone, fm.Text("email", "intake.ask.email"),
	}
}

func (p *Pages) districts(fm *ui.Form) []ui.Option {
	out := []ui.Option{fm.Option("", "intake.district.choose")}
	for _, d := range p.Regions.Districts(p.Office.Region) {
		out = append(out, ui.Option{Value: d.Code, Text: d.Name})
	}
	return append(out, fm.Option(intake.DistrictOnline, "intake.district.online"),
		fm.Option(intake.DistrictOutside, "intake.district.outside"), fm.Option(intake.DistrictUnknown, "intake.district.unknown"))
}

func (p *Pages) staged(r *http.Request, f *form) ([]stagedFile, error) {
	found, err := p.Desk.Staged(r.Context(), p.Office.Institution, f.draft)
	if err != nil {
		return nil, err
	}
	out := make([]stagedFile, len(found))
	for i, s := range found {
		out[i] = stagedFile{s.ID, s.Meta.Name, size(ui.Lang(r), s.Meta)}
	}
	return out, nil
}

// size writes a file's size as people say it.
func size(lang words.Lang, m evidence.Meta) string {
	const kb, mb = 1 << 10, 1 << 20
	if m.Size >= mb {
		return words.Number(lang, int((m.Size+mb/2)/mb)) + " MB"
	}
	return words.Number(lang, int((m.Size+kb-1)/kb)) + " KB"
}

// noFile is for forms that bring no file.
func noFile(url.Values, *multipart.Part) error {
	return bodyError(errors.New("this form takes no files"))
}
