package pledge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/pledge"
	"rambu.id/roster"
)

// A superior sees by name, and records, those of his own area and those below him; of another area
// he sees what the count says. The personnel agency sees everybody.
func TestNobodyListsAnotherAreaByName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		const kecamatan = "18.01.01"
		_, err := w.Members(ctx, w.kadis, kecamatan)
		w.Refused("a head of agency lists a kecamatan", err, rambu.Forbidden)
		_, err = w.Members(ctx, w.camat, disdik)
		w.Refused("a camat lists an agency", err, rambu.Forbidden)
		_, err = w.Members(ctx, w.camat, "")
		w.Refused("a camat lists the leaders", err, rambu.Forbidden)
		for name, in := range map[string]pledge.PaperIn{
			"people":  {Kind: pledge.List, Area: kecamatan, People: []roster.PersonID{w.kades.ID}},
			"names":   {Kind: pledge.List, Area: kecamatan, Names: []string{"THLS Satu"}},
			"an oath": {Kind: pledge.Oath, Area: kecamatan, Leader: "Camat", Present: 4, Witnesses: []string{"Satu", "Dua"}},
		} {
			_, err = w.Record(ctx, w.kadis, in)
			w.Refused("a head of agency records "+name+" of a kecamatan", err, rambu.Forbidden)
			_, err = w.Record(ctx, w.bkpsdm, in)
			w.Must(err)
		}
		for name, tc := range map[string]struct {
			who  rambu.Actor
			want []string
		}{
			"head of agency":   {w.kadis, []string{disdik}},
			"camat":            {w.camat, []string{kecamatan}},
			"personnel agency": {w.bkpsdm, []string{kecamatan, pemda + "/bkpsdm", disdik}},
		} {
			got, err := w.Areas(ctx, tc.who)
			w.Must(err)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("areas of the %s (-want +got)\n%s", name, diff)
			}
		}
		_, err = w.Areas(ctx, w.thls)
		w.Refused("staff", err, rambu.Forbidden)
		w.verify()
	})
}

// A lurah lies in a kecamatan and does not lead it: he lists his own kelurahan and no village
// beside it. A head of agency lists his branch out in the kecamatan, and nobody else there.
func TestALurahAndABranchAreNotTheWholeKecamatan(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	const kecamatan = "18.01.01"
	for _, p := range []roster.Post{
		groundtest.Post(pemda+"/lurah", "Lurah Satu", "lurah", roster.ClassLurah, "camat", "18.01.01.1001", rambu.RoleSuperior),
		groundtest.Post(pemda+"/lurah/staf", "Staf Kelurahan", "staf", roster.ClassExecutor, "lurah", "18.01.01.1001"),
		groundtest.Post(pemda+"/disdik/uptd", "Kepala UPTD", roster.OfficeBranchHead, roster.ClassSupervisor, "disdik", kecamatan, rambu.RoleSuperior),
	} {
		w.Must(w.Roster.AddPost(groundtest.Admin(pemda), p))
	}
	lurah := w.Officer(pemda+"/lurah", "Lurah Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.Person(pemda+"/lurah/staf", "Staf Contoh", roster.SubjectPNS)
	branch := w.Person(pemda+"/disdik/uptd", "Cabang Contoh", roster.SubjectPNS)
	w.Must(w.OpenRound(ctx, w.bkpsdm))
	for name, tc := range map[string]struct {
		who  rambu.Actor
		want []string
	}{
		"lurah":          {lurah, []string{"Lurah Contoh", "Staf Contoh"}},
		"head of agency": {w.kadis, []string{"Cabang Contoh"}},
		"camat":          {w.camat, []string{"Joko Contoh", "Kades Contoh", "Cabang Contoh", "Lurah Contoh", "Staf Contoh"}},
	} {
		list, err := w.Members(ctx, tc.who, kecamatan)
		w.Must(err)
		var got []string
		for _, m := range list {
			got = append(got, m.Name)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("the %s lists (-want +got)\n%s", name, diff)
		}
	}
	_, err := w.Record(ctx, lurah, pledge.PaperIn{Kind: pledge.List, Area: kecamatan, People: []roster.PersonID{w.kades.ID}})
	w.Refused("a lurah ticks a village head", err, rambu.Invalid)
	_, err = w.Record(ctx, w.kadis, pledge.PaperIn{Kind: pledge.List, Area: kecamatan, People: []roster.PersonID{branch.ID}})
	w.Must(err)
}

func (w *world) refusalRows(d *db.DB) (n int) {
	w.T.Helper()
	w.Must(d.QueryRow(w.T.Context(), `SELECT count(*) FROM pledge_refusal`).Scan(&n))
	return n
}

// Somebody who refuses again says it anew: one row, the last reason.
func TestOneRefusalPerPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		w.Must(w.Refuse(ctx, w.thls, "Yang pertama."))
		w.Must(w.Refuse(ctx, w.kadis, ""))
		w.Must(w.Refuse(ctx, w.thls, "Yang kedua."))
		if n := w.refusalRows(d); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
		got, err := w.Refusals(ctx, w.bkpsdm)
		w.Must(err)
		reasons := map[string]string{}
		for _, r := range got {
			reasons[r.Name] += r.Reason
		}
		if diff := cmp.Diff(map[string]string{"Penjaga Contoh": "Yang kedua.", "Ratna Contoh": ""}, reasons); diff != "" {
			t.Errorf("the keeper reads (-want +got)\n%s", diff)
		}
		w.verify()
	})
}

// Who signs after all, on a phone or on paper, has not refused: his keeper reads nothing of it, and
// the reason is destroyed before he reads anything. No operation ties the signature to a refusal.
func TestASignatureWithdrawsTheRefusal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		w.Must(w.OpenRound(ctx, w.bkpsdm))
		w.Must(w.Refuse(ctx, w.kadis, "Menunggu penjelasan."))
		w.Must(w.Refuse(ctx, w.thls, "Belum membaca."))
		w.Must(w.Refuse(ctx, w.camat, "Keyakinan saya."))
		w.Must(w.Sign(ctx, w.kadis))
		people, err := w.Members(ctx, w.kadis, disdik)
		w.Must(err)
		in := pledge.PaperIn{Kind: pledge.List, Area: disdik}
		for _, m := range people {
			if m.Signed == "" {
				in.People = append(in.People, m.Person)
			}
		}
		_, err = w.Record(ctx, w.kadis, in)
		w.Must(err)
		w.Refused("refusing what is signed", w.Refuse(ctx, w.kadis, ""), rambu.Conflict)

		for range 2 {
			got, err := w.Refusals(ctx, w.bkpsdm)
			w.Must(err)
			if len(got) != 1 || got[0].Name != "Joko Contoh" {
				t.Errorf("the keeper reads %+v", got)
			}
		}
		if n := w.refusalRows(d); n != 1 {
			t.Errorf("%d refusals are kept, want 1", n)
		}
		erased, err := w.Log.Find(ctx, groundtest.Admin(pemda), ledger.Filter{Kind: "pledge.withdraw_refusals"})
		w.Must(err)
		if len(erased) != 1 {
			t.Errorf("%d operations erased refusals that were withdrawn, want 1", len(erased))
		}
		w.verify()
	})
}
