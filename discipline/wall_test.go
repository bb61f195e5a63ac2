package discipline_test

import (
	"bytes"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

// every calls each method that takes a matter, and says what it answered.
func (w *world) every(who rambu.Actor, id string) map[string]error {
	ctx := w.t.Context()
	_, get := w.Get(ctx, who, id)
	_, clocks := w.Clocks(ctx, who, id)
	_, steps := w.Steps(ctx, who, id)
	_, answer := w.Answer(ctx, who, id, 0, discipline.AnswerIn{})
	_, _, file := w.ReadFile(ctx, who, id, "bkd_x")
	rec := recommendation(id)
	_, recommend := w.RecordRecommendation(ctx, who, rec)
	return map[string]error{
		"get": get, "clocks": clocks, "steps": steps, "answer": answer, "file": file, "recommend": recommend,
		"admit":     w.Admit(ctx, who, id, 0),
		"superior":  w.SetSuperior(ctx, who, id, 0, pemda+"/sekda"),
		"aside":     w.StepAside(ctx, who, id, 0, "x"),
		"relieve":   w.Relieve(ctx, who, id, 0, discipline.Relief{}, ""),
		"team":      w.FormTeam(ctx, who, id, 0, "1", []roster.PostID{}, ""),
		"summon":    w.Summon(ctx, who, id, 0, discipline.SummonsIn{}),
		"no-show":   w.RecordNoShow(ctx, who, id, 0, ""),
		"minutes":   w.RecordMinutes(ctx, who, id, 0, minutes(), ""),
		"report":    w.RecordReport(ctx, who, id, 0, discipline.Report{}, ""),
		"decide":    w.Decide(ctx, who, id, 0, discipline.DecideIn{}),
		"clear":     w.Clear(ctx, who, id, 0, discipline.Clearance{}, ""),
		"minister":  w.ReportMinister(ctx, who, id, 0, "1", ""),
		"deliver":   w.Deliver(ctx, who, id, 0, discipline.DeliveryIn{}),
		"missed":    w.NotReceived(ctx, who, id, 0, discipline.DeliveryIn{}),
		"send":      w.SendInstead(ctx, who, id, 0, discipline.DeliveryIn{}),
		"arrived":   w.Arrived(ctx, who, id, 0, discipline.DeliveryIn{}),
		"effect":    w.TakeEffect(ctx, who, id, 0),
		"finish":    w.Finish(ctx, who, id, 0, discipline.Execution{}, ""),
		"remedy":    w.Remedied(ctx, who, id, 0, discipline.RemedyIn{}),
		"outcome":   w.RemedyOutcome(ctx, who, id, 0, "x", discipline.RemedyIn{}),
		"bkn":       w.RecordBKN(ctx, who, id, 0, discipline.ReminderIn{}),
		"council":   w.FormCouncil(ctx, who, id, 0, "1", nil, ""),
		"hearing":   w.RecordHearing(ctx, who, id, 0, minutes(), ""),
		"finding":   w.RecordFinding(ctx, who, id, 0, discipline.Finding{}, ""),
		"ethics":    w.DecideEthics(ctx, who, id, 0, discipline.DecideIn{}),
		"statement": w.Statement(ctx, who, id, 0, discipline.DeliveryIn{}),
		"village":   w.StepVillage(ctx, who, id, 0, discipline.VillageIn{}),
	}
}

// The government sees nothing before Bawaslu's letter is delivered, and nobody but the
// government ever sees a matter.
func TestTheWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-04")
		ctx := t.Context()
		sent := w.forwarded(study())
		for name, who := range map[string]rambu.Actor{"bupati": w.bupati, "sekda": w.sekda, "bkpsdm": w.bkpsdm} {
			if list, err := w.Waiting(ctx, who); err != nil || len(list) != 0 {
				t.Errorf("%s waits for an undelivered letter: %v, %v", name, list, err)
			}
			copies, _, err := w.letters.Envelope(ctx, w.staf, sent)
			w.must(err)
			for _, id := range []string{sent, copies.Copies[0].ID} {
				_, err = w.OpenFromLetter(ctx, who, id)
				w.wantKey(err, rambu.NotFound, "")
			}
			if list, err := w.List(ctx, who, discipline.Filter{Ended: true}); err != nil || len(list.Lines) != 0 {
				t.Errorf("%s lists %v, %v", name, list, err)
			}
		}
		in := w.arrived(sent)
		if list, err := w.Waiting(ctx, w.bkpsdm); err != nil || len(list) != 1 {
			t.Fatalf("waiting after delivery: %v, %v", list, err)
		}
		_, err := w.OpenFromLetter(ctx, w.camat, in.ID)
		w.wantKey(err, rambu.NotFound, "")
		id, err := w.OpenFromLetter(ctx, w.bkpsdm, in.ID)
		w.must(err)
		foreign := w.bkpsdm
		foreign.Institution = "pemda.18.02"
		bare := w.bkpsdm
		bare.Keys = nil
		for name, who := range map[string]rambu.Actor{
			"Bawaslu": w.ketua, "Bawaslu's staff": w.staf, "another government": foreign, "a superior not let in": w.camat,
			"the registry": w.tu, "the public": rambu.Public(), "the administrator": admin(pemda),
		} {
			for method, err := range w.every(who, id) {
				if rambu.KindOf(err) != rambu.NotFound || err == nil {
					t.Errorf("%s, %s: %v", name, method, err)
				}
			}
			if list, err := w.List(ctx, who, discipline.Filter{Ended: true}); len(list.Lines) != 0 {
				t.Errorf("%s lists %d matters, %v", name, len(list.Lines), err)
			}
			if late, _ := w.Late(ctx, who); late != 0 {
				t.Errorf("%s sees clocks", name)
			}
		}
		_, err = w.Get(ctx, bare, id)
		w.wantKey(err, rambu.Locked, "")
		w.must(w.Admit(ctx, w.bkpsdm, id, 0))
		if o, err := w.Get(ctx, w.kadis, id); err != nil || o.Respondent.Name != "Sulaiman Contoh" {
			t.Errorf("the direct superior, let in: %v", err)
		}
		if list, err := w.List(ctx, w.kadis, discipline.Filter{}); err != nil || len(list.Lines) != 1 {
			t.Errorf("his list: %v, %v", list, err)
		}
		_, err = w.Get(ctx, w.camat, id)
		w.wantKey(err, rambu.NotFound, "")
		w.verify()
	})
}

// A superior may act on what he knows himself, and reads what he opened.
func TestOwnKnowledge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-04")
	ctx := t.Context()
	in := discipline.KnowledgeIn{
		Respondent: discipline.Respondent{Name: "Sulaiman Contoh", NIP: accused, Class: "pns"},
		Act:        "SKB-D7", ActDate: "2024-09-25", KnownOn: "2024-10-02", Source: "Terlihat di media sosial.", Text: "Unggahan foto.",
	}
	id, err := w.OpenFromKnowledge(ctx, w.kadis, in)
	w.must(err)
	o, err := w.Get(ctx, w.kadis, id)
	if err != nil || o.KnownOn != "2024-10-02" || len(o.Papers) != 1 || o.Origin != discipline.FromKnowledge {
		t.Fatalf("opened %+v, %v", o, err)
	}
	_, err = w.Answer(ctx, w.bkpsdm, id, 0, discipline.AnswerIn{Signer: pemda + "/bupati"})
	w.wantKey(err, rambu.Conflict, "nothing_to_answer")
	in.KnownOn = "2024-10-05"
	_, err = w.OpenFromKnowledge(ctx, w.kadis, in)
	w.wantKey(err, rambu.Invalid, "future")
	_, err = w.OpenFromKnowledge(ctx, w.ketua, in)
	w.wantKey(err, rambu.NotFound, "")
	w.verify()
}

// A file about the head of personnel is not opened by him, though he holds the key of all.
func TestNobodyOpensTheMatterAboutHimself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-04")
	ctx := t.Context()
	s := study()
	p := w.people[pemda+"/bkpsdm/kepala"]
	s.Respondent.Name, s.Respondent.NIP, s.Respondent.Post = p.Name.String(), string(p.NIP), "Kepala BKPSDM"
	in := w.arrived(w.forwarded(s))
	_, err := w.OpenFromLetter(ctx, w.bkpsdm, in.ID)
	w.wantKey(err, rambu.NotFound, "") // the letter itself does not exist for him
	id, err := w.OpenFromLetter(ctx, w.sekda, in.ID)
	w.must(err)
	for method, err := range w.every(w.bkpsdm, id) {
		if method != "clocks" && method != "steps" && (err == nil || rambu.KindOf(err) != rambu.NotFound) {
			t.Errorf("%s: %v", method, err)
		}
	}
	list, err := w.List(ctx, w.bkpsdm, discipline.Filter{})
	w.must(err)
	if names, err := w.Names(ctx, w.bkpsdm, list.Lines); err != nil || len(names) != 0 {
		t.Errorf("names %v, %v", names, err)
	}
	if o, err := w.Get(ctx, w.sekda, id); err != nil || o.Superior != pemda+"/sekda" {
		t.Errorf("the secretary: %v", err)
	}
	w.verify()
}

// Twelve officers press the same button at once: one matter.
func TestOpenedOnceByMany(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-04")
		in := w.arrived(w.forwarded(study()))
		ids := make(chan string, 12)
		for i := range cap(ids) {
			who := w.bkpsdm
			if i%2 == 0 {
				who = w.sekda
			}
			go func() {
				id, err := w.OpenFromLetter(t.Context(), who, in.ID)
				if err != nil {
					id = err.Error()
				}
				ids <- id
			}()
		}
		first := <-ids
		for range cap(ids) - 1 {
			if id := <-ids; id != first || !rambu.ValidID("dsp", id) {
				t.Errorf("opened as %s and %s", first, id)
			}
		}
		if list, err := w.List(t.Context(), w.bkpsdm, discipline.Filter{}); err != nil || len(list.Lines) != 1 {
			t.Errorf("%d matters, %v", len(list.Lines), err)
		}
		w.verify()
	})
}

// What lies in clear in the tables and in the log names nobody, no act and no sanction.
func TestClearColumnsNameNobody(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w := newWorld(t, d, "2024-10-01")
	id := w.opened(study())
	w.reported(id, discipline.Severe, true)
	w.must(w.Decide(t.Context(), w.bkpsdm, id, 0, decree("bebas-jabatan", pemda+"/bupati")))
	w.must(w.Admit(t.Context(), w.bkpsdm, id, 0))
	seen := 0
	check := func(query string) {
		rows, err := d.Query(t.Context(), query)
		w.must(err)
		defer rows.Close() //nolint:errcheck // reading
		columns, err := rows.Columns()
		w.must(err)
		for rows.Next() {
			seen++
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new([]byte)
			}
			w.must(rows.Scan(values...))
			for i, v := range values {
				for _, word := range []string{"Sulaiman", accused, "PAUD", "kabid", "SKB-D7", "bebas-jabatan", "berat", "800/SK/1", string(w.people[pemda+"/disdik/kabid"].ID)} {
					if bytes.Contains(*v.(*[]byte), []byte(word)) {
						t.Errorf("%s: column %s holds %q in clear", query, columns[i], word)
					}
				}
			}
		}
		w.must(rows.Err())
	}
	for _, table := range append(discipline.Tables(), procedure.Tables()...) {
		if !strings.HasSuffix(table.Name, "_holiday") {
			check(`SELECT ` + strings.Join(table.Columns, ", ") + ` FROM ` + table.Name)
		}
	}
	check(`SELECT body FROM ledger_operation WHERE kind LIKE 'discipline.%'`)
	if seen < 20 {
		t.Errorf("only %d rows were looked at", seen)
	}
}

// An administrator who resets a superior's password signs in as him, but no key holder has given
// that account a key: no matter is opened to it, nor to one whose set-up link still stands.
func TestAResetAccountIsAdmittedNowhere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-01")
		ctx := t.Context()
		id := w.opened(study())
		_, link, err := w.access.Reinvite(ctx, admin(pemda), w.kadis.Account)
		w.must(err)
		w.wantKey(w.Admit(ctx, w.bkpsdm, id, 0), rambu.Conflict, "not_active")
		w.must(w.access.Accept(ctx, link, "tujuh jendela warna hijau"))
		w.wantKey(w.Admit(ctx, w.bkpsdm, id, 0), rambu.Blocked, "not_vouched")
		w.must(w.access.GiveKey(ctx, w.bkpsdm, w.kadis.Account, seal.KindLetter))
		w.must(w.Admit(ctx, w.bkpsdm, id, 0))
	})
}
