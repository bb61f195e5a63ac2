package practice

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/contact"
)

// The demo's imbauan went out, became a circular to every post of the region, and its figures came
// back: of all those addressed one camat had read it.
func TestTheDemosImbauan(t *testing.T) {
	t.Parallel()
	room, c := settled(t, "")
	err := take(t.Context(), c, warnings(room))
	if err != nil {
		t.Fatal(err)
	}
	chair, err := room.SignIn(t.Context(), LoginChair)
	if err != nil {
		t.Fatal(err)
	}
	list, err := room.In.Advisories.List(t.Context(), chair)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d imbauan, %v", len(list), err)
	}
	a, err := room.In.Advisories.Get(t.Context(), chair, list[0].ID)
	if err != nil || len(a.Reports) != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	if s := a.Reports[0].Spread; s.Addressed < 260+17 || s.Reached != 1 || s.AsOf != "2024-10-02" {
		t.Errorf("figures %+v", s)
	}
	if _, err := room.In.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

// The demo's agenda: of four activities two meet a campaign event; one of them was moved away from
// it, the grant and the bus wait for a decision.
func TestTheDemosAgenda(t *testing.T) {
	t.Parallel()
	room, c := settled(t, "")
	err := take(t.Context(), c, calendars(room))
	if err != nil {
		t.Fatal(err)
	}
	sekda, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := room.In.Agenda.List(t.Context(), sekda, "2024-10-01")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, l := range lines {
		if l.Open {
			got["open"]++
		}
		got[string(l.Kind)] = len(l.Alerts)
	}
	want := map[string]int{"open": 2, "hibah": 2, "apel": 0, "pinjam-kendaraan": 1, "rapat": 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := room.In.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

// The demo's book: the same entries on both sides, one of each fate.
func TestTheDemosContacts(t *testing.T) {
	t.Parallel()
	room, c := settled(t, "")
	err := take(t.Context(), c, contacts(room))
	if err != nil {
		t.Fatal(err)
	}
	states := func(login string) map[contact.State]int {
		who, err := room.SignIn(t.Context(), login)
		if err != nil {
			t.Fatal(err)
		}
		out := map[contact.State]int{}
		for _, month := range []string{"2024-09", "2024-10"} {
			m, err := room.In.Contacts.Month(t.Context(), who, month)
			if err != nil {
				t.Fatal(err)
			}
			for s, n := range m.States {
				out[s] += n
			}
		}
		return out
	}
	for login, want := range map[string]map[contact.State]int{
		LoginSekda:   {contact.Confirmed: 2, contact.Disputed: 1, contact.Waiting: 1},
		LoginHandler: {contact.Confirmed: 1, contact.Disputed: 1},
	} {
		if diff := cmp.Diff(want, states(login)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", login, diff)
		}
	}
	if _, err := room.In.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}
