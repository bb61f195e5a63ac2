package practice_test

import (
	"testing"

	"rambu.id/practice"
)

func TestSettledRegionSignsEverybodyIn(t *testing.T) {
	t.Parallel()
	room, c, _ := practice.Settled(t, nil)
	err := c.MoveTo(practice.Today())
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
	if _, err := room.In.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}
