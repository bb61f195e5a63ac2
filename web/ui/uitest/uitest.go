// Package uitest uses pages in tests as people do: signed in as whom the test names, by address,
// form and file, or over connections whose time is the test's. A page with a missing word or a double
// id fails the test that meets it.
package uitest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rambu.id"
)

// Site is pages and who uses them.
type Site struct {
	Handler http.Handler
	Actors  map[string]rambu.Actor // by the login that the test says

	tb testing.TB
}

// New is a site without pages and people yet.
func New(tb testing.TB) *Site {
	return &Site{tb: tb, Actors: map[string]rambu.Actor{}}
}

// Answer is what the server said.
type Answer struct {
	Status int
	Body   string
	Header http.Header
}

// login is the header by which a test says who asks.
const login = "Uji"

// Actor is for the pages: who asks.
func (s *Site) Actor(r *http.Request) (rambu.Actor, error) {
	who, ok := s.Actors[r.Header.Get(login)]
	if !ok {
		return rambu.Actor{}, rambu.Errorf(rambu.Unauthenticated, "nobody")
	}
	return who, nil
}

func (s *Site) ask(who, method, path, contentType string, body io.Reader) Answer {
	s.tb.Helper()
	r := httptest.NewRequestWithContext(s.tb.Context(), method, path, body)
	r.Header.Set(login, who)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		for _, fault := range Faults(w.Body.String()) {
			s.tb.Errorf("%s: %s", path, fault)
		}
	}
	return Answer{w.Code, w.Body.String(), w.Header()}
}

// Page fetches what an address shows somebody; "" is nobody who is signed in.
func (s *Site) Page(who, path string) Answer {
	s.tb.Helper()
	return s.ask(who, http.MethodGet, path, "", nil)
}

// Form sends a form with pairs of a field and its value.
func (s *Site) Form(who, path string, values ...string) Answer {
	s.tb.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Add(values[i], values[i+1])
	}
	return s.ask(who, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// Upload sends a form with a file, or with none when the file has no name.
func (s *Site) Upload(who, path, name string, content []byte, values ...string) Answer {
	s.tb.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must := func(err error) {
		if err != nil {
			s.tb.Fatal(err)
		}
	}
	for i := 0; i+1 < len(values); i += 2 {
		must(w.WriteField(values[i], values[i+1]))
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		must(err)
		_, err = part.Write(content)
		must(err)
	}
	must(w.Close())
	return s.ask(who, http.MethodPost, path, w.FormDataContentType(), &b)
}

// Goes follows a finished step to where it leads.
func (s *Site) Goes(a Answer) string {
	s.tb.Helper()
	if a.Status != http.StatusSeeOther {
		s.tb.Fatalf("got %d:\n%s", a.Status, Text(a.Body))
	}
	return a.Header.Get("Location")
}

// Reads checks that a page says something.
func (s *Site) Reads(a Answer, want ...string) {
	s.tb.Helper()
	text := Text(a.Body)
	for _, w := range want {
		if !strings.Contains(text, w) {
			s.tb.Errorf("status %d: the page does not say %q:\n%s", a.Status, w, text)
		}
	}
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg).*?</(script|style|svg)>|<[^>]*>|\s+`)

// Text is what a person reads of a page.
func Text(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}

// Faults are a page's missing words and double ids.
func Faults(page string) []string {
	var out []string
	if i := strings.Index(page, "⟦"); i >= 0 {
		out = append(out, "a word is missing: "+page[i:min(len(page), i+80)])
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return append(out, err.Error())
	}
	seen := map[string]bool{}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key != "id" {
				continue
			}
			if seen[a.Val] {
				out = append(out, "id "+a.Val+" twice")
			}
			seen[a.Val] = true
		}
	}
	return out
}
