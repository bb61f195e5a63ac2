// Package db opens SQLite or PostgreSQL behind one interface: a pool for reading, and one
// writer per process that folds waiting operations into one durable commit.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"rambu.id"
)

// Dialect is the database behind a DB. SQL texts are shared; a named pair of texts is written
// only where a test proves the need.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// DB is an open database. Reads go to a pool; writes go through Write.
type DB struct {
	dialect Dialect
	read    *sql.DB
	write   *sql.DB
	w       *writer
	snap    *sql.Tx // set in a Snapshot

	reads     sync.Map // query text → *sql.Stmt of the read pool
	readCount atomic.Int64
}

// Open opens the database named by source: a postgres:// URL, or the path of an SQLite file,
// which is created when missing. Close it.
func Open(ctx context.Context, source string) (*DB, error) {
	d := &DB{}
	var err error
	if strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://") {
		err = d.openPostgres(source)
	} else {
		err = d.openSQLite(source)
	}
	if err != nil {
		return nil, err
	}
	err = d.write.PingContext(ctx)
	if err != nil {
		_ = d.read.Close()
		_ = d.write.Close()
		return nil, fmt.Errorf("open database: %w", Translate(err))
	}
	d.w = newWriter(d.write, d.dialect)
	return d, nil
}

func (d *DB) openSQLite(path string) error {
	d.dialect = SQLite
	// FULL: a commit is on the disk before it is answered. temp_store in memory and
	// secure_delete keep plaintext and deleted rows out of files. A journal of 16 MB folds pages
	// that change with every operation.
	common := "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=temp_store(2)&_pragma=secure_delete(1)&_pragma=wal_autocheckpoint(4000)&_pragma=trusted_schema(0)"
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	// SQLite gives its journal the permissions of the file, and would make that readable to all.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(f.Chmod(0o600), f.Close())
	if err != nil {
		return err
	}
	// SQLite walks the writer's whole cache at most commits, so that one is small.
	d.write, err = sql.Open("sqlite", file+"?"+common+"&_pragma=cache_size(-8192)&_txlock=immediate")
	if err != nil {
		return err
	}
	d.write.SetMaxOpenConns(2) // the writer holds one; migrations use the other
	d.read, err = sql.Open("sqlite", file+"?"+common+"&_pragma=cache_size(-32768)&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	// Pure-Go readers beyond the cores starve the writer.
	d.read.SetMaxOpenConns(max(2, runtime.NumCPU()))
	d.read.SetMaxIdleConns(max(2, runtime.NumCPU()))
	return nil
}

func (d *DB) openPostgres(source string) error {
	d.dialect = Postgres
	var err error
	d.write, err = sql.Open("pgx", source)
	if err != nil {
		return err
	}
	d.write.SetMaxOpenConns(2)
	d.read, err = sql.Open("pgx", source)
	if err != nil {
		return err
	}
	d.read.SetMaxOpenConns(8)
	d.read.SetMaxIdleConns(8)
	return nil
}

// Dialect says which database this is.
func (d *DB) Dialect() Dialect { return d.dialect }

// Close waits for the writer to finish what was queued and closes both pools.
func (d *DB) Close() error {
	d.w.close()
	return errors.Join(d.write.Close(), d.read.Close())
}

// Query reads rows from the last committed state. Statements are prepared once per connection.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if d.snap != nil {
		rows, err := d.snap.QueryContext(ctx, query, args...)
		return rows, Translate(err)
	}
	st, err := d.reading(ctx, query) //nolint:sqlclosecheck // kept; Close closes it
	if err != nil {
		rows, err := d.read.QueryContext(ctx, query, args...)
		return rows, Translate(err)
	}
	rows, err := st.QueryContext(ctx, args...)
	return rows, Translate(err)
}

// QueryRow reads one row from the last committed state; translate its Scan error with Translate.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if d.snap != nil {
		return d.snap.QueryRowContext(ctx, query, args...)
	}
	st, err := d.reading(ctx, query) //nolint:sqlclosecheck // kept; Close closes it
	if err != nil {
		return d.read.QueryRowContext(ctx, query, args...) // gives the same error, in its Scan
	}
	return st.QueryRowContext(ctx, args...)
}

// reading returns the prepared form of a query. Texts that were built beyond the bound are
// prepared each time.
func (d *DB) reading(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := d.reads.Load(query); ok {
		return st.(*sql.Stmt), nil //nolint:forcetypeassert // only statements are stored
	}
	if d.readCount.Load() >= maxPrepared {
		return nil, errors.New("too many prepared statements")
	}
	st, err := d.read.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if kept, loaded := d.reads.LoadOrStore(query, st); loaded {
		_ = st.Close()               //nolint:sqlclosecheck // somebody else prepared the same text first; his is kept
		return kept.(*sql.Stmt), nil //nolint:forcetypeassert // only statements are stored
	}
	d.readCount.Add(1)
	return st, nil
}

// Row is one row to scan: of a *sql.Row, or the current one of *sql.Rows.
type Row interface{ Scan(dest ...any) error }

// In adds values to the arguments of a query and returns their places there, "$2, $3", for IN (…). Both
// databases take thousands; whoever has more asks in parts.
func In[S ~string](args []any, values ...S) (places string, all []any) {
	list := make([]string, len(values))
	all = slices.Clip(args)
	for i, v := range values {
		all = append(all, string(v))
		list[i] = "$" + strconv.Itoa(len(all))
	}
	return strings.Join(list, ", "), all
}

// All scans every row of a query and closes it. It takes what Query returned.
func All[T any](rows *sql.Rows, err error, scan func(Row) (T, error)) ([]T, error) {
	if err != nil {
		return nil, Translate(err)
	}
	defer rows.Close() //nolint:errcheck // reading
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, Translate(rows.Err())
}

// Snapshot returns a view that reads one committed state, however long the reading takes and
// whatever is written meanwhile. It serves one query at a time. Call done when finished.
func (d *DB) Snapshot(ctx context.Context) (view *DB, done func(), err error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.dialect == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, opts)
	if err != nil {
		return nil, nil, Translate(err)
	}
	return &DB{dialect: d.dialect, snap: tx}, func() { _ = tx.Rollback() }, nil
}

// Migrate brings the tables of one package up to date. Every package keeps its own numbered,
// forward-only migrations; goose records them in the table <name>_migration.
func (d *DB) Migrate(ctx context.Context, name string, migrations fs.FS) error {
	dialect := database.DialectSQLite3
	if d.dialect == Postgres {
		dialect = database.DialectPostgres
	}
	store, err := database.NewStore(dialect, name+"_migration")
	if err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	p, err := goose.NewProvider("", d.write, spoken{migrations, d.dialect}, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	_, err = p.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", name, err)
	}
	return nil
}

// Translate gives a database error its kind, the same on both databases: NotFound for no rows,
// Conflict for a broken uniqueness or for two that waited for each other, Invalid for what is no
// text, Unavailable for a full disk, a lost connection or a busy database.
func Translate(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*rambu.Error](err); ok {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return &rambu.Error{Kind: rambu.NotFound, Key: "error.not-found", Detail: "no row", Err: err}
	}
	if full(err) {
		return &rambu.Error{Kind: rambu.Unavailable, Key: rambu.StorageFull, Detail: "no room for the database", Err: err}
	}
	kind := kindOf(err)
	return &rambu.Error{Kind: kind, Key: "error." + string(kind), Detail: "database", Err: err}
}

// pgDiskFull is PostgreSQL's code for a disk without room.
const pgDiskFull = "53100"

// full reports whether the disk of the database has no room left.
func full(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()&0xff == sqlitelib.SQLITE_FULL
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == pgDiskFull
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func kindOf(err error) rambu.Kind {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() {
		case sqlitelib.SQLITE_CONSTRAINT_UNIQUE, sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitelib.SQLITE_CONSTRAINT_ROWID:
			return rambu.Conflict // any other constraint is our mistake
		}
		switch e.Code() & 0xff {
		case sqlitelib.SQLITE_BUSY, sqlitelib.SQLITE_IOERR, sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_READONLY:
			return rambu.Unavailable
		}
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch {
		case e.Code == "23505", e.Code == "40001", e.Code == "40P01": // uniqueness, serialization, deadlock
			return rambu.Conflict
		case e.Code == "22021": // a text with bytes that are none, see rambu.Storable
			return rambu.Invalid
		case strings.HasPrefix(e.Code, "53"), strings.HasPrefix(e.Code, "57"), strings.HasPrefix(e.Code, "08"):
			return rambu.Unavailable
		}
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return rambu.Unavailable
	}
	if errors.Is(err, sql.ErrConnDone) {
		return rambu.Unavailable
	}
	return rambu.Internal
}
