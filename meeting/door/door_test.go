package door_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"rambu.id/meeting/door"
)

func secret() []byte { return bytes.Repeat([]byte{7}, 32) }

// A photographed code from a minute ago fails, at whatever moment of its step it was taken.
func TestAPictureFromAMinuteAgoFails(t *testing.T) {
	t.Parallel()
	start := time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	for second := range 60 {
		taken := start.Add(time.Duration(second) * time.Second)
		c := door.Now(secret(), taken)
		for code, want := range map[string]door.Kind{c.Digits: door.Typed, c.Token: door.Scanned} {
			for _, after := range []time.Duration{0, 10 * time.Second, 29 * time.Second} {
				if got := door.Fits(secret(), taken.Add(after), code); got != want {
					t.Errorf("taken at %d s, given %s later: %q, want %q", second, after, got, want)
				}
			}
			for _, after := range []time.Duration{time.Minute, 2 * time.Minute, time.Hour, -31 * time.Second} {
				if got := door.Fits(secret(), taken.Add(after), code); got != door.None {
					t.Errorf("taken at %d s, given %s later: %q still counts", second, after, got)
				}
			}
		}
		if got := door.Now(secret(), taken.Add(c.Left)); got.Digits == c.Digits || got.Token == c.Token || c.Left <= 0 || c.Left > 30*time.Second {
			t.Errorf("at %d s the code changes in %s", second, c.Left)
		}
	}
}

// Codes are typed with spaces and in capitals.
func TestCodesAsTyped(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 10, 7, 2, 0, 5, 0, time.UTC)
	c := door.Now(secret(), at)
	for _, code := range []string{c.Digits[:3] + " " + c.Digits[3:], " " + c.Digits + "\n", strings.ToUpper(c.Token)} {
		if door.Fits(secret(), at, code) == door.None {
			t.Errorf("%q is refused", code)
		}
	}
	for _, code := range []string{"", "000000000", c.Digits[:5], c.Digits + "0", c.Token[:19], hex.EncodeToString(secret())} {
		if door.Fits(secret(), at, code) != door.None {
			t.Errorf("%q is taken", code)
		}
	}
	if other := door.Now(bytes.Repeat([]byte{8}, 32), at); other.Digits == c.Digits && other.Token == c.Token {
		t.Error("another door has the same code")
	}
	if a, b := door.NewSecret(), door.NewSecret(); len(a) != 32 || bytes.Equal(a, b) {
		t.Error("secrets are not random")
	}
}

// Guessing ends after five wrong codes, for that one and for ten minutes.
func TestGuessing(t *testing.T) {
	t.Parallel()
	g, at := door.NewGuesses(), time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	for n := range 5 {
		if !g.May("a", at) {
			t.Fatalf("stopped after %d", n)
		}
		g.Wrong("a", at)
	}
	if g.May("a", at) || !g.May("b", at) || !g.May("a", at.Add(10*time.Minute)) {
		t.Error("a guesser is not stopped, an innocent is, or it never ends")
	}
}

// Outside bytes neither crash nor open.
func FuzzFits(f *testing.F) {
	f.Add("123456")
	f.Add("\xff\x00 zzzzzzzzzzzzzzzzzzzz")
	at := time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	now, before := door.Now(secret(), at), door.Now(secret(), at.Add(-30*time.Second))
	f.Fuzz(func(t *testing.T, code string) {
		clean := strings.ToLower(strings.Join(strings.Fields(code), ""))
		known := clean == now.Digits || clean == now.Token || clean == before.Digits || clean == before.Token
		if got := door.Fits(secret(), at, code); (got != door.None) != known {
			t.Errorf("%q: %q", code, got)
		}
	})
}

// A code of this door that is given again is known as such; one that never was is not.
func TestACodeGivenAgain(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 10, 7, 2, 0, 5, 0, time.UTC)
	c := door.Now(secret(), at)
	other := door.Now(bytes.Repeat([]byte{8}, 32), at)
	for code, want := range map[string]bool{c.Digits: true, strings.ToUpper(c.Token): true, other.Token: false, "": false, "x": false} {
		if got := door.Was(secret(), at.Add(2*time.Minute), code); got != want {
			t.Errorf("%q: %t, want %t", code, got, want)
		}
	}
	if door.Was(secret(), at, c.Token) || door.Was(secret(), at.Add(24*time.Hour), c.Token) {
		t.Error("a code of now, or of yesterday, is one given again")
	}
}
