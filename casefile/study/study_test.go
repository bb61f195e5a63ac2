package study_test

import (
	"strings"
	"testing"

	"rambu.id/casefile/study"
)

// The names reporters gave their files stay behind: in the list, in the texts, and of two files
// with one name.
func TestTheReportersFileNamesStayBehind(t *testing.T) {
	t.Parallel()
	s := study.Study{
		Case: "Hadir.", Evidence: "Berkas Budi di balai.jpg.\nBerkas rekaman.",
		Exhibits: []study.Exhibit{
			{ID: "bkt_1", Name: "Budi di balai.jpg", Type: "image/jpeg"},
			{Name: "Keterangan saksi"},
			{ID: "bkt_2", Name: "Budi di balai.jpg", Type: "image/jpeg"},
			{ID: "bkt_3", Name: "rekaman", Type: "audio/mp4"},
		},
	}
	before := s.Text(strings.ToUpper)
	got := s.Leaving().Text(strings.ToUpper)
	for _, want := range []string{
		"Berkas bukti-1.jpg.", "Berkas rekaman.", "DAFTAR\n1. bukti-1.jpg\n2. Keterangan saksi\n3. bukti-3.jpg\n4. bukti-4.mp4",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Budi") {
		t.Errorf("a file's own name leaves:\n%s", got)
	}
	if s.Text(strings.ToUpper) != before {
		t.Error("the study that stays was changed")
	}
}
