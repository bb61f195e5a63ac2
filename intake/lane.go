package intake

import (
	"context"
	"slices"
	"sync"
	"time"

	"rambu.id"
)

// Submissions go side by side, so that many share one commit. While somebody reads an inbox they go
// one behind the other, and after each the door rests as long as it took: a flood of reports then
// leaves the processors to whoever waits for an answer, and still arrives. It stands here and not at a
// door, because every door leads to the same desk.
const (
	sendsAtOnce = 16
	readingSpan = 2 * time.Second // a reader looks at a page, and opens the next
	longestRest = 10 * time.Millisecond
)

// Reading notes that somebody is about to read an inbox. Inbox notes it by itself.
func (d *Desk) Reading() { d.lane.reading() }

// lane admits submissions.
type lane struct {
	clock rambu.Clock // the machine's

	mu      sync.Mutex
	busy    int
	waiting []chan struct{} // closed when it is that submission's turn
	read    time.Time       // when somebody last read
	began   time.Time       // when the last submission was let in
	rest    time.Time       // until when the next one waits while somebody reads
	timer   *time.Timer     // set while they wait for the end of a rest
}

// reading notes that somebody reads an inbox.
func (l *lane) reading() {
	l.mu.Lock()
	l.read = l.clock.Now()
	l.mu.Unlock()
}

// enter waits for the turn of a submission; leave ends it.
func (l *lane) enter(ctx context.Context) error {
	l.mu.Lock()
	turn := make(chan struct{})
	l.waiting = append(l.waiting, turn)
	l.admit()
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.Index(l.waiting, turn)
	if at >= 0 {
		l.waiting = slices.Delete(l.waiting, at, at+1)
	} else { // admitted at the same moment
		l.busy--
		l.admit()
	}
	return rambu.Errorf(rambu.Unavailable, "the reporter has gone")
}

func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy--
	now := l.clock.Now()
	l.rest = now.Add(max(0, min(now.Sub(l.began), longestRest)))
	l.admit()
}

// admit lets in whom there is room for, in the order they came; mu is held. While others wait,
// somebody leaves or a rest ends, and admits them.
func (l *lane) admit() {
	room, now := sendsAtOnce, l.clock.Now()
	if since := now.Sub(l.read); since >= 0 && since < readingSpan {
		room = 1
		if rest := l.rest.Sub(now); rest > 0 && rest <= longestRest {
			if l.timer == nil {
				l.timer = time.AfterFunc(rest, l.rested)
			}
			return
		}
	}
	l.began = now
	for len(l.waiting) > 0 && l.busy < room {
		close(l.waiting[0])
		l.waiting = slices.Delete(l.waiting, 0, 1)
		l.busy++
	}
}

// rested admits whoever waited for the end of a rest.
func (l *lane) rested() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.timer = nil
	l.admit()
}
