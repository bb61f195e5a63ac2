package meeting

import (
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/roster"
)

// Whatever somebody sends as a list becomes ticks of known rows or a fault with a sentence.
func FuzzReadSheet(f *testing.F) {
	id := rambu.NewID("pst")
	for _, s := range []string{id + ",x,x,,08.30", id + ";;x;Sekretaris;", "PK\x03\x04", "\xff\xfe", id + `,"`, ""} {
		f.Add([]byte(s))
	}
	start := time.Date(2024, 10, 7, 9, 0, 0, 0, time.UTC)
	titles := map[string]roster.PostID{"sekretaris": "pemda.18.01/s"}
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := readSheet(strings.NewReader(string(b)), start, titles)
		if err != nil {
			if kind := rambu.KindOf(err); kind != rambu.Invalid && kind != rambu.TooLarge {
				t.Errorf("%s: %v", kind, err)
			}
			return
		}
		for _, tick := range list {
			if !rambu.ValidID("pst", tick.Invitee) || tick.StandIn && tick.Post != "pemda.18.01/s" || !tick.At.IsZero() && tick.At.Day() != 7 {
				t.Errorf("%+v", tick)
			}
		}
	})
}
