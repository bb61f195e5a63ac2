// Package door makes the rotating code of a door screen and checks what somebody typed or
// scanned. It is pure: the secret and the time come from the caller.
//
// A step lasts 30 seconds of the machine's clock. A code counts in its own step and in the next,
// so it lives for 30 to 60 seconds after it was first shown, and a picture taken a minute ago
// never opens. The screen is drawn and the code checked by the same machine: there is no drift to
// allow for. What the screen shows are two HMACs of the step under a secret of 32 bytes that no
// page shows: six digits to type, and 100 bits for the QR code. Neither tells anything about the
// next one.
package door

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"time"
)

const (
	secretSize  = 32
	step        = 30 * time.Second
	tokenLength = 20 // characters of five bits
)

// NewSecret makes the secret of one door.
func NewSecret() []byte {
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret)
	return secret
}

// stepAt is the number of the step an instant lies in.
func stepAt(at time.Time) int64 { return at.Unix() / int64(step/time.Second) }

func mac(secret []byte, what string, n int64) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte("rambu/meeting/door/v1\n" + what + "\n"))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	return h.Sum(nil)
}

func digits(secret []byte, n int64) string {
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac(secret, "digits", n))%1_000_000)
}

func token(secret []byte, n int64) string {
	encoding := base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)
	return encoding.EncodeToString(mac(secret, "token", n))[:tokenLength]
}

// Code is what the screen shows in one step.
type Code struct {
	Digits string        // to type
	Token  string        // in the QR code
	Left   time.Duration // until the next
}

// Now returns the code of an instant.
func Now(secret []byte, at time.Time) Code {
	n := stepAt(at)
	return Code{Digits: digits(secret, n), Token: token(secret, n), Left: time.Unix((n+1)*int64(step/time.Second), 0).Sub(at)}
}

// Kind is how a code was given.
type Kind string

// The kinds.
const (
	None    Kind = "" // fits neither this step nor the last
	Typed   Kind = "kode"
	Scanned Kind = "qr"
)

// Fits says whether a code counts at an instant, and how it was given.
func Fits(secret []byte, at time.Time, code string) Kind {
	given := []byte(strings.ToLower(strings.Join(strings.Fields(code), "")))
	for n := stepAt(at); n >= stepAt(at)-1; n-- {
		if hmac.Equal(given, []byte(digits(secret, n))) {
			return Typed
		}
		if hmac.Equal(given, []byte(token(secret, n))) {
			return Scanned
		}
	}
	return None
}

// replayedFor is how long the door knows a code of its own again.
const replayedFor = 12 * time.Hour

// Was reports whether a code was one of this door before an instant: it is given again, from a
// picture or by whoever was let in with it.
func Was(secret []byte, at time.Time, code string) bool {
	given := []byte(strings.ToLower(strings.Join(strings.Fields(code), "")))
	fits := func(n int64) string { return digits(secret, n) }
	if len(given) == tokenLength {
		fits = func(n int64) string { return token(secret, n) }
	}
	for n := stepAt(at) - 2; n >= stepAt(at.Add(-replayedFor)); n-- {
		if hmac.Equal(given, []byte(fits(n))) {
			return true
		}
	}
	return false
}

// Wrong codes somebody may give in a while: five in ten minutes leave a guesser of six digits,
// two of which count at a time, one chance in a hundred thousand.
const (
	maxWrong   = 5
	wrongFor   = 10 * time.Minute
	maxGuesser = 10_000 // remembered at once
)

// Guesses counts wrong codes, in memory. The zero value is not ready: use NewGuesses.
type Guesses struct {
	mu  sync.Mutex
	bad map[string][]time.Time
}

// NewGuesses starts counting.
func NewGuesses() *Guesses { return &Guesses{bad: map[string][]time.Time{}} }

func (g *Guesses) recent(who string, now time.Time) []time.Time {
	var out []time.Time
	for _, at := range g.bad[who] {
		if now.Sub(at) < wrongFor {
			out = append(out, at)
		}
	}
	return out
}

// May reports whether somebody may try a code.
func (g *Guesses) May(who string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.recent(who, now)) < maxWrong
}

// Wrong counts a wrong code, and reports whether it was the last one for a while.
func (g *Guesses) Wrong(who string, now time.Time) (last bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.bad) >= maxGuesser {
		clear(g.bad)
	}
	g.bad[who] = append(g.recent(who, now), now)
	return len(g.bad[who]) == maxWrong
}

// Lit keeps the secrets of the doors whose screen is on, in memory: whoever has no office key can
// be let in by the code, and the database still holds no door's secret in clear. The zero value is
// not ready: use NewLit.
type Lit struct {
	mu      sync.Mutex
	secrets map[string][]byte
}

// NewLit starts with every screen dark.
func NewLit() *Lit { return &Lit{secrets: map[string][]byte{}} }

// Light remembers the secret of a door that is being shown.
func (l *Lit) Light(meeting string, secret []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.secrets[meeting] = secret
}

// Secret is the secret of a lit door; false when its screen is dark.
func (l *Lit) Secret(meeting string) ([]byte, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	secret, ok := l.secrets[meeting]
	return secret, ok
}

// Dark forgets a door.
func (l *Lit) Dark(meeting string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.secrets, meeting)
}
