package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
	"rambu.id/ledger"
	"rambu.id/procedure"
	"rambu.id/web"
)

// BenchmarkFirstPage opens the pages a desk starts its day with, whole: signed in, through every
// handler, without the network. Each case has its report, its run and one running clock; one in
// ten is late, over two months, the others run out today and in the next three days. A page shows
// the same number of rows whatever the number of cases.
func BenchmarkFirstPage(b *testing.B) {
	for name, source := range map[string]func(*testing.B) string{
		"sqlite":   func(*testing.B) string { return "" },
		"postgres": func(b *testing.B) string { b.Helper(); return pgtest.URL(b) },
	} {
		for _, n := range []int{1_000, 100_000} {
			b.Run(fmt.Sprintf("%s/cases=%d", name, n), func(b *testing.B) {
				s := openAt(b, web.Options{}, instance.Config{Source: source(b)}, "bawaslu", "pemda")
				chair := s.officer("ketua@" + bawaslu)
				s.crowd(b, n)
				for _, path := range []string{
					"/perkara", "/perkara?pemegang=jabatan", "/perkara?pemegang=saya", "/perkara?tahap=diregister", "/tugas", "/tenggat",
				} {
					b.Run(strings.ReplaceAll(strings.TrimPrefix(path, "/"), "?", "-"), func(b *testing.B) { chair.times(b, path, n) })
				}
			})
		}
	}
}

// times opens a page as often as the benchmark asks for and reports how long that took.
func (b *browser) times(bm *testing.B, path string, n int) {
	bm.Helper()
	at, err := url.Parse(b.s.server.URL)
	b.s.must(err)
	var took []time.Duration
	for bm.Loop() {
		r := httptest.NewRequest(http.MethodGet, b.s.server.URL+path, nil)
		for _, c := range b.c.Jar.Cookies(at) {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		start := time.Now()
		b.s.pages.ServeHTTP(w, r)
		took = append(took, time.Since(start))
		if rows := strings.Count(w.Body.String(), `href="/perkara/pkr_`); w.Code != http.StatusOK || rows < 20 {
			bm.Fatalf("%s with %d cases: %d, %d rows", path, n, w.Code, rows)
		}
	}
	slices.Sort(took)
	for _, q := range []float64{0.5, 0.99} {
		bm.ReportMetric(float64(took[int(q*float64(len(took)-1))].Microseconds())/1000, fmt.Sprintf("p%.0f-ms", q*100))
	}
}

// days of the crowd's clocks: the last three run, the others ran out.
const (
	runningDays = 3
	lateDays    = 60
)

// crowd enters n cases. One case of each day, stage and post goes through the law's procedure; the
// others are copies of its rows, made by the database itself: a hundred thousand operations would
// take an hour and read the same. The log knows nothing of the copies.
func (s *site) crowd(b *testing.B, n int) {
	b.Helper()
	who := rambu.System(bawaslu, area)
	posts := []string{"ketua", "anggota-1", "penanganan-pelanggaran"}
	made := 0
	for day := range lateDays {
		last := n * 9 / 10 / runningDays // of one day
		if day >= runningDays {
			last = n / 10 / (lateDays - runningDays)
		}
		on := rambu.DateOf(monday).AddDays(-day)
		for i := range 2 * len(posts) {
			k := max(1, last/(2*len(posts)))
			made += k
			s.model(b, who, fmt.Sprintf("pkr_m%02d%d", day, i), bawaslu+"/"+posts[i/2], on, i%2 == 1, k)
		}
	}
	if made < n*9/10 {
		b.Fatalf("%d cases of %d were made", made, n)
	}
	s.exec(b, `INSERT INTO casefile_officer (id, institution, region, casefile, account, post, since, until, ended, op, version)
		SELECT 'ptg_' || id, institution, region, id, 'akn_lain', owner, '2024-10-01', '', '', 'uji', 1 FROM casefile_case`)
	s.exec(b, `INSERT INTO casefile_officer (id, institution, region, casefile, account, post, since, until, ended, op, version)
		SELECT 'ptg_k_' || k.id, k.institution, k.region, k.id, a.id, k.owner, '2024-10-01', '', '', 'uji', 1
		FROM casefile_case k, access_account a WHERE a.login = $1 ORDER BY k.id LIMIT 20`, "ketua@"+bawaslu)
	if s.in.Config.Source != "" {
		s.exec(b, `ANALYZE`) // as its autovacuum does of itself after such a load
	}
}

// model enters a case by the law's steps and copies it until there are k.
func (s *site) model(b *testing.B, who rambu.Actor, id, owner string, on rambu.Date, registered bool, k int) {
	b.Helper()
	state, run := "kajian_awal", ""
	_, err := s.in.Log.Do(who, "bench", func(op *ledger.Op) error {
		r, err := s.in.Procedure.Start(op, procedure.StartIn{Procedure: "bawaslu-pilkada", Object: id, Initial: "diterima", Owner: owner, On: on})
		if err != nil {
			return err
		}
		run = r.ID
		r, err = s.in.Procedure.Move(op, r, procedure.MoveIn{To: state, On: on})
		if err != nil || !registered {
			return err
		}
		state = "diregister"
		_, err = s.in.Procedure.Move(op, r, procedure.MoveIn{To: state, On: on})
		return err
	})
	s.must(err)
	at := on.Time(time.UTC).UnixMicro()
	counter := fmt.Sprintf(`WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d) `, k)
	s.exec(b, `INSERT INTO intake_report (id, institution, region, door, state, received_at, sign_by, signed_on, next_on, casefile, lookup, digest,
			lodged_op, noted, reporter_key, owner_key, body_key, body, identity_owner, identity_key, identity, op, version)
		`+counter+`SELECT 'lap_' || $1 || n, $2, $3, 'informasi-awal', 'diregister', $4, '', '', '', $1 || '_' || n, $1 || n, $5, '', 1, $5, '', $5, $5, '', $5, $5, 'uji', 1 FROM c`,
		id, bawaslu, area, at, make([]byte, 1000))
	s.exec(b, `INSERT INTO casefile_case (id, institution, region, origin, report, state, pack, act_class, act_date, received_on, register,
			registered_on, owner, letter, follow_up, created_at, changed_at, key_id, wrapped, body, op, version)
		`+counter+`SELECT CASE n WHEN 1 THEN $1 ELSE $1 || '_' || n END, $2, $3, 'laporan', 'lap_' || $1 || n, $4, '', 'disiplin', $5, $5, '',
			'', $6, '', '', CAST($7 AS bigint) + n, CAST($7 AS bigint) + n, '', $8, $8, 'uji', 1 FROM c`,
		id, bawaslu, area, state, string(on), owner, at, make([]byte, 1000))
	copies := strings.Replace(counter, "SELECT 1 UNION", "SELECT 2 UNION", 1)
	if k == 1 {
		return
	}
	s.exec(b, `INSERT INTO procedure_run (id, institution, region, procedure, pack, object, owner, state, since, ended, op, version)
		`+copies+`SELECT r.id || n, r.institution, r.region, r.procedure, r.pack, r.object || '_' || n, r.owner, r.state, r.since, r.ended, 'uji', 1
		FROM c, procedure_run r WHERE r.id = $1`, run)
	s.exec(b, `INSERT INTO procedure_clock (id, institution, region, run, object, procedure, rule, owner, start_on, start_at, status, ended_on, wound_at,
			suspensions, op, version)
		`+copies+`SELECT k.id || n, k.institution, k.region, k.run || n, k.object || '_' || n, k.procedure, k.rule, k.owner, k.start_on, k.start_at,
			k.status, k.ended_on, k.wound_at, k.suspensions, 'uji', 1 FROM c, procedure_clock k WHERE k.run = $1`, run)
	s.exec(b, `INSERT INTO procedure_running (clock, institution, owner, bucket)
		`+copies+`SELECT r.clock || n, r.institution, r.owner, r.bucket FROM c, procedure_running r
		WHERE r.clock IN (SELECT k.id FROM procedure_clock k WHERE k.run = $1)`, run)
	s.exec(b, `UPDATE procedure_tally SET clocks = clocks + $1 WHERE institution = $2 AND owner = $3 AND due_on IN (
		SELECT d.due_on FROM procedure_due d JOIN procedure_running r ON r.bucket = d.bucket JOIN procedure_clock k ON k.id = r.clock WHERE k.run = $4)`,
		k-1, bawaslu, owner, run)
}

func (s *site) exec(b *testing.B, query string, args ...any) {
	b.Helper()
	s.must(s.in.DB.Write(func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }))
}
