package practice

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/advisory"
	"rambu.id/contact"
	"rambu.id/directive"
	"rambu.id/internal/clock"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
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
		room.onDay("2024-09-25", 9, LoginHandler, p.write),
		room.onDay("2024-09-25", 10, LoginChair, func(ctx context.Context, who rambu.Actor) error {
			return room.dispatch(ctx, who, LoginChair, "KETUA,", p.sent)
		}),
		room.onDay("2024-10-01", 9, LoginSekda, p.makeCircular),
		room.onDay("2024-10-01", 13, LoginCamatNatar, func(ctx context.Context, who rambu.Actor) error {
			return room.In.Directives.Acknowledge(ctx, who, p.circular)
		}),
		room.onDay("2024-10-02", 9, LoginSekda, p.tell),
	}
}

// calendars are an agenda beside the campaign calendar: a grant and an apel that meet a campaign event,
// of which one was moved, a vehicle that is lent, and a meeting that meets nothing.
func calendars(room *Room) []moment {
	a := room.In.Agenda
	var apel string
	enter := func(kind law.ActivityKind, place string, on rambu.Date, post, title, where, what string) func(context.Context, rambu.Actor) error {
		return func(ctx context.Context, who rambu.Actor) error {
			id, err := a.Enter(ctx, who, activity.In{
				Kind: kind, Place: place, From: on, Organiser: post, Content: activity.Content{Title: title, Where: where, What: what},
			})
			if kind == law.Assembly {
				apel = id
			}
			return err
		}
	}
	event := func(place string, form activity.Form, from, to rambu.Date) func(context.Context, rambu.Actor) error {
		return func(ctx context.Context, who rambu.Actor) error {
			_, err := a.EnterEvent(ctx, who, activity.EventIn{Place: place, Form: form, From: from, To: to})
			return err
		}
	}
	const sekda, camat = Government + "/sekda", Government + "/camat/" + District
	return []moment{
		room.onDay("2024-10-01", 8, LoginClerkG, enter(law.Grant, District, "2024-10-15", sekda, "Penyerahan hibah alat tani", "Balai desa", "Dua unit traktor tangan")),
		room.onDay("2024-10-01", 9, LoginCamat, enter(law.Assembly, District, "2024-10-12", camat, "Apel gabungan kecamatan", "Lapangan kecamatan", "")),
		room.onDay("2024-10-01", 10, LoginClerkG, enter(law.LendVehicle, "18.01.04", "2024-10-19", sekda, "Pinjam bus pemerintah daerah", "", "Satu bus untuk lomba sekolah")),
		room.onDay("2024-10-01", 11, LoginClerkG, enter(law.Meeting, Region, "2024-10-28", sekda, "Rapat anggaran", "Aula", "")),
		room.onDay("2024-10-02", 8, LoginClerkG, event(District, activity.Rally, "2024-10-12", "")),
		room.onDay("2024-10-02", 9, LoginClerkG, event(District, activity.Dialogue, "2024-10-15", "2024-10-16")),
		room.onDay("2024-10-03", 13, LoginCamat, func(ctx context.Context, who rambu.Actor) error {
			return a.Decide(ctx, who, activity.DecideIn{
				Plan: apel, Version: 1, Choice: activity.Moved, From: "2024-10-14", Reason: "Rapat umum kampanye di lapangan yang sama; apel digeser ke Senin.",
			})
		}),
	}
}

// contacts are the book of the practice region: one entry countersigned, one disputed, one that waits at
// Bawaslu, and one that KPU signed on paper.
func contacts(room *Room) []moment {
	b := room.In.Contacts
	const secretary, chair = "Sekretaris Daerah", "Ketua"
	var ids []string
	enter := func(with string, on rambu.Date, way contact.Way, topic contact.Topic, note string) func(context.Context, rambu.Actor) error {
		return func(ctx context.Context, who rambu.Actor) error {
			id, err := b.Enter(ctx, who, contact.In{
				With: with, On: on, Way: way, Topic: topic, Note: note,
				From: []kinds.ContactPerson{{Post: secretary, Name: room.people[LoginSekda].Name.String()}}, To: []kinds.ContactPerson{{Post: chair}},
			})
			if err != nil {
				return err
			}
			ids = append(ids, id)
			return b.Send(ctx, who, id)
		}
	}
	reply := func(agreed bool, wording string) func(context.Context, rambu.Actor) error {
		return func(ctx context.Context, who rambu.Actor) error {
			all, err := b.Arrived(ctx, who)
			if err != nil {
				return err
			}
			if len(all) == 0 {
				return rambu.Errorf(rambu.Internal, "no entry arrived")
			}
			id, err := b.Reply(ctx, who, contact.AnswerIn{ID: all[0].ID, Agreed: agreed, Wording: wording})
			if err != nil {
				return err
			}
			return b.Send(ctx, who, id)
		}
	}
	return []moment{
		room.onDay("2024-10-01", 7, LoginSekda, enter(Supervisor+"/ketua", "2024-09-23", contact.InMeeting, "jadwal-kampanye", "Rapat persiapan masa kampanye")),
		room.onDay("2024-10-01", 8, LoginHandler, reply(true, "")),
		room.onDay("2024-10-01", 14, LoginSekda, enter(Supervisor+"/ketua", "2024-10-01", contact.OnVisit, "sosialisasi", "Kunjungan membahas spanduk netralitas")),
		room.onDay("2024-10-02", 14, LoginHandler, reply(false, "Pertemuan itu lewat telepon, bukan kunjungan.")),
		room.onDay("2024-10-02", 15, LoginSekda, enter("kpu."+Region+"/ketua", "2024-10-02", contact.InMeeting, "logistik", "Gudang kecamatan untuk kotak suara")),
		room.onDay("2024-10-04", 14, LoginSekda, func(ctx context.Context, who rambu.Actor) error {
			scan, err := room.In.Letters.Attach(ctx, "kontak-kpu.pdf", "application/pdf", strings.NewReader("%PDF-1.7 LATIHAN catatan kontak"))
			if err != nil {
				return err
			}
			return b.RecordPaper(ctx, who, contact.PaperIn{Entry: ids[2], Agreed: true, Name: "Ketua KPU Latihan", On: "2024-10-03", Scan: &scan})
		}),
		room.onDay("2024-10-04", 15, LoginSekda, enter(Supervisor+"/ketua", "2024-10-04", contact.ByPhone, "rapat-bersama", "")),
	}
}

// onDay is a moment at half past an hour of a day.
func (r *Room) onDay(day rambu.Date, hour int, login string, do func(ctx context.Context, who rambu.Actor) error) moment {
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
	return p.room.In.Directives.Send(ctx, who, directive.SendIn{ID: p.circular, Version: 1})
}

func (p *prevention) tell(ctx context.Context, who rambu.Actor) error {
	answer, err := p.room.In.Advisories.Tell(ctx, who, p.arrived)
	if err != nil {
		return err
	}
	return p.room.dispatch(ctx, who, LoginSekda, "SEKRETARIS DAERAH,", answer)
}
