// Package queue remembers what is to be done once for somebody outside, and how far it is: one
// row each, enqueued in the operation that causes it.
//
// Nothing outside can be undone, so an item has two marks before it is done. Claimed means that a
// worker has it and has handed over nothing: when the worker is gone, another takes it. Handing
// means that it is being handed over: when the worker is gone, nobody knows whether it arrived,
// and it is never tried again by itself.
package queue

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
)

//go:embed migrations/*.sql
var migrations embed.FS

// State is how far an item is.
type State string

// The closed list of states.
const (
	Waiting State = "waiting"
	Claimed State = "claimed" // a worker has it; nothing was handed over
	Handing State = "handing" // it is being handed over
	Done    State = "done"
	Failed  State = "failed"  // for good
	Unknown State = "unknown" // it may have arrived or not
	Skipped State = "skipped" // there was nobody to do it for; the note says why
)

// Item is one thing to be done.
type Item struct {
	ID       string // given by whoever enqueues: the same id is the same thing
	Owner    string // institution
	Topic    string // what it belongs to
	Payload  string
	State    State // Waiting or Skipped when enqueued
	Note     string
	Attempts int
	Due      time.Time // not before
	Changed  time.Time
}

// Queue is one worker's view of the items in a database.
type Queue struct {
	db     *db.DB
	clock  rambu.Clock
	worker string
}

// Lease is how long a worker may be silent about what it took.
const Lease = 15 * time.Minute

// Keep is how long it is remembered what became of an item. Whoever enqueues must remember for
// longer what he enqueued: an id that was forgotten can be put again, and would be done again.
const Keep = 90 * 24 * time.Hour

// Open migrates the package's table. The clock is the machine's.
func Open(ctx context.Context, d *db.DB, clock rambu.Clock) (*Queue, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return &Queue{db: d, clock: clock, worker: rambu.NewID("kerja")}, d.Migrate(ctx, "queue", sub)
}

// maxAttempts is how often something is tried, over some two days.
const maxAttempts = 14

// pause is how long to wait after a number of attempts.
func pause(attempts int) time.Duration {
	steps := []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour}
	if attempts < 1 {
		return 0
	}
	return steps[min(attempts, len(steps))-1]
}

// Again puts an item back for later, or gives it up after too many attempts.
func (q *Queue) Again(i Item, note string) error {
	if i.Attempts+1 >= maxAttempts {
		return q.End(i, Failed, note)
	}
	return q.again(i, note)
}
