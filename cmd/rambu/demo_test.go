package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/ledger"
	"rambu.id/practice"
)

// Practice data that went on to November does not go back to October, and is not silently left where
// it is: its deadlines have passed.
func TestDemoDoesNotGoBack(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	stopped := time.Date(2024, 11, 20, 9, 30, 20, 0, wib())
	i, err := instance.Open(t.Context(), practiceConfig(data, clock.NewFrozen(stopped)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = i.Log.Do(rambu.System("", "18.01"), "test", func(op *ledger.Op) error { op.Object("uji"); return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err = i.Close(); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := command(t, "demo", "--data", data, "--listen", "127.0.0.1:0", "--at", "2024-11-20T09:30")
	if code != exitUsage || stdout != "" || !strings.Contains(stderr, "2024-11-20T09:30 mendahului 2024-11-20T09:31") {
		t.Errorf("%d %s %s", code, stdout, stderr)
	}
}

// The demo begins when it was told to, or where its data stopped.
func TestResumeGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, at := range []time.Time{practice.Today(), practice.Today().Add(50 * time.Hour)} {
		i, err := instance.Open(t.Context(), practiceConfig(data, clock.NewFrozen(at)))
		if err != nil {
			t.Fatal(err)
		}
		c := clock.NewPractice(practice.Start())
		_, err = i.Log.Do(rambu.System("", "18.01"), "test", func(*ledger.Op) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, wish := range []time.Time{{}, at, at.Add(time.Hour)} {
			err = (demoFlags{}).resume(context.Background(), i, c, wish)
			if now := c.Now(); err != nil || now.Before(at) || now.After(at.Add(time.Minute)) {
				t.Errorf("wish %s: %s, %v", wish, now, err)
			}
			c = clock.NewPractice(practice.Start())
		}
		if err = i.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
