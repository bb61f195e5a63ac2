package directive_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
)

func (w *world) annex(name, content string) *directive.File {
	w.T.Helper()
	f, err := w.TakeAnnex(w.T.Context(), name, "application/pdf", strings.NewReader(content))
	w.Must(err)
	return &f
}

// reads is the annex of an opened directive.
func (w *world) readsAnnex(o *directive.Opened) (name, content string) {
	w.T.Helper()
	f, r, err := w.OpenAnnex(w.T.Context(), o)
	w.Must(err)
	b, err := io.ReadAll(r)
	w.Must(err)
	w.Must(r.Close())
	return f.Name, string(b)
}

// A draft takes one annex. What was sent opens with it to every addressee who reads the directive,
// at the desk and under the short link, and the signature covers it.
func TestADirectiveCarriesAnAnnex(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Draft(ctx, w.kadis, three())
		w.Must(err)
		_, err = w.TakeAnnex(ctx, "surat.exe", "application/octet-stream", strings.NewReader("MZ"))
		w.Refused("a program", err, rambu.Invalid)
		first := w.annex("konsep.pdf", "yang pertama")
		w.Refused("by a camat", w.SetAnnex(ctx, w.camat1, directive.AnnexIn{Directive: id, Version: 1, File: first}), rambu.Forbidden)
		w.Must(w.SetAnnex(ctx, w.kadis, directive.AnnexIn{Directive: id, Version: 1, File: first}))
		second := w.annex("jadwal.pdf", "yang kedua")
		w.Refused("an older text", w.SetAnnex(ctx, w.sekda, directive.AnnexIn{Directive: id, Version: 1, File: second}), rambu.Conflict)
		w.Must(w.SetAnnex(ctx, w.sekda, directive.AnnexIn{Directive: id, Version: 2, File: second}))
		if _, err = w.Blobs.Open(ctx, first.Blob); err == nil {
			t.Error("the annex that was taken away is kept")
		}
		w.Must(w.Revise(ctx, w.sekda, id, 3, three())) // the text anew, the annex stays
		draft, err := w.Get(ctx, w.sekda, id)
		w.Must(err)
		w.Must(w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 4}))
		w.Refused("changing what was sent", w.SetAnnex(ctx, w.sekda, directive.AnnexIn{Directive: id, Version: 5}), rambu.Conflict)

		desk, err := w.Get(ctx, w.camat1, id)
		w.Must(err)
		link, err := w.ByLink(ctx, draft.Body.Short)
		w.Must(err)
		for _, o := range []*directive.Opened{desk, link} {
			name, content := w.readsAnnex(o)
			if name != "jadwal.pdf" || content != "yang kedua" || !o.Genuine {
				t.Errorf("the annex reads %s %q, genuine %v", name, content, o.Genuine)
			}
			if !strings.Contains(fmt.Sprint(w.Document(o).Body), "berlampiran") {
				t.Error("the printed page does not say that there is an annex")
			}
		}
		plain, err := w.Get(ctx, w.camat1, w.sent(w.sekda, three()))
		w.Must(err)
		_, _, err = w.OpenAnnex(ctx, plain)
		w.Refused("a directive without one", err, rambu.NotFound)
		logged, err := w.Log.Find(ctx, groundtest.Admin(pemda), ledger.Filter{Object: id})
		w.Must(err)
		for _, op := range logged {
			if strings.Contains(op.Body, "jadwal") {
				t.Errorf("the log names the annex: %s", op.Body)
			}
		}
		w.verify()

		n, err := w.Desk.Verify(ctx)
		w.Must(err)
		if n != 1 {
			t.Errorf("%d files were compared, want 1", n)
		}
		w.Must(w.Blobs.Delete(ctx, second.Blob))
		if _, err = w.Desk.Verify(ctx); !errors.As(err, new(*ledger.Broken)) {
			t.Errorf("an annex that is gone: %v", err)
		}
	})
}

// An annex can be taken away again before the directive is sent.
func TestAnAnnexIsTakenAway(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w, ctx := newWorld(t, d), t.Context()
	id, err := w.Draft(ctx, w.sekda, three())
	w.Must(err)
	w.Must(w.SetAnnex(ctx, w.sekda, directive.AnnexIn{Directive: id, Version: 1, File: w.annex("rahasia.pdf", "isi")}))
	var cell []byte
	w.Must(d.QueryRow(ctx, `SELECT id || blob || sha256 FROM directive_annex`).Scan(&cell))
	if bytes.Contains(cell, []byte("rahasia")) {
		t.Error("the name of the annex stands in clear")
	}
	w.Must(w.SetAnnex(ctx, w.sekda, directive.AnnexIn{Directive: id, Version: 2}))
	o, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	if o.Body.Annex != nil {
		t.Error("the annex is still there")
	}
	w.Refused("a file that was not taken in", w.SetAnnex(ctx, w.sekda, directive.AnnexIn{Directive: id, Version: 3, File: &directive.File{}}), rambu.Invalid)
	w.verify()
}
