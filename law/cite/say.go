package cite

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
)

// Say puts into sentences what a person should know about a finding: why it does not hold, what
// could be cited instead, and whether the answer itself must be checked. "" for a plain OK.
func (c *Checker) Say(w *words.Words, lang words.Lang, f Finding) string {
	var said []string
	for _, n := range f.Notes {
		said = append(said, w.T(lang, n.Key, worded(w, lang, n.Args)...))
	}
	if f.Kind == SanctionWord {
		said = append(said, c.sayFormal(w, lang, f)...)
	}
	if f.Suggestion.Regulation != "" {
		said = append(said, w.T(lang, "cite.note.instead", "law", c.Short(f.Suggestion)))
		if others := c.changes(f.Suggestion); others != "" {
			said = append(said, w.T(lang, "cite.note.changed", "law", c.Short(law.Citation{Regulation: f.Suggestion.Regulation}), "others", others))
		}
	}
	if f.Conf.Check() && (len(said) > 0 || f.Status != OK) && f.Status != UnknownRegulation && f.Status != UnknownArticle {
		said = append(said, w.T(lang, "cite.note.check"))
	}
	return strings.Join(said, " ")
}

// StatusKey is the catalogue key of how a finding stands.
func (f Finding) StatusKey() string {
	if f.Kind == SanctionWord {
		return "cite.status.sanction"
	}
	return "cite.status." + string(f.Status)
}

// Short is a citation as people write it, "UU 20/2023 Pasal 10".
func (c *Checker) Short(cited law.Citation) string {
	r, ok := c.pack.Regulation(cited.Regulation)
	if !ok {
		return cited.String()
	}
	return r.Naming(words.ID, cited.Ref)
}

// changes names the laws that changed a suggested one: a whole law is cited with them.
func (c *Checker) changes(with law.Citation) string {
	r, _ := c.pack.Regulation(with.Regulation)
	if with.Ref != "" {
		return ""
	}
	var names []string
	for _, id := range r.AmendedBy {
		names = append(names, c.Short(law.Citation{Regulation: id}))
	}
	return strings.Join(names, ", ")
}

// worded puts dates and regimes among the arguments into words.
func worded(w *words.Words, lang words.Lang, args []string) []string {
	out := slices.Clone(args)
	for i := 0; i+1 < len(out); i += 2 {
		switch out[i] {
		case "date":
			out[i+1] = words.LongDate(lang, rambu.Date(out[i+1]))
		case "regime", "election":
			out[i+1] = w.T(lang, "cite.regime."+out[i+1])
		}
	}
	return out
}

// sayFormal names the forms an everyday word can mean, and why it is none itself.
func (c *Checker) sayFormal(w *words.Words, lang words.Lang, f Finding) []string {
	var forms []string
	for _, id := range f.Formal {
		s, _ := c.pack.Sanction(id)
		forms = append(forms, inLanguage(lang, s.NameID, s.NameEN))
	}
	said := []string{w.T(lang, "cite.note.plain_word", "forms", strings.Join(forms, "; "))}
	for _, p := range c.pack.PlainWords() {
		if p.Word == f.Normal {
			said = append(said, inLanguage(lang, p.WhyID, p.WhyEN))
		}
	}
	return said
}

func inLanguage(lang words.Lang, id, en string) string {
	if lang == words.EN {
		return en
	}
	return id
}
