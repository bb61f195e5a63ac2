package practice

import (
	"context"

	"rambu.id"
	"rambu.id/advisory"
	"rambu.id/internal/clock"
	"rambu.id/letter"
)

// prevention is what keeps violations from happening, on the days of the practice region.
type prevention struct {
	room                    *Room
	sent, arrived, circular string // the imbauan at Bawaslu, at the Sekda, and its directive
}

// warnings are an imbauan at the start of the campaign, the circular it became and the figures that
// went back.
func warnings(room *Room) []moment {
	p := &prevention{room: room}
	return []moment{
		room.scene("2024-09-25", 9, LoginHandler, p.write),
		room.scene("2024-09-25", 10, LoginChair, func(ctx context.Context, who rambu.Actor) error {
			return room.dispatch(ctx, who, LoginChair, "KETUA,", p.sent)
		}),
		room.scene("2024-09-26", 9, LoginSekda, p.makeCircular),
		room.scene("2024-09-27", 9, LoginCamatNatar, func(ctx context.Context, who rambu.Actor) error {
			return room.In.Directives.Acknowledge(ctx, who, p.circular)
		}),
		room.scene("2024-09-30", 9, LoginSekda, p.tell),
	}
}

// scene is a moment at an hour of a day.
func (r *Room) scene(day rambu.Date, hour int, login string, do func(ctx context.Context, who rambu.Actor) error) moment {
	when := at(day, hour, 30)
	return moment{when, "prevention", 0, func(ctx context.Context, c *clock.Practice) error {
		return r.live(ctx, c, when, login, func(who rambu.Actor) error { return do(ctx, who) })
	}}
}

// dispatch signs, sends and delivers a letter.
func (r *Room) dispatch(ctx context.Context, who rambu.Actor, login, line, id string) error {
	letters := r.In.Letters
	_, err := letters.Sign(ctx, who, letter.SignIn{ID: id, Block: letter.SignatureBlock{Lines: []string{line}, Name: r.people[login].Name.String()}})
	if err != nil {
		return err
	}
	err = letters.Send(ctx, who, id)
	if err != nil {
		return err
	}
	return letters.DeliverAll(ctx, who, id)
}

func (p *prevention) write(ctx context.Context, who rambu.Actor) (err error) {
	p.sent, err = p.room.In.Advisories.Draft(ctx, who, advisory.In{
		Signer: Supervisor + "/ketua", To: []string{Government + "/sekda"}, Subject: "Netralitas pegawai dan fasilitas negara pada masa kampanye",
		Opening: "Masa kampanye dimulai hari ini dan berakhir 23 November 2024. Kami mengimbau agar hal berikut disampaikan kepada seluruh jajaran.",
		Points: []string{
			"Pejabat, kepala desa, dan lurah tidak membuat keputusan yang menguntungkan atau merugikan pasangan calon.",
			"Kendaraan dinas, gedung, dan lapangan milik pemerintah tidak dipakai untuk kampanye.",
			"Bantuan dan kegiatan pemerintah tidak dikaitkan dengan pasangan calon mana pun.",
		},
		Basis: []string{"uu-10-2016 Pasal 71 ayat (1)", "uu-10-2016 Pasal 69 huruf h"}, AckBy: "2024-10-04",
	})
	return err
}

func (p *prevention) makeCircular(ctx context.Context, who rambu.Actor) error {
	list, err := p.room.In.Advisories.List(ctx, who)
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return rambu.Errorf(rambu.Internal, "%d imbauan arrived", len(list))
	}
	p.arrived = list[0].ID
	p.circular, err = p.room.In.Advisories.MakeCircular(ctx, who, p.arrived)
	if err != nil {
		return err
	}
	return p.room.In.Directives.Send(ctx, who, p.circular, 1)
}

func (p *prevention) tell(ctx context.Context, who rambu.Actor) error {
	answer, err := p.room.In.Advisories.Tell(ctx, who, p.arrived)
	if err != nil {
		return err
	}
	return p.room.dispatch(ctx, who, LoginSekda, "SEKRETARIS DAERAH,", answer)
}
