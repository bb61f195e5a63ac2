package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/internal/mail"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/web"
)

const (
	area    = "18.01"
	bawaslu = "bawaslu." + area
	pemda   = "pemda." + area
	sandi   = "kuda lumping naik sepeda"
)

// monday is nine o'clock in Lampung on 7 October 2024.
var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// site is all pages of one instance that has just been founded.
type site struct {
	t      testing.TB
	in     *instance.Instance
	legal  *clock.Practice
	pages  http.Handler
	server *httptest.Server
	links  map[string]string // set-up path by login
}

// open founds an instance with those rooms, as "rambu init" does, and serves it.
func open(t *testing.T, rooms ...string) *site {
	t.Helper()
	return openWith(t, web.Options{}, rooms...)
}

func openWith(t *testing.T, o web.Options, rooms ...string) *site {
	t.Helper()
	return openMail(t, o, nil, rooms...)
}

// openMail is openWith, with a server that takes e-mail.
func openMail(t testing.TB, o web.Options, server *mail.Server, rooms ...string) *site {
	t.Helper()
	return openAt(t, o, instance.Config{Mail: server}, rooms...)
}

// openAt is openMail, on a database that c names.
func openAt(t testing.TB, o web.Options, c instance.Config, rooms ...string) *site {
	t.Helper()
	s := &site{t: t, legal: clock.NewFrozen(monday), links: map[string]string{}}
	if o.Practice != nil {
		s.legal = o.Practice
	}
	var err error
	c.Data, c.Clock, c.Practice, c.BaseURL = t.TempDir(), s.legal, true, "https://rambu.contoh.id"
	s.in, err = instance.Open(t.Context(), c)
	s.must(err)
	t.Cleanup(func() { _ = s.in.Close() })
	founded, err := s.in.Found(t.Context(), area, rooms, roster.Terms{})
	s.must(err)
	for _, r := range founded.Rooms {
		for _, l := range r.Links {
			s.links[l.Account.Login] = "/mulai/" + l.Token
		}
	}
	s.pages, err = web.New(t.Context(), s.in, o)
	s.must(err)
	s.server = httptest.NewServer(s.pages)
	t.Cleanup(s.server.Close)
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// browser keeps cookies and follows no redirect by itself.
type browser struct {
	s *site
	c *http.Client
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &browser{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) send(method, path string, body io.Reader) answer {
	b.s.t.Helper()
	r, err := http.NewRequest(method, b.s.server.URL+path, body)
	b.s.must(err)
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.c.Do(r)
	b.s.must(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	b.s.must(err)
	if strings.Contains(string(text), "⟦") {
		b.s.t.Errorf("%s %s shows a missing key", method, path)
	}
	return answer{res.StatusCode, res.Header, string(text)}
}

func (b *browser) get(path string) answer { b.s.t.Helper(); return b.send(http.MethodGet, path, nil) }

func (b *browser) post(path string, values ...string) answer {
	b.s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	return b.send(http.MethodPost, path, strings.NewReader(form.Encode()))
}

func (a answer) goes(t testing.TB, to string) {
	t.Helper()
	if a.status != http.StatusSeeOther || a.header.Get("Location") != to {
		t.Fatalf("status %d to %q, want to be sent to %q\n%s", a.status, a.header.Get("Location"), to, a.body)
	}
}

// officer sets a founder's password, says who he is, and signs in.
func (s *site) officer(login string) *browser {
	s.t.Helper()
	b := s.browser()
	b.post(s.links[login], "password", sandi, "again", sandi, "name", "Rekaan "+strings.ReplaceAll(login, ".", " "), "mode", "definitif",
		"from-d", "1", "from-m", "8", "from-y", "2024", "decree", "SK-1/REKAAN/2024").goes(s.t, "/masuk?siap")
	b.post("/masuk", "nama", login, "sandi", sandi).goes(s.t, "/tugas")
	return b
}

var reference = regexp.MustCompile(`\b[A-Z2-7]{6}\b`)

// Nobody learns from an address whether something is behind it, nor whether he is signed in.
func TestAnUnknownAddressIsTheSameToEverybody(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	nobody, officer := s.browser(), s.officer("ketua@"+bawaslu)
	for _, path := range []string{"/tidak-ada", "/perkara/pkr_x/y/z/0", "/tugas/1", "/.env", "/wp-login.php", "/static/css/publik.css", "/mulai", "/latihan"} {
		a, b := nobody.get(path), officer.get(path)
		if a.status != http.StatusNotFound || b.status != http.StatusNotFound {
			t.Errorf("%s: status %d, signed in %d", path, a.status, b.status)
		}
		if reference.ReplaceAllString(a.body, "") != reference.ReplaceAllString(b.body, "") {
			t.Errorf("%s answers an officer otherwise than a stranger:\n%s\n%s", path, a.body, b.body)
		}
	}
	for _, path := range []string{"/tidak-ada", "/tugas", "/jejak"} { // no page takes these
		if got := nobody.post(path, "a", "b"); got.status != http.StatusNotFound {
			t.Errorf("POST %s: status %d", path, got.status)
		}
	}
}

// A page for officers sends a stranger to the sign-in, whether or not the object exists.
func TestOfficersPagesAskWhoIsThere(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu")
	b := s.browser()
	for _, path := range []string{"/tugas", "/perkara", "/perkara/pkr_x", "/laporan-masuk", "/laporan-masuk/lap_x", "/surat", "/surat/srt_x", "/sanksi", "/jejak", "/pengguna", "/jabatan", "/akun"} {
		b.get(path).goes(t, "/masuk?lanjut="+url.QueryEscape(path))
	}
	if got := b.post("/pengguna/undang", "login", "x"); got.status != http.StatusUnauthorized {
		t.Errorf("POST without a session: status %d", got.status)
	}
}

func TestWithoutBawasluThereIsNoPublicDoor(t *testing.T) {
	t.Parallel()
	s := open(t, "pemda")
	b := s.browser()
	b.get("/").goes(t, "/masuk")
	for _, path := range []string{"/lapor", "/lapor/1", "/kotak-surat"} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: status %d; a government must not take reports", path, got.status)
		}
	}
	if got := b.post("/lapor", "pintu", "langsung"); got.status != http.StatusNotFound {
		t.Errorf("POST /lapor: status %d", got.status)
	}
	for _, path := range []string{"/masuk", "/boleh", "/periksa-bukti", "/checkpoint"} {
		if got := b.get(path); got.status != http.StatusOK {
			t.Errorf("%s: status %d", path, got.status)
		}
	}
}

// The door names whose it is: a reporter must know to whom he speaks.
func TestThePublicDoorNamesItsOperator(t *testing.T) {
	t.Parallel()
	s := open(t, "pemda", "bawaslu")
	in, err := s.in.Roster.Institution(t.Context(), bawaslu)
	s.must(err)
	for _, path := range []string{"/", "/lapor", "/boleh"} {
		got := s.browser().get(path)
		if got.status != http.StatusOK || !strings.Contains(got.body, in.Name) {
			t.Errorf("%s: status %d, without %q", path, got.status, in.Name)
		}
	}
}

func TestHealthTellsOnlyWhetherItIsUp(t *testing.T) {
	// Not parallel: what fails is logged, and the log is silenced.
	old := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	t.Cleanup(func() { slog.SetDefault(old) })
	s := open(t, "bawaslu")
	b := s.browser()
	if got := b.get("/sehat"); got.status != http.StatusOK || got.body != "sehat\n" || got.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("status %d %q: %q", got.status, got.header.Get("Content-Type"), got.body)
	}
	// A log that was set back is told by the word alone: a proxy must not take the door away for it.
	s.must(os.WriteFile(filepath.Join(s.in.Config.Data, "checkpoint"), []byte("of another log"), 0o600))
	if s.in.KeepCheckpoint(t.Context()) == nil {
		t.Error("a checkpoint of another log is overwritten")
	}
	if got := b.get("/sehat"); got.status != http.StatusOK || got.body != "catatan mundur\n" {
		t.Errorf("a log that was set back: status %d, %q", got.status, got.body)
	}
	s.must(s.in.Close())
	got := b.get("/sehat")
	if got.status < 500 {
		t.Errorf("the database is closed, and the answer is %d", got.status)
	}
	for _, word := range []string{"sql", "database", "closed", "rambu.db"} {
		if strings.Contains(got.body, word) {
			t.Errorf("the answer tells of %q", word)
		}
	}
}

func TestEveryAnswerCarriesTheProtections(t *testing.T) {
	t.Parallel()
	s := openWith(t, web.Options{HTTPS: true}, "bawaslu")
	b := s.browser()
	for _, path := range []string{"/", "/lapor", "/masuk", "/boleh", "/sehat", "/tugas", "/tidak-ada", "/checkpoint", "/tile/0/000", "/periksa-bukti", "/tutup"} {
		h := b.get(path).header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow",
			"Strict-Transport-Security": "max-age=31536000", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
	for _, path := range []string{"/", "/lapor", "/masuk", "/boleh", "/tidak-ada", "/checkpoint"} {
		if got := b.get(path).header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
			t.Errorf("%s may be kept by the phone: %q", path, got)
		}
	}
}

var navLink = regexp.MustCompile(`href="(/[a-z-]+)"`)

// What the navigation offers opens, for every founder of both rooms and in both languages.
func TestTheNavigationLeadsSomewhere(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	seen := map[string]bool{}
	for login := range s.links {
		b := s.officer(login)
		var links []string
		for _, m := range navLink.FindAllStringSubmatch(b.get("/tugas").body, -1) {
			links = append(links, m[1])
		}
		for _, path := range []string{"/tugas", "/surat", "/akun"} {
			if !slices.Contains(links, path) {
				t.Errorf("%s is not offered %s: %v", login, path, links)
			}
		}
		for _, path := range links {
			seen[path] = true
			for _, lang := range []string{"?bahasa=id", "?bahasa=en"} {
				if got := b.get(path + lang); got.status != http.StatusOK {
					t.Errorf("%s is offered %s, which answers %d", login, path, got.status)
				}
			}
		}
	}
	for _, path := range []string{"/perkara", "/laporan-masuk", "/sanksi", "/arahan", "/pakta", "/pengguna", "/jabatan", "/jejak"} {
		if !seen[path] {
			t.Errorf("nobody is offered %s", path)
		}
	}
}

// The government's officer is offered nothing of Bawaslu's room and cannot open it either.
func TestTheRoomsStayApart(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	sekda, ketua := s.officer("sekda@"+pemda), s.officer("ketua@"+bawaslu)
	for who, b := range map[*browser]string{sekda: "/laporan-masuk /perkara", ketua: "/sanksi"} {
		tasks := who.get("/tugas").body
		for path := range strings.FieldsSeq(b) {
			if strings.Contains(tasks, `href="`+path+`"`) {
				t.Errorf("%s is offered to the other room", path)
			}
		}
	}
	for _, path := range []string{"/laporan-masuk", "/laporan-masuk/lap_x", "/perkara/pkr_x"} {
		if got := sekda.get(path); got.status != http.StatusNotFound {
			t.Errorf("the Sekda opens %s: status %d", path, got.status)
		}
	}
}

func (s *site) move(b *browser, values ...string) answer { return b.post("/latihan", values...) }

func TestThePracticeDateOnlyMovesForward(t *testing.T) {
	t.Parallel()
	legal := clock.NewFrozen(monday)
	s := openWith(t, web.Options{Practice: legal}, "bawaslu", "pemda")
	b := s.browser()
	today := func() rambu.Date { return s.in.Procedure.Today(area) }
	if page := b.get("/latihan").body; !strings.Contains(page, words.LongDate(words.ID, "2024-10-07")) {
		t.Error("the page does not show the date it moves")
	}
	for _, step := range []struct {
		values []string
		want   rambu.Date
	}{
		{[]string{"langkah", "1"}, "2024-10-08"},
		{[]string{"langkah", "7"}, "2024-10-15"},
		{[]string{"langkah", "tanggal", "tanggal-d", "27", "tanggal-m", "11", "tanggal-y", "2024"}, "2024-11-27"},
	} {
		s.move(b, step.values...).goes(t, "/latihan")
		if got := today(); got != step.want {
			t.Errorf("%v: it is %s, want %s", step.values, got, step.want)
		}
	}
	if got := legal.Now(); !got.Equal(time.Date(2024, 11, 27, 2, 0, 0, 0, time.UTC)) {
		t.Errorf("a chosen day begins at %s, want nine o'clock in Lampung", got)
	}
	before := legal.Now()
	for name, values := range map[string][]string{
		"a day before": {"langkah", "tanggal", "tanggal-d", "26", "tanggal-m", "11", "tanggal-y", "2024"},
		"this morning": {"langkah", "tanggal", "tanggal-d", "27", "tanggal-m", "11", "tanggal-y", "2024"},
		"no such day":  {"langkah", "tanggal", "tanggal-d", "31", "tanggal-m", "2", "tanggal-y", "2025"},
		"back a week":  {"langkah", "-7"},
		"nothing":      {},
	} {
		got := s.move(b, values...)
		if got.status != http.StatusUnprocessableEntity || !legal.Now().Equal(before) {
			t.Errorf("%s: status %d, the date moved from %s to %s", name, got.status, before, legal.Now())
		}
	}
}

// A real instance has no page that moves its date.
func TestOnlyPracticeMovesTheDate(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu")
	if got := s.move(s.browser(), "langkah", "7"); got.status != http.StatusNotFound || !s.legal.Now().Equal(monday) {
		t.Errorf("status %d, the date is %s", got.status, s.legal.Now())
	}
}

// Only forms that carry files may be large; the others are refused before they are read.
func TestOnlyFilesAreLarge(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu")
	ketua := s.officer("ketua@" + bawaslu)
	for _, path := range []string{"/masuk", "/boleh", "/periksa-bukti", "/lapor", "/akun/kata-sandi"} {
		got := ketua.send(http.MethodPost, path, &endless{left: 8 << 20})
		if got.status < 400 || got.status >= 500 {
			t.Errorf("%s takes 8 MiB: status %d", path, got.status)
		}
	}
	if letter.MaxFile <= 8<<20 {
		t.Fatal("the letter's limit does not show the difference")
	}
	form := "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"surat.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
	r, err := http.NewRequest(http.MethodPost, s.server.URL+"/surat/catat",
		io.MultiReader(strings.NewReader(form), &endless{left: 8 << 20}, strings.NewReader("\r\n--X--\r\n")))
	s.must(err)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=X")
	res, err := ketua.c.Do(r)
	s.must(err)
	defer res.Body.Close()
	if res.StatusCode == http.StatusRequestEntityTooLarge {
		t.Errorf("a scanned letter of 8 MiB is too large: status %d", res.StatusCode)
	}
}

// endless is a body of so many letters.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = 'a'
	}
	e.left -= n
	return n, nil
}

// A session ends with the sign-out, and the language stays that of the visitor.
func TestSigningOutCloses(t *testing.T) {
	t.Parallel()
	s := open(t, "pemda")
	b := s.officer("sekda@" + pemda)
	english := b.get("/akun?bahasa=en").body
	if !strings.Contains(english, s.in.Words.T(words.EN, "web.nav.account")) {
		t.Error("the page is not in English")
	}
	b.post("/keluar").goes(t, "/masuk?keluar")
	b.get("/akun").goes(t, "/masuk?lanjut="+url.QueryEscape("/akun"))
}
