package quiz

import (
	"context"
	"strconv"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// Crowd is how many people an apel has at most.
const Crowd = 5000

// Hands is what an apel answered by raising hands: nobody is asked for a name, and nobody needs a
// phone.
type Hands struct {
	Unit   string
	People int
	Counts []Count
}

// Count is how many were wrong about an act.
type Count struct {
	Act   string
	Wrong int
}

// MayCount reports whether an actor may record the hands of an apel: who leads or trains staff of
// the government. Errors: Forbidden, NotFound for another institution's officer.
func MayCount(who rambu.Actor) error {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment {
		return rambu.Errorf(rambu.NotFound, "the quiz of another institution")
	}
	if !who.Is(rambu.RoleSuperior, rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleInspector) {
		return rambu.Fault(rambu.Forbidden, "quiz.error.forbidden_hands")
	}
	return nil
}

// RecordHands adds an apel to the counts of a unit. Fewer people than Few could be told apart by
// whoever stood there, so they are refused. Errors: Invalid, those of MayCount.
func (d *Desk) RecordHands(ctx context.Context, who rambu.Actor, h Hands) error {
	err := MayCount(who)
	if err != nil {
		return err
	}
	err = d.knownUnit(ctx, who.Institution, h.Unit)
	if err != nil {
		return err
	}
	if h.People < Few || h.People > Crowd {
		return rambu.Fault(rambu.Invalid, "quiz.error.people", "low", strconv.Itoa(Few), "high", strconv.Itoa(Crowd)).On("orang")
	}
	var acts []string
	for _, c := range h.Counts {
		if c.Wrong < 0 || c.Wrong > h.People {
			return rambu.Fault(rambu.Invalid, "quiz.error.more_than_people")
		}
		acts = append(acts, c.Act)
	}
	err = d.isSheet(acts)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "quiz.record_hands", func(op *ledger.Op) error {
		op.Object(h.Unit)
		for _, c := range h.Counts {
			err := add(op, h.Unit, c, h.People)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
