package meeting_test

import (
	"testing"
	"time"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/law/cite"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/seal"
)

const (
	pemda   = groundtest.Government
	bawaslu = groundtest.Supervisor
	area    = groundtest.Area
)

// world is a government with a dozen agencies and a few districts, all invented.
type world struct {
	*meeting.Room
	*groundtest.Ground
	machine *clock.Practice

	bupati, sekda, tu, bkpsdm, inspektur, kadis, sekdis, camat rambu.Actor
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{
		Ground:  groundtest.Open(t, groundtest.Options{DB: d, Start: groundtest.At("2024-10-02", 9, 0)}),
		machine: clock.NewFrozen(time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)),
	}
	var err error
	w.Room, err = meeting.Open(t.Context(), meeting.Config{
		Log: w.Log, Keys: w.Keys, Pack: w.Law, Procedure: w.Procedure, Roster: w.Roster, Letters: w.Letters, Accounts: w.Access, Words: w.Words, Machine: w.machine,
		Guard: cite.New(w.Law), Blobs: w.Blobs,
	})
	w.Must(err)
	w.Found(pemda, seal.KindLetter, seal.KindMatter, seal.KindIndex)
	w.settle()
	return w
}

const agencies = 12

// settle fills the roster and gives some officers accounts and keys, and the other heads accounts
// that open letters.
func (w *world) settle() {
	w.T.Helper()
	w.Seed(groundtest.Regency(agencies, 6, 0))
	w.bupati = w.Officer(pemda+"/bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.tu = w.Officer(pemda+"/tata-usaha", "Sari Contoh", roster.SubjectPNS, rambu.RoleClerk)
	w.bkpsdm = w.Officer(pemda+"/bkpsdm", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.inspektur = w.Officer(pemda+"/inspektur", "Bagus Contoh", roster.SubjectPNS, rambu.RoleInspector)
	w.kadis = w.Officer(pemda+"/dinas-00", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.sekdis = w.Officer(pemda+"/dinas-00/sekretaris", "Sulaiman Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.Officer(pemda+"/camat-00", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	for _, p := range w.Heads(agencies, 6) {
		w.Grant(w.Account(p), seal.KindLetter)
	}
}

// contest lets somebody else claim a post in the same way.
func (w *world) contest(post, name string, mode roster.Mode) {
	w.T.Helper()
	w.Hold(pemda+"/"+post, w.Enrol(pemda, name, roster.SubjectStateOfficial), roster.Tenure{Mode: mode, From: "2024-09-25", Contested: true})
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
	w.CheckLog(meeting.Tables())
}
