package meeting

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rambu.id/web/ui"
)

type doorPage struct {
	ui.Frame
	ID           string
	Heading      string
	Place        string
	QR           template.URL
	First, Last  string // of the six digits
	In, Expected int
}

// showDoor is the screen at the door. It asks for itself again when the code changes, without a script.
func (p *Pages) showDoor(w http.ResponseWriter, r *http.Request) error {
	c, err := p.call(r)
	if err != nil {
		return err
	}
	s, err := p.Room.Screen(r.Context(), c.who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := &doorPage{
		Frame: p.UI.Frame(r, "meeting.door.title"), ID: s.ID, Heading: s.Title, Place: s.Place,
		First: s.Code.Digits[:3], Last: s.Code.Digits[3:], In: s.In, Expected: s.Expected,
	}
	page.Secret = true
	page.QR, err = ui.QR(p.base(r) + "/rapat/" + s.ID + "/hadir?" + url.Values{"kode": {s.Code.Token}}.Encode())
	if err != nil {
		return err
	}
	w.Header().Set("Refresh", strconv.Itoa(int(s.Code.Left/time.Second)+1))
	return p.door.Render(w, http.StatusOK, page)
}

// base is the address a phone reaches us by.
func (p *Pages) base(r *http.Request) string {
	if p.BaseURL != "" {
		return strings.TrimSuffix(p.BaseURL, "/")
	}
	if p.HTTPS {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
