// Package letter writes, numbers, signs, sends and receives official letters: the only way by
// which two rooms speak. A letter is addressed to posts; its envelope is clear and signed, its
// body is sealed to the institutions that may read it. Sending is not delivering: Send closes
// the sender's side, Deliver brings the letter into another institution's inbox, any number of
// times with one result.
package letter

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
	"rambu.id/seal/attachment"
)

//go:embed migrations/*.sql
var migrations embed.FS

// State is where a letter stands on the sender's side.
type State string

// The states of an outgoing letter.
const (
	Draft     State = "konsep"
	Signed    State = "ditandatangani" // has its number
	Sent      State = "dikirim"
	Answered  State = "dijawab"
	Closed    State = "ditutup"
	Cancelled State = "batal" // keeps its number: a gap explained
)

// States lists the states of an outgoing letter in their order.
func States() []State { return []State{Draft, Signed, Sent, Answered, Closed, Cancelled} }

// next is the closed table of transitions of an outgoing letter.
func (s State) next() []State {
	return map[State][]State{
		Draft:    {Signed, Cancelled},
		Signed:   {Sent, Cancelled},
		Sent:     {Answered, Closed},
		Answered: {Closed},
	}[s]
}

// ArrivedState is where a letter stands on the addressee's side.
type ArrivedState string

// The states of an incoming letter.
const (
	Received     ArrivedState = "diterima"
	Acknowledged ArrivedState = "diakui"    // somebody signed for it by name
	Handled      ArrivedState = "ditangani" // a matter was opened from it
	Replied      ArrivedState = "dijawab"
	Filed        ArrivedState = "ditutup" // needs nothing more
)

// ArrivedStates lists the states of an incoming letter in their order.
func ArrivedStates() []ArrivedState {
	return []ArrivedState{Received, Acknowledged, Handled, Replied, Filed}
}

func (s ArrivedState) next() []ArrivedState {
	return map[ArrivedState][]ArrivedState{
		Received:     {Acknowledged, Handled, Replied, Filed},
		Acknowledged: {Handled, Replied, Filed},
		Handled:      {Replied, Filed},
		Replied:      {Filed},
	}[s]
}

// CopyState is how far one recipient's copy has come.
type CopyState string

// The states of a copy.
const (
	CopyPrepared  CopyState = "disiapkan"  // the letter is not sent yet
	CopyQueued    CopyState = "antre"      // sealed to the addressee, not delivered yet
	CopyDelivered CopyState = "terkirim"   // in the addressee's inbox
	CopyReceipted CopyState = "diakui"     // acknowledged by name
	CopyOutside   CopyState = "luar-rambu" // the addressee has no room: goes as paper or PDF
	CopyHandedOn  CopyState = "diserahkan" // handed over outside, with date and receipt
)

// Part is the part a recipient has.
type Part string

// The parts.
const (
	PartTo Part = "utama"
	PartCC Part = "tembusan"
)

// Nature is the security class printed on the letter (Sifat).
type Nature string

// The natures.
const (
	Ordinary     Nature = "biasa"
	Restricted   Nature = "terbatas"
	Confidential Nature = "rahasia"
)

// Natures lists the natures in the order forms show them.
func Natures() []Nature { return []Nature{Ordinary, Restricted, Confidential} }

// Method is how a letter was signed.
type Method string

// The methods.
const (
	ByKey  Method = "kunci" // our key of the holder of the signing post
	ByBSrE Method = "bsre"  // a PDF signed with a BSrE certificate, whose hash is kept
	ByInk  Method = "basah" // ink on paper, scanned
)

// Way is how a copy reached an addressee by hand.
type Way string

// The ways outside Rambu.
const (
	InPerson   Way = "langsung" // by whoever works with the addressee, as a camat with his villages
	ByCourier  Way = "kurir"
	ByMail     Way = "surel"
	ByPost     Way = "pos"
	BySBT      Way = "sbt" // uploaded to BKN's own system
	BySRIKANDI Way = "srikandi"
)

// Ways lists the ways in the order forms show them.
func Ways() []Way { return []Way{InPerson, ByCourier, ByPost, ByMail, BySBT, BySRIKANDI} }

// Reason says why a numbered letter was cancelled.
type Reason string

// The closed list of reasons. A remark in words is sealed beside it.
const (
	WrongText      Reason = "salah-isi"
	WrongAddressee Reason = "salah-alamat"
	Twice          Reason = "ganda"
	Withdrawn      Reason = "ditarik"
)

// Reasons lists the reasons in the order forms show them.
func Reasons() []Reason { return []Reason{WrongText, WrongAddressee, Twice, Withdrawn} }

// Config names what the package needs.
type Config struct {
	Log   *ledger.Log
	Keys  *seal.Store
	Blobs blob.Store
	Words *words.Words
	// Today gives the local legal date of a region: calendar.Calendar.Today.
	Today func(region string, at time.Time) rambu.Date
	// MaySign says whether who may sign in the name of a post on a day (decree, acting office,
	// limits of a Plt). It returns nil, or a Forbidden or Blocked fault that names the rule.
	MaySign func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error
	// BaseURL is the address of this instance, printed in the QR code ("https://…"), "" for none.
	BaseURL string
	// Practice marks everything printed LATIHAN.
	Practice bool
	// Guard reads the citations of a letter before it is signed; nil reads none.
	Guard *cite.Checker
}

// Desk is the mail desk of all institutions with a room on this instance.
type Desk struct {
	log      *ledger.Log
	db       *db.DB
	keys     *seal.Store
	keeper   attachment.Keeper
	words    *words.Words
	today    func(region string, at time.Time) rambu.Date
	maySign  func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error
	baseURL  string
	practice bool
	guard    *cite.Checker
	sight    *sight       // asked before anybody sees a letter
	owns     []kinds.Kind // see As
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Desk, error) {
	if c.Log == nil || c.Keys == nil || c.Blobs == nil || c.Words == nil || c.Today == nil || c.MaySign == nil {
		return nil, rambu.Errorf(rambu.Internal, "letter: the configuration is not complete")
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	d := &Desk{
		log: c.Log, db: c.Log.DB(), keys: c.Keys, keeper: keeper(c.Blobs), words: c.Words, today: c.Today,
		maySign: c.MaySign, baseURL: strings.TrimSuffix(c.BaseURL, "/"), practice: c.Practice, guard: c.Guard,
		sight: &sight{matters: map[string]Matters{}},
	}
	return d, d.db.Migrate(ctx, "letter", sub)
}

// now is the legal time.
func (d *Desk) now() time.Time { return d.log.Clock().Now() }

// todayOf is the local legal date of the actor's region.
func (d *Desk) todayOf(who rambu.Actor) rambu.Date { return d.today(who.Region, d.now()) }

// InstitutionOf returns the institution of a post's address: "bawaslu.18.01" of
// "bawaslu.18.01/ketua". An institution is its own address ("bkn").
func InstitutionOf(address string) string {
	institution, _, _ := strings.Cut(address, "/")
	return institution
}

// Outgoing is the clear part of a letter on the sender's side.
type Outgoing struct {
	ID          string // "srt_…"
	Institution string
	Region      string
	Kind        kinds.Kind
	KindVersion int
	State       State
	Nature      Nature
	Series      string // numbering series
	Code        string // classification code in the number
	Number      string // "" before it is signed
	Year        int
	Seq         int64      // counter drawn here, 0 for a number from outside
	Date        rambu.Date // of the letter, "" before it is signed
	ReplyDue    rambu.Date
	ReplyTo     string // id of the letter it answers
	Signer      string // post that signs
	Drafter     string // post that drafted
	Account     string // whose key signed the header
	Method      Method
	About       string // id of the sender's own matter; never leaves the institution
	AnsweredBy  string // id of the letter that answered it
	AnsweredAt  time.Time
	Cancelled   Reason
	CreatedAt   time.Time
	SignedAt    time.Time
	SentAt      time.Time
	Copies      []Copy // filled by Open and Outbox
	Version     int64  // goes up with every change

	keyID     string
	wrapped   []byte
	sealed    []byte
	block     []byte
	note      []byte
	header    string
	public    []byte
	signature []byte
}

// Overdue reports whether an answer was due before a day and has not come.
func (o Outgoing) Overdue(on rambu.Date) bool {
	return o.State == Sent && o.ReplyDue != "" && o.ReplyDue < on
}

// Copy is one recipient of a letter.
type Copy struct {
	ID            string // "tmb_…", also the id of the row in the addressee's inbox
	Institution   string // the sender's
	Region        string
	Letter        string
	Position      int
	ToInstitution string
	ToPost        string
	Part          Part
	State         CopyState
	How           Way // outside Rambu
	HandedOn      rambu.Date
	DeliveredAt   time.Time
	AckAt         time.Time
	AckPost       string
	Proof         Proof // filled by Open when its key is held

	keyID   string
	wrapped []byte
	proof   []byte
	version int64
}

// Proof is what shows that a copy arrived: who took it, and a scanned receipt.
type Proof struct {
	Name string    `json:"name"`
	Note string    `json:"note"`
	At   time.Time `json:"at"`
	Scan *File     `json:"scan,omitempty"`
}

// Incoming is the clear part of a letter in an inbox.
type Incoming struct {
	ID          string // "tmb_…"
	Institution string
	Region      string
	Letter      string // "srt_…"
	Origin      Origin
	Sender      string // institution address, or "luar" for one that has none
	Kind        kinds.Kind
	KindVersion int
	Nature      Nature
	Number      string
	Date        rambu.Date // of the letter
	ToPost      string
	Part        Part
	State       ArrivedState
	ReplyDue    rambu.Date
	ReplyTo     string // id of our letter it answers
	ReceivedOn  rambu.Date
	ReceivedAt  time.Time
	AckAt       time.Time
	AckPost     string
	Handled     string // id of the matter opened from it
	AnsweredBy  string
	AnsweredAt  time.Time

	parcel  string
	receipt []byte
	version int64
}

// Overdue reports whether our answer was due before a day and has not gone out.
func (i Incoming) Overdue(on rambu.Date) bool {
	return i.ReplyDue != "" && i.ReplyDue < on && slices.Contains([]ArrivedState{Received, Acknowledged, Handled}, i.State)
}

// Origin says how a letter came in.
type Origin string

// The origins.
const (
	FromRambu   Origin = "rambu"
	FromOutside Origin = "luar" // registered by hand from paper or e-mail
)
