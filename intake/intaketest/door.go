// Package intaketest tells what every door of reports has to do, to a test of each.
package intaketest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"

	"rambu.id/groundtest"
	"rambu.id/intake"
	"rambu.id/internal/db"
)

// Door is one that reports come in by.
type Door struct {
	Desk *intake.Desk
	DB   *db.DB
	Read func(intake.Code) int     // opens the inbox of a code, and returns the status
	Send func(context.Context) int // sends a report, and returns the status
}

// StandsBack checks that a report sent at a door stands back while somebody reads an inbox there: as long as
// another report is being written it waits for its turn, where its sender can still go away. One that had
// its turn would wait for the database, which asks nobody.
//
// It runs in a bubble: no time passes there, so whoever has read is still reading however slow the machine
// is, and nobody is asked before all have come as far as they can.
func StandsBack(t *testing.T, open func(*testing.T) Door) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		submit := func(draft intake.Draft) {
			_, err := d.Desk.Submit(t.Context(), intake.Submission{
				Draft: draft, Institution: groundtest.Supervisor, Region: groundtest.Area, Door: intake.DoorTip,
				Answers: intake.Answers{What: "Mengajak warga.", District: intake.DistrictUnknown},
			})
			if err != nil {
				t.Error(err)
			}
		}
		first := intake.NewDraft()
		submit(first)
		if got := d.Read(first.Code()); got != http.StatusOK {
			t.Fatalf("the inbox: %d", got)
		}
		var all sync.WaitGroup
		free := make(chan struct{})
		all.Go(func() {
			err := d.DB.Write(func(*db.Tx) error {
				<-free
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		synctest.Wait() // nothing can be written
		all.Go(func() { submit(intake.NewDraft()) })
		synctest.Wait() // it has the turn, and waits for the database
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		answer := make(chan int, 1)
		all.Go(func() { answer <- d.Send(ctx) })
		synctest.Wait()
		select {
		case status := <-answer:
			t.Errorf("it was answered with %d while another had the turn", status)
		default:
		}
		leave()
		synctest.Wait()
		select {
		case status := <-answer:
			if status != http.StatusServiceUnavailable {
				t.Errorf("who went away while waiting: %d", status)
			}
		default:
			t.Error("the report did not wait for its turn")
		}
		close(free)
		all.Wait()
	})
}
