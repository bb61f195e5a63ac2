package intake_test

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
)

// spread runs fn n times from some clients and returns how long that took.
func spread(n, clients int, fn func()) time.Duration {
	var left atomic.Int64
	left.Store(int64(n))
	start := time.Now()
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				fn()
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

// BenchmarkSubmit lodges reports of 1 KB and, in turns with it so that both see the same
// machine, inserts bare rows of the same bytes with a durable commit each, through
// database/sql, the same drivers, settings and number of clients. "of-bare" is the rate of
// reports divided by that of bare rows.
func BenchmarkSubmit(b *testing.B) {
	for name, source := range map[string]func(*testing.B) string{
		"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "rambu.db") },
		"postgres": func(b *testing.B) string { return pgtest.URL(b) },
	} {
		for _, n := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				d, err := db.Open(b.Context(), source(b))
				must(b, err)
				defer d.Close() //nolint:errcheck // a benchmark
				pool := bare(b, name, source(b))
				defer pool.Close() //nolint:errcheck // a benchmark
				r := open(b, d)
				submit := submitting(b, r)
				submit()
				against(b, n, submit, inserting(b, pool, sizes(b, r)))
			})
		}
	}
}

// against takes turns of a hundred calls.
func against(b *testing.B, clients int, submit, insert func()) {
	b.Helper()
	const turn = 100
	var ours, theirs time.Duration
	spread(turn, clients, submit) // statements are prepared, pages are warm
	spread(turn, clients, insert)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; left -= turn {
		ours += spread(min(turn, left), clients, submit)
		b.StopTimer()
		theirs += spread(min(turn, left), clients, insert)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/ours.Seconds(), "reports/s")
	b.ReportMetric(float64(b.N)/theirs.Seconds(), "rows/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "of-bare")
}

func submitting(b *testing.B, r *room) func() {
	b.Helper()
	text := strings.Repeat("dugaan ", 146) // 1 KB
	return func() {
		in := tip()
		in.Answers.What = text
		_, err := r.desk.Submit(b.Context(), in)
		if err != nil {
			b.Error(err)
		}
	}
}

// sizes are the lengths of what is sealed in the one report there is.
func sizes(b *testing.B, r *room) (n [3]int) {
	b.Helper()
	must(b, r.log.DB().QueryRow(b.Context(), `SELECT length(reporter_key), length(body_key), length(body) FROM intake_report`).
		Scan(&n[0], &n[1], &n[2]))
	return n
}

func inserting(b *testing.B, pool *sql.DB, n [3]int) func() {
	b.Helper()
	reporter, key, body := make([]byte, n[0]), make([]byte, n[1]), make([]byte, n[2])
	for _, sealed := range [][]byte{reporter, key, body} {
		_, _ = rand.Read(sealed) // PostgreSQL would compress zeros to nothing
	}
	return func() {
		d := intake.NewDraft()
		_, err := pool.ExecContext(b.Context(), `INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			d.ReportID(), bawaslu, "informasi-awal", "diterima", 1, d.String(), reporter, key, body)
		if err != nil {
			b.Error(err)
		}
	}
}

// bareTable has the columns and indexes of a report.
const bareTable = `CREATE TABLE bare (id text PRIMARY KEY, institution text NOT NULL, door text NOT NULL, state text NOT NULL,
	received_at bigint NOT NULL, lookup text NOT NULL, reporter_key bytea NOT NULL, body_key bytea NOT NULL, body bytea NOT NULL)`

func bare(b *testing.B, name, source string) *sql.DB {
	b.Helper()
	driver := "pgx"
	if name == "sqlite" {
		driver = "sqlite"
		source = "file:" + source + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_txlock=immediate"
	}
	pool, err := sql.Open(driver, source)
	must(b, err)
	_, err = pool.ExecContext(b.Context(), bareTable)
	must(b, err)
	_, err = pool.ExecContext(b.Context(), `CREATE UNIQUE INDEX bare_lookup ON bare (lookup)`)
	must(b, err)
	return pool
}

// BenchmarkInbox opens an inbox with its code.
func BenchmarkInbox(b *testing.B) {
	d, err := db.Open(b.Context(), filepath.Join(b.TempDir(), "rambu.db"))
	must(b, err)
	defer d.Close() //nolint:errcheck // a benchmark
	r := open(b, d)
	got, err := r.desk.Submit(b.Context(), tip())
	must(b, err)
	for b.Loop() {
		_, err := r.desk.Inbox(b.Context(), bawaslu, got.Code.String())
		must(b, err)
	}
}
