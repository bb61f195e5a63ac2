package directive_test

import (
	"cmp"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

// sources are the databases a benchmark runs on. Set RAMBU_TEST_POSTGRES_FSYNC=1, as "make bench"
// does, or PostgreSQL promises less than SQLite.
func sources() map[string]func(*testing.B) string {
	return map[string]func(*testing.B) string{
		"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "rambu.db") },
		"postgres": func(b *testing.B) string { return pgtest.URL(b) },
	}
}

// size reads a number from the environment: small for a quick look, full with RAMBU_BENCH_FULL=1,
// as "make bench-full" sets it.
func size(b *testing.B, name string, small, full int) int {
	b.Helper()
	text := os.Getenv(name)
	if text == "" && os.Getenv("RAMBU_BENCH_FULL") == "1" {
		return full
	}
	if text == "" {
		return small
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s=%s is no number", name, text)
	}
	return n
}

// perDirective is how many village heads answer one directive of the benchmark.
const perDirective = 5000

// BenchmarkAcknowledge has village heads say that they have read a directive: read, checked against
// the rule and the roster, written, counted, logged, durable. In turns with it, so that both see
// the same machine, as many clients insert bare rows of the same bytes with a durable commit each,
// through database/sql, the same drivers and settings. "of-bare" is the one rate divided by the
// other.
func BenchmarkAcknowledge(b *testing.B) {
	for name, source := range sources() {
		for _, clients := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("%s/%d", name, clients), func(b *testing.B) {
				w := newWorld(b, dbtest.Open(b, source(b)))
				w.nation(50, perDirective/50, 0)
				ack := acknowledging(b, w)
				ack()
				pool := bare(b, name, source(b))
				defer pool.Close() //nolint:errcheck // a benchmark
				against(b, clients, ack, inserting(b, pool))
				w.verifyTally(b)
			})
		}
	}
}

// acknowledging returns what the next village head does; after the last one a new directive is sent.
func acknowledging(b *testing.B, w *world) func() {
	b.Helper()
	var next atomic.Int64
	var mu sync.Mutex
	var sent []string
	return func() {
		n := int(next.Add(1) - 1)
		mu.Lock()
		for len(sent) <= n/perDirective {
			sent = append(sent, w.sent(w.sekda, three()))
		}
		id := sent[n/perDirective]
		mu.Unlock()
		head := w.camat1
		head.Post = fmt.Sprintf("%s/luas/desa/%05d", pemda, n%perDirective)
		err := w.Acknowledge(b.Context(), head, id)
		if err != nil {
			b.Error(err)
		}
	}
}

func (w *world) verifyTally(b *testing.B) {
	b.Helper()
	_, err := w.Desk.Verify(b.Context())
	w.Must(err)
}

// against takes turns of a hundred calls.
func against(b *testing.B, clients int, ack, insert func()) {
	b.Helper()
	const turn = 100
	var ours, theirs time.Duration
	spread(turn, clients, ack) // statements are prepared, pages are warm
	spread(turn, clients, insert)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; left -= turn {
		ours += spread(min(turn, left), clients, ack)
		b.StopTimer()
		theirs += spread(min(turn, left), clients, insert)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/ours.Seconds(), "acks/s")
	b.ReportMetric(float64(b.N)/theirs.Seconds(), "rows/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "of-bare")
}

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

// bare is a table with the columns and indexes of an answer, and nothing around it.
func bare(b *testing.B, name, source string) *sql.DB {
	b.Helper()
	driver := "pgx"
	if name == "sqlite" {
		driver = "sqlite"
		source = "file:" + source + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_txlock=immediate"
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		b.Fatal(err)
	}
	for _, statement := range []string{
		`CREATE TABLE bare (id text PRIMARY KEY, institution text NOT NULL, region text NOT NULL, directive text NOT NULL, post text NOT NULL,
			area text NOT NULL, class text NOT NULL, how text NOT NULL, acked_at bigint NOT NULL, recorder text NOT NULL)`,
		`CREATE INDEX bare_directive ON bare (directive, area, class)`,
		`CREATE INDEX bare_post ON bare (institution, post)`,
	} {
		_, err = pool.ExecContext(b.Context(), statement)
		if err != nil {
			b.Fatal(err)
		}
	}
	return pool
}

func inserting(b *testing.B, pool *sql.DB) func() {
	b.Helper()
	id := rambu.NewID("arh")
	var next atomic.Int64
	return func() {
		post := fmt.Sprintf("%s/luas/desa/%05d", pemda, next.Add(1))
		_, err := pool.ExecContext(b.Context(), `INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			id+"@"+post, pemda, area, id, post, "18.01.01", "kepala-desa", "sendiri", time.Now().UnixMicro(), post)
		if err != nil {
			b.Error(err)
		}
	}
}

// The size of the country: its villages are those of the register of regions, its civil servants
// are 4.7 million. A quick run has all villages, and fewer people and directives; figures are
// stated at the full size only.
const (
	fewPeople, allPeople     = 10_000, 4_700_000
	oneAnswered, fewAnswered = 1, 3 // directives that every village has answered, before ten times as many
)

// BenchmarkNation counts how far one directive has come in every village of the country, read
// from the roster of a whole nation, with a few and with ten times as many directives that were
// all answered by everybody. Setting up takes minutes and is not measured.
func BenchmarkNation(b *testing.B) {
	for name, source := range sources() {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, dbtest.Open(b, source(b)))
			villages := w.country(b)
			people := size(b, "RAMBU_BENCH_PEOPLE", fewPeople, allPeople)
			w.people(b, people)
			few := size(b, "RAMBU_BENCH_DIRECTIVES", oneAnswered, fewAnswered)
			id := w.answered(b, villages, few)
			b.Run(fmt.Sprintf("directives-%d", few), func(b *testing.B) { w.counts(b, id, villages, people) })
			w.copies(b, id, few, 10*few)
			b.Run(fmt.Sprintf("directives-%d", 10*few), func(b *testing.B) { w.counts(b, id, villages, people) })
		})
	}
}

// country enters a post for every village and ward, district, regency and province of the
// register, below the Sekda of the world. It returns the number of villages.
func (w *world) country(b *testing.B) int {
	b.Helper()
	index := w.Roster.Regions()
	var plan roster.Plan
	villages := 0
	add := func(r region.Region, office roster.Office, class roster.PostClass, superior string) {
		p := groundtest.Post(pemda+"/n/"+r.Code, r.Name, office, class, superior, r.Code)
		plan.Posts = append(plan.Posts, p)
	}
	for _, prov := range index.Provinces() {
		add(prov, "kepala-daerah", roster.ClassHead, "sekda")
		for _, reg := range index.Children(prov.Code) {
			add(reg, "kepala-daerah", roster.ClassHead, "n/"+prov.Code)
			for _, d := range index.Children(reg.Code) {
				add(d, roster.OfficeDistrictHead, roster.ClassAdministrator, "n/"+reg.Code)
				for _, v := range index.Children(d.Code) {
					villages++
					add(v, roster.OfficeVillageHead, roster.ClassVillageHead, "n/"+d.Code)
				}
			}
		}
	}
	w.Seed(plan)
	return villages
}

// people enters civil servants with their tenures, as plain rows made by the database itself.
func (w *world) people(b *testing.B, n int) {
	b.Helper()
	w.exec(b, fmt.Sprintf(`INSERT INTO roster_person (id, institution, region, title_before, name, title_after, nip, class, op, version)
		WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d)
		SELECT 'org_n' || n, 'pemda.18.01', '18.01', '', 'Pegawai ' || n, '', '', 'pns', 'uji', 1 FROM c`, n))
	w.exec(b, fmt.Sprintf(`INSERT INTO roster_tenure (id, institution, region, post, person, mode, from_date, to_date, decree_number, decree_date, contested, op, version)
		WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d)
		SELECT 'mjb_n' || n, 'pemda.18.01', '18.01', 'pemda.18.01/staf/' || n, 'org_n' || n, 'definitif', '2021-01-01', '', '1', '2021-01-01', 0, 'uji', 1 FROM c`, n))
}

func (w *world) exec(b *testing.B, query string, args ...any) {
	b.Helper()
	w.Must(w.Log.DB().Write(func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }))
}

// answered sends directives to all village heads. The one that is returned is answered by nine of
// ten, each as he does it; the others by copies of those answers.
func (w *world) answered(b *testing.B, villages, n int) string {
	b.Helper()
	in := three()
	in.Audience = directive.Rule{{Class: roster.ClassVillageHead}}
	id := w.sent(w.sekda, in)
	posts, err := w.Audience.Posts(b.Context(), directive.Scope{Institution: pemda, From: pemda + "/sekda", Rule: in.Audience}, villages+10)
	w.Must(err)
	var next atomic.Int64
	spread(len(posts)*9/10, 16, func() {
		n := int(next.Add(1) - 1)
		head := w.camat1
		head.Post = posts[n*10/9].Post
		err := w.Acknowledge(b.Context(), head, id)
		if err != nil {
			b.Error(err)
		}
	})
	w.copies(b, id, 1, n)
	return id
}

// copies makes directives number from to n with the answers of another one.
func (w *world) copies(b *testing.B, of string, from, n int) {
	b.Helper()
	for range n - from {
		in := three()
		in.Audience = directive.Rule{{Class: roster.ClassVillageHead}}
		id := w.sent(w.sekda, in)
		w.exec(b, `INSERT INTO directive_ack (id, institution, region, directive, post, area, class, how, acked_at, recorder, key_id, sealed, op, version)
			SELECT $1 || '@' || post, institution, region, $1, post, area, class, how, acked_at, recorder, key_id, sealed, 'uji', 1
			FROM directive_ack WHERE directive = $2`, id, of)
		w.exec(b, `INSERT INTO directive_tally (directive, area, class, done, told) SELECT $1, area, class, done, told
			FROM directive_tally WHERE directive = $2`, id, of)
	}
}

// counts measures the coverage of one directive, and checks that it is that of the country.
func (w *world) counts(b *testing.B, id string, villages, people int) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		c, err := w.Coverage(b.Context(), w.sekda, id)
		took = append(took, time.Since(start))
		w.Must(err)
		if c.N < villages || c.N > villages+10 || c.Done < villages*8/10 {
			b.Fatalf("%d of %d answered, of %d villages", c.Done, c.N, villages)
		}
	}
	slices.SortFunc(took, cmp.Compare)
	b.ReportMetric(float64(villages), "villages")
	b.ReportMetric(float64(people), "people")
	for _, q := range []float64{0.5, 0.95, 0.99} {
		b.ReportMetric(float64(took[int(q*float64(len(took)-1))].Microseconds())/1000, fmt.Sprintf("p%.0f-ms", q*100))
	}
}
