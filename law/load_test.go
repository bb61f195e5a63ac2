package law

import (
	"errors"
	"io/fs"
	"regexp"
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

// change replaces the first match of old and returns the line where the new text begins.
func change(t *testing.T, m fstest.MapFS, file, old, with string) int {
	t.Helper()
	text := string(m[file].Data)
	at := strings.Index(text, old)
	if at < 0 {
		t.Fatalf("%s holds no %q", file, old)
	}
	m[file] = &fstest.MapFile{Data: []byte(text[:at] + with + text[at+len(old):])}
	return strings.Count(text[:at], "\n") + 1
}

func mustDefault(t testing.TB) *Pack {
	t.Helper()
	p, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLoadRefuses(t *testing.T) {
	const bawaslu = "procedures/bawaslu-pilkada.yaml"
	tests := []struct {
		name, file, old, with string
		skip                  int    // lines from the change to the line reported
		want                  string // regular expression over the problem's text
	}{
		{"unknown key", "subjects.yaml", "may_vote: true", "may_vote: true\n    may_drive: true", 1, `unknown field "may_drive"`},
		{"duplicate key", "subjects.yaml", "is_asn: true", "is_asn: true\n    is_asn: true", 1, `is_asn.*already defined`},
		{"not YAML", "acts.yaml", "classes:", "classes: }", 0, `.`},
		{"wrong type", "calendar.yaml", "utc_offset: 7", "utc_offset: seven", 0, `cannot unmarshal`},
		{"missing text", "sanctions.yaml", "name_id: teguran lisan", "name_id: ''", 0, `name_id is missing`},
		{"one language only", bawaslu, "trigger_en: report received, receipt given", "trigger_en: ''", 0, `trigger_en is missing|one language`},
		{"optional text in one language", "acts.yaml", "    note_en: Moderate only when", "    #", -1, `one language only`},
		{"no such date", "calendar.yaml", "to: '2024-08-19'", "to: '2024-08-32'", 0, `no such date: "2024-08-32"`},
		{"unknown conf", "authorities.yaml", "conf: source", "conf: sure", 0, `conf is source, known or unsure`},
		{"dangling regulation", bawaslu, "uu-1-2015 Pasal 134", "uu-1-2035 Pasal 134", 0, `no regulation "uu-1-2035"`},
		{"dangling article", bawaslu, "uu-1-2015 Pasal 134", "uu-1-2015 Pasal 999", 0, `no article "Pasal 999"`},
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
		{"event of no use", bawaslu, "events:\n", "events:\n  - {id: sia-sia, label_id: Sia-sia, label_en: Idle}\n", 1, `event "sia-sia"`},
		{"article versions overlap", "regulations/pilkada.yaml", "to: '2024-11-13'", "to: '2024-11-14'", 0, `Pasal 188 overlaps`},
		{"authorities overlap", "authorities.yaml", "to: '2024-08-23'", "to: '2024-09-04'", 0, `kasn and bkn hold the role`},
		{"route to nobody", "authorities.yaml", "    to: gakkumdu\n", "", -1, `has an addressee, or is a gap`},
		{"hole in the ladder", "sanctions.yaml", "days_from: 7", "days_from: 8", 0, `not the next after 6`},
		{"holiday of another year", "calendar.yaml", "date: '2024-02-10'", "date: '2026-02-10'", 0, `does not lie in 2024`},
		{"province twice", "calendar.yaml", "'51'", "'18'", 0, `province 18 lies in Asia/Jakarta already`},
		{"end before beginning", "regulations/asn.yaml", "to: '2023-10-30'", "to: '2013-10-30'", 0, `ends before it begins`},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m := copyPack(t)
			line := change(t, m, tc.file, tc.old, tc.with) + tc.skip
			_, err := Load(m, ".")
			problems, ok := errors.AsType[Problems](err)
			if !ok {
				t.Fatalf("error %v, want Problems", err)
			}
			if rambu.KindOf(err) != rambu.Invalid {
				t.Errorf("kind %q, want invalid", rambu.KindOf(err))
			}
			want := regexp.MustCompile(tc.want)
			for _, p := range problems {
				// An overlap is reported at the later entry, whose line is not that of the change.
				near := p.Line == line || strings.Contains(tc.want, "overlaps") || strings.Contains(tc.want, "hold the role")
				if p.File == tc.file && p.Line > 0 && near && want.MatchString(p.Text) {
					return
				}
			}
			t.Errorf("got\n%v\nwant %s:%d: %s", err, tc.file, line, tc.want)
		})
	}
}

func TestLoadListsAllProblems(t *testing.T) {
	m := copyPack(t)
	change(t, m, "acts.yaml", "twin: SKB-D1", "twin: SKB-D99")
	change(t, m, "sanctions.yaml", "days_from: 7", "days_from: 8")
	change(t, m, "procedures/kode-etik.yaml", "to: selesai", "to: usai")
	_, err := Load(m, ".")
	problems, _ := errors.AsType[Problems](err)
	files := map[string]bool{}
	for _, p := range problems {
		files[p.File] = true
	}
	for _, want := range []string{"acts.yaml", "sanctions.yaml", "procedures/kode-etik.yaml"} {
		if !files[want] {
			t.Errorf("no problem of %s in\n%v", want, err)
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

func TestVersionNamesTheContent(t *testing.T) {
	p := mustDefault(t)
	if !regexp.MustCompile(`^pilkada-2024@1\+[0-9a-f]{12}$`).MatchString(p.Version()) {
		t.Errorf("version %q", p.Version())
	}
	m := copyPack(t)
	change(t, m, "subjects.yaml", "name_id: Pegawai Negeri Sipil", "name_id: Pegawai negeri sipil")
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

// FuzzLoad feeds one file of the pack with anything: the loader answers with a pack or with
// problems, and a pack it accepts can be asked.
func FuzzLoad(f *testing.F) {
	base := copyPack(f)
	for _, name := range []string{"authorities.yaml", "procedures/kode-etik.yaml", "calendar.yaml"} {
		f.Add(name, string(base[name].Data))
	}
	f.Add("acts.yaml", "classes: [{id: x}]\nacts: []\nkinds: [{}]\n")
	f.Add("procedures/kode-etik.yaml", "id: a\ntransitions: [{from: [''], to: ''}]\n")
	f.Add("regulations/asn.yaml", "regulations: [&a {id: *a}]")
	f.Fuzz(func(t *testing.T, name, text string) {
		if _, ok := base[name]; !ok {
			t.Skip()
		}
		m := fstest.MapFS{}
		for k, v := range base {
			m[k] = v
		}
		m[name] = &fstest.MapFile{Data: []byte(text)}
		p, err := Load(m, ".")
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		_, _ = p.Classify("banner", "pns", "2024-10-01")
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
