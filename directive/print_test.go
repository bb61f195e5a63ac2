package directive_test

import (
	"bytes"
	"errors"
	"testing"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/pdf"
	"rambu.id/seal/short"
)

func fields(err error) []string {
	es, ok := errors.AsType[rambu.Errors](err)
	if !ok {
		return nil
	}
	var out []string
	for _, e := range es {
		out = append(out, e.Field)
	}
	return out
}

// What the form takes is one page on paper, however it ends, and the same page each time.
func TestADirectiveIsOnePage(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	in := three()
	in.Number, in.Basis = "100.3.4/123/2024", []string{"uu-20-2023 Pasal 9 ayat (2)", "uu-10-2016 Pasal 71 ayat (1)", "uu-6-2014 Pasal 29 huruf g"}
	var err error
	id := ""
	for n := 0; err == nil; n++ { // one sentence more until it is refused
		in.Points[n%3].Text += " Kalimat tambahan yang menjelaskan maksud butir ini dengan kata-kata biasa."
		var next string
		next, err = w.Draft(ctx, w.sekda, in)
		if err == nil {
			id = next
		}
		if n > 100 {
			t.Fatal("a directive of any length is taken")
		}
	}
	if got := fields(err); len(got) != 1 || got[0] != "butir-1" {
		t.Fatalf("faults on %v: %v", got, err)
	}
	w.Must(w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 1}))
	w.Must(w.Withdraw(ctx, w.sekda, id, 2, "Keliru."))
	o, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	var one, two bytes.Buffer
	w.Must(w.PDF(&one, o))
	w.Must(w.PDF(&two, o))
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same directive gives other bytes")
	}
	doc := w.Document(o)
	pages, err := pdf.Pages(doc)
	w.Must(err)
	if want := "https://rambu.contoh.id/a/" + short.Grouped(o.Body.Short); pages != 1 || doc.QR != want || doc.Draft {
		t.Errorf("%d pages, QR %q, draft %v; want 1, %q", pages, doc.QR, doc.Draft, want)
	}
}
