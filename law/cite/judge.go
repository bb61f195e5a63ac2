package cite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rambu.id"
	"rambu.id/law"
)

// addNumbers indexes every number a regulation is cited by. A joint one has several, "Menpanrb
// 2/2022; BKN 246/2022"; a long one is cited by its head too, "136/PUU-XXII/2024" as 136.
func (c *Checker) addNumbers(r law.Regulation) {
	for _, number := range append(strings.Split(r.Number, ";"), r.Also...) {
		fields := strings.Fields(number)
		if len(fields) == 0 {
			continue
		}
		full := strings.ToLower(fields[len(fields)-1])
		c.numbers[key(r.Kind, full, 0)] = r.ID
		head, _, long := strings.Cut(full, "/")
		head = strings.TrimLeft(head, "0")
		if y := yearWithin(full); y > 0 {
			c.numbers[key(r.Kind, head, y)] = r.ID
		}
		if !long {
			delete(c.numbers, key(r.Kind, full, 0)) // a plain number is nothing without its year
		}
		if !strings.Contains(head, ".") {
			c.numbers[key(r.Kind, head, r.Year)] = r.ID
		}
	}
}

// numbered is what a regulation is cited by; a number of several parts needs no year.
type numbered struct {
	kind, number string
	year         int
}

func key(kind, number string, year int) numbered { return numbered{kind, number, year} }

// resolve finds the regulation a mention means. What the text said before helps: "UU Nomor 5"
// after "UU Nomor 5 Tahun 2014", "UU ASN" after the number of one.
func (d *document) resolve(m *mention) {
	switch {
	case m.number != "":
		m.id, m.known = d.byNumber(m)
	case len(m.named) > 0:
		m.id, m.known = d.byNames(m)
	default:
		m.id = d.earlier(func(e *mention) bool { return e.kind == m.kind && e.number != "" && !m.loose && m.year == 0 })
		m.known = m.id != ""
	}
	if m.id == "" {
		m.id = compose(m)
	}
}

func (d *document) byNumber(m *mention) (string, bool) {
	number := strings.ToLower(m.number)
	for _, n := range append([]string{number}, m.more...) {
		if id := d.check.numbers[key(m.kind.Name, strings.ToLower(n), 0)]; id != "" {
			return id, true
		}
		if id := d.check.numbers[key(m.kind.Name, head(n), m.year)]; id != "" && m.year != 0 {
			return id, true
		}
	}
	if m.year != 0 {
		return "", false
	}
	id := d.earlier(func(e *mention) bool { return e.kind == m.kind && e.number == m.number && e.year != 0 })
	_, known := d.check.pack.Regulation(id)
	return id, known
}

// head is the first part of a long number, without leading zeros.
func head(number string) string {
	h, _, _ := strings.Cut(strings.ToLower(number), "/")
	return strings.TrimLeft(h, "0")
}

// byNames chooses among laws of one name: the one the text cited, else the one in force.
func (d *document) byNames(m *mention) (string, bool) {
	regs := slices.Clone(m.named)
	if m.year != 0 {
		regs = slices.DeleteFunc(regs, func(id string) bool {
			r, _ := d.check.pack.Regulation(id)
			return r.Year != m.year
		})
	} else if id := d.earlier(func(e *mention) bool { return e.number != "" && slices.Contains(regs, e.id) }); id != "" && d.check.begun(id, d.on) {
		return id, true
	}
	if len(regs) == 1 {
		return regs[0], true
	}
	var holding, gone []string
	for _, id := range regs {
		r, _ := d.check.pack.Regulation(id)
		switch cited, err := d.check.pack.Cite(law.Citation{Regulation: id}, d.on); {
		case err != nil:
		case cited.InForce:
			holding = append(holding, id)
		case !notYet(r, d.on):
			gone = append(gone, id)
		}
	}
	switch {
	case len(holding) == 1:
		return holding[0], true
	case len(holding) == 0 && len(gone) > 0:
		return gone[len(gone)-1], true
	case len(holding) == 0 && len(regs) > 0:
		return regs[0], true
	}
	return "", false
}

// begun reports whether a regulation of the register held on a day or before.
func (c *Checker) begun(id string, on rambu.Date) bool {
	r, ok := c.pack.Regulation(id)
	return ok && !notYet(r, on)
}

// memory is how many citations back the text is taken to speak of the same thing.
const memory = 60

// earlier returns the id of the last mention before that fits.
func (d *document) earlier(fits func(*mention) bool) string {
	for i := len(d.found) - 1; i >= max(0, len(d.found)-memory); i-- {
		if m := d.found[i].mention; m != nil && fits(m) {
			return m.id
		}
	}
	return ""
}

// compose makes the id of a regulation that the register does not hold, in the manner of its ids.
func compose(m *mention) string {
	named := headline(m.number)
	if named == "" {
		named = strings.ToLower(m.byName)
	}
	id := append([]string{m.kind.ID}, strings.FieldsFunc(named, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	if y := strconv.Itoa(m.year); m.year != 0 && id[len(id)-1] != y {
		id = append(id, y)
	}
	return strings.Join(id, "-")
}

// headline is the part of a long number by which its regulation is called: 136 of
// "136/PUU-XXII/2024", 1575 of "100.2.1.3/1575/SJ" whose head is a filing code.
func headline(number string) string {
	parts := strings.Split(strings.ToLower(number), "/")
	if len(parts) > 1 && strings.Contains(parts[0], ".") {
		return parts[1]
	}
	return parts[0]
}

// notYet reports whether a regulation begins after a day.
func notYet(r law.Regulation, on rambu.Date) bool {
	if r.From != "" {
		return on < r.From
	}
	return on < rambu.Date(fmt.Sprintf("%04d-01-01", r.Year))
}

// answered is what the register says of an article.
type answered struct {
	cited law.Cited
	home  string
	ok    bool
}

// lookup finds an article in a regulation, else in one of its family: UU 10/2016 is cited for
// what stands in UU 1/2015, which it changed. home is where it stands.
func (d *document) lookup(id, ref string) (cited law.Cited, home string, ok bool) {
	asked := law.Citation{Regulation: id, Ref: ref}
	a, known := d.asked[asked]
	if !known {
		a.cited, a.home, a.ok = d.check.lookup(id, ref, d.on)
		d.asked[asked] = a
	}
	return a.cited, a.home, a.ok
}

func (c *Checker) lookup(id, ref string, on rambu.Date) (cited law.Cited, home string, ok bool) {
	for _, reg := range c.families[id] {
		cited, err := c.pack.Cite(law.Citation{Regulation: reg, Ref: ref}, on)
		if err == nil && (reg == id || cited.InForce) {
			return cited, reg, true
		}
	}
	return law.Cited{}, "", false
}

// answer judges one citation: a law, an article of it, or an article whose law nobody names.
func (d *document) answer(m *mention, it *item, from, to int) Finding {
	f := d.spanned(from, to)
	if it != nil {
		f.Article = it.part.String()
	}
	if m == nil {
		d.nameless(&f)
		return f
	}
	d.home(m, &f)
	f.Normal = d.check.normal(m, f)
	if !m.known {
		d.unknown(&f, m)
	} else {
		d.judge(&f, m)
	}
	if it != nil && it.guessed {
		f.Conf = law.Unsure
		f.note("cite.note.context", "law", d.check.short(f.Regulation, m))
	}
	return f
}

// home says which regulation is cited: of a nickname for a law and its changes, "UU Pilkada",
// the one that holds the article.
func (d *document) home(m *mention, f *Finding) {
	f.Regulation = m.id
	if !m.known || m.number != "" || f.Article == "" {
		return
	}
	if _, home, ok := d.lookup(m.id, f.Article); ok {
		f.Regulation = home
	}
}

// judge gives status, successor and suggestion to a citation of the register.
func (d *document) judge(f *Finding, m *mention) {
	r, _ := d.check.pack.Regulation(f.Regulation)
	whole, err := d.check.pack.Cite(law.Citation{Regulation: r.ID}, d.on)
	if err != nil { // cannot be: the day is valid and the id is known
		f.Status, f.Conf = UnknownRegulation, law.Unsure
		return
	}
	best, home, found := whole, r.ID, true
	if f.Article != "" {
		best, home, found = d.lookup(r.ID, f.Article)
	}
	if !found {
		best = whole
	}
	f.Conf = best.Conf
	switch {
	case !d.check.fits(r.ID, m):
		d.mismatch(f, m, r)
	case !whole.InForce:
		f.outOfForce(r, r.Short, whole, best, d.on)
	case d.check.pack.OtherElection(r.Regimes):
		f.Status, f.Suggestion = WrongRegime, best.Twin
		f.note("cite.note.wrong_regime", "law", r.Short, "regime", r.Regimes[0], "election", d.check.pack.Info().Regime)
	case !found:
		f.Status, f.Conf = UnknownArticle, law.Unsure
		f.note("cite.note.unknown_article", "law", r.Short, "article", f.Article)
	case !best.InForce:
		f.outOfForce(r, best.Short, best, best, d.on)
	default:
		f.Status = OK
		d.check.place(f, r, best, home)
	}
}

// outOfForce says since when a law or article holds, or until when it did and what came after.
func (f *Finding) outOfForce(r law.Regulation, name string, spell, best law.Cited, on rambu.Date) {
	if spell.From != "" && on < spell.From || spell.From == "" && notYet(r, on) {
		f.Status = NotYet
		f.note("cite.note.not_yet", "law", name, "date", since(spell.From, r.Year))
		return
	}
	f.Status, f.Successor, f.Suggestion = Revoked, best.Successor, best.Successor
	if spell.To == "" {
		f.note("cite.note.revoked", "law", name)
		return
	}
	f.note("cite.note.revoked_on", "law", name, "date", string(spell.To.AddDays(1)))
}

// since is the first day of a law, or its year when the day was not established.
func since(from rambu.Date, year int) string {
	if from != "" {
		return string(from)
	}
	return strconv.Itoa(year)
}

// place says where else the register keeps the article, and how much of it.
func (c *Checker) place(f *Finding, r law.Regulation, best law.Cited, home string) {
	if home != r.ID {
		other, _ := c.pack.Regulation(home)
		f.note("cite.note.elsewhere", "article", f.Article, "law", r.Short, "other", other.Short)
	}
	if f.Article != "" && (best.Broader || len(best.Ref) > len(f.Article)) {
		f.note("cite.note.part", "law", best.Ref)
	}
	if best.Broader {
		f.Conf = law.Unsure // nobody knows whether the article has the item
	}
}

// mismatch names both laws: the one the number means and the one the name means.
func (d *document) mismatch(f *Finding, m *mention, r law.Regulation) {
	f.Status = TitleMismatch
	claimed := m.title
	if len(m.named) > 0 {
		claimed = m.kind.Name + " " + m.byName
	}
	f.note("cite.note.title_mismatch", "law", r.Short, "title", r.TitleID, "claimed", claimed)
	for _, id := range slices.Concat(m.named, m.claims.regs) {
		meant, ok := d.check.pack.Regulation(id)
		if !ok || notYet(meant, d.on) {
			continue
		}
		f.Suggestion = d.holding(id, f.Article)
		f.note("cite.note.name_means", "claimed", claimed, "law", meant.Short)
		if d.check.pack.OtherElection(meant.Regimes) {
			f.note("cite.note.wrong_regime", "law", meant.Short, "regime", meant.Regimes[0], "election", d.check.pack.Info().Regime)
		}
	}
}

// holding is what to cite in place of an article of a law: itself, its successor or its twin.
func (d *document) holding(id, ref string) law.Citation {
	cited, home, ok := d.lookup(id, ref)
	if !ok || ref == "" {
		whole, err := d.check.pack.Cite(law.Citation{Regulation: id}, d.on)
		if err != nil {
			return law.Citation{}
		}
		cited, home, ref = whole, id, ""
	}
	r, _ := d.check.pack.Regulation(home)
	switch {
	case !cited.InForce:
		return cited.Successor
	case d.check.pack.OtherElection(r.Regimes):
		return cited.Twin
	}
	return law.Citation{Regulation: home, Ref: ref}
}

// unknown says what is missing from a citation the register cannot answer.
func (d *document) unknown(f *Finding, m *mention) {
	f.Status, f.Conf = UnknownRegulation, law.Unsure
	switch {
	case m.number == "" && m.year == 0 && m.byName == "":
		f.note("cite.note.no_number", "law", m.kind.Name)
	case m.number != "" && m.year == 0:
		f.note("cite.note.no_year", "law", f.Normal)
	default:
		f.note("cite.note.unknown_regulation", "law", d.check.short(m.id, m))
	}
	for _, id := range slices.Concat(m.named, m.claims.regs) {
		if s := d.holding(id, f.Article); s.Regulation != "" {
			f.Suggestion = s
		}
	}
	if m.number != "" && m.year == 0 {
		d.sameNumber(f, m)
	}
}

// sameNumber names the regulations of the register with kind and number of a mention without
// year. A single one that holds is suggested.
func (d *document) sameNumber(f *Finding, m *mention) {
	var ids, names []string
	for _, r := range d.check.pack.Regulations() {
		if r.Kind == m.kind.Name && r.Number == m.number {
			ids, names = append(ids, r.ID), append(names, r.Short)
		}
	}
	if len(ids) == 0 {
		return
	}
	f.note("cite.note.same_number", "laws", strings.Join(names, ", "))
	if s := d.holding(ids[0], f.Article); len(ids) == 1 && s.Regulation == ids[0] {
		f.Suggestion = s
	}
}

// nameless is an article nobody gives a law. One law of this election that holds it is a hint.
func (d *document) nameless(f *Finding) {
	f.Status, f.Conf, f.Normal = UnknownRegulation, law.Unsure, f.Article
	f.note("cite.note.no_law", "article", f.Article)
	asked := law.Citation{Ref: f.Article}
	a, known := d.asked[asked]
	if !known {
		a.home, a.ok = d.check.onlyHome(f.Article, d.on)
		d.asked[asked] = a
	}
	if a.ok {
		f.Suggestion = law.Citation{Regulation: a.home, Ref: f.Article}
	}
}

// onlyHome is the one regulation of this election that holds an article on a day.
func (c *Checker) onlyHome(ref string, on rambu.Date) (home string, ok bool) {
	for _, r := range c.pack.Regulations() {
		cited, err := c.pack.Cite(law.Citation{Regulation: r.ID, Ref: ref}, on)
		if err != nil || !cited.InForce || !cited.Governs(c.pack.Info().Regime) {
			continue
		}
		if home != "" {
			return "", false
		}
		home = r.ID
	}
	return home, home != ""
}

func (f *Finding) note(key string, args ...string) {
	f.Notes = append(f.Notes, Note{Key: key, Args: args})
}

// normal is the citation in its short form.
func (c *Checker) normal(m *mention, f Finding) string {
	return strings.TrimSpace(c.short(f.Regulation, m) + " " + f.Article)
}

// short is the short name of a regulation, made up for one the register does not hold.
func (c *Checker) short(id string, m *mention) string {
	if r, ok := c.pack.Regulation(id); ok {
		return r.Short
	}
	s := m.kind.Name
	switch {
	case m.number != "" && m.year != 0 && !strings.HasSuffix(m.number, strconv.Itoa(m.year)):
		return fmt.Sprintf("%s %s/%d", s, m.number, m.year)
	case m.number != "":
		return s + " " + m.number
	case m.byName != "":
		return s + " " + m.byName
	case m.year != 0:
		return fmt.Sprintf("%s %d", s, m.year)
	}
	return s
}
