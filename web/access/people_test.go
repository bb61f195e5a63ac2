package access

import (
	"strings"
	"testing"

	"rambu.id"
)

// The administrator enters somebody who is not on the list, from the post he shall hold, and
// gives it to him as acting holder from a day; then corrects the name.
func TestEnterAPersonAndGiveAPost(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("pengelola")
	const post = "/jabatan/bawaslu.18.01/tata-usaha"
	b.get(post+"?cari=rumini").shows(t, 200, "Tidak ada orang bernama", "Tambah orang", "Kosong")
	const add = "/orang/baru?untuk=bawaslu.18.01%2Ftata-usaha&nama=Rumini"
	if !strings.Contains(b.get(post+"?cari=Rumini").text, "/orang/baru?nama=Rumini&amp;untuk=bawaslu.18.01%2Ftata-usaha") {
		t.Error("the post's page does not lead to entering the person")
	}
	if got := b.get(add).field("name"); got != "Rumini" {
		t.Errorf("the name searched for is not in the form: %q", got)
	}
	b.post(add).shows(t, 422, "Nama belum diisi.", "Pilih golongannya.")
	form := []string{"before", "Dra.", "name", "Rumini Contohwati", "after", "M.Si.", "class", "pns", "untuk", "bawaslu.18.01/tata-usaha", "versi", "0"}
	for nip, want := range map[string]string{
		"":                     "Kelas ini memerlukan NIP.",
		"19851102 200904 2":    "NIP harus 18 angka.",
		"198513022009042993":   "bukan tanggal lahir",
		"198511022009042000":   "Tiga angka terakhir NIP 000",
		"198511022009045993":   "Angka ke-15 NIP",
		"1.98511022009042E+17": "terbaca sebagai angka",
	} {
		a := b.post(add, append(form, "nip", nip)...)
		a.shows(t, 422, want)
		if a.field("after") != "M.Si." || a.field("nip") != nip {
			t.Errorf("%q: what was typed is lost: %q", nip, a.field("nip"))
		}
	}
	to := b.post(add, append(form, "nip", "19851102 200904 2 993")...)
	to.goes(t, post+"?cari=Rumini+Contohwati")
	found := b.get(to.Header.Get("Location"))
	found.shows(t, 200, "Dra. Rumini Contohwati, M.Si.", "198511022009042993")
	person := found.field("person")
	tenure := []string{"post", "bawaslu.18.01/tata-usaha", "person", person, "mode", "plt", "from-d", "1", "from-m", "10", "from-y", "2024", "decree", "SK-7"}
	b.post("/jabatan/mulai", tenure...).goes(t, post+"?selesai")
	b.get(post).shows(t, 200, "Plt. Dra. Rumini Contohwati, M.Si.")
	b.post("/orang/baru", append(form, "nip", "198511022009042993", "untuk", "")...).shows(t, 409, "NIP ini sudah ada")

	edit := "/orang/" + person
	b.get(edit).shows(t, 200, "Ubah data orang", "Plt. Staf Tata Usaha")
	version := b.get(edit).field("versi")
	change := []string{"before", "", "name", "Rumini Contohwati", "after", "M.M.", "class", "pns", "nip", "198511022009042993", "versi", version}
	b.post(edit, change...).goes(t, "/orang?cari=Rumini+Contohwati&selesai=")
	again := b.post(edit, append(change, "after", "M.H.")...)
	again.shows(t, 409, "Data sudah diubah orang lain")
	if again.field("after") != "M.H." || again.field("versi") == version {
		t.Errorf("after a conflict: %q at version %s", again.field("after"), again.field("versi"))
	}
	b.get("/orang?cari=contohwati").shows(t, 200, "Rumini Contohwati, M.M.", "19851102 200904 2 993", "Pegawai Negeri Sipil")
	b.get("/orang?cari=contohwati&bahasa=en").shows(t, 200, "Civil servant")
	b.get(edit+"?bahasa=en").shows(t, 200, "Change a person")
}

// A post is corrected and another entered; the superior is found by part of its title, without
// a script. Two at once are told.
func TestEnterAndChangeAPost(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.officer("pengelola")
	const edit = "/jabatan/ubah/bawaslu.18.01/tata-usaha"
	a := b.get(edit)
	a.shows(t, 200, "Ubah jabatan", "Peran dalam Rambu: Tata usaha", "Kepala Sekretariat")
	version := a.field("versi")
	form := []string{"title", "Staf Tata Usaha dan Arsip", "class", "pelaksana", "unit", "bawaslu.18.01/sekretariat", "superior", "bawaslu.18.01/kepala-sekretariat", "versi", version}
	b.post(edit, append(form, "langkah", "cari", "cari", "ketua")...).shows(t, 200, "Ketua Bawaslu")
	b.post(edit, append(form, "langkah", "cari", "cari", "tidak-ada")...).shows(t, 200, `Tidak ada jabatan dengan "tidak-ada"`)
	b.post(edit, append(form, "title", " ")...).shows(t, 422, "Tulis nama jabatannya.")
	b.post(edit, form...).goes(t, "/jabatan/bawaslu.18.01/tata-usaha?selesai")
	b.get("/jabatan/bawaslu.18.01/tata-usaha").shows(t, 200, "Staf Tata Usaha dan Arsip")
	late := b.post(edit, append(form, "title", "Judul Lain")...)
	late.shows(t, 409, "sudah diubah orang lain")
	if late.field("title") != "Judul Lain" || late.field("versi") == version {
		t.Errorf("after a conflict: %q at version %s", late.field("title"), late.field("versi"))
	}

	b.get("/jabatan/baru").shows(t, 200, "Tambah jabatan", "tidak punya peran")
	fresh := []string{"code", "arsiparis", "title", "Arsiparis", "class", "fungsional", "versi", "0"}
	b.post("/jabatan/baru", append(fresh, "code", "Arsip Aris")...).shows(t, 422, "hanya boleh berisi huruf kecil")
	b.post("/jabatan/baru", fresh...).goes(t, "/jabatan/bawaslu.18.01/arsiparis?selesai")
	b.post("/jabatan/baru", fresh...).shows(t, 409, "Kode jabatan ini sudah dipakai.")
	b.get("/jabatan/bawaslu.18.01/arsiparis").shows(t, 200, "Arsiparis", "Kosong")
	b.get("/jabatan/baru?bahasa=en").shows(t, 200, "Add a post")
}

// Nobody else keeps people or posts, and nobody those of another institution.
func TestPeopleAndPostsKeepTheWall(t *testing.T) {
	t.Parallel()
	s := open(t)
	chair, admin := s.officer("ketua"), s.officer("pengelola")
	paths := []string{"/orang", "/orang/baru", "/jabatan/baru", "/jabatan/ubah/bawaslu.18.01/ketua"}
	for _, path := range paths {
		chair.get(path).shows(t, 404)
		if path != "/orang" {
			chair.post(path, "name", "X", "class", "pns", "title", "X", "versi", "1").shows(t, 404)
		}
	}
	all, err := s.roster.FindPeople(t.Context(), rambu.System(pemda, area), "rekaan sekda", 1)
	s.must(err)
	admin.get("/orang/"+string(all[0].ID)).shows(t, 404) // Bawaslu may read it elsewhere, never change it
	admin.post("/orang/"+string(all[0].ID), "name", "X", "class", "non-asn", "versi", "1").shows(t, 404)
	admin.get("/jabatan/ubah/pemda.18.01/sekda").shows(t, 404)
	admin.get("/orang/org_tidakada").shows(t, 404)
	if got := admin.get("/orang?cari=rekaan+sekda"); strings.Contains(got.text, "Rekaan Sekda<") {
		t.Error("another institution's people are listed")
	}
}
