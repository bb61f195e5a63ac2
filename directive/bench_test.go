package directive_test

import (
	"strconv"
	"testing"

	"rambu.id/directive"
	"rambu.id/internal/db/dbtest"
)

// audiences are the sizes measured: a regency's villages, a province's, and a million, which lies
// in no table.
func audiences() []int { return []int{260, 10_000, 1_000_000} }

func benchWorld(b *testing.B, n int) *world {
	b.Helper()
	w := newWorld(b, dbtest.SQLite(b))
	w.Audience = crowd{n}
	return w
}

// Sending: one directive written, signed and in force.
func BenchmarkSend(b *testing.B) {
	for _, n := range audiences() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			w := benchWorld(b, n)
			drafts := make([]string, b.N)
			for i := range drafts {
				var err error
				drafts[i], err = w.Draft(b.Context(), w.sekda, three())
				w.Must(err)
			}
			b.ResetTimer()
			for _, id := range drafts {
				w.Must(w.Send(b.Context(), w.sekda, directive.SendIn{ID: id, Version: 1}))
			}
		})
	}
}

// Coverage with a quarter of the addressees answered, up to 2,500 answers.
func BenchmarkCoverage(b *testing.B) {
	for _, n := range audiences() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			w := benchWorld(b, n)
			id := w.sent(w.sekda, three())
			for i := range min(n/4, 2500) {
				who := w.camat1
				who.Post = crowd{n}.at(i).Post
				w.Must(w.Acknowledge(b.Context(), who, id))
			}
			for b.Loop() {
				_, err := w.Coverage(b.Context(), w.sekda, id)
				w.Must(err)
			}
		})
	}
}

// Tiles of 260 villages from the roster's posts, as the coverage page asks for them.
func BenchmarkTiles(b *testing.B) {
	w := benchWorld(b, 260)
	id := w.sent(w.sekda, three())
	for b.Loop() {
		tiles, err := w.Tiles(b.Context(), w.sekda, id)
		w.Must(err)
		if len(tiles) != 260 {
			b.Fatalf("%d tiles", len(tiles))
		}
	}
}

// The short link: opened under its secret, and acknowledged with the code of a post.
func BenchmarkByLink(b *testing.B) {
	w := newWorld(b, dbtest.SQLite(b))
	id := w.sent(w.sekda, three())
	o, err := w.Get(b.Context(), w.sekda, id)
	w.Must(err)
	codes, err := w.IssueCodes(b.Context(), w.camat1, nil)
	w.Must(err)
	for b.Loop() {
		_, err = w.AcknowledgeByCode(b.Context(), directive.CodeIn{Short: o.Body.Short, Code: codes[0].Code})
		w.Must(err)
	}
}
