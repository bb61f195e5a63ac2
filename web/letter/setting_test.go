package letter_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var settingVersion = regexp.MustCompile(`name="versi" value="(\d+)"`)

// setting is a form of letterhead and numbers over the version a page carries.
func (s *site) setting(page string, more url.Values) url.Values {
	s.t.Helper()
	m := settingVersion.FindStringSubmatch(page)
	if m == nil {
		s.t.Fatal("the form carries no version")
	}
	form := url.Values{
		"versi": {m[1]}, "names": {"BAWASLU\r\nKABUPATEN CONTOH"}, "address": {"Jalan Contoh 1"}, "place": {"Kalianda"}, "paper": {"F4"},
		"pattern": {"{no:3}/{kode}/K.LA-07/{bulan-romawi}/{tahun}"},
	}
	maps.Copy(form, more)
	return form
}

// The mail desk sets letterhead and pattern, sees a sample before it saves, and the next letter
// carries both. A series of its own numbers apart.
func TestLetterheadAndNumbers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const where = "/surat/pengaturan"
	s.contains(s.get("tu", "/surat"), where)
	fresh := s.get("tu", where)
	s.contains(fresh, "belum mengatur kop", "BAWASLU.18.01", "{no:3}/{kode}/{bulan-romawi}/{tahun}", "001/PM.00.02/X/2024", "Perlu dicek")

	look := s.setting(fresh, url.Values{"langkah": {"lihat"}})
	s.contains(s.post("tu", where, look, http.StatusOK).Body.String(), "KABUPATEN CONTOH", "Kalianda, 7 Oktober 2024", "001/PM.00.02/K.LA-07/X/2024")
	s.contains(s.get("tu", where), "belum mengatur kop") // looking saves nothing

	bad := s.setting(fresh, url.Values{"names": {""}, "place": {""}})
	s.contains(s.post("tu", where, bad, http.StatusUnprocessableEntity).Body.String(), "Isi 1 sampai 6 baris kop", "Isi nama tempat", "Jalan Contoh 1")
	for pattern, want := range map[string]string{
		"tanpa nomor/{tahun}":      "harus memuat nomor urut",
		"{no}/{kode}":              "harus memuat nomor urut",
		"{no}/{hari}/{tahun}":      "Bagian {hari} tidak dikenal",
		"{no}/{tahun":              "tidak berpasangan",
		"{no}{no}/{tahun}":         "harus memuat nomor urut",
		"{no}/{tahun:4}":           "Bagian {tahun:4} tidak dikenal",
		strings.Repeat("a", 101):   "Paling banyak 100 huruf",
		"{no}/{tahun}/<b>x</b>/{ ": "&lt;b&gt;",
	} {
		got := s.post("tu", where, s.setting(fresh, url.Values{"pattern": {pattern}}), http.StatusUnprocessableEntity).Body.String()
		s.contains(got, want)
	}

	s.contains(s.post("tu", where, s.setting(fresh, nil), http.StatusSeeOther).Header().Get("Location"), "?tersimpan")
	s.contains(s.get("tu", where+"?tersimpan"), "kop dan nomor surat disimpan", "K.LA-07")
	letter := s.post("tu", "/surat/tulis", draft(), http.StatusSeeOther).Header().Get("Location")
	s.post("ketua", letter+"/tanda-tangan", url.Values{"lines": {"KETUA,"}, "name": {"Rahmat Contoh"}}, http.StatusSeeOther)
	s.contains(s.get("tu", letter+"/cetak"), "KABUPATEN CONTOH", "Jalan Contoh 1", "Kalianda", "001/PM.00/K.LA-07/X/2024")

	series := s.setting(s.get("tu", where), url.Values{"series": {"undangan"}, "series_pattern": {"U-{no}/{tahun}"}})
	s.post("tu", where, series, http.StatusSeeOther)
	after := s.get("tu", where)
	s.contains(after, "Pola nomor rangkaian undangan", "U-1/2024")
	twice := s.setting(after, url.Values{"pattern-undangan": {"U-{no}/{tahun}"}, "series": {"undangan"}, "series_pattern": {"V-{no}/{tahun}"}})
	s.contains(s.post("tu", where, twice, http.StatusUnprocessableEntity).Body.String(), "sudah ada")
	s.post("tu", where, s.setting(after, url.Values{"pattern-undangan": {""}}), http.StatusSeeOther)
	if strings.Contains(s.get("tu", where), "undangan</") {
		t.Error("a series that was emptied is still there")
	}
}

// Two at once: the later one is told, keeps what he typed, loses nothing the other added, and
// sends it again if he wants to.
func TestLetterheadChangedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const where = "/surat/pengaturan"
	mine := s.get("tu", where)
	s.post("tu", where, s.setting(mine, url.Values{"series": {"undangan"}, "series_pattern": {"U-{no}/{tahun}"}}), http.StatusSeeOther)
	told := s.post("tu", where, s.setting(mine, url.Values{"place": {"Sidomulyo"}}), http.StatusConflict).Body.String()
	s.contains(told, "sudah diubah orang lain", "Sidomulyo", "Pola nomor rangkaian undangan", "U-{no}/{tahun}")
	again := s.setting(told, url.Values{"place": {"Sidomulyo"}, "pattern-undangan": {"U-{no}/{tahun}"}})
	s.post("tu", where, again, http.StatusSeeOther)
	s.contains(s.get("tu", where), "Sidomulyo", "U-1/2024")
}

// Others of the house see no such page, and another house has a letterhead of its own.
func TestWhoSetsTheLetterhead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const where = "/surat/pengaturan"
	s.post("tu", where, s.setting(s.get("tu", where), nil), http.StatusSeeOther)
	for _, who := range []string{"ketua", "camat", "bupati"} {
		s.do(who, "GET", where, "", nil, http.StatusNotFound)
		s.post(who, where, url.Values{"versi": {"0"}}, http.StatusNotFound)
		if strings.Contains(s.get(who, "/surat"), where) {
			t.Errorf("%s is offered the letterhead", who)
		}
	}
	s.do("", "GET", where, "", nil, http.StatusUnauthorized)
	other := s.actors["tu"]
	other.Institution, other.Post = pemda, pemda+"/tu"
	s.actors["tu-pemda"] = other
	got := s.get("tu-pemda", where)
	s.contains(got, "belum mengatur kop")
	if strings.Contains(got, "CONTOH") {
		t.Error("another house's letterhead is shown")
	}
}
