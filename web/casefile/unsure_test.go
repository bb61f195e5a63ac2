package casefile_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rambu.id/casefile"
	"rambu.id/intake"
)

// marked wants the part of a page between two texts to carry the mark of what has to be checked, or not.
func (s *site) marked(page, from, to string, want bool) {
	s.t.Helper()
	_, part, ok := strings.Cut(page, from)
	part, _, _ = strings.Cut(part, to)
	if got := strings.Contains(part, "Perlu dicek"); !ok || got != want {
		s.t.Errorf("after %q the mark is %v, want %v:\n%.1500s", from, got, want, page)
	}
}

// The board, the list of tasks and the register page say what nobody is sure of, as the file itself does: the
// days of tracing and of the initial study, the day for the number, the pattern of the number. What is certain,
// the three days after registration, is not marked.
func TestListsMarkWhatIsUnsure(t *testing.T) {
	s := newSite(t)
	in := "penerimaan"
	tip := s.do(in, http.MethodPost, "/laporan-masuk/"+s.lodge(intake.DoorTip)+"/mulai", url.Values{}, http.StatusSeeOther).Header().Get("Location")
	page := s.begin()
	rows := func(want bool, href string) {
		t.Helper()
		s.marked(s.get(in, "/perkara"), `href="`+href+`"`, "</tr>", want)
		s.marked(s.get(in, "/tugas"), `href="`+href+`"`, "</li>", want)
	}
	rows(true, tip)
	rows(true, page)

	some, rest := url.Values{}, url.Values{}
	for i, r := range s.desk.Requirements("laporan") {
		if i == 0 {
			rest.Set(r.ID, "ya")
		} else {
			some.Set(r.ID, "ya")
		}
	}
	s.post(in, page+"/syarat", some)
	s.marked(s.get(in, page), "2 hari sejak laporan diterima", "</section>", true)
	if strings.Contains(s.get(in, page), "Nomor register diberikan paling lama 1 hari") {
		t.Error("the day for the number runs before the initial study is done")
	}
	s.post(in, page+"/syarat", rest)
	s.marked(s.get(in, page), "Nomor register diberikan paling lama 1 hari sesudah kajian awal", "</section>", true)
	rows(true, page)

	s.marked(s.get(in, page+"/daftarkan"), "Pola nomor register", "</dd>", true)
	s.marked(s.get("pengelola", "/perkara-pengaturan"), "Pola nomor register", "</dd>", true)
	s.must(s.desk.Configure(t.Context(), s.actors["pengelola"], casefile.Setting{Pattern: "{no:4}/{kode}/{tahun}"}))
	s.marked(s.get("pengelola", "/perkara-pengaturan"), "Pola nomor register", "</dd>", false)

	s.who(page)
	handler := "penanganan-pelanggaran"
	s.post(in, page+"/daftarkan", url.Values{"petugas": {s.actors[handler].Account}})
	for address, end := range map[string]string{"/perkara": "</tr>", "/tugas": "</li>"} {
		s.marked(s.get(handler, address), `href="`+page+`"`, end, false)
	}
	history := s.get(handler, page)
	s.says(history, "Kajian awal selesai")
	if strings.Contains(history, "kajian-awal-selesai") {
		t.Error("the history shows the id of an event")
	}
	s.says(s.get(handler, page+"?bahasa=en"), "Initial study finished")
}
