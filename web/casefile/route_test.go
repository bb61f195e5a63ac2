package casefile_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/roster"
)

// registered takes a report to a registered case about somebody, by forms.
func (s *site) registered(about, deed url.Values) string {
	s.t.Helper()
	report := s.lodge(intake.DoorFormal)
	in, handler := "penerimaan", "penanganan-pelanggaran"
	today := string(s.desk.Today(s.actors[in]))
	s.do(in, http.MethodPost, "/laporan-masuk/"+report+"/tanda", date("tanggal", today), http.StatusSeeOther)
	page := s.do(in, http.MethodPost, "/laporan-masuk/"+report+"/mulai", url.Values{}, http.StatusSeeOther).Header().Get("Location")
	all := url.Values{}
	for _, r := range s.desk.Requirements("laporan") {
		all.Set(r.ID, "ya")
	}
	s.post(in, page+"/syarat", all)
	s.post(in, page+"/terlapor", about)
	s.post(in, page+"/perbuatan", deed)
	s.post(in, page+"/daftarkan", url.Values{"petugas": {s.actors[handler].Account}})
	return page
}

// The page says that the addressee is reported himself and who gets the letter, and asks for the village
// of somebody the roster does not know.
func TestTheDraftSaysWhomItGoesTo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who := rambu.System(pemda, area)
	person, err := s.roster.AddPerson(who, roster.Person{Name: roster.ParseName("Hartono Misalnya"), NIP: "196912121994031981", Class: roster.SubjectPNS})
	s.must(err)
	_, err = s.roster.StartTenure(who, roster.Tenure{Post: pemda + "/bupati", Person: person.ID, Mode: roster.Pj, From: "2024-01-09"})
	s.must(err)
	ref := roster.Ref{Post: pemda + "/bupati", Person: person.ID}.String()
	deed := with(url.Values{"perbuatan": {"take-part-in-activity"}, "golongan": {"pns"}, "kode": {"SKB-D4"}}, date("tanggal", "2024-10-05"))
	page := s.registered(url.Values{"pilih": {"ref:" + ref}}, deed)
	got := s.get("penanganan-pelanggaran", page+"/penerusan")
	s.says(got, "adalah terlapor dalam perkara ini", "kepada atasannya: Menteri Dalam Negeri")
	text := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(got, " ")), " ")
	if !strings.Contains(text, "Tembusan Menteri Dalam Negeri Jalur penerusan") {
		t.Errorf("the copy goes elsewhere: %.900s", text)
	}

	deed = with(url.Values{"perbuatan": {"take-part-in-activity"}, "golongan": {"perangkat-desa"}}, date("tanggal", "2024-10-05"))
	page = s.registered(url.Values{"pilih": {"luar"}, "nama": {"Darma Contoh"}, "jabatan": {"Kepala dusun"}, "golongan": {"perangkat-desa"}}, deed)
	s.says(s.get("penanganan-pelanggaran", page+"/penerusan"), "Nama desa terlapor", "Kepala desa", "Bupati Lampung Selatan")
}
