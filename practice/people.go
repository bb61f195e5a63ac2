package practice

import (
	"context"
	"fmt"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/roster"
)

// staff fills the posts that are invited and that the cast leaves empty, so that a meeting has
// people. They have no accounts: the usher ticks them.
func (r *Room) staff() error {
	taken := map[string]bool{}
	for _, m := range cast() {
		taken[m.House+"/"+m.Post] = true
	}
	n := 0
	for _, office := range []roster.Office{"staf-ahli", "asisten", roster.OfficeAgencyHead, roster.OfficeDivisionHead, roster.OfficeDistrictHead, roster.OfficeBranchHead} {
		posts, err := r.In.Roster.Posts(context.Background(), roster.PostFilter{Institution: Government, Office: office})
		if err != nil {
			return err
		}
		for i, p := range posts {
			if taken[string(p.ID)] || office == roster.OfficeAgencyHead && i == len(posts)-1 { // one post stays vacant
				continue
			}
			err = r.enter(member{
				Name: invented(n), NIP: fmt.Sprintf("1972%02d%02d1998031%03d", 1+n%12, 1+n%28, 1+n), Class: roster.SubjectPNS, House: Government,
				Post: string(p.ID[len(Government)+1:]), Mode: roster.Definitive, From: officeFrom, SK: fmt.Sprintf("LATIHAN/%d/2023", 100+n),
			})
			if err != nil {
				return fmt.Errorf("enter %s: %w", p.ID, err)
			}
			n++
		}
	}
	return nil
}

// branches are heads of technical units: no law fixes which a region has, so no plan of posts
// holds them and each region enters its own.
func branches() []roster.Post {
	var out []roster.Post
	for _, b := range []struct {
		unit, id, title string
		class           roster.PostClass
	}{
		{"dinkes", "uptd-puskesmas-kalianda", "Kepala UPTD Puskesmas Kalianda", roster.ClassFunctional},
		{"dinkes", "uptd-puskesmas-natar", "Kepala UPTD Puskesmas Natar", roster.ClassFunctional},
		{"disdik", "uptd-sanggar-belajar", "Kepala UPTD Sanggar Kegiatan Belajar", roster.ClassSupervisor},
		{"dishub", "uptd-uji-kendaraan", "Kepala UPTD Pengujian Kendaraan Bermotor", roster.ClassSupervisor},
		{"dinsos", "uptd-rumah-singgah", "Kepala UPTD Rumah Singgah", roster.ClassSupervisor},
	} {
		unit := Government + "/" + b.unit
		out = append(out, roster.Post{
			ID: roster.PostID(unit + "/" + b.id), Institution: Government, Unit: unit, Superior: roster.PostID(unit + "/kepala"), Title: b.title,
			Office: roster.OfficeBranchHead, Class: b.class, Roles: []rambu.Role{rambu.RoleSuperior},
		})
	}
	return out
}

// invented makes a name that nobody is known to bear.
func invented(n int) string {
	first := []string{"Arkhasena", "Brihaspara", "Citralekani", "Dhanurtama", "Endrasukma", "Fajarwasesa", "Guritnagara", "Hestimulya", "Indrakila", "Jayengsari", "Kusumadewi"}
	last := []string{"Wrehaspati", "Kalimasada", "Tunggulmaya", "Sastradipa", "Kencanasri", "Rajadyaksa", "Purwasembada", "Lokagandara", "Mayangkara"}
	return first[n%len(first)] + " " + last[n%len(last)] // no common divisor: ninety-nine names
}

// villages fills the heads of villages and wards from one list, as an administrator takes it from
// a file. Every twelfth village has an acting head, a civil servant with this duty on top of his
// own, and every fortieth has none.
func (r *Room) villages(ctx context.Context) error {
	who, err := r.actor(ctx, LoginAdminG)
	if err != nil {
		return err
	}
	rows := []sheet.Row{{Line: 1, Cells: roster.StaffHeader()}}
	n := 0
	for _, office := range []roster.Office{roster.OfficeVillageHead, roster.OfficeWardHead} {
		posts, err := r.In.Roster.Posts(ctx, roster.PostFilter{Institution: Government, Office: office})
		if err != nil {
			return err
		}
		for _, p := range posts {
			n++
			if n%40 == 0 {
				continue
			}
			nip, class, mode := fmt.Sprintf("1976%02d%02d2000031%03d", 1+n%12, 1+n%28, 1+n), "pns", ""
			switch {
			case office == roster.OfficeVillageHead && n%12 == 0:
				mode = "Pj."
			case office == roster.OfficeVillageHead:
				nip, class = "", "kepala-desa"
			}
			rows = append(rows, sheet.Row{Line: n + 1, Cells: []string{
				villager(n), nip, class, string(p.ID[len(Government)+1:]), "", mode, string(officeFrom), "", fmt.Sprintf("LATIHAN/%d/2023", 300+n), "",
			}})
		}
	}
	done, err := r.In.Roster.ImportStaff(ctx, who, rows, false)
	if err == nil && len(done.Bad) > 0 {
		err = rambu.Errorf(rambu.Internal, "line %d, %s: %v", done.Bad[0].Line, done.Bad[0].Column, done.Bad[0].Fault)
	}
	return err
}

// villager makes a name for a village's head that nobody is known to bear.
func villager(n int) string {
	first := []string{"Sumbaga", "Warsilah", "Katimun", "Jumarsih", "Lasmani", "Trisnadi", "Ponirah", "Gunarsa", "Darwinah", "Kusmadi", "Rubinem"}
	last := []string{
		"Latihanjaya", "Contohsari", "Rekawana", "Praktikawan", "Misalnugraha", "Andaipura", "Umpamadewa", "Cobasasmita", "Ibaratmaja", "Teladanwati",
		"Ujiprasetya", "Simulaningrat", "Kiranasari", "Latihprawira", "Contohbuana", "Rekaswara", "Misalwinata", "Andaisukma", "Umpamasari", "Cobanegara",
		"Ibaratlaga", "Teladanjaya", "Ujidharma", "Simulakarta",
	}
	return first[n%len(first)] + " " + last[n%len(last)] // no common divisor: 264 names
}
