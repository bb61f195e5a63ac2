// Package advisory carries an imbauan from Bawaslu to a government and what came of it back: a
// letter with points goes out, the Sekda makes a circular of it with one click, and how far the
// circular has come returns as counts in a letter of its own. Neither room sees the other's desk.
package advisory

import (
	"context"
	"embed"
	"io/fs"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/roster"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Config names what the desk stands on.
type Config struct {
	Log        *ledger.Log
	Pack       *law.Pack
	Procedure  *procedure.Service // legal days
	Letters    *letter.Desk
	Directives *directive.Desk
	Roster     *roster.Store
	Words      *words.Words // letters are Indonesian
}

// Desk is the desk for imbauan of every institution with a room on this instance.
type Desk struct {
	Config

	db *db.DB
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Desk, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	d := &Desk{Config: c, db: c.Log.DB()}
	return d, d.db.Migrate(ctx, "advisory", sub)
}

// Today is the legal date of the actor's region.
func (d *Desk) Today(who rambu.Actor) rambu.Date { return d.Procedure.Today(who.Region) }

// Circular is a directive that came of an imbauan.
type Circular struct {
	ID        string // "arh_…", of the directive
	Letter    string // "srt_…"
	DraftedAt time.Time
	Drafter   string

	institution, region string
	version             int64
}

func (d *Desk) t(key string, args ...string) string { return d.Words.T(words.ID, key, args...) }

// cut shortens a text to at most n bytes, at a word where there is one.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	const dots = "…"
	s = strings.ToValidUTF8(s[:n-len(dots)], "")
	if i := strings.LastIndexByte(s, ' '); i > n/2 {
		s = s[:i]
	}
	return s + dots
}
