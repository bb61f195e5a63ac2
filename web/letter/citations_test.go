package letter_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A clerk cites the ASN law of 2014. The form comes back with what he typed, says what replaced
// it and asks. He corrects it: nothing is asked any more.
func TestAWrongCitationIsSeenBeforeItIsWritten(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := draft()
	form.Set("text", "Sesuai Pasal 2 UU Nomor 5 Tahun 2014, mohon hadir.\r\n\r\nLihat Perda Nomor 4 Tahun 2018.")
	page := s.post("tu", "/surat/tulis", form, http.StatusConflict).Body.String()
	s.contains(page, "Kutipan hukum yang perlu dilihat", "“Pasal 2 UU Nomor 5 Tahun 2014”", "Yang dapat dikutip: UU 20/2023 Pasal 2 huruf f.",
		"mohon hadir.", "Perda 4/2018 tidak ada dalam daftar peraturan", `name="kutipan"`, `href="#kutipan"`)
	form.Set("text", "Sesuai Pasal 2 huruf f UU Nomor 20 Tahun 2023, mohon hadir.\r\n\r\nLihat Perda Nomor 4 Tahun 2018.")
	s.post("tu", "/surat/tulis", form, http.StatusSeeOther)
}

// The signer sees it too. It stops his signature until he says so; then it is his.
func TestAWrongCitationStopsASignatureUntilItIsSeen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := draft()
	form.Set("text", "Netralitas diatur UU Nomor 7 Tahun 2017.")
	form.Set("kutipan", "ya")
	where := s.post("tu", "/surat/tulis", form, http.StatusSeeOther).Header().Get("Location")
	page := s.get("ketua", where+"/tanda-tangan")
	s.contains(page, "“UU Nomor 7 Tahun 2017”", "bukan aturan pemilihan ini", "UU 7/2017 mengatur Pemilu, bukan Pilkada.", `name="kutipan"`)
	block := url.Values{"lines": {"KETUA,"}, "name": {"Rahmat Contoh"}}
	page = s.post("ketua", where+"/tanda-tangan", block, http.StatusConflict).Body.String()
	s.contains(page, "Ada kutipan hukum yang salah", "Rahmat Contoh", `name="kutipan"`)
	if !strings.Contains(s.get("tu", where+"/cetak"), "KONSEP") {
		t.Error("the letter was signed over a citation nobody had seen")
	}
	block.Set("kutipan", "ya")
	s.post("ketua", where+"/tanda-tangan", block, http.StatusSeeOther)
	if strings.Contains(s.get("tu", where+"/cetak"), "KONSEP") {
		t.Error("the letter is still no letter")
	}
}

// Unknown is not wrong: a bylaw the register does not hold is shown and asks for nothing.
func TestAnUnknownCitationAsksForNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := draft()
	form.Set("text", "Berdasarkan Perbup Nomor 21 Tahun 2020 dan PP 94/2021.")
	where := s.post("tu", "/surat/tulis", form, http.StatusSeeOther).Header().Get("Location")
	page := s.get("ketua", where+"/tanda-tangan")
	s.contains(page, "“Perbup Nomor 21 Tahun 2020”", "tidak ada di daftar")
	if strings.Contains(page, `name="kutipan"`) {
		t.Error("the signer must confirm what is only unknown")
	}
	s.post("ketua", where+"/tanda-tangan", url.Values{"lines": {"KETUA,"}, "name": {"Rahmat Contoh"}}, http.StatusSeeOther)
}
