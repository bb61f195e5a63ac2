package meeting

import (
	"net/http"
	"net/url"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/web/ui"
)

// A village head has a printed code and mostly no account. At the door it stands for his post, as
// it does under a directive; the code of the door shows that he is there. Nothing of the meeting
// is shown before both fit.

// showCard is what the QR code shows to whoever is not signed in.
func (p *Pages) showCard(w http.ResponseWriter, r *http.Request) error {
	return p.renderCard(w, r, r.URL.Query().Get("kode"), nil, nil)
}

func (p *Pages) renderCard(w http.ResponseWriter, r *http.Request, code string, values url.Values, fault error) error {
	id := r.PathValue("id")
	back := "/rapat/" + id + "/hadir"
	page := &herePage{Frame: p.UI.Frame(r, "meeting.here.title"), ID: id, Action: "/hadir/" + id, Value: code}
	page.Heading, page.Secret, page.Path = page.Title, true, back
	if code != "" {
		back += "?" + url.Values{"kode": {code}}.Encode()
	}
	page.SignIn = "/masuk?" + url.Values{"lanjut": {back}}.Encode()
	status := http.StatusOK
	if fault != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, fault)
		status = ui.Status(fault)
	}
	card := p.UI.Form(&page.Frame, values).Text("kartu", "meeting.card.code")
	card.Width = "20"
	page.Card, page.Code = &card, p.doorField(&page.Frame)
	page.Scanned = code != "" && !onDoor(page.Problems)
	return p.card.Render(w, status, page)
}

// onDoor reports whether the code of the door was wrong: then it is asked for anew.
func onDoor(all []ui.Problem) bool {
	for _, problem := range all {
		if problem.Field == "kode" {
			return true
		}
	}
	return false
}

func (p *Pages) doCard(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	card, code := in.Text("kartu", 60), in.Text("kode", 40)
	c := &arrival{call: call{p: p, r: r, lang: ui.Lang(r)}}
	i, err := p.arriveByCard(c, card, code)
	if err != nil {
		if _, mine := p.UI.Problems(c.lang, err); !mine {
			return err
		}
		return p.renderCard(w, r, code, in.Values, err)
	}
	page := p.herePage(c, "", i.Again)
	page.Back, page.Secret = "", true
	return p.card.Render(w, http.StatusOK, page)
}

func (p *Pages) arriveByCard(c *arrival, card, code string) (meeting.Invitee, error) {
	if p.Bearer == nil {
		return meeting.Invitee{}, rambu.Errorf(rambu.NotFound, "no cards here")
	}
	var err error
	c.who, err = p.Bearer(c.r.Context(), card)
	if err != nil {
		return meeting.Invitee{}, err
	}
	id := c.r.PathValue("id")
	i, err := p.Room.CheckIn(c.r.Context(), c.who, id, code)
	if rambu.KindOf(err) == rambu.NotFound {
		err = rambu.Fault(rambu.Forbidden, "meeting.error.not_invited")
	}
	if err != nil {
		return i, err
	}
	c.seat, err = p.Room.Seat(c.r.Context(), c.who, id)
	return i, err
}
