package advisory_test

import (
	"testing"

	"rambu.id"
	"rambu.id/advisory"
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	bawaslu = groundtest.Supervisor
	pemda   = groundtest.Government
	other   = groundtest.Neighbour
)

// world is a Bawaslu, the government it writes to and a government next door, all invented.
type world struct {
	*advisory.Desk
	*groundtest.Ground

	ketua, staf, sekda, camat, stranger rambu.Actor
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{Ground: groundtest.Open(tb, groundtest.Options{DB: d, Start: groundtest.At("2024-10-07", 9, 0)})}
	orders, err := directive.Open(tb.Context(), directive.Config{
		Log: w.Log, Keys: w.Keys, Blobs: w.Blobs, Pack: w.Law, Procedure: w.Procedure, Roster: w.Roster, Access: w.Access,
		Audience: directive.FromRoster(w.Roster), Words: w.Words,
	})
	w.Must(err)
	w.Desk, err = advisory.Open(tb.Context(), advisory.Config{
		Log: w.Log, Pack: w.Law, Procedure: w.Procedure, Letters: w.Letters, Directives: orders, Roster: w.Roster, Words: w.Words,
	})
	w.Must(err)
	w.settle()
	return w
}

func (w *world) settle() {
	w.T.Helper()
	const head, jpt, adm, election = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassOrganiser
	w.Seed(roster.Plan{
		Institutions: groundtest.Institutions(bawaslu, pemda, other),
		Posts: []roster.Post{
			groundtest.Post(bawaslu+"/ketua", "Ketua Bawaslu Rekaan", "ketua", election, "", "", rambu.RoleMember),
			groundtest.Post(bawaslu+"/staf", "Staf Pencegahan", "staf", election, "ketua", "", rambu.RoleHandler),
			groundtest.Post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			groundtest.Post(pemda+"/sekda", "Sekretaris Daerah", "sekda", jpt, "bupati", "", rambu.RoleSecretary, rambu.RoleSuperior),
			groundtest.Post(pemda+"/camat/1", "Camat Satu", roster.OfficeDistrictHead, adm, "sekda", "18.01.01", rambu.RoleSuperior),
			groundtest.Post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, roster.ClassVillageHead, "camat/1", "18.01.01.2001"),
			groundtest.Post(other+"/sekda", "Sekretaris Sebelah", "sekda", jpt, "", "", rambu.RoleSecretary),
		},
	})
	for _, in := range []string{bawaslu, pemda, other} {
		w.Found(in, seal.KindLetter)
	}
	w.ketua = w.Officer(bawaslu+"/ketua", "Sekar Contoh", roster.SubjectOrganiser, rambu.RoleMember)
	w.staf = w.Officer(bawaslu+"/staf", "Gilang Contoh", roster.SubjectPNS, rambu.RoleHandler)
	w.sekda = w.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.camat = w.Officer(pemda+"/camat/1", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.stranger = w.Officer(other+"/sekda", "Bayu Contoh", roster.SubjectPNS, rambu.RoleSecretary)
}

// sends signs, sends and delivers a letter.
func (w *world) sends(who rambu.Actor, id string) {
	w.T.Helper()
	_, err := w.Letters.Sign(w.T.Context(), who, letter.SignIn{ID: id, Block: letter.SignatureBlock{Lines: []string{"TTD,"}, Name: "Contoh"}})
	w.Must(err)
	w.Must(w.Letters.Send(w.T.Context(), who, id))
	w.Must(w.Letters.DeliverAll(w.T.Context(), who, id))
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(advisory.Tables(), directive.Tables())
}
