package api

import "rambu.id/api/press"

// pressRoutes keep the articles of the caller's institution; the package beneath has their words.
func pressRoutes() []route {
	return []route{
		post(desk, "/pers/baca", "Read an article; nothing of it is kept", clipped(press.Book.Read)),
		get(desk, "/pers", "Articles of one's institution, the last one added first", clipped(press.Book.List)),
		post(desk, "/pers", "Keep an article, to be decided on", clipped(press.Book.Add)),
		get(desk, "/pers/{id}", "An article with what the program read in it", clipped(press.Book.Get)),
		post(desk, "/pers/{id}/putusan", "Correct an article, or decide on it", clipped(press.Book.Decide)),
	}
}

func clipped[In, Out any](h func(press.Book, In) (Out, error)) func(*call, In) (Out, error) {
	return func(c *call, in In) (Out, error) {
		return h(press.Book{Ctx: c.r.Context(), Desk: c.in.Press, Words: c.in.Words, Lang: c.lang, Who: c.who, Lodge: c.in.Tips.Lodge}, in)
	}
}
