package meeting_test

import (
	"bytes"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// every calls each method that takes a meeting, one of its rows or decisions.
func (w *world) every(who rambu.Actor, id, row, decision string) map[string]error {
	ctx := w.T.Context()
	_, get := w.Get(ctx, who, id)
	_, invite := w.Invite(ctx, who, meeting.InviteIn{Meeting: id, Groups: meeting.InviteGroups(), Signer: pemda + "/sekda"})
	_, clashes := w.Clashes(ctx, who, id)
	_, screen := w.Screen(ctx, who, id)
	_, checkIn := w.CheckIn(ctx, who, id, "123456")
	_, tick := w.Tick(ctx, who, id, nil)
	_, minutes := w.Minutes(ctx, who, id)
	_, decide := w.Decide(ctx, who, id, meeting.DecisionIn{Text: "x"})
	_, carried := w.Carried(ctx, who, id)
	_, order := w.OrderOf(ctx, who, decision)
	_, review := w.ReviewOf(ctx, who, id)
	_, findings := w.Findings(ctx, who, id)
	_, _, paper := w.ReadFile(ctx, who, id, rambu.NewID("dka"))
	return map[string]error{
		"get": get, "invite": invite, "clashes": clashes, "screen": screen, "check-in": checkIn, "tick": tick, "minutes": minutes,
		"decide": decide, "carried": carried, "order": order, "review": review, "findings": findings, "paper": paper,
		"cancel":    w.Cancel(ctx, who, id, 0),
		"send":      w.Send(ctx, who, id),
		"accept":    w.Accept(ctx, who, row),
		"represent": w.Represent(ctx, who, row, meeting.StandInIn{}),
		"stand-in":  w.AnswerStandIn(ctx, who, row, true),
		"open":      w.OpenDoor(ctx, who, id, 0),
		"close":     w.Close(ctx, who, id, 0),
		"reason":    w.GiveReason(ctx, who, row, meeting.Reason{Ground: meeting.Ill}),
		"assess":    w.Assess(ctx, who, row, true),
		"correct":   w.Correct(ctx, who, row, meeting.CorrectionIn{State: meeting.Excused, Note: meeting.CorrectionNote{Text: "x", Document: "x"}}),
		"write":     w.WriteMinutes(ctx, who, id, 0, "x"),
		"drop":      w.Drop(ctx, who, id, decision),
		"submit":    w.Submit(ctx, who, meeting.MinutesStep{Meeting: id}),
		"approve":   w.Approve(ctx, who, meeting.MinutesStep{Meeting: id}, true),
		"publish":   w.Publish(ctx, who, meeting.MinutesStep{Meeting: id}),
		"finish":    w.Finish(ctx, who, meeting.FinishIn{ID: decision, Proof: "x"}),
		"ask":       w.AskReplies(ctx, who, id),
		"reply":     w.Reply(ctx, who, id, "x"),
	}
}

// Another government, Bawaslu, the public, and an officer who was not invited get nothing.
func TestTheWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id := w.invited(rakor())
		row := w.row(id, "dinas-00").ID
		w.To("2024-10-07", 9, 0)
		w.Must(w.OpenDoor(ctx, w.tu, id, 0))
		decision, err := w.Decide(ctx, w.tu, id, meeting.DecisionIn{Text: "x", Owner: pemda + "/bkpsdm", Due: "2024-10-18"})
		w.Must(err)
		foreign := w.sekda
		foreign.Institution = "pemda.18.02"
		neighbour := w.sekda
		neighbour.Institution, neighbour.Region = bawaslu, area
		for name, who := range map[string]rambu.Actor{"another government": foreign, "Bawaslu": neighbour, "the public": rambu.Public()} {
			for method, err := range w.every(who, id, row, decision) {
				if err == nil || rambu.KindOf(err) != rambu.NotFound {
					t.Errorf("%s, %s: %v", name, method, err)
				}
			}
			if list, _ := w.List(ctx, who, "", rambu.MaxDate); len(list) != 0 {
				t.Errorf("%s lists %d meetings", name, len(list))
			}
			if list, _ := w.FollowUps(ctx, who); len(list) != 0 {
				t.Errorf("%s lists %d decisions", name, len(list))
			}
			if m, _ := w.Matrix(ctx, who); m != nil && len(m.Posts) > 0 {
				t.Errorf("%s sees the matrix", name)
			}
		}
		outsider := w.kadis
		outsider.Post, outsider.Account = pemda+"/staf", "akn_lain"
		for name, who := range map[string]rambu.Actor{"not invited": outsider, "invited, another's row": w.camat} {
			for method, err := range w.every(who, id, row, decision) {
				mine := name != "not invited" && (method == "get" || method == "carried")
				if kind := rambu.KindOf(err); !mine && (err == nil || kind != rambu.NotFound && kind != rambu.Forbidden && kind != rambu.Invalid) {
					t.Errorf("%s, %s: %v", name, method, err)
				}
			}
		}
		if list, err := w.List(ctx, outsider, "", rambu.MaxDate); err != nil || len(list) != 0 {
			t.Errorf("not invited, yet lists %d, %v", len(list), err)
		}
		if list, err := w.List(ctx, w.camat, "", rambu.MaxDate); err != nil || len(list) != 1 || list[0].Title != "Rakor perdana" {
			t.Errorf("invited: %v, %v", list, err)
		}
		w.verify()
	})
}

// What lies in clear names no subject, no ground, no stand-in's paper and no words of minutes.
func TestClearColumnsSayNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id := w.invited(rakor())
	w.Must(w.GiveReason(ctx, w.camat, w.row(id, "camat-00").ID, meeting.Reason{Ground: meeting.Ill, Text: "Demam berdarah", Document: "SKD 77", File: w.note(w.camat, "Trombosit rendah").File}))
	w.Must(w.Represent(ctx, w.kadis, w.row(id, "dinas-00").ID, meeting.StandInIn{
		Post: pemda + "/dinas-00/sekretaris", Mandate: meeting.Mandate{Number: "800/MANDAT", Date: "2024-10-02"},
	}))
	w.To("2024-10-07", 9, 0)
	w.Must(w.OpenDoor(ctx, w.tu, id, 0))
	w.Must(w.WriteMinutes(ctx, w.tu, id, 0, "Pimpinan menegur dinas."))
	_, err := w.Decide(ctx, w.tu, id, meeting.DecisionIn{Text: "Evaluasi ketidakhadiran"})
	w.Must(err)
	seen := 0
	check := func(query string) {
		rows, err := w.DB.Query(ctx, query)
		w.Must(err)
		defer rows.Close() //nolint:errcheck // reading
		columns, err := rows.Columns()
		w.Must(err)
		for rows.Next() {
			seen++
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new([]byte)
			}
			w.Must(rows.Scan(values...))
			for i, v := range values {
				for _, word := range []string{"perdana", "Aula", "Netralitas", "sakit", "Demam", "SKD 77", "MANDAT", "menegur", "Evaluasi", "Contoh", "dokter", "Trombosit"} {
					if bytes.Contains(*v.(*[]byte), []byte(word)) {
						t.Errorf("%s: column %s holds %q in clear", query, columns[i], word)
					}
				}
			}
		}
		w.Must(rows.Err())
	}
	for _, table := range meeting.Tables() {
		check(`SELECT ` + strings.Join(table.Columns, ", ") + ` FROM ` + table.Name)
	}
	check(`SELECT body FROM ledger_operation WHERE kind LIKE 'meeting.%'`)
	if seen < 20 {
		t.Errorf("only %d rows were looked at", seen)
	}
}

// Who may stand in follows the rule of the meeting.
func TestWhoMayStandIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	for _, c := range []struct {
		rule  meeting.StandIn
		class roster.PostClass
		post  string
		want  string // key of the refusal
	}{
		{meeting.StandInAny, "", "staf", ""},
		{meeting.StandInRank, roster.ClassAdministrator, "dinas-00/sekretaris", ""},
		{meeting.StandInRank, roster.ClassAdministrator, "tata-usaha", "stand_in_rank"},
		{meeting.StandInRank, roster.ClassJPTPratama, "dinas-00/sekretaris", "stand_in_rank"},
		{meeting.StandInNone, "", "dinas-00/sekretaris", "no_stand_in"},
		{meeting.StandInAny, "", "dinas-00", "meeting.error.choose"},
		{meeting.StandInAny, "", "bupati", "meeting.error.choose"},
		{meeting.StandInAny, "", "tidak-ada", "meeting.error.choose"},
	} {
		in := rakor()
		in.StandIn, in.MinClass = c.rule, c.class
		id := w.invited(in)
		err := w.Represent(t.Context(), w.kadis, w.row(id, "dinas-00").ID, meeting.StandInIn{
			Post: roster.PostID(pemda + "/" + c.post), Mandate: meeting.Mandate{Number: "1", Date: "2024-10-02"},
		})
		if got := c.want != "" && err != nil && strings.Contains(err.Error(), c.want); c.want == "" && err != nil || c.want != "" && !got {
			t.Errorf("%s %s, %s: %v, want %q", c.rule, c.class, c.post, err, c.want)
		}
	}
}

// What a plan needs.
func TestPlanIsChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	for field, change := range map[string]func(*meeting.PlanIn){
		"judul":         func(in *meeting.PlanIn) { in.Title = " " },
		"tempat":        func(in *meeting.PlanIn) { in.Place = "" },
		"acara":         func(in *meeting.PlanIn) { in.Agenda = []string{" "} },
		"jenis":         func(in *meeting.PlanIn) { in.Kind = "pesta" },
		"tamu":          func(in *meeting.PlanIn) { in.Kind = meeting.Visit },
		"tanggal":       func(in *meeting.PlanIn) { in.On = "2024-10-01" },
		"mulai":         func(in *meeting.PlanIn) { in.Start = "25.00" },
		"selesai":       func(in *meeting.PlanIn) { in.End = "08.00" },
		"pimpinan":      func(in *meeting.PlanIn) { in.Chair = "polres.18.01/kapolres" },
		"wakil":         func(in *meeting.PlanIn) { in.StandIn = "" },
		"pangkat-wakil": func(in *meeting.PlanIn) { in.MinClass = roster.ClassHead },
		"pekan":         func(in *meeting.PlanIn) { in.Weeks = 60 },
	} {
		in := rakor()
		change(&in)
		_, err := w.Plan(t.Context(), w.sekda, in)
		if got := fieldOf(err); got != field {
			t.Errorf("%s: fault on %q (%v)", field, got, err)
		}
	}
	_, err := w.Plan(t.Context(), w.camat, rakor())
	w.WantKey(err, rambu.Forbidden, "organiser_only")
	w.Must(w.Configure(t.Context(), w.sekda, meeting.Setting{ReasonDays: 2, Grace: 10}))
	w.Must(w.Configure(t.Context(), w.sekda, meeting.Setting{ReasonDays: 2, Grace: 0}))
	if v := w.get(w.planned(rakor())); v.ReasonDays != 2 || v.Grace != 0 {
		t.Errorf("setting %d days, %d minutes", v.ReasonDays, v.Grace)
	}
	if err := w.Configure(t.Context(), w.sekda, meeting.Setting{ReasonDays: 9, Grace: 0}); fieldOf(err) != "hari-alasan" {
		t.Errorf("nine days: %v", err)
	}
	w.verify()
}

// fieldOf is the form field of the first fault.
func fieldOf(err error) string {
	switch e := err.(type) { //nolint:errorlint // the domain returns them bare
	case rambu.Errors:
		return e[0].Field
	case *rambu.Error:
		return e.Field
	}
	return ""
}
