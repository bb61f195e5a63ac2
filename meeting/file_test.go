package meeting_test

import (
	"io"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/meeting"
)

// note attaches a doctor's note and returns the reason it belongs to.
func (w *world) note(who rambu.Actor, text string) meeting.Reason {
	w.T.Helper()
	f, err := w.Attach(w.T.Context(), who, "surat-dokter.pdf", "application/pdf", strings.NewReader(text))
	w.Must(err)
	return meeting.Reason{Ground: meeting.Ill, File: &f}
}

// opened reads a paper as somebody, "" where he is told nothing of it.
func (w *world) opened(who rambu.Actor, id, file string) string {
	w.T.Helper()
	_, body, err := w.ReadFile(w.T.Context(), who, id, file)
	if err != nil {
		if kind := rambu.KindOf(err); kind != rambu.NotFound && kind != rambu.Locked {
			w.T.Errorf("reading answers %v", err)
		}
		return ""
	}
	defer body.Close()
	b, err := io.ReadAll(body)
	w.Must(err)
	return string(b)
}

// A camat hands in his doctor's note. Personnel and Inspektorat open it; the registry, the usher
// and the camat himself do not. A better note takes its place, and the first is gone. He comes
// after all: no health paper stays.
func TestADoctorsNote(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id := w.invited(rakor())
		row := w.row(id, "camat-00").ID
		first := w.note(w.camat, "Surat dokter pertama")
		w.Must(w.GiveReason(ctx, w.camat, row, first))
		second := w.note(w.camat, "Surat dokter kedua")
		w.Must(w.GiveReason(ctx, w.camat, row, second))

		for name, c := range map[string]struct {
			who  rambu.Actor
			want string
		}{
			"personnel": {w.bkpsdm, "Surat dokter kedua"}, "Inspektorat": {w.inspektur, "Surat dokter kedua"}, "the secretary": {w.sekda, "Surat dokter kedua"},
			"the registry": {w.tu, ""}, "himself": {w.camat, ""}, "another head": {w.kadis, ""},
		} {
			if got := w.opened(c.who, id, second.File.ID); got != c.want {
				t.Errorf("%s reads %q", name, got)
			}
		}
		if got := w.opened(w.bkpsdm, id, first.File.ID); got != "" {
			t.Errorf("the replaced note still opens: %q", got)
		}
		seen, err := w.Get(ctx, w.bkpsdm, id)
		w.Must(err)
		for _, i := range seen.Invitees {
			if i.ID == row && (i.Reason == nil || i.Reason.Lacks() || i.Reason.File.Name != "surat-dokter.pdf") {
				t.Errorf("personnel reads %+v", i.Reason)
			}
		}
		if n, err := w.Room.Verify(ctx); err != nil || n != 1 {
			t.Errorf("verified %d files: %v", n, err)
		}
		w.Must(w.Accept(ctx, w.camat, row))
		if n, err := w.Room.Verify(ctx); err != nil || n != 0 {
			t.Errorf("%d files stay: %v", n, err)
		}
		kept := 0
		w.Must(w.Blobs.List(ctx, func(blob.Info) error { kept++; return nil }))
		if kept != 0 {
			t.Errorf("%d ciphertexts stay", kept)
		}
		w.verify()
	})
}

// A paper that comes after the last day belongs to a noted correction. One that nobody attached,
// or that is no picture or PDF, is not taken, nor one from outside the government.
func TestALatePaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	in := rakor()
	in.On = "2024-10-02"
	id := w.invited(in)
	w.Must(w.OpenDoor(ctx, w.tu, id, 0))
	w.Must(w.Close(ctx, w.tu, id, 0))
	row := w.row(id, "camat-00").ID
	_, err := w.Attach(ctx, w.camat, "alasan.txt", "text/plain", strings.NewReader("x"))
	w.WantKey(err, rambu.Invalid, "media")
	outsider := w.camat
	outsider.Institution = bawaslu
	_, err = w.Attach(ctx, outsider, "a.pdf", "application/pdf", strings.NewReader("x"))
	w.WantKey(err, rambu.NotFound, "")
	forged := meeting.File{ID: rambu.NewID("dka"), Blob: "x"}
	w.WantKey(w.GiveReason(ctx, w.camat, row, meeting.Reason{Ground: meeting.Ill, File: &forged}), rambu.Invalid, "")

	w.To("2024-10-11", 9, 0)
	late := w.note(w.bkpsdm, "Surat rawat inap")
	w.Must(w.Correct(ctx, w.bkpsdm, row, meeting.CorrectionIn{
		State: meeting.Excused, Note: meeting.CorrectionNote{Text: "Surat baru diterima.", Document: "SKD 12", File: late.File},
	}))
	if got := w.opened(w.inspektur, id, late.File.ID); got != "Surat rawat inap" {
		t.Errorf("Inspektorat reads %q", got)
	}
	if got := w.opened(w.camat, id, late.File.ID); got != "" {
		t.Errorf("the camat reads %q", got)
	}
	w.Must(w.Blobs.Delete(ctx, late.File.Blob))
	if n, err := w.Room.Verify(ctx); err == nil {
		t.Errorf("a lost paper is not missed: %d", n)
	}
	w.verify()
}
