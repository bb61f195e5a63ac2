package access

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"rambu.id"
	"rambu.id/seal"
)

//go:embed data/common.txt
var commonPasswords string

// Lengths of a password in characters. The upper one only bounds what is hashed.
const (
	MinPassword = 12
	maxPassword = 256
)

// CheckPassword says what is wrong with a new password: too short, common, or built from the
// login name or very few different characters. Longer is better than stranger, so nothing else
// is asked for.
func CheckPassword(login, password string) error {
	p := norm.NFC.String(password)
	n := utf8.RuneCountInString(p)
	if n < MinPassword {
		return rambu.Fault(rambu.Invalid, "access.error.password_short", "n", strconv.Itoa(MinPassword)).On("password")
	}
	if n > maxPassword {
		return rambu.Fault(rambu.Invalid, "access.error.password_long", "n", strconv.Itoa(maxPassword)).On("password")
	}
	low := strings.ToLower(p)
	if common(low) || distinct(low) < 5 || strings.Contains(low, strings.ToLower(login)) {
		return rambu.Fault(rambu.Invalid, "access.error.password_common").On("password")
	}
	return nil
}

// common reports whether a password is on the list, also with spaces and digits around it.
func common(low string) bool {
	bare := strings.ReplaceAll(low, " ", "")
	word := strings.Trim(bare, "0123456789!.@#$_-*")
	for line := range strings.Lines(commonPasswords) {
		line = strings.TrimSpace(line)
		if line != "" && (line == low || line == bare || line == word) {
			return true
		}
	}
	return false
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// hardness is how dear one guess of a password is: Argon2id with so many passes over so much
// memory, in one lane. Its name stands beside each wrapped secret, so that new passwords can be
// made harder without losing the old ones.
type hardness struct{ passes, memory uint32 } // memory in KiB

// usual follows OWASP's 2024 sheet: two passes over 19 MiB.
func usual() hardness { return hardness{passes: 2, memory: 19 * 1024} }

// cheap is for passwords that are printed on the screen: nobody guesses them.
func cheap() hardness { return hardness{passes: 1, memory: 64} }

const hardnessForm = "argon2id/%d/%d/1"

func (h hardness) String() string { return fmt.Sprintf(hardnessForm, h.passes, h.memory) }

func parseHardness(s string) (hardness, error) {
	var h hardness
	n, err := fmt.Sscanf(s, hardnessForm, &h.passes, &h.memory)
	if err != nil || n != 2 || h.passes == 0 {
		return h, rambu.Errorf(rambu.Internal, "password hardened with unknown parameters %q", s)
	}
	return h, nil
}

const saltSize = 16

// gate bounds how many passwords are hardened at once, so that sign-ins cannot take all memory.
type gate struct {
	slots chan struct{}
	now   hardness // of new passwords
	// done counts derivations: every answer about a password must have cost one.
	done atomic.Int64
}

func newGate(n int) *gate { return &gate{slots: make(chan struct{}, n), now: usual()} }

// harden derives the content key of a password.
func (g *gate) harden(ctx context.Context, password string, salt []byte, h hardness) (seal.ContentKey, error) {
	select {
	case g.slots <- struct{}{}:
	case <-ctx.Done():
		return seal.ContentKey{}, &rambu.Error{Kind: rambu.Unavailable, Key: "error.unavailable", Detail: "gave up waiting to check a password", Err: ctx.Err()}
	}
	defer func() { <-g.slots }()
	g.done.Add(1)
	p := []byte(norm.NFC.String(password))
	if len(p) > 4*maxPassword {
		p = p[:4*maxPassword]
	}
	return seal.ContentKeyFrom(argon2.IDKey(p, salt, h.passes, h.memory, 1, 32))
}

func seedInfo(account string) []byte { return seal.Info("access_account/seed", account) }

// wrap seals an account's secret under a password.
func (g *gate) wrap(ctx context.Context, a *stored, password string, seed []byte) error {
	a.salt = make([]byte, saltSize)
	_, _ = rand.Read(a.salt)
	a.kdf = g.now.String()
	key, err := g.harden(ctx, password, a.salt, g.now)
	if err != nil {
		return err
	}
	a.wrapped, err = key.Seal(seedInfo(a.ID), seed)
	return err
}

// unwrap opens an account's secret with a password. Errors: Locked when it is the wrong one.
func (g *gate) unwrap(ctx context.Context, a stored, password string) ([]byte, error) {
	h, err := parseHardness(a.kdf)
	if err != nil {
		return nil, err
	}
	key, err := g.harden(ctx, password, a.salt, h)
	if err != nil {
		return nil, err
	}
	return key.Open(seedInfo(a.ID), a.wrapped)
}

// newDecoy makes an account that nobody has: a random secret under a random key.
func newDecoy(h hardness) (stored, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)
	a := stored{Account: Account{ID: rambu.NewID("akn")}, salt: salt, kdf: h.String()}
	var err error
	a.wrapped, err = seal.NewContentKey().Seal(seedInfo(a.ID), make([]byte, seal.SeedSize))
	return a, err
}
