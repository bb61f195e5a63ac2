package meeting

import (
	"maps"
	"path"
	"slices"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/reach"
	"rambu.id/roster"
	"rambu.id/web/ui"
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

// unproved are the copies of the invitation whose hand-over can be recorded, by the superior of their
// post: a head of district carries those of his villages.
func (c *call) unproved() (map[roster.PostID][]string, error) {
	l := c.v.Letter
	if l == nil || l.SentAt.IsZero() || !c.who.Is(rambu.RoleClerk, rambu.RoleSecretary) || c.v.State == meeting.Closed || c.v.State == meeting.Cancelled {
		return nil, nil
	}
	copies := map[roster.PostID]string{}
	for _, i := range c.v.Invitees {
		if to := c.handOver(i); to != "" && !c.v.Held[i.Post].Vacant {
			copies[i.Post] = path.Base(to)
		}
	}
	posts, err := c.p.Roster.PostsByID(c.r.Context(), slices.Collect(maps.Keys(copies)))
	out := map[roster.PostID][]string{}
	for id, p := range posts {
		if p.Institution == c.who.Institution && p.Superior != "" {
			out[p.Superior] = append(out[p.Superior], copies[id])
		}
	}
	return out, err
}

func handManyFields(c *call, fm *ui.Form) []ui.Field {
	all, err := c.unproved()
	if err != nil || len(all) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(all))
	titles, err := c.p.Roster.PostsByID(c.r.Context(), ids)
	if err != nil {
		return nil
	}
	var below, ways []ui.Option
	for _, id := range ids {
		below = append(below, ui.Option{Value: string(id), Text: titles[id].Title, Hint: c.t("meeting.invite.posts", "n", itoa(len(all[id])))})
	}
	for _, way := range letter.Ways() {
		ways = append(ways, fm.Option(string(way), "letter.way."+string(way)))
	}
	checks := fm.Checks("atasan", "meeting.field.below", below...)
	checks.Small = true
	return []ui.Field{
		checks, fm.Radios("how", "letter.hand.how", ways...), fm.Date("on", "letter.hand.on"), fm.Text("name", "letter.hand.name"), fm.Text("note", "letter.hand.note"),
	}
}

// doHandMany records one hand-over of the copies of all posts below those that were ticked.
func doHandMany(c *call, in *ui.Input) (string, error) {
	over := letter.HandOver{How: letter.Way(in.Values.Get("how")), On: in.Date("on"), Name: in.Text("name", 150), Note: in.Text("note", 300)}
	all, err := c.unproved()
	if err != nil {
		return "", err
	}
	for _, id := range in.Values["atasan"] {
		over.Also = append(over.Also, all[roster.PostID(id)]...)
	}
	if len(over.Also) == 0 {
		in.Fault("atasan", "ui.error.choose")
	}
	err = in.Err()
	if err != nil {
		return "", err
	}
	slices.Sort(over.Also)
	over.Also = slices.Compact(over.Also)
	over.Copy, over.Also = over.Also[0], over.Also[1:]
	return c.back(), c.p.Press.Letters.RecordDelivery(c.r.Context(), c.who, c.v.Letter.ID, over)
}
