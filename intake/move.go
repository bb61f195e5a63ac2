package intake

import (
	"slices"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Move is one step of a report, as part of the operation that causes it. Zero fields change
// nothing. What belongs to one operation belongs into one Move, because an operation writes a
// row once.
type Move struct {
	Report   string
	State    State      // Conflict when the table of states does not allow it
	Casefile string     // id of the case the report becomes part of
	Status   string     // what the reporter is told: "" for the state, or the state of the case
	NextOn   rambu.Date // when the reporter should look again
	Text     string     // told to the reporter, sealed
	// HandTo is the key to which report, conversation and exhibits are sealed from now on; Keys
	// must hold the key that opens them now.
	HandTo seal.Key
	Keys   rambu.Keys
	// Owner is the key officers read Text with, when HandTo does not say.
	Owner seal.Key

	signedOn rambu.Date
}

// SetState moves a report and tells its reporter; casefile is "" unless it is registered.
func (d *Desk) SetState(op *ledger.Op, id string, to State, casefile string) error {
	return d.Move(op, Move{Report: id, State: to, Casefile: casefile})
}

// HandOver seals a report, its conversation and its exhibits to another key: at registration to
// that of the case. From then on nobody opens them with the intake key. keys must hold the key
// that opens them now.
func (d *Desk) HandOver(op *ledger.Op, keys rambu.Keys, id string, to seal.Key) error {
	return d.Move(op, Move{Report: id, HandTo: to, Keys: keys})
}

// Move takes a step. NotFound: no such report of the actor's institution.
func (d *Desk) Move(op *ledger.Op, m Move) error {
	r, err := oneTx(op, m.Report)
	if err != nil {
		return err
	}
	op.Object(r.ID)
	var reporter seal.ContentKey
	if m.Text != "" { // before the report is handed over to a key the session may not hold yet
		reporter, err = reporterKey(op.Who.Keys, &r)
		if err != nil {
			return err
		}
	}
	if m.HandTo.ID != "" {
		err = d.handOver(op, &r, m)
		if err != nil {
			return err
		}
		m.Owner = m.HandTo
	}
	err = m.apply(op, &r)
	if err != nil {
		return err
	}
	err = op.Update(reportTable, r.version, r.values()...)
	if err != nil || (m.State == "" && m.Status == "" && m.Text == "") {
		return err
	}
	return d.tell(op, &r, reporter, m)
}

// apply changes the clear side of the report.
func (m *Move) apply(op *ledger.Op, r *Report) error {
	if m.signedOn != "" {
		if r.Door != DoorFormal || r.SignedOn != "" {
			return rambu.Fault(rambu.Conflict, "intake.error.no_signature")
		}
		r.SignedOn = m.signedOn
	}
	if m.NextOn != "" {
		r.NextOn = m.NextOn
	}
	if m.Casefile != "" {
		r.Casefile = m.Casefile
	}
	if m.State == "" {
		return nil
	}
	if !slices.Contains(next()[r.State], m.State) {
		return rambu.Fault(rambu.Conflict, "intake.error.state")
	}
	if m.State == StateReceived && r.Door == DoorFormal && r.SignedOn == "" {
		return rambu.Fault(rambu.Conflict, "intake.error.unsigned")
	}
	r.State = m.State
	op.Fact("state", string(m.State))
	return nil
}

// tell writes into the reporter's inbox.
func (d *Desk) tell(op *ledger.Op, r *Report, reporter seal.ContentKey, m Move) error {
	msg := &Message{ID: rambu.NewID("psn"), Kind: FromState, report: r.ID, institution: r.Institution, region: r.Region}
	if m.Text != "" {
		if m.Owner.ID != r.OwnerKey {
			return rambu.Errorf(rambu.Internal, "a text to the reporter names another key than the report's")
		}
		var err error
		msg, err = d.sealMessage(r, reporter, m.Owner, FromState, rambu.NewID(messagePrefix), messageText{Text: m.Text})
		if err != nil {
			return err
		}
	}
	msg.At, msg.NextOn, msg.Status = op.At, r.NextOn, m.Status
	if msg.Status == "" {
		msg.Status = string(r.State)
	}
	return op.Insert(messageTable, msg.values()...)
}

func (d *Desk) handOver(op *ledger.Op, r *Report, m Move) error {
	if m.HandTo.Institution != op.Who.Institution {
		return rambu.Errorf(rambu.Internal, "a report is handed over within its institution only")
	}
	pub, err := d.public(m.HandTo)
	if err != nil {
		return err
	}
	r.bodyKey, err = rewrap(m.Keys, r.OwnerKey, pub, bodyKeyInfo(r.ID), r.bodyKey)
	if err != nil {
		return err
	}
	messages, err := messagesTx(op, r.ID)
	if err != nil {
		return err
	}
	for _, msg := range messages {
		if len(msg.body) == 0 {
			continue
		}
		msg.ownerWrapped, err = rewrap(m.Keys, msg.ownerKey, pub, messageOwnerInfo(msg.ID), msg.ownerWrapped)
		if err != nil {
			return err
		}
		msg.ownerKey = m.HandTo.ID
		err = op.Update(messageTable, msg.version, msg.values()...)
		if err != nil {
			return err
		}
	}
	r.OwnerKey = m.HandTo.ID
	return d.evidence.HandOver(op, m.Keys, r.ID, m.HandTo)
}

func rewrap(keys rambu.Keys, from string, to seal.Public, info, wrapped []byte) ([]byte, error) {
	if keys == nil {
		return nil, &rambu.Error{Kind: rambu.Locked, Key: "error.locked", Detail: "no keys in this session"}
	}
	key, err := keys.Open(from, info, wrapped)
	if err != nil {
		return nil, err
	}
	return to.Seal(info, key)
}

// change rewrites a report as the operation sees it.
func (d *Desk) change(op *ledger.Op, id string, fn func(r *Report)) error {
	r, err := oneTx(op, id)
	if err != nil {
		return err
	}
	fn(&r)
	op.Object(id)
	return op.Update(reportTable, r.version, r.values()...)
}
