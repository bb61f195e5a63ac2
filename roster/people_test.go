package roster

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/sheet"
)

func TestParseName(t *testing.T) {
	tests := []struct {
		in, out string
		want    Name
	}{
		{"Ir. Donni S., S.T., M.Si.", "Ir. Donni S., S.T., M.Si.", Name{"Ir.", "Donni S.", "S.T., M.Si."}},
		{"Hj. Dra.  Ratna Wulan , MM", "Hj. Dra. Ratna Wulan, MM", Name{"Hj. Dra.", "Ratna Wulan", "MM"}},
		{"Bambang Surya S.Sos M.Si", "Bambang Surya, S.Sos, M.Si", Name{"", "Bambang Surya", "S.Sos, M.Si"}},
		{"SUPARMIN", "SUPARMIN", Name{"", "SUPARMIN", ""}},
		{"dr. Sari", "dr. Sari", Name{"dr.", "Sari", ""}},
		{"H. Umar", "H. Umar", Name{"H.", "Umar", ""}},
		{"H Umar", "H Umar", Name{"", "H Umar", ""}},
		{"Wayan M.", "Wayan M.", Name{"", "Wayan M.", ""}},
		{"Siti Ma", "Siti Ma", Name{"", "Siti Ma", ""}},
		{"Siti SE", "Siti, SE", Name{"", "Siti", "SE"}},
		{"Dr", "Dr", Name{"", "Dr", ""}}, // a title alone is all the name there is
		{"Drs. M.Si.", "Drs. M.Si.", Name{"Drs.", "M.Si.", ""}},
		{"R. Aji Prakoso, S.H., , M.H.", "R. Aji Prakoso, S.H., M.H.", Name{"R.", "Aji Prakoso", "S.H., M.H."}},
		{"Rahma A.Md.Kep", "Rahma, A.Md.Kep", Name{"", "Rahma", "A.Md.Kep"}},
		{"", "", Name{}},
	}
	for _, tt := range tests {
		got := ParseName(tt.in)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("ParseName(%q) (-want +got):\n%s", tt.in, diff)
		}
		if got.String() != tt.out {
			t.Errorf("ParseName(%q) prints %q, want %q", tt.in, got.String(), tt.out)
		}
	}
}

// Whatever is written, no word of it may get lost, and printing must be stable.
func FuzzParseName(f *testing.F) {
	f.Add("Ir. Donni S., S.T., M.Si.")
	f.Add(", S.T.")
	f.Add("H. H. H.")
	f.Fuzz(func(t *testing.T, s string) {
		n := ParseName(s)
		letters := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, ",", " ")), " ") }
		if got, want := letters(n.String()), letters(s); got != want {
			t.Errorf("ParseName(%q) keeps %q", s, got)
		}
	})
}

func TestNIP(t *testing.T) {
	tests := []struct{ in, key string }{
		{"198001012005011003", ""},
		{"19800101 200501 1 003", ""},
		{"19800229.200501.2.003", ""},
		{"199001012022211001", ""}, // PPPK
		{"19810229 200501 2 003", "roster.error.nip_birth"},
		{"18800101 190501 1 003", "roster.error.nip_birth"},
		{"198001012005131003", "roster.error.nip_appointed"},
		{"198001011985011003", "roster.error.nip_appointed"},
		{"198001012005013003", "roster.error.nip_sex"},
		{"198001012005011000", "roster.error.nip_serial"},
		{"19800101200501100", "roster.error.nip_length"},
		{"1980010120050110034", "roster.error.nip_length"},
		{"19800101200501100x", "roster.error.nip_length"},
		{"", "roster.error.nip_length"},
		{"1.98001E+17", "roster.error.nip_number"}, // what a spreadsheet makes of a number
		{"1,98001e+17", "roster.error.nip_number"},
	}
	for _, tt := range tests {
		_, err := ParseNIP(tt.in)
		key := ""
		if e, ok := errors.AsType[*rambu.Error](err); ok {
			key = e.Key
		}
		if key != tt.key {
			t.Errorf("ParseNIP(%q) = %q, want %q", tt.in, key, tt.key)
		}
	}
	n, _ := ParseNIP("199001012022211001")
	if n.String() != "19900101 202221 1 001" || !n.PPPK() {
		t.Errorf("got %q, PPPK %v", n.String(), n.PPPK())
	}
}

func TestNIPStaysOutOfLogs(t *testing.T) {
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", slog.Any("nip", NIP("198001012005011003")))
	if strings.Contains(out.String(), "1980") {
		t.Errorf("log holds the number: %s", out.String())
	}
}

func TestTenureOn(t *testing.T) {
	x := Tenure{From: "2024-09-25", To: "2024-11-23"}
	for d, want := range map[rambu.Date]bool{"2024-09-24": false, "2024-09-25": true, "2024-11-23": true, "2024-11-24": false} {
		if got := x.On(d); got != want {
			t.Errorf("On(%s) = %v, want %v", d, got, want)
		}
	}
}

func TestTenureValidate(t *testing.T) {
	good := Tenure{Post: "pemda.18.01/bupati", Person: "org_x", Mode: Plt, From: "2024-09-25"}
	if err := good.Validate(); err != nil {
		t.Fatalf("good tenure refused: %v", err)
	}
	tests := map[string]func(*Tenure){
		"post":        func(x *Tenure) { x.Post = "" },
		"person":      func(x *Tenure) { x.Person = "" },
		"mode":        func(x *Tenure) { x.Mode = "raja" },
		"from":        func(x *Tenure) { x.From = "2024-02-30" },
		"to":          func(x *Tenure) { x.To = "2024-09-24" },
		"decree_date": func(x *Tenure) { x.Decree.Date = "kemarin" },
	}
	for field, spoil := range tests {
		x := good
		spoil(&x)
		es, ok := errors.AsType[rambu.Errors](x.Validate())
		if !ok || len(es) != 1 || es[0].Field != field {
			t.Errorf("spoiled %s: got %v", field, es)
		}
	}
}

func TestExercisingAndContested(t *testing.T) {
	hold := func(who PersonID, m Mode) Tenure { return Tenure{Post: "p", Person: who, Mode: m, From: "2024-01-01"} }
	tests := []struct {
		name      string
		on        []Tenure
		want      []PersonID
		contested bool
	}{
		{"vacant", nil, nil, false},
		{"definitive", []Tenure{hold("a", Definitive)}, []PersonID{"a"}, false},
		{"campaign leave", []Tenure{hold("a", Definitive), hold("b", Plt)}, []PersonID{"b"}, false},
		{"stand-in of an acting holder", []Tenure{hold("c", Plh), hold("b", Pj), hold("a", Definitive)}, []PersonID{"c"}, false},
		{"two acting", []Tenure{hold("a", Pj), hold("b", Plt)}, []PersonID{"a", "b"}, true},
		{"one person twice", []Tenure{hold("a", AdditionalDuty), hold("a", Definitive)}, []PersonID{"a", "a"}, false},
		{"a contest below a stand-in", []Tenure{hold("a", Pj), hold("b", Pj), hold("c", Plh)}, []PersonID{"c"}, false},
	}
	for _, tt := range tests {
		var got []PersonID
		for _, x := range Exercising(tt.on) {
			got = append(got, x.Person)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if Contested(tt.on) != tt.contested {
			t.Errorf("%s: contested %v", tt.name, !tt.contested)
		}
	}
	if clash(hold("a", Pj), hold("b", Plh)) || !clash(hold("a", Pj), hold("b", Plt)) || clash(hold("a", Definitive), hold("b", Pjs)) {
		t.Error("clash follows the way of holding")
	}
}

func TestDateFrom(t *testing.T) {
	tests := map[string]rambu.Date{
		"2024-09-25": "2024-09-25", "25/09/2024": "2024-09-25", "25-9-2024": "2024-09-25", "25.09.2024": "2024-09-25",
		"25 September 2024": "2024-09-25", " 1 mei 2020 ": "2020-05-01", "09/25/2024": "", "9-25-24": "", "31/02/2024": "",
		"25 Sept 2024": "", "45560": "", "": "", "01/01/1900": "", "2024-09-25 10:00": "",
	}
	for in, want := range tests {
		got, ok := dateFrom(in)
		if got != want || ok != (want != "") {
			t.Errorf("dateFrom(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

// Whatever a file holds, every line is either planned or listed as bad with a reason, and what
// is planned would pass the checks of a form.
func FuzzImportLines(f *testing.F) {
	f.Add("nama;nip;jabatan;mulai\nSri;198001012005012003;Camat Kalianda;2024-01-01\n")
	f.Add("nama,nip,kelas,cara,jabatan,sampai\nX,,honorer,plt,Plt. Camat Kalianda,1/1/2024\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := sheet.Read(strings.NewReader(text), sheet.Limits{Bytes: 1 << 16, Unpacked: 1 << 18, Entries: 20, Rows: 50, Columns: 20, Cell: 200})
		if err != nil {
			return
		}
		table, err := readHeader(rows, staffColumns(), nil, nil, "nama")
		if err != nil {
			return
		}
		im := &staffImport{
			who: rambu.System("pemda.18.01", "18.01"), byNIP: map[NIP]*planned{}, people: map[NIP]Person{}, named: map[string][]Person{}, loose: map[string]bool{}, tenures: map[PostID][]Tenure{},
			posts: map[string][]Post{"camat kalianda": {{ID: "pemda.18.01/camat/18.01.06"}}},
		}
		for _, r := range table.rows {
			im.line(table, r)
		}
		badLines := map[int]bool{}
		for _, b := range im.out.Bad {
			badLines[b.Line] = true
			if b.Fault == nil || b.Fault.Key == "" {
				t.Errorf("no reason: %+v", b)
			}
		}
		if im.out.Rows != len(table.rows) || len(im.plan)+len(badLines) != im.out.Rows {
			t.Errorf("%d lines: %d planned, %d bad", len(table.rows), len(im.plan), len(badLines))
		}
		for _, p := range im.plan {
			if err := p.person.Validate(); err != nil {
				t.Errorf("planned %+v: %v", p.person, err)
			}
			if p.tenure != nil && p.tenure.Validate() != nil {
				t.Errorf("planned %+v: %v", p.tenure, p.tenure.Validate())
			}
		}
	})
}

// The form we give out must be one we read, every column of it.
func TestHeadersAreRead(t *testing.T) {
	for _, tt := range []struct {
		header []string
		names  columns
	}{{StaffHeader(), staffColumns()}, {PostHeader(), postColumnNames()}} {
		got, err := readHeader([]sheet.Row{{Line: 1, Cells: tt.header}}, tt.names, nil, nil)
		if err != nil || len(got.at) != len(tt.header) || len(got.at) != len(tt.names) {
			t.Errorf("%v: read %v, %v", tt.header, got.at, err)
		}
	}
}

// A heading nobody knows is a column that would be dropped, a repeated one a value that would be; both are said,
// and nothing is guessed from a heading that is only nearly right.
func TestHeadingsThatWouldBeLost(t *testing.T) {
	type bad struct{ column, key, near string }
	for _, tt := range []struct {
		name   string
		header []string
		line   []string
		ignore []string
		want   []bad
	}{
		{"all known", []string{"Nama *", "NIP", "Cara:", "TMT Jabatan"}, []string{"Sri", "", "Plt", ""}, nil, nil},
		{"what an export has and nobody needs", []string{"No.", "Nama", "NIK", "Tempat Lahir", "Jenis Kelamin", "Golongan", "TMT Golongan"}, nil, nil, nil},
		{"a slip of the hand", []string{"nama", "caar"}, nil, nil, []bad{{"caar", "roster.import.unknown_near", "cara"}}},
		{"another word", []string{"nama", "tanggal berhenti"}, nil, nil, []bad{{"tanggal berhenti", "roster.import.unknown_near", "tanggal berakhir"}}},
		{"nothing near", []string{"nama", "zodiak leluhur"}, nil, nil, []bad{{"zodiak leluhur", "roster.import.unknown", ""}}},
		{"left out on purpose", []string{"nama", "Zodiak Leluhur"}, nil, []string{" zodiak  leluhur"}, nil},
		{"twice", []string{"nip", "nama", "NIP"}, nil, nil, []bad{{"NIP", "roster.import.repeated", ""}}},
		{"two words for one", []string{"nama", "mulai", "tmt jabatan"}, nil, nil, []bad{{"tmt jabatan", "roster.import.repeated", ""}}},
		{"two words for one, settled", []string{"nama", "mulai", "tmt jabatan"}, nil, []string{"mulai"}, nil},
		{"a column without a heading", []string{"nama", "", "nip"}, []string{"Sri", "Plt", ""}, nil, []bad{{"B", "roster.import.no_heading", ""}}},
		{"a column behind the headings", []string{"nama"}, []string{"Sri", "", "Plt"}, nil, []bad{{"C", "roster.import.no_heading", ""}}},
		{"an empty column", []string{"nama", "", "nip"}, []string{"Sri", "", ""}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table, err := readHeader([]sheet.Row{{Line: 3, Cells: tt.header}, {Line: 4, Cells: tt.line}}, staffColumns(), staffSpare(), tt.ignore, "nama")
			if err != nil {
				t.Fatal(err)
			}
			var got []bad
			for _, b := range table.bad {
				if b.Line != 3 {
					t.Errorf("line %d", b.Line)
				}
				got = append(got, bad{b.Column, b.Fault.Key, b.Fault.Args["near"]})
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(bad{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
