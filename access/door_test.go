package access

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/db/dbtest"
)

// guess tries a wrong password for a name until it is told to wait, and says how often it could.
func (h *house) guess(login, source, device string) int {
	h.t.Helper()
	for n := range 100 {
		_, _, err := h.SignIn(h.t.Context(), SignInInput{Login: login, Password: "tebakan yang salah", Source: source, Device: device})
		if rambu.KindOf(err) == rambu.TooMany {
			return n
		}
		h.kind(rambu.Unauthenticated, err)
	}
	h.t.Fatalf("%s from %s: a hundred wrong passwords were tried", login, source)
	return 0
}

// Whoever knows an officer's name cannot keep him out, from wherever he tries it: neither another
// network nor a device the officer has used before waits for what a stranger did.
func TestAStrangerKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.found()
	ctx := t.Context()
	enter := func(source, device string) (Session, error) {
		_, s, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi, Source: source, Device: device})
		return s, err
	}
	const office, stranger = "203.0.113.0/24", "198.51.100.0/24"
	known, err := enter(office, "")
	h.must(err)
	for range 8 { // until the longest delay
		h.guess("ketua", stranger, "")
		h.later(maxDelay)
	}
	h.guess("ketua", stranger, "")

	_, err = enter(office, "")
	h.must(err)
	_, err = enter(stranger, "")
	h.says("access.error.wait_here", err)
	h.start() // a device stays known in the next process
	h.guess("ketua", stranger, "")
	again, err := enter(stranger, known.Device)
	h.must(err)
	if again.Device != known.Device {
		t.Error("a device that is known was named anew")
	}
	// Nor does he keep him from what asks for the password again.
	token, _ := h.signIn("ketua", sandi)
	h.guess("ketua", "", "")
	h.must(h.ChangePassword(ctx, token, sandi, baru))
}

// A device is known to one account, by a sign-in, until the password changes; its own wrong
// passwords count for it alone.
func TestWhatADeviceIsKnownTo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.found()
	ctx := t.Context()
	device := func(login string) string {
		_, s, err := h.SignIn(ctx, SignInInput{Login: login, Password: sandi, Source: "203.0.113.0/24"})
		h.must(err)
		return s.Device
	}
	ketua, other, anggota := device("ketua"), device("ketua"), device("anggota")
	if ketua == other || len(ketua) != 43 {
		t.Errorf("devices %q and %q", ketua, other)
	}
	const there = "198.51.100.0/24"
	h.guess("ketua", there, "")
	for name, d := range map[string]string{
		"none": "", "another account's": anggota, "made up": newToken(), "cut": ketua[:42], "long": ketua + "A", "changed": flipped(ketua), "no text of ours": "****",
	} {
		_, _, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi, Source: there, Device: d})
		if rambu.KindOf(err) != rambu.TooMany {
			t.Errorf("%s is known: %v", name, err)
		}
	}
	if n := h.guess("ketua", there, ketua); n != freePerLogin+1 {
		t.Errorf("%d wrong passwords on a known device", n)
	}
	_, _, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi, Source: there, Device: ketua})
	h.says("access.error.wait", err)
	token, _, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi, Source: there, Device: other})
	h.must(err)
	h.must(h.ChangePassword(ctx, token, sandi, baru))
	_, _, err = h.SignIn(ctx, SignInInput{Login: "ketua", Password: baru, Source: there, Device: other})
	h.says("access.error.wait_here", err)
}

// flipped changes the last character of a device that carries whole bits.
func flipped(device string) string {
	b := []byte(device)
	if b[40] == 'A' {
		b[40] = 'B'
	} else {
		b[40] = 'A'
	}
	return string(b)
}

// Guessing from many networks at once is slowed down too, name by name: the first cost nothing, the
// others take turns, few wait at a time, and one that gives up has had his turn.
func TestManyNetworksTakeTurns(t *testing.T) {
	t.Parallel()
	th := newThrottle()
	now := monday
	tried, refused, network := 0, 0, 0
	var longest time.Duration
	for range 3600 { // an hour in which a new network tries each tenth of a second
		for range 10 {
			network++
			a, err := th.begin("ketua", fmt.Sprintf("net-%d", network), now)
			if err != nil {
				refused++
				continue
			}
			tried++
			longest = max(longest, a.turn)
		}
		now = now.Add(time.Second)
	}
	if most := freeEverywhere + int((time.Hour+longestTurn)/turnEvery) + 1; tried > most || tried < most-10 {
		t.Errorf("%d guesses in an hour, want %d", tried, most)
	}
	if longest != longestTurn || refused == 0 {
		t.Errorf("somebody waited %v, %d were refused", longest, refused)
	}
	a, err := th.begin("anggota", "net-1", now)
	if err != nil || a.turn != 0 {
		t.Errorf("another name waits: %v, %v", a, err)
	}
	now = now.Add(longestTurn + turnEvery)
	a, err = th.begin("ketua", "net-0", now)
	if err != nil || a.turn > turnEvery {
		t.Errorf("the queue does not empty: %v", err)
	}
	now = now.Add(forgetAfter + maxDelay)
	a, err = th.begin("ketua", "net-0", now)
	if err != nil || a.turn != 0 {
		t.Errorf("after a rest: %v", err)
	}
}

// One network cannot take the turns of a name by going away: it has had its attempts.
func TestWhoGoesAwayHadHisTurn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.found()
	for i := range freeEverywhere + 10 {
		_, err := h.throttle.begin("ketua", fmt.Sprintf("net-%d", i), h.machine.Now())
		h.must(err)
		h.later(turnEvery)
	}
	h.later(time.Minute)
	var waited []time.Duration
	h.throttle.pause = func(_ context.Context, d time.Duration) error { waited = append(waited, d); return nil }
	in := SignInInput{Login: "ketua", Password: sandi, Source: "203.0.113.0/24"}
	for range 2 {
		_, _, err := h.SignIn(t.Context(), in)
		h.must(err)
	}
	if len(waited) != 1 || waited[0] != turnEvery {
		t.Errorf("right passwords waited %v", waited)
	}
	in.Source = "198.51.100.0/24"
	for range freePerLogin + 1 {
		gone, leave := context.WithCancel(t.Context())
		h.throttle.pause = func(ctx context.Context, d time.Duration) error {
			leave()
			return pause(ctx, d)
		}
		_, _, err := h.SignIn(gone, in)
		h.kind(rambu.Unavailable, err)
		h.later(turnEvery)
	}
	_, _, err := h.SignIn(t.Context(), in)
	h.says("access.error.wait_here", err)
}

// A flood of made-up names delays hardly anybody whose counters it happens to meet: as many as can be
// tried in the time failures are remembered.
func TestMadeUpNamesMeetFew(t *testing.T) {
	t.Parallel()
	th := newThrottle()
	const perSecond = 75 // what two processors harden
	for i := range perSecond * int(forgetAfter/time.Second) {
		_, _ = th.begin(fmt.Sprintf("x%d", i), fmt.Sprintf("net-%d", i/freePerSource), monday)
	}
	met := 0
	for i := range 1000 {
		a, err := th.begin(fmt.Sprintf("petugas-%d", i), "203.0.113.0/24", monday)
		if err != nil {
			met++
			continue
		}
		a.undone()
	}
	if met > 20 {
		t.Errorf("%d of 1000 officers wait", met)
	}
}
