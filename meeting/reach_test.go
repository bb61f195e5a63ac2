package meeting_test

import (
	"testing"

	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/reach"
	"rambu.id/roster"
	"rambu.id/seal"
)

// village adds the head of a village below a head of district.
func (w *world) village(post, name string) roster.Person {
	w.T.Helper()
	w.Must(w.Roster.AddPost(groundtest.Admin(pemda), roster.Post{
		ID: roster.PostID(pemda + "/" + post), Institution: pemda, Title: "Kepala Desa " + name, Office: roster.OfficeVillageHead,
		Class: roster.ClassVillageHead, Superior: pemda + "/camat-00",
	}))
	return w.Person(pemda+"/"+post, name, roster.SubjectVillageHead)
}

// copyOf is the copy of a post of the invitation to a meeting.
func (w *world) copyOf(id, post string) letter.Copy {
	w.T.Helper()
	for _, c := range w.get(id).Letter.Copies {
		if c.ToPost == pemda+"/"+post {
			return c
		}
	}
	w.T.Fatalf("no copy for %s", post)
	return letter.Copy{}
}

// Heads of villages stay away. One has no account and nobody brought him the letter; another was
// handed it, a third answered by telephone, a fourth signed for it, and a fifth has an account that
// opens it; a sixth has one that opens nothing. Whom the letter is not known to have reached is not
// without explanation.
func TestNotReachedIsNotUnexplained(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		for _, post := range []string{"desa-01", "desa-02", "desa-03", "desa-04", "desa-05", "desa-06"} {
			p := w.village(post, "Desa "+post)
			if post == "desa-05" || post == "desa-06" {
				a := w.Account(p)
				if post == "desa-05" {
					w.Grant(a, seal.KindLetter)
				}
			}
		}
		id := w.planned(rakor())
		_, err := w.Invite(ctx, w.sekda, meeting.InviteIn{Meeting: id, Groups: []meeting.InviteGroup{meeting.GroupVillages, meeting.GroupDistricts}, Signer: pemda + "/sekda"})
		w.Must(err)
		w.Must(w.Send(ctx, w.sekda, id))
		given := letter.HandOver{Copy: w.copyOf(id, "desa-02").ID, How: letter.InPerson, On: "2024-10-02", Name: "Kepala Desa sendiri", Note: "di kantor camat"}
		w.Must(w.Letters.RecordDelivery(ctx, w.tu, w.get(id).Letter.ID, given))
		w.WantKey(w.Letters.RecordDelivery(ctx, w.tu, w.get(id).Letter.ID, given), "conflict", "not_outside")
		w.Must(w.Accept(ctx, w.tu, w.row(id, "desa-03").ID))
		w.Must(w.Letters.Acknowledge(ctx, w.tu, w.copyOf(id, "desa-04").ID, "Sekretaris Desa"))
		v := w.get(id)
		for post, want := range map[string]reach.Proof{
			"desa-01": reach.None, "desa-02": reach.Handed, "desa-03": reach.Answered, "desa-04": reach.Signed, "desa-05": reach.Opens, "desa-06": reach.None, "camat-00": reach.Opens,
		} {
			if got := v.Proved(w.row(id, post)); got != want {
				t.Errorf("%s: proved by %q, want %q", post, got, want)
			}
		}
		w.To("2024-10-07", 9, 0)
		w.Must(w.OpenDoor(ctx, w.tu, id, 0))
		w.To("2024-10-07", 11, 0)
		w.Must(w.Close(ctx, w.tu, id, 0))
		for post, want := range map[string]meeting.Presence{
			"desa-01": meeting.NotReached, "desa-02": meeting.Unexplained, "desa-03": meeting.Unexplained, "desa-04": meeting.Unexplained,
			"desa-05": meeting.Unexplained, "desa-06": meeting.NotReached, "camat-00": meeting.Unexplained,
		} {
			if got := w.row(id, post).State; got != want {
				t.Errorf("%s is %s, want %s", post, got, want)
			}
		}
		w.verify()
	})
}

// Two claim a post and one of them has no account: nobody knows whom the letter is for.
func TestContestedPostIsReachedWhenBothAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	id := w.invited(rakor())
	if got := w.get(id).Proved(w.row(id, "dinas-03")); got != reach.Opens {
		t.Fatalf("proved by %q", got)
	}
	w.contest("dinas-03", "Pengklaim Contoh", roster.Definitive)
	if got := w.get(id).Proved(w.row(id, "dinas-03")); got != reach.None {
		t.Errorf("proved by %q", got)
	}
}
