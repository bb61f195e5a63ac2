package pgtest

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T, address string) *sql.DB {
	t.Helper()
	d, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestEachTestGetsItsOwnDatabase(t *testing.T) {
	first, second := open(t, URL(t)), open(t, URL(t))
	if _, err := first.ExecContext(t.Context(), `CREATE TABLE only_here (id bigint)`); err != nil {
		t.Fatal(err)
	}
	var tables int
	const count = `SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'`
	if err := second.QueryRowContext(t.Context(), count).Scan(&tables); err != nil {
		t.Fatal(err)
	}
	if tables != 0 {
		t.Errorf("the second database has %d tables of the first, want 0", tables)
	}
	var encoding string
	if err := second.QueryRowContext(t.Context(), `SHOW server_encoding`).Scan(&encoding); err != nil {
		t.Fatal(err)
	}
	if encoding != "UTF8" {
		t.Errorf("server_encoding = %s, want UTF8", encoding)
	}
}

func TestDatabaseIsDroppedWhenTheTestEnds(t *testing.T) {
	var address string
	t.Run("uses one", func(t *testing.T) {
		address = URL(t)
		// A connection left open must not keep the database alive.
		if err := open(t, address).PingContext(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	err := open(t, address).PingContext(t.Context())
	if err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("connecting to the dropped database: %v, want 'does not exist'", err)
	}
}

func TestWithDatabase(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"postgres://u@127.0.0.1:5432/postgres?sslmode=disable", "postgres://u@127.0.0.1:5432/x?sslmode=disable"},
		{"postgresql://u:p@db/", "postgresql://u:p@db/x"},
		{"host=/tmp dbname=postgres", ""},
	} {
		got, err := withDatabase(c.in, "x")
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("withDatabase(%q) = %q, %v; want %q", c.in, got, err, c.want)
		}
	}
}

// TestServerDiesWithTheProcess starts a second test process with a server of its own, kills it
// without warning and waits for the server's folder to vanish.
func TestServerDiesWithTheProcess(t *testing.T) {
	if os.Getenv("RAMBU_PGTEST_CHILD") == "1" {
		fmt.Println("socket " + URL(t)) // read by the parent test
		select {}                       // until killed
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServerDiesWithTheProcess$")
	cmd.Env = append(os.Environ(), "RAMBU_PGTEST_CHILD=1", envServer+"=")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var address string
	for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
		address, _ = strings.CutPrefix(lines.Text(), "socket ")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // "killed" is what we asked for
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	dir := u.Query().Get("host")
	if dir == "" {
		t.Fatalf("the child gave no socket folder: %q", address)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s still stands a minute after its process was killed", dir)
		}
	}
}
