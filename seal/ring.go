package seal

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"rambu.id"
)

var _ rambu.Keys = (*Ring)(nil)

// Ring holds the keys of one officer for one request or session: his own, and those granted
// to it, opened when first needed.
type Ring struct {
	store *Store
	own   string
	ctx   context.Context //nolint:containedctx // lives as long as the request it serves

	mu    sync.Mutex
	pairs map[string]*Pair
}

// NewRing makes a ring from an officer's own key. The ring lives as long as ctx.
func (s *Store) NewRing(ctx context.Context, keyID string, pair *Pair) *Ring {
	return &Ring{store: s, own: keyID, ctx: ctx, pairs: map[string]*Pair{keyID: pair}}
}

// maxDepth bounds chains of grants: account → institution → case.
const maxDepth = 4

// pair returns a held key, following grants from what the ring already holds.
func (r *Ring) pair(keyID string, depth int, seen []string) (*Pair, error) {
	if p, ok := r.pairs[keyID]; ok {
		return p, nil
	}
	if depth == 0 || slices.Contains(seen, keyID) {
		return nil, locked("key not held")
	}
	grants, err := r.store.grantsOf(r.ctx, keyID)
	if err != nil {
		return nil, err
	}
	// Keys already in hand first: most grants are made to the officer himself.
	slices.SortStableFunc(grants, func(a, b grant) int { return rank(r.pairs, a) - rank(r.pairs, b) })
	for _, g := range grants {
		holder, err := r.pair(g.holder, depth-1, append(seen, keyID))
		if rambu.KindOf(err) == rambu.Locked {
			continue
		}
		if err != nil {
			return nil, err
		}
		key, err := r.store.ByID(r.ctx, keyID)
		if err != nil {
			return nil, err
		}
		p, err := g.open(key, holder)
		if err != nil {
			continue // forged or spoilt: another grant may be sound
		}
		r.pairs[keyID] = p
		return p, nil
	}
	return nil, locked("key not held")
}

// open opens a grant. Anybody can seal to the holder, so what comes out must be the pair whose
// public half the log tells of.
func (g grant) open(key Key, holder *Pair) (*Pair, error) {
	seed, err := holder.Open(grantInfo(key.ID, g.holder), g.wrapped)
	if err != nil {
		return nil, err
	}
	p, err := PairFromSeed(seed)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(p.Public(), key.Public) {
		return nil, locked("a grant holds another key")
	}
	return p, nil
}

func rank(held map[string]*Pair, g grant) int {
	if _, ok := held[g.holder]; ok {
		return 0
	}
	return 1
}

func (r *Ring) get(keyID string) (*Pair, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pair(keyID, maxDepth, nil)
}

// Open opens what was sealed to a key the ring holds.
func (r *Ring) Open(keyID string, info, sealed []byte) ([]byte, error) {
	p, err := r.get(keyID)
	if err != nil {
		return nil, err
	}
	return p.Open(info, sealed)
}

// MAC returns the keyed digest of data under a held key.
func (r *Ring) MAC(keyID string, data []byte) ([]byte, error) {
	p, err := r.get(keyID)
	if err != nil {
		return nil, err
	}
	return p.mac(data)
}

// Rewrap seals a held key to another public key.
func (r *Ring) Rewrap(keyID string, info, public []byte) ([]byte, error) {
	p, err := r.get(keyID)
	if err != nil {
		return nil, err
	}
	return Seal(public, info, p.Seed())
}

// Sign signs with the officer's own key.
func (r *Ring) Sign(message []byte) (signature, public []byte, err error) {
	p, err := r.get(r.own)
	if err != nil {
		return nil, nil, err
	}
	return p.Sign(message), p.VerifyKey(), nil
}

// OpenContent opens a content key that was sealed to a key, and with it a sealed value.
func OpenContent(keys rambu.Keys, keyID string, keyInfo, wrapped []byte) (ContentKey, error) {
	if keys == nil {
		return ContentKey{}, locked("no keys in this session")
	}
	b, err := keys.Open(keyID, keyInfo, wrapped)
	if err != nil {
		return ContentKey{}, err
	}
	return ContentKeyFrom(b)
}
