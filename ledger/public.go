package ledger

import (
	"context"
	"sync"
	"time"
)

// Every is how often the public sees the log grow. Somebody who reads the public tree each second, beside
// the list of who is connected to the office's network, would otherwise see a report being written.
const Every = 15 * time.Minute

// settled is how long after such a moment it is shown: by then what began before it is committed.
const settled = time.Minute

// Public is the log as everybody may see it: as of the last quarter of an hour. What it shows depends on
// that moment only, never on when somebody asks, so nobody can choose two moments close together. It
// costs one signature a quarter of an hour. Receipts carry the checkpoint of their own commit; it is a
// prefix of every public one from the next quarter on.
type Public struct {
	log *Log

	mu         sync.Mutex
	moment     time.Time
	size       int64
	checkpoint []byte
}

// Public returns the log as everybody may see it.
func (l *Log) Public() *Public { return l.public }

// state returns what is published now. A clock that was set back takes nothing back.
func (p *Public) state(ctx context.Context) (size int64, checkpoint []byte, err error) {
	moment := p.log.clock.Now().Add(-settled).Truncate(Every)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.checkpoint != nil && !moment.After(p.moment) {
		return p.size, p.checkpoint, nil
	}
	size, err = sizeAt(ctx, p.log.db, moment)
	if err != nil {
		return 0, nil, err
	}
	size = max(size, p.size)
	if p.checkpoint == nil || size > p.size {
		checkpoint, err = p.log.checkpoint(size, p.log.stored(ctx))
		if err != nil {
			return 0, nil, err
		}
		p.size, p.checkpoint = size, checkpoint
	}
	p.moment = moment
	return p.size, p.checkpoint, nil
}

// Checkpoint returns the signed checkpoint of what is published.
func (p *Public) Checkpoint(ctx context.Context) ([]byte, error) {
	_, checkpoint, err := p.state(ctx)
	return checkpoint, err
}

// Tile is Log.Tile of what is published.
func (p *Public) Tile(ctx context.Context, level int, n int64, width int) ([]byte, error) {
	size, _, err := p.state(ctx)
	if err != nil {
		return nil, err
	}
	err = covers(size, level, n, width)
	if err != nil {
		return nil, err
	}
	return p.log.Tile(ctx, level, n, width)
}

// Entries is Log.Entries of what is published.
func (p *Public) Entries(ctx context.Context, n int64, width int) ([]byte, error) {
	size, _, err := p.state(ctx)
	if err != nil {
		return nil, err
	}
	err = covers(size, 0, n, width) // a bundle has the entries of a lowest tile
	if err != nil {
		return nil, err
	}
	return p.log.Entries(ctx, n, width)
}
