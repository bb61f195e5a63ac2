package casefile_test

import (
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/roster"
)

func posts(r casefile.Route) []string {
	var out []string
	for _, a := range r.Addressees {
		out = append(out, a.Post)
	}
	return out
}

// Whose civil-service authority is not the regent, of him the regent gets no study: not of staff of a
// central agency, and not of an acting head, who is the regent.
func TestTheCopyGoesToHisOwnAuthority(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	for _, c := range []struct {
		subject string
		want    []string
		check   bool
	}{
		{"pns", []string{"bkn/kepala", pemda + "/bupati"}, false},
		{"lurah", []string{"bkn/kepala", pemda + "/bupati"}, false},
		{"asn-instansi-vertikal", []string{"bkn/kepala", "luar/ppk-instansi"}, false},
		{"asn-tni-polri-sipil", []string{"bkn/kepala", "luar/ppk-instansi"}, false},
		{"pjs-kepala-daerah", []string{"kemendagri/menteri", "luar/ppk-instansi"}, true},
		{"pj-kepala-daerah", []string{"kemendagri/menteri"}, true},
		{"plt-kepala-daerah", []string{"kemendagri/menteri"}, false},
		{"kepala-desa", []string{pemda + "/bupati"}, false},
	} {
		r := got[casefile.Route](t)(w.RouteFor(t.Context(), w.penangan, casefile.Act{Class: law.ClassDiscipline, Subject: c.subject, On: "2024-10-05"}, nil))
		if !slices.Equal(posts(r), c.want) || r.Conf.Check() != c.check || len(r.Instead) > 0 {
			t.Errorf("%s goes to %v, to be checked: %v", c.subject, posts(r), r.Conf.Check())
		}
	}
}

// Nobody gets the letter about himself: it goes to whoever is above him, and says so.
func TestNoLetterToTheReportedHimself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		w.enter(pemda, "bupati", "Hartono Misalnya", "", roster.SubjectStateOfficial)
		regent := casefile.Respondent{Person: w.people[pemda+"/bupati"].ID, Post: pemda + "/bupati", Name: "Hartono Misalnya", Class: "pns"}
		act := casefile.Act{Class: law.ClassDiscipline, Subject: "pns", On: "2024-10-05"}
		for name, who := range map[string]casefile.Respondent{
			"the person":              regent,
			"the post, nobody's name": {Post: pemda + "/bupati", Name: "Bupati", Class: "pns"},
		} {
			r := got[casefile.Route](t)(w.RouteFor(ctx, w.penangan, act, []casefile.Respondent{who}))
			if !slices.Equal(posts(r), []string{"bkn/kepala", "kemendagri/menteri"}) || !slices.Equal(r.Copies, []string{"mendagri"}) ||
				len(r.Instead) != 1 || r.Instead[0].To != "mendagri" {
				t.Errorf("%s: %v instead of %+v", name, posts(r), r.Instead)
			}
		}
		other := regent
		other.Person = w.people[pemda+"/sekda"].ID // held the post on the day, and does no more
		if r := got[casefile.Route](t)(w.RouteFor(ctx, w.penangan, act, []casefile.Respondent{other})); len(r.Instead) != 0 {
			t.Errorf("who holds the post no more: %+v", r.Instead)
		}
		// Village staff and their head are reported together: the regent gets it, who is above both.
		act.Class, act.Subject = law.ClassVillage, "perangkat-desa"
		head := casefile.Respondent{Person: w.people[pemda+"/desa/18.01.06.2005"].ID, Post: pemda + "/desa/18.01.06.2005", Class: "kepala-desa"}
		must(t, w.roster.AddPost(rambu.System(pemda, area), roster.Post{
			ID: pemda + "/desa/18.01.06.2005/kadus", Institution: pemda, Title: "Kepala Dusun Contoh", Class: roster.ClassVillageStaff,
			Superior: pemda + "/desa/18.01.06.2005",
		}))
		staff := casefile.Respondent{Post: pemda + "/desa/18.01.06.2005/kadus", Name: "Darma Contoh", Class: "perangkat-desa"}
		r := got[casefile.Route](t)(w.RouteFor(ctx, w.penangan, act, []casefile.Respondent{staff}))
		if !slices.Equal(posts(r), []string{pemda + "/desa/18.01.06.2005", pemda + "/bupati"}) || r.Village {
			t.Errorf("village staff: %v", posts(r))
		}
		r = got[casefile.Route](t)(w.RouteFor(ctx, w.penangan, act, []casefile.Respondent{staff, head}))
		if !slices.Equal(posts(r), []string{pemda + "/bupati"}) || r.To != "bupati-desa" || len(r.Copies) != 0 {
			t.Errorf("with their head: %v", posts(r))
		}
		w.verify()
	})
}

// The letter about village staff nobody knows the village of asks for its name, and bears it.
func TestTheVillageIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	ctx := t.Context()
	id, _, _ := w.begun()
	w.checkAll(w.penerimaan, id)
	must(t, w.Identify(ctx, w.penerimaan, id, w.version(id), []casefile.RespondentIn{{Name: "Darma Contoh", PostText: "Kepala dusun", Class: "perangkat-desa"}}))
	must(t, w.SetAct(ctx, w.penerimaan, id, w.version(id), casefile.ActIn{Kind: "take-part-in-activity", Subject: "perangkat-desa", On: w.Today(w.penerimaan).AddDays(-2)}))
	got[string](t)(w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Version: w.version(id), Accounts: []string{w.penangan.Account}}))
	w.studied(id)
	w.decided(id)
	in := casefile.ForwardIn{Summary: "Ringkasan."}
	_, err := w.DraftForwarding(ctx, w.penangan, id, in)
	want(t, "no village named", err, rambu.Invalid, "village")
	in.Village = "Bumi Contoh"
	srt := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, in))
	o := got[*letter.Opened](t)(w.letters.Open(ctx, w.penangan, srt))
	if len(o.Body.To) != 1 || !strings.Contains(o.Body.To[0], "Kepala desa Bumi Contoh") || o.Sent.Copies[1].ToPost != pemda+"/bupati" {
		t.Errorf("goes to %+v and %+v", o.Body.To, o.Sent.Copies)
	}
	w.verify()
}
