package directive

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"rambu.id/seal"
)

// alphabet is Crockford's base32 in lower case: no i, l, o or u to misread.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// secretLength gives 60 random bits: a short link can be read out, a post's code typed from paper.
const secretLength = 12

// newSecret makes the secret of a short link or the code of a post.
func newSecret() string {
	var b [secretLength]byte
	_, _ = rand.Read(b[:])
	for i := range b {
		b[i] = alphabet[b[i]%byte(len(alphabet))] // 256 is a multiple of 32: every letter as likely
	}
	return string(b[:])
}

// ParseSecret reads a secret as people write it: in any case, with spaces, dots or dashes, o for
// 0 and i or l for 1. It returns false for anything that cannot be one.
func ParseSecret(s string) (string, bool) {
	if len(s) > 60 {
		return "", false
	}
	text := strings.Map(func(r rune) rune {
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
	if len(text) != secretLength || strings.Trim(text, alphabet) != "" {
		return "", false
	}
	return text, true
}

// lookup is what is stored of a secret, to find its row by; what says which kind it is.
func lookup(what, secret string) string {
	sum := sha256.Sum256(seal.Derive([]byte(secret), "directive/"+what))
	return hex.EncodeToString(sum[:])
}

// linkKey is the key that a short link carries: whoever has the link reads the directive, whoever
// has only the database does not.
func linkKey(secret string) seal.ContentKey {
	return seal.ContentKey(seal.Derive([]byte(secret), "directive/link-key"))
}
