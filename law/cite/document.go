package cite

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/law"
)

// document is a text being read.
type document struct {
	check  *Checker
	lex    *lexicon
	text   string
	on     rambu.Date
	tokens []token
	found  []thing
	asked  map[law.Citation]answered
}

// thing is a regulation, a group of articles, or a sanction word, in the order of the text.
type thing struct {
	mention  *mention
	group    *group
	plain    *law.PlainWord
	from, to int // tokens, of a sanction word
}

// read walks the tokens once. Every thing found begins behind the one before.
func (d *document) read() {
	for i := 0; i < len(d.tokens); {
		i = d.readAt(i)
	}
}

// readAt reads what begins at a token and returns where to go on.
func (d *document) readAt(i int) int {
	w := d.tokens[i].word
	if w == none || d.tokens[i].class == mark {
		return i + 1
	}
	if w == pasal || w == penjelasan || w == lampiran {
		if g := d.group(i); g != nil {
			d.found = append(d.found, thing{group: g})
			return g.to
		}
		return i + 1
	}
	if d.lex.tree.next[w] == nil {
		return i + 1
	}
	if m := d.mention(i); m != nil {
		d.add(m)
		end := m.tail
		for more := d.again(m); more != nil; more = d.again(more) {
			d.add(more)
			end = more.tail
		}
		return end
	}
	if p, end := d.plainAt(i); p != nil {
		d.found = append(d.found, thing{plain: p, from: i, to: end})
		return end
	}
	return i + 1
}

// add resolves a mention against the register and those before it.
func (d *document) add(m *mention) {
	d.resolve(m)
	d.found = append(d.found, thing{mention: m})
}

// plainAt finds an everyday word for a sanction.
func (d *document) plainAt(i int) (*law.PlainWord, int) {
	var found *law.PlainWord
	n, end := &d.lex.tree, i
	for at := i; at < len(d.tokens); at++ {
		t := &d.tokens[at]
		if t.word == none || at > i && t.gap != blank {
			break
		}
		n = n.next[t.word]
		if n == nil {
			break
		}
		if n.plain != nil {
			found, end = n.plain, at+1
		}
	}
	return found, end
}

// findings turns what was read into answers, in the order of the text.
func (d *document) findings() []Finding {
	count := len(d.found)
	for i := range d.found {
		if g := d.found[i].group; g != nil {
			count += len(g.items)
		}
	}
	out := make([]Finding, 0, count)
	for i := range d.found {
		f := &d.found[i]
		switch {
		case f.plain != nil:
			out = append(out, d.sanction(f))
		case f.mention != nil:
			if f.mention.last == nil && !f.mention.loose {
				out = append(out, d.answer(f.mention, nil, f.mention.from, f.mention.to))
			}
		default:
			for j := range f.group.items {
				out = append(out, d.itemAnswer(&f.group.items[j]))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return a.Start - b.Start })
	return out
}

// itemAnswer judges an article; its span takes in the law beside it.
func (d *document) itemAnswer(it *item) Finding {
	from, to := it.from, it.to
	if it.law != nil && it.law.last == it {
		from, to = min(from, it.law.from), max(to, it.law.to)
	}
	return d.answer(it.law, it, from, to)
}

func (d *document) sanction(t *thing) Finding {
	f := d.spanned(t.from, t.to)
	f.Kind, f.Status, f.Normal, f.Formal, f.Conf = SanctionWord, OK, t.plain.Word, t.plain.Formal, t.plain.Conf
	return f
}

// spanned is an empty finding over tokens.
func (d *document) spanned(from, to int) Finding {
	start, end := d.tokens[from].start, d.tokens[to-1].end
	return Finding{Start: start, End: end, Text: d.text[start:end], Kind: Citation}
}

// The rest asks about one token; an index past the end is no token.

func (d *document) at(i int) string {
	if i >= len(d.tokens) {
		return ""
	}
	return d.text[d.tokens[i].start:d.tokens[i].end]
}

func (d *document) is(i int, w word) bool { return i < len(d.tokens) && d.tokens[i].word == w }

func (d *document) has(i int, r role) bool {
	return i < len(d.tokens) && d.lex.roles[d.tokens[i].word]&r != 0
}

func (d *document) mark(i int, s string) bool {
	return i >= 0 && i < len(d.tokens) && d.tokens[i].class == mark && d.at(i) == s
}

// anyMark reports whether a token is one of the marks of a set.
func (d *document) anyMark(i int, set string) bool {
	return i < len(d.tokens) && d.tokens[i].class == mark && strings.Contains(set, d.at(i))
}

// overMarks steps over marks of a set.
func (d *document) overMarks(i int, set string) int {
	for d.anyMark(i, set) && d.tokens[i].gap != paragraph {
		i++
	}
	return i
}

// between is the text of tokens on one line.
func (d *document) between(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.Join(strings.Fields(d.text[d.tokens[from].start:d.tokens[to-1].end]), " ")
}
