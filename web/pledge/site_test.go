package pledge_test

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
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/pledge"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
	"rambu.id/web/ui"

	webpledge "rambu.id/web/pledge"
)

const (
	pemda = "pemda.18.01"
	area  = "18.01"
)

// site is the pages over the posts of a whole regency: 260 villages and wards in 17 districts.
type site struct {
	*pledge.Book

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
	s.Book, err = pledge.Open(ctx, pledge.Config{
		Log: s.log, Keys: s.keys, Blobs: blobs, Pack: pack, Procedure: proc, Access: s.access, Roster: posts, Words: texts,
	})
	s.must(err)
	s.settle(regions)
	rd := ui.New(texts)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webpledge.New(webpledge.Deps{Book: s.Book, UI: rd, Roster: posts, Actor: s.actor}).Routes(mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{MaxBody: func(*http.Request) int64 { return pledge.MaxFile + 1<<20 }})
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
	s.officer("bkpsdm", pemda+"/bkpsdm/disiplin", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	s.officer("rekan", pemda+"/bkpsdm/kepala", "Wira Contoh", roster.SubjectPNS, rambu.RolePersonnel, rambu.RoleSuperior)
	s.officer("kadis", pemda+"/dinkes/kepala", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	s.officer("perawat", pemda+"/dinkes/sekretaris", "Perawat Contoh", roster.SubjectPNS)
	villages := regions.Children("18.01.06")
	s.officer("kades", pemda+"/desa/"+villages[len(villages)-1].Code, "Kades Contoh", roster.SubjectVillageHead, rambu.RoleFieldStaff)
}

// officer holds a post, with an account, the letter key and a session.
func (s *site) officer(login, post, name string, class roster.SubjectClass, roles ...rambu.Role) {
	s.t.Helper()
	admin := rambu.Actor{Account: "akn_pengelola", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
	in := roster.Person{Institution: pemda, Region: area, Name: roster.ParseName(name), Class: class}
	if class.ASN() {
		in.NIP = roster.NIP(fmt.Sprintf("197501012000011%03d", len(s.actors)+1))
	}
	p, err := s.Roster.AddPerson(admin, in)
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
			if err == nil {
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

// upload sends a form with a file.
func (s *site) upload(login, path, name string, content []byte, values ...string) answer {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(values); i += 2 {
		s.must(w.WriteField(values[i], values[i+1]))
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		s.must(err)
		_, err = part.Write(content)
		s.must(err)
	}
	s.must(w.Close())
	return s.send(login, http.MethodPost, path, w.FormDataContentType(), &b)
}
