package casefile_test

import (
	"errors"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// A reporter sends a file with a reply that is refused, the report becomes a registered case, and only
// then the reply goes: the file waits sealed to a key its handlers do not hold. It is not attached
// so; the reporter is told to send it again, and the handlers can always open their case.
func TestAFileOfBeforeRegistrationLocksNobodyOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		stage := func(code string) {
			t.Helper()
			_, err := w.intake.StageReply(ctx, bawaslu, code, evidence.StageIn{Name: "susulan.png", Body: strings.NewReader(photo())})
			must(t, err)
		}
		id, _, code := w.begun()
		w.ready(id)
		stage(code)
		err := w.intake.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: strings.Repeat("panjang ", 1000)})
		want(t, "a reply that is too long", err, rambu.Invalid, "")
		_, err = w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Version: w.version(id), Accounts: []string{w.penangan.Account}})
		must(t, err)

		err = w.intake.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: "Ini foto susulan."})
		if _, err := w.Get(ctx, w.penangan, id); err != nil {
			t.Fatalf("the handler opens the case: %v", err)
		}
		if e, _ := errors.AsType[*rambu.Error](err); e == nil || e.Kind != rambu.Conflict || e.Key != "evidence.error.moved" || e.Args["names"] != "susulan.png" {
			t.Errorf("the reporter is told %v, want that susulan.png must be sent again", err)
		}

		stage(code) // the same bytes again, as he was told
		must(t, w.intake.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: "Ini foto susulan."}))
		v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		if n := len(v.Report.Exhibits); n != 2 {
			t.Errorf("the handler sees %d exhibits, want the first and the one sent again", n)
		}
		w.verify()
	})
}

// Who chooses the same file again with the second try has done what would be asked of him.
func TestAFileSentAgainTakesThePlaceOfTheOld(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, code := w.begun()
		w.ready(id)
		stage := func(n int) {
			t.Helper()
			for i := range n {
				in := evidence.StageIn{Name: "susulan.png", Body: strings.NewReader(photo() + strings.Repeat("x", i))}
				_, err := w.intake.StageReply(ctx, bawaslu, code, in)
				must(t, err)
			}
		}
		stage(evidence.MaxFiles) // files of the other key take no room from those that can go
		_, err := w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Version: w.version(id), Accounts: []string{w.penangan.Account}})
		must(t, err)
		stage(evidence.MaxFiles)
		must(t, w.intake.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: "Ini foto susulan."}))
		v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		if n := len(v.Report.Exhibits); n != 1+evidence.MaxFiles {
			t.Errorf("the handler sees %d exhibits, want %d", n, 1+evidence.MaxFiles)
		}
	})
}

// A photo of a kind that cannot be cleaned does not leave, whatever an officer ticks.
func TestAPhotoThatCannotBeCleanedStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, code := w.registered()
		_, err := w.intake.StageReply(ctx, bawaslu, code, evidence.StageIn{
			Name: "IMG_0042.HEIC", Body: strings.NewReader("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + photoPlace),
		})
		must(t, err)
		must(t, w.intake.Reply(ctx, bawaslu, intake.ReplyIn{Code: code, Text: "Foto dari ponsel lain."}))
		w.studied(id)
		v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		in := w.study(id)
		in.Exhibits = []string{v.Report.Exhibits[0].ID, v.Report.Exhibits[1].ID}
		must(t, w.SaveStudy(ctx, w.penangan, id, in))
		w.decided(id)
		draft := func(files ...string) error {
			_, err := w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{
				Version: w.version(id), Summary: "Terlapor ikut kampanye.", Files: files,
			})
			return err
		}
		err = draft(in.Exhibits...)
		if e, _ := errors.AsType[*rambu.Error](err); e == nil || e.Kind != rambu.Blocked || e.Key != "evidence.error.not_released" || e.Field != "berkas" {
			t.Errorf("a HEIC photo in a letter: %v", err)
		}
		must(t, draft(v.Report.Exhibits[0].ID))
	})
}
