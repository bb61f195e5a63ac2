// Package pgtest gives each test a fresh PostgreSQL database. It uses the server named by
// RAMBU_TEST_POSTGRES, or starts a throwaway one for the test process and stops it at its end.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	// The driver registers itself as "pgx".
	_ "github.com/jackc/pgx/v5/stdlib"
)

// The environment variables that steer this package.
const (
	envServer = "RAMBU_TEST_POSTGRES"       // URL of a server on which we may create databases
	envSkip   = "RAMBU_SKIP_POSTGRES"       // "1": a person chose to test without PostgreSQL
	envFsync  = "RAMBU_TEST_POSTGRES_FSYNC" // "1": the throwaway server writes to disk for real
)

const install = "apt-get install -y postgresql-15 (Debian), or set " + envServer +
	" to the URL of a server; " + envSkip + "=1 leaves these tests out"

// errMissing says that this machine has no PostgreSQL programs.
var errMissing = errors.New("PostgreSQL is not installed: " + install)

// throwaway starts the server of this process on first use.
var throwaway = sync.OnceValues(startServer)

// URL returns the postgres:// address of a new, empty database that belongs to this test and
// is dropped when the test ends. Without PostgreSQL the test fails and names the command that
// installs it; a person, but not CI, may set RAMBU_SKIP_POSTGRES=1 to skip instead.
func URL(tb testing.TB) string {
	tb.Helper()
	admin := adminURL(tb)
	ctx := context.WithoutCancel(tb.Context()) // the cleanup outlives the test's context
	name := "rambu_test_" + strings.ToLower(rand.Text())
	if err := execute(ctx, admin, `CREATE DATABASE `+name+` TEMPLATE template0 ENCODING 'UTF8'`); err != nil {
		tb.Fatalf("create a database for the test: %v", err)
	}
	tb.Cleanup(func() {
		if err := execute(ctx, admin, `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			tb.Errorf("drop the test's database: %v", err)
		}
	})
	address, err := withDatabase(admin, name)
	if err != nil {
		tb.Fatal(err)
	}
	return address
}

// adminURL returns the address of the server, or ends the test.
func adminURL(tb testing.TB) string {
	tb.Helper()
	if given := os.Getenv(envServer); given != "" {
		return given
	}
	s, err := throwaway()
	if errors.Is(err, errMissing) && os.Getenv(envSkip) == "1" && os.Getenv("CI") == "" {
		tb.Skip("PostgreSQL tests left out: " + envSkip + "=1")
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s.url
}

// execute runs one statement on a connection of its own, so no pool keeps a database busy.
func execute(ctx context.Context, address, statement string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	d, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	_, err = d.ExecContext(ctx, statement)
	return errors.Join(err, d.Close())
}

// withDatabase returns the address with another database name.
func withDatabase(address, name string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return "", fmt.Errorf("%s must be a postgres:// URL", envServer)
	}
	u.Path = "/" + name
	return u.String(), nil
}
