package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/instance"
)

// upkeep is how often housekeeping runs. Nothing it does is the truth of anything: due dates
// are derived anew, expired uploads and sessions removed.
const upkeep = 10 * time.Minute

// keeping is how often the checkpoint is kept besides: what is logged in between could be taken away
// unseen. It reads a few dozen hashes, and signs and writes only when something was logged.
const keeping = 10 * time.Second

// startJobs runs housekeeping until the returned function is called, which waits for it.
func startJobs(ctx context.Context, in *instance.Instance) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(upkeep)
		defer tick.Stop()
		for {
			keepHouse(ctx, in, house())
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	wg.Go(func() { keepOften(ctx, in, keeping) })
	return func() {
		cancel()
		wg.Wait()
		keepCheckpoint(in)
	}
}

// job is one piece of housekeeping.
type job struct {
	name string
	do   func(ctx context.Context, in *instance.Instance) error
}

// house lists what is kept in order, in the order in which it is done: clocks first, because the later
// ones ask what is late, and the checkpoint last, because it covers them all.
func house() []job {
	return []job{
		{"clocks", func(ctx context.Context, in *instance.Instance) error {
			_, err := in.Procedure.Refresh(ctx)
			return err
		}},
		{"sessions", func(_ context.Context, in *instance.Instance) error { return in.Access.Tidy() }},
		{"uploads", func(ctx context.Context, in *instance.Instance) error { return in.Sweep(ctx) }},
		// Letters that wait in an outbox: what a crash or an error left between sending and delivering.
		{"letters", eachRoom(func(ctx context.Context, in *instance.Instance, who rambu.Actor) error {
			return in.Letters.Retry(ctx, who)
		})},
		// What the search for patterns of absence keeps, once its term is over.
		{"reviews", eachRoom(func(ctx context.Context, in *instance.Instance, who rambu.Actor) error {
			_, err := in.Meetings.Expire(ctx, who)
			return err
		})},
		// Directives whose last day has passed go up the line, in office hours.
		{"late", eachRoom(func(ctx context.Context, in *instance.Instance, who rambu.Actor) error {
			_, err := in.Directives.Escalate(ctx, who)
			return err
		})},
		{"mails", func(ctx context.Context, in *instance.Instance) error {
			_, err := in.Notices.Queue.Prune(ctx)
			return err
		}},
		// Refusals to pledge, once voting day has passed.
		{"refusals", eachRoom(func(ctx context.Context, in *instance.Instance, who rambu.Actor) error {
			_, err := in.Pledges.Purge(ctx, who)
			return err
		})},
		// The lists of clocks, where somebody changed them past the program. It reads every clock that runs.
		{"lists", restoreLists},
		{"log", func(ctx context.Context, in *instance.Instance) error { return in.KeepCheckpoint(ctx) }},
	}
}

// restoreLists mends the lists of clocks. That there was something to mend is for people to know.
func restoreLists(ctx context.Context, in *instance.Instance) error {
	n, err := in.Procedure.Restore(ctx)
	if err == nil && n > 0 {
		err = rambu.Errorf(rambu.Internal, "ALARM, written past the log: %d rows of the lists of clocks were not what the clocks say, and are mended", n)
	}
	return err
}

// keepHouse does every job; one that fails keeps none of the others from being done.
func keepHouse(ctx context.Context, in *instance.Instance, jobs []job) {
	for _, j := range jobs {
		err := j.do(ctx, in)
		if err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "housekeeping failed", slog.String("job", j.name), slog.String("error", err.Error()))
		}
	}
}

// eachRoom is a job that is done for every room of the instance, by the system. A room that fails keeps
// no other waiting.
func eachRoom(do func(ctx context.Context, in *instance.Instance, who rambu.Actor) error) func(context.Context, *instance.Instance) error {
	return func(ctx context.Context, in *instance.Instance) error {
		rooms, err := in.Rooms(ctx)
		for _, room := range rooms {
			err = errors.Join(err, do(ctx, in, rambu.System(room.ID, room.Region)))
		}
		return err
	}
}

// keepOften keeps the checkpoint until the program stops. What is wrong with it housekeeping says, less often.
func keepOften(ctx context.Context, in *instance.Instance, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = in.KeepCheckpoint(ctx)
		}
	}
}

// keepCheckpoint keeps the last checkpoint of a program that stops; its own context has ended.
func keepCheckpoint(in *instance.Instance) {
	err := in.KeepCheckpoint(context.Background())
	if err != nil {
		slog.Error("checkpoint not kept", slog.String("error", err.Error()))
	}
}
