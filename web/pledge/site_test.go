package pledge_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db/dbtest"
	"rambu.id/pledge"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/web/ui"

	webpledge "rambu.id/web/pledge"
)

const (
	pemda = groundtest.Government
	area  = groundtest.Area
)

// site is the pages over the posts of a whole regency: 260 villages and wards in 17 districts.
type site struct {
	*pledge.Book
	*groundtest.Ground

	h      http.Handler
	actors map[string]rambu.Actor
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{
		Ground: groundtest.Open(t, groundtest.Options{DB: dbtest.SQLite(t), Start: groundtest.At("2024-10-07", 9, 0)}),
		actors: map[string]rambu.Actor{},
	}
	var err error
	s.Book, err = pledge.Open(t.Context(), pledge.Config{
		Log: s.Log, Keys: s.Keys, Blobs: s.Blobs, Pack: s.Law, Procedure: s.Procedure, Access: s.Access, Roster: s.Roster, Words: s.Words,
	})
	s.Must(err)
	s.settle()
	rd := ui.New(s.Words)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webpledge.New(webpledge.Deps{Book: s.Book, UI: rd, Roster: s.Roster, Actor: s.actor}).Routes(mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{MaxBody: func(*http.Request) int64 { return pledge.MaxFile + 1<<20 }})
	return s
}

func (s *site) settle() {
	s.T.Helper()
	plan, err := roster.MakePlan(s.Roster.Regions(), roster.Setup{Region: area})
	s.Must(err)
	s.Seed(plan)
	s.Found(pemda, seal.KindLetter)
	s.actors["bkpsdm"] = s.Officer(pemda+"/bkpsdm/disiplin", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	s.actors["rekan"] = s.Officer(pemda+"/bkpsdm/kepala", "Wira Contoh", roster.SubjectPNS, rambu.RolePersonnel, rambu.RoleSuperior)
	s.actors["kadis"] = s.Officer(pemda+"/dinkes/kepala", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	s.actors["perawat"] = s.Officer(pemda+"/dinkes/sekretaris", "Perawat Contoh", roster.SubjectPNS)
	villages := s.Roster.Regions().Children("18.01.06")
	s.actors["kades"] = s.Officer(pemda+"/desa/"+villages[len(villages)-1].Code, "Kades Contoh", roster.SubjectVillageHead, rambu.RoleFieldStaff)
}

// actor signs in whom the test's header names.
func (s *site) actor(r *http.Request) (rambu.Actor, error) {
	who, ok := s.actors[r.Header.Get("Uji")]
	if !ok {
		return rambu.Actor{}, rambu.Errorf(rambu.Unauthenticated, "nobody")
	}
	return who, nil
}

type answer struct {
	status int
	body   string
	header http.Header
}

func (s *site) send(login, method, path, contentType string, body io.Reader) answer {
	s.T.Helper()
	r := httptest.NewRequestWithContext(s.T.Context(), method, path, body)
	r.Header.Set("Uji", login)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return answer{w.Code, w.Body.String(), w.Header()}
}

func (s *site) get(login, path string) answer {
	s.T.Helper()
	return s.send(login, http.MethodGet, path, "", nil)
}

func (s *site) post(login, path string, values ...string) answer {
	s.T.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Add(values[i], values[i+1])
	}
	return s.send(login, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// goes follows a finished step to where it leads.
func (s *site) goes(a answer) string {
	s.T.Helper()
	if a.status != http.StatusSeeOther {
		s.T.Fatalf("got %d:\n%s", a.status, text(a.body))
	}
	return a.header.Get("Location")
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg).*?</(script|style|svg)>|<[^>]*>|\s+`)

// text is what a person reads of a page.
func text(html string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(html, " ")), " ")
}

func (s *site) reads(a answer, want ...string) {
	s.T.Helper()
	for _, w := range want {
		if !strings.Contains(text(a.body), w) {
			s.T.Errorf("status %d: the page does not say %q:\n%s", a.status, w, text(a.body))
		}
	}
}

// upload sends a form with a file.
func (s *site) upload(login, path, name string, content []byte, values ...string) answer {
	s.T.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(values); i += 2 {
		s.Must(w.WriteField(values[i], values[i+1]))
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		s.Must(err)
		_, err = part.Write(content)
		s.Must(err)
	}
	s.Must(w.Close())
	return s.send(login, http.MethodPost, path, w.FormDataContentType(), &b)
}
