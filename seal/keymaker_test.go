package seal_test

import (
	"bytes"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/seal"
)

// The owner makes the same key again; nobody else does, and no two places share one.
func TestKeymakerMakesKeysForTheOwner(t *testing.T) {
	t.Parallel()
	owner, err := seal.NewPair()
	must(t, err)
	stranger, err := seal.NewPair()
	must(t, err)
	maker, err := seal.NewKeymaker(owner.Public(), clock.NewFrozen(time.Unix(0, 0)))
	must(t, err)
	seen := map[seal.ContentKey]bool{}
	for _, id := range []string{"lap_1", "lap_2", "lap_3"} {
		info := seal.Info("intake_report/key", id)
		key, wrapped, err := maker.Key(info)
		must(t, err)
		if seen[key] {
			t.Errorf("%s has the key of another", id)
		}
		seen[key] = true
		got, err := owner.Open(info, wrapped)
		must(t, err)
		if !bytes.Equal(got, key[:]) {
			t.Errorf("%s: the owner opens another key", id)
		}
		for name, open := range map[string]func() ([]byte, error){
			"a stranger":    func() ([]byte, error) { return stranger.Open(info, wrapped) },
			"another place": func() ([]byte, error) { return owner.Open(seal.Info("intake_report/key", id+"0"), wrapped) },
		} {
			got, err := open()
			if err == nil && bytes.Equal(got, key[:]) {
				t.Errorf("%s: %s makes the same key", id, name)
			}
		}
		_, err = owner.Open(info, wrapped[:len(wrapped)-1])
		if rambu.KindOf(err) != rambu.Locked {
			t.Errorf("a cut encapsulation: %v", err)
		}
	}
}

// One encapsulation serves one second and 64 keys, so that a look into the memory of the process
// opens no more than that; a clock that goes back ends it too.
func TestKeymakerForgetsSoon(t *testing.T) {
	t.Parallel()
	owner, err := seal.NewPair()
	must(t, err)
	now := clock.NewFrozen(time.Unix(1000, 0))
	maker, err := seal.NewKeymaker(owner.Public(), now)
	must(t, err)
	one := func() string {
		_, wrapped, err := maker.Key(nil)
		must(t, err)
		return string(wrapped)
	}
	first := one()
	for range 63 {
		if one() != first {
			t.Fatal("a second encapsulation within the bounds")
		}
	}
	second := one()
	if second == first {
		t.Error("more than 64 keys come from one encapsulation")
	}
	must(t, now.MoveTo(time.Unix(1002, 0)))
	if one() == second {
		t.Error("an encapsulation lives longer than a second")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkKeymaker(b *testing.B) {
	owner, err := seal.NewPair()
	if err != nil {
		b.Fatal(err)
	}
	maker, err := seal.NewKeymaker(owner.Public(), clock.Machine{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_, _, err = maker.Key([]byte("place"))
		if err != nil {
			b.Fatal(err)
		}
	}
}
