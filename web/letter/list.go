package letter

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type listPage struct {
	ui.Frame
	Sent        bool // outbox
	Back        string
	State, Kind ui.Field
	Late        ui.Field
	Filtered    bool
	Table       ui.Table
	Pages       ui.Pages
	Setting     bool // may change letterhead and numbers
}

// filterOf reads the filter of a list from its address; what it does not know chooses all.
func filterOf(q url.Values, states []string) letter.Filter {
	f := letter.Filter{Overdue: q.Get("lewat") == "1", After: q.Get("setelah")}
	if slices.Contains(states, q.Get("keadaan")) {
		f.State = q.Get("keadaan")
	}
	if k := kinds.Kind(q.Get("jenis")); k.Valid() {
		f.Kind = k
	}
	return f
}

func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}

// newList starts a list with its filter form.
func (p *Pages) newList(r *http.Request, title, prefix string, states []string) (*listPage, letter.Filter) {
	f := filterOf(r.URL.Query(), states)
	page := &listPage{Frame: p.UI.Frame(r, title), Back: p.Back}
	q := r.URL.Query()
	fm := p.UI.Form(&page.Frame, q)
	all := fm.Option("", "letter.list.all")
	options := []ui.Option{all}
	for _, s := range states {
		options = append(options, fm.Option(s, prefix+s))
	}
	page.State = fm.Select("keadaan", "letter.list.state", options...)
	options = []ui.Option{all}
	for _, k := range kinds.Kinds() {
		options = append(options, fm.Option(string(k), "letter.kind."+string(k)))
	}
	page.Kind = fm.Select("jenis", "letter.list.kind", options...)
	page.Late = fm.Checks("lewat", "letter.list.late", fm.Option("1", "letter.list.late_only"))
	page.Late.Small = true
	page.Filtered = f.State != "" || f.Kind != "" || f.Overdue
	return page, f
}

// nextPage links to the page after a cursor with the same filter.
func nextPage(r *http.Request, cursor string) ui.Pages {
	if cursor == "" {
		return ui.Pages{}
	}
	q := r.URL.Query()
	q.Set("setelah", cursor)
	return ui.Pages{Next: r.URL.Path + "?" + q.Encode()}
}

func (p *Pages) showInbox(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	page, f := p.newList(r, "letter.list.inbox_title", "letter.arrived.", texts(letter.ArrivedStates()))
	page.Setting = letter.MaySet(who) == nil
	found, err := p.Desk.Inbox(r.Context(), who, f)
	if err != nil {
		return err
	}
	var addresses []string
	for _, in := range found.Items {
		addresses = append(addresses, in.Sender, in.ToPost)
	}
	title, err := p.titles(r.Context(), addresses...)
	if err != nil {
		return err
	}
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Table = ui.Table{
		Caption: t("letter.list.inbox"), Empty: p.empty(page, "letter.list.inbox_empty"),
		Columns: columns(t, "letter.list.letter", "letter.list.number", "letter.list.from", "letter.list.to", "letter.list.received", "letter.list.due", "letter.list.state"),
	}
	for _, in := range found.Items {
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: t("letter.kind." + string(in.Kind)), Href: "/surat/" + in.ID},
			{Text: in.Number},
			{Text: p.sender(page.Lang, title, in.Sender)},
			{Text: title(in.ToPost)},
			{Text: day(page.Lang, in.ReceivedOn)},
			p.due(page.Lang, p.now(who), in.ReplyDue, in.AnsweredBy == ""), p.arrivedBadge(page.Lang, in.State),
		})
	}
	page.Pages = nextPage(r, found.Next)
	return p.list.Render(w, http.StatusOK, page)
}

func (p *Pages) showOutbox(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	page, f := p.newList(r, "letter.list.outbox_title", "letter.state.", texts(letter.States()))
	page.Sent, page.Setting = true, letter.MaySet(who) == nil
	found, err := p.Desk.Outbox(r.Context(), who, f)
	if err != nil {
		return err
	}
	var addresses []string
	for _, o := range found.Items {
		if len(o.Copies) > 0 {
			addresses = append(addresses, o.Copies[0].ToPost)
		}
	}
	title, err := p.titles(r.Context(), addresses...)
	if err != nil {
		return err
	}
	t := func(key string) string { return p.UI.T(page.Lang, key) }
	page.Table = ui.Table{
		Caption: t("letter.list.outbox"), Empty: p.empty(page, "letter.list.outbox_empty"),
		Columns: columns(t, "letter.list.letter", "letter.list.number", "letter.list.to", "letter.list.date", "letter.list.due", "letter.list.state"),
	}
	for _, o := range found.Items {
		page.Table.Rows = append(page.Table.Rows, []ui.Cell{
			{Text: t("letter.kind." + string(o.Kind)), Href: "/surat/" + o.ID},
			{Text: dash(o.Number)},
			{Text: p.recipients(page.Lang, title, o.Copies)},
			{Text: day(page.Lang, o.Date)},
			p.due(page.Lang, p.now(who), o.ReplyDue, o.State == letter.Sent), p.sentBadge(page.Lang, o),
		})
	}
	page.Pages = nextPage(r, found.Next)
	return p.list.Render(w, http.StatusOK, page)
}

// empty says why a list is empty: the filter, or nothing there yet.
func (p *Pages) empty(page *listPage, key string) string {
	if page.Filtered {
		key = "letter.list.filter_empty"
	}
	return p.UI.T(page.Lang, key)
}

func columns(t func(string) string, keys ...string) []ui.Column {
	out := make([]ui.Column, len(keys))
	for i, k := range keys {
		out[i] = ui.Column{Text: t(k)}
	}
	return out
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// sender names who a letter came from; a body without an address is named in its sealed body.
func (p *Pages) sender(lang words.Lang, title func(string) string, address string) string {
	if address == string(letter.FromOutside) {
		return p.UI.T(lang, "letter.list.outside")
	}
	return title(address)
}

// recipients names the first addressee and counts the others.
func (p *Pages) recipients(lang words.Lang, title func(string) string, copies []letter.Copy) string {
	if len(copies) == 0 {
		return "–"
	}
	first := title(copies[0].ToPost)
	if len(copies) == 1 {
		return first
	}
	return p.UI.T(lang, "letter.list.more", "first", first, "n", words.Number(lang, len(copies)-1))
}

// due shows the last day for an answer, with what is left while it is awaited.
func (p *Pages) due(lang words.Lang, now time.Time, due rambu.Date, waiting bool) ui.Cell {
	c := ui.Cell{Text: day(lang, due)}
	if due != "" && waiting {
		b := p.UI.LeftDay(lang, now, due, 3)
		c.Badge = &b
	}
	return c
}

func (p *Pages) arrivedBadge(lang words.Lang, s letter.ArrivedState) ui.Cell {
	look := map[letter.ArrivedState]ui.Look{
		letter.Received: ui.LookNew, letter.Acknowledged: ui.LookProgress, letter.Handled: ui.LookProgress,
		letter.Replied: ui.LookDone, letter.Filed: ui.LookDone,
	}[s]
	return ui.Cell{Badge: &ui.Badge{Look: look, Text: p.UI.T(lang, "letter.arrived."+string(s))}}
}

// sentBadge shows the state; a sent letter with a copy nobody has carried yet is not "sent".
func (p *Pages) sentBadge(lang words.Lang, o letter.Outgoing) ui.Cell {
	unsent := slices.ContainsFunc(o.Copies, func(c letter.Copy) bool {
		return c.State == letter.CopyOutside || c.State == letter.CopyQueued
	})
	if o.State == letter.Sent && unsent {
		return ui.Cell{Badge: &ui.Badge{Look: ui.LookSoon, Text: p.UI.T(lang, "letter.list.not_out")}}
	}
	look := map[letter.State]ui.Look{
		letter.Draft: ui.LookNew, letter.Signed: ui.LookProgress, letter.Sent: ui.LookWaiting,
		letter.Answered: ui.LookDone, letter.Closed: ui.LookDone, letter.Cancelled: ui.LookStopped,
	}[o.State]
	return ui.Cell{Badge: &ui.Badge{Look: look, Text: p.UI.T(lang, "letter.state."+string(o.State))}}
}
