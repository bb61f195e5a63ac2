package law

import (
	"fmt"
	"slices"

	"rambu.id"
)

// ActivityKind is a kind of official activity that may fall on a day of the election.
type ActivityKind string

// The closed list of kinds.
const (
	Meeting     ActivityKind = "rapat"
	Assembly    ActivityKind = "apel"
	Visit       ActivityKind = "kunjungan"
	SocialAid   ActivityKind = "bansos"
	Grant       ActivityKind = "hibah"
	LendHall    ActivityKind = "pinjam-gedung"
	LendVehicle ActivityKind = "pinjam-kendaraan"
	LendField   ActivityKind = "pinjam-lapangan"
)

// ActivityKinds lists the kinds in the order forms show them.
func ActivityKinds() []ActivityKind {
	return []ActivityKind{Meeting, Assembly, Visit, SocialAid, Grant, LendHall, LendVehicle, LendField}
}

// Coincidence says which activities should not fall together with which part of the election
// without somebody deciding about it, by which article, and what to do instead. Exactly one of
// Window, Stage and Campaign is set.
type Coincidence struct {
	ID        string         `yaml:"id"`
	NameID    string         `yaml:"name_id"`
	NameEN    string         `yaml:"name_en"`
	Kinds     []ActivityKind `yaml:"kinds"`
	Window    string         `yaml:"window,omitempty" ref:"window"`
	Stage     string         `yaml:"stage,omitempty" ref:"stage"`
	Campaign  bool           `yaml:"campaign,omitempty"` // a campaign event in the same place on the same day
	WhyID     string         `yaml:"why_id"`
	WhyEN     string         `yaml:"why_en"`
	Instead   []string       `yaml:"instead" ref:"alternative"`
	Basis     []Citation     `yaml:"basis"`
	OpenPoint string         `yaml:"open_point,omitempty" ref:"point"`
	Conf      Conf           `yaml:"conf"`
	Src       []string       `yaml:"src,omitempty" ref:"src"`
}

// Alternative is what to do instead of what coincides. It is advice in our own words, no law.
type Alternative struct {
	ID     string `yaml:"id"`
	TextID string `yaml:"text_id"`
	TextEN string `yaml:"text_en"`
}

type coincidencesFile struct {
	Coincidences []Coincidence `yaml:"coincidences"`
	Alternatives []Alternative `yaml:"alternatives"`
}

// Coincidences returns what should not fall together unnoticed, in the order of the pack.
func (p *Pack) Coincidences() []Coincidence { return p.files.coincidences.Coincidences }

// Alternative returns one by id.
func (p *Pack) Alternative(id string) (Alternative, bool) { return find(p.idx.alternatives, id) }

// Span returns the days a coincidence speaks of, both inclusive; an empty end is open. False for
// one that speaks of campaign events, which have days of their own.
func (p *Pack) Span(c Coincidence) (from, to rambu.Date, ok bool) {
	if w, found := p.Window(c.Window); found {
		return w.From, w.To, true
	}
	if s := p.idx.stages[c.Stage]; s != nil {
		return s.From, s.To, true
	}
	return "", "", false
}

// Doubt is the doubt whether the window of a coincidence still holds on a day.
func (p *Pack) Doubt(c Coincidence, day rambu.Date) (Doubt, bool) {
	w, ok := p.Window(c.Window)
	if !ok {
		return Doubt{}, false
	}
	return p.doubt(w.Period, day)
}

// checkCoincidences wants one thing for each to fall together with, and a ground for it.
func checkCoincidences(p *Pack, found *faults) {
	const file = "coincidences.yaml"
	for i, c := range p.files.coincidences.Coincidences {
		at := fmt.Sprintf("$.coincidences[%d]", i)
		set := 0
		for _, is := range []bool{c.Window != "", c.Stage != "", c.Campaign} {
			if is {
				set++
			}
		}
		if set != 1 {
			found.add(file, at, "%s falls together with one of window, stage and campaign", c.ID)
		}
		if len(c.Basis) == 0 || len(c.Instead) == 0 || len(c.Kinds) == 0 {
			found.add(file, at, "%s has no basis, no kind or nothing to do instead", c.ID)
		}
		for _, k := range c.Kinds {
			if !slices.Contains(ActivityKinds(), k) {
				found.add(file, at+".kinds", "no kind of activity %q", k)
			}
		}
		if s := p.idx.stages[c.Stage]; s != nil && s.From == "" && s.To == "" {
			found.add(file, at+".stage", "stage %s has no days", c.Stage)
		}
	}
}
