package contact_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/contact"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter/kinds"
)

func met(with string) contact.In {
	return contact.In{
		With: with, On: "2024-10-04", Way: contact.InMeeting, Topic: "keamanan", Note: "Pengamanan rapat umum",
		From: []kinds.ContactPerson{{Post: "Sekretaris Daerah", Name: "Hendra Contoh"}}, To: []kinds.ContactPerson{{Post: "Ketua", Name: "Sekar Contoh"}},
	}
}

// entered writes and sends an entry of the secretary's.
func (w *world) entered(with string) string {
	w.T.Helper()
	id, err := w.Enter(w.T.Context(), w.sekda, met(with))
	w.Must(err)
	w.Must(w.Book.Send(w.T.Context(), w.sekda, id))
	return id
}

func (w *world) state(who rambu.Actor, id string) contact.State {
	w.T.Helper()
	e, err := w.Get(w.T.Context(), who, id)
	w.Must(err)
	return e.State
}

// arrived is the one entry that waits at Bawaslu.
func (w *world) arrived() string {
	w.T.Helper()
	all, err := w.Arrived(w.T.Context(), w.staf)
	w.Must(err)
	if len(all) != 1 {
		w.T.Fatalf("%d entries wait", len(all))
	}
	return all[0].ID
}

// The secretary enters a meeting, it waits and grows old in sight, Bawaslu countersigns: both hold
// the same entry, with the same mark.
func TestBothSidesHoldOneEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Enter(ctx, w.sekda, met(bawaslu+"/ketua"))
		w.Must(err)
		if got := w.state(w.sekda, id); got != contact.Unsent {
			t.Errorf("before it is sent: %s", got)
		}
		w.Must(w.Book.Send(ctx, w.sekda, id))
		w.To("2024-10-10", 9, 0)
		ours, err := w.Get(ctx, w.sekda, id)
		w.Must(err)
		if ours.State != contact.Waiting || ours.Days != 3 {
			t.Errorf("waiting: %s, %d days", ours.State, ours.Days)
		}
		_, p, err := w.Read(ctx, w.staf, w.arrived())
		w.Must(err)
		if p.Note != "Pengamanan rapat umum" || p.Topic != "keamanan" {
			t.Errorf("Bawaslu reads %+v", p)
		}
		same, err := w.Reply(ctx, w.staf, contact.AnswerIn{ID: w.arrived(), Agreed: true})
		w.Must(err)
		if same != id {
			t.Errorf("another entry: %s, want %s", same, id)
		}
		if got := w.state(w.sekda, id); got != contact.Waiting {
			t.Errorf("an answer that has not left is known: %s", got)
		}
		w.Must(w.Book.Send(ctx, w.staf, id))
		theirs, err := w.Get(ctx, w.staf, id)
		w.Must(err)
		ours, err = w.Get(ctx, w.sekda, id)
		w.Must(err)
		if ours.State != contact.Confirmed || theirs.State != contact.Confirmed || ours.Side != contact.Ours || theirs.Side != contact.Theirs {
			t.Errorf("ours %s, theirs %s", ours.State, theirs.State)
		}
		if ours.Mark() != theirs.Mark() || len(ours.Mark()) != 16 {
			t.Errorf("marks %s and %s", ours.Mark(), theirs.Mark())
		}
		if diff := cmp.Diff(ours.Content, theirs.Content); diff != "" {
			t.Errorf("contents differ (-ours +theirs)\n%s", diff)
		}
		w.verify()
	})
}

// Bawaslu remembers it otherwise and says so in its own words; both read them, and the entry stays
// as it was.
func TestTheOtherSideDisputes(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id := w.entered(bawaslu + "/ketua")
	copied := w.arrived()
	_, err := w.Reply(ctx, w.staf, contact.AnswerIn{ID: copied})
	w.Refused("a dispute without words", err, rambu.Invalid)
	_, err = w.Reply(ctx, w.staf, contact.AnswerIn{ID: copied, Wording: "Membahas terlapor X"})
	w.Refused("a dispute with a case in it", err, rambu.Invalid)
	_, err = w.Reply(ctx, w.staf, contact.AnswerIn{ID: copied, Wording: "Hanya lewat telepon."})
	w.Must(err)
	w.Must(w.Book.Send(ctx, w.staf, id))
	_, err = w.Reply(ctx, w.ketua, contact.AnswerIn{ID: copied, Agreed: true})
	w.Refused("a second answer", err, rambu.Conflict)
	for _, who := range []rambu.Actor{w.sekda, w.staf} {
		e, err := w.Get(ctx, who, id)
		w.Must(err)
		if e.State != contact.Disputed || e.Content.Wording != "Hanya lewat telepon." || e.Way != contact.InMeeting {
			t.Errorf("%s: %+v", who.Post, e)
		}
	}
	m, err := w.Month(ctx, w.sekda, "2024-10")
	w.Must(err)
	if diff := cmp.Diff(map[contact.State]int{contact.Disputed: 1}, m.States); diff != "" || m.Topics["keamanan"] != 1 || m.Others[bawaslu] != 1 {
		t.Errorf("counts %+v\n%s", m, diff)
	}
	w.verify()
}

// KPU has no room here: its signature comes on the printed entry and is recorded with its scan.
// Bawaslu, which has one, signs itself.
func TestKPUSignsOnPaper(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id, walled := w.entered(kpu+"/ketua"), w.entered(bawaslu+"/ketua")
	scan, err := w.Letters.Attach(ctx, "kontak.pdf", "application/pdf", strings.NewReader("%PDF-1.7 contoh"))
	w.Must(err)
	paper := contact.PaperIn{Entry: id, Agreed: true, Name: "Ketua KPU Contoh", On: "2024-10-07", Scan: &scan}
	for field, with := range map[string]func(p *contact.PaperIn){
		"file": func(p *contact.PaperIn) { p.Scan = nil }, "nama": func(p *contact.PaperIn) { p.Name = " " },
		"tanggal": func(p *contact.PaperIn) { p.On = "2024-10-08" }, "kata": func(p *contact.PaperIn) { p.Agreed = false },
	} {
		bad := paper
		with(&bad)
		err := w.RecordPaper(ctx, w.sekda, bad)
		if es, ok := err.(rambu.Errors); !ok || es[0].Field != field { //nolint:errorlint // a list of faults is never wrapped
			t.Errorf("%s: %v", field, err)
		}
	}
	alone := paper
	alone.Entry = walled
	w.Refused("Bawaslu's signature on paper", w.RecordPaper(ctx, w.sekda, alone), rambu.Conflict)
	w.Must(w.RecordPaper(ctx, w.sekda, paper))
	e, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	if e.State != contact.Confirmed || !e.OnPaper {
		t.Errorf("after paper: %+v", e)
	}
	w.Refused("twice", w.RecordPaper(ctx, w.sekda, paper), rambu.Conflict)
	_, _, err = w.Letters.ReadFile(ctx, w.sekda, e.Replied, scan.ID)
	w.Must(err)
	w.verify()
}

func TestWhoKeepsTheBook(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id := w.entered(bawaslu + "/ketua")
	_, err := w.Enter(ctx, w.camat, met(bawaslu+"/ketua"))
	w.Refused("a camat enters", err, rambu.Forbidden)
	_, err = w.Month(ctx, w.camat, "")
	w.Refused("a camat lists", err, rambu.Forbidden)
	_, err = w.Get(ctx, w.staf, id)
	w.Refused("Bawaslu opens the government's own row", err, rambu.NotFound)
	_, err = w.Get(ctx, w.stranger, id)
	w.Refused("a foreign government opens it", err, rambu.NotFound)
	_, _, err = w.Read(ctx, w.stranger, w.arrived())
	w.Refused("a foreign government reads the copy", err, rambu.NotFound)
	_, err = w.Reply(ctx, w.sekda, contact.AnswerIn{ID: w.arrived(), Agreed: true})
	w.Refused("the government countersigns its own entry", err, rambu.NotFound)
	m, err := w.Month(ctx, w.stranger, "2024-10")
	w.Must(err)
	if len(m.Entries) != 0 {
		t.Errorf("a foreign government lists %+v", m.Entries)
	}
	w.Refused("somebody else sends it", w.Book.Send(ctx, w.ketua, id), rambu.NotFound)
}

func TestAnEntryIsChecked(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	for name, tc := range map[string]struct {
		with  func(in *contact.In)
		field string
	}{
		"tomorrow":           {func(in *contact.In) { in.On = "2024-10-08" }, "tanggal"},
		"by pigeon":          {func(in *contact.In) { in.Way = "merpati" }, "cara"},
		"a free topic":       {func(in *contact.In) { in.Topic = "perkara si A" }, "topik"},
		"nobody of ours":     {func(in *contact.In) { in.From = nil }, "kami"},
		"nobody of theirs":   {func(in *contact.In) { in.To = []kinds.ContactPerson{{Name: "Tanpa jabatan"}} }, "mereka"},
		"a case in the note": {func(in *contact.In) { in.Note = "Membahas 002/Reg/LP/PB" }, "catatan"},
		"a case in a name":   {func(in *contact.In) { in.From[0].Name = "terlapor Sulaiman" }, "kami"},
		"a long note":        {func(in *contact.In) { in.Note = strings.Repeat("a ", 101) }, "catatan"},
		"with a stranger":    {func(in *contact.In) { in.With = other + "/sekda" }, "dengan"},
		"with oneself":       {func(in *contact.In) { in.With = pemda + "/sekda" }, "dengan"},
	} {
		in := met(bawaslu + "/ketua")
		tc.with(&in)
		_, err := w.Enter(ctx, w.sekda, in)
		if es, ok := err.(rambu.Errors); !ok || es[0].Field != tc.field { //nolint:errorlint // a list of faults is never wrapped
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.Month(ctx, w.sekda, "2024-13")
	w.Refused("a month that does not exist", err, rambu.Invalid)
}

// The row says that somebody spoke with an institution, and neither who nor what.
func TestNoNameInClear(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w, ctx := newWorld(t, d), t.Context()
	w.entered(bawaslu + "/ketua")
	for _, table := range contact.Tables() {
		rows, err := d.Query(ctx, `SELECT `+strings.Join(table.Columns, ", ")+` FROM `+table.Name)
		w.Must(err)
		for rows.Next() {
			cells := make([]any, len(table.Columns))
			for i := range cells {
				cells[i] = new([]byte)
			}
			w.Must(rows.Scan(cells...))
			for i, c := range cells {
				for _, word := range []string{"Hendra", "Sekar", "Pengamanan"} {
					if bytes.Contains(*c.(*[]byte), []byte(word)) { //nolint:forcetypeassert // made above
						t.Errorf("%s.%s holds %q", table.Name, table.Columns[i], word)
					}
				}
			}
		}
		w.Must(rows.Err())
		w.Must(rows.Close())
	}
}
