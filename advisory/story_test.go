package advisory_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/advisory"
	"rambu.id/directive"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/letter/kinds"
)

// neutral is the imbauan of the story.
func neutral() advisory.In {
	return advisory.In{
		Signer: bawaslu + "/ketua", To: []string{pemda + "/sekda"}, Subject: "Netralitas pada masa kampanye",
		Opening: "Masa kampanye sudah dimulai.", Basis: []string{"uu-10-2016 Pasal 71 ayat (1)"}, AckBy: "2024-10-14",
		Points: []string{"Tidak membuat keputusan yang menguntungkan pasangan calon.", "", "Fasilitas negara tidak dipakai untuk kampanye."},
	}
}

// arrived writes and sends the imbauan, and returns its letter and its copy at the Sekda's.
func (w *world) arrived() (sent, copied string) {
	w.T.Helper()
	sent, err := w.Draft(w.T.Context(), w.staf, neutral())
	w.Must(err)
	w.sends(w.ketua, sent)
	list, err := w.List(w.T.Context(), w.sekda)
	w.Must(err)
	if len(list) != 1 || list[0].Letter != sent {
		w.T.Fatalf("the Sekda's list: %+v", list)
	}
	return sent, list[0].ID
}

// Bawaslu writes, the Sekda makes a circular of it with one click, a camat reads it, and the counts
// go back in a letter: that is all Bawaslu learns.
func TestAnImbauanBecomesACircularAndItsCountsReturn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		sent, copied := w.arrived()
		n, err := w.Waiting(ctx, w.sekda)
		w.Must(err)
		if n != 1 {
			t.Errorf("%d imbauan wait for the Sekda", n)
		}
		order, err := w.MakeCircular(ctx, w.sekda, copied)
		w.Must(err)
		o, err := w.Directives.Get(ctx, w.sekda, order)
		w.Must(err)
		want := []directive.Point{
			{Text: "Tidak membuat keputusan yang menguntungkan pasangan calon.", Source: "Imbauan Bawaslu nomor 001/X/2024 tanggal 7 Oktober 2024, butir 1"},
			{Text: "Fasilitas negara tidak dipakai untuk kampanye.", Source: "Imbauan Bawaslu nomor 001/X/2024 tanggal 7 Oktober 2024, butir 2"},
		}
		if diff := cmp.Diff(want, o.Body.Points); diff != "" {
			t.Errorf("points (-want +got)\n%s", diff)
		}
		if o.AckBy != "2024-10-14" || o.Signer != w.sekda.Post || !cmp.Equal(o.Body.Basis, []string{"uu-10-2016 Pasal 71 ayat (1)"}) {
			t.Errorf("the draft: %+v", o)
		}
		_, err = w.MakeCircular(ctx, w.sekda, copied)
		w.Refused("a second circular beside the first", err, rambu.Conflict)
		_, err = w.Tell(ctx, w.sekda, copied)
		w.Refused("figures before it was sent", err, rambu.Conflict)
		w.Must(w.Directives.Send(ctx, w.sekda, directive.SendIn{ID: order, Version: 1}))
		w.Must(w.Directives.Acknowledge(ctx, w.camat, order))
		answer, err := w.Tell(ctx, w.sekda, copied)
		w.Must(err)
		w.sends(w.sekda, answer)
		n, err = w.Waiting(ctx, w.sekda)
		w.Must(err)
		if n != 0 {
			t.Errorf("%d imbauan still wait", n)
		}
		a, err := w.Get(ctx, w.staf, sent)
		w.Must(err)
		if len(a.Reports) != 1 || len(a.Circulars) != 0 {
			t.Fatalf("Bawaslu sees %+v", a)
		}
		spread := kinds.Spread{
			Title: "Menindaklanjuti imbauan Bawaslu: Netralitas pada masa kampanye", SentOn: "2024-10-07", AsOf: "2024-10-07", At: "09.00 WIB",
			Addressed: 2, Reached: 1,
		}
		if diff := cmp.Diff(spread, a.Reports[0].Spread); diff != "" {
			t.Errorf("what Bawaslu reads (-want +got)\n%s", diff)
		}
		w.verify()
	})
}

// A circular that was replaced is followed to the one that holds; one that was dropped can be
// made anew.
func TestTheCircularThatHoldsIsCounted(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	_, copied := w.arrived()
	dropped, err := w.MakeCircular(ctx, w.sekda, copied)
	w.Must(err)
	w.Must(w.Directives.Drop(ctx, w.sekda, dropped, 1))
	order, err := w.MakeCircular(ctx, w.sekda, copied)
	w.Must(err)
	w.Must(w.Directives.Send(ctx, w.sekda, directive.SendIn{ID: order, Version: 1}))
	again, err := w.Directives.Replace(ctx, w.sekda, order, directive.DraftIn{
		Signer: w.sekda.Post, Title: "Edaran yang diperbaiki", Points: []directive.Point{{Text: "Netral."}}, Audience: directive.Rule{{Place: "18.01.01"}},
	})
	w.Must(err)
	w.Must(w.Directives.Send(ctx, w.sekda, directive.SendIn{ID: again, Version: 1}))
	answer, err := w.Tell(ctx, w.sekda, copied)
	w.Must(err)
	o, err := w.Letters.Open(ctx, w.sekda, answer)
	w.Must(err)
	if s, ok := o.Payload.(*kinds.Spread); !ok || s.Title != "Edaran yang diperbaiki" {
		t.Errorf("told of %+v", o.Payload)
	}
	w.Must(w.Directives.Withdraw(ctx, w.sekda, again, 2, "Keliru"))
	_, err = w.MakeCircular(ctx, w.sekda, copied)
	w.Must(err)
	w.verify()
}

// Where Bawaslu has no room, the secretary types its paper in and answers on paper.
func TestAnImbauanOnPaper(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	paper := advisory.PaperIn{Number: "12/PM/X/2024", Date: "2024-10-04", Subject: "Netralitas", Points: []string{"Tetap netral."}, AckBy: "2024-10-05"}
	for field, with := range map[string]func(in *advisory.PaperIn){
		"nomor": func(in *advisory.PaperIn) { in.Number = " " }, "tanggal": func(in *advisory.PaperIn) { in.Date = "2024-10-08" },
		"diterima": func(in *advisory.PaperIn) { in.ReceivedOn = "2024-10-09" }, "butir-1": func(in *advisory.PaperIn) { in.Points = nil },
		"hal": func(in *advisory.PaperIn) { in.Subject = "" },
	} {
		bad := paper
		with(&bad)
		_, err := w.Register(ctx, w.sekda, bad)
		if es, ok := err.(rambu.Errors); !ok || es[0].Field != field { //nolint:errorlint // a list of faults is never wrapped
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := w.Register(ctx, w.ketua, paper)
	w.Refused("Bawaslu registers paper", err, rambu.Forbidden)
	id, err := w.Register(ctx, w.sekda, paper)
	w.Must(err)
	order, err := w.MakeCircular(ctx, w.sekda, id)
	w.Must(err)
	w.Must(w.Directives.Send(ctx, w.sekda, directive.SendIn{ID: order, Version: 1}))
	answer, err := w.Tell(ctx, w.sekda, id)
	w.Must(err)
	o, err := w.Letters.Open(ctx, w.sekda, answer)
	w.Must(err)
	if o.Sent.Copies[0].ToPost != bawaslu || o.Body.To[0] != "Bawaslu Kabupaten Rekaan" {
		t.Errorf("the answer goes to %+v", o.Sent.Copies)
	}
	w.verify()
}

func TestWhoMayDoWhatWithAnImbauan(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	sent, copied := w.arrived()
	for what, err := range map[string]error{
		"a government writes one":       second(w.Draft(ctx, w.sekda, neutral())),
		"a camat lists them":            second(w.List(ctx, w.camat)),
		"a camat makes the circular":    second(w.MakeCircular(ctx, w.camat, copied)),
		"Bawaslu makes the circular":    second(w.MakeCircular(ctx, w.ketua, sent)),
		"Bawaslu tells the figures":     second(w.Tell(ctx, w.ketua, sent)),
		"nobody signed in lists them":   second(w.List(ctx, rambu.Public())),
		"the camat opens one by its id": second(w.Get(ctx, w.camat, copied)),
	} {
		w.Refused(what, err, rambu.Forbidden)
	}
	for what, err := range map[string]error{
		"a foreign government opens it":     second(w.Get(ctx, w.stranger, copied)),
		"a foreign government takes it":     second(w.MakeCircular(ctx, w.stranger, copied)),
		"the Sekda opens Bawaslu's outbox":  second(w.Get(ctx, w.sekda, sent)),
		"Bawaslu opens the Sekda's own row": second(w.Get(ctx, w.ketua, copied)),
	} {
		w.Refused(what, err, rambu.NotFound)
	}
	list, err := w.List(ctx, w.stranger)
	w.Must(err)
	if len(list) != 0 {
		t.Errorf("a foreign government lists %+v", list)
	}
}

func second[T any](_ T, err error) error { return err }

func TestAnImbauanIsChecked(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	for name, tc := range map[string]struct {
		with  func(in *advisory.In)
		field string
	}{
		"no subject":            {func(in *advisory.In) { in.Subject = " " }, "hal"},
		"no opening":            {func(in *advisory.In) { in.Opening = "" }, "pembuka"},
		"no points":             {func(in *advisory.In) { in.Points = []string{"", " "} }, "butir-1"},
		"nine points":           {func(in *advisory.In) { in.Points = strings.Split("a b c d e f g h i", " ") }, "butir-1"},
		"a point of a page":     {func(in *advisory.In) { in.Points = []string{"x", strings.Repeat("y", 401)} }, "butir-2"},
		"to nobody":             {func(in *advisory.In) { in.To = nil }, "kepada"},
		"to a camat":            {func(in *advisory.In) { in.To = []string{pemda + "/camat/1"} }, "kepada"},
		"to another region":     {func(in *advisory.In) { in.To = []string{other + "/sekda"} }, "kepada"},
		"read by yesterday":     {func(in *advisory.In) { in.AckBy = "2024-10-06" }, "batas"},
		"an unknown regulation": {func(in *advisory.In) { in.Basis = []string{"uu-99-2099"} }, "dasar"},
		"a revoked regulation":  {func(in *advisory.In) { in.Basis = []string{"uu-5-2014"} }, "dasar"},
	} {
		in := neutral()
		tc.with(&in)
		_, err := w.Draft(ctx, w.staf, in)
		if es, ok := err.(rambu.Errors); !ok || es[0].Field != tc.field || es[0].Kind != rambu.Invalid { //nolint:errorlint // a list of faults is never wrapped
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A draft is written anew before it is signed, by whoever drafted or signs it; of two officers at once
// the second is told, and nothing of what the first wrote is lost. What was signed stays.
func TestADraftIsWrittenAnew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Draft(ctx, w.staf, neutral())
		w.Must(err)
		a, err := w.Get(ctx, w.staf, id)
		w.Must(err)
		in, version, ok := a.Draft()
		want := neutral()
		want.Points = []string{want.Points[0], want.Points[2]}
		if diff := cmp.Diff(want, in); diff != "" || !ok || !advisory.MayRevise(w.staf, a) || !advisory.MayRevise(w.ketua, a) {
			t.Fatalf("what was written, as it is read again (-want +got)\n%s", diff)
		}
		in.Subject, in.Points, in.Basis, in.AckBy = "Netralitas sampai hari tenang", append(in.Points, "Aula desa tidak dipakai."), nil, ""
		w.Must(w.Revise(ctx, w.staf, id, version, in))
		late := in
		late.Subject = "Judul dari petugas lain"
		w.Refused("over a version that is gone", w.Revise(ctx, w.ketua, id, version, late), rambu.Conflict)
		late.To = nil
		w.Refused("to nobody", w.Revise(ctx, w.ketua, id, version+1, late), rambu.Invalid)
		w.Refused("by the government", w.Revise(ctx, w.sekda, id, version+1, in), rambu.Forbidden)
		a, err = w.Get(ctx, w.ketua, id)
		w.Must(err)
		got, now, _ := a.Draft()
		if diff := cmp.Diff(in, got); diff != "" || now <= version {
			t.Errorf("version %d after %d (-want +got)\n%s", now, version, diff)
		}
		if text := strings.Join(a.Letter.Body.Paragraphs, "\n"); !strings.Contains(text, "3. Aula desa tidak dipakai.") || strings.Contains(text, "14 Oktober") {
			t.Errorf("the letter says\n%s", text)
		}
		w.sends(w.ketua, id)
		w.Refused("after it was signed", w.Revise(ctx, w.staf, id, now, in), rambu.Conflict)
		list, err := w.List(ctx, w.sekda)
		w.Must(err)
		arrived, err := w.Get(ctx, w.sekda, list[0].ID)
		w.Must(err)
		if diff := cmp.Diff(in.Points, arrived.Payload.Points); diff != "" || arrived.Letter.Body.Subject != in.Subject {
			t.Errorf("what arrived (-want +got)\n%s", diff)
		}
		if _, _, ok := arrived.Draft(); ok || advisory.MayRevise(w.sekda, arrived) {
			t.Error("what arrived can be written anew")
		}
		w.verify()
	})
}

// Two officers write over the same version at the same moment: one of them is told.
func TestTwoOfficersWriteOneDraft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Draft(ctx, w.staf, neutral())
		w.Must(err)
		officers := []rambu.Actor{w.staf, w.ketua}
		errs := make([]error, len(officers))
		var wg sync.WaitGroup
		for i, who := range officers {
			wg.Go(func() {
				in := neutral()
				in.Subject = "Dari " + who.Post
				errs[i] = w.Revise(ctx, who, id, 1, in)
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("%v, %v", errs[0], errs[1])
		}
		a, err := w.Get(ctx, w.staf, id)
		w.Must(err)
		for i, who := range officers {
			if errs[i] != nil {
				w.Refused("the second", errs[i], rambu.Conflict)
			} else if a.Letter.Body.Subject != "Dari "+who.Post {
				t.Errorf("the draft says %q", a.Letter.Body.Subject)
			}
		}
		w.verify()
	})
}
