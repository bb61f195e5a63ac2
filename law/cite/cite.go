// Package cite finds the legal citations of a text as people write them, and says of each
// whether it holds on a day: in force, revoked and by what, the wrong law for the election.
//
// Everything it says comes from a law pack: which regulations there are, how they are called and
// spelled, what replaced them. What the pack does not hold is unknown, never wrong. The pack also
// maps everyday words for sanctions to their formal forms.
package cite

import (
	"slices"

	"rambu.id"
	"rambu.id/law"
)

// Status says how a citation stands.
type Status string

// The closed list. When several apply the first one counts.
const (
	UnknownRegulation Status = "unknown_regulation" // not in the register, or no law is named
	TitleMismatch     Status = "title_mismatch"     // name and number are of different laws
	NotYet            Status = "not_yet"            // not in force yet on the day
	Revoked           Status = "revoked"            // no longer in force on the day
	WrongRegime       Status = "wrong_regime"       // law of another election
	UnknownArticle    Status = "unknown_article"    // the register does not hold the article
	OK                Status = "ok"
)

// Statuses returns all of them.
func Statuses() []Status {
	return []Status{OK, Revoked, NotYet, UnknownRegulation, TitleMismatch, UnknownArticle, WrongRegime}
}

// Kind tells citations from sanction words.
type Kind string

// What a Finding can be.
const (
	Citation     Kind = "citation"
	SanctionWord Kind = "sanction" // an everyday word; Formal says what it can mean in law
)

// Note is a sentence of the catalogues about a finding. Args alternate name and value; "date" is
// a rambu.Date or a year, "regime" a regime of the pack. See Checker.Say.
type Note struct {
	Key  string
	Args []string
}

// Finding is one citation, or one sanction word, of a text.
type Finding struct {
	Start, End int    // bytes of the text, End excluded
	Text       string // what stands there
	Kind       Kind
	Regulation string       // id, "uu-5-2014"; composed the same way when the register does not hold it; "" when none is named
	Article    string       // normal form, "Pasal 5 huruf n angka 6"; "" when none is cited
	Normal     string       // "UU 5/2014 Pasal 2"
	Status     Status       // OK for a sanction word
	Successor  law.Citation // of a revoked one
	Suggestion law.Citation // what could be cited instead; zero when the pack does not know
	Conf       law.Conf     // the weakest fact behind the answer; Unsure when the law was taken from the context
	Formal     []string     // ids of sanctions, of a sanction word
	Notes      []Note
}

// Checker checks texts against one pack. It does not change and is safe for concurrent use.
type Checker struct {
	pack     *law.Pack
	lex      *lexicon
	numbers  map[numbered]string // id
	families map[string][]string // a regulation, those it changes and that change it
}

// New makes a checker for the election of the pack.
func New(p *law.Pack) *Checker {
	c := &Checker{pack: p, lex: newLexicon(p), numbers: map[numbered]string{}, families: map[string][]string{}}
	for _, r := range p.Regulations() {
		c.addNumbers(r)
		c.families[r.ID] = familyOf(p, r.ID)
	}
	return c
}

// Check finds the citations of a text in their order and judges them as of a day. The error is
// Invalid for a day that does not exist.
func (c *Checker) Check(text string, on rambu.Date) ([]Finding, error) {
	if !on.Valid() {
		return nil, rambu.Fault(rambu.Invalid, "error.date")
	}
	d := &document{check: c, lex: c.lex, text: text, on: on, tokens: scan(text, c.lex), asked: map[law.Citation]answered{}}
	d.read()
	d.bind()
	return d.findings(), nil
}

// Wrong reports whether something else should have been cited. What is unknown is not wrong.
func (s Status) Wrong() bool {
	switch s {
	case Revoked, NotYet, TitleMismatch, WrongRegime:
		return true
	case OK, UnknownRegulation, UnknownArticle:
	}
	return false
}

// NotOK returns the citations that are not OK.
func NotOK(found []Finding) []Finding {
	return keep(found, func(f Finding) bool { return f.Status != OK })
}

// Faults returns the citations that are wrong.
func Faults(found []Finding) []Finding {
	return keep(found, func(f Finding) bool { return f.Status.Wrong() })
}

func keep(found []Finding, ok func(Finding) bool) []Finding {
	var kept []Finding
	for _, f := range found {
		if ok(f) {
			kept = append(kept, f)
		}
	}
	return kept
}

// Stop refuses a text with wrong citations, and nothing else. It is no wall, for an old law may be
// quoted on purpose: whoever answers for the text says that he has seen them and is asked no more.
// key is the sentence.
func Stop(found []Finding, key string) error {
	if len(Faults(found)) == 0 {
		return nil
	}
	return rambu.Fault(rambu.Blocked, key).On("kutipan")
}

// Remarks is what a writer should see of his text: every finding but the citations that hold on
// one of the days. A study cites the law of the act's day and the procedure of today. A day that
// is not known yet is left out. A nil Checker remarks nothing.
func (c *Checker) Remarks(text string, days ...rambu.Date) ([]Finding, error) {
	days = slices.DeleteFunc(days, func(d rambu.Date) bool { return d == "" })
	if c == nil {
		return nil, nil
	}
	var left []Finding
	for i, on := range days {
		found, err := c.Check(text, on)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			left = keep(found, func(f Finding) bool { return f.Status != OK || f.Kind == SanctionWord })
			continue
		}
		left = keep(left, func(f Finding) bool {
			return f.Kind == SanctionWord || !slices.ContainsFunc(found, func(g Finding) bool { return g.Start == f.Start && g.End == f.End && g.Status == OK })
		})
	}
	return left, nil
}
