package practice

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/pledge"
	"rambu.id/roster"
)

// pledges opens the round of the practice region on 7 October 2024: the personnel agency opens
// them, heads sign on their phones, an agency signs on paper, and a camat had the pledge read aloud.
func pledges(room *Room) []moment {
	book := room.In.Pledges
	return []moment{
		room.monday("pledges", 45, LoginPersonnel, book.OpenRound),
		room.monday("pledges", 47, LoginSekda, book.Sign),
		room.monday("pledges", 48, LoginInspector, book.Sign),
		room.monday("pledges", 50, LoginCamatNatar, func(ctx context.Context, who rambu.Actor) error { return readAloud(ctx, room, who) }),
		room.monday("pledges", 52, LoginPersonnel, func(ctx context.Context, who rambu.Actor) error { return signedOnPaper(ctx, room, who) }),
	}
}

func readAloud(ctx context.Context, room *Room, who rambu.Actor) error {
	_, err := room.In.Pledges.Record(ctx, who, pledge.PaperIn{
		Kind: pledge.Oath, Area: "18.01.04", Leader: room.people[LoginCamatNatar].Name.String(), Place: "Halaman kantor kecamatan", Present: 46,
		Witnesses: []string{"Wening Saksilatihan", "Jaka Saksilatihan"},
	})
	return err
}

func signedOnPaper(ctx context.Context, room *Room, who rambu.Actor) error {
	const unit = Government + "/disdik"
	list, err := room.In.Pledges.Members(ctx, who, unit)
	if err != nil {
		return err
	}
	var people []roster.PersonID
	for _, m := range list {
		people = append(people, m.Person)
	}
	scan, err := room.In.Pledges.Attach(ctx, "daftar-disdik.pdf", "application/pdf", strings.NewReader("%PDF-1.7 LATIHAN daftar pakta"))
	if err != nil {
		return err
	}
	_, err = room.In.Pledges.Record(ctx, who, pledge.PaperIn{
		Kind: pledge.List, Area: unit, People: people, Names: []string{"Ratih Thlslatihan", "Bagas Thlslatihan", "Seno Thlslatihan"}, Scan: &scan,
	})
	return err
}
