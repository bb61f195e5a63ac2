package contact_test

import (
	"testing"

	"rambu.id"
	"rambu.id/contact"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	bawaslu = groundtest.Supervisor
	pemda   = groundtest.Government
	kpu     = "kpu.18.01"
	other   = groundtest.Neighbour
)

// world is a Bawaslu, the government it writes to and a government next door, all invented.
type world struct {
	*contact.Book
	*groundtest.Ground

	ketua, staf, sekda, camat, kadis, stranger rambu.Actor
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{Ground: groundtest.Open(tb, groundtest.Options{DB: d, Start: groundtest.At("2024-10-07", 9, 0)})}
	var err error
	w.Book, err = contact.Open(tb.Context(), contact.Config{
		Log: w.Log, Keys: w.Keys, Procedure: w.Procedure, Roster: w.Roster, Letters: w.Letters, Words: w.Words,
	})
	w.Must(err)
	w.settle()
	return w
}

func (w *world) settle() {
	w.T.Helper()
	const head, jpt, adm, election = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassOrganiser
	w.Seed(roster.Plan{
		Institutions: groundtest.Institutions(bawaslu, pemda, kpu, other),
		Posts: []roster.Post{
			groundtest.Post(bawaslu+"/ketua", "Ketua Bawaslu Rekaan", "ketua", election, "", "", rambu.RoleMember),
			groundtest.Post(bawaslu+"/staf", "Staf Pencegahan", "staf", election, "ketua", "", rambu.RoleHandler),
			groundtest.Post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			groundtest.Post(pemda+"/sekda", "Sekretaris Daerah", "sekda", jpt, "bupati", "", rambu.RoleSecretary, rambu.RoleSuperior),
			groundtest.Post(pemda+"/camat/1", "Camat Satu", roster.OfficeDistrictHead, adm, "sekda", "18.01.01", rambu.RoleSuperior),
			groundtest.Post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, roster.ClassVillageHead, "camat/1", "18.01.01.2001"),
			groundtest.Post(kpu+"/ketua", "Ketua KPU Rekaan", "ketua", election, "", ""),
			groundtest.Post(pemda+"/dinsos", "Kepala Dinas Sosial", roster.OfficeAgencyHead, jpt, "sekda", "", rambu.RoleSuperior),
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
	w.kadis = w.Officer(pemda+"/dinsos", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.stranger = w.Officer(other+"/sekda", "Bayu Contoh", roster.SubjectPNS, rambu.RoleSecretary)
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(contact.Tables())
}
