package intake

import (
	"context"
	"slices"
	"sync"
	"time"

	"rambu.id"
)

// Submissions go side by side, so that many share one commit. While somebody reads an inbox they go
// one behind the other: a flood of reports then leaves a processor to whoever waits for an answer,
// and still arrives.
const (
	sendsAtOnce = 16
	readingSpan = 2 * time.Second // a reader looks at a page, and opens the next
)

// lane admits submissions.
type lane struct {
	clock rambu.Clock // the machine's

	mu      sync.Mutex
	busy    int
	waiting []chan struct{} // closed when it is that submission's turn
	read    time.Time       // when somebody last read
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
	l.busy--
	l.admit()
	l.mu.Unlock()
}

// admit lets in whom there is room for, in the order they came; mu is held. Somebody always leaves
// while others wait, so that nobody has to watch the clock.
func (l *lane) admit() {
	room := sendsAtOnce
	if since := l.clock.Now().Sub(l.read); since >= 0 && since < readingSpan {
		room = 1
	}
	for len(l.waiting) > 0 && l.busy < room {
		close(l.waiting[0])
		l.waiting = slices.Delete(l.waiting, 0, 1)
		l.busy++
	}
}
