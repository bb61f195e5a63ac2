package practice

import (
	"context"
	"fmt"
	"strings"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/pledge"
	"rambu.id/roster"
)

// Pledges opens the pledges of the practice region on 7 October 2024: the personnel agency opens
// them, heads sign on their phones, an agency signs on paper, and a camat had the pledge read aloud.
func Pledges(ctx context.Context, room *Room, c *clock.Practice) error {
	book := room.In.Pledges
	for _, s := range []struct {
		minute int // after eight in the morning
		login  string
		do     func(who rambu.Actor) error
	}{
		{45, LoginPersonnel, func(who rambu.Actor) error { return book.OpenRound(ctx, who) }},
		{47, LoginSekda, func(who rambu.Actor) error { return book.Sign(ctx, who) }},
		{48, LoginInspector, func(who rambu.Actor) error { return book.Sign(ctx, who) }},
		{50, LoginCamatNatar, func(who rambu.Actor) error { return readAloud(ctx, room, who) }},
		{52, LoginPersonnel, func(who rambu.Actor) error { return signedOnPaper(ctx, room, who) }},
	} {
		err := c.MoveTo(at("2024-10-07", 8, s.minute))
		if err != nil {
			return err
		}
		who, err := room.actor(ctx, s.login)
		if err != nil {
			return err
		}
		err = s.do(who)
		if err != nil {
			return fmt.Errorf("pledge, %s at minute %d: %w", s.login, s.minute, err)
		}
	}
	return nil
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
