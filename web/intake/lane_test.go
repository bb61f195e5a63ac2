package intake_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rambu.id/intake"
	"rambu.id/intake/intaketest"
	"rambu.id/internal/db/dbtest"
)

func TestTheDoorStandsBackForReaders(t *testing.T) {
	t.Parallel()
	intaketest.StandsBack(t, func(t *testing.T) intaketest.Door {
		t.Helper()
		s := open(t, dbtest.SQLite(t))
		post := func(ctx context.Context, path string, form url.Values) int {
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			s.handler.ServeHTTP(w, r)
			return w.Code
		}
		return intaketest.Door{
			Desk: s.desk, DB: s.log.DB(),
			Read: func(code intake.Code) int { return post(t.Context(), "/kotak-surat", one("kode", code.String())) },
			Send: func(ctx context.Context) int {
				return post(ctx, "/lapor/kirim", url.Values{
					"konsep": {intake.NewDraft().String()}, "pintu": {"informasi-awal"}, "apa": {"Mengajak warga."}, "kecamatan": {"tidak-tahu"},
				})
			},
		}
	})
}
