package intake_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/web/static"
)

var png = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), bytes.Repeat([]byte("gambar rekaan "), 100)...)

func one(name, value string) url.Values { return url.Values{name: {value}} }

// phoneBack is on every page that a phone's own button cannot bring back.
const phoneBack = "Jangan mundur dengan tombol ponsel. Bila layar telanjur kosong: muat ulang dan setujui kirim ulang"

// toCheck walks a tip from the front page to the check page.
func toCheck(t testing.TB, s *site) *visitor {
	t.Helper()
	v := s.visit(t, "/lapor")
	v.wantText("Untuk mundur pakai tombol Kembali di halaman, bukan tombol ponsel")
	v.press("Lanjutkan", one("pintu", "informasi-awal"))
	v.wantText(phoneBack)
	v.press("Lanjutkan", one("apa", "Lurah membagikan <b>kaus</b> & stiker.\nDi depan warga."))
	v.wantText(phoneBack)
	v.press("Lanjutkan", url.Values{"kapan-d": {"4"}, "kapan-m": {"10"}, "kapan-y": {"2024"}})
	v.press("Lanjutkan", url.Values{"kecamatan": {"18.01.04"}, "tempat": {"Balai desa"}})
	v.press("Lanjutkan", url.Values{"terlapor": {"Orang Rekaan"}, "jabatan": {"Lurah"}, "saksi": {"Tetangga"}})
	v.press("Lanjutkan", one("bukti", "https://contoh.invalid/video"), upload{"foto rumah.png", bytes.NewReader(png)})
	v.wantTitle("Periksa jawaban Anda")
	v.wantText(phoneBack)
	return v
}

// The whole way of a tip on a phone without scripts: ten taps, then the code, then the inbox.
func TestTipFromFrontPageToInbox(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		s.visit(t, "/").wantText("Hanya petugas Bawaslu yang membaca", "Pemerintah daerah tidak dapat membukanya", "51 hari lagi")
		v := toCheck(t, s)
		v.wantText("Belum terkirim", "Jumat, 4 Oktober 2024", "foto rumah.png (2 KB)", "<b>kaus</b> & stiker", "Tetangga")

		// A correction goes to its question and back.
		v.press("Ubah Di mana", nil)
		v.wantTitle("Di mana?")
		v.press("Simpan perubahan", one("tempat", "Lapangan desa"))
		v.wantTitle("Periksa jawaban Anda")
		v.wantText("Lapangan desa", "Tetangga")

		v.press("Kirim laporan", nil)
		v.wantTitle("Terkirim dan diterima")
		v.wantText("Senin, 7 Oktober 2024 pukul 09.00 WIB", "Periksa kotak surat mulai Rabu, 9 Oktober 2024")
		code := v.code()
		if v.header.Get("Content-Encoding") != "" {
			t.Error("the page with the code is compressed")
		}
		v.press("Saya sudah mencatat kode", one("empat", "salah"))
		v.wantText("Empat huruf terakhir tidak cocok")
		v.press("Saya sudah mencatat kode", one("empat", strings.ToLower(code[12:])))
		v.wantTitle("Selesai")
		if strings.Contains(v.body, code) || strings.Contains(v.body, code[:4]+" ") {
			t.Error("the code is shown after it was confirmed")
		}
		if strings.Contains(v.body, "konsep") {
			t.Error("the last page carries the secret that the code is made of")
		}

		list, err := s.desk.List(t.Context(), s.officer, intake.Filter{})
		must(t, err)
		if len(list) != 1 {
			t.Fatalf("%d reports, want 1", len(list))
		}
		opened, err := s.desk.Open(t.Context(), s.officer, list[0].ID)
		must(t, err)
		if a := opened.Answers; a.What != "Lurah membagikan <b>kaus</b> & stiker.\nDi depan warga." || a.Place != "Lapangan desa" ||
			a.When != "2024-10-04" || a.District != "18.01.04" || a.Evidence != "https://contoh.invalid/video" {
			t.Errorf("the officer reads %+v", a)
		}
		if len(opened.Exhibits) != 1 || opened.Exhibits[0].Name != "foto rumah.png" {
			t.Errorf("the officer sees files %+v", opened.Exhibits)
		}
		must(t, s.desk.Message(t.Context(), s.officer, list[0].ID, "Pukul berapa?\nTerima kasih.", "2024-10-12"))
		inboxStory(t, s, code)
	})
}

func inboxStory(t *testing.T, s *site, code string) {
	t.Helper()
	box := s.visit(t, "/kotak-surat")
	box.press("Buka kotak surat", one("kode", "0000 0000 0000 0000"))
	box.wantText("Kode tidak cocok. Periksa lagi.")
	box.press("Buka kotak surat", one("kode", strings.ToLower(code[:4]+" "+code[4:8]+"-"+code[8:])))
	box.wantTitle("Kotak surat")
	box.wantText(phoneBack)
	box.wantText("Diterima", "Pukul berapa? Terima kasih.", "Periksa kotak surat mulai Sabtu, 12 Oktober 2024")
	box.press("Kirim balasan", one("balasan", ""))
	box.wantText("Tulis pesan Anda")
	box.press("Kirim balasan", one("balasan", "Setengah delapan."), upload{"rekaman.png", bytes.NewReader(png)})
	box.wantText("Selesai: balasan terkirim.", "Setengah delapan.", "Berkas penyerta: 1.")
	box.again() // the file comes again too
	box.wantText("Selesai: balasan terkirim.")
	if n := strings.Count(box.body, "Setengah delapan."); n != 1 {
		t.Errorf("a reload leaves %d replies, want 1", n)
	}
	box.press("Kirim balasan", one("balasan", "Setengah delapan."))
	if n := strings.Count(box.body, "Setengah delapan."); n != 2 {
		t.Errorf("what is written once more leaves %d replies, want 2", n)
	}
	if n := strings.Count(box.body, "Berkas penyerta"); n != 1 {
		t.Errorf("the file of the reload came with the next reply")
	}
	box.press("English", nil)
	box.wantText("Inbox", "Received", "From you")
	box.press("Remove from this inbox : From a Bawaslu officer", nil)
	if strings.Contains(box.body, "Pukul berapa") {
		t.Error("a removed message is still shown")
	}
	box.press("Tarik laporan", nil)
	box.wantText("laporan ditarik kembali", "Ditarik")
	for _, text := range []string{"Check the inbox", "Periksa kotak surat mulai", "/kotak-surat/balas"} {
		if strings.Contains(box.body, text) {
			t.Errorf("a report that was taken back still asks: %q", text)
		}
	}
}

// The formal door asks for the identity, and says that the report is only sent.
func TestFormalReportSaysUntilWhenToSign(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		v := s.visit(t, "/lapor")
		v.wantText("Perlu dicek", "Tenggat hukum berjalan setelah Anda datang")
		v.press("Lanjutkan", one("pintu", "laporan-resmi"))
		v.press("Lanjutkan", one("apa", "Kepala dinas ikut kampanye."))
		v.press("Lanjutkan", url.Values{"diketahui-d": {"20"}, "diketahui-m": {"9"}, "diketahui-y": {"2024"}})
		v.press("Lanjutkan", one("kecamatan", "tidak-tahu"))
		v.press("Lanjutkan", one("alamat_terlapor", "Jalan Rekaan 9"))
		v.press("Lanjutkan", nil)
		v.wantTitle("Identitas pelapor")
		v.press("Lanjutkan", one("nama", "Pelapor Rekaan"))
		v.wantText("Tulis alamat Anda", "Pilih jenis kelamin")
		v.press("Lanjutkan", url.Values{
			"lahir": {"Metro, 2 Februari 1990"}, "kelamin": {"L"}, "pekerjaan": {"Guru"}, "kewarganegaraan": {"Indonesia"},
			"alamat": {"Jalan Contoh 3"}, "telepon": {"0812000000"},
		})
		v.wantTitle("Periksa jawaban Anda")
		v.wantText("Batas laporan resmi ini Jumat, 27 September 2024", "Laki-laki", "Pelapor Rekaan")
		v.press("Kirim laporan", nil)
		v.wantTitle("Terkirim, belum diterima")
		v.wantText("paling lambat Rabu, 9 Oktober 2024", "Jalan Contoh 1", "Perlu dicek")
		code := v.code()
		box := s.visit(t, "/kotak-surat")
		box.press("Buka kotak surat", one("kode", code))
		box.wantText("Terkirim", "menunggu Anda datang", "paling lambat Rabu, 9 Oktober 2024")
	})
}

// The answer was lost and the reporter sends again, or presses twice: same code, one report.
func TestSendingAgainShowsTheSameCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		v := toCheck(t, s)
		v.press("Kirim laporan", nil)
		code := v.code()
		receipt := v.find(func(n *html.Node) bool { return n.Data == "textarea" })
		if receipt == nil {
			t.Fatalf("no proof in the answer:\n%s", v.body)
		}
		proof := receipt.FirstChild.Data
		v.again()
		v.wantText("sudah terkirim")
		if v.code() != code {
			t.Error("another code the second time")
		}
		v.press("English", nil)
		v.wantTitle("Sent and received")
		if v.code() != code {
			t.Error("another code in another language")
		}
		list, err := s.desk.List(t.Context(), s.officer, intake.Filter{})
		must(t, err)
		if len(list) != 1 {
			t.Errorf("%d reports, want 1", len(list))
		}

		// The proof is of this report and can be checked offline.
		v.press("Download proof", nil)
		if v.body != proof {
			t.Errorf("another proof than in the answer:\n%s\n%s", v.body, proof)
		}
		body, err := ledger.VerifyReceipt(v.body, s.log.VerifierKey())
		must(t, err)
		if !strings.Contains(body, list[0].ID) || strings.Contains(v.body, code) {
			t.Errorf("the proof is not of the report or holds the code:\n%s", v.body)
		}
	})
}

// The page with the code is cut and pasted for most reporters. Asked for once more it comes from the
// templates, and is the same to the byte.
func TestTheCodePageIsTheSameForEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		for _, door := range []string{"informasi-awal", "laporan-resmi"} {
			for _, lang := range []string{"id", "en", "id", "en"} {
				form := url.Values{
					"konsep": {intake.NewDraft().String()}, "pintu": {door}, "apa": {"Lurah membagikan kaus."}, "kecamatan": {"tidak-tahu"},
					"diketahui-d": {"6"}, "diketahui-m": {"10"}, "diketahui-y": {"2024"}, "alamat_terlapor": {"Jalan Rekaan 9"},
					"nama": {"Pelapor Rekaan"}, "lahir": {"Metro, 2 Februari 1990"}, "kelamin": {"L"}, "pekerjaan": {"Guru"},
					"kewarganegaraan": {"Indonesia"}, "alamat": {"Jalan Contoh 3"}, "telepon": {"0812000000"},
				}
				v := &visitor{t: t, site: s}
				v.send(func() *http.Request { return v.request("/lapor/kirim?bahasa="+lang, "", form, nil) })
				code, sent := v.code(), v.body
				v.send(func() *http.Request { return v.request("/lapor/kode?bahasa="+lang, "", form, nil) })
				if v.code() != code || v.body != sent {
					t.Errorf("%s in %s: sent\n%s\nshown again\n%s", door, lang, sent, v.body)
				}
			}
		}
	})
}

// Whatever is wrong, the page says what, and keeps what was typed.
func TestBadInputIsToldAndKept(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	v := s.visit(t, "/lapor")
	v.press("Lanjutkan", nil)
	v.wantText("Pilih salah satu cara melapor")
	v.press("Lanjutkan", one("pintu", "informasi-awal"))
	v.press("Lanjutkan", one("apa", "  \n "))
	v.wantText("Tulis apa yang terjadi")
	if v.status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", v.status)
	}
	long := strings.Repeat("sangat panjang sekali ", 500_000) // 11 MB
	v.press("Lanjutkan", one("apa", long))
	v.wantTitle("Apa yang terjadi?")
	if !strings.Contains(v.body, "Paling banyak 20000 huruf; yang Anda tulis 10999999 huruf") || !strings.Contains(v.body, long[:1_000_000]) {
		t.Error("a text that is too long is not told, or lost")
	}
	v.press("Lanjutkan", one("apa", "Camat berpidato."))
	for _, c := range []struct{ d, m, y, want string }{
		{"31", "2", "2024", "Tulis tanggal yang ada di kalender"},
		{"8", "10", "2024", "Tanggal kejadian belum tiba"},
		{"8", "10", "1924", "Periksa tahunnya"},
		{"empat", "10", "2024", "Tulis tanggal yang ada di kalender"},
	} {
		v.press("Lanjutkan", url.Values{"kapan-d": {c.d}, "kapan-m": {c.m}, "kapan-y": {c.y}})
		v.wantText(c.want)
		if day := v.find(func(n *html.Node) bool { return attr(n, "name") == "kapan-d" }); day == nil || attr(day, "value") != c.d {
			t.Errorf("the typed day %q is lost", c.d)
		}
	}
	v.press("Lanjutkan", url.Values{"kapan-d": {""}, "kapan-m": {""}, "kapan-y": {""}})
	v.press("Lanjutkan", one("tempat", "Balai"))
	v.wantText(`Pilih kecamatan atau "Tidak tahu"`)
	v.press("Lanjutkan", one("kecamatan", "18.02.01")) // forged: another regency
	v.wantText(`Pilih kecamatan atau "Tidak tahu"`)
	v.press("English", nil)
	v.wantTitle("Where?")
	v.press("Continue", one("kecamatan", "daring")) // the cookie of the language is not kept here
	v.press("Kembali", nil)
	v.wantTitle("Di mana?")
	v.press("Lanjutkan", nil)
	v.press("Lanjutkan", nil)
	filesStory(t, v)
}

func filesStory(t *testing.T, v *visitor) {
	t.Helper()
	v.wantTitle("Bukti")
	v.press("Unggah dulu", one("bukti", "Rekaman pada tetangga"),
		upload{"../../bagus.png", bytes.NewReader(png)},
		upload{"halaman.html", strings.NewReader("<!DOCTYPE html><html><script>alert(1)</script></html>")},
		upload{"gambar.svg", strings.NewReader(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`)},
		upload{"arsip.zip", strings.NewReader("PK\x03\x04\x14\x00\x00\x00\x08\x00bom")},
		upload{"kosong.png", strings.NewReader("")},
		upload{"program.png", strings.NewReader("MZ\x90\x00\x03")})
	v.wantText("bagus.png", "Berkas halaman.html tidak dapat diterima", "Berkas gambar.svg tidak dapat", "Berkas arsip.zip tidak dapat",
		"Berkas kosong.png kosong", "Berkas program.png tidak dapat", "Rekaman pada tetangga")
	if strings.Contains(v.body, "../") {
		t.Error("a path in a file name is kept")
	}
	// Sent again after a broken connection it is still one file.
	v.press("Unggah dulu", nil, upload{"bagus.png", bytes.NewReader(png)})
	if n := strings.Count(text(v.page), "Hapus bagus.png"); n != 1 {
		t.Errorf("the file is there %d times", n)
	}
	v.press("Hapus bagus.png", nil)
	if strings.Contains(v.body, "bagus.png") {
		t.Error("a removed file is still shown")
	}
	var many []upload
	for i := range 12 {
		many = append(many, upload{fmt.Sprintf("foto-%d.png", i), bytes.NewReader(append(bytes.Clone(png), byte(i)))})
	}
	v.press("Unggah dulu", nil, many...)
	v.wantText("Paling banyak 10 berkas", "foto-9.png")
	v.press("Lanjutkan", nil)
	v.wantTitle("Periksa jawaban Anda")
	v.wantText("Rekaman pada tetangga", "Camat berpidato.", "Di internet", "foto-0.png")
}

// A form that is cut off in a file keeps what arrived whole before it.
func TestBrokenUploadKeepsWhatArrived(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	draft := intake.NewDraft()
	body := strings.ReplaceAll(`--x
Content-Disposition: form-data; name="konsep"

`+draft.String()+`
--x
Content-Disposition: form-data; name="pintu"

informasi-awal
--x
Content-Disposition: form-data; name="apa"

Yang sudah ditulis
--x
Content-Disposition: form-data; name="berkas"; filename="utuh.png"

`+string(png)+`
--x
Content-Disposition: form-data; name="berkas"; filename="putus.png"

`+string(png[:40]), "\n", "\r\n")
	v := &visitor{t: t, site: s}
	v.send(func() *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/lapor/5", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		return r
	})
	v.wantTitle("Bukti")
	v.wantText("utuh.png", "Berkas putus.png belum sampai utuh")
	if v.status != http.StatusUnprocessableEntity || !strings.Contains(v.body, "Yang sudah ditulis") {
		t.Errorf("status %d, or the text is lost", v.status)
	}
}

// Nothing but the form's own fields is read, and no address but POST of the form changes anything.
func TestForgedForms(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	post := func(path, body string, header ...string) *visitor {
		v := &visitor{t: t, site: s}
		v.send(func() *http.Request {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for i := 0; i+1 < len(header); i += 2 {
				r.Header.Set(header[i], header[i+1])
			}
			return r
		})
		return v
	}
	good := url.Values{
		"konsep": {intake.NewDraft().String()}, "pintu": {"informasi-awal"}, "apa": {"Isi"}, "kecamatan": {"tidak-tahu"},
		"state": {"diregister"}, "casefile": {"pkr_1"}, "institution": {"lain"},
	}.Encode()
	if v := post("/lapor/kirim", good, "Sec-Fetch-Site", "cross-site"); v.status != http.StatusForbidden {
		t.Errorf("a form from another site: %d", v.status)
	}
	if v := post("/lapor/kirim", "konsep=pendek&pintu=informasi-awal&apa=x"); v.status != http.StatusUnprocessableEntity {
		t.Errorf("a forged draft: %d", v.status)
	}
	if v := post("/lapor/kirim", strings.Repeat("a=1&", 100_000)); v.status != http.StatusUnprocessableEntity {
		t.Errorf("100,000 fields: %d", v.status)
	}
	if v := post("/lapor/9", good); v.status != http.StatusNotFound {
		t.Errorf("a question that is none: %d", v.status)
	}
	if v := post("/lapor/catat", good); v.status != http.StatusNotFound {
		t.Errorf("confirming what was never sent: %d", v.status)
	}
	list, err := s.desk.List(t.Context(), s.officer, intake.Filter{})
	must(t, err)
	if len(list) != 0 {
		t.Fatalf("%d reports from forged forms", len(list))
	}
	v := post("/lapor/kirim", good)
	v.wantTitle("Terkirim dan diterima")
	list, err = s.desk.List(t.Context(), s.officer, intake.Filter{})
	must(t, err)
	if len(list) != 1 || list[0].State != intake.StateReceived || list[0].Casefile != "" || list[0].Institution != bawaslu {
		t.Errorf("fields that are not of the form were read: %+v", list)
	}
	if v := s.visit(t, "/lapor/3"); v.status != http.StatusSeeOther || v.header.Get("Location") != "/lapor" {
		t.Errorf("the address of a question: %d", v.status)
	}
}

// TestPagesAreSmall holds the bars of the slowest connections: at most 15 KB gzip until the
// page shows, at most two requests, no script.
func TestPagesAreSmall(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	css := zipped(t, static.Bytes("css/publik.css"))
	home, before := s.visit(t, "/"), s.visit(t, "/lapor")
	for name, v := range map[string]*visitor{"front page": home, "before": before} {
		if n := zipped(t, []byte(v.body)); n > 15<<10 || !strings.Contains(v.body, "<style>") {
			t.Errorf("%s: %d bytes gzip with its style, want at most 15 KB", name, n)
		}
	}
	if n := zipped(t, []byte(home.body)) + css; n > 25<<10 { // the file the page fetches ahead comes too
		t.Errorf("front page with what it fetches ahead: %d bytes gzip, want at most 25 KB", n)
	}
	check := toCheck(t, s)
	steps := s.visit(t, "/lapor")
	steps.press("Lanjutkan", one("pintu", "laporan-resmi"))
	for name, v := range map[string]*visitor{"question": steps, "check": check, "inbox door": s.visit(t, "/kotak-surat")} {
		html := zipped(t, []byte(v.body))
		if v.header.Get("Content-Encoding") == "" && name == "inbox door" {
			html = len(v.body) // never compressed
		}
		if html > 4<<10 || html+css > 15<<10 {
			t.Errorf("%s: %d bytes of page, %d with its style", name, html, html+css)
		}
	}
	check.press("Kirim laporan", nil)
	if n := len(check.body); n+css > 20<<10 {
		t.Errorf("the page with the code: %d bytes uncompressed and %d of style", n, css)
	}
	check.press("Saya sudah mencatat kode", one("empat", check.code()[12:]))
	check.wantTitle("Selesai")
	if n := home.wire + css + check.wire; n > 60<<10 {
		t.Errorf("the whole way, from the front page to the end: %d bytes, want at most 60 KB", n)
	}
	for _, v := range []*visitor{home, before, steps, check} {
		requests := 0
		for n := range v.page.Descendants() {
			loads := attr(n, "src")
			if n.Data == "link" {
				loads = attr(n, "href")
			}
			if n.Data == "script" || strings.Contains(loads, "//") {
				t.Errorf("%s loads <%s %s>", v.title(), n.Data, loads)
			}
			if strings.HasPrefix(loads, "/") {
				requests++
			}
		}
		if requests > 1 {
			t.Errorf("%s needs %d more requests, want one", v.title(), requests)
		}
	}
}

func zipped(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.DefaultCompression)
	must(t, err)
	_, err = w.Write(b)
	must(t, err)
	must(t, w.Close())
	return out.Len()
}

// What is typed is shown as text, wherever it comes back.
func TestTypedMarkupStaysText(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>`
	v := s.visit(t, "/lapor")
	v.press("Lanjutkan", one("pintu", "informasi-awal"))
	v.press("Lanjutkan", one("apa", evil))
	v.press("Lanjutkan", nil)
	v.press("Lanjutkan", url.Values{"kecamatan": {"luar"}, "tempat": {evil}})
	v.press("Lanjutkan", one("terlapor", evil))
	v.press("Lanjutkan", nil, upload{evil + ".png", bytes.NewReader(png)})
	v.wantTitle("Periksa jawaban Anda")
	v.press("Ubah Apa yang terjadi", nil)
	v.press("Simpan perubahan", nil)
	for n := range v.page.Descendants() {
		if n.Data == "script" || n.Data == "img" {
			t.Errorf("typed text became <%s>", n.Data)
		}
	}
	v.press("Kirim laporan", nil)
	code := v.code()
	must(t, s.desk.Reply(t.Context(), bawaslu, intake.ReplyIn{Code: code, Text: evil}))
	v = s.visit(t, "/kotak-surat")
	v.press("Buka kotak surat", one("kode", code))
	v.wantText("alert(1)")
	for n := range v.page.Descendants() {
		if n.Data == "script" || n.Data == "img" {
			t.Errorf("a message became <%s>", n.Data)
		}
	}
}

// In the quiet days and on voting day the office is open round the clock, and the page does not
// send people away; on an evening or a Sunday before, it says that reports come in all the same.
func TestThePageKnowsWhenTheOfficeIsOpen(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	for _, c := range []struct {
		local  string
		closed bool
	}{
		{"2024-10-07 09:00", false},
		{"2024-10-07 20:00", true},
		{"2024-10-11 16:15", false},
		{"2024-10-13 10:00", true},
		{"2024-11-22 20:00", true},
		{"2024-11-24 10:00", false},
		{"2024-11-25 22:00", false},
		{"2024-11-27 10:00", false},
		{"2024-11-28 06:00", true},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.local, time.FixedZone("WIB", 7*60*60))
		must(t, err)
		must(t, s.clock.MoveTo(at))
		if got := strings.Contains(s.visit(t, "/lapor").body, "di luar jam kantor"); got != c.closed {
			t.Errorf("%s: says that the office is closed: %v, want %v", c.local, got, c.closed)
		}
	}
}
