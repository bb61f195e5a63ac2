package meeting_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	webmeeting "rambu.id/web/meeting"
)

// send sends the form of a step with a paper; the fields stand in front of it as name, value.
func (s *site) send(path, name, content string, want int, values ...string) string {
	s.T.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(values); i += 2 {
		s.Must(form.WriteField(values[i], values[i+1]))
	}
	part, err := form.CreateFormFile("berkas", name)
	s.Must(err)
	_, err = part.Write([]byte(content))
	s.Must(err)
	s.Must(form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if !webmeeting.Big(r) {
		s.T.Errorf("%s has no room for a paper", path)
	}
	return s.serve(r, want).Body.String()
}

// A camat hands in a doctor's note with his reason. What is no picture or PDF comes back with what
// he typed. Personnel saves it; the registry, and he himself, find nothing under its address.
func TestAPaperWithAReason(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.invited(rakor())
	row := "/rapat/" + id + "/peserta/" + s.row(id, "camat-00").ID
	s.as(s.camat)
	if page := s.get(row+"/alasan", 200); !strings.Contains(page, `enctype="multipart/form-data"`) || !strings.Contains(page, `type="file"`) {
		t.Error("the form takes no paper")
	}
	page := s.send(row+"/alasan", "alasan.txt", "bukan gambar", 422, "alasan", "sakit", "uraian", "Demam sejak Senin")
	s.reads(page, "Lampirkan foto (JPEG, PNG, WebP) atau PDF")
	if !strings.Contains(page, "Demam sejak Senin") || !strings.Contains(page, `href="#berkas"`) {
		t.Error("what was typed is lost, or the fault leads nowhere")
	}
	s.send(row+"/alasan", "surat-dokter.pdf", "%PDF-1.4 surat dokter", 303, "alasan", "sakit", "uraian", "Demam sejak Senin")
	s.misses(s.get("/rapat/"+id, 200), "surat-dokter.pdf")
	s.send("/rapat/"+id+"/peserta/pst_lain/alasan", "a.pdf", "%PDF-1.4", 404, "alasan", "sakit")

	s.as(s.bkpsdm)
	page = s.get(row+"/catatan", 200)
	s.reads(page, "Demam sejak Senin", "surat-dokter.pdf")
	s.misses(page, "Belum ada")
	link := regexp.MustCompile(`/rapat/` + id + `/dokumen/dka_[a-z0-9]+`).FindString(page)
	w := s.serve(httptest.NewRequest(http.MethodGet, link, nil), 200)
	if w.Body.String() != "%PDF-1.4 surat dokter" || w.Header().Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("saved %q with %v", w.Body, w.Header())
	}
	s.as(s.camat).get(link, 404)
	s.as(s.tu).get(link, 404)
}
