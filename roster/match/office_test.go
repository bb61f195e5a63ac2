package match

import (
	"slices"
	"strings"
	"testing"
)

// The first phrase that fits is taken, so one that began another would hide it.
func TestNoOfficePhraseBeginsAnother(t *testing.T) {
	t.Parallel()
	all := officePhrases()
	for i, a := range all {
		short := strings.Fields(a[0])
		for j, b := range all {
			long := strings.Fields(b[0])
			if i != j && len(long) >= len(short) && slices.Equal(long[:len(short)], short) {
				t.Errorf("%q begins %q", a[0], b[0])
			}
		}
	}
}
