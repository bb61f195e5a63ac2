package tip_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/press"
	"rambu.id/press/tip"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
	area    = "18.01"
)

const article = `Camat Diduga Pasang Baliho Calon
REKAAN - Seorang camat diduga memasang baliho pasangan calon di Lapangan Rekaan, Minggu (6/10/2024). Camat itu bernama Joko Contoh.
Bawaslu Rekaan masih mengumpulkan keterangan dari warga yang tinggal di sekitar lapangan itu.
`

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, d *db.DB) (*tip.Desk, func(post string, kind seal.Kind, roles ...rambu.Role) rambu.Actor) {
	t.Helper()
	ctx := t.Context()
	legal := clock.NewFrozen(rambu.Date("2024-10-08").Time(time.UTC).Add(2 * time.Hour))
	pack, err := law.Default()
	must(t, err)
	log, err := ledger.Open(ctx, ledger.Config{DB: d, Clock: legal, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	must(t, err)
	keys, err := seal.Open(ctx, d)
	must(t, err)
	regions, err := region.Open()
	must(t, err)
	people, err := roster.Open(ctx, log, regions)
	must(t, err)
	proc, err := procedure.Open(ctx, procedure.Config{Log: log, Pack: pack})
	must(t, err)
	texts, err := words.Load()
	must(t, err)
	desk := &tip.Desk{Pack: pack, Words: texts}
	desk.Press, err = press.Open(ctx, press.Config{Log: log, Keys: keys, Procedure: proc, Roster: people, Guard: cite.New(pack)})
	must(t, err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	must(t, err)
	t.Cleanup(func() { must(t, blobs.Close()) })
	exhibits, err := evidence.Open(ctx, evidence.Config{Log: log, Keys: keys, Blobs: blobs, Machine: clock.Machine{}})
	must(t, err)
	desk.Intake, err = intake.Open(ctx, intake.Config{Log: log, Keys: keys, Evidence: exhibits, Pack: pack, Calendar: calendar.New(pack, nil), Regions: regions, Machine: clock.Machine{}})
	must(t, err)
	made := map[string]seal.Key{}
	pairs := map[string]*seal.Pair{}
	return desk, func(post string, kind seal.Kind, roles ...rambu.Role) rambu.Actor {
		house, _, _ := strings.Cut(post, "/")
		id := rambu.NewID("akn")
		var own seal.Key
		var pair *seal.Pair
		_, err := log.Do(rambu.System(house, area), "test", func(op *ledger.Op) (err error) {
			if _, ok := made[house]; !ok {
				made[house], pairs[house], err = seal.NewKey(op, house, area, kind, "")
				if err != nil {
					return err
				}
			}
			own, pair, err = seal.NewKey(op, house, area, seal.KindAccount, id)
			if err != nil {
				return err
			}
			return seal.GrantPair(op, made[house], pairs[house], own)
		})
		must(t, err)
		return rambu.Actor{Account: id, Post: post, Institution: house, Region: area, Roles: roles, Keys: keys.NewRing(ctx, own.ID, pair)}
	}
}

// An officer of Bawaslu makes initial information of an article: it is a report like any other,
// says where it comes from, names no terlapor, and is made once.
func TestAnArticleBecomesInitialInformation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		ctx := t.Context()
		desk, actor := open(t, d)
		officer, member := actor(bawaslu+"/penerimaan", seal.KindIntake, rambu.RoleIntake), actor(bawaslu+"/anggota-1", seal.KindIntake, rambu.RoleMember)
		secretary := actor(pemda+"/sekda", seal.KindLetter, rambu.RoleSecretary)
		id, err := desk.Press.Add(ctx, officer, press.AddIn{Text: article, Source: "Kabar Rekaan", Link: "https://kabar.example/2", Published: "2024-10-07"})
		must(t, err)
		v, err := desk.Press.Get(ctx, officer, id)
		must(t, err)
		in := press.DecideIn{ID: id, Version: v.Version, Fields: v.Fields, Reason: "Perlu ditelusuri"}
		for name, who := range map[string]rambu.Actor{"a member": member, "the government": secretary} {
			if _, err := desk.Lodge(ctx, who, in, ""); rambu.KindOf(err) != rambu.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
		report, err := desk.Lodge(ctx, officer, in, "")
		must(t, err)
		o, err := desk.Intake.Open(ctx, officer, report)
		must(t, err)
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
		after, err := desk.Press.Get(ctx, officer, id)
		must(t, err)
		if after.State != press.Tip || after.Report != report {
			t.Errorf("the article: %+v", after.Clipping)
		}
		if _, err := desk.Lodge(ctx, officer, press.DecideIn{ID: id}, ""); rambu.KindOf(err) != rambu.Conflict {
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
		desk, actor := open(t, d)
		officer := actor(bawaslu+"/penerimaan", seal.KindIntake, rambu.RoleIntake)
		id, err := desk.Press.Add(ctx, officer, press.AddIn{Text: article, Published: "2024-10-07"})
		must(t, err)
		v, err := desk.Press.Get(ctx, officer, id)
		must(t, err)
		var draft intake.Draft
		copy(draft[:], v.Content.Seed)
		first, err := desk.Intake.Submit(ctx, intake.Submission{
			Draft: draft, Institution: bawaslu, Region: area, Door: intake.DoorTip, Answers: intake.Answers{What: "x", District: intake.DistrictUnknown},
		})
		must(t, err)
		got, err := desk.Lodge(ctx, officer, press.DecideIn{ID: id, Fields: v.Fields}, "")
		must(t, err)
		list, err := desk.Intake.List(ctx, officer, intake.Filter{})
		must(t, err)
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
		desk, actor := open(t, d)
		officer := actor(bawaslu+"/penerimaan", seal.KindIntake, rambu.RoleIntake)
		id, err := desk.Press.Add(ctx, officer, press.AddIn{Text: article, Published: "2024-10-07"})
		must(t, err)
		_, err = desk.Lodge(ctx, officer, press.DecideIn{ID: id}, "11.01.01")
		if rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("a district of elsewhere: %v", err)
		}
		v, err := desk.Press.Get(ctx, officer, id)
		must(t, err)
		if v.State != press.Waiting {
			t.Errorf("state %s, want it to wait", v.State)
		}
	})
}
