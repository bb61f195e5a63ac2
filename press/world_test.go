package press_test

import (
	"testing"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/law/cite"
	"rambu.id/letter"
	"rambu.id/press"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	pemda   = groundtest.Government
	bawaslu = groundtest.Supervisor
	other   = groundtest.Neighbour
	area    = groundtest.Area
)

// world is a government, its Bawaslu and the government next door, all invented.
type world struct {
	*press.Desk
	*groundtest.Ground

	penerimaan, anggota, penangan, sekda, camat, tetangga rambu.Actor
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{Ground: groundtest.Open(tb, groundtest.Options{DB: d, Start: groundtest.At("2024-10-08", 9, 0)})}
	var err error
	w.Desk, err = press.Open(tb.Context(), press.Config{Log: w.Log, Keys: w.Keys, Procedure: w.Procedure, Roster: w.Roster, Guard: cite.New(w.Law)})
	w.Must(err)
	w.settle()
	return w
}

func (w *world) settle() {
	w.T.Helper()
	w.Seed(roster.Plan{
		Institutions: groundtest.Institutions(pemda, bawaslu, other),
		Posts: []roster.Post{
			groundtest.Post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", roster.ClassHead, "", ""),
			groundtest.Post(pemda+"/sekda", "Sekretaris Daerah", "sekda", roster.ClassJPTPratama, "bupati", ""),
		},
	})
	w.Found(pemda, seal.KindLetter)
	w.Found(bawaslu, seal.KindIntake)
	w.Found(other, seal.KindLetter)
	w.Hold(pemda+"/bupati", w.Enrol(pemda, "Wira Rekaan", roster.SubjectStateOfficial), roster.Tenure{Mode: roster.Plt, From: "2024-09-25"})
	w.Person(pemda+"/sekda", "Bagus Rekaan", roster.SubjectPNS)
	w.penerimaan = w.actor(bawaslu+"/penerimaan", rambu.RoleIntake)
	w.anggota = w.actor(bawaslu+"/anggota-1", rambu.RoleMember)
	w.penangan = w.actor(bawaslu+"/penanganan", rambu.RoleHandler)
	w.sekda = w.actor(pemda+"/sekda", rambu.RoleSecretary)
	w.camat = w.actor(pemda+"/camat/18.01.04", rambu.RoleSuperior)
	w.tetangga = w.actor(other+"/sekda", rambu.RoleSecretary)
	w.tetangga.Region = "18.02"
}

// actor is an officer whose session holds the institution's key.
func (w *world) actor(post string, roles ...rambu.Role) rambu.Actor {
	w.T.Helper()
	kind := seal.KindLetter
	if letter.InstitutionOf(post) == bawaslu {
		kind = seal.KindIntake
	}
	return w.Session(post, rambu.NewID("akn"), []seal.Kind{kind}, roles...)
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(press.Tables())
}
