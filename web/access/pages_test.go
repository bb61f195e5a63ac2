package access

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/net/html"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
	"rambu.id/web/ui"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
	area    = "18.01"
	sandi   = "kuda lumping naik sepeda"
)

var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// site is the pages over a fresh instance with its roster, served as they will be.
type site struct {
	t       *testing.T
	server  *httptest.Server
	service *access.Service
	roster  *roster.Store
	machine *clock.Practice
	logs    *bytes.Buffer
	links   map[string]string // set-up path by login
}

func open(t *testing.T, change ...func(*access.Config, *Deps)) *site {
	t.Helper()
	d := dbtest.SQLite(t)
	s := &site{t: t, machine: clock.NewFrozen(monday), logs: &bytes.Buffer{}, links: map[string]string{}}
	legal := clock.NewFrozen(monday)
	log, err := ledger.Open(t.Context(), ledger.Config{DB: d, Clock: legal, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	s.must(err)
	keys, err := seal.Open(t.Context(), d)
	s.must(err)
	pack, err := law.Default()
	s.must(err)
	regions, err := region.Open()
	s.must(err)
	s.roster, err = roster.Open(t.Context(), log, regions)
	s.must(err)
	w, err := words.Load()
	s.must(err)
	rd := ui.New(w)
	rd.Log = slog.New(slog.NewTextHandler(s.logs, nil))
	cal := calendar.New(pack, nil)
	c := access.Config{PublicPasswords: true, Log: log, Keys: keys, Offices: access.FromRoster(s.roster), Machine: s.machine, Calendar: cal, Pack: pack}
	deps := Deps{UI: rd, Roster: s.roster, Calendar: cal, Legal: legal, Machine: s.machine, Source: func(*http.Request) string { return "203.0.113.0/24" }}
	for _, f := range change {
		f(&c, &deps)
	}
	s.service, err = access.Open(t.Context(), c)
	s.must(err)
	deps.Access = s.service
	s.people(regions)

	pages := New(deps)
	mux := http.NewServeMux()
	pages.Routes(mux)
	desk := http.NewServeMux()
	desk.HandleFunc("GET /meja", func(w http.ResponseWriter, r *http.Request) {
		who, _, err := access.From(r.Context())
		_, _ = io.WriteString(w, "meja "+who.Post+map[bool]string{true: " masuk"}[err == nil])
	})
	mux.Handle("GET /meja", pages.Require(desk, desk))
	mux.Handle("/", rd.NotFound())
	s.server = httptest.NewServer(rd.Protect(mux, ui.Options{}))
	t.Cleanup(s.server.Close)
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// people makes Lampung Selatan's roster with four invented officers and lays Bawaslu's room.
func (s *site) people(x *region.Index) {
	s.t.Helper()
	plan, err := roster.MakePlan(x, roster.Setup{Region: area})
	s.must(err)
	_, err = s.roster.Seed(rambu.System(pemda, area), plan)
	s.must(err)
	person := func(name, institution, post string, from rambu.Date) string {
		who := rambu.Actor{Account: "akn_x", Institution: institution, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
		p, err := s.roster.AddPerson(who, roster.Person{Name: roster.ParseName(name), Class: roster.SubjectNonASN})
		s.must(err)
		if post != "" {
			_, err = s.roster.StartTenure(who, roster.Tenure{Post: roster.PostID(institution + "/" + post), Person: p.ID, Mode: roster.Definitive, From: from})
			s.must(err)
		}
		return string(p.ID)
	}
	ketua := person("Rekaan Ketua", bawaslu, "ketua", "2024-01-01")
	anggota := person("Rekaan Anggota", bawaslu, "anggota-1", "2024-01-01")
	pengelola := person("Rekaan Pengelola", bawaslu, "pengelola", "2024-01-01")
	person("Rekaan Penerima", bawaslu, "penerimaan", "2024-01-01")
	person("Rekaan Cadangan", bawaslu, "", "")
	sekda := person("Rekaan Sekda", pemda, "sekda", "2024-01-01")
	bkpsdm := person("Rekaan Kepegawaian", pemda, "bkpsdm/kepala", "2024-01-01")
	found := func(institution string, holders ...access.InviteIn) {
		links, _, err := s.service.Found(s.t.Context(), access.FoundIn{Institution: institution, Region: area, Holders: holders})
		s.must(err)
		for _, l := range links {
			s.links[l.Account.Login] = "/mulai/" + l.Token
		}
	}
	found(bawaslu, access.InviteIn{Person: ketua, Login: "ketua"}, access.InviteIn{Person: anggota, Login: "anggota"})
	found(pemda, access.InviteIn{Person: sekda, Login: "sekda"}, access.InviteIn{Person: bkpsdm, Login: "bkpsdm"})
	admin := rambu.Actor{Account: "akn_x", Institution: bawaslu, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
	_, token, err := s.service.Invite(s.t.Context(), admin, access.InviteIn{Institution: bawaslu, Region: area, Person: pengelola, Login: "pengelola"})
	s.must(err)
	s.links["pengelola"] = "/mulai/" + token
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
	*http.Response

	text string
	doc  *html.Node
}

func (b *browser) do(r *http.Request, err error) answer {
	b.s.t.Helper()
	b.s.must(err)
	res, err := b.c.Do(r)
	b.s.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	b.s.must(err)
	doc, err := html.Parse(bytes.NewReader(body))
	b.s.must(err)
	if strings.Contains(string(body), "⟦") {
		b.s.t.Errorf("%s shows a missing key: %s", r.URL.Path, body)
	}
	return answer{res, string(body), doc}
}

func (b *browser) get(path string) answer {
	return b.do(http.NewRequest(http.MethodGet, b.s.server.URL+path, nil))
}

func (b *browser) post(path string, values ...string) answer {
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, b.s.server.URL+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r, err)
}

func (a answer) goes(t *testing.T, to string) {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != to {
		t.Fatalf("%s %s: status %d to %q, want to be sent to %q\n%s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.Header.Get("Location"), to, visible(a.doc))
	}
}

func (a answer) shows(t *testing.T, status int, parts ...string) {
	t.Helper()
	text := visible(a.doc)
	if a.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d\n%s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, text)
	}
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s %s does not show %q:\n%s", a.Request.Method, a.Request.URL.Path, p, text)
		}
	}
}

func visible(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// field returns the value of the first form field of that name.
func (a answer) field(name string) string {
	for d := range a.doc.Descendants() {
		if d.Type != html.ElementNode || d.Data != "input" {
			continue
		}
		attrs := map[string]string{}
		for _, at := range d.Attr {
			attrs[at.Key] = at.Val
		}
		if attrs["name"] == name || attrs["id"] == name {
			return attrs["value"]
		}
	}
	return ""
}

// officer is a browser with somebody signed in.
func (s *site) officer(login string) *browser {
	s.t.Helper()
	b := s.browser()
	b.post(s.links[login], "password", sandi, "again", sandi).goes(s.t, "/masuk?siap")
	b.post("/masuk", "nama", login, "sandi", sandi).goes(s.t, "/meja")
	return b
}

// From the link to the desk and out again.
func TestFirstSignIn(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.browser()
	b.get(s.links["ketua"]).shows(t, 200, "Pasang kata sandi Anda", "Nama masuk Anda: ketua.")
	b.post(s.links["ketua"], "password", sandi, "again", "lain sama sekali").shows(t, 422, "Kedua kata sandi tidak sama.")
	b.post(s.links["ketua"], "password", "pendek", "again", "pendek").shows(t, 422, "paling sedikit 12")
	b.post(s.links["ketua"], "password", sandi, "again", sandi).goes(t, "/masuk?siap")
	b.get("/masuk?siap").shows(t, 200, "Kata sandi terpasang", "Masuk untuk petugas")
	b.get(s.links["ketua"]).shows(t, 404, "Tautan ini tidak berlaku lagi")

	b.get("/meja").goes(t, "/masuk?lanjut=%2Fmeja")
	b.post("/masuk", "nama", "ketua", "sandi", "salah sama sekali").shows(t, 401, "Nama masuk, kata sandi, atau kode tidak cocok.")
	a := b.post("/masuk", "nama", " KETUA ", "sandi", sandi, "lanjut", "/akun")
	a.goes(t, "/akun")
	c := a.Cookies()[0]
	if c.Name != "rambu" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge != 0 {
		t.Errorf("cookie %+v", c)
	}
	if got := b.get("/meja").text; got != "meja bawaslu.18.01/ketua masuk" {
		t.Errorf("the desk says %q", got)
	}
	b.get("/akun").shows(t, 200, "Rekaan Ketua", "Ketua Bawaslu", "Sesi ini", "Senin, 7 Oktober 2024 pukul 09.00 WIB")
	b.get("/masuk").goes(t, "/meja")
	b.get("/keluar").shows(t, 404) // a link or a picture signs nobody out
	b.post("/keluar").goes(t, "/masuk?keluar")
	b.get("/akun").goes(t, "/masuk?lanjut=%2Fakun")
	if strings.Contains(s.logs.String(), sandi) || strings.Contains(s.logs.String(), strings.TrimPrefix(s.links["ketua"], "/mulai/")) {
		t.Error("the program's log holds a secret")
	}
}

// After "rambu init" the roster knows nobody: a key holder says who he is when he sets his
// password, holds the post from then on, and the administrator among them can work.
func TestFounderSaysWhoHeIs(t *testing.T) {
	t.Parallel()
	s := open(t)
	regions := s.roster.Regions()
	plan, err := roster.MakePlan(regions, roster.Setup{Region: "18.02"})
	s.must(err)
	_, err = s.roster.Seed(rambu.System("bawaslu.18.02", "18.02"), plan)
	s.must(err)
	const house = "bawaslu.18.02"
	links, _, err := s.service.Found(t.Context(), access.FoundIn{Institution: house, Region: "18.02", Holders: []access.InviteIn{
		{Login: "ketua.b", Post: house + "/ketua"}, {Login: "anggota.b", Post: house + "/anggota-1"}, {Login: "pengelola.b", Post: house + "/pengelola"},
	}})
	s.must(err)
	_, _, err = s.service.Found(t.Context(), access.FoundIn{Institution: "pemda.18.02", Region: "18.02", Holders: []access.InviteIn{
		{Login: "x.b", Post: house + "/ketua"}, {Login: "y.b", Post: house + "/anggota-1"},
	}})
	if rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("founded with another institution's posts: %v", err)
	}
	b, path := s.browser(), "/mulai/"+links[2].Token
	b.get(path).shows(t, 200, "Undangan ini untuk pemegang jabatan Pengelola Rambu", "Mulai memegang jabatan ini")
	b.post(path, "password", sandi, "again", sandi).shows(t, 422, "Nama belum diisi.")
	who := []string{"name", "Rekaan Pengelola Dua", "mode", "definitif", "password", sandi, "again", sandi, "from-m", "10", "from-y", "2024"}
	b.post(path, append(who, "from-d", "8")...).shows(t, 422, "paling lambat hari ini")
	b.post(path, append(who, "from-d", "1", "password", "pendek", "again", "pendek")...).shows(t, 422, "paling sedikit 12")
	b.post(path, append(who, "from-d", "1")...).goes(t, "/masuk?siap")
	b.post("/masuk", "nama", "pengelola.b", "sandi", sandi).goes(t, "/meja")
	b.get("/pengguna").shows(t, 200, "Rekaan Pengelola Dua", "ketua.b")
	b.get("/jabatan?cari=pengelola").shows(t, 200, "Rekaan Pengelola Dua", "1 Okt 2024")
	// The short password was refused before anybody was entered: he stands in the roster once.
	found, err := s.roster.FindPeople(t.Context(), rambu.System(house, "18.02"), "pengelola dua", 5)
	s.must(err)
	if len(found) != 1 {
		t.Errorf("%d people entered", len(found))
	}
}

// After signing in one never lands on another site.
func TestNoOpenRedirect(t *testing.T) {
	t.Parallel()
	p := &Pages{Deps: Deps{Home: "/meja"}}
	for next, want := range map[string]string{
		"/perkara/pkr_1?a=b":       "/perkara/pkr_1?a=b",
		"":                         "/meja",
		"/":                        "/meja",
		"/masuk?lanjut=/x":         "/meja",
		"https://jahat.example/":   "/meja",
		"//jahat.example/":         "/meja",
		`/\jahat.example/`:         "/meja",
		"/%5cjahat.example/":       "/meja",
		"/%2fjahat.example/":       "/meja",
		"\t//jahat.example":        "/meja",
		"/\t/jahat.example":        "/meja",
		"javascript:alert(1)":      "/meja",
		"meja":                     "/meja",
		"/keluar":                  "/meja",
		"/meja#//jahat.example":    "/meja",
		"https:/jahat.example/":    "/meja",
		"http://a@jahat.example/x": "/meja",
	} {
		if got := p.safeNext(next); got != want {
			t.Errorf("%q: got %q, want %q", next, got, want)
		}
	}
}

func TestHostCookieOverTLS(t *testing.T) {
	t.Parallel()
	p := &Pages{Deps: Deps{HTTPS: true}}
	w := httptest.NewRecorder()
	p.setCookie(w, "x")
	c := w.Result().Cookies()[0]
	if c.Name != "__Host-rambu" || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %+v", c)
	}
}

// Attack 2: forms from other sites change nothing, signing out and in included.
func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("pengelola")
	for _, path := range []string{"/masuk", "/keluar", "/akun/kata-sandi", "/akun/sesi", "/pengguna/undang", "/jabatan/mulai", s.links["ketua"]} {
		r, err := http.NewRequest(http.MethodPost, s.server.URL+path, strings.NewReader("a=b"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		b.do(r, err).shows(t, 403, "dikirim dari situs lain")
	}
	b.get("/akun").shows(t, 200)
}

// A session that ended answers a form with a page that gives back what was typed and leads back
// through the sign-in, and a link with the sign-in page.
func TestEndedSession(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("ketua")
	s.must(s.machine.MoveTo(monday.Add(31 * time.Minute)))
	const study = "Uraian <b>& pendapat</b> yang ditulis sepagian."
	leads := func(got answer, to string) {
		t.Helper()
		for n := range got.doc.Descendants() {
			for _, a := range n.Attr {
				if n.Data == "a" && a.Key == "href" && a.Val == to {
					return
				}
			}
		}
		t.Errorf("%s: no link to %s", got.Request.URL.Path, to)
	}
	got := b.post("/akun/kata-sandi?x=1", "old", sandi, "kajian", study, "versi", "3")
	got.shows(t, 401, "Sesi berakhir", "belum disimpan", study)
	leads(got, "/masuk?lanjut=%2Fakun%2Fkata-sandi%3Fx%3D1")
	if strings.Contains(visible(got.doc), sandi) {
		t.Error("a password was given back")
	}
	got = b.post("/akun/jabatan", "alasan", "pendek")
	got.shows(t, 401, "Sesi berakhir")
	leads(got, "/masuk?lanjut=%2Fakun") // the address itself has no page
	b.get("/akun/kata-sandi?x=1").goes(t, "/masuk?lanjut=%2Fakun%2Fkata-sandi%3Fx%3D1")
}

// A refusal says how long to wait, and no time of day: the clock of practice shows another one.
func TestWaitingSaysHowLong(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.browser()
	for range 5 {
		b.post("/masuk", "nama", "ketua", "sandi", "salah").shows(t, 401)
	}
	b.post("/masuk", "nama", "ketua", "sandi", "salah").shows(t, 429, "Coba lagi dalam 1 menit.")
	b.post("/masuk?bahasa=en", "nama", "ketua", "sandi", "salah").shows(t, 429, "Wait 1 min, then try again.")
}

// A stranger who tries an officer's name on the office network is slowed down there; the officer's own
// browser is let in, on whatever network, and every page but this one is spared its name.
func TestABrowserThatSignedInBeforeIsKnown(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("ketua")
	b.post("/keluar").goes(t, "/masuk?keluar")
	stranger := s.browser()
	for range 5 {
		stranger.post("/masuk", "nama", "ketua", "sandi", "salah").shows(t, 401)
	}
	stranger.post("/masuk", "nama", "ketua", "sandi", sandi).shows(t, 429, "dari perangkat yang pernah Anda pakai masuk", "Coba lagi dalam 1 menit.")
	u, err := url.Parse(s.server.URL)
	s.must(err)
	for _, c := range b.c.Jar.Cookies(u) {
		t.Errorf("the public door is told %s", c.Name)
	}
	b.post("/masuk", "nama", "ketua", "sandi", sandi).goes(t, "/meja")
	for range 5 {
		b.post("/masuk", "nama", "ketua", "sandi", "salah").shows(t, 401)
	}
	waits := b.post("/masuk", "nama", "ketua", "sandi", sandi)
	waits.shows(t, 429, "Coba lagi dalam 1 menit.")
	if strings.Contains(waits.text, "perangkat yang pernah") {
		t.Error("a known device is sent to a known device")
	}
	w := httptest.NewRecorder()
	p := &Pages{Deps: Deps{HTTPS: true}}
	p.Forget(w, nil)
	if c := w.Result().Cookies(); len(c) != 1 || c[0].Name != "__Secure-rambu-perangkat" || c[0].Path != "/masuk" || c[0].MaxAge >= 0 || !c[0].Secure {
		t.Errorf("leaving: %v", c)
	}
}

// Signing in again in the same browser ends the old session and has a new token.
func TestSignInReplacesTheOldSession(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("ketua")
	u, err := url.Parse(s.server.URL)
	s.must(err)
	old := b.c.Jar.Cookies(u)[0].Value
	b.post("/masuk", "nama", "ketua", "sandi", sandi).goes(t, "/meja")
	if b.c.Jar.Cookies(u)[0].Value == old {
		t.Error("the token stayed")
	}
	thief := s.browser()
	thief.c.Jar.SetCookies(u, []*http.Cookie{{Name: "rambu", Value: old}})
	thief.get("/akun").goes(t, "/masuk?lanjut=%2Fakun")
}

func TestChangingPasswordAndEndingSessions(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("ketua")
	other := s.browser()
	other.post("/masuk", "nama", "ketua", "sandi", sandi).goes(t, "/meja")
	const baru = "tujuh jendela warna hijau"
	b.post("/akun/kata-sandi", "old", "bukan ini", "password", baru, "again", baru).shows(t, 422, "Kata sandi yang sekarang tidak cocok.")
	b.post("/akun/kata-sandi", "old", sandi, "password", baru, "again", baru).goes(t, "/akun?selesai")
	other.get("/akun").goes(t, "/masuk?lanjut=%2Fakun")
	b.get("/akun?selesai").shows(t, 200, "Perubahan tersimpan.")
	id := b.get("/akun").field("id")
	b.post("/akun/sesi", "id", id).goes(t, "/masuk?keluar")
	b.get("/akun").goes(t, "/masuk?lanjut=%2Fakun")
}

// Where it is required nothing opens before the authenticator is set up.
func TestSecondFactorComesFirst(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *access.Config, _ *Deps) { c.SecondFactor = true })
	b := s.officer("ketua")
	b.get("/meja").goes(t, "/akun/kode")
	page := b.get("/akun/kode")
	page.shows(t, 200, "Pasang dulu aplikasi autentikator")
	if !strings.Contains(page.text, `src="data:image/png;base64,`) || page.Header.Get("Content-Encoding") != "" {
		t.Error("no picture, or a secret page was compressed")
	}
	secret := page.field("secret")
	again := b.post("/akun/kode", "secret", secret, "code", "12", "old", sandi)
	again.shows(t, 422, "Kode tidak cocok")
	if again.field("secret") != secret {
		t.Error("a wrong code changed the secret the phone has read")
	}
	code, err := totp.GenerateCode(secret, s.machine.Now())
	s.must(err)
	b.post("/akun/kode", "secret", secret, "code", code, "old", sandi).goes(t, "/akun?selesai")
	if got := b.get("/meja").text; got != "meja bawaslu.18.01/ketua masuk" {
		t.Errorf("the desk says %q", got)
	}
}

// The administrator opens no file, but makes the accounts and posts that do: he is asked for the
// second factor too. Whoever neither opens nor manages anything is not.
func TestTheAdministratorNeedsASecondFactor(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *access.Config, _ *Deps) { c.SecondFactor = true })
	b := s.officer("pengelola")
	for _, path := range []string{"/pengguna", "/pengguna/undang", "/jabatan", "/orang", "/meja"} {
		b.get(path).goes(t, "/akun/kode")
	}
	b.post("/pengguna/undang", "login", "x", "person", "org_x").shows(t, 404)
	page := b.get("/akun/kode")
	page.shows(t, 200, "mengelola akun. Pasang dulu aplikasi autentikator")
	secret := page.field("secret")
	code, err := totp.GenerateCode(secret, s.machine.Now())
	s.must(err)
	b.post("/akun/kode", "secret", secret, "code", code, "old", sandi).goes(t, "/akun?selesai")
	b.get("/pengguna").shows(t, 200, "Rekaan Ketua")
}

// The administrator invites; the link shows once; a key holder gives the key.
func TestInvitingAnOfficer(t *testing.T) {
	t.Parallel()
	s := open(t, func(_ *access.Config, d *Deps) { d.BaseURL = "https://rambu.example" })
	b := s.officer("pengelola")
	b.get("/pengguna").shows(t, 200, "ketua", "Rekaan Ketua", "Aktif", "Diundang", "Identitas pelapor")
	found := b.get("/pengguna/undang?cari=penerima")
	found.shows(t, 200, "Rekaan Penerima")
	b.get("/pengguna/undang?cari=zzz").shows(t, 200, "Tidak ada orang bernama")
	person := found.field("person")
	b.post("/pengguna/undang", "cari", "penerima", "login", "penerima").shows(t, 422, "Pilih orangnya.")
	b.post("/pengguna/undang", "cari", "penerima", "person", person, "login", "KETUA").shows(t, 409, "Nama masuk ini sudah dipakai.")
	done := b.post("/pengguna/undang", "cari", "penerima", "person", person, "login", "penerima")
	done.shows(t, 200, "Tautan hanya tampil sekali")
	link, ok := strings.CutPrefix(done.field("tautan"), "https://rambu.example")
	if !ok || done.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("link %q", done.field("tautan"))
	}
	s.links["penerima"] = link
	s.officer("penerima")

	id := ""
	ketua := s.officer("ketua")
	for d := range ketua.get("/pengguna").doc.Descendants() {
		if d.Data == "a" && visible(d) == "penerima" {
			id = d.Attr[1].Val
		}
	}
	if strings.Contains(ketua.get(id).text, "/mulai/") {
		t.Error("the link shows again")
	}
	ketua.get(id).shows(t, 200, "Beri kunci berkas", "Petugas Penerima Laporan")
	ketua.post(id+"/beri-kunci", "kind", "identitas").shows(t, 409, "Jabatannya hari ini tidak memakai kunci itu.")
	ketua.post(id+"/beri-kunci", "kind", "penerimaan").goes(t, id+"?selesai")
	ketua.get(id+"?selesai").shows(t, 200, "Laporan masuk", "Perubahan tersimpan.")
	ketua.post(id+"/cabut").shows(t, 404) // no administrator
	b.post(id+"/kunci-akun").goes(t, id+"?selesai")
	b.get(id).shows(t, 200, "Dikunci", "Buka akun")
	b.post(id+"/cabut").goes(t, id+"?selesai")
	b.get(id).shows(t, 200, "Dicabut")
}

// Attack 3: the government's officers find nothing of Bawaslu's accounts; what is not theirs
// looks like what does not exist.
func TestForeignUsersDoNotExist(t *testing.T) {
	t.Parallel()
	s := open(t)
	ketua := s.officer("ketua")
	id := ""
	for d := range ketua.get("/pengguna").doc.Descendants() {
		if d.Data == "a" && visible(d) == "ketua" {
			id = d.Attr[1].Val
		}
	}
	sekda := s.officer("sekda")
	foreign, unknown := sekda.get(id), sekda.get("/pengguna/akn_tidak")
	if foreign.StatusCode != http.StatusNotFound || unknown.StatusCode != http.StatusNotFound || heading(foreign) != heading(unknown) {
		t.Errorf("foreign %d %q, unknown %d %q", foreign.StatusCode, heading(foreign), unknown.StatusCode, heading(unknown))
	}
	if list := sekda.get("/pengguna"); strings.Contains(list.text, "Rekaan Ketua") || !strings.Contains(list.text, "Rekaan Sekda") {
		t.Error("the government's list is not the government's")
	}
	for _, path := range []string{"/pengguna/undang", "/jabatan", "/jabatan/bawaslu.18.01/ketua"} {
		sekda.get(path).shows(t, 404)
	}
}

func heading(a answer) string {
	for d := range a.doc.Descendants() {
		if d.Data == "h1" {
			return visible(d)
		}
	}
	return ""
}

// Screen 38: vacant posts come first; a holder is named and his tenure ended.
func TestPostsAndTheirHolders(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("pengelola")
	b.get("/jabatan").shows(t, 200, "jabatan belum ada pemegangnya.", "Kosong", "Halaman 1 dari")
	b.get("/jabatan?cari=rekaan+ketua").shows(t, 200, "Rekaan Ketua", "Definitif", "sekarang")
	b.get("/jabatan?cari=rekaan+ketua&kosong=ya").shows(t, 200, "Tidak ada jabatan yang cocok")
	const post = "/jabatan/bawaslu.18.01/tata-usaha"
	found := b.get(post + "?cari=cadangan")
	found.shows(t, 200, "Staf Tata Usaha", "belum pernah ada pemegangnya", "Rekaan Cadangan")
	form := []string{"post", "bawaslu.18.01/tata-usaha", "cari", "cadangan", "person", found.field("person"), "mode", "plt"}
	b.post("/jabatan/mulai", append(form, "from-d", "31", "from-m", "2", "from-y", "2024")...).shows(t, 422, "Tulis tanggal yang ada di kalender")
	b.post("/jabatan/mulai", append(form, "from-d", "1", "from-m", "10", "from-y", "2024", "decree", "SK-1")...).goes(t, post+"?selesai")
	page := b.get(post)
	page.shows(t, 200, "Plt. Rekaan Cadangan", "SK-1", "1 Okt 2024")
	id, version := page.field("id"), page.field("version")
	b.post("/jabatan/akhir", "post", "bawaslu.18.01/tata-usaha", "id", id, "version", version).shows(t, 422, "Tanggal berakhir harus ada")
	b.post("/jabatan/akhir", "post", "bawaslu.18.01/tata-usaha", "id", id, "version", version,
		"to-"+id+"-d", "6", "to-"+id+"-m", "10", "to-"+id+"-y", "2024").goes(t, post+"?selesai")
	b.get(post).shows(t, 200, "6 Okt 2024")
	b.get("/jabatan/pemda.18.01/sekda").shows(t, 404)
	s.officer("ketua").get("/jabatan").shows(t, 404)
}

// Every page speaks both languages.
func TestPagesInEnglish(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("pengelola")
	for path, want := range map[string]string{
		"/akun": "My account", "/akun/kata-sandi": "Change password", "/akun/kode": "Set up an authenticator app", "/pengguna": "Users",
		"/pengguna/undang": "Invite a user", "/jabatan": "Posts", "/jabatan/bawaslu.18.01/ketua?cari=rekaan": "Way of holding the post",
	} {
		to := path + "?bahasa=en"
		if strings.Contains(path, "?") {
			to = path + "&bahasa=en"
		}
		b.get(to).shows(t, 200, want)
	}
	s.browser().get("/masuk?bahasa=en").shows(t, 200, "Sign in for officers")
	s.browser().get(s.links["anggota"]+"?bahasa=en").shows(t, 200, "Set your password")
}

// Words that keys are built from: each role, state, key and way of holding a post has its name.
func TestEveryValueHasAName(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range []rambu.Role{
		rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember, rambu.RoleIdentity, rambu.RoleSuperior, rambu.RolePersonnel, rambu.RoleInspector,
		rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleAdmin, rambu.RoleAuditor, rambu.RoleFieldStaff,
	} {
		keys = append(keys, "access.role."+string(r))
	}
	for _, s := range []access.State{access.Invited, access.Active, access.Locked, access.Revoked} {
		keys = append(keys, "access.state."+string(s))
	}
	for _, k := range access.Kinds() {
		keys = append(keys, "access.kind."+string(k))
	}
	for _, m := range roster.Modes() {
		keys = append(keys, "access.mode."+string(m))
	}
	for _, key := range keys {
		for _, lang := range []words.Lang{words.ID, words.EN} {
			if !w.Has(lang, key) {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

// Two people make the keys anew in the browser: the administrator asks, the chair does it and sees
// the code once.
func TestNewKeysInTheBrowser(t *testing.T) {
	t.Parallel()
	s := open(t)
	admin, chair, member := s.officer("pengelola"), s.officer("ketua"), s.officer("anggota")
	s.officer("sekda").get("/kunci-baru").shows(t, 200, "Kunci lembaga masih yang dibuat saat pemasangan", "bkpsdm")
	chair.get("/kunci-baru").shows(t, 200, "Kunci lembaga masih yang dibuat saat pemasangan", "Pengelola meminta lebih dulu")
	chair.post("/kunci-baru", "old", sandi).shows(t, 409, "Kunci baru dibuat oleh orang lain")
	chair.post("/kunci-baru/minta").shows(t, 404)
	admin.post("/kunci-baru/minta").goes(t, "/kunci-baru?selesai")
	admin.get("/kunci-baru").shows(t, 200, "Diminta oleh pengelola", "Orang kedua membuat kuncinya")
	admin.post("/kunci-baru/minta").shows(t, 409, "Kunci baru sudah diminta")
	admin.post("/kunci-baru", "old", sandi).shows(t, 404)
	chair.get("/kunci-baru").shows(t, 200, "Diminta oleh pengelola", "Kode pemulihan lama", "Buat semua kunci baru")
	chair.post("/kunci-baru", "old", "salah sama sekali").shows(t, 422, "Kata sandi yang sekarang tidak cocok")
	chair.post("/kunci-baru", "old", sandi, "code", "0000-0000").shows(t, 422, "Kode pemulihan tidak cocok")
	done := chair.post("/kunci-baru", "old", sandi)
	done.shows(t, 200, "Kode ini hanya tampil sekali")
	var code string
	for d := range done.doc.Descendants() {
		if d.Data == "textarea" {
			code = visible(d)
		}
	}
	if len(strings.Split(code, "-")) != 14 || done.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the code is %q (%s)", code, done.Header.Get("Cache-Control"))
	}
	chair.post("/kunci-baru", "old", sandi).shows(t, 409, "Kunci baru dibuat oleh orang lain")
	chair.get("/kunci-baru").shows(t, 200, "Lembaga ini sudah membuat kuncinya sendiri")
	member.get("/pengguna").shows(t, 200, "Identitas pelapor")
	if strings.Contains(s.logs.String(), code) {
		t.Error("the program's log holds the code")
	}
}
