package feed_test

import (
	"context"
	"fmt"
	"path/filepath"
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
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	pemda   = "pemda.18.01"
	bawaslu = "bawaslu.18.01"
	area    = "18.01"
)

// world is a government with a dozen agencies and a few districts, all invented.
type world struct {
	*feed.Desk
	rooms   *meeting.Room
	t       testing.TB
	db      *db.DB
	log     *ledger.Log
	keys    *seal.Store
	clock   *clock.Practice // legal
	machine *clock.Practice
	roster  *roster.Store
	access  *access.Service
	proc    *procedure.Service
	letters *letter.Desk
	words   *words.Words
	inst    map[seal.Kind]pairKey
	people  map[string]roster.Person // by post

	bupati, sekda, kadis, sekdis, camat rambu.Actor
}

type pairKey struct {
	key  seal.Key
	pair *seal.Pair
}

// at is an hour of a day in the region.
func at(date string, hour, minute int) time.Time {
	return rambu.Date(date).Time(time.FixedZone("WIB", 7*3600)).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{
		t: t, db: d, clock: clock.NewFrozen(at("2024-10-02", 9, 0)), machine: clock.NewFrozen(time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)),
		inst: map[seal.Kind]pairKey{}, people: map[string]roster.Person{},
	}
	w.openGround(d)
	w.founds()
	w.settle()
	return w
}

func (w *world) openGround(d *db.DB) {
	t := w.t
	t.Helper()
	ctx := t.Context()
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
		Log: w.log, Keys: w.keys, Offices: access.FromRoster(w.roster), Machine: clock.Machine{}, Calendar: calendar.New(pack, nil), Pack: pack,
	})
	w.must(err)
	w.proc, err = procedure.Open(ctx, procedure.Config{Log: w.log, Pack: pack})
	w.must(err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	w.must(err)
	t.Cleanup(func() { w.must(blobs.Close()) })
	w.words, err = words.Load()
	w.must(err)
	w.letters, err = letter.Open(ctx, letter.Config{
		Log: w.log, Keys: w.keys, Blobs: blobs, Words: w.words, Today: w.proc.Calendar().Today,
		MaySign: func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error {
			_, err := w.access.MaySign(ctx, who, roster.PostID(post), on, access.SignWhat{Deed: access.DeedLetter})
			return err
		},
	})
	w.must(err)
	w.rooms, err = meeting.Open(ctx, meeting.Config{
		Log: w.log, Keys: w.keys, Pack: pack, Procedure: w.proc, Roster: w.roster, Letters: w.letters, Accounts: w.access, Words: w.words, Machine: w.machine,
		Announce: func(ctx context.Context, who rambu.Actor, n meeting.News) (func(*ledger.Op) error, error) {
			return w.Announce(ctx, who, n)
		},
	})
	w.must(err)
	w.Desk, err = feed.Open(ctx, feed.Config{
		Log: w.log, Access: w.access, Roster: w.roster, Letters: w.letters, Room: w.rooms, Words: w.words, BaseURL: "https://rambu.contoh.id/",
	})
	w.must(err)
}

func (w *world) founds() {
	w.t.Helper()
	_, err := w.log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) error {
		for _, kind := range []seal.Kind{seal.KindLetter, seal.KindMatter, seal.KindIndex} {
			k, pair, err := seal.NewKey(op, pemda, area, kind, "")
			if err != nil {
				return err
			}
			w.inst[kind] = pairKey{k, pair}
		}
		return nil
	})
	w.must(err)
}

const agencies = 3

// settle fills the roster and gives some officers accounts and keys.
func (w *world) settle() {
	w.t.Helper()
	plan := roster.Plan{
		Region: area2(w.t, w.roster),
		Institutions: []roster.Institution{
			{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: area},
			{ID: bawaslu, Name: "Bawaslu Kabupaten Rekaan", Kind: roster.KindSupervisor, Region: area, External: true},
			{ID: "polres.18.01", Name: "Polres Rekaan", Kind: "polri", Region: area, External: true},
		},
	}
	add := func(id, title string, office roster.Office, class roster.PostClass, superior string, roles ...rambu.Role) {
		p := roster.Post{ID: roster.PostID(id), Institution: letter.InstitutionOf(id), Title: title, Office: office, Class: class, Roles: roles}
		if superior != "" {
			p.Superior = roster.PostID(pemda + "/" + superior)
		}
		plan.Posts = append(plan.Posts, p)
	}
	add(pemda+"/bupati", "Bupati Rekaan", "kepala-daerah", roster.ClassHead, "", rambu.RoleAuthority)
	add(pemda+"/sekda", "Sekretaris Daerah", "sekda", roster.ClassJPTPratama, "bupati", rambu.RoleSecretary, rambu.RoleSuperior)
	add(pemda+"/tata-usaha", "Kepala Subbagian Tata Usaha", "pejabat", roster.ClassSupervisor, "sekda", rambu.RoleClerk)
	add(pemda+"/bkpsdm", "Kepala Bidang Disiplin", "pejabat", roster.ClassAdministrator, "sekda", rambu.RolePersonnel)
	add(pemda+"/inspektur", "Inspektur", "pejabat", roster.ClassJPTPratama, "sekda", rambu.RoleInspector)
	for n := range agencies {
		id := fmt.Sprintf("%s/dinas-%02d", pemda, n)
		add(id, fmt.Sprintf("Kepala Dinas %02d", n), roster.OfficeAgencyHead, roster.ClassJPTPratama, "sekda", rambu.RoleSuperior)
		add(id+"/sekretaris", fmt.Sprintf("Sekretaris Dinas %02d", n), "sekretaris-opd", roster.ClassAdministrator, fmt.Sprintf("dinas-%02d", n), rambu.RoleSuperior)
	}
	for n := range 2 {
		add(fmt.Sprintf("%s/camat-%02d", pemda, n), fmt.Sprintf("Camat %02d", n), roster.OfficeDistrictHead, roster.ClassAdministrator, "sekda", rambu.RoleSuperior)
	}
	add(pemda+"/staf", "Pelaksana Umum", "staf", roster.ClassExecutor, "sekda")
	add("polres.18.01/kapolres", "Kapolres Rekaan", "kapolres", roster.ClassOutside, "")
	_, err := w.roster.Seed(rambu.System("", ""), plan)
	w.must(err)
	w.bupati = w.officer("bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.officer("sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.kadis = w.officer("dinas-00", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.sekdis = w.officer("dinas-00/sekretaris", "Sulaiman Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.officer("camat-00", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	for n := 1; n < agencies-1; n++ { // the last agency has no head
		w.person(fmt.Sprintf("dinas-%02d", n), fmt.Sprintf("Kadis %02d Contoh", n))
	}
	for n := 1; n < 2; n++ {
		w.person(fmt.Sprintf("camat-%02d", n), fmt.Sprintf("Camat %02d Contoh", n))
	}
}

func area2(t testing.TB, s *roster.Store) region.Region {
	t.Helper()
	r, ok := s.Regions().Find(area)
	if !ok {
		t.Fatal("unknown region")
	}
	return r
}

func admin() rambu.Actor {
	return rambu.Actor{Account: "akn_pengelola", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

func (w *world) person(post, name string) roster.Person {
	return w.holder(post, name, roster.SubjectPNS, roster.Definitive)
}

func (w *world) holder(post, name string, class roster.SubjectClass, mode roster.Mode) roster.Person {
	w.t.Helper()
	nip := ""
	if class.ASN() {
		nip = fmt.Sprintf("197501012000011%03d", len(w.people))
	}
	p, err := w.roster.AddPerson(admin(), roster.Person{Institution: pemda, Region: area, Name: roster.ParseName(name), NIP: roster.NIP(nip), Class: class})
	w.must(err)
	_, err = w.roster.StartTenure(admin(), roster.Tenure{
		Post: roster.PostID(pemda + "/" + post), Person: p.ID, Mode: mode, From: "2021-02-26", Decree: roster.Decree{Number: "800/1", Date: "2021-02-26"},
	})
	w.must(err)
	w.people[post+name] = p
	return p
}

// officer is a person with an account, the keys his roles may hold, and a session.
func (w *world) officer(post, name string, class roster.SubjectClass, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	p := w.holder(post, name, class, roster.Definitive)
	a, token, err := w.access.Invite(w.t.Context(), admin(), access.InviteIn{
		Institution: pemda, Region: area, Person: string(p.ID), Login: strings.ToLower(strings.ReplaceAll(p.Name.Name, " ", ".")),
	})
	w.must(err)
	w.must(w.access.Accept(w.t.Context(), token, "kuda lumping naik sepeda"))
	a, err = w.access.Find(w.t.Context(), admin(), a.ID) // with the key he has since
	w.must(err)
	w.must(w.clock.MoveTo(w.clock.Now().Add(time.Second))) // the session's key is the newer one
	accepted, err := w.keys.ByID(w.t.Context(), a.KeyID)
	w.must(err)
	who := rambu.Actor{Account: a.ID, Post: pemda + "/" + post, Institution: pemda, Region: area, Roles: roles}
	_, err = w.log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) error {
		own, pair, err := seal.NewKey(op, pemda, area, seal.KindAccount, a.ID)
		if err != nil {
			return err
		}
		who.Keys = w.keys.NewRing(w.t.Context(), own.ID, pair)
		for kind, k := range w.inst {
			if kind == seal.KindMatter && !who.Is(rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary) {
				continue
			}
			for _, to := range []seal.Key{own, accepted} { // a signature counts from an account that was given a key
				err = seal.GrantPair(op, k.key, k.pair, to)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	w.must(err)
	return who
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func rakor() meeting.PlanIn {
	return meeting.PlanIn{
		Kind: meeting.Coordination, Title: "Rakor perdana", On: "2024-10-07", Start: "09.00", End: "11.00", Place: "Aula Contoh",
		Agenda: []string{"Netralitas ASN"}, Chair: pemda + "/bupati", StandIn: meeting.StandInAny,
	}
}

// invited is a planned meeting with the draft of its letter, to agencies and districts.
func (w *world) invited(in meeting.PlanIn) string {
	w.t.Helper()
	ids, err := w.rooms.Plan(w.t.Context(), w.sekda, in)
	w.must(err)
	_, err = w.rooms.Invite(w.t.Context(), w.sekda, meeting.InviteIn{
		Meeting: ids[0], Groups: []meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupDistricts}, Signer: pemda + "/sekda",
	})
	w.must(err)
	return ids[0]
}

// row is a post's row in a meeting.
func (w *world) row(id, post string) string {
	w.t.Helper()
	v, err := w.rooms.Get(w.t.Context(), w.sekda, id)
	w.must(err)
	for _, i := range v.Invitees {
		if string(i.Post) == pemda+"/"+post {
			return i.ID
		}
	}
	w.t.Fatalf("%s is not invited", post)
	return ""
}

func (w *world) verify() {
	w.t.Helper()
	tables := append(meeting.Tables(), letter.Tables()...)
	tables = append(tables, feed.Tables()...)
	tables = append(tables, roster.Tables()...)
	tables = append(tables, seal.Tables()...)
	tables = append(tables, access.Tables()...)
	_, err := w.log.Verify(w.t.Context(), tables, nil, nil)
	w.must(err)
}
