package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// maxPrepared bounds the prepared statements of a connection; texts are few, unless somebody
// builds them.
const maxPrepared = 500

// link is the writer's one connection. On PostgreSQL every statement is a round trip, so what
// needs no answer (BEGIN, SAVEPOINT, RELEASE, the hook's inserts) waits and rides along with
// the next statement that does.
type link struct {
	pool    *sql.DB
	dialect Dialect

	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	pending []queued
	sent    int // pipelines sent in this transaction
}

type queued struct {
	query string
	args  []any
}

// connect takes a connection of the pool, if there is none.
func (l *link) connect(ctx context.Context) error {
	if l.conn != nil {
		return nil
	}
	conn, err := l.pool.Conn(ctx)
	if err != nil {
		return err
	}
	l.conn, l.stmts, l.pending = conn, map[string]*sql.Stmt{}, nil
	return nil
}

func (l *link) begin(ctx context.Context) error {
	l.pending, l.sent = nil, 0
	if l.dialect == Postgres {
		err := l.connect(ctx)
		l.pending = append(l.pending, queued{query: "BEGIN"})
		return err
	}
	var err error
	for range 2 { // a connection that died while idle is replaced once
		err = l.connect(ctx)
		if err != nil {
			return err
		}
		_, err = l.exec(ctx, "BEGIN IMMEDIATE", nil)
		if err == nil {
			return nil
		}
		l.drop()
	}
	return err
}

// exec runs a statement and what waited before it.
func (l *link) exec(ctx context.Context, query string, args []any) (int64, error) {
	if l.dialect == Postgres {
		return l.pipeline(ctx, queued{query, args})
	}
	st, err := l.prepare(ctx, query) //nolint:sqlclosecheck // kept with its connection
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (l *link) later(ctx context.Context, query string, args []any) error {
	if l.dialect == Postgres {
		l.pending = append(l.pending, queued{query, args})
		return nil
	}
	_, err := l.exec(ctx, query, args)
	return err
}

// flush sends what waited.
func (l *link) flush(ctx context.Context) error {
	if len(l.pending) == 0 {
		return nil
	}
	_, err := l.pipeline(ctx)
	return err
}

// reading prepares a query, after what waited was sent.
func (l *link) reading(ctx context.Context, query string) (*sql.Stmt, error) {
	err := l.flush(ctx)
	if err != nil {
		return nil, err
	}
	return l.prepare(ctx, query)
}

// pipeline sends what waits and, behind it, the given statements in one round trip, and returns
// how many rows the last one touched.
func (l *link) pipeline(ctx context.Context, more ...queued) (int64, error) {
	all := slices.Concat(l.pending, more)
	l.pending = nil
	first := l.sent == 0
	l.sent++
	n, err := l.send(ctx, all)
	var refused interface{ SQLState() string }
	if err == nil || !first || errors.As(err, &refused) {
		return n, err
	}
	// The connection died while it was idle. Nothing of this transaction had been answered, and
	// what a lost connection left open is undone: the whole pipeline can go again.
	l.drop()
	err = l.connect(ctx)
	if err != nil {
		return 0, err
	}
	return l.send(ctx, all)
}

func (l *link) send(ctx context.Context, all []queued) (n int64, err error) {
	if l.conn == nil {
		return 0, sql.ErrConnDone
	}
	err = l.conn.Raw(func(dc any) error {
		c, ok := dc.(*stdlib.Conn)
		if !ok {
			return errors.New("not a PostgreSQL connection")
		}
		var b pgx.Batch
		for _, q := range all {
			b.Queue(q.query, q.args...)
		}
		results := c.Conn().SendBatch(ctx, &b)
		for _, q := range all {
			tag, err := results.Exec()
			if err != nil {
				_ = results.Close()
				return err
			}
			if q.query == "COMMIT" && tag.String() != "COMMIT" {
				_ = results.Close()
				return errors.New("PostgreSQL answered a commit with " + tag.String())
			}
			n = tag.RowsAffected()
		}
		return results.Close()
	})
	return n, err
}

// savepoint opens one and returns a mark to undo it by.
func (l *link) savepoint(ctx context.Context) (mark int, err error) {
	mark = l.sent
	return mark, l.later(ctx, "SAVEPOINT rambu", nil)
}

func (l *link) release(ctx context.Context) error {
	return l.later(ctx, "RELEASE SAVEPOINT rambu", nil)
}

// undo goes back to the savepoint of a mark. When nothing was sent since, there is nothing to
// undo but the waiting SAVEPOINT itself.
func (l *link) undo(ctx context.Context, mark int) error {
	if l.dialect == Postgres && l.sent == mark {
		for i, q := range slices.Backward(l.pending) {
			if q.query == "SAVEPOINT rambu" {
				l.pending = l.pending[:i]
				break
			}
		}
		return nil
	}
	l.pending = nil
	// At once, not later: until then the server refuses to prepare anything.
	_, err := l.exec(ctx, "ROLLBACK TO SAVEPOINT rambu", nil)
	return err
}

func (l *link) commit(ctx context.Context) error {
	_, err := l.exec(ctx, "COMMIT", nil)
	return err
}

// atOnce sends a whole transaction of which nothing was sent yet, in one round trip. PostgreSQL takes
// what lies between two synchronisations for one transaction, so BEGIN and COMMIT are not needed. It is not
// tried again: when the answer is lost, nobody knows whether it was kept.
func (l *link) atOnce(ctx context.Context) error {
	all := l.pending[1:] // without its BEGIN
	l.pending = nil
	_, err := l.send(ctx, all)
	var refused interface{ SQLState() string }
	if err != nil && !errors.As(err, &refused) {
		l.drop()
	}
	return err
}

func (l *link) rollback(ctx context.Context) {
	l.pending = nil
	if l.conn == nil || l.dialect == Postgres && l.sent == 0 {
		return
	}
	_, err := l.conn.ExecContext(ctx, "ROLLBACK")
	if err != nil {
		l.drop() // the server undoes what a lost connection left open
	}
}

func (l *link) drop() {
	for _, st := range l.stmts {
		_ = st.Close()
	}
	l.stmts, l.pending = nil, nil
	if l.conn != nil {
		_ = l.conn.Close()
		l.conn = nil
	}
}

func (l *link) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := l.stmts[query]; ok {
		return st, nil
	}
	if l.conn == nil {
		return nil, sql.ErrConnDone
	}
	if len(l.stmts) >= maxPrepared {
		for _, st := range l.stmts {
			_ = st.Close()
		}
		l.stmts = map[string]*sql.Stmt{}
	}
	st, err := l.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	l.stmts[query] = st
	return st, nil
}
