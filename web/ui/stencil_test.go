package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"rambu.id/web/ui"
)

type ticket struct {
	ui.Frame
	Number string
	Door   string
}

var ticketFS = fstest.MapFS{"ticket.html": {Data: []byte(`{{define "content"}}<h1>{{t "directive.codes.title"}}</h1>
<p>{{.Door}} {{.Number}}</p>{{template "field" .Field}}<input value="{{.Number}}">
{{end}}`)}}

// Field shows the word in an attribute, too.
func (t *ticket) Field() ui.Field { return ui.Field{Kind: ui.KindText, Name: "nomor", Value: t.Number} }

// stencilled makes a ticket through a stencil and through the templates alone, and returns both pages.
func stencilled(t *testing.T, s *ui.Stencil, page *ui.Page, frame ui.Frame, door, number string) (cut, whole string) {
	t.Helper()
	blank := &ticket{Frame: frame, Door: door}
	with := func(fill []string) ui.Framed { return &ticket{Frame: frame, Door: door, Number: fill[0]} }
	sent := func(m ui.Made, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		m.Send(w, http.StatusOK)
		return w.Body.String()
	}
	return sent(s.Make(blank, []string{number}, with)), sent(page.Make(with([]string{number})))
}

func TestAStencilShowsWhatTheTemplatesShow(t *testing.T) {
	t.Parallel()
	rd := renderer(t)
	page := rd.Parse(ticketFS, ui.LayoutPublic, "ticket.html")
	s := rd.Stencil(page)
	check := func(frame ui.Frame, door, number string) {
		t.Helper()
		if cut, whole := stencilled(t, s, page, frame, door, number); cut != whole {
			t.Errorf("%s %q: the stencil shows\n%s\nand the templates\n%s", door, number, cut, whole)
		}
	}
	frames := map[string]ui.Frame{}
	for _, address := range []string{"/?bahasa=id", "/?bahasa=en"} {
		frames[address] = rd.Frame(httptest.NewRequest(http.MethodGet, address, nil), "ui.name")
	}
	for _, frame := range frames {
		for i := range 40 { // more doors than variants are kept
			check(frame, fmt.Sprintf("pintu %d", i), fmt.Sprintf("nomor %d", i*i))
			check(frame, fmt.Sprintf("pintu %d", i), "")
		}
		// What HTML writes otherwise, and lines.
		check(frame, "pintu", "<b>\"tebal\" & 'miring'+\nsatu \x00baris")
		check(frame, "ZQ00 XJ00", "nomor 1") // what looks like a mark
		frame.Problems = []ui.Problem{{Field: "nomor", Text: "Perbaiki"}}
		check(frame, "pintu", "nomor 2")
		frame.Practice = &ui.Practice{NowText: "Senin, 7 Oktober 2024"}
		check(frame, "pintu", "nomor 3")
		frame.Practice = &ui.Practice{NowText: "Selasa, 8 Oktober 2024"}
		check(frame, "pintu", "nomor 4")
	}
	check(frames["/?bahasa=id"], "pintu 39", "nomor 5")
	rd.Words().Call(map[string]string{"desa": "nagori"})
	check(frames["/?bahasa=id"], "pintu 39", "nomor 6")
}

// A page that writes its words in addresses, scripts or bare attributes is not cut.
func TestAStencilKnowsWhatItCannotCut(t *testing.T) {
	t.Parallel()
	rd := renderer(t)
	for name, body := range map[string]string{
		"address": `<a href="/x?{{.Number}}">{{.Number}}</a>`,
		"script":  `<script>var n = {{.Number}}</script>`,
		"bare":    `<p class={{.Number}}>{{.Number}}</p>`,
	} {
		page := rd.Parse(fstest.MapFS{"p.html": {Data: []byte(`{{define "content"}}` + body + `{{end}}`)}}, ui.LayoutPublic, "p.html")
		s := rd.Stencil(page)
		frame := rd.Frame(httptest.NewRequest(http.MethodGet, "/", nil), "ui.name")
		for _, number := range []string{"a b", "b", `<&"'+>`, "javascript:x"} {
			if cut, whole := stencilled(t, s, page, frame, "", number); cut != whole {
				t.Errorf("%s %q: the stencil shows\n%s\nand the templates\n%s", name, number, cut, whole)
			}
		}
	}
}
