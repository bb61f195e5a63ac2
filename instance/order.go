package instance

import (
	"context"
	"strconv"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/words"
)

// OrderFrom drafts a directive from a published decision of a meeting, point by point, to every
// post of the region below the one that signs, and returns its id. Whom it is for is narrowed in
// the draft before it is sent. The two nouns do not know each other, so they meet here.
func (i *Instance) OrderFrom(ctx context.Context, who rambu.Actor, decision string) (string, error) {
	o, err := i.Meetings.OrderOf(ctx, who, decision)
	if err != nil {
		return "", err
	}
	number := int(o.Number)
	points := []directive.Decision{{Meeting: o.Title, Date: o.On, Number: number, Text: o.Text}}
	opening := ""
	if len(o.Points) > 0 {
		points, opening = nil, o.Text
		for _, p := range o.Points {
			points = append(points, directive.Decision{Meeting: o.Title, Date: o.On, Number: number, Text: p.Text})
		}
	}
	title := i.Words.T(words.ID, "web.order.title", "meeting", o.Title, "number", strconv.Itoa(number))
	when := func(d rambu.Date) string { return words.LongDate(words.ID, d) }
	in := directive.FromDecision(who.Post, title, directive.Rule{{Place: who.Region}}, when, points...)
	in.Opening = opening
	return i.Directives.Draft(ctx, who, in)
}
