package letter_test

import (
	"fmt"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/letter"
)

func TestForeignInstitutionGetsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.signed(t, forwarding())
	in := w.arrived(t, id)
	foreign := w.bupati
	foreign.Institution, foreign.Post = "pemda.18.02", "pemda.18.02/bupati"
	foreign.Roles = []rambu.Role{rambu.RoleClerk, rambu.RoleMember, rambu.RoleAuthority, rambu.RolePersonnel, rambu.RoleSecretary}
	check := func(name string, err error) {
		t.Helper()
		wantKind(t, name, err, rambu.NotFound)
	}
	_, err := w.Open(ctx, foreign, id)
	check("open sent", err)
	_, err = w.Open(ctx, foreign, in.ID)
	check("open received", err)
	_, _, err = w.Envelope(ctx, foreign, id)
	check("envelope", err)
	_, _, err = w.Envelope(ctx, foreign, in.ID)
	check("envelope received", err)
	_, err = w.Sign(ctx, foreign, letter.SignIn{ID: id, Block: block()})
	check("sign", err)
	check("send", w.Send(ctx, foreign, id))
	check("deliver", w.Deliver(ctx, foreign, id, pemda))
	check("cancel", w.Cancel(ctx, foreign, id, letter.Twice, ""))
	check("close", w.Close(ctx, foreign, id))
	check("revise", w.Revise(ctx, foreign, id, func() letter.DraftIn {
		p := plain("x")
		p.Signer = foreign.Post
		return p
	}()))
	check("acknowledge", w.Acknowledge(ctx, foreign, in.ID, "x"))
	check("receipt", w.ReturnReceipt(ctx, foreign, in.ID))
	check("file", w.File(ctx, foreign, in.ID))
	_, err = w.log.Do(foreign, "test", func(op *ledger.Op) error { return letter.Handle(op, in.ID, "x") })
	check("handle", err)
	out, err := w.Outbox(ctx, foreign, letter.Filter{})
	must(t, err)
	ins, err := w.Inbox(ctx, foreign, letter.Filter{})
	must(t, err)
	todo, err := w.Unhandled(ctx, foreign, 10)
	must(t, err)
	book, err := w.Agenda(ctx, foreign, 2024, letter.DefaultSeries, 0)
	must(t, err)
	waiting, err := w.Waiting(ctx, foreign)
	must(t, err)
	if n := len(out.Items) + len(ins.Items) + len(todo) + len(book) + len(waiting); n != 0 {
		t.Errorf("a foreign institution sees %d things", n)
	}
}

func TestNothingTellingIsStoredInClear(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w := newWorld(t, d)
	in := forwarding()
	file, err := w.Attach(t.Context(), "rahasia-sekali.pdf", "application/pdf", strings.NewReader("isi"))
	must(t, err)
	in.Files = []letter.File{file}
	id := w.signed(t, in)
	got := w.arrived(t, id)
	must(t, w.Acknowledge(t.Context(), w.bupati, got.ID, "Siti Contoh"))
	for _, table := range letter.Tables() {
		rows, err := d.Query(t.Context(), `SELECT `+strings.Join(table.Columns, ", ")+` FROM `+table.Name)
		must(t, err)
		for rows.Next() {
			cells := make([]any, len(table.Columns))
			for i := range cells {
				cells[i] = new(any)
			}
			must(t, rows.Scan(cells...))
			for i, c := range cells {
				text := fmt.Sprintf("%s", *c.(*any))
				for _, secret := range []string{"Sulaiman", "198001012005011001", "Siti", "Rahmat", "rahasia-sekali", "netralitas", "Syarat formal"} {
					if strings.Contains(text, secret) {
						t.Errorf("%s.%s shows %q", table.Name, table.Columns[i], secret)
					}
				}
			}
		}
		must(t, rows.Err())
		must(t, rows.Close())
	}
}
