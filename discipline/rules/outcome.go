package rules

import (
	"slices"

	"rambu.id"
	"rambu.id/law"
)

// Remedies of the law pack against a penalty.
const (
	Objection = "keberatan"
	Appeal    = "banding-bpasn"
)

// RemedyAgainst is what may be filed against a form.
func RemedyAgainst(s law.Sanction) string {
	if s.Dismissal {
		return Appeal
	}
	return Objection
}

// Outcome is how an objection or appeal ended.
type Outcome string

// The closed list of outcomes (PP 79/2021, of the appeal; the objection is taken to have the same).
const (
	Upheld    Outcome = "memperkuat"
	Lightened Outcome = "memperingan"
	Heavier   Outcome = "memperberat"
	Changed   Outcome = "mengubah"
	Annulled  Outcome = "membatalkan"
)

// Outcomes lists them in the order forms show them.
func Outcomes() []Outcome { return []Outcome{Upheld, Lightened, Heavier, Changed, Annulled} }

// Known reports whether an outcome is one of the list. What was typed freely in older matters is not.
func (o Outcome) Known() bool { return slices.Contains(Outcomes(), o) }

// Replaces reports whether another form takes the place of the one in the decree.
func (o Outcome) Replaces() bool { return o == Lightened || o == Heavier || o == Changed }

// Fits asks whether a form can take the place of another by an outcome.
func (o Outcome) Fits(was, is law.Sanction) error {
	switch {
	case was.ID == is.ID, o == Lightened && is.Order >= was.Order, o == Heavier && is.Order <= was.Order:
		return rambu.Fault(rambu.Invalid, "discipline.error.outcome_form").On("hukuman")
	}
	return nil
}
