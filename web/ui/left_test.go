package ui_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// What is left of a deadline is days, and on the last day whole hours to 24:00 of the region.
func TestLeft(t *testing.T) {
	t.Parallel()
	rd := renderer(t)
	wib, wit := time.FixedZone("WIB", 7*60*60), time.FixedZone("WIT", 9*60*60)
	at := func(zone *time.Location, text string) time.Time {
		v, err := time.ParseInLocation("2006-01-02T15:04:05", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	const due = rambu.Date("2024-10-09")
	day := func(zone *time.Location) time.Time { return ui.DayEnd(due, zone) }
	hour := at(wib, "2024-10-09T20:00:00")
	for _, tt := range []struct {
		now, end time.Time
		look     ui.Look
		id, en   string
	}{
		{at(wib, "2024-10-05T23:59:59"), day(wib), ui.LookNew, "Sisa 4 hari", "Days left: 4"},
		{at(wib, "2024-10-07T09:00:00"), day(wib), ui.LookSoon, "Sisa 2 hari", "Days left: 2"},
		{at(wib, "2024-10-08T23:59:59"), day(wib), ui.LookSoon, "Sisa 1 hari", "Days left: 1"},
		{at(wib, "2024-10-09T00:00:00"), day(wib), ui.LookSoon, "Sisa 24 jam", "Hours left: 24"},
		{at(wib, "2024-10-09T09:00:00"), day(wib), ui.LookSoon, "Sisa 15 jam", "Hours left: 15"},
		{at(wib, "2024-10-09T22:00:01"), day(wib), ui.LookSoon, "Sisa 1 jam", "Hours left: 1"},
		{at(wib, "2024-10-09T23:00:01"), day(wib), ui.LookSoon, "Kurang dari 1 jam", "Under an hour left"},
		{at(wib, "2024-10-10T00:00:00"), day(wib), ui.LookLate, "Lewat 1 hari", "1 day overdue"},
		// The same instant is another hour of the day further east, and there the day ends earlier.
		{at(wib, "2024-10-09T09:00:00").In(wit), day(wit), ui.LookSoon, "Sisa 13 jam", "Hours left: 13"},
		{at(wib, "2024-10-09T22:30:00").In(wit), day(wit), ui.LookLate, "Lewat 1 hari", "1 day overdue"},
		// A clock of hours ends at its hour, on whichever day.
		{at(wib, "2024-10-08T19:00:00"), hour, ui.LookSoon, "Sisa 1 hari", "Days left: 1"},
		{at(wib, "2024-10-08T20:00:00"), hour, ui.LookSoon, "Sisa 24 jam", "Hours left: 24"},
		{at(wib, "2024-10-08T23:30:00"), hour, ui.LookSoon, "Sisa 20 jam", "Hours left: 20"},
		{at(wib, "2024-10-09T19:30:00"), hour, ui.LookSoon, "Kurang dari 1 jam", "Under an hour left"},
		{at(wib, "2024-10-09T20:00:00"), hour, ui.LookLate, "Lewat hari ini", "Passed today"},
		{at(wib, "2024-10-10T00:00:00"), hour, ui.LookLate, "Lewat 1 hari", "1 day overdue"},
	} {
		for lang, want := range map[words.Lang]string{words.ID: tt.id, words.EN: tt.en} {
			got := rd.Left(lang, tt.now, tt.end.UTC(), 2)
			if got.Text != want || got.Look != tt.look {
				t.Errorf("%s until %s: %+v, want %s %q", tt.now, tt.end, got, tt.look, want)
			}
			if utf8.RuneCountInString(got.Text) > 20 {
				t.Errorf("%q does not fit a badge", got.Text)
			}
		}
	}
	if a, b := rd.LeftDay(words.ID, at(wit, "2024-10-09T10:00:00"), due, 2), rd.Left(words.ID, at(wit, "2024-10-09T10:00:00"), day(wit), 2); a != b {
		t.Errorf("a day: %+v, its end: %+v", a, b)
	}
}
