package contact

import (
	"net/http"
	"net/url"
	"strings"

	"rambu.id/contact"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

type newPage struct {
	ui.Frame
	With, On, Way, Topic, Ours, Theirs, Note ui.Field
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request) error {
	return p.renderNew(w, r, nil, nil)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, values url.Values, problem error) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	page := &newPage{Frame: p.UI.Frame(r, "contact.new.title")}
	status := p.problems(&page.Frame, problem)
	others, err := p.Book.Others(r.Context(), c.who)
	if err != nil {
		return err
	}
	if values == nil {
		values = url.Values{"tanggal": {string(p.Book.Today(c.who))}}
	}
	fm := p.UI.Form(&page.Frame, values)
	var with, ways []ui.Option
	topics := []ui.Option{{Text: c.t("contact.new.choose")}}
	for _, o := range others {
		with = append(with, ui.Option{Value: string(o.ID), Text: o.Title})
	}
	for _, x := range contact.Ways() {
		ways = append(ways, ui.Option{Value: string(x), Text: c.t("contact.way." + string(x))})
	}
	for _, x := range contact.Topics() {
		topics = append(topics, ui.Option{Value: string(x), Text: c.t("contact.topic." + string(x))})
	}
	page.With, page.On = fm.Radios("dengan", "contact.new.with", with...), fm.Date("tanggal", "contact.new.on")
	page.Way, page.Topic = fm.Radios("cara", "contact.new.way", ways...), fm.Select("topik", "contact.new.topic", topics...)
	page.Ours, page.Theirs = fm.Area("kami", "contact.new.ours"), fm.Area("mereka", "contact.new.theirs")
	page.Note = fm.Text("catatan", "contact.new.note")
	page.With.Small, page.Way.Small, page.Ours.Rows, page.Theirs.Rows = true, true, 3, 3
	return p.fresh.Render(w, status, page)
}

// people reads one person a line, the post before the name.
func people(text string) []kinds.ContactPerson {
	var out []kinds.ContactPerson
	for line := range strings.SplitSeq(text, "\n") {
		post, name, _ := strings.Cut(line, ":")
		p := kinds.ContactPerson{Post: strings.Join(strings.Fields(post), " "), Name: strings.Join(strings.Fields(name), " ")}
		if p != (kinds.ContactPerson{}) {
			out = append(out, p)
		}
	}
	return out
}

func (p *Pages) doNew(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	typed := contact.In{
		With: in.Text("dengan", 200), On: in.Date("tanggal"), Way: contact.Way(in.Text("cara", 40)), Topic: contact.Topic(in.Text("topik", 40)),
		From: people(in.Text("kami", 4000)), To: people(in.Text("mereka", 4000)), Note: in.Text("catatan", kinds.MaxContactNote),
	}
	id := ""
	err = in.Err()
	if err == nil {
		id, err = p.Book.Enter(r.Context(), c.who, typed)
	}
	if id == "" && p.mine(r, err) {
		return p.renderNew(w, r, in.Values, err)
	}
	if err != nil {
		return err
	}
	return p.send(w, r, c, id)
}

// send sends an entry; what stands against it is shown on its page, where it can be tried again.
func (p *Pages) send(w http.ResponseWriter, r *http.Request, c *call, id string) error {
	err := p.Book.Send(r.Context(), c.who, id)
	if p.mine(r, err) {
		return p.renderOne(w, r, id, err)
	}
	if err != nil {
		return err
	}
	return to(w, r, id)
}

func (p *Pages) doSend(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	return p.send(w, r, c, r.PathValue("id"))
}
