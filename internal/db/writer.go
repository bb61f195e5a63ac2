package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"rambu.id"
)

// maxBatch bounds how many operations share one commit, so that the first of them never
// waits long for the last.
const maxBatch = 128

// Tx is the write transaction an operation works in: a savepoint of the writer's batch.
// It is valid only inside the function given to Write.
type Tx struct {
	w     *writer
	ctx   context.Context //nolint:containedctx // the writer's own; a request's context must not enter a batch
	notes []any
}

// Exec runs a statement. Statements are prepared once per connection.
func (t *Tx) Exec(query string, args ...any) (sql.Result, error) {
	st, err := t.w.prepare(t.ctx, query) //nolint:sqlclosecheck // kept with its connection; drop closes it
	if err != nil {
		return nil, Translate(err)
	}
	res, err := st.ExecContext(t.ctx, args...)
	return res, Translate(err)
}

// ExecOne runs a statement that must touch exactly one row; none is a Conflict: somebody else
// changed it.
func (t *Tx) ExecOne(query string, args ...any) error {
	res, err := t.Exec(query, args...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return Translate(err)
	}
	if n != 1 {
		return &rambu.Error{Kind: rambu.Conflict, Key: "error.conflict", Detail: "the row was changed or is gone"}
	}
	return nil
}

// Query reads rows as the operation sees them; close them before the next statement.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	st, err := t.w.prepare(t.ctx, query) //nolint:sqlclosecheck // kept with its connection; drop closes it
	if err != nil {
		return nil, Translate(err)
	}
	rows, err := st.QueryContext(t.ctx, args...)
	return rows, Translate(err)
}

// QueryRow reads one row into dest; no row is a NotFound error.
func (t *Tx) QueryRow(query string, args []any, dest ...any) error {
	st, err := t.w.prepare(t.ctx, query) //nolint:sqlclosecheck // kept with its connection; drop closes it
	if err != nil {
		return Translate(err)
	}
	return Translate(st.QueryRowContext(t.ctx, args...).Scan(dest...))
}

// Note hands a value to the commit hook if this operation succeeds.
func (t *Tx) Note(v any) { t.notes = append(t.notes, v) }

// Hook is called by the writer around every commit with what the operations of the batch
// noted, in their order. Before runs inside the transaction, last; After runs once the commit
// is durable; Failed when it did not happen.
type Hook struct {
	Before func(tx *Tx, notes []any) error
	After  func(notes []any)
	Failed func()
}

// OnCommit sets the commit hook. Call it once, before the first Write.
func (d *DB) OnCommit(h Hook) { d.w.hook = h }

// Write runs fn as one operation: all of it is committed, durably, or none. It returns after
// the commit. Other operations may share the commit, none shares the fate.
func (d *DB) Write(fn func(tx *Tx) error) error {
	r := &request{fn: fn, done: make(chan struct{})}
	d.w.mu.RLock()
	if d.w.closed {
		d.w.mu.RUnlock()
		return &rambu.Error{Kind: rambu.Unavailable, Key: "error.unavailable", Detail: "database is closing"}
	}
	d.w.queue <- r
	d.w.mu.RUnlock()
	<-r.done
	return r.err
}

type request struct {
	fn   func(tx *Tx) error
	err  error
	done chan struct{}
}

type writer struct {
	pool    *sql.DB
	dialect Dialect
	hook    Hook
	queue   chan *request
	stopped chan struct{}

	mu     sync.RWMutex // guards closed against a send on a closed queue
	closed bool

	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func newWriter(pool *sql.DB, dialect Dialect) *writer {
	w := &writer{pool: pool, dialect: dialect, queue: make(chan *request, maxBatch), stopped: make(chan struct{})}
	go w.run()
	return w
}

func (w *writer) close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.stopped
}

func (w *writer) run() {
	defer close(w.stopped)
	ctx := context.Background()
	for first := range w.queue {
		batch, err := w.batch(ctx, first)
		for _, r := range batch {
			if err != nil && r.err == nil {
				r.err = err
			}
			close(r.done)
		}
	}
	w.drop()
}

// batch runs first and whatever waits behind it in one transaction. The returned error is what
// kept the batch from being committed; each request carries its own.
func (w *writer) batch(ctx context.Context, first *request) ([]*request, error) {
	batch := []*request{first}
	err := w.begin(ctx)
	if err != nil {
		return batch, err
	}
	tx := &Tx{w: w, ctx: ctx}
	// Alone, the transaction itself is the savepoint.
	alone := len(w.queue) == 0
	if alone {
		first.err = protect(first.fn, tx)
		if first.err != nil {
			w.rollback(ctx)
			return batch, first.err
		}
	} else {
		err = w.within(tx, first)
		if err != nil {
			w.rollback(ctx)
			return batch, err
		}
	}
	for len(batch) < maxBatch {
		var r *request
		select {
		case r = <-w.queue:
		default:
		}
		if r == nil {
			break
		}
		batch = append(batch, r)
		err = w.within(tx, r)
		if err != nil {
			w.rollback(ctx)
			return batch, err
		}
	}
	return batch, w.commit(ctx, tx)
}

// within runs one request in a savepoint; a failure of the request undoes only that.
func (w *writer) within(tx *Tx, r *request) error {
	_, err := tx.Exec("SAVEPOINT rambu")
	if err != nil {
		return w.lost(err)
	}
	noted := len(tx.notes)
	r.err = protect(r.fn, tx)
	end := "RELEASE SAVEPOINT rambu"
	if r.err != nil {
		tx.notes = tx.notes[:noted]
		end = "ROLLBACK TO SAVEPOINT rambu"
	}
	_, err = tx.Exec(end)
	if err != nil {
		return w.lost(err)
	}
	return nil
}

func (w *writer) commit(ctx context.Context, tx *Tx) error {
	if w.hook.Before != nil && len(tx.notes) > 0 {
		err := w.hook.Before(tx, tx.notes)
		if err != nil {
			w.hook.Failed()
			w.rollback(ctx)
			return fmt.Errorf("commit hook: %w", err)
		}
	}
	_, err := tx.Exec("COMMIT")
	if err != nil {
		if w.hook.Failed != nil {
			w.hook.Failed()
		}
		err = w.lost(err)
		w.rollback(ctx)
		return err
	}
	if w.hook.After != nil && len(tx.notes) > 0 {
		w.hook.After(tx.notes)
	}
	return nil
}

func (w *writer) begin(ctx context.Context) error {
	begin := "BEGIN IMMEDIATE"
	if w.dialect == Postgres {
		begin = "BEGIN"
	}
	var err error
	for range 2 { // a connection that died while idle is replaced once
		if w.conn == nil {
			w.conn, err = w.pool.Conn(ctx)
			if err != nil {
				return Translate(err)
			}
			w.stmts = map[string]*sql.Stmt{}
		}
		tx := &Tx{w: w, ctx: ctx}
		_, err = tx.Exec(begin)
		if err == nil {
			return nil
		}
		w.drop()
	}
	return w.lost(err)
}

func (w *writer) rollback(ctx context.Context) {
	if w.conn == nil {
		return
	}
	_, err := w.conn.ExecContext(ctx, "ROLLBACK")
	if err != nil {
		w.drop() // the server undoes what a lost connection left open
	}
}

// lost marks an error of the transaction itself: nothing of the batch was kept as far as we
// know, and the caller may try again.
func (w *writer) lost(err error) error {
	e := Translate(err)
	if errors.Is(err, driver.ErrBadConn) || rambu.KindOf(e) == rambu.Internal {
		return &rambu.Error{Kind: rambu.Unavailable, Key: "error.unavailable", Detail: "transaction lost", Err: err}
	}
	return e
}

func (w *writer) drop() {
	for _, st := range w.stmts {
		_ = st.Close()
	}
	w.stmts = nil
	if w.conn != nil {
		_ = w.conn.Close()
		w.conn = nil
	}
}

func (w *writer) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := w.stmts[query]; ok {
		return st, nil
	}
	if w.conn == nil {
		return nil, sql.ErrConnDone
	}
	st, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	w.stmts[query] = st
	return st, nil
}

// protect turns a panic of one operation into its error, so that it cannot take down the
// operations that share its commit.
func protect(fn func(tx *Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &rambu.Error{Kind: rambu.Internal, Key: "error.internal", Detail: fmt.Sprintf("panic in an operation: %v\n%s", p, debug.Stack())}
		}
	}()
	return fn(tx)
}
