package press_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/press"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	pemda   = "pemda.18.01"
	bawaslu = "bawaslu.18.01"
	other   = "pemda.18.02"
	area    = "18.01"
)

// world is a government, its Bawaslu and the government next door, all invented.
type world struct {
	*press.Desk

	t      testing.TB
	log    *ledger.Log
	keys   *seal.Store
	roster *roster.Store
	clock  *clock.Practice
	key    map[string]seal.Key
	pair   map[string]*seal.Pair

	penerimaan, anggota, penangan, sekda, camat, tetangga rambu.Actor
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{t: tb, clock: clock.NewFrozen(rambu.Date("2024-10-08").Time(time.UTC).Add(2 * time.Hour)), key: map[string]seal.Key{}, pair: map[string]*seal.Pair{}}
	ctx := tb.Context()
	pack, err := law.Default()
	w.must(err)
	w.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: w.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(tb.TempDir(), "log.key")})
	w.must(err)
	w.keys, err = seal.Open(ctx, d)
	w.must(err)
	regions, err := region.Open()
	w.must(err)
	w.roster, err = roster.Open(ctx, w.log, regions)
	w.must(err)
	proc, err := procedure.Open(ctx, procedure.Config{Log: w.log, Pack: pack})
	w.must(err)
	w.Desk, err = press.Open(ctx, press.Config{Log: w.log, Keys: w.keys, Procedure: proc, Roster: w.roster, Guard: cite.New(pack)})
	w.must(err)
	w.settle()
	return w
}

func (w *world) settle() {
	w.t.Helper()
	reg, _ := w.roster.Regions().Find(area)
	_, err := w.roster.Seed(rambu.System("", ""), roster.Plan{
		Region: reg,
		Institutions: []roster.Institution{
			{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: area},
			{ID: bawaslu, Name: "Bawaslu Kabupaten Rekaan", Kind: roster.KindSupervisor, Region: area},
			{ID: other, Name: "Pemerintah Kabupaten Sebelah", Kind: roster.KindGovernment, Region: "18.02"},
		},
		Posts: []roster.Post{
			{ID: pemda + "/bupati", Institution: pemda, Title: "Bupati Rekaan", Office: "kepala-daerah", Class: roster.ClassHead},
			{ID: pemda + "/sekda", Institution: pemda, Title: "Sekretaris Daerah", Office: "sekda", Class: roster.ClassJPTPratama, Superior: pemda + "/bupati"},
		},
	})
	w.must(err)
	for _, in := range []string{pemda, bawaslu, other} {
		kind := seal.KindLetter
		if in == bawaslu {
			kind = seal.KindIntake
		}
		_, err := w.log.Do(rambu.System(in, area), "test", func(op *ledger.Op) (err error) {
			w.key[in], w.pair[in], err = seal.NewKey(op, in, area, kind, "")
			return err
		})
		w.must(err)
	}
	w.holder(pemda+"/bupati", "Wira Rekaan", roster.Plt)
	w.holder(pemda+"/sekda", "Bagus Rekaan", roster.Definitive)
	w.penerimaan = w.actor(bawaslu+"/penerimaan", rambu.RoleIntake)
	w.anggota = w.actor(bawaslu+"/anggota-1", rambu.RoleMember)
	w.penangan = w.actor(bawaslu+"/penanganan", rambu.RoleHandler)
	w.sekda = w.actor(pemda+"/sekda", rambu.RoleSecretary)
	w.camat = w.actor(pemda+"/camat/18.01.04", rambu.RoleSuperior)
	w.tetangga = w.actor(other+"/sekda", rambu.RoleSecretary)
}

func (w *world) holder(post, name string, m roster.Mode) {
	w.t.Helper()
	who := rambu.System(pemda, area)
	p, err := w.roster.AddPerson(who, roster.Person{Institution: pemda, Region: area, Name: roster.ParseName(name), Class: roster.SubjectClass("pejabat-negara")})
	w.must(err)
	_, err = w.roster.StartTenure(who, roster.Tenure{Post: roster.PostID(post), Person: p.ID, Mode: m, From: "2024-09-25", Decree: roster.Decree{Number: "1", Date: "2024-09-25"}})
	w.must(err)
}

// actor is an officer whose session holds the institution's key.
func (w *world) actor(post string, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	in := letter.InstitutionOf(post)
	id := rambu.NewID("akn")
	var own seal.Key
	var pair *seal.Pair
	_, err := w.log.Do(rambu.System(in, area), "test", func(op *ledger.Op) (err error) {
		own, pair, err = seal.NewKey(op, in, area, seal.KindAccount, id)
		if err != nil {
			return err
		}
		return seal.GrantPair(op, w.key[in], w.pair[in], own)
	})
	w.must(err)
	at := area
	if in == other {
		at = "18.02"
	}
	return rambu.Actor{Account: id, Post: post, Institution: in, Region: at, Roles: roles, Keys: w.keys.NewRing(w.t.Context(), own.ID, pair)}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(what string, err error, want rambu.Kind) {
	w.t.Helper()
	if err == nil || rambu.KindOf(err) != want {
		w.t.Errorf("%s: got %v, want kind %s", what, err, want)
	}
}

func (w *world) verify() {
	w.t.Helper()
	_, err := w.log.Verify(w.t.Context(), slices.Concat(press.Tables(), seal.Tables(), roster.Tables(), procedure.Tables()), nil, nil)
	w.must(err)
}
