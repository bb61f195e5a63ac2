package directive_test

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
	"rambu.id/calendar"
	"rambu.id/directive"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
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

// world is a government of two districts with three villages and a ward, all invented.
type world struct {
	*directive.Desk

	t      testing.TB
	log    *ledger.Log
	keys   *seal.Store
	clock  *clock.Practice
	roster *roster.Store
	access *access.Service

	letterKey  map[string]seal.Key
	letterPair map[string]*seal.Pair
	logins     int

	bupati, sekda, camat1, camat2, kadis rambu.Actor
	stranger                             rambu.Actor // head of another government
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
	w.Desk, err = directive.Open(ctx, directive.Config{
		Log: w.log, Keys: w.keys, Blobs: blobs, Pack: pack, Procedure: proc, Roster: w.roster, Access: w.access,
		Audience: directive.FromRoster(w.roster), Words: texts, BaseURL: "https://rambu.contoh.id/", Guard: cite.New(pack),
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
	const head, jpt, adm, village = roster.ClassHead, roster.ClassJPTPratama, roster.ClassAdministrator, roster.ClassVillageHead
	_, err := w.roster.Seed(rambu.System("", ""), roster.Plan{
		Region: reg,
		Institutions: []roster.Institution{
			{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: area},
			{ID: other, Name: "Pemerintah Kabupaten Sebelah", Kind: roster.KindGovernment, Region: "18.02"},
		},
		Posts: []roster.Post{
			post(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", head, "", "", rambu.RoleAuthority),
			post(pemda+"/sekda", "Sekretaris Daerah", "sekda", jpt, "bupati", "", rambu.RoleSecretary, rambu.RoleSuperior),
			post(pemda+"/disdik", "Kepala Dinas Pendidikan", roster.OfficeAgencyHead, jpt, "sekda", "", rambu.RoleSuperior),
			post(pemda+"/camat/1", "Camat Satu", roster.OfficeDistrictHead, adm, "sekda", "18.01.01", rambu.RoleSuperior),
			post(pemda+"/camat/2", "Camat Dua", roster.OfficeDistrictHead, adm, "sekda", "18.01.02", rambu.RoleSuperior),
			post(pemda+"/desa/11", "Kepala Desa Sebelas", roster.OfficeVillageHead, village, "camat/1", "18.01.01.2001"),
			post(pemda+"/desa/12", "Kepala Desa Dua Belas", roster.OfficeVillageHead, village, "camat/1", "18.01.01.2002"),
			post(pemda+"/lurah/13", "Lurah Tiga Belas", roster.OfficeWardHead, roster.ClassLurah, "camat/1", "18.01.01.1003"),
			post(pemda+"/desa/21", "Kepala Desa Dua Satu", roster.OfficeVillageHead, village, "camat/2", "18.01.02.2001"),
			post(pemda+"/desa/11/sekretaris", "Sekretaris Desa Sebelas", "sekretaris-desa", roster.ClassVillageStaff, "desa/11", "18.01.01.2001"),
			post(other+"/bupati", "Bupati Sebelah", "kepala-daerah", head, "", "", rambu.RoleAuthority),
		},
	})
	w.must(err)
	for _, in := range []string{pemda, other} {
		w.institution(in)
	}
	w.bupati = w.officer(pemda+"/bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.kadis = w.officer(pemda+"/disdik", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat1 = w.officer(pemda+"/camat/1", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat2 = w.officer(pemda+"/camat/2", "Sari Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.stranger = w.officer(other+"/bupati", "Bayu Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
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

// person enters somebody and lets him hold a post; without a way of holding he holds none.
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
	if mode != "" {
		w.hold(post, p, mode, false)
	}
	return p
}

func (w *world) hold(post string, p roster.Person, mode roster.Mode, contested bool) {
	w.t.Helper()
	_, err := w.roster.StartTenure(admin(p.Institution), roster.Tenure{
		Post: roster.PostID(post), Person: p.ID, Mode: mode, From: "2021-02-26", Decree: roster.Decree{Number: "800/1", Date: "2021-02-26"},
		Contested: contested,
	})
	w.must(err)
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

// everybody is the audience of the directive of the Sekda: district, village and ward heads.
func everybody() directive.Rule {
	return directive.Rule{{Office: roster.OfficeDistrictHead}, {Class: roster.ClassVillageHead}, {Class: roster.ClassLurah}}
}

// three is a directive with three points, each with where it came from.
func three() directive.DraftIn {
	when := func(d rambu.Date) string { return string(d) }
	in := directive.FromDecision(pemda+"/sekda", "Netralitas menjelang pemungutan suara", everybody(), when,
		directive.Decision{Meeting: "Rakor", Date: "2024-10-07", Number: 1, Text: "Jaga netralitas."},
		directive.Decision{Meeting: "Rakor", Date: "2024-10-07", Number: 2, Text: "Pemerintahan berjalan seperti biasa."},
		directive.Decision{Meeting: "Rakor", Date: "2024-10-07", Number: 3, Text: "Jangan memakai fasilitas dan kekuasaan negara untuk pihak mana pun."},
	)
	in.Basis = []string{"uu-20-2023 Pasal 9 ayat (2)"}
	in.AckBy = "2024-10-09"
	return in
}

// sent writes and sends a directive.
func (w *world) sent(who rambu.Actor, in directive.DraftIn) string {
	w.t.Helper()
	id, err := w.Draft(w.t.Context(), who, in)
	w.must(err)
	w.must(w.Send(w.t.Context(), who, directive.SendIn{ID: id, Version: 1}))
	return id
}

func (w *world) verify() {
	w.t.Helper()
	_, err := w.log.Verify(w.t.Context(), slices.Concat(directive.Tables(), seal.Tables(), roster.Tables(), access.Tables()), nil, nil)
	w.must(err)
	_, err = w.Desk.Verify(w.t.Context())
	w.must(err)
}

// rows counts the rows of the package's tables.
func rows(ctx context.Context, t *testing.T, d *db.DB) int {
	t.Helper()
	total := 0
	for _, table := range directive.Tables() {
		var n int
		err := d.QueryRow(ctx, `SELECT COUNT(*) FROM `+table.Name).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		total += n
	}
	return total
}
