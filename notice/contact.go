package notice

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"rambu.id"
	"rambu.id/internal/mail"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// ContactState says whether an address is known to be its owner's.
type ContactState string

// The states of a contact.
const (
	Asked     ContactState = "ditanya" // a code was sent there
	Confirmed ContactState = "aktif"
)

// Contact is where an account wants to be told. Its owner alone is shown the address.
type Contact struct {
	ID          string // account
	Institution string
	Region      string
	State       ContactState
	Lang        words.Lang
	Address     string // opened by Mine

	askedOn rambu.Date
	asked   int // codes sent on that day
	sealed  []byte
	version int64
}

func (c *Contact) values() []any {
	return []any{c.ID, c.Institution, c.Region, string(c.State), string(c.Lang), c.askedOn, c.asked, c.sealed}
}

func contactInfo(id string) []byte { return seal.Info("notice_contact", id) }

// open opens the address with the mail key. Errors: Locked when it was sealed to another one.
func (d *Desk) open(c Contact) (string, error) {
	plain, err := d.key.Open(contactInfo(c.ID), c.sealed)
	return string(plain), err
}

func off() error { return rambu.Fault(rambu.Conflict, "notice.error.off") }

// Mine returns the actor's own contact. Errors: NotFound when he has none.
func (d *Desk) Mine(ctx context.Context, who rambu.Actor) (Contact, error) {
	err := house(who)
	if err != nil {
		return Contact{}, err
	}
	if !d.On() {
		return Contact{}, off()
	}
	c, err := d.contact(ctx, who.Institution, who.Account)
	if err != nil {
		return Contact{}, err
	}
	c.Address, err = d.open(c)
	if err != nil {
		return Contact{}, rambu.Errorf(rambu.NotFound, "sealed to a mail key that is gone: %v", err)
	}
	return c, nil
}

// maxAsked is how many codes an account may have sent in a day: nobody floods somebody else.
const maxAsked = 5

// SetAddress keeps where the actor wants to be told, and sends a code there. Until he gives it
// back, nothing else is sent. Errors: Invalid for what is no address, TooMany.
func (d *Desk) SetAddress(_ context.Context, who rambu.Actor, address string, lang words.Lang) error {
	err := house(who)
	if err != nil {
		return err
	}
	if !d.On() {
		return off()
	}
	address, err = mail.ParseAddress(address)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "mail.error.address").On("alamat")
	}
	sealed, err := d.key.Seal(contactInfo(who.Account), []byte(address))
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "notice.set_address", func(op *ledger.Op) error {
		op.Object(who.Account)
		c, err := contactIn(op)
		if err != nil && rambu.KindOf(err) != rambu.NotFound {
			return err
		}
		today := rambu.DateOf(d.Calendar.Local(who.Region, op.At))
		if c.askedOn != today {
			c.askedOn, c.asked = today, 0
		}
		if c.asked >= maxAsked {
			return rambu.Fault(rambu.TooMany, "notice.error.asked").On("alamat")
		}
		version := c.version
		c.ID, c.Institution, c.Region, c.State, c.Lang, c.sealed = who.Account, who.Institution, who.Region, Asked, lang, sealed
		c.asked++
		if version == 0 {
			err = op.Insert(contactTable, c.values()...)
		} else {
			err = op.Update(contactTable, version, c.values()...)
		}
		if err != nil {
			return err
		}
		return d.personal(op, Confirm, who)
	})
	return err
}

// personal tells the actor himself of something.
func (d *Desk) personal(op *ledger.Op, kind Kind, who rambu.Actor) error {
	e := Event{
		ID: rambu.NewID("pbt"), Institution: who.Institution, Region: who.Region, Kind: kind, Object: who.Account, Recipients: 1, CreatedAt: op.At,
	}
	e.Source = e.ID
	err := op.Insert(eventTable, e.values()...)
	if err != nil {
		return err
	}
	return d.Queue.Put(op.Tx, []queue.Item{e.item(Recipient{Account: who.Account}, "")})
}

// code is what proves that somebody reads an address. It is worked out from the mail key, so it
// is kept nowhere.
func (d *Desk) code(account, address string) string {
	h := hmac.New(sha256.New, seal.Derive(d.key[:], "notice/confirm"))
	h.Write([]byte(account + "\n" + address))
	text := base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").EncodeToString(h.Sum(nil)[:10])
	return text[:4] + "-" + text[4:8] + "-" + text[8:12]
}

// ConfirmAddress takes the code that was sent. Errors: Invalid for a wrong one.
func (d *Desk) ConfirmAddress(ctx context.Context, who rambu.Actor, code string) error {
	c, err := d.Mine(ctx, who)
	if err != nil {
		return err
	}
	want := strings.ReplaceAll(d.code(c.ID, c.Address), "-", "")
	got := strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(code)))
	if !hmac.Equal([]byte(want), []byte(got)) {
		return rambu.Fault(rambu.Invalid, "notice.error.code").On("kode")
	}
	if c.State == Confirmed {
		return nil
	}
	_, err = d.Log.Do(who, "notice.confirm_address", func(op *ledger.Op) error {
		op.Object(c.ID)
		c.State = Confirmed
		return op.Update(contactTable, c.version, c.values()...)
	})
	return err
}

// RemoveAddress forgets where the actor wanted to be told. What waits for him is not sent.
func (d *Desk) RemoveAddress(_ context.Context, who rambu.Actor) error {
	err := house(who)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "notice.remove_address", func(op *ledger.Op) error {
		c, err := contactIn(op)
		if err != nil {
			return err
		}
		op.Object(c.ID)
		return op.Delete(contactTable, c.ID, c.version)
	})
	return err
}

// TryOut sends the actor himself a mail, to see whether it arrives.
func (d *Desk) TryOut(ctx context.Context, who rambu.Actor) error {
	err := mayOversee(who)
	if err != nil {
		return err
	}
	c, err := d.Mine(ctx, who)
	if err != nil && rambu.KindOf(err) == rambu.NotFound || err == nil && c.State != Confirmed {
		return rambu.Fault(rambu.Conflict, "notice.error.no_address")
	}
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "notice.try_out", func(op *ledger.Op) error { return d.personal(op, Trial, who) })
	return err
}

// Overview is what became of what was told, for the administrator.
type Overview struct {
	Event

	Counts map[queue.State]int
}

// Gone is how many recipients' rows were removed because they ended longer ago than queue.Keep.
func (o Overview) Gone() int {
	n := o.Recipients
	for _, k := range o.Counts {
		n -= k
	}
	return max(0, n)
}

// mostListed bounds the lists of the administrator.
const mostListed = 100

// Events lists what posts were told of, newest first.
func (d *Desk) Events(ctx context.Context, who rambu.Actor) ([]Overview, error) {
	err := mayOversee(who)
	if err != nil {
		return nil, err
	}
	all, err := d.events(ctx, who.Institution, mostListed)
	if err != nil {
		return nil, err
	}
	counts, err := d.Queue.Counts(ctx, who.Institution)
	out := make([]Overview, len(all))
	for i, e := range all {
		out[i] = Overview{e, counts[e.ID]}
	}
	return out, err
}

// Told is one recipient of an event, and what became of it.
type Told struct {
	queue.Item
	Recipient
}

// Recipients lists the recipients of an event, behind a cursor.
func (d *Desk) Recipients(ctx context.Context, who rambu.Actor, id, after string) (Event, []Told, error) {
	err := mayOversee(who)
	if err != nil {
		return Event{}, nil, err
	}
	e, err := d.event(ctx, who.Institution, id)
	if err != nil {
		return Event{}, nil, err
	}
	items, err := d.Queue.Of(ctx, who.Institution, id, after, mostListed)
	out := make([]Told, len(items))
	for i, item := range items {
		out[i] = Told{item, recipientOf(item)}
	}
	return e, out, err
}

// Again sends one mail once more, because a person says so who knows that it may arrive twice.
func (d *Desk) Again(ctx context.Context, who rambu.Actor, event, item string) error {
	err := mayOversee(who)
	if err != nil {
		return err
	}
	e, err := d.event(ctx, who.Institution, event)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "notice.again", func(op *ledger.Op) error {
		op.Object(e.ID)
		if !strings.HasPrefix(item, e.ID+"/") {
			return rambu.Errorf(rambu.NotFound, "no recipient of this event")
		}
		return d.Queue.Retry(op.Tx, who.Institution, item)
	})
	return err
}
