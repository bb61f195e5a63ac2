package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/sheet"
	"rambu.id/roster"
)

func rowsOf(t *testing.T, text string) []sheet.Row {
	t.Helper()
	rows, err := sheet.Read(strings.NewReader(text), sheet.StaffLimits())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

const staff = `Nama;NIP;Kelas;Jabatan;Unit Kerja;TMT;SK
"Hj. Ratna Wulandari, S.STP";198001012005012003;PNS;Camat Kalianda;;02/01/2023;821/1/2023
Teguh Santoso;19820304 200604 1 001;;Kepala Dinas Pendidikan;Dinas Pendidikan;2022-05-01;
"Drs. Hendra Pratomo";196801011990031001;;Plt. Kepala Dinas Kesehatan;;1 Juli 2024;
"Drs. Hendra Pratomo";196801011990031001;;sekretaris daerah;;3-4-2021;
Paijo;;kades;desa/18.01.04.2003;;02-01-2020;141/2
Sari Lestari;199001012022212001;;;;;
Karti;;honorer;;;;
`

// The Sekda who is only acting must not get the powers of a definitive one because a heading was misspelt.
func TestAMisspeltHeadingChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		rows := rowsOf(t, "nama;nip;jabatan;caar;mulai;tanggal berhenti\nDrs. Hendra Pratomo;196801011990031001;sekretaris daerah;Plt;3-4-2021;1-1-2022\n")
		for _, dry := range []bool{true, false} {
			got, err := s.ImportStaff(t.Context(), clerk, rows, dry)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Bad) != 2 || got.Bad[0].Line != 1 || got.Bad[0].Column != "caar" || got.Bad[1].Column != "tanggal berhenti" {
				t.Errorf("bad: %+v", got.Bad)
			}
		}
		if people, err := s.FindPeople(t.Context(), clerk, "", 50); err != nil || len(people) != 0 {
			t.Errorf("%d people were entered, %v", len(people), err)
		}
	})
}

func TestImportStaff(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		rows := rowsOf(t, staff)
		want := roster.Imported{Rows: 7, People: 6, Tenures: 5}
		dry, err := s.ImportStaff(t.Context(), clerk, rows, true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, dry); diff != "" {
			t.Errorf("dry run (-want +got):\n%s", diff)
		}
		if got, err := s.FindPeople(t.Context(), clerk, "", 50); err != nil || len(got) != 0 {
			t.Fatalf("a dry run wrote %d people, %v", len(got), err)
		}
		real, err := s.ImportStaff(t.Context(), clerk, rows, false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, real); diff != "" {
			t.Errorf("real run (-want +got):\n%s", diff)
		}
		again, err := s.ImportStaff(t.Context(), clerk, rows, false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(roster.Imported{Rows: 7, Unchanged: 7}, again); diff != "" {
			t.Errorf("second run (-want +got):\n%s", diff)
		}
		checkImported(t, s)
		if _, err := s.log.Verify(t.Context(), roster.Tables(), nil, nil); err != nil {
			t.Errorf("rows and log disagree: %v", err)
		}
	})
}

func checkImported(t *testing.T, s room) {
	t.Helper()
	posts := []roster.PostID{"pemda.18.01/camat/18.01.06", "pemda.18.01/dinkes/kepala", "pemda.18.01/sekda", "pemda.18.01/desa/18.01.04.2003", "pemda.18.01/disdik/kepala"}
	held, err := s.HoldersOf(t.Context(), bawaslu, posts, "2024-10-07")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Hj. Ratna Wulandari, S.STP (pns), Camat Kalianda, 2023-01-02, 821/1/2023",
		"Drs. Hendra Pratomo (pns), Plt. Kepala Dinas Kesehatan, 2024-07-01, ",
		"Drs. Hendra Pratomo (pns), Sekretaris Daerah, 2021-04-03, ",
		"Paijo (kepala-desa), Kepala Desa Pemanggilan, 2020-01-02, 141/2",
		"Teguh Santoso (pns), Kepala Dinas Pendidikan, 2022-05-01, ",
	}
	var got []string
	for _, p := range posts {
		for _, h := range held[p] {
			got = append(got, fmt.Sprintf("%s (%s), %s, %s, %s", h.Person.Name, h.Person.Class, h.Title(), h.Tenure.From, h.Tenure.Decree.Number))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("holders (-want +got):\n%s", diff)
	}
	found, err := s.FindPeople(t.Context(), clerk, "Sari Lestari", 2)
	if err != nil || len(found) != 1 || found[0].Class != roster.SubjectPPPK {
		t.Errorf("the number of a PPPK gave %+v, %v", found, err)
	}
}

// Every bad line is listed, all its faults too, and nothing at all is written.
func TestImportStaffListsEveryBadLine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		old := s.person(t, "Wayan Sudarma", "197501012000031001", roster.SubjectPNS)
		s.start(t, roster.Tenure{Post: "pemda.18.01/camat/18.01.08", Person: old.ID, Mode: roster.Definitive, From: "2022-01-03"})
		rows := rowsOf(t, `nama;nip;kelas;jabatan;unit;cara;mulai;sampai;tanggal sk
Baik;198001012005011003;;;;;;;
;198001012005011004;;;;;;;
Pendek;12345;;;;;;;
Kelas;;raja;;;;;;
TanpaNIP;;PNS;;;;;;
Jabatan;198201012005011003;;Kepala Dinas Sihir;;;2024-01-01;;
Tanggal;198301012005011003;;Camat Kalianda;;;31/02/2024;;
Cara;198401012005011003;;Camat Kalianda;;pinjam;2024-01-01;;
Balik;198501012005011003;;Camat Kalianda;;;2024-02-01;2024-01-01;kemarin
Rebut;198601012005011003;;Camat Katibung;;;2024-01-01;;
Kembar Satu;198701012005011003;;;;;;;
Kembar Dua;198701012005011003;;;;;;;
Camat A;198801012005011003;;Camat Natar;;;2024-01-01;;
Camat B;198901012005011003;;Camat Natar;;;2024-03-01;;

Akhir;1980;raja;Kepala Dinas Sihir;;;x;;
`)
		want := []string{
			"3 nama roster.error.name",
			"4 nip roster.error.nip_length",
			"5 kelas roster.error.class",
			"6 nip roster.error.class_nip",
			"7 jabatan roster.error.post_unknown",
			"8 mulai roster.error.from",
			"9 cara roster.error.mode",
			"10 sampai roster.error.to",
			"10 tanggal_sk error.date",
			"11 jabatan roster.error.overlap",
			"13 nip roster.import.nip_twice",
			"15 jabatan roster.error.overlap",
			"17 jabatan roster.error.post_unknown",
			"17 kelas roster.error.class",
			"17 mulai roster.error.from",
			"17 nip roster.error.nip_length",
		}
		for _, dry := range []bool{true, false} {
			got, err := s.ImportStaff(t.Context(), clerk, rows, dry)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, lines(got.Bad)); diff != "" {
				t.Errorf("dry %v (-want +got):\n%s", dry, diff)
			}
			if found, err := s.FindPeople(t.Context(), clerk, "", 50); err != nil || len(found) != 1 {
				t.Errorf("dry %v: %d people, %v, want only the one before", dry, len(found), err)
			}
		}
	})
}

func lines(bad []roster.BadRow) []string {
	var out []string
	for _, b := range bad {
		if b.Fault.Field != b.Column {
			out = append(out, "column and field differ")
		}
		out = append(out, fmt.Sprintf("%d %s %s", b.Line, b.Column, b.Fault.Key))
	}
	return out
}

// Two people of one name, both without a number, stay two.
func TestImportKeepsNamesakesApart(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	const villages = "nama;kelas;jabatan;mulai\nSuparmin;kades;desa/18.01.04.2001;2020-01-02\nSuparmin;kades;desa/18.01.04.2002;2021-01-02\n"
	for _, want := range []roster.Imported{{Rows: 2, People: 2, Tenures: 2}, {Rows: 2, Unchanged: 2}} {
		got, err := s.ImportStaff(t.Context(), clerk, rowsOf(t, villages), false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	got, err := s.ImportStaff(t.Context(), clerk, rowsOf(t, "nama;kelas\nSuparmin;honorer\nKarti;honorer\nKarti;honorer\n"), true)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 nama roster.import.name_ambiguous", "4 nama roster.import.name_ambiguous"}
	if diff := cmp.Diff(want, lines(got.Bad)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestImportCorrectsNames(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	p := s.person(t, "Teguh Santosa", "198203042006041001", roster.SubjectCPNS)
	got, err := s.ImportStaff(t.Context(), clerk, rowsOf(t, "nama,nip,kelas\n\"Teguh Santoso, S.Pd.\",198203042006041001,pns\n"), false)
	if err != nil || got.Changed != 1 || got.People != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	people, err := s.People(t.Context(), clerk, []roster.PersonID{p.ID})
	if err != nil || people[p.ID].Name.String() != "Teguh Santoso, S.Pd." || people[p.ID].Class != roster.SubjectPNS {
		t.Errorf("%+v, %v", people[p.ID], err)
	}
}

func TestImportRefusals(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	tests := []struct {
		who  rambu.Actor
		text string
		key  string
		kind rambu.Kind
	}{
		{clerk, "", "roster.import.empty", rambu.Invalid},
		{clerk, "nip;jabatan\n1;2\n", "roster.import.column", rambu.Invalid},
		{bawaslu, staff, "error.forbidden", rambu.Forbidden},
		{rambu.Public(), staff, "error.forbidden", rambu.Forbidden},
	}
	for _, tt := range tests {
		_, err := s.ImportStaff(t.Context(), tt.who, rowsOf(t, tt.text), false)
		if keyOf(err) != tt.key || rambu.KindOf(err) != tt.kind {
			t.Errorf("%q: %v, want %s", tt.text, err, tt.key)
		}
	}
	// Another government has no post of that name here: its file cannot reach ours.
	got, err := s.ImportStaff(t.Context(), foreign, rowsOf(t, "nama;nip;jabatan;mulai\nX;198001012005011003;pemda.18.01/sekda;2024-01-01\n"), false)
	if err != nil || len(got.Bad) != 1 || got.Bad[0].Fault.Key != "roster.error.post_unknown" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestImportPosts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		rows := rowsOf(t, `Kode;Jabatan;Unit;Atasan;Kelas;Sebutan
smp-2/guru-1;Guru;SMP Negeri 2 Kalianda;smp-2/kepala;fungsional;guru
smp-2/kepala;Kepala SMP Negeri 2 Kalianda;SMP Negeri 2 Kalianda;disdik/kepala;fungsional;kepala-sekolah
disdik/kepala;Kepala Dinas Pendidikan dan Kebudayaan;Dinas Pendidikan;sekda;Eselon II;kepala-opd
sekda;Sekretaris Daerah;Sekretariat Daerah;bupati;II.a;sekda
`)
		got, err := s.ImportPosts(t.Context(), clerk, rows, true)
		if err != nil {
			t.Fatal(err)
		}
		want := roster.Imported{Rows: 4, Posts: 3, Unchanged: 1}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("dry (-want +got):\n%s", diff)
		}
		if _, err := s.Post(t.Context(), "pemda.18.01/smp-2/kepala"); rambu.KindOf(err) != rambu.NotFound {
			t.Fatalf("a dry run wrote: %v", err)
		}
		if _, err := s.ImportPosts(t.Context(), clerk, rows, false); err != nil {
			t.Fatal(err)
		}
		boss, err := s.Superior(t.Context(), "pemda.18.01/smp-2/guru-1")
		if err != nil || boss.ID != "pemda.18.01/smp-2/kepala" {
			t.Errorf("superior %+v, %v", boss, err)
		}
		head, err := s.Post(t.Context(), "pemda.18.01/disdik/kepala")
		if err != nil || head.Title != "Kepala Dinas Pendidikan dan Kebudayaan" || !slices.Contains(head.Roles, rambu.RoleSuperior) {
			t.Errorf("corrected post lost its roles: %+v, %v", head, err)
		}
		units, err := s.Units(t.Context(), "pemda.18.01")
		if err != nil || !slices.ContainsFunc(units, func(u roster.Unit) bool { return u.ID == "pemda.18.01/smp-negeri-2-kalianda" }) {
			t.Errorf("unit missing, %v", err)
		}
		again, err := s.ImportPosts(t.Context(), clerk, rows, false)
		if err != nil || again.Unchanged != 4 || again.Posts != 0 {
			t.Errorf("second run %+v, %v", again, err)
		}
	})
}

func TestImportPostsListsEveryBadLine(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	got, err := s.ImportPosts(t.Context(), clerk, rowsOf(t, `kode;jabatan;kelas;atasan
A B;X;pelaksana;
;X;pelaksana;
dua/kali;X;pelaksana;
dua/kali;Y;pelaksana;
baik;;raja;tidak/ada
satu;Satu;pelaksana;lima
lima;Lima;pelaksana;satu
sendiri;Sendiri;pelaksana;sendiri
`), false)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2 kode roster.import.code", "3 kode roster.import.code", "4 kode roster.import.code_twice", "5 kode roster.import.code_twice",
		"6 atasan roster.error.post_unknown", "6 jabatan roster.error.post_missing", "6 kelas roster.error.class",
		"7 atasan roster.import.circle", "8 atasan roster.import.circle", "9 atasan roster.error.post_unknown",
	}
	if diff := cmp.Diff(want, lines(got.Bad)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := s.Post(t.Context(), "pemda.18.01/satu"); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("something was written: %v", err)
	}
}

func TestImportOfALargeGovernment(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	const staff = 5_000
	var b strings.Builder
	b.WriteString("nama;nip;kelas\n")
	for i := range staff {
		fmt.Fprintf(&b, "Pegawai %d;1980%02d%02d2005011%03d;pns\n", i, i%12+1, i/12%28+1, i/336+1)
	}
	got, err := s.ImportStaff(t.Context(), clerk, rowsOf(t, b.String()), false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(roster.Imported{Rows: staff, People: staff}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	found, err := s.FindPeople(t.Context(), clerk, "pegawai 4999", 5)
	if err != nil || len(found) != 1 {
		t.Errorf("found %+v, %v", found, err)
	}
}
