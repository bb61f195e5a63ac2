package intake

import (
	"cmp"
	"crypto/rand"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

type doorPage struct {
	ui.Frame
	Code ui.Field
}

func (p *Pages) showDoor(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Path != "/kotak-surat" {
		http.Redirect(w, r, "/kotak-surat", http.StatusSeeOther)
		return nil
	}
	p.Desk.Reading()
	return p.renderDoor(w, r, nil, nil)
}

func (p *Pages) renderDoor(w http.ResponseWriter, r *http.Request, values url.Values, err error) error {
	page := &doorPage{Frame: p.UI.Frame(r, "intake.inbox.title")}
	page.Path, page.Secret = "/kotak-surat", true
	status := p.problems(&page.Frame, err)
	page.Code = p.UI.Form(&page.Frame, values).Text("kode", "intake.inbox.code")
	page.Code.Big = true
	return p.door.Render(w, status, page)
}

type inboxMessage struct {
	ID, When, Title, Text string
	Files                 int
}

type inboxPage struct {
	ui.Frame
	Code, Key string // Key: a reply that is sent again is known by it
	Over      bool   // taken back: nothing is to be looked for or answered
	State     ui.Badge
	StateText string
	Received  string
	SignBy    rambu.Date
	NextOn    rambu.Date
	Messages  []inboxMessage // newest first
	Reply     ui.Field
	File      ui.Field
	Withdraw  bool
	Visit     *visit
}

// open opens an inbox through the gate.
func (p *Pages) open(r *http.Request, code string) (intake.Inbox, error) {
	done, err := p.gate.code(r.Context(), p.gate.Of(p.Client(r)))
	if err != nil {
		return intake.Inbox{}, err
	}
	box, err := p.Desk.Inbox(r.Context(), p.Office.Institution, code)
	kind := rambu.KindOf(err)
	done(kind == rambu.Invalid || kind == rambu.TooMany)
	return box, err
}

func (p *Pages) showInbox(w http.ResponseWriter, r *http.Request) error {
	values, err := p.read(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderInbox(w, r, values, nil)
}

// renderInbox shows the inbox of the code in values, or the door again when it opens nothing.
func (p *Pages) renderInbox(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	box, err := p.open(r, values.Get("kode"))
	if kind := rambu.KindOf(err); kind == rambu.Invalid || kind == rambu.TooMany {
		return p.renderDoor(w, r, values, err)
	}
	if err != nil {
		return err
	}
	page := &inboxPage{Frame: p.bound(r, "intake.inbox.title"), Code: values.Get("kode")}
	page.Path, page.Secret = "/kotak-surat", true
	page.Key, page.Over = cmp.Or(values.Get("kunci"), rand.Text()), box.State == intake.StateWithdrawn
	status := p.problems(&page.Frame, problem)
	page.State, page.StateText = p.state(page.Lang, box)
	page.Received = p.when(page.Lang, box.ReceivedAt)
	if box.State == intake.StateSent {
		page.SignBy, page.Visit = box.SignBy, p.visit(r, page.Lang, box.ReceivedAt, box.SignBy)
	}
	if !page.Over && box.NextOn >= p.Desk.Today(p.Office.Region) {
		page.NextOn = box.NextOn
	}
	page.Withdraw = box.State == intake.StateSent || box.State == intake.StateReceived
	p.messages(page, box)
	fm := p.UI.Form(&page.Frame, values)
	page.Reply, page.File = fm.Area("balasan", "intake.inbox.reply"), fm.File("berkas", "intake.ask.files")
	page.File.Multiple = true
	return p.inbox.Render(w, status, page)
}

func (p *Pages) when(lang words.Lang, t time.Time) string {
	local, zone := p.Desk.Local(p.Office.Region, t)
	return words.DateTime(lang, local, zone)
}

func (p *Pages) messages(page *inboxPage, box intake.Inbox) {
	for _, m := range slices.Backward(box.Messages) {
		title := p.UI.T(page.Lang, "intake.message."+m.Kind)
		if m.Kind == intake.FromState {
			title = p.status(page.Lang, m.Status)
		}
		page.Messages = append(page.Messages, inboxMessage{m.ID, p.when(page.Lang, m.At), title, m.Text, m.Files})
	}
}

// status names a state of a report, or a state of its case in the law's words.
func (p *Pages) status(lang words.Lang, code string) string {
	if key := "intake.state." + code; p.UI.Words().Has(lang, key) {
		return p.UI.T(lang, key)
	}
	pr, _ := p.Pack.Procedure("bawaslu-pilkada")
	if s, ok := pr.State(code); ok {
		if lang == words.EN {
			return s.LabelEN
		}
		return s.LabelID
	}
	return p.UI.T(lang, "intake.state.moved")
}

// state is the badge of the report and a sentence on what it means.
func (p *Pages) state(lang words.Lang, box intake.Inbox) (ui.Badge, string) {
	looks := map[intake.State]ui.Look{
		intake.StateSent: ui.LookWaiting, intake.StateReceived: ui.LookProgress, intake.StateRegistered: ui.LookProgress,
		intake.StateTip: ui.LookProgress, intake.StateRefused: ui.LookStopped, intake.StateLapsed: ui.LookStopped,
		intake.StateWithdrawn: ui.LookStopped,
	}
	code := string(box.State)
	return ui.Badge{Look: looks[box.State], Text: p.status(lang, code)}, p.UI.T(lang, "intake.state."+code+"_text")
}

// reply sends the reporter's message with the files it brings.
func (p *Pages) reply(w http.ResponseWriter, r *http.Request) error {
	values, err := p.read(w, r, func(values url.Values, part *multipart.Part) error {
		if part.FormName() != "berkas" {
			return nil
		}
		err := p.gate.allow(p.gate.Of(p.Client(r)).file)
		if err != nil {
			return err
		}
		_, err = p.Desk.StageReply(r.Context(), p.Office.Institution, values.Get("kode"), evidence.StageIn{Name: part.FileName(), Body: part})
		return err
	})
	if values == nil {
		return err
	}
	if err == nil {
		err = p.gate.allow(p.gate.Of(p.Client(r)).send)
	}
	if err == nil {
		err = p.Desk.Reply(r.Context(), p.Office.Institution, intake.ReplyIn{Code: values.Get("kode"), Key: values.Get("kunci"), Text: values.Get("balasan")})
	}
	if err == nil {
		values.Del("balasan")
		values.Del("kunci") // what is written next is another reply
		r = ui.WithFrame(r, func(f *ui.Frame) { f.Flash = p.UI.T(ui.Lang(r), "intake.inbox.replied") })
	}
	return p.renderInbox(w, r, values, err)
}

// tidy hides one message from the reporter's side, or takes the report back.
func (p *Pages) tidy(w http.ResponseWriter, r *http.Request) error {
	values, err := p.read(w, r, nil)
	if err != nil {
		return err
	}
	done := ""
	switch {
	case values.Get("hapus") != "":
		err = p.Desk.Hide(r.Context(), p.Office.Institution, values.Get("kode"), values.Get("hapus"))
		done = "intake.inbox.hidden"
	case values.Get("tarik") == "ya":
		err = p.Desk.Withdraw(r.Context(), p.Office.Institution, values.Get("kode"))
		done = "intake.inbox.withdrawn"
	}
	if err == nil && done != "" {
		r = ui.WithFrame(r, func(f *ui.Frame) { f.Flash = p.UI.T(ui.Lang(r), done) })
	}
	return p.renderInbox(w, r, values, err)
}
