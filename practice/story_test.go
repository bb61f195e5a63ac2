package practice

import (
	"bytes"
	"strings"
	"testing"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/pgtest"
	"rambu.id/internal/words"
)

func settled(t *testing.T, source string) (*Room, *clock.Practice) {
	t.Helper()
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

// Take one step away and the job does not end: nothing in the story is decoration.
func TestStoryNeedsEveryStep(t *testing.T) {
	t.Parallel()
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
