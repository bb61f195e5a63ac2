package practice_test

import (
	"testing"
	"time"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/practice"
)

func open(t *testing.T, at time.Time) (*instance.Instance, *clock.Practice) {
	t.Helper()
	c := clock.NewFrozen(at)
	in, err := instance.Open(t.Context(), instance.Config{Data: t.TempDir(), Clock: c, Practice: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := in.Close()
		if err != nil {
			t.Error(err)
		}
	})
	return in, c
}

func TestSettledRegionSignsEverybodyIn(t *testing.T) {
	t.Parallel()
	in, _ := open(t, time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC))
	room, err := practice.Settle(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range practice.Accounts() {
		who, err := room.SignIn(t.Context(), a.Login)
		if err != nil {
			t.Fatal(err)
		}
		if who.Post == "" || len(who.Roles) == 0 || who.Keys == nil {
			t.Errorf("%s works as %+v", a.Login, who)
		}
	}
	if _, err := in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}
