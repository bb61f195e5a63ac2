package ui_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"rambu.id/web/ui"
)

// A picture or a link on somebody else's page must not sign officers out, nor empty the form of
// somebody who is writing a report.
func TestOtherSitesCannotMakeUsLeave(t *testing.T) {
	t.Parallel()
	for site, leaves := range map[string]bool{"": true, "none": true, "same-origin": true, "same-site": false, "cross-site": false} {
		r := httptest.NewRequest(http.MethodGet, ui.LeavePath, nil)
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		r.AddCookie(&http.Cookie{Name: "__Host-rambu", Value: "y"})
		w := httptest.NewRecorder()
		forgot := false
		ui.Leave("https://cuaca.example/", func(http.ResponseWriter, *http.Request) { forgot = true }).ServeHTTP(w, r)
		gone := len(w.Result().Cookies()) > 0 || w.Header().Get("Clear-Site-Data") != "" || forgot
		if gone != leaves {
			t.Errorf("Sec-Fetch-Site %q: forgotten %v, want %v", site, gone, leaves)
		}
		if want := map[bool]string{true: "https://cuaca.example/", false: "/"}[leaves]; w.Header().Get("Location") != want {
			t.Errorf("Sec-Fetch-Site %q: to %q, want %q", site, w.Header().Get("Location"), want)
		}
	}
}
