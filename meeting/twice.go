package meeting

import (
	"context"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// A person can be recorded in two meetings at the same time: he went from one to the other, an
// usher ticked the wrong line, or somebody was given a code by telephone. A machine does not know
// which. The second check-in is therefore taken, noted in the log, and shown to those who keep
// either door until one of them is cleared: the person left the first one, or a correction says
// that he was never there.

// Elsewhere is another meeting at which a post is recorded at a moment.
type Elsewhere struct {
	Meeting string
	At      time.Time
}

// noteElsewhere writes into the log that the post is in another room at the moment it arrives.
func (r *Room) noteElsewhere(op *ledger.Op, meeting, post string) error {
	also, err := elsewhereIn(op, meeting, post, op.At)
	for _, e := range also {
		op.Fact("also_in", e.Meeting)
	}
	return err
}

// stay is one arrival: who came for which row, from when to when.
type stay struct {
	row       string // invitee
	meeting   string
	post      roster.PostID // invited
	comer     roster.PostID // the post of whoever came
	in, until time.Time
}

// stayOf is the arrival of a row, false when nobody came. It ends when he left, at the latest with
// the planned end of the meeting.
func stayOf(i Invitee, now Presence, end time.Time) (stay, bool) {
	out := stay{row: i.ID, meeting: i.Meeting, post: i.Post, comer: i.Post, in: i.InAt, until: end}
	if !i.OutAt.IsZero() && i.OutAt.Before(end) {
		out.until = i.OutAt
	}
	switch {
	case now.Group() == GroupHolder:
	case now == StoodIn && i.StandIn != "":
		out.comer = i.StandIn
	default:
		return out, false
	}
	return out, !i.InAt.IsZero()
}

func (s stay) overlaps(o stay) bool { return s.in.Before(o.until) && o.in.Before(s.until) }

// Double is somebody recorded in this meeting and in another at the same time.
type Double struct {
	Invitee string        // row of this meeting
	Post    roster.PostID // of whoever came
	At      time.Time
	Other   Session
	Title   string // of the other meeting, "" without its key
	OtherAt time.Time
}

// Doubles lists who is recorded here and in another meeting at the same time: by his post, or as
// the same person in two posts. It is for those who keep the doors.
func (r *Room) Doubles(ctx context.Context, who rambu.Actor, id string) ([]Double, error) {
	err := mayRun(who)
	if err != nil {
		return nil, err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	others, err := r.overlapping(ctx, s)
	if err != nil || len(others) == 0 {
		return nil, err
	}
	theirs, err := r.staysAt(ctx, who.Institution, others...)
	if err != nil || len(theirs) == 0 {
		return nil, err
	}
	mine, err := r.staysAt(ctx, who.Institution, s)
	if err != nil {
		return nil, err
	}
	person, err := r.comers(ctx, who, s.On, slices.Concat(mine, theirs))
	if err != nil {
		return nil, err
	}
	return paired(who, mine, theirs, others, person), nil
}

// paired matches the arrivals of one meeting with those of the others.
func paired(who rambu.Actor, mine, theirs []stay, others []Session, person map[roster.PostID]roster.PersonID) []Double {
	byPost, byPerson := map[roster.PostID][]stay{}, map[roster.PersonID][]stay{}
	for _, t := range theirs {
		byPost[t.comer] = append(byPost[t.comer], t)
		if p := person[t.comer]; p != "" {
			byPerson[p] = append(byPerson[p], t)
		}
	}
	var out []Double
	for _, m := range mine {
		same := byPost[m.comer]
		if p := person[m.comer]; p != "" {
			same = byPerson[p]
		}
		for _, t := range same {
			if !m.overlaps(t) {
				continue
			}
			n := slices.IndexFunc(others, func(o Session) bool { return o.ID == t.meeting })
			d := Double{Invitee: m.row, Post: m.comer, At: m.in, Other: others[n], OtherAt: t.in}
			c, err := content(who, others[n])
			if err == nil {
				d.Title = c.Title
			}
			out = append(out, d)
		}
	}
	return out
}

// staysAt are the arrivals of meetings, with what was corrected since.
func (r *Room) staysAt(ctx context.Context, institution string, all ...Session) ([]stay, error) {
	var out []stay
	for _, s := range all {
		rows, err := r.invitees(ctx, institution, s.ID)
		if err != nil {
			return nil, err
		}
		noted, err := r.corrections(ctx, institution, s.ID)
		if err != nil {
			return nil, err
		}
		for _, i := range rows {
			for _, c := range noted {
				if c.Invitee == i.ID {
					i.Corrections = append(i.Corrections, c)
				}
			}
			if st, came := stayOf(i, i.Now(), s.End); came {
				out = append(out, st)
			}
		}
	}
	return out, nil
}

// comers says which person each post is, where the roster knows and nobody contests it.
func (r *Room) comers(ctx context.Context, who rambu.Actor, on rambu.Date, all []stay) (map[roster.PostID]roster.PersonID, error) {
	var posts []roster.PostID
	for _, s := range all {
		posts = append(posts, s.comer)
	}
	slices.Sort(posts)
	holders, err := r.roster.HoldersOf(ctx, who, slices.Compact(posts), on)
	if err != nil {
		return nil, err
	}
	out := map[roster.PostID]roster.PersonID{}
	for post, held := range holders {
		var tenures []roster.Tenure
		for _, h := range held {
			tenures = append(tenures, h.Tenure)
		}
		if len(held) > 0 && !roster.Contested(tenures) {
			out[post] = held[0].Person.ID
		}
	}
	return out, nil
}
