package meeting_test

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
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
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
	*meeting.Room
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
	blobs   *blob.Dir
	inst    map[seal.Kind]pairKey
	people  map[string]roster.Person // by post

	bupati, sekda, tu, bkpsdm, inspektur, kadis, sekdis, camat rambu.Actor
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
		PublicPasswords: true, // of the test: signing in often must not cost
		Log:             w.log, Keys: w.keys, Offices: access.FromRoster(w.roster), Machine: clock.Machine{}, Calendar: calendar.New(pack, nil), Pack: pack,
	})
	w.must(err)
	w.proc, err = procedure.Open(ctx, procedure.Config{Log: w.log, Pack: pack})
	w.must(err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	w.must(err)
	t.Cleanup(func() { w.must(blobs.Close()) })
	w.blobs = blobs
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
	w.Room, err = meeting.Open(ctx, meeting.Config{
		Log: w.log, Keys: w.keys, Pack: pack, Procedure: w.proc, Roster: w.roster, Letters: w.letters, Accounts: w.access, Words: w.words, Machine: w.machine,
		Guard: cite.New(pack), Blobs: blobs,
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

const agencies = 12

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
	for n := range 6 {
		add(fmt.Sprintf("%s/camat-%02d", pemda, n), fmt.Sprintf("Camat %02d", n), roster.OfficeDistrictHead, roster.ClassAdministrator, "sekda", rambu.RoleSuperior)
	}
	add(pemda+"/staf", "Pelaksana Umum", "staf", roster.ClassExecutor, "sekda")
	add("polres.18.01/kapolres", "Kapolres Rekaan", "kapolres", roster.ClassOutside, "")
	_, err := w.roster.Seed(rambu.System("", ""), plan)
	w.must(err)
	w.bupati = w.officer("bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.officer("sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.tu = w.officer("tata-usaha", "Sari Contoh", roster.SubjectPNS, rambu.RoleClerk)
	w.bkpsdm = w.officer("bkpsdm", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	w.inspektur = w.officer("inspektur", "Bagus Contoh", roster.SubjectPNS, rambu.RoleInspector)
	w.kadis = w.officer("dinas-00", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.sekdis = w.officer("dinas-00/sekretaris", "Sulaiman Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.officer("camat-00", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	for n := 1; n < agencies-1; n++ { // the last agency has no head
		w.person(fmt.Sprintf("dinas-%02d", n), fmt.Sprintf("Kadis %02d Contoh", n))
	}
	for n := 1; n < 6; n++ {
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

// person holds a post and has an account that opens letters.
func (w *world) person(post, name string) {
	w.t.Helper()
	a := w.account(w.holder(post, name, roster.SubjectPNS, roster.Definitive))
	w.opens(a, seal.KindLetter)
}

// account is one that is in use.
func (w *world) account(p roster.Person) access.Account {
	w.t.Helper()
	a, token, err := w.access.Invite(w.t.Context(), admin(), access.InviteIn{
		Institution: pemda, Region: area, Person: string(p.ID), Login: strings.ToLower(strings.ReplaceAll(p.Name.Name, " ", ".")),
	})
	w.must(err)
	w.must(w.access.Accept(w.t.Context(), token, "sandi-untuk-uji-Kuda-Batu-17"))
	a, err = w.access.Find(w.t.Context(), admin(), a.ID) // with the key he has since
	w.must(err)
	return a
}

// opens gives an account a key of the government.
func (w *world) opens(a access.Account, kind seal.Kind) {
	w.t.Helper()
	own, err := w.keys.ByID(w.t.Context(), a.KeyID)
	w.must(err)
	_, err = w.log.Do(rambu.System(pemda, area), "test", func(op *ledger.Op) error {
		return seal.GrantPair(op, w.inst[kind].key, w.inst[kind].pair, own)
	})
	w.must(err)
}

// contest lets somebody else claim a post in the same way.
func (w *world) contest(post, name string, mode roster.Mode) {
	w.t.Helper()
	p, err := w.roster.AddPerson(admin(), roster.Person{Institution: pemda, Region: area, Name: roster.ParseName(name), Class: roster.SubjectStateOfficial})
	w.must(err)
	_, err = w.roster.StartTenure(admin(), roster.Tenure{
		Post: roster.PostID(pemda + "/" + post), Person: p.ID, Mode: mode, From: "2024-09-25", Decree: roster.Decree{Number: "800/2", Date: "2024-09-25"}, Contested: true,
	})
	w.must(err)
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
	a := w.account(p)
	w.must(w.clock.MoveTo(w.clock.Now().Add(time.Second))) // the session's key is the newer one
	invited, err := w.keys.ByID(w.t.Context(), a.KeyID)
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
			for _, to := range []seal.Key{own, invited} { // a signature counts from an account that was given a key
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

func (w *world) wantKey(err error, kind rambu.Kind, key string) {
	w.t.Helper()
	if err == nil {
		w.t.Fatalf("want %s %s, got no error", kind, key)
	}
	if rambu.KindOf(err) != kind || key != "" && !strings.Contains(err.Error(), key) {
		w.t.Fatalf("want %s %s, got %s %v", kind, key, rambu.KindOf(err), err)
	}
}

// to moves the legal clock.
func (w *world) to(date string, hour, minute int) {
	w.t.Helper()
	w.must(w.clock.MoveTo(at(date, hour, minute)))
}

func rakor() meeting.PlanIn {
	return meeting.PlanIn{
		Kind: meeting.Coordination, Title: "Rakor perdana", On: "2024-10-07", Start: "09.00", End: "11.00", Place: "Aula Contoh",
		Agenda: []string{"Netralitas ASN", "Kondusifitas"}, Chair: pemda + "/bupati", StandIn: meeting.StandInRank, MinClass: roster.ClassAdministrator,
	}
}

func (w *world) planned(in meeting.PlanIn) string {
	w.t.Helper()
	ids, err := w.Plan(w.t.Context(), w.sekda, in)
	w.must(err)
	return ids[0]
}

// invited is a planned meeting whose letter was sent to agencies and districts, and Forkopimda.
func (w *world) invited(in meeting.PlanIn) string {
	w.t.Helper()
	id := w.planned(in)
	_, err := w.Invite(w.t.Context(), w.sekda, meeting.InviteIn{
		Meeting: id, Groups: []meeting.InviteGroup{meeting.GroupAgencies, meeting.GroupDistricts, meeting.GroupForum}, Signer: pemda + "/sekda",
	})
	w.must(err)
	w.must(w.Send(w.t.Context(), w.sekda, id))
	return id
}

func (w *world) get(id string) *meeting.View {
	w.t.Helper()
	v, err := w.Get(w.t.Context(), w.sekda, id)
	w.must(err)
	return v
}

// row is a post's row in a meeting.
func (w *world) row(id, post string) meeting.Invitee {
	w.t.Helper()
	for _, i := range w.get(id).Invitees {
		if string(i.Post) == post || string(i.Post) == pemda+"/"+post {
			return i
		}
	}
	w.t.Fatalf("%s is not invited", post)
	return meeting.Invitee{}
}

func (w *world) verify() {
	w.t.Helper()
	tables := append(meeting.Tables(), letter.Tables()...)
	tables = append(tables, procedure.Tables()...)
	tables = append(tables, roster.Tables()...)
	tables = append(tables, seal.Tables()...)
	tables = append(tables, access.Tables()...)
	_, err := w.log.Verify(w.t.Context(), tables, nil, nil)
	w.must(err)
}
