package letter

import (
	"net/http"
	"net/url"
	"strings"

	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type writePage struct {
	ui.Frame
	Nature, Code, Signer, To, CC, Subject, Text, Due, ReplyTo ui.Field

	Remarks *ui.Remarks // on the citations typed
	Confirm *ui.Field   // nil while none is wrong
}

func (p *Pages) writePage(r *http.Request, problem error, values url.Values) (*writePage, int) {
	page := &writePage{Frame: p.UI.Frame(r, "letter.write.title")}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Nature, page.Code = p.natures(fm), fm.Text("code", "letter.write.code")
	page.Signer, page.To, page.CC = fm.Text("signer", "letter.write.signer"), fm.Area("to", "letter.write.to"), fm.Area("cc", "letter.write.cc")
	page.Subject, page.Text = fm.Text("subject", "letter.write.subject"), fm.Area("text", "letter.write.text")
	page.To.Rows, page.CC.Rows, page.Text.Rows = 3, 2, 12
	page.Due, page.ReplyTo = fm.Date("reply_due", "letter.write.due"), fm.Text("reply_to", "letter.write.reply_to")
	return page, status
}

func (p *Pages) showWrite(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page, status := p.writePage(r, nil, url.Values{"signer": {who.Post}, "to": {q.Get("untuk")}, "reply_to": {q.Get("jawab")}})
	return p.write.Render(w, status, page)
}

// addressees reads one addressee a line: the post's address and, after a space, how it is
// printed. Without one the post's title is printed.
func addressees(text string, title func(string) string) []letter.Addressee {
	var out []letter.Addressee
	for _, line := range splitLines(text) {
		post, printed, _ := strings.Cut(line, " ")
		printed = strings.TrimSpace(printed)
		if printed == "" {
			printed = title(post)
		}
		out = append(out, letter.Addressee{Post: post, Line: printed})
	}
	return out
}

func posts(text string) []string {
	var out []string
	for _, line := range splitLines(text) {
		post, _, _ := strings.Cut(line, " ")
		out = append(out, post)
	}
	return out
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
	main, copies := in.Text("to", 4000), in.Text("cc", 4000)
	title, err := p.titles(r.Context(), append(posts(main), posts(copies)...)...)
	if err != nil {
		return err
	}
	draft := letter.DraftIn{
		Payload: &kinds.Plain{}, Nature: letter.Nature(in.One("nature", texts(letter.Natures())...)), Code: in.Text("code", 40),
		Signer: in.Text("signer", 200), To: addressees(main, title), CC: addressees(copies, title), Subject: in.Text("subject", 300),
		Paragraphs: paragraphs(in.Text("text", 20000)), ReplyDue: in.Date("reply_due"), ReplyTo: in.Text("reply_to", 60),
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
		page, status := p.writePage(r, err, in.Values)
		found, ferr := p.Desk.RemarksOn(textOf(draft), p.today(who))
		if ferr != nil {
			return ferr
		}
		page.Remarks, page.Confirm = p.remarks(page.Lang, found), p.confirm(p.UI.Form(&page.Frame, in.Values), found)
		return p.write.Render(w, status, page)
	}
	if err != nil {
		return err
	}
	return to(w, r, id)
}
