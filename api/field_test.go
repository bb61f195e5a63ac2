package api_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rambu.id/api"
)

var onField = regexp.MustCompile(`(?:On|fault)\("([a-z_-]+)"`)

// A fault on a field names one that the contract has, whatever the page calls it.
func TestFaultsNameFieldsOfTheContract(t *testing.T) {
	t.Parallel()
	contract, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	// What no request of the interface can cause.
	elsewhere := []string{"empat", "pattern", "place", "paper", "tempat-tanggal", "sampai", "daftar", "suara"}
	met := 0
	for _, noun := range []string{"intake", "casefile", "discipline", "letter", "evidence"} {
		sources, err := filepath.Glob("../" + noun + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range sources {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range onField.FindAllStringSubmatch(string(src), -1) {
				name := api.FieldName(m[1])
				met++
				if !slices.Contains(elsewhere, m[1]) && !strings.Contains(string(contract), "\n        "+name+":\n") && !strings.Contains(string(contract), "name: "+name+"\n") {
					t.Errorf("%s: a fault on %q, which is no field of the contract", path, m[1])
				}
			}
		}
	}
	if met < 20 {
		t.Errorf("only %d faults were found", met)
	}
}
