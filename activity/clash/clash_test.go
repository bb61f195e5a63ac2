package clash_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/activity/clash"
	"rambu.id/law"
)

// keys are the coincidences found, each with the days shared.
func keys(found []clash.Alert) []string {
	var out []string
	for _, a := range found {
		out = append(out, a.Key()+" "+string(a.From)+".."+string(a.To))
	}
	return out
}

// The calendar of 2024: what coincides with which day, and what does not.
func TestWhatCoincides(t *testing.T) {
	t.Parallel()
	pack, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	const natar, kalianda, regency = "18.01.04", "18.01.06", "18.01"
	events := []clash.Event{
		{ID: "kmp_1", Place: kalianda, From: "2024-10-12", To: "2024-10-12"},
		{ID: "kmp_2", Place: natar, From: "2024-10-20", To: "2024-10-21"},
		{ID: "kmp_3", Place: regency, From: "2024-11-20", To: "2024-11-20"}, // a debate for the whole regency
	}
	for name, tc := range map[string]struct {
		kind     law.ActivityKind
		place    string
		from, to rambu.Date
		want     []string
	}{
		"aid before the window":                {law.SocialAid, kalianda, "2024-03-20", "2024-03-21", nil},
		"aid that reaches into the window":     {law.SocialAid, kalianda, "2024-03-20", "2024-03-22", []string{"aid-in-ban-window 2024-03-22..2024-03-22"}},
		"a meeting long before":                {law.Meeting, kalianda, "2024-08-01", "2024-08-01", nil},
		"a meeting in the campaign":            {law.Meeting, kalianda, "2024-10-07", "2024-10-07", nil},
		"a meeting beside a campaign event":    {law.Meeting, kalianda, "2024-10-12", "2024-10-12", []string{"event-on-campaign-day@kmp_1 2024-10-12..2024-10-12"}},
		"the same day in another kecamatan":    {law.Assembly, natar, "2024-10-12", "2024-10-12", nil},
		"an apel of the whole regency":         {law.Assembly, regency, "2024-10-12", "2024-10-12", []string{"event-on-campaign-day@kmp_1 2024-10-12..2024-10-12"}},
		"an event of the whole regency":        {law.Visit, natar, "2024-11-20", "2024-11-20", []string{"event-on-campaign-day@kmp_3 2024-11-20..2024-11-20"}},
		"kecamatan 18.01.0 is not in 18.01.04": {law.Meeting, "18.01.0", "2024-10-20", "2024-10-20", nil},
		"a grant over two campaign days": {law.Grant, natar, "2024-10-19", "2024-10-25", []string{
			"aid-in-ban-window 2024-10-19..2024-10-25", "aid-on-campaign-day@kmp_2 2024-10-20..2024-10-21",
		}},
		"a vehicle on the last campaign day": {law.LendVehicle, kalianda, "2024-11-23", "2024-11-24", []string{
			"vehicle-in-campaign 2024-11-23..2024-11-23", "gathering-in-quiet-period 2024-11-24..2024-11-24",
		}},
		"a hall the day before the campaign": {law.LendHall, kalianda, "2024-09-24", "2024-09-24", nil},
		"a field on the first campaign day":  {law.LendField, kalianda, "2024-09-25", "2024-09-25", []string{"hall-in-campaign 2024-09-25..2024-09-25"}},
		"social aid the day the circular was signed": {law.SocialAid, natar, "2024-11-13", "2024-11-13", []string{
			"aid-in-ban-window 2024-11-13..2024-11-13", "aid-postponed 2024-11-13..2024-11-13",
		}},
		"a grant is not social aid":     {law.Grant, natar, "2024-11-13", "2024-11-13", []string{"aid-in-ban-window 2024-11-13..2024-11-13"}},
		"an apel in the quiet period":   {law.Assembly, natar, "2024-11-25", "2024-11-25", nil},
		"a visit in the quiet period":   {law.Visit, natar, "2024-11-25", "2024-11-25", []string{"gathering-in-quiet-period 2024-11-25..2024-11-25"}},
		"an apel on voting day":         {law.Assembly, natar, "2024-11-27", "2024-11-27", []string{"anything-on-voting-day 2024-11-27..2024-11-27"}},
		"an apel the day after":         {law.Assembly, natar, "2024-11-28", "2024-11-28", nil},
		"aid while the window is open":  {law.Grant, natar, "2025-01-10", "2025-01-10", []string{"aid-in-ban-window 2025-01-10..2025-01-10"}},
		"an activity that ends earlier": {law.Visit, natar, "2024-11-25", "2024-11-20", nil},
	} {
		got := keys(clash.Find(pack, clash.Activity{Kind: tc.kind, Place: tc.place, From: tc.from, To: tc.to}, events))
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// Whatever is asked, shared days lie in the activity and in what it shares them with.
func FuzzSharedDaysLieInBoth(f *testing.F) {
	pack, err := law.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(3, "18.01.06", 5, 3, 4, 2)
	f.Fuzz(func(t *testing.T, kind int, place string, start, days, event, length int) {
		clamp := func(n, most int) int { return ((n % most) + most) % most }
		kinds := law.ActivityKinds()
		day := func(n int) rambu.Date { return rambu.Date("2024-09-01").AddDays(clamp(n, 120)) }
		a := clash.Activity{Kind: kinds[clamp(kind, len(kinds))], Place: place, From: day(start)}
		a.To = a.From.AddDays(clamp(days, 30))
		e := clash.Event{ID: "kmp_x", Place: "18.01.06", From: day(event)}
		e.To = e.From.AddDays(clamp(length, 5))
		found := clash.Find(pack, a, []clash.Event{e})
		for _, x := range found {
			if x.From > x.To || x.From < a.From || x.To > a.To {
				t.Errorf("%+v of %+v", x, a)
			}
			if x.Event != "" && (x.From < e.From || x.To > e.To) {
				t.Errorf("%+v of %+v", x, e)
			}
			if !slices.Contains(x.Rule.Kinds, a.Kind) {
				t.Errorf("%s is no matter of %s", a.Kind, x.Rule.ID)
			}
		}
	})
}
