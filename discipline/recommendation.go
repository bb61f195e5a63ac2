package discipline

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
)

// RecommendationIn is BKN's recommendation as an officer types it in from the paper or from
// BKN's own system.
type RecommendationIn struct {
	Matter     string // "" opens a matter of its own
	Version    int64  // of that matter
	Ticket     string
	Number     string
	Date       rambu.Date
	ReceivedOn rambu.Date // starts the authority's clock; "" today
	Level      string     // ringan, sedang, berat, "" when it names none
	Text       string
	Scan       *letter.File // from letter.Desk.Attach

	// For a matter of its own only.
	Respondent Respondent
	Act        string
	ActDate    rambu.Date
}

func (in *RecommendationIn) validate(pack *law.Pack, today rambu.Date) error {
	var f form
	f.short(&in.Ticket, "tiket", 100)
	f.short(&in.Number, "nomor", 100)
	if in.Ticket == "" && in.Number == "" {
		f.fault("nomor", "discipline.error.number")
	}
	if in.Date == "" {
		f.fault("tanggal", "error.date")
	} else {
		f.past(&in.Date, "tanggal", today)
	}
	f.past(&in.ReceivedOn, "diterima", today)
	if in.ReceivedOn < in.Date {
		f.fault("diterima", "discipline.error.received_before")
	}
	if in.Level != "" && !slices.Contains(levels(), in.Level) {
		f.fault("tingkat", "discipline.error.level")
	}
	f.short(&in.Text, "uraian", maxNote)
	if in.Matter != "" {
		return f.err()
	}
	in.Respondent.validate(&f, pack)
	f.alleged(pack, in.Respondent.Class, in.Act, &in.ActDate, today)
	return f.err()
}

// RecordRecommendation writes BKN's recommendation down: the letter is registered, and the
// authority's clock runs from the day it was received. It returns the matter.
// Errors: Invalid by field, Conflict (the matter has one already), NotFound, Locked.
func (o *Office) RecordRecommendation(ctx context.Context, who rambu.Actor, in RecommendationIn) (string, error) {
	err := mayReceive(who)
	if err != nil {
		return "", err
	}
	err = in.validate(o.pack, o.Today(who))
	if err != nil {
		return "", err
	}
	var t *turn
	var mark []byte
	if in.Matter == "" {
		d := Dossier{Respondent: in.Respondent, Act: in.Act, Level: in.Level, Summary: in.Text}
		t, mark, err = o.newMatter(ctx, who, Matter{Origin: FromRecommendation, ActDate: in.ActDate, KnownOn: in.ReceivedOn}, d)
	} else {
		t, err = o.take(ctx, who, in.Matter, in.Version, mayRecord)
	}
	if err != nil {
		return "", err
	}
	return t.m.ID, t.recommended(in, mark)
}

func (t *turn) recommended(in RecommendationIn, mark []byte) error {
	if t.m.Recommendation != "" {
		return rambu.Fault(rambu.Conflict, "discipline.error.recommended")
	}
	if t.m.Procedure == ByVillage {
		return rambu.Fault(rambu.Conflict, "discipline.error.other_procedure")
	}
	reg, err := t.register(in)
	if err != nil {
		return err
	}
	t.file.Level = in.Level
	rec := Recommendation{Ticket: in.Ticket, Number: in.Number, Level: in.Level, Text: in.Text, Inbox: reg.ID}
	err = t.paper(PaperRecommendation, in.ReceivedOn, rec)
	if err != nil {
		return err
	}
	write := func(op *ledger.Op) error {
		err := reg.Write(op)
		if err != nil {
			return err
		}
		err = letter.Handle(op, reg.ID, t.m.ID)
		if err != nil {
			return err
		}
		run, err := t.o.proc.Start(op, procedure.StartIn{
			Procedure: ByRecommendation, Object: t.m.ID, Initial: string(Received), Owner: t.m.Owner, On: in.ReceivedOn,
		})
		if err != nil {
			return err
		}
		t.m.Recommendation = State(run.State)
		return t.follow(op)
	}
	if mark == nil {
		return t.commit("discipline.recommend", write)
	}
	fresh := t.m
	_, err = t.o.log.Do(t.who, "discipline.recommend", func(op *ledger.Op) error {
		t.m = fresh
		err := t.begin(op, mark)
		if err != nil {
			return err
		}
		t.writes = nil
		return t.write(op, write)
	})
	return err
}

// register prepares the letter for the inbox register.
func (t *turn) register(in RecommendationIn) (letter.Prepared, error) {
	head, err := t.o.authorityPost(t.ctx, t.who.Institution)
	if err != nil {
		return letter.Prepared{}, err
	}
	number := in.Number
	if number == "" {
		number = in.Ticket
	}
	r := t.file.Respondent
	text := in.Text
	if text == "" {
		text = t.o.words.T("id", "discipline.letter.registered")
	}
	return t.o.letters.PrepareOutside(t.ctx, t.who, letter.OutsideIn{
		Payload: &kinds.Recommendation{
			Ticket: in.Ticket, Number: in.Number, Date: in.Date, Class: r.Class, Level: in.Level, Text: in.Text,
			Respondent: kinds.Respondent{Name: r.Name, NIP: r.NIP, Post: r.PostText, Class: r.Class},
		},
		Nature: letter.Confidential, Sender: "bkn", From: t.o.words.T("id", "discipline.letter.bkn"), Number: number,
		Date: in.Date, ReceivedOn: in.ReceivedOn, ToPost: string(head.ID),
		Subject: t.o.words.T("id", "discipline.letter.recommendation"), Paragraphs: []string{text}, Scan: in.Scan,
	})
}

// begun and concluded say how far the matter's own procedure is.
func (m Matter) begun() bool {
	return m.State != Alleged && m.State != Relieved && m.State != TeamFormed
}

// next is the state the follow-up of a recommendation goes to by itself, "" for none.
func (m Matter) next() State {
	switch m.Recommendation {
	case Received:
		if m.begun() && m.Procedure == ByEthics {
			return AtCouncil
		}
		if m.begun() {
			return AtExam
		}
	case AtExam, AtCouncil, Warned, Reprimanded:
		if m.DecidedOn != "" {
			return Issued
		}
	default: // from there BKN's own letters lead on
	}
	return ""
}

// follow lets the follow-up of BKN's recommendation go along with the matter.
func (t *turn) follow(op *ledger.Op) error {
	for {
		to := t.m.next()
		if to == "" {
			return nil
		}
		on := rambu.Date("")
		if to == Issued {
			on = t.m.DecidedOn
		}
		err := t.followTo(op, to, on)
		if err != nil {
			return err
		}
	}
}

// followTo moves the follow-up of the recommendation; a day before its last step is that day.
func (t *turn) followTo(op *ledger.Op, to State, on rambu.Date) error {
	run, err := procedure.InTx(op.Tx, t.who, ByRecommendation, t.m.ID)
	if err != nil {
		return err
	}
	if on != "" {
		on = max(on, run.Since)
	}
	run, err = t.o.proc.Move(op, run, procedure.MoveIn{To: string(to), On: on})
	if err != nil {
		return err
	}
	t.m.Recommendation = State(run.State)
	op.Fact("recommendation", run.State)
	return nil
}

// ReminderIn is what BKN did about silence, or after the decision was uploaded.
type ReminderIn struct {
	Step   State // Warned, Reprimanded, DataBlocked, Unblocked, Uploaded, Correcting, Issued, Finished
	On     rambu.Date
	Number string
	Note   string
}

// bknSteps are the steps BKN's letters take the follow-up through.
func bknSteps() []State {
	return []State{Warned, Reprimanded, DataBlocked, Unblocked, Uploaded, Correcting, Issued, Finished}
}

// RecordBKN writes down what BKN did: warning, reprimand, block, lifting, correction, closing.
// A warning before the authority's time has passed is Blocked by the law's rule.
func (o *Office) RecordBKN(ctx context.Context, who rambu.Actor, id string, version int64, in ReminderIn) error {
	t, err := o.take(ctx, who, id, version, mayRecord)
	if err != nil {
		return err
	}
	if t.m.Recommendation == "" {
		return rambu.Fault(rambu.Conflict, "discipline.error.no_recommendation")
	}
	var f form
	if !slices.Contains(bknSteps(), in.Step) {
		f.fault("langkah", "discipline.error.step")
	}
	f.past(&in.On, "tanggal", t.today)
	f.short(&in.Number, "nomor", 100)
	f.short(&in.Note, "catatan", maxNote)
	if in.Number == "" && in.Note == "" {
		f.fault("nomor", "discipline.error.number")
	}
	err = f.err()
	if err != nil {
		return err
	}
	if in.Step == Issued && t.m.Recommendation != Correcting {
		return rambu.Fault(rambu.Conflict, "discipline.error.by_decision")
	}
	if in.Step == Unblocked && t.m.DecidedOn == "" {
		return rambu.Fault(rambu.Blocked, "discipline.error.block_stays")
	}
	err = t.paper(PaperReminder, in.On, Reminder{Step: in.Step, Number: in.Number, Note: in.Note})
	if err != nil {
		return err
	}
	return t.commit("discipline.bkn", func(op *ledger.Op) error { return t.followTo(op, in.Step, in.On) })
}
