package activity_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/activity/clash"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
)

const kalianda = "18.01.06"

// groceries is aid that the social agency hands out in Kalianda on 12 October.
func groceries() activity.In {
	return activity.In{
		Kind: law.SocialAid, Place: kalianda, From: "2024-10-12",
		Content: activity.Content{Title: "Paket sembako rahasia", Where: "Balai desa", What: "200 paket beras"},
	}
}

func keys(l activity.Line) []string {
	var out []string
	for _, a := range l.Alerts {
		out = append(out, a.Key())
	}
	return out
}

func (w *world) line(who rambu.Actor, id string) activity.Line {
	w.T.Helper()
	list, err := w.List(w.T.Context(), who, "2024-09-01")
	w.Must(err)
	for _, l := range list {
		if l.ID == id {
			return l
		}
	}
	w.T.Fatalf("%s is not in the list", id)
	return activity.Line{}
}

// Aid is planned; the campaign schedule comes later and falls on the same day. The head of the
// agency moves the aid, says why, and nobody can say afterwards that it was not seen.
func TestAidMeetsACampaignEventAndIsMoved(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Enter(ctx, w.kadis, groceries())
		w.Must(err)
		if diff := cmp.Diff([]string{"aid-in-ban-window"}, keys(w.line(w.kadis, id))); diff != "" {
			t.Errorf("before the schedule (-want +got)\n%s", diff)
		}
		w.Must(w.Decide(ctx, w.kadis, activity.DecideIn{Plan: id, Version: 1, Choice: activity.Kept, Reason: "Sudah dianggarkan sejak Januari."}))
		if l := w.line(w.sekda, id); l.Open || l.State != activity.Kept {
			t.Errorf("decided, and still open: %+v", l)
		}
		w.To("2024-10-08", 9, 0)
		event, err := w.EnterEvent(ctx, w.camat, activity.EventIn{Place: kalianda, Form: activity.Rally, From: "2024-10-12"})
		w.Must(err)
		l := w.line(w.kadis, id)
		if diff := cmp.Diff([]string{"aid-in-ban-window", "aid-on-campaign-day@" + event}, keys(l)); diff != "" || !l.Open {
			t.Errorf("after the schedule, open %v (-want +got)\n%s", l.Open, diff)
		}
		n, err := w.Waiting(ctx, w.sekda)
		w.Must(err)
		if n != 1 {
			t.Errorf("%d wait for the secretary", n)
		}
		w.Must(w.Decide(ctx, w.kadis, activity.DecideIn{Plan: id, Version: 2, Choice: activity.Moved, Reason: "Ada kampanye hari itu.", From: "2024-10-09"}))
		got, err := w.Get(ctx, w.sekda, id)
		w.Must(err)
		if got.Open || got.From != "2024-10-09" || got.To != "2024-10-09" || got.State != activity.Moved {
			t.Errorf("moved: %+v", got.Plan)
		}
		type decision struct {
			Choice activity.State
			Post   string
			Reason string
		}
		var decided []decision
		for _, x := range got.Decisions {
			decided = append(decided, decision{x.Choice, x.Post, x.Reason})
		}
		want := []decision{{activity.Kept, w.kadis.Post, "Sudah dianggarkan sejak Januari."}, {activity.Moved, w.kadis.Post, "Ada kampanye hari itu."}}
		if diff := cmp.Diff(want, decided); diff != "" {
			t.Errorf("who decided what (-want +got)\n%s", diff)
		}
		w.verify()
	})
}

// What is cancelled coincides with nothing and stays cancelled; a withdrawn event is forgotten by
// the alerts and not by the record.
func TestCancelledAndWithdrawn(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	in := groceries()
	in.Kind, in.Title, in.Organiser = law.Meeting, "Rakor", w.camat.Post
	id, err := w.Enter(ctx, w.sekda, in)
	w.Must(err)
	event, err := w.EnterEvent(ctx, w.sekda, activity.EventIn{Place: "18.01", Form: activity.Debate, From: "2024-10-10", To: "2024-10-12"})
	w.Must(err)
	if l := w.line(w.camat, id); len(l.Alerts) != 1 || !l.Open {
		t.Fatalf("alerts %+v", l)
	}
	w.Must(w.WithdrawEvent(ctx, w.sekda, event))
	if l := w.line(w.camat, id); len(l.Alerts) != 0 {
		t.Errorf("a withdrawn event still counts: %+v", l)
	}
	w.Refused("withdrawn twice", w.WithdrawEvent(ctx, w.sekda, event), rambu.Conflict)
	w.Refused("without a reason", w.Decide(ctx, w.camat, activity.DecideIn{Plan: id, Version: 1, Choice: activity.Cancelled}), rambu.Invalid)
	w.Must(w.Decide(ctx, w.camat, activity.DecideIn{Plan: id, Version: 1, Choice: activity.Cancelled, Reason: "Tidak jadi."}))
	w.Refused("kept after it was cancelled", w.Decide(ctx, w.camat, activity.DecideIn{Plan: id, Version: 2, Choice: activity.Kept, Reason: "Jadi."}), rambu.Conflict)
	w.Refused("as it was before", w.Decide(ctx, w.camat, activity.DecideIn{Plan: id, Version: 1, Choice: activity.Kept, Reason: "Jadi."}), rambu.Conflict)
	_, err = w.Ask(ctx, w.camat, id)
	w.Refused("asked about nothing", err, rambu.Conflict)
	w.verify()
}

// The organiser asks Bawaslu by letter, with the articles in it.
func TestBawasluIsAskedByLetter(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id, err := w.Enter(ctx, w.kadis, groceries())
	w.Must(err)
	asked, err := w.Ask(ctx, w.kadis, id)
	w.Must(err)
	o, err := w.Letters.Open(ctx, w.kadis, asked)
	w.Must(err)
	text := strings.Join(o.Body.Paragraphs, "\n")
	if o.Sent.Copies[0].ToPost != bawaslu+"/ketua" || !strings.Contains(text, "UU 10/2016 Pasal 71 ayat (3)") || !strings.Contains(text, "12 Oktober 2024") {
		t.Errorf("to %s:\n%s", o.Sent.Copies[0].ToPost, text)
	}
}

func TestTheAgendaIsTheGovernmentsOwn(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id, err := w.Enter(ctx, w.kadis, groceries())
	w.Must(err)
	event, err := w.EnterEvent(ctx, w.kadis, activity.EventIn{Place: kalianda, Form: activity.Rally, From: "2024-10-12"})
	w.Must(err)
	decide := activity.DecideIn{Plan: id, Version: 1, Choice: activity.Kept, Reason: "x"}
	_, err = w.Get(ctx, w.stranger, id)
	w.Refused("a foreign government opens it", err, rambu.NotFound)
	w.Refused("a foreign government decides", w.Decide(ctx, w.stranger, decide), rambu.NotFound)
	w.Refused("a foreign government withdraws", w.WithdrawEvent(ctx, w.stranger, event), rambu.NotFound)
	list, err := w.List(ctx, w.stranger, "2024-01-01")
	w.Must(err)
	events, err := w.Events(ctx, w.stranger, "2024-01-01")
	w.Must(err)
	if len(list)+len(events) != 0 {
		t.Errorf("a foreign government sees %+v %+v", list, events)
	}
	_, err = w.List(ctx, w.ketua, "")
	w.Refused("Bawaslu lists", err, rambu.Forbidden)
	_, err = w.Enter(ctx, w.ketua, groceries())
	w.Refused("Bawaslu enters", err, rambu.Forbidden)
	w.Refused("another camat decides", w.Decide(ctx, w.camat, decide), rambu.Forbidden)
	w.Refused("another camat withdraws", w.WithdrawEvent(ctx, w.camat, event), rambu.Forbidden)
	keyless := w.sekda
	keyless.Keys = nil
	if l := w.line(keyless, id); l.Content != (activity.Content{}) || len(l.Alerts) != 2 {
		t.Errorf("without the key: %+v, %d alerts", l.Content, len(l.Alerts))
	}
}

func TestWhatIsTypedIsChecked(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	for name, tc := range map[string]struct {
		with  func(in *activity.In)
		field string
	}{
		"no kind":               {func(in *activity.In) { in.Kind = "pesta" }, "jenis"},
		"no title":              {func(in *activity.In) { in.Title = " " }, "nama"},
		"a page of goods":       {func(in *activity.In) { in.What = strings.Repeat("x", 301) }, "barang"},
		"another regency":       {func(in *activity.In) { in.Place = "18.02.01" }, "kecamatan"},
		"a village":             {func(in *activity.In) { in.Place = "18.01.06.2001" }, "kecamatan"},
		"another government":    {func(in *activity.In) { in.Organiser = other + "/sekda" }, "penyelenggara"},
		"no day":                {func(in *activity.In) { in.From = "" }, "mulai"},
		"backwards":             {func(in *activity.In) { in.To = "2024-10-11" }, "sampai"},
		"a year long":           {func(in *activity.In) { in.To = "2025-10-11" }, "sampai"},
		"the 31st of September": {func(in *activity.In) { in.From = "2024-09-31" }, "mulai"},
	} {
		in := groceries()
		tc.with(&in)
		_, err := w.Enter(ctx, w.kadis, in)
		if es, ok := err.(rambu.Errors); !ok || es[0].Field != tc.field { //nolint:errorlint // a list of faults is never wrapped
			t.Errorf("%s: %v", name, err)
		}
	}
	for field, in := range map[string]activity.EventIn{
		"bentuk": {Place: kalianda, Form: "konser", From: "2024-10-12"}, "kecamatan": {Place: "", Form: activity.Rally, From: "2024-10-12"},
		"sampai": {Place: kalianda, Form: activity.Rally, From: "2024-10-12", To: "2024-10-01"},
	} {
		_, err := w.EnterEvent(ctx, w.kadis, in)
		if es, ok := err.(rambu.Errors); !ok || es[0].Field != field { //nolint:errorlint // as above
			t.Errorf("%s: %v", field, err)
		}
	}
}

// No column could hold a contestant, and no row tells in clear what is given.
func TestNoPlaceForAContestant(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w, ctx := newWorld(t, d), t.Context()
	id, err := w.Enter(ctx, w.kadis, groceries())
	w.Must(err)
	w.Must(w.Decide(ctx, w.kadis, activity.DecideIn{Plan: id, Version: 1, Choice: activity.Kept, Reason: "Alasan rahasia"}))
	contestant := regexp.MustCompile(`candidate|contestant|paslon|calon|suara|party|partai|number|team`)
	for _, table := range activity.Tables() {
		for _, column := range table.Columns {
			if contestant.MatchString(column) {
				t.Errorf("%s has a column %s", table.Name, column)
			}
		}
		rows, err := d.Query(ctx, `SELECT `+strings.Join(table.Columns, ", ")+` FROM `+table.Name)
		w.Must(err)
		for rows.Next() {
			cells := make([]any, len(table.Columns))
			for i := range cells {
				cells[i] = new([]byte)
			}
			w.Must(rows.Scan(cells...))
			for i, c := range cells {
				if bytes.Contains(bytes.ToLower(*c.(*[]byte)), []byte("rahasia")) { //nolint:forcetypeassert // made above
					t.Errorf("%s.%s tells in clear", table.Name, table.Columns[i])
				}
			}
		}
		w.Must(rows.Err())
		w.Must(rows.Close())
	}
}

// A place in words lies where it names one kecamatan, and anywhere in the region where it names none
// or several; what stands elsewhere is asked about only by those who see the agenda.
func TestAPlaceInWordsAndWhatItMeets(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	for where, want := range map[string]string{
		"Halaman kantor Camat Kalianda": kalianda,
		"aula KALIANDA, lantai 2":       kalianda,
		"Kaliandanya":                   w.kadis.Region,
		"Kalianda atau Natar":           w.kadis.Region,
		"Aula Sekretariat Daerah":       w.kadis.Region,
		"":                              w.kadis.Region,
	} {
		if got := w.PlaceNamed(w.kadis, where); got != want {
			t.Errorf("%q lies in %s, want %s", where, got, want)
		}
	}
	_, err := w.EnterEvent(ctx, w.kadis, activity.EventIn{Place: kalianda, Form: activity.Rally, From: "2024-10-12"})
	w.Must(err)
	met, err := w.Around(ctx, w.kadis,
		clash.Activity{Kind: law.Meeting, Place: kalianda, From: "2024-10-12", To: "2024-10-12"},
		clash.Activity{Kind: law.Meeting, Place: kalianda, From: "2024-10-11", To: "2024-10-11"})
	w.Must(err)
	if len(met.Alerts) != 2 || len(met.Alerts[0]) != 1 || met.Alerts[0][0].Rule.ID != "event-on-campaign-day" || len(met.Alerts[1]) != 0 {
		t.Errorf("met %+v", met.Alerts)
	}
	nobody := w.kadis
	nobody.Roles = nil
	_, err = w.Around(ctx, nobody, clash.Activity{Kind: law.Meeting, Place: kalianda, From: "2024-10-12", To: "2024-10-12"})
	w.Refused("staff", err, rambu.Forbidden)
}
