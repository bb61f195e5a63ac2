package roster

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"rambu.id"
	"rambu.id/roster/region"
)

//go:embed data/*.yaml
var data embed.FS

type termsEntry struct {
	Region string `yaml:"region"`
	Only   string `yaml:"only"` // kind of region the entry is for
	Conf   string `yaml:"conf"` // source, known or unsure
	Terms  `yaml:",inline"`
}

// ConfUnsure marks usual names that have to be checked before use.
const ConfUnsure = "unsure"

// TermsOf returns the names that are usual in a region, and how sure they are: "source",
// "known", or ConfUnsure, which "rambu init" and the administrator's page say.
func TermsOf(code string) (Terms, string, error) {
	t, err := loadTemplate()
	if err != nil {
		return Terms{}, "", err
	}
	terms, conf := t.termsOf(region.Region{Code: code})
	return terms, conf, nil
}

// template is what the data files hold.
type template struct {
	terms        []termsEntry
	institutions []institutionTemplate
}

func loadTemplate() (template, error) {
	var t template
	err := readData("data/terms.yaml", &t.terms)
	if err != nil {
		return t, err
	}
	return t, readData("data/template.yaml", &t.institutions)
}

func (t template) termsOf(r region.Region) (Terms, string) {
	var terms Terms
	conf := ""
	for _, e := range t.terms { // default, then province, then regency: the file is sorted so
		if e.Region != "default" && !region.Within(r.Code, e.Region) {
			continue
		}
		if e.Only != "" && e.Only != planKind(r) {
			continue
		}
		terms, conf = terms.Over(e.Terms), e.Conf
	}
	return terms, conf
}

func readData(file string, into any) error {
	text, err := data.ReadFile(file)
	if err != nil {
		return err
	}
	err = yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(into)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Setup says what region to make ready.
type Setup struct {
	Region  string // a regency, city or province
	Terms   Terms  // names that go over the usual ones
	Members int    // members of its Bawaslu with the chair; 0: 5 in a regency, 7 in a province
}

// Plan is what a region starts with: institutions, units and posts, superiors before staff.
type Plan struct {
	Region       region.Region
	Terms        Terms
	Institutions []Institution
	Units        []Unit
	Posts        []Post
}

type unitTemplate struct {
	ID     string   `yaml:"id"`
	Parent string   `yaml:"parent"`
	Name   string   `yaml:"name"`
	For    []string `yaml:"for"`
}

type postTemplate struct {
	ID       string       `yaml:"id"`
	Unit     string       `yaml:"unit"`
	Title    string       `yaml:"title"`
	Office   string       `yaml:"office"`
	Class    PostClass    `yaml:"class"`
	Superior string       `yaml:"superior"`
	Roles    []rambu.Role `yaml:"roles"`
	For      []string     `yaml:"for"`
}

type placeTemplate struct {
	For   []string       `yaml:"for"`
	Units []unitTemplate `yaml:"units"`
	Posts []postTemplate `yaml:"posts"`
}

type agencyTemplate struct {
	ID    string       `yaml:"id"`
	Name  string       `yaml:"name"`
	Under string       `yaml:"under"`
	Roles []rambu.Role `yaml:"roles"`
	For   []string     `yaml:"for"`
}

type institutionTemplate struct {
	ID        string           `yaml:"id"`
	Kind      InstitutionKind  `yaml:"kind"`
	Name      string           `yaml:"name"`
	Region    *string          `yaml:"region"`
	External  bool             `yaml:"external"`
	For       []string         `yaml:"for"`
	Posts     []postTemplate   `yaml:"posts"`
	Members   []postTemplate   `yaml:"members"`
	Units     []unitTemplate   `yaml:"units"`
	Divisions []agencyTemplate `yaml:"divisions"`
	Agencies  []agencyTemplate `yaml:"agencies"`
	Districts placeTemplate    `yaml:"districts"`
	Wards     placeTemplate    `yaml:"wards"`
	Villages  placeTemplate    `yaml:"villages"`
}

// planKind is the kind of region the template's "for" lists speak of.
func planKind(r region.Region) string {
	if r.Administrative() {
		return "administratif"
	}
	return string(r.Kind())
}

// MakePlan works out what a region starts with. It writes nothing.
func MakePlan(x *region.Index, s Setup) (Plan, error) {
	t, err := loadTemplate()
	if err != nil {
		return Plan{}, err
	}
	return t.plan(x, s)
}

func (t template) plan(x *region.Index, s Setup) (Plan, error) {
	r, ok := x.Find(s.Region)
	if !ok || r.Level() > region.Regency {
		return Plan{}, rambu.Fault(rambu.Invalid, "roster.error.region", "value", s.Region).On("region")
	}
	usual, _ := t.termsOf(r)
	terms := usual.Over(s.Terms)
	terms.Confirmed = s.Terms.Confirmed
	b := newBuilder(x, r, terms, s.Members)
	for _, in := range t.institutions {
		if b.wanted(in.For) {
			b.institution(in)
		}
	}
	return b.plan, nil
}

// builder fills a plan from the template.
type builder struct {
	plan    Plan
	kind    string
	members int
	words   []string // placeholder, value pairs of the region
	places  places
}

// places are the regions the per-place parts are repeated for. A province has none: its
// districts belong to its regencies.
type places struct{ districts, wards, villages []region.Region }

func newBuilder(x *region.Index, r region.Region, t Terms, members int) *builder {
	b := &builder{plan: Plan{Region: r, Terms: t}, kind: planKind(r), members: members}
	if members == 0 {
		b.members = 5
		if r.Level() == region.Province {
			b.members = 7
		}
	}
	province, _ := x.Find(r.Code[:2])
	area, head := r.Name, "Bupati"
	switch r.Kind() {
	case region.KindKota:
		head = "Wali Kota"
	case region.KindProvince:
		area, head = "Provinsi "+r.Name, "Gubernur"
	default: // a kabupaten
	}
	b.words = []string{
		"{kode}", r.Code, "{wilayah}", area, "{nama}", r.ShortName(), "{provinsi}", province.Name, "{prov}", province.Code,
		"{kepala}", head, "{kepala_id}", strings.ReplaceAll(strings.ToLower(head), " ", "-"),
	}
	for place, name := range t.Places() {
		b.words = append(b.words, "{"+place+"}", name)
	}
	if r.Level() == region.Regency {
		b.places.districts = x.Districts(r.Code)
		for _, v := range x.Villages(r.Code) {
			if v.Kind() == region.KindKelurahan {
				b.places.wards = append(b.places.wards, v)
			} else {
				b.places.villages = append(b.places.villages, v)
			}
		}
	}
	return b
}

func (b *builder) wanted(kinds []string) bool {
	return len(kinds) == 0 || slices.Contains(kinds, b.kind)
}

func (b *builder) institution(t institutionTemplate) {
	fill := strings.NewReplacer(b.words...)
	in := Institution{ID: fill.Replace(t.ID), Name: fill.Replace(t.Name), Kind: t.Kind, Region: b.plan.Region.Code, External: t.External}
	if t.Region != nil {
		in.Region = fill.Replace(*t.Region)
	}
	b.plan.Institutions = append(b.plan.Institutions, in)
	b.part(in.ID, "", fill, t.Units, t.Posts)
	for n := 2; n < b.members; n++ {
		b.part(in.ID, "", strings.NewReplacer(append(slices.Clone(b.words), "{nomor}", strconv.Itoa(n))...), nil, t.Members)
	}
	for _, d := range t.Divisions {
		b.division(in.ID, fill, d)
	}
	for _, a := range t.Agencies {
		b.agency(in.ID, fill, a)
	}
	b.repeat(in.ID, t.Districts, b.places.districts)
	b.repeat(in.ID, t.Wards, b.places.wards)
	b.repeat(in.ID, t.Villages, b.places.villages)
}

func (b *builder) repeat(institution string, t placeTemplate, at []region.Region) {
	if !b.wanted(t.For) || len(t.Posts) == 0 {
		return
	}
	for _, r := range at {
		words := append(slices.Clone(b.words), "{tempat}", r.Code, "{namatempat}", r.Name, "{induk}", region.Parent(r.Code))
		b.part(institution, r.Code, strings.NewReplacer(words...), t.Units, t.Posts)
	}
}

// part adds units and posts, all of one place or of none.
func (b *builder) part(institution, place string, fill *strings.Replacer, units []unitTemplate, posts []postTemplate) {
	for _, u := range units {
		if b.wanted(u.For) {
			b.plan.Units = append(b.plan.Units, Unit{
				ID: address(institution, fill.Replace(u.ID)), Institution: institution,
				Parent: address(institution, fill.Replace(u.Parent)), Name: fill.Replace(u.Name), Place: place,
			})
		}
	}
	for _, p := range posts {
		if b.wanted(p.For) {
			b.plan.Posts = append(b.plan.Posts, Post{
				ID: PostID(address(institution, fill.Replace(p.ID))), Institution: institution,
				Unit: address(institution, fill.Replace(p.Unit)), Superior: PostID(address(institution, fill.Replace(p.Superior))),
				Title: fill.Replace(p.Title), Office: Office(p.Office), Class: p.Class, Place: place, Roles: p.Roles,
			})
		}
	}
}

// address makes a full address of one relative to its institution; "@" marks a full one.
func address(institution, id string) string {
	if id == "" {
		return ""
	}
	if full, ok := strings.CutPrefix(id, "@"); ok {
		return full
	}
	return institution + "/" + id
}

// division adds a part of the secretariat with its head: Bagian in a regency, Biro in a
// province, and Bagian again in Jakarta's administrative cities.
func (b *builder) division(institution string, fill *strings.Replacer, d agencyTemplate) {
	if !b.wanted(d.For) {
		return
	}
	word, class := "Bagian", ClassAdministrator
	if b.kind == string(region.KindProvince) {
		word, class = "Biro", ClassJPTPratama
	}
	b.part(institution, "", fill, []unitTemplate{{ID: d.ID, Parent: "setda", Name: word + " " + d.Name}}, []postTemplate{{
		ID: d.ID + "/kepala", Unit: d.ID, Title: "Kepala " + word + " " + d.Name, Office: string(OfficeDivisionHead), Class: class,
		Superior: d.Under, Roles: append(slices.Clone(d.Roles), rambu.RoleSuperior),
	}})
}

// agency adds a dinas or badan with its head and secretary. Jakarta's cities have branches of
// the province's agencies instead, which are left to the import.
func (b *builder) agency(institution string, fill *strings.Replacer, a agencyTemplate) {
	if !b.wanted(a.For) || b.kind == "administratif" {
		return
	}
	b.part(institution, "", fill, []unitTemplate{{ID: a.ID, Name: a.Name}}, []postTemplate{
		{
			ID: a.ID + "/kepala", Unit: a.ID, Title: "Kepala " + a.Name, Office: string(OfficeAgencyHead), Class: ClassJPTPratama,
			Superior: "sekda", Roles: append(slices.Clone(a.Roles), rambu.RoleSuperior),
		},
		{ID: a.ID + "/sekretaris", Unit: a.ID, Title: "Sekretaris " + a.Name, Office: "sekretaris-opd", Class: ClassAdministrator, Superior: a.ID + "/kepala", Roles: []rambu.Role{rambu.RoleSuperior}},
	})
}
