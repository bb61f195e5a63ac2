package practice

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/reach"
	"rambu.id/roster"
)

// The meetings of the practice region: twelve weekly assemblies and two coordination meetings of
// September that are over, and the events of seed.go. Everybody in them is invented.

// gathering is one meeting while it is lived.
type gathering struct {
	room *Room
	plan meeting.PlanIn
	ids  []string // of a series, one for each day
}

// office are the groups of every meeting here.
func office() []meeting.InviteGroup {
	return []meeting.InviteGroup{meeting.GroupExperts, meeting.GroupAides, meeting.GroupAgencies, meeting.GroupDivisions, meeting.GroupDistricts}
}

// scene is a moment of a meeting.
func (g *gathering) scene(day rambu.Date, hour, minute int, login string, do func(ctx context.Context, who rambu.Actor) error) moment {
	when := at(day, hour, minute)
	return moment{when, g.plan.Title + " " + string(day), 0, func(ctx context.Context, c *clock.Practice) error {
		return g.room.live(ctx, c, when, login, func(who rambu.Actor) error { return do(ctx, who) })
	}}
}

// called plans, invites groups and sends.
func (g *gathering) called(groups []meeting.InviteGroup) func(ctx context.Context, who rambu.Actor) error {
	return func(ctx context.Context, who rambu.Actor) error {
		return g.calls(ctx, who, meeting.InviteIn{Groups: groups})
	}
}

func (g *gathering) calls(ctx context.Context, who rambu.Actor, in meeting.InviteIn) (err error) {
	g.ids, err = g.room.In.Meetings.Plan(ctx, who, g.plan)
	if err != nil {
		return err
	}
	in.Meeting, in.Signer, in.Code = g.ids[0], postSekda, "005"
	_, err = g.room.In.Meetings.Invite(ctx, who, in)
	if err != nil {
		return err
	}
	err = g.room.In.Meetings.Send(ctx, who, g.ids[0])
	if err != nil {
		return err
	}
	return g.carried(ctx, who)
}

// carried: a courier brings the invitation to the posts whose holders have no account that opens it.
func (g *gathering) carried(ctx context.Context, who rambu.Actor) error {
	v, err := g.room.In.Meetings.Get(ctx, who, g.ids[0])
	if err != nil {
		return err
	}
	over := letter.HandOver{How: letter.ByCourier, On: v.Today, Name: "Penerima surat di setiap kantor", Note: "Buku ekspedisi LATIHAN"}
	for _, c := range v.Letter.Copies {
		if c.State == letter.CopyDelivered && v.Reached[roster.PostID(c.ToPost)] == reach.None {
			over.Also = append(over.Also, c.ID)
		}
	}
	if len(over.Also) == 0 {
		return nil
	}
	over.Copy, over.Also = over.Also[0], over.Also[1:]
	return g.room.In.Letters.RecordDelivery(ctx, who, v.Letter.ID, over)
}

// held opens the door a quarter of an hour before the start, ticks everybody but the missing
// five minutes after it, and closes in the end: three moments of the n-th day.
func (g *gathering) held(n int, day rambu.Date, missing func(i int, post roster.PostID) bool) []moment {
	start, end := 9*60, 11*60+5
	if g.plan.Kind == meeting.Assembly {
		start, end = 7*60+30, 8*60+20
	}
	rooms := g.room.In.Meetings
	return []moment{
		g.scene(day, 0, start-15, LoginClerkG, func(ctx context.Context, who rambu.Actor) error { return rooms.OpenDoor(ctx, who, g.ids[n], 0) }),
		g.scene(day, 0, start+5, LoginClerkG, func(ctx context.Context, who rambu.Actor) error { return g.tick(ctx, who, n, missing) }),
		g.scene(day, 0, end, LoginClerkG, func(ctx context.Context, who rambu.Actor) error { return rooms.Close(ctx, who, g.ids[n], 0) }),
	}
}

// tick is the usher's list of the n-th day.
func (g *gathering) tick(ctx context.Context, who rambu.Actor, n int, missing func(i int, post roster.PostID) bool) error {
	v, err := g.room.In.Meetings.Get(ctx, who, g.ids[n])
	if err != nil {
		return err
	}
	var list []meeting.Tick
	for i, row := range v.Invitees {
		if !missing(i, row.Post) && !v.Held[row.Post].Vacant {
			list = append(list, meeting.Tick{Invitee: row.ID})
		}
	}
	done, err := g.room.In.Meetings.Tick(ctx, who, g.ids[n], list)
	if err == nil && len(done.Refused) > 0 {
		err = rambu.Errorf(rambu.Internal, "the list refused %d lines", len(done.Refused))
	}
	return err
}

// every misses the posts at some places of the list, so that habits differ a little.
func every(step, from int) func(int, roster.PostID) bool {
	return func(i int, _ roster.PostID) bool { return i%step == from }
}

// gatherings are the moments of all meetings.
func gatherings(r *Room) []moment {
	return slices.Concat(assemblies(r), september(r, "2024-09-12", "Rakor kesiapan tahapan", postSekda, nil), withMinutes(r), events(r))
}

// weeks are the Mondays of the weekly assembly before the demo begins; 16 September was a holiday.
func weeks() []rambu.Date {
	return []rambu.Date{
		"2024-07-08", "2024-07-15", "2024-07-22", "2024-07-29", "2024-08-05", "2024-08-12", "2024-08-19", "2024-08-26",
		"2024-09-02", "2024-09-09", "2024-09-23", "2024-09-30",
	}
}

// assemblies: every Monday, a holiday left out. One of them nine heads of districts missed.
func assemblies(r *Room) []moment {
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Assembly, Title: "Apel Senin", On: weeks()[0], Start: "07.30", End: "08.15", Place: "Halaman kantor bupati",
		Agenda: []string{"Apel mingguan"}, Chair: postSekda, StandIn: meeting.StandInAny, Weeks: 13,
	}}
	out := []moment{g.scene("2024-07-05", 8, 0, loginFormer, g.called(office()))}
	districts := func(i int, post roster.PostID) bool {
		return every(19, 3)(i, post) || post == Government+"/camat/"+District || isDistrict(post) && i%2 == 0
	}
	missed := slices.Index(weeks(), "2024-09-23")
	for n, day := range weeks() {
		missing := every(17+n, n)
		if n == missed {
			missing = districts
		}
		out = append(out, g.held(n, day, missing)...)
	}
	return append(out,
		g.scene("2024-09-27", 9, 0, LoginInspector, func(ctx context.Context, who rambu.Actor) error {
			return r.In.Meetings.AskReplies(ctx, who, g.ids[missed])
		}),
		g.scene("2024-09-30", 10, 0, LoginCamat, func(ctx context.Context, who rambu.Actor) error {
			return r.In.Meetings.Reply(ctx, who, g.ids[missed], "Pagi itu para camat diminta mendampingi penilaian lomba desa oleh provinsi; suratnya menyusul.")
		}))
}

func isDistrict(post roster.PostID) bool {
	const prefix = Government + "/camat/"
	return len(post) == len(prefix)+len(District) && post[:len(prefix)] == prefix
}

// september is a coordination meeting that is over. more are further moments of it.
func september(r *Room, day rambu.Date, title string, chair roster.PostID, more func(g *gathering) []moment) []moment {
	g := &gathering{room: r, plan: meeting.PlanIn{
		Kind: meeting.Coordination, Title: title, On: day, Start: "09.00", End: "11.00", Place: "Aula Sekretariat Daerah",
		Agenda: []string{"Kesiapan tahapan Pilkada 2024", "Layanan publik selama masa kampanye"}, Chair: chair, StandIn: meeting.StandInRank,
		MinClass: roster.ClassAdministrator,
	}}
	out := append([]moment{g.scene(day.AddDays(-3), 10, 0, loginFormer, g.called(office()))}, g.held(0, day, every(13, 5))...)
	if more != nil {
		out = append(out, more(g)...)
	}
	return out
}

// withMinutes: three decisions, of which one is done and one overdue on 7 October.
func withMinutes(r *Room) []moment {
	return september(r, "2024-09-20", "Rakor netralitas ASN", postRegent, func(g *gathering) []moment {
		m := r.In.Meetings
		return []moment{
			g.scene("2024-09-20", 14, 0, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
				err := m.WriteMinutes(ctx, who, g.ids[0], 0, "Rapat dibuka pukul 09.00 di Aula Sekretariat Daerah.\nPimpinan meminta setiap perangkat daerah menjaga netralitas dan layanan tetap berjalan.")
				if err != nil {
					return err
				}
				for _, d := range decisions() {
					_, err = m.Decide(ctx, who, g.ids[0], d)
					if err != nil {
						return err
					}
				}
				return m.Submit(ctx, who, meeting.MinutesStep{Meeting: g.ids[0]})
			}),
			g.scene("2024-09-23", 9, 0, loginFormer, func(ctx context.Context, who rambu.Actor) error {
				return m.Approve(ctx, who, meeting.MinutesStep{Meeting: g.ids[0]}, true)
			}),
			g.scene("2024-09-23", 10, 0, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
				return m.Publish(ctx, who, meeting.MinutesStep{Meeting: g.ids[0]})
			}),
			g.scene("2024-10-01", 10, 0, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
				minutes, err := m.Minutes(ctx, who, g.ids[0])
				if err != nil {
					return err
				}
				return m.Finish(ctx, who, meeting.FinishIn{ID: minutes.Decisions[2].ID, Proof: "Jadwal piket layanan LATIHAN/30/2024 sudah berlaku."})
			}),
		}
	})
}

func decisions() []meeting.DecisionIn {
	return []meeting.DecisionIn{
		{Text: "Surat edaran netralitas untuk seluruh ASN, dengan tiga butir", Owner: postPersonnel, Due: "2024-10-04", Points: []string{
			"Berkomitmen menjaga netralitas ASN", "Roda pemerintahan berjalan tanpa tendensi politik", "Kekuasaan dan fasilitas negara tidak dipakai untuk pihak mana pun",
		}},
		{Text: "Evaluasi kehadiran rapat dan apel", Owner: postInspector, Due: "2024-10-18"},
		{Text: "Jadwal piket layanan selama masa kampanye", Owner: Government + "/umum/kepala", Due: "2024-09-30"},
	}
}
