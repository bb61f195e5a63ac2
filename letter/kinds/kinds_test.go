package kinds_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/letter/kinds"
)

// entry is an id of the book of contacts.
const entry = "ktk_00000000000000000000000000"

// samples has a payload of every kind and version.
func samples() []kinds.Payload {
	person := kinds.Respondent{Name: "Sulaiman Contoh", NIP: "198001012005011001", Post: "Kepala Seksi", Class: "pns"}
	return []kinds.Payload{
		&kinds.Plain{Note: "segera"},
		&kinds.ForwardedStudy{
			Register: "002/Reg", Act: "a", ActDate: "2024-10-01", Class: "pns", Regime: "pilkada", Respondent: person,
			Study: "kajian", Citations: []kinds.Citation{{Article: "Pasal 5"}}, PlenaryDate: "2024-10-06", VotesFor: 2, VotesAgainst: 1,
			Evidence: []kinds.Exhibit{{Name: "foto", SHA256: strings.Repeat("ab", 32)}},
		},
		&kinds.Answer{Result: kinds.ResultSanction, Decree: "1", Date: "2024-10-07", Sanction: "s"},
		&kinds.Recommendation{Number: "1", Date: "2024-10-07", Respondent: person, Level: "berat"},
		&kinds.Summons{Respondent: person, Turn: 2, On: "2024-10-07", At: "09.00", Place: "Kantor", Before: "Tim"},
		&kinds.Receipt{Letter: "srt_x", On: "2024-10-07"},
		&kinds.Invitation{
			Meeting: "rpt_x", Sort: "rakor", On: "2024-10-07", AlsoOn: []rambu.Date{"2024-10-14"}, At: "09.00 WIB", Until: "11.00 WIB",
			Place: "Aula", Chair: "Plt. Bupati Rekaan", Agenda: []string{"Netralitas"}, StandIn: "Dapat diwakilkan.",
		},
		&kinds.Advice{Points: []string{"Jaga netralitas"}, Basis: []kinds.Citation{{Regulation: "uu-10-2016", Article: "Pasal 71 ayat (1)"}}, AckBy: "2024-10-14"},
		&kinds.Spread{Title: "Edaran", SentOn: "2024-10-07", AsOf: "2024-10-09", At: "09.00 WIB", Addressed: 277, Reached: 10, Told: 1},
		&kinds.Contact{
			Entry: entry, On: "2024-10-07", Way: "rapat", Topic: "keamanan", Note: "Rapat bersama",
			From: []kinds.ContactPerson{{Post: "Sekretaris Daerah", Name: "Contoh"}}, To: []kinds.ContactPerson{{Post: "Ketua", Name: "Contoh"}},
		},
		&kinds.ContactAgreed{Entry: entry},
		&kinds.ContactDisputed{Entry: entry, Wording: "Hanya lewat telepon."},
	}
}

func TestEveryKindComesBack(t *testing.T) {
	t.Parallel()
	seen := map[kinds.Kind]bool{}
	for _, p := range samples() {
		seen[p.Kind()] = true
		b, err := kinds.Encode(p)
		if err != nil {
			t.Fatalf("%s: %v", p.Kind(), err)
		}
		got, err := kinds.Decode(p.Kind(), p.Version(), b)
		if err != nil {
			t.Fatalf("%s: %v", p.Kind(), err)
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.Kind(), diff)
		}
		for name, bad := range map[string]string{
			"a field more": strings.Replace(string(b), "{", `{"reporter":"x",`, 1),
			"a tail":       string(b) + "{}",
			"no JSON":      "x",
		} {
			_, err := kinds.Decode(p.Kind(), 1, []byte(bad))
			if err == nil || rambu.KindOf(err) != rambu.Invalid {
				t.Errorf("%s with %s: %v", p.Kind(), name, err)
			}
		}
		_, err = kinds.Decode(p.Kind(), 2, b)
		if err == nil {
			t.Errorf("%s: version 2 is accepted", p.Kind())
		}
	}
	for _, k := range kinds.Kinds() {
		if !seen[k] {
			t.Errorf("no sample of %s", k)
		}
	}
}

// reporter finds names of fields that could hold who reported, in either language.
var reporter = regexp.MustCompile(`(?i)report(er|ed_?by)|pelapor|witness|saksi|complain|whistle|informant|source|identity|phone|email|nik$`)

func TestNoKindHasAPlaceForTheReporter(t *testing.T) {
	t.Parallel()
	for _, p := range samples() {
		walk(reflect.TypeOf(p), string(p.Kind()), func(path string, f reflect.StructField) {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if tag == "" || tag == "-" {
				t.Errorf("%s: no name in JSON, so the list of what may cross is not in the tags", path)
			}
			if reporter.MatchString(f.Name) || reporter.MatchString(tag) {
				t.Errorf("%s could hold who reported", path)
			}
			if k := f.Type.Kind(); k == reflect.Map || k == reflect.Interface {
				t.Errorf("%s is open: anything could cross in it", path)
			}
		})
	}
	type bad struct {
		Pelapor string `json:"who"`
	}
	found := false
	walk(reflect.TypeFor[bad](), "bad", func(_ string, f reflect.StructField) { found = found || reporter.MatchString(f.Name) })
	if !found {
		t.Error("the test itself sees no reporter")
	}
}

func walk(t reflect.Type, path string, visit func(path string, f reflect.StructField)) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for f := range t.Fields() {
		visit(path+"."+f.Name, f)
		walk(f.Type, path+"."+f.Name, visit)
	}
}

func TestIncompletePayloadsAreRefused(t *testing.T) {
	t.Parallel()
	for _, p := range []kinds.Payload{
		&kinds.ForwardedStudy{}, &kinds.Answer{}, &kinds.Recommendation{}, &kinds.Summons{}, &kinds.Receipt{}, &kinds.Advice{}, &kinds.Spread{},
		&kinds.Advice{Points: []string{strings.Repeat("x", 401)}}, &kinds.Spread{Title: "x", SentOn: "2024-10-07", AsOf: "2024-10-07", Addressed: 1, Reached: 2},
		&kinds.Contact{}, &kinds.ContactAgreed{Entry: "lap_x"}, &kinds.ContactDisputed{Entry: entry},
		&kinds.Answer{Result: kinds.ResultSanction, Decree: "1", Date: "2024-10-07"},
		&kinds.Summons{Respondent: kinds.Respondent{Name: "x"}, Turn: 3, On: "2024-10-07", At: "9", Place: "x", Before: "y"},
	} {
		_, err := kinds.Encode(p)
		if err == nil || rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("%+v: %v", p, err)
		}
	}
	s := samples()[1].(*kinds.ForwardedStudy) //nolint:forcetypeassert // the second sample
	s.Study = ""
	if err := s.Validate(); err == nil {
		t.Error("forwarded without a study")
	}
}
