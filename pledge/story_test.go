package pledge_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/pledge"
	"rambu.id/roster"
)

const disdik = pemda + "/disdik"

// A head signs on the phone, the rest of the agency on paper, the village on the camat's list; the
// count says how far it has come by agency and kecamatan.
func TestHeadsSignFirstThenPaper(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		_, err := w.Mine(ctx, w.kadis)
		w.Refused("before it was opened", err, rambu.NotFound)
		w.Refused("opening by a head of agency", w.OpenRound(ctx, w.kadis), rambu.Forbidden)
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		w.Refused("opening twice", w.OpenRound(ctx, w.rekan), rambu.Conflict)

		w.Must(w.Sign(ctx, w.kadis))
		w.Must(w.Sign(ctx, w.kadis)) // signed twice it is signed once
		mine, err := w.Mine(ctx, w.kadis)
		w.Must(err)
		if mine.Pact == nil || !mine.Sound || mine.Pact.Way != pledge.ByPhone || mine.Pact.SignedOn != "2024-10-07" {
			t.Errorf("the head's pact: %+v", mine)
		}

		list, err := w.Members(ctx, w.kadis, disdik)
		w.Must(err)
		var names []string
		var people []roster.PersonID
		for _, m := range list {
			names, people = append(names, m.Name), append(people, m.Person)
		}
		if diff := cmp.Diff([]string{"Ratna Contoh", "Guru Contoh", "Penjaga Contoh"}, names); diff != "" {
			t.Errorf("heads first (-want +got)\n%s", diff)
		}
		scan, err := w.Attach(ctx, "daftar.jpg", "image/jpeg", strings.NewReader("gambar"))
		w.Must(err)
		in := pledge.PaperIn{Kind: pledge.List, Area: disdik, People: people, Names: []string{"THLS Satu", " ", "THLS Dua"}, Scan: &scan}
		signed, err := w.Record(ctx, w.kadis, in)
		w.Must(err)
		if diff := cmp.Diff(pledge.Recorded{Pacts: 2, Names: 2, Already: []string{"Ratna Contoh"}}, signed); diff != "" {
			t.Errorf("the head's own stays (-want +got)\n%s", diff)
		}
		in.People, in.Scan = []roster.PersonID{w.kades.ID}, nil
		_, err = w.Record(ctx, w.kadis, in)
		w.Refused("ticking somebody of another unit", err, rambu.Invalid)
		_, err = w.Record(ctx, w.camat, pledge.PaperIn{Kind: pledge.List, Area: "18.01.01", People: []roster.PersonID{w.kades.ID}})
		w.Must(err)

		c, err := w.Coverage(ctx, w.bkpsdm)
		w.Must(err)
		want := []pledge.Line{
			{Area: "18.01.01", Heads: 2, HeadsSigned: 1, People: 2, Signed: 1},
			{Area: pemda + "/bkpsdm", People: 2},
			{Area: disdik, Heads: 1, HeadsSigned: 1, People: 3, Signed: 3, OutsideNames: 2},
		}
		if diff := cmp.Diff(want, c.Lines); diff != "" {
			t.Errorf("coverage (-want +got)\n%s", diff)
		}
		if c.Total.Signed != 4 || c.Tracks[pledge.NonASN].Signed != 1 || c.Tracks[pledge.Village].Signed != 1 || !c.AsOf.Equal(w.Clock.Now()) {
			t.Errorf("totals %+v, %+v", c.Total, c.Tracks)
		}
		w.verify()
	})
}

// The pledge is read aloud at an assembly before two witnesses; a scan shows it and opens to those
// who keep it only.
func TestReadAloudBeforeWitnesses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		in := pledge.PaperIn{Kind: pledge.Oath, Area: disdik, Leader: "Ratna Contoh", Place: "Halaman kantor", Present: 40, Witnesses: []string{"Saksi Satu"}}
		_, err := w.Record(ctx, w.kadis, in)
		w.Refused("one witness", err, rambu.Invalid)
		in.Witnesses = append(in.Witnesses, "Saksi Dua")
		scan, err := w.Attach(ctx, "ikrar.png", "image/png", strings.NewReader("foto"))
		w.Must(err)
		in.Scan = &scan
		_, err = w.Record(ctx, w.thls, in)
		w.Refused("by staff", err, rambu.Forbidden)
		_, err = w.Record(ctx, w.kadis, in)
		w.Must(err)
		others, err := w.Papers(ctx, w.camat)
		w.Must(err)
		papers, err := w.Papers(ctx, w.bkpsdm)
		w.Must(err)
		if len(others) != 0 || len(papers) != 1 || !cmp.Equal(papers[0].Content.Witnesses, []string{"Saksi Satu", "Saksi Dua"}) || papers[0].People != 40 {
			t.Fatalf("a camat sees %d, the agency %+v", len(others), papers)
		}
		_, r, err := w.ReadScan(ctx, w.bkpsdm, papers[0].ID)
		w.Must(err)
		got, err := io.ReadAll(r)
		w.Must(err)
		w.Must(r.Close())
		if string(got) != "foto" {
			t.Errorf("the scan reads %q", got)
		}
		c, err := w.Coverage(ctx, w.kadis)
		w.Must(err)
		if c.Total.Oaths != 1 || c.Total.Signed != 0 {
			t.Errorf("an assembly signs nobody's pact: %+v", c.Total)
		}
		w.verify()
	})
}

// Who refuses is known to one officer, in no other row and not in the log, and is forgotten after
// voting day; the log says that it was erased.
func TestARefusalIsOneOfficersAndIsForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		w.Must(w.Refuse(ctx, w.thls, ""))
		w.Must(w.Refuse(ctx, w.kadis, "Menunggu penjelasan."))
		for who, actor := range map[string]rambu.Actor{"another officer": w.rekan, "his superior": w.kadis} {
			_, err := w.Refusals(ctx, actor)
			w.Refused(who, err, rambu.Forbidden)
		}
		got, err := w.Refusals(ctx, w.bkpsdm)
		w.Must(err)
		if len(got) != 2 {
			t.Fatalf("the keeper reads %+v", got)
		}
		reasons := map[string]string{}
		for _, r := range got {
			reasons[r.Name] = r.Reason
		}
		if diff := cmp.Diff(map[string]string{"Penjaga Contoh": "", "Ratna Contoh": "Menunggu penjelasan."}, reasons); diff != "" {
			t.Errorf("the keeper reads (-want +got)\n%s", diff)
		}
		lengths := map[int]bool{}
		rows, err := d.Query(ctx, `SELECT sealed FROM pledge_refusal`)
		w.Must(err)
		for rows.Next() {
			var sealed []byte
			w.Must(rows.Scan(&sealed))
			lengths[len(sealed)] = true
		}
		w.Must(rows.Err())
		w.Must(rows.Close())
		if len(lengths) != 1 {
			t.Errorf("refusals of %d lengths", len(lengths))
		}
		logged, err := w.Log.Find(ctx, groundtest.Admin(pemda), ledger.Filter{Kind: "pledge.refuse"})
		w.Must(err)
		for _, op := range logged {
			if strings.Contains(op.Body, w.thls.Account) || strings.Contains(op.Body, w.kadis.Account) || strings.Contains(op.Body, w.kadis.Post) {
				t.Errorf("the log says who refused:\n%s", op.Body)
			}
		}
		if len(logged) != 2 {
			t.Errorf("%d refusals in the log", len(logged))
		}

		system := rambu.System(pemda, area)
		w.To("2024-11-27", 9, 0) // voting day itself
		n, err := w.Purge(ctx, system)
		w.Must(err)
		if n != 0 {
			t.Errorf("%d forgotten on voting day", n)
		}
		w.To("2024-11-28", 9, 0)
		n, err = w.Purge(ctx, system)
		w.Must(err)
		got, gotErr := w.Refusals(ctx, w.bkpsdm)
		w.Must(gotErr)
		if n != 2 || len(got) != 0 {
			t.Errorf("%d forgotten, the keeper reads %d", n, len(got))
		}
		erased, err := w.Log.Find(ctx, groundtest.Admin(pemda), ledger.Filter{Kind: "pledge.erase_refusals"})
		w.Must(err)
		if len(erased) != 1 || !strings.Contains(erased[0].Body, `"erased" "2"`) {
			t.Errorf("the log says of the erasure %+v", erased)
		}
		w.Refused("signing after voting day", w.Sign(ctx, w.kadis), rambu.Conflict)
		w.verify()
	})
}

// Another government gets nothing, and Bawaslu opens no pledges.
func TestAForeignGovernmentGetsNothing(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	w.Must(w.OpenRound(ctx, w.bkpsdm))
	w.Must(w.Sign(ctx, w.kadis))
	_, err := w.Coverage(ctx, w.stranger)
	w.Refused("coverage", err, rambu.NotFound)
	_, err = w.Papers(ctx, w.stranger)
	w.Refused("papers", err, rambu.NotFound)
	_, err = w.Refusals(ctx, w.stranger)
	w.Refused("refusals", err, rambu.NotFound)
	borrowed := w.stranger
	borrowed.Institution = pemda
	w.Refused("with a borrowed institution", w.Sign(ctx, borrowed), rambu.Conflict)
	impostor := w.rekan
	impostor.Post = w.camat.Post
	w.Refused("for somebody else's post", w.Sign(ctx, impostor), rambu.Conflict)
	_, err = w.Coverage(ctx, w.thls)
	w.Refused("staff count nobody", err, rambu.Forbidden)
	bawaslu := rambu.Actor{Account: "akn_x", Post: "bawaslu.18.01/ketua", Institution: "bawaslu.18.01", Region: area, Roles: []rambu.Role{rambu.RolePersonnel}}
	w.Refused("Bawaslu", w.OpenRound(ctx, bawaslu), rambu.Forbidden)
}

// No column has a place for whom anybody votes, and no row tells a name in clear.
func TestNoPlaceForAVoteAndNoNameInClear(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w, ctx := newWorld(t, d), t.Context()
	w.Must(w.OpenRound(ctx, w.bkpsdm))
	w.Must(w.Refuse(ctx, w.thls, "Alasan rahasia"))
	_, err := w.Record(ctx, w.kadis, pledge.PaperIn{Kind: pledge.List, Area: disdik, Names: []string{"THLS Rahasia"}})
	w.Must(err)
	vote := regexp.MustCompile(`vote|candidate|paslon|calon|suara|pilih|party|partai`)
	for _, table := range pledge.Tables() {
		for _, column := range table.Columns {
			if vote.MatchString(column) {
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
				for _, word := range []string{"Rahasia", "rahasia", "Penjaga", "Contoh"} {
					if bytes.Contains(*c.(*[]byte), []byte(word)) { //nolint:forcetypeassert // made above
						t.Errorf("%s.%s holds %q", table.Name, table.Columns[i], word)
					}
				}
			}
		}
		w.Must(rows.Err())
		w.Must(rows.Close())
	}
}

// The pledge is not typed by anybody, so no guard reads it before it is signed; its text must pass
// the guard once and for all.
func TestThePledgeCitesNothingWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	found, err := cite.New(w.Pack).Remarks(strings.Join(w.Text(words.ID), "\n\n"), "2024-10-07")
	w.Must(err)
	if len(found) != 0 {
		t.Errorf("the guard remarks %+v", found)
	}
}

// A paper list that is recorded twice counts nobody twice, however its names are spelled; who was on
// record is said, and a list that adds nobody is refused.
func TestAListRecordedTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		in := pledge.PaperIn{Kind: pledge.List, Area: disdik, People: []roster.PersonID{w.guru.ID, w.guru.ID}, Names: []string{"THLS Satu", "Thls  Dua", "thls satu"}}
		first, err := w.Record(ctx, w.kadis, in)
		w.Must(err)
		if diff := cmp.Diff(pledge.Recorded{Pacts: 1, Names: 2, Already: []string{"thls satu"}}, first); diff != "" {
			t.Errorf("a name written twice (-want +got)\n%s", diff)
		}
		_, err = w.Record(ctx, w.bkpsdm, in)
		w.Refused("the whole list again", err, rambu.Conflict)
		var fault *rambu.Error
		if !errors.As(err, &fault) || !strings.Contains(fault.Args["names"], "Guru Contoh") || !strings.Contains(fault.Args["names"], "Thls  Dua") {
			t.Errorf("it does not say who is on record: %+v", fault)
		}
		in.Names = []string{"THLS Satu.", "THLS DUA", "THLS Tiga"}
		more, err := w.Record(ctx, w.bkpsdm, in)
		w.Must(err)
		if diff := cmp.Diff(pledge.Recorded{Names: 1, Already: []string{"Guru Contoh", "THLS Satu.", "THLS DUA"}}, more); diff != "" {
			t.Errorf("a longer list (-want +got)\n%s", diff)
		}
		in.People, in.Names = nil, []string{"Penjaga Contoh, S.Pd."}
		_, err = w.Record(ctx, w.kadis, in)
		w.Refused("a name that is on the staff list", err, rambu.Invalid)
		in.Names, in.Area = []string{"THLS Satu"}, "18.01.01"
		_, err = w.Record(ctx, w.camat, in) // another unit has its own people
		w.Must(err)
		blind := w.kadis
		blind.Keys = nil
		in.Area = disdik
		_, err = w.Record(ctx, blind, in)
		w.Refused("names without a key to compare them", err, rambu.Locked)
		w.outside(disdik, 3)
		w.verify()
	})
}

// Two officers record the same list at once: each person counts once, and who comes second reads
// who was there.
func TestTwoOfficersRecordOneListAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		officers := []rambu.Actor{w.kadis, w.bkpsdm, w.rekan, w.kadis}
		got := make([]pledge.Recorded, len(officers))
		errs := make([]error, len(officers))
		var wg sync.WaitGroup
		for i, who := range officers {
			wg.Go(func() {
				got[i], errs[i] = w.Record(ctx, who, pledge.PaperIn{
					Kind: pledge.List, Area: disdik, People: []roster.PersonID{w.guru.ID}, Names: []string{"THLS Satu", "THLS Dua"},
				})
			})
		}
		wg.Wait()
		wrote := 0
		for i, err := range errs {
			if err == nil {
				wrote++
				if diff := cmp.Diff(pledge.Recorded{Pacts: 1, Names: 2}, got[i]); diff != "" {
					t.Errorf("the first (-want +got)\n%s", diff)
				}
				continue
			}
			w.Refused("a later one", err, rambu.Conflict)
			if !strings.Contains(fmt.Sprint(err), "pledge.error.recorded") {
				t.Errorf("a later one is not told who is on record: %v", err)
			}
		}
		if wrote != 1 {
			t.Errorf("%d lists were written", wrote)
		}
		w.outside(disdik, 2)
		w.verify()
	})
}

// outside expects so many names outside the roster in an area.
func (w *world) outside(area string, want int) {
	w.T.Helper()
	c, err := w.Coverage(w.T.Context(), w.bkpsdm)
	w.Must(err)
	for _, l := range c.Lines {
		if l.Area == area && l.OutsideNames != want {
			w.T.Errorf("%d names outside the roster in %s, want %d", l.OutsideNames, area, want)
		}
	}
}
