package practice

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// Five events that the press reported of October and November 2024, as facts: who led, in which
// mode of office, where, when, and which classes of posts were invited. Three happened in Lampung
// Selatan and stand here as they were; two happened in other regions and stand here in this
// region's dress (docs/adr/0038): its own posts and places of the same kind, the same day, the same
// mode, the same classes. Names are invented throughout, and so are hours the press does not give.

// events are the moments of the five.
func events(r *Room) []moment {
	return slices.Concat(preparation(r), assemblyOf7October(r), first(r), acrossAgencies(r), visit(r))
}

// preparation: 3 October, led by the acting regent in the hall of the regent's office, from experts
// to heads of villages, wards and branches (another region's).
func preparation(r *Room) []moment {
	const day = "2024-10-03"
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Coordination, Title: preparationTitle, On: day, Start: "09.00", End: "11.00", Place: "Balai pertemuan, kompleks kantor bupati",
		Agenda: []string{"Persiapan Pilkada serentak 2024", "Netralitas ASN", "Penyerapan anggaran sampai kecamatan dan desa", "Layanan kesehatan dan kebutuhan pokok"},
		Chair:  postRegent, StandIn: meeting.StandInAny,
	}}
	groups := append(office(), meeting.GroupVillages, meeting.GroupWards, meeting.GroupBranches)
	return append([]moment{g.scene("2024-10-01", 13, 0, LoginSekda, g.called(groups))}, g.held(0, day, every(11, 4))...)
}

// preparationTitle names the meeting whose decisions the directive passes on.
const preparationTitle = "Rakor persiapan Pilkada"

// assemblyOf7October: the weekly assembly that the acting regent led himself in the yard of his
// office; the secretary and the heads of agencies stood in it.
func assemblyOf7October(r *Room) []moment {
	const day = "2024-10-07"
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Assembly, Title: "Apel Senin 7 Oktober", On: day, Start: "07.30", End: "08.15", Place: "Halaman kantor bupati",
		Agenda: []string{"Netralitas ASN dan pegawai non-ASN"}, Chair: postRegent, StandIn: meeting.StandInAny,
	}}
	called := func(ctx context.Context, who rambu.Actor) error {
		return g.calls(ctx, who, meeting.InviteIn{Groups: office(), Posts: []roster.PostID{postSekda}})
	}
	return append([]moment{g.scene("2024-10-02", 14, 0, LoginSekda, called)}, g.held(0, day, every(16, 6))...)
}

// acrossAgencies: in the afternoon of 7 October, led by the acting secretary (another region's). Its
// door is not open yet when the demo begins.
func acrossAgencies(r *Room) []moment {
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Coordination, Title: "Rakor lintas perangkat daerah", On: "2024-10-07", Start: "13.30", End: "15.30", Place: "Ruang rapat Sekretariat Daerah",
		Agenda: []string{"Netralitas ASN dan perangkat desa", "Roda pemerintahan tanpa tendensi politik", "Fasilitas negara dan jabatan penjabat kepala desa"},
		Chair:  postSekda, StandIn: meeting.StandInRank, MinClass: roster.ClassAdministrator,
	}}
	return []moment{g.scene("2024-10-03", 14, 0, LoginSekda, g.called([]meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupDistricts}))}
}

// visit: the deputy home minister on the evening of 22 November, received by the acting regent with
// the secretary, the council, Forkopimda and the heads of agencies. On the demo's day it lies
// ahead, its invitation written and not signed.
func visit(r *Room) []moment {
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Visit, Title: "Kunjungan Wakil Menteri Dalam Negeri", On: "2024-11-22", Start: "19.30", End: "21.30",
		Place: "Aula Rajabasa, kompleks kantor bupati", Visitor: "Wakil Menteri Dalam Negeri",
		Agenda: []string{"Kondusivitas menjelang pemungutan suara", "Kesiapan logistik dan teknis"}, Chair: postRegent, StandIn: meeting.StandInNone,
		Note: "Disambut Pj. Sekretaris Daerah Provinsi mewakili Gubernur.",
	}}
	return []moment{g.scene("2024-10-07", 8, 20, LoginSekda, func(ctx context.Context, who rambu.Actor) (err error) {
		g.ids, err = r.In.Meetings.Plan(ctx, who, g.plan)
		if err == nil {
			_, err = r.In.Meetings.Invite(ctx, who, meeting.InviteIn{
				Meeting: g.ids[0], Groups: []meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupForum}, Posts: []roster.PostID{postSekda}, Signer: postSekda, Code: "005",
			})
		}
		return err
	})}
}

// first is the meeting of 7 October, in progress when the demo begins: closing it is left to
// whoever tries the demo.
func first(r *Room) []moment {
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Coordination, Title: "Rakor perdana Plt. Bupati", On: "2024-10-07", Start: "09.00", End: "11.30", Place: "Aula Sekretariat Daerah",
		Agenda: []string{"Kelancaran koordinasi pemerintahan", "Netralitas ASN", "Potensi konflik dan kondusivitas"}, Chair: postRegent,
		StandIn: meeting.StandInRank, MinClass: roster.ClassAdministrator, Note: "Harap membawa laporan serapan anggaran.",
	}}
	m := r.In.Meetings
	return []moment{
		g.scene("2024-10-02", 9, 0, LoginSekda, g.called(append(office(), meeting.GroupForum))),
		g.scene("2024-10-03", 8, 0, LoginCamat, func(ctx context.Context, who rambu.Actor) error {
			return g.row(ctx, who, who.Post, func(id string) error { return m.Accept(ctx, who, id) })
		}),
		g.scene("2024-10-03", 9, 0, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
			return g.row(ctx, who, Government+"/disdik/kepala", func(id string) error {
				return m.Represent(ctx, who, id, meeting.StandInIn{Post: Government + "/disdik/sekretaris", Mandate: meeting.Mandate{Number: "LATIHAN/ST/7/2024", Date: "2024-10-03"}})
			})
		}),
		g.scene("2024-10-04", 9, 0, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
			return g.row(ctx, who, Government+"/dinkes/kepala", func(id string) error {
				return m.GiveReason(ctx, who, id, meeting.Reason{Ground: meeting.OnDuty, Text: "Rapat kerja kesehatan di provinsi.", Document: "LATIHAN/ST/9/2024"})
			})
		}),
		g.scene("2024-10-07", 8, 30, LoginClerkG, func(ctx context.Context, who rambu.Actor) error { return m.OpenDoor(ctx, who, g.ids[0], 0) }),
		g.scene("2024-10-07", 8, 50, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
			return g.tick(ctx, who, 0, func(i int, post roster.PostID) bool {
				return i%3 != 0 || post == Government+"/camat/"+District || post == Government+"/disdik/kepala" || post == Government+"/dinkes/kepala"
			})
		}),
	}
}

// row finds the row of a post.
func (g *gathering) row(ctx context.Context, who rambu.Actor, post string, do func(id string) error) error {
	v, err := g.room.In.Meetings.Get(ctx, who, g.ids[0])
	if err != nil {
		return err
	}
	for _, i := range v.Invitees {
		if string(i.Post) == post {
			return do(i.ID)
		}
	}
	return rambu.Errorf(rambu.NotFound, "%s is not invited", post)
}
