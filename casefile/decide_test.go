package casefile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/casefile/lookup"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law/lawtest"
	"rambu.id/letter"
	"rambu.id/seal"
)

// A study cites what was in force on the day of the act and belongs to this election; complete
// is only one with all sections, evidence, an article and minutes.
func TestStudyIsChecked(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, _, _ := w.registered()
	want(t, "a study before the clarification", w.SaveStudy(ctx, w.penangan, id, casefile.StudyIn{}), rambu.Conflict, "state")
	_, err := w.Summon(ctx, w.penangan, id, casefile.SummonIn{As: "kucing", On: "2024-10-01", At: "25.00"})
	var es rambu.Errors
	if !errors.As(err, &es) || len(es) != 5 {
		t.Errorf("a bad summons: %v", err)
	}
	s, err := w.Summon(ctx, w.penangan, id, casefile.SummonIn{
		As: casefile.HeardWitness, Name: "Saksi Contoh", On: "2024-10-08", At: "09.00", Place: "Kantor", Paper: "Telepon",
	})
	must(t, err)
	again, err := w.Summon(ctx, w.penangan, id, casefile.SummonIn{
		As: casefile.HeardWitness, Name: "saksi contoh", On: "2024-10-09", At: "09.00", Place: "Kantor", Paper: "Telepon",
	})
	must(t, err)
	if s.Turn != 1 || again.Turn != 2 || s.Letter != "" {
		t.Errorf("summonses: %+v, %+v", s, again)
	}

	good := w.study(id)
	good.Version = 0
	for _, c := range []struct {
		name   string
		change func(in *casefile.StudyIn)
		kind   rambu.Kind
		key    string
	}{
		{"a revoked law", func(in *casefile.StudyIn) { in.Citations = []string{"uu-5-2014 Pasal 2 huruf f"} }, rambu.Blocked, "revoked_for"},
		{"a law of another election", func(in *casefile.StudyIn) { in.Citations = []string{"uu-7-2017 Pasal 280 ayat (2)"} }, rambu.Blocked, "regime"},
		{"no law", func(in *casefile.StudyIn) { in.Citations = []string{"uu-0-0000 Pasal 1"} }, rambu.Invalid, "citation"},
		{"an empty section", func(in *casefile.StudyIn) { in.Sections.Analysis = " " }, rambu.Invalid, "section"},
		{"a dead law in the text", func(in *casefile.StudyIn) { in.Sections.Conclusion = "Melanggar Pasal 2 UU Nomor 5 Tahun 2014." }, rambu.Blocked, "citations"},
		{"a dead law that was seen", func(in *casefile.StudyIn) {
			in.Sections.Conclusion, in.Seen = "Melanggar Pasal 2 UU Nomor 5 Tahun 2014.", true
		}, rambu.Blocked, "no_minutes"},
		{"an unknown law in the text", func(in *casefile.StudyIn) { in.Sections.Conclusion = "Melanggar Perda Nomor 4 Tahun 2018." }, rambu.Blocked, "no_minutes"},
		{"no evidence", func(in *casefile.StudyIn) { in.Exhibits, in.Others = nil, nil }, rambu.Blocked, "no_evidence"},
		{"foreign evidence", func(in *casefile.StudyIn) { in.Exhibits = []string{"bkt_lain"} }, rambu.Invalid, "exhibit"},
		{"no article", func(in *casefile.StudyIn) { in.Citations = nil }, rambu.Blocked, "no_citation"},
		{"no minutes", func(*casefile.StudyIn) {}, rambu.Blocked, "no_minutes"},
	} {
		in := good
		c.change(&in)
		want(t, c.name, w.SaveStudy(ctx, w.penangan, id, in), c.kind, c.key)
	}
	draft := casefile.StudyIn{Sections: casefile.Study{Case: "Baru mulai."}}
	must(t, w.SaveStudy(ctx, w.penangan, id, draft))
	want(t, "plenary on a draft", w.Convene(ctx, w.penangan, id, 0, []string{w.ketua.Account, w.anggota1.Account}), rambu.Conflict, "state")
	w.studied(id)
	v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
	study, _ := v.Study()
	if v.State != casefile.Studied || study.Exhibits[0].SHA256 == "" || study.Citations[0].Text == "" || len(study.Exhibits) != 2 {
		t.Errorf("the study is %+v in %s", study, v.State)
	}
	must(t, w.AskMore(ctx, w.penangan, id, v.Version, "Rekaman lengkap."))
	clocks, err := w.Clocks(ctx, w.penangan, id)
	must(t, err)
	if c := clocks[0]; c.Due != "2024-10-12" || c.Deadline.Count != 5 || len(c.Days) == 0 || len(c.Basis) == 0 {
		t.Errorf("with more information the clock is %+v", c)
	}
	w.verify()
}

// Members vote once, each in a session and with a key of his own; the plenary decides with a
// quorum and a majority, and nobody reads a vote before.
func TestPlenary(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.registered()
		w.studied(id)
		q := got[casefile.Quorum](t)(w.QuorumOf(ctx, w.penangan))
		if q.Need != 2 || q.Members != 3 || !q.Rule.Conf.Check() {
			t.Errorf("quorum %+v", q)
		}
		all := []string{w.ketua.Account, w.anggota1.Account, w.anggota2.Account}
		want(t, "one member", w.Convene(ctx, w.penangan, id, 0, all[:1]), rambu.Blocked, "too_few_members")
		want(t, "a handler in the plenary", w.Convene(ctx, w.penangan, id, 0, []string{w.ketua.Account, w.penangan.Account}), rambu.Invalid, "no_member")
		want(t, "a vote before it", w.CastVote(ctx, w.ketua, id, casefile.VoteIn{Choice: casefile.VoteProven}), rambu.Forbidden, "not_assigned")
		must(t, w.Convene(ctx, w.penangan, id, w.version(id), all[:2]))
		want(t, "a handler votes", w.CastVote(ctx, w.penangan, id, casefile.VoteIn{Choice: casefile.VoteProven}), rambu.Forbidden, "not_member")
		want(t, "an uninvited member votes", w.CastVote(ctx, w.anggota2, id, casefile.VoteIn{Choice: casefile.VoteProven}), rambu.Forbidden, "not_assigned")
		want(t, "no choice", w.CastVote(ctx, w.ketua, id, casefile.VoteIn{}), rambu.Invalid, "choice")
		must(t, w.CastVote(ctx, w.ketua, id, casefile.VoteIn{Choice: casefile.VoteProven}))
		want(t, "a second vote", w.CastVote(ctx, w.ketua, id, casefile.VoteIn{Choice: casefile.VoteNotProven}), rambu.Conflict, "voted")
		_, err := w.ClosePlenary(ctx, w.ketua, id, w.version(id))
		want(t, "one vote of three", err, rambu.Blocked, "no_quorum")
		must(t, w.CastVote(ctx, w.anggota1, id, casefile.VoteIn{Choice: casefile.VoteNotProven, Dissent: "Tidak ada ajakan."}))
		v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		if len(v.Votes) != 2 || v.Votes[0].Ballot != nil || v.Votes[1].Ballot != nil {
			t.Errorf("votes before the end: %+v", v.Votes)
		}
		_, err = w.ClosePlenary(ctx, w.ketua, id, v.Version)
		want(t, "equal votes", err, rambu.Blocked, "tie")
		must(t, w.Assign(ctx, w.ketua, id, w.version(id), w.anggota2.Account))
		must(t, w.CastVote(ctx, w.anggota2, id, casefile.VoteIn{Choice: casefile.VoteNotProven}))
		dec := got[casefile.Decision](t)(w.ClosePlenary(ctx, w.ketua, id, w.version(id)))
		if dec.Result != casefile.VoteNotProven || dec.For != 1 || dec.Against != 2 || len(dec.Dissents) != 1 {
			t.Errorf("decided %+v", dec)
		}
		v = got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		if v.State != casefile.NotProven || v.Votes[0].Ballot.Choice != casefile.VoteProven {
			t.Errorf("after the end: %s %+v", v.State, v.Votes)
		}
		_, err = w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Summary: "x"})
		want(t, "forward what was not proven", err, rambu.Conflict, "state")
		must(t, w.Discontinue(ctx, w.penangan, id, w.version(id), "Tidak terbukti."))
		must(t, w.Announce(ctx, w.penangan, id, w.version(id), ""))
		w.verify()
	})
}

// Who drafted the study never decides alone, whatever quorum is set.
func TestDrafterIsNotAlone(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	want(t, "a quorum over the members", w.Configure(ctx, w.pengelola, casefile.Setting{Members: 3, Quorum: 4}), rambu.Invalid, "quorum")
	want(t, "set up by a handler", w.Configure(ctx, w.penangan, casefile.Setting{}), rambu.NotFound, "")
	must(t, w.Configure(ctx, w.pengelola, casefile.Setting{Quorum: 1, Pattern: "{no:4}/UJI/{kode}/{tahun}"}))
	id, _, _ := w.begun()
	w.ready(id)
	number := got[string](t)(w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Accounts: []string{w.penangan.Account, w.ketua.Account}}))
	if number != "0001/UJI/LP/PB/Kab/18.01/2024" {
		t.Errorf("number = %q", number)
	}
	must(t, w.TakeMinutes(ctx, w.ketua, id, casefile.MinutesIn{On: "2024-10-07", Minutes: casefile.Minutes{
		As: casefile.HeardWitness, Name: "Saksi Contoh", Attendance: casefile.Came, Text: "Melihat.", Signature: casefile.RefusedIt,
	}}))
	must(t, w.SaveStudy(ctx, w.ketua, id, w.study(id)))
	must(t, w.Convene(ctx, w.penangan, id, w.version(id), []string{w.ketua.Account}))
	must(t, w.CastVote(ctx, w.ketua, id, casefile.VoteIn{Choice: casefile.VoteProven}))
	_, err := w.ClosePlenary(ctx, w.ketua, id, w.version(id))
	want(t, "the drafter alone", err, rambu.Blocked, "drafter_alone")
	must(t, w.Assign(ctx, w.ketua, id, w.version(id), w.anggota1.Account))
	must(t, w.CastVote(ctx, w.anggota1, id, casefile.VoteIn{Choice: casefile.VoteProven}))
	got[casefile.Decision](t)(w.ClosePlenary(ctx, w.ketua, id, w.version(id)))
	w.verify()
}

// Nothing leaves before a second officer has answered who could know it, for the very draft
// that leaves; nor does it leave without the power to sign.
func TestForwardingWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.registered()
		w.studied(id)
		w.decided(id)
		forward := func(who rambu.Actor) error {
			return w.Forward(ctx, who, id, casefile.ForwardNow{Version: w.version(id)})
		}
		check := func(who rambu.Actor, safe bool) error {
			return w.WhoCouldKnow(ctx, who, id, casefile.IdentityCheckIn{Version: w.version(id), Answer: "Hanya lima orang di ruangan.", Safe: safe})
		}
		draft := func() {
			got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Version: w.version(id), Summary: "Ringkasan."}))
		}
		want(t, "no draft", forward(w.ketua), rambu.Blocked, "no_draft")
		want(t, "nothing to check", check(w.anggota1, true), rambu.Blocked, "no_draft")
		_, err := w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{Summary: "x", Files: []string{"bkt_lain"}})
		want(t, "foreign evidence", err, rambu.Invalid, "exhibit")
		draft()
		want(t, "not checked", forward(w.ketua), rambu.Blocked, "not_checked")
		want(t, "checked by its drafter", check(w.penangan, true), rambu.Blocked, "second_officer")
		must(t, check(w.anggota1, false))
		want(t, "not safe", forward(w.ketua), rambu.Blocked, "not_safe")
		draft()
		want(t, "a new draft is not checked", forward(w.ketua), rambu.Blocked, "not_checked")
		must(t, check(w.ketua, true))
		want(t, "checked by its sender", forward(w.ketua), rambu.Blocked, "second_officer")
		must(t, check(w.anggota1, true))
		err = forward(w.anggota2)
		if err == nil {
			t.Error("a member without the power to sign forwarded")
		}
		must(t, forward(w.ketua))
		c := got[casefile.Case](t)(w.Find(ctx, w.ketua, id))
		if c.State != casefile.Forwarded || c.Letter == "" || c.FollowUp != casefile.FollowWaiting {
			t.Errorf("forwarded: %+v", c)
		}
		want(t, "forwarded twice", forward(w.ketua), rambu.Conflict, "state")
		w.verify()
	})
}

// In the eleven days without a supervisor of neutrality nothing is forwarded to the centre by
// itself: an addressee is chosen with a reason, or the case waits for BKN.
func TestGapBetweenKASNAndBKN(t *testing.T) {
	w := newWorldAt(t, dbtest.SQLite(t), time.Date(2024, 8, 26, 2, 0, 0, 0, time.UTC))
	ctx := t.Context()
	id, _, _ := w.registered()
	w.studied(id)
	w.decided(id)
	in := casefile.ForwardIn{Summary: "Ringkasan."}
	_, err := w.DraftForwarding(ctx, w.penangan, id, in)
	want(t, "in the gap", err, rambu.Blocked, "gap")
	in.To = "ppk-pembina"
	_, err = w.DraftForwarding(ctx, w.penangan, id, in)
	want(t, "without a reason", err, rambu.Blocked, "gap")
	in.To, in.Reason = "kpu", "Karena dekat."
	_, err = w.DraftForwarding(ctx, w.penangan, id, in)
	want(t, "to somebody who is not competent", err, rambu.Invalid, "addressee")
	in.To = "bkn" // not named yet: the law leaves waiting or the authority
	_, err = w.DraftForwarding(ctx, w.penangan, id, in)
	want(t, "to BKN, which was not named yet", err, rambu.Invalid, "addressee")
	in.To, in.Reason = "ppk-pembina", "KASN sudah berhenti dan BKN belum ditunjuk."
	srt := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, in))
	o := got[*letter.Opened](t)(w.letters.Open(ctx, w.penangan, srt))
	if len(o.Sent.Copies) != 1 || o.Sent.Copies[0].ToPost != pemda+"/bupati" {
		t.Errorf("goes to %+v", o.Sent.Copies)
	}
	w.to("2024-09-04", 9)
	r := got[casefile.Route](t)(w.RouteFor(ctx, w.penangan, got[*casefile.View](t)(w.Get(ctx, w.penangan, id)).File.Act, nil))
	if r.To != "bkn" || r.Addressees[0].Post != "bkn/kepala" || r.Addressees[1].Post != pemda+"/bupati" {
		t.Errorf("from 4 September it goes to %+v", r)
	}
	w.verify()
}

// How many members a plenary needs is the pack's to say where the institution set no number, and a pack
// that does not say it stops the program.
func TestQuorumIsThePacks(t *testing.T) {
	t.Parallel()
	const file, half = "procedures/bawaslu-pilkada.yaml", "      more_than: [1, 2]"
	w := newWorld(t, dbtest.SQLite(t))
	open := func(with string) (*casefile.Desk, error) {
		pack := lawtest.Changed(t, file, "    size:\n"+half+"\n", with)
		return casefile.Open(t.Context(), casefile.Config{Log: w.log, Keys: w.keys, Pack: pack, Roster: w.roster, Accounts: w.access, Letters: w.letters})
	}
	d, err := open("    size:\n      more_than: [2, 3]\n")
	must(t, err)
	q := got[casefile.Quorum](t)(d.QuorumOf(t.Context(), w.penangan))
	if q.Need != 3 || q.Members != 3 || q.Set || q.Rule.ID != "kuorum-pleno" {
		t.Errorf("more than two thirds of three members is %+v", q)
	}
	_, err = open("")
	if err == nil || !strings.Contains(err.Error(), "kuorum-pleno") {
		t.Errorf("opened without a quorum: %v", err)
	}
}

// A member whose password is set anew has a newer key; the vote he cast with the one before stays
// his, before the plenary is closed and after it. A key of somebody else makes no vote his.
func TestAVoteOutlivesANewPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, _, _ := w.registered()
		w.studied(id)
		must(t, w.Convene(ctx, w.penangan, id, w.version(id), []string{w.ketua.Account, w.anggota1.Account, w.anggota2.Account}))
		renew := func(who rambu.Actor) {
			t.Helper()
			must(t, w.clock.MoveTo(w.clock.Now().Add(time.Minute)))
			_, token, err := w.access.Reinvite(ctx, w.pengelola, who.Account)
			must(t, err)
			must(t, w.access.Accept(ctx, token, "sandi-lain-yang-panjang-7"))
		}
		must(t, w.CastVote(ctx, w.anggota1, id, casefile.VoteIn{Choice: casefile.VoteProven}))
		must(t, w.CastVote(ctx, w.ketua, id, casefile.VoteIn{Choice: casefile.VoteProven}))
		renew(w.anggota1)
		got[casefile.Decision](t)(w.ClosePlenary(ctx, w.ketua, id, w.version(id)))
		renew(w.ketua)
		v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
		b := v.Votes[slices.IndexFunc(v.Votes, func(v casefile.Vote) bool { return v.Account == w.anggota1.Account })].Ballot
		f := &lookup.Finder{Keys: w.keys}
		case1 := got[seal.Key](t)(w.keys.SubjectKey(ctx, bawaslu, seal.KindCase, id))
		other := got[seal.Key](t)(w.keys.SubjectKey(ctx, bawaslu, seal.KindAccount, w.anggota2.Account))
		for name, c := range map[string]struct {
			account, named string
			verify         []byte
			want           bool
		}{
			"his key then":                     {w.anggota1.Account, b.KeyID, b.Public, true},
			"a vote of a time that named none": {w.anggota1.Account, "", b.Public, true},
			"another's account":                {w.ketua.Account, b.KeyID, b.Public, false},
			"another's key":                    {w.anggota1.Account, other.ID, other.Verify, false},
			"a key nobody registered":          {w.anggota1.Account, "kun_x", b.Public[:31], false},
		} {
			if own := got[bool](t)(f.Own(ctx, bawaslu, c.account, c.verify, c.named, case1.ID)); own != c.want {
				t.Errorf("%s: own = %v", name, own)
			}
		}
		if len(v.Votes) != 2 || v.Votes[0].Ballot.Choice != casefile.VoteProven || v.Votes[1].Ballot.Choice != casefile.VoteProven {
			t.Errorf("votes: %+v", v.Votes)
		}
		w.verify()
	})
}
