package casefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/intake"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Choice is what a member votes.
type Choice string

// The closed list.
const (
	VoteProven    Choice = "terbukti"
	VoteNotProven Choice = "tidak-terbukti"
)

// Choices lists the choices in the order forms show them.
func Choices() []Choice { return []Choice{VoteProven, VoteNotProven} }

// Meeting is a plenary about one case.
type Meeting struct {
	ID       string // "pln_…"
	Casefile string
	On       rambu.Date
	By       string // account that convened it
	Members  int
	Quorum   int
	ClosedOn rambu.Date // "" while it is open

	institution, region string
	version             int64
}

func (m *Meeting) values() []any {
	return []any{m.ID, m.institution, m.region, m.Casefile, m.On, m.By, m.Members, m.Quorum, m.ClosedOn}
}

// Vote is one member's vote. What he voted is sealed to the case.
type Vote struct {
	ID      string // "sra_…"
	Plenary string
	Account string
	Post    string
	At      time.Time
	Ballot  *Ballot // nil until opened

	casefile, institution, region string
	body                          []byte
	version                       int64
}

func (v *Vote) values() []any {
	return []any{v.ID, v.institution, v.region, v.casefile, v.Plenary, v.Account, v.Post, v.At, v.body}
}

// Ballot is the sealed side of a vote. The signature is inside: outside it would tell the choice
// to whoever tries both.
type Ballot struct {
	Choice    Choice `json:"pilihan"`
	Dissent   string `json:"pendapat_berbeda,omitempty"`
	Signature []byte `json:"tanda_tangan"`
	Public    []byte `json:"kunci"`
	KeyID     string `json:"id_kunci,omitempty"` // of the account's key then
}

// ballotText is what a member signs.
func ballotText(v Vote, b Ballot) []byte {
	sum := sha256.Sum256([]byte(b.Dissent))
	return []byte(strings.Join([]string{
		"rambu/vote/v1", v.casefile, v.Plenary, v.Account, string(b.Choice), hex.EncodeToString(sum[:]), "",
	}, "\n"))
}

// Decision is what the plenary decided (berita acara pleno).
type Decision struct {
	Plenary  string    `json:"pleno"`
	Result   Choice    `json:"putusan"`
	For      int       `json:"terbukti"`
	Against  int       `json:"tidak_terbukti"`
	Quorum   int       `json:"kuorum"`
	Members  int       `json:"anggota"`
	Dissents []Dissent `json:"pendapat_berbeda,omitempty"`
}

// Dissent is a member's differing opinion.
type Dissent struct {
	Account string `json:"akun"`
	Post    string `json:"jabatan"`
	Text    string `json:"isi"`
}

// isMember reports whether the holder of a post sits in the plenary.
func isMember(p roster.Post) bool { return slices.Contains(p.Roles, rambu.RoleMember) }

// Convene brings a complete study to the plenary and lets the members named into the case.
func (d *Desk) Convene(ctx context.Context, who rambu.Actor, id string, version int64, accounts []string) error {
	t, err := d.take(ctx, who, id, version, mayWork, Studied, MoreAsked)
	if err != nil {
		return err
	}
	papers, err := t.papers()
	if err != nil {
		return err
	}
	study, _ := latest[Study](papers)
	err = t.settled(study)
	if err != nil {
		return err
	}
	q, err := d.QuorumOf(ctx, who)
	if err != nil {
		return err
	}
	members, err := d.members(ctx, who, accounts, q)
	if err != nil {
		return err
	}
	for _, m := range members {
		if slices.ContainsFunc(t.officers, func(o Officer) bool { return o.Account == m.Account && o.Ended == EndedRecusal }) {
			return rambu.Fault(rambu.Blocked, "casefile.error.recused").On("petugas")
		}
	}
	join, err := t.join(members)
	if err != nil {
		return err
	}
	m := Meeting{
		ID: rambu.NewID("pln"), Casefile: id, On: t.today, By: who.Account, Members: q.Members, Quorum: q.Need,
		institution: t.c.Institution, region: t.c.Region,
	}
	return t.commit("casefile.convene", func(op *ledger.Op) error {
		err := op.Insert(plenaryTable, m.values()...)
		if err != nil {
			return err
		}
		err = join(op)
		if err != nil {
			return err
		}
		return t.advance(op, Plenary, nil, intake.Move{})
	})
}

// members looks up the members invited: enough of them for the quorum.
func (d *Desk) members(ctx context.Context, who rambu.Actor, accounts []string, q Quorum) ([]lookup.Handler, error) {
	list, err := d.look.Handlers(ctx, who, accounts, d.Today(who))
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if !slices.Contains(m.Roles, rambu.RoleMember) {
			return nil, rambu.Fault(rambu.Invalid, "casefile.error.no_member").On("petugas")
		}
	}
	if len(list) < q.Need {
		return nil, rambu.Fault(rambu.Blocked, "casefile.error.too_few_members", "need", itoa(q.Need), "members", itoa(q.Members)).On("petugas")
	}
	return list, nil
}

// VoteIn is a vote.
type VoteIn struct {
	Choice  Choice
	Dissent string // differing opinion, "" for none
}

// CastVote casts the actor's own vote: once, signed with his own key, sealed to the case.
func (d *Desk) CastVote(ctx context.Context, who rambu.Actor, id string, in VoteIn) error {
	t, err := d.take(ctx, who, id, 0, mayDecide, Plenary)
	if err != nil {
		return err
	}
	in.Dissent = strings.TrimSpace(in.Dissent)
	if !slices.Contains(Choices(), in.Choice) {
		return rambu.Fault(rambu.Invalid, "casefile.error.choice").On("pilihan")
	}
	if len(in.Dissent) > maxText {
		return rambu.Fault(rambu.Invalid, "casefile.error.too_long").On("pendapat")
	}
	m, err := d.meeting(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	v := Vote{
		ID: rambu.NewID("sra"), Plenary: m.ID, Account: who.Account, Post: who.Post,
		casefile: id, institution: t.c.Institution, region: t.c.Region,
	}
	key, err := d.keys.SubjectKey(ctx, who.Institution, seal.KindAccount, who.Account)
	if err != nil {
		return err
	}
	b := Ballot{Choice: in.Choice, Dissent: in.Dissent, KeyID: key.ID}
	b.Signature, b.Public, err = who.Keys.Sign(ballotText(v, b))
	if err != nil {
		return err
	}
	if !slices.Equal(b.Public, key.Verify) {
		return rambu.Errorf(rambu.Locked, "the session's key is not the account's key any more")
	}
	v.body, err = t.key.SealJSON(voteInfo(v.ID), b)
	if err != nil {
		return err
	}
	_, err = d.log.Do(who, "casefile.vote", func(op *ledger.Op) error {
		op.Object(id)
		op.Object(m.ID)
		v.At = op.At
		now, err := stateIn(op, id)
		if err != nil {
			return err
		}
		if now != Plenary { // the plenary was closed while the vote was sealed
			return stale()
		}
		err = op.Insert(voteTable, v.values()...)
		if rambu.KindOf(err) == rambu.Conflict {
			return rambu.Fault(rambu.Conflict, "casefile.error.voted")
		}
		return err
	})
	return err
}

// stateIn reads the state of a case as the operation sees it.
func stateIn(op *ledger.Op, id string) (State, error) {
	var s State
	err := op.Tx.QueryRow(`SELECT state FROM casefile_case WHERE id = $1 AND institution = $2`, []any{id, op.Who.Institution}, &s)
	return s, err
}

// openVotes opens and checks votes: each must carry the signature of its member's own key.
func (t *turn) openVotes(m Meeting) ([]Vote, error) {
	votes, err := t.d.votesOf(t.ctx, t.c.Institution, m.ID)
	if err != nil {
		return nil, err
	}
	for i := range votes {
		v := &votes[i]
		v.Ballot = &Ballot{}
		err = t.key.OpenJSON(voteInfo(v.ID), v.body, v.Ballot)
		if err != nil {
			return nil, err
		}
		own, err := t.d.look.Own(t.ctx, v.institution, v.Account, v.Ballot.Public, v.Ballot.KeyID, t.c.keyID)
		if err != nil {
			return nil, err
		}
		if !own || !seal.Verify(v.Ballot.Public, ballotText(*v, *v.Ballot), v.Ballot.Signature) {
			return nil, rambu.Fault(rambu.Conflict, "casefile.error.vote_forged")
		}
	}
	return votes, nil
}

// ClosePlenary counts the votes and decides, if there are enough of them and one side has more.
func (d *Desk) ClosePlenary(ctx context.Context, who rambu.Actor, id string, version int64) (Decision, error) {
	t, err := d.take(ctx, who, id, version, mayDecide, Plenary)
	if err != nil {
		return Decision{}, err
	}
	m, err := d.meeting(ctx, who.Institution, id)
	if err != nil {
		return Decision{}, err
	}
	votes, err := t.openVotes(m)
	if err != nil {
		return Decision{}, err
	}
	papers, err := t.papers()
	if err != nil {
		return Decision{}, err
	}
	_, study := latest[Study](papers)
	dec, err := count(m, votes, study)
	if err != nil {
		return Decision{}, err
	}
	w, err := t.paper(PaperDecision, "", dec)
	if err != nil {
		return Decision{}, err
	}
	to := Proven
	if dec.Result == VoteNotProven {
		to = NotProven
	}
	return dec, t.commit("casefile.decide", func(op *ledger.Op) error {
		n, err := votesIn(op, m.ID)
		if err != nil {
			return err
		}
		if int(n) != len(votes) { // one came while they were counted
			return stale()
		}
		m.ClosedOn = t.today
		err = op.Update(plenaryTable, m.version, m.values()...)
		if err != nil {
			return err
		}
		return t.advance(op, to, w, intake.Move{})
	})
}

// count decides by the majority of the votes cast. Who drafted the study may vote, but never
// decides alone. Equal votes decide nothing: the members go on.
func count(m Meeting, votes []Vote, study *Paper) (Decision, error) {
	d := Decision{Plenary: m.ID, Quorum: m.Quorum, Members: m.Members}
	others := 0
	for _, v := range votes {
		if v.Ballot.Choice == VoteProven {
			d.For++
		} else {
			d.Against++
		}
		if study == nil || v.Account != study.Account {
			others++
		}
		if v.Ballot.Dissent != "" {
			d.Dissents = append(d.Dissents, Dissent{Account: v.Account, Post: v.Post, Text: v.Ballot.Dissent})
		}
	}
	switch {
	case len(votes) < m.Quorum:
		return d, rambu.Fault(rambu.Blocked, "casefile.error.no_quorum", "have", itoa(len(votes)), "need", itoa(m.Quorum))
	case others == 0:
		return d, rambu.Fault(rambu.Blocked, "casefile.error.drafter_alone")
	case d.For == d.Against:
		return d, rambu.Fault(rambu.Blocked, "casefile.error.tie", "n", itoa(d.For))
	}
	d.Result = VoteProven
	if d.Against > d.For {
		d.Result = VoteNotProven
	}
	return d, nil
}
