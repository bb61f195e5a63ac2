package directive_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/directive"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/roster"
)

// crowd is an audience of any size that lies in no table: a hundred areas of n addressees.
type crowd struct{ n int }

var _ directive.Audience = crowd{}

func (c crowd) Reach(context.Context, directive.Scope) ([]directive.Count, error) {
	out := make([]directive.Count, 100)
	for i := range out {
		out[i] = directive.Count{Area: fmt.Sprintf("18.01.%02d", i), Class: roster.ClassVillageHead, N: c.n / 100}
	}
	return out, nil
}

func (c crowd) Posts(_ context.Context, _ directive.Scope, limit int) ([]directive.Addressee, error) {
	out := make([]directive.Addressee, min(limit, c.n))
	for i := range out {
		out[i] = c.at(i)
	}
	return out, nil
}

func (c crowd) at(i int) directive.Addressee {
	return directive.Addressee{
		Post: fmt.Sprintf("%s/desa/%07d", pemda, i), Title: "Kepala Desa", Superior: pemda + "/camat/1", Class: roster.ClassVillageHead,
		Area: fmt.Sprintf("18.01.%02d", i%100),
	}
}

func (c crowd) Find(_ context.Context, post string, scopes ...directive.Scope) (directive.Addressee, []bool, error) {
	var i int
	_, err := fmt.Sscanf(strings.TrimPrefix(post, pemda), "/desa/%07d", &i)
	reached := make([]bool, len(scopes))
	for s := range reached {
		reached[s] = err == nil && i < c.n
	}
	return c.at(i), reached, nil
}

// What sending writes does not grow with whom it reaches.
func TestSendingWritesTheSameRowsForAnyAudience(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		wrote := map[int]int{}
		for _, n := range []int{300, 10_000, 4_700_000} {
			w.Audience = crowd{n}
			before := rows(ctx, t, d)
			id := w.sent(w.sekda, three())
			wrote[n] = rows(ctx, t, d) - before
			c, err := w.Coverage(ctx, w.sekda, id)
			w.Must(err)
			if c.N != n || c.Done != 0 {
				t.Errorf("audience of %d: coverage counts %d of %d", n, c.Done, c.N)
			}
		}
		if diff := cmp.Diff(map[int]int{300: 1, 10_000: 1, 4_700_000: 1}, wrote); diff != "" {
			t.Errorf("rows by audience (-want +got)\n%s", diff)
		}
	})
}

// A rule reaches those below the post that orders, by office, class, unit and place.
func TestWhoARuleReaches(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	for _, c := range []struct {
		name, from string
		rule       directive.Rule
		want       string
	}{
		{"all heads", "sekda", everybody(), "camat/1 desa/11 desa/12 lurah/13 camat/2 desa/21"},
		{"villages of one district", "bupati", directive.Rule{{Class: roster.ClassVillageHead, Place: "18.01.01"}}, "desa/11 desa/12"},
		{"two parts that overlap", "sekda", directive.Rule{{Place: "18.01.02"}, {Office: roster.OfficeDistrictHead}}, "camat/1 camat/2 desa/21"},
		{"a camat reaches his own", "camat/2", everybody(), "desa/21"},
		{"a camat reaches no neighbour", "camat/2", directive.Rule{{Place: "18.01.01"}}, ""},
		{"a head of agency reaches no village", "disdik", everybody(), ""},
	} {
		got, err := w.Audience.Posts(t.Context(), directive.Scope{Institution: pemda, From: pemda + "/" + c.from, Rule: c.rule}, 100)
		w.Must(err)
		var posts []string
		n := 0
		for _, a := range got {
			posts = append(posts, strings.TrimPrefix(a.Post, pemda+"/"))
			_, reached, err := w.Audience.Find(t.Context(), a.Post, directive.Scope{Institution: pemda, From: pemda + "/" + c.from, Rule: c.rule})
			w.Must(err)
			if !reached[0] {
				t.Errorf("%s: %s is listed and not found", c.name, a.Post)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(posts, " ")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
		counts, err := w.Audience.Reach(t.Context(), directive.Scope{Institution: pemda, From: pemda + "/" + c.from, Rule: c.rule})
		w.Must(err)
		for _, count := range counts {
			n += count.N
		}
		if n != len(got) {
			t.Errorf("%s: %d counted, %d listed", c.name, n, len(got))
		}
	}
}

// Each form field says what is wrong with it.
func TestDraftsAreRefusedByField(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	for field, spoil := range map[string]func(*directive.DraftIn){
		"judul":          func(in *directive.DraftIn) { in.Title = " " },
		"butir-1":        func(in *directive.DraftIn) { in.Points = nil },
		"butir-2":        func(in *directive.DraftIn) { in.Points[1] = directive.Point{Source: "Rakor"} },
		"untuk":          func(in *directive.DraftIn) { in.Audience = directive.Rule{{}} },
		"dasar":          func(in *directive.DraftIn) { in.Basis = []string{"uu-5-1899 Pasal 2"} },
		"batas":          func(in *directive.DraftIn) { in.AckBy = "2024-10-06" },
		"penanda_tangan": func(in *directive.DraftIn) { in.Signer = other + "/bupati" },
		"nomor":          func(in *directive.DraftIn) { in.Number = strings.Repeat("9", 200) },
	} {
		in := three()
		spoil(&in)
		_, err := w.Draft(t.Context(), w.sekda, in)
		if got := fields(err); !cmp.Equal(got, []string{field}) {
			t.Errorf("%s: faults on %v", field, got)
		}
	}
}
