package intake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Submission is a filled form.
type Submission struct {
	Draft       Draft
	Institution string
	Region      string
	Door        Door
	Answers     Answers
	Identity    *Identity // formal door only
	Files       bool      // the draft has staged files; without it nobody looks for them
}

// Lodged is what a reporter is told after submitting.
type Lodged struct {
	ID         string
	Code       Code
	Door       Door
	ReceivedAt time.Time
	SignBy     rambu.Date // formal
	NextOn     rambu.Date // when to look into the inbox
	Receipt    ledger.Receipt
	Repeated   bool // it had been lodged before: this is the same report
	Changed    bool // and what was sent now differs; only what was lodged first counts
	Noted      bool // the reporter has confirmed the code, so it need not be shown again
}

// Submit lodges a report with what its draft has staged, as one operation. Submitting the same
// draft again, also at the same time, returns the same report, code and receipt. Errors:
// rambu.Errors for answers that cannot be accepted, Conflict when a file expired meanwhile,
// Unavailable when it could not be kept, or when its reporter has gone while others read (see lane).
func (d *Desk) Submit(ctx context.Context, in Submission) (Lodged, error) {
	err := d.Validate(in.Door, in.Region, in.Answers, in.Identity)
	if err != nil {
		return Lodged{}, err
	}
	err = d.lane.enter(ctx)
	if err != nil {
		return Lodged{}, err
	}
	defer d.lane.leave()
	owner, err := d.keys.InstitutionKey(ctx, in.Institution, seal.KindIntake)
	if err != nil {
		return Lodged{}, err
	}
	var claim *evidence.Claim
	if in.Files {
		claim, err = d.evidence.Claim(ctx, in.Institution, in.Draft[:], owner.ID)
		if err != nil {
			return Lodged{}, err
		}
	}
	secrets := in.Draft.secrets()
	code := secrets.code()
	r, err := d.sealReport(ctx, in, owner, secrets, code)
	if err != nil {
		return Lodged{}, err
	}
	receipt, err := d.lodgeIn(r, claim)
	if errors.Is(err, errLodged) {
		return d.again(ctx, in, r.digest, claim)
	}
	if err != nil {
		return Lodged{}, err
	}
	return lodgedOf(code, r, receipt), nil
}

// errLodged says that the report stands already.
var errLodged = errors.New("lodged before")

// lodgeIn writes the report and its exhibits. It is written first and asked afterwards: nearly
// every submit is the first.
func (d *Desk) lodgeIn(r *Report, claim *evidence.Claim) (ledger.Receipt, error) {
	return d.log.Do(reporter(r.Institution, r.Region), "intake.submit", func(op *ledger.Op) error {
		op.Object(r.ID)
		op.Fact("state", string(r.State))
		r.ReceivedAt, r.lodgedOp = op.At, op.ID
		err := op.InsertOnce(reportTable, r.values()...)
		if rambu.KindOf(err) == rambu.Conflict {
			return errLodged
		}
		if err != nil {
			return err
		}
		err = claim.Attach(op, r.ID)
		if rambu.KindOf(err) == rambu.Conflict {
			return rambu.Fault(rambu.Conflict, "intake.error.file_expired").On("berkas")
		}
		return err
	})
}

func lodgedOf(code Code, r *Report, receipt ledger.Receipt) Lodged {
	return Lodged{
		ID: r.ID, Code: code, Door: r.Door, ReceivedAt: r.ReceivedAt, SignBy: r.SignBy, NextOn: r.NextOn,
		Receipt: receipt, Noted: r.noted,
	}
}

// again answers a submit whose report stands already.
func (d *Desk) again(ctx context.Context, in Submission, digest []byte, claim *evidence.Claim) (Lodged, error) {
	out, r, err := d.lodged(ctx, in.Institution, in.Draft)
	if err != nil {
		return Lodged{}, err
	}
	out.Changed = !hmac.Equal(r.digest, digest) || claim.Len() > 0
	return out, nil
}

// Lodged returns what the draft has become. NotFound: it has not been submitted.
func (d *Desk) Lodged(ctx context.Context, institution string, draft Draft) (Lodged, error) {
	out, _, err := d.lodged(ctx, institution, draft)
	return out, err
}

func (d *Desk) lodged(ctx context.Context, institution string, draft Draft) (Lodged, Report, error) {
	r, err := d.byID(ctx, institution, draft.ReportID())
	if err != nil {
		return Lodged{}, r, err
	}
	receipt, err := d.log.ReceiptOf(ctx, r.lodgedOp)
	if err != nil {
		return Lodged{}, r, err
	}
	out := lodgedOf(draft.Code(), &r, receipt)
	out.Repeated = true
	return out, r, nil
}

// Confirm notes that the reporter has written the code down and typed its last four characters
// again; from then on a repeated submit no longer shows the code.
func (d *Desk) Confirm(ctx context.Context, institution string, draft Draft, last string) error {
	r, err := d.byID(ctx, institution, draft.ReportID())
	if err != nil {
		return err
	}
	// Read as a whole code, so that the same slips of the pen are forgiven.
	typed, ok := ParseCode("000000000000" + last)
	if !ok || typed.Last() != draft.Code().Last() {
		return rambu.Fault(rambu.Invalid, "intake.error.last_four").On("empat")
	}
	if r.noted {
		return nil
	}
	_, err = d.log.Do(reporter(r.Institution, r.Region), "intake.note", func(op *ledger.Op) error {
		return d.change(op, r.ID, func(r *Report) { r.noted = true })
	})
	return err
}

// sealReport makes the row of a report: everything slow happens here, before the operation.
func (d *Desk) sealReport(ctx context.Context, in Submission, owner seal.Key, secrets draftSecrets, code Code) (*Report, error) {
	r := &Report{
		ID: secrets.reportID(), Institution: in.Institution, Region: in.Region, Door: in.Door, State: StateReceived,
		OwnerKey: owner.ID, lookup: code.lookup(in.Institution),
	}
	err := d.dates(r)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(in.Answers)
	if err != nil {
		return nil, err
	}
	var key seal.ContentKey
	key, r.bodyKey, err = d.keyTo(owner, bodyKeyInfo(r.ID))
	if err != nil {
		return nil, err
	}
	r.body, err = key.Seal(bodyInfo(r.ID), body)
	if err != nil {
		return nil, err
	}
	reply := code.key()
	r.reporterKey, err = key.Seal(reporterInfo(r.ID), reply[:])
	if err != nil {
		return nil, err
	}
	var person []byte
	if in.Identity != nil {
		person, err = d.sealIdentity(ctx, r, in.Identity)
		if err != nil {
			return nil, err
		}
	}
	mac := hmac.New(sha256.New, secrets.digest())
	mac.Write([]byte(in.Door + "\n"))
	mac.Write(body)
	mac.Write(person)
	r.digest = mac.Sum(nil)
	return r, nil
}

// sealIdentity seals who reports to the identity key, which intake officers do not hold.
func (d *Desk) sealIdentity(ctx context.Context, r *Report, id *Identity) ([]byte, error) {
	owner, err := d.keys.InstitutionKey(ctx, r.Institution, seal.KindIdentity)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	r.identityOwner, r.Identified = owner.ID, true
	var key seal.ContentKey
	key, r.identityKey, err = d.keyTo(owner, identityKeyInfo(r.ID))
	if err != nil {
		return nil, err
	}
	r.identity, err = key.Seal(identityInfo(r.ID), text)
	return text, err
}

// dates sets until when a formal report must be signed, and when the reporter should look again.
func (d *Desk) dates(r *Report) error {
	now := d.log.Clock().Now()
	today := d.Today(r.Region)
	var err error
	if r.Door == DoorFormal {
		r.State = StateSent
		r.SignBy, err = d.due(r.Region, today, now, *d.sign.Deadline)
		r.NextOn = r.SignBy
		return err
	}
	r.NextOn, err = d.due(r.Region, today, now, *d.study.Deadline)
	return err
}
