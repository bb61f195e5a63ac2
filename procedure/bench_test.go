package procedure_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/law"
	"rambu.id/law/lawtest"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// BenchmarkRederive is a morning on which a holiday becomes known, on one core: every running clock is
// derived anew, and those that count over the day move. The clocks stand under four rules in two regions,
// with ten posts. They began over three hundred days, four of five in the last month: a busy office with a
// tail that nobody empties. One of sixteen counts hours and is derived alone. The law's pack names no ground on which a clock may stand
// still. "stops" is a pack with one put in, where one more of sixteen stood still and runs again, alone,
// too. Each round is another day and moves clocks. PostgreSQL works beside the one core, in processes of
// its own.
func BenchmarkRederive(b *testing.B) {
	pack, err := law.Default()
	if err != nil {
		b.Fatal(err)
	}
	for base, source := range map[string]func(*testing.B) string{
		"sqlite":   func(b *testing.B) string { b.Helper(); return filepath.Join(b.TempDir(), "rambu.db") },
		"postgres": func(b *testing.B) string { b.Helper(); return pgtest.URL(b) },
	} {
		for name, pack := range map[string]*law.Pack{"law": pack, "stops": lawtest.Stopping(b)} {
			for _, n := range []int{1_000, 10_000, 100_000} {
				b.Run(fmt.Sprintf("%s/%s/clocks=%d", base, name, n), func(b *testing.B) {
					q := newQueue(b, dbtest.Open(b, source(b)), pack)
					q.fill(n, name == "stops")
					q.announce()
				})
			}
		}
	}
}

// queue is what two institutions of one instance have left undone.
type queue struct {
	b    *testing.B
	d    *db.DB
	log  *ledger.Log
	pack *law.Pack
	s    *procedure.Service
	who  []rambu.Actor // one for each region
	day  int           // of the last holiday
}

// The day on which holidays become known, and the days before it on which clocks began.
const queueToday = rambu.Date("2024-11-11")

const (
	queueDays  = 300
	queueMonth = 30 // the last days, in which most of them began
)

func newQueue(b *testing.B, d *db.DB, pack *law.Pack) *queue {
	b.Helper()
	q := &queue{b: b, d: d, pack: pack}
	var err error
	q.log, err = ledger.Open(b.Context(), ledger.Config{
		DB: d, Clock: clock.NewFrozen(at(string(queueToday), 9)), Origin: "rambu.id/uji", KeyFile: filepath.Join(b.TempDir(), "log.key"),
	})
	q.must(err)
	q.open()
	for _, region := range []string{"18.01", "73.71"} {
		q.who = append(q.who, rambu.Actor{Account: "akn_a", Institution: "bawaslu." + region, Region: region, Roles: []rambu.Role{rambu.RoleAdmin}})
	}
	return q
}

func (q *queue) must(err error) {
	q.b.Helper()
	if err != nil {
		q.b.Fatal(err)
	}
}

func (q *queue) open() {
	q.b.Helper()
	var err error
	q.s, err = procedure.Open(q.b.Context(), procedure.Config{Log: q.log, Pack: q.pack})
	q.must(err)
}

// fill begins one matter of each kind for every day and region, and lets the database copy their clocks
// until there are n: a hundred thousand operations take minutes, and their clocks are derived the same.
func (q *queue) fill(n int, stops bool) {
	q.b.Helper()
	every := max(1, queueDays*10/n) // a small queue has fewer days, as far apart as they must be
	for _, who := range q.who {
		var runs []procedure.Run
		_, err := q.log.Do(who, "bench", func(op *ledger.Op) error {
			for i, ago := 0, 0; ago < queueDays; i, ago = i+1, ago+every {
				more, err := q.begin(op, queueToday.AddDays(-ago), i%5 == 0, stops && i%5 == 1 && ago > 5)
				if err != nil {
					return err
				}
				runs = append(runs, more...)
			}
			return nil
		})
		q.must(err)
		q.pause(who, runs)
	}
	q.copies(n)
}

// begin begins what began on one day in one region, and returns what has stood still since.
func (q *queue) begin(op *ledger.Op, on rambu.Date, hours, stopped bool) ([]procedure.Run, error) {
	start := func(id, initial, object string, events map[string]rambu.Date) (procedure.Run, error) {
		return q.s.Start(op, procedure.StartIn{
			Procedure: id, Initial: initial, Object: object + string(on) + op.Who.Region, Owner: "jab_0", On: on, Events: events,
		})
	}
	_, err := start("rekomendasi-asn", "diterima_ppk", "dsp_", nil) // 14 working days
	if err == nil {
		_, err = start("sp4n-lapor", "diterima", "dsp_", nil) // 3 working days
	}
	if err == nil {
		_, err = start("bawaslu-pilkada", "diterima", "dsp_", nil) // 2 days, which no holiday moves
	}
	if err == nil && hours {
		_, err = start("gakkumdu", "diterima_bawaslu", "dsp_", map[string]rambu.Date{"diregister": on}) // 24 hours
	}
	if err != nil || !stopped {
		return nil, err
	}
	run, err := start("rekomendasi-asn", "diterima_ppk", "stop_", nil)
	return []procedure.Run{run}, err
}

// pause lets clocks stand still for four days from the day after they began.
func (q *queue) pause(who rambu.Actor, runs []procedure.Run) {
	q.b.Helper()
	for _, run := range runs {
		list, err := q.s.Clocks(q.b.Context(), who, run.ID)
		q.must(err)
		_, err = q.log.Do(who, "bench", func(op *ledger.Op) error {
			_, err := q.s.Suspend(op, procedure.SuspendIn{Object: run.Object, Clock: list[0].ID, Ground: "putusan", From: run.Since.AddDays(1)})
			return err
		})
		q.must(err)
		_, err = q.log.Do(who, "bench", func(op *ledger.Op) error {
			_, err := q.s.Resume(op, run.Object, list[0].ID, run.Since.AddDays(4))
			return err
		})
		q.must(err)
	}
}

// copies makes n clocks of those there are. A clock that is alone stays so.
func (q *queue) copies(n int) {
	q.b.Helper()
	first := len(rambu.NewID("jam"))
	q.must(q.d.Write(func(tx *db.Tx) error {
		var have int
		err := tx.QueryRow(`SELECT count(*) FROM procedure_running`, nil, &have)
		if err != nil {
			return err
		}
		for _, do := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO procedure_clock (id, institution, region, run, object, procedure, rule, owner, start_on, start_at, status, ended_on, wound_at, suspensions, op, version)
				WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < $1)
				SELECT c.id || '_' || s.i, c.institution, c.region, c.run, c.object, c.procedure, c.rule, 'jab_' || (s.i % 10), c.start_on, c.start_at, c.status,
					c.ended_on, c.wound_at, c.suspensions, c.op, c.version
				FROM s CROSS JOIN procedure_clock c JOIN procedure_running r ON r.clock = c.id
				WHERE c.start_on >= $3 OR s.i <= $4 ORDER BY s.i, c.id LIMIT $2`, []any{8*n/have + 1, n - have, string(queueToday.AddDays(-queueMonth)), n / (5 * have)}},
			{`INSERT INTO procedure_due (bucket, institution, due_on, due_at) SELECT c.id, d.institution, d.due_on, d.due_at
				FROM procedure_clock c JOIN procedure_due d ON d.bucket = substr(c.id, 1, $1) WHERE length(c.id) > $1`, []any{first}},
			{`INSERT INTO procedure_running (clock, institution, owner, bucket) SELECT c.id, c.institution, c.owner, CASE WHEN r.bucket = r.clock THEN c.id ELSE r.bucket END
				FROM procedure_clock c JOIN procedure_running r ON r.clock = substr(c.id, 1, $1) WHERE length(c.id) > $1`, []any{first}},
			{`DELETE FROM procedure_tally`, nil},
			{`INSERT INTO procedure_tally (institution, due_on, owner, clocks) SELECT r.institution, d.due_on, r.owner, count(*)
				FROM procedure_running r JOIN procedure_due d ON d.bucket = r.bucket GROUP BY r.institution, d.due_on, r.owner`, nil},
			{`ANALYZE`, nil}, // as the databases do by themselves in time
		} {
			_, err = tx.Exec(do.sql, do.args...)
			if err != nil {
				return err
			}
		}
		err = tx.QueryRow(`SELECT count(*) FROM procedure_running`, nil, &have)
		if err == nil && have != n {
			err = fmt.Errorf("%d clocks, want %d", have, n)
		}
		return err
	}))
}

// announce measures.
func (q *queue) announce() {
	b := q.b
	b.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	moved := 0
	for round := 0; b.Loop(); round++ {
		b.StopTimer()
		if round > 0 && round%8 == 0 { // a calendar that is all holidays is none
			q.must(q.d.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(`DELETE FROM procedure_holiday`)
				return err
			}))
			q.open()
			_, err := q.s.Refresh(b.Context())
			q.must(err)
		}
		h := calendar.Holiday{Date: q.next(), NameID: "Libur yang diumumkan", NameEN: "Announced holiday", Kind: "daerah", Announced: queueToday}
		b.StartTimer()
		for _, who := range q.who { // each enters it for its own clocks
			h.Region = who.Region
			n, err := q.s.AddHoliday(b.Context(), who, h)
			q.must(err)
			if n == 0 {
				b.Fatalf("the holiday on %s moves no clock of %s", h.Date, who.Institution)
			}
			moved += n
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/op")
	b.ReportMetric(float64(moved)/float64(b.N), "moved/op")
}

// next is another working day in the two weeks after today: no other can be entered.
func (q *queue) next() rambu.Date {
	for {
		q.day = q.day%14 + 1
		day := queueToday.AddDays(q.day)
		weekday := day.Time(time.UTC).Weekday()
		if weekday != time.Saturday && weekday != time.Sunday && len(q.s.CalendarOf(q.who[0].Institution).Holidays("18.01", day, day)) == 0 {
			return day
		}
	}
}

// BenchmarkLists is one look of housekeeping, or of verify, at the lists of all running clocks.
func BenchmarkLists(b *testing.B) {
	pack, err := law.Default()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("clocks=%d", n), func(b *testing.B) {
			q := newQueue(b, dbtest.SQLite(b), pack)
			q.fill(n, false)
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			for b.Loop() {
				found, err := q.s.Restore(b.Context())
				if err != nil || found != 0 {
					b.Fatalf("%d rows differ, %v", found, err)
				}
			}
		})
	}
}
