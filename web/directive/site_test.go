package directive_test

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
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law/cite"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/web/ui"

	webdir "rambu.id/web/directive"
)

const (
	pemda = groundtest.Government
	camat = pemda + "/camat/18.01.06" // of 29 villages and wards
)

// site is the pages over the posts of a whole regency: 260 villages and wards in 17 districts.
type site struct {
	*directive.Desk
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
	s.Desk, err = directive.Open(t.Context(), directive.Config{
		Log: s.Log, Keys: s.Keys, Blobs: s.Blobs, Pack: s.Law, Procedure: s.Procedure, Roster: s.Roster, Access: s.Access,
		Audience: directive.FromRoster(s.Roster), Words: s.Words, BaseURL: "https://rambu.contoh.id", Guard: cite.New(s.Law),
	})
	s.Must(err)
	s.settle()
	rd := ui.New(s.Words)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webdir.New(webdir.Deps{Desk: s.Desk, UI: rd, Roster: s.Roster, Machine: s.Clock, Actor: s.actor}).Routes(mux, mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{MaxBody: func(*http.Request) int64 { return directive.MaxFile + 1<<20 }})
	return s
}

func (s *site) settle() {
	s.T.Helper()
	plan, err := roster.MakePlan(s.Roster.Regions(), roster.Setup{Region: groundtest.Area})
	s.Must(err)
	s.Seed(plan)
	s.Found(pemda, seal.KindLetter)
	s.actors["sekda"] = s.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	s.actors["camat"] = s.Officer(camat, "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	s.actors["kadis"] = s.Officer(pemda+"/dinkes/kepala", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	village := pemda + "/desa/" + s.Roster.Regions().Children("18.01.06")[20].Code
	kades := s.Account(s.Person(village, "Penjabat Contoh", roster.SubjectPNS))
	s.actors["kades"] = s.Session(village, kades.ID, nil, rambu.RoleFieldStaff) // who holds no letter key
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

// written is a directive to every camat, village and ward head, by the form.
func (s *site) written() string {
	s.T.Helper()
	return s.goes(s.post("sekda", "/arahan/tulis", "langkah", "simpan", "penanda_tangan", pemda+"/sekda", "judul", "Netralitas", "jumlah", "3",
		"butir-1", "Tetap netral.", "butir-2", "Layanan berjalan.", "butir-3", "Fasilitas negara tidak dipakai.", "asal-3", "Rakor, keputusan 3",
		"untuk", "jabatan-camat", "untuk", "golongan-kepala-desa", "untuk", "golongan-lurah", "dasar", "uu-20-2023", "pasal", "Pasal 9 ayat (2)",
		"batas-d", "9", "batas-m", "10", "batas-y", "2024"))
}

func (s *site) sent() string {
	s.T.Helper()
	at := s.written()
	s.goes(s.post("sekda", at+"/kirim", "versi", "1"))
	return at
}

// short is the path of the short link a directive's page shows.
func (s *site) short(at string) string {
	s.T.Helper()
	m := regexp.MustCompile(`https://rambu\.contoh\.id(/a/[0-9a-z-]+)`).FindStringSubmatch(s.get("sekda", at).body)
	if m == nil {
		s.T.Fatal("the page shows no short link")
	}
	return m[1]
}

// upload sends a form with a file.
func (s *site) upload(login, path, name string, content []byte, values ...string) answer {
	s.T.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(values); i += 2 {
		s.Must(w.WriteField(values[i], values[i+1]))
	}
	part, err := w.CreateFormFile("file", name)
	s.Must(err)
	_, err = part.Write(content)
	s.Must(err)
	s.Must(w.Close())
	return s.send(login, http.MethodPost, path, w.FormDataContentType(), &b)
}
