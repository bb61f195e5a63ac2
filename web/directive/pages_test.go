package directive_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/web/ui/uitest"
)

// The Sekda writes and sends, the camat reads, passes on and tells a village: all by forms.
func TestADirectiveGoesDownByForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.written()
	s.Reads(s.Page("sekda", at), "Konsep", "277 jabatan", "Jabatan kosong", "lagi", "256 kepala desa", "4 lurah", "UU 20/2023 Pasal 9 ayat (2)", "Asal: Rakor, keputusan 3")
	if got := s.Page("camat", at); got.Status != http.StatusNotFound {
		t.Errorf("a draft of others answers %d", got.Status)
	}
	s.Goes(s.Form("sekda", at+"/kirim", "versi", "1"))

	s.Reads(s.Page("camat", "/arahan"), "Netralitas", "Sekretaris Daerah", "Belum dibaca")
	s.Reads(s.Page("camat", at), "Saya sudah membaca", "Pejabat ASN", "Hak pilih tetap ada", "Honorer / THLS")
	s.Goes(s.Form("camat", at+"/baca"))
	pass := s.Page("camat", at+"/teruskan")
	if n := strings.Count(pass.Body, " checked"); n != 30 { // 29 villages and wards, and the secretary
		t.Errorf("%d are preselected, want 30", n)
	}
	village := regexp.MustCompile(`value="(pemda\.18\.01/desa/18\.01\.06\.[0-9]+)"`).FindStringSubmatch(pass.Body)[1]
	s.Goes(s.Form("camat", at+"/teruskan", "kepada", village))
	s.Reads(s.Page("camat", "/arahan"), "Sudah diteruskan")
	s.Goes(s.Form("camat", at+"/langsung", "desa", village, "nama", "Bapak Sekdes", "pukul", "08.30"))
	cover := s.Page("camat", at+"/sebaran")
	s.Reads(cover, "2 dari 30 jabatan sudah tercatat", "disampaikan langsung, 7 Okt 2024", "menunggu Camat Kalianda meneruskan")
	s.Reads(cover, "Bapak Sekdes, 7 Okt 2024 pukul 08.30", "Catat disampaikan langsung")
	if all := s.Page("sekda", at+"/sebaran"); strings.Contains(all.Body, "Sekdes") {
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
	page := s.Form("sekda", "/arahan/tulis", form...)
	s.Reads(page, "Ada kutipan hukum yang salah", "“Pasal 2 UU Nomor 5 Tahun 2014”", "Yang dapat dikutip: UU 20/2023 Pasal 2 huruf f.", "Sesuai Pasal 2 UU")
	if page.Status != http.StatusConflict || !strings.Contains(page.Body, `name="kutipan"`) || !strings.Contains(page.Body, `id="kutipan"`) {
		t.Errorf("status %d, or nothing to tick", page.Status)
	}
	at := s.Goes(s.Form("sekda", "/arahan/tulis", append(form, "kutipan", "ya")...))
	s.Reads(s.Page("sekda", at), "“Pasal 2 UU Nomor 5 Tahun 2014”", "Saya sudah melihat kutipan")
	s.Reads(s.Page("sekda", at+"/ubah"), "“Pasal 2 UU Nomor 5 Tahun 2014”")
	page = s.Form("sekda", at+"/kirim", "versi", "1")
	s.Reads(page, "Ada kutipan hukum yang salah", "Konsep")
	s.Goes(s.Form("sekda", at+"/kirim", "versi", "1", "kutipan", "ya"))
	if sent := s.Page("sekda", at); strings.Contains(sent.Body, "kutipan") {
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
	s.Reads(s.Page("camat", at), "diakui lebih dari satu orang", "800/1 (26 Feb 2021)", "800/77 (1 Okt 2024)")
	s.Reads(s.Page("", s.short(at)), "diakui oleh lebih dari satu orang")
}

// A draft takes one file along; whoever reads the directive opens it, at the desk or under the link.
func TestADirectiveWithAnAnnex(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.written()
	s.Reads(s.Page("sekda", at), "Lampirkan berkas")
	s.Reads(s.Upload("sekda", at+"/lampiran", "jadwal.exe", []byte("MZ"), "versi", "1"), "Lampirkan foto (JPEG, PNG, WebP) atau PDF")
	s.Reads(s.Upload("sekda", at+"/lampiran", "", nil, "versi", "1"), "Pilih")
	if got := s.Upload("camat", at+"/lampiran", "jadwal.pdf", []byte("%PDF-1.7 jadwal"), "versi", "1"); got.Status != http.StatusNotFound {
		t.Errorf("a camat attaches: %d", got.Status)
	}
	s.Goes(s.Upload("sekda", at+"/lampiran", "salah.pdf", []byte("%PDF-1.7 salah"), "versi", "1"))
	s.Reads(s.Page("sekda", at+"/lampiran"), "Sekarang: salah.pdf", "Hapus lampiran")
	s.Goes(s.Form("sekda", at+"/lampiran/hapus", "versi", "2"))
	s.Goes(s.Upload("sekda", at+"/lampiran", "jadwal.pdf", []byte("%PDF-1.7 jadwal"), "versi", "3"))
	s.Reads(s.Page("sekda", at), "Lampiran: jadwal.pdf", "Ubah lampiran")
	s.Goes(s.Form("sekda", at+"/kirim", "versi", "4"))

	link := s.short(at)
	for login, path := range map[string]string{"camat": at + "/lampiran/berkas", "": link + "/lampiran"} {
		got := s.Page(login, path)
		if got.Body != "%PDF-1.7 jadwal" || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q, %v", path, got.Status, got.Body, got.Header)
		}
	}
	page := s.Page("", link)
	s.Reads(page, "Lampiran: jadwal.pdf")
	if !strings.Contains(page.Body, link+"/lampiran") {
		t.Error("the page under the link does not lead to the annex")
	}
	if got := s.Page("", strings.Replace(link, link[len(link)-4:], "2222", 1)+"/lampiran"); got.Status != http.StatusNotFound {
		t.Errorf("another link: %d", got.Status)
	}
	if got := s.Page("kades", at+"/lampiran/berkas"); got.Status == http.StatusOK {
		t.Error("the annex opens without a key and without the link")
	}
	if got := s.Upload("sekda", at+"/lampiran", "lain.pdf", []byte("%PDF-1.7 lain"), "versi", "5"); got.Status != http.StatusConflict {
		t.Errorf("what was sent takes another file: %d", got.Status)
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
	s.Reads(s.Page("camat", at), "Disengketakan kemudian", "800/1 (26 Feb 2021)", "800/77 (1 Okt 2024)")
	s.Reads(s.Page("", link), "Disengketakan kemudian")
	s.Reads(s.Page("", link+"?bahasa=en"), "Disputed later")
}

// A village head with an account holds no letter key: he reads by the link and says so at his desk.
func TestAVillageHeadWithAnAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	s.Reads(s.Page("kades", "/arahan"), "Arahan tersegel", "Belum dibaca")
	page := s.Page("kades", at)
	s.Reads(page, "Baca arahan ini lewat tautan pendek", "Saya sudah membaca")
	if strings.Contains(page.Body, "Tetap netral.") || strings.Contains(page.Body, ".pdf") {
		t.Error("a sealed directive is shown")
	}
	if got := s.Form("kades", at+"/baca"); got.Status != http.StatusSeeOther {
		t.Errorf("saying so answers %d", got.Status)
	}
	s.Reads(s.Page("kades", "/arahan"), "Sudah dibaca")
}

// The coverage page of 260 villages and wards is light, has every one of them twice, in the order
// of addresses, and says of nobody that he did not obey.
func TestCoverageOf260IsLightAndRanksNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	page := s.Page("sekda", at+"/sebaran")
	if page.Status != http.StatusOK {
		t.Fatalf("got %d", page.Status)
	}
	if n := len(page.Body); n > 80<<10 {
		t.Errorf("%d bytes, more than 80 KB", n)
	}
	if n := strings.Count(page.Body, "<use href=\"#t-"); n != 277+4 {
		t.Errorf("%d tiles, want 277 and the legend's 4", n)
	}
	if n := strings.Count(page.Body, "<li>"); n < 277 {
		t.Errorf("the list has %d, want 277", n)
	}
	s.Reads(page, "0 dari 277 jabatan sudah tercatat", "Lewati ubin ke daftar", "Kecamatan Natar: 0 dari 27", "Menunggu Camat Natar meneruskan ke 26 jabatan")
	for _, word := range []string{"patuh", "peringkat", "terendah", "tertinggi", "%"} {
		if strings.Contains(strings.ToLower(uitest.Text(page.Body)), word) {
			t.Errorf("the page says %q", word)
		}
	}
	list := s.Page("sekda", at+"/sebaran.csv")
	if n := strings.Count(list.Body, "\r\n"); n != 277+1 || !strings.Contains(list.Body, ",Camat Natar,") || !strings.Contains(list.Body, ",0,") {
		t.Errorf("the list to take along has %d lines:\n%.600s", n, list.Body)
	}
	for _, path := range []string{at + "/sebaran.xlsx", at + "/sebaran.ods"} {
		if got := s.Page("sekda", path); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "PK") {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
	if got := s.Page("camat", at+"/sebaran.csv"); strings.Count(got.Body, "\r\n") > 40 {
		t.Errorf("a head of district takes along what is not below him:\n%s", got.Body)
	}
	taken, err := s.Log.Find(t.Context(), rambu.Actor{Institution: pemda, Roles: []rambu.Role{rambu.RoleAuditor}}, ledger.Filter{Kind: "directive.take_coverage"})
	if err != nil || len(taken) != 4 || taken[0].Object != strings.TrimPrefix(at, "/arahan/") || !strings.Contains(taken[1].Body, `fact: "form" "ods"`) {
		t.Errorf("four times taken along, the log says %+v, %v", taken, err)
	}
	var last string
	for _, m := range regexp.MustCompile(`<title>([^<:]+): `).FindAllStringSubmatch(page.Body, -1) {
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
	page := s.Page("", short)
	s.Reads(page, "Netralitas", "Tetap netral.", "Aturan bagi: Kepala desa", "Kode jabatan", "Saya mengisikan atas nama")
	if got := page.Header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("the link leaks by its referrer policy %q", got)
	}
	if got := s.Page("", "/a/0000-0000-0000"); got.Status != http.StatusNotFound {
		t.Errorf("an unknown link answers %d", got.Status)
	}
	s.Reads(s.Form("camat", "/arahan/kode"), "Pilih desa atau kelurahan.")
	codes := s.Page("camat", "/arahan/kode")
	village := regexp.MustCompile(`value="(pemda\.18\.01/desa/18\.01\.06\.[0-9]+)"`).FindStringSubmatch(codes.Body)[1]
	sheet := s.Form("camat", "/arahan/kode", "desa", village)
	code := strings.Join(strings.Fields(uitest.Text(regexp.MustCompile(`(?s)<p class="r-code">.*?</p>`).FindString(sheet.Body))), "")
	if len(code) != 12 {
		t.Fatalf("the sheet shows %q", code)
	}
	if strings.Contains(s.Page("camat", "/arahan/kode").Body, code) {
		t.Error("the code is shown twice")
	}

	wrong := s.Form("", short, "kode", "1111 1111 1111", "untuk", "sendiri", "nama", "Tetap di sini")
	if wrong.Status != http.StatusUnprocessableEntity || !strings.Contains(wrong.Body, "1111 1111 1111") || !strings.Contains(wrong.Body, "Tetap di sini") {
		t.Errorf("a wrong code: %d, or what was typed is gone", wrong.Status)
	}
	s.Reads(s.Form("", short, "kode", code, "untuk", "atas-nama"), "Tulis nama Anda sebagai yang mengisikan.")
	s.Reads(s.Form("", short, "kode", strings.ToLower(code), "untuk", "atas-nama", "nama", "Operator Contoh"), "Tercatat: Kepala Desa")
	s.Reads(s.Page("sekda", at+"/sebaran"), "1 dari 277 jabatan sudah tercatat", "diisikan atas nama")
}

// Guessing from one network ends; other networks are not held up.
func TestGuessingIsSlowed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	short := s.short(s.sent())
	last := 0
	for range 130 {
		last = s.Form("", short, "kode", "1111 1111 1111").Status
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
		got := s.Form(c.login, c.path, c.values...)
		if got.Status != http.StatusUnprocessableEntity && got.Status != http.StatusConflict {
			t.Errorf("%s answers %d", c.path, got.Status)
		}
		s.Reads(got, c.want)
		if !strings.Contains(got.Body, c.kept) {
			t.Errorf("%s lost %q", c.path, c.kept)
		}
	}
	more := s.Form("sekda", "/arahan/tulis", "langkah", "tambah", "jumlah", "3", "butir-1", "Satu")
	if n := strings.Count(more.Body, "<textarea"); n != 5 || !strings.Contains(more.Body, "Satu") {
		t.Errorf("one point more: %d text areas", n)
	}
}

// Withdrawn and replaced directives lead to one another and stay readable, under the link too.
func TestWithdrawnAndReplacedArePlain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.sent()
	short := s.short(first)
	form := s.Page("sekda", first+"/ganti")
	if !strings.Contains(form.Body, "Layanan berjalan.") || strings.Count(form.Body, " checked") != 3 {
		t.Error("the form of the replacement is not filled")
	}
	second := s.Goes(s.Form("sekda", first+"/ganti", "langkah", "simpan", "penanda_tangan", pemda+"/sekda", "judul", "Netralitas, diperbaiki",
		"butir-1", "Tetap netral.", "untuk", "jabatan-camat"))
	s.Goes(s.Form("sekda", second+"/kirim", "versi", "1"))
	s.Reads(s.Page("camat", first), "Diganti", "Diganti oleh", "Tetap netral.")
	s.Reads(s.Page("", short), "Diganti", "Tetap netral.")
	s.Goes(s.Form("sekda", second+"/cabut", "versi", "2", "alasan", "Butir pertama kurang jelas."))
	s.Reads(s.Page("camat", second), "Dicabut", "Butir pertama kurang jelas.")
	dropped := s.written()
	s.Goes(s.Form("sekda", dropped+"/ubah", "langkah", "simpan", "versi", "1", "penanda_tangan", pemda+"/sekda", "judul", "Judul lain", "butir-1", "Satu.", "untuk", "jabatan-camat"))
	s.Reads(s.Page("sekda", "/arahan/keluar"), "Judul lain", "Konsep")
	s.Goes(s.Form("sekda", dropped+"/batal", "versi", "2"))
	if got := s.Page("sekda", "/arahan/keluar"); strings.Contains(got.Body, "Judul lain") {
		t.Error("a dropped draft is listed")
	}
}

// A photograph is taken in, listed to those above, and saved, never shown.
func TestProofIsSavedNeverShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.sent()
	png := []byte("\x89PNG\r\n\x1a\n gambar")
	s.Reads(s.Upload("camat", at+"/bukti", "halaman.html", []byte("<html>"), "tentang", camat), "Lampirkan foto")
	s.Goes(s.Upload("camat", at+"/bukti", `C:\foto\papan.png`, png, "tentang", camat, "catatan", "Papan kantor camat"))
	page := s.Page("sekda", at)
	s.Reads(page, "papan.png", "Papan kantor camat", "Camat Kalianda")
	file := s.Page("sekda", regexp.MustCompile(`/arahan/arh_[0-9a-z]+/bukti/bkt_[0-9a-z]+`).FindString(page.Body))
	if file.Body != string(png) || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("got %q, %s", file.Body, file.Header.Get("Content-Disposition"))
	}
	if got := s.Page("kadis", at); strings.Contains(got.Body, "papan.png") {
		t.Error("a head beside the line sees the file")
	}
	pdf := s.Page("camat", at+".pdf")
	if !strings.HasPrefix(pdf.Body, "%PDF-") || pdf.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the PDF begins with %.8q", pdf.Body)
	}
}

// What is reported up the line stands on top of the superior's inbox.
func TestLateStandsOnTop(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.sent()
	s.Must(s.Clock.MoveTo(s.Clock.Now().AddDate(0, 0, 3))) // Thursday morning, one day late
	who := s.Actors["sekda"]
	_, err := s.Escalate(t.Context(), who)
	s.Must(err)
	s.Reads(s.Page("camat", "/arahan"), "Lewat batas 9 Okt 2024: 29 jabatan di bawah Anda belum menyatakan sudah membaca.")
	s.Reads(s.Page("sekda", "/arahan"), "17 jabatan di bawah Anda")
	if got := s.Page("kadis", "/arahan"); strings.Contains(got.Body, "Lewat batas") {
		t.Error("a head beside the line is told")
	}
}
