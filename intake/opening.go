package intake

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// OpeningState is how far a request to open an identity is.
type OpeningState string

// The closed list of states.
const (
	OpeningAsked    OpeningState = "diminta"     // waits for a second person
	OpeningApproved OpeningState = "disetujui"   // the keeper can open, once
	OpeningRefused  OpeningState = "ditolak"     // by the second person, with the reason
	OpeningDone     OpeningState = "dibuka"      // the keeper has seen it
	OpeningLapsed   OpeningState = "kedaluwarsa" // derived: its time ran out before it was opened
)

// nextOpening is the whole table of transitions. Nothing leads on from the last three.
func nextOpening() map[OpeningState][]OpeningState {
	return map[OpeningState][]OpeningState{
		OpeningAsked:    {OpeningApproved, OpeningRefused},
		OpeningApproved: {OpeningDone},
	}
}

// openingTime is how long a request stands, and again how long an approval does. Short, because
// a reason of yesterday may no longer hold; the legal clock counts it, as it dates the log.
const openingTime = 24 * time.Hour

// maxReason is the longest reason and the longest answer, in characters.
const maxReason = 2000

var openingTable = ledger.NewTable("intake_opening", "id", "institution", "region", "report", "state", "keeper", "keeper_post",
	"second", "second_post", "asked_at", "decided_at", "opened_at", "until", "owner_key", "owner_wrapped", "keeper_key",
	"keeper_wrapped", "reason", "answer")

// Opening is a keeper's request to learn who reported. Two people stand behind each look: the
// keeper, who says why, and a second one, who has read it and agrees.
type Opening struct {
	ID         string // "buk_…"
	Report     string
	State      OpeningState
	Keeper     string // account
	KeeperPost string
	Second     string // account of who decided, "" before
	SecondPost string
	AskedAt    time.Time // legal times
	DecidedAt  time.Time
	OpenedAt   time.Time
	Until      time.Time // when the request, and after it the approval, runs out

	// What is sealed; "" in lists and for a session that holds neither key.
	Reason string
	Answer string // of the second person

	institution, region         string
	ownerKey, keeperKey         string
	ownerWrapped, keeperWrapped []byte
	reasonSealed, answerSealed  []byte
	version                     int64
}

func (o *Opening) values() []any {
	return []any{
		o.ID, o.institution, o.region, o.Report, string(o.State), o.Keeper, o.KeeperPost, o.Second, o.SecondPost, o.AskedAt,
		o.DecidedAt, o.OpenedAt, o.Until, o.ownerKey, o.ownerWrapped, o.keeperKey, o.keeperWrapped, o.reasonSealed, o.answerSealed,
	}
}

// at turns a request whose time ran out into a lapsed one. The row keeps the state it had: a
// clock writes nothing.
func (o Opening) at(now time.Time) Opening {
	if (o.State == OpeningAsked || o.State == OpeningApproved) && !now.Before(o.Until) {
		o.State = OpeningLapsed
	}
	return o
}

// Live reports whether the request can still lead to the identity.
func (o Opening) Live() bool { return o.State == OpeningAsked || o.State == OpeningApproved }

func openingInfo(id string) []byte       { return seal.Info("intake_opening/reason", id) }
func openingAnswerInfo(id string) []byte { return seal.Info("intake_opening/answer", id) }
func openingKeyInfo(id string) []byte    { return seal.Info("intake_opening/key", id) }

// mayKeep allows the keepers of identities.
func mayKeep(who rambu.Actor) error {
	if !who.Is(rambu.RoleIdentity) {
		return rambu.Errorf(rambu.Forbidden, "identities are for their keeper")
	}
	return nil
}

// maySecond allows those who know what a report is about, and who may therefore judge a reason.
func maySecond(who rambu.Actor) error {
	if !who.Is(rambu.RoleIdentity, rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember) {
		return rambu.Errorf(rambu.Forbidden, "an opening is decided by those who handle reports")
	}
	return nil
}

// AskOpening asks to open who reported, with a reason a second person will read. Errors:
// Invalid on "alasan", NotFound for an anonymous report, Conflict while an earlier request of
// the same keeper still stands.
func (d *Desk) AskOpening(ctx context.Context, who rambu.Actor, report, reason string) (Opening, error) {
	err := mayKeep(who)
	if err != nil {
		return Opening{}, err
	}
	r, err := d.byID(ctx, who.Institution, report)
	if err != nil {
		return Opening{}, err
	}
	if !r.Identified {
		return Opening{}, rambu.Fault(rambu.NotFound, "intake.error.no_identity")
	}
	o := Opening{
		ID: rambu.NewID("buk"), Report: r.ID, State: OpeningAsked, Keeper: who.Account, KeeperPost: who.Post,
		institution: r.Institution, region: r.Region, Reason: strings.TrimSpace(reason),
	}
	err = written(o.Reason, "intake.error.reason")
	if err != nil {
		return Opening{}, err
	}
	err = d.sealReason(ctx, &o, &r)
	if err != nil {
		return Opening{}, err
	}
	_, err = d.log.Do(who, "intake.opening_ask", func(op *ledger.Op) error {
		op.Object(r.ID)
		earlier, err := openingsTx(op, r.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(earlier, func(e Opening) bool { return e.Keeper == who.Account && e.at(op.At).Live() }) {
			return rambu.Fault(rambu.Conflict, "intake.error.opening_twice")
		}
		o.AskedAt, o.Until = op.At, op.At.Add(openingTime)
		return op.Insert(openingTable, o.values()...)
	})
	return o, err
}

// written wants a text of a bearable length in the field "alasan".
func written(text, key string) error {
	if text == "" || utf8.RuneCountInString(text) > maxReason {
		return rambu.Fault(rambu.Invalid, key).On("alasan")
	}
	return nil
}

// sealReason seals the reason to whoever opens the report now, and to the keepers.
func (d *Desk) sealReason(ctx context.Context, o *Opening, r *Report) error {
	key := seal.NewContentKey()
	wrap := func(id string) ([]byte, error) {
		k, err := d.keys.ByID(ctx, id)
		if err != nil {
			return nil, err
		}
		pub, err := d.public(k)
		if err != nil {
			return nil, err
		}
		return pub.Seal(openingKeyInfo(o.ID), key[:])
	}
	var err error
	o.ownerKey, o.keeperKey = r.OwnerKey, r.identityOwner
	o.ownerWrapped, err = wrap(o.ownerKey)
	if err != nil {
		return err
	}
	o.keeperWrapped, err = wrap(o.keeperKey)
	if err != nil {
		return err
	}
	o.reasonSealed, err = key.Seal(openingInfo(o.ID), []byte(o.Reason))
	return err
}

// key opens the content key of a request with whichever of the two keys the session holds.
func (o *Opening) key(keys rambu.Keys) (seal.ContentKey, error) {
	key, err := seal.OpenContent(keys, o.ownerKey, openingKeyInfo(o.ID), o.ownerWrapped)
	if rambu.KindOf(err) == rambu.Locked {
		key, err = seal.OpenContent(keys, o.keeperKey, openingKeyInfo(o.ID), o.keeperWrapped)
	}
	return key, err
}

// unseal reads reason and answer.
func (o *Opening) unseal(keys rambu.Keys) error {
	key, err := o.key(keys)
	if err != nil {
		return err
	}
	text, err := key.Open(openingInfo(o.ID), o.reasonSealed)
	if err != nil {
		return err
	}
	o.Reason = string(text)
	if len(o.answerSealed) == 0 {
		return nil
	}
	text, err = key.Open(openingAnswerInfo(o.ID), o.answerSealed)
	o.Answer = string(text)
	return err
}

// OpeningFilter selects requests; zero fields do not filter.
type OpeningFilter struct {
	Report string
	Limit  int // at most 100
}

// Openings lists requests of the actor's institution, the latest first, clear side only.
func (d *Desk) Openings(ctx context.Context, who rambu.Actor, f OpeningFilter) ([]Opening, error) {
	err := maySecond(who)
	if err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = 100
	}
	list, err := d.openings(ctx, who.Institution, f)
	now := d.log.Clock().Now()
	for i := range list {
		list[i] = list[i].at(now)
	}
	return list, err
}

// ReadOpening returns one request with its reason. Locked: the session holds neither the key of
// the report nor that of the keepers.
func (d *Desk) ReadOpening(ctx context.Context, who rambu.Actor, id string) (Opening, error) {
	err := maySecond(who)
	if err != nil {
		return Opening{}, err
	}
	o, err := d.opening(ctx, who.Institution, id)
	if err != nil {
		return Opening{}, err
	}
	err = o.unseal(who.Keys)
	return o.at(d.log.Clock().Now()), err
}

// DecideOpening is the second person's answer: approve, or refuse with a reason. Errors:
// Forbidden for the keeper who asked, Locked for who cannot read the reason, Conflict when it
// was decided or ran out meanwhile, Invalid on "alasan" for a refusal without one.
func (d *Desk) DecideOpening(ctx context.Context, who rambu.Actor, id string, approve bool, answer string) error {
	err := maySecond(who)
	if err != nil {
		return err
	}
	o, err := d.opening(ctx, who.Institution, id)
	if err != nil {
		return err
	}
	if o.Keeper == who.Account {
		return rambu.Fault(rambu.Forbidden, "intake.error.second_person")
	}
	key, err := o.key(who.Keys) // who cannot read the reason does not judge it
	if err != nil {
		return err
	}
	answer = strings.TrimSpace(answer)
	to, kind := OpeningApproved, "intake.opening_approve"
	if !approve {
		to, kind = OpeningRefused, "intake.opening_refuse"
	}
	if !approve || answer != "" {
		err = written(answer, "intake.error.refusal")
		if err != nil {
			return err
		}
		o.answerSealed, err = key.Seal(openingAnswerInfo(id), []byte(answer))
		if err != nil {
			return err
		}
	}
	_, err = d.log.Do(who, kind, func(op *ledger.Op) error {
		return o.step(op, to, func() {
			o.Second, o.SecondPost, o.DecidedAt = who.Account, who.Post, op.At
			o.Until = op.At.Add(openingTime)
		})
	})
	return err
}

// step moves a request as part of an operation. A row changed meanwhile, or one whose time ran
// out, is a Conflict.
func (o *Opening) step(op *ledger.Op, to OpeningState, change func()) error {
	op.Object(o.Report)
	op.Fact("opening", o.ID)
	was := o.at(op.At).State
	if was == OpeningLapsed {
		return rambu.Fault(rambu.Conflict, "intake.error.opening_lapsed")
	}
	if !slices.Contains(nextOpening()[was], to) {
		return rambu.Fault(rambu.Conflict, "intake.error.opening_state")
	}
	o.State = to
	change()
	return op.Update(openingTable, o.version, o.values()...)
}

// Identity opens who reported, for the keeper whose request a second person has approved, and
// only once: looking again needs a request again. Both stand in the log before anything is
// returned.
func (d *Desk) Identity(ctx context.Context, who rambu.Actor, opening string) (Identity, error) {
	err := mayKeep(who)
	if err != nil {
		return Identity{}, err
	}
	o, err := d.opening(ctx, who.Institution, opening)
	if err != nil {
		return Identity{}, err
	}
	if o.Keeper != who.Account {
		return Identity{}, rambu.Fault(rambu.Forbidden, "intake.error.not_keeper")
	}
	r, err := d.byID(ctx, who.Institution, o.Report)
	if err != nil {
		return Identity{}, err
	}
	person, err := openIdentity(who.Keys, &r)
	if err != nil {
		return Identity{}, err
	}
	_, err = d.log.Do(who, "intake.identity", func(op *ledger.Op) error {
		op.Fact("second", o.Second)
		op.Fact("second_post", o.SecondPost)
		return o.step(op, OpeningDone, func() { o.OpenedAt = op.At })
	})
	if err != nil {
		return Identity{}, err
	}
	return person, nil
}

func openIdentity(keys rambu.Keys, r *Report) (Identity, error) {
	var person Identity
	key, err := seal.OpenContent(keys, r.identityOwner, identityKeyInfo(r.ID), r.identityKey)
	if err != nil {
		return person, err
	}
	text, err := key.Open(identityInfo(r.ID), r.identity)
	if err != nil {
		return person, err
	}
	err = json.Unmarshal(text, &person)
	if err != nil {
		return Identity{}, rambu.Errorf(rambu.Internal, "an identity: %v", err)
	}
	return person, nil
}
