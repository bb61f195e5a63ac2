package access

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
	area    = "18.01"

	sandi = "kuda lumping naik sepeda"
	baru  = "tujuh jendela warna hijau"
)

// monday is both the legal and the machine's time when a test starts: 7 October 2024, 09.00 WIB.
var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// term is one tenure in the roster of a test.
type term struct {
	person   string
	office   Office
	from, to rambu.Date
}

// rosterOf is a roster in memory: who holds what when.
type rosterOf struct {
	mu    sync.Mutex
	terms []term
	posts map[roster.PostID]roster.Post
	held  []roster.Tenure
}

func (r *rosterOf) Held(_ context.Context, person string, on rambu.Date) ([]Office, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []Office
	for _, t := range r.terms {
		if t.person == person && on.In(t.from, t.to) {
			out = append(out, t.office)
		}
	}
	return out, nil
}

func (r *rosterOf) Holders(_ context.Context, post roster.PostID, on rambu.Date) (roster.Post, []roster.Tenure, error) {
	p, ok := r.posts[post]
	if !ok {
		return roster.Post{}, nil, rambu.Errorf(rambu.NotFound, "no such post")
	}
	var out []roster.Tenure
	for _, t := range r.held {
		if t.Post == post && t.On(on) {
			out = append(out, t)
		}
	}
	return p, out, nil
}

func (r *rosterOf) add(person, institution, post string, from, to rambu.Date, roles ...rambu.Role) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.terms = append(r.terms, term{person, Office{
		Post: institution + "/" + post, PostName: post, Institution: institution, Mode: roster.Definitive, Roles: roles,
	}, from, to})
}

// people is the roster most tests start with.
func people() *rosterOf {
	r := &rosterOf{}
	r.add("org_ketua", bawaslu, "ketua", "2024-01-01", "", rambu.RoleMember, rambu.RoleIdentity)
	r.add("org_anggota", bawaslu, "anggota-1", "2024-01-01", "", rambu.RoleMember, rambu.RoleIdentity)
	r.add("org_pengelola", bawaslu, "pengelola", "2024-01-01", "", rambu.RoleAdmin)
	r.add("org_penerima", bawaslu, "penerimaan", "2024-01-01", "", rambu.RoleIntake)
	r.add("org_sekda", pemda, "sekda", "2024-01-01", "", rambu.RoleSecretary)
	r.add("org_bkpsdm", pemda, "bkpsdm/kepala", "2024-01-01", "", rambu.RolePersonnel)
	r.add("org_pemda_pengelola", pemda, "pengelola", "2024-01-01", "", rambu.RoleAdmin)
	return r
}

// house is a service over a fresh database with its clocks.
type house struct {
	*Service

	t       *testing.T
	db      *db.DB
	log     *ledger.Log
	roster  *rosterOf
	legal   *clock.Practice
	machine *clock.Practice
	keyFile string
}

func newHouse(t *testing.T, d *db.DB, change ...func(*Config)) *house {
	t.Helper()
	h := &house{
		t: t, db: d, roster: people(), legal: clock.NewFrozen(monday), machine: clock.NewFrozen(monday),
		keyFile: filepath.Join(t.TempDir(), "log.key"),
	}
	h.start(change...)
	return h
}

// start opens the service as a new process on the same database would.
func (h *house) start(change ...func(*Config)) {
	h.t.Helper()
	var err error
	h.log, err = ledger.Open(h.t.Context(), ledger.Config{DB: h.db, Clock: h.legal, Origin: "rambu.id/uji", KeyFile: h.keyFile})
	h.must(err)
	keys, err := seal.Open(h.t.Context(), h.db)
	h.must(err)
	pack, err := law.Default()
	h.must(err)
	c := Config{Log: h.log, Keys: keys, Offices: h.roster, Machine: h.machine, Calendar: calendar.New(pack, nil), Pack: pack}
	for _, f := range change {
		f(&c)
	}
	h.Service, err = Open(h.t.Context(), c)
	h.must(err)
	h.gate.now = hardness{passes: 1, memory: 64} // one guess is dear on purpose; a test needs many
	h.decoy, err = newDecoy(h.gate.now)
	h.must(err)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) kind(want rambu.Kind, err error) {
	h.t.Helper()
	if err == nil || rambu.KindOf(err) != want {
		h.t.Fatalf("got %v, want an error of kind %s", err, want)
	}
}

func (h *house) later(d time.Duration) {
	h.t.Helper()
	h.must(h.machine.MoveTo(h.machine.Now().Add(d)))
}

// found lays both institutions' rooms and sets every holder's password. It returns Bawaslu's
// recovery code and the accounts by login.
func (h *house) found() (string, map[string]Account) {
	h.t.Helper()
	accounts := map[string]Account{}
	links, recovery, err := h.Found(h.t.Context(), FoundIn{Institution: bawaslu, Region: area, Holders: []InviteIn{
		{Person: "org_ketua", Login: "ketua"}, {Person: "org_anggota", Login: "anggota"},
	}})
	h.must(err)
	more, _, err := h.Found(h.t.Context(), FoundIn{Institution: pemda, Region: area, Holders: []InviteIn{
		{Person: "org_sekda", Login: "sekda"}, {Person: "org_bkpsdm", Login: "bkpsdm"},
	}})
	h.must(err)
	for _, l := range append(links, more...) {
		h.must(h.Accept(h.t.Context(), l.Token, sandi))
		accounts[l.Account.Login] = l.Account
	}
	return recovery, accounts
}

// admin is the administrator of an institution, acting.
func admin(institution string) rambu.Actor {
	return rambu.Actor{Account: "akn_pengelola", Institution: institution, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

// officer invites, accepts and returns an account of Bawaslu.
func (h *house) officer(person, login string) Account {
	h.t.Helper()
	a, token, err := h.Invite(h.t.Context(), admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Person: person, Login: login})
	h.must(err)
	h.must(h.Accept(h.t.Context(), token, sandi))
	a, err = h.Service.Find(h.t.Context(), admin(bawaslu), a.ID)
	h.must(err)
	return a
}

func (h *house) signIn(login, password string) (string, rambu.Actor) {
	h.t.Helper()
	token, _, err := h.SignIn(h.t.Context(), SignInInput{Login: login, Password: password, Source: "10.0.0.0/24"})
	h.must(err)
	who, _, err := h.Authenticate(h.t.Context(), token)
	h.must(err)
	return token, who
}

// opens reports whether an actor opens what is sealed to an institution's key.
func (h *house) opens(who rambu.Actor, institution string, kind seal.Kind) bool {
	h.t.Helper()
	k, err := h.Keys.InstitutionKey(h.t.Context(), institution, kind)
	h.must(err)
	info := seal.Info("test", "1")
	box, err := seal.Seal(k.Public, info, []byte("isi"))
	h.must(err)
	if who.Keys == nil {
		return false
	}
	got, err := who.Keys.Open(k.ID, info, box)
	if err != nil {
		h.kind(rambu.Locked, err)
		return false
	}
	return string(got) == "isi"
}

func (h *house) verify() {
	h.t.Helper()
	_, err := h.log.Verify(h.t.Context(), slices.Concat(Tables(), seal.Tables()), nil, nil)
	h.must(err)
}

// past is what somebody with the database's own password does, past the log.
func (h *house) past(query string, args ...any) {
	h.t.Helper()
	h.must(h.db.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	}))
}
