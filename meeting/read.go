package meeting

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/reach"
	"rambu.id/meeting/sealed"
	"rambu.id/roster"
)

// View is a meeting, opened for somebody: what he may see of it, and no more.
type View struct {
	Session
	Content  // Door is left out
	Today    rambu.Date
	Chair    Held
	Held     map[roster.PostID]Held // posts of the meeting on its day
	Invitees []Invitee              // everybody, or the actor's own part only
	Letter   *letter.Outgoing       // for those who run meetings
	Notice   *letter.Outgoing       // of a cancelled meeting, the letter that tells it
	Copies   map[roster.PostID]letter.CopyState
	Reached  map[roster.PostID]reach.Proof // by what it is known that a copy reached its post
	Series   []Session                     // the meetings of its series, with this one
}

// Mine returns the rows the actor's post is invited by or stands in at.
func (v *View) Mine(who rambu.Actor) []Invitee {
	var out []Invitee
	for _, i := range v.Invitees {
		if who.Post != "" && (string(i.Post) == who.Post || string(i.StandIn) == who.Post) {
			out = append(out, i)
		}
	}
	return out
}

// Proved says by what it is known that an invitation reached a post: whoever answered it has it.
func (v *View) Proved(i Invitee) reach.Proof {
	if i.Answer != NoAnswer || !i.ReasonAt.IsZero() {
		return reach.Answered
	}
	return v.Reached[i.Post]
}

// Counts counts presences by group, with corrections.
func (v *View) Counts() map[Group]int {
	out := map[Group]int{}
	for _, i := range v.Invitees {
		out[i.Now().Group()]++
	}
	return out
}

// open reads a meeting and checks that the actor may. He gets the rows of everybody or, when he
// does not see all, his own.
func (r *Room) open(ctx context.Context, who rambu.Actor, id string) (Session, []Invitee, error) {
	err := policy.House(who)
	if err != nil {
		return Session{}, nil, err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return s, nil, err
	}
	var all []Invitee
	if SeesAll(who) {
		all, err = r.invitees(ctx, who.Institution, id)
	} else {
		all, err = r.seats(ctx, who.Institution, id, who.Post)
	}
	if err != nil {
		return s, nil, err
	}
	err = mayRead(who, s, all)
	if err == nil && s.State == Planned && !SeesAll(who) && who.Post != string(s.Chair) {
		err = policy.NotHere("not announced yet")
	}
	return s, all, err
}

// Get opens a meeting. Errors: NotFound for whoever has no part in it, Locked without the letter key.
func (r *Room) Get(ctx context.Context, who rambu.Actor, id string) (*View, error) {
	s, all, err := r.open(ctx, who, id)
	if err != nil {
		return nil, err
	}
	v := &View{Session: s, Today: r.Today(who), Invitees: all}
	v.Content, err = content(who, s)
	if err != nil {
		return nil, err
	}
	v.Content.Door = nil
	posts := []roster.PostID{s.Chair}
	for _, i := range v.Invitees {
		posts = append(posts, i.Post)
		if i.StandIn != "" {
			posts = append(posts, i.StandIn)
		}
	}
	v.Held, err = r.HeldOn(ctx, who, posts, s.On)
	if err != nil {
		return nil, err
	}
	v.Chair = v.Held[s.Chair]
	err = r.disclose(ctx, who, v)
	if err != nil {
		return nil, err
	}
	return v, r.paperwork(ctx, who, v)
}

// content opens what a meeting is about.
func content(who rambu.Actor, s Session) (Content, error) {
	var c Content
	key, err := unlock(who, s)
	if err != nil {
		return c, err
	}
	return c, sealed.Open(key, sealed.ContentInfo(s.ID), s.body, &c)
}

// disclose fills mandates for those who may read the meeting, reasons for those who deal with
// them, and the corrections.
func (r *Room) disclose(ctx context.Context, who rambu.Actor, v *View) error {
	key, err := unlock(who, v.Session)
	if err != nil {
		return err
	}
	noted, err := r.corrections(ctx, who.Institution, v.ID)
	if err != nil {
		return err
	}
	weighs := Weighs(who) || who.Is(rambu.RoleInspector)
	for n := range v.Invitees {
		i := &v.Invitees[n]
		if len(i.mandate) > 0 {
			i.Mandate = &Mandate{}
			err = sealed.Open(key, sealed.MandateInfo(i.ID), i.mandate, i.Mandate)
			if err != nil {
				return err
			}
		}
		if weighs && len(i.reason) > 0 {
			i.Reason = &Reason{}
			err = sealed.Hear(who, sealed.ReasonInfo(i.ID), i.reason, i.Reason)
			if err != nil {
				return err
			}
		}
	}
	for _, c := range noted {
		at := slices.IndexFunc(v.Invitees, func(i Invitee) bool { return i.ID == c.Invitee })
		if at < 0 {
			continue
		}
		if weighs {
			c.Note = &CorrectionNote{}
			err = sealed.Hear(who, sealed.CorrectionInfo(c.ID), c.body, c.Note)
			if err != nil {
				return err
			}
		}
		v.Invitees[at].Corrections = append(v.Invitees[at].Corrections, c)
	}
	return nil
}

// paperwork adds the letter and the series for those who run meetings.
func (r *Room) paperwork(ctx context.Context, who rambu.Actor, v *View) error {
	if v.Session.Series != "" {
		list, err := r.list(ctx, who.Institution, "", "", rambu.MaxDate)
		if err != nil {
			return err
		}
		v.Series = slices.DeleteFunc(list, func(s Session) bool { return s.Series != v.Session.Series })
	}
	if !policy.Keeps(who) || v.Session.Letter == "" {
		return nil
	}
	out, _, err := r.letters.Envelope(ctx, who, v.Session.Letter)
	if err != nil {
		return err
	}
	v.Letter, v.Copies = out, map[roster.PostID]letter.CopyState{}
	for _, c := range out.Copies {
		v.Copies[roster.PostID(c.ToPost)] = c.State
	}
	v.Reached, err = r.reach.Copies(ctx, who, out.Copies, v.On)
	if err != nil {
		return err
	}
	if v.CalledOff != nil && v.CalledOff.Notice != "" {
		v.Notice, _, err = r.letters.Envelope(ctx, who, v.CalledOff.Notice)
	}
	return err
}

// Invited returns the rows of a meeting without opening it, for whoever sees everybody's presence:
// jobs too, which hold no key.
func (r *Room) Invited(ctx context.Context, who rambu.Actor, id string) ([]Invitee, error) {
	if !SeesAll(who) {
		return nil, policy.NotHere("sees his own row only")
	}
	return r.invitees(ctx, who.Institution, id)
}

// Line is a meeting in a list, with its title when its key is held.
type Line struct {
	Session
	Title, Place string
	Part         string // for somebody invited: his presence or answer
	Unsent       bool   // its invitation has not left the house, for those who run meetings
}

// mostListed bounds a list of meetings.
const mostListed = 200

// List returns the meetings between two days that the actor runs, sees or has a part in.
func (r *Room) List(ctx context.Context, who rambu.Actor, from, to rambu.Date) ([]Line, error) {
	err := policy.House(who)
	if err != nil {
		return nil, err
	}
	post := who.Post
	if SeesAll(who) {
		post = ""
	} else if post == "" {
		return nil, nil
	}
	all, err := r.list(ctx, who.Institution, post, from, to)
	if err != nil {
		return nil, err
	}
	drafts, err := r.drafts(ctx, who)
	if err != nil {
		return nil, err
	}
	out := make([]Line, len(all))
	for n, s := range all {
		out[n] = Line{Session: s, Unsent: s.State == Invited && slices.Contains(drafts, s.Letter)}
		c, err := content(who, s)
		if rambu.KindOf(err) == rambu.Locked && err != nil {
			continue // its letter came on paper
		}
		if err != nil {
			return nil, err
		}
		out[n].Title, out[n].Place = c.Title, c.Place
	}
	return out, nil
}

// drafts are the invitations that have not left the house yet, for those who run meetings.
func (r *Room) drafts(ctx context.Context, who rambu.Actor) ([]string, error) {
	if !policy.Runs(who) {
		return nil, nil
	}
	page, err := r.letters.Outbox(ctx, who, letter.Filter{Kind: kinds.KindInvitation, Limit: mostListed})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, o := range page.Items {
		if o.SentAt.IsZero() {
			out = append(out, o.ID)
		}
	}
	return out, nil
}
