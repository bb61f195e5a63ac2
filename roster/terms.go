package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"rambu.id"
)

// Terms are the local names of things: settings of a region.
type Terms struct {
	Village        string `yaml:"village,omitempty" json:"village,omitempty"`
	VillageHead    string `yaml:"village_head,omitempty" json:"village_head,omitempty"`
	VillageStaff   string `yaml:"village_staff,omitempty" json:"village_staff,omitempty"`
	Ward           string `yaml:"ward,omitempty" json:"ward,omitempty"`
	WardHead       string `yaml:"ward_head,omitempty" json:"ward_head,omitempty"`
	District       string `yaml:"district,omitempty" json:"district,omitempty"`
	DistrictHead   string `yaml:"district_head,omitempty" json:"district_head,omitempty"`
	Supervisor     string `yaml:"supervisor,omitempty" json:"supervisor,omitempty"`
	Commission     string `yaml:"commission,omitempty" json:"commission,omitempty"`
	Council        string `yaml:"council,omitempty" json:"council,omitempty"`
	Personnel      string `yaml:"personnel,omitempty" json:"personnel,omitempty"`
	PersonnelShort string `yaml:"personnel_short,omitempty" json:"personnel_short,omitempty"`
	// Confirmed: somebody of the region saved these names, so nothing about them is to be checked.
	Confirmed bool `yaml:"-" json:"confirmed,omitempty"`
}

// Term is one of the names: Name as files and forms call it, Place as texts do ("{kades}").
type Term struct {
	Name, Place string
	Value       *string
}

// Each returns the names in the order a form shows them; Value points into t.
func (t *Terms) Each() []Term {
	return []Term{
		{"village", "desa", &t.Village},
		{"village_head", "kades", &t.VillageHead},
		{"village_staff", "perangkat", &t.VillageStaff},
		{"ward", "kelurahan", &t.Ward},
		{"ward_head", "lurah", &t.WardHead},
		{"district", "kecamatan", &t.District},
		{"district_head", "camat", &t.DistrictHead},
		{"supervisor", "pengawas", &t.Supervisor},
		{"commission", "kpu", &t.Commission},
		{"council", "dprd", &t.Council},
		{"personnel", "bkpsdm", &t.Personnel},
		{"personnel_short", "bkpsdm_singkat", &t.PersonnelShort},
	}
}

// Over returns t with every name that o gives replaced by o's.
func (t Terms) Over(o Terms) Terms {
	from := o.Each()
	for i, into := range t.Each() {
		if *from[i].Value != "" {
			*into.Value = *from[i].Value
		}
	}
	return t
}

// Places returns the names by the places that texts have for them.
func (t Terms) Places() map[string]string {
	m := map[string]string{}
	for _, one := range t.Each() {
		m[one.Place] = *one.Value
	}
	return m
}

// MaxTerm is the longest name in letters; it stands within titles and sentences.
const MaxTerm = 80

// Validate reports which names cannot be, by form field.
func (t Terms) Validate() error {
	var es rambu.Errors
	for _, one := range t.Each() {
		switch v := *one.Value; {
		case strings.TrimSpace(v) == "":
			es = append(es, rambu.Fault(rambu.Invalid, "roster.error.term_missing").On(one.Name))
		case utf8.RuneCountInString(v) > MaxTerm, strings.ContainsFunc(v, odd):
			es = append(es, rambu.Fault(rambu.Invalid, "roster.error.term", "value", v).On(one.Name))
		}
	}
	return es.Err()
}

// odd letters have no business in a name: braces would be taken for a place.
func odd(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune("{}<>", r) }

// ReadTerms reads names from a file as data/terms.yaml has them, without region and conf: one
// "village: Nagori" a line. What is not named keeps its usual name. Errors: Invalid.
func ReadTerms(text []byte) (Terms, error) {
	var t Terms
	err := yaml.UnmarshalWithOptions(text, &t, yaml.Strict())
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return Terms{}, rambu.Fault(rambu.Invalid, "roster.error.terms_file", "text", first)
	}
	usual, _, err := TermsOf("")
	if err != nil {
		return Terms{}, err
	}
	t.Confirmed = true
	return t, usual.Over(t).Validate()
}
