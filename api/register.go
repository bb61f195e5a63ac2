package api

import "rambu.id/api/law"

// registerRoutes answer everybody about the law; the package beneath has their words.
func registerRoutes() []route {
	return []route{
		get(public, "/hukum", "The register of law, or what a search finds in it", asked(law.Book.List)),
		get(public, "/hukum/{peraturan}", "A regulation with its articles, as of a day", asked(law.Book.Regulation)),
		get(public, "/boleh", "May somebody of a class do something on a day", asked(law.Book.Ask)),
	}
}

func asked[In, Out any](h func(law.Book, In) (Out, error)) func(*call, In) (Out, error) {
	return func(c *call, in In) (Out, error) {
		return h(law.Book{Pack: c.in.Pack, Index: c.in.Register, Lang: c.lang, Today: c.today()}, in)
	}
}
