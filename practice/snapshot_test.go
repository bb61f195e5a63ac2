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
)

// A region takes seconds to make, nearly all of them to harden passwords, and every test wants one
// of its own. So two are made once, closed, and kept as the files of their folders: each test
// opens a copy, as "rambu demo --data" opens a region that was left earlier, with the sessions of
// the officers who were signed in.
type snapshot struct {
	files map[string][]byte
	room  Room
	now   time.Time
}

// The two: one with people and keys, and the demo's.
var (
	settledRegion = sync.OnceValues(func() (snapshot, error) {
		return shot(func(ctx context.Context, in *instance.Instance, _ *clock.Practice) (*Room, error) {
			return Settle(ctx, in)
		})
	})
	livelyRegion = sync.OnceValues(func() (snapshot, error) { return shot(seed) })
)

// shot makes a region, signs everybody in, and keeps it.
func shot(build func(context.Context, *instance.Instance, *clock.Practice) (*Room, error)) (snapshot, error) {
	ctx, done := context.WithCancel(context.Background())
	defer done()
	folder, err := os.MkdirTemp("", "latihan")
	if err != nil {
		return snapshot{}, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	c := clock.NewFrozen(Start())
	in, err := instance.Open(ctx, instance.Config{Data: folder, Clock: c, Practice: true})
	if err != nil {
		return snapshot{}, err
	}
	room, err := build(ctx, in, c)
	for _, a := range Accounts() {
		if err == nil {
			_, err = room.actor(ctx, a.Login)
		}
	}
	closed := in.Close()
	if err != nil || closed != nil {
		return snapshot{}, errors.Join(err, closed)
	}
	s := snapshot{files: map[string][]byte{}, room: Room{people: room.people, tokens: room.tokens}, now: c.Now()}
	return s, fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			s.files[name], err = os.ReadFile(filepath.Join(folder, name))
		}
		return err
	})
}

// reopen opens a copy of a region in a folder of the test. machine nil is the real clock.
func (s snapshot) reopen(t testing.TB, machine *clock.Practice) (*Room, *clock.Practice, string) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range s.files {
		path := filepath.Join(folder, name)
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
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
	return &Room{In: in, people: maps.Clone(s.room.people), tokens: maps.Clone(s.room.tokens)}, c, folder
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
