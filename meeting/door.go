package meeting

import (
	"context"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/door"
	"rambu.id/meeting/policy"
)

// Screen is what the door screen shows now.
type Screen struct {
	Session
	Title, Place string
	Code         door.Code
	In, Expected int
}

// Screen returns the code of this moment for the screen at the door. Who runs the meeting turns
// it on; whoever sees the screen sees no more than the code. While it is on, whoever holds no
// office key is let in by its code too.
func (r *Room) Screen(ctx context.Context, who rambu.Actor, id string) (Screen, error) {
	err := policy.MayRun(who)
	if err != nil {
		return Screen{}, err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return Screen{}, err
	}
	if s.State != DoorOpen {
		return Screen{}, rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(s.State))
	}
	c, err := content(who, s)
	if err != nil {
		return Screen{}, err
	}
	r.lit.Light(s.ID, c.Door)
	out := Screen{Session: s, Title: c.Title, Place: c.Place, Code: door.Now(c.Door, r.machine.Now())}
	counts, err := r.counted(ctx, who.Institution, id)
	for p, n := range counts {
		out.Expected += n
		if g := p.Group(); g == GroupHolder || g == GroupStandIn {
			out.In += n
		}
	}
	return out, err
}

// OpenDoor lets people in, on the day or later. A meeting whose letter never left can be held too:
// whoever does not come to it was not reached.
func (r *Room) OpenDoor(ctx context.Context, who rambu.Actor, id string, version int64) error {
	err := policy.MayRun(who)
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	if s.On > r.Today(who) {
		return rambu.Fault(rambu.Conflict, "meeting.error.not_yet")
	}
	return r.change(ctx, who, id, version, "meeting.open_door", func(op *ledger.Op, s *Session) error {
		s.OpenedAt = op.At
		return s.move(DoorOpen)
	})
}
