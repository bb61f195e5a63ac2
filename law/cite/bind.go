package cite

// bind gives every article its law: the one it stands beside, else the one the text speaks of.
func (d *document) bind() {
	for i := range d.found {
		g := d.found[i].group
		if g == nil {
			continue
		}
		before, after := d.lawBefore(i), d.lawAfter(i)
		switch {
		case before != nil && after != nil:
			d.onBothSides(g, before, after)
		case before != nil:
			d.join(g, 0, len(g.items), before, true)
		case after != nil:
			d.join(g, 0, len(g.items), after, false)
		}
	}
	for i := range d.found {
		if g := d.found[i].group; g != nil && g.items[0].law == nil {
			d.fromContext(g, i)
		}
	}
}

// onBothSides decides for articles with a law on both sides. "UU 10/2016 Pasal 71 jo. Pasal 188 UU
// 1/2015" is two citations; a law that already has its article takes no other.
func (d *document) onBothSides(g *group, before, after *mention) {
	loose := d.mark(before.tail, ",") && !d.mark(g.to, ",")
	switch {
	case before.last != nil || loose:
		d.join(g, 0, len(g.items), after, false)
	case g.restated > 0:
		d.join(g, 0, g.restated, before, true)
		d.join(g, g.restated, len(g.items), after, false)
	default:
		d.join(g, 0, len(g.items), before, true)
	}
}

// join binds items to a law. The one beside it shares its span, unless the law has one already.
func (d *document) join(g *group, from, to int, m *mention, lawFirst bool) {
	for i := from; i < to; i++ {
		g.items[i].law = m
	}
	if m.last != nil {
		return
	}
	m.last = &g.items[from]
	if !lawFirst {
		m.last = &g.items[to-1]
		d.behindLaw(m.last, m)
	}
}

// behindLaw reads levels that follow the law: "Pasal 5 PP 94/2021 huruf n".
func (d *document) behindLaw(it *item, m *mention) {
	more := item{to: m.tail, part: it.part}
	d.levels(&more)
	if more.part != it.part && d.tokens[m.tail].gap != paragraph {
		it.part, it.to = more.part, more.to
	}
}

// lawBefore is the law whose article the group says: "UU 20/2023 pada Pasal 10".
func (d *document) lawBefore(i int) *mention {
	if i == 0 || d.found[i-1].mention == nil {
		return nil
	}
	m := d.found[i-1].mention
	start := d.found[i].group.from
	for at := m.tail; at < start; at++ {
		plain := d.has(at, narrower|inside|ruled) || d.mark(at, ",") || d.mark(at, ":") || d.mark(at, "(") || d.mark(at, "-")
		if !plain || d.tokens[at].gap == paragraph {
			return nil
		}
	}
	if d.tokens[start].gap == paragraph {
		return nil
	}
	return m
}

// lawAfter is the law the group stands in: "Pasal 2 dalam UU Nomor 5 Tahun 2014".
func (d *document) lawAfter(i int) *mention {
	g := d.found[i].group
	if i+1 >= len(d.found) || d.found[i+1].mention == nil {
		return nil
	}
	m := d.found[i+1].mention
	for at := g.to; at < m.from; at++ {
		plain := d.has(at, inside|ruled) || d.is(at, sebagaimana) || d.mark(at, "(") || d.mark(at, ",") && at == g.to
		if !plain || d.tokens[at].gap == paragraph {
			return nil
		}
	}
	if d.tokens[m.from].gap == paragraph {
		return nil
	}
	return m
}

// fromContext takes the law from the text around: "Pasal 12 undang-undang tersebut", a law named
// once and meant later. Articles of contracts and houses are dropped.
func (d *document) fromContext(g *group, i int) {
	at := g.to
	for at < len(d.tokens) && (d.has(at, inside) || d.mark(at, ",")) {
		at++
	}
	if d.has(at, foreign) {
		g.items = nil
		return
	}
	var of *kind
	if k, end := d.kindAt(at); k != nil && d.has(end, pointing) {
		of = k
	}
	m := d.meant(g, i, of)
	if m == nil && (!g.sure || d.tokens[g.from].word == lampiran) || d.tokens[g.from].word == lampiran {
		g.items = nil
		return
	}
	for j := range g.items {
		g.items[j].law, g.items[j].guessed = m, true
	}
}

// meant finds the law the text speaks of: the one named last before, of a kind when one is
// pointed at; an earlier one when only that has the article; else the next one in the sentence.
func (d *document) meant(g *group, i int, of *kind) *mention {
	var last *mention
	for j := i - 1; j >= max(0, i-memory); j-- {
		m := d.found[j].mention
		if m == nil || m.loose || of != nil && m.kind != of {
			continue
		}
		if last == nil {
			last = m
			if of != nil || !m.known || d.knows(m, g.items[0].part.String()) {
				return m
			}
			continue
		}
		if d.knows(m, g.items[0].part.String()) {
			return m
		}
	}
	if last != nil && of == nil && last.known && !d.sameParagraph(last.to, g.from) {
		return nil // far away, and not known to hold the article
	}
	if last != nil {
		return last
	}
	for j := i + 1; j < min(len(d.found), i+memory); j++ {
		if m := d.found[j].mention; m != nil && !m.loose {
			if d.sameSentence(g.to, m.from) {
				return m
			}
			break
		}
	}
	return nil
}

// sameSentence reports whether no sentence ends between two tokens.
func (d *document) sameSentence(from, to int) bool {
	for at := from; at < to; at++ {
		stop := d.mark(at, ".") || d.mark(at, "?") || d.mark(at, "!")
		if d.tokens[at].gap == paragraph || stop && d.tokens[at+1].gap != glued && d.tokens[at+1].capital {
			return false
		}
	}
	return d.tokens[to].gap != paragraph
}

// sameParagraph reports whether no paragraph ends between two tokens.
func (d *document) sameParagraph(from, to int) bool {
	for at := from; at <= to && at < len(d.tokens); at++ {
		if d.tokens[at].gap == paragraph {
			return false
		}
	}
	return true
}

// knows reports whether the register has the article in the law or its family.
func (d *document) knows(m *mention, ref string) bool {
	_, _, ok := d.lookup(m.id, ref)
	return m.known && ok
}
