package letter_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// The page of a study that waits says where it leaves from, and has no button for it; the forms
// that somebody remembers are refused.
func TestAStudyHasNoButtonsAtTheMailDesk(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	about := rambu.NewID("pkr")
	id, err := s.desk.Draft(t.Context(), s.actors["ketua"], letter.DraftIn{
		Payload: &kinds.ForwardedStudy{
			Register: "1", Act: "SKB-D7", ActDate: "2024-09-25", Class: "pns", Regime: "pilkada",
			Respondent: kinds.Respondent{Name: "Sulaiman Contoh", Post: "Kepala Bidang"}, Summary: "Ringkasan.", Study: "Kajian.",
			Citations:   []kinds.Citation{{Regulation: "pp-94-2021", Article: "Pasal 5 huruf n", Text: "PP 94/2021"}},
			PlenaryDate: "2024-10-01", VotesFor: 3,
		},
		Nature: letter.Confidential, Signer: bawaslu + "/ketua", To: []letter.Addressee{{Post: pemda + "/bupati", Line: "Bupati"}},
		Subject: "Penerusan", Paragraphs: []string{"Kami teruskan."}, About: about,
	})
	s.must(err)
	where := "/surat/" + id
	page := s.get("ketua", where)
	s.contains(page, "Surat ini milik perkara", `href="/perkara/`+about, where+"/cetak")
	for _, gone := range []string{"/tanda-tangan", "/tanda-tangan-luar", "/batal", "/ubah", "/kirim"} {
		if strings.Contains(page, where+gone) {
			t.Errorf("the page leads to %s", gone)
		}
	}
	for _, target := range []string{"/tanda-tangan", "/tanda-tangan-luar", "/batal"} {
		s.contains(s.do("ketua", "GET", where+target, "", nil, http.StatusForbidden).Body.String(), "Surat ini milik perkara")
	}
	block := url.Values{"lines": {"KETUA,"}, "name": {"Rahmat Contoh"}, "kutipan": {"ya"}}
	s.contains(s.post("ketua", where+"/tanda-tangan", block, http.StatusForbidden).Body.String(), "Surat ini milik perkara")
	s.contains(s.post("ketua", where+"/batal", url.Values{"reason": {"ganda"}}, http.StatusForbidden).Body.String(), "Surat ini milik perkara")
	s.contains(s.post("ketua", where+"/kirim", nil, http.StatusForbidden).Body.String(), "Surat ini milik perkara")
}
