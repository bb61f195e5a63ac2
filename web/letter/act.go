package letter

import (
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

// back answers a finished step with the letter's page.
func back(w http.ResponseWriter, r *http.Request) error { return to(w, r, r.PathValue("id")) }

// to answers with a letter's page. An id has no slash, so it stays on this site.
func to(w http.ResponseWriter, r *http.Request, id string) error {
	http.Redirect(w, r, "/surat/"+url.PathEscape(id), http.StatusSeeOther)
	return nil
}

// mine reports whether an error belongs to what was typed.
func (p *Pages) mine(r *http.Request, err error) bool {
	_, ok := p.UI.Problems(ui.Lang(r), err)
	return ok
}

func (p *Pages) doAcknowledge(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	err = p.Desk.Acknowledge(r.Context(), who, r.PathValue("id"), in.Text("name", 200))
	if p.mine(r, err) {
		return p.renderShow(w, r, err, in)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}

func (p *Pages) doFile(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	err = p.Desk.File(r.Context(), who, r.PathValue("id"))
	if p.mine(r, err) {
		return p.renderShow(w, r, err, nil)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}

// doSend sends and delivers. A copy that cannot be delivered now stays in the queue, where the
// page shows it and a job tries again.
func (p *Pages) doSend(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = p.Desk.Send(r.Context(), who, id)
	if p.mine(r, err) {
		return p.renderShow(w, r, err, nil)
	}
	if err != nil {
		return err
	}
	err = p.Desk.DeliverAll(r.Context(), who, id)
	if err != nil {
		p.UI.Log.ErrorContext(r.Context(), "letter waits for delivery", slog.String("letter", id), slog.String("detail", err.Error()))
	}
	return back(w, r)
}

type signPage struct {
	ui.Frame
	ID                       string
	Version                  string // of the draft as it is shown
	Lines, Name, NIP, Number ui.Field
	Date                     ui.Field
	Remarks                  *ui.Remarks // on the citations of the letter
	Confirm                  *ui.Field   // nil while none is wrong
}

func (p *Pages) signPage(r *http.Request, problem error, values url.Values) (*signPage, int) {
	page := &signPage{Frame: p.UI.Frame(r, "letter.sign.title"), ID: r.PathValue("id"), Version: values.Get("versi")}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Lines, page.Name, page.NIP = fm.Area("lines", "letter.sign.lines"), fm.Text("name", "letter.sign.name"), fm.Text("nip", "letter.sign.nip")
	page.Lines.Rows = 2
	page.Number, page.Date = fm.Text("number", "letter.sign.number"), fm.Date("date", "letter.sign.date")
	return page, status
}

func (p *Pages) showSign(w http.ResponseWriter, r *http.Request) error {
	values, err := p.proposed(r)
	if err != nil {
		return err
	}
	page, status, err := p.signRemarked(r, nil, values)
	if err != nil {
		return err
	}
	return p.sign.Render(w, status, page)
}

// signRemarked is the signature form with what the guard says of the letter. Who cannot open the
// letter cannot sign it either: he gets the form without.
func (p *Pages) signRemarked(r *http.Request, problem error, values url.Values) (*signPage, int, error) {
	page, status := p.signPage(r, problem, values)
	who, err := p.Actor(r)
	if err != nil {
		return nil, 0, err
	}
	opened, err := p.Desk.Open(r.Context(), who, page.ID)
	if kind := rambu.KindOf(err); kind == rambu.Locked || kind == rambu.Forbidden {
		return page, status, nil
	}
	if err != nil {
		return nil, 0, err
	}
	found, err := p.Desk.Remarks(who, opened, "")
	if err != nil {
		return nil, 0, err
	}
	page.Remarks, page.Confirm = p.guard().Remarks(page.Lang, found), p.guard().Confirm(p.UI.Form(&page.Frame, values), found)
	return page, status, nil
}

// proposed fills the signature form with how the office is held today.
func (p *Pages) proposed(r *http.Request) (url.Values, error) {
	who, err := p.Actor(r)
	if err != nil {
		return nil, err
	}
	o, _, err := p.Desk.Envelope(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if o == nil {
		return nil, rambu.Errorf(rambu.NotFound, "not a letter of ours")
	}
	err = p.Desk.Takes(kinds.StepSign, o.Kind)
	if err != nil {
		return nil, err
	}
	today := p.today(who)
	values := url.Values{"date": {string(today)}, "versi": {strconv.FormatInt(o.Version, 10)}}
	if p.Block == nil {
		return values, nil
	}
	b, err := p.Block(r.Context(), who, o.Signer, today)
	if err != nil {
		return nil, err
	}
	values.Set("lines", joinLines(b.Lines))
	values.Set("name", b.Name)
	values.Set("nip", b.NIP)
	return values, nil
}

// readSign reads the parts both ways of signing share.
func readSign(in *ui.Input, id string) letter.SignIn {
	version, _ := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	return letter.SignIn{
		ID: id, Version: version, Date: in.Date("date"), Number: in.Text("number", 160),
		Block: letter.SignatureBlock{Lines: splitLines(in.Text("lines", 400)), Name: in.Text("name", 150), NIP: in.Text("nip", 30)},
	}
}

func (p *Pages) doSign(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	sign := readSign(in, r.PathValue("id"))
	sign.Seen = guard.Seen(in)
	err = in.Err()
	if err == nil {
		_, err = p.Desk.Sign(r.Context(), who, sign)
	}
	if p.mine(r, err) {
		page, status, perr := p.signRemarked(r, err, in.Values)
		if perr != nil {
			return perr
		}
		return p.sign.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}

type cancelPage struct {
	ui.Frame
	ID             string
	Reason, Remark ui.Field
}

func (p *Pages) cancelPage(r *http.Request, problem error, values url.Values) (*cancelPage, int) {
	page := &cancelPage{Frame: p.UI.Frame(r, "letter.cancel_page.title"), ID: r.PathValue("id")}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	fm := p.UI.Form(&page.Frame, values)
	var options []ui.Option
	for _, reason := range letter.Reasons() {
		options = append(options, fm.Option(string(reason), "letter.cancel."+string(reason)))
	}
	page.Reason, page.Remark = fm.Radios("reason", "letter.cancel_page.reason", options...), fm.Area("remark", "letter.cancel_page.remark")
	return page, status
}

func (p *Pages) showCancel(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	o, _, err := p.Desk.Envelope(r.Context(), who, r.PathValue("id"))
	if err == nil && o != nil {
		err = p.Desk.Takes(kinds.StepCancel, o.Kind)
	}
	if err != nil {
		return err
	}
	page, status := p.cancelPage(r, nil, nil)
	return p.cancel.Render(w, status, page)
}

func (p *Pages) doCancel(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	reason, remark := in.One("reason", texts(letter.Reasons())...), in.Text("remark", 1000)
	err = in.Err()
	if err == nil {
		err = p.Desk.Cancel(r.Context(), who, r.PathValue("id"), letter.Reason(reason), remark)
	}
	if p.mine(r, err) {
		page, status := p.cancelPage(r, err, in.Values)
		return p.cancel.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return back(w, r)
}
