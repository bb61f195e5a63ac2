package casefile_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/casefile"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/seal"
)

// A formal report counts only once its reporter has signed, begins one case, and that is
// registered only with every requirement met, a respondent and an act.
func TestWhatRegistrationAsksFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		report, _ := w.report(intake.DoorFormal)
		_, err := w.Begin(ctx, w.penerimaan, report)
		want(t, "begin before the signature", err, rambu.Blocked, "unsigned")
		must(t, w.intake.MarkSigned(ctx, w.penerimaan, report, "2024-10-07"))
		_, err = w.Begin(ctx, w.penangan, report)
		want(t, "begin by a handler", err, rambu.NotFound, "")
		id := got[string](t)(w.Begin(ctx, w.penerimaan, report))
		_, err = w.Begin(ctx, w.penerimaan, report)
		want(t, "begin again", err, rambu.Conflict, "begun")

		register := func() error {
			_, err := w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Version: w.version(id), Accounts: []string{w.penangan.Account}})
			return err
		}
		want(t, "empty checklist", register(), rambu.Blocked, "checklist")
		err = w.Checklist(ctx, w.penerimaan, id, w.version(id), []casefile.CheckIn{{Requirement: "karangan", Met: true}})
		want(t, "unknown requirement", err, rambu.Invalid, "requirement")
		w.checkAll(w.penerimaan, id)
		must(t, w.Checklist(ctx, w.penerimaan, id, w.version(id), []casefile.CheckIn{{Requirement: "bukti", Met: false, Note: "tidak terbaca"}}))
		want(t, "one line unmet", register(), rambu.Blocked, "checklist")
		must(t, w.Checklist(ctx, w.penerimaan, id, w.version(id), []casefile.CheckIn{{Requirement: "bukti", Met: true}}))
		want(t, "no respondent", register(), rambu.Blocked, "no_respondent")
		must(t, w.Identify(ctx, w.penerimaan, id, w.version(id), []casefile.RespondentIn{{Name: "Orang Luar", PostText: "Guru", Class: "pppk"}}))
		want(t, "no act", register(), rambu.Blocked, "no_act")
		must(t, w.SetAct(ctx, w.penerimaan, id, w.version(id), casefile.ActIn{Kind: "banner", Subject: "pppk", On: "2024-10-05"}))

		for _, c := range []struct {
			accounts []string
			key      string
		}{
			{nil, "officers"},
			{[]string{w.penangan.Account, w.penangan.Account}, "officer_twice"},
			{[]string{w.bkpsdm.Account}, "officer_unknown"},
			{[]string{w.pengelola.Account}, "officer_office"},
		} {
			_, err = w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: c.accounts})
			want(t, c.key, err, rambu.Invalid, c.key)
		}
		must(t, register())
		_, err = w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: []string{w.penangan.Account}})
		want(t, "register again", err, rambu.Conflict, "registered")
		w.verify()
	})
}

// What lacks is asked for, with two days; only then can the case end unregistered, and its
// reporter reads why.
func TestCompletionAndRefusal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, code := w.begun()
		w.checkAll(w.penerimaan, id)
		err := w.AskCompletion(ctx, w.penerimaan, id, w.version(id), "Lengkapi alamat.")
		want(t, "nothing lacks", err, rambu.Blocked, "nothing_missing")
		must(t, w.Checklist(ctx, w.penerimaan, id, w.version(id), []casefile.CheckIn{{Requirement: "identitas-pelapor", Met: false}}))
		must(t, w.AskCompletion(ctx, w.penerimaan, id, w.version(id), "Lengkapi alamat."))
		box := got[intake.Inbox](t)(w.intake.Inbox(ctx, bawaslu, code))
		last := box.Messages[len(box.Messages)-1]
		if last.Status != "perlu_dilengkapi" || last.Text != "Lengkapi alamat." || last.NextOn != "2024-10-09" {
			t.Errorf("the reporter reads %+v", last)
		}
		err = w.Refuse(ctx, w.penerimaan, id, w.version(id), "Tidak dilengkapi.")
		want(t, "refused on the same day", err, rambu.Blocked, "")
		w.to("2024-10-10", 9)
		must(t, w.Refuse(ctx, w.penerimaan, id, w.version(id), "Tidak dilengkapi."))
		must(t, w.FollowUpTip(ctx, w.penerimaan, id, w.version(id)))
		must(t, w.Trace(ctx, w.penerimaan, id, w.version(id)))
		must(t, w.Discontinue(ctx, w.penerimaan, id, w.version(id), "Tidak cukup bukti."))
		must(t, w.Announce(ctx, w.penerimaan, id, w.version(id), ""))
		states := w.inbox(code)
		if tail := states[len(states)-5:]; !slices.Equal(tail, []string{"tidak_diregister", "informasi_awal", "penelusuran", "dihentikan", "status_diumumkan"}) {
			t.Errorf("the reporter reads %v", states)
		}
		w.verify()
	})
}

// Anonymous information is traced and registered as a finding, with a number of that series.
func TestTipBecomesAFinding(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		report, _ := w.report(intake.DoorTip)
		id := got[string](t)(w.Begin(ctx, w.penerimaan, report))
		if c := got[casefile.Case](t)(w.Find(ctx, w.penerimaan, id)); c.Origin != casefile.OriginTip || c.State != casefile.Tip {
			t.Errorf("a tip begins as %+v", c)
		}
		for _, r := range w.Requirements(casefile.OriginTip) {
			if r.ID == "identitas-pelapor" || r.ID == "tanda-tangan" {
				t.Errorf("an anonymous reporter is asked for %s", r.ID)
			}
		}
		w.ready(id)
		_, err := w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: []string{w.penangan.Account}})
		want(t, "registered without tracing", err, rambu.Conflict, "state")
		must(t, w.Trace(ctx, w.penerimaan, id, w.version(id)))
		number := got[string](t)(w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: []string{w.penangan.Account}}))
		if number != "001/Reg/TM/PB/Kab/18.01/X/2024" {
			t.Errorf("number = %q", number)
		}
		w.verify()
	})
}

// A reporter who takes the report back before registration ends the case.
func TestWithdrawal(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, _, code := w.begun()
	want(t, "not withdrawn", w.NoteWithdrawal(ctx, w.penerimaan, id, 0), rambu.Conflict, "not_withdrawn")
	must(t, w.intake.Withdraw(ctx, bawaslu, code))
	w.ready(id)
	_, err := w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: []string{w.penangan.Account}})
	want(t, "register what was withdrawn", err, rambu.Conflict, "report_state")
	must(t, w.NoteWithdrawal(ctx, w.penerimaan, id, 0))
	w.verify()
}

// From registration on only the officers of the case open it: the intake officer who prepared
// it no longer does, nor does who steps aside, and the last one cannot go.
func TestWhoHoldsTheCase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, report, _ := w.registered()
		for name, who := range map[string]rambu.Actor{"intake": w.penerimaan, "member": w.anggota1} {
			_, err := w.Get(ctx, who, id)
			want(t, name+" opens the case", err, rambu.Locked, "not_assigned")
			_, err = w.intake.Open(ctx, who, report)
			want(t, name+" opens the report", err, rambu.Locked, "")
			_, err = w.evidence.Describe(ctx, who, report)
			want(t, name+" opens the evidence", err, rambu.Locked, "")
		}
		got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		if w.operations("casefile.read", id) != 1 {
			t.Error("the read of the case is not in the log")
		}
		want(t, "the last one steps aside", w.Recuse(ctx, w.penangan, id, 0, w.penangan.Account, "Saudara kandung."), rambu.Blocked, "last_officer")
		want(t, "assigned by an outsider", w.Assign(ctx, w.anggota1, id, 0, w.anggota1.Account), rambu.Forbidden, "not_assigned")
		must(t, w.Assign(ctx, w.penangan, id, w.version(id), w.anggota1.Account))
		want(t, "assigned twice", w.Assign(ctx, w.penangan, id, 0, w.anggota1.Account), rambu.Conflict, "assigned")
		must(t, w.Recuse(ctx, w.penangan, id, w.version(id), w.penangan.Account, "Saudara kandung."))
		_, err := w.Get(ctx, w.penangan, id)
		want(t, "who stepped aside opens it", err, rambu.Locked, "not_assigned")
		_, err = w.evidence.Describe(ctx, w.penangan, report)
		if rambu.KindOf(err) != rambu.Locked && err == nil {
			// His session may still hold the key it unwrapped; a new one does not.
			fresh := w.again(bawaslu, "penanganan-pelanggaran")
			_, err = w.evidence.Describe(ctx, fresh, report)
		}
		want(t, "who stepped aside opens the evidence", err, rambu.Locked, "")
		v := got[*casefile.View](t)(w.Get(ctx, w.anggota1, id))
		if v.Owner != bawaslu+"/anggota-1" || len(v.Officers) != 2 {
			t.Errorf("the case is run by %s, officers %+v", v.Owner, v.Officers)
		}
		want(t, "let back in", w.Assign(ctx, w.anggota1, id, 0, w.penangan.Account), rambu.Blocked, "recused")
		w.verify()
	})
}

// The day of the act chooses between ethics and discipline; what was impossible that day is
// refused; another provision that fits can be chosen.
func TestActDateChooses(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	for _, c := range []struct {
		in    casefile.ActIn
		code  string
		class law.Class
		key   string // of the error, law.… or casefile.…
	}{
		{in: casefile.ActIn{Kind: "banner", Subject: "pns", On: "2024-09-21"}, code: "SKB-E1", class: law.ClassEthics},
		{in: casefile.ActIn{Kind: "banner", Subject: "pns", On: "2024-09-22"}, code: "SKB-D1", class: law.ClassDiscipline},
		{in: casefile.ActIn{Kind: "banner", Subject: "lurah", On: "2024-10-05"}, code: "SKB-D1", class: law.ClassDiscipline},
		{in: casefile.ActIn{Kind: "party-member", Subject: "kepala-desa", On: "2024-10-05"}, code: "DS-29G", class: law.ClassVillage},
		{in: casefile.ActIn{Kind: "take-part-in-activity", Subject: "pns", On: "2024-10-05", Code: "SKB-D8"}, code: "SKB-D8", class: law.ClassDiscipline},
		{in: casefile.ActIn{Kind: "take-part-in-activity", Subject: "pns", On: "2024-10-05", Code: "SKB-E1"}, key: "casefile.error.act_code"},
		{in: casefile.ActIn{Kind: "approach-parties-as-would-be-candidate", Subject: "pns", On: "2024-10-05"}, key: "law.error.no_act"},
		{in: casefile.ActIn{Kind: "banner", Subject: "pns", On: "2024-10-08"}, key: "casefile.error.act_future"},
		{in: casefile.ActIn{Kind: "banner", Subject: "pns", On: "2024-02-30"}, key: "error.date"},
		{in: casefile.ActIn{Kind: "karangan", Subject: "pns", On: "2024-10-05"}, key: "casefile.error.act_kind"},
	} {
		got, err := w.Classify(w.penerimaan, c.in)
		if c.key != "" {
			e, _ := errors.AsType[*rambu.Error](err)
			if e == nil || e.Key != c.key {
				t.Errorf("%+v: got %v, want %s", c.in, err, c.key)
			}
			continue
		}
		if err != nil || got.Act.Code != c.code || got.Class != c.class || got.WhyID == "" {
			t.Errorf("%+v: got %s %s (%v), want %s %s", c.in, got.Act.Code, got.Class, err, c.code, c.class)
		}
	}
}

// Two cases about one person meet, however the name was written; a third does not.
func TestDuplicatesMeet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		name := func(who casefile.RespondentIn) string {
			id, _, _ := w.begun()
			must(t, w.Identify(ctx, w.penerimaan, id, w.version(id), []casefile.RespondentIn{who}))
			return id
		}
		first := name(casefile.RespondentIn{Ref: w.secretary()})
		same := name(casefile.RespondentIn{Name: "SURYA  contohlesmana", Class: "pns"})
		other := name(casefile.RespondentIn{Name: "Surya Wirapati", Class: "pns"})
		dup := got[[]casefile.Case](t)(w.Duplicates(ctx, w.penerimaan, first))
		if len(dup) != 1 || dup[0].ID != same {
			t.Errorf("duplicates of the first: %+v, want %s and not %s", dup, same, other)
		}
		keyless := w.penerimaan
		keyless.Keys = nil
		_, err := w.Duplicates(ctx, keyless, first)
		want(t, "without keys", err, rambu.Locked, "")
		err = w.Identify(ctx, w.penerimaan, first, 0, []casefile.RespondentIn{{Ref: w.secretary()}, {Ref: w.secretary()}})
		want(t, "one person twice", err, rambu.Invalid, "respondent_twice")
		err = w.Identify(ctx, w.penerimaan, first, 0, []casefile.RespondentIn{{Ref: "#org_karangan"}})
		want(t, "nobody in the roster", err, rambu.Invalid, "unknown_person")
		w.verify()
	})
}

// Two cases about one person meet also when the institution made its keys anew between them.
func TestDuplicatesMeetAfterNewKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		name := func() string {
			id, _, _ := w.begun()
			must(t, w.Identify(ctx, w.penerimaan, id, w.version(id), []casefile.RespondentIn{{Ref: w.secretary()}}))
			return id
		}
		first := name()
		must(t, w.access.AskRenewal(ctx, w.pengelola))
		got[string](t)(w.access.Renew(ctx, w.ketua, access.RenewIn{Password: password}))
		second := name()
		for one, other := range map[string]string{first: second, second: first} {
			dup := got[[]casefile.Case](t)(w.Duplicates(ctx, w.penerimaan, one))
			if len(dup) != 1 || dup[0].ID != other {
				t.Errorf("duplicates of %s: %+v", one, dup)
			}
		}
		w.verify()
	})
}

// Forty registrations at once draw forty numbers, without a gap or a double.
func TestConcurrentRegistrations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		const n = 40
		ids := make([]string, n)
		for i := range ids {
			ids[i], _, _ = w.begun()
			w.ready(ids[i])
		}
		numbers := make([]string, n)
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i, id := range ids {
			wg.Go(func() {
				numbers[i], errs[i] = w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: []string{w.penangan.Account}})
			})
		}
		wg.Wait()
		for _, err := range errs {
			must(t, err)
		}
		slices.Sort(numbers)
		for i, number := range numbers {
			if wanted := fmt.Sprintf("%03d/Reg/LP/PB/Kab/18.01/X/2024", i+1); number != wanted {
				t.Fatalf("number %d is %q, want %q", i+1, number, wanted)
			}
		}
		w.verify()
	})
}

// Two officers change one case at once: one is told that it changed, and nothing of his is lost
// in what the other wrote.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.begun()
		version := w.version(id)
		errs := make([]error, 2)
		var wg sync.WaitGroup
		for i, who := range []rambu.Actor{w.penerimaan, w.ketua} {
			wg.Go(func() {
				errs[i] = w.Checklist(ctx, who, id, version, []casefile.CheckIn{{Requirement: "uraian", Met: true, Note: strconv.Itoa(i)}})
			})
		}
		wg.Wait()
		failed := slices.DeleteFunc(errs, func(err error) bool { return err == nil })
		if len(failed) != 1 {
			t.Fatalf("failed: %v, want exactly one", failed)
		}
		want(t, "the second", failed[0], rambu.Conflict, "stale")
		want(t, "a stale form", w.Trace(ctx, w.penerimaan, id, version), rambu.Conflict, "stale")
		w.verify()
	})
}

// An administrator who resets an officer's password signs in as him, but no key holder has given
// that account a key: no case comes to it.
func TestAResetAccountIsGivenNoCase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.registered()
		_, link, err := w.access.Reinvite(ctx, w.pengelola, w.anggota2.Account)
		must(t, err)
		must(t, w.access.Accept(ctx, link, password))
		err = w.Assign(ctx, w.penangan, id, w.version(id), w.anggota2.Account)
		if e, ok := errors.AsType[*rambu.Error](err); !ok || e.Key != "access.error.not_vouched" {
			t.Errorf("the reset account is assigned: %v", err)
		}
		must(t, w.access.GiveKey(ctx, w.ketua, w.anggota2.Account, seal.KindIntake))
		must(t, w.Assign(ctx, w.penangan, id, w.version(id), w.anggota2.Account))
	})
}
