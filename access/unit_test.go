package access

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/seal"
)

func TestPasswords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		password string
		want     string // key of the fault
	}{
		{"kuda lumping naik sepeda", ""},
		{"aB3$aB3$xYz9", ""},
		{"elevenchars", "access.error.password_short"},
		{"ééééééééééé", "access.error.password_short"}, // eleven characters, twenty-two bytes
		{strings.Repeat("kata ", 60), "access.error.password_long"},
		{"passwordpassword", "access.error.password_common"},
		{"PasswordPassword", "access.error.password_common"},
		{"rahasia rahasia", "access.error.password_common"},
		{"bawaslu20242024", "access.error.password_common"},
		{"123456789012", "access.error.password_common"},
		{"aaaaaaaaaaaaaa", "access.error.password_common"},
		{"petugas.satu rumah biru", "access.error.password_common"}, // holds the login name
	}
	for _, tt := range tests {
		err := CheckPassword("petugas.satu", tt.password)
		got := ""
		if e, ok := err.(*rambu.Error); ok { //nolint:errorlint // made here
			got = e.Key
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.password, got, tt.want)
		}
	}
}

// A password typed on another keyboard may come decomposed; it is the same password.
func TestPasswordIsTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	g := newGate(1)
	salt := make([]byte, saltSize)
	a, err := g.harden(t.Context(), "caf\u00e9 di tepi danau", salt, g.now)
	if err != nil {
		t.Fatal(err)
	}
	b, err := g.harden(t.Context(), "cafe\u0301 di tepi danau", salt, g.now)
	if err != nil {
		t.Fatal(err)
	}
	if a != b {
		t.Error("the composed and the decomposed form differ")
	}
}

// What is stored says how it was hardened, and new passwords are hardened as we promise.
func TestHardness(t *testing.T) {
	t.Parallel()
	if got := newGate(1).now.String(); got != "argon2id/2/19456/1" {
		t.Errorf("new passwords are hardened by %s", got)
	}
	old, err := newDecoy(hardness{1, 64})
	if err != nil {
		t.Fatal(err)
	}
	g := newGate(1)
	g.now = hardness{1, 64}
	err = g.wrap(t.Context(), &old, "kuda lumping naik sepeda", make([]byte, seal.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	g.now = usual()
	_, err = g.unwrap(t.Context(), old, "kuda lumping naik sepeda")
	if err != nil {
		t.Errorf("a password hardened earlier does not open any more: %v", err)
	}
	old.kdf = "scrypt/1"
	_, err = g.unwrap(t.Context(), old, "kuda lumping naik sepeda")
	if rambu.KindOf(err) != rambu.Internal {
		t.Errorf("unknown parameters: %v", err)
	}
}

func TestDelaysGrowAndAreForgotten(t *testing.T) {
	t.Parallel()
	th := newThrottle()
	now := time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	fail := func() time.Duration {
		_, err := th.begin("ketua", "", now)
		if err != nil {
			t.Fatal(err)
		}
		until := time.Unix(th.slot("here", "ketua", "").until, 0)
		return max(0, until.Sub(now))
	}
	want := []time.Duration{0, 0, 0, 0, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute}
	for i, w := range want {
		got := fail()
		if got != w {
			t.Errorf("failure %d waits %v, want %v", i+1, got, w)
		}
		if got > 0 {
			_, err := th.begin("ketua", "", now.Add(got-time.Second))
			if rambu.KindOf(err) != rambu.TooMany {
				t.Errorf("failure %d: a second before the end: %v", i+1, err)
			}
		}
		now = now.Add(got)
	}
	now = now.Add(forgetAfter + time.Second)
	if got := fail(); got != 0 {
		t.Errorf("after half an hour's rest a failure waits %v", got)
	}
}

// One office's network slows down only after many failures, whatever names they try, and a
// success in between does not clear what others tried from there.
func TestSourcesAreCountedToo(t *testing.T) {
	t.Parallel()
	th := newThrottle()
	now := time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	for i := range freePerSource {
		a, err := th.begin(fmt.Sprintf("nama-%d", i), "10.1.1.0/24", now)
		if err != nil {
			t.Fatalf("failure %d: %v", i+1, err)
		}
		if i == 3 {
			a.succeeded()
		}
	}
	for range 2 {
		_, err := th.begin("nama-lain", "10.1.1.0/24", now)
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := th.begin("nama-akhir", "10.1.1.0/24", now)
	if rambu.KindOf(err) != rambu.TooMany {
		t.Errorf("after %d failures: %v", freePerSource+1, err)
	}
	_, err = th.begin("nama-akhir", "10.2.2.0/24", now)
	if err != nil {
		t.Errorf("another source: %v", err)
	}
}

// What fails by our own fault is no guess.
func TestOurOwnFaultIsNoFailure(t *testing.T) {
	t.Parallel()
	th := newThrottle()
	now := time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	for i := range 100 {
		a, err := th.begin("ketua", "10.1.1.0/24", now)
		if err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
		a.undone()
	}
}

// Whoever floods the throttle with names neither makes it grow nor frees a name that waits.
func TestThrottleIsBounded(t *testing.T) {
	t.Parallel()
	th := newThrottle()
	now := time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)
	for range freePerLogin + 1 {
		_, err := th.begin("ketua", "", now)
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 200_000 {
		_, _ = th.begin(fmt.Sprintf("x%d", i), "", now)
	}
	if len(th.slots) != throttleSlots {
		t.Errorf("%d slots", len(th.slots))
	}
	_, err := th.begin("ketua", "", now)
	if rambu.KindOf(err) != rambu.TooMany {
		t.Errorf("after the flood: %v", err)
	}
}

func TestCoarseSource(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"203.0.113.77:51234":             "203.0.113.0/24",
		"203.0.113.5":                    "203.0.113.0/24",
		"[2001:db8:1:2::5]:443":          "2001:db8:1::/48",
		"[::ffff:203.0.113.77]:80":       "203.0.113.0/24",
		"127.0.0.1:9999":                 "",
		"[::1]:9999":                     "",
		"":                               "",
		"@":                              "",
		"not an address":                 "",
		"203.0.113.77:51234, 10.0.0.1:1": "",
	} {
		if got := Source(remote); got != want {
			t.Errorf("%q: got %q, want %q", remote, got, want)
		}
	}
}

func TestRecoveryCodeAsTyped(t *testing.T) {
	t.Parallel()
	seed := bytes.Repeat([]byte{0x5a, 0x01, 0xff, 0x20}, 8)
	code := EncodeRecovery(seed)
	if len(strings.Split(code, "-")) != 14 || strings.ContainsAny(code, "ILOU") {
		t.Fatalf("code %q", code)
	}
	typed := strings.ToLower(strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(code))
	got, err := DecodeRecovery(typed + "\n")
	if err != nil || !bytes.Equal(got, seed) {
		t.Fatalf("typed %q: %x, %v", typed, got, err)
	}
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	wrong := 0
	for i, r := range code {
		for _, other := range alphabet {
			if r == '-' || r == other {
				continue
			}
			if _, err := DecodeRecovery(code[:i] + string(other) + code[i+1:]); err == nil {
				wrong++
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d codes with one wrong character pass", wrong)
	}
}

func FuzzDecodeRecovery(f *testing.F) {
	f.Add(EncodeRecovery(make([]byte, seal.SeedSize)))
	f.Add("")
	f.Fuzz(func(t *testing.T, code string) {
		seed, err := DecodeRecovery(code)
		if err != nil {
			return
		}
		again, err := DecodeRecovery(EncodeRecovery(seed))
		if err != nil || !bytes.Equal(seed, again) {
			t.Errorf("%q does not come back", code)
		}
	})
}
