package meeting_test

import (
	"context"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/meeting/link"
	"rambu.id/roster"
	"rambu.id/seal"
)

const pemda = groundtest.Government

// world is a government with a dozen agencies and a few districts, all invented.
type world struct {
	*meeting.Room
	*groundtest.Ground
	machine *clock.Practice
	links   *link.Desk

	bupati, sekda, tu, bkpsdm, inspektur, kadis, sekdis, camat rambu.Actor
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{
		Ground:  groundtest.Open(t, groundtest.Options{DB: d, Start: groundtest.At("2024-10-02", 9, 0)}),
		machine: clock.NewFrozen(time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)),
	}
	w.open()
	w.Found(pemda, seal.KindLetter, seal.KindMatter, seal.KindIndex)
	w.settle()
	return w
}

func (w *world) open() {
	w.T.Helper()
	ctx := w.T.Context()
	var err error
	w.Room, err = meeting.Open(ctx, meeting.Config{
		Log: w.Log, Keys: w.Keys, Pack: w.Law, Procedure: w.Procedure, Roster: w.Roster, Letters: w.Letters, Accounts: w.Access, Words: w.Words, Machine: w.machine,
		Guard: cite.New(w.Law), Blobs: w.Blobs,
		Share: func(ctx context.Context, who rambu.Actor, c meeting.Content, chair string) (meeting.Short, error) {
			return w.links.Share(ctx, who, c, chair)
		},
		Announce: func(ctx context.Context, who rambu.Actor, n meeting.News) (func(*ledger.Op) error, error) {
			return w.links.Announce(ctx, who, n)
		},
	})
	w.Must(err)
	feeds, err := feed.Open(ctx, feed.Config{Log: w.Log, Access: w.Access, Roster: w.Roster, Letters: w.Letters, Room: w.Room, Words: w.Words})
	w.Must(err)
	w.links, err = link.Open(ctx, link.Config{Log: w.Log, Keys: w.Keys, Roster: w.Roster, Letters: w.Letters, Room: w.Room, Feeds: feeds})
	w.Must(err)
}

// settle fills the roster, with two villages in each of two districts, and gives some officers
// accounts and keys.
func (w *world) settle() {
	w.T.Helper()
	w.Seed(groundtest.Regency(12, 6, 4))
	w.bupati = w.Officer(pemda+"/bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.tu = w.Officer(pemda+"/tata-usaha", "Sari Contoh", roster.SubjectPNS, rambu.RoleClerk)
	w.bkpsdm = w.Officer(pemda+"/bkpsdm", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.inspektur = w.Officer(pemda+"/inspektur", "Bagus Contoh", roster.SubjectPNS, rambu.RoleInspector)
	w.kadis = w.Officer(pemda+"/dinas-00", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.sekdis = w.Officer(pemda+"/dinas-00/sekretaris", "Sulaiman Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.Officer(pemda+"/camat-00", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.Heads(12, 6)
}

func rakor() meeting.PlanIn {
	return meeting.PlanIn{
		Kind: meeting.Coordination, Title: "Rakor perdana", On: "2024-10-07", Start: "09.00", End: "11.00", Place: "Aula Contoh",
		Agenda: []string{"Netralitas ASN", "Kondusifitas"}, Chair: pemda + "/bupati", StandIn: meeting.StandInRank, MinClass: roster.ClassAdministrator,
	}
}

func (w *world) planned(in meeting.PlanIn) string {
	w.T.Helper()
	ids, err := w.Plan(w.T.Context(), w.sekda, in)
	w.Must(err)
	return ids[0]
}

// invited is a planned meeting whose letter was sent to agencies and districts, and Forkopimda.
func (w *world) invited(in meeting.PlanIn) string {
	w.T.Helper()
	id := w.planned(in)
	_, err := w.Invite(w.T.Context(), w.sekda, meeting.InviteIn{
		Meeting: id, Groups: []meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupDistricts, meeting.GroupForum}, Signer: pemda + "/sekda",
	})
	w.Must(err)
	w.Must(w.Send(w.T.Context(), w.sekda, id))
	return id
}

func (w *world) get(id string) *meeting.View {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), w.sekda, id)
	w.Must(err)
	return v
}

// row is a post's row in a meeting.
func (w *world) row(id, post string) meeting.Invitee {
	w.T.Helper()
	for _, i := range w.get(id).Invitees {
		if string(i.Post) == post || string(i.Post) == pemda+"/"+post {
			return i
		}
	}
	w.T.Fatalf("%s is not invited", post)
	return meeting.Invitee{}
}

func (w *world) verify() {
	w.T.Helper()
	w.CheckLog(meeting.Tables(), link.Tables())
}
