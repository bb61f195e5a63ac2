package intake

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// answerRow is one answer on the check page.
type answerRow struct{ Field, Key, Value string }

// answerGroup is the answers of one page of questions, where they are changed.
type answerGroup struct {
	Step    int
	Heading string
	Rows    []answerRow
}

type checkPage struct {
	ui.Frame
	Hidden []hidden
	Groups []answerGroup
	Formal bool
	Late   string // formal: the last day has passed, or may have
	Office Office
}

// change leads from the check page back to one question.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	values, unread := p.read(w, r, nil)
	if values == nil {
		return unread
	}
	f, err := parse(values)
	if err != nil {
		return cmp.Or(unread, err)
	}
	if unread != nil {
		return p.renderCheck(w, r, f, unread)
	}
	n, ok := stepNumber(values.Get("ubah"))
	if !ok || n > lastStep(f.door) {
		return p.renderCheck(w, r, f, nil)
	}
	f.values.Set("tinjau", "1")
	return p.renderStep(w, r, f, n, nil)
}

// problems shows what is wrong on a page and returns its status. Errors of any kind are told
// there, so that what was typed stays.
func (p *Pages) problems(f *ui.Frame, err error) int {
	if err == nil {
		return http.StatusOK
	}
	list, mine := p.UI.Problems(f.Lang, err)
	if !mine {
		list = []ui.Problem{{Text: p.UI.Words().Error(f.Lang, err)}}
	}
	f.Problems = list
	return ui.Status(err)
}

func (p *Pages) renderCheck(w http.ResponseWriter, r *http.Request, f *form, err error) error {
	page := &checkPage{Frame: p.bound(r, "intake.form.title"), Formal: f.door == intake.DoorFormal, Office: p.Office}
	page.Path = "/lapor/periksa"
	status := p.problems(&page.Frame, err)
	staged, unread := p.staged(r, f)
	if unread != nil && err == nil {
		return unread
	}
	if unread == nil {
		f.values.Del("ada")
	}
	if len(staged) > 0 {
		f.values.Set("ada", "1") // sending looks for files only when there are some
	}
	page.Hidden = f.carry(0)
	page.Groups, page.Late = p.answers(ui.Lang(r), f, staged)
	return p.check.Render(w, status, page)
}

// answers are what was told as the check page shows it, and when a formal report was due.
func (p *Pages) answers(lang words.Lang, f *form, staged []stagedFile) (groups []answerGroup, late string) {
	s, _ := p.submission(f)
	none := p.UI.T(lang, "intake.check.none")
	add := func(field, key, value string) {
		if value == "" {
			value = none
		}
		n := stepOf(field)
		if len(groups) == 0 || groups[len(groups)-1].Step != n {
			groups = append(groups, answerGroup{Step: n, Heading: p.UI.T(lang, "intake.check.step_"+strconv.Itoa(n))})
		}
		g := &groups[len(groups)-1]
		g.Rows = append(g.Rows, answerRow{field, p.UI.T(lang, key), value})
	}
	date := func(d rambu.Date) string {
		if d == "" {
			return ""
		}
		return words.Date(lang, d)
	}
	a := s.Answers
	add("apa", "intake.row.what", a.What)
	add("kapan", "intake.row.when", date(a.When))
	if s.Identity != nil {
		add("diketahui", "intake.row.known", date(a.Known))
	}
	add("kecamatan", "intake.row.district", p.district(lang, a.District))
	add("tempat", "intake.row.place", a.Place)
	add("terlapor", "intake.row.who", a.Who)
	add("jabatan", "intake.row.post", a.Post)
	if s.Identity != nil {
		add("alamat_terlapor", "intake.row.who_address", a.Address)
	}
	add("saksi", "intake.row.witnesses", a.Witnesses)
	add("bukti", "intake.row.evidence", a.Evidence)
	names := make([]string, len(staged))
	for i, file := range staged {
		names[i] = file.Name + " (" + file.Size + ")"
	}
	add("berkas", "intake.row.files", strings.Join(names, "\n"))
	if id := s.Identity; id != nil {
		p.identityRows(lang, id, add)
		late = p.late(lang, a.Known)
	}
	return groups, late
}

func (p *Pages) identityRows(lang words.Lang, id *intake.Identity, add func(field, key, value string)) {
	sex := ""
	if id.Sex == "P" || id.Sex == "L" {
		sex = p.UI.T(lang, "intake.sex."+strings.ToLower(id.Sex))
	}
	add("nama", "intake.ask.name", id.Name)
	add("lahir", "intake.ask.birth", id.Birth)
	add("kelamin", "intake.ask.sex", sex)
	add("pekerjaan", "intake.ask.occupation", id.Occupation)
	add("kewarganegaraan", "intake.ask.citizenship", id.Citizenship)
	add("alamat", "intake.ask.address", id.Address)
	add("telepon", "intake.ask.phone", id.Phone)
	add("email", "intake.ask.email", id.Email)
}

// late says that the last day of a formal report has passed, by every reading of the law or by the stricter
// one. The report is taken all the same: whether it is late is for officers to say, and it may serve as
// initial information.
func (p *Pages) late(lang words.Lang, known rambu.Date) string {
	if known == "" {
		return ""
	}
	by, safe, err := p.Desk.LodgeBy(p.Office.Region, known)
	today := p.Desk.Today(p.Office.Region)
	switch {
	case err != nil || safe >= today:
		return ""
	case by >= today:
		return p.UI.T(lang, "intake.check.perhaps_late", "date", words.Date(lang, by), "safe", words.Date(lang, safe))
	}
	return p.UI.T(lang, "intake.check.late", "date", words.Date(lang, by))
}

func (p *Pages) district(lang words.Lang, code string) string {
	switch code {
	case "":
		return ""
	case intake.DistrictOnline:
		return p.UI.T(lang, "intake.district.online")
	case intake.DistrictOutside:
		return p.UI.T(lang, "intake.district.outside")
	case intake.DistrictUnknown:
		return p.UI.T(lang, "intake.district.unknown")
	}
	d, _ := p.Regions.Find(code)
	return d.Name
}

// send lodges the report. Whatever happens, what was typed stays on the page, and sending again
// cannot make a second report.
func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	values, unread := p.read(w, r, nil)
	if values == nil {
		return unread
	}
	f, err := parse(values)
	if err != nil {
		return cmp.Or(unread, err)
	}
	if unread != nil {
		return p.renderCheck(w, r, f, unread)
	}
	err = p.gate.allow(p.gate.of(p.Client(r)).send)
	if err != nil {
		return p.renderCheck(w, r, f, err)
	}
	s, dates := p.submission(f)
	if dates != nil {
		return p.renderCheck(w, r, f, p.faults(f))
	}
	lodged, err := p.Desk.Submit(r.Context(), s)
	switch {
	case err == nil && lodged.Repeated:
		return p.renderCode(w, r, lodged, f.draft, nil)
	case err == nil:
		return p.pasteCode(w, r, lodged, f.draft)
	}
	if r.Context().Err() != nil {
		return err // the reporter has gone; nobody reads a page
	}
	if _, ok := errors.AsType[rambu.Errors](err); ok {
		err = p.faults(f)
	}
	if _, told := p.UI.Problems(words.ID, err); !told {
		kind := rambu.KindOf(err)
		p.UI.Log.ErrorContext(r.Context(), "report not lodged", slog.String("kind", string(kind)), slog.String("detail", err.Error()))
		key := "intake.error.not_sent"
		if e, ok := errors.AsType[*rambu.Error](err); ok && e.Key == rambu.StorageFull {
			key = "intake.error.not_sent_full"
		}
		err = rambu.Fault(kind, key)
	}
	return p.renderCheck(w, r, f, err)
}

type codePage struct {
	ui.Frame
	Code     string
	Draft    string
	Proof    string // that the report is in the log, as it can be checked offline
	Last     ui.Field
	Formal   bool
	Repeated bool
	Changed  bool
	Received string
	SignBy   rambu.Date
	NextOn   rambu.Date
	SignRule string
	Check    bool
	Visit    *visit
}

func (p *Pages) renderCode(w http.ResponseWriter, r *http.Request, l intake.Lodged, draft intake.Draft, err error) error {
	if l.Noted {
		return p.renderDone(w, r, l)
	}
	page := p.codePage(r, l)
	status := p.problems(&page.Frame, err)
	page.last(p.UI)
	return p.code.Render(w, status, page.about(p.own(page.Lang, l, draft)))
}

// last is the field for the last four characters, with what is wrong there.
func (c *codePage) last(rd *ui.Renderer) {
	c.Last = rd.Form(&c.Frame, nil).Text("empat", "intake.code.last")
	c.Last.Width = "5"
}

// pasteCode is renderCode for whoever has just sent, where many may have sent at the same time.
func (p *Pages) pasteCode(w http.ResponseWriter, r *http.Request, l intake.Lodged, draft intake.Draft) error {
	page := p.codePage(r, l)
	page.last(p.UI)
	made, err := p.codes.Make(page, p.own(page.Lang, l, draft), func(own []string) ui.Framed { return page.about(own) })
	if err != nil {
		return err
	}
	made.Send(w, http.StatusOK)
	return nil
}

// own are the words that only one reporter is shown: the code in its groups, the draft, the time, the proof.
func (p *Pages) own(lang words.Lang, l intake.Lodged, draft intake.Draft) []string {
	code := l.Code.String()
	return []string{code[:4], code[4:8], code[8:12], code[12:], draft.String(), p.instant(lang, l), l.Receipt.Text()}
}

// about returns the page with the words of one reporter.
func (c *codePage) about(own []string) *codePage {
	page := *c
	page.Code, page.Draft, page.Received, page.Proof = strings.Join(own[:4], ""), own[4], own[5], own[6]
	return &page
}

// codePage is the page without the words of its reporter.
func (p *Pages) codePage(r *http.Request, l intake.Lodged) *codePage {
	page := &codePage{
		Frame: p.bound(r, "intake.form.title"), Formal: l.Door == intake.DoorFormal,
		Repeated: l.Repeated, Changed: l.Changed, SignBy: l.SignBy, NextOn: l.NextOn,
	}
	page.Secret = true
	page.Path = "/lapor/kode"
	rule := p.Desk.SignRule()
	page.SignRule, page.Check = rule.Deadline.RuleID, rule.Conf.Check()
	if page.Lang == words.EN {
		page.SignRule = rule.Deadline.RuleEN
	}
	if page.Formal {
		page.Visit = p.visit(r, page.Lang, l.ReceivedAt, l.SignBy)
	}
	return page
}

func (p *Pages) instant(lang words.Lang, l intake.Lodged) string {
	local, zone := p.Desk.Local(p.Office.Region, l.ReceivedAt)
	return words.DateTime(lang, local, zone)
}

// held reads the draft of a report that was sent.
func (p *Pages) held(w http.ResponseWriter, r *http.Request) (intake.Draft, intake.Lodged, string, error) {
	values, err := p.read(w, r, nil)
	if err != nil {
		return intake.Draft{}, intake.Lodged{}, "", err
	}
	f, err := parse(values)
	if err != nil {
		return intake.Draft{}, intake.Lodged{}, "", err
	}
	lodged, err := p.Desk.Lodged(r.Context(), p.Office.Institution, f.draft)
	lodged.Repeated = false
	return f.draft, lodged, values.Get("empat"), err
}

// showCode shows the code again, in another language for instance.
func (p *Pages) showCode(w http.ResponseWriter, r *http.Request) error {
	draft, lodged, _, err := p.held(w, r)
	if err != nil {
		return err
	}
	return p.renderCode(w, r, lodged, draft, nil)
}

// confirm takes the last four characters that the reporter typed again.
func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	draft, lodged, last, err := p.held(w, r)
	if err != nil {
		return err
	}
	err = p.Desk.Confirm(r.Context(), p.Office.Institution, draft, last)
	if rambu.KindOf(err) == rambu.Invalid {
		return p.renderCode(w, r, lodged, draft, err)
	}
	if err != nil {
		return err
	}
	return p.renderDone(w, r, lodged)
}

// donePage carries nothing of the report's secrets: whoever finds the screen cannot come back to the code.
type donePage struct {
	ui.Frame
	Received string
	Formal   bool
	SignBy   rambu.Date
	NextOn   rambu.Date
	Visit    *visit
}

func (p *Pages) renderDone(w http.ResponseWriter, r *http.Request, l intake.Lodged) error {
	page := &donePage{
		Frame: p.bound(r, "intake.form.title"), Formal: l.Door == intake.DoorFormal,
		SignBy: l.SignBy, NextOn: l.NextOn,
	}
	page.Path = "/lapor/kode"
	page.Secret = true
	page.Received = p.instant(page.Lang, l)
	if page.Formal {
		page.Visit = p.visit(r, page.Lang, l.ReceivedAt, l.SignBy)
	}
	return p.done.Render(w, http.StatusOK, page)
}

// proof hands out the log proof: it proves that the report was lodged and tells nothing of it.
func (p *Pages) proof(w http.ResponseWriter, r *http.Request) error {
	_, lodged, _, err := p.held(w, r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="catatan.txt"`)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(lodged.Receipt.Text())) // the reader went away
	return nil
}
