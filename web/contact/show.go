package contact

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/contact"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type showPage struct {
	ui.Frame
	ID, Heading                    string
	Rows                           []ui.Row
	Letter, Reply                  string
	Sends, Print, Record, HasReply bool
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request) error {
	return p.renderOne(w, r, r.PathValue("id"), nil)
}

func (p *Pages) renderOne(w http.ResponseWriter, r *http.Request, id string, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	e, err := p.Book.Get(r.Context(), c.who, id)
	if err != nil {
		return err
	}
	title, err := c.titles(e.Other)
	if err != nil {
		return err
	}
	page := &showPage{Frame: p.UI.Frame(r, "contact.show.title"), ID: e.ID}
	status := p.problems(&page.Frame, problem)
	page.Heading = title(e.Other) + ", " + c.day(e.On)
	page.Rows = append([]ui.Row{{Key: c.t("contact.list.way"), Value: c.t("contact.way." + string(e.Way))}}, c.rows(*e)...)
	page.Letter = "/surat/" + e.Letter
	if e.Side == contact.Theirs {
		page.Letter = "/surat/" + e.Answer
	}
	page.Sends = e.State == contact.Unsent && e.Recorder == c.who.Post
	page.HasReply, page.Reply = e.Replied != "", "/surat/"+e.Replied
	page.Record = p.Book.MayRecordPaper(r.Context(), c.who, e)
	page.Print = page.Record
	return p.show.Render(w, status, page)
}

type answerPage struct {
	ui.Frame
	ID, Heading     string
	Rows            []ui.Row
	Choice, Wording ui.Field
}

func (p *Pages) showAnswer(w http.ResponseWriter, r *http.Request) error {
	return p.renderAnswer(w, r, nil, nil)
}

func (p *Pages) renderAnswer(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	o, x, err := p.Book.Read(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	title, err := c.titles(o.Arrived.Sender)
	if err != nil {
		return err
	}
	page := &answerPage{Frame: p.UI.Frame(r, "contact.answer_page.title"), ID: o.ID, Heading: title(o.Arrived.Sender) + ", " + c.day(x.On)}
	status := p.problems(&page.Frame, problem)
	page.Rows = []ui.Row{
		{Key: c.t("contact.list.way"), Value: c.t("contact.way." + x.Way)},
		{Key: c.t("contact.list.topic"), Value: c.t("contact.topic." + x.Topic)},
		{Key: c.t("contact.new.ours"), Value: persons(x.To)},
		{Key: c.t("contact.new.theirs"), Value: persons(x.From)},
	}
	if x.Note != "" {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("contact.show.note"), Value: x.Note})
	}
	page.Rows = append(page.Rows, ui.Row{Key: c.t("contact.show.mark"), Value: contact.Entry{Digest: contact.Digest(x)}.Mark()})
	fm := p.UI.Form(&page.Frame, values)
	page.Choice, page.Wording = c.choice(fm), fm.Text("kata", "contact.answer_page.wording")
	return p.answer.Render(w, status, page)
}

// The answers of a form.
const (
	agrees   = "sah"
	disputes = "bantah"
)

func (c *call) choice(fm *ui.Form) ui.Field {
	f := fm.Radios("jawaban", "contact.answer_page.choice", fm.Option(agrees, "contact.answer_page.agree"), fm.Option(disputes, "contact.answer_page.dispute"))
	f.Small = true
	return f
}

func (p *Pages) doAnswer(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	typed := contact.AnswerIn{ID: r.PathValue("id"), Wording: in.Text("kata", kinds.MaxContactNote)}
	switch in.One("jawaban", agrees, disputes) {
	case agrees:
		typed.Agreed = true
	case "":
		in.Fault("jawaban", "ui.error.choose")
	}
	id := ""
	err = in.Err()
	if err == nil {
		id, err = p.Book.Reply(r.Context(), c.who, typed)
	}
	if p.mine(r, err) {
		return p.renderAnswer(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return p.send(w, r, c, id)
}

type paperPage struct {
	ui.Frame
	ID                                string
	Choice, Wording, Name, On, Upload ui.Field
}

func (p *Pages) showPaper(w http.ResponseWriter, r *http.Request) error {
	return p.renderPaper(w, r, nil, nil)
}

func (p *Pages) renderPaper(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	e, err := p.Book.Get(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := &paperPage{Frame: p.UI.Frame(r, "contact.paper.title"), ID: e.ID}
	status := p.problems(&page.Frame, problem)
	if values == nil {
		values = url.Values{"tanggal": {string(p.Book.Today(c.who))}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Choice, page.Wording = c.choice(fm), fm.Text("kata", "contact.answer_page.wording")
	page.Name, page.On, page.Upload = fm.Text("nama", "contact.paper.name"), fm.Date("tanggal", "contact.paper.on"), fm.File("file", "contact.paper.scan")
	page.Upload.Accept = "image/jpeg,image/png,application/pdf"
	return p.paper.Render(w, status, page)
}

func (p *Pages) doPaper(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, scan, refused := p.readUpload(r)
	if in == nil {
		return refused
	}
	typed := contact.PaperIn{
		Entry: r.PathValue("id"), Agreed: in.One("jawaban", agrees, disputes) == agrees, Wording: in.Text("kata", kinds.MaxContactNote),
		Name: in.Text("nama", kinds.MaxContactName), On: in.Date("tanggal"), Scan: scan,
	}
	if in.Values.Get("jawaban") == "" {
		in.Fault("jawaban", "ui.error.choose")
	}
	err = refused
	if err == nil {
		err = in.Err()
	}
	if err == nil {
		err = p.Book.RecordPaper(r.Context(), c.who, typed)
	}
	if p.mine(r, err) {
		return p.renderPaper(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, typed.Entry)
}

// bounds of the text of the form that carries a scan.
const (
	maxFieldBytes = 8 << 10
	maxFields     = 20
)

// readUpload reads a form of which one part may be a scan: it is sealed while it streams and lies
// nowhere in clear. What was typed is returned with an error too, for the form to show again.
func (p *Pages) readUpload(r *http.Request) (*ui.Input, *letter.File, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, rambu.Errorf(rambu.Invalid, "not a form with a file: %v", err)
	}
	in := &ui.Input{Values: url.Values{}}
	var scan *letter.File
	var refused error
	for range maxFields {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, scan, refused
		}
		if err != nil {
			return nil, nil, err
		}
		if part.FormName() != "file" {
			value, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
			if err != nil {
				return nil, nil, err
			}
			in.Values.Add(part.FormName(), string(value))
			continue
		}
		if part.FileName() == "" || scan != nil {
			continue
		}
		buffered := bufio.NewReaderSize(part, 512)
		head, err := buffered.Peek(512)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		f, err := p.Book.Letters.Attach(r.Context(), "jawaban-kontak", http.DetectContentType(head), buffered)
		if err != nil {
			refused = err
			continue
		}
		scan = &f
	}
	return nil, nil, rambu.Errorf(rambu.TooLarge, "too many form fields")
}
