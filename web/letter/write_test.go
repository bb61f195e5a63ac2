package letter_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Nobody has to know an address: addressees are found by words, ticked, and stay ticked while one
// searches on, without a script; posts of one's own are chosen by title.
func TestAddresseesByTitle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.get("tu", "/surat/tulis")
	s.contains(page, "Cari tujuan", "Ketua Rekaan", "Tata Usaha Rekaan", "Cari dulu jabatan")
	if strings.Contains(page, ">"+bawaslu) || strings.Contains(page, ">"+pemda) {
		t.Error("an address is shown as text")
	}
	found := s.post("tu", "/surat/tulis", url.Values{"langkah": {"cari"}, "cari": {"Bupati"}, "subject": {"Undangan"}}, http.StatusOK).Body.String()
	s.contains(found, "Bupati Rekaan", "Pemda Rekaan", `name="to" type="checkbox" value="`+pemda+`/bupati"`, `value="Undangan"`)
	again := s.post("tu", "/surat/tulis", url.Values{"langkah": {"cari"}, "cari": {"tidak ada"}, "to": {pemda + "/bupati"}}, http.StatusOK).Body.String()
	s.contains(again, "Tidak ada jabatan atau lembaga", `value="`+pemda+`/bupati" checked`, "Bupati Rekaan")
	form := draft()
	form["to"] = []string{pemda + "/bupati"}
	where := s.post("tu", "/surat/tulis", form, http.StatusSeeOther).Header().Get("Location")
	s.contains(s.get("tu", where), "Bupati Rekaan")
	s.contains(s.get("tu", "/surat/catat"), `value="`+bawaslu+`/tu" selected`, "Tata Usaha Rekaan", "Jabatan yang dituju")
}

// Two officers change one draft: the later one is told, still sees what he typed, and may send it
// over the other's text once he has compared. The signer signs what he was shown.
func TestTwoOfficersChangeOneDraft(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	where := s.post("tu", "/surat/tulis", draft(), http.StatusSeeOther).Header().Get("Location")
	s.contains(s.get("tu", where), "Ubah konsep", where+"/ubah")
	mine := s.get("tu", where+"/ubah")
	s.contains(mine, "Ubah konsep surat", "Undangan rapat", "Alinea dua.", "Kepala BKN", "Bupati Rekaan", `value="21"`)
	signing := settingVersion.FindStringSubmatch(s.get("ketua", where+"/tanda-tangan"))[1]
	over := func(page string, change url.Values) url.Values {
		form := draft()
		form["to"] = []string{pemda + "/bupati"}
		form.Set("versi", settingVersion.FindStringSubmatch(page)[1])
		maps.Copy(form, change)
		return form
	}
	s.post("ketua", where+"/ubah", over(mine, url.Values{"text": {"Kalimat ketua."}}), http.StatusSeeOther)
	told := s.post("tu", where+"/ubah", over(mine, url.Values{"text": {"Kalimat tata usaha."}}), http.StatusConflict).Body.String()
	s.contains(told, "Konsep ini sudah diubah orang lain", "Kalimat tata usaha.", "Yang tersimpan sekarang", "Kalimat ketua.")
	s.contains(s.get("tu", where), "Kalimat ketua.")
	block := url.Values{"lines": {"KETUA,"}, "name": {"Rahmat Contoh"}, "versi": {signing}}
	s.contains(s.post("ketua", where+"/tanda-tangan", block, http.StatusConflict).Body.String(), "Baca lagi isinya")
	s.post("tu", where+"/ubah", over(told, url.Values{"text": {"Kalimat bersama."}}), http.StatusSeeOther)
	s.contains(s.get("tu", where), "Kalimat bersama.")

	block.Set("versi", settingVersion.FindStringSubmatch(s.get("ketua", where+"/tanda-tangan"))[1])
	s.post("ketua", where+"/tanda-tangan", block, http.StatusSeeOther)
	s.do("tu", "GET", where+"/ubah", "", nil, http.StatusConflict)
	if strings.Contains(s.get("tu", where), "/ubah") {
		t.Error("a signed letter offers to be changed")
	}
	for _, who := range []string{"bupati", "camat"} {
		s.do(who, "GET", where+"/ubah", "", nil, http.StatusNotFound)
		s.post(who, where+"/ubah", draft(), http.StatusNotFound)
	}
}
