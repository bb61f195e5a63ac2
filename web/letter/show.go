package letter

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type showPage struct {
	ui.Frame
	Heading string
	Back    string
	ID      string
	Rows    []ui.Row
	Sealed  bool // the body could not be opened
	Body    bodyView
	Files   ui.Table
	Copies  ui.Table
	History []ui.Event
	Actions []ui.Button
	Name    *ui.Field // acknowledge
	CanFile bool
	CanSend bool
	// Elsewhere says where a letter is signed and sent that the mail desk leaves to its noun.
	Elsewhere string
	Matter    string // address of the case, "" when it has none here
}

// showLetter shows one letter; an address that ends in .pdf is its PDF.
func (p *Pages) showLetter(w http.ResponseWriter, r *http.Request) error {
	if id, ok := strings.CutSuffix(r.PathValue("id"), ".pdf"); ok {
		return p.showPDF(w, r, id)
	}
	return p.renderShow(w, r, nil, nil)
}

// renderShow shows the letter, perhaps with the problem of a form on it. Who may see the
// envelope but holds no key sees the envelope.
func (p *Pages) renderShow(w http.ResponseWriter, r *http.Request, problem error, in *ui.Input) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	opened, err := p.Desk.Open(r.Context(), who, id)
	sealed := rambu.KindOf(err) == rambu.Locked || rambu.KindOf(err) == rambu.Forbidden
	if err != nil && !sealed {
		return err
	}
	if sealed {
		opened = &letter.Opened{ID: id}
		opened.Sent, opened.Arrived, err = p.Desk.Envelope(r.Context(), who, id)
		if err != nil {
			return err
		}
	}
	page := &showPage{Frame: p.UI.Frame(r, "letter.show.title"), ID: id, Sealed: sealed}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	if opened.Sent != nil {
		err = p.fillSent(r.Context(), who, page, opened)
	} else {
		err = p.fillArrived(r.Context(), who, page, opened, in)
	}
	if err != nil {
		return err
	}
	if sealed { // there is nothing to print
		page.Actions = slices.DeleteFunc(page.Actions, func(b ui.Button) bool { return strings.HasSuffix(b.Href, "/cetak") })
	} else {
		page.Heading = opened.Body.Subject
		page.Body = bodyOf(p.Desk.Document(opened))
		page.Files = p.filesTable(page.Lang, id, opened)
	}
	return p.show.Render(w, status, page)
}

// filesTable lists what the letter carries, each file a link.
func (p *Pages) filesTable(lang words.Lang, id string, o *letter.Opened) ui.Table {
	t := func(key string) string { return p.UI.T(lang, key) }
	table := ui.Table{Caption: t("letter.show.files"), Columns: columns(t, "letter.show.file", "letter.show.size")}
	add := func(f letter.File) {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: f.Name, Href: "/surat/" + id + "/berkas/" + f.ID}, {Text: words.Number(lang, int(f.Size)) + " B"},
		})
	}
	for _, f := range o.Body.Files {
		add(f)
	}
	if o.Block.Scan != nil {
		add(*o.Block.Scan)
	}
	return table
}

func (p *Pages) fillSent(ctx context.Context, who rambu.Actor, page *showPage, o *letter.Opened) error {
	s, lang := o.Sent, page.Lang
	t := func(key string) string { return p.UI.T(lang, key) }
	addresses := []string{s.Signer, s.Drafter}
	for _, c := range s.Copies {
		addresses = append(addresses, c.ToPost)
	}
	title, err := p.titles(ctx, addresses...)
	if err != nil {
		return err
	}
	page.Back, page.Heading = "/surat/keluar", t("letter.kind."+string(s.Kind))
	badge := p.sentBadge(lang, *s).Badge
	page.Rows = []ui.Row{
		{Key: t("letter.show.state"), Badge: badge},
		{Key: t("letter.show.kind"), Value: t("letter.kind." + string(s.Kind))},
		{Key: t("letter.show.number"), Value: dash(s.Number)},
		{Key: t("letter.show.date"), Value: day(lang, s.Date)},
		{Key: t("letter.show.nature"), Value: t("letter.nature." + string(s.Nature))},
		{Key: t("letter.show.signer"), Value: title(s.Signer)},
	}
	if s.ReplyDue != "" {
		c := p.due(lang, p.now(who), s.ReplyDue, s.State == letter.Sent)
		page.Rows = append(page.Rows, ui.Row{Key: t("letter.show.due"), Value: c.Text, Badge: c.Badge})
	}
	if s.Cancelled != "" {
		page.Rows = append(page.Rows, ui.Row{Key: t("letter.show.cancelled"), Value: t("letter.cancel."+string(s.Cancelled)) + "\n" + o.Remark})
	}
	page.Copies = p.copiesTable(page, who, s, title)
	page.Actions, page.CanSend = p.actions(lang, who, s), s.State == letter.Signed && p.takes(kinds.StepSend, s)
	if (s.State == letter.Draft || s.State == letter.Signed) && !p.takes(kinds.StepSign, s) {
		page.Elsewhere = t("letter.error.elsewhere_" + string(s.Kind))
		if rambu.ValidID("pkr", s.About) {
			page.Matter = "/perkara/" + s.About
		}
	}
	for _, e := range []struct{ at, key, who string }{
		{p.when(lang, who, s.CreatedAt), "letter.show.drafted", title(s.Drafter)},
		{p.when(lang, who, s.SignedAt), "letter.show.signed_" + string(s.Method), title(s.Signer)},
		{p.when(lang, who, s.SentAt), "letter.show.sent", ""},
		{p.when(lang, who, s.AnsweredAt), "letter.show.answered", ""},
	} {
		if e.at != "" {
			page.History = append(page.History, ui.Event{When: e.at, Title: t(e.key), Who: e.who})
		}
	}
	return nil
}

// copiesTable lists the recipients, each with its own fate.
func (p *Pages) copiesTable(page *showPage, who rambu.Actor, s *letter.Outgoing, title func(string) string) ui.Table {
	lang := page.Lang
	t := func(key string) string { return p.UI.T(lang, key) }
	table := ui.Table{
		Caption: t("letter.show.copies"),
		Columns: columns(t, "letter.show.to", "letter.show.fate", "letter.show.arrived", "letter.show.receipt"),
	}
	for _, c := range s.Copies {
		fate := ui.Cell{Badge: &ui.Badge{Look: copyLook(c.State), Text: t("letter.copy." + string(c.State))}}
		if c.ByHand() {
			fate.Text, fate.Href = t("letter.show.hand"), "/surat/"+s.ID+"/serah/"+c.ID
		}
		arrived := p.when(lang, who, c.DeliveredAt)
		if c.HandedOn != "" {
			arrived = day(lang, c.HandedOn) + ", " + t("letter.way."+string(c.How))
		}
		receipt := c.Proof.Name
		if !c.AckAt.IsZero() {
			receipt = strings.TrimSpace(receipt + " " + p.when(lang, who, c.AckAt))
		}
		cell := ui.Cell{Text: dash(receipt)}
		if c.Proof.Scan != nil {
			cell.Href = "/surat/" + s.ID + "/berkas/" + c.Proof.Scan.ID
		}
		to := title(c.ToPost)
		if c.Part == letter.PartCC {
			to = p.UI.T(lang, "letter.show.copy_to", "to", to)
		}
		table.Rows = append(table.Rows, []ui.Cell{{Text: to}, fate, {Text: dash(arrived)}, cell})
	}
	return table
}

func copyLook(s letter.CopyState) ui.Look {
	return map[letter.CopyState]ui.Look{
		letter.CopyPrepared: ui.LookNew, letter.CopyQueued: ui.LookSoon, letter.CopyDelivered: ui.LookProgress,
		letter.CopyReceipted: ui.LookDone, letter.CopyOutside: ui.LookSoon, letter.CopyHandedOn: ui.LookDone,
	}[s]
}

// takes reports whether the mail desk takes a step with a letter, or leaves it to its noun.
func (p *Pages) takes(step kinds.Step, s *letter.Outgoing) bool {
	return p.Desk.Takes(step, s.Kind) == nil
}

// actions are the next steps of a letter of ours that have a page of their own.
func (p *Pages) actions(lang words.Lang, who rambu.Actor, s *letter.Outgoing) []ui.Button {
	var out []ui.Button
	add := func(path, key, look string) {
		out = append(out, ui.Button{Text: p.UI.T(lang, key), Href: "/surat/" + s.ID + path, Look: look})
	}
	if s.State == letter.Draft && who.Post == s.Signer && p.takes(kinds.StepSign, s) {
		add("/tanda-tangan", "letter.show.sign", "")
	}
	if s.State == letter.Draft && s.Kind == kinds.KindPlain && mayChange(who, s) {
		add("/ubah", "letter.show.change", "secondary")
	}
	if s.State == letter.Draft && p.takes(kinds.StepSign, s) {
		add("/tanda-tangan-luar", "letter.show.sign_outside", "secondary")
	}
	add("/cetak", "ui.print", "secondary")
	if s.State == letter.Sent {
		out = append(out, ui.Button{Text: p.UI.T(lang, "letter.show.register_answer"), Href: "/surat/catat?jawab=" + s.ID, Look: "secondary"})
	}
	if (s.State == letter.Draft || s.State == letter.Signed) && p.takes(kinds.StepCancel, s) {
		add("/batal", "letter.show.cancel", "warning")
	}
	return out
}

func (p *Pages) fillArrived(ctx context.Context, who rambu.Actor, page *showPage, o *letter.Opened, in *ui.Input) error {
	a, lang := o.Arrived, page.Lang
	t := func(key string) string { return p.UI.T(lang, key) }
	title, err := p.titles(ctx, a.Sender, a.ToPost)
	if err != nil {
		return err
	}
	from := p.sender(lang, title, a.Sender)
	if o.Body.From != "" {
		from = o.Body.From
	}
	page.Back, page.Heading = "/surat", t("letter.kind."+string(a.Kind))
	page.Rows = []ui.Row{
		{Key: t("letter.show.state"), Badge: p.arrivedBadge(lang, a.State).Badge},
		{Key: t("letter.show.kind"), Value: t("letter.kind." + string(a.Kind))},
		{Key: t("letter.show.number"), Value: a.Number},
		{Key: t("letter.show.date"), Value: day(lang, a.Date)},
		{Key: t("letter.show.nature"), Value: t("letter.nature." + string(a.Nature))},
		{Key: t("letter.show.from"), Value: from},
		{Key: t("letter.show.to"), Value: title(a.ToPost)},
		{Key: t("letter.show.received"), Value: day(lang, a.ReceivedOn)},
	}
	if a.ReplyDue != "" {
		c := p.due(lang, p.now(who), a.ReplyDue, a.AnsweredBy == "")
		page.Rows = append(page.Rows, ui.Row{Key: t("letter.show.due"), Value: c.Text, Badge: c.Badge})
	}
	if a.ReplyTo != "" {
		page.Rows = append(page.Rows, ui.Row{Key: t("letter.show.reply_to"), Value: a.ReplyTo, Href: "/surat/" + a.ReplyTo, Action: t("letter.show.open")})
	}
	page.Actions = []ui.Button{{Text: t("ui.print"), Href: "/surat/" + a.ID + "/cetak", Look: "secondary"}}
	if o.Header.Signer != "" && a.AnsweredBy == "" && a.Kind == kinds.KindPlain {
		q := url.Values{"jawab": {a.Letter}, "untuk": {o.Header.Signer}}
		page.Actions = append(page.Actions, ui.Button{Text: t("letter.show.reply"), Href: "/surat/tulis?" + q.Encode(), Look: "secondary"})
	}
	if a.AckAt.IsZero() {
		var typed url.Values
		if in != nil {
			typed = in.Values
		}
		f := p.UI.Form(&page.Frame, typed).Text("name", "letter.show.receipt_name")
		page.Name = &f
	} else {
		page.History = append(page.History, ui.Event{When: p.when(lang, who, a.AckAt), Title: t("letter.show.acknowledged"), Who: title(a.AckPost)})
	}
	page.CanFile = a.State != letter.Filed && !a.AckAt.IsZero() && a.Kind != kinds.KindForwardedStudy
	return nil
}

// showPDF answers with the letter as PDF.
func (p *Pages) showPDF(w http.ResponseWriter, r *http.Request, id string) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	opened, err := p.Desk.Open(r.Context(), who, id)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = p.Desk.PDF(&b, opened)
	if err != nil {
		return err
	}
	download(w, "application/pdf", id+".pdf", "inline")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = w.Write(b.Bytes()) // the reader went away; there is nobody to tell
	return nil
}

// showFile sends a file of a letter. It is always saved, never shown: what others attached must
// not run as a page of ours.
func (p *Pages) showFile(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	f, body, err := p.Desk.ReadFile(r.Context(), who, r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer body.Close()
	download(w, "application/octet-stream", f.Name, "attachment")
	w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	_, err = io.Copy(w, body)
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
