package intake

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Kinds of messages.
const (
	FromReporter = "pelapor"
	FromOfficer  = "petugas"
	FromState    = "status" // the report moved on
)

const messagePrefix = "psn"

// maxMessage is the longest message, in characters.
const maxMessage = 5000

// Message is one entry of the conversation between a reporter and the institution.
type Message struct {
	ID     string
	Kind   string
	At     time.Time
	Status string     // FromState: state of the report or of its case
	NextOn rambu.Date // when to look again, "" when nothing is planned
	Text   string     // opened; "" when there is none, or it was removed
	Files  int        // exhibits a reply brought

	report                        string
	institution, region           string
	ownerKey                      string
	ownerWrapped, reporterWrapped []byte
	body                          []byte
	hidden                        bool
	version                       int64
}

// messageText is the sealed side of a message.
type messageText struct {
	Text  string `json:"isi"`
	Files int    `json:"berkas,omitempty"`
}

func messageInfo(id string) []byte         { return seal.Info("intake_message/body", id) }
func messageOwnerInfo(id string) []byte    { return seal.Info("intake_message/owner", id) }
func messageReporterInfo(id string) []byte { return seal.Info("intake_message/reporter", id) }

func (m *Message) values() []any {
	return []any{
		m.ID, m.institution, m.region, m.report, m.Kind, m.At, m.Status, m.NextOn, m.ownerKey, m.ownerWrapped,
		m.reporterWrapped, m.body, m.hidden,
	}
}

// Inbox is what the holder of a code sees.
type Inbox struct {
	Report
	Messages []Message // oldest first
}

// wrongCode is the one answer to every code that opens nothing, however wrong it is.
func wrongCode() error { return rambu.Fault(rambu.Invalid, "intake.error.code").On("kode") }

// Inbox opens the reporter's side of a report. It is never logged. Any text that is no code of
// a report gives the same error.
func (d *Desk) Inbox(ctx context.Context, institution, code string) (Inbox, error) {
	c, r, err := d.byCode(ctx, institution, code)
	if err != nil {
		return Inbox{}, err
	}
	messages, err := d.messages(ctx, r.Institution, r.ID)
	if err != nil {
		return Inbox{}, err
	}
	own := c.key()
	in := Inbox{Report: r}
	for _, m := range messages {
		if m.hidden {
			continue
		}
		if len(m.body) > 0 {
			key, err := own.Open(messageReporterInfo(m.ID), m.reporterWrapped)
			if err != nil {
				return Inbox{}, err
			}
			err = m.open(key)
			if err != nil {
				return Inbox{}, err
			}
		}
		in.Messages = append(in.Messages, m)
	}
	d.Reading()
	return in, nil
}

func (m *Message) open(key []byte) error {
	k, err := seal.ContentKeyFrom(key)
	if err != nil {
		return err
	}
	b, err := k.Open(messageInfo(m.ID), m.body)
	if err != nil {
		return err
	}
	var t messageText
	err = json.Unmarshal(b, &t)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "a message: %v", err)
	}
	m.Text, m.Files = t.Text, t.Files
	return nil
}

func (d *Desk) byCode(ctx context.Context, institution, code string) (Code, Report, error) {
	c, ok := ParseCode(code)
	if !ok {
		return c, Report{}, d.wrong(ctx)
	}
	r, err := d.byLookup(ctx, institution, c.lookup(institution))
	if rambu.KindOf(err) == rambu.NotFound {
		return c, Report{}, d.wrong(ctx)
	}
	return c, r, err
}

// wrong gives the one answer to wrong codes, in its turn.
func (d *Desk) wrong(ctx context.Context) error {
	err := d.pace.turn(ctx)
	if err != nil {
		return err
	}
	return wrongCode()
}

// What one report can gather, so that handing it over stays one operation.
const (
	maxReplies  = maxMessages - 100 // by its reporter; the rest is the institution's
	maxExhibits = 100
)

// ReplyIn is what a reporter writes. Key is random and made with the form: the same key with the same
// text and files is the same reply, however often it comes. "" makes each its own.
type ReplyIn struct{ Code, Key, Text string }

// Reply sends a reporter's message, with what was staged for it, to whoever now owns the report.
func (d *Desk) Reply(ctx context.Context, institution string, in ReplyIn) error {
	err := d.reply(ctx, institution, in)
	if errors.Is(err, errHandedOver) {
		err = d.reply(ctx, institution, in)
	}
	if errors.Is(err, errReplied) {
		err = nil
	}
	return err
}

var (
	// errHandedOver says that the report was handed over while a reply was being sealed.
	errHandedOver = errors.New("handed over meanwhile")
	// errReplied says that the reply stands already.
	errReplied = errors.New("replied before")
)

// replyID is the id of a reply. That of one with a key derives from the code, so nothing more is stored to
// know it again, and nobody without the code can tell what it was made of.
func (d *Desk) replyID(in ReplyIn, c Code, files []evidence.Staged) string {
	if in.Key == "" {
		return rambu.NewID(messagePrefix)
	}
	about := []string{in.Key, strings.TrimSpace(in.Text)}
	for _, f := range files {
		about = append(about, f.Meta.Name, f.Meta.SHA256)
	}
	slices.Sort(about[2:])
	text, _ := json.Marshal(about) //nolint:errchkjson // of strings
	return messagePrefix + "_" + crockford.EncodeToString(seal.Derive(c[:], "reply/"+string(text))[:16])
}

// replied reports whether a reply stands already. What was staged for it anew is the same once more, and is removed.
func (d *Desk) replied(ctx context.Context, r *Report, id string, c Code, files []evidence.Staged) (bool, error) {
	there, err := d.hasMessage(ctx, r.Institution, id)
	if err != nil || !there {
		return false, err
	}
	for _, f := range files {
		err = d.evidence.Unstage(ctx, r.Institution, c.files(), f.ID)
		if err != nil && rambu.KindOf(err) != rambu.Conflict {
			return true, err
		}
	}
	return true, nil
}

// room refuses a reply that a report has no room for.
func (d *Desk) room(ctx context.Context, r *Report, files int) error {
	messages, err := d.messages(ctx, r.Institution, r.ID)
	if err != nil {
		return err
	}
	exhibits, err := d.evidence.Count(ctx, r.Institution, r.ID)
	if err != nil {
		return err
	}
	if len(messages) >= maxReplies || exhibits+files > maxExhibits {
		return rambu.Fault(rambu.Invalid, "intake.error.full").On("balasan")
	}
	return nil
}

func (d *Desk) reply(ctx context.Context, institution string, in ReplyIn) error {
	c, r, err := d.byCode(ctx, institution, in.Code)
	if err != nil {
		return err
	}
	files, err := d.evidence.Staged(ctx, institution, c.files())
	if err != nil {
		return err
	}
	id := d.replyID(in, c, files)
	there, err := d.replied(ctx, &r, id, c, files)
	if err != nil || there {
		return err
	}
	claim, err := d.evidence.Claim(ctx, institution, c.files(), r.OwnerKey)
	if err != nil {
		return err
	}
	err = d.room(ctx, &r, claim.Len())
	if err != nil {
		return err
	}
	m, err := d.compose(ctx, &r, c.key(), FromReporter, id, messageText{Text: strings.TrimSpace(in.Text), Files: claim.Len()})
	if err != nil {
		return err
	}
	return d.send(&r, m, claim)
}

// send writes a reply and its exhibits.
func (d *Desk) send(r *Report, m *Message, claim *evidence.Claim) error {
	_, err := d.log.Do(reporter(r.Institution, r.Region), "intake.reply", func(op *ledger.Op) error {
		op.Object(r.ID)
		now, err := oneTx(op, r.ID)
		if err != nil {
			return err
		}
		if now.OwnerKey != r.OwnerKey {
			return errHandedOver
		}
		m.At = op.At
		err = op.InsertOnce(messageTable, m.values()...)
		if rambu.KindOf(err) == rambu.Conflict {
			return errReplied // in the same moment, by a second tap
		}
		if err != nil {
			return err
		}
		return claim.Attach(op, r.ID)
	})
	return err
}

// compose seals a message to the reporter and to the owner of the report.
func (d *Desk) compose(ctx context.Context, r *Report, reporter seal.ContentKey, kind, id string, t messageText) (*Message, error) {
	if t.Text == "" && t.Files == 0 {
		return nil, rambu.Fault(rambu.Invalid, "intake.error.message_empty").On("balasan")
	}
	var f faults
	f.text("balasan", t.Text, maxMessage)
	if err := f.Err(); err != nil {
		return nil, err
	}
	owner, err := d.keys.ByID(ctx, r.OwnerKey)
	if err != nil {
		return nil, err
	}
	return d.sealMessage(r, reporter, owner, kind, id, t)
}

func (d *Desk) sealMessage(r *Report, reporter seal.ContentKey, owner seal.Key, kind, id string, t messageText) (*Message, error) {
	m := &Message{
		ID: id, Kind: kind, report: r.ID, institution: r.Institution, region: r.Region, ownerKey: owner.ID,
	}
	text, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	key := seal.NewContentKey()
	m.body, err = key.Seal(messageInfo(m.ID), text)
	if err != nil {
		return nil, err
	}
	m.reporterWrapped, err = reporter.Seal(messageReporterInfo(m.ID), key[:])
	if err != nil {
		return nil, err
	}
	pub, err := d.public(owner)
	if err != nil {
		return nil, err
	}
	m.ownerWrapped, err = pub.Seal(messageOwnerInfo(m.ID), key[:])
	return m, err
}

// Hide removes messages from the reporter's side: the copy that the code opens is destroyed.
// The institution keeps its own, and the inbox says so.
func (d *Desk) Hide(ctx context.Context, institution, code string, ids ...string) error {
	_, r, err := d.byCode(ctx, institution, code)
	if err != nil {
		return err
	}
	messages, err := d.messages(ctx, institution, r.ID)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	_, err = d.log.Do(reporter(r.Institution, r.Region), "intake.hide", func(op *ledger.Op) error {
		op.Object(r.ID)
		for _, m := range messages {
			if !wanted[m.ID] || m.hidden {
				continue
			}
			m.hidden, m.reporterWrapped = true, nil
			err := op.Update(messageTable, m.version, m.values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// Withdraw takes a report back. That is possible until it is registered; the institution may
// still follow what it has read.
func (d *Desk) Withdraw(ctx context.Context, institution, code string) error {
	_, r, err := d.byCode(ctx, institution, code)
	if err != nil {
		return err
	}
	_, err = d.log.Do(reporter(r.Institution, r.Region), "intake.withdraw", func(op *ledger.Op) error {
		return d.SetState(op, r.ID, StateWithdrawn, "")
	})
	return err
}

// StageReply takes in a file for a reply. See evidence.Room.Stage.
func (d *Desk) StageReply(ctx context.Context, institution, code string, in evidence.StageIn) (evidence.Staged, error) {
	c, r, err := d.byCode(ctx, institution, code)
	if err != nil {
		return evidence.Staged{}, err
	}
	in.To, err = d.keys.ByID(ctx, r.OwnerKey)
	if err != nil {
		return evidence.Staged{}, err
	}
	in.Institution, in.Region, in.Draft = r.Institution, r.Region, c.files()
	return d.evidence.Stage(ctx, in)
}

// Stage takes in a file for a draft. See evidence.Room.Stage.
func (d *Desk) Stage(ctx context.Context, institution string, draft Draft, in evidence.StageIn) (evidence.Staged, error) {
	var err error
	in.To, err = d.keys.InstitutionKey(ctx, institution, seal.KindIntake)
	if err != nil {
		return evidence.Staged{}, err
	}
	in.Institution, in.Draft = institution, draft[:]
	return d.evidence.Stage(ctx, in)
}

// Staged returns what a draft has staged.
func (d *Desk) Staged(ctx context.Context, institution string, draft Draft) ([]evidence.Staged, error) {
	return d.evidence.Staged(ctx, institution, draft[:])
}

// Unstage removes a staged file of a draft.
func (d *Desk) Unstage(ctx context.Context, institution string, draft Draft, id string) error {
	return d.evidence.Unstage(ctx, institution, draft[:], id)
}
