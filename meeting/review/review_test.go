package review_test

import (
	"encoding/json"
	"testing"

	"rambu.id/meeting/review"
)

// A reply kept as its text alone, as before paper replies, is read like one with its writer and day.
func TestRepliesOfBothForms(t *testing.T) {
	t.Parallel()
	paper := review.Said{Text: "Jalan putus.", By: "Kadis Contoh", On: "2024-10-15"}
	kept, err := json.Marshal(paper)
	if err != nil {
		t.Fatal(err)
	}
	for stored, want := range map[string]review.Said{`"Jalan putus."`: {Text: "Jalan putus."}, string(kept): paper} {
		var got review.Said
		err := json.Unmarshal([]byte(stored), &got)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", stored, got, err)
		}
	}
}
