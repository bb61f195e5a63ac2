package roster_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

var (
	clerk    = rambu.Actor{Account: "akn_k", Institution: "pemda.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RolePersonnel}}
	bawaslu  = rambu.Actor{Account: "akn_b", Institution: "bawaslu.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleIntake}}
	foreign  = rambu.Actor{Account: "akn_f", Institution: "pemda.18.02", Region: "18.02", Roles: []rambu.Role{rambu.RolePersonnel, rambu.RoleAdmin}}
	foreignB = rambu.Actor{Account: "akn_g", Institution: "bawaslu.18.02", Region: "18.02", Roles: []rambu.Role{rambu.RoleIntake, rambu.RoleAdmin}}
)

const votingDay rambu.Date = "2024-11-27"

// room is a store with Lampung Selatan seeded.
type room struct {
	*roster.Store

	log *ledger.Log
}

func open(t *testing.T, d *db.DB) room {
	t.Helper()
	log, err := ledger.Open(t.Context(), ledger.Config{
		DB: d, Clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)), Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	x, err := region.Open()
	if err != nil {
		t.Fatal(err)
	}
	s, err := roster.Open(t.Context(), log, x)
	if err != nil {
		t.Fatal(err)
	}
	return room{s, log}
}

func seeded(t *testing.T, d *db.DB) room {
	t.Helper()
	s := open(t, d)
	s.seed(t, "18.01")
	return s
}

func (s room) seed(t *testing.T, code string) roster.Seeded {
	t.Helper()
	p, err := roster.MakePlan(s.Regions(), roster.Setup{Region: code})
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Seed(rambu.System("pemda."+code, code), p)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (s room) person(t *testing.T, name, nip string, class roster.SubjectClass) roster.Person {
	t.Helper()
	p, err := s.AddPerson(clerk, roster.Person{Name: roster.ParseName(name), NIP: roster.NIP(nip), Class: class})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (s room) start(t *testing.T, x roster.Tenure) roster.Tenure {
	t.Helper()
	got, err := s.StartTenure(clerk, x)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func keyOf(err error) string {
	if e, ok := errors.AsType[*rambu.Error](err); ok {
		return e.Key
	}
	return ""
}

func TestSeedMakesLampungSelatanReady(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		n := s.seed(t, "18.01")
		if n.Posts < 600 || n.Units < 300 || n.Institutions < 12 {
			t.Errorf("seeded %+v", n)
		}
		if again := s.seed(t, "18.01"); again != (roster.Seeded{}) {
			t.Errorf("seeding again added %+v", again)
		}
		for f, want := range map[roster.PostFilter]int{
			{Institution: "pemda.18.01", Office: roster.OfficeDistrictHead}:                    17,
			{Institution: "pemda.18.01", Class: roster.ClassVillageHead}:                       256,
			{Institution: "pemda.18.01", Class: roster.ClassLurah}:                             4,
			{Institution: "pemda.18.01", Office: roster.OfficeDistrictHead, Place: "18.01.06"}: 1,
			{Institution: "pemda.18.01", Superior: "pemda.18.01/camat/18.01.04"}:               27, // 26 villages of Natar and the secretary
		} {
			got, err := s.Posts(t.Context(), f)
			if err != nil || len(got) != want {
				t.Errorf("%+v: %d posts (%v), want %d", f, len(got), err, want)
			}
		}
		boss, err := s.Superior(t.Context(), "pemda.18.01/desa/18.01.04.2003")
		if err != nil || boss.Title != "Camat Natar" || !slices.Contains(boss.Roles, rambu.RoleSuperior) {
			t.Errorf("superior = %+v, %v", boss, err)
		}
		if _, err := s.Superior(t.Context(), "bkn/kepala"); rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("superior of BKN: %v", err)
		}
		_, err = s.Seed(clerk, roster.Plan{})
		if rambu.KindOf(err) != rambu.Forbidden {
			t.Errorf("an officer seeded: %v", err)
		}
	})
}

func TestAddresseeGetsItsRoom(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	before, err := s.Institution(t.Context(), "pemda.18")
	if err != nil || !before.External {
		t.Fatalf("province before: %+v, %v", before, err)
	}
	s.seed(t, "18")
	after, err := s.Institution(t.Context(), "pemda.18")
	if err != nil || after.External {
		t.Errorf("province after: %+v, %v", after, err)
	}
	// The regency, seeded first, stays a room although the province's plan knows nothing of it.
	kab, err := s.Institution(t.Context(), "pemda.18.01")
	if err != nil || kab.External {
		t.Errorf("regency after: %+v, %v", kab, err)
	}
	terms, err := s.Terms(t.Context(), "pemda.18.01")
	if err != nil || terms.VillageHead != "Kepala Desa" {
		t.Errorf("terms %+v, %v", terms, err)
	}
}

// The regent goes on campaign leave on 25 September, his deputy acts until 23 November.
func TestDeputyActsDuringCampaignLeave(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		regent := s.person(t, "H. Wirya Adikusuma", "", roster.SubjectStateOfficial)
		deputy := s.person(t, "Laksmi Paramitha, S.H.", "", roster.SubjectStateOfficial)
		s.start(t, roster.Tenure{Post: "pemda.18.01/bupati", Person: regent.ID, Mode: roster.Definitive, From: "2021-02-26"})
		s.start(t, roster.Tenure{Post: "pemda.18.01/wakil-bupati", Person: deputy.ID, Mode: roster.Definitive, From: "2021-02-26"})
		s.start(t, roster.Tenure{
			Post: "pemda.18.01/bupati", Person: deputy.ID, Mode: roster.Plt, From: "2024-09-25", To: "2024-11-23",
			Decree: roster.Decree{Number: "100.2.1/1/2024", Date: "2024-09-24"},
		})
		for on, want := range map[rambu.Date]roster.PersonID{"2024-09-24": regent.ID, "2024-09-25": deputy.ID, "2024-11-23": deputy.ID, "2024-11-24": regent.ID} {
			ts, err := s.HolderOn(t.Context(), clerk, "pemda.18.01/bupati", on)
			if err != nil {
				t.Fatal(err)
			}
			acts := roster.Exercising(ts)
			if len(acts) != 1 || acts[0].Person != want || acts[0].Contested {
				t.Errorf("%s: %+v, want %s", on, acts, want)
			}
		}
		held, err := s.PostsOf(t.Context(), clerk, deputy.ID, "2024-10-07")
		if err != nil || len(held) != 2 || held[0].Title() != "Wakil Bupati Lampung Selatan" || held[1].Title() != "Plt. Bupati Lampung Selatan" {
			t.Errorf("held %+v, %v", held, err)
		}
		post, all, err := s.Holders(t.Context(), "pemda.18.01/bupati", "2024-10-07")
		if err != nil || len(all) != 2 || all[0].Mode != roster.Plt || !slices.Contains(post.Roles, rambu.RoleAuthority) {
			t.Errorf("holders of %+v: %+v, %v", post, all, err)
		}
	})
}

// Two people claim to be acting Sekda, each with a decree: both are shown, none is preferred.
func TestContestedPostKeepsBothDecrees(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		a := s.person(t, "Drs. Hendra Pratomo", "196801011990031001", roster.SubjectPNS)
		b := s.person(t, "Lukman Barita, M.Si.", "197001011995031002", roster.SubjectPNS)
		s.start(t, roster.Tenure{Post: "pemda.18.01/sekda", Person: a.ID, Mode: roster.Pj, From: "2024-09-26", Decree: roster.Decree{Number: "SK-1"}})
		second := roster.Tenure{Post: "pemda.18.01/sekda", Person: b.ID, Mode: roster.Pj, From: "2024-10-10", Decree: roster.Decree{Number: "SK-2"}}
		_, err := s.StartTenure(clerk, second)
		if rambu.KindOf(err) != rambu.Conflict || keyOf(err) != "roster.error.overlap" {
			t.Fatalf("second holder without a word of contest: %v", err)
		}
		second.Contested = true
		s.start(t, second)
		ts, err := s.HolderOn(t.Context(), clerk, "pemda.18.01/sekda", "2024-10-11")
		if err != nil {
			t.Fatal(err)
		}
		var decrees []string
		for _, x := range roster.Exercising(ts) {
			decrees = append(decrees, x.Decree.Number)
			if !x.Contested {
				t.Errorf("%s is not marked contested", x.Decree.Number)
			}
		}
		if diff := cmp.Diff([]string{"SK-1", "SK-2"}, decrees); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		history, err := s.History(t.Context(), clerk, "pemda.18.01/sekda")
		if err != nil || len(history) != 2 || history[0].Tenure.Decree.Number != "SK-2" || history[0].Person.Name.Name != "Lukman Barita" {
			t.Errorf("history %+v, %v", history, err)
		}
		_, err = s.log.Verify(t.Context(), slices.Concat(roster.Tables()), nil, nil)
		if err != nil {
			t.Errorf("rows and log disagree: %v", err)
		}
	})
}

func TestEndTenure(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		p := s.person(t, "Paijo", "", roster.SubjectVillageHead)
		post := roster.PostID("pemda.18.01/desa/18.01.04.2003")
		x := s.start(t, roster.Tenure{Post: post, Person: p.ID, Mode: roster.Definitive, From: "2020-01-02"})
		for name, try := range map[string]struct {
			who  rambu.Actor
			on   rambu.Date
			ver  int64
			want rambu.Kind
		}{
			"before it began": {clerk, "2020-01-01", x.Version, rambu.Invalid},
			"no day":          {clerk, "", x.Version, rambu.Invalid},
			"stale version":   {clerk, "2024-10-01", x.Version + 1, rambu.Conflict},
			"foreign":         {foreign, "2024-10-01", x.Version, rambu.NotFound},
			"no role":         {bawaslu, "2024-10-01", x.Version, rambu.Forbidden},
		} {
			if err := s.EndTenure(try.who, x.ID, try.on, try.ver); rambu.KindOf(err) != try.want {
				t.Errorf("%s: %v, want %s", name, err, try.want)
			}
		}
		if err := s.EndTenure(clerk, x.ID, "2024-10-01", x.Version); err != nil {
			t.Fatal(err)
		}
		if err := s.EndTenure(clerk, x.ID, "2024-10-02", x.Version+1); keyOf(err) != "roster.error.ended" {
			t.Errorf("ending twice: %v", err)
		}
		ts, err := s.HolderOn(t.Context(), clerk, post, "2024-10-02")
		if err != nil || len(ts) != 0 {
			t.Errorf("after the end: %+v, %v", ts, err)
		}
	})
}

func TestPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		p := s.person(t, "Ir. Donni S., S.T., M.Si.", "198001012005011003", roster.SubjectPNS)
		_, err := s.AddPerson(clerk, roster.Person{Name: roster.Name{Name: "Lain"}, NIP: p.NIP, Class: roster.SubjectPNS})
		if keyOf(err) != "roster.error.nip_taken" || rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("same NIP twice: %v", err)
		}
		_, err = s.AddPerson(clerk, roster.Person{Class: "raja", NIP: "1"})
		es, _ := errors.AsType[rambu.Errors](err)
		var fields []string
		for _, e := range es {
			fields = append(fields, e.Field)
		}
		if diff := cmp.Diff([]string{"name", "class", "nip"}, fields); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
		_, err = s.AddPerson(clerk, roster.Person{Name: roster.Name{Name: "Tanpa"}, Class: roster.SubjectPPPK})
		if err == nil {
			t.Error("a PPPK without a number was accepted")
		}
		p.Name.After = "S.T., M.Si., Ph.D."
		changed, err := s.ChangePerson(clerk, p)
		if err != nil || changed.Version != p.Version+1 {
			t.Fatalf("%+v, %v", changed, err)
		}
		if _, err := s.ChangePerson(clerk, p); rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("stale change: %v", err)
		}
		for _, text := range []string{"donni", "DONNI s", "198001012005011003", "19800101 200501 1 003"} {
			got, err := s.FindPeople(t.Context(), clerk, text, 5)
			if err != nil || len(got) != 1 || got[0].Name.String() != "Ir. Donni S., S.T., M.Si., Ph.D." {
				t.Errorf("FindPeople(%q) = %+v, %v", text, got, err)
			}
		}
		if got, err := s.FindPeople(t.Context(), clerk, "%", 5); err != nil || len(got) != 0 {
			t.Errorf("a percent sign found %+v, %v", got, err)
		}
	})
}

// Every read and write with a foreign institution gets nothing; Bawaslu of the region reads.
func TestWalls(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := seeded(t, d)
		s.seed(t, "18.02")
		p := s.person(t, "Ratna Wulandari", "198001012005012003", roster.SubjectPNS)
		post := roster.PostID("pemda.18.01/camat/18.01.06")
		x := s.start(t, roster.Tenure{Post: post, Person: p.ID, Mode: roster.Definitive, From: "2023-01-02"})
		ctx := t.Context()
		reads := map[string]func(who rambu.Actor) int{
			"HolderOn": func(who rambu.Actor) int { v, _ := s.HolderOn(ctx, who, post, votingDay); return len(v) },
			"HoldersOf": func(who rambu.Actor) int {
				v, _ := s.HoldersOf(ctx, who, []roster.PostID{post}, votingDay)
				return len(v[post])
			},
			"PostsOf": func(who rambu.Actor) int { v, _ := s.PostsOf(ctx, who, p.ID, votingDay); return len(v) },
			"History": func(who rambu.Actor) int { v, _ := s.History(ctx, who, post); return len(v) },
			"People":  func(who rambu.Actor) int { v, _ := s.People(ctx, who, []roster.PersonID{p.ID}); return len(v) },
			"Tenure": func(who rambu.Actor) int {
				v, _ := s.Tenure(ctx, who, x.ID)
				return len(v.ID) / max(len(x.ID), 1)
			},
			"Directory": func(who rambu.Actor) int {
				v, err := s.Directory(ctx, who, votingDay)
				if err != nil {
					return 0
				}
				return len(v.Find("Ratna Wulandari", 5))
			},
		}
		for name, read := range reads {
			for _, who := range []rambu.Actor{clerk, bawaslu} {
				if got := read(who); got != 1 {
					t.Errorf("%s: %s reads %d, want 1", name, who.Institution, got)
				}
			}
			for _, who := range []rambu.Actor{foreign, foreignB, rambu.Public(), {Institution: "bawaslu.18.02", Region: "18.01"}, {Institution: "kpu.18.01", Region: "18.01"}} {
				if got := read(who); got != 0 {
					t.Errorf("%s: %q of %q reads %d, want 0", name, who.Institution, who.Region, got)
				}
			}
		}
		if got, err := s.FindPeople(ctx, bawaslu, "ratna", 5); err != nil || len(got) != 0 {
			t.Errorf("FindPeople lists the government's staff to Bawaslu: %+v, %v", got, err)
		}
		p.Name.Name = "Diganti"
		writes := map[string]error{}
		_, writes["ChangePerson"] = s.ChangePerson(foreign, p)
		_, writes["StartTenure"] = s.StartTenure(foreign, roster.Tenure{Post: "pemda.18.01/sekda", Person: p.ID, Mode: roster.Plt, From: "2024-01-01"})
		writes["EndTenure"] = s.EndTenure(foreign, x.ID, votingDay, x.Version)
		_, writes["AddPerson"] = s.AddPerson(bawaslu, p)
		_, writes["AddPerson, public"] = s.AddPerson(rambu.Public(), p)
		for name, err := range writes {
			if k := rambu.KindOf(err); err == nil || k != rambu.NotFound && k != rambu.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestDirectoryMatchesHolders(t *testing.T) {
	s := seeded(t, dbtest.SQLite(t))
	p := s.person(t, "Hj. Ratna Wulandari, S.STP", "198001012005012003", roster.SubjectPNS)
	post := roster.PostID("pemda.18.01/camat/18.01.06")
	s.start(t, roster.Tenure{Post: post, Person: p.ID, Mode: roster.Definitive, From: "2023-01-02"})
	d, err := s.Directory(t.Context(), bawaslu, votingDay)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]roster.Ref{
		"bu camat Kalianda":          {Post: post, Person: p.ID},
		"Camat Ratna":                {Post: post, Person: p.ID},
		"camat Katibung":             {Post: "pemda.18.01/camat/18.01.08"}, // vacant
		"Kades Pemanggilan":          {Post: "pemda.18.01/desa/18.01.04.2003"},
		"kadis pendidikan":           {Post: "pemda.18.01/disdik/kepala"},
		"kades Sidoharjo Way Panji":  {Post: "pemda.18.01/desa/18.01.24.2001"},
		"kades Sidoharjo Jati Agung": {Post: "pemda.18.01/desa/18.01.13.2015"},
	}
	for wrote, want := range tests {
		hits := d.Find(wrote, 3)
		if len(hits) == 0 || roster.ParseRef(hits[0].Key) != want {
			t.Errorf("%q: %+v, want %+v", wrote, hits, want)
		}
	}
}
