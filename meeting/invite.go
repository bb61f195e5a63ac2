package meeting

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// InviteGroup is a set of posts invited with one tick.
type InviteGroup string

// The closed list of groups. Posts that fit none are invited one by one.
const (
	GroupExperts   InviteGroup = "staf-ahli"
	GroupAides     InviteGroup = "asisten"
	GroupAgencies  InviteGroup = "kepala-opd"
	GroupDivisions InviteGroup = "kepala-bagian"
	GroupDistricts InviteGroup = "camat"
	GroupWards     InviteGroup = "lurah"
	GroupVillages  InviteGroup = "kepala-desa"
	GroupBranches  InviteGroup = "uptd"
	GroupForum     InviteGroup = "forkopimda"
)

// InviteGroups lists the groups in the order forms show them.
func InviteGroups() []InviteGroup {
	return []InviteGroup{
		GroupExperts, GroupAides, GroupAgencies, GroupDivisions, GroupDistricts, GroupWards, GroupVillages, GroupBranches, GroupForum,
	}
}

// usualDays is how far back an earlier meeting is looked for.
const usualDays = 120

// UsualGroups returns the groups that the last meeting of the same kind invited, whole, and that
// meeting; none when there was none. A form begins with them.
func (r *Room) UsualGroups(ctx context.Context, who rambu.Actor, s Session) ([]InviteGroup, Session, error) {
	err := mayRun(who)
	if err != nil {
		return nil, Session{}, err
	}
	all, err := r.list(ctx, who.Institution, "", s.On.AddDays(-usualDays), s.On)
	if err != nil {
		return nil, Session{}, err
	}
	all = slices.DeleteFunc(all, func(o Session) bool {
		return o.ID == s.ID || o.Kind != s.Kind || o.Letter == "" || o.State == Cancelled
	})
	if len(all) == 0 {
		return nil, Session{}, nil
	}
	last := all[len(all)-1]
	rows, err := r.invitees(ctx, who.Institution, last.ID)
	if err != nil {
		return nil, Session{}, err
	}
	asked := map[roster.PostID]bool{last.Chair: true}
	for _, i := range rows {
		asked[i.Post] = true
	}
	var out []InviteGroup
	for _, g := range InviteGroups() {
		members, err := r.Members(ctx, who, g)
		if err != nil {
			return nil, Session{}, err
		}
		if len(members) > 0 && !slices.ContainsFunc(members, func(p roster.Post) bool { return !asked[p.ID] }) {
			out = append(out, g)
		}
	}
	return out, last, nil
}

// forum are the kinds of bodies whose heads sit in Forkopimda with the head of region: council,
// police, army and prosecution (UU 23/2014 Pasal 26).
func forum() []string { return []string{"dprd", "polres", "polda", "kodim", "kejari", "kejati"} }

// Members returns the posts of a group in the actor's government.
func (r *Room) Members(ctx context.Context, who rambu.Actor, g InviteGroup) ([]roster.Post, error) {
	err := mayRun(who)
	if err != nil {
		return nil, err
	}
	switch {
	case g == GroupForum:
		return r.forumPosts(ctx, who)
	case slices.Contains(InviteGroups(), g): // the other groups carry the name of their office
		return r.roster.Posts(ctx, roster.PostFilter{Institution: who.Institution, Office: roster.Office(g)})
	}
	return nil, rambu.Fault(rambu.Invalid, "meeting.error.choose").On("kelompok")
}

func (r *Room) forumPosts(ctx context.Context, who rambu.Actor) ([]roster.Post, error) {
	var out []roster.Post
	for _, kind := range forum() {
		posts, err := r.roster.Posts(ctx, roster.PostFilter{Institution: kind + "." + who.Region})
		if err != nil {
			return nil, err
		}
		out = append(out, posts...)
	}
	return out, nil
}

// InviteIn says whom to invite to a meeting, and who signs the letter.
type InviteIn struct {
	Meeting string
	Version int64
	Groups  []InviteGroup
	Posts   []roster.PostID // one by one
	Signer  roster.PostID
	Code    string // classification code of the letter's number
}

// maxInvitees is what one letter can carry.
const maxInvitees = 600

// Invite invites posts to a meeting, and to all later ones of its series: their rows and the
// draft of the one letter are one operation. The chair is not invited: he leads. The letter goes
// its usual way: it is signed, sent, and keeps the proof of every delivery beside its text.
func (r *Room) Invite(ctx context.Context, who rambu.Actor, in InviteIn) (string, error) {
	err := mayRun(who)
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
	posts, err := r.chosen(ctx, who, s, in)
	if err != nil {
		return "", err
	}
	all, err := r.sameSeries(ctx, who, s)
	if err != nil {
		return "", err
	}
	draft, err := r.invitation(ctx, who, s, all, posts, in)
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
		if err != nil {
			return err
		}
		return prepared.Write(op)
	})
	return prepared.ID, stale(err)
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

// chosen collects the posts of the groups and the single ones, each once, by address.
func (r *Room) chosen(ctx context.Context, who rambu.Actor, s Session, in InviteIn) ([]roster.Post, error) {
	byID, err := r.roster.PostsByID(ctx, in.Posts)
	if err != nil {
		return nil, err
	}
	if len(byID) != len(slices.Compact(slices.Sorted(slices.Values(in.Posts)))) {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.choose").On("jabatan")
	}
	for _, g := range in.Groups {
		members, err := r.Members(ctx, who, g)
		if err != nil {
			return nil, err
		}
		for _, p := range members {
			byID[p.ID] = p
		}
	}
	delete(byID, s.Chair)
	if len(byID) == 0 || len(byID) > maxInvitees {
		return nil, rambu.Fault(rambu.Invalid, "meeting.error.invitees", "max", strconv.Itoa(maxInvitees)).On("kelompok")
	}
	out := make([]roster.Post, 0, len(byID))
	for _, p := range byID {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b roster.Post) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// invitation is the letter that invites.
func (r *Room) invitation(ctx context.Context, who rambu.Actor, s Session, all []Session, posts []roster.Post, in InviteIn) (letter.DraftIn, error) {
	key, err := unlock(who, s)
	if err != nil {
		return letter.DraftIn{}, err
	}
	var c Content
	err = openJSON(key, contentInfo(s.ID), s.body, &c)
	if err != nil {
		return letter.DraftIn{}, err
	}
	chair, err := r.titleOn(ctx, who, s.Chair, s.On)
	if err != nil {
		return letter.DraftIn{}, err
	}
	start, zone := r.Local(who, s.Start)
	end, _ := r.Local(who, s.End)
	carried, err := r.carriedLine(ctx, who)
	if err != nil {
		return letter.DraftIn{}, err
	}
	p := &kinds.Invitation{
		Meeting: s.ID, Sort: string(s.Kind), On: s.On, At: words.Time(words.ID, start, zone), Until: words.Time(words.ID, end, zone),
		Place: c.Place, Chair: chair.Title, Agenda: trimmed(append([]string{carried}, c.Agenda...)), StandIn: r.standInRule(s), Note: c.Note,
	}
	for _, o := range all {
		if o.ID != s.ID {
			p.AlsoOn = append(p.AlsoOn, o.On)
		}
	}
	d := letter.DraftIn{
		Payload: p, Nature: letter.Ordinary, Code: in.Code, Signer: string(in.Signer), About: s.ID,
		Subject:    r.words.T(words.ID, "meeting.letter.subject", "title", c.Title),
		Paragraphs: []string{r.words.T(words.ID, "meeting.letter.opening"), r.words.T(words.ID, "meeting.letter.closing")},
	}
	for _, p := range posts {
		d.To = append(d.To, letter.Addressee{Post: string(p.ID), Line: p.Title})
	}
	return d, nil
}

// standInRule says in words who may come instead.
func (r *Room) standInRule(s Session) string {
	if s.StandIn == StandInRank {
		return r.words.T(words.ID, "meeting.letter.stand_in_minimal", "class", r.words.T(words.ID, "meeting.class."+string(s.MinClass)))
	}
	if s.StandIn == StandInNone {
		return r.words.T(words.ID, "meeting.letter.stand_in_none")
	}
	return r.words.T(words.ID, "meeting.letter.stand_in_any")
}

// Held is how a post is held on a day.
type Held = roster.Held

// titleOn is how one post is held on a day.
func (r *Room) titleOn(ctx context.Context, who rambu.Actor, post roster.PostID, on rambu.Date) (Held, error) {
	all, err := r.HeldOn(ctx, who, []roster.PostID{post}, on)
	return all[post], err
}

// HeldOn says how posts are held on a day.
func (r *Room) HeldOn(ctx context.Context, who rambu.Actor, posts []roster.PostID, on rambu.Date) (map[roster.PostID]Held, error) {
	return r.roster.HeldOn(ctx, who, posts, on)
}

// Clashes returns the invited posts, and the chair, that another meeting claims at the same time.
// A clash is shown and stops nothing.
func (r *Room) Clashes(ctx context.Context, who rambu.Actor, id string) ([]roster.PostID, error) {
	err := mayRun(who)
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
// who have a room here. The others get it on paper.
func (r *Room) Send(ctx context.Context, who rambu.Actor, id string) error {
	err := mayRun(who)
	if err != nil {
		return err
	}
	s, err := r.session(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	if s.Letter == "" {
		return rambu.Fault(rambu.Conflict, "meeting.error.no_letter")
	}
	out, _, err := r.letters.Envelope(ctx, who, s.Letter)
	if err != nil {
		return err
	}
	if out.State == letter.Draft {
		signer, err := r.titleOn(ctx, who, roster.PostID(out.Signer), r.Today(who))
		if err != nil {
			return err
		}
		_, err = r.letters.Sign(ctx, who, letter.SignIn{ID: s.Letter, Block: letter.SignatureBlock{Lines: []string{signer.Title + ","}, Name: signer.Name}})
		if err != nil {
			return err
		}
		out.State = letter.Signed
	}
	if out.State == letter.Signed {
		err = r.letters.Send(ctx, who, s.Letter)
		if err != nil {
			return err
		}
	}
	return r.letters.DeliverAll(ctx, who, s.Letter)
}
