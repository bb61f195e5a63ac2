package rambu_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"rambu.id"
)

// The outermost error of a kind says what an error is; the faults of a form are invalid.
func TestKindOf(t *testing.T) {
	t.Parallel()
	faults := rambu.Errors{rambu.Fault(rambu.Blocked, "a.law"), rambu.Fault(rambu.Invalid, "a.form")}
	kept := func(kind rambu.Kind, cause error) error { return &rambu.Error{Kind: kind, Err: cause} }
	for name, tt := range map[string]struct {
		err  error
		want rambu.Kind
	}{
		"nothing of a kind":        {errors.New("disk on fire"), rambu.Internal},
		"nil":                      {nil, rambu.Internal},
		"a kind":                   {rambu.Fault(rambu.Locked, "a.key"), rambu.Locked},
		"a kind, wrapped":          {fmt.Errorf("read: %w", rambu.Fault(rambu.Locked, "a.key")), rambu.Locked},
		"faults":                   {faults, rambu.Invalid},
		"faults, wrapped":          {fmt.Errorf("save: %w", faults), rambu.Invalid},
		"our mistake from faults":  {kept(rambu.Internal, faults), rambu.Internal},
		"the same, wrapped again":  {fmt.Errorf("job: %w", kept(rambu.Internal, fmt.Errorf("save: %w", faults))), rambu.Internal},
		"a kind over another kind": {kept(rambu.Internal, rambu.Fault(rambu.NotFound, "a.row")), rambu.Internal},
		"faults beside a kind":     {errors.Join(rambu.Fault(rambu.Conflict, "a.old"), faults), rambu.Invalid},
		"by its words only":        {rambu.Errorf(rambu.Internal, "save: %v", faults), rambu.Internal},
	} {
		if got := rambu.KindOf(tt.err); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// Errorf keeps the words of a cause and nothing of what it is.
func TestErrorf(t *testing.T) {
	t.Parallel()
	err := rambu.Errorf(rambu.Unavailable, "open %s: %v", "x.db", fs.ErrNotExist)
	if got := err.Error(); got != "open x.db: file does not exist" {
		t.Errorf("says %q", got)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Unwrap(err) != nil {
		t.Error("the cause can be asked for")
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if !ok || e.Kind != rambu.Unavailable || e.Key != "error.unavailable" {
		t.Errorf("got %+v", e)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	var none rambu.Errors
	if err := none.Err(); err != nil {
		t.Errorf("no faults are an error: %v", err)
	}
	one := rambu.Fault(rambu.Invalid, "a.b", "n", "3", "left over").On("jumlah")
	if one.Args["n"] != "3" || len(one.Args) != 1 || one.Field != "jumlah" {
		t.Errorf("got %+v", one)
	}
	kept := &rambu.Error{Kind: rambu.NotFound, Detail: "no row", Err: fs.ErrNotExist}
	err := rambu.Errors{one, kept}.Err()
	if err == nil || err.Error() != "a.b; no row: file does not exist" || !errors.Is(kept, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestValidID(t *testing.T) {
	t.Parallel()
	id := rambu.NewID("lap")
	if !rambu.ValidID("lap", id) || id == rambu.NewID("lap") {
		t.Errorf("made %q", id)
	}
	body := strings.TrimPrefix(id, "lap_")
	for name, bad := range map[string]string{
		"nothing": "", "another type": "srt_" + body, "no underscore": "lap" + body, "one short": id[:len(id)-1], "one long": id + "0",
		"a letter that is misread": "lap_" + strings.Repeat("l", len(body)), "capitals": "lap_" + strings.Repeat("A", len(body)),
		"a path": "lap_" + strings.Repeat("/", len(body)), "a type before": "x" + id,
	} {
		if rambu.ValidID("lap", bad) {
			t.Errorf("%s: %q is taken for an id", name, bad)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		day, from, to rambu.Date
		want          bool
	}{
		{"2024-10-07", "2024-10-07", "2024-10-07", true},
		{"2024-10-07", "2024-10-08", "", false},
		{"2024-10-07", "", "2024-10-06", false},
		{"2024-10-07", "", "", true},
		{"2024-10-07", "2024-01-01", "", true},
		{"2024-10-07", "", "2024-12-31", true},
	} {
		if got := tt.day.In(tt.from, tt.to); got != tt.want {
			t.Errorf("%s in [%s, %s]: %t", tt.day, tt.from, tt.to, got)
		}
	}
	for _, tt := range []struct {
		from, to rambu.Date
		want     int
	}{
		{"2024-10-07", "2024-10-07", 0},
		{"2024-10-07", "2024-10-08", 1},
		{"2024-10-08", "2024-10-07", -1},
		{"2024-02-28", "2024-03-01", 2},
		{"2023-02-28", "2023-03-01", 1},
		{"2024-09-22", "2024-11-27", 66},
	} {
		if got := tt.from.DaysUntil(tt.to); got != tt.want || tt.from.AddDays(tt.want) != tt.to {
			t.Errorf("%s to %s: %d days, want %d", tt.from, tt.to, got, tt.want)
		}
	}
	if got := rambu.DateOf(time.Date(2024, 10, 7, 23, 59, 0, 0, time.UTC)); got != "2024-10-07" {
		t.Errorf("got %s", got)
	}
}

func TestWithoutAddresses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"http: TLS handshake error from 203.0.113.7:4711: EOF":                                    "http: TLS handshake error from …: EOF",
		"http: TLS handshake error from [2001:db8::7]:4711: EOF":                                  "http: TLS handshake error from …: EOF",
		"from [fe80::1%eth0]:4711: read tcp 10.0.0.1:443->203.0.113.7:4711: i/o timeout":          "from …: read tcp …->…: i/o timeout",
		"from [::ffff:203.0.113.7]:4711: EOF":                                                     "from …: EOF",
		"tls: client offered only unsupported versions: [302 301]":                                "tls: client offered only unsupported versions: [302 301]",
		"http: Accept error: accept tcp [::]:8443: accept4: too many open files; retrying in 5ms": "http: Accept error: accept tcp …: accept4: too many open files; retrying in 5ms",
	} {
		if got := rambu.WithoutAddresses(in); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
}
