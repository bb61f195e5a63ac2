package letter

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type writePage struct {
	ui.Frame
	Back    string
	Version int64 // of the draft that is changed, 0 for a new letter
	Nothing string
	Stored  string // what stands there now, when somebody else wrote it meanwhile

	Search, To, CC                           ui.Field
	Nature, Code, Signer, Subject, Text, Due ui.Field
	ReplyTo                                  ui.Field

	Remarks *ui.Remarks // on the citations typed
	Confirm *ui.Field   // nil while none is wrong
}

// writePage shows the form of a letter: a new one, or a draft with its version.
func (p *Pages) writePage(r *http.Request, who rambu.Actor, values url.Values, problem error) (*writePage, int, error) {
	page := &writePage{Frame: p.UI.Frame(r, "letter.write.title"), Back: "/surat/keluar"}
	if id := r.PathValue("id"); id != "" {
		page.Back, page.Title = "/surat/"+id, p.UI.T(page.Lang, "letter.write.change")
		page.Version, _ = strconv.ParseInt(values.Get("versi"), 10, 64)
	}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	for _, name := range []string{"to", "cc"} { // a value is one addressee, also when a link gave several
		values[name] = splitLines(strings.Join(values[name], "\n"))
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Search = fm.Text("cari", "letter.write.search")
	page.Search.Width = "20"
	err := p.recipientFields(r, page, fm, values)
	if err != nil {
		return nil, 0, err
	}
	page.Signer, err = p.ownPost(r, who, fm, "signer", "letter.write.signer", values.Get("signer"))
	if err != nil {
		return nil, 0, err
	}
	page.Nature, page.Code = p.natures(fm), fm.Text("code", "letter.write.code")
	page.Subject, page.Text = fm.Text("subject", "letter.write.subject"), fm.Area("text", "letter.write.text")
	page.Text.Rows, page.Code.Width = 12, "20"
	page.Due, page.ReplyTo = fm.Date("reply_due", "letter.write.due"), fm.Text("reply_to", "letter.write.reply_to")
	if problem == nil {
		return page, status, nil
	}
	found, err := p.Desk.RemarksOn(values.Get("subject")+"\n\n"+values.Get("text"), p.today(who))
	page.Remarks, page.Confirm = p.guard().Remarks(page.Lang, found), p.guard().Confirm(fm, found)
	return page, status, err
}

// recipientFields offers those chosen already and what the search found, by their titles.
func (p *Pages) recipientFields(r *http.Request, page *writePage, fm *ui.Form, values url.Values) error {
	var found []Named
	if asked := strings.TrimSpace(values.Get("cari")); asked != "" && p.Search != nil {
		var err error
		found, err = p.Search(r.Context(), asked)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			page.Nothing = p.UI.T(page.Lang, "letter.write.nothing", "text", asked)
		}
	}
	chosen := posts(slices.Concat(values["to"], values["cc"]))
	for _, post := range chosen {
		chosen = append(chosen, letter.InstitutionOf(post))
	}
	title, err := p.titles(r.Context(), chosen...)
	if err != nil {
		return err
	}
	for field, into := range map[string]*ui.Field{"to": &page.To, "cc": &page.CC} {
		var options []ui.Option
		for _, line := range values[field] {
			a := addressees([]string{line}, title)[0]
			o := ui.Option{Value: line, Text: a.Line}
			if house := letter.InstitutionOf(a.Post); house != a.Post {
				o.Hint = title(house)
			}
			options = append(options, o)
		}
		for _, n := range found {
			if !slices.Contains(posts(values[field]), n.Address) {
				options = append(options, ui.Option{Value: n.Address, Text: n.Title, Hint: n.House})
			}
		}
		*into = fm.Checks(field, "letter.write."+field, options...)
		into.Small = true
	}
	return nil
}

// ownPost chooses among the posts of the institution by their titles. One chosen before stays
// on the list.
func (p *Pages) ownPost(r *http.Request, who rambu.Actor, fm *ui.Form, name, key, chosen string) (ui.Field, error) {
	var own []Named
	if p.Own != nil {
		var err error
		own, err = p.Own(r.Context(), who)
		if err != nil {
			return ui.Field{}, err
		}
	}
	options := []ui.Option{fm.Option("", "letter.write.choose")}
	for _, n := range own {
		options = append(options, ui.Option{Value: n.Address, Text: n.Title})
	}
	if chosen != "" && !slices.ContainsFunc(own, func(n Named) bool { return n.Address == chosen }) && letter.InstitutionOf(chosen) == who.Institution {
		title, err := p.titles(r.Context(), chosen)
		if err != nil {
			return ui.Field{}, err
		}
		options = append(options, ui.Option{Value: chosen, Text: title(chosen)})
	}
	return fm.Select(name, key, options...), nil
}

func (p *Pages) showWrite(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page, status, err := p.writePage(r, who, url.Values{"signer": {who.Post}, "to": q["untuk"], "reply_to": {q.Get("jawab")}}, nil)
	if err != nil {
		return err
	}
	return p.write.Render(w, status, page)
}

// addressees reads addressees: the post's address and, after a space, how it is printed.
// Without one the post's title is printed.
func addressees(values []string, title func(string) string) []letter.Addressee {
	var out []letter.Addressee
	for _, line := range splitLines(strings.Join(values, "\n")) {
		post, printed, _ := strings.Cut(line, " ")
		printed = strings.TrimSpace(printed)
		if printed == "" {
			printed = title(post)
		}
		out = append(out, letter.Addressee{Post: post, Line: printed})
	}
	return out
}

func posts(values []string) []string {
	var out []string
	for _, line := range splitLines(strings.Join(values, "\n")) {
		post, _, _ := strings.Cut(line, " ")
		out = append(out, post)
	}
	return out
}

// readDraft reads the form of a letter.
func (p *Pages) readDraft(r *http.Request, in *ui.Input) (letter.DraftIn, error) {
	main, copies := in.Values["to"], in.Values["cc"]
	title, err := p.titles(r.Context(), posts(slices.Concat(main, copies))...)
	if err != nil {
		return letter.DraftIn{}, err
	}
	return letter.DraftIn{
		Payload: &kinds.Plain{}, Nature: letter.Nature(in.One("nature", texts(letter.Natures())...)), Code: in.Text("code", 40),
		Signer: in.Text("signer", 200), To: addressees(main, title), CC: addressees(copies, title), Subject: in.Text("subject", 300),
		Paragraphs: paragraphs(in.Text("text", 20000)), ReplyDue: in.Date("reply_due"), ReplyTo: in.Text("reply_to", 60),
	}, nil
}

func (p *Pages) doWrite(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	draft, err := p.readDraft(r, in)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "cari" {
		return p.writeAgain(w, r, who, in.Values, nil)
	}
	err = in.Err()
	id := ""
	if err == nil {
		err = p.written(in, draft, p.today(who))
	}
	if err == nil {
		id, err = p.Desk.Draft(r.Context(), who, draft)
	}
	if p.mine(r, err) {
		return p.writeAgain(w, r, who, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, id)
}

func (p *Pages) writeAgain(w http.ResponseWriter, r *http.Request, who rambu.Actor, values url.Values, problem error) error {
	page, status, err := p.writePage(r, who, values, problem)
	if err != nil {
		return err
	}
	return p.write.Render(w, status, page)
}

// draft opens a plain letter that is still a draft. Letters of other kinds are written where
// their matter is.
func (p *Pages) draft(r *http.Request, who rambu.Actor) (*letter.Opened, error) {
	o, err := p.Desk.Open(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if o.Sent == nil || o.Sent.Kind != kinds.KindPlain || !mayChange(who, o.Sent) {
		return nil, rambu.Errorf(rambu.NotFound, "no letter that is written here")
	}
	if o.Sent.State != letter.Draft {
		return nil, rambu.Fault(rambu.Conflict, "letter.error.not_draft")
	}
	return o, nil
}

// mayChange reports whether the page offers to change a draft; the desk decides again.
func mayChange(who rambu.Actor, s *letter.Outgoing) bool {
	return who.Post == s.Drafter || who.Post == s.Signer || who.Is(rambu.RoleClerk, rambu.RoleSecretary)
}

func (p *Pages) showChange(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	o, err := p.draft(r, who)
	if err != nil {
		return err
	}
	values := url.Values{
		"versi": {strconv.FormatInt(o.Sent.Version, 10)}, "nature": {string(o.Sent.Nature)}, "code": {o.Sent.Code}, "signer": {o.Sent.Signer},
		"subject": {o.Body.Subject}, "text": {strings.Join(o.Body.Paragraphs, "\n\n")},
		"reply_due": {string(o.Sent.ReplyDue)}, "reply_to": {o.Sent.ReplyTo},
	}
	lines := map[letter.Part][]string{letter.PartTo: o.Body.To, letter.PartCC: o.Body.CC}
	for _, c := range o.Sent.Copies { // in the order printed, like the lines
		field, line := map[letter.Part]string{letter.PartTo: "to", letter.PartCC: "cc"}[c.Part], c.ToPost
		if len(lines[c.Part]) > 0 {
			line, lines[c.Part] = c.ToPost+" "+lines[c.Part][0], lines[c.Part][1:]
		}
		values.Add(field, line)
	}
	page, status, err := p.writePage(r, who, values, nil)
	if err != nil {
		return err
	}
	return p.write.Render(w, status, page)
}

func (p *Pages) doChange(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	o, err := p.draft(r, who)
	if err != nil {
		return err
	}
	draft, err := p.readDraft(r, in)
	if err != nil {
		return err
	}
	if in.Values.Get("langkah") == "cari" {
		return p.writeAgain(w, r, who, in.Values, nil)
	}
	draft.Series, draft.About, draft.Files = o.Sent.Series, o.Sent.About, o.Body.Files // not of this form
	draft.Version, _ = strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	err = in.Err()
	if err == nil {
		err = p.written(in, draft, p.today(who))
	}
	if err == nil {
		err = p.Desk.Revise(r.Context(), who, o.ID, draft)
	}
	if rambu.KindOf(err) == rambu.Conflict {
		return p.overtaken(w, r, who, overtaken{typed: in.Values, now: o, problem: err})
	}
	if p.mine(r, err) {
		return p.writeAgain(w, r, who, in.Values, err)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}

// overtaken is a form whose draft somebody else has changed.
type overtaken struct {
	typed   url.Values
	now     *letter.Opened
	problem error
}

// overtaken shows what was typed beside what stands there now, and carries the new version:
// sending it again is a choice.
func (p *Pages) overtaken(w http.ResponseWriter, r *http.Request, who rambu.Actor, o overtaken) error {
	o.typed.Set("versi", strconv.FormatInt(o.now.Sent.Version, 10))
	page, status, err := p.writePage(r, who, o.typed, o.problem)
	if err != nil {
		return err
	}
	page.Stored = strings.Join(append([]string{o.now.Body.Subject}, o.now.Body.Paragraphs...), "\n")
	return p.write.Render(w, status, page)
}
