package calendar

import (
	"testing"
	"time"

	"rambu.id"
	"rambu.id/law"
)

func pack(t testing.TB) *law.Pack {
	t.Helper()
	p, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWorkedExamples(t *testing.T) {
	p := pack(t)
	c := New(p, nil)
	examples := p.WorkedExamples()
	if len(examples) < 8 {
		t.Errorf("only %d worked examples in the pack", len(examples))
	}
	for _, e := range examples {
		t.Run(e.ID, func(t *testing.T) {
			r := mustDue(t, c, Query{
				From: e.Start, KnownOn: e.KnownOn, Region: "18.01",
				Rule: Rule{Count: e.Count, Unit: e.Unit, FirstDayCounts: e.StartIsOne},
			})
			if r.Due != e.Result {
				t.Errorf("%s: got %s, want %s", e.WhatEN, r.Due, e.Result)
			}
		})
	}
}

func TestPackBeforeAndAfterTheDecree(t *testing.T) {
	c := New(pack(t), nil)
	for knownOn, want := range map[rambu.Date]rambu.Date{"2024-11-20": "2024-11-29", "2024-11-21": "2024-12-02", "": "2024-12-02"} {
		q := Query{From: "2024-11-11", Rule: Rule{Count: 14, Unit: WorkingDays}, Region: "18.01"}
		q.KnownOn = knownOn
		if got := mustDue(t, c, q).Due; got != want {
			t.Errorf("known on %q: got %s, want %s", knownOn, got, want)
		}
	}
}

func TestLocalHolidayOfNew(t *testing.T) {
	c := New(pack(t), []Holiday{lampung})
	if c.IsWorkingDay("18.01", lampung.Date, "") || !c.IsWorkingDay("73.71", lampung.Date, "") {
		t.Error("a local holiday must be off in its region only")
	}
}

func TestPackZonesAgreeWithZoneFiles(t *testing.T) {
	p := pack(t)
	c := New(p, nil)
	at := time.Date(2024, 11, 27, 0, 0, 0, 0, time.UTC)
	provinces := 0
	for _, z := range p.Zones() {
		loc, err := time.LoadLocation(z.IANA)
		if err != nil {
			t.Fatal(err)
		}
		for _, province := range z.Provinces {
			provinces++
			if got, want := c.Local(province+".01", at).Format(time.DateTime), at.In(loc).Format(time.DateTime); got != want {
				t.Errorf("province %s: got %s, want %s", province, got, want)
			}
		}
	}
	if provinces != 38 {
		t.Errorf("the zones name %d provinces, want 38", provinces)
	}
	if z, err := c.Zone(""); err != nil || z.Letters != "WIB" {
		t.Errorf("the capital: got %v %v, want WIB", z, err)
	}
}
