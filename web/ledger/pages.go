// Package ledger shows the log: the auditor's trail, and to everybody the public tree as C2SP
// tiles, checkpoint and key, so that a receipt can be checked and a rewrite is seen.
package ledger

import (
	"cmp"
	"context"
	"embed"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// Deps names what the pages stand on.
type Deps struct {
	UI       *ui.Renderer
	Log      *ledger.Log
	Calendar func() *calendar.Calendar
	// SetBack says how the log does not extend the checkpoint that is kept; nil: it does.
	SetBack func() *ledger.Broken
	// Titles names posts in words by their addresses.
	Titles func(ctx context.Context, addresses []string) (map[string]string, error)
}

// Pages are the pages of the log.
type Pages struct {
	Deps
	trail, check *ui.Page
}

// New parses the pages.
func New(d Deps) *Pages {
	return &Pages{
		Deps:  d,
		trail: d.UI.Parse(files, ui.LayoutDesk, "trail.html"),
		check: d.UI.Parse(files, ui.LayoutPublic, "check.html"),
	}
}

// Routes mounts the trail (signed in) and the public tree.
func (p *Pages) Routes(signedIn, public *http.ServeMux) {
	signedIn.Handle("GET /jejak", p.UI.Handle(p.showTrail))
	public.Handle("GET /periksa-bukti", p.UI.Handle(p.showCheck))
	public.Handle("POST /periksa-bukti", p.UI.Handle(p.doCheck))
	public.Handle("GET /checkpoint", p.UI.Handle(p.checkpoint))
	public.Handle("GET /checkpoint.key", p.UI.Handle(p.key))
	public.Handle("GET /tile/{path...}", p.UI.Handle(p.tile))
}

type trailPage struct {
	ui.Frame
	Warnings     []string
	Show         ui.Field // everything, or only what was opened
	Kind, Object ui.Field
	Table        ui.Table
	Pages        ui.Pages
}

const pageSize = 50

func (p *Pages) showTrail(w http.ResponseWriter, r *http.Request) error {
	who, _, err := access.From(r.Context())
	if err != nil {
		return err
	}
	q := r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("sebelum"), 10, 64)
	f := ledger.Filter{Kind: strings.TrimSpace(q.Get("jenis")), Object: strings.TrimSpace(q.Get("objek")), Before: before, Limit: pageSize}
	chosen := url.Values{"tampil": {"semua"}, "jenis": {f.Kind}, "objek": {f.Object}}
	if q.Get("tampil") == onlyOpened {
		f.Kinds = opened()
		chosen.Set("tampil", onlyOpened)
	}
	entries, err := p.Log.Find(r.Context(), who, f)
	if err != nil {
		return err
	}
	page := &trailPage{Frame: p.UI.Frame(r, "ledger.trail.title")}
	page.Warnings, err = p.warnings(r.Context(), page.Lang)
	if err != nil {
		return err
	}
	form := p.UI.Form(&page.Frame, chosen)
	page.Show = form.Radios("tampil", "ledger.trail.show", form.Option("semua", "ledger.trail.all"), form.Option(onlyOpened, "ledger.trail.opened"))
	page.Show.Small, page.Show.Inline = true, true
	page.Kind = form.Text("jenis", "ledger.trail.kind")
	page.Object = form.Text("objek", "ledger.trail.object")
	page.Table, err = p.table(r.Context(), page.Lang, who, entries)
	if err != nil {
		return err
	}
	if len(entries) == pageSize {
		next := maps.Clone(chosen)
		next.Set("sebelum", strconv.FormatInt(entries[pageSize-1].Index, 10))
		page.Pages.Next = "/jejak?" + next.Encode()
	}
	if before > 0 {
		page.Pages.Prev = "/jejak?" + chosen.Encode()
	}
	return p.trail.Render(w, http.StatusOK, page)
}

func (p *Pages) table(ctx context.Context, lang words.Lang, who rambu.Actor, entries []ledger.Entry) (ui.Table, error) {
	t := func(key string) string { return p.UI.T(lang, key) }
	out := ui.Table{
		Caption: t("ledger.trail.caption"), Empty: t("ledger.trail.empty"),
		Columns: []ui.Column{
			{Text: t("ledger.trail.index"), Num: true},
			{Text: t("ledger.trail.at")},
			{Text: t("ledger.trail.kind")},
			{Text: t("ledger.trail.who")},
			{Text: t("ledger.trail.object")},
			{Text: t("ledger.trail.why")},
		},
	}
	cal := p.Calendar()
	zone, err := cal.Zone(who.Region)
	letters := zone.Letters
	if err != nil {
		letters = "UTC"
	}
	posts := make([]string, 0, len(entries))
	for _, e := range entries {
		posts = append(append(posts, e.Post), e.Facts("second_post")...)
	}
	titles, err := p.Titles(ctx, posts)
	if err != nil {
		return out, err
	}
	for _, e := range entries {
		post := cmp.Or(titles[e.Post], e.Post, e.Account)
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: strconv.FormatInt(e.Index, 10)},
			{Text: words.DateTime(lang, cal.Local(who.Region, e.At), letters)},
			p.kind(lang, e.Kind),
			{Text: post},
			{Text: e.Object},
			{Text: cmp.Or(p.why(lang, e, titles), "–")},
		})
	}
	return out, nil
}

// kind is the cell of what was done; an opening of something sealed stands out.
func (p *Pages) kind(lang words.Lang, kind string) ui.Cell {
	if slices.Contains(opened(), kind) {
		return ui.Cell{Badge: &ui.Badge{Look: ui.LookSecret, Text: p.kindName(lang, kind)}}
	}
	return ui.Cell{Text: p.kindName(lang, kind)}
}

// kindName says what an operation was in words; one without a sentence shows its own name.
func (p *Pages) kindName(lang words.Lang, kind string) string {
	key := "ledger.kind." + strings.ReplaceAll(kind, ".", "_")
	if p.UI.Words().Has(lang, key) {
		return p.UI.T(lang, key)
	}
	return kind
}

type checkPage struct {
	ui.Frame
	Warnings []string
	Proof    ui.Field
	Result   []ui.Row
	Good     ui.Panel
	Key      string
}

// warnings say, to everybody and for good, what the log has lost. The operator's reason is for the trail.
func (p *Pages) warnings(ctx context.Context, lang words.Lang) ([]string, error) {
	var out []string
	if b := p.SetBack(); b != nil {
		out = append(out, p.UI.T(lang, "ledger.check.set_back", "which", b.Which))
	}
	losses, err := p.Log.Losses(ctx)
	for _, l := range losses {
		key := "ledger.check.loss"
		if l.Root == "" {
			key = "ledger.check.loss_unknown"
		}
		out = append(out, p.UI.T(lang, key, "size", strconv.FormatInt(l.Size, 10), "root", l.Root, "at", words.DateTime(lang, l.At, "UTC")))
	}
	return out, err
}

func (p *Pages) showCheck(w http.ResponseWriter, r *http.Request) error {
	return p.renderCheck(w, r, nil, nil, "")
}

func (p *Pages) renderCheck(w http.ResponseWriter, r *http.Request, err error, values url.Values, body string) error {
	page := &checkPage{Frame: p.UI.Frame(r, "ledger.check.title"), Key: p.Log.VerifierKey()}
	warnings, warnErr := p.warnings(r.Context(), page.Lang)
	if warnErr != nil {
		return warnErr
	}
	page.Warnings = warnings
	status := http.StatusOK
	if err != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, err)
		status = ui.Status(err)
	}
	form := p.UI.Form(&page.Frame, values)
	page.Proof = form.Area("bukti", "ledger.check.proof")
	page.Proof.Rows = 10
	if body != "" {
		page.Result = p.result(page.Lang, body)
		page.Good = ui.Panel{Title: p.UI.T(page.Lang, "ledger.check.good")}
	}
	return p.check.Render(w, status, page)
}

// result shows what the proof proves: the operation's own lines, without its digests.
func (p *Pages) result(lang words.Lang, body string) []ui.Row {
	var rows []ui.Row
	for line := range strings.Lines(body) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || !slices.Contains([]string{"at", "kind", "institution", "object"}, name) {
			continue
		}
		if v, err := strconv.Unquote(value); err == nil {
			value = v
		}
		if name == "kind" {
			value = p.kindName(lang, value)
		}
		rows = append(rows, ui.Row{Key: p.UI.T(lang, "ledger.check.line_"+name), Value: value})
	}
	return rows
}

func (p *Pages) doCheck(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	text := in.Required("bukti", 100_000, "ledger.error.proof") + "\n" // a signed note ends in a line end, which forms lose
	err = in.Err()
	body := ""
	if err == nil {
		body, err = p.Log.CheckReceipt(r.Context(), text)
	}
	return p.renderCheck(w, r, err, in.Values, body)
}

func (p *Pages) checkpoint(w http.ResponseWriter, r *http.Request) error {
	text, err := p.Log.Public().Checkpoint(r.Context())
	if err != nil {
		return err
	}
	return plain(w, "no-store", text)
}

func (p *Pages) key(w http.ResponseWriter, _ *http.Request) error {
	return plain(w, "public, max-age=3600", []byte(p.Log.VerifierKey()+"\n"))
}

func (p *Pages) tile(w http.ResponseWriter, r *http.Request) error {
	level, n, width, err := ledger.ParseTilePath(r.PathValue("path"))
	if err != nil {
		return err
	}
	var data []byte
	if level < 0 {
		data, err = p.Log.Public().Entries(r.Context(), n, width)
	} else {
		data, err = p.Log.Public().Tile(r.Context(), level, n, width)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // a tile never changes
	_, err = w.Write(data)                                                 //nolint:gosec // hashes and nothing that a browser would show
	return err
}

func plain(w http.ResponseWriter, cache string, text []byte) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", cache)
	_, err := w.Write(text)
	return err
}
