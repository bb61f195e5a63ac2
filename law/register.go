package law

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"rambu.id"
)

// Slug is the permanent address of an article inside its regulation: "Pasal 14 huruf i angka 3"
// is "pasal-14-huruf-i-angka-3".
func Slug(ref string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(ref), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}

// Address is the permanent address of a citation inside the register: "uu-1-2015/pasal-134".
func (c Citation) Address() string {
	if c.Ref == "" {
		return c.Regulation
	}
	return c.Regulation + "/" + Slug(c.Ref)
}

// Address is the permanent address of the entry that answered, which may be broader or narrower
// than what was asked.
func (c Cited) Address() string {
	return Citation{Regulation: c.Citation.Regulation, Ref: c.Ref}.Address()
}

// InForce reports whether a regulation holds on a day.
func (p *Pack) InForce(r Regulation, on rambu.Date) bool { return p.inForce(&r, on) }

// Versions returns the versions of the article at an address, oldest first, nil when the pack
// has none.
func (r Regulation) Versions(slug string) []Article {
	var out []Article
	for _, a := range r.Articles {
		if Slug(a.Ref) == slug {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Article) int { return cmp.Compare(a.From, b.From) })
	return out
}

// Nearest returns the references closest to an address the pack has no article at: what lies
// around or inside it, else the articles of the same number, else nothing.
func (r Regulation) Nearest(slug string) []string {
	const headParts = 2 // "pasal-14" of "pasal-14-huruf-i"
	head := strings.Join(firstParts(slug, headParts), "-")
	var around, same []string
	for _, a := range r.Articles {
		have := Slug(a.Ref)
		switch {
		case slices.Contains(around, a.Ref) || slices.Contains(same, a.Ref):
		case strings.HasPrefix(slug, have+"-") || strings.HasPrefix(have, slug+"-"):
			around = append(around, a.Ref)
		case have == head || strings.HasPrefix(have, head+"-"):
			same = append(same, a.Ref)
		}
	}
	return append(around, same...)
}

func firstParts(slug string, n int) []string {
	parts := strings.Split(slug, "-")
	return parts[:min(n, len(parts))]
}

// ChangeKind is what happened to the law on a day.
type ChangeKind string

// The kinds of changes.
const (
	Began    ChangeKind = "mulai"       // a regulation came into force
	Ended    ChangeKind = "berakhir"    // the last day of a regulation was the day before
	NewText  ChangeKind = "pasal"       // an article got the text it has from this day
	LostText ChangeKind = "pasal-akhir" // an article no longer holds
	TookRole ChangeKind = "berwenang"   // a body took over a task
	LeftRole ChangeKind = "lepas"       // a body no longer has it
)

// Change is one thing that is different from a day on.
type Change struct {
	On        rambu.Date
	Kind      ChangeKind
	Cited     Citation   // of a regulation or article
	Successor Citation   // what stands in its place, when something does
	Body      *Authority // of a task that moved
	Conf      Conf
}

// Changes returns every dated change of the register, newest first.
func (p *Pack) Changes() []Change {
	var out []Change
	add := func(c Change) {
		if c.On != "" {
			out = append(out, c)
		}
	}
	for _, r := range p.idx.register {
		conf := weaker(r.Conf, r.DateConf)
		add(Change{On: r.From, Kind: Began, Cited: Citation{Regulation: r.ID}, Conf: conf})
		add(Change{On: dayAfter(r.To), Kind: Ended, Cited: Citation{Regulation: r.ID}, Successor: Citation{Regulation: r.RevokedBy}, Conf: conf})
		for _, a := range r.Articles {
			cited := Citation{Regulation: r.ID, Ref: a.Ref}
			add(Change{On: a.From, Kind: NewText, Cited: cited, Conf: a.Conf})
			if !slices.ContainsFunc(r.Articles, func(b Article) bool { return b.Ref == a.Ref && b.From == dayAfter(a.To) && a.To != "" }) {
				add(Change{On: dayAfter(a.To), Kind: LostText, Cited: cited, Successor: a.Successor, Conf: a.Conf})
			}
		}
	}
	for i := range p.files.authorities.Authorities {
		b := &p.files.authorities.Authorities[i]
		if b.Role != "" {
			add(Change{On: b.From, Kind: TookRole, Body: b, Conf: b.Conf})
			add(Change{On: dayAfter(b.To), Kind: LeftRole, Body: b, Conf: b.Conf})
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(b.On, a.On) })
	return out
}

func dayAfter(d rambu.Date) rambu.Date {
	if d == "" {
		return ""
	}
	return d.AddDays(1)
}

// Uses returns the acts of the catalogue that rest on a citation, or on something inside it.
func (p *Pack) Uses(c Citation) []Act {
	var out []Act
	for _, a := range p.files.acts.Acts {
		if slices.ContainsFunc(a.Basis, func(b Citation) bool {
			return b.Regulation == c.Regulation && (c.Ref == "" || b.Ref == c.Ref || within(b.Ref, c.Ref))
		}) {
			out = append(out, a)
		}
	}
	return out
}

// OpenOn returns the unsettled questions that concern a regulation or one of its articles.
func (p *Pack) OpenOn(c Citation) []OpenPoint {
	var out []OpenPoint
	for _, o := range p.files.pack.OpenPoints {
		if slices.ContainsFunc(o.Concerns, func(b Citation) bool {
			return b.Regulation == c.Regulation && (c.Ref == "" || b.Ref == "" || b.Ref == c.Ref || within(b.Ref, c.Ref) || within(c.Ref, b.Ref))
		}) {
			out = append(out, o)
		}
	}
	return out
}
