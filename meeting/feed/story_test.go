package feed_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/ical"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/roster"
)

// address makes an address for an officer.
func (w *world) address(who rambu.Actor, detail bool) string {
	w.T.Helper()
	secret, err := w.Create(w.T.Context(), who, detail, words.ID)
	w.Must(err)
	return secret
}

// shows are the events of an address.
func (w *world) shows(secret string) []ical.Event {
	w.T.Helper()
	c, err := w.Calendar(w.T.Context(), secret)
	w.Must(err)
	return c.Events
}

func (w *world) gone(secret string) {
	w.T.Helper()
	_, err := w.Calendar(w.T.Context(), secret)
	if err == nil || rambu.KindOf(err) != rambu.NotFound {
		w.T.Errorf("an address that should be gone: %v", err)
	}
}

// A post's calendar from the invitation to the cancelled meeting.
func TestOneCalendar(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		before, times, chair, stand := w.address(w.kadis, true), w.address(w.camat, false), w.address(w.bupati, true), w.address(w.sekdis, true)
		id := w.invited(rakor())
		if got := w.shows(before); len(got) != 0 {
			t.Fatalf("the draft of an invitation is in a calendar: %+v", got)
		}
		w.Must(w.rooms.Send(ctx, w.sekda, id))
		want := []ical.Event{{
			UID: id + "@" + pemda, Sequence: 2, Changed: w.Clock.Now().UTC(), Start: groundtest.At("2024-10-07", 9, 0).UTC(), End: groundtest.At("2024-10-07", 11, 0).UTC(),
			Summary: "Rakor perdana", Location: "Aula Contoh", Text: "Rapat koordinasi, dipimpin oleh Bupati Rekaan.",
			Category: "Rapat koordinasi", Link: "https://rambu.contoh.id/rapat/" + id,
		}}
		for name, secret := range map[string]string{"invited": before, "leads": chair} {
			if diff := cmp.Diff(want, w.shows(secret)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		if got := w.shows(times); len(got) != 1 || got[0].Summary != "Rapat koordinasi" || got[0].Location != "" || strings.Contains(got[0].Text, "perdana") {
			t.Errorf("an address that shows times only says %+v", got)
		}
		w.standIn(id, stand)
		w.Must(w.rooms.Cancel(ctx, w.sekda, id, 0))
		got := w.shows(before)
		if len(got) != 1 || !got[0].Cancelled || got[0].Sequence <= want[0].Sequence || got[0].UID != want[0].UID {
			t.Errorf("a cancelled meeting: %+v", got)
		}
		w.verify()
	})
}

// standIn: whoever is named sees the meeting, and sees it no more when the holder comes himself.
func (w *world) standIn(id, secret string) {
	w.T.Helper()
	ctx := w.T.Context()
	row := w.row(id, "dinas-00")
	if got := w.shows(secret); len(got) != 0 {
		w.T.Errorf("not invited, yet sees %+v", got)
	}
	in := meeting.StandInIn{Post: roster.PostID(w.sekdis.Post), Mandate: meeting.Mandate{Number: "800/1", Date: "2024-10-02"}}
	w.Must(w.rooms.Represent(ctx, w.kadis, row, in))
	if got := w.shows(secret); len(got) != 1 || got[0].Summary != "Rakor perdana" {
		w.T.Errorf("the stand-in sees %+v", got)
	}
	w.Must(w.rooms.Accept(ctx, w.kadis, row))
	w.Must(w.rooms.Represent(ctx, w.kadis, row, in)) // named again: nothing is kept twice
	w.Must(w.rooms.Accept(ctx, w.kadis, row))
	if got := w.shows(secret); len(got) != 0 {
		w.T.Errorf("the holder comes, yet the stand-in sees %+v", got)
	}
}

// What was sent before the address was made is in it; a new address ends the old one; a revoked
// one, and one whose owner lost the post, show nothing.
func TestAnAddressEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		w.Must(w.rooms.Send(ctx, w.sekda, id))
		first := w.address(w.kadis, true)
		if got := w.shows(first); len(got) != 1 || got[0].Location != "Aula Contoh" {
			t.Errorf("an address made later shows %+v", got)
		}
		second := w.address(w.kadis, true)
		if first == second {
			t.Error("two addresses are the same")
		}
		w.gone(first)
		w.gone(first[:len(first)-1])
		w.gone("")
		if got := w.shows(second); len(got) != 1 {
			t.Errorf("the new address shows %+v", got)
		}
		w.Must(w.Revoke(ctx, w.kadis))
		w.gone(second)
		err := w.Revoke(ctx, w.kadis)
		if rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("revoked twice: %v", err)
		}
		mine := w.address(w.camat, true)
		held, err := w.Roster.HoldersOf(ctx, groundtest.Admin(pemda), []roster.PostID{roster.PostID(w.camat.Post)}, "2024-10-02")
		w.Must(err)
		tenure := held[roster.PostID(w.camat.Post)][0].Tenure
		w.Must(w.Roster.EndTenure(groundtest.Admin(pemda), tenure.ID, "2024-10-01", tenure.Version))
		w.gone(mine)
		w.verify()
	})
}

// Another government, Bawaslu and the public have no calendar here, and a copy of the database
// says neither what a meeting is about nor where, nor the address itself.
func TestTheWall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.invited(rakor())
	w.Must(w.rooms.Send(ctx, w.sekda, id))
	secret := w.address(w.kadis, true)
	foreign, neighbour := w.kadis, w.kadis
	foreign.Institution, neighbour.Institution = "pemda.18.02", groundtest.Supervisor
	for name, who := range map[string]rambu.Actor{"another government": foreign, "Bawaslu": neighbour, "the public": rambu.Public()} {
		_, mine := w.Mine(ctx, who)
		_, one := w.One(ctx, who, id, words.ID)
		for method, err := range map[string]error{"mine": mine, "one": one, "revoke": w.Revoke(ctx, who)} {
			if err == nil || rambu.KindOf(err) != rambu.NotFound {
				t.Errorf("%s, %s: %v", name, method, err)
			}
		}
	}
	if _, err := w.Mine(ctx, w.camat); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("a colleague without an address: %v", err)
	}
	seen := 0
	for _, table := range feed.Tables() {
		rows, err := w.DB.Query(ctx, `SELECT `+strings.Join(table.Columns, ", ")+` FROM `+table.Name)
		w.Must(err)
		values := make([]any, len(table.Columns))
		for i := range values {
			values[i] = new([]byte)
		}
		for rows.Next() {
			seen++
			w.Must(rows.Scan(values...))
			for i, v := range values {
				for _, word := range []string{"perdana", "Aula", secret, secret[:12]} {
					if bytes.Contains(*v.(*[]byte), []byte(word)) {
						t.Errorf("%s.%s holds %q in clear", table.Name, table.Columns[i], word)
					}
				}
			}
		}
		w.Must(rows.Err())
		w.Must(rows.Close())
	}
	if seen != 2 {
		t.Errorf("%d rows were looked at", seen)
	}
}
