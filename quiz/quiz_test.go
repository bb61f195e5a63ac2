package quiz_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/law"
	"rambu.id/quiz"
)

func pack(t *testing.T) *law.Pack {
	t.Helper()
	p, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func acts(sheet []quiz.Question) []string {
	var out []string
	for _, q := range sheet {
		out = append(out, q.Act+" "+q.Part)
	}
	return out
}

// A printed sheet and the key printed next week are of the same questions.
func TestASheetFollowsFromItsSeed(t *testing.T) {
	t.Parallel()
	p := pack(t)
	one, again := quiz.Sheet(p, quiz.Order{Seed: "2024-10-07", Subject: "pns"}), quiz.Sheet(p, quiz.Order{Seed: "2024-10-07", Subject: "pns"})
	if diff := cmp.Diff(acts(one), acts(again)); diff != "" {
		t.Errorf("the same seed gives other questions: %s", diff)
	}
	other := quiz.Sheet(p, quiz.Order{Seed: "2024-10-14", Subject: "pns"})
	if cmp.Equal(acts(one), acts(other)) {
		t.Error("next week's sheet is this week's")
	}
}

// Every class gets a sheet that nobody passes by always giving the same answer, and its answers
// are the ones of "Bolehkah saya?".
func TestEveryClassGetsAFairSheet(t *testing.T) {
	t.Parallel()
	p := pack(t)
	for _, s := range p.Subjects() {
		sheet := quiz.Sheet(p, quiz.Order{Seed: "apel", Subject: s.ID})
		if len(sheet) != quiz.Usual {
			t.Errorf("%s: %d questions", s.ID, len(sheet))
		}
		count, seen := map[law.Verdict]int{}, map[string]bool{}
		for _, q := range sheet {
			count[q.Verdict]++
			if seen[q.Act] {
				t.Errorf("%s: asked twice about %s", s.ID, q.Act)
			}
			seen[q.Act] = true
			a, err := p.MayI(q.Question)
			if err != nil || a.Verdict != q.Verdict || !q.Right(a.Verdict) {
				t.Errorf("%s: the key says %s, the law %s (%v)", s.ID, q.Verdict, a.Verdict, err)
			}
		}
		for v, n := range count {
			if n == len(sheet) {
				t.Errorf("%s: every answer is %s", s.ID, v)
			}
		}
	}
}

func TestTheSizeOfASheet(t *testing.T) {
	t.Parallel()
	p := pack(t)
	for _, tc := range []struct{ asked, want int }{{0, quiz.Usual}, {-3, quiz.Usual}, {3, 3}, {quiz.Most, quiz.Most}, {1000, quiz.Most}} {
		if got := len(quiz.Sheet(p, quiz.Order{Seed: "x", Subject: "pns", Count: tc.asked})); got != tc.want {
			t.Errorf("%d questions asked for: %d", tc.asked, got)
		}
	}
	if got := quiz.Sheet(p, quiz.Order{Seed: "x", Subject: "robot"}); len(got) != 0 {
		t.Errorf("a class nobody knows gets %v", acts(got))
	}
}
