// Package pattern asks whether the unexplained absences of one meeting are more, or lie closer
// together in one group of posts, than the habits of the same government explain. It is pure: it
// knows posts and meetings as numbers, keeps nothing, and says nothing about intent.
//
// The null hypothesis is that each post misses meetings as often as it does, and that which ones
// it misses is chance, independently of the others: a permutation of each post's absences over
// the meetings it was expected at. Under it a post with k absences in n meetings misses a given
// one with probability k/n, so the number missing in a meeting is a sum of independent yes-no
// draws. Its distribution is computed exactly by convolution; no draw is sampled and no
// approximation made. For a group the number is taken as given, and the share of the group in it
// has an exact conditional distribution, so a group that is always absent more is compared with
// its own habit.
//
// Every meeting and every group of it is a test. Holm's method holds the probability of one or
// more false alarms in the whole family below the level, whatever the dependence between them.
package pattern

import (
	"cmp"
	"errors"
	"slices"
)

// Cell is one post in one meeting.
type Cell uint8

// What a cell can be.
const (
	NotExpected Cell = iota // not invited, vacant, away with a reason, or not reached
	Came                    // in person or by a stand-in
	Missing                 // nobody, and no clear reason
)

// Data is what is tested. Cells[p][m] is post p in meeting m; Groups[p] is the group of post p,
// chosen before anybody looked at the absences.
type Data struct {
	Groups []string
	Cells  [][]Cell
}

// Below these numbers no test is run: a habit cannot be told from three meetings.
const (
	MinMeetings = 6
	MinPosts    = 10
	minGroup    = 3 // posts expected, in the group and outside it
)

// ErrTooLittle says that there are too few meetings or posts to compare with.
var ErrTooLittle = errors.New("too few meetings or posts")

// Level is the probability of any false alarm among all tests of one run that is accepted.
const Level = 0.05

// Finding is one test: of a whole meeting, or of one group in it.
type Finding struct {
	Meeting  int
	Group    string  // "" is the whole meeting
	Missing  int     // unexplained absences
	Expected int     // posts that were expected
	Usual    float64 // unexplained absences that the habit would give
	P        float64 // of as many or more by chance alone
	Adjusted float64 // P after Holm
	Stands   bool    // Adjusted is at most Level
}

// Size is how far a number is from its habit, for words.
type Size string

// The closed list of sizes.
const (
	Similar Size = "serupa"     // below one and a half times
	More    Size = "lebih"      // up to two times
	Much    Size = "jauh-lebih" // up to four times
	Many    Size = "berlipat"   // above
)

// Size says how many times the habit a finding is.
func (f Finding) Size() Size {
	ratio := float64(f.Missing) / max(f.Usual, 0.01)
	switch {
	case ratio < 1.5:
		return Similar
	case ratio < 2:
		return More
	case ratio < 4:
		return Much
	}
	return Many
}

// Test runs all tests of the data, most striking first. Errors: ErrTooLittle, or data of no shape.
func Test(d Data) ([]Finding, error) {
	err := d.check()
	if err != nil {
		return nil, err
	}
	rate := d.rates()
	var out []Finding
	for m := range d.Cells[0] {
		out = append(out, d.meeting(m, rate)...)
	}
	holm(out)
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(a.P, b.P) })
	return out, nil
}

func (d Data) check() error {
	if len(d.Cells) != len(d.Groups) {
		return errors.New("a group for each post is needed")
	}
	if len(d.Cells) < MinPosts || len(d.Cells[0]) < MinMeetings {
		return ErrTooLittle
	}
	for _, row := range d.Cells {
		if len(row) != len(d.Cells[0]) {
			return errors.New("rows of different length")
		}
	}
	return nil
}

// rates is how often each post is missing where it is expected.
func (d Data) rates() []float64 {
	out := make([]float64, len(d.Cells))
	for p, row := range d.Cells {
		missing, expected := 0, 0
		for _, c := range row {
			switch c {
			case Missing:
				missing++
				expected++
			case Came:
				expected++
			case NotExpected:
			}
		}
		if expected > 0 {
			out[p] = float64(missing) / float64(expected)
		}
	}
	return out
}

// side is the posts of one side of a comparison in one meeting.
type side struct {
	missing, expected int
	usual             float64
	dist              []float64 // dist[n]: n of them missing by chance
}

func newSide() side { return side{dist: []float64{1}} }

// add takes one post in: the convolution with its yes-no draw.
func (s *side) add(c Cell, rate float64) {
	if c == NotExpected {
		return
	}
	s.expected++
	s.usual += rate
	if c == Missing {
		s.missing++
	}
	s.dist = append(s.dist, 0)
	for n := len(s.dist) - 1; n > 0; n-- {
		s.dist[n] = s.dist[n]*(1-rate) + s.dist[n-1]*rate
	}
	s.dist[0] *= 1 - rate
}

// meeting tests one meeting as a whole and each of its groups.
func (d Data) meeting(m int, rate []float64) []Finding {
	whole := newSide()
	names := []string{}
	for p, row := range d.Cells {
		whole.add(row[m], rate[p])
		if !slices.Contains(names, d.Groups[p]) {
			names = append(names, d.Groups[p])
		}
	}
	out := []Finding{{
		Meeting: m, Missing: whole.missing, Expected: whole.expected, Usual: whole.usual, P: tail(whole.dist, whole.missing),
	}}
	for _, g := range names {
		in, rest := newSide(), newSide()
		for p, row := range d.Cells {
			if d.Groups[p] == g {
				in.add(row[m], rate[p])
			} else {
				rest.add(row[m], rate[p])
			}
		}
		if in.expected < minGroup || rest.expected < minGroup {
			continue
		}
		out = append(out, Finding{
			Meeting: m, Group: g, Missing: in.missing, Expected: in.expected,
			Usual: share(in, rest), P: conditional(in, rest),
		})
	}
	return out
}

// tail is the probability of n or more.
func tail(dist []float64, n int) float64 {
	sum := 0.0
	for k := len(dist) - 1; k >= n; k-- { // small ones first
		sum += dist[k]
	}
	return min(1, sum)
}

// given is the probability that a of the total lie in the group, before it is divided by that of
// the total.
func given(in, rest side, a int) float64 {
	b := in.missing + rest.missing - a
	if a < 0 || b < 0 || a >= len(in.dist) || b >= len(rest.dist) {
		return 0
	}
	return in.dist[a] * rest.dist[b]
}

// conditional is the probability that, of the total number missing, as many or more lie in the
// group.
func conditional(in, rest side) float64 {
	total, upper := 0.0, 0.0
	for a := in.missing + rest.missing; a >= 0; a-- {
		p := given(in, rest, a)
		total += p
		if a >= in.missing {
			upper += p
		}
	}
	if total == 0 {
		return 1
	}
	return min(1, upper/total)
}

// share is how many of the total number missing would lie in the group by habit.
func share(in, rest side) float64 {
	total, sum := 0.0, 0.0
	for a := in.missing + rest.missing; a >= 0; a-- {
		p := given(in, rest, a)
		total += p
		sum += float64(a) * p
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// holm adjusts the probabilities of the whole family (Holm 1979): step down from the smallest.
func holm(all []Finding) {
	order := make([]int, len(all))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[a].P, all[b].P) })
	highest := 0.0
	for rank, n := range order {
		highest = max(highest, min(1, all[n].P*float64(len(all)-rank)))
		all[n].Adjusted = highest
		all[n].Stands = highest <= Level
	}
}
