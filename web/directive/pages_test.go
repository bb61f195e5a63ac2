package directive_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// The Sekda writes and sends, the camat reads, passes on and tells a village: all by forms.
func TestADirectiveGoesDownByForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.written()
	s.reads(s.get("sekda", at), "Konsep", "277 jabatan", "Jabatan kosong", "lagi", "256 kepala desa", "4 lurah", "UU 20/2023 Pasal 9 ayat (2)", "Asal: Rakor, keputusan 3")
	if got := s.get("camat", at); got.status != http.StatusNotFound {
		t.Errorf("a draft of others answers %d", got.status)
	}
	s.goes(s.post("sekda", at+"/kirim", "versi", "1"))

	s.reads(s.get("camat", "/arahan"), "Netralitas", "Sekretaris Daerah", "Belum dibaca")
	s.reads(s.get("camat", at), "Saya sudah membaca", "Pejabat ASN", "Hak pilih tetap ada", "Honorer / THLS")
	s.goes(s.post("camat", at+"/baca"))
	pass := s.get("camat", at+"/teruskan")
	if n := strings.Count(pass.body, " checked"); n != 30 { // 29 villages and wards, and the secretary
		t.Errorf("%d are preselected, want 30", n)
	}
	village := regexp.MustCompile(`value="(pemda\.18\.01/desa/18\.01\.06\.[0-9]+)"`).FindStringSubmatch(pass.body)[1]
	s.goes(s.post("camat", at+"/teruskan", "kepada", village))
	s.reads(s.get("camat", "/arahan"), "Sudah diteruskan")
	s.goes(s.post("camat", at+"/langsung", "desa", village, "nama", "Bapak Sekdes", "pukul", "08.30"))
	cover := s.get("camat", at+"/sebaran")
	s.reads(cover, "2 dari 30 jabatan sudah tercatat", "disampaikan langsung, 7 Okt 2024", "menunggu Camat Kalianda meneruskan")
	s.reads(cover, "Bapak Sekdes, 7 Okt 2024 pukul 08.30", "Catat disampaikan langsung")
	if all := s.get("sekda", at+"/sebaran"); strings.Contains(all.body, "Sekdes") {
		t.Error("the Sekda's coverage page names whom the camat told")
	}
}

// A wrong citation is seen in the form, and again by whoever sends: it stops both until it is
// ticked, and what was typed stays.
func TestAWrongCitationInADirective(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := []string{
		"langkah", "simpan", "penanda_tangan", pemda + "/sekda", "judul", "Netralitas", "jumlah", "3",
		"butir-1", "Sesuai Pasal 2 UU Nomor 5 Tahun 2014.", "untuk", "jabatan-camat",
	}
	page := s.post("sekda", "/arahan/tulis", form...)
	s.reads(page, "Ada kutipan hukum yang salah", "“Pasal 2 UU Nomor 5 Tahun 2014”", "Yang dapat dikutip: UU 20/2023 Pasal 2 huruf f.", "Sesuai Pasal 2 UU")
	if page.status != http.StatusConflict || !strings.Contains(page.body, `name="kutipan"`) || !strings.Contains(page.body, `id="kutipan"`) {
		t.Errorf("status %d, or nothing to tick", page.status)
	}
	at := s.goes(s.post("sekda", "/arahan/tulis", append(form, "kutipan", "ya")...))
	s.reads(s.get("sekda", at), "“Pasal 2 UU Nomor 5 Tahun 2014”", "Saya sudah melihat kutipan")
	s.reads(s.get("sekda", at+"/ubah"), "“Pasal 2 UU Nomor 5 Tahun 2014”")
	page = s.post("sekda", at+"/kirim", "versi", "1")
	s.reads(page, "Ada kutipan hukum yang salah", "Konsep")
	s.goes(s.post("sekda", at+"/kirim", "versi", "1", "kutipan", "ya"))
	if sent := s.get("sekda", at); strings.Contains(sent.body, "kutipan") {
		t.Error("a sent directive still asks")
	}
}

// An order from a post that two claim is flagged with both decrees, at the desk and under the link.
func TestAContestedPostIsFlaggedWithBothDecrees(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	rival := s.Enrol(pemda, "Saingan Contoh", roster.SubjectNonASN)
	s.Hold(pemda+"/sekda", rival, roster.Tenure{From: "2024-10-01", Decree: roster.Decree{Number: "800/77", Date: "2024-10-01"}, Contested: true})
	at := s.sent()
	s.reads(s.get("camat", at), "diakui lebih dari satu orang", "800/1 (26 Feb 2021)", "800/77 (1 Okt 2024)")
	s.reads(s.get("", s.short(at)), "diakui oleh lebih dari satu orang")
}

// A draft takes one file along; whoever reads the directive opens it, at the desk or under the link.
func TestADirectiveWithAnAnnex(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.written()
	s.reads(s.get("sekda", at), "Lampirkan berkas")
	s.reads(s.upload("sekda", at+"/lampiran", "jadwal.exe", []byte("MZ"), "versi", "1"), "Lampirkan foto (JPEG, PNG, WebP) atau PDF")
	s.reads(s.upload("sekda", at+"/lampiran", "", nil, "versi", "1"), "Pilih")
	if got := s.upload("camat", at+"/lampiran", "jadwal.pdf", []byte("%PDF-1.7 jadwal"), "versi", "1"); got.status != http.StatusNotFound {
		t.Errorf("a camat attaches: %d", got.status)
	}
	s.goes(s.upload("sekda", at+"/lampiran", "salah.pdf", []byte("%PDF-1.7 salah"), "versi", "1"))
	s.reads(s.get("sekda", at+"/lampiran"), "Sekarang: salah.pdf", "Hapus lampiran")
	s.goes(s.post("sekda", at+"/lampiran/hapus", "versi", "2"))
	s.goes(s.upload("sekda", at+"/lampiran", "jadwal.pdf", []byte("%PDF-1.7 jadwal"), "versi", "3"))
	s.reads(s.get("sekda", at), "Lampiran: jadwal.pdf", "Ubah lampiran")
	s.goes(s.post("sekda", at+"/kirim", "versi", "4"))

	link := s.short(at)
	for login, path := range map[string]string{"camat": at + "/lampiran/berkas", "": link + "/lampiran"} {
		got := s.get(login, path)
		if got.body != "%PDF-1.7 jadwal" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q, %v", path, got.status, got.body, got.header)
		}
	}
	page := s.get("", link)
	s.reads(page, "Lampiran: jadwal.pdf")
	if !strings.Contains(page.body, link+"/lampiran") {
		t.Error("the page under the link does not lead to the annex")
	}
	if got := s.get("", strings.Replace(link, link[len(link)-4:], "2222", 1)+"/lampiran"); got.status != http.StatusNotFound {
		t.Errorf("another link: %d", got.status)
	}
	if got := s.get("kades", at+"/lampiran/berkas"); got.status == http.StatusOK {
		t.Error("the annex opens without a key and without the link")
	}
	if got := s.upload("sekda", at+"/lampiran", "lain.pdf", []byte("%PDF-1.7 lain"), "versi", "5"); got.status != http.StatusConflict {
		t.Errorf("what was sent takes another file: %d", got.status)
	}
}

// A rival whose decree is recorded after the order went out flags it too, and says that it was later.
func TestARivalRecordedLaterFlagsAnOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	link := s.short(at)
	rival := s.Enrol(pemda, "Saingan Contoh", roster.SubjectNonASN)
	s.Must(s.Clock.MoveTo(s.Clock.Now().AddDate(0, 0, 21)))
	s.Hold(pemda+"/sekda", rival, roster.Tenure{From: "2024-10-01", Decree: roster.Decree{Number: "800/77", Date: "2024-10-01"}, Contested: true})
	s.reads(s.get("camat", at), "Disengketakan kemudian", "800/1 (26 Feb 2021)", "800/77 (1 Okt 2024)")
	s.reads(s.get("", link), "Disengketakan kemudian")
	s.reads(s.get("", link+"?bahasa=en"), "Disputed later")
}

// A village head with an account holds no letter key: he reads by the link and says so at his desk.
func TestAVillageHeadWithAnAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	s.reads(s.get("kades", "/arahan"), "Arahan tersegel", "Belum dibaca")
	page := s.get("kades", at)
	s.reads(page, "Baca arahan ini lewat tautan pendek", "Saya sudah membaca")
	if strings.Contains(page.body, "Tetap netral.") || strings.Contains(page.body, ".pdf") {
		t.Error("a sealed directive is shown")
	}
	if got := s.post("kades", at+"/baca"); got.status != http.StatusSeeOther {
		t.Errorf("saying so answers %d", got.status)
	}
	s.reads(s.get("kades", "/arahan"), "Sudah dibaca")
}

// The coverage page of 260 villages and wards is light, has every one of them twice, in the order
// of addresses, and says of nobody that he did not obey.
func TestCoverageOf260IsLightAndRanksNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	page := s.get("sekda", at+"/sebaran")
	if page.status != http.StatusOK {
		t.Fatalf("got %d", page.status)
	}
	if n := len(page.body); n > 80<<10 {
		t.Errorf("%d bytes, more than 80 KB", n)
	}
	if n := strings.Count(page.body, "<use href=\"#t-"); n != 277+4 {
		t.Errorf("%d tiles, want 277 and the legend's 4", n)
	}
	if n := strings.Count(page.body, "<li>"); n < 277 {
		t.Errorf("the list has %d, want 277", n)
	}
	s.reads(page, "0 dari 277 jabatan sudah tercatat", "Lewati ubin ke daftar", "Kecamatan Natar: 0 dari 27", "Menunggu Camat Natar meneruskan ke 26 jabatan")
	for _, word := range []string{"patuh", "peringkat", "terendah", "tertinggi", "%"} {
		if strings.Contains(strings.ToLower(text(page.body)), word) {
			t.Errorf("the page says %q", word)
		}
	}
	list := s.get("sekda", at+"/sebaran.csv")
	if n := strings.Count(list.body, "\r\n"); n != 277+1 || !strings.Contains(list.body, ",Camat Natar,") || !strings.Contains(list.body, ",0,") {
		t.Errorf("the list to take along has %d lines:\n%.600s", n, list.body)
	}
	for _, path := range []string{at + "/sebaran.xlsx", at + "/sebaran.ods"} {
		if got := s.get("sekda", path); got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := s.get("camat", at+"/sebaran.csv"); strings.Count(got.body, "\r\n") > 40 {
		t.Errorf("a head of district takes along what is not below him:\n%s", got.body)
	}
	taken, err := s.Log.Find(t.Context(), rambu.Actor{Institution: pemda, Roles: []rambu.Role{rambu.RoleAuditor}}, ledger.Filter{Kind: "directive.take_coverage"})
	if err != nil || len(taken) != 4 || taken[0].Object != strings.TrimPrefix(at, "/arahan/") || !strings.Contains(taken[1].Body, `fact: "form" "ods"`) {
		t.Errorf("four times taken along, the log says %+v, %v", taken, err)
	}
	var last string
	for _, m := range regexp.MustCompile(`<title>([^<:]+): `).FindAllStringSubmatch(page.body, -1) {
		last = m[1]
	}
	if last == "" || !strings.HasPrefix(last, "Kepala Desa") {
		t.Errorf("the last tile is %q", last)
	}
}

// A village head without an account answers under the short link with the code from paper.
func TestThePublicPageUnderAShortLink(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	short := s.short(at)
	page := s.get("", short)
	s.reads(page, "Netralitas", "Tetap netral.", "Aturan bagi: Kepala desa", "Kode jabatan", "Saya mengisikan atas nama")
	if got := page.header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("the link leaks by its referrer policy %q", got)
	}
	if got := s.get("", "/a/0000-0000-0000"); got.status != http.StatusNotFound {
		t.Errorf("an unknown link answers %d", got.status)
	}
	s.reads(s.post("camat", "/arahan/kode"), "Pilih desa atau kelurahan.")
	codes := s.get("camat", "/arahan/kode")
	village := regexp.MustCompile(`value="(pemda\.18\.01/desa/18\.01\.06\.[0-9]+)"`).FindStringSubmatch(codes.body)[1]
	sheet := s.post("camat", "/arahan/kode", "desa", village)
	code := strings.Join(strings.Fields(text(regexp.MustCompile(`(?s)<p class="r-code">.*?</p>`).FindString(sheet.body))), "")
	if len(code) != 12 {
		t.Fatalf("the sheet shows %q", code)
	}
	if strings.Contains(s.get("camat", "/arahan/kode").body, code) {
		t.Error("the code is shown twice")
	}

	wrong := s.post("", short, "kode", "1111 1111 1111", "untuk", "sendiri", "nama", "Tetap di sini")
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "1111 1111 1111") || !strings.Contains(wrong.body, "Tetap di sini") {
		t.Errorf("a wrong code: %d, or what was typed is gone", wrong.status)
	}
	s.reads(s.post("", short, "kode", code, "untuk", "atas-nama"), "Tulis nama Anda sebagai yang mengisikan.")
	s.reads(s.post("", short, "kode", strings.ToLower(code), "untuk", "atas-nama", "nama", "Operator Contoh"), "Tercatat: Kepala Desa")
	s.reads(s.get("sekda", at+"/sebaran"), "1 dari 277 jabatan sudah tercatat", "diisikan atas nama")
}

// Guessing from one network ends; other networks are not held up.
func TestGuessingIsSlowed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	short := s.short(s.sent())
	last := 0
	for range 130 {
		last = s.post("", short, "kode", "1111 1111 1111").status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the 130th guess at one moment answers %d", last)
	}
}

// Each form says what is wrong beside what was typed.
func TestFormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	for _, c := range []struct {
		login, path string
		values      []string
		want, kept  string
	}{
		{"sekda", "/arahan/tulis", []string{"langkah", "simpan", "judul", "Judul saya"}, "Pilih kepada siapa arahan ini.", "Judul saya"},
		{"sekda", "/arahan/tulis", []string{"langkah", "simpan", "butir-2", "Isi kedua", "dasar", "uu-20-2023", "pasal", "Pasal 999"}, "Dasar hukum ini tidak ada", "Isi kedua"},
		{"sekda", at + "/cabut", []string{"versi", "2", "alasan", " "}, "Tulis alasannya", "versi"},
		{"camat", at + "/langsung", []string{"nama", "Bapak Kades", "pukul", "pagi"}, "Tulis jam dan menit", "Bapak Kades"},
		{"camat", at + "/teruskan", []string{"kepada", camat + "/sekretaris"}, "Nyatakan dulu", "Sekretaris Kecamatan"},
	} {
		got := s.post(c.login, c.path, c.values...)
		if got.status != http.StatusUnprocessableEntity && got.status != http.StatusConflict {
			t.Errorf("%s answers %d", c.path, got.status)
		}
		s.reads(got, c.want)
		if !strings.Contains(got.body, c.kept) {
			t.Errorf("%s lost %q", c.path, c.kept)
		}
	}
	more := s.post("sekda", "/arahan/tulis", "langkah", "tambah", "jumlah", "3", "butir-1", "Satu")
	if n := strings.Count(more.body, "<textarea"); n != 5 || !strings.Contains(more.body, "Satu") {
		t.Errorf("one point more: %d text areas", n)
	}
}

// Withdrawn and replaced directives lead to one another and stay readable, under the link too.
func TestWithdrawnAndReplacedArePlain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.sent()
	short := s.short(first)
	form := s.get("sekda", first+"/ganti")
	if !strings.Contains(form.body, "Layanan berjalan.") || strings.Count(form.body, " checked") != 3 {
		t.Error("the form of the replacement is not filled")
	}
	second := s.goes(s.post("sekda", first+"/ganti", "langkah", "simpan", "penanda_tangan", pemda+"/sekda", "judul", "Netralitas, diperbaiki",
		"butir-1", "Tetap netral.", "untuk", "jabatan-camat"))
	s.goes(s.post("sekda", second+"/kirim", "versi", "1"))
	s.reads(s.get("camat", first), "Diganti", "Diganti oleh", "Tetap netral.")
	s.reads(s.get("", short), "Diganti", "Tetap netral.")
	s.goes(s.post("sekda", second+"/cabut", "versi", "2", "alasan", "Butir pertama kurang jelas."))
	s.reads(s.get("camat", second), "Dicabut", "Butir pertama kurang jelas.")
	dropped := s.written()
	s.goes(s.post("sekda", dropped+"/ubah", "langkah", "simpan", "versi", "1", "penanda_tangan", pemda+"/sekda", "judul", "Judul lain", "butir-1", "Satu.", "untuk", "jabatan-camat"))
	s.reads(s.get("sekda", "/arahan/keluar"), "Judul lain", "Konsep")
	s.goes(s.post("sekda", dropped+"/batal", "versi", "2"))
	if got := s.get("sekda", "/arahan/keluar"); strings.Contains(got.body, "Judul lain") {
		t.Error("a dropped draft is listed")
	}
}

// A photograph is taken in, listed to those above, and saved, never shown.
func TestProofIsSavedNeverShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	png := []byte("\x89PNG\r\n\x1a\n gambar")
	s.reads(s.upload("camat", at+"/bukti", "halaman.html", []byte("<html>"), "tentang", camat), "Lampirkan foto")
	s.goes(s.upload("camat", at+"/bukti", `C:\foto\papan.png`, png, "tentang", camat, "catatan", "Papan kantor camat"))
	page := s.get("sekda", at)
	s.reads(page, "papan.png", "Papan kantor camat", "Camat Kalianda")
	file := s.get("sekda", regexp.MustCompile(`/arahan/arh_[0-9a-z]+/bukti/bkt_[0-9a-z]+`).FindString(page.body))
	if file.body != string(png) || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("got %q, %s", file.body, file.header.Get("Content-Disposition"))
	}
	if got := s.get("kadis", at); strings.Contains(got.body, "papan.png") {
		t.Error("a head beside the line sees the file")
	}
	pdf := s.get("camat", at+".pdf")
	if !strings.HasPrefix(pdf.body, "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the PDF begins with %.8q", pdf.body)
	}
}

// What is reported up the line stands on top of the superior's inbox.
func TestLateStandsOnTop(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.sent()
	s.Must(s.Clock.MoveTo(s.Clock.Now().AddDate(0, 0, 3))) // Thursday morning, one day late
	who := s.actors["sekda"]
	_, err := s.Escalate(t.Context(), who)
	s.Must(err)
	s.reads(s.get("camat", "/arahan"), "Lewat batas 9 Okt 2024: 29 jabatan di bawah Anda belum menyatakan sudah membaca.")
	s.reads(s.get("sekda", "/arahan"), "17 jabatan di bawah Anda")
	if got := s.get("kadis", "/arahan"); strings.Contains(got.body, "Lewat batas") {
		t.Error("a head beside the line is told")
	}
}
