package letter

import (
	"net/http"
	"net/url"
	"slices"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type handPage struct {
	ui.Frame
	ID, Copy            string
	To                  string
	How, On, Name, Note ui.Field
	Scan                ui.Field
}

// copyOf finds the copy a hand-over is about.
func (p *Pages) copyOf(r *http.Request, who rambu.Actor) (letter.Copy, error) {
	o, _, err := p.Desk.Envelope(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return letter.Copy{}, err
	}
	if o != nil {
		i := slices.IndexFunc(o.Copies, func(c letter.Copy) bool { return c.ID == r.PathValue("copy") })
		if i >= 0 {
			return o.Copies[i], nil
		}
	}
	return letter.Copy{}, rambu.Errorf(rambu.NotFound, "no such copy")
}

func (p *Pages) handPage(r *http.Request, who rambu.Actor, problem error, values url.Values) (*handPage, int, error) {
	c, err := p.copyOf(r, who)
	if err != nil {
		return nil, 0, err
	}
	title, err := p.titles(r.Context(), c.ToPost)
	if err != nil {
		return nil, 0, err
	}
	page := &handPage{Frame: p.UI.Frame(r, "letter.hand.title"), ID: r.PathValue("id"), Copy: c.ID, To: title(c.ToPost)}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	fm := p.UI.Form(&page.Frame, values)
	var options []ui.Option
	for _, way := range letter.Ways() {
		options = append(options, fm.Option(string(way), "letter.way."+string(way)))
	}
	page.How, page.On = fm.Radios("how", "letter.hand.how", options...), fm.Date("on", "letter.hand.on")
	page.Name, page.Note = fm.Text("name", "letter.hand.name"), fm.Text("note", "letter.hand.note")
	page.Scan = fm.File("file", "letter.hand.scan")
	page.Scan.Accept = "image/*,.pdf"
	return page, status, nil
}

func (p *Pages) showHand(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	page, status, err := p.handPage(r, who, nil, url.Values{"on": {string(p.today(who))}})
	if err != nil {
		return err
	}
	return p.hand.Render(w, status, page)
}

func (p *Pages) doHand(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, scan, err := p.readUpload(r)
	if err != nil {
		return err
	}
	over := letter.HandOver{
		Copy: r.PathValue("copy"), How: letter.Way(in.One("how", texts(letter.Ways())...)), On: in.Date("on"),
		Name: in.Text("name", 150), Note: in.Text("note", 300), Scan: scan,
	}
	err = in.Err()
	if err == nil {
		err = p.Desk.RecordDelivery(r.Context(), who, r.PathValue("id"), over)
	}
	if p.mine(r, err) {
		page, status, perr := p.handPage(r, who, err, in.Values)
		if perr != nil {
			return perr
		}
		return p.hand.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}

type recordPage struct {
	signPage
	Method, Scan ui.Field
}

func (p *Pages) recordPage(r *http.Request, problem error, values url.Values) (*recordPage, int) {
	base, status := p.signPage(r, problem, values)
	page := &recordPage{signPage: *base}
	page.Title = p.UI.T(page.Lang, "letter.record.title")
	fm := p.UI.Form(&page.Frame, values)
	page.Method = fm.Radios("method", "letter.record.method",
		fm.Option(string(letter.ByInk), "letter.record.basah"), fm.Option(string(letter.ByBSrE), "letter.record.bsre"))
	page.Scan = fm.File("file", "letter.record.scan")
	page.Scan.Accept = "image/*,.pdf"
	return page, status
}

func (p *Pages) showRecord(w http.ResponseWriter, r *http.Request) error {
	values, err := p.proposed(r)
	if err != nil {
		return err
	}
	page, status := p.recordPage(r, nil, values)
	return p.record.Render(w, status, page)
}

func (p *Pages) doRecord(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, scan, err := p.readUpload(r)
	if err != nil {
		return err
	}
	record := letter.OutsideSignIn{
		SignIn: readSign(in, r.PathValue("id")),
		Method: letter.Method(in.One("method", string(letter.ByInk), string(letter.ByBSrE))),
	}
	if scan != nil {
		record.Scan = *scan
	}
	err = in.Err()
	if err == nil {
		_, err = p.Desk.RecordSigned(r.Context(), who, record)
	}
	if p.mine(r, err) {
		page, status := p.recordPage(r, err, in.Values)
		return p.record.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}

type registerPage struct {
	ui.Frame
	Kind, Nature, From, Number, Date, Received, To, Subject, Text, Due, ReplyTo, Scan ui.Field
	// For a recommendation of BKN.
	Ticket, Person, NIP, Level ui.Field
}

func (p *Pages) registerPage(r *http.Request, who rambu.Actor, values url.Values, problem error) (*registerPage, int, error) {
	page := &registerPage{Frame: p.UI.Frame(r, "letter.register.title")}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Kind = fm.Radios("kind", "letter.register.kind",
		fm.Option(string(kinds.KindPlain), "letter.kind.surat"), fm.Option(string(kinds.KindRecommendation), "letter.kind.rekomendasi-bkn"))
	page.Nature = p.natures(fm)
	page.From, page.Number = fm.Text("from", "letter.register.from"), fm.Text("number", "letter.show.number")
	page.Date, page.Received = fm.Date("date", "letter.show.date"), fm.Date("received", "letter.register.received")
	var err error
	page.To, err = p.ownPost(r, who, fm, "to", "letter.register.to", values.Get("to"))
	page.Subject = fm.Text("subject", "letter.write.subject")
	page.Text, page.Due = fm.Area("text", "letter.register.text"), fm.Date("reply_due", "letter.show.due")
	page.ReplyTo, page.Scan = fm.Text("reply_to", "letter.write.reply_to"), fm.File("file", "letter.register.scan")
	page.Scan.Accept = "image/*,.pdf"
	page.Ticket, page.Person = fm.Text("ticket", "letter.print.ticket"), fm.Text("respondent", "letter.print.respondent")
	page.NIP = fm.Text("nip", "letter.print.nip")
	page.Level = fm.Select("level", "letter.print.level", fm.Option("", "letter.register.no_level"),
		fm.Option("ringan", "letter.level.ringan"), fm.Option("sedang", "letter.level.sedang"), fm.Option("berat", "letter.level.berat"))
	return page, status, err
}

func (p *Pages) natures(fm *ui.Form) ui.Field {
	var options []ui.Option
	for i, n := range letter.Natures() {
		o := fm.Option(string(n), "letter.nature."+string(n))
		o.Checked = i == 0
		options = append(options, o)
	}
	return fm.Select("nature", "letter.show.nature", options...)
}

func (p *Pages) showRegister(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	page, status, err := p.registerPage(r, who, url.Values{
		"received": {string(p.today(who))}, "to": {who.Post}, "kind": {string(kinds.KindPlain)}, "reply_to": {r.URL.Query().Get("jawab")},
	}, nil)
	if err != nil {
		return err
	}
	return p.register.Render(w, status, page)
}

func readOutside(in *ui.Input) letter.OutsideIn {
	out := letter.OutsideIn{
		Nature: letter.Nature(in.One("nature", texts(letter.Natures())...)), From: in.Text("from", 200), Number: in.Text("number", 160),
		Date: in.Date("date"), ReceivedOn: in.Date("received"), ToPost: in.Text("to", 200), Subject: in.Text("subject", 300),
		Paragraphs: paragraphs(in.Text("text", 20000)), ReplyDue: in.Date("reply_due"), ReplyTo: in.Text("reply_to", 60),
	}
	if in.One("kind", string(kinds.KindPlain), string(kinds.KindRecommendation)) == string(kinds.KindRecommendation) {
		out.Sender = "bkn"
		out.Payload = &kinds.Recommendation{
			Ticket: in.Text("ticket", 60), Number: out.Number, Date: out.Date, Level: in.One("level", "ringan", "sedang", "berat"),
			Respondent: kinds.Respondent{Name: in.Text("respondent", 150), NIP: in.Text("nip", 30)}, Text: joinLines(out.Paragraphs),
		}
	}
	return out
}

func (p *Pages) doRegister(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, scan, err := p.readUpload(r)
	if err != nil {
		return err
	}
	out := readOutside(in)
	out.Scan = scan
	err = in.Err()
	id := ""
	if err == nil {
		id, err = p.Desk.RegisterOutside(r.Context(), who, out)
	}
	if p.mine(r, err) {
		page, status, err := p.registerPage(r, who, in.Values, err)
		if err != nil {
			return err
		}
		return p.register.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return to(w, r, id)
}
