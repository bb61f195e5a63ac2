package cite

import (
	"slices"
	"strings"

	"rambu.id/law"
)

// claim is what a text says the numbered regulation is called.
type claim struct {
	regs    []string // regulations that bear the name or title it uses
	content []string // its words, for a title nobody in the register bears
}

// longestTitle is how many tokens of a title are read.
const longestTitle = 40

// readTail reads what may stand behind name and number: title, "(UU ASN)", and where an article
// could follow.
func (d *document) readTail(m *mention) {
	at := m.to
	if d.is(at, republic) {
		at = d.abbreviation(at)
	}
	if m.number != "" && d.is(at, tentang) {
		at = d.readTitle(m, at)
	}
	if m.number != "" && d.mark(at, "(") {
		at = d.readAlias(m, at)
	}
	m.tail = at
}

// readTitle reads the title behind "tentang": a known one exactly, any other to where the
// sentence goes on.
func (d *document) readTitle(m *mention, at int) int {
	start := at + 1
	if start >= len(d.tokens) || d.has(start, changing) {
		return d.endOfTitle(start)
	}
	end, regs := d.nameAt(m.kind, start)
	if len(regs) == 0 {
		for _, k := range d.lex.order { // "UU Nomor 94 Tahun 2021 tentang Disiplin PNS"
			e, r := d.nameAt(k, start)
			switch {
			case e > end:
				end, regs = e, r
			case e == end:
				regs = slices.Concat(regs, r)
			}
		}
	}
	if len(regs) > 0 {
		m.title, m.claims.regs = d.between(start, end), regs
		return end
	}
	end = d.endOfTitle(start)
	m.title = d.between(start, end)
	m.claims.content = parts(m.title)
	return end
}

// endOfTitle finds where a title nobody knows ends: at a mark, or a word that goes on with the
// sentence.
func (d *document) endOfTitle(at int) int {
	for i := at; i < len(d.tokens) && i < at+longestTitle; i++ {
		t := &d.tokens[i]
		if t.gap == paragraph || t.class == digits || d.has(i, ends) || d.isLaw(i) {
			return i
		}
		if t.class == mark && !d.anyMark(i, "-/") {
			if !d.mark(i, ",") || i+1 >= len(d.tokens) || !d.tokens[i+1].capital {
				return i
			}
		}
	}
	return min(at+longestTitle, len(d.tokens))
}

// isLaw reports whether another law with its number begins at a token.
func (d *document) isLaw(i int) bool {
	k, end := d.kindAt(i)
	return k != nil && d.isNumbered(d.abbreviation(end))
}

// readAlias reads a nickname in brackets behind the number.
func (d *document) readAlias(m *mention, at int) int {
	k, end := d.kindAt(at + 1)
	if k == nil {
		return at
	}
	if d.mark(end, ")") { // "(SKB)"
		return end + 1
	}
	end, regs := d.nameAt(k, d.abbreviation(end))
	if len(regs) == 0 || !d.mark(end, ")") {
		return at
	}
	if len(m.claims.regs) == 0 {
		m.title, m.claims.regs = d.between(at+1, end), regs
	}
	return end + 1
}

// common words of titles say nothing about which law it is.
const common = " dan atas dengan yang tentang dalam bagi untuk undang republik indonesia tahun nomor peraturan pelaksanaan pemerintah perubahan kedua ketiga penetapan menjadi pedoman tata cara "

// fits reports whether a claimed name or title can be the regulation's. The law it changes and
// those that change it lend it their names: people write "UU 10/2016 tentang Pilkada".
func (c *Checker) fits(id string, m *mention) bool {
	family := c.families[id]
	meant := slices.Concat(m.named, m.claims.regs)
	if len(meant) > 0 {
		return slices.ContainsFunc(meant, func(reg string) bool { return slices.Contains(family, reg) })
	}
	if r, _ := c.pack.Regulation(id); len(m.claims.content) == 0 || r.OwnTitle || m.kind.Joint {
		return true
	}
	for _, w := range m.claims.content {
		if !strings.Contains(common, " "+w+" ") && slices.ContainsFunc(family, func(reg string) bool { return c.says(reg, w) }) {
			return true
		}
	}
	return !slices.ContainsFunc(m.claims.content, func(w string) bool { return !strings.Contains(common, " "+w+" ") })
}

// says reports whether title or nicknames of a regulation hold a word.
func (c *Checker) says(id, w string) bool {
	r, _ := c.pack.Regulation(id)
	return slices.Contains(parts(r.TitleID+" "+strings.Join(r.Names, " ")), w)
}

// familyOf is a regulation, those it changes, and all that change one of them.
func familyOf(p *law.Pack, id string) []string {
	found := []string{id}
	for i := 0; i < len(found); i++ {
		r, _ := p.Regulation(found[i])
		for _, other := range slices.Concat(r.Amends, r.AmendedBy) {
			if !slices.Contains(found, other) {
				found = append(found, other)
			}
		}
	}
	return found
}
