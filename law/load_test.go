package law

import (
	"testing"
)

func TestLoadX(t *testing.T) {
	_, err := Default()
	if err != nil {
		t.Fatal(err)
	}
}
