package ical

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func event() Event {
	return Event{
		UID: "rpt_1@pemda.18.01", Sequence: 3, Changed: time.Date(2024, 10, 2, 2, 0, 0, 0, time.UTC),
		Start: time.Date(2024, 10, 7, 9, 0, 0, 0, time.FixedZone("WIB", 7*3600)), End: time.Date(2024, 10, 7, 4, 0, 0, 0, time.UTC),
		Summary: "Rakor: netralitas, kesiapan; tahap 1", Location: `Aula "A" \ lantai 2`, Text: "Baris satu\r\nBaris dua", Category: "Rapat koordinasi",
		Link: "https://rambu.contoh.id/rapat/rpt_1\r\nX-EVIL:1",
	}
}

func written(t *testing.T, c Calendar) string {
	t.Helper()
	var b strings.Builder
	err := c.Write(&b)
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Rambu//rambu.id//ID
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Rapat: Kepala Dinas
X-WR-CALNAME:Rapat: Kepala Dinas
REFRESH-INTERVAL;VALUE=DURATION:PT60M
X-PUBLISHED-TTL:PT60M
BEGIN:VEVENT
UID:rpt_1@pemda.18.01
DTSTAMP:20241002T020000Z
LAST-MODIFIED:20241002T020000Z
SEQUENCE:3
DTSTART:20241007T020000Z
DTEND:20241007T040000Z
SUMMARY:Rakor: netralitas\, kesiapan\; tahap 1
LOCATION:Aula "A" \\ lantai 2
DESCRIPTION:Baris satu\nBaris dua
CATEGORIES:Rapat koordinasi
URL:https://rambu.contoh.id/rapat/rpt_1X-EVIL:1
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	got := written(t, Calendar{Name: "Rapat: Kepala Dinas", Every: time.Hour, Events: []Event{event()}})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	cancelled := event()
	cancelled.Cancelled = true
	if got := written(t, Calendar{Events: []Event{cancelled}}); !strings.Contains(got, "\r\nSTATUS:CANCELLED\r\n") {
		t.Errorf("a cancelled event is written as\n%s", got)
	}
}

// Whatever a title holds, lines stay within 75 octets, letters whole, and nothing becomes a line
// of its own.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a", strings.Repeat("é", 200), "x\r\nEND:VEVENT\nBEGIN:VALARM", "\\;,\x00\x1b", strings.Repeat("語", 80), "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := event()
		e.Summary, e.Link = s, "https://contoh.id/"+s
		out := written(t, Calendar{Events: []Event{e}})
		if !strings.HasSuffix(out, "\r\n") {
			t.Fatal("the last line has no end")
		}
		names := 0
		for line := range strings.SplitSeq(strings.TrimSuffix(out, "\r\n"), "\r\n") {
			if len(line) > maxLine {
				t.Errorf("a line of %d octets: %q", len(line), line)
			}
			if !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
				t.Errorf("a line with what has no place in it: %q", line)
			}
			if !strings.HasPrefix(line, " ") {
				names++
			}
		}
		if names != 20 { // as many as without anything odd
			t.Errorf("%d properties:\n%s", names, out)
		}
	})
}
