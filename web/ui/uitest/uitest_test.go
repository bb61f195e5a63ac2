package uitest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	for page, want := range map[string][]string{
		`<p id="a">Satu</p><p id="b" class="a">Dua</p>`: nil,
		`<p id="a">Satu</p><b id="a">Dua</b>`:           {"id a twice"},
		`<p>⟦press.title⟧</p>`:                          {"a word is missing: ⟦press.title⟧</p>"},
	} {
		if diff := cmp.Diff(want, Faults(page)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", page, diff)
		}
	}
}

func TestTextIsWhatAPersonReads(t *testing.T) {
	t.Parallel()
	got := Text("<style>p{}</style><p>Satu\n <b>dua</b></p><script>tiga</script><svg><title>empat</title></svg>")
	if got != "Satu dua" {
		t.Errorf("got %q", got)
	}
}
