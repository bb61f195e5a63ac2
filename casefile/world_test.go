package casefile_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/intake"
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
	bawaslu  = "bawaslu.18.01"
	pemda    = "pemda.18.01"
	area     = "18.01"
	password = "kata sandi uji yang panjang"
)

// monday is 7 October 2024, 09.00 WIB.
var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// world is a Bawaslu and a government on one instance, with officers who signed in. All names
// are invented.
type world struct {
	t     *testing.T
	clock *clock.Practice
	log   *ledger.Log
	keys  *seal.Store
	pack  *law.Pack

	roster   *roster.Store
	access   *access.Service
	letters  *letter.Desk
	evidence *evidence.Room
	intake   *intake.Desk
	*casefile.Desk

	ketua, anggota1, anggota2 rambu.Actor
	penangan, penerimaan      rambu.Actor
	pengelola                 rambu.Actor
	bkpsdm                    rambu.Actor // of the government
	people                    map[string]roster.Person
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got returns a value whose error must be nil.
func got[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		must(t, err)
		return v
	}
}

// want checks the kind of an error and, when given, the key of its sentence.
func want(t testing.TB, what string, err error, kind rambu.Kind, key string) {
	t.Helper()
	if err == nil || rambu.KindOf(err) != kind {
		t.Errorf("%s: got %v, want kind %s", what, err, kind)
		return
	}
	if key == "" {
		return
	}
	e, _ := errors.AsType[*rambu.Error](err)
	if e == nil {
		if es, ok := errors.AsType[rambu.Errors](err); ok {
			e = es[0]
		}
	}
	if e == nil || e.Key != "casefile.error."+key {
		t.Errorf("%s: got %v, want casefile.error.%s", what, err, key)
	}
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	return newWorldAt(t, d, monday)
}

func newWorldAt(t *testing.T, d *db.DB, start time.Time) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(start), people: map[string]roster.Person{}}
	w.openGround(d)
	blobs := got[*blob.Dir](t)(blob.OpenDir(t.TempDir(), 0))
	t.Cleanup(func() { _ = blobs.Close() })
	texts := got[*words.Words](t)(words.Load())
	proc := got[*procedure.Service](t)(procedure.Open(t.Context(), procedure.Config{Log: w.log, Pack: w.pack}))
	var err error
	w.letters, err = letter.Open(t.Context(), letter.Config{
		Log: w.log, Keys: w.keys, Blobs: blobs, Words: texts,
		Today: func(region string, at time.Time) rambu.Date { return proc.Calendar().Today(region, at) },
		MaySign: func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error {
			_, err := w.access.MaySign(ctx, who, roster.PostID(post), on, access.SignWhat{Deed: access.DeedLetter})
			return err
		},
	})
	must(t, err)
	w.evidence, err = evidence.Open(t.Context(), evidence.Config{Log: w.log, Keys: w.keys, Blobs: blobs, Machine: clock.Machine{}})
	must(t, err)
	w.intake, err = intake.Open(t.Context(), intake.Config{
		Log: w.log, Keys: w.keys, Evidence: w.evidence, Pack: w.pack, Calendar: proc.Calendar(), Regions: w.roster.Regions(), Machine: clock.Machine{},
	})
	must(t, err)
	w.Desk, err = casefile.Open(t.Context(), casefile.Config{
		Log: w.log, Keys: w.keys, Pack: w.pack, Procedure: proc, Roster: w.roster, Accounts: w.access, Letters: w.letters,
		Evidence: w.evidence, Intake: w.intake, Words: texts, Guard: cite.New(w.pack),
	})
	must(t, err)
	w.settle()
	return w
}

func (w *world) openGround(d *db.DB) {
	w.t.Helper()
	ctx := w.t.Context()
	var err error
	w.pack = got[*law.Pack](w.t)(law.Default())
	w.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: w.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(w.t.TempDir(), "log.key")})
	must(w.t, err)
	w.keys = got[*seal.Store](w.t)(seal.Open(ctx, d))
	w.roster, err = roster.Open(ctx, w.log, got[*region.Index](w.t)(region.Open()))
	must(w.t, err)
	w.access, err = access.Open(ctx, access.Config{
		PublicPasswords: true, // of the test: signing in often must not cost
		Log:             w.log, Keys: w.keys, Offices: access.FromRoster(w.roster), Machine: clock.Machine{}, Calendar: calendar.New(w.pack, nil), Pack: w.pack,
	})
	must(w.t, err)
}

// settle makes the region with three members and signs everybody in.
func (w *world) settle() {
	w.t.Helper()
	plan := got[roster.Plan](w.t)(roster.MakePlan(w.roster.Regions(), roster.Setup{Region: area, Members: 3}))
	// One district of seventeen is enough: who is meant is looked up in it.
	plan.Units = slices.DeleteFunc(plan.Units, func(u roster.Unit) bool { return elsewhere(u.ID) })
	plan.Posts = slices.DeleteFunc(plan.Posts, func(p roster.Post) bool { return elsewhere(string(p.ID)) })
	_, err := w.roster.Seed(rambu.System("", area), plan)
	must(w.t, err)
	w.enter(bawaslu, "ketua", "Ratna Contohsari, S.H.", "", roster.SubjectOrganiser)
	w.enter(bawaslu, "anggota-1", "Bagas Ujicoba, S.Sos.", "", roster.SubjectOrganiser)
	w.enter(bawaslu, "anggota-2", "Mira Umpamawati, M.H.", "", roster.SubjectOrganiser)
	w.enter(bawaslu, "penanganan-pelanggaran", "Gilang Misalputra, S.H.", "199004122015031991", roster.SubjectPNS)
	w.enter(bawaslu, "penerimaan", "Tri Andaiwati", "199208242016032992", roster.SubjectPNS)
	w.enter(bawaslu, "pengelola", "Dimas Anggapan, S.Kom.", "199307192019031994", roster.SubjectPNS)
	w.enter(pemda, "bkpsdm/disiplin", "Laila Perumpamaan, M.M.", "198203142003122982", roster.SubjectPNS)
	w.enter(pemda, "sekda", "Ir. Bagus Kiranya, M.Si.", "196807121993031981", roster.SubjectPNS)
	w.enter(pemda, "camat/18.01.06/sekretaris", "Surya Contohlesmana, S.Sos.", "198402292006041987", roster.SubjectPNS)
	w.enter(pemda, "desa/18.01.06.2005", "Karta Misalnya", "", roster.SubjectVillageHead)
	in := w.signIn(bawaslu, "ketua", "anggota-1", "anggota-2", "penanganan-pelanggaran", "penerimaan", "pengelola")
	w.ketua, w.anggota1, w.anggota2, w.penangan, w.penerimaan, w.pengelola = in[0], in[1], in[2], in[3], in[4], in[5]
	w.bkpsdm = w.signIn(pemda, "bkpsdm/disiplin", "sekda")[0]
}

func elsewhere(id string) bool {
	return strings.Contains(id, "18.01.") && !strings.Contains(id, "18.01.06")
}

func (w *world) enter(house, post, name, nip string, class roster.SubjectClass) {
	w.t.Helper()
	who := rambu.System(house, area)
	p := got[roster.Person](w.t)(w.roster.AddPerson(who, roster.Person{Name: roster.ParseName(name), NIP: roster.NIP(nip), Class: class}))
	w.people[house+"/"+post] = p
	_, err := w.roster.StartTenure(who, roster.Tenure{
		Post: roster.PostID(house + "/" + post), Person: p.ID, Mode: roster.Definitive, From: "2023-01-09",
		Decree: roster.Decree{Number: "UJI/1/2023", Date: "2023-01-05"},
	})
	must(w.t, err)
}

// signIn founds a house with accounts for some posts, sets their passwords and signs them in.
func (w *world) signIn(house string, posts ...string) []rambu.Actor {
	w.t.Helper()
	ctx := w.t.Context()
	in := access.FoundIn{Institution: house, Region: area}
	for _, p := range posts {
		post := got[roster.Post](w.t)(w.roster.Post(ctx, roster.PostID(house+"/"+p)))
		in.Holders = append(in.Holders, access.InviteIn{
			Institution: house, Region: area, Person: string(w.people[house+"/"+p].ID), Roles: post.Roles,
			Login: strings.ReplaceAll(p, "/", ".") + "@" + house,
		})
	}
	links, _, err := w.access.Found(ctx, in)
	must(w.t, err)
	out := make([]rambu.Actor, len(links))
	for i, l := range links {
		must(w.t, w.access.Accept(ctx, l.Token, password))
		token, _, err := w.access.SignIn(ctx, access.SignInInput{Login: l.Account.Login, Password: password})
		must(w.t, err)
		out[i], _, err = w.access.Authenticate(ctx, token)
		must(w.t, err)
	}
	return out
}

// to moves the legal clock to a time of day in Lampung.
func (w *world) to(date rambu.Date, hour int) {
	w.t.Helper()
	must(w.t, w.clock.MoveTo(date.Time(time.FixedZone("WIB", 7*3600)).Add(time.Duration(hour)*time.Hour)))
}

// photoPlace is what the photo hides: where its maker stood.
const photoPlace = "Lintang -5.7245, bujur 105.5912"

// photo is an exhibit: a small picture with a place in it.
func photo() string {
	var b bytes.Buffer
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)))
	if err != nil {
		panic(err)
	}
	const header = 8 + 25 // signature and the first chunk
	text := "tEXtGPS\x00" + photoPlace
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = append(chunk, text...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE([]byte(text)))
	return b.String()[:header] + string(chunk) + b.String()[header:]
}

// report lodges a report about the secretary of a district and returns its id and code.
func (w *world) report(door intake.Door) (string, string) {
	w.t.Helper()
	ctx := w.t.Context()
	draft := intake.NewDraft()
	_, err := w.intake.Stage(ctx, bawaslu, draft, evidence.StageIn{Region: area, Name: "foto.png", Body: strings.NewReader(photo())})
	must(w.t, err)
	in := intake.Submission{
		Draft: draft, Institution: bawaslu, Region: area, Door: door, Files: true,
		Answers: intake.Answers{
			What: "Ikut kampanye dan mengajak warga di lapangan.", When: w.Today(w.penerimaan).AddDays(-2),
			Known: w.Today(w.penerimaan).AddDays(-2), District: "18.01.06",
			Place: "Lapangan contoh", Who: "pak surya sekcam", Post: "sekcam", Address: "Kalianda",
		},
	}
	if door == intake.DoorFormal {
		in.Identity = &intake.Identity{
			Name: "Pelapor Rahasiawati", Birth: "Kalianda, 1 Januari 1980", Sex: "P", Occupation: "Pedagang",
			Citizenship: "Indonesia", Address: "Jalan Contoh 1", Phone: "081200000000",
		}
	}
	lodged := got[intake.Lodged](w.t)(w.intake.Submit(ctx, in))
	return lodged.ID, lodged.Code.String()
}

// begun lodges and signs a formal report and begins its case.
func (w *world) begun() (id, report, code string) {
	w.t.Helper()
	report, code = w.report(intake.DoorFormal)
	must(w.t, w.intake.MarkSigned(w.t.Context(), w.penerimaan, report, w.Today(w.penerimaan)))
	must(w.t, w.clock.MoveTo(w.clock.Now().Add(time.Minute)))
	return got[string](w.t)(w.Begin(w.t.Context(), w.penerimaan, report)), report, code
}

// version is what an officer saw last. A minute passes meanwhile.
func (w *world) version(id string) int64 {
	w.t.Helper()
	must(w.t, w.clock.MoveTo(w.clock.Now().Add(time.Minute)))
	return got[casefile.Case](w.t)(w.Find(w.t.Context(), w.penerimaan, id)).Version
}

// secretary is the roster's key of the respondent.
func (w *world) secretary() string {
	post := pemda + "/camat/18.01.06/sekretaris"
	return roster.Ref{Post: roster.PostID(post), Person: w.people[post].ID}.String()
}

func (w *world) checkAll(who rambu.Actor, id string) {
	w.t.Helper()
	c := got[casefile.Case](w.t)(w.Find(w.t.Context(), who, id))
	var lines []casefile.CheckIn
	for _, r := range w.Requirements(c.Origin) {
		lines = append(lines, casefile.CheckIn{Requirement: r.ID, Met: true})
	}
	must(w.t, w.Checklist(w.t.Context(), who, id, c.Version, lines))
}

// ready takes a case to the door of registration.
func (w *world) ready(id string) {
	w.t.Helper()
	ctx := w.t.Context()
	w.checkAll(w.penerimaan, id)
	must(w.t, w.Identify(ctx, w.penerimaan, id, w.version(id), []casefile.RespondentIn{{Ref: w.secretary()}}))
	must(w.t, w.SetAct(ctx, w.penerimaan, id, w.version(id), casefile.ActIn{
		Kind: "take-part-in-activity", Subject: "pns", On: w.Today(w.penerimaan).AddDays(-2),
	}))
}

// registered registers a case and gives it to the handler.
func (w *world) registered() (id, report, code string) {
	w.t.Helper()
	id, report, code = w.begun()
	w.ready(id)
	got[string](w.t)(w.Register(w.t.Context(), w.penerimaan, id, casefile.RegisterIn{Version: w.version(id), Accounts: []string{w.penangan.Account}}))
	return id, report, code
}

// sections are the texts of a complete study.
func sections() casefile.Study {
	return casefile.Study{
		Case: "Laporan tentang kehadiran aktif.", Evidence: "Satu foto.", Facts: "Hadir dan mengajak.", Analysis: "Memenuhi unsur.",
		Conclusion: "Terbukti.", Recommendation: "Diteruskan ke BKN.",
	}
}

// studied takes a registered case to a complete study.
func (w *world) studied(id string) {
	w.t.Helper()
	ctx := w.t.Context()
	must(w.t, w.TakeMinutes(ctx, w.penangan, id, casefile.MinutesIn{
		Version: w.version(id), On: w.Today(w.penangan),
		Minutes: casefile.Minutes{As: casefile.HeardRespondent, Name: "Surya Contohlesmana", Attendance: casefile.StayedA},
	}))
	must(w.t, w.SaveStudy(ctx, w.penangan, id, w.study(id)))
}

func (w *world) study(id string) casefile.StudyIn {
	w.t.Helper()
	v := got[*casefile.View](w.t)(w.Get(w.t.Context(), w.penangan, id))
	return casefile.StudyIn{
		Version: v.Version, Sections: sections(), Exhibits: []string{v.Report.Exhibits[0].ID}, Others: []string{"Keterangan saksi"},
		Citations: []string{"pp-94-2021 Pasal 5 huruf n"}, Done: true,
	}
}

// decided takes a studied case through the plenary: two members for, one against.
func (w *world) decided(id string) {
	w.t.Helper()
	ctx := w.t.Context()
	must(w.t, w.Convene(ctx, w.penangan, id, w.version(id), []string{w.ketua.Account, w.anggota1.Account, w.anggota2.Account}))
	must(w.t, w.CastVote(ctx, w.ketua, id, casefile.VoteIn{Choice: casefile.VoteProven}))
	must(w.t, w.CastVote(ctx, w.anggota1, id, casefile.VoteIn{Choice: casefile.VoteProven}))
	must(w.t, w.CastVote(ctx, w.anggota2, id, casefile.VoteIn{Choice: casefile.VoteNotProven, Dissent: "Unsur mengajak belum jelas."}))
	_, err := w.ClosePlenary(ctx, w.ketua, id, w.version(id))
	must(w.t, err)
}

// verify checks the whole log against the database.
func (w *world) verify() {
	w.t.Helper()
	var tables []*ledger.Table
	for _, list := range [][]*ledger.Table{
		seal.Tables(), roster.Tables(), access.Tables(), procedure.Tables(), letter.Tables(), evidence.Tables(), intake.Tables(), casefile.Tables(),
	} {
		tables = append(tables, list...)
	}
	_, err := w.log.Verify(w.t.Context(), tables, nil, nil)
	must(w.t, err)
}

// operations counts the operations of a kind about an object.
func (w *world) operations(kind, object string) int {
	w.t.Helper()
	auditor := rambu.Actor{Institution: bawaslu, Roles: []rambu.Role{rambu.RoleAuditor}}
	return len(got[[]ledger.Entry](w.t)(w.log.Find(w.t.Context(), auditor, ledger.Filter{Kind: kind, Object: object, Limit: 200})))
}

// readable returns what stands in clear or could be read as text in the package's tables.
func (w *world) readable() string {
	w.t.Helper()
	var b strings.Builder
	for _, table := range casefile.Tables() {
		rows, err := w.log.DB().Query(w.t.Context(), "SELECT "+strings.Join(table.Columns, ", ")+" FROM "+table.Name)
		must(w.t, err)
		for rows.Next() {
			values := make([]any, len(table.Columns))
			for i := range values {
				values[i] = new([]byte)
			}
			must(w.t, rows.Scan(values...))
			for _, v := range values {
				b.Write(*v.(*[]byte))
				b.WriteByte(' ')
			}
		}
		must(w.t, rows.Err())
		must(w.t, rows.Close())
	}
	return b.String()
}

// inbox is what the reporter reads: the states, in order.
func (w *world) inbox(code string) []string {
	w.t.Helper()
	box := got[intake.Inbox](w.t)(w.intake.Inbox(w.t.Context(), bawaslu, code))
	var out []string
	for _, m := range box.Messages {
		if m.Kind == intake.FromState {
			out = append(out, m.Status)
		}
	}
	return out
}

// again signs an officer in anew: a session that holds only what he may open now.
func (w *world) again(house, post string) rambu.Actor {
	w.t.Helper()
	token, _, err := w.access.SignIn(w.t.Context(), access.SignInInput{Login: strings.ReplaceAll(post, "/", ".") + "@" + house, Password: password})
	must(w.t, err)
	who, _, err := w.access.Authenticate(w.t.Context(), token)
	must(w.t, err)
	return who
}
