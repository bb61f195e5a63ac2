package directive_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/directive"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
	"rambu.id/web/ui"

	webdir "rambu.id/web/directive"
)

const (
	pemda = "pemda.18.01"
	area  = "18.01"
	camat = pemda + "/camat/18.01.06" // of 29 villages and wards
)

// site is the pages over the posts of a whole regency: 260 villages and wards in 17 districts.
type site struct {
	*directive.Desk

	t      *testing.T
	h      http.Handler
	log    *ledger.Log
	keys   *seal.Store
	access *access.Service
	clock  *clock.Practice
	actors map[string]rambu.Actor

	letterKey  seal.Key
	letterPair *seal.Pair
}

func newSite(t *testing.T) *site {
	t.Helper()
	ctx, d := t.Context(), dbtest.SQLite(t)
	s := &site{t: t, clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)), actors: map[string]rambu.Actor{}}
	pack, err := law.Default()
	s.must(err)
	s.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: s.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "k")})
	s.must(err)
	s.keys, err = seal.Open(ctx, d)
	s.must(err)
	regions, err := region.Open()
	s.must(err)
	posts, err := roster.Open(ctx, s.log, regions)
	s.must(err)
	s.access, err = access.Open(ctx, access.Config{
		PublicPasswords: true, // of the test: signing in often must not cost
		Log:             s.log, Keys: s.keys, Offices: access.FromRoster(posts), Machine: clock.Machine{}, Calendar: calendar.New(pack, nil), Pack: pack,
	})
	s.must(err)
	proc, err := procedure.Open(ctx, procedure.Config{Log: s.log, Pack: pack})
	s.must(err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	s.must(err)
	t.Cleanup(func() { s.must(blobs.Close()) })
	texts, err := words.Load()
	s.must(err)
	s.Desk, err = directive.Open(ctx, directive.Config{
		Log: s.log, Keys: s.keys, Blobs: blobs, Pack: pack, Procedure: proc, Roster: posts, Access: s.access,
		Audience: directive.FromRoster(posts), Words: texts, BaseURL: "https://rambu.contoh.id", Guard: cite.New(pack),
	})
	s.must(err)
	s.settle(regions)
	rd := ui.New(texts)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webdir.New(webdir.Deps{Desk: s.Desk, UI: rd, Roster: posts, Machine: s.clock, Actor: s.actor}).Routes(mux, mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{MaxBody: func(*http.Request) int64 { return directive.MaxFile + 1<<20 }})
	return s
}

func (s *site) settle(regions *region.Index) {
	s.t.Helper()
	plan, err := roster.MakePlan(regions, roster.Setup{Region: area})
	s.must(err)
	_, err = s.Roster.Seed(rambu.System("", area), plan)
	s.must(err)
	_, err = s.log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) (err error) {
		s.letterKey, s.letterPair, err = seal.NewKey(op, pemda, area, seal.KindLetter, "")
		return err
	})
	s.must(err)
	s.officer("sekda", pemda+"/sekda", "Hendra Contoh", rambu.RoleSecretary, rambu.RoleSuperior)
	s.officer("camat", camat, "Joko Contoh", rambu.RoleSuperior)
	s.officer("kadis", pemda+"/dinkes/kepala", "Ratna Contoh", rambu.RoleSuperior)
	s.officer("kades", pemda+"/desa/"+regions.Children("18.01.06")[20].Code, "Penjabat Contoh", rambu.RoleFieldStaff)
}

// officer holds a post, with an account, the letter key and a session.
func (s *site) officer(login, post, name string, roles ...rambu.Role) {
	s.t.Helper()
	admin := rambu.Actor{Account: "akn_pengelola", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
	p, err := s.Roster.AddPerson(admin, roster.Person{
		Institution: pemda, Region: area, Name: roster.ParseName(name), NIP: roster.NIP(fmt.Sprintf("197501012000011%03d", len(s.actors)+1)), Class: roster.SubjectPNS,
	})
	s.must(err)
	_, err = s.Roster.StartTenure(admin, roster.Tenure{
		Post: roster.PostID(post), Person: p.ID, Mode: roster.Definitive, From: "2021-02-26", Decree: roster.Decree{Number: "800/1", Date: "2021-02-26"},
	})
	s.must(err)
	a, _, err := s.access.Invite(s.t.Context(), admin, access.InviteIn{Institution: pemda, Region: area, Person: string(p.ID), Login: login})
	s.must(err)
	s.must(s.clock.MoveTo(s.clock.Now().Add(time.Second))) // the session's key is the newer one
	invited, err := s.keys.ByID(s.t.Context(), a.KeyID)
	s.must(err)
	var own seal.Key
	var pair *seal.Pair
	_, err = s.log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) (err error) {
		own, pair, err = seal.NewKey(op, pemda, area, seal.KindAccount, a.ID)
		for _, to := range []seal.Key{own, invited} {
			if err == nil && !slices.Contains(roles, rambu.RoleFieldStaff) { // who holds no letter key

				err = seal.GrantPair(op, s.letterKey, s.letterPair, to)
			}
		}
		return err
	})
	s.must(err)
	s.actors[login] = rambu.Actor{
		Account: a.ID, Post: post, Institution: pemda, Region: area, Roles: roles, Keys: s.keys.NewRing(s.t.Context(), own.ID, pair),
	}
}

// actor signs in whom the test's header names.
func (s *site) actor(r *http.Request) (rambu.Actor, error) {
	who, ok := s.actors[r.Header.Get("Uji")]
	if !ok {
		return rambu.Actor{}, rambu.Errorf(rambu.Unauthenticated, "nobody")
	}
	return who, nil
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

type answer struct {
	status int
	body   string
	header http.Header
}

func (s *site) send(login, method, path, contentType string, body io.Reader) answer {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, body)
	r.Header.Set("Uji", login)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return answer{w.Code, w.Body.String(), w.Header()}
}

func (s *site) get(login, path string) answer {
	s.t.Helper()
	return s.send(login, http.MethodGet, path, "", nil)
}

func (s *site) post(login, path string, values ...string) answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Add(values[i], values[i+1])
	}
	return s.send(login, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// goes follows a finished step to where it leads.
func (s *site) goes(a answer) string {
	s.t.Helper()
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("got %d:\n%s", a.status, text(a.body))
	}
	return a.header.Get("Location")
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg).*?</(script|style|svg)>|<[^>]*>|\s+`)

// text is what a person reads of a page.
func text(html string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(html, " ")), " ")
}

func (s *site) reads(a answer, want ...string) {
	s.t.Helper()
	for _, w := range want {
		if !strings.Contains(text(a.body), w) {
			s.t.Errorf("status %d: the page does not say %q:\n%s", a.status, w, text(a.body))
		}
	}
}

// written is a directive to every camat, village and ward head, by the form.
func (s *site) written() string {
	s.t.Helper()
	return s.goes(s.post("sekda", "/arahan/tulis", "langkah", "simpan", "penanda_tangan", pemda+"/sekda", "judul", "Netralitas", "jumlah", "3",
		"butir-1", "Tetap netral.", "butir-2", "Layanan berjalan.", "butir-3", "Fasilitas negara tidak dipakai.", "asal-3", "Rakor, keputusan 3",
		"untuk", "jabatan-camat", "untuk", "golongan-kepala-desa", "untuk", "golongan-lurah", "dasar", "uu-20-2023", "pasal", "Pasal 9 ayat (2)",
		"batas-d", "9", "batas-m", "10", "batas-y", "2024"))
}

func (s *site) sent() string {
	s.t.Helper()
	at := s.written()
	s.goes(s.post("sekda", at+"/kirim", "versi", "1"))
	return at
}

// short is the path of the short link a directive's page shows.
func (s *site) short(at string) string {
	s.t.Helper()
	m := regexp.MustCompile(`https://rambu\.contoh\.id(/a/[0-9a-z-]+)`).FindStringSubmatch(s.get("sekda", at).body)
	if m == nil {
		s.t.Fatal("the page shows no short link")
	}
	return m[1]
}

// upload sends a form with a file.
func (s *site) upload(login, path, name string, content []byte, values ...string) answer {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(values); i += 2 {
		s.must(w.WriteField(values[i], values[i+1]))
	}
	part, err := w.CreateFormFile("file", name)
	s.must(err)
	_, err = part.Write(content)
	s.must(err)
	s.must(w.Close())
	return s.send(login, http.MethodPost, path, w.FormDataContentType(), &b)
}
