package pledge

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/roster"
)

// Line is how far pledges have come in an agency or a kecamatan.
type Line struct {
	Area         string
	Heads        int // who lead others, and sign first
	HeadsSigned  int
	People       int // heads among them
	Signed       int
	OutsideNames int // on paper lists, without standing in the roster
	Oaths        int // assemblies at which it was read aloud
}

// Coverage is how far pledges have come.
type Coverage struct {
	AsOf   time.Time
	Lines  []Line
	Total  Line
	Tracks map[Track]Line
}

// Coverage counts pledges by agency and kecamatan, in the order of their addresses: no names, no
// rank. Who is not counted has not signed yet, for whatever reason.
func (b *Book) Coverage(ctx context.Context, who rambu.Actor) (Coverage, error) {
	err := mayCount(who)
	if err != nil {
		return Coverage{}, err
	}
	r, err := b.Round(ctx, who)
	if err != nil {
		return Coverage{}, err
	}
	all, err := b.members(ctx, who)
	if err != nil {
		return Coverage{}, err
	}
	pacts, err := b.pactsOf(ctx, r.ID)
	if err != nil {
		return Coverage{}, err
	}
	papers, err := b.papers(ctx, r.ID)
	if err != nil {
		return Coverage{}, err
	}
	signed := map[roster.PersonID]bool{}
	for _, p := range pacts {
		signed[p.Person] = true
	}
	c := Coverage{AsOf: b.Log.Clock().Now(), Tracks: map[Track]Line{}}
	areas := map[string]*Line{}
	line := func(area string) *Line {
		if areas[area] == nil {
			areas[area] = &Line{Area: area}
		}
		return areas[area]
	}
	for _, m := range all {
		t := c.Tracks[m.Track]
		for _, l := range []*Line{line(m.Area), &c.Total, &t} {
			l.count(m, signed[m.Person])
		}
		c.Tracks[m.Track] = t
	}
	for _, p := range papers {
		for _, l := range []*Line{line(p.Area), &c.Total} {
			if p.Kind == Oath {
				l.Oaths++
			} else {
				l.OutsideNames += p.People
			}
		}
	}
	for _, l := range areas {
		c.Lines = append(c.Lines, *l)
	}
	slices.SortFunc(c.Lines, func(a, b Line) int { return cmp.Compare(a.Area, b.Area) })
	return c, nil
}

func (l *Line) count(m Member, signed bool) {
	l.People++
	if signed {
		l.Signed++
	}
	if m.Head {
		l.Heads++
		if signed {
			l.HeadsSigned++
		}
	}
}
