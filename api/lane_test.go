package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rambu.id/api"
	"rambu.id/intake"
	"rambu.id/intake/intaketest"
)

func TestReportsStandBackForReaders(t *testing.T) {
	t.Parallel()
	_, err := settled() // outside, where the other tests are that share it
	must(t, err)
	intaketest.StandsBack(t, func(t *testing.T) intaketest.Door {
		t.Helper()
		w := newWorld(t)
		post := func(ctx context.Context, path string, body fields) int {
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, api.Prefix+path, strings.NewReader(encode(t, body)))
			r.Header.Set("Content-Type", "application/json")
			return w.serve(r, "").status
		}
		return intaketest.Door{
			Desk: w.in.Intake, DB: w.in.Log.DB(),
			Read: func(code intake.Code) int { return post(t.Context(), "/kotak-surat", fields{"kode": code.String()}) },
			Send: func(ctx context.Context) int {
				body := tip("")
				delete(body, "berkas")
				delete(body, "rahasia")
				return post(ctx, "/laporan", body)
			},
		}
	})
}
