package api

import "rambu.id/api/law"

// registerRoutes answer everybody about the law; the package beneath has their words.
func registerRoutes() []route {
	return []route{
		get(public, "/hukum", "The register of law, or what a search finds in it", asked(law.Book.List)),
		get(public, "/hukum/{peraturan}", "A regulation with its articles, as of a day", asked(law.Book.Regulation)),
		post(public, "/hukum/periksa", "Check the legal citations of a text; nothing of it is kept", checked),
		get(public, "/boleh", "May somebody of a class do something on a day", asked(law.Book.Ask)),
	}
}

func asked[In, Out any](h func(law.Book, In) (Out, error)) func(*call, In) (Out, error) {
	return func(c *call, in In) (Out, error) { return h(c.book(), in) }
}

func (c *call) book() law.Book {
	return law.Book{Pack: c.in.Pack, Index: c.in.Register, Guard: c.in.Guard, Words: c.in.Words, Lang: c.lang, Today: c.today()}
}

// checked is limited for each network, because reading a long text is work.
func checked(c *call, in law.CheckRequest) (law.CheckView, error) {
	err := c.allow(c.budget().Send)
	if err != nil {
		return law.CheckView{}, err
	}
	return c.book().Check(in)
}
