package tip_test

import (
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/evidence"
	"rambu.id/groundtest"
	"rambu.id/intake"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law/cite"
	"rambu.id/press"
	"rambu.id/press/tip"
	"rambu.id/seal"
)

const (
	bawaslu = groundtest.Supervisor
	pemda   = groundtest.Government
	area    = groundtest.Area
)

const article = `Camat Diduga Pasang Baliho Calon
REKAAN - Seorang camat diduga memasang baliho pasangan calon di Lapangan Rekaan, Minggu (6/10/2024). Camat itu bernama Joko Contoh.
Bawaslu Rekaan masih mengumpulkan keterangan dari warga yang tinggal di sekitar lapangan itu.
`

// world is a Bawaslu and its government, with the desk that stands between articles and reports.
type world struct {
	*tip.Desk
	*groundtest.Ground

	officer, member, secretary rambu.Actor
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	g, ctx := groundtest.Open(t, groundtest.Options{DB: d, Start: groundtest.At("2024-10-08", 9, 0)}), t.Context()
	w := &world{Ground: g, Desk: &tip.Desk{Pack: g.Law, Words: g.Words}}
	var err error
	w.Press, err = press.Open(ctx, press.Config{Log: w.Log, Keys: w.Keys, Procedure: w.Procedure, Roster: w.Roster, Guard: cite.New(w.Law)})
	w.Must(err)
	exhibits, err := evidence.Open(ctx, evidence.Config{Log: w.Log, Keys: w.Keys, Blobs: w.Blobs, Machine: clock.Machine{}})
	w.Must(err)
	w.Intake, err = intake.Open(ctx, intake.Config{
		Log: w.Log, Keys: w.Keys, Evidence: exhibits, Pack: w.Law, Calendar: calendar.New(w.Law, nil), Regions: w.Roster.Regions(), Machine: clock.Machine{},
	})
	w.Must(err)
	w.Found(bawaslu, seal.KindIntake)
	w.Found(pemda, seal.KindLetter)
	w.officer = w.Session(bawaslu+"/penerimaan", rambu.NewID("akn"), []seal.Kind{seal.KindIntake}, rambu.RoleIntake)
	w.member = w.Session(bawaslu+"/anggota-1", rambu.NewID("akn"), []seal.Kind{seal.KindIntake}, rambu.RoleMember)
	w.secretary = w.Session(pemda+"/sekda", rambu.NewID("akn"), []seal.Kind{seal.KindLetter}, rambu.RoleSecretary)
	return w
}

// An officer of Bawaslu makes initial information of an article: it is a report like any other,
// says where it comes from, names no terlapor, and is made once.
func TestAnArticleBecomesInitialInformation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		ctx := t.Context()
		w := newWorld(t, d)
		id, err := w.Press.Add(ctx, w.officer, press.AddIn{Text: article, Source: "Kabar Rekaan", Link: "https://kabar.example/2", Published: "2024-10-07"})
		w.Must(err)
		v, err := w.Press.Get(ctx, w.officer, id)
		w.Must(err)
		in := press.DecideIn{ID: id, Version: v.Version, Fields: v.Fields, Reason: "Perlu ditelusuri"}
		for name, who := range map[string]rambu.Actor{"a member": w.member, "the government": w.secretary} {
			if _, err := w.Lodge(ctx, who, in, ""); rambu.KindOf(err) != rambu.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
		report, err := w.Lodge(ctx, w.officer, in, "")
		w.Must(err)
		o, err := w.Intake.Open(ctx, w.officer, report)
		w.Must(err)
		if o.Door != intake.DoorTip || o.Answers.Who != "" || o.Answers.Post != "" || o.Identified {
			t.Errorf("the report names somebody: %+v", o.Answers)
		}
		if o.Answers.When != "2024-10-06" || o.Answers.Place != "Lapangan Rekaan" || o.Answers.District != intake.DistrictUnknown {
			t.Errorf("when and where: %+v", o.Answers)
		}
		for _, want := range []string{"Kabar Rekaan", "7 Oktober 2024", "Memasang spanduk", "Perlu ditelusuri", "Seorang camat diduga"} {
			if !strings.Contains(o.Answers.What, want) {
				t.Errorf("the report does not say %q:\n%s", want, o.Answers.What)
			}
		}
		if !strings.Contains(o.Answers.Evidence, id) || !strings.Contains(o.Answers.Evidence, "https://kabar.example/2") {
			t.Errorf("evidence: %q", o.Answers.Evidence)
		}
		after, err := w.Press.Get(ctx, w.officer, id)
		w.Must(err)
		if after.State != press.Tip || after.Report != report {
			t.Errorf("the article: %+v", after.Clipping)
		}
		if _, err := w.Lodge(ctx, w.officer, press.DecideIn{ID: id}, ""); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("a second time: %v", err)
		}
	})
}

// When the step between the two desks breaks off, pressing again goes on with the same report.
func TestALodgingThatBrokeOffGoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		ctx := t.Context()
		w := newWorld(t, d)
		id, err := w.Press.Add(ctx, w.officer, press.AddIn{Text: article, Published: "2024-10-07"})
		w.Must(err)
		v, err := w.Press.Get(ctx, w.officer, id)
		w.Must(err)
		var draft intake.Draft
		copy(draft[:], v.Content.Seed)
		first, err := w.Intake.Submit(ctx, intake.Submission{
			Draft: draft, Institution: bawaslu, Region: area, Door: intake.DoorTip, Answers: intake.Answers{What: "x", District: intake.DistrictUnknown},
		})
		w.Must(err)
		got, err := w.Lodge(ctx, w.officer, press.DecideIn{ID: id, Fields: v.Fields}, "")
		w.Must(err)
		list, err := w.Intake.List(ctx, w.officer, intake.Filter{})
		w.Must(err)
		if got != first.ID || len(list) != 1 {
			t.Errorf("report %s and %d in all, want the one of before, %s", got, len(list), first.ID)
		}
	})
}

// What the intake refuses, the article does not become.
func TestARefusedTipStaysAnArticle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		ctx := t.Context()
		w := newWorld(t, d)
		id, err := w.Press.Add(ctx, w.officer, press.AddIn{Text: article, Published: "2024-10-07"})
		w.Must(err)
		_, err = w.Lodge(ctx, w.officer, press.DecideIn{ID: id}, "11.01.01")
		if rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("a district of elsewhere: %v", err)
		}
		v, err := w.Press.Get(ctx, w.officer, id)
		w.Must(err)
		if v.State != press.Waiting {
			t.Errorf("state %s, want it to wait", v.State)
		}
	})
}
