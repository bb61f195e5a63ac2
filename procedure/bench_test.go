package procedure_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// filled makes a service with n running clocks, through operations of 1,000 each.
func filled(b *testing.B, n int) (*procedure.Service, *clock.Practice, rambu.Actor) {
	b.Helper()
	pack, err := law.Default()
	if err != nil {
		b.Fatal(err)
	}
	c := clock.NewFrozen(at("2024-11-11", 9))
	log, err := ledger.Open(b.Context(), ledger.Config{DB: dbtest.SQLite(b), Clock: c, Origin: "rambu.id/uji", KeyFile: filepath.Join(b.TempDir(), "log.key")})
	if err != nil {
		b.Fatal(err)
	}
	s, err := procedure.Open(b.Context(), procedure.Config{Log: log, Pack: pack})
	if err != nil {
		b.Fatal(err)
	}
	who := rambu.Actor{Account: "akn_a", Institution: "bawaslu.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleAdmin}}
	for from := 0; from < n; from += 1000 {
		if from%10_000 == 0 { // as a queue grows: over ten working days
			err = c.MoveTo(at("2024-11-11", 9).AddDate(0, 0, from*10/n))
			if err != nil {
				b.Fatal(err)
			}
		}
		_, err = log.Do(who, "bench", func(op *ledger.Op) error {
			for i := range min(1000, n-from) {
				_, err := s.Start(op, procedure.StartIn{Procedure: "rekomendasi-asn", Object: fmt.Sprintf("dsp_%d", from+i), Initial: "diterima_ppk", Owner: "jab_a"})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return s, c, who
}

// BenchmarkRederive moves every running clock over a newly announced holiday; ns/clock should
// not grow with their number.
func BenchmarkRederive(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("clocks=%d", n), func(b *testing.B) {
			s, c, _ := filled(b, n)
			err := c.MoveTo(at("2024-11-21", 9))
			if err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			start := time.Now()
			moved := 0
			for b.Loop() {
				m, err := s.Refresh(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				if moved == 0 {
					moved = m
					b.ReportMetric(time.Since(start).Seconds(), "s/first")
				}
			}
			if moved != n {
				b.Fatalf("%d moved, want %d", moved, n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/clock")
		})
	}
}
