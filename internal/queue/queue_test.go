package queue_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/queue"
)

type world struct {
	t     *testing.T
	d     *db.DB
	clock *clock.Practice
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) worker() *queue.Queue {
	w.t.Helper()
	q, err := queue.Open(w.t.Context(), w.d, w.clock)
	w.must(err)
	return q
}

func (w *world) put(q *queue.Queue, ids ...string) {
	w.t.Helper()
	var items []queue.Item
	for _, id := range ids {
		items = append(items, queue.Item{ID: id, Owner: "pemda.18.01", Topic: "t", Payload: "p " + id})
	}
	w.must(w.d.Write(func(tx *db.Tx) error { return q.Put(tx, items) }))
}

func (w *world) claim(q *queue.Queue, n int) []queue.Item {
	w.t.Helper()
	got, err := q.Claim(n)
	w.must(err)
	return got
}

func (w *world) counts(want map[queue.State]int) {
	w.t.Helper()
	got, err := w.worker().Counts(w.t.Context(), "pemda.18.01")
	w.must(err)
	if diff := cmp.Diff(want, got["t"]); diff != "" {
		w.t.Errorf("(-want +got):\n%s", diff)
	}
}

func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.must(w.clock.MoveTo(w.clock.Now().Add(d)))
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	return &world{t, d, clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC))}
}

// A worker that is gone gives back what it had not begun to hand over; what it had is not known.
func TestAWorkerIsGone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		gone, next := w.worker(), w.worker()
		w.put(gone, "a", "b", "c")
		w.put(gone, "a", "b", "c", "d") // what is there stays
		took := w.claim(gone, 2)
		if len(took) != 2 || took[0].Payload != "p "+took[0].ID {
			t.Fatalf("took %+v", took)
		}
		w.must(gone.Hand(took[0]))
		w.must(gone.Release(took[:1])) // it is being handed over: only time gives it back
		if n, err := next.Recover(); n != 0 || err != nil {
			t.Errorf("a worker that is not gone lost %d, %v", n, err)
		}
		w.later(queue.Lease + time.Second)
		if n, err := next.Recover(); n != 1 || err != nil {
			t.Errorf("%d not known, %v", n, err)
		}
		if got := w.claim(next, 9); len(got) != 3 {
			t.Errorf("the next worker takes %+v", got)
		}
		for what, err := range map[string]error{"hand": gone.Hand(took[1]), "end": gone.End(took[1], queue.Done, ""), "again": gone.Again(took[0], "")} {
			if rambu.KindOf(err) != rambu.Conflict || err == nil {
				t.Errorf("whoever was silent for too long: %s: %v", what, err)
			}
		}
		w.counts(map[queue.State]int{queue.Unknown: 1, queue.Claimed: 3})
	})
}

// What cannot be done now is tried again, later and later, and given up in the end.
func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		q := w.worker()
		w.put(q, "a")
		tried, from := 0, w.clock.Now()
		for range 40 {
			for _, i := range w.claim(q, 1) {
				tried++
				w.must(q.Hand(i))
				w.must(q.Again(i, "451 later"))
				if left := w.claim(q, 1); len(left) != 0 {
					t.Fatal("tried again at once")
				}
			}
			w.later(3 * time.Hour)
		}
		if tried != 14 || w.clock.Now().Sub(from) < 24*time.Hour {
			t.Errorf("tried %d times", tried)
		}
		w.counts(map[queue.State]int{queue.Failed: 1})
		w.must(d.Write(func(tx *db.Tx) error { return q.Retry(tx, "pemda.18.01", "a") }))
		err := d.Write(func(tx *db.Tx) error { return q.Retry(tx, "pemda.18.02", "a") })
		if rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("another owner: %v", err)
		}
		i := w.claim(q, 1)[0]
		w.must(q.Release([]queue.Item{i}))
		all, err := q.Of(t.Context(), "pemda.18.01", "t", "", 10)
		if err != nil || len(all) != 1 || all[0].Attempts != 0 || all[0].State != queue.Waiting {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// Many workers at once take each item once.
func TestManyWorkers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var ids []string
		for n := range 250 {
			ids = append(ids, fmt.Sprintf("%04d", n))
		}
		w.put(w.worker(), ids...)
		var mu sync.Mutex
		taken := map[string]int{}
		var wg sync.WaitGroup
		for range 8 {
			q := w.worker()
			wg.Go(func() {
				for {
					got, err := q.Claim(7)
					if err != nil {
						t.Error(err)
						return
					}
					if len(got) == 0 {
						return
					}
					for _, i := range got {
						mu.Lock()
						taken[i.ID]++
						mu.Unlock()
						err = q.Hand(i)
						if err == nil {
							err = q.End(i, queue.Done, "")
						}
						if err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
		for id, n := range taken {
			if n != 1 {
				t.Errorf("%s was taken %d times", id, n)
			}
		}
		w.counts(map[queue.State]int{queue.Done: 250})
	})
}

// What ended long ago is removed, whichever way it ended; what waits or may be in somebody's hands
// stays, however old it is.
func TestWhatEndedIsForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		q := w.worker()
		w.put(q, "done", "failed", "unknown", "skipped", "waiting", "claimed", "handing")
		for _, i := range w.claim(q, 9) {
			switch i.ID {
			case "claimed":
			case "waiting":
				w.must(q.Again(i, "451 later"))
			case "handing":
				w.must(q.Hand(i))
			default:
				w.must(q.End(i, queue.State(i.ID), ""))
			}
		}
		prune := func(want int64) {
			t.Helper()
			n, err := q.Prune(t.Context())
			if n != want || err != nil {
				t.Errorf("%d removed, %v; want %d", n, err, want)
			}
		}
		w.later(queue.Keep)
		w.put(q, "late")
		i := w.claim(q, 9)
		for _, i := range i {
			if i.ID == "late" {
				w.must(q.End(i, queue.Done, ""))
			} else {
				w.must(q.Again(i, "451 later"))
			}
		}
		prune(0)
		w.later(time.Second)
		prune(4)
		w.counts(map[queue.State]int{queue.Waiting: 1, queue.Claimed: 1, queue.Handing: 1, queue.Done: 1})
		prune(0)

		const crowd = 2500 // more than one statement takes
		var ids []string
		for n := range crowd {
			ids = append(ids, fmt.Sprintf("%04d", n))
		}
		w.put(q, ids...)
		for took := w.claim(q, 500); len(took) > 0; took = w.claim(q, 500) {
			w.must(d.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE queue_item SET state = 'done' WHERE state = 'claimed' AND id < '9'`)
				return err
			}))
		}
		w.later(queue.Keep + time.Second)
		prune(crowd + 1)
	})
}
