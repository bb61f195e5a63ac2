package seal

import (
	"crypto/hpke"
	"fmt"
	"slices"
	"sync"
	"time"

	"rambu.id"
)

// A Keymaker makes content keys that the owner of a public key can make again, without the half a
// millisecond of public-key work for each: keys asked for within the same second come from one
// encapsulation, as secrets exported under different names (RFC 9180, section 5.3).
//
// Who reads the memory of the process learns at most the keys of that second. Who reads what is
// stored sees that two keys came from one encapsulation, hence within one second.
type Keymaker struct {
	public hpke.PublicKey
	clock  rambu.Clock // the machine's

	mu     sync.Mutex
	sender *hpke.Sender
	sealed []byte // suite and encapsulation
	made   time.Time
	left   int
}

// The bounds of one encapsulation.
const (
	exportSpan = time.Second
	exportUses = 64
)

// exportInfo separates encapsulations for keymaking from all others to the same key.
const exportInfo = "rambu/v1\nkeymaker"

// NewKeymaker makes keys for the owner of a public key.
func NewKeymaker(public []byte, clock rambu.Clock) (*Keymaker, error) {
	p, err := ParsePublic(public)
	if err != nil {
		return nil, err
	}
	return &Keymaker{public: p.key, clock: clock}, nil
}

// Key makes a content key for the place that info names, and what the owner opens it from with the
// same info. No two places share a key.
func (m *Keymaker) Key(info []byte) (ContentKey, []byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	age := m.clock.Now().Sub(m.made)
	if m.left == 0 || age < 0 || age > exportSpan {
		err := m.encapsulate()
		if err != nil {
			return ContentKey{}, nil, err
		}
	}
	m.left--
	b, err := m.sender.Export(string(info), len(ContentKey{}))
	if err != nil {
		return ContentKey{}, nil, fmt.Errorf("export a key: %w", err)
	}
	return ContentKey(b), slices.Clone(m.sealed), nil
}

func (m *Keymaker) encapsulate() error {
	enc, sender, err := hpke.NewSender(m.public, hpke.HKDFSHA256(), hpke.ExportOnly(), []byte(exportInfo))
	if err != nil {
		return fmt.Errorf("encapsulate: %w", err)
	}
	m.sealed, m.sender = append([]byte{suiteExport}, enc...), sender
	m.made, m.left = m.clock.Now(), exportUses
	return nil
}

// export makes the key of a place again.
func (p *Pair) export(info, enc []byte) ([]byte, error) {
	r, err := hpke.NewRecipient(enc, p.private, hpke.HKDFSHA256(), hpke.ExportOnly(), []byte(exportInfo))
	if err != nil {
		return nil, locked("does not open with this key")
	}
	key, err := r.Export(string(info), len(ContentKey{}))
	if err != nil {
		return nil, locked("does not open with this key")
	}
	return key, nil
}
