package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rambu.id/api"
	"rambu.id/intake"
	"rambu.id/internal/db"
)

// A report sent by a program stands back while somebody reads an inbox there: as long as another report
// is being written it waits for its turn, where its sender can still go away. One that had its turn
// would wait for the database, which asks nobody.
func TestReportsStandBackForReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := intake.NewDraft()
	submission := func(d intake.Draft) intake.Submission {
		return intake.Submission{
			Draft: d, Institution: supervisor, Region: area, Door: intake.DoorTip,
			Answers: intake.Answers{What: "Mengajak warga.", District: intake.DistrictUnknown},
		}
	}
	_, err := w.in.Intake.Submit(t.Context(), submission(first))
	must(t, err)
	post := func(ctx context.Context, path string, body fields) int {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, api.Prefix+path, strings.NewReader(encode(t, body)))
		r.Header.Set("Content-Type", "application/json")
		return w.serve(r, "").status
	}
	if got := post(t.Context(), "/kotak-surat", fields{"kode": first.Code().String()}); got != http.StatusOK { // the reader is there
		t.Fatalf("the inbox: %d", got)
	}
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() {
		for {
			if got := post(t.Context(), "/kotak-surat", fields{"kode": first.Code().String()}); got != http.StatusOK {
				t.Errorf("the inbox: %d", got)
			}
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
	held, free := make(chan struct{}), make(chan struct{})
	wg.Go(func() {
		err := w.in.Log.DB().Write(func(*db.Tx) error {
			close(held)
			<-free
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-held // nothing can be written
	wg.Go(func() {
		_, err := w.in.Intake.Submit(t.Context(), submission(intake.NewDraft()))
		if err != nil {
			t.Error(err)
		}
	})
	time.Sleep(200 * time.Millisecond) // it has the turn, and waits for the database
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan int)
	wg.Go(func() {
		body := tip("")
		delete(body, "berkas")
		delete(body, "rahasia")
		gone <- post(ctx, "/laporan", body)
	})
	select {
	case status := <-gone:
		t.Errorf("it was answered with %d while another had the turn", status)
	case <-time.After(300 * time.Millisecond):
		leave()
		select {
		case status := <-gone:
			if status != http.StatusServiceUnavailable {
				t.Errorf("who went away while waiting: %d", status)
			}
		case <-time.After(10 * time.Second):
			t.Error("the report did not wait for its turn")
			go func() { <-gone }()
		}
	}
	leave()
	close(free)
	close(done)
	wg.Wait()
}
