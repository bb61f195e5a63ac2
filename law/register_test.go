package law

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

// An address that two articles share would lead to the wrong one, and one that changes breaks
// every link on paper.
func TestAddressesArePermanentAndDistinct(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]string{
		"Pasal 14 huruf i angka 3": "pasal-14-huruf-i-angka-3", "Pasal 71 ayat (1)": "pasal-71-ayat-1", "Lampiran II": "lampiran-ii", "angka 1-3": "angka-1-3", "isi": "isi",
	} {
		if got := Slug(ref); got != want {
			t.Errorf("Slug(%q) = %q, want %q", ref, got, want)
		}
	}
	for _, r := range mustDefault(t).Regulations() {
		seen := map[string]string{}
		for _, a := range r.Articles {
			slug := Slug(a.Ref)
			if other, ok := seen[slug]; slug == "" || ok && other != a.Ref {
				t.Errorf("%s: %q and %q share the address %q", r.ID, other, a.Ref, slug)
			}
			seen[slug] = a.Ref
		}
		if Slug(r.ID) != r.ID {
			t.Errorf("%s cannot stand in an address", r.ID)
		}
	}
}

func TestVersionsAndNearest(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	r, _ := p.Regulation("uu-1-2015")
	v := r.Versions("pasal-188")
	if len(v) != 2 || v[0].To != "2024-11-13" || v[1].From != "2024-11-14" {
		t.Errorf("versions of Pasal 188: %+v", v)
	}
	r = Regulation{Articles: []Article{{Ref: "Pasal 1"}, {Ref: "Pasal 14 huruf h"}, {Ref: "Pasal 14 huruf i"}, {Ref: "Pasal 14 huruf i"}, {Ref: "Pasal 140"}}}
	for slug, want := range map[string][]string{
		"pasal-14-huruf-i-angka-3": {"Pasal 14 huruf i", "Pasal 14 huruf h"},
		"pasal-14":                 {"Pasal 14 huruf h", "Pasal 14 huruf i"},
		"pasal-999":                nil,
		"pasal-1-ayat-2":           {"Pasal 1"},
	} {
		if diff := cmp.Diff(want, r.Nearest(slug)); diff != "" {
			t.Errorf("nearest to %s: %s", slug, diff)
		}
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	type change struct {
		On          rambu.Date
		Kind        ChangeKind
		What, Where string
	}
	var got []change
	last := rambu.MaxDate
	for _, c := range mustDefault(t).Changes() {
		if c.On > last {
			t.Errorf("%s stands after %s", c.On, last)
		}
		last = c.On
		what := c.Cited.String()
		if c.Body != nil {
			what = c.Body.ID
		}
		got = append(got, change{c.On, c.Kind, what, c.Successor.String()})
	}
	for _, want := range []change{
		{"2023-10-31", Began, "uu-20-2023", ""},
		{"2023-10-31", Ended, "uu-5-2014", "uu-20-2023"},
		{"2021-08-31", Ended, "pp-53-2010", "pp-94-2021"},
		{"2024-11-14", NewText, "uu-1-2015 Pasal 188", ""},
		{"2024-08-24", LeftRole, "kasn", ""},
		{"2024-09-04", TookRole, "bkn", ""},
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no change %+v", want)
		}
	}
	if slices.ContainsFunc(got, func(c change) bool { return c.Kind == LostText && c.What == "uu-1-2015 Pasal 188" }) {
		t.Error("Pasal 188 is said to have ended, where it only changed")
	}
}

func TestUsesAndOpenPoints(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	codes := func(acts []Act) []string {
		var out []string
		for _, a := range acts {
			out = append(out, a.Code)
		}
		return out
	}
	if diff := cmp.Diff([]string{"DS-29J"}, codes(p.Uses(ParseCitation("uu-6-2014 Pasal 29 huruf j")))); diff != "" {
		t.Error(diff)
	}
	if got := codes(p.Uses(ParseCitation("pp-94-2021 Pasal 14 huruf i"))); !slices.Contains(got, "SKB-D4") {
		t.Errorf("Pasal 14 huruf i is used by %v", got)
	}
	if got := p.OpenOn(ParseCitation("uu-10-2016 Pasal 71")); !slices.ContainsFunc(got, func(o OpenPoint) bool { return o.ID == "pejabat-daerah" }) {
		t.Errorf("open on Pasal 71: %v", got)
	}
	if _, ok := p.OpenPoint("penjelasan-5n"); !ok {
		t.Error("no open point penjelasan-5n")
	}
}
