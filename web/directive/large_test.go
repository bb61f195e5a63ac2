package directive_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id/roster"
	"rambu.id/web/ui/uitest"
)

// An audience of two provinces has more districts than a page holds: it is added up by province,
// and a province opens to its districts. Who has no holder on record is not taken for silent.
func TestCoverageOfTwoProvinces(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	index := s.Roster.Regions()
	var plan roster.Plan
	add := func(code string, office roster.Office, class roster.PostClass, superior string) {
		plan.Posts = append(plan.Posts, roster.Post{
			ID: roster.PostID(pemda + "/n/" + code), Institution: pemda, Superior: roster.PostID(pemda + "/" + superior), Title: "Jabatan " + code,
			Office: office, Class: class, Place: code,
		})
	}
	for _, province := range []string{"12", "33"} {
		for _, regency := range index.Children(province) {
			for _, d := range index.Children(regency.Code) {
				add(d.Code, roster.OfficeDistrictHead, roster.ClassAdministrator, "sekda")
				for n, v := range index.Children(d.Code) {
					if n < 2 {
						add(v.Code, roster.OfficeVillageHead, roster.ClassVillageHead, "n/"+d.Code)
					}
				}
			}
		}
	}
	s.Seed(plan)
	at := s.sent()
	page := s.Page("sekda", at+"/sebaran")
	s.Reads(page, "Sumatera Utara", "Jawa Tengah", "Lampung 277", "jabatan tanpa pejabat tercatat", "terlalu banyak untuk ditampilkan satu per satu")
	if n := len(page.Body); page.Status != http.StatusOK || n > 80<<10 || strings.Contains(page.Body, "Kecamatan Natar") {
		t.Errorf("status %d, %d bytes", page.Status, n)
	}
	inside := s.Page("sekda", at+"/sebaran?wilayah=18")
	s.Reads(inside, "Kecamatan Natar", "Kembali ke semua wilayah")
	if strings.Contains(inside.Body, "Jawa Tengah") {
		t.Error("a province shows another one")
	}
	s.Reads(s.Page("sekda", at+"/sebaran?wilayah=33"), "Cilacap")
	s.Reads(s.Page("sekda", at+"/sebaran?wilayah=%3Cb"), "Jawa Tengah")
	if other := s.Page("camat", at+"/sebaran"); !strings.Contains(uitest.Text(other.Body), "Kepala Desa") || strings.Contains(other.Body, "Jabatan 33") {
		t.Error("a camat does not see his own, or sees others")
	}
}
