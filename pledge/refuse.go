package pledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
)

const maxText = 1000

// Refuse says that the actor does not sign. That is no violation. The reason may be empty; all of
// it is sealed to the keeper, and neither row nor log says who it was. Said again it takes the
// place of what was said before. Errors: Conflict for who has signed.
func (b *Book) Refuse(ctx context.Context, who rambu.Actor, reason string) error {
	r, err := b.running(ctx, who)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if len(reason) > maxText {
		return rambu.Fault(rambu.Invalid, "pledge.error.too_long").On("alasan")
	}
	m, err := b.unsigned(ctx, who, r)
	if err != nil {
		return err
	}
	key, err := b.Keys.ByID(ctx, r.keeperKey)
	if err != nil {
		return err
	}
	id, err := refusalID(who, r)
	if err != nil {
		return err
	}
	said := Refusal{Person: m.Person, Name: m.Name, Post: m.Title, On: b.Today(who), At: b.Log.Clock().Now(), Reason: reason}
	sealed, err := seal.Seal(key.Public, refusalInfo(id), padded(mustJSON(said)))
	if err != nil {
		return err
	}
	_, err = b.Log.Do(rambu.System(r.Institution, r.Region), "pledge.refuse", func(op *ledger.Op) error {
		return putRefusal(op, id, r.Institution, r.Region, r.ID, r.keeperKey, sealed)
	})
	return err
}

// unsigned is the actor's own entry while he has not signed.
func (b *Book) unsigned(ctx context.Context, who rambu.Actor, r Round) (Member, error) {
	m, err := b.me(ctx, who)
	if err != nil {
		return m, err
	}
	_, err = b.pact(ctx, r.ID+"@"+string(m.Person))
	if err == nil {
		return m, rambu.Fault(rambu.Conflict, "pledge.error.signed")
	}
	if rambu.KindOf(err) == rambu.NotFound {
		err = nil
	}
	return m, err
}

// refusalID is one per account and round. Only the account's own key makes it, so that a row is
// found again by who wrote it and tells nobody else whose it is.
func refusalID(who rambu.Actor, r Round) (string, error) {
	if who.Keys == nil {
		return "", rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	mark, _, err := who.Keys.Sign([]byte("rambu/penolakan/v1\nputaran: " + r.ID + "\n"))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(mark)
	return "tlk_" + hex.EncodeToString(sum[:16]), nil
}

// putRefusal writes a refusal in the place of the one before.
func putRefusal(op *ledger.Op, values ...any) error {
	old, err := refusalIn(op, values[0])
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return op.Insert(refusalTable, values...)
	}
	if err != nil {
		return err
	}
	return op.Update(refusalTable, old.version, values...)
}

func refusalInfo(id string) []byte { return seal.Info("pledge_refusal", id) }

// padded makes every refusal as long as the longest, so that its length tells neither name nor
// whether there is a reason. JSON ends before the spaces.
func padded(b []byte) []byte {
	const whole = 3 * maxText
	for len(b) < whole {
		b = append(b, ' ')
	}
	return b
}

// Refusals opens the refusals of the round, for their keeper alone. That he read them is logged.
// One whose person has signed meanwhile, on a phone or on paper, is withdrawn: it is erased before
// anything is shown. Not with the signature, or the log would tell who had refused.
func (b *Book) Refusals(ctx context.Context, who rambu.Actor) ([]Refusal, error) {
	r, err := b.Round(ctx, who)
	if err != nil {
		return nil, err
	}
	err = mayKeep(who, r)
	if err != nil {
		return nil, err
	}
	rows, err := b.refusals(ctx, r.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if who.Keys == nil {
		return nil, rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	err = b.Log.Saw(who, "pledge.read_refusals", r.ID)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		err = rows[i].open(who)
		if err != nil {
			return nil, err
		}
	}
	pacts, err := b.pactsOf(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	stand, gone := standing(rows, pacts)
	err = b.erase(rambu.System(r.Institution, r.Region), "pledge.withdraw_refusals", r, gone)
	if err != nil {
		return nil, err
	}
	out := make([]Refusal, len(stand))
	for i, row := range stand {
		out[i] = row.said
	}
	return out, nil
}

func (row *refusal) open(who rambu.Actor) error {
	plain, err := who.Keys.Open(row.keyID, refusalInfo(row.id), row.sealed)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, &row.said)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "refusal %s: %v", row.id, err)
	}
	return nil
}

// standing parts the refusals that stand from those that a signature withdrew, or that somebody
// with a new account said once more.
func standing(rows []refusal, pacts []Pact) (stand, gone []refusal) {
	signed := map[roster.PersonID]bool{}
	for _, p := range pacts {
		signed[p.Person] = true
	}
	last := map[roster.PersonID]refusal{}
	for _, row := range rows {
		if !row.said.At.Before(last[row.said.Person].said.At) {
			last[row.said.Person] = row
		}
	}
	for _, row := range rows {
		person := row.said.Person
		if person != "" && (signed[person] || last[person].id != row.id) { // early ones name no person
			gone = append(gone, row)
		} else {
			stand = append(stand, row)
		}
	}
	return stand, gone
}

// erase forgets refusals; the log keeps how many.
func (b *Book) erase(who rambu.Actor, kind string, r Round, rows []refusal) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := b.Log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(r.ID)
		op.Fact("erased", strconv.Itoa(len(rows)))
		for _, row := range rows {
			err := op.Delete(refusalTable, row.id, row.version)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// Purge forgets the refusals of an institution after voting day and returns how many. The log
// keeps that there were so many and that they were erased. Who is the system.
func (b *Book) Purge(ctx context.Context, who rambu.Actor) (int, error) {
	r, err := b.Round(ctx, who)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return 0, nil
	}
	if err != nil || b.Today(who) <= r.Until {
		return 0, err
	}
	rows, err := b.refusals(ctx, r.ID)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return len(rows), b.erase(who, "pledge.erase_refusals", r, rows)
}
