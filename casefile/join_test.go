package casefile_test

import (
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// A second report about the same person joins the case the first one began. Its officers read
// both; its own case ends without a number; and the second reporter reads how far the case is, and
// nothing that an officer wrote to the first one.
func TestASecondReportJoinsTheCase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		first, firstReport, firstCode := w.registered()
		second, report, code := w.begun()
		must(t, w.Identify(ctx, w.penerimaan, second, w.version(second), []casefile.RespondentIn{{Ref: w.secretary()}}))
		choice := got[[]casefile.Case](t)(w.Joinable(ctx, w.penerimaan, second))
		if len(choice) != 1 || choice[0].ID != first {
			t.Fatalf("it may join %+v, want %s", choice, first)
		}
		want(t, "joining itself", w.JoinCase(ctx, w.penerimaan, second, w.version(second), second), rambu.Invalid, "join")
		want(t, "by who holds the other case", w.JoinCase(ctx, w.penangan, second, w.version(second), first), rambu.Forbidden, "not_intake")
		must(t, w.JoinCase(ctx, w.penerimaan, second, w.version(second), first))

		v := got[*casefile.View](t)(w.Get(ctx, w.penangan, first))
		if v.Report.ID != firstReport || len(v.Joined) != 1 || v.Joined[0].ID != report || len(v.Joined[0].Exhibits) == 0 {
			t.Errorf("the case has report %s and joined %+v", v.Report.ID, v.Joined)
		}
		ended := got[*casefile.View](t)(w.Get(ctx, w.penerimaan, second))
		if ended.State != casefile.Announced || ended.Registered() || ended.Into == nil || ended.Into.Casefile != first || ended.Report != nil {
			t.Errorf("its own case: %+v", ended)
		}
		_, err := w.intake.Open(ctx, w.penerimaan, report)
		want(t, "the intake officer opens the joined report", err, rambu.Locked, "")
		want(t, "joined twice", w.JoinCase(ctx, w.penerimaan, second, 0, first), rambu.Conflict, "state")

		w.toReporters(first, "Hanya untuk pelapor pertama: Ibu Pelapor.")
		box := got[intake.Inbox](t)(w.intake.Inbox(ctx, bawaslu, code))
		var texts []string
		for _, m := range box.Messages {
			texts = append(texts, m.Text)
		}
		all := strings.Join(texts, "\n")
		if box.State != intake.StateRegistered || !strings.Contains(all, "digabung") || strings.Contains(all, "Hanya untuk") {
			t.Errorf("the second reporter reads %q, state %s", all, box.State)
		}
		if states := w.inbox(code); states[len(states)-1] != string(casefile.MoreAsked) {
			t.Errorf("the second reporter's states: %v", states)
		}
		if states := w.inbox(firstCode); states[len(states)-1] != string(casefile.MoreAsked) {
			t.Errorf("the first reporter's states: %v", states)
		}
		w.verify()
	})
}

// toReporters takes a case to the request for more information, with a text to who reported.
func (w *world) toReporters(id, text string) {
	w.t.Helper()
	ctx := w.t.Context()
	w.studied(id)
	must(w.t, w.AskMore(ctx, w.penangan, id, w.version(id), text))
}
