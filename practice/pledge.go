package practice

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/pledge"
	"rambu.id/roster"
)

// campaign is how many of a hundred holders of posts have pledged when the demo begins.
const campaign = 70

// pledges is the round of the practice region: the personnel agency opened it on 23 September, a
// camat had the pledge read aloud, agencies and villages signed on paper, and some heads on their
// phones. Seventy of a hundred have signed; nobody says why the others have not.
func pledges(room *Room) []moment {
	book := room.In.Pledges
	return []moment{
		room.scene("pledges", "2024-09-23", 10*60, LoginPersonnel, book.OpenRound),
		room.scene("pledges", "2024-09-26", 8*60, LoginCamatNatar, func(ctx context.Context, who rambu.Actor) error { return readAloud(ctx, room, who) }),
		room.scene("pledges", "2024-09-27", 9*60, LoginInspector, book.Sign),
		room.scene("pledges", "2024-10-02", 9*60, LoginSekda, book.Sign),
		room.scene("pledges", "2024-10-02", 10*60, LoginPersonnel, func(ctx context.Context, who rambu.Actor) error {
			return onPaper(ctx, room, who, Government+"/disdik", everybody, []string{"Ratih Thlslatihan", "Bagas Thlslatihan", "Seno Thlslatihan"})
		}),
		room.scene("pledges", "2024-10-04", 13*60, LoginPersonnel, func(ctx context.Context, who rambu.Actor) error { return lists(ctx, room, who) }),
	}
}

func readAloud(ctx context.Context, room *Room, who rambu.Actor) error {
	_, err := room.In.Pledges.Record(ctx, who, pledge.PaperIn{
		Kind: pledge.Oath, Area: "18.01.04", Leader: room.people[LoginCamatNatar].Name.String(), Place: "Halaman kantor kecamatan", Present: 46,
		Witnesses: []string{"Wening Saksilatihan", "Jaka Saksilatihan"},
	})
	return err
}

// everybody is more than any area has.
const everybody = 10_000

// lists are the paper lists that came in by Friday, one for each area, until the campaign has come
// as far as it has: of some areas all are on it, of the later ones fewer, of the last nobody.
func lists(ctx context.Context, room *Room, who rambu.Actor) error {
	c, err := room.In.Pledges.Coverage(ctx, who)
	if err != nil {
		return err
	}
	missing := (c.Total.People*campaign+99)/100 - c.Total.Signed
	slices.SortStableFunc(c.Lines, func(a, b pledge.Line) int {
		return cmp.Compare(b.Area[:min(1, len(b.Area))], a.Area[:min(1, len(a.Area))])
	}) // agencies first
	for i, l := range c.Lines {
		unsigned := l.People - l.Signed - len(reserved(room, l.Area))
		n := min(missing, unsigned-unsigned/7)                                    // somebody is always on leave
		if n <= 0 || l.Area == "" || i%9 == 4 || l.Area == Government+"/dinkes" { // the leaders of the region lie in no area
			continue
		}
		err = onPaper(ctx, room, who, l.Area, n, nil)
		if err != nil {
			return err
		}
		missing -= n
	}
	return nil
}

// reserved are those of an area who sign in the demo themselves.
func reserved(room *Room, area string) []roster.PersonID {
	return map[string][]roster.PersonID{
		District: {room.people[LoginCamat].ID}, "18.01.04": {room.people[LoginCamatNatar].ID},
		Government + "/bkpsdm": {room.people[LoginPersonnel].ID},
	}[area]
}

// onPaper records a signed list of an area with up to so many of its people, and names outside the
// roster.
func onPaper(ctx context.Context, room *Room, who rambu.Actor, area string, most int, names []string) error {
	list, err := room.In.Pledges.Members(ctx, who, area)
	if err != nil {
		return err
	}
	var people []roster.PersonID
	for _, m := range list {
		if m.Signed == "" && len(people) < most && !slices.Contains(reserved(room, area), m.Person) {
			people = append(people, m.Person)
		}
	}
	scan, err := room.In.Pledges.Attach(ctx, "daftar-pakta.pdf", "application/pdf", strings.NewReader("%PDF-1.7 LATIHAN daftar pakta"))
	if err != nil {
		return err
	}
	_, err = room.In.Pledges.Record(ctx, who, pledge.PaperIn{Kind: pledge.List, Area: area, People: people, Names: names, Scan: &scan})
	return err
}
