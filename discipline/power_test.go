package discipline_test

import (
	"slices"
	"testing"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/roster"
)

func knowledge(code, class string, on rambu.Date) discipline.KnowledgeIn {
	return discipline.KnowledgeIn{
		Respondent: discipline.Respondent{Name: "Contoh " + code + " " + class, PostText: "Staf", Class: class},
		Act:        code, ActDate: on, KnownOn: "2024-10-03", Source: "pengawasan", Text: "Diketahui.",
	}
}

// The day of the act chooses between the code of ethics and discipline, and whom an item binds: what
// cannot have been that day opens nothing, from any of the three origins.
func TestTheDayOfTheActChooses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-04")
		ctx := t.Context()
		for _, c := range []struct {
			code, class string
			on          rambu.Date
			fault       string // "" opens
			proc        string
		}{
			{"SKB-D1", "pns", "2024-08-01", "act_then_other", ""},
			{"SKB-E1", "pns", "2024-08-01", "", discipline.ByEthics},
			{"SKB-E1", "pns", "2024-10-02", "act_then_other", ""},
			{"SKB-D1", "pns", "2024-10-02", "", discipline.ByDiscipline},
			{"PP94-5N1", "pns", "2024-07-01", "act_not_then", ""},
			{"PP94-5N1", "pppk", "2024-10-02", "act_not_then", ""},
			{"PP94-5N1", "cpns", "2024-10-02", "", discipline.ByDiscipline},
			{"SKB-D9", "pns", "2024-08-01", "", discipline.ByDiscipline},
		} {
			id, err := w.OpenFromKnowledge(ctx, w.bkpsdm, knowledge(c.code, c.class, c.on))
			rec := recommendation("")
			rec.Date, rec.Respondent, rec.Act, rec.ActDate = "2024-10-04", knowledge(c.code, c.class, c.on).Respondent, c.code, c.on
			if c.fault == "" {
				w.must(err)
				if got := w.get(id).Procedure; got != c.proc {
					t.Errorf("%v runs %s", c, got)
				}
				continue
			}
			w.wantKey(err, rambu.Invalid, c.fault)
			_, err = w.RecordRecommendation(ctx, w.bkpsdm, rec)
			w.wantKey(err, rambu.Invalid, c.fault)
		}
		s := study()
		s.Act, s.ActDate = "SKB-D1", "2024-08-20"
		_, err := w.OpenFromLetter(ctx, w.bkpsdm, w.arrived(w.forwarded(s)).ID)
		w.wantKey(err, rambu.Blocked, "act_then_other")
		w.says(err, words.ID, "Padanannya pada tanggal itu: SKB-E1.")
		w.verify()
	})
}

// Staff of a central agency, and an acting head of region, answer to somebody else than the regent.
func TestNotTheRegentsToPunish(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-04")
	ctx := t.Context()
	for class, says := range map[string]string{
		"asn-instansi-vertikal": "Yang memutus: Pejabat pembina kepegawaian instansinya",
		"asn-tni-polri-sipil":   "Yang memutus: Pejabat pembina kepegawaian instansinya",
		"pj-kepala-daerah":      "Yang memutus: Mendagri",
		"pjs-kepala-daerah":     "Yang memutus: Mendagri",
	} {
		s := study()
		s.Class, s.Respondent.Class = class, class
		_, err := w.OpenFromLetter(ctx, w.bkpsdm, w.arrived(w.forwarded(s)).ID)
		w.wantKey(err, rambu.Blocked, "not_ours")
		w.says(err, words.ID, says)
		_, err = w.OpenFromKnowledge(ctx, w.bkpsdm, knowledge("SKB-D7", class, "2024-10-02"))
		w.wantKey(err, rambu.Blocked, "not_ours")
	}
	w.verify()
}

// forms are the ids of what may be imposed in a matter.
func (w *world) forms(m *discipline.Opened) []string {
	var out []string
	for _, s := range w.Sanctions(m.Matter, m.Dossier, "2024-10-11") {
		out = append(out, s.ID)
	}
	return out
}

// Dismissal without honour is for members of a party, and for no photo.
func TestDishonourableDismissalIsForItsActs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
	ctx := t.Context()
	id := w.opened(study())
	w.reported(id, discipline.Severe, true)
	w.wantKey(w.Decide(ctx, w.bkpsdm, id, 0, decree("ptdh", pemda+"/bupati")), rambu.Blocked, "sanction_not_for")
	for _, c := range []struct {
		code, class, form string
		want              bool
	}{
		{"SKB-D7", "pns", "ptdh", false},
		{"SKB-D5", "pns", "ptdh", true},
		{"SKB-D7", "pppk", "pppk-putus-tidak-hormat", false},
		{"SKB-D7", "pppk", "ptdh", false},
		{"SKB-D7", "pppk", "pppk-putus-hormat", true},
		{"SKB-D5", "pppk", "pppk-putus-tidak-hormat", true},
	} {
		other, err := w.OpenFromKnowledge(ctx, w.bkpsdm, knowledge(c.code, c.class, "2024-10-02"))
		w.must(err)
		if got := w.forms(w.get(other)); slices.Contains(got, c.form) != c.want {
			t.Errorf("%v: %v", c, got)
		}
	}
	in := recommendation("")
	in.ActDate, in.Respondent = "2024-10-02", discipline.Respondent{Name: "Tanpa Butir Contoh", PostText: "Staf", Class: "pns"}
	unnamed, err := w.RecordRecommendation(ctx, w.bkpsdm, in)
	w.must(err)
	if got := w.forms(w.get(unnamed)); slices.Contains(got, "ptdh") || !slices.Contains(got, "bebas-jabatan") {
		t.Errorf("of an act nobody named: %v", got)
	}
	w.verify()
}

// Why a class has no form of a level is said, and what is not certain of it is marked.
func TestMissingFormsAreExplained(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "2024-10-04")
	for class, want := range map[string]struct{ gaps, check int }{"pns": {0, 0}, "cpns": {1, 1}, "pppk": {1, 0}} {
		id, err := w.OpenFromKnowledge(t.Context(), w.bkpsdm, knowledge("SKB-D7", class, "2024-10-02"))
		w.must(err)
		m, check := w.get(id), 0
		gaps := w.Gaps(m.Matter, m.Dossier)
		for _, g := range gaps {
			if g.Check {
				check++
			}
		}
		if len(gaps) != want.gaps || check != want.check {
			t.Errorf("%s: %+v", class, gaps)
		}
	}
	id, err := w.OpenFromKnowledge(t.Context(), w.bkpsdm, knowledge("DIS-TMK", "pns", "2021-03-01"))
	w.must(err)
	m := w.get(id)
	if gaps := w.Gaps(m.Matter, m.Dossier); len(gaps) != 1 || len(w.forms(m)) > 0 {
		t.Errorf("of a time before PP 94/2021: %+v, %v", gaps, w.forms(m))
	}
}

// The warning of Pasal 71 ayat (2) is for a definitive head who takes a post away, and for nobody else.
func TestWindowOfReplacements(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		form   string
		acting bool
		post   roster.PostClass
		want   bool
	}{
		{"bebas-jabatan", false, roster.ClassAdministrator, true},
		{"jabatan-turun", false, roster.ClassAdministrator, true},
		{"pdhtaps", false, roster.ClassAdministrator, false},
		{"bebas-jabatan", true, roster.ClassAdministrator, false},
		{"bebas-jabatan", false, roster.ClassExecutor, false},
	} {
		w := newWorld(t, dbtest.SQLite(t), "2024-10-01")
		ctx := t.Context()
		if c.acting {
			plt := w.person(pemda+"/wakil", "Paramita Contoh", "", roster.SubjectStateOfficial, "", "", "")
			w.hold(pemda+"/bupati", plt, roster.Plt, "2024-09-25", "2024-11-23")
			w.actor(pemda+"/bupati", plt, rambu.RoleAuthority)
		}
		s := study()
		if c.post == roster.ClassExecutor {
			err := w.roster.AddPost(admin(pemda), roster.Post{
				ID: pemda + "/disdik/staf", Institution: pemda, Title: "Pengadministrasi", Class: roster.ClassExecutor, Superior: pemda + "/disdik/kepala",
			})
			w.must(err)
			s.Respondent.NIP, s.Respondent.Name = "199001012015011001", "Yuda Contoh"
			w.person(pemda+"/disdik/staf", "Yuda Contoh", s.Respondent.NIP, roster.SubjectPNS, roster.Definitive, "2021-01-04", "")
		}
		id := w.opened(s)
		w.reported(id, discipline.Severe, true)
		w.must(w.Decide(ctx, w.bkpsdm, id, 0, decree(c.form, pemda+"/bupati")))
		if dec, _ := discipline.Latest[discipline.Decision](w.get(id).Papers); dec.Window != c.want {
			t.Errorf("%+v: window %v", c, dec.Window)
		}
	}
}

// On village staff the head of their village decides, after he consulted the camat; the regent does not,
// nor does the head of another village.
func TestVillageStaff(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "2024-10-04")
		ctx := t.Context()
		head := w.person(pemda+"/desa", "Tarmizi Contoh", "", roster.SubjectVillageHead, roster.Definitive, "2021-01-04", "")
		in := knowledge("DS-51J", "perangkat-desa", "2024-10-02")
		id, err := w.OpenFromKnowledge(ctx, w.bkpsdm, in)
		w.must(err)
		step := func(to discipline.State, dec *discipline.DecideIn) error {
			return w.StepVillage(ctx, w.bkpsdm, id, 0, discipline.VillageIn{To: to, Note: "Dicatat.", Decree: dec})
		}
		w.must(step("klarifikasi_camat_dpmd", nil))
		w.wantKey(step("teguran_lisan", nil), rambu.Invalid, "decree_village")
		regent, village := decree("", pemda+"/bupati"), decree("", pemda+"/desa")
		regent.Camat, village.Camat = "Rapat 4 Oktober 2024.", "Rapat 4 Oktober 2024."
		w.wantKey(step("teguran_lisan", &regent), rambu.Blocked, "village_head_only")
		w.wantKey(step("teguran_lisan", &village), rambu.Blocked, "village_head_only") // whose village is it?
		w.must(w.SetSuperior(ctx, w.bkpsdm, id, 0, pemda+"/desa"))
		village.Camat = ""
		w.wantKey(step("teguran_lisan", &village), rambu.Invalid, "camat")
		village.Camat = "Rapat 4 Oktober 2024, camat sependapat."
		w.must(step("teguran_lisan", &village))
		dec, _ := discipline.Latest[discipline.Decision](w.get(id).Papers)
		if dec.SignedBy != head.ID || dec.Title != "Kepala Desa Rekaan" || dec.Camat == "" {
			t.Errorf("decided %+v", dec)
		}
		w.verify()
	})
}
