package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
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
	err   error // of the first statement of the operation that failed
	rows  []*sql.Rows

	hopeful bool // a hoped for statement may wait for the commit
	hoped   bool // one did, and its answer has not come
}

// failed keeps the first error: an operation with a failed statement is undone, even if its
// function goes on as if nothing had happened.
func (t *Tx) failed(err error) error {
	err = Translate(err)
	if err != nil && t.err == nil {
		t.err = err
	}
	return err
}

// Exec runs a statement and returns how many rows it touched. Statements are prepared once per
// connection.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	n, err := t.w.link.exec(t.ctx, query, args)
	return n, t.failed(err)
}

// ExecOne runs a statement that must touch exactly one row; none is a Conflict: somebody else
// changed it.
func (t *Tx) ExecOne(query string, args ...any) error {
	n, err := t.Exec(query, args...)
	if err != nil {
		return err
	}
	if n != 1 {
		return &rambu.Error{Kind: rambu.Conflict, Key: "error.conflict", Detail: "the row was changed or is gone"}
	}
	return nil
}

// Later runs a statement at the latest with the commit: where statements travel over a network
// it rides along with the next one. Its failure fails the whole batch, so it is for the commit
// hook.
func (t *Tx) Later(query string, args ...any) error {
	return t.failed(t.w.link.later(t.ctx, query, args))
}

// Hope runs a statement that nearly always succeeds. Where statements travel over a network and the
// operation is alone, it rides along with the commit, which saves half the way. If it fails there, or its
// answer is lost, nothing was kept or all was: the operation's function is called a second time, and
// now the failure is told here. So it is for functions that may be called twice, and whose rows have
// ids of their own that cannot be written twice.
func (t *Tx) Hope(query string, args ...any) error {
	if !t.hopeful || t.w.link.sent > 0 {
		_, err := t.Exec(query, args...)
		return err
	}
	t.hoped = true
	return t.Later(query, args...)
}

// Query reads rows as the operation sees them; close them before the next statement.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	st, err := t.w.link.reading(t.ctx, query) //nolint:sqlclosecheck // kept with its connection
	if err != nil {
		return nil, t.failed(err)
	}
	rows, err := st.QueryContext(t.ctx, args...)
	if err == nil {
		t.rows = append(t.rows, rows)
	}
	return rows, t.failed(err)
}

// QueryRow reads one row into dest; no row is a NotFound error, and no failure of the operation.
func (t *Tx) QueryRow(query string, args []any, dest ...any) error {
	st, err := t.w.link.reading(t.ctx, query) //nolint:sqlclosecheck // kept with its connection
	if err != nil {
		return t.failed(err)
	}
	err = st.QueryRowContext(t.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return Translate(err)
	}
	return t.failed(err)
}

// Note hands a value to the commit hook if this operation succeeds.
func (t *Tx) Note(v any) { t.notes = append(t.notes, v) }

// Hook is called by the writer around every commit with what the operations of the batch
// noted, in their order. Before runs inside the transaction, last; After runs once the commit
// is durable; Failed when it did not happen. When what Before wrote was a Conflict, because
// another process wrote the same, its part is undone, Failed is called, and Before once more.
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
	return d.w.write(&request{fn: fn, turn: make(chan bool, 1)})
}

type request struct {
	fn   func(tx *Tx) error
	err  error
	turn chan bool // false: it is done; true: it leads the next batch
}

// writer folds operations into batches. It has no goroutine of its own: whoever comes while
// nobody writes leads a batch, runs it with what has gathered meanwhile, and names the next
// leader. A lone writer so waits for nobody.
type writer struct {
	hook  Hook
	link  *link // the leader's
	crowd bool  // the leader's: the batch before was shared

	mu      sync.Mutex
	queue   []*request
	leading bool
	closed  bool
	idle    *sync.Cond // nobody leads
}

func newWriter(pool *sql.DB, dialect Dialect) *writer {
	w := &writer{link: &link{pool: pool, dialect: dialect}}
	w.idle = sync.NewCond(&w.mu)
	return w
}

func (w *writer) write(r *request) error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return &rambu.Error{Kind: rambu.Unavailable, Key: "error.unavailable", Detail: "database is closing"}
	}
	if w.leading {
		w.queue = append(w.queue, r)
		w.mu.Unlock()
		if lead := <-r.turn; !lead {
			return r.err
		}
	} else {
		w.leading = true
		w.mu.Unlock()
	}
	w.lead(r)
	return r.err
}

// lead runs one batch that begins with r, answers those behind it and hands on the lead.
func (w *writer) lead(r *request) {
	batch, err := w.batch(context.Background(), r)
	w.crowd = len(batch) > 1
	for _, other := range batch {
		if err != nil && other.err == nil {
			other.err = err
		}
	}
	w.mu.Lock()
	if len(w.queue) > 0 {
		w.take().turn <- true
	} else {
		w.leading = false
		w.idle.Broadcast()
	}
	w.mu.Unlock()
	for _, other := range batch[1:] {
		other.turn <- false
	}
}

// take removes the request that waits longest; mu is held and there is one.
func (w *writer) take() *request {
	r := w.queue[0]
	w.queue = slices.Delete(w.queue, 0, 1)
	return r
}

// waiting takes a request that has gathered; there is one, and only the leader takes.
func (w *writer) waiting() *request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.take()
}

func (w *writer) alone() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queue) == 0
}

// joined reports whether somebody waits to share the commit of a batch of n. Where there is a crowd,
// whoever is ready to run may do so before the leader goes to the disk: the more share a commit, the less
// it costs each. A lone writer waits for nobody.
func (w *writer) joined(n int) bool {
	if !w.alone() {
		return true
	}
	if n == 1 && !w.crowd {
		return false
	}
	runtime.Gosched()
	return !w.alone()
}

// close lets what was asked for finish and refuses the rest.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	for w.leading {
		w.idle.Wait()
	}
	w.mu.Unlock()
	w.link.drop()
}

// batch runs first and whatever waits behind it in one transaction. The returned error is what
// kept the batch from being committed; each request carries its own.
func (w *writer) batch(ctx context.Context, first *request) ([]*request, error) {
	batch, hoped, err := w.try(ctx, first, w.link.dialect == Postgres)
	if err != nil && hoped {
		first.err = nil
		batch, _, err = w.try(ctx, first, false)
	}
	return batch, err
}

// try is one attempt at a batch. hoped: it failed while the answer to a hoped for statement was
// missing; nobody but first was in it.
func (w *writer) try(ctx context.Context, first *request, hopeful bool) (batch []*request, hoped bool, err error) {
	batch = []*request{first}
	err = w.link.begin(ctx)
	if err != nil {
		return batch, false, lost(err)
	}
	tx := &Tx{w: w, ctx: ctx}
	// Alone, the transaction itself is the savepoint.
	if w.alone() {
		tx.hopeful = hopeful
		first.err = attempt(first.fn, tx)
		tx.hopeful = false
		err = first.err
	} else {
		err = w.within(tx, first)
	}
	for err == nil && len(batch) < maxBatch && w.joined(len(batch)) {
		err = w.settle(tx)
		if err != nil {
			break
		}
		r := w.waiting()
		batch = append(batch, r)
		err = w.within(tx, r)
	}
	if err != nil {
		w.link.rollback(ctx)
		return batch, tx.hoped, err
	}
	err = w.commit(ctx, tx)
	return batch, tx.hoped, err
}

// settle waits for the answer to what was hoped for, before others join.
func (w *writer) settle(tx *Tx) error {
	if !tx.hoped {
		return nil
	}
	err := w.link.flush(tx.ctx)
	if err == nil {
		tx.hoped = false
	}
	return err
}

// within runs one request in a savepoint; a failure of the request undoes only that.
func (w *writer) within(tx *Tx, r *request) error {
	mark, err := w.link.savepoint(tx.ctx)
	if err != nil {
		return lost(err)
	}
	noted := len(tx.notes)
	r.err = attempt(r.fn, tx)
	if r.err != nil {
		tx.notes = tx.notes[:noted]
		err = w.link.undo(tx.ctx, mark)
	} else {
		err = w.link.release(tx.ctx)
	}
	if err != nil {
		return lost(err)
	}
	return nil
}

func (w *writer) commit(ctx context.Context, tx *Tx) error {
	if w.hook.Before == nil || len(tx.notes) == 0 {
		err := w.link.commit(ctx)
		if err != nil {
			w.link.rollback(ctx)
			return lost(err)
		}
		return nil
	}
	if tx.hoped && w.link.sent == 0 {
		return w.atOnce(ctx, tx)
	}
	err := w.meeting(ctx, tx)
	if err != nil {
		w.hook.Failed()
		w.link.rollback(ctx)
		return lost(err)
	}
	w.hook.After(tx.notes)
	return nil
}

// meeting runs the commit hook and commits, once more when another process wrote the same. SQLite has
// one writer, who meets nobody.
func (w *writer) meeting(ctx context.Context, tx *Tx) error {
	if w.link.dialect == SQLite {
		return w.hooked(ctx, tx)
	}
	mark, err := w.link.savepoint(ctx)
	if err == nil {
		err = w.hooked(ctx, tx)
	}
	if rambu.KindOf(Translate(err)) != rambu.Conflict {
		return err
	}
	w.hook.Failed()
	err = w.link.undo(ctx, mark)
	if err != nil {
		return err
	}
	return w.hooked(ctx, tx)
}

// hooked runs the commit hook and commits.
func (w *writer) hooked(ctx context.Context, tx *Tx) error {
	err := w.before(tx)
	if err != nil {
		return err
	}
	return w.link.commit(ctx)
}

func (w *writer) before(tx *Tx) error {
	err := attempt(func(tx *Tx) error { return w.hook.Before(tx, tx.notes) }, tx)
	if err != nil {
		return fmt.Errorf("commit hook: %w", err)
	}
	return nil
}

// atOnce commits an operation of which nothing was sent yet, in one round trip. A Conflict of the hook
// is not sorted out here: whoever hopes is called again.
func (w *writer) atOnce(ctx context.Context, tx *Tx) error {
	err := w.before(tx)
	switch {
	case err != nil:
	case w.link.sent == 0:
		err = w.link.atOnce(ctx)
	default: // the hook had to read
		err = w.link.commit(ctx)
	}
	if err != nil {
		w.hook.Failed()
		w.link.rollback(ctx)
		return lost(err)
	}
	w.hook.After(tx.notes)
	return nil
}

// lost marks an error of the transaction itself: nothing of the batch was kept as far as we
// know, and the caller may try again.
func lost(err error) error {
	e := Translate(err)
	if errors.Is(err, driver.ErrBadConn) || rambu.KindOf(e) == rambu.Internal {
		return &rambu.Error{Kind: rambu.Unavailable, Key: "error.unavailable", Detail: "transaction lost", Err: err}
	}
	return e
}

// attempt runs one operation: its own error, a panic, or a statement that failed and was
// swallowed all undo it.
func attempt(fn func(tx *Tx) error, tx *Tx) error {
	tx.err = nil
	err := protect(fn, tx)
	if err == nil {
		err = tx.err
	}
	return err
}

// protect turns a panic of one operation into its error and closes the questions it left open,
// so that it cannot take down the operations that share its commit.
func protect(fn func(tx *Tx) error, tx *Tx) (err error) {
	tx.rows = tx.rows[:0]
	defer func() {
		if p := recover(); p != nil {
			err = &rambu.Error{Kind: rambu.Internal, Key: "error.internal", Detail: fmt.Sprintf("panic in an operation: %v\n%s", p, debug.Stack())}
		}
		for _, r := range tx.rows { // an open one holds the only connection for ever
			_ = r.Close()
		}
	}()
	return fn(tx)
}
