package law

import (
	"fmt"
	"slices"
	"strings"
)

// RegulationKind is a kind of regulation and how people write it in a text. It holds spelling,
// no law: package law/cite finds citations with it.
type RegulationKind struct {
	ID      string   `yaml:"id"`      // begins the id of its regulations: "uu" of "uu-5-2014"
	Name    string   `yaml:"name"`    // as Regulation.Kind says it
	Written []string `yaml:"written"` // "UU", "Undang-Undang", …
	Alone   bool     `yaml:"alone,omitempty"`
	Place   bool     `yaml:"place,omitempty"`
	Joint   bool     `yaml:"joint,omitempty"`
}

type citingFile struct {
	Kinds []RegulationKind `yaml:"kinds"`
}

// RegulationKinds returns the kinds of regulation the pack can read, also those it holds none of.
func (p *Pack) RegulationKinds() []RegulationKind { return p.files.citing.Kinds }

// checkNames refuses a nickname that would mean two laws on one day, and a wording without any.
func checkNames(p *Pack, found *faults) {
	for i := range p.files.regulations {
		f := &p.files.regulations[i]
		for j, r := range f.Regulations {
			for _, other := range p.idx.register {
				if other.ID != r.ID && overlap(r.From, r.To, other.From, other.To) && sharesName(r, other) {
					found.add(found.nameOf(f), fmt.Sprintf("$.regulations[%d].names", j), "%s and %s bear one name on the same day", r.ID, other.ID)
				}
			}
		}
	}
	for i, k := range p.files.citing.Kinds {
		if len(k.Written) == 0 {
			found.add("citing.yaml", fmt.Sprintf("$.kinds[%d]", i), "nobody says how %s is written", k.ID)
		}
	}
}

func sharesName(a, b Regulation) bool {
	return slices.ContainsFunc(a.Names, func(n string) bool {
		return slices.ContainsFunc(b.Names, func(m string) bool { return strings.EqualFold(n, m) })
	})
}
