package pledge_test

import (
	"testing"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/pledge"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	pemda = groundtest.Government
	other = groundtest.Neighbour
	area  = groundtest.Area
)

// world is a government with two agencies, a district and a village, all invented.
type world struct {
	*pledge.Book
	*groundtest.Ground

	guru, kades roster.Person

	bkpsdm, rekan, kadis, camat, thls rambu.Actor
	stranger                          rambu.Actor // personnel agency of another government
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{Ground: groundtest.Open(tb, groundtest.Options{DB: d, Start: groundtest.At("2024-10-07", 9, 0)})}
	var err error
	w.Book, err = pledge.Open(tb.Context(), pledge.Config{
		Log: w.Log, Keys: w.Keys, Blobs: w.Blobs, Pack: w.Law, Procedure: w.Procedure, Roster: w.Roster, Access: w.Access, Words: w.Words,
	})
	w.Must(err)
	w.settle()
	return w
}

func (w *world) settle() {
	w.T.Helper()
	const head, jpt, adm = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator
	w.Seed(roster.Plan{
		Institutions: groundtest.Institutions(pemda, other),
		Posts: []roster.Post{
			groundtest.Post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			unit("bkpsdm", groundtest.Post(pemda+"/bkpsdm/disiplin", "Kepala Bidang Disiplin", "pejabat", adm, "bupati", "", rambu.RolePersonnel)),
			unit("bkpsdm", groundtest.Post(pemda+"/bkpsdm/mutasi", "Kepala Bidang Mutasi", "pejabat", adm, "bupati", "", rambu.RolePersonnel)),
			unit("disdik", groundtest.Post(pemda+"/disdik", "Kepala Dinas Pendidikan", roster.OfficeAgencyHead, jpt, "bupati", "", rambu.RoleSuperior)),
			unit("disdik", groundtest.Post(pemda+"/disdik/guru", "Guru", "guru", roster.ClassFunctional, "disdik", "")),
			unit("disdik", groundtest.Post(pemda+"/disdik/penjaga", "Penjaga Sekolah", "thls", roster.ClassExecutor, "disdik", "")),
			groundtest.Post(pemda+"/camat", "Camat Satu", roster.OfficeDistrictHead, adm, "bupati", "18.01.01", rambu.RoleSuperior),
			groundtest.Post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, roster.ClassVillageHead, "camat", "18.01.01.2001"),
			groundtest.Post(other+"/bkpsdm", "Kepala Bidang Sebelah", "pejabat", adm, "", "", rambu.RolePersonnel),
		},
	})
	for _, in := range []string{pemda, other} {
		w.Found(in, seal.KindLetter)
	}
	w.bkpsdm = w.Officer(pemda+"/bkpsdm/disiplin", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.rekan = w.Officer(pemda+"/bkpsdm/mutasi", "Wira Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.kadis = w.Officer(pemda+"/disdik", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.Officer(pemda+"/camat", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.guru = w.Person(pemda+"/disdik/guru", "Guru Contoh", roster.SubjectPNS)
	w.thls = w.Officer(pemda+"/disdik/penjaga", "Penjaga Contoh", roster.SubjectNonASN, rambu.RoleFieldStaff)
	w.kades = w.Person(pemda+"/desa/11", "Kades Contoh", roster.SubjectVillageHead)
	w.stranger = w.Officer(other+"/bkpsdm", "Bayu Contoh", roster.SubjectPNS, rambu.RolePersonnel)
}

func unit(name string, p roster.Post) roster.Post {
	p.Unit = pemda + "/" + name
	return p
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(pledge.Tables())
	_, err := w.Book.Verify(w.T.Context())
	w.Must(err)
}
