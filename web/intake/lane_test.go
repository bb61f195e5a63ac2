package intake_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// A report sent at the door stands back while somebody reads an inbox there: as long as another report
// is being written it waits for its turn, where its sender can still go away. One that had its turn
// would wait for the database, which asks nobody.
func TestTheDoorStandsBackForReaders(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	first := intake.NewDraft()
	submission := func(d intake.Draft) intake.Submission {
		return intake.Submission{
			Draft: d, Institution: bawaslu, Region: area, Door: intake.DoorTip,
			Answers: intake.Answers{What: "Mengajak warga.", District: intake.DistrictUnknown},
		}
	}
	_, err := s.desk.Submit(t.Context(), submission(first))
	must(t, err)
	post := func(ctx context.Context, path string, form url.Values) int {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		return w.Code
	}
	if got := post(t.Context(), "/kotak-surat", one("kode", first.Code().String())); got != http.StatusOK { // the reader is there
		t.Fatalf("the inbox: %d", got)
	}
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() {
		for {
			if got := post(t.Context(), "/kotak-surat", one("kode", first.Code().String())); got != http.StatusOK {
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
		err := s.log.DB().Write(func(*db.Tx) error {
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
		_, err := s.desk.Submit(t.Context(), submission(intake.NewDraft()))
		if err != nil {
			t.Error(err)
		}
	})
	time.Sleep(200 * time.Millisecond) // it has the turn, and waits for the database
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan int)
	wg.Go(func() {
		gone <- post(ctx, "/lapor/kirim", url.Values{
			"konsep": {intake.NewDraft().String()}, "pintu": {"informasi-awal"}, "apa": {"Mengajak warga."}, "kecamatan": {"tidak-tahu"},
		})
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
