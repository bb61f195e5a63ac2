package law

import (
	"errors"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"rambu.id"
)

const realPack = "packs/pilkada-2024"

// copyPack returns the embedded pack as a file system that a test may change.
func copyPack(t testing.TB) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(packs, realPack, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(packs, name)
		m[strings.TrimPrefix(name, realPack+"/")] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// edit is one mistake put into a pack. Several go into one copy, so that a test loads it once.
type edit struct {
	name, file, old, with string
	skip                  int    // lines from the edit to the line reported; anyLine: wherever
	want                  string // regular expression over the problem's text
}

const anyLine = -1000

// apply makes all edits, each at the first match of its old text, and returns the line of each.
func apply(t *testing.T, m fstest.MapFS, edits []edit) []int {
	t.Helper()
	starts := make([]int, len(edits))
	for i, e := range edits {
		starts[i] = strings.Index(string(m[e.file].Data), e.old)
		if starts[i] < 0 {
			t.Fatalf("%s: %s holds no %q", e.name, e.file, e.old)
		}
	}
	lines := make([]int, len(edits))
	for i, e := range edits {
		text := string(m[e.file].Data)
		at := starts[i]
		for j, other := range edits { // earlier edits of the file have moved it
			if j < i && other.file == e.file && starts[j] < starts[i] {
				at += len(other.with) - len(other.old)
			}
		}
		if !strings.HasPrefix(text[at:], e.old) {
			t.Fatalf("%s: its place was edited already", e.name)
		}
		m[e.file] = &fstest.MapFile{Data: []byte(text[:at] + e.with + text[at+len(e.old):])}
	}
	for i, e := range edits {
		at := starts[i]
		for j, other := range edits {
			if other.file == e.file && starts[j] < starts[i] {
				at += len(other.with) - len(other.old)
			}
		}
		lines[i] = strings.Count(string(m[e.file].Data)[:at], "\n") + 1
	}
	return lines
}

func mustDefault(t testing.TB) *Pack {
	t.Helper()
	p, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What the parser refuses, one mistake in each of four files.
func TestLoadRefusesWhatIsNoPack(t *testing.T) {
	refuses(t, []edit{
		{"unknown key", "subjects.yaml", "may_vote: true", "may_vote: true\n    may_drive: true", 1, `unknown field "may_drive"`},
		{"duplicate key", "sanctions.yaml", "order: 1", "order: 1\n    order: 1", 1, `order.*already defined`},
		{"not YAML", "acts.yaml", "classes:", "classes: }", 0, `.`},
		{"wrong type", "calendar.yaml", "utc_offset: 7", "utc_offset: seven", 0, `cannot unmarshal`},
	})
}

// What parses but cannot be law: every mistake is listed, each with its file and line.
func TestLoadListsEveryMistake(t *testing.T) {
	const bawaslu = "procedures/bawaslu-pilkada.yaml"
	refuses(t, []edit{
		{"missing text", "sanctions.yaml", "name_id: teguran lisan", "name_id: ''", 0, `name_id is missing`},
		{"one language only", bawaslu, "trigger_en: report received, receipt given", "trigger_en: ''", 0, `trigger_en is missing|one language`},
		{"optional text in one language", "acts.yaml", "    note_en: Moderate only when", "    #", -1, `one language only`},
		{"an article without Indonesian", "regulations/waktu.yaml", "    title_id: Hari Libur Nasional dan Cuti Bersama Tahun 2024", "    articles: [{ref: Pasal 1, says_en: a day off, conf: known}]\n    title_id: Hari Libur Nasional dan Cuti Bersama Tahun 2024", 0, `says_id is missing`},
		{"a list in one language", "subjects.yaml", "        basis_id:\n          - kode etik dan butir SKB yang sama\n", "", anyLine, `basis in one language only`},
		{"English in the place of Indonesian", "acts.yaml", "note_id: Penjelasan pasal dibaca orang berbeda-beda. Hadir untuk mendengar tanpa atribut dinilai dalam kajian.", "note_id: The elucidation is read both ways. Attending to listen without attributes is for the study to weigh.", 0, `same sentence in both languages`},
		{"a remark in a citation", "subjects.yaml", "basis: [uu-34-2004 Pasal 39]", "basis: ['uu-34-2004 Pasal 39 huruf a: see there']", 0, `a remark does not belong in a citation`},
		{"no such date", "calendar.yaml", "to: '2024-08-19'", "to: '2024-08-32'", 0, `no such date: "2024-08-32"`},
		{"unknown conf", "authorities.yaml", "conf: source", "conf: sure", 0, `conf is source, known or unsure`},
		{"dangling regulation", bawaslu, "uu-1-2015 Pasal 134", "uu-1-2035 Pasal 134", 0, `no regulation "uu-1-2035"`},
		{"dangling article", bawaslu, "perbawaslu-8-2020 umum", "perbawaslu-8-2020 Pasal 999", 0, `no article "Pasal 999"`},
		{"dangling source", "subjects.yaml", "src: [bloomberg-skb2]", "src: [nowhere]", 0, `no src "nowhere"`},
		{"dangling subject", "sanctions.yaml", "for: [pns, cpns, pppk]", "for: [pns, cpns, robot]", 0, `no subject "robot"`},
		{"dangling sanction", "acts.yaml", "moral-terbuka", "moral-rahasia", 0, `no sanction "moral-rahasia"`},
		{"dangling act", "acts.yaml", "twin: SKB-D1", "twin: SKB-D99", 0, `no act "SKB-D99"`},
		{"dangling procedure", "acts.yaml", "procedure: kode-etik", "procedure: kode-batik", 0, `no procedure "kode-batik"`},
		{"dangling authority", "subjects.yaml", "deciders: [ppk-pembina]", "deciders: [raja]", 0, `no authority "raja"`},
		{"dangling period", "acts.yaml", "period: before_determination", "period: once", 0, `no period "once"`},
		{"dangling actor", bawaslu, "actor: petugas-penerimaan", "actor: satpam", 0, `no party "satpam"`},
		{"dangling transition", "sanctions.yaml", "rekomendasi-asn/teguran>diblokir", "rekomendasi-asn/teguran>dibakar", 0, `no transition`},
		{"id twice", "sanctions.yaml", "id: moral-terbuka", "id: moral-tertutup", 0, `id "moral-tertutup" stands twice`},
		{"step from unknown state", bawaslu, "from: [kajian_awal]", "from: [kajian_akhir]", 0, `from unknown state "kajian_akhir"`},
		{"step to unknown state", bawaslu, "to: kajian_awal", "to: kajian_akhir", 0, `to unknown state "kajian_akhir"`},
		{"unreachable state", bawaslu, "states:\n", "states:\n  - {id: sunyi, label_id: Sunyi, label_en: Silent, terminal: true}\n", 1, `"sunyi" cannot be reached`},
		{"dead end", bawaslu, "    label_en: Withdrawn\n    terminal: true", "    label_en: Withdrawn", -2, `"dicabut": terminal is false`},
		{"clock from nowhere", bawaslu, "from: diketahui", "from: dilupakan", 0, `"dilupakan", neither state nor event`},
		{"clock of nothing", bawaslu, "count: 7", "count: 0", 0, `deadline of 0`},
		{"unknown unit", bawaslu, "unit: hari-kalender", "unit: hari-baik", 0, `no unit "hari-baik"`},
		{"suspension of no clock", bawaslu, "requirements:\n", "suspensions:\n  - {id: libur, label_id: Libur, label_en: Leave, clocks: [pleno>mars], conf: unsure}\nrequirements:\n", 1, `no clock "pleno>mars"`},
		{"a size of nobody", "procedures/disiplin-pp94.yaml", "      least: 3", "      least: 0", 0, `a size is a number of people`},
		{"an odd number that is even", "procedures/kode-etik.yaml", "      least: 5", "      least: 6", 0, `odd number of people, but not of 6`},
		{"more than all", bawaslu, "more_than: [1, 2]", "more_than: [2, 2]", 0, `a size is a number of people`},
		{"event of no use", bawaslu, "events:\n", "events:\n  - {id: sia-sia, label_id: Sia-sia, label_en: Idle}\n", 1, `event "sia-sia"`},
		{"article versions overlap", "regulations/pilkada.yaml", "to: '2024-11-13'", "to: '2024-11-14'", anyLine, `Pasal 188 overlaps`},
		{"authorities overlap", "authorities.yaml", "to: '2024-08-23'", "to: '2024-09-04'", anyLine, `kasn and bkn hold the role`},
		{"route to nobody", "authorities.yaml", "    to: gakkumdu\n", "", -1, `has an addressee, or is a gap`},
		{"hole in the ladder", "sanctions.yaml", "days_from: 7", "days_from: 8", 0, `not the next after 6`},
		{"holiday of another year", "calendar.yaml", "date: '2024-02-10'", "date: '2026-02-10'", 0, `does not lie in 2024`},
		{"province twice", "calendar.yaml", "'51'", "'18'", 0, `province 18 lies in Asia/Jakarta already`},
		{"unknown kind of regulation", "regulations/desa.yaml", "kind: UU", "kind: Titah", 0, `no regulation-kind "Titah"`},
		{"a kind nobody writes", "citing.yaml", "written: [Qanun]", "written: []", anyLine, `nobody says how qanun is written`},
		{"one name for two laws", "regulations/pemda.yaml", "names: [UU Pemda", "names: [UU Desa, UU Pemda", anyLine, `bear one name on the same day`},
		{"dangling counterpart", "regulations/pemilu.yaml", "twin: perbawaslu-8-2020", "twin: perbawaslu-8-2090", 0, `no regulation "perbawaslu-8-2090"`},
		{"end before beginning", "regulations/asn.yaml", "to: '2023-10-30'", "to: '2013-10-30'", 0, `ends before it begins`},
	})
}

func refuses(t *testing.T, edits []edit) {
	t.Helper()
	m := copyPack(t)
	lines := apply(t, m, edits)
	_, err := Load(m, ".")
	problems, ok := errors.AsType[Problems](err)
	if !ok || rambu.KindOf(err) != rambu.Invalid {
		t.Fatalf("error %v of kind %s, want Problems, invalid", err, rambu.KindOf(err))
	}
	for i, e := range edits {
		want := regexp.MustCompile(e.want)
		line := lines[i] + e.skip
		hit := slices.ContainsFunc(problems, func(p Problem) bool {
			return p.File == e.file && p.Line > 0 && (p.Line == line || e.skip == anyLine) && want.MatchString(p.Text)
		})
		if !hit {
			t.Errorf("%s: no %s:%d: %s in\n%v", e.name, e.file, line, e.want, err)
		}
	}
}

func TestLoadWantsTheFilesOfAPack(t *testing.T) {
	m := copyPack(t)
	delete(m, "sources.yaml")
	m["notes.yaml"] = &fstest.MapFile{Data: []byte("a: b\n")}
	m["sanctions.yaml"] = &fstest.MapFile{Data: nil}
	m["procedures/two.yaml"] = &fstest.MapFile{Data: []byte("id: a\n---\nid: b\n")}
	_, err := Load(m, ".")
	if err == nil {
		t.Fatal("a pack without its files loads")
	}
	for _, want := range []string{"sources.yaml: missing", "notes.yaml: no such file", "sanctions.yaml: empty file", "two.yaml: more than one document"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

// Every embedded folder is a pack under its own name.
func TestElections(t *testing.T) {
	for _, id := range Elections() {
		p, err := ForElection(id)
		if err != nil || p.Info().ID != id {
			t.Errorf("ForElection(%s) = %v, %v", id, p, err)
		}
	}
	if !slices.Contains(Elections(), "pilkada-2024") {
		t.Errorf("got %v", Elections())
	}
	for _, id := range []string{"", "..", "pemilu-1955", "pilkada-2024/regulations"} {
		_, err := ForElection(id)
		if rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("ForElection(%q) = %v, want NotFound", id, err)
		}
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	p := mustDefault(t)
	if !regexp.MustCompile(`^pilkada-2024@6\+[0-9a-f]{12}$`).MatchString(p.Version()) {
		t.Errorf("version %q", p.Version())
	}
	m := copyPack(t)
	apply(t, m, []edit{{file: "subjects.yaml", old: "name_id: Pegawai Negeri Sipil", with: "name_id: Pegawai negeri sipil"}})
	other, err := Load(m, ".")
	if err != nil {
		t.Fatal(err)
	}
	if other.Version() == p.Version() {
		t.Error("one changed letter left the version as it was")
	}
	same, err := Load(copyPack(t), ".")
	if err != nil {
		t.Fatal(err)
	}
	if same.Version() != p.Version() {
		t.Errorf("the same content has versions %s and %s", same.Version(), p.Version())
	}
}

// FuzzProcedure feeds the loader a procedure of any bytes: it answers with problems that carry a
// place, or with a procedure in which every step can be followed.
func FuzzProcedure(f *testing.F) {
	base := copyPack(f)
	f.Add(string(base["procedures/kesiapan-pilkada.yaml"].Data))
	f.Add("id: a\nstates: [{id: x, terminal: true}]\ntransitions: [{to: x, deadline: {count: 1, from: x}}]\n")
	f.Add("id: a\ntransitions: [{from: [''], to: ''}]\n")
	f.Add("states: [&a {id: *a}]\n---\n[")
	f.Fuzz(func(t *testing.T, text string) {
		var pr Procedure
		found := &faults{sources: []source{{name: "x.yaml", text: []byte(text), into: &pr}}}
		decodeAll(found.sources, found)
		if len(found.list) == 0 {
			pr.expand()
			p := &Pack{idx: buildIndex(&content{}, found)}
			w := &walker{pack: p, found: found, file: "x.yaml"}
			w.value(reflect.ValueOf(&pr), "")
			checkProcedure(&pr, found)
		}
		if len(found.list) > 0 {
			if !strings.Contains(found.err(".").Error(), "x.yaml") {
				t.Error("a problem without its file")
			}
			return
		}
		for _, tr := range pr.Transitions {
			if _, ok := pr.State(tr.To); !ok {
				t.Errorf("accepted a step to %q", tr.To)
			}
		}
	})
}

// BenchmarkLoad measures what starting up pays for the law; the aim is under 60 ms on two
// quiet cores.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		_, err := Load(packs, realPack)
		if err != nil {
			b.Fatal(err)
		}
	}
}
