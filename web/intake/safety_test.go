package intake_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
)

// The page on safety says everything the catalogues have for it, in both languages, in short sentences, and
// is small. Its address and title tell a browser's history nothing.
func TestThePageOnSafety(t *testing.T) {
	t.Parallel()
	s := open(t, dbtest.Open(t, t.TempDir()+"/rambu.db"))
	v := s.visit(t, "/lapor")
	if !strings.Contains(v.body, `href="/petunjuk"`) {
		t.Error("the page before a report does not lead to it")
	}
	sentence := regexp.MustCompile(`[.?!]\s+|[.?!]$`)
	for _, lang := range []words.Lang{words.ID, words.EN} {
		v = s.visit(t, "/petunjuk?bahasa="+string(lang))
		said := 0
		for _, part := range []string{"device", "words", "readers", "code"} {
			for n := 1; s.words.Has(lang, fmt.Sprintf("intake.safety.%s_%d", part, n)); n++ {
				line := s.words.T(lang, fmt.Sprintf("intake.safety.%s_%d", part, n))
				v.wantText(line)
				said++
				for _, short := range sentence.Split(line, -1) {
					if len(strings.Fields(short)) > 25 {
						t.Errorf("too long: %q", short)
					}
				}
			}
		}
		if said < 15 {
			t.Errorf("%s: only %d lines", lang, said)
		}
		if n := zipped(t, []byte(v.body)); n > 4<<10 {
			t.Errorf("%s: %d bytes gzip, want at most 4 KB", lang, n)
		}
		title := v.page
		for n := range title.Descendants() {
			if n.Data == "title" && (strings.Contains(n.FirstChild.Data, "apor") || strings.Contains(n.FirstChild.Data, "aman") || strings.Contains(n.FirstChild.Data, "eport")) {
				t.Errorf("the title %q stays in the history", n.FirstChild.Data)
			}
		}
	}
}
