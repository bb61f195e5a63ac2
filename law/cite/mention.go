package cite

import (
	"strconv"
	"strings"
)

// mention is one place where a text names a regulation.
type mention struct {
	from, to int // tokens of the name, its number and year
	tail     int // the token behind title and brackets: an article may follow there
	kind     *kind
	named    []string // regulations with the nickname that was used
	byName   string   // the nickname as it was written
	number   string   // "" without
	more     []string // numbers of the other signers of a joint one
	year     int      // 0 without
	title    string   // what "tentang" claims, in one line
	claims   claim

	id    string // in the register when known, else composed
	known bool
	loose bool // a name nobody knows, "UU Tipikor": a citation only with an article

	last *item // article joined to it in one span
}

// years a regulation can carry; any other number is no year.
const (
	firstYear = 1945
	lastYear  = 2099
)

// mention reads a regulation from token i, nil when none stands there.
func (d *document) mention(i int) *mention {
	k, at := d.kindAt(i)
	if k == nil {
		return nil
	}
	m := &mention{from: i, to: at, kind: k}
	at = d.abbreviation(at)
	at = d.readName(m, at)
	at = d.abbreviation(at)
	if d.mark(at, ".") && d.is(at+1, nomor) { // "UU. No. 3"
		at++
	}
	if !d.readNumber(m, at) && len(m.named) == 0 && !k.Alone && !d.readLoose(m, at) {
		return nil
	}
	d.readTail(m)
	return m
}

// readLoose reads the name of a law the pack does not know: "UU Tipikor".
func (d *document) readLoose(m *mention, at int) bool {
	const most = 4
	if m.kind.ID != "uu" {
		return false
	}
	end := at
	for end < len(d.tokens) && end < at+most && d.tokens[end].class == letters && d.tokens[end].capital && d.tokens[end].gap == blank &&
		!d.has(end, ends|pointing|inside) && !d.is(end, pasal) && !d.is(end, nomor) && !d.is(end, tentang) {
		end++
	}
	if end == at {
		return false
	}
	m.byName, m.to, m.loose = d.between(at, end), end, true
	return true
}

// again reads "dan Nomor 10 Tahun 2016" or ", 8/2015" behind a full mention: the same kind once more.
func (d *document) again(before *mention) *mention {
	if before.number == "" || before.kind.Joint || before.tail != before.to {
		return nil
	}
	at := d.separator(before.to)
	if at == before.to {
		return nil
	}
	m := &mention{from: at, to: at, kind: before.kind}
	if !d.readNumber(m, at) || m.year == 0 {
		return nil
	}
	d.readTail(m)
	return m
}

// kindAt finds the longest spelling of a kind at token i and the token behind it.
func (d *document) kindAt(i int) (*kind, int) {
	var found *kind
	n, end := &d.lex.tree, i
	for at := i; at < len(d.tokens); at++ {
		t := &d.tokens[at]
		if at > i && t.gap != paragraph && d.anyMark(at, "-.\u2010\u2011\u2013") {
			continue
		}
		if t.word == none || at > i && t.gap == paragraph {
			break
		}
		n = n.next[t.word]
		if n == nil {
			break
		}
		if n.kind != nil {
			found, end = n.kind, at+1
		}
	}
	if found != nil && end == i+1 && !d.tokens[i].capital && len(d.at(i)) < 4 {
		// Short forms are written in capitals; in small letters they need the whole form behind.
		if !d.isNumbered(end) && len(found.names.next) == 0 {
			return nil, i
		}
	}
	return found, end
}

// isNumbered reports whether "nomor" or a number stands at a token.
func (d *document) isNumbered(i int) bool {
	return d.is(i, nomor) || i < len(d.tokens) && d.tokens[i].class == digits
}

// abbreviation steps over "(UU)" and "Republik Indonesia" behind the name of a kind.
func (d *document) abbreviation(at int) int {
	if d.mark(at, "(") {
		k, end := d.kindAt(at + 1)
		if k != nil && d.mark(end, ")") {
			at = end + 1
		}
	}
	if d.is(at, republic) {
		at++
		if d.is(at, indonesia) {
			at++
		}
	}
	return at
}

// readName reads a nickname or title behind the kind: "Pemilu", "tentang Desa".
func (d *document) readName(m *mention, at int) int {
	start := at
	if d.is(start, tentang) {
		start++
	}
	end, regs := d.nameAt(m.kind, start)
	if len(regs) == 0 {
		return at
	}
	m.named, m.byName, m.to = regs, d.between(at, end), end
	return end
}

// nameAt finds the longest name of a regulation of the kind at a token.
func (d *document) nameAt(k *kind, i int) (int, []string) {
	var regs []string
	n, end := &k.names, i
	for at := i; at < len(d.tokens); at++ {
		t := &d.tokens[at]
		if t.gap == paragraph && at > i {
			break
		}
		if at > i && d.anyMark(at, "-,/.") {
			continue
		}
		if t.word == none {
			break
		}
		n = n.next[t.word]
		if n == nil {
			break
		}
		if len(n.regs) > 0 {
			regs, end = n.regs, at+1
		}
	}
	return end, regs
}

// readNumber reads "Nomor 5 Tahun 2014", "5/2014", "Tahun 2014 Nomor 5" and their kin.
func (d *document) readNumber(m *mention, at int) bool {
	if d.is(at, tahun) && d.year(at+1) > 0 { // "UUD Tahun 1945", "UU Tahun 2014 Nomor 5"
		if (m.kind.Alone || len(m.named) > 0) && !d.is(at+2, nomor) {
			m.year, m.to = d.year(at+1), at+2
			return true
		}
		if d.is(at+2, nomor) && d.readNumber(m, at+2) {
			m.year = d.year(at + 1)
			return true
		}
	}
	if m.kind.Place && len(m.named) == 0 && m.from < m.to && !d.isNumbered(at) {
		at = d.overPlace(at)
	}
	sure := d.is(at, nomor)
	if sure {
		at = d.overMarks(at+1, ".:,")
	}
	if at >= len(d.tokens) || d.tokens[at].class != digits || d.tokens[at].gap == paragraph {
		return false
	}
	if len(d.at(at)) == 4 && d.year(at) > 0 && !sure { // "UUD 1945", "SKB 2022"
		m.year, m.to = d.year(at), at+1
		return m.kind.Alone || len(m.named) > 0
	}
	end := d.readWhole(m, at)
	if m.year == 0 && !sure && !d.standsAlone(m, at, end) {
		m.number = ""
		return false
	}
	m.to = end
	if m.kind.Joint {
		d.readSigners(m)
	}
	return true
}

// overPlace steps over "Kabupaten Lampung Selatan" or "Menteri A, Menteri B" to the number.
func (d *document) overPlace(at int) int {
	const most = 24
	for i := at; i < len(d.tokens) && i < at+most; i++ {
		t := &d.tokens[i]
		if d.is(i, nomor) && d.isNumbered(d.overMarks(i+1, ".:,")) {
			return i
		}
		known := t.word == dan || d.anyMark(i, ",-/")
		if t.gap == paragraph || !known && !t.capital || d.isLaw(i) {
			break
		}
	}
	return at
}

// readWhole reads number and year and returns the token behind them.
func (d *document) readWhole(m *mention, at int) int {
	end := at + 1
	if raw, behind := d.rawNumber(at); raw != "" {
		m.number, end = raw, behind
		if d.is(end, tahun) && d.year(d.overMarks(end+1, ".")) > 0 {
			end = d.overMarks(end+1, ".")
			m.year = d.year(end)
			return end + 1
		}
		m.year = yearWithin(raw)
		return end
	}
	m.number = strings.TrimLeft(strings.ToLower(d.at(at)), "0")
	slash := d.mark(end, "/") || d.mark(end, "-") || d.mark(end, "\u2013")
	if slash {
		end++
	}
	if d.mark(end, ",") && d.is(end+1, tahun) {
		end++
	}
	if d.is(end, tahun) {
		y := d.overMarks(end+1, ".:'’")
		if d.year(y) > 0 {
			m.year = d.year(y)
			return y + 1
		}
		return at + 1
	}
	switch {
	case d.year(end) > 0 && (slash || d.tokens[end].gap == blank):
		m.year = d.year(end)
		return end + 1
	case slash && d.mark(end-1, "/") && d.shortYear(end) > 0:
		m.year = d.shortYear(end)
		return end + 1
	}
	return at + 1
}

// rawNumber reads a number of several parts, "100.2.1.3/1575/SJ" or "136/PUU-XXII/2024"; ""
// for a plain one.
func (d *document) rawNumber(at int) (string, int) {
	end, parts := at+1, 1
	for end+1 < len(d.tokens) {
		if d.tokens[end].gap != glued || !d.anyMark(end, "./-") ||
			d.tokens[end+1].gap != glued || d.tokens[end+1].class == mark || d.is(end+1, tahun) {
			break
		}
		end, parts = end+2, parts+1
	}
	if parts == 1 || parts == 2 && (d.year(end-1) > 0 || d.shortYear(end-1) > 0 && d.mark(end-2, "/")) {
		return "", at
	}
	return d.text[d.tokens[at].start:d.tokens[end-1].end], end
}

// yearWithin finds the last part of a long number that is a year.
func yearWithin(raw string) int {
	found := 0
	for _, part := range strings.FieldsFunc(raw, func(r rune) bool { return r == '/' || r == '-' || r == '.' }) {
		y, err := strconv.Atoi(part)
		if err == nil && y >= firstYear && y <= lastYear {
			found = y
		}
	}
	return found
}

// standsAlone: "PP 94" with neither "Nomor" nor year is a citation only where a sentence goes on
// as after a name, and the kind is an abbreviation in capitals.
func (d *document) standsAlone(m *mention, at, end int) bool {
	if strings.Contains(m.number, "/") {
		return true
	}
	if m.kind.Alone || m.kind.Place || m.to != m.from+1 || !allCapital(d.at(m.from)) || len(d.at(at)) < 2 || m.number == "" {
		return false
	}
	if end >= len(d.tokens) || d.tokens[end].class == mark {
		return !d.mark(end, "%") && !d.mark(end, "-") && !d.mark(end, "/")
	}
	t := d.tokens[end]
	return t.word == pasal || t.word == tentang || d.has(end, ends|pointing)
}

func allCapital(s string) bool { return s == strings.ToUpper(s) }

// readSigners takes the numbers of the other bodies that signed.
func (d *document) readSigners(m *mention) {
	for {
		at := d.separator(m.to)
		if at == m.to || !d.is(at, nomor) {
			return
		}
		at = d.overMarks(at+1, ".:,")
		if at >= len(d.tokens) || d.tokens[at].class != digits {
			return
		}
		other := &mention{kind: m.kind}
		m.to = d.readWhole(other, at)
		m.more = append(m.more, other.number)
		if m.year == 0 {
			m.year = other.year
		}
	}
}

// separator steps over "," "dan" "jo." between things of a list; it returns at for none.
func (d *document) separator(at int) int {
	end := at
	if d.mark(end, ",") || d.mark(end, ";") || d.mark(end, "&") {
		end++
	}
	if d.is(end, dan) {
		end++
		if d.mark(end, "/") && d.is(end+1, dan) { // "dan/atau"
			end += 2
		}
	}
	if d.is(end, joined) {
		end = d.overMarks(end+1, ".")
	}
	if end < len(d.tokens) && d.tokens[end].gap == paragraph {
		return at
	}
	return end
}

// year returns the year written at a token, 0 for anything else.
func (d *document) year(i int) int {
	if i >= len(d.tokens) || d.tokens[i].class != digits || d.tokens[i].gap == paragraph {
		return 0
	}
	s := d.at(i)
	if len(s) != 4 {
		return 0
	}
	y := 0
	for j := range len(s) {
		c := s[j]
		switch c {
		case 'O', 'o':
			c = '0'
		case 'l':
			c = '1'
		}
		if !isDigit(c) {
			return 0
		}
		y = 10*y + int(c-'0')
	}
	if y < firstYear || y > lastYear {
		return 0
	}
	return y
}

// shortYear reads "17" of "7/17".
func (d *document) shortYear(i int) int {
	const century, turn = 100, 45
	if i >= len(d.tokens) || d.tokens[i].class != digits || len(d.at(i)) != 2 {
		return 0
	}
	y, err := strconv.Atoi(d.at(i))
	switch {
	case err != nil:
		return 0
	case y < turn:
		return 2000 + y
	}
	return 1900 + y%century
}
