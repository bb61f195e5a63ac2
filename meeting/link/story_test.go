package link_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/pdf"
	"rambu.id/internal/words"
	"rambu.id/letter/kinds"
	"rambu.id/meeting"
	"rambu.id/meeting/link"
	"rambu.id/seal/short"
)

// of is the link of a meeting as its organiser sees it.
func (w *world) of(id string) *link.Shared {
	w.T.Helper()
	v, err := w.rooms.Get(w.T.Context(), w.sekda, id)
	w.Must(err)
	s, err := w.Of(w.T.Context(), w.sekda, v)
	w.Must(err)
	return s
}

// opens is what a link opens.
func (w *world) opens(secret string, want link.State) *link.Opened {
	w.T.Helper()
	o, err := w.ByLink(w.T.Context(), secret)
	w.Must(err)
	if o.State != want {
		w.T.Fatalf("the link is %q, want %q", o.State, want)
	}
	if want != link.Valid && (o.Card.Title != "" || o.Card.Place != "") {
		w.T.Errorf("a link that is %q tells %+v", want, o.Card)
	}
	return o
}

// printed is the link in the letter of a meeting.
func (w *world) printed(id string) string {
	w.T.Helper()
	v, err := w.rooms.Get(w.T.Context(), w.sekda, id)
	w.Must(err)
	opened, err := w.Letters.Open(w.T.Context(), w.sekda, v.Letter.ID)
	w.Must(err)
	for _, b := range w.Letters.Document(opened).Body {
		if code, ok := b.(pdf.Code); ok && code.QR == opened.Payload.(*kinds.Invitation).Link { //nolint:forcetypeassert // an invitation
			return code.QR
		}
	}
	w.T.Fatal("the letter prints no code")
	return ""
}

// dump is everything the database holds of a table, as text.
func (w *world) dump(table string) string {
	w.T.Helper()
	rows, err := w.DB.Query(w.T.Context(), `SELECT * FROM `+table) //nolint:unqueryvet // all of it: whatever a thief would have
	w.Must(err)
	defer rows.Close() //nolint:errcheck // reading
	var b strings.Builder
	columns, err := rows.Columns()
	w.Must(err)
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		w.Must(rows.Scan(into...))
		for _, v := range values {
			if raw, ok := v.([]byte); ok {
				v = string(raw)
			}
			fmt.Fprintln(&b, v)
		}
	}
	w.Must(rows.Err())
	return b.String()
}

// An invitation is shared: it opens once it was sent, says what it says and no more, follows the
// meeting to its end, and then opens no longer.
func TestOneLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		s := w.of(id)
		w.opens(s.Secret, link.Unsent)
		if s.Sent {
			t.Error("a draft counts as sent")
		}
		if got, want := w.printed(id), "https://rambu.contoh.id/u/"+short.Grouped(s.Secret); got != want {
			t.Errorf("the letter prints %q, want %q", got, want)
		}
		w.Must(w.rooms.Send(ctx, w.sekda, id))
		o := w.opens(" "+strings.ToUpper(short.Grouped(s.Secret)), link.Valid)
		if o.Card.Title != "Rakor perdana" || o.Card.Place != "Aula Contoh" || o.Card.Chair != "Bupati Rekaan" || o.Card.Agenda[0] != "Netralitas ASN" ||
			o.From != "Sekretaris Daerah" || o.Letter.Number == "" || o.Now.ID != id {
			t.Errorf("it opens %+v", o)
		}
		for _, forged := range []string{s.Secret[:11], s.Secret + "0", short.New(), "", strings.Repeat("x", 900)} {
			_, err := w.ByLink(ctx, forged)
			if rambu.KindOf(err) != rambu.NotFound {
				t.Errorf("%q: %v", forged, err)
			}
		}
		var ics bytes.Buffer
		c, err := w.Calendar(ctx, o, words.ID)
		w.Must(err)
		w.Must(c.Write(&ics))
		if !strings.Contains(ics.String(), "UID:"+id+"@"+pemda) || !strings.Contains(ics.String(), "SUMMARY:Rakor perdana") || strings.Contains(ics.String(), "Contoh 0") {
			t.Errorf("the calendar says\n%s", ics.String())
		}
		w.To("2024-10-07", 8, 50)
		w.Must(w.rooms.OpenDoor(ctx, w.sekda, id, 0))
		w.Must(w.rooms.Close(ctx, w.sekda, id, 0))
		w.To("2024-10-10", 12, 0) // the last day for reasons
		w.opens(s.Secret, link.Valid)
		w.To("2024-10-11", 8, 0)
		w.opens(s.Secret, link.Over)
		w.verify()
	})
}

// Whoever copies the database finds neither the link nor what it opens.
func TestStolenDatabase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.invited(rakor())
		w.Must(w.rooms.Send(t.Context(), w.sekda, id))
		s := w.of(id)
		for _, table := range []string{"link_invitation", "meeting_session", "letter_outbox", "ledger_operation"} {
			held := w.dump(table)
			for _, secret := range []string{s.Secret, short.Grouped(s.Secret), "Rakor perdana", "Aula Contoh"} {
				if strings.Contains(held, secret) {
					t.Errorf("%s holds %q", table, secret)
				}
			}
		}
		keyless := w.sekda
		keyless.Keys = nil
		v, err := w.rooms.Get(t.Context(), w.sekda, id)
		w.Must(err)
		_, err = w.Of(t.Context(), keyless, v)
		if rambu.KindOf(err) != rambu.Locked {
			t.Errorf("without the office key: %v", err)
		}
	})
}

// A link that went astray is revoked or replaced; the old one says so and keeps nothing.
func TestRevokeAndReplace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		w.Must(w.rooms.Send(ctx, w.sekda, id))
		first := w.of(id)
		w.Must(w.Make(ctx, w.sekda, id))
		second := w.of(id)
		w.opens(first.Secret, link.Revoked)
		if o := w.opens(second.Secret, link.Valid); o.Card.Title != "Rakor perdana" {
			t.Errorf("the new link opens %+v", o.Card)
		}
		for _, who := range []rambu.Actor{w.kadis, w.camat} {
			if err := w.Make(ctx, who, id); rambu.KindOf(err) != rambu.Forbidden {
				t.Errorf("%s makes a link: %v", who.Post, err)
			}
			if err := w.Revoke(ctx, who, id); rambu.KindOf(err) != rambu.Forbidden {
				t.Errorf("%s revokes a link: %v", who.Post, err)
			}
		}
		w.Must(w.Revoke(ctx, w.sekda, id))
		w.Must(w.Revoke(ctx, w.sekda, id)) // twice is once
		w.opens(second.Secret, link.Revoked)
		v, err := w.rooms.Get(ctx, w.sekda, id)
		w.Must(err)
		_, err = w.Of(ctx, w.sekda, v)
		if rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("a revoked link is still shown: %v", err)
		}
		w.Must(w.Make(ctx, w.sekda, id))
		w.opens(w.of(id).Secret, link.Valid)
		w.verify()
	})
}

// A meeting that is called off says so under its link, with the reason, and takes no new link.
func TestCalledOff(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		w.Must(w.rooms.Send(ctx, w.sekda, id))
		s := w.of(id)
		w.Must(w.rooms.CallOff(ctx, w.sekda, meeting.CallOffIn{Meeting: id, Why: "Banjir."}))
		o := w.opens(s.Secret, link.Valid)
		if o.Now.State != meeting.Cancelled || o.Card.Off[id] != "Banjir." {
			t.Errorf("it says %+v of %q", o.Card, o.Now.State)
		}
		if err := w.Make(ctx, w.sekda, id); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("a new link to what is called off: %v", err)
		}
		draft := w.invited(rakor())
		s = w.of(draft)
		w.Must(w.rooms.Cancel(ctx, w.sekda, draft, 0))
		if o := w.opens(s.Secret, link.Valid); o.Now.State != meeting.Cancelled {
			t.Errorf("an invitation that never left says %q", o.Now.State)
		}
		w.verify()
	})
}

// One link calls to a whole series, and asks about the next of its meetings.
func TestSeries(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		in := rakor()
		in.Weeks, in.Kind = 3, meeting.Assembly
		id := w.invited(in)
		w.Must(w.rooms.Send(ctx, w.sekda, id))
		s := w.of(id)
		o := w.opens(s.Secret, link.Valid)
		if len(o.Meetings) != 3 || o.Now.ID != id {
			t.Fatalf("%d meetings, the next %s", len(o.Meetings), o.Now.ID)
		}
		second := o.Meetings[1].ID
		if w.of(second).Secret != s.Secret {
			t.Error("two meetings of a series have two links")
		}
		w.Must(w.rooms.CallOff(ctx, w.sekda, meeting.CallOffIn{Meeting: second, Why: "Hari besar."}))
		w.To("2024-10-08", 8, 0)
		o = w.opens(s.Secret, link.Valid)
		if o.Now.ID != o.Meetings[2].ID || o.Card.Off[second] != "Hari besar." {
			t.Errorf("the next is %s of %s", o.Now.On, o.Now.State)
		}
	})
}
