package casefile

import (
	"log/slog"
	"mime"
	"net/http"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/web/ui"
)

type cleanPage struct {
	ui.Frame
	Head *head
	Back string
	Rows []ui.Row
}

// picture finds a photo of the case of which a clean copy can be made.
func (c *call) picture() (*head, evidence.Described, error) {
	k, err := c.p.Desk.Find(c.r.Context(), c.who, c.id)
	if err != nil {
		return nil, evidence.Described{}, err
	}
	list, err := c.p.Evidence.Describe(c.r.Context(), c.who, k.Report)
	if err != nil {
		return nil, evidence.Described{}, err
	}
	for _, e := range list {
		if e.ID == c.r.PathValue("exhibit") && evidence.Cleanable(e.Type) {
			return c.head(k), e, nil
		}
	}
	return nil, evidence.Described{}, rambu.Errorf(rambu.NotFound, "no photo of this case")
}

// showClean says what a clean copy leaves out, and what it cannot, before one is made.
func (p *Pages) showClean(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	top, e, err := c.picture()
	if err != nil {
		return err
	}
	return c.renderClean(top, e, nil)
}

func (c *call) renderClean(top *head, e evidence.Described, problem error) error {
	page := &cleanPage{
		Frame: c.p.UI.Frame(c.r, "casefile.clean.title"), Head: top, Back: href(c.id),
		Rows: []ui.Row{
			{Key: c.t("casefile.show.file"), Value: e.Name},
			{Key: c.t("casefile.show.kind"), Value: e.Type},
			{Key: c.t("casefile.clean.as"), Value: copyName(e.Name)},
		},
	}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = c.p.UI.Problems(c.lang, problem)
		status = ui.Status(problem)
	}
	return c.p.clean.Render(c.w, status, page)
}

// copyName tells the copy from the original in the folder it is saved to.
func copyName(name string) string { return "salinan-" + name }

// doClean makes the copy and sends it; nothing of it is kept. What is no picture after all is
// told on the page as long as nothing was sent; later the download breaks off, so that nobody
// takes a half for the whole.
func (p *Pages) doClean(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(w, r)
	if err != nil {
		return err
	}
	top, e, err := c.picture()
	if err != nil {
		return err
	}
	out := &lateBody{w: w, name: copyName(e.Name)}
	_, err = p.Evidence.CopyClean(r.Context(), c.who, e.ID, out)
	switch {
	case err != nil && out.sent:
		p.UI.Log.ErrorContext(r.Context(), "a clean copy broke off", slog.String("exhibit", e.ID), slog.String("detail", err.Error()))
		panic(http.ErrAbortHandler)
	case rambu.KindOf(err) == rambu.Invalid:
		return c.renderClean(top, e, rambu.Fault(rambu.Invalid, "casefile.error.no_copy"))
	case err != nil:
		return err
	}
	return out.flush()
}

// holdBack is how much of a copy is made before the first byte leaves.
const holdBack = 1 << 20

// lateBody is the body of a download whose headers wait until it is likely to succeed.
type lateBody struct {
	w    http.ResponseWriter
	name string
	held []byte
	sent bool
}

func (b *lateBody) Write(p []byte) (int, error) {
	if b.sent {
		return b.w.Write(p)
	}
	b.held = append(b.held, p...)
	if len(b.held) < holdBack {
		return len(p), nil
	}
	return len(p), b.flush()
}

// flush sends the headers and what was held back.
func (b *lateBody) flush() error {
	if b.sent {
		return nil
	}
	b.sent = true
	h := b.w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": b.name}))
	h.Set("Cache-Control", "no-store")
	ui.NoCompression(b.w)
	_, err := b.w.Write(b.held)
	b.held = nil
	return err
}
