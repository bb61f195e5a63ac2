package intake_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
)

// clients runs fn from n goroutines until b.N calls are done.
func clients(b *testing.B, n int, fn func()) {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(b.N))
	done := make(chan struct{})
	b.ReportAllocs()
	b.ResetTimer()
	for range n {
		go func() {
			for left.Add(-1) >= 0 {
				fn()
			}
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

func sources(b *testing.B) map[string]func(*testing.B) string {
	b.Helper()
	return map[string]func(*testing.B) string{
		"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "rambu.db") },
		"postgres": func(b *testing.B) string { return pgtest.URL(b) },
	}
}

// BenchmarkSubmit lodges reports of 1 KB. BenchmarkBareInsert is what it is measured against.
func BenchmarkSubmit(b *testing.B) {
	for name, source := range sources(b) {
		for _, n := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				d, err := db.Open(b.Context(), source(b))
				must(b, err)
				defer d.Close() //nolint:errcheck // a benchmark
				r := open(b, d)
				text := strings.Repeat("dugaan ", 146) // 1 KB
				clients(b, n, func() {
					in := tip()
					in.Answers.What = text
					_, err := r.desk.Submit(b.Context(), in)
					if err != nil {
						b.Error(err)
					}
				})
			})
		}
	}
}

// bareTable has the columns and indexes of a report.
const bareTable = `CREATE TABLE bare (id text PRIMARY KEY, institution text NOT NULL, door text NOT NULL, state text NOT NULL,
	received_at bigint NOT NULL, lookup text NOT NULL, reporter_key bytea NOT NULL, body_key bytea NOT NULL, body bytea NOT NULL)`

// BenchmarkBareInsert inserts one row of a report's bytes with a durable commit each, through
// database/sql and the same drivers and settings.
func BenchmarkBareInsert(b *testing.B) {
	for name, source := range sources(b) {
		for _, n := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				pool := bare(b, name, source(b))
				defer pool.Close() //nolint:errcheck // a benchmark
				ctx := context.Background()
				body, key, public := make([]byte, 1400), make([]byte, 1169), make([]byte, 1216)
				clients(b, n, func() {
					d := intake.NewDraft()
					_, err := pool.ExecContext(ctx, `INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
						d.ReportID(), bawaslu, "informasi-awal", "diterima", 1, d.String(), public, key, body)
					if err != nil {
						b.Error(err)
					}
				})
			})
		}
	}
}

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
