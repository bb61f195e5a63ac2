package directive_test

import (
	"context"
	"testing"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/law/cite"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	pemda = groundtest.Government
	other = groundtest.Neighbour
	area  = groundtest.Area
)

// world is a government of two districts with three villages and a ward, all invented.
type world struct {
	*directive.Desk
	*groundtest.Ground

	bupati, sekda, camat1, camat2, kadis rambu.Actor
	stranger                             rambu.Actor // head of another government
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{Ground: groundtest.Open(tb, groundtest.Options{DB: d, Start: groundtest.At("2024-10-07", 9, 0)})}
	var err error
	w.Desk, err = directive.Open(tb.Context(), directive.Config{
		Log: w.Log, Keys: w.Keys, Blobs: w.Blobs, Pack: w.Law, Procedure: w.Procedure, Roster: w.Roster, Access: w.Access,
		Audience: directive.FromRoster(w.Roster), Words: w.Words, BaseURL: "https://rambu.contoh.id/", Guard: cite.New(w.Law),
	})
	w.Must(err)
	w.settle()
	return w
}

func (w *world) settle() {
	w.T.Helper()
	const head, jpt, adm, village = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassVillageHead
	w.Seed(roster.Plan{
		Institutions: groundtest.Institutions(pemda, other),
		Posts: []roster.Post{
			groundtest.Post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			groundtest.Post(pemda+"/sekda", "Sekretaris Daerah", "sekda", jpt, "bupati", "", rambu.RoleSecretary, rambu.RoleSuperior),
			groundtest.Post(pemda+"/disdik", "Kepala Dinas Pendidikan", roster.OfficeAgencyHead, jpt, "sekda", "", rambu.RoleSuperior),
			groundtest.Post(pemda+"/camat/1", "Camat Satu", roster.OfficeDistrictHead, adm, "sekda", "18.01.01", rambu.RoleSuperior),
			groundtest.Post(pemda+"/camat/2", "Camat Dua", roster.OfficeDistrictHead, adm, "sekda", "18.01.02", rambu.RoleSuperior),
			groundtest.Post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, village, "camat/1", "18.01.01.2001"),
			groundtest.Post(pemda+"/desa/12", "Kepala Desa Dua Belas", roster.OfficeVillageHead, village, "camat/1", "18.01.01.2002"),
			groundtest.Post(pemda+"/lurah/13", "Lurah Tiga Belas", roster.OfficeWardHead, roster.ClassLurah, "camat/1", "18.01.01.1003"),
			groundtest.Post(pemda+"/desa/21", "Kepala Desa Dua Satu", roster.OfficeVillageHead, village, "camat/2", "18.01.02.2001"),
			groundtest.Post(pemda+"/desa/11/sekretaris", "Sekretaris Desa Sebelas", "sekretaris-desa", roster.ClassVillageStaff, "desa/11", "18.01.01.2001"),
			groundtest.Post(other+"/bupati", "Bupati Sebelah", "kepala-daerah", head, "", "", rambu.RoleAuthority),
		},
	})
	for _, in := range []string{pemda, other} {
		w.Found(in, seal.KindLetter)
	}
	w.bupati = w.Officer(pemda+"/bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.kadis = w.Officer(pemda+"/disdik", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat1 = w.Officer(pemda+"/camat/1", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat2 = w.Officer(pemda+"/camat/2", "Sari Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.stranger = w.Officer(other+"/bupati", "Bayu Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
}

// everybody is the audience of the directive of the Sekda: district, village and ward heads.
func everybody() directive.Rule {
	return directive.Rule{{Office: roster.OfficeDistrictHead}, {Class: roster.ClassVillageHead}, {Class: roster.ClassLurah}}
}

// three is a directive with three points, each with where it came from.
func three() directive.DraftIn {
	when := func(d rambu.Date) string { return string(d) }
	in := directive.FromDecision(pemda+"/sekda", "Netralitas menjelang pemungutan suara", everybody(), when,
		directive.Decision{Meeting: "Rakor", Date: "2024-10-07", Number: 1, Text: "Jaga netralitas."},
		directive.Decision{Meeting: "Rakor", Date: "2024-10-07", Number: 2, Text: "Pemerintahan berjalan seperti biasa."},
		directive.Decision{Meeting: "Rakor", Date: "2024-10-07", Number: 3, Text: "Jangan memakai fasilitas dan kekuasaan negara untuk pihak mana pun."},
	)
	in.Basis = []string{"uu-20-2023 Pasal 9 ayat (2)"}
	in.AckBy = "2024-10-09"
	return in
}

// sent writes and sends a directive.
func (w *world) sent(who rambu.Actor, in directive.DraftIn) string {
	w.T.Helper()
	id, err := w.Draft(w.T.Context(), who, in)
	w.Must(err)
	w.Must(w.Send(w.T.Context(), who, directive.SendIn{ID: id, Version: 1}))
	return id
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(directive.Tables())
	_, err := w.Desk.Verify(w.T.Context())
	w.Must(err)
}

// rows counts the rows of the package's tables.
func rows(ctx context.Context, t *testing.T, d *db.DB) int {
	t.Helper()
	total := 0
	for _, table := range directive.Tables() {
		var n int
		err := d.QueryRow(ctx, `SELECT COUNT(*) FROM `+table.Name).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		total += n
	}
	return total
}
