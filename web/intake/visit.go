package intake

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
)

// fresh is how long an address that was read is shown: a change shows soon, and a crowd of
// reporters asks for it once.
const fresh = 10 * time.Second

// address keeps the lines of the office's address for a moment.
type address struct {
	read  func(context.Context) ([]string, error)
	clock rambu.Clock // the machine's

	mu    sync.Mutex
	lines []string
	until time.Time
}

func (a *address) get(ctx context.Context) ([]string, error) {
	if a.read == nil {
		return nil, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.clock.Now()
	if left := a.until.Sub(now); left > 0 && left <= fresh { // a clock set back ends it too
		return a.lines, nil
	}
	lines, err := a.read(ctx)
	if err != nil {
		return nil, err
	}
	a.lines, a.until = lines, now.Add(fresh)
	return lines, nil
}

// visit tells where and when a reporter comes to sign.
type visit struct {
	Office  string
	Address []string // none: how to find it is told instead
	Hours   string
	Always  string // on which of the days until the last one the office is open round the clock
	Last    string // the last day it is open, when that is not the last day itself
	Shut    bool   // it does not open until the last day
	Check   bool
}

// visit describes the way to the office for a report of an instant that must be signed by a day. A page with a
// code is shown whatever happens, so an address that cannot be read is like none.
func (p *Pages) visit(r *http.Request, lang words.Lang, sent time.Time, by rambu.Date) *visit {
	v := p.hours(lang)
	lines, err := p.address.get(r.Context())
	if err != nil {
		p.UI.Log.ErrorContext(r.Context(), "address of the office not read", slog.String("kind", string(rambu.KindOf(err))), slog.String("detail", err.Error()))
	}
	v.Address = lines
	rec := p.Desk.Reception()
	local, _ := p.Desk.Local(p.Office.Region, sent)
	if w := rec.Always; w.From != "" && w.From <= by && w.To >= rambu.DateOf(local) {
		v.Always = p.UI.T(lang, "intake.visit.always", "from", words.Date(lang, w.From), "to", words.Date(lang, w.To))
		v.Check = v.Check || w.Conf.Check()
	}
	last := p.Desk.LastOpen(p.Office.Region, sent, by)
	v.Shut = last == ""
	if last != "" && last != by {
		v.Last = words.Date(lang, last)
	}
	return v
}

// hours are the ordinary hours of the office in words.
func (p *Pages) hours(lang words.Lang) *visit {
	rec := p.Desk.Reception()
	say := func(hour string) string {
		if lang == words.EN {
			return hour
		}
		return strings.Replace(hour, ":", ".", 1)
	}
	return &visit{
		Office: p.Office.Name, Check: rec.Conf.Check(),
		Hours: p.UI.T(lang, "intake.visit.hours", "from", say(rec.MonThu.From), "to", say(rec.MonThu.To), "friday_from", say(rec.Fri.From), "friday_to", say(rec.Fri.To)),
	}
}
