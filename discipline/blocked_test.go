package discipline_test

import (
	"errors"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/discipline/rules"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/lawtest"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

// reported is a matter whose examination found the act proven, on 11 October 2024.
func (w *world) reported(id, level string, byTeam bool) {
	w.t.Helper()
	ctx := w.t.Context()
	if byTeam {
		w.must(w.FormTeam(ctx, w.bkpsdm, id, 0, "800/TIM/1", team(), ""))
	}
	w.examined(id, level, "2024-10-11")
}

// examined takes a matter from its summons to a report that proves it, on one day.
func (w *world) examined(id, level string, on rambu.Date) {
	w.t.Helper()
	ctx := w.t.Context()
	w.must(w.Summon(ctx, w.bkpsdm, id, 0, discipline.SummonsIn{On: on, At: "09.00", Place: "BKPSDM", Number: "800/PGL/1"}))
	w.to(string(on))
	w.must(w.RecordMinutes(ctx, w.bkpsdm, id, 0, minutes(), ""))
	w.must(w.RecordReport(ctx, w.bkpsdm, id, 0, discipline.Report{Proven: true, Facts: "Terbukti.", Rules: "PP 94/2021", Level: level}, ""))
}

func decree(sanction, signer string) discipline.DecideIn {
	return discipline.DecideIn{Sanction: sanction, Number: "800/SK/1", Date: "2024-10-11", Signer: roster.PostID(signer)}
}

// Each thing that stands against a decree is refused with the rule that says so.
func TestDecreeIsBlocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	id := w.opened(study())
	early := decree("bebas-jabatan", pemda+"/bupati")
	early.Date = "2024-10-01"
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, early), rambu.Conflict, "state")
	w.reported(id, discipline.Severe, true)
	unusable := decree("sedang-tukin-6", pemda+"/bupati")
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, unusable), rambu.Blocked, "not_usable")
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, decree("kades-teguran-lisan", pemda+"/bupati")), rambu.Blocked, "sanction_not_for")
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, decree("moral-terbuka", pemda+"/bupati")), rambu.Blocked, "sanction_not_for")
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, decree("bebas-jabatan", pemda+"/sekda")), rambu.Blocked, "not_authority")
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, decree("teguran-tertulis", pemda+"/camat")), rambu.Blocked, "not_superior")
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, decree("teguran-tertulis", pemda+"/disdik/kepala")), rambu.Invalid, "level_reason")
	w.must(w.Decide(ctx, w.bkpsdm, id, 0, decree("bebas-jabatan", pemda+"/bupati")))
	m := w.get(id)
	dec, _ := discipline.Latest[discipline.Decision](m.Papers)
	if dec == nil || !dec.Window || dec.Title != "Bupati Rekaan" || m.Sanction != "bebas-jabatan" {
		t.Errorf("decree %+v", dec)
	}
	// Pasal 35 ayat (3): the same act comes a second time, by another letter.
	second := study()
	second.Register = "003/Reg/LP/PB/Kab/08.09/X/2024"
	again := w.opened(second)
	if o := w.get(again); len(o.Same) != 1 || o.Same[0] != id {
		t.Errorf("the same act is not seen: %v", o.Same)
	}
	w.wantKey(w.reprimanded(again, "2024-10-22"), rambu.Blocked, "punished")
	w.verify()
}

// reprimanded examines a second matter of the same act and tries a light penalty on that day.
func (w *world) reprimanded(again string, on rambu.Date) error {
	w.t.Helper()
	w.examined(again, discipline.Light, on)
	light := decree("teguran-tertulis", pemda+"/disdik/kepala")
	light.Date = on
	return w.Decide(w.t.Context(), w.bkpsdm, again, 0, light)
}

// The second penalty is seen also when the institution made its keys anew between the two.
func TestNobodyIsPunishedTwiceAfterNewKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		id := w.opened(study())
		w.reported(id, discipline.Severe, true)
		w.must(w.Decide(ctx, w.bkpsdm, id, 0, decree("bebas-jabatan", pemda+"/bupati")))
		old := w.instKeys[pemda][seal.KindIndex]
		pair, err := seal.NewPair()
		w.must(err)
		own, err := w.keys.SubjectKey(ctx, pemda, seal.KindAccount, w.bkpsdm.Account)
		w.must(err)
		_, err = w.log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) error {
			k := old.key
			k.ID, k.Public, k.Verify = rambu.NewID("kun"), pair.Public(), pair.VerifyKey()
			return errors.Join(seal.Succeed(op, old.key, k), seal.GrantPair(op, k, pair, own), seal.GrantPair(op, old.key, old.pair, k))
		})
		w.must(err)
		w.keys.Renewed(pemda)
		second := study()
		second.Register = "003/Reg/LP/PB/Kab/08.09/X/2024"
		again := w.opened(second)
		for one, other := range map[string]string{id: again, again: id} {
			if o := w.get(one); len(o.Same) != 1 || o.Same[0] != other {
				t.Errorf("the same act is not seen: %v", o.Same)
			}
		}
		w.wantKey(w.reprimanded(again, "2024-10-22"), rambu.Blocked, "punished")
		w.verify()
	})
}

// A severe level needs a team, before the minutes it judges.
func TestSevereNeedsATeam(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	id := w.opened(study())
	w.must(w.Summon(ctx, w.bkpsdm, id, 0, discipline.SummonsIn{On: "2024-10-11", At: "09.00", Place: "BKPSDM", Number: "800/PGL/1"}))
	w.to("2024-10-11")
	w.must(w.RecordMinutes(ctx, w.bkpsdm, id, 0, minutes(), ""))
	severe := discipline.Report{Proven: true, Facts: "Terbukti.", Rules: "PP 94/2021", Level: discipline.Severe}
	w.wantKey(w.RecordReport(ctx, w.bkpsdm, id, 0, severe, ""), rambu.Blocked, "team_needed")
	for name, posts := range map[string][]roster.PostID{
		"discipline.error.members":    {pemda + "/bkpsdm/kepala"},
		"discipline.error.team_sides": {pemda + "/bkpsdm/kepala", pemda + "/disdik/kepala", pemda + "/sekda"},
		"discipline.error.rank":       append(team(), pemda+"/tata-usaha"),
		"discipline.error.conflicted": append(team(), pemda+"/disdik/kabid"),
	} {
		w.wantKey(w.FormTeam(ctx, w.bkpsdm, id, 0, "800/TIM/1", posts, ""), rambu.Invalid, name)
	}
	w.to("2024-10-14")
	w.must(w.FormTeam(ctx, w.bkpsdm, id, 0, "800/TIM/1", team(), ""))
	w.wantKey(w.RecordReport(ctx, w.bkpsdm, id, 0, severe, ""), rambu.Blocked, "team_needed")
	w.must(w.RecordMinutes(ctx, w.bkpsdm, id, 0, minutes(), ""))
	w.must(w.RecordReport(ctx, w.bkpsdm, id, 0, severe, ""))
	w.verify()
}

// The Plt of an agency signs no severe penalty, the Plt regent does and must report to the
// minister within seven working days; on campaign leave the regent himself signs nothing.
func TestActingOfficers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		plt := w.person(pemda+"/wakil", "Paramita Contoh", "", roster.SubjectStateOfficial, "", "", "")
		w.hold(pemda+"/bupati", plt, roster.Plt, "2024-09-25", "2024-11-23")
		w.actor(pemda+"/bupati", plt, rambu.RoleAuthority)
		id := w.opened(study())
		w.reported(id, discipline.Severe, true)
		regent := decree("bebas-jabatan", pemda+"/bupati")
		regent.SignedBy = w.people[pemda+"/bupati"].ID
		w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, regent), rambu.Blocked, "acted_for")
		agency := w.person(pemda+"/wakil", "Galih Contoh", "197501012000011077", roster.SubjectPNS, "", "", "")
		w.hold(pemda+"/camat", agency, roster.Plt, "2024-10-01", "")
		w.actor(pemda+"/camat", agency, rambu.RoleSuperior)
		camat := decree("bebas-jabatan", pemda+"/camat")
		w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, camat), rambu.Blocked, "acting_light_only")
		w.must(w.Decide(ctx, w.bkpsdm, id, 0, decree("bebas-jabatan", pemda+"/bupati")))
		dec, _ := discipline.Latest[discipline.Decision](w.get(id).Papers)
		if dec.Title != "Plt. Bupati Rekaan" || dec.SignedBy != plt.ID {
			t.Errorf("signed by %s as %s", dec.SignedBy, dec.Title)
		}
		list, err := w.Clocks(ctx, w.bkpsdm, id)
		w.must(err)
		found := false
		for _, c := range list {
			if c.Deadline.Count == 7 && c.Deadline.From == "sk" {
				found = c.Due == "2024-10-22"
			}
		}
		if !found {
			t.Errorf("no clock for the report to the minister: %+v", list)
		}
		w.must(w.ReportMinister(ctx, w.bkpsdm, id, 0, "800/LAP/1", ""))
		w.wantKey(w.ReportMinister(ctx, w.bkpsdm, id, 0, "800/LAP/1", ""), rambu.Conflict, "ended")
		w.verify()
	})
}

// Two missed summonses: decided on the evidence at hand. The second day lies at most seven
// working days after the missed one.
func TestMissedTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		id := w.opened(study())
		first := discipline.SummonsIn{On: "2024-10-09", At: "09.00", Place: "BKPSDM", Number: "800/PGL/1"}
		late := w.Summon(ctx, w.bkpsdm, id, 0, first)
		w.wantKey(late, rambu.Blocked, "too_late_before")
		w.says(late, words.EN, "Sent at least 7 working days before the examination date.")
		first.On = "2024-10-10"
		w.must(w.Summon(ctx, w.bkpsdm, id, 0, first))
		w.wantKey(w.RecordNoShow(ctx, w.bkpsdm, id, 0, ""), rambu.Conflict, "not_yet")
		w.wantKey(w.Summon(ctx, w.bkpsdm, id, 0, first), rambu.Conflict, "not_missed")
		w.to("2024-10-10")
		w.must(w.RecordNoShow(ctx, w.bkpsdm, id, 0, "tanpa kabar"))
		w.wantKey(w.RecordNoShow(ctx, w.bkpsdm, id, 0, ""), rambu.Conflict, "missed_already")
		if got := w.due(id)["pemeriksaan-terlewat"]; got != "2024-10-21" {
			t.Errorf("second day by %s, want 2024-10-21", got)
		}
		second := discipline.SummonsIn{On: "2024-10-22", At: "09.00", Place: "BKPSDM", Number: "800/PGL/2"}
		err := w.Summon(ctx, w.bkpsdm, id, 0, second)
		w.wantKey(err, rambu.Blocked, "second_late")
		w.says(err, words.ID, "7 hari kerja sesudah tanggal yang terlewat. Hari terakhir: 21 Oktober 2024")
		w.says(err, words.EN, "at most 7 working days after the missed date. Last day: 21 October 2024")
		second.On = "2024-10-21"
		w.must(w.Summon(ctx, w.bkpsdm, id, 0, second))
		early := decree("teguran-tertulis", pemda+"/disdik/kepala")
		early.Date = "2024-10-10"
		w.wantKey(w.Decide(ctx, w.kadisIn(id), id, 0, early), rambu.Blocked, "not_missed")
		w.to("2024-10-21")
		w.must(w.RecordNoShow(ctx, w.kadis, id, 0, ""))
		last := decree("teguran-tertulis", pemda+"/disdik/kepala")
		last.Date = "2024-10-21"
		w.wantKey(w.Decide(ctx, w.kadis, id, 0, last), rambu.Invalid, "evidence_reason")
		last.Reason = "Foto dan unggahan yang diakui pemilik akun."
		w.must(w.Decide(ctx, w.kadis, id, 0, last))
		w.state(id, discipline.Decided)
		w.verify()
	})
}

// kadisIn lets the direct superior into a matter.
func (w *world) kadisIn(id string) rambu.Actor {
	w.t.Helper()
	w.must(w.Admit(w.t.Context(), w.bkpsdm, id, 0))
	return w.kadis
}

// Whoever steps aside takes no further step, and his superior takes over.
func TestConflictOfInterest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	id := w.opened(study())
	kadis := w.kadisIn(id)
	w.must(w.StepAside(ctx, kadis, id, 0, "Kerabat dekat."))
	if got := w.get(id).Superior; got != pemda+"/sekda" {
		t.Errorf("taken over by %s", got)
	}
	w.wantKey(w.Summon(ctx, kadis, id, 0, discipline.SummonsIn{On: "2024-10-10", At: "09.00", Place: "A", Number: "1"}), rambu.NotFound, "")
	w.wantKey(w.FormTeam(ctx, w.bkpsdm, id, 0, "800/TIM/1", team(), ""), rambu.Invalid, "conflicted")
	w.must(w.StepAside(ctx, w.bkpsdm, id, 0, "Kerabat dekat."))
	w.wantKey(w.Summon(ctx, w.bkpsdm, id, 0, discipline.SummonsIn{On: "2024-10-10", At: "09.00", Place: "A", Number: "1"}), rambu.Forbidden, "stepped_aside")
	w.verify()
}

// A decree that was not fetched is sent within three working days; an objection stops the
// matter until it was decided.
func TestSentAndObjected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	id := w.opened(study())
	w.reported(id, discipline.Moderate, false)
	w.must(w.Decide(ctx, w.bkpsdm, id, 0, decree("sedang-transisi-kgb", pemda+"/bupati")))
	w.to("2024-10-14")
	w.wantKey(w.SendInstead(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{}), rambu.Conflict, "not_missed_delivery")
	w.must(w.NotReceived(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{}))
	if got := w.due(id)["penyerahan-terlewat"]; got != "2024-10-17" {
		t.Errorf("to be sent by %s, want 2024-10-17", got)
	}
	w.must(w.SendInstead(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{}))
	w.to("2024-10-16")
	w.must(w.Arrived(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{}))
	if got := w.due(id)["diterima-ybs"]; got != "2024-11-06" {
		t.Errorf("in effect on %s, want 2024-11-06", got)
	}
	w.must(w.Remedied(ctx, w.bkpsdm, id, 0, discipline.RemedyIn{Number: "1", Note: "Keberatan diajukan."}))
	w.state(id, discipline.Objected)
	w.wantKey(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""), rambu.Blocked, "remedy_open")
	w.must(w.RemedyOutcome(ctx, w.bkpsdm, id, 0, rules.Upheld, discipline.RemedyIn{Number: "2"}))
	w.wantKey(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""), rambu.Blocked, "not_in_effect")
	if got := w.due(id)["diterima-ybs"]; got != "2024-11-06" {
		t.Errorf("upheld, it is in effect on %q, want 2024-11-06", got)
	}
	w.to("2024-11-06")
	w.must(w.TakeEffect(ctx, w.bkpsdm, id, 0))
	w.must(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""))
	if m := w.get(id); m.EffectiveOn != "2024-11-06" || m.State != discipline.Finished {
		t.Errorf("ended in %s, in effect on %q", m.State, m.EffectiveOn)
	}
	w.verify()
}

// Before the candidates were determined the same act breaks the code of ethics: a council of
// five hears, the authority decides, the moral sanction is told in a room.
func TestEthicsCouncil(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-09-16")
		ctx := t.Context()
		s := study()
		s.Act, s.ActDate, s.PlenaryDate = "SKB-E5", "2024-09-05", "2024-09-13"
		id := w.opened(s)
		if m := w.get(id); m.Procedure != discipline.ByEthics || m.ActClass != law.ClassEthics {
			t.Fatalf("opened as %s", m.Procedure)
		}
		w.wantKey(w.Summon(ctx, w.bkpsdm, id, 0, discipline.SummonsIn{}), rambu.Conflict, "other_procedure")
		four := append(team(), pemda+"/sekda")
		w.wantKey(w.FormCouncil(ctx, w.bkpsdm, id, 0, "800/MKE/1", four, ""), rambu.Invalid, "members")
		w.wantKey(w.FormCouncil(ctx, w.bkpsdm, id, 0, "800/MKE/1", append(four, pemda+"/camat", pemda+"/bupati"), ""), rambu.Invalid, "odd")
		w.must(w.FormCouncil(ctx, w.bkpsdm, id, 0, "800/MKE/1", append(four, pemda+"/camat"), ""))
		w.must(w.RecordHearing(ctx, w.bkpsdm, id, 0, minutes(), ""))
		w.wantKey(w.RecordFinding(ctx, w.bkpsdm, id, 0, discipline.Finding{Proven: true, For: 2, Against: 3, Number: "1", Text: "x"}, ""), rambu.Invalid, "votes")
		w.must(w.RecordFinding(ctx, w.bkpsdm, id, 0, discipline.Finding{Proven: true, For: 4, Against: 1, Number: "1", Text: "Terbukti."}, ""))
		in := decree("moral-tertutup", pemda+"/bupati")
		in.Date = "2024-09-16"
		w.must(w.DecideEthics(ctx, w.bkpsdm, id, 0, in))
		w.must(w.Statement(ctx, w.bkpsdm, id, 0, discipline.DeliveryIn{Note: "Disampaikan di ruang kerja."}))
		w.must(w.Finish(ctx, w.bkpsdm, id, 0, discipline.Execution{Reference: "S-1"}, ""))
		_, err := w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati"})
		w.must(err)
		w.verify()
	})
}

// A village head answers to the regent by the law of villages, not by PP 94/2021.
func TestVillageHead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	s := study()
	s.Class, s.Act, s.ActDate = "kepala-desa", "DS-29J", "2024-09-26"
	s.Respondent.NIP, s.Respondent.Class, s.Respondent.Name = "", "kepala-desa", "Tarmizi Contoh"
	id := w.opened(s)
	if m := w.get(id); m.Procedure != discipline.ByVillage || m.State != discipline.WithRegent {
		t.Fatalf("opened as %s in %s", m.Procedure, m.State)
	}
	w.must(w.StepVillage(ctx, w.bkpsdm, id, 0, discipline.VillageIn{To: "klarifikasi_camat_dpmd", Note: "Camat mengklarifikasi."}))
	w.wantKey(w.StepVillage(ctx, w.bkpsdm, id, 0, discipline.VillageIn{To: "teguran_lisan", Note: "x"}), rambu.Invalid, "decree")
	in := decree("", pemda+"/camat")
	w.wantKey(w.StepVillage(ctx, w.bkpsdm, id, 0, discipline.VillageIn{To: "teguran_lisan", Note: "x", Decree: &in}), rambu.Blocked, "head_only")
	in = decree("", pemda+"/bupati")
	w.must(w.StepVillage(ctx, w.bkpsdm, id, 0, discipline.VillageIn{To: "teguran_lisan", Note: "Ditegur.", Decree: &in}))
	w.must(w.StepVillage(ctx, w.bkpsdm, id, 0, discipline.VillageIn{To: discipline.Finished, Note: "Dipatuhi."}))
	w.verify()
}

// How many sit in a team or a council is the pack's to say, and so is what is said when there are too few.
func TestSizesAreThePacks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	w.pack = lawtest.Changed(t, "procedures/disiplin-pp94.yaml", "      least: 3", "      least: 4")
	w.reopen()
	err := w.FormTeam(ctx, w.bkpsdm, w.opened(study()), 0, "800/TIM/1", team(), "")
	w.wantKey(err, rambu.Invalid, "members")
	w.says(err, words.ID, "paling sedikit 4 jabatan")

	w = newWorld(t, dbtest.SQLite(t), "2024-09-16")
	w.pack = lawtest.Changed(t, "procedures/kode-etik.yaml", "      least: 5", "      least: 3")
	w.reopen()
	s := study()
	s.Act, s.ActDate, s.PlenaryDate = "SKB-E5", "2024-09-05", "2024-09-13"
	id := w.opened(s)
	posts := append(team(), pemda+"/sekda")
	err = w.FormCouncil(ctx, w.bkpsdm, id, 0, "800/MKE/1", posts, "")
	w.wantKey(err, rambu.Invalid, "odd")
	w.says(err, words.ID, "ganjil, paling sedikit 3")
	w.says(err, words.EN, "odd, at least 3")
	w.must(w.FormCouncil(ctx, w.bkpsdm, id, 0, "800/MKE/1", posts[:3], ""))
}

// A pack without a number the office needs stops the program: nobody falls back on one of ours.
func TestThePackHasTheSizes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	w.pack = lawtest.Changed(t, "procedures/kode-etik.yaml", "    size:\n      least: 5\n      odd: true\n", "")
	if err := w.open(); err == nil || !strings.Contains(err.Error(), discipline.RuleCouncil) {
		t.Errorf("opened without the size of a council: %v", err)
	}
}
