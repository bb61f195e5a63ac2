package discipline_test

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
	"rambu.id/discipline"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
	area    = "18.01"

	accused = "198001012005011001" // number of the invented respondent
)

// world is a Bawaslu and a government with a few officers each, all invented.
type world struct {
	*discipline.Office
	t       *testing.T
	log     *ledger.Log
	keys    *seal.Store
	clock   *clock.Practice
	roster  *roster.Store
	access  *access.Service
	proc    *procedure.Service
	letters *letter.Desk
	words   *words.Words
	blobs   *blob.Dir
	pack    *law.Pack

	instKeys map[string]map[seal.Kind]pairKey
	people   map[string]roster.Person // by post

	ketua, staf                                        rambu.Actor // Bawaslu
	bupati, sekda, bkpsdm, inspektur, kadis, camat, tu rambu.Actor // government
}

type pairKey struct {
	key  seal.Key
	pair *seal.Pair
}

func at(date string) time.Time {
	return rambu.Date(date).Time(time.FixedZone("WIB", 7*3600)).Add(9 * time.Hour)
}

func newWorld(t *testing.T, d *db.DB, start string) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(at(start)), instKeys: map[string]map[seal.Kind]pairKey{}, people: map[string]roster.Person{}}
	w.openGround(d)
	w.institution(bawaslu, seal.KindLetter)
	w.institution(pemda, seal.KindLetter, seal.KindMatter, seal.KindIndex)
	w.settle()
	return w
}

func (w *world) openGround(d *db.DB) {
	t := w.t
	t.Helper()
	ctx := t.Context()
	pack, err := law.Default()
	w.must(err)
	w.pack = pack
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
	w.blobs = blobs
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
	w.reopen()
}

// open starts the office, with the law pack of the world.
func (w *world) open() error {
	o, err := discipline.Open(w.t.Context(), discipline.Config{
		Log: w.log, Keys: w.keys, Blobs: w.blobs, Pack: w.pack, Procedure: w.proc, Roster: w.roster, Access: w.access,
		Letters: w.letters, Words: w.words,
	})
	w.Office = o
	return err
}

func (w *world) reopen() {
	w.t.Helper()
	w.must(w.open())
}

// says wants a sentence in what a person reads of an error.
func (w *world) says(err error, lang words.Lang, want string) {
	w.t.Helper()
	if got := w.words.Error(lang, err); !strings.Contains(got, want) {
		w.t.Errorf("%s: the error says %q, want %q", lang, got, want)
	}
}

func (w *world) institution(id string, kinds ...seal.Kind) {
	w.t.Helper()
	w.instKeys[id] = map[seal.Kind]pairKey{}
	_, err := w.log.Do(rambu.System(id, area), "test", func(op *ledger.Op) error {
		for _, kind := range kinds {
			k, pair, err := seal.NewKey(op, id, area, kind, "")
			if err != nil {
				return err
			}
			w.instKeys[id][kind] = pairKey{k, pair}
		}
		return nil
	})
	w.must(err)
}

// settle fills the roster and gives the officers accounts and keys.
func (w *world) settle() {
	w.t.Helper()
	post := func(id, title string, class roster.PostClass, superior string, roles ...rambu.Role) roster.Post {
		return roster.Post{ID: roster.PostID(id), Institution: letter.InstitutionOf(id), Title: title, Class: class, Superior: roster.PostID(superior), Roles: roles}
	}
	_, err := w.roster.Seed(rambu.System("", ""), roster.Plan{
		Region: must(w.t)(w.roster.Regions().Find(area)),
		Institutions: []roster.Institution{
			{ID: pemda, Name: "Pemerintah Kabupaten Rekaan", Kind: roster.KindGovernment, Region: area},
			{ID: bawaslu, Name: "Bawaslu Kabupaten Rekaan", Kind: roster.KindSupervisor, Region: area},
		},
		Posts: []roster.Post{
			post(pemda+"/bupati", "Bupati Rekaan", roster.ClassHead, "", rambu.RoleAuthority),
			post(pemda+"/sekda", "Sekretaris Daerah", roster.ClassJPTPratama, pemda+"/bupati", rambu.RoleSecretary, rambu.RoleSuperior),
			post(pemda+"/bkpsdm/kepala", "Kepala BKPSDM", roster.ClassJPTPratama, pemda+"/sekda", rambu.RolePersonnel, rambu.RoleSuperior),
			post(pemda+"/inspektorat/inspektur", "Inspektur", roster.ClassJPTPratama, pemda+"/sekda", rambu.RoleInspector),
			post(pemda+"/disdik/kepala", "Kepala Dinas Pendidikan", roster.ClassJPTPratama, pemda+"/sekda", rambu.RoleSuperior),
			post(pemda+"/disdik/kabid", "Kepala Bidang PAUD", roster.ClassAdministrator, pemda+"/disdik/kepala"),
			post(pemda+"/camat", "Camat Rekaan", roster.ClassAdministrator, pemda+"/sekda", rambu.RoleSuperior),
			post(pemda+"/tata-usaha", "Kepala Subbagian Tata Usaha", roster.ClassSupervisor, pemda+"/sekda", rambu.RoleClerk),
			post(pemda+"/desa", "Kepala Desa Rekaan", roster.ClassVillageHead, pemda+"/camat"),
			post(bawaslu+"/ketua", "Ketua Bawaslu Rekaan", roster.ClassOrganiser, "", rambu.RoleMember),
			post(bawaslu+"/staf", "Staf Bawaslu Rekaan", roster.ClassExecutor, "", rambu.RoleHandler, rambu.RoleClerk),
		},
	})
	w.must(err)
	w.person(pemda+"/disdik/kabid", "Sulaiman Contoh, S.Pd.", accused, roster.SubjectPNS, roster.Definitive, "2021-01-04", "")
	w.ketua = w.officer(bawaslu+"/ketua", "Rahmat Contoh", roster.SubjectOrganiser, rambu.RoleMember)
	w.staf = w.officer(bawaslu+"/staf", "Dewi Contoh", roster.SubjectNonASN, rambu.RoleHandler, rambu.RoleClerk)
	w.bupati = w.officer(pemda+"/bupati", "Wirya Contoh", roster.SubjectStateOfficial, rambu.RoleAuthority)
	w.sekda = w.officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	w.bkpsdm = w.officer(pemda+"/bkpsdm/kepala", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel, rambu.RoleSuperior)
	w.inspektur = w.officer(pemda+"/inspektorat/inspektur", "Bagus Contoh", roster.SubjectPNS, rambu.RoleInspector)
	w.kadis = w.officer(pemda+"/disdik/kepala", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.camat = w.officer(pemda+"/camat", "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	w.tu = w.officer(pemda+"/tata-usaha", "Sari Contoh", roster.SubjectPNS, rambu.RoleClerk)
}

func must(t *testing.T) func(r region.Region, ok bool) region.Region {
	return func(r region.Region, ok bool) region.Region {
		t.Helper()
		if !ok {
			t.Fatal("unknown region")
		}
		return r
	}
}

func admin(institution string) rambu.Actor {
	return rambu.Actor{Account: "akn_pengelola", Institution: institution, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

// person enters somebody and lets him hold a post.
func (w *world) person(post, name, nip string, class roster.SubjectClass, mode roster.Mode, from, to rambu.Date) roster.Person {
	w.t.Helper()
	who := admin(letter.InstitutionOf(post))
	p, err := w.roster.AddPerson(who, roster.Person{Institution: who.Institution, Region: area, Name: roster.ParseName(name), NIP: roster.NIP(nip), Class: class})
	w.must(err)
	if mode == "" {
		return p // holds nothing yet
	}
	w.hold(post, p, mode, from, to)
	w.people[post] = p
	return p
}

func (w *world) hold(post string, p roster.Person, mode roster.Mode, from, to rambu.Date) {
	w.t.Helper()
	_, err := w.roster.StartTenure(admin(p.Institution), roster.Tenure{
		Post: roster.PostID(post), Person: p.ID, Mode: mode, From: from, To: to, Decree: roster.Decree{Number: "800/1", Date: from},
	})
	w.must(err)
}

// officer is a person with an account, the keys his roles may hold, and a session.
func (w *world) officer(post, name string, class roster.SubjectClass, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	nip := ""
	if class.ASN() {
		nip = fmt.Sprintf("197501012000011%03d", len(w.people))
	}
	return w.actor(post, w.person(post, name, nip, class, roster.Definitive, "2021-02-26", ""), roles...)
}

func (w *world) actor(post string, p roster.Person, roles ...rambu.Role) rambu.Actor {
	w.t.Helper()
	inst := letter.InstitutionOf(post)
	const password = "kuda lumping naik sepeda"
	ctx := w.t.Context()
	a, link, err := w.access.Invite(ctx, admin(inst), access.InviteIn{
		Institution: inst, Region: area, Person: string(p.ID), Login: strings.ToLower(strings.ReplaceAll(p.Name.Name, " ", ".")),
	})
	w.must(err)
	w.must(w.access.Accept(ctx, link, password))
	a, err = w.access.Find(ctx, admin(inst), a.ID)
	w.must(err)
	own, err := w.keys.ByID(ctx, a.KeyID)
	w.must(err)
	_, err = w.log.Do(rambu.System(inst, area), "test", func(op *ledger.Op) error {
		for kind, k := range w.instKeys[inst] {
			if !mayHold(roles, kind) {
				continue
			}
			err := seal.GrantPair(op, k.key, k.pair, own)
			if err != nil {
				return err
			}
		}
		return nil
	})
	w.must(err)
	token, _, err := w.access.SignIn(ctx, access.SignInInput{Login: a.Login, Password: password})
	w.must(err)
	who, _, err := w.access.Authenticate(ctx, token)
	w.must(err)
	who.Post, who.Roles = post, roles
	return who
}

// mayHold is who gets which key, as access gives them.
func mayHold(roles []rambu.Role, kind seal.Kind) bool {
	who := rambu.Actor{Roles: roles}
	if kind == seal.KindMatter {
		return who.Is(rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary)
	}
	return true
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
	text := err.Error()
	if rambu.KindOf(err) != kind || key != "" && !strings.Contains(text, key) {
		w.t.Fatalf("want %s %s, got %s %v", kind, key, rambu.KindOf(err), err)
	}
}

func (w *world) to(date string) {
	w.t.Helper()
	w.must(w.clock.MoveTo(at(date)))
}

func study() *kinds.ForwardedStudy {
	return &kinds.ForwardedStudy{
		Register: "002/Reg/LP/PB/Kab/08.09/X/2024", Act: "SKB-D7", ActDate: "2024-09-25", Class: "pns", Regime: "pilkada",
		Respondent: kinds.Respondent{Name: "Sulaiman Contoh", NIP: accused, Post: "Kepala Bidang PAUD", Class: "pns"},
		Summary:    "Diduga berfoto dengan isyarat jari.", Study: "Syarat formal dan materiel terpenuhi.",
		Evidence:    []kinds.Exhibit{{Name: "foto.jpg", Kind: "foto", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
		Citations:   []kinds.Citation{{Regulation: "pp-94-2021", Article: "Pasal 5 huruf n", Text: "PP 94/2021"}},
		PlenaryDate: "2024-10-01", VotesFor: 3,
	}
}

// forwarded writes, signs and sends Bawaslu's letter; it returns the letter's id. It is not
// delivered yet.
func (w *world) forwarded(s *kinds.ForwardedStudy) string {
	w.t.Helper()
	ctx := w.t.Context()
	cases := w.letters.As(kinds.KindForwardedStudy) // Bawaslu's desk for cases, which this package cannot import
	id, err := cases.Draft(ctx, w.staf, letter.DraftIn{
		Payload: s, Nature: letter.Confidential, Code: "PM.00.02", Signer: bawaslu + "/ketua",
		To:      []letter.Addressee{{Post: pemda + "/bupati", Line: "Bupati Rekaan"}},
		Subject: "Penerusan dugaan pelanggaran netralitas", Paragraphs: []string{"Bersama ini kami teruskan hasil kajian."},
	})
	w.must(err)
	_, err = cases.Sign(ctx, w.ketua, letter.SignIn{ID: id, Block: letter.SignatureBlock{Lines: []string{"KETUA,"}, Name: "Rahmat Contoh"}})
	w.must(err)
	w.must(cases.Send(ctx, w.staf, id))
	return id
}

// arrived delivers a letter and returns its row in the government's inbox.
func (w *world) arrived(id string) letter.Incoming {
	w.t.Helper()
	w.must(w.letters.DeliverAll(w.t.Context(), w.staf, id))
	page, err := w.letters.Inbox(w.t.Context(), w.bupati, letter.Filter{}) // no matter is about him
	w.must(err)
	for _, in := range page.Items {
		if in.Letter == id {
			return in
		}
	}
	w.t.Fatal("the letter is not in the inbox")
	return letter.Incoming{}
}

// opened is a matter opened from a delivered study.
func (w *world) opened(s *kinds.ForwardedStudy) string {
	w.t.Helper()
	id, err := w.OpenFromLetter(w.t.Context(), w.bkpsdm, w.arrived(w.forwarded(s)).ID)
	w.must(err)
	return id
}

func (w *world) get(id string) *discipline.Opened {
	w.t.Helper()
	o, err := w.Get(w.t.Context(), w.bkpsdm, id)
	w.must(err)
	return o
}

func (w *world) state(id string, want discipline.State) {
	w.t.Helper()
	if got := w.get(id).State; got != want {
		w.t.Fatalf("state %s, want %s", got, want)
	}
}

// due prints the running duties of a matter: "14 diterima_ppk 2024-10-25".
func (w *world) due(id string) map[string]rambu.Date {
	w.t.Helper()
	list, err := w.Clocks(w.t.Context(), w.bkpsdm, id)
	w.must(err)
	out := map[string]rambu.Date{}
	for _, c := range list {
		if c.Status == procedure.Running && !c.Right {
			out[c.Deadline.From] = c.Due
		}
	}
	return out
}

func (w *world) verify() {
	w.t.Helper()
	tables := append(discipline.Tables(), letter.Tables()...)
	tables = append(tables, procedure.Tables()...)
	tables = append(tables, roster.Tables()...)
	tables = append(tables, seal.Tables()...)
	tables = append(tables, access.Tables()...)
	_, err := w.log.Verify(w.t.Context(), tables, nil, nil)
	w.must(err)
}
