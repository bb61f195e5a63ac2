package press

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/press/reading"
	"rambu.id/roster"
)

// mostPosts bounds how many posts of one office are looked up, and mostOffices how many offices.
const (
	mostPosts   = 400
	mostOffices = 8
)

// compare reads a text again beside the roster of the day of its event, or of its publication.
func (d *Desk) compare(ctx context.Context, who rambu.Actor, first reading.Reading, published rambu.Date) (reading.Reading, error) {
	on := first.On.Value
	if on == "" {
		on = first.Dated
	}
	if on == "" {
		return first, nil
	}
	held, err := d.held(ctx, who, first.Posts, on)
	if err != nil || len(held) == 0 {
		return first, err
	}
	return d.reader.Read(reading.Input{Text: first.Text, Published: published, Today: d.Today(who), Held: held})
}

// held is who held the offices an article names, in the government of the actor's region.
func (d *Desk) held(ctx context.Context, who rambu.Actor, named []reading.Post, on rambu.Date) ([]reading.Held, error) {
	government := string(roster.KindGovernment) + "." + who.Region
	var offices []roster.Office
	for _, p := range named {
		o := roster.Office(reading.RosterOffice(p.Office))
		if !slices.Contains(offices, o) && len(offices) < mostOffices {
			offices = append(offices, o)
		}
	}
	if slices.Contains(offices, "wakil-kepala-daerah") && !slices.Contains(offices, "kepala-daerah") {
		offices = append(offices, "kepala-daerah") // a deputy may act as head
	}
	var out []reading.Held
	for _, o := range offices {
		posts, err := d.Roster.Posts(ctx, roster.PostFilter{Institution: government, Office: o})
		if err != nil || len(posts) == 0 || len(posts) > mostPosts {
			if err != nil {
				return nil, err
			}
			continue
		}
		var ids []roster.PostID
		for _, p := range posts {
			ids = append(ids, p.ID)
		}
		holders, err := d.Roster.HoldersOf(ctx, who, ids, on)
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			for _, h := range holders[p.ID] {
				if h.Tenure.Contested { // the roster does not say who is right, nor does this
					continue
				}
				out = append(out, reading.Held{Office: string(p.Office), Mode: h.Tenure.Mode, Name: h.Person.Name.Name, Title: h.Title()})
			}
		}
	}
	return out, nil
}
