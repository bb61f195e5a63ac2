package access

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

var renewalTable = ledger.NewTable("access_renewal", "id", "institution", "region", "asked_by", "asked_at", "done_by", "done_at")

// Ask is one request to make an institution's keys anew.
type Ask struct {
	ID     string // "pbk_…"
	By     string // the administrator's account
	At     time.Time
	DoneBy string // "" until somebody did it
	DoneAt time.Time

	institution, region string
	version             int64
}

func (a *Ask) values() []any {
	return []any{a.ID, a.institution, a.region, a.By, a.At, a.DoneBy, a.DoneAt}
}

// open reports whether the request stands: it is not done, and not of yesterday.
func (a *Ask) open(now time.Time) bool {
	return a.ID != "" && a.DoneBy == "" && now.Before(a.At.Add(AskTime))
}

const lastAskQuery = `SELECT id, institution, region, asked_by, asked_at, done_by, done_at, version FROM access_renewal
	WHERE institution = $1 ORDER BY asked_at DESC, id DESC LIMIT 1`

func scanAsk(scan func(dest ...any) error) (Ask, error) {
	var a Ask
	var asked, done int64
	err := db.Translate(scan(&a.ID, &a.institution, &a.region, &a.By, &asked, &a.DoneBy, &done, &a.version))
	if err != nil {
		if rambu.KindOf(err) == rambu.NotFound {
			err = nil
		}
		return Ask{}, err
	}
	a.At = time.UnixMicro(asked).UTC()
	if done != 0 {
		a.DoneAt = time.UnixMicro(done).UTC()
	}
	return a, nil
}

// lastAsk returns the newest request of an institution, the zero one when there is none.
func (s *Service) lastAsk(ctx context.Context, institution string) (Ask, error) {
	return scanAsk(s.db.QueryRow(ctx, lastAskQuery, institution).Scan)
}

// lastAskIn is lastAsk as an operation sees it.
func lastAskIn(op *ledger.Op, institution string) (Ask, error) {
	return scanAsk(func(dest ...any) error { return op.Tx.QueryRow(lastAskQuery, []any{institution}, dest...) })
}
