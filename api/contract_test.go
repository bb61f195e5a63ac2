package api_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/api"
)

var update = flag.Bool("update", false, "write openapi.yaml anew; the version must have been raised")

var versionLine = regexp.MustCompile(`(?m)^  version: (\S+)$`)

// The contract is what programs rely on: it changes only with its version.
func TestContractIsTheCommittedOne(t *testing.T) {
	want, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	raised := version(want) != api.Version
	switch {
	case *update && (raised || len(want) == 0):
		err = os.WriteFile("openapi.yaml", got, 0o644)
		if err != nil {
			t.Fatal(err)
		}
	case raised:
		t.Errorf("the contract changed: run go test ./api -run Contract -update\n%s", cmp.Diff(string(want), string(got)))
	default:
		t.Errorf("the contract changed and its version is still %s: raise api.Version\n%s", api.Version, cmp.Diff(string(want), string(got)))
	}
}

func version(contract []byte) string {
	m := versionLine.FindSubmatch(contract)
	if m == nil {
		return ""
	}
	return strings.Trim(string(m[1]), `"'`)
}
