package cite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// item is one article of a text.
type item struct {
	from, to int // tokens
	part     part
	law      *mention
	guessed  bool // the law was taken from elsewhere in the text
}

// group is a run of articles that share a law: "Pasal 280, 282, dan 283".
type group struct {
	from, to int
	items    []item
	sure     bool // written like a citation even if no law stands near
	restated int  // index of the last item that says "Pasal" itself
}

// part is an article with its levels; the deepest ones may be empty.
type part struct {
	head   string // "Pasal 5", "Penjelasan Pasal 5", "Lampiran II"
	levels [3]string
}

// The levels below an article, in the order of the normal form.
const (
	atAyat = iota
	atHuruf
	atAngka
	onHead = -1
)

func (p part) String() string {
	said := []string{p.head}
	for i, form := range [...]string{"ayat (%s)", "huruf %s", "angka %s"} {
		if p.levels[i] != "" {
			said = append(said, fmt.Sprintf(form, p.levels[i]))
		}
	}
	return strings.Join(said, " ")
}

// deepest is the lowest level in use.
func (p part) deepest() int {
	for i := atAngka; i >= 0; i-- {
		if p.levels[i] != "" {
			return i
		}
	}
	return onHead
}

// below keeps the levels above one and sets it.
func (p part) below(level int, value string) part {
	for i := level; i <= atAngka; i++ {
		p.levels[i] = ""
	}
	p.levels[level] = value
	return p
}

// highestArticle: no code of law counts further; a larger number is a year or a sum.
const highestArticle = 1999

// group reads articles from token i, nil when none stand there.
func (d *document) group(i int) *group {
	first, ok := d.article(i)
	if !ok {
		return nil
	}
	g := &group{from: i, items: []item{first}, to: first.to}
	for {
		next, ok := d.nextItem(g.items[len(g.items)-1], g.to)
		if !ok {
			break
		}
		if d.is(next.from, pasal) {
			g.restated = len(g.items)
		}
		g.items = append(g.items, next)
		g.to = next.to
	}
	g.sure = d.tokens[i].capital || len(g.items) > 1 || first.part.deepest() > onHead
	return g
}

// article reads "Pasal 5 huruf n angka 6", "Penjelasan Pasal 5" or "Lampiran II".
func (d *document) article(i int) (item, bool) {
	at, head := i, "Pasal "
	if d.is(at, penjelasan) {
		head, at = "Penjelasan Pasal ", at+1
		if d.is(at, atas) || d.has(at, inside) {
			at++
		}
	}
	if d.is(at, lampiran) && at == i {
		n, ok := d.roman(at + 1)
		return item{from: i, to: at + 2, part: part{head: "Lampiran " + n}}, ok
	}
	if !d.is(at, pasal) || i > 0 && d.has(i-1, street) || d.at(at) == "ps" || strings.EqualFold(d.at(at), "ps") && !d.mark(at+1, ".") {
		return item{}, false
	}
	at++
	if d.mark(at, "-") && d.is(at+1, pasal) { // "Pasal-pasal"
		at += 2
	}
	at = d.overMarks(at, ".")
	n, ok := d.articleNumber(at)
	if !ok {
		return item{}, false
	}
	it := item{from: i, to: at + 1, part: part{head: head + n}}
	if d.isInserted(it.to) { // "Pasal 187 A"
		it.part.head += d.at(it.to)
		it.to++
	}
	d.levels(&it)
	return it, true
}

// isInserted reports whether a capital letter apart belongs to the article's number: a level, a
// law or no word at all stands behind it.
func (d *document) isInserted(at int) bool {
	if !d.isLetter(at) || !d.tokens[at].capital || d.tokens[at].gap != blank || d.at(at) > "F" {
		return false
	}
	next := at + 1
	k, _ := d.kindAt(next)
	return next >= len(d.tokens) || d.tokens[next].class == mark && !d.mark(next, ".") || d.level(next) > onHead || k != nil
}

// articleNumber reads "5", "187A" or "II".
func (d *document) articleNumber(at int) (string, bool) {
	if at >= len(d.tokens) || d.tokens[at].gap == paragraph {
		return "", false
	}
	if d.tokens[at].class != digits {
		return d.roman(at)
	}
	s := strings.TrimLeft(d.at(at), "0")
	n, err := strconv.Atoi(strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil || n > highestArticle || d.isSum(at) {
		return "", false
	}
	return strings.ToUpper(s), true
}

// isSum: "10.000", "5,5", "10%".
func (d *document) isSum(at int) bool {
	next := at + 1
	if d.mark(next, "%") {
		return true
	}
	return (d.mark(next, ".") || d.mark(next, ",")) && next+1 < len(d.tokens) && d.tokens[next].gap == glued &&
		d.tokens[next+1].gap == glued && d.tokens[next+1].class == digits
}

// roman reads "II", of capitals only.
func (d *document) roman(at int) (string, bool) {
	if at >= len(d.tokens) || d.tokens[at].class != letters || d.tokens[at].gap == paragraph {
		return "", false
	}
	s := d.at(at)
	return s, len(s) <= 4 && strings.Trim(s, "IVX") == ""
}

// levels reads ayat, huruf and angka behind an article.
func (d *document) levels(it *item) {
	for {
		at := it.to
		if d.mark(at, ",") && d.level(at+1) > it.part.deepest() { // "Pasal 5, huruf n, angka 6"
			at++
		}
		level, value, end := d.readLevel(at, it.part.deepest())
		if level <= it.part.deepest() || value == "" {
			return
		}
		it.part.levels[level], it.to = value, end
	}
}

// level is the level a word announces, onHead for any other word.
func (d *document) level(at int) int {
	switch {
	case d.is(at, ayat):
		return atAyat
	case d.is(at, huruf):
		return atHuruf
	case d.is(at, angka):
		return atAngka
	case d.is(at, point):
		if d.isLetter(at+1) || (d.mark(at+1, "(") && d.isLetter(at+2)) {
			return atHuruf
		}
		return atAngka
	}
	return onHead
}

// readLevel reads "ayat (1)", "(1)", "huruf n", "angka 6"; value is "" when none stands there.
func (d *document) readLevel(at, deepest int) (level int, value string, end int) {
	level = d.level(at)
	if level == onHead {
		if d.mark(at, "(") && deepest <= atAyat && d.isDigits(at+1) && d.mark(at+2, ")") {
			return atAyat, strings.ToLower(d.at(at + 1)), at + 3
		}
		return onHead, "", at
	}
	at = d.overMarks(at+1, ".")
	bracket := d.mark(at, "(")
	if bracket || d.mark(at, `"`) || d.mark(at, "“") || d.mark(at, "'") {
		at++
	}
	value, end = d.levelValue(level, at), at+1
	if value == "" {
		return onHead, "", at
	}
	if d.mark(end, ")") && bracket || d.mark(end, `"`) || d.mark(end, "”") || d.mark(end, "'") {
		end++
	}
	return level, value, end
}

// levelValue reads the number or letter of a level; ayat are also written in words.
func (d *document) levelValue(level, at int) string {
	if at >= len(d.tokens) || d.tokens[at].gap == paragraph {
		return ""
	}
	value := strings.ToLower(d.at(at))
	switch {
	case level == atHuruf && d.isLetter(at), level != atHuruf && d.isDigits(at):
		return value
	case level == atAyat:
		if n := slices.Index([]string{"satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"}, value); n >= 0 {
			return strconv.Itoa(n + 1)
		}
	}
	return ""
}

func (d *document) isDigits(at int) bool {
	return at < len(d.tokens) && d.tokens[at].class == digits && len(d.at(at)) <= 3
}

func (d *document) isLetter(at int) bool {
	return at < len(d.tokens) && d.tokens[at].class == letters && len(d.at(at)) == 1
}

// nextItem reads the next of a list: ", 282", "dan Pasal 14", "dan huruf j", "dan (3)", "s.d. 7".
func (d *document) nextItem(before item, at int) (item, bool) {
	from := d.listMark(at)
	if from == at {
		return item{}, false
	}
	if d.is(from, pasal) || d.is(from, penjelasan) {
		return d.article(from)
	}
	deepest := before.part.deepest()
	level, value, end := d.readLevel(from, deepest)
	if value != "" {
		if level == atAyat && d.level(from) == onHead && deepest < atAyat {
			return item{}, false
		}
		it := item{from: from, to: end, part: before.part.below(level, value)}
		d.levels(&it)
		return it, true
	}
	return d.bare(before, from)
}

// bare reads a number or letter that repeats the level before it without saying so.
func (d *document) bare(before item, from int) (item, bool) {
	deepest := before.part.deepest()
	if deepest == atHuruf && d.isLetter(from) && !d.tokens[from].capital {
		return item{from: from, to: from + 1, part: before.part.below(atHuruf, d.at(from))}, true
	}
	n, ok := d.articleNumber(from)
	if !ok || d.tokens[from].class != digits || d.isCounted(from+1) {
		return item{}, false
	}
	inBrackets := d.mark(before.to-1, ")")
	if deepest == atAngka || deepest == atAyat && !inBrackets {
		return item{from: from, to: from + 1, part: before.part.below(deepest, strings.ToLower(n))}, true
	}
	it := item{from: from, to: from + 1, part: part{head: "Pasal " + n}}
	d.levels(&it)
	return it, true
}

// isCounted: what stands behind a number makes it no article: "dan 3 orang", "7 Oktober", "/2021".
func (d *document) isCounted(at int) bool {
	return d.has(at, counted) || d.mark(at, "/") || d.mark(at, "%") || d.is(at, tahun)
}

// listMark steps over what separates a list of articles; it returns at for nothing.
func (d *document) listMark(at int) int {
	end := d.separator(at)
	switch {
	case end > at:
	case d.mark(at, "-") || d.mark(at, "–") || d.mark(at, "/"):
		end = at + 1
	case d.is(at, sampai):
		end = at + 1
		if d.is(end, dengan) {
			end++
		}
	case d.isSD(at):
		end = d.overMarks(at+3, ".")
	}
	if end < len(d.tokens) && d.tokens[end].gap == paragraph {
		return at
	}
	return end
}

// isSD reads "s.d." and "s/d".
func (d *document) isSD(at int) bool {
	return at+2 < len(d.tokens) && strings.EqualFold(d.at(at), "s") && (d.mark(at+1, ".") || d.mark(at+1, "/")) && strings.EqualFold(d.at(at+2), "d")
}
