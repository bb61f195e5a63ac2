package casefile_test

import (
	"context"
	"log/slog"
	"maps"
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
	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/law/lawtest"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
	"rambu.id/web/ui"

	webcase "rambu.id/web/casefile"
)

const (
	bawaslu  = "bawaslu.18.01"
	pemda    = "pemda.18.01"
	area     = "18.01"
	password = "kata sandi uji yang panjang"
)

// site is the pages over a real desk, with signed-in officers by post. All names are invented.
type site struct {
	t      *testing.T
	h      http.Handler
	clock  *clock.Practice
	log    *ledger.Log
	keys   *seal.Store
	pack   *law.Pack
	proc   *procedure.Service
	roster *roster.Store
	access *access.Service
	intake *intake.Desk
	code   string // of the last report
	desk   *casefile.Desk
	actors map[string]rambu.Actor
	people map[string]roster.Person
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func newSite(t *testing.T) *site {
	t.Helper()
	ctx := t.Context()
	s := &site{
		t: t, clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)),
		actors: map[string]rambu.Actor{}, people: map[string]roster.Person{},
	}
	d := dbtest.SQLite(t)
	var err error
	s.pack = lawtest.Stopping(t)
	s.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: s.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "k")})
	s.must(err)
	s.keys, err = seal.Open(ctx, d)
	s.must(err)
	regions, err := region.Open()
	s.must(err)
	s.roster, err = roster.Open(ctx, s.log, regions)
	s.must(err)
	s.access, err = access.Open(ctx, access.Config{
		PublicPasswords: true, // of the test: signing in often must not cost
		Log:             s.log, Keys: s.keys, Offices: access.FromRoster(s.roster), Machine: clock.Machine{}, Calendar: calendar.New(s.pack, nil), Pack: s.pack,
	})
	s.must(err)
	s.proc, err = procedure.Open(ctx, procedure.Config{Log: s.log, Pack: s.pack})
	s.must(err)
	s.rooms()
	return s
}

// rooms opens Bawaslu's rooms and the pages over them.
func (s *site) rooms() {
	s.t.Helper()
	ctx := s.t.Context()
	blobs, err := blob.OpenDir(s.t.TempDir(), 0)
	s.must(err)
	s.t.Cleanup(func() { _ = blobs.Close() })
	texts, err := words.Load()
	s.must(err)
	letters, err := letter.Open(ctx, letter.Config{
		Log: s.log, Keys: s.keys, Blobs: blobs, Words: texts, Today: s.proc.Calendar().Today,
		MaySign: func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error {
			_, err := s.access.MaySign(ctx, who, roster.PostID(post), on, access.SignWhat{Deed: access.DeedLetter})
			return err
		},
	})
	s.must(err)
	room, err := evidence.Open(ctx, evidence.Config{Log: s.log, Keys: s.keys, Blobs: blobs, Machine: clock.Machine{}})
	s.must(err)
	s.intake, err = intake.Open(ctx, intake.Config{
		Log: s.log, Keys: s.keys, Evidence: room, Pack: s.pack, Calendar: s.proc.Calendar(), Regions: s.roster.Regions(), Machine: clock.Machine{},
	})
	s.must(err)
	s.desk, err = casefile.Open(ctx, casefile.Config{
		Log: s.log, Keys: s.keys, Pack: s.pack, Procedure: s.proc, Roster: s.roster, Accounts: s.access, Letters: letters,
		Evidence: room, Intake: s.intake, Words: texts, Guard: cite.New(s.pack),
	})
	s.must(err)
	s.settle()
	rd := ui.New(texts)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webcase.New(webcase.Deps{Desk: s.desk, Intake: s.intake, Evidence: room, Procedure: s.proc, UI: rd, Renew: s.access.RenewalDue}).Routes(mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{})
}

func (s *site) settle() {
	s.t.Helper()
	plan, err := roster.MakePlan(s.roster.Regions(), roster.Setup{Region: area, Members: 3})
	s.must(err)
	elsewhere := func(id string) bool { return strings.Contains(id, "18.01.") && !strings.Contains(id, "18.01.06") }
	plan.Units = slices.DeleteFunc(plan.Units, func(u roster.Unit) bool { return elsewhere(u.ID) })
	plan.Posts = slices.DeleteFunc(plan.Posts, func(p roster.Post) bool { return elsewhere(string(p.ID)) })
	_, err = s.roster.Seed(rambu.System("", area), plan)
	s.must(err)
	for _, p := range []struct{ house, post, name, nip, class string }{
		{bawaslu, "ketua", "Ratna Contohsari, S.H.", "", "penyelenggara"},
		{bawaslu, "anggota-1", "Bagas Ujicoba, S.Sos.", "", "penyelenggara"},
		{bawaslu, "penanganan-pelanggaran", "Gilang Misalputra, S.H.", "199004122015031991", "pns"},
		{bawaslu, "penerimaan", "Tri Andaiwati", "199208242016032992", "pns"},
		{bawaslu, "pengelola", "Dimas Anggapan, S.Kom.", "199307192019031994", "pns"},
		{pemda, "bkpsdm/disiplin", "Laila Perumpamaan, M.M.", "198203142003122982", "pns"},
		{pemda, "sekda", "Ir. Bagus Kiranya, M.Si.", "196807121993031981", "pns"},
		{pemda, "camat/18.01.06/sekretaris", "Surya Contohlesmana, S.Sos.", "198402292006041987", "pns"},
	} {
		who := rambu.System(p.house, area)
		person, err := s.roster.AddPerson(who, roster.Person{Name: roster.ParseName(p.name), NIP: roster.NIP(p.nip), Class: roster.SubjectClass(p.class)})
		s.must(err)
		s.people[p.house+"/"+p.post] = person
		_, err = s.roster.StartTenure(who, roster.Tenure{
			Post: roster.PostID(p.house + "/" + p.post), Person: person.ID, Mode: roster.Definitive, From: "2023-01-09",
		})
		s.must(err)
	}
	s.signIn(bawaslu, "ketua", "anggota-1", "penanganan-pelanggaran", "penerimaan", "pengelola")
	s.signIn(pemda, "bkpsdm/disiplin", "sekda")
}

func (s *site) signIn(house string, posts ...string) {
	s.t.Helper()
	ctx := s.t.Context()
	in := access.FoundIn{Institution: house, Region: area}
	for _, p := range posts {
		post, err := s.roster.Post(ctx, roster.PostID(house+"/"+p))
		s.must(err)
		in.Holders = append(in.Holders, access.InviteIn{
			Institution: house, Region: area, Person: string(s.people[house+"/"+p].ID), Roles: post.Roles, Login: strings.ReplaceAll(p, "/", ".") + "@" + house,
		})
	}
	links, _, err := s.access.Found(ctx, in)
	s.must(err)
	for i, l := range links {
		s.must(s.access.Accept(ctx, l.Token, password))
		token, _, err := s.access.SignIn(ctx, access.SignInInput{Login: l.Account.Login, Password: password})
		s.must(err)
		s.actors[posts[i]], _, err = s.access.Authenticate(ctx, token)
		s.must(err)
	}
}

// lodge sends a report in through the public door.
func (s *site) lodge(door intake.Door) string {
	s.t.Helper()
	draft := intake.NewDraft()
	_, err := s.intake.Stage(s.t.Context(), bawaslu, draft, evidence.StageIn{
		Region: area, Name: "foto.png", Body: strings.NewReader(photo(s.t)),
	})
	s.must(err)
	in := intake.Submission{
		Draft: draft, Institution: bawaslu, Region: area, Door: door, Files: true,
		Answers: intake.Answers{
			What: "Ikut kampanye <b>di lapangan</b>.", When: "2024-10-05", Known: "2024-10-05", District: "18.01.06",
			Who: "pak surya", Post: "sekcam", Address: "Kalianda",
		},
	}
	if door == intake.DoorFormal {
		in.Identity = &intake.Identity{
			Name: "Pelapor Rahasiawati", Birth: "Kalianda, 1 Januari 1980", Sex: "P", Occupation: "Pedagang", Citizenship: "Indonesia",
			Address: "Jalan Contoh 1", Phone: "081200000000",
		}
	}
	lodged, err := s.intake.Submit(s.t.Context(), in)
	s.must(err)
	s.code = lodged.Code.String()
	return lodged.ID
}

// heic sends a photo with a reply, of a kind that cannot be cleaned.
func (s *site) heic() {
	s.t.Helper()
	_, err := s.intake.StageReply(s.t.Context(), bawaslu, s.code, evidence.StageIn{
		Name: "ponsel.heic", Body: strings.NewReader("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
	})
	s.must(err)
	s.must(s.intake.Reply(s.t.Context(), bawaslu, intake.ReplyIn{Code: s.code, Text: "Foto lain."}))
}

// do sends a request as an officer and wants a status.
func (s *site) do(who, method, target string, form url.Values, want int) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if actor, ok := s.actors[who]; ok {
		r = r.WithContext(access.With(r.Context(), actor, access.Session{}))
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	if w.Code != want {
		s.t.Fatalf("%s %s as %s: %d, want %d\n%s", method, target, who, w.Code, want, main(w.Body.String()))
	}
	if _, key, missing := strings.Cut(w.Body.String(), "⟦"); missing {
		s.t.Errorf("%s: a text is missing: %.60s", target, key)
	}
	return w
}

// main is what a page says, without its frame.
func main(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	return page
}

// get opens a page in both languages and returns the Indonesian one.
func (s *site) get(who, target string) string {
	s.t.Helper()
	sep := "?"
	if strings.Contains(target, "?") {
		sep = "&"
	}
	s.do(who, http.MethodGet, target+sep+"bahasa=en", nil, http.StatusOK)
	return main(s.do(who, http.MethodGet, target, nil, http.StatusOK).Body.String())
}

var hidden = regexp.MustCompile(`name="versi" value="(\d+)"`)

// open opens a form and returns the version it carries.
func (s *site) open(who, target string) string {
	s.t.Helper()
	m := hidden.FindStringSubmatch(s.get(who, target))
	if m == nil {
		s.t.Fatalf("%s carries no version", target)
	}
	return m[1]
}

// post opens a form and sends it, which must succeed; a minute passes.
func (s *site) post(who, target string, values url.Values) string {
	s.t.Helper()
	s.must(s.clock.MoveTo(s.clock.Now().Add(time.Minute)))
	if values == nil {
		values = url.Values{}
	}
	values.Set("versi", s.open(who, target))
	return s.do(who, http.MethodPost, target, values, http.StatusSeeOther).Header().Get("Location")
}

func (s *site) says(page string, texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			s.t.Errorf("the page does not say %q:\n%.3000s", text, page)
		}
	}
}

func date(name, d string) url.Values {
	return url.Values{name + "-y": {d[:4]}, name + "-m": {d[5:7]}, name + "-d": {d[8:]}}
}

// with joins form values.
func with(lists ...url.Values) url.Values {
	out := url.Values{}
	for _, l := range lists {
		maps.Copy(out, l)
	}
	return out
}

// verify checks the whole log against the database.
func (s *site) verify() {
	s.t.Helper()
	_, err := s.log.Verify(s.t.Context(), slices.Concat(
		seal.Tables(), roster.Tables(), access.Tables(), procedure.Tables(), letter.Tables(), evidence.Tables(), intake.Tables(), casefile.Tables(),
	), nil, nil)
	s.must(err)
}
