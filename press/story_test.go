package press_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/press"
	"rambu.id/press/reading"
)

const article = `Plt Wakil Bupati Pimpin Rakor Netralitas
REKAAN, KABAR REKAAN - Pemerintah Kabupaten Rekaan menggelar rapat koordinasi di Aula Setda Kabupaten Rekaan, kemarin (7/10).
Rakor dipimpin Plt Wakil Bupati Rekaan, Wira Rekaan, didampingi Sekda Bagus Rekaan.
"Semua ASN wajib netral dan tetap melayani warga sampai hari pemungutan suara selesai," kata Wira.
Dasarnya, menurut Wira, Pasal 2 UU Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara.
`

func in(text string) press.AddIn {
	return press.AddIn{Text: text, Source: "Kabar Rekaan", Link: "https://kabar.example/1", Published: "2024-10-08"}
}

// The secretary's office keeps an article: the form is filled with what the program read, the
// roster corrects the post, the secretary corrects the place and records the event.
func TestTheSecretaryRecordsAnEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Add(ctx, w.sekda, in(article))
		w.Must(err)
		v, err := w.Get(ctx, w.sekda, id)
		w.Must(err)
		want := press.Fields{
			Kind: reading.Coordination, On: "2024-10-07", Place: "Aula Setda Kabupaten Rekaan",
			Posts:      []string{"Plt Wakil Bupati, Wira Rekaan", "Sekda, Bagus Rekaan"},
			Directions: []string{"Semua ASN wajib netral dan tetap melayani warga sampai hari pemungutan suara selesai"},
		}
		if diff := cmp.Diff(want, v.Fields); diff != "" {
			t.Errorf("what the form proposes (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff([]reading.Slip{reading.DeputyActing}, v.Reading.Posts[0].Slips); diff != "" || v.Reading.Posts[0].Roster != "Plt. Bupati Rekaan" {
			t.Errorf("the post against the roster: %+v", v.Reading.Posts[0])
		}
		if c := v.Reading.Citations; len(c) != 1 || c[0].Status != "revoked" {
			t.Errorf("citations: %+v", c)
		}

		fixed := v.Fields
		fixed.Place = " Aula Bappeda "
		w.Must(w.Decide(ctx, w.sekda, press.DecideIn{ID: id, Version: 1, To: press.Waiting, Fields: fixed}))
		w.Refused("a page of before the correction", w.Decide(ctx, w.sekda, press.DecideIn{ID: id, Version: 1, To: press.Recorded, Fields: fixed}), rambu.Conflict)
		w.Must(w.Decide(ctx, w.sekda, press.DecideIn{ID: id, Version: 2, To: press.Recorded, Fields: fixed, Reason: "Rakor kabupaten"}))
		w.Refused("recording twice", w.Decide(ctx, w.sekda, press.DecideIn{ID: id, To: press.Recorded, Fields: fixed}), rambu.Conflict)

		got, err := w.Get(ctx, w.sekda, id)
		w.Must(err)
		if got.State != press.Recorded || got.EventOn != "2024-10-07" || got.Published != "2024-10-08" || got.AddedAt.IsZero() {
			t.Errorf("three dates and the state: %+v", got.Clipping)
		}
		if got.Fields.Place != "Aula Bappeda" || got.Reading.Place.Text != "Aula Setda Kabupaten Rekaan" || got.Content.Reason != "Rakor kabupaten" {
			t.Errorf("what was read and what was corrected stay apart: %q, %q", got.Reading.Place.Text, got.Fields.Place)
		}
		w.verify()
	})
}

// A copy in another paper is found, also when somebody else added it from the command line, which
// seals and opens nothing.
func TestCopiesAreFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		first, err := w.Add(ctx, w.penerimaan, in(article))
		w.Must(err)
		copied := strings.Replace(article, "Plt Wakil Bupati Pimpin Rakor Netralitas\n", "Rakor Netralitas di Rekaan\nOleh: Redaksi\n", 1)
		second, err := w.Add(ctx, rambu.System(bawaslu, area), in(copied))
		w.Must(err)
		_, err = w.Add(ctx, w.sekda, in(article)) // the government's copy is not Bawaslu's to see
		w.Must(err)
		v, err := w.Get(ctx, w.penerimaan, second)
		w.Must(err)
		if len(v.Alike) != 1 || v.Alike[0].ID != first || v.Alike[0].How != reading.Same || v.Alike[0].Title == "" {
			t.Errorf("alike: %+v", v.Alike)
		}
		_, err = w.Get(ctx, rambu.System(bawaslu, area), second)
		w.Refused("the command line opens", err, rambu.Forbidden)
		blind := w.penerimaan
		blind.Keys = nil
		_, err = w.Get(ctx, blind, second)
		w.Refused("a session without keys", err, rambu.Locked)
		list, err := w.List(ctx, blind, press.Filter{})
		w.Must(err)
		if len(list) != 2 || list[0].Title != "" {
			t.Errorf("a list without keys: %+v", list)
		}
	})
}

// To put an article aside needs a reason; afterwards it can still be taken up.
func TestIgnoringNeedsAReason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id, err := w.Add(ctx, w.penerimaan, in(article))
		w.Must(err)
		w.Refused("no reason", w.Decide(ctx, w.penerimaan, press.DecideIn{ID: id, To: press.Ignored}), rambu.Invalid)
		w.Must(w.Decide(ctx, w.penerimaan, press.DecideIn{ID: id, To: press.Ignored, Reason: "Sudah lama."}))
		w.Refused("correcting what is decided", w.Decide(ctx, w.penerimaan, press.DecideIn{ID: id, To: press.Waiting}), rambu.Conflict)
		ignored, err := w.List(ctx, w.penerimaan, press.Filter{State: press.Ignored})
		w.Must(err)
		if len(ignored) != 1 || ignored[0].Title != "Plt Wakil Bupati Pimpin Rakor Netralitas" {
			t.Errorf("ignored: %+v", ignored)
		}
		w.Must(w.Decide(ctx, w.penerimaan, press.DecideIn{ID: id, To: press.Recorded, Fields: press.Fields{Kind: reading.Coordination, On: "2024-10-07"}}))
		for name, f := range map[string]press.Fields{
			"no kind":      {On: "2024-10-07"},
			"no day":       {Kind: reading.Visit},
			"a day ahead":  {Kind: reading.Visit, On: "2024-10-09"},
			"unknown kind": {Kind: "pesta", On: "2024-10-07"},
			"unknown act":  {Kind: reading.Visit, On: "2024-10-07", Acts: []string{"mencuri"}},
			"long place":   {Kind: reading.Visit, On: "2024-10-07", Place: strings.Repeat("a", 400)},
		} {
			next, err := w.Add(ctx, w.penerimaan, in(article))
			w.Must(err)
			w.Refused(name, w.Decide(ctx, w.penerimaan, press.DecideIn{ID: next, To: press.Recorded, Fields: f}), rambu.Invalid)
		}
		w.Refused("a tip by the back door", w.Decide(ctx, w.penerimaan, press.DecideIn{ID: id, To: press.Tip}), rambu.Invalid)
		w.Refused("a decision that does not exist", w.Decide(ctx, w.penerimaan, press.DecideIn{ID: id, To: "x"}), rambu.Invalid)
	})
}

// every calls each method that takes an article of an institution.
func (w *world) every(who rambu.Actor, id string) map[string]error {
	ctx := w.T.Context()
	_, get := w.Get(ctx, who, id)
	_, check := w.Check(ctx, who, press.DecideIn{ID: id})
	return map[string]error{
		"get": get, "check": check,
		"decide": w.Decide(ctx, who, press.DecideIn{ID: id, To: press.Ignored, Reason: "x"}),
		"tip":    w.BecameTip(ctx, who, press.DecideIn{ID: id, Report: "lap_x"}),
	}
}

// What Bawaslu keeps does not exist for the government, nor for a government next door, nor for
// officers without business here; and what is stored shows neither title nor text.
func TestTheWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		bawaslus, err := w.Add(ctx, w.penerimaan, in(article))
		w.Must(err)
		ours, err := w.Add(ctx, w.sekda, in(article))
		w.Must(err)
		elsewhere := w.penerimaan
		elsewhere.Region = "18.02"
		for name, c := range map[string]struct {
			who rambu.Actor
			id  string
		}{
			"the government":      {w.sekda, bawaslus},
			"Bawaslu":             {w.penerimaan, ours},
			"next door":           {w.tetangga, ours},
			"another region":      {elsewhere, bawaslus},
			"a camat":             {w.camat, ours},
			"an officer of cases": {w.penangan, bawaslus},
			"the public":          {rambu.Public(), bawaslus},
		} {
			for method, err := range w.every(c.who, c.id) {
				if k := rambu.KindOf(err); err == nil || k != rambu.NotFound && k != rambu.Forbidden {
					t.Errorf("%s, %s: %v", name, method, err)
				}
			}
		}
		for name, who := range map[string]rambu.Actor{"next door": w.tetangga, "another region": elsewhere} {
			list, err := w.List(ctx, who, press.Filter{})
			if err != nil || len(list) != 0 {
				t.Errorf("%s lists %d articles, %v", name, len(list), err)
			}
		}
		_, err = w.List(ctx, w.camat, press.Filter{})
		w.Refused("a camat lists", err, rambu.Forbidden)
		_, err = w.Add(ctx, w.camat, in(article))
		w.Refused("a camat adds", err, rambu.Forbidden)
		_, err = w.Add(ctx, rambu.Public(), in(article))
		w.Refused("the public adds", err, rambu.Forbidden)
		w.sealed(d)
	})
}

func (w *world) sealed(d *db.DB) {
	w.T.Helper()
	rows, err := d.Query(w.T.Context(), `SELECT head, body, id || state || adder || report FROM press_clipping`)
	w.Must(err)
	defer rows.Close() //nolint:errcheck // reading
	for rows.Next() {
		var head, body []byte
		var clear string
		w.Must(rows.Scan(&head, &body, &clear))
		all := bytes.Join([][]byte{head, body, []byte(clear)}, nil)
		for _, secret := range []string{"Rakor", "Wira", "Kabar Rekaan", "kabar.example"} {
			if bytes.Contains(all, []byte(secret)) {
				w.T.Errorf("%q lies in clear", secret)
			}
		}
	}
	w.Must(rows.Err())
}

func TestAddRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		for name, c := range map[string]struct {
			in   press.AddIn
			want rambu.Kind
		}{
			"empty":         {press.AddIn{Text: " "}, rambu.Invalid},
			"too long":      {press.AddIn{Text: strings.Repeat("kata ", reading.MaxText)}, rambu.TooLarge},
			"not published": {press.AddIn{Text: "rakor", Published: "2024-10-09"}, rambu.Invalid},
			"no link":       {press.AddIn{Text: "rakor", Link: "javascript:alert(1)"}, rambu.Invalid},
			"long source":   {press.AddIn{Text: "rakor", Source: strings.Repeat("a", 301)}, rambu.Invalid},
		} {
			_, err := w.Add(ctx, w.sekda, c.in)
			w.Refused(name, err, c.want)
			_, err = w.Preview(ctx, w.sekda, c.in)
			w.Refused(name+", only read", err, c.want)
		}
		_, err := w.Preview(ctx, w.camat, in(article))
		w.Refused("a camat reads", err, rambu.Forbidden)
		got, err := w.Preview(ctx, w.sekda, in(article))
		w.Must(err)
		if got.Posts[0].Roster != "Plt. Bupati Rekaan" {
			t.Errorf("a preview knows the roster: %+v", got.Posts[0])
		}
	})
}

// The states are closed: every step of the table, and none beside it.
func TestStates(t *testing.T) {
	t.Parallel()
	want := map[press.State][]press.State{
		press.Waiting: {press.Recorded, press.Tip, press.Ignored}, press.Recorded: {press.Tip}, press.Ignored: {press.Recorded, press.Tip}, press.Tip: nil,
	}
	got := map[press.State][]press.State{}
	for _, from := range press.States() {
		got[from] = nil
		for _, to := range press.States() {
			if from.May(to) {
				got[from] = append(got[from], to)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
