package meeting

import (
	"net/url"
	"strings"

	"rambu.id/meeting"
	"rambu.id/meeting/paper"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// The page behind the code on a line of the printed list: one invited post, one tick. Whoever keys
// the list in holds the phone over the next line and is at the next page.

// How somebody came, or that he goes.
const (
	tickHere    = "hadir"
	tickStandIn = "wakil"
	tickLeft    = "pulang"
)

// ways are what can be ticked now; none when the door is not open or nothing is left to tick.
func (c *call) ways(fm *ui.Form) []ui.Option {
	if c.v.State != meeting.DoorOpen {
		return nil
	}
	option := func(value, key string) ui.Option { return fm.Option(value, key) }
	switch i := c.invitee(); i.State.Group() {
	case meeting.GroupOpen, meeting.GroupExplained:
		out := []ui.Option{option(tickHere, "meeting.tick.here")}
		if c.v.StandIn != meeting.StandInNone && len(c.whoStandsIn(i)) > 1 {
			out = append(out, option(tickStandIn, "meeting.tick.stand_in"))
		}
		return out
	case meeting.GroupHolder:
		if i.State != meeting.LeftEarly {
			return []ui.Option{option(tickLeft, "meeting.presence.pulang-awal")}
		}
	case meeting.GroupStandIn, meeting.GroupUnexplained:
	}
	return nil
}

func tickFields(c *call, fm *ui.Form) []ui.Field {
	ways := c.ways(fm)
	if len(ways) == 0 {
		return nil
	}
	out := []ui.Field{fm.Radios("cara", "meeting.tick.how", ways...)}
	i := c.invitee()
	if len(ways) > 1 {
		out = append(out, fm.Select("jabatan", "meeting.tick.who", c.whoStandsIn(i)...))
	}
	at := fm.Text("pukul", "meeting.tick.at")
	at.Width = "5"
	return append(out, at)
}

// whoStandsIn offers who was named before, else the staff of the post; the first option is nobody.
func (c *call) whoStandsIn(i meeting.Invitee) []ui.Option {
	if i.StandIn != "" {
		return []ui.Option{{Text: "–"}, {Value: string(i.StandIn), Text: c.held(c.v.Held[i.StandIn])}}
	}
	return c.standIns(i.Post)
}

func storedTick(c *call) url.Values {
	i := c.invitee()
	v := url.Values{"cara": {tickHere}, "jabatan": {string(i.StandIn)}}
	switch {
	case i.State.Group() == meeting.GroupHolder:
		v.Set("cara", tickLeft)
	case i.StandIn != "" && i.StandInState != meeting.StandInDeclined:
		v.Set("cara", tickStandIn)
	}
	return v
}

func doTickOne(c *call, in *ui.Input) (string, error) {
	t := meeting.Tick{Invitee: c.rowID()}
	switch in.One("cara", tickHere, tickStandIn, tickLeft) {
	case tickStandIn:
		t.StandIn, t.Post = true, roster.PostID(in.Text("jabatan", 200))
		if t.Post == "" {
			in.Fault("jabatan", "meeting.error.who_stands_in")
		}
	case tickLeft:
		t.Left = true
	case tickHere:
	default:
		in.Fault("cara", "ui.error.choose")
	}
	if text := in.Text("pukul", 10); text != "" {
		local, _ := c.p.Room.Local(c.who, c.v.Start)
		at, err := hourOf(local, text)
		if err != nil {
			in.Fault("pukul", "meeting.error.time")
		}
		t.At = at
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	done, err := c.p.Room.Tick(c.r.Context(), c.who, c.v.ID, []meeting.Tick{t})
	if err == nil {
		err = done.Refused[t.Invitee]
	}
	return strings.TrimSuffix(paper.TickPath(c.v.ID, t.Invitee), "/") + "?tercatat", err
}
