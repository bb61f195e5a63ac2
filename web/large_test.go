package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// What an officer pasted, ten megabytes of it, is on the page that refuses it.
func TestTenMegabytesComeBackToAnOfficer(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	text := strings.Repeat("uraian ", 1_500_000)
	admin := s.officer("pengelola@" + pemda)
	a := admin.post("/libur", "dasar", text)
	if a.status != http.StatusRequestEntityTooLarge || strings.Count(a.body, "uraian") < 1_500_000 {
		t.Errorf("status %d, a page of %d bytes", a.status, len(a.body))
	}
}
