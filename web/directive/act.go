package directive

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/seal/attachment"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

// step runs one button of a directive's page and comes back to it.
func (p *Pages) step(w http.ResponseWriter, r *http.Request, do func(who rambu.Actor, id string, in *ui.Input) error) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = do(who, id, in)
	if p.mine(r, err) {
		return p.renderOne(w, r, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, id, "")
}

func (p *Pages) doSend(w http.ResponseWriter, r *http.Request) error {
	return p.step(w, r, func(who rambu.Actor, id string, in *ui.Input) error {
		return p.Desk.Send(r.Context(), who, directive.SendIn{ID: id, Version: version(in), Seen: guard.Seen(in)})
	})
}

func (p *Pages) doAcknowledge(w http.ResponseWriter, r *http.Request) error {
	return p.step(w, r, func(who rambu.Actor, id string, _ *ui.Input) error { return p.Desk.Acknowledge(r.Context(), who, id) })
}

func (p *Pages) doDrop(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	err = p.Desk.Drop(r.Context(), who, r.PathValue("id"), version(in))
	if p.mine(r, err) {
		return p.renderOne(w, r, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/arahan/keluar", http.StatusSeeOther)
	return nil
}

type withdrawPage struct {
	ui.Frame
	ID, Heading string
	Version     int64
	Reason      ui.Field
}

func (p *Pages) renderWithdraw(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	page := &withdrawPage{Frame: p.UI.Frame(r, "directive.withdraw.title"), ID: c.o.ID, Heading: c.o.Body.Title, Version: c.o.Version}
	status := p.problems(&page.Frame, problem)
	page.Reason = p.UI.Form(&page.Frame, values).Area("alasan", "directive.withdraw.reason")
	return p.withdraw.Render(w, status, page)
}

func (p *Pages) showWithdraw(w http.ResponseWriter, r *http.Request) error {
	return p.renderWithdraw(w, r, nil, nil)
}

func (p *Pages) doWithdraw(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	why := in.Text("alasan", 1200)
	err = in.Err()
	if err == nil {
		err = p.Desk.Withdraw(r.Context(), who, r.PathValue("id"), version(in), why)
	}
	if p.mine(r, err) {
		return p.renderWithdraw(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, r.PathValue("id"), "")
}

type passPage struct {
	ui.Frame
	ID, Heading string
	To          ui.Field
}

func (p *Pages) renderPass(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	below, err := p.Desk.Below(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &passPage{Frame: p.UI.Frame(r, "directive.pass.title"), ID: c.o.ID, Heading: c.o.Body.Title}
	status := p.problems(&page.Frame, problem)
	if values == nil { // all of them, so that one tap passes it on
		values = url.Values{}
		for _, a := range below {
			values.Add("kepada", a.Post)
		}
	}
	page.To = p.UI.Form(&page.Frame, values).Checks("kepada", "directive.pass.to", postOptions(below)...)
	page.To.Small = true
	return p.pass.Render(w, status, page)
}

func postOptions(posts []directive.Addressee) []ui.Option {
	out := make([]ui.Option, len(posts))
	for i, a := range posts {
		out[i] = ui.Option{Value: a.Post, Text: a.Title}
	}
	return out
}

func (p *Pages) showPass(w http.ResponseWriter, r *http.Request) error {
	return p.renderPass(w, r, nil, nil)
}

func (p *Pages) doPass(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	below, err := p.Desk.Below(r.Context(), who)
	if err != nil {
		return err
	}
	var except []string
	for _, a := range below {
		if !slices.Contains(in.Values["kepada"], a.Post) {
			except = append(except, a.Post)
		}
	}
	err = p.Desk.PassOn(r.Context(), who, r.PathValue("id"), except)
	if p.mine(r, err) {
		return p.renderPass(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, r.PathValue("id"), "")
}

type toldPage struct {
	ui.Frame
	ID, Heading                string
	Post, Name, On, Time, Note ui.Field
}

func (p *Pages) renderTold(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	below, err := c.tellable()
	if err != nil {
		return err
	}
	page := &toldPage{Frame: p.UI.Frame(r, "directive.told.title"), ID: c.o.ID, Heading: c.o.Body.Title}
	status := p.problems(&page.Frame, problem)
	if values == nil {
		values = url.Values{"tanggal": {string(p.Desk.Today(c.who))}, "desa": {r.URL.Query().Get("desa")}}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Post = fm.Select("desa", "directive.told.post", append([]ui.Option{{Text: c.t("directive.told.choose")}}, postOptions(below)...)...)
	page.Name, page.On = fm.Text("nama", "directive.told.name"), fm.Date("tanggal", "directive.told.on")
	page.Time, page.Note = fm.Text("pukul", "directive.told.time"), fm.Area("catatan", "directive.told.note")
	page.Time.Width, page.Note.Rows = "5", 3
	return p.told.Render(w, status, page)
}

// tellable are those directly below, first whom the directive addresses and who has said nothing.
func (c *call) tellable() ([]directive.Addressee, error) {
	below, err := c.p.Desk.Below(c.r.Context(), c.who)
	if err != nil {
		return nil, err
	}
	tiles, err := c.p.Desk.Tiles(c.r.Context(), c.who, c.o.ID)
	rank := func(a directive.Addressee) int {
		n := slices.IndexFunc(tiles, func(t directive.Tile) bool { return t.Post == a.Post })
		switch {
		case n < 0:
			return 2
		case tiles[n].Ack != nil:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(below, func(a, b directive.Addressee) int { return cmp.Compare(rank(a), rank(b)) })
	return below, err
}

func (p *Pages) showTold(w http.ResponseWriter, r *http.Request) error {
	return p.renderTold(w, r, nil, nil)
}

func (p *Pages) doTold(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	told := directive.ToldIn{
		Directive: r.PathValue("id"), Post: in.Text("desa", 200), Name: in.Text("nama", 120), On: in.Date("tanggal"), Time: in.Text("pukul", 10),
		Note: in.Text("catatan", 1200),
	}
	err = in.Err()
	if err == nil {
		err = p.Desk.RecordTold(r.Context(), who, told)
	}
	if p.mine(r, err) {
		return p.renderTold(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, told.Directive, "/sebaran")
}

type proofPage struct {
	ui.Frame
	ID, Heading       string
	About, File, Note ui.Field
}

func (p *Pages) renderProof(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	below, err := p.Desk.Below(r.Context(), c.who)
	if err != nil {
		return err
	}
	page := &proofPage{Frame: p.UI.Frame(r, "directive.proof.title"), ID: c.o.ID, Heading: c.o.Body.Title}
	status := p.problems(&page.Frame, problem)
	fm := p.UI.Form(&page.Frame, values)
	own := ui.Option{Value: c.who.Post, Text: c.t("directive.proof.own")}
	page.About = fm.Select("tentang", "directive.proof.about", append([]ui.Option{own}, postOptions(below)...)...)
	page.File, page.Note = fm.File("file", "directive.proof.file"), fm.Text("catatan", "directive.proof.note")
	page.File.Accept = strings.Join(attachment.Pictures(), ",")
	return p.proof.Render(w, status, page)
}

func (p *Pages) showProof(w http.ResponseWriter, r *http.Request) error {
	return p.renderProof(w, r, nil, nil)
}

func (p *Pages) doProof(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	_, err = p.Desk.Get(r.Context(), who, r.PathValue("id")) // before anything is taken in
	if err != nil {
		return err
	}
	in, file, err := p.readUpload(r, p.Desk.Attach)
	if err == nil {
		err = p.Desk.AddProof(r.Context(), who, directive.ProofIn{
			Directive: r.PathValue("id"), About: in.Text("tentang", 200), File: file, Note: in.Text("catatan", 1200),
		})
	}
	if p.mine(r, err) {
		var values url.Values
		if in != nil {
			values = in.Values
		}
		return p.renderProof(w, r, values, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, r.PathValue("id"), "")
}

// sendProof sends a file. It is always saved, never shown: what others attached must not run as
// a page of ours.
func (p *Pages) sendProof(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	f, body, err := p.Desk.ReadProof(r.Context(), who, r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer body.Close()
	download(w, "application/octet-stream", f.File.Name, "attachment")
	w.Header().Set("Content-Length", strconv.FormatInt(f.File.Size, 10))
	_, err = io.Copy(w, body)
	return err
}
