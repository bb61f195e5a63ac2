package api

import "rambu.id/api/calendar"

// feedRoutes are the calendars of posts; the package beneath has their words.
func feedRoutes() []route {
	return []route{
		get(pemda, "/kalender", "The calendar address of the post worked in, without its secret", onFeeds(calendar.Desk.Look)),
		post(pemda, "/kalender", "Make a calendar address; it ends the one before", onFeeds(calendar.Desk.Make)),
		post(pemda, "/kalender/cabut", "End the calendar address", onFeeds(calendar.Desk.End)),
	}
}

func onFeeds[In, Out any](h func(calendar.Desk, In) (Out, error)) func(*call, In) (Out, error) {
	return func(c *call, in In) (Out, error) {
		return h(calendar.Desk{Feeds: c.in.Feeds, Ctx: c.r.Context(), Who: c.who, Lang: c.lang}, in)
	}
}
