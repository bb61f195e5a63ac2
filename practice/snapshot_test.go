package practice

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/roster"
)

// A region takes seconds to make, nearly all of them to harden passwords, and every test wants one
// of its own. So two are made once, closed, and kept as the files of their folders: each test
// opens a copy, as "rambu demo --data" opens a region that was left earlier, with the sessions of
// the officers who were signed in.
type snapshot struct {
	files  map[string][]byte
	people map[string]roster.Person // by login, or by post
	tokens map[string]string        // sessions by login
	now    time.Time
}

// The two: one with people, keys and everybody signed in, and the demo's, which grows out of it.
var (
	settledRegion = sync.OnceValues(func() (snapshot, error) {
		return snapshot{now: Start()}.grow(func(ctx context.Context, in *instance.Instance, _ *clock.Practice) (*Room, error) {
			room, err := Settle(ctx, in)
			for _, a := range Accounts() {
				if err == nil {
					_, err = room.actor(ctx, a.Login)
				}
			}
			return room, err
		})
	})
	livelyRegion = sync.OnceValues(func() (snapshot, error) {
		s, err := settledRegion()
		if err != nil {
			return s, err
		}
		return s.grow(func(ctx context.Context, in *instance.Instance, c *clock.Practice) (*Room, error) {
			room := s.in(in)
			return room, room.fill(ctx, c)
		})
	})
)

// grow opens a region, lets something happen in it, and keeps what came of it.
func (s snapshot) grow(happen func(context.Context, *instance.Instance, *clock.Practice) (*Room, error)) (snapshot, error) {
	ctx, done := context.WithCancel(context.Background())
	defer done()
	folder, err := os.MkdirTemp("", "latihan")
	if err != nil {
		return snapshot{}, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	err = s.write(folder)
	if err != nil {
		return snapshot{}, err
	}
	c := clock.NewFrozen(s.now)
	in, err := instance.Open(ctx, instance.Config{Data: folder, Clock: c, Practice: true})
	if err != nil {
		return snapshot{}, err
	}
	room, err := happen(ctx, in, c)
	closed := in.Close()
	if err != nil || closed != nil {
		return snapshot{}, errors.Join(err, closed)
	}
	grown := snapshot{files: map[string][]byte{}, people: room.people, tokens: room.tokens, now: c.Now()}
	return grown, fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			grown.files[name], err = os.ReadFile(filepath.Join(folder, name))
		}
		return err
	})
}

// write puts the files of a region into a folder.
func (s snapshot) write(folder string) error {
	for name, text := range s.files {
		path := filepath.Join(folder, name)
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if err != nil {
			return err
		}
		err = os.WriteFile(path, text, 0o600)
		if err != nil {
			return err
		}
	}
	return nil
}

// in is the region in an instance opened from its files.
func (s snapshot) in(in *instance.Instance) *Room {
	return &Room{In: in, people: maps.Clone(s.people), tokens: maps.Clone(s.tokens)}
}

// reopen opens a copy of a region in a folder of the test. machine nil is the real clock.
func (s snapshot) reopen(t testing.TB, machine *clock.Practice) (*Room, *clock.Practice, string) {
	t.Helper()
	folder := t.TempDir()
	err := s.write(folder)
	if err != nil {
		t.Fatal(err)
	}
	c := clock.NewFrozen(s.now)
	conf := instance.Config{Data: folder, Clock: c, Practice: true}
	if machine != nil {
		conf.Machine = machine
	}
	in, err := instance.Open(t.Context(), conf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := in.Close()
		if err != nil {
			t.Error(err)
		}
	})
	return s.in(in), c, folder
}

// Settled opens a copy of a settled region, for the tests from outside.
func Settled(t testing.TB, machine *clock.Practice) (*Room, *clock.Practice, string) {
	t.Helper()
	s, err := settledRegion()
	if err != nil {
		t.Fatal(err)
	}
	return s.reopen(t, machine)
}

// Lively opens a copy of the demo's region on the morning it begins.
func Lively(t testing.TB) *Room {
	t.Helper()
	s, err := livelyRegion()
	if err != nil {
		t.Fatal(err)
	}
	room, _, _ := s.reopen(t, nil)
	return room
}
