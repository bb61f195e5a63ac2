package activity_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/activity"
	"rambu.id/calendar"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
	other   = "pemda.18.02"
	area    = "18.01"
)

// world is a Bawaslu, the government it writes to and a government next door, all invented.
type world struct {
	*activity.Agenda

	t          testing.TB
	keys       *seal.Store
	clock      *clock.Practice
	access     *access.Service
	letterKey  map[string]seal.Key
	letterPair map[string]*seal.Pair
	logins     int

	ketua, staf, sekda, camat, kadis, stranger rambu.Actor
}

// at is nine in the morning of a day in Lampung.
func at(day string) time.Time {
	return rambu.Date(day).Time(time.FixedZone("WIB", 7*3600)).Add(9 * time.Hour)
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{t: tb, clock: clock.NewFrozen(at("2024-10-07")), letterKey: map[string]seal.Key{}, letterPair: map[string]*seal.Pair{}}
	w.open(d)
	w.settle()
	return w
}

func (w *world) open(d *db.DB) {
	t, ctx := w.t, w.t.Context()
	t.Helper()
	pack, err := law.Default()
	w.must(err)
	log, err := ledger.Open(ctx, ledger.Config{DB: d, Clock: w.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	w.must(err)
	w.keys, err = seal.Open(ctx, d)
	w.must(err)
	regions, err := region.Open()
	w.must(err)
	people, err := roster.Open(ctx, log, regions)
	w.must(err)
	w.access, err = access.Open(ctx, access.Config{
		Log: log, Keys: w.keys, Offices: access.FromRoster(people), Machine: clock.Machine{}, Calendar: calendar.New(pack, nil), Pack: pack,
	})
	w.must(err)
	proc, err := procedure.Open(ctx, procedure.Config{Log: log, Pack: pack})
	w.must(err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	w.must(err)
	t.Cleanup(func() { w.must(blobs.Close()) })
	texts, err := words.Load()
	w.must(err)
	letters, err := letter.Open(ctx, letter.Config{
		Log: log, Keys: w.keys, Blobs: blobs, Words: texts,
		Today: func(region string, at time.Time) rambu.Date { return proc.Calendar().Today(region, at) },
		MaySign: func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error {
			_, err := w.access.MaySign(ctx, who, roster.PostID(post), on, access.SignWhat{Deed: access.DeedLetter})
			return err
		},
	})
	w.must(err)
	w.Agenda, err = activity.Open(ctx, activity.Config{
		Log: log, Keys: w.keys, Pack: pack, Procedure: proc, Roster: people, Letters: letters, Words: texts,
	})
	w.must(err)
}

func post(id, title string, office roster.Office, class roster.PostClass, superior, place string, roles ...rambu.Role) roster.Post {
	in := letter.InstitutionOf(id)
	p := roster.Post{ID: roster.PostID(id), Institution: in, Title: title, Office: office, Class: class, Place: place, Roles: roles}
	if superior != "" {
		p.Superior = roster.PostID(in + "/" + superior)
	}
	return p
}

func (w *world) settle() {
	w.t.Helper()
	reg, _ := w.Roster.Regions().Find(area)
	const head, jpt, adm, election = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassOrganiser
	_, err := w.Roster.Seed(rambu.System("", ""), roster.Plan{
		Region: reg,
		Institutions: []roster.Institution{
			{ID: bawaslu, Name: "Bawaslu Kabupaten Rekaan", Kind: roster.KindSupervisor, Region: area},
			{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: area},
			{ID: other, Name: "Pemerintah Kabupaten Sebelah", Kind: roster.KindGovernment, Region: "18.02"},
		},
		Posts: []roster.Post{
			post(bawaslu+"/ketua", "Ketua Bawaslu Rekaan", "ketua", election, "", "", rambu.RoleMember),
			post(bawaslu+"/staf", "Staf Pencegahan", "staf", election, "ketua", "", rambu.RoleHandler),
			post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			post(pemda+"/sekda", "Sekretaris Daerah", "sekda", jpt, "bupati", "", rambu.RoleSecretary, rambu.RoleSuperior),
			post(pemda+"/camat/1", "Camat Satu", roster.OfficeDistrictHead, adm, "sekda", "18.01.01", rambu.RoleSuperior),
			post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, roster.ClassVillageHead, "camat/1", "18.01.01.2001"),
			post(pemda+"/dinsos", "Kepala Dinas Sosial", roster.OfficeAgencyHead, jpt, "sekda", "", rambu.RoleSuperior),
			post(other+"/sekda", "Sekretaris Sebelah", "sekda", jpt, "", "", rambu.RoleSecretary),
		},
	})
	w.must(err)
	for _, in := range []string{bawaslu, pemda, other} {
		_, err := w.Log.Do(rambu.System(in, area), "test", func(op *ledger.Op) (err error) {
			w.letterKey[in], w.letterPair[in], err = seal.NewKey(op, in, area, seal.KindLetter, "")
			return err
		})
		w.must(err)
	}
	w.ketua = w.officer(bawaslu+"/ketua", "Sekar Contoh", roster.SubjectOrganiser, rambu.RoleMember)
	w.staf = w.officer(bawaslu+"/staf", "Gilang Contoh", roster.SubjectPNS, rambu.RoleHandler)
	w.sekda = w.officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.camat = w.officer(pemda+"/camat/1", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.kadis = w.officer(pemda+"/dinsos", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.stranger = w.officer(other+"/sekda", "Bayu Contoh", roster.SubjectPNS, rambu.RoleSecretary)
}

// officer is a person with a post, an account, the letter key and a session.
func (w *world) officer(post, name string, class roster.SubjectClass, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	in := letter.InstitutionOf(post)
	admin := rambu.Actor{Account: "akn_pengelola", Institution: in, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
	w.logins++
	person := roster.Person{Institution: in, Region: area, Name: roster.ParseName(name), Class: class}
	if class.ASN() {
		person.NIP = roster.NIP(fmt.Sprintf("197501012000011%03d", w.logins))
	}
	p, err := w.Roster.AddPerson(admin, person)
	w.must(err)
	_, err = w.Roster.StartTenure(admin, roster.Tenure{
		Post: roster.PostID(post), Person: p.ID, Mode: roster.Definitive, From: "2021-02-26", Decree: roster.Decree{Number: "800/1", Date: "2021-02-26"},
	})
	w.must(err)
	a, _, err := w.access.Invite(w.t.Context(), admin, access.InviteIn{
		Institution: in, Region: area, Person: string(p.ID), Login: strings.ToLower(strings.ReplaceAll(name, " ", ".")),
	})
	w.must(err)
	w.must(w.clock.MoveTo(w.clock.Now().Add(time.Second))) // the session's key is the newer one
	invited, err := w.keys.ByID(w.t.Context(), a.KeyID)
	w.must(err)
	var own seal.Key
	var pair *seal.Pair
	_, err = w.Log.Do(rambu.System(in, area), "test", func(op *ledger.Op) (err error) {
		own, pair, err = seal.NewKey(op, in, area, seal.KindAccount, a.ID)
		for _, to := range []seal.Key{own, invited} {
			if err == nil {
				err = seal.GrantPair(op, w.letterKey[in], w.letterPair[in], to)
			}
		}
		return err
	})
	w.must(err)
	return rambu.Actor{
		Account: a.ID, Post: post, Institution: in, Region: area, Roles: roles, Keys: w.keys.NewRing(w.t.Context(), own.ID, pair),
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(what string, err error, want rambu.Kind) {
	w.t.Helper()
	if err == nil || rambu.KindOf(err) != want {
		w.t.Errorf("%s: got %v, want kind %s", what, err, want)
	}
}

func (w *world) verify() {
	w.t.Helper()
	_, err := w.Log.Verify(w.t.Context(), slices.Concat(activity.Tables(), letter.Tables(), seal.Tables(), roster.Tables(), access.Tables()), nil, nil)
	w.must(err)
}
