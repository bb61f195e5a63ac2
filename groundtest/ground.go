// Package groundtest opens the ground on a database, for tests of what stands on it, and puts
// invented people into it.
package groundtest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

// The institutions of the tests, and the region in which all but the neighbour are.
const (
	Government = "pemda.18.01"
	Supervisor = "bawaslu.18.01"
	Neighbour  = "pemda.18.02"
	Area       = "18.01"
)

// Options say what a test's ground stands on.
type Options struct {
	DB    *db.DB
	Start time.Time // what the legal clock shows until the test moves it
	Pack  *law.Pack // nil: the law as it is
}

// Ground is the ground, open, with nobody in it yet.
type Ground struct {
	T         testing.TB
	DB        *db.DB
	Log       *ledger.Log
	Keys      *seal.Store
	Clock     *clock.Practice // legal
	Law       *law.Pack
	Roster    *roster.Store
	Access    *access.Service
	Procedure *procedure.Service
	Blobs     *blob.Dir
	Words     *words.Words
	Letters   *letter.Desk
	People    map[string]roster.Person // by name

	held map[string][]holding // the keys of an institution
}

// Open opens all of the ground.
func Open(tb testing.TB, o Options) *Ground {
	tb.Helper()
	g := &Ground{
		T: tb, DB: o.DB, Clock: clock.NewFrozen(o.Start), Law: o.Pack, People: map[string]roster.Person{}, held: map[string][]holding{},
	}
	ctx := tb.Context()
	var err error
	if g.Law == nil {
		g.Law, err = law.Default()
		g.Must(err)
	}
	g.Log, err = ledger.Open(ctx, ledger.Config{DB: o.DB, Clock: g.Clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(tb.TempDir(), "log.key")})
	g.Must(err)
	g.Keys, err = seal.Open(ctx, o.DB)
	g.Must(err)
	regions, err := region.Open()
	g.Must(err)
	g.Roster, err = roster.Open(ctx, g.Log, regions)
	g.Must(err)
	g.Access, err = access.Open(ctx, access.Config{
		PublicPasswords: true, // of the test: signing in often must not cost
		Log:             g.Log, Keys: g.Keys, Offices: access.FromRoster(g.Roster), Machine: clock.Machine{},
		Calendar: calendar.New(g.Law, nil), Pack: g.Law,
	})
	g.Must(err)
	g.Procedure, err = procedure.Open(ctx, procedure.Config{Log: g.Log, Pack: g.Law})
	g.Must(err)
	g.Blobs, err = blob.OpenDir(tb.TempDir(), 0)
	g.Must(err)
	tb.Cleanup(func() { g.Must(g.Blobs.Close()) })
	g.Words, err = words.Load()
	g.Must(err)
	g.Letters, err = letter.Open(ctx, letter.Config{
		Log: g.Log, Keys: g.Keys, Blobs: g.Blobs, Words: g.Words, Today: g.Procedure.Calendar().Today,
		MaySign: func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error {
			_, err := g.Access.MaySign(ctx, who, roster.PostID(post), on, access.SignWhat{Deed: access.DeedLetter})
			return err
		},
	})
	g.Must(err)
	return g
}

// At is a time of a day in the region.
func At(day rambu.Date, hour, minute int) time.Time {
	return day.Time(time.FixedZone("WIB", 7*3600)).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// To moves the legal clock.
func (g *Ground) To(day rambu.Date, hour, minute int) {
	g.T.Helper()
	g.Must(g.Clock.MoveTo(At(day, hour, minute)))
}

// Must ends the test when a step of it fails.
func (g *Ground) Must(err error) {
	g.T.Helper()
	if err != nil {
		g.T.Fatal(err)
	}
}

// WantKey ends the test unless err is of a kind and names a key; "" is any.
func (g *Ground) WantKey(err error, kind rambu.Kind, key string) {
	g.T.Helper()
	if err == nil {
		g.T.Fatalf("want %s %s, got no error", kind, key)
	}
	if rambu.KindOf(err) != kind || key != "" && !strings.Contains(err.Error(), key) {
		g.T.Fatalf("want %s %s, got %s %v", kind, key, rambu.KindOf(err), err)
	}
}

// Refused checks that something was refused, for a reason of that kind.
func (g *Ground) Refused(what string, err error, want rambu.Kind) {
	g.T.Helper()
	if err == nil || rambu.KindOf(err) != want {
		g.T.Errorf("%s: got %v, want kind %s", what, err, want)
	}
}

// CheckLog holds the ground's rows and those of some packages against the log, and the lists of clocks
// against the clocks.
func (g *Ground) CheckLog(tables ...[]*ledger.Table) {
	g.T.Helper()
	all := append(seal.Tables(), roster.Tables()...)
	all = append(all, access.Tables()...)
	all = append(all, procedure.Tables()...)
	all = append(all, letter.Tables()...)
	for _, t := range tables {
		all = append(all, t...)
	}
	_, err := g.Log.Verify(g.T.Context(), all, nil, nil)
	g.Must(err)
	_, err = g.Procedure.Verify(g.T.Context())
	g.Must(err)
}
