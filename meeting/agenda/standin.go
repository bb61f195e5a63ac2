package agenda

import (
	"slices"

	"rambu.id"
	"rambu.id/roster"
)

// Rule is who may come for a post holder to the meeting of a day.
type Rule struct {
	StandIn  StandIn
	MinClass roster.PostClass
	On       rambu.Date
}

// Allows holds the post of a stand-in against the rule. Errors: Blocked.
func (r Rule) Allows(post roster.Post) error {
	switch {
	case r.StandIn == StandInNone:
		return rambu.Fault(rambu.Blocked, "meeting.error.no_stand_in").On("jabatan")
	case r.StandIn == StandInRank && lower(post.Class, r.MinClass):
		return rambu.Fault(rambu.Blocked, "meeting.error.stand_in_rank", "post", post.Title).On("jabatan")
	}
	return nil
}

// lower reports whether a class stands below another in the order of the roster.
func lower(a, b roster.PostClass) bool {
	all := roster.PostClasses()
	return slices.Index(all, a) > slices.Index(all, b)
}

// InForce refuses a mandate that ended before the day of the meeting, or before the day somebody comes
// by it, when the door opens later.
func (r Rule) InForce(until rambu.Date, comes ...rambu.Date) error {
	for _, on := range append(comes, r.On) {
		if until < on {
			return rambu.Fault(rambu.Blocked, "meeting.error.mandate_ended").On("sampai")
		}
	}
	return nil
}
