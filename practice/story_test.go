package practice

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/instance"
	"rambu.id/intake"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/pgtest"
	"rambu.id/internal/words"
	"rambu.id/procedure"
)

// settled is a region with its people: a copy of the one made for all tests, or on another database
// one made anew.
func settled(t *testing.T, source string) (*Room, *clock.Practice) {
	t.Helper()
	if source == "" {
		room, c, _ := Settled(t, nil)
		return room, c
	}
	c := clock.NewFrozen(Start())
	in, err := instance.Open(t.Context(), instance.Config{Data: t.TempDir(), Source: source, Clock: c, Practice: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := in.Close()
		if err != nil {
			t.Error(err)
		}
	})
	room, err := Settle(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return room, c
}

// The demo's matters stand where it says: two new, one waiting to be opened, and three whose
// clocks have run out, in two rooms.
func TestSeededRegion(t *testing.T) {
	t.Parallel()
	in := Lively(t).In
	if !in.Config.Clock.Now().Equal(Today()) {
		t.Errorf("the clock stands at %s", in.Config.Clock.Now())
	}
	late := map[string]string{}
	for _, house := range []string{Supervisor, Government} {
		list, err := in.Procedure.Due(t.Context(), rambu.System(house, Region), procedure.Filter{Before: "2024-10-07"})
		if err != nil {
			t.Fatal(err)
		}
		for _, clk := range list {
			late[house+" "+string(clk.Due)] = clk.Deadline.From
		}
	}
	want := map[string]string{
		Supervisor + " 2024-10-04": "diregister", Supervisor + " 2024-10-05": "diterima", Government + " 2024-10-04": "diterima_ppk",
	}
	if diff := cmp.Diff(want, late); diff != "" {
		t.Errorf("late clocks (-want +got)\n%s", diff)
	}
	for _, house := range []string{Supervisor, Government} {
		set, err := in.Letters.Setting(t.Context(), rambu.System(house, Region))
		if err != nil || len(set.Letterhead.Address) == 0 || set.Place == "" {
			t.Errorf("the letters of %s have the head %+v, %v", house, set.Letterhead, err)
		}
	}
	rep, err := in.Verify(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("../docs/handbook/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string]int64{"baris": rep.Rows, "tindakan": rep.Operations} {
		var said int64
		m := regexp.MustCompile(`Latihan segar: .*?([\d.]+) ` + what).FindStringSubmatch(string(document))
		if m != nil {
			said, _ = strconv.ParseInt(strings.ReplaceAll(m[1], ".", ""), 10, 64)
		}
		if off := max(said-got, got-said); off*50 > got { // two in a hundred: what a reader would call the same
			t.Errorf("performance.md says %d %s of a fresh practice region, which has %d", said, what, got)
		}
	}
}

// The main job runs from the phone to the executed sanction, on both databases, and says of
// every step who took it and what the law's clocks say.
func TestStory(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"sqlite", "postgres"} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			url := ""
			if source == "postgres" {
				url = pgtest.URL(t)
			}
			room, c := settled(t, url)
			var out bytes.Buffer
			err := Story(t.Context(), room, c, Telling{Out: &out, Lang: words.ID})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{
				"Rabu, 9 Oktober 2024", "UU 1/2015 Pasal 134", // Bawaslu's days
				"Jumat, 8 November 2024", // BKN's fourteen working days from 21 October
				"Senin, 25 November 2024. Paling lama 14 hari kerja",
				"PerBKN 6/2022 Pasal 50 ayat (1)",
				"Plt. Bupati", "Ketua Bawaslu",
			} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("the story does not say %q", want)
				}
			}
			if strings.Contains(out.String(), "⟦") || strings.Contains(out.String(), "pelanggar ") {
				t.Errorf("wrong words in\n%s", out.String())
			}
		})
	}
}

// Three days later the upkeep has swept abandoned uploads and nothing else: the decree and the
// files of letters are still there.
func TestUpkeepKeepsWhatBelongsToSomething(t *testing.T) {
	t.Parallel()
	machine := clock.NewFrozen(clock.Machine{}.Now())
	room, c, _ := Settled(t, machine)
	in := room.In
	told := &tale{room: room, plot: mainPlot(), draft: intake.NewDraft()}
	for _, s := range steps() {
		err := told.take(t.Context(), c, s)
		if err != nil {
			t.Fatal(err)
		}
	}
	err := machine.MoveTo(machine.Now().AddDate(0, 0, 3))
	if err != nil {
		t.Fatal(err)
	}
	_, err = in.Evidence.Sweep(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err = in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
	chair, err := room.SignIn(t.Context(), LoginChair)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := in.Letters.Open(t.Context(), chair, told.letter)
	if err != nil || len(sent.Body.Files) != 1 {
		t.Fatalf("the forwarding letter: %v", err)
	}
	_, r, err := in.Letters.ReadFile(t.Context(), chair, told.letter, sent.Body.Files[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	photo, makeErr := picture()
	var clean bytes.Buffer // photos are forwarded without what they hide
	makeErr = errors.Join(makeErr, evidence.Clean("image/png", &clean, strings.NewReader(photo)))
	if err != nil || makeErr != nil || !bytes.Equal(got, clean.Bytes()) {
		t.Errorf("%d bytes come back, %v, %v", len(got), err, makeErr)
	}
	_ = r.Close()
}

// Take one step away and the job does not end: nothing in the story is decoration.
func TestStoryNeedsEveryStep(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("34 stories; the full run tells them")
	}
	all := steps()
	for i := range all {
		t.Run(all[i].key, func(t *testing.T) {
			t.Parallel()
			room, c := settled(t, "")
			rest := append(append([]step{}, all[:i]...), all[i+1:]...)
			err := tell(t.Context(), room, c, Telling{}, rest)
			if err == nil {
				t.Errorf("the story ends well without %s", all[i].key)
			}
		})
	}
}
