package law

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

func TestHolidays(t *testing.T) {
	p := mustDefault(t)
	count := map[HolidayKind]map[string]int{National: {}, JointDays: {}}
	byDate := map[rambu.Date]Holiday{}
	for _, h := range p.Holidays() {
		count[h.Kind][string(h.Date[:4])]++
		byDate[h.Date] = h
		if !h.Announced.Valid() || h.Regulation == "" || h.Conf == "" {
			t.Errorf("%s: announced %q, regulation %q, conf %q", h.Date, h.Announced, h.Regulation, h.Conf)
		}
	}
	want := map[HolidayKind]map[string]int{National: {"2024": 19, "2025": 17}, JointDays: {"2024": 10, "2025": 11}}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Error(diff)
	}
	for d, want := range map[rambu.Date]rambu.Date{"2024-11-27": "2024-11-21", "2024-12-25": "2023-09-12", "2025-08-18": "2025-08-07", "2025-12-25": "2024-10-14"} {
		if got := byDate[d].Announced; got != want {
			t.Errorf("%s announced %s, want %s", d, got, want)
		}
	}
	if got := byDate["2024-11-27"].Regulation; got != "keppres-33-2024" {
		t.Errorf("voting day by %s", got)
	}
	if diff := cmp.Diff([]int{2024, 2025}, p.HolidayYearsComplete()); diff != "" {
		t.Error(diff)
	}
}

func TestStageOn(t *testing.T) {
	p := mustDefault(t)
	for day, want := range map[rambu.Date]string{"2024-09-22": "penetapan", "2024-10-07": "kampanye", "2024-11-22": "kampanye", "2024-11-24": "masa-tenang", "2024-11-27": "pemungutan", "2025-02-20": "pelantikan"} {
		var ids []string
		for _, s := range p.StageOn(day) {
			ids = append(ids, s.ID)
		}
		found := false
		for _, id := range ids {
			found = found || id == want
		}
		if !found {
			t.Errorf("%s: %v, want %s among them", day, ids, want)
		}
	}
	if got := p.StageOn("2026-01-01"); len(got) != 0 {
		t.Errorf("stages on a day after all: %v", got)
	}
	if got := p.StageOn("tomorrow"); len(got) != 0 {
		t.Errorf("stages on no day: %v", got)
	}
}

func TestWindow(t *testing.T) {
	w, ok := mustDefault(t).Window("celah-kasn-bkn")
	if !ok || w.From != "2024-08-24" || w.To != "2024-09-03" {
		t.Errorf("window %+v, %t", w, ok)
	}
}

func TestZoneOfEveryProvince(t *testing.T) {
	p := mustDefault(t)
	// The 38 official codes of 2024.
	codes := []string{
		"11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "51", "52", "53",
		"61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82", "91", "92", "93", "94", "95", "96",
	}
	for _, code := range codes {
		z, ok := p.Zone(code)
		if !ok {
			t.Errorf("province %s lies in no zone", code)
			continue
		}
		loc, err := time.LoadLocation(z.IANA)
		if err != nil {
			t.Fatal(err)
		}
		if _, offset := rambu.Date("2024-11-27").Time(loc).Zone(); offset != z.UTCOffset*3600 {
			t.Errorf("%s is %d hours off, the pack says %d", z.IANA, offset/3600, z.UTCOffset)
		}
	}
	for code, want := range map[string]string{"18": "WIB", "18.01": "WIB", "61.71": "WIB", "51.03.02": "WITA", "94": "WIT"} {
		if z, _ := p.Zone(code); z.Letters != want {
			t.Errorf("Zone(%s) = %s, want %s", code, z.Letters, want)
		}
	}
	for _, code := range []string{"", "1", "99", "1801", "x"} {
		if z, ok := p.Zone(code); ok {
			t.Errorf("Zone(%q) = %s", code, z.Letters)
		}
	}
}

// The examples are counted here by the plainest loop, so that a wrong holiday or a wrong result
// in the pack shows, whatever the calendar package does.
func TestWorkedExamples(t *testing.T) {
	p := mustDefault(t)
	for _, e := range p.WorkedExamples() {
		free := map[rambu.Date]bool{}
		for _, h := range p.Holidays() {
			free[h.Date] = e.KnownOn == "" || h.Announced <= e.KnownOn
		}
		day, left := e.Start, e.Count
		if e.StartIsOne {
			left--
		}
		for left > 0 {
			day = day.AddDays(1)
			weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
			if e.Unit == CalendarDays || !weekend && !free[day] {
				left--
			}
		}
		if day != e.Result {
			t.Errorf("%s: counted %s, the pack says %s", e.ID, day, e.Result)
		}
	}
}

func TestOpenPointsHeaviestFirst(t *testing.T) {
	points := mustDefault(t).OpenPoints()
	if len(points) < 13 {
		t.Fatalf("%d open points", len(points))
	}
	for i, o := range points {
		if o.Weight != i+1 {
			t.Errorf("%s has weight %d in place %d", o.ID, o.Weight, i+1)
		}
	}
}

// Who votes is a right, never a record: only soldiers and police may not (UU 2/2002 Pasal 28).
func TestSubjects(t *testing.T) {
	for _, s := range mustDefault(t).Subjects() {
		if want := s.ID != "tni" && s.ID != "polri"; s.MayVote != want {
			t.Errorf("%s may vote: %t", s.ID, s.MayVote)
		}
	}
	s, ok := mustDefault(t).Subject("lurah")
	if !ok || !s.IsASN || s.Base != "pns" || s.SupervisorRole != RoleSupervisor {
		t.Errorf("lurah: %+v, %t", s, ok)
	}
}
