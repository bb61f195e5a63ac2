package web

import (
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/words"
)

// A decision of a meeting becomes a directive: the two nouns do not know each other, so they meet
// here.

const orderPath = "/jadikan-arahan/{keputusan}"

func orderAddress(decision string) string { return "/jadikan-arahan/" + decision }

// order drafts a directive from a published decision, point by point, to every post of the region
// below the one that signs. Whom it is for is narrowed in the draft before it is sent.
func (s *site) order(w http.ResponseWriter, r *http.Request) error {
	who, err := actor(r)
	if err != nil {
		return err
	}
	o, err := s.in.Meetings.OrderOf(r.Context(), who, r.PathValue("keputusan"))
	if err != nil {
		return err
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
	title := s.ui.T(words.ID, "web.order.title", "meeting", o.Title, "number", strconv.Itoa(number))
	when := func(d rambu.Date) string { return words.LongDate(words.ID, d) }
	in := directive.FromDecision(who.Post, title, directive.Rule{{Place: who.Region}}, when, points...)
	in.Opening = opening
	id, err := s.in.Directives.Draft(r.Context(), who, in)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/arahan/"+url.PathEscape(id), http.StatusSeeOther)
	return nil
}
