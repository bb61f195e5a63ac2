package crash

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	_ "modernc.org/sqlite"             // registers "sqlite"

	"rambu.id"
	"rambu.id/intake"
)

// A bare server is what a report is measured against: a process that takes the same form over HTTP
// and keeps one plain row of the same bytes, with a durable commit for each, through database/sql
// and the drivers and settings of the program. It seals, logs, proves and shows nothing.
const (
	envBare   = "RAMBU_CRASH_BARE"   // the database: a postgres:// URL or a folder for SQLite
	envSealed = "RAMBU_CRASH_SEALED" // how many bytes of a report are sealed
)

const bareTable = `CREATE TABLE bare (id text PRIMARY KEY, institution text NOT NULL, door text NOT NULL, state text NOT NULL,
	received_at bigint NOT NULL, lookup text NOT NULL, sealed bytea NOT NULL)`

// runBare makes this process a bare server if it was started as one. It ends when killed.
func runBare() bool {
	source := os.Getenv(envBare)
	if source == "" {
		return false
	}
	err := bareMain(source)
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
	return true
}

func bareMain(source string) error {
	pool, err := bareOpen(source)
	if err != nil {
		return err
	}
	var n int
	_, err = fmt.Sscan(os.Getenv(envSealed), &n)
	if err != nil {
		return err
	}
	sealed := make([]byte, n)
	_, _ = rand.Read(sealed) // PostgreSQL would compress zeros to nothing
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		_, err := pool.ExecContext(r.Context(), `INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7)`, rambu.NewID("lap"), bawaslu,
			r.PostForm.Get("pintu"), "diterima", time.Now().UnixMicro(), r.PostForm.Get("konsep"), sealed)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = w.Write([]byte("kept"))
	})}
	fmt.Fprintf(os.Stderr, "http://%s\n", l.Addr())
	return srv.Serve(l)
}

func bareOpen(source string) (*sql.DB, error) {
	driver := "pgx"
	if !strings.HasPrefix(source, "postgres") {
		driver = "sqlite"
		source = "file:" + filepath.Join(source, "bare.db") +
			"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_txlock=immediate"
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	_, err = pool.ExecContext(context.Background(), bareTable)
	_, also := pool.ExecContext(context.Background(), `CREATE UNIQUE INDEX bare_lookup ON bare (lookup)`)
	return pool, errors.Join(err, also)
}

// bareServing starts a bare server whose rows are as large as a report of the program.
func bareServing(tb testing.TB, p *program, source string) *process {
	tb.Helper()
	if source == "" {
		source = tb.TempDir()
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envBare+"="+source, fmt.Sprintf("%s=%d", envSealed, sealedBytes(tb, p)))
	s := launch(tb, cmd)
	s.await(tb)
	return s
}

// sealedBytes is how many bytes of the last report the program keeps sealed.
func sealedBytes(tb testing.TB, p *program) (n int) {
	tb.Helper()
	driver, source := "pgx", p.source
	if source == "" {
		driver, source = "sqlite", "file:"+filepath.Join(p.data, "rambu.db")+"?mode=ro"
	}
	pool, err := sql.Open(driver, source)
	must(tb, err)
	defer pool.Close() //nolint:errcheck // reading
	must(tb, pool.QueryRowContext(tb.Context(), `SELECT length(reporter_key) + length(body_key) + length(body) FROM intake_report
		ORDER BY received_at DESC LIMIT 1`).Scan(&n))
	return n
}

// keepMany sends the forms of n reports to a bare server.
func keepMany(tb testing.TB, senders, n int, url string) {
	tb.Helper()
	sendMany(tb, senders, n, url, func(s *sender) error {
		return s.post(tb.Context(), "/", form(intake.NewDraft()), http.StatusOK, "kept")
	})
}

// peerRecord is a report of 1 KB as PocketBase takes it.
func peerRecord() string {
	return `{"door":"` + string(intake.DoorTip) + `","body":"` + strings.Repeat("dugaan ", 146) + `","place":"Balai desa"}`
}

// form is the last request of a report of 1 KB.
func form(d intake.Draft) string { return "konsep=" + d.String() + "&" + rest() }

// rest is what all forms have in common, made once: its sender shares the cores with what is measured.
var rest = sync.OnceValue(func() string {
	return url.Values{
		"pintu": {string(intake.DoorTip)}, "apa": {strings.Repeat("dugaan ", 146)},
		"kapan-d": {"7"}, "kapan-m": {"10"}, "kapan-y": {"2024"}, "kecamatan": {intake.DistrictUnknown}, "tempat": {"Balai desa"},
	}.Encode()
})
