package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/roster"
)

// Housekeeping is done in one order, whatever fails on the way: clocks before what asks what is late,
// the checkpoint after all that is logged.
func TestHousekeepingHasAnOrder(t *testing.T) {
	t.Parallel()
	var names []string
	for _, j := range house() {
		names = append(names, j.name)
	}
	want := []string{"clocks", "sessions", "uploads", "letters", "reviews", "late", "mails", "refusals", "lists", "log"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	var done []string
	note := func(name string, err error) job {
		return job{name, func(context.Context, *instance.Instance) error { done = append(done, name); return err }}
	}
	for range 20 {
		done = nil
		keepHouse(t.Context(), nil, []job{note("a", nil), note("b", errors.New("fails")), note("c", nil)})
		if !slices.Equal(done, []string{"a", "b", "c"}) {
			t.Fatalf("done in the order %v", done)
		}
	}
}

// A job of rooms is done for each of them by the system of that room, also when one fails; and all jobs
// work on a new instance.
func TestEachRoomHasItsTurn(t *testing.T) {
	t.Parallel()
	in, err := instance.Open(t.Context(), instance.Config{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	_, err = in.Found(t.Context(), "18.01", []string{"bawaslu", "pemda"}, roster.Terms{})
	if err != nil {
		t.Fatal(err)
	}
	var turns []rambu.Actor
	broken := errors.New("broken")
	err = eachRoom(func(_ context.Context, _ *instance.Instance, who rambu.Actor) error {
		turns = append(turns, who)
		return broken
	})(t.Context(), in)
	want := []rambu.Actor{rambu.System("bawaslu.18.01", "18.01"), rambu.System("pemda.18.01", "18.01")}
	if diff := cmp.Diff(want, turns); diff != "" || !errors.Is(err, broken) {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, j := range house() {
		if err := j.do(t.Context(), in); err != nil {
			t.Errorf("%s: %v", j.name, err)
		}
	}
}

// What is logged is under a kept checkpoint soon, while the program runs and before housekeeping has its
// turn: the newest reading of an officer leaves no row that would be missed.
func TestTheCheckpointFollowsTheLog(t *testing.T) {
	t.Parallel()
	in, err := instance.Open(t.Context(), instance.Config{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	if keeping > 10*time.Second {
		t.Errorf("the checkpoint is kept every %v, and SECURITY.md says ten seconds", keeping)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { keepOften(ctx, in, time.Millisecond); close(done) }()
	for range 3 {
		err = in.Log.Saw(rambu.System("bawaslu.18.01", "18.01"), "intake.read", "lap_1")
		if err != nil {
			t.Fatal(err)
		}
		want, err := in.Log.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		kept, deadline := []byte(nil), time.Now().Add(time.Minute)
		for !slices.Equal(kept, want) && err == nil && time.Now().Before(deadline) {
			time.Sleep(time.Millisecond)
			kept, err = in.KeptCheckpoint()
		}
		if err != nil || !slices.Equal(kept, want) {
			t.Fatalf("kept %q, want %q: %v", kept, want, err)
		}
	}
	stop()
	<-done
}
