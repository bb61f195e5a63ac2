package meeting

import (
	"slices"

	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/reach"
)

// handOver is where it is recorded that somebody brought a post its invitation, "" when that is not
// to be recorded: it is known to have arrived, or it never left.
func (c *call) handOver(i meeting.Invitee) string {
	l := c.v.Letter
	if l == nil || c.v.Proved(i) != reach.None {
		return ""
	}
	at := slices.IndexFunc(l.Copies, func(o letter.Copy) bool { return o.ToPost == string(i.Post) && o.ByHand() })
	if at < 0 {
		return ""
	}
	return "/surat/" + l.ID + "/serah/" + l.Copies[at].ID
}

// reached are what those who run a meeting should know of its invitation: before it leaves how many
// posts nobody holds that day, then how many it is not known to have reached.
func (c *call) reached() []string {
	if c.v.Letter == nil {
		return nil
	}
	var vacant, unproved, closed int
	for _, i := range c.v.Invitees {
		switch {
		case i.Now() == meeting.NotReached:
			closed++
		case c.v.Held[i.Post].Vacant:
			vacant++
		case i.State == meeting.Awaited && c.v.Proved(i) == reach.None:
			unproved++
		}
	}
	note := func(n int, key string, args ...string) []string {
		if n == 0 {
			return nil
		}
		return []string{c.t(key, append([]string{"n", itoa(n)}, args...)...)}
	}
	switch {
	case c.v.State == meeting.Cancelled:
		return nil
	case c.v.State == meeting.Closed:
		return note(closed, "meeting.show.reached_closed")
	case c.v.Letter.SentAt.IsZero():
		return note(vacant, "meeting.show.vacant", "of", itoa(len(c.v.Invitees)), "date", c.day(c.v.On))
	}
	return note(unproved, "meeting.show.reached_no")
}
