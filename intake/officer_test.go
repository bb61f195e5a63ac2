package intake_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// A formal report is "terkirim" with a last day until its reporter has signed; that somebody is
// named in it is told, who is not.
func TestFormalReportWaitsForSignature(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := formal()
		got, err := r.desk.Submit(ctx, in)
		must(t, err)
		if got.SignBy != "2024-10-09" {
			t.Errorf("must sign by %s, want 2 days after Monday", got.SignBy)
		}
		err = r.move(got.ID, intake.StateReceived)
		if rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("received without a signature: %v", err)
		}
		if err := r.desk.MarkSigned(ctx, r.ani, got.ID, "2024-10-08"); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("signed in the future: %v", err)
		}
		if err := r.desk.MarkSigned(ctx, r.budi, got.ID, "2024-10-07"); rambu.KindOf(err) != rambu.Forbidden {
			t.Errorf("signed before somebody who is no intake officer: %v", err)
		}
		must(t, r.desk.MarkSigned(ctx, r.ani, got.ID, "2024-10-07"))
		if err := r.desk.MarkSigned(ctx, r.ani, got.ID, "2024-10-07"); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("signed twice: %v", err)
		}
		box, err := r.desk.Inbox(ctx, bawaslu, got.Code.String())
		must(t, err)
		if box.State != intake.StateReceived || len(box.Messages) != 1 || box.Messages[0].Status != "diterima" {
			t.Errorf("inbox after the signature: %+v", box)
		}

		opened, err := r.desk.Open(ctx, r.ani, got.ID)
		must(t, err)
		if !opened.Identified {
			t.Error("the report does not say that it has an identity")
		}
		r.verify(t)
	})
}

func (r *room) move(id string, to intake.State) error {
	_, err := r.log.Do(r.ani, "test.move", func(op *ledger.Op) error { return r.desk.SetState(op, id, to, "") })
	return err
}

// At registration the report goes over to the case's key: the assigned officer reads all of it,
// the intake officer nothing, and the reporter's side goes on.
func TestHandOverToCaseKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := tip()
		r.stage(t, in.Draft, "foto.png", png)
		in.Files = true
		got, err := r.desk.Submit(ctx, in)
		must(t, err)
		must(t, r.desk.Message(ctx, r.ani, got.ID, "Kami baca.", ""))
		if _, err := r.desk.Open(ctx, r.budi, got.ID); rambu.KindOf(err) != rambu.Locked {
			t.Fatalf("an officer without the intake key opens a new report: %v", err)
		}
		_, err = r.log.Do(r.ani, "casefile.register", func(op *ledger.Op) error {
			caseKey, pair, err := seal.NewKey(op, bawaslu, area, seal.KindCase, "pkr_1")
			if err != nil {
				return err
			}
			if err = seal.GrantPair(op, caseKey, pair, r.budiKey); err != nil {
				return err
			}
			return r.desk.Move(op, intake.Move{
				Report: got.ID, HandTo: caseKey, Keys: r.ani.Keys, State: intake.StateRegistered, Casefile: "pkr_1",
				NextOn: "2024-10-10", Text: "Kami memanggil saksi.",
			})
		})
		must(t, err)
		if _, err := r.desk.Open(ctx, r.ani, got.ID); rambu.KindOf(err) != rambu.Locked {
			t.Errorf("the intake officer still opens the report: %v", err)
		}
		if err := r.desk.Message(ctx, r.ani, got.ID, "Halo", ""); rambu.KindOf(err) != rambu.Locked {
			t.Errorf("the intake officer still writes to the reporter: %v", err)
		}
		must(t, r.desk.Reply(ctx, bawaslu, intake.ReplyIn{Code: got.Code.String(), Text: "Saksi lain: Orang Contoh."}))
		opened, err := r.desk.Open(ctx, r.budi, got.ID)
		must(t, err)
		var texts []string
		for _, m := range opened.Messages {
			texts = append(texts, m.Text)
		}
		wantTexts := []string{"Kami baca.", "Kami memanggil saksi.", "Saksi lain: Orang Contoh."}
		if diff := cmp.Diff(wantTexts, texts, cmpopts.SortSlices(strings.Compare)); diff != "" {
			t.Error(diff)
		}
		if opened.Casefile != "pkr_1" || opened.Answers.Who != "Orang Rekaan" || len(opened.Exhibits) != 1 {
			t.Errorf("the case officer sees %+v", opened)
		}
		f, err := r.evidence.Open(ctx, r.budi, opened.Exhibits[0].ID)
		must(t, err)
		var b bytes.Buffer
		_, err = b.ReadFrom(f)
		must(t, err)
		must(t, f.Close())
		if !bytes.Equal(b.Bytes(), png) {
			t.Error("the exhibit is not the file that was given")
		}
		if _, err := r.evidence.Open(ctx, r.ani, opened.Exhibits[0].ID); rambu.KindOf(err) != rambu.Locked {
			t.Errorf("the intake officer still opens the exhibit: %v", err)
		}
		box, err := r.desk.Inbox(ctx, bawaslu, got.Code.String())
		must(t, err)
		if box.State != intake.StateRegistered || box.NextOn != "2024-10-10" || len(box.Messages) != 3 {
			t.Errorf("inbox after registration: %+v", box)
		}
		r.verify(t)
	})
}

// Every read and write of another institution's actor finds nothing.
func TestForeignInstitutionGetsNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		in := formal()
		r.stage(t, in.Draft, "foto.png", png)
		in.Files = true
		got, err := r.desk.Submit(ctx, in)
		must(t, err)
		opened, err := r.desk.Open(ctx, r.ani, got.ID)
		must(t, err)
		stranger := r.ani // even with the keys
		stranger.Institution, stranger.Region = "bawaslu.18.02", "18.02"
		tries := map[string]func() error{
			"find":    func() error { _, err := r.desk.Find(ctx, stranger, got.ID); return err },
			"open":    func() error { _, err := r.desk.Open(ctx, stranger, got.ID); return err },
			"message": func() error { return r.desk.Message(ctx, stranger, got.ID, "halo", "") },
			"sign":    func() error { return r.desk.MarkSigned(ctx, stranger, got.ID, "2024-10-07") },
			"exhibit": func() error { _, err := r.evidence.Open(ctx, stranger, opened.Exhibits[0].ID); return err },
			"state": func() error {
				_, err := r.log.Do(stranger, "test", func(op *ledger.Op) error { return r.desk.SetState(op, got.ID, intake.StateTip, "") })
				return err
			},
			"hand over": func() error {
				_, err := r.log.Do(stranger, "test", func(op *ledger.Op) error { return r.desk.HandOver(op, r.ani.Keys, got.ID, r.budiKey) })
				return err
			},
			"draft": func() error { _, err := r.desk.Lodged(ctx, stranger.Institution, in.Draft); return err },
		}
		for name, try := range tries {
			if err := try(); rambu.KindOf(err) != rambu.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		list, err := r.desk.List(ctx, stranger, intake.Filter{})
		if err != nil || len(list) != 0 {
			t.Errorf("list: %v %v", list, err)
		}
		exhibits, err := r.evidence.List(ctx, stranger, got.ID)
		if err != nil || len(exhibits) != 0 {
			t.Errorf("exhibits: %v %v", exhibits, err)
		}
		if _, err := r.desk.Inbox(ctx, stranger.Institution, got.Code.String()); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("inbox at another institution: %v", err)
		}
	})
}
