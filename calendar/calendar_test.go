package calendar

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // the tests must not depend on the machine's zone files

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

// The year-end 2024 holidays, with the dates they were announced.
var (
	votingDay = Holiday{Date: "2024-11-27", NameID: "Pemungutan suara Pilkada 2024", NameEN: "Pilkada voting day", Kind: "nasional", Announced: "2024-11-21", Regulation: "keppres-33-2024"}
	christmas = Holiday{Date: "2024-12-25", NameID: "Natal", NameEN: "Christmas", Kind: "nasional", Announced: "2023-09-12"}
	boxingDay = Holiday{Date: "2024-12-26", NameID: "Cuti bersama Natal", NameEN: "Collective leave, Christmas", Kind: CollectiveLeave, Announced: "2023-09-12"}
	newYear   = Holiday{Date: "2025-01-01", NameID: "Tahun Baru Masehi", NameEN: "New Year", Kind: "nasional", Announced: "2024-10-14"}
	lampung   = Holiday{Date: "2024-11-12", NameID: "Hari jadi daerah", NameEN: "Region's anniversary", Kind: "daerah", Region: "18", Announced: "2024-10-01"}
)

func zones(t testing.TB) map[string]Zone {
	t.Helper()
	all := map[string]Zone{}
	for province, z := range map[string][2]string{
		"": {"WIB", "Asia/Jakarta"}, "18": {"WIB", "Asia/Jakarta"}, "73": {"WITA", "Asia/Makassar"}, "91": {"WIT", "Asia/Jayapura"},
	} {
		loc, err := time.LoadLocation(z[1])
		if err != nil {
			t.Fatal(err)
		}
		all[province] = Zone{Letters: z[0], Location: loc}
	}
	return all
}

// small is a calendar of a few holidays written out above.
func small(t testing.TB) *Calendar {
	t.Helper()
	return build([]Holiday{votingDay, christmas, boxingDay, newYear, lampung}, zones(t), []int{2024, 2025})
}

func utc(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

func mustDue(t *testing.T, c *Calendar, q Query) Result {
	t.Helper()
	r, err := c.Due(q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestIsWorkingDay(t *testing.T) {
	c := small(t)
	tests := []struct {
		name    string
		region  string
		day     rambu.Date
		knownOn rambu.Date
		want    bool
	}{
		{"monday", "18.01", "2024-11-11", "", true},
		{"friday", "18.01", "2024-11-15", "", true},
		{"saturday", "18.01", "2024-11-16", "", false},
		{"sunday", "18.01", "2024-11-17", "", false},
		{"sunday before 1970", "18.01", "1969-12-28", "", false},
		{"monday before 1970", "18.01", "1969-12-29", "", true},
		{"national holiday", "18.01", "2024-12-25", "", false},
		{"cuti bersama", "18.01", "2024-12-26", "", false},
		{"voting day, today's knowledge", "18.01", "2024-11-27", "", false},
		{"voting day, day before the decree", "18.01", "2024-11-27", "2024-11-20", true},
		{"voting day, day of the decree", "18.01", "2024-11-27", "2024-11-21", false},
		{"regional holiday in the province", "18", "2024-11-12", "", false},
		{"regional holiday in a regency below", "18.01", "2024-11-12", "", false},
		{"regional holiday in a village below", "18.01.02.2001", "2024-11-12", "", false},
		{"regional holiday elsewhere", "73.71", "2024-11-12", "", true},
		{"code that only begins alike", "181", "2024-11-12", "", true},
		{"regional holiday before its announcement", "18.01", "2024-11-12", "2024-09-30", true},
		{"no such day", "18.01", "2024-11-31", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := c.IsWorkingDay(tt.region, tt.day, tt.knownOn); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestZones(t *testing.T) {
	c := small(t)
	at := utc(t, "2024-11-27T16:30:00Z")
	tests := []struct {
		region, letters string
		today           rambu.Date
	}{
		{"18.01", "WIB", "2024-11-27"},
		{"73.71.01", "WITA", "2024-11-28"},
		{"91", "WIT", "2024-11-28"},
		{"", "WIB", "2024-11-27"},
	}
	for _, tt := range tests {
		z, err := c.Zone(tt.region)
		if err != nil {
			t.Fatal(err)
		}
		if z.Letters != tt.letters || c.Today(tt.region, at) != tt.today {
			t.Errorf("region %q: %s, %s; want %s, %s", tt.region, z.Letters, c.Today(tt.region, at), tt.letters, tt.today)
		}
	}
	if _, err := c.Zone("99.01"); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("unknown province: got %v, want an Invalid error", err)
	}
	if got := c.Local("99.01", at).Format(time.TimeOnly); got != "23:30:00" {
		t.Errorf("unknown province shows %s, want the capital's 23:30:00", got)
	}
}

func TestWithHolidaysLeavesTheOldCalendar(t *testing.T) {
	old := build([]Holiday{christmas, boxingDay}, zones(t), []int{2024})
	extra := Holiday{Date: christmas.Date, NameID: "Libur kedua", Kind: "nasional"}
	next := old.WithHolidays(votingDay, extra)
	if !old.IsWorkingDay("18.01", votingDay.Date, "") || next.IsWorkingDay("18.01", votingDay.Date, "") {
		t.Error("the voting day must be off in the new calendar only")
	}
	want := []Holiday{votingDay, christmas, extra, boxingDay}
	if diff := cmp.Diff(want, next.Holidays("18.01", "2024-01-01", "2024-12-31")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Holiday{christmas, boxingDay}, old.Holidays("18.01", "", "")); diff != "" {
		t.Error(diff)
	}
}

func TestHolidayValidate(t *testing.T) {
	tests := []struct {
		name  string
		edit  func(*Holiday)
		field string
	}{
		{"good", func(*Holiday) {}, ""},
		{"unknown announcement", func(h *Holiday) { h.Announced = "" }, ""},
		{"no such day", func(h *Holiday) { h.Date = "2024-02-30" }, "date"},
		{"no name", func(h *Holiday) { h.NameID = " " }, "name"},
		{"announcement is no day", func(h *Holiday) { h.Announced = "kemarin" }, "announced"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := votingDay
			tt.edit(&h)
			err := h.Validate()
			if tt.field == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			fault, ok := errors.AsType[*rambu.Error](err)
			if !ok || fault.Field != tt.field || fault.Kind != rambu.Invalid {
				t.Errorf("got %#v, want an Invalid fault on %s", err, tt.field)
			}
		})
	}
}
