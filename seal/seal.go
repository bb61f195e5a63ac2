// Package seal keeps what is confidential unreadable to whoever hosts it: envelopes sealed to
// the public keys of institutions, cases and officers, and the ring of keys a signed-in officer
// holds.
//
// Public-key sealing is HPKE (RFC 9180) with the hybrid KEM ML-KEM-768 + X25519, HKDF-SHA256
// and AES-256-GCM, so that what is stored today stays sealed if one of the two falls. Contents
// are sealed once under a random content key, and that key to those who may read.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"

	"rambu.id"
)

// suite is the first byte of everything sealed: a later suite gets another number.
const (
	suiteHPKE    byte = 1 // HPKE base mode, one shot
	suiteContent byte = 2 // AES-256-GCM with a random 96-bit nonce, padded
	suiteExport  byte = 3 // HPKE base mode, export only: see Keymaker
)

// SeedSize is the length of the secret a key pair is derived from, in bytes.
const SeedSize = 32

func locked(detail string) error {
	return &rambu.Error{Kind: rambu.Locked, Key: "error.locked", Detail: detail}
}

// Pair is a key pair derived from one seed: a hybrid key that seals, and an Ed25519 key that
// signs.
type Pair struct {
	seed    [SeedSize]byte
	private hpke.PrivateKey
	signing ed25519.PrivateKey
}

// NewPair makes a random key pair.
func NewPair() (*Pair, error) {
	var seed [SeedSize]byte
	_, _ = rand.Read(seed[:])
	return PairFromSeed(seed[:])
}

// PairFromSeed derives the pair of a 32-byte seed.
func PairFromSeed(seed []byte) (*Pair, error) {
	if len(seed) != SeedSize {
		return nil, rambu.Errorf(rambu.Internal, "a seed has %d bytes", SeedSize)
	}
	private, err := hpke.MLKEM768X25519().DeriveKeyPair(seed)
	if err != nil {
		return nil, fmt.Errorf("derive key pair: %w", err)
	}
	sign, err := hkdf.Key(sha256.New, seed, nil, "rambu/sign/v1", ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("derive signing key: %w", err)
	}
	p := &Pair{private: private, signing: ed25519.NewKeyFromSeed(sign)}
	copy(p.seed[:], seed)
	return p, nil
}

// Public returns the public key to seal to (1216 bytes).
func (p *Pair) Public() []byte { return p.private.PublicKey().Bytes() }

// VerifyKey returns the public key of the pair's signatures (Ed25519, 32 bytes).
func (p *Pair) VerifyKey() []byte { return p.signing.Public().(ed25519.PublicKey) } //nolint:forcetypeassert // documented

// Seed returns the secret itself, to be wrapped and stored, never in clear.
func (p *Pair) Seed() []byte { return p.seed[:] }

// Open opens what was sealed to the pair with the same info.
func (p *Pair) Open(info, sealed []byte) ([]byte, error) {
	if len(sealed) < 1 || sealed[0] != suiteHPKE && sealed[0] != suiteExport {
		return nil, locked("sealed with an unknown suite")
	}
	if sealed[0] == suiteExport {
		return p.export(info, sealed[1:])
	}
	out, err := hpke.Open(p.private, hpke.HKDFSHA256(), hpke.AES256GCM(), info, sealed[1:])
	if err != nil {
		return nil, locked("does not open with this key")
	}
	return out, nil
}

// Sign signs a message.
func (p *Pair) Sign(message []byte) []byte { return ed25519.Sign(p.signing, message) }

// mac derives a MAC key from the seed, so that the sealing key itself is never used for it.
func (p *Pair) mac(data []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, p.seed[:], nil, "rambu/index/v1", 32)
	if err != nil {
		return nil, fmt.Errorf("derive index key: %w", err)
	}
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil), nil
}

// Public is a parsed public key, for sealing many times without parsing again.
type Public struct{ key hpke.PublicKey }

// ParsePublic reads a public key.
func ParsePublic(b []byte) (Public, error) {
	k, err := hpke.MLKEM768X25519().NewPublicKey(b)
	if err != nil {
		return Public{}, rambu.Errorf(rambu.Internal, "not a public key: %v", err)
	}
	return Public{k}, nil
}

// Seal seals to the owner of the key. info binds the ciphertext to its place: see Info.
func (p Public) Seal(info, plaintext []byte) ([]byte, error) {
	out, err := hpke.Seal(p.key, hpke.HKDFSHA256(), hpke.AES256GCM(), info, plaintext)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return append([]byte{suiteHPKE}, out...), nil
}

// Seal seals to a public key given as bytes.
func Seal(public, info, plaintext []byte) ([]byte, error) {
	p, err := ParsePublic(public)
	if err != nil {
		return nil, err
	}
	return p.Seal(info, plaintext)
}

// Verify checks a signature of a Pair.
func Verify(verifyKey, message, signature []byte) bool {
	return len(verifyKey) == ed25519.PublicKeySize && ed25519.Verify(verifyKey, message, signature)
}

// Info names the place of a sealed value: what it is and which object it belongs to. A value
// moved to another row or column does not open.
func Info(what, id string) []byte { return []byte("rambu/v1\n" + what + "\n" + id) }

// ContentKey seals the contents of one report, letter or matter. It is random, and is itself
// sealed to those who may read.
type ContentKey [32]byte

// NewContentKey makes a random content key.
func NewContentKey() ContentKey {
	var k ContentKey
	_, _ = rand.Read(k[:])
	return k
}

// ContentKeyFrom reads a content key that was unwrapped.
func ContentKeyFrom(b []byte) (ContentKey, error) {
	var k ContentKey
	if len(b) != len(k) {
		return k, locked("a content key has the wrong length")
	}
	copy(k[:], b)
	return k, nil
}

func (k ContentKey) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		return nil, fmt.Errorf("content key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Seal seals plaintext, padded so that its length tells little.
func (k ContentKey) Seal(info, plaintext []byte) ([]byte, error) {
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	padded := make([]byte, paddedLen(len(plaintext)+4))
	binary.BigEndian.PutUint32(padded, uint32(len(plaintext)))
	copy(padded[4:], plaintext)
	out := append(make([]byte, 0, 1+len(padded)+aead.Overhead()), suiteContent)
	return aead.Seal(out, nil, padded, info), nil //nolint:gosec // this AEAD draws its nonce itself
}

// Open opens what Seal sealed with the same info.
func (k ContentKey) Open(info, sealed []byte) ([]byte, error) {
	if len(sealed) < 1 || sealed[0] != suiteContent {
		return nil, locked("sealed with an unknown suite")
	}
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(nil, nil, sealed[1:], info)
	if err != nil || len(padded) < 4 {
		return nil, locked("does not open with this key")
	}
	n := int(binary.BigEndian.Uint32(padded))
	if n > len(padded)-4 {
		return nil, locked("a sealed value has the wrong length")
	}
	return padded[4 : 4+n], nil
}

// minPadded hides the difference between short answers.
const minPadded = 256

// paddedLen rounds a length up as Padmé does (Nikitin et al. 2019): at most 12 % longer, and
// only O(log log n) bits of the length are left to see.
func paddedLen(n int) int {
	if n <= minPadded {
		return minPadded
	}
	e := bits.Len(uint(n)) - 1
	s := bits.Len(uint(e))
	mask := 1<<(e-s) - 1
	return (n + mask) &^ mask
}

// Derive derives a 32-byte secret from another for a named purpose (HKDF-SHA256).
func Derive(secret []byte, purpose string) []byte { return NewRoot(secret).Derive(purpose) }

// Root is a secret made ready to derive several others from: the first half of Derive, done once.
type Root []byte

// NewRoot makes a secret ready.
func NewRoot(secret []byte) Root {
	root, err := hkdf.Extract(sha256.New, secret, nil)
	if err != nil {
		return nil // only a forbidden hash fails
	}
	return root
}

// Derive is the function Derive of the root's secret.
func (r Root) Derive(purpose string) []byte {
	out, err := hkdf.Expand(sha256.New, r, "rambu/derive/v1/"+purpose, 32)
	if err != nil {
		return nil // only an output longer than 8 kB fails
	}
	return out
}
