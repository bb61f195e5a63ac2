package meeting

import (
	"context"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting/agenda"
	"rambu.id/meeting/guests"
	"rambu.id/meeting/policy"
	"rambu.id/meeting/wording"
	"rambu.id/roster"
)

// InviteGroup is a set of posts invited with one tick.
type InviteGroup = guests.Group

// The groups, each explained there.
const (
	GroupExperts, GroupAides, GroupAgencies    = guests.GroupExperts, guests.GroupAides, guests.GroupAgencies
	GroupDivisions, GroupDistricts, GroupWards = guests.GroupDivisions, guests.GroupDistricts, guests.GroupWards
	GroupVillages, GroupBranches, GroupForum   = guests.GroupVillages, guests.GroupBranches, guests.GroupForum
)

// InviteGroups lists the groups in the order forms show them.
func InviteGroups() []InviteGroup { return guests.Groups() }

// InviteIn says whom to invite to a meeting, and who signs the letter.
type InviteIn struct {
	Meeting string
	Version int64
	Groups  []InviteGroup
	Posts   []roster.PostID // one by one
	Signer  roster.PostID
	Code    string // classification code of the letter's number
}

// Invite invites posts to a meeting, and to all later ones of its series: their rows and the
// draft of the one letter are one operation. The chair is not invited: he leads. The letter goes
// its usual way: it is signed, sent, and keeps the proof of every delivery beside its text.
func (r *Room) Invite(ctx context.Context, who rambu.Actor, in InviteIn) (string, error) {
	err := policy.MayRun(who)
	if err != nil {
		return "", err
	}
	s, err := r.session(ctx, who.Institution, in.Meeting)
	if err != nil {
		return "", err
	}
	if s.State != Planned {
		return "", rambu.Fault(rambu.Conflict, "meeting.error.state_"+string(s.State))
	}
	posts, err := r.Chosen(ctx, who, guests.Choice{Groups: in.Groups, Posts: in.Posts, But: s.Chair})
	if err != nil {
		return "", err
	}
	all, err := r.sameSeries(ctx, who, s)
	if err != nil {
		return "", err
	}
	draft, link, err := r.invitation(ctx, who, s, all, posts, in)
	if err != nil {
		return "", err
	}
	prepared, err := r.letters.PrepareDraft(ctx, who, draft)
	if err != nil {
		return "", err
	}
	announce, err := r.announceAll(ctx, who, all, posts, prepared.ID)
	if err != nil {
		return "", err
	}
	_, err = r.log.Do(who, "meeting.invite", func(op *ledger.Op) error {
		op.Object(s.ID)
		op.Fact("posts", strconv.Itoa(len(posts)))
		for _, each := range all {
			version := each.Version
			if each.ID == in.Meeting && in.Version != 0 {
				version = in.Version
			}
			err := invited(op, each, version, prepared.ID, posts)
			if err != nil {
				return err
			}
		}
		err := announce(op)
		if err == nil {
			err = link.Write(op, prepared.ID)
		}
		if err != nil {
			return err
		}
		return prepared.Write(op)
	})
	return prepared.ID, policy.Stale(err)
}

// announceAll prepares the news that posts are invited to the meetings of one letter. The chair
// leads and is no invitee, but has a part all the same.
func (r *Room) announceAll(ctx context.Context, who rambu.Actor, all []Session, posts []roster.Post, letter string) (func(*ledger.Op) error, error) {
	n := News{Letter: letter, Posts: []roster.PostID{all[0].Chair}}
	for _, p := range posts {
		n.Posts = append(n.Posts, p.ID)
	}
	c, err := content(who, all[0])
	if err != nil {
		return nil, err
	}
	n.Title, n.Place = c.Title, c.Place
	return r.announce(ctx, who, n)
}

// invited writes the rows of one meeting.
func invited(op *ledger.Op, s Session, version int64, letter string, posts []roster.Post) error {
	err := s.move(Invited)
	if err != nil {
		return err
	}
	s.Letter, s.ChangedAt = letter, op.At
	err = op.Update(sessionTable, version, s.values()...)
	if err != nil {
		return err
	}
	for _, p := range posts {
		i := Invitee{
			ID: rambu.NewID("pst"), Institution: s.Institution, Region: s.Region, Meeting: s.ID, Post: p.ID,
			Answer: NoAnswer, State: Awaited,
		}
		err = op.Insert(inviteeTable, i.values()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// sameSeries returns the meeting and those of its series that are planned for later.
func (r *Room) sameSeries(ctx context.Context, who rambu.Actor, s Session) ([]Session, error) {
	if s.Series == "" {
		return []Session{s}, nil
	}
	list, err := r.list(ctx, who.Institution, "", s.On, rambu.MaxDate)
	return slices.DeleteFunc(list, func(o Session) bool { return o.Series != s.Series || o.State != Planned }), err
}

// invitation is the letter that invites, and the short link it prints.
func (r *Room) invitation(ctx context.Context, who rambu.Actor, s Session, all []Session, posts []roster.Post, in InviteIn) (letter.DraftIn, Short, error) {
	c, err := content(who, s)
	if err != nil {
		return letter.DraftIn{}, Short{}, err
	}
	chair, err := r.TitleOn(ctx, who, s.Chair, s.On)
	if err != nil {
		return letter.DraftIn{}, Short{}, err
	}
	carried, err := r.carriedLine(ctx, who)
	if err != nil {
		return letter.DraftIn{}, Short{}, err
	}
	c.Agenda = agenda.Trimmed(append([]string{carried}, c.Agenda...))
	link, err := r.share(ctx, who, c, chair.Title)
	if err != nil {
		return letter.DraftIn{}, Short{}, err
	}
	start, zone := r.Local(who, s.Start)
	end, _ := r.Local(who, s.End)
	w := wording.Meeting{
		ID: s.ID, Title: c.Title, Kind: s.Kind, On: s.On, Start: start, End: end, Zone: zone, Place: c.Place, Chair: chair.Title,
		Agenda: c.Agenda, StandIn: s.StandIn, MinClass: s.MinClass, Note: c.Note, Link: link.Address,
		Signer: in.Signer, Code: in.Code, To: posts,
	}
	for _, o := range all {
		if o.ID != s.ID {
			w.AlsoOn = append(w.AlsoOn, o.On)
		}
	}
	return w.Invitation(r.words), link, nil
}

// Held is how a post is held on a day.
type Held = roster.Held

// Clashes returns the invited posts, and the chair, that another meeting claims at the same time.
// A clash is shown and stops nothing.
func (r *Room) Clashes(ctx context.Context, who rambu.Actor, id string) ([]roster.PostID, error) {
	err := policy.MayRun(who)
	if err != nil {
		return nil, err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	mine, err := r.invitees(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	busy, err := r.busy(ctx, s)
	if err != nil {
		return nil, err
	}
	var out []roster.PostID
	for _, post := range busy {
		p := roster.PostID(post)
		if p == s.Chair || slices.ContainsFunc(mine, func(i Invitee) bool { return i.Post == p }) {
			out = append(out, p)
		}
	}
	return out, nil
}

// Send signs the invitation as the holder of its signing post, sends it and delivers it to those
// who have a room here. The others get it on paper. Of a cancelled meeting it is the letter that
// says so.
func (r *Room) Send(ctx context.Context, who rambu.Actor, id string) error {
	err := policy.MayRun(who)
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	paper, err := paperOf(who, s)
	if err != nil {
		return err
	}
	if paper == "" {
		return rambu.Fault(rambu.Conflict, "meeting.error.no_letter")
	}
	out, _, err := r.letters.Envelope(ctx, who, paper)
	if err != nil {
		return err
	}
	if out.State == letter.Draft {
		signer, err := r.TitleOn(ctx, who, roster.PostID(out.Signer), r.Today(who))
		if err != nil {
			return err
		}
		_, err = r.letters.Sign(ctx, who, letter.SignIn{ID: paper, Block: letter.SignatureBlock{Lines: []string{signer.Title + ","}, Name: signer.Name}})
		if err != nil {
			return err
		}
		out.State = letter.Signed
	}
	if out.State == letter.Signed {
		err = r.letters.Send(ctx, who, paper)
		if err != nil {
			return err
		}
	}
	return r.letters.DeliverAll(ctx, who, paper)
}

// paperOf is the letter a meeting waits for: its invitation or, once it is cancelled, the letter
// that tells it.
func paperOf(who rambu.Actor, s Session) (string, error) {
	if s.State != Cancelled {
		return s.Letter, nil
	}
	c, err := content(who, s)
	if err != nil || c.CalledOff == nil {
		return "", err
	}
	return c.CalledOff.Notice, nil
}
