// Package short makes the secrets that people pass on by hand: what a short link ends in, what is
// printed on a card. They are read out, typed from paper and shared by telephone. What a program
// keeps of one is what it is found by, never the secret.
package short

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"rambu.id/seal"
)

// alphabet is Crockford's base32 in lower case: no i, l, o or u to misread.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Length gives 60 random bits: short enough to read out, too many to guess.
const Length = 12

// longest is how long a secret is with everything people write between its letters.
const longest = 60

// New makes a secret.
func New() string {
	var b [Length]byte
	_, _ = rand.Read(b[:])
	for i := range b {
		b[i] = alphabet[b[i]%byte(len(alphabet))] // 256 is a multiple of 32: every letter as likely
	}
	return string(b[:])
}

// Parse reads a secret as people write it, see Fold. It returns false for anything that cannot be one.
func Parse(s string) (string, bool) {
	if len(s) > longest {
		return "", false
	}
	text := Fold(s)
	if len(text) != Length || strings.Trim(text, alphabet) != "" {
		return "", false
	}
	return text, true
}

// Fold turns a code as people write it into what it was made of: small letters, no spaces, dots or
// dashes, 0 for o and 1 for i and l.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == 0xa0 || r == '.' || r == '-' || (r >= 0x2010 && r <= 0x2015):
			return -1
		}
		switch r {
		case 'i', 'l':
			return '1'
		case 'o':
			return '0'
		}
		return r
	}, s)
}

// Grouped writes a secret in groups of four, as it is read out.
func Grouped(secret string) string {
	var parts []string
	for len(secret) > 4 {
		parts, secret = append(parts, secret[:4]), secret[4:]
	}
	return strings.Join(append(parts, secret), "-")
}

// Lookup is what is stored of a secret, to find its row by; purpose keeps those of one use from
// those of another.
func Lookup(secret, purpose string) string {
	sum := sha256.Sum256(seal.Derive([]byte(secret), purpose))
	return hex.EncodeToString(sum[:])
}

// Key is the key that a secret carries: whoever has it opens what was sealed under it, whoever has
// only the database does not.
func Key(secret, purpose string) seal.ContentKey {
	return seal.ContentKey(seal.Derive([]byte(secret), purpose))
}
