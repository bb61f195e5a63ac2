// Package contact is the book of contacts between a government and those who run or supervise the
// election: that they spoke, who and about which topic, never what was in a case. An entry is a
// letter of its own kind, and the other side countersigns or disputes it with its answer: both hold
// the same entry, and neither can change or delete it alone.
package contact

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Way is how two institutions spoke.
type Way string

// The closed list of ways.
const (
	InMeeting Way = "rapat"
	ByPhone   Way = "telepon"
	ByLetter  Way = "surat"
	OnVisit   Way = "kunjungan"
)

// Ways lists the ways in the order shown.
func Ways() []Way { return []Way{InMeeting, ByPhone, ByLetter, OnVisit} }

// Topic is what they spoke about.
type Topic string

// Topics is the closed list of topics, in the order shown. None is a case: those have the letters
// of the law.
func Topics() []Topic {
	return []Topic{
		"jadwal-tahapan", "jadwal-kampanye", "tempat-kampanye", "logistik", "tempat-pemungutan", "daftar-pemilih", "keamanan", "sosialisasi",
		"netralitas-umum", "cuti-kepala-daerah", "dukungan-sekretariat", "rapat-bersama", "surat-menyurat",
	}
}

// Side says who entered a contact, as the holder of the row sees it.
type Side string

// The sides.
const (
	Ours   Side = "kami"
	Theirs Side = "mereka"
)

// State is where an entry stands.
type State string

// The closed list of states. All but the first two are final.
const (
	Unsent    State = "belum-dikirim" // its letter, or our answer, has not left
	Waiting   State = "menunggu"      // for the other side
	Confirmed State = "disahkan"
	Disputed  State = "dibantah"
)

// States lists the states in the order shown.
func States() []State { return []State{Unsent, Waiting, Confirmed, Disputed} }

// Config names what the book stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Procedure *procedure.Service // legal days
	Roster    *roster.Store
	Letters   *letter.Desk
	Words     *words.Words // letters are Indonesian
}

// Book is the book of contacts of every institution with a room on this instance.
type Book struct {
	Config

	db *db.DB
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Book, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	b := &Book{Config: c, db: c.Log.DB()}
	return b, b.db.Migrate(ctx, "contact", sub)
}

// Today is the legal date of the actor's region.
func (b *Book) Today(who rambu.Actor) rambu.Date { return b.Procedure.Today(who.Region) }

func (b *Book) t(key string, args ...string) string { return b.Words.T(words.ID, key, args...) }

// Entry is one contact as the actor's institution holds it.
type Entry struct {
	ID        string // "ktk_…", the same on both sides
	Side      Side
	Other     string // institution
	On        rambu.Date
	Way       Way
	Topic     Topic
	Letter    string // "srt_…" that carried it
	Answer    string // "srt_…" of our own answer, "" for an entry of our own
	Digest    string // of the entry, the same on both sides
	EnteredAt time.Time
	Recorder  string
	State     State
	Days      int    // since it was entered, while it waits
	Replied   string // "tmb_…", the other side's answer to an entry of our own
	OnPaper   bool   // that answer came on paper
	Content   Content

	institution, region string
	verdict             State
	keyID               string
	sealed              []byte
	version             int64
}

// Content is who spoke and the short note; sealed.
type Content struct {
	From    []kinds.ContactPerson `json:"from"` // of the side that entered it
	To      []kinds.ContactPerson `json:"to"`
	Note    string                `json:"note"`
	Wording string                `json:"wording"` // of whoever disputed it
}

func entryInfo(id string) []byte { return seal.Info("contact_entry", id) }

// rowID is the id of an institution's own row.
func rowID(entry, institution string) string { return entry + "@" + institution }

// Digest is the fingerprint of an entry: two prints that show the same one hold the same entry.
func Digest(p kinds.Contact) string {
	plain, err := json.Marshal(p)
	if err != nil {
		return "" // plain structs of texts always encode
	}
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:])
}

// seal seals the content of a row to the letter key of its institution.
func (b *Book) seal(ctx context.Context, e *Entry) error {
	key, err := b.Keys.InstitutionKey(ctx, e.institution, seal.KindLetter)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(e.Content)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "encode: %v", err)
	}
	e.keyID = key.ID
	e.sealed, err = seal.Seal(key.Public, entryInfo(rowID(e.ID, e.institution)), plain)
	return err
}

// open opens the content of a row; without the key it stays empty.
func (e *Entry) open(who rambu.Actor) error {
	if who.Keys == nil {
		return nil
	}
	plain, err := who.Keys.Open(e.keyID, entryInfo(rowID(e.ID, e.institution)), e.sealed)
	if err != nil && rambu.KindOf(err) == rambu.Locked {
		return nil
	}
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, &e.Content)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "entry %s: %v", e.ID, err)
	}
	return nil
}
