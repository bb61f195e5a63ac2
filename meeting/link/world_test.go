package link_test

import (
	"context"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/meeting/link"
	"rambu.id/roster"
	"rambu.id/seal"
)

const pemda = groundtest.Government

// world is a government with a few agencies and districts, all invented.
type world struct {
	*link.Desk
	*groundtest.Ground
	feeds *feed.Desk
	rooms *meeting.Room

	bupati, sekda, kadis, sekdis, camat rambu.Actor
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{Ground: groundtest.Open(t, groundtest.Options{DB: d, Start: groundtest.At("2024-10-02", 9, 0)})}
	w.open()
	w.Found(pemda, seal.KindLetter, seal.KindMatter, seal.KindIndex)
	w.settle()
	return w
}

func (w *world) open() {
	w.T.Helper()
	ctx := w.T.Context()
	var err error
	w.rooms, err = meeting.Open(ctx, meeting.Config{
		Log: w.Log, Keys: w.Keys, Pack: w.Law, Procedure: w.Procedure, Roster: w.Roster, Letters: w.Letters, Accounts: w.Access, Words: w.Words, Blobs: w.Blobs,
		Machine: clock.NewFrozen(time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)),
		Announce: func(ctx context.Context, who rambu.Actor, n meeting.News) (func(*ledger.Op) error, error) {
			return w.Announce(ctx, who, n)
		},
		Share: func(ctx context.Context, who rambu.Actor, c meeting.Content, chair string) (meeting.Short, error) {
			return w.Share(ctx, who, c, chair)
		},
	})
	w.Must(err)
	w.feeds, err = feed.Open(ctx, feed.Config{
		Log: w.Log, Access: w.Access, Roster: w.Roster, Letters: w.Letters, Room: w.rooms, Words: w.Words, BaseURL: "https://rambu.contoh.id/",
	})
	w.Must(err)
	w.Desk, err = link.Open(ctx, link.Config{
		Log: w.Log, Keys: w.Keys, Roster: w.Roster, Letters: w.Letters, Room: w.rooms, Feeds: w.feeds, BaseURL: "https://rambu.contoh.id/",
	})
	w.Must(err)
}

func (w *world) settle() {
	w.T.Helper()
	w.Seed(groundtest.Regency(3, 2, 0))
	w.bupati = w.Officer(pemda+"/bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.kadis = w.Officer(pemda+"/dinas-00", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.sekdis = w.Officer(pemda+"/dinas-00/sekretaris", "Sulaiman Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.Officer(pemda+"/camat-00", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.Heads(3, 2)
}

func rakor() meeting.PlanIn {
	return meeting.PlanIn{
		Kind: meeting.Coordination, Title: "Rakor perdana", On: "2024-10-07", Start: "09.00", End: "11.00", Place: "Aula Contoh",
		Agenda: []string{"Netralitas ASN"}, Chair: pemda + "/bupati", StandIn: meeting.StandInAny,
	}
}

// invited is a planned meeting with the draft of its letter, to agencies and districts.
func (w *world) invited(in meeting.PlanIn) string {
	w.T.Helper()
	ids, err := w.rooms.Plan(w.T.Context(), w.sekda, in)
	w.Must(err)
	_, err = w.rooms.Invite(w.T.Context(), w.sekda, meeting.InviteIn{
		Meeting: ids[0], Groups: []meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupDistricts}, Signer: pemda + "/sekda",
	})
	w.Must(err)
	return ids[0]
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(meeting.Tables(), link.Tables())
}
