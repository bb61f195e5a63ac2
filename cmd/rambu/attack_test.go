package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/practice"
)

// briefly runs a command that would serve, for so long that it could, and returns what it said.
func briefly(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // it refuses at once, on whatever machine
	defer cancel()
	var out bytes.Buffer
	code = run(ctx, append(args, "--listen", "127.0.0.1:0"), &out, &out)
	return code, out.String()
}

// A practice region served without its marks would pass invented letters, known passwords and a
// clock in 2024 off as real.
func TestPracticeDataIsNotServedAsReal(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	i, err := instance.Open(t.Context(), practiceConfig(data, clock.NewFrozen(practice.Start())))
	if err == nil {
		err = i.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	code, said := briefly(t, "serve", "--data", data)
	if code == 0 || !strings.Contains(said, "LATIHAN") {
		t.Errorf("served (%d): %s", code, said)
	}
}

// A real instance opened by the demo would ask for no second factor and let every passer-by
// move its legal clock.
func TestRealDataIsNotServedAsPractice(t *testing.T) {
	t.Parallel()
	data := t.TempDir() + "/inst"
	var out bytes.Buffer
	if run(t.Context(), []string{"init", "--region", "18.01", "--data", data}, &out, &out) != 0 {
		t.Fatal(out.String())
	}
	code, said := briefly(t, "demo", "--data", data)
	if code == 0 || !strings.Contains(said, "rambu serve") {
		t.Errorf("served (%d): %s", code, said)
	}
}
