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

// startJobs runs housekeeping until the returned function is called, which waits for it.
func startJobs(ctx context.Context, in *instance.Instance) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(upkeep)
		defer tick.Stop()
		for {
			keepHouse(ctx, in)
			select {
			case <-ctx.Done():
				keepCheckpoint(in)
				return
			case <-tick.C:
			}
		}
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

func keepHouse(ctx context.Context, in *instance.Instance) {
	for name, job := range map[string]func() error{
		"clocks":   func() error { _, err := in.Procedure.Refresh(ctx); return err },
		"sessions": in.Access.Tidy,
		"uploads":  func() error { return in.Sweep(ctx) },
		"letters":  func() error { return deliver(ctx, in) },
		"log":      func() error { return in.KeepCheckpoint(ctx) },
		"reviews":  func() error { return expire(ctx, in) },
		"late":     func() error { return escalate(ctx, in) },
		"mails":    func() error { _, err := in.Notices.Queue.Prune(ctx); return err },
		"refusals": func() error { return forget(ctx, in) },
	} {
		err := job()
		if err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "housekeeping failed", slog.String("job", name), slog.String("error", err.Error()))
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

// deliver brings letters that wait in an outbox to the rooms of this instance: what a crash or
// an error left between sending and delivering.
func deliver(ctx context.Context, in *instance.Instance) error {
	rooms, err := in.Rooms(ctx)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		err = errors.Join(err, in.Letters.Retry(ctx, rambu.System(room.ID, room.Region)))
	}
	return err
}

// expire deletes what the search for patterns of absence keeps, once its term is over.
func expire(ctx context.Context, in *instance.Instance) error {
	rooms, err := in.Rooms(ctx)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		_, failed := in.Meetings.Expire(ctx, rambu.System(room.ID, room.Region))
		err = errors.Join(err, failed)
	}
	return err
}

// escalate reports directives whose last day has passed up the line, in office hours.
func escalate(ctx context.Context, in *instance.Instance) error {
	rooms, err := in.Rooms(ctx)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		_, failed := in.Directives.Escalate(ctx, rambu.System(room.ID, room.Region))
		err = errors.Join(err, failed)
	}
	return err
}

// forget erases refusals to pledge once voting day has passed.
func forget(ctx context.Context, in *instance.Instance) error {
	rooms, err := in.Rooms(ctx)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		_, failed := in.Pledges.Purge(ctx, rambu.System(room.ID, room.Region))
		err = errors.Join(err, failed)
	}
	return err
}
