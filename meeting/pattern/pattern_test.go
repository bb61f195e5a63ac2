package pattern_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"rambu.id/meeting/pattern"
)

// government is a simulated one: posts in four groups, each with a habit of its own.
type government struct {
	rng    *rand.Rand
	habits []float64
	groups []string
}

func newGovernment(seed uint64, posts int, low, high float64) *government {
	g := &government{rng: rand.New(rand.NewPCG(seed, 7))} // the same each time
	for p := range posts {
		g.habits = append(g.habits, low+(high-low)*g.rng.Float64())
		g.groups = append(g.groups, fmt.Sprint("kelompok ", p%4))
	}
	return g
}

// meet holds meetings: most posts are expected, each misses by its habit, and `together` posts
// stay away from the last meeting by agreement.
func (g *government) meet(meetings, together int) pattern.Data {
	d := pattern.Data{Groups: g.groups}
	chosen := g.rng.Perm(len(g.habits))[:together]
	for p, habit := range g.habits {
		row := make([]pattern.Cell, meetings)
		for m := range row {
			switch {
			case g.rng.Float64() < 0.05:
				row[m] = pattern.NotExpected
			case g.rng.Float64() < habit:
				row[m] = pattern.Missing
			default:
				row[m] = pattern.Came
			}
		}
		for _, c := range chosen {
			if c == p {
				row[meetings-1] = pattern.Missing
			}
		}
		d.Cells = append(d.Cells, row)
	}
	return d
}

// alarms counts the runs in which any finding stands, and those in which one of the last meeting
// does.
func alarms(t *testing.T, runs, posts, meetings, together int, low, high float64) (any, last int) {
	t.Helper()
	for seed := range runs {
		found, err := pattern.Test(newGovernment(uint64(seed), posts, low, high).meet(meetings, together))
		if err != nil {
			t.Fatal(err)
		}
		if found[0].Stands {
			any++
		}
		for _, f := range found {
			if f.Stands && f.Meeting == meetings-1 {
				last++
				break
			}
		}
	}
	return any, last
}

// Where nobody agreed on anything, one run in twenty at most raises an alarm, also when the
// habits of the posts differ widely.
func TestFalseAlarmsStayBelowTheLevel(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of simulated meetings in one goroutine: nothing for the race detector")
	}
	t.Parallel()
	const runs = 2000
	bound := pattern.Level + 3*math.Sqrt(pattern.Level*(1-pattern.Level)/runs) // three standard errors
	for _, c := range []struct {
		posts, meetings int
		low, high       float64
	}{{60, 12, 0.02, 0.15}, {60, 12, 0.01, 0.5}, {20, 6, 0.05, 0.3}} {
		got, _ := alarms(t, runs, c.posts, c.meetings, 0, c.low, c.high)
		if rate := float64(got) / runs; rate > bound {
			t.Errorf("%+v: %.3f of the runs raise an alarm, want at most %.3f", c, rate, bound)
		}
	}
}

// powerTable is what the handbook prints: how often a number of posts that stay away together is
// seen.
func powerTable(t *testing.T) []string {
	t.Helper()
	const runs = 400
	var out []string
	for _, together := range []int{0, 4, 6, 8, 10, 12, 16, 20} {
		_, last := alarms(t, runs, 60, 12, together, 0.02, 0.15)
		out = append(out, fmt.Sprintf("| %d dari 60 | %d %% |", together, int(math.Round(100*float64(last)/runs))))
	}
	return out
}

// The handbook's power curve is the one these simulations give.
func TestHandbookPowerCurve(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of simulated meetings in one goroutine: nothing for the race detector")
	}
	t.Parallel()
	page, err := os.ReadFile("../../docs/handbook/rapat.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range powerTable(t) {
		if !strings.Contains(string(page), line) {
			t.Errorf("docs/handbook/rapat.md does not have the line %q", line)
		}
	}
}

// A shared cause that nobody agreed on, a flood or another duty, raises the same alarm: the test
// sees togetherness, not intent.
func TestItCannotTellAgreementFromAFlood(t *testing.T) {
	t.Parallel()
	g := newGovernment(1, 60, 0.02, 0.1)
	d := g.meet(12, 0)
	for p := range 20 { // the road to the first twenty is under water
		d.Cells[p][5] = pattern.Missing
	}
	found, err := pattern.Test(d)
	if err != nil {
		t.Fatal(err)
	}
	if f := found[0]; !f.Stands || f.Meeting != 5 {
		t.Errorf("most striking is %+v, want meeting 5", f)
	}
}

// Small cases by hand.
func TestAgainstCountsByHand(t *testing.T) {
	t.Parallel()
	// Ten posts, six meetings, each post misses one; eight of them the same.
	d := pattern.Data{}
	for p := range 10 {
		row := []pattern.Cell{pattern.Came, pattern.Came, pattern.Came, pattern.Came, pattern.Came, pattern.Came}
		row[map[bool]int{true: 2, false: 4}[p < 8]] = pattern.Missing
		d.Cells, d.Groups = append(d.Cells, row), append(d.Groups, "semua")
	}
	found, err := pattern.Test(d)
	if err != nil {
		t.Fatal(err)
	}
	// P(8 or more of 10 by 1/6 each) = C(10,8)(1/6)^8(5/6)^2 + 10(1/6)^9(5/6) + (1/6)^10
	want := 45*math.Pow(1./6, 8)*math.Pow(5./6, 2) + 10*math.Pow(1./6, 9)*(5./6) + math.Pow(1./6, 10)
	if f := found[0]; f.Meeting != 2 || f.Missing != 8 || math.Abs(f.P-want) > 1e-12 || math.Abs(f.Usual-10./6) > 1e-12 {
		t.Errorf("got %+v, want P %g", f, want)
	}
	if f := found[0]; math.Abs(f.Adjusted-6*want) > 1e-12 || !f.Stands || f.Size() != pattern.Many {
		t.Errorf("adjusted %g, want six times %g; size %s", f.Adjusted, want, f.Size())
	}
	if len(found) != 6 {
		t.Errorf("%d tests, want one for each meeting: the only group has no rest to compare with", len(found))
	}
}

// With equal habits the group test is the hypergeometric one.
func TestGroupsAreHypergeometricUnderEqualHabits(t *testing.T) {
	t.Parallel()
	d := pattern.Data{}
	for p := range 12 {
		row := make([]pattern.Cell, 6)
		for m := range row {
			row[m] = pattern.Came
		}
		group := "lain"
		if p < 4 {
			group, row[0] = "camat", pattern.Missing
		} else {
			row[1+p%5] = pattern.Missing
		}
		d.Cells, d.Groups = append(d.Cells, row), append(d.Groups, group)
	}
	found, err := pattern.Test(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Meeting == 0 && f.Group == "camat" {
			if want := 1.0 / 495; math.Abs(f.P-want) > 1e-12 { // 4 of 4 among 4 drawn from 12: 1/C(12,4)
				t.Errorf("P %g, want %g", f.P, want)
			}
			return
		}
	}
	t.Error("the group was not tested")
}

func TestTooLittleAndNoShape(t *testing.T) {
	t.Parallel()
	_, err := pattern.Test(newGovernment(1, 9, 0, 0.1).meet(12, 0))
	if !errors.Is(err, pattern.ErrTooLittle) {
		t.Errorf("nine posts: %v", err)
	}
	_, err = pattern.Test(newGovernment(1, 20, 0, 0.1).meet(5, 0))
	if !errors.Is(err, pattern.ErrTooLittle) {
		t.Errorf("five meetings: %v", err)
	}
	_, err = pattern.Test(pattern.Data{})
	if !errors.Is(err, pattern.ErrTooLittle) {
		t.Errorf("nothing: %v", err)
	}
	d := newGovernment(1, 20, 0, 0.1).meet(8, 0)
	d.Groups = d.Groups[1:]
	if _, err = pattern.Test(d); err == nil || errors.Is(err, pattern.ErrTooLittle) {
		t.Errorf("a group missing: %v", err)
	}
	d = newGovernment(1, 20, 0, 0.1).meet(8, 0)
	d.Cells[3] = d.Cells[3][1:]
	if _, err = pattern.Test(d); err == nil || errors.Is(err, pattern.ErrTooLittle) {
		t.Errorf("a short row: %v", err)
	}
}

func BenchmarkTest(b *testing.B) {
	d := newGovernment(1, 300, 0.02, 0.15).meet(24, 0)
	for b.Loop() {
		_, err := pattern.Test(d)
		if err != nil {
			b.Fatal(err)
		}
	}
}
