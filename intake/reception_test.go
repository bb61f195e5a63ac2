package intake_test

import (
	"testing"
	"time"

	"rambu.id/intake"
)

// The office receives reporters in the hours of the law, and round the clock in its quiet days: by
// the day of the region, so that the window begins two hours earlier in Papua than in Lampung.
func TestReceptionHours(t *testing.T) {
	t.Parallel()
	r := openFile(t)
	const wib, wita, wit = "18.01", "51.03", "91.03"
	for _, c := range []struct {
		local  string // in the region's own time
		region string
		want   bool
	}{
		{"2024-10-07 07:59", wib, false},
		{"2024-10-07 08:00", wib, true},
		{"2024-10-07 15:59", wib, true},
		{"2024-10-07 16:00", wib, false},
		{"2024-10-11 16:00", wib, true}, // Friday
		{"2024-10-11 16:29", wita, true},
		{"2024-10-11 16:30", wit, false},
		{"2024-10-12 10:00", wib, false}, // Saturday, Sunday
		{"2024-10-13 10:00", wit, false},
		{"2024-12-25 10:00", wib, false}, // Christmas and its joint leave
		{"2024-12-26 10:00", wita, false},
		{"2024-11-22 16:29", wib, true},
		{"2024-11-22 20:00", wib, false},
		{"2024-11-23 10:00", wita, false},
		{"2024-11-23 23:59", wib, false},
		{"2024-11-23 23:59", wita, false},
		{"2024-11-23 23:59", wit, false},
		{"2024-11-24 00:00", wib, true}, // Sunday
		{"2024-11-24 00:00", wita, true},
		{"2024-11-24 00:00", wit, true},
		{"2024-11-24 10:00", wib, true},
		{"2024-11-25 21:30", wita, true},
		{"2024-11-26 03:00", wit, true},
		{"2024-11-27 10:00", wib, true}, // voting day, a holiday
		{"2024-11-27 23:59", wib, true},
		{"2024-11-27 23:59", wita, true},
		{"2024-11-27 23:59", wit, true},
		{"2024-11-28 00:00", wib, false},
		{"2024-11-28 00:00", wita, false},
		{"2024-11-28 00:00", wit, false},
		{"2024-11-28 08:00", wib, true},
		{"2024-11-29 16:15", wit, true},
	} {
		offset := map[string]int{wib: 7, wita: 8, wit: 9}[c.region]
		at, err := time.ParseInLocation("2006-01-02 15:04", c.local, time.FixedZone("", offset*60*60))
		must(t, err)
		if got := r.desk.Receives(c.region, at.UTC()); got != c.want {
			t.Errorf("%s in %s: open %v, want %v", c.local, c.region, got, c.want)
		}
	}
	if got := r.desk.Reception(); !got.AlwaysOn("2024-11-24") || got.AlwaysOn("2024-11-28") || (intake.Reception{}).AlwaysOn("2024-11-24") {
		t.Errorf("days of 24 hours: %+v", got.Always)
	}
}

// The pack leaves open whether the day of knowledge is day 0 or day 1: both last days are told, as in its
// worked examples, and the earlier one is the safe one.
func TestTheSafeDayToLodge(t *testing.T) {
	t.Parallel()
	r := openFile(t)
	_, twoWays := r.desk.LodgeRule()
	by, safe, err := r.desk.LodgeBy(area, "2024-11-22")
	must(t, err)
	if !twoWays || by != "2024-11-29" || safe != "2024-11-28" {
		t.Errorf("by %s, safe %s, two ways %v", by, safe, twoWays)
	}
}
