// Package evidence keeps exhibits: the original byte for byte, sealed while it streams in, with
// the hash of what was given and the hash of what is stored.
//
// A file is first staged under the secret of a draft, expires when nobody submits, and becomes
// an exhibit in the operation that submits. Name, type, size and hash of the original are
// sealed; clear are only ids, the subject, times, and size and hash of the padded ciphertext.
// Custody is the operation log: every taking in, handing over and reading is an operation.
package evidence

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/ledger"
	"rambu.id/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The limits of what one draft may stage.
const (
	MaxFile   = 250 << 20 // bytes of one file
	MaxFiles  = 10        // files of one draft
	stagedFor = 24 * time.Hour
)

// maxStaged is the room on disk for files of drafts that nobody has submitted yet, when the
// configuration says nothing: a flood of uploads must not fill the disk of the exhibits.
const maxStaged = 20 << 30

// The prefix of ids of exhibits.
const idPrefix = "bkt"

// Config names what a room needs.
type Config struct {
	Log     *ledger.Log
	Keys    *seal.Store
	Blobs   blob.Store
	Machine rambu.Clock // drives the expiry of staged files
	// MaxStaged is how many bytes of staged files one instance keeps; 0: 20 GiB.
	MaxStaged int64
}

// Room keeps the exhibits of an instance.
type Room struct {
	log       *ledger.Log
	keys      *seal.Store
	blobs     blob.Store
	machine   rambu.Clock
	maxStaged int64
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Room, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	err = c.Log.DB().Migrate(ctx, "evidence", sub)
	if err != nil {
		return nil, err
	}
	r := &Room{log: c.Log, keys: c.Keys, blobs: c.Blobs, machine: c.Machine, maxStaged: c.MaxStaged}
	if r.maxStaged == 0 {
		r.maxStaged = maxStaged
	}
	return r, nil
}

var exhibitTable = ledger.NewTable("evidence_exhibit", "id", "institution", "region", "subject",
	"blob", "blob_hash", "blob_size", "key_id", "file_key", "meta", "received_at")

// Tables are the owned tables of the package. Staged files are not among them: until a report
// is submitted nothing has happened that the log should know of.
func Tables() []*ledger.Table { return []*ledger.Table{exhibitTable} }

// Meta is what is known of a file, sealed with it.
type Meta struct {
	Name   string `json:"nama"`
	Type   string `json:"jenis"`  // MIME type as its bytes say, not as its sender says
	Size   int64  `json:"ukuran"` // bytes of the original
	SHA256 string `json:"sha256"` // of the original, hexadecimal
}

// Exhibit is the clear side of an exhibit.
type Exhibit struct {
	ID          string
	Institution string
	Region      string
	Subject     string // id of the report or case it belongs to
	ReceivedAt  time.Time
	BlobSize    int64  // bytes of padded ciphertext
	BlobHash    []byte // SHA-256 of the ciphertext
	KeyID       string // key its own key is sealed to

	blob    string
	fileKey []byte
	meta    []byte
	version int64
}

func fileInfo(id string) []byte { return seal.Info("evidence_exhibit/file", id) }
func keyInfo(id string) []byte  { return seal.Info("evidence_exhibit/key", id) }
func metaInfo(id string) []byte { return seal.Info("evidence_exhibit/meta", id) }
