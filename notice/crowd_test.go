package notice_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/mail"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/notice"
)

const (
	pemda = "pemda.18.01"
	area  = "18.01"
)

var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// crowd is an invented government: post n is held by account n, but for every vacant one.
type crowd struct{ vacantEvery int }

func account(n int) string { return fmt.Sprintf("akn_%05d", n) }
func post(n int) string    { return fmt.Sprintf("%s/jabatan-%05d", pemda, n) }
func address(n int) string { return fmt.Sprintf("orang%05d@kab.contoh.id", n) }

func (c crowd) vacant(n int) bool { return c.vacantEvery > 0 && n%c.vacantEvery == 0 }

// Of implements notice.Holders.
func (c crowd) Of(_ context.Context, _ rambu.Actor, posts []string, _ rambu.Date) ([]notice.Recipient, error) {
	out := make([]notice.Recipient, len(posts))
	for i, p := range posts {
		var n int
		_, err := fmt.Sscanf(p, pemda+"/jabatan-%d", &n)
		if err != nil {
			return nil, err
		}
		out[i] = notice.Recipient{Post: p, Title: fmt.Sprintf("Kepala Desa Rekaan %d", n), Account: account(n)}
		if c.vacant(n) {
			out[i].Account, out[i].Vacant = "", true
		}
	}
	return out, nil
}

// Serves implements notice.Holders.
func (crowd) Serves(context.Context, string, string) (bool, error) { return true, nil }

// office is a desk with a queue, over a database.
type office struct {
	*notice.Desk
	db      *db.DB
	machine *clock.Practice
}

// place is where an office lives; a second program can open the same.
type place struct {
	dir, source, server string
	machine             time.Time
}

func (p place) open(ctx context.Context, d *db.DB, c crowd) (*office, error) {
	o := &office{db: d, machine: clock.NewFrozen(p.machine)}
	legal := clock.NewFrozen(monday)
	log, err := ledger.Open(ctx, ledger.Config{DB: d, Clock: legal, Origin: "rambu.id/uji", KeyFile: filepath.Join(p.dir, "log.key")})
	if err != nil {
		return nil, err
	}
	pack, err := law.Default()
	if err != nil {
		return nil, err
	}
	texts, err := words.Load()
	if err != nil {
		return nil, err
	}
	q, err := queue.Open(ctx, d, o.machine)
	if err != nil {
		return nil, err
	}
	server, err := mail.ParseServer("smtp+clear://"+p.server, "Rambu <rambu@kab.contoh.id>")
	if err != nil {
		return nil, err
	}
	o.Desk, err = notice.Open(ctx, notice.Config{
		Log: log, Queue: q, Holders: c, Calendar: calendar.New(pack, nil), Words: texts, BaseURL: "https://rambu.contoh.id",
		KeyFile: filepath.Join(p.dir, "mail.key"), Server: &server,
	})
	return o, err
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func admin() rambu.Actor {
	return rambu.Actor{Account: "akn_pengelola", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

// directed is an event that n posts are told of.
func (o *office) directed(t testing.TB, n int, c crowd) {
	t.Helper()
	known, posts := map[string]string{}, make([]string, n)
	for i := range n {
		posts[i] = post(i)
		if !c.vacant(i) {
			known[account(i)] = address(i)
		}
	}
	must(t, o.Know(rambu.System(pemda, area), known))
	e := notice.Event{Kind: notice.Directive, Source: "arahan:arh_x", Object: "/arahan/arh_x", Due: "2024-10-10"}
	must(t, o.Tell(t.Context(), rambu.System(pemda, area), e, posts))
	must(t, o.Tell(t.Context(), rambu.System(pemda, area), e, posts)) // told by another process at the same time
}

// results are the rows of the only event.
func (o *office) results(t testing.TB) []notice.Told {
	t.Helper()
	all, err := o.Events(t.Context(), admin())
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d events", len(all))
	}
	var out []notice.Told
	after := ""
	for {
		_, page, err := o.Recipients(t.Context(), admin(), all[0].ID, after)
		must(t, err)
		if len(page) == 0 {
			return out
		}
		out = append(out, page...)
		after = page[len(page)-1].ID
	}
}
