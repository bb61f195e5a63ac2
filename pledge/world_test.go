package pledge_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/pledge"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	pemda = "pemda.18.01"
	other = "pemda.18.02"
	area  = "18.01"
)

// world is a government with two agencies, a district and a village, all invented.
type world struct {
	*pledge.Book

	t      testing.TB
	log    *ledger.Log
	keys   *seal.Store
	clock  *clock.Practice
	roster *roster.Store
	access *access.Service

	guru, kades roster.Person

	letterKey  map[string]seal.Key
	letterPair map[string]*seal.Pair
	logins     int

	bkpsdm, rekan, kadis, camat, thls rambu.Actor
	stranger                          rambu.Actor // personnel agency of another government
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
	w.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: w.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	w.must(err)
	w.keys, err = seal.Open(ctx, d)
	w.must(err)
	regions, err := region.Open()
	w.must(err)
	w.roster, err = roster.Open(ctx, w.log, regions)
	w.must(err)
	w.access, err = access.Open(ctx, access.Config{
		PublicPasswords: true, // of the test: signing in often must not cost
		Log:             w.log, Keys: w.keys, Offices: access.FromRoster(w.roster), Machine: clock.Machine{}, Calendar: calendar.New(pack, nil), Pack: pack,
	})
	w.must(err)
	proc, err := procedure.Open(ctx, procedure.Config{Log: w.log, Pack: pack})
	w.must(err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	w.must(err)
	t.Cleanup(func() { w.must(blobs.Close()) })
	texts, err := words.Load()
	w.must(err)
	w.Book, err = pledge.Open(ctx, pledge.Config{
		Log: w.log, Keys: w.keys, Blobs: blobs, Pack: pack, Procedure: proc, Roster: w.roster, Access: w.access, Words: texts,
	})
	w.must(err)
}

func post(id, title string, office roster.Office, class roster.PostClass, superior, place string, roles ...rambu.Role) roster.Post {
	p := roster.Post{
		ID: roster.PostID(id), Institution: letter.InstitutionOf(id), Title: title, Office: office, Class: class, Place: place, Roles: roles,
	}
	if superior != "" {
		p.Superior = roster.PostID(pemda + "/" + superior)
	}
	return p
}

func (w *world) settle() {
	w.t.Helper()
	reg, _ := w.roster.Regions().Find(area)
	const head, jpt, adm = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator
	_, err := w.roster.Seed(rambu.System("", ""), roster.Plan{
		Region: reg,
		Institutions: []roster.Institution{
			{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: area},
			{ID: other, Name: "Pemerintah Kabupaten Sebelah", Kind: roster.KindGovernment, Region: "18.02"},
		},
		Posts: []roster.Post{
			post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			unit("bkpsdm", post(pemda+"/bkpsdm/disiplin", "Kepala Bidang Disiplin", "pejabat", adm, "bupati", "", rambu.RolePersonnel)),
			unit("bkpsdm", post(pemda+"/bkpsdm/mutasi", "Kepala Bidang Mutasi", "pejabat", adm, "bupati", "", rambu.RolePersonnel)),
			unit("disdik", post(pemda+"/disdik", "Kepala Dinas Pendidikan", roster.OfficeAgencyHead, jpt, "bupati", "", rambu.RoleSuperior)),
			unit("disdik", post(pemda+"/disdik/guru", "Guru", "guru", roster.ClassFunctional, "disdik", "")),
			unit("disdik", post(pemda+"/disdik/penjaga", "Penjaga Sekolah", "thls", roster.ClassExecutor, "disdik", "")),
			post(pemda+"/camat", "Camat Satu", roster.OfficeDistrictHead, adm, "bupati", "18.01.01", rambu.RoleSuperior),
			post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, roster.ClassVillageHead, "camat", "18.01.01.2001"),
			post(other+"/bkpsdm", "Kepala Bidang Sebelah", "pejabat", adm, "", "", rambu.RolePersonnel),
		},
	})
	w.must(err)
	for _, in := range []string{pemda, other} {
		w.institution(in)
	}
	w.bkpsdm = w.officer(pemda+"/bkpsdm/disiplin", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.rekan = w.officer(pemda+"/bkpsdm/mutasi", "Wira Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.kadis = w.officer(pemda+"/disdik", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.officer(pemda+"/camat", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.guru = w.person(pemda+"/disdik/guru", "Guru Contoh", roster.SubjectPNS, roster.Definitive)
	w.thls = w.account(pemda+"/disdik/penjaga", w.person(pemda+"/disdik/penjaga", "Penjaga Contoh", roster.SubjectNonASN, roster.Definitive), rambu.RoleFieldStaff)
	w.kades = w.person(pemda+"/desa/11", "Kades Contoh", roster.SubjectVillageHead, roster.Definitive)
	w.stranger = w.officer(other+"/bkpsdm", "Bayu Contoh", roster.SubjectPNS, rambu.RolePersonnel)
}

func unit(name string, p roster.Post) roster.Post {
	p.Unit = pemda + "/" + name
	return p
}

func (w *world) institution(id string) {
	w.t.Helper()
	_, err := w.log.Do(rambu.System(id, area), "test", func(op *ledger.Op) (err error) {
		w.letterKey[id], w.letterPair[id], err = seal.NewKey(op, id, area, seal.KindLetter, "")
		return err
	})
	w.must(err)
}

func admin(institution string) rambu.Actor {
	return rambu.Actor{Account: "akn_pengelola", Institution: institution, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

// person enters somebody and lets him hold a post.
func (w *world) person(post, name string, class roster.SubjectClass, mode roster.Mode) roster.Person {
	w.t.Helper()
	who := admin(letter.InstitutionOf(post))
	w.logins++
	nip := ""
	if class.ASN() {
		nip = fmt.Sprintf("197501012000011%03d", w.logins)
	}
	p, err := w.roster.AddPerson(who, roster.Person{Institution: who.Institution, Region: area, Name: roster.ParseName(name), NIP: roster.NIP(nip), Class: class})
	w.must(err)
	_, err = w.roster.StartTenure(who, roster.Tenure{
		Post: roster.PostID(post), Person: p.ID, Mode: mode, From: "2021-02-26", Decree: roster.Decree{Number: "800/1", Date: "2021-02-26"},
	})
	w.must(err)
	return p
}

// officer is a person with an account, the letter key and a session.
func (w *world) officer(post, name string, class roster.SubjectClass, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	return w.account(post, w.person(post, name, class, roster.Definitive), roles...)
}

func (w *world) account(post string, p roster.Person, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	in := letter.InstitutionOf(post)
	a, _, err := w.access.Invite(w.t.Context(), admin(in), access.InviteIn{
		Institution: in, Region: area, Person: string(p.ID), Login: strings.ToLower(strings.ReplaceAll(p.Name.Name, " ", ".")),
	})
	w.must(err)
	w.must(w.clock.MoveTo(w.clock.Now().Add(time.Second))) // the session's key is the newer one
	invited, err := w.keys.ByID(w.t.Context(), a.KeyID)
	w.must(err)
	var own seal.Key
	var pair *seal.Pair
	_, err = w.log.Do(rambu.System(in, area), "test", func(op *ledger.Op) (err error) {
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
	_, err := w.log.Verify(w.t.Context(), slices.Concat(pledge.Tables(), seal.Tables(), roster.Tables(), access.Tables()), nil, nil)
	w.must(err)
	_, err = w.Book.Verify(w.t.Context())
	w.must(err)
}
