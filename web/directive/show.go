package directive

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// textView is what a directive says, the same at the desk and under its short link.
type textView struct {
	Opening    string
	Annex, At  string // name of the annex and where it opens, "" none
	Points     []directive.Point
	Basis      []basisView
	Own, Staff []regimeView
}

type basisView struct {
	Short, Says string
	Check       bool
}

// regimeView is one class of the law and what binds it.
type regimeView struct {
	Name, Rules, Decider string
	Vote, Check          bool
}

func pick(lang words.Lang, id, en string) string {
	if lang == words.EN && en != "" {
		return en
	}
	return id
}

func (p *Pages) text(lang words.Lang, o *directive.Opened, g directive.Regimes) textView {
	v := textView{Opening: o.Body.Opening, Points: o.Body.Points}
	if o.Body.Annex != nil {
		v.Annex = o.Body.Annex.Name
	}
	for _, c := range p.Desk.Cited(o) {
		v.Basis = append(v.Basis, basisView{Short: c.Short, Says: pick(lang, c.SaysID, c.SaysEN), Check: c.Conf.Check()})
	}
	on := p.Desk.SentOn(o.Order)
	if on == "" {
		on = p.Desk.Procedure.Today(o.Region)
	}
	for _, s := range g.Own {
		v.Own = append(v.Own, p.regime(lang, s, on))
	}
	for _, s := range g.Staff {
		v.Staff = append(v.Staff, p.regime(lang, s, on))
	}
	return v
}

// regime names the rules of a class that are in force on a day.
func (p *Pages) regime(lang words.Lang, s law.Subject, on rambu.Date) regimeView {
	v := regimeView{Name: pick(lang, s.NameID, s.NameEN), Decider: pick(lang, s.DeciderID, s.DeciderEN), Vote: s.MayVote, Check: s.Conf.Check()}
	var rules []string
	add := func(s law.Subject) {
		for _, r := range s.Regimes {
			for _, b := range r.Basis {
				c, err := p.Desk.Pack.Cite(b, on)
				if err != nil || !c.InForce || slices.Contains(rules, c.Short) {
					continue
				}
				rules = append(rules, c.Short)
				v.Check = v.Check || c.Conf.Check()
			}
		}
	}
	add(s)
	if base, ok := p.Desk.Pack.Subject(s.Base); ok {
		add(base)
	}
	v.Rules = strings.Join(rules, "; ")
	return v
}

type showPage struct {
	ui.Frame
	ID, Heading, Back                                                    string
	Version                                                              int64
	Rows                                                                 []ui.Row
	Text                                                                 textView
	Warnings                                                             []string
	Due                                                                  string // by when to answer, "" never
	Left                                                                 *ui.Badge
	Reached                                                              string // how many have answered, for who sees all
	Link, Share                                                          string
	Proofs                                                               ui.Table
	CanSend, CanEdit, CanEnd, CanAck, CanPass, CanTell, CanProve, Covers bool
	Sealed                                                               bool
	Remarks                                                              *ui.Remarks // on the citations of a draft
	Confirm                                                              *ui.Field   // nil while none is wrong
}

// showOne shows one directive; an address that ends in .pdf is its PDF.
func (p *Pages) showOne(w http.ResponseWriter, r *http.Request) error {
	if id, ok := strings.CutSuffix(r.PathValue("id"), ".pdf"); ok {
		return p.showPDF(w, r, id)
	}
	return p.renderOne(w, r, nil)
}

func (p *Pages) renderOne(w http.ResponseWriter, r *http.Request, problem error) error {
	c, err := p.one(r)
	if err != nil && rambu.KindOf(err) == rambu.Locked {
		return p.renderSealed(w, r, err)
	}
	if err != nil {
		return err
	}
	page := &showPage{Frame: p.UI.Frame(r, "directive.show.title"), ID: c.o.ID, Heading: c.o.Body.Title, Back: "/arahan", Version: c.o.Version}
	status := p.problems(&page.Frame, problem)
	regimes, err := p.Desk.Regimes(r.Context(), c.who)
	if err != nil {
		return err
	}
	page.Text = p.text(c.lang, c.o, regimes)
	page.Text.At = "/arahan/" + c.o.ID + "/lampiran/berkas"
	for _, fill := range []func(*showPage) error{c.rows, c.warnings, c.actions, c.remark, c.proofs} {
		err = fill(page)
		if err != nil {
			return err
		}
	}
	if c.o.State.Sent() {
		page.Link = c.link()
		page.Share = "https://wa.me/?text=" + url.QueryEscape(c.t("directive.show.share_text", "title", c.o.Body.Title, "link", page.Link))
	}
	return p.show.Render(w, status, page)
}

// renderSealed is for an addressee whose account holds no letter key, as most village heads with
// one: he reads by the short link and says so here.
func (p *Pages) renderSealed(w http.ResponseWriter, r *http.Request, sealed error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	arrived, err := p.Desk.Inbox(r.Context(), c.who)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(arrived, func(a directive.Arrived) bool { return a.ID == r.PathValue("id") })
	if n < 0 {
		return sealed
	}
	a := arrived[n]
	state := c.read(a)
	page := &showPage{Frame: p.UI.Frame(r, "directive.show.title"), ID: a.ID, Heading: c.t("directive.show.title"), Back: "/arahan", Sealed: true}
	page.Rows = []ui.Row{
		{Key: c.t("directive.list.sent"), Value: c.when(a.SentAt)},
		{Key: c.t("directive.list.ack_by"), Value: c.day(a.AckBy)},
		{Key: c.t("directive.show.here"), Badge: &state},
	}
	page.CanAck = a.State == directive.InForce && (a.Ack == nil || a.Ack.How == directive.Told)
	return p.show.Render(w, http.StatusOK, page)
}

// link is the short link, with the address the officer himself came by when the instance has none.
func (c *call) link() string {
	link := c.p.Desk.Link(c.o)
	if !strings.HasPrefix(link, "/") {
		return link
	}
	scheme := "http://"
	if c.r.TLS != nil {
		scheme = "https://"
	}
	return scheme + c.r.Host + link
}

func (c *call) rows(page *showPage) error {
	title, err := c.titles(c.o.Signer, c.o.Drafter)
	if err != nil {
		return err
	}
	add := func(key, value string) {
		if value != "" {
			page.Rows = append(page.Rows, ui.Row{Key: c.t(key), Value: value})
		}
	}
	state := c.state(c.o.State)
	page.Rows = append(page.Rows, ui.Row{Key: c.t("directive.list.state"), Badge: &state})
	add("directive.write.number", c.o.Body.Number)
	if c.o.State.Sent() {
		add("directive.list.signer", strings.TrimSpace(c.o.Block.Title+"\n"+c.o.Block.Name))
		add("directive.list.sent", c.when(c.o.SentAt))
	} else {
		add("directive.list.signer", title(c.o.Signer))
		add("directive.list.drafter", title(c.o.Drafter))
		reach, err := c.p.Desk.Reach(c.r.Context(), c.who, c.o.Signer, c.o.Rule)
		if err != nil {
			return err
		}
		add("directive.show.reach", c.reach(reach))
		empty, err := c.unheld()
		if err != nil {
			return err
		}
		add("directive.show.vacant", empty)
	}
	if c.o.AckBy != "" && c.o.State == directive.InForce {
		page.Due = c.t("directive.show.due", "date", words.Date(c.lang, c.o.AckBy))
		left := c.p.UI.LeftDay(c.lang, c.p.Desk.Procedure.Local(c.who.Region), c.o.AckBy, 2)
		page.Left = &left
	} else if c.o.AckBy != "" {
		add("directive.list.ack_by", words.Date(c.lang, c.o.AckBy))
	}
	add("directive.show.note", c.o.Note)
	for _, other := range [][2]string{{"directive.show.replaces", c.o.Replaces}, {"directive.show.replaced_by", c.o.ReplacedBy}} {
		if other[1] != "" {
			page.Rows = append(page.Rows, ui.Row{
				Key: c.t(other[0]), Value: c.t("directive.show.other"), Href: "/arahan/" + other[1], Action: c.t("directive.show.open"),
			})
		}
	}
	return nil
}

// vacantNamed is how many vacant posts a draft names; it counts the others.
const vacantNamed = 5

// unheld names the posts of the audience that nobody is known to hold today: who is to read it there?
func (c *call) unheld() (string, error) {
	all, err := c.p.Desk.Vacant(c.r.Context(), c.who, c.o.Signer, c.o.Rule)
	if err != nil {
		return "", err
	}
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = a.Title
	}
	if len(names) <= vacantNamed {
		return strings.Join(names, ", "), nil
	}
	return c.t("directive.show.vacant_more", "first", strings.Join(names[:vacantNamed], ", "), "n", words.Number(c.lang, len(names)-vacantNamed)), nil
}

// reach says whom a directive reaches: "256 kepala desa, 4 lurah, 17 administrator".
func (c *call) reach(counts []directive.Count) string {
	var classes []roster.PostClass
	n := map[roster.PostClass]int{}
	total := 0
	for _, k := range counts {
		if n[k.Class] == 0 {
			classes = append(classes, k.Class)
		}
		n[k.Class] += k.N
		total += k.N
	}
	parts := make([]string, len(classes))
	for i, k := range classes {
		parts[i] = words.Number(c.lang, n[k]) + " " + c.class(k)
	}
	return c.t("directive.show.reaches", "n", words.Number(c.lang, total), "parts", strings.Join(parts, ", "))
}

func (c *call) class(k roster.PostClass) string {
	return strings.ToLower(c.t("directive.class." + string(k)))
}

func (c *call) warnings(page *showPage) error {
	if !c.o.State.Sent() {
		return nil
	}
	if !c.o.Genuine {
		page.Warnings = append(page.Warnings, c.t("directive.show.not_genuine"))
	}
	key := "directive.show.contested"
	switch {
	case c.o.ContestedLater:
		key += "_later"
	case !c.o.Contested:
		return nil
	}
	held, err := c.p.Roster.HolderOn(c.r.Context(), c.who, roster.PostID(c.o.Signer), c.p.Desk.SentOn(c.o.Order))
	if err != nil {
		return err
	}
	var decrees []string
	for _, t := range held {
		decrees = append(decrees, t.Decree.Number+" ("+c.day(t.Decree.Date)+")")
	}
	page.Warnings = append(page.Warnings, c.t(key, "decrees", strings.Join(decrees, "; ")))
	return nil
}

// actions says what the officer can do with the directive now.
func (c *call) actions(page *showPage) error {
	own := c.who.Post == c.o.Signer
	touch := own || c.who.Post == c.o.Drafter || c.who.Is(rambu.RoleClerk)
	page.CanEdit = c.o.State == directive.Draft && touch
	page.CanSend = c.o.State == directive.Draft && own
	page.CanEnd = c.o.State == directive.InForce && own
	page.Covers = c.o.State.Sent()
	if c.o.State != directive.InForce {
		return nil
	}
	arrived, err := c.p.Desk.Inbox(c.r.Context(), c.who)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(arrived, func(a directive.Arrived) bool { return a.ID == c.o.ID })
	if n < 0 {
		return c.reached(page)
	}
	below, err := c.p.Desk.Below(c.r.Context(), c.who)
	if err != nil {
		return err
	}
	read := arrived[n].Ack != nil && arrived[n].Ack.How != directive.Told
	page.CanAck, page.CanPass, page.CanTell = !read, read && len(below) > 0, len(below) > 0
	page.CanProve = true
	state := c.read(arrived[n])
	row := ui.Row{Key: c.t("directive.show.here"), Badge: &state}
	if read {
		page.Left = nil
		row.Value = c.when(arrived[n].Ack.At)
	}
	page.Rows = append(page.Rows, row)
	return nil
}

// remark shows what the guard says of the citations in a draft, and the box by which its signer
// lets wrong ones pass.
func (c *call) remark(page *showPage) error {
	if c.o.State != directive.Draft {
		return nil
	}
	found, err := c.p.Desk.Remarks(c.o.Body, c.p.Desk.Today(c.who))
	if err != nil {
		return err
	}
	g := c.p.guard()
	page.Remarks = g.Remarks(c.lang, found)
	if page.CanSend {
		page.Confirm = g.Confirm(c.p.UI.Form(&page.Frame, nil), found)
	}
	return nil
}

// reached says to those who oversee a directive how many have answered.
func (c *call) reached(page *showPage) error {
	cover, err := c.p.Desk.Coverage(c.r.Context(), c.who, c.o.ID)
	if err != nil && rambu.KindOf(err) == rambu.Forbidden {
		return nil
	}
	page.Reached = c.t("directive.cover.total", "n", words.Number(c.lang, cover.Done), "of", words.Number(c.lang, cover.N))
	return err
}

func (c *call) proofs(page *showPage) error {
	if !c.o.State.Sent() {
		return nil
	}
	all, err := c.p.Desk.Proofs(c.r.Context(), c.who, c.o.ID)
	if err != nil {
		return err
	}
	var posts []string
	for _, f := range all {
		posts = append(posts, f.About, f.Author)
	}
	title, err := c.titles(posts...)
	if err != nil {
		return err
	}
	page.Proofs = ui.Table{Caption: c.t("directive.proof.caption"), Columns: []ui.Column{
		{Text: c.t("directive.proof.file")},
		{Text: c.t("directive.proof.about")},
		{Text: c.t("directive.proof.by")},
		{Text: c.t("directive.proof.note")},
	}}
	for _, f := range all {
		page.Proofs.Rows = append(page.Proofs.Rows, []ui.Cell{
			{Text: f.File.Name, Href: "/arahan/" + c.o.ID + "/bukti/" + f.ID},
			{Text: title(f.About)},
			{Text: title(f.Author) + ", " + c.day(c.p.Desk.Procedure.Calendar().Today(c.who.Region, f.At))},
			{Text: f.Note},
		})
	}
	return nil
}

// showPDF answers with the directive as one page.
func (p *Pages) showPDF(w http.ResponseWriter, r *http.Request, id string) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	o, err := p.Desk.Get(r.Context(), c.who, id)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = p.Desk.PDF(&b, o)
	if err != nil {
		return err
	}
	download(w, "application/pdf", id+".pdf", "inline")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, err = w.Write(b.Bytes())
	return err
}

// download sets the headers of a file that no cache may keep.
func download(w http.ResponseWriter, media, name, how string) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	ui.NoCompression(w)
}
