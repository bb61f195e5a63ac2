package reading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Normal is the text in the form whose bytes the marks count: valid, line ends "\n", plain spaces.
func Normal(text string) string {
	text = strings.ToValidUTF8(text, "�")
	return strings.NewReplacer("\uFEFF", "", "\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u2028", "\n", "\u2029", "\n", "\x00", " ").Replace(text)
}

// token is a word, a number or one mark of punctuation.
type token struct {
	start, end int
	word       string // small letters
	line       int
	sentence   int
	capital    bool
	number     int  // of digits, -1 for others
	digits     int  // how many
	speech     bool // inside quotation marks
	masked     bool // in a linked headline, a repeated line or the website's own text
}

// document is a text cut into tokens, with what of it belongs to the article.
type document struct {
	text     string
	tokens   []token
	linked   []Mark
	repeated []Mark
	spans    [][2]int // masked bytes, in order
	quotes   [][2]int // tokens of direct speech: the first, and the one behind the last
	head     Mark     // the title
	body     int      // bytes of lines long enough to compare
	again    int      // of these, repeated
}

func newDocument(text string) *document {
	d := &document{text: text}
	d.mask()
	d.scan()
	d.sentences()
	d.speech()
	if len(d.tokens) > 0 {
		d.head = d.title()
	}
	return d
}

// longLine is how long a line is before it can be a repeated paragraph, in bytes of its words.
const longLine = 40

// mask finds the lines that are not the article: links to others, repeats, comment forms.
func (d *document) mask() {
	seen := map[string]bool{}
	ended, link := false, false
	for at := 0; at < len(d.text); {
		end := strings.IndexByte(d.text[at:], '\n')
		if end < 0 {
			end = len(d.text)
		} else {
			end += at
		}
		line := strings.TrimSpace(d.text[at:end])
		from := at + strings.Index(d.text[at:end], line)
		mark := Mark{Span: [2]int{from, from + len(line)}, Text: line, Conf: High}
		folded := fold(line)
		ended = ended || begins(folded, "leave a reply", "leave feedback", "tinggalkan balasan", "your email address", "alamat email anda")
		isLink := begins(folded, "baca juga", "baca berita", "lihat juga", "simak juga", "berita terkait", "artikel terkait", "berita lainnya", "read also")
		switch {
		case line == "":
		case isLink || link:
			link = isLink && len(folded) < len("artikel terkait x") // the headline stands on the next line
			d.linked, d.spans = append(d.linked, mark), append(d.spans, mark.Span)
		case ended:
			d.spans = append(d.spans, mark.Span)
		case len(folded) >= longLine:
			d.body += len(folded)
			if seen[folded] {
				d.again += len(folded)
				d.repeated, d.spans = append(d.repeated, mark), append(d.spans, mark.Span)
			}
			seen[folded] = true
		}
		at = end + 1
	}
}

// twice reports whether the body stands twice, not only a headline.
func (d *document) twice() bool { return d.again*10 >= d.body*3 && d.again >= 3*longLine }

func (d *document) masked(at int) bool {
	return slices.ContainsFunc(d.spans, func(s [2]int) bool { return at >= s[0] && at < s[1] })
}

// fold is a line as repeats are compared: small letters and digits, one space between words.
func fold(line string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func begins(s string, with ...string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasPrefix(s, w) })
}

// scan cuts the text into tokens.
func (d *document) scan() {
	line, mask := 0, 0
	for i := 0; i < len(d.text); {
		r, size := utf8.DecodeRuneInString(d.text[i:])
		switch {
		case r == '\n':
			line++
			i++
			continue
		case unicode.IsSpace(r):
			i += size
			continue
		}
		for mask < len(d.spans) && i >= d.spans[mask][1] {
			mask++
		}
		t := token{start: i, end: i + size, line: line, number: -1, masked: mask < len(d.spans) && i >= d.spans[mask][0]}
		switch {
		case r >= '0' && r <= '9':
			t.number, t.end = 0, i
			for t.end < len(d.text) && d.text[t.end] >= '0' && d.text[t.end] <= '9' {
				t.number = min(t.number*10+int(d.text[t.end]-'0'), 1_000_000)
				t.end++
			}
			t.digits = t.end - i
		case unicode.IsLetter(r):
			t.capital = unicode.IsUpper(r)
			t.end = i + wordLen(d.text[i:])
		}
		t.word = strings.ToLower(d.text[t.start:t.end])
		d.tokens = append(d.tokens, t)
		i = t.end
	}
}

func wordLen(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return i
		}
	}
	return len(s)
}

// short reports whether a full stop behind the word ends no sentence.
func short(w string) bool {
	switch w {
	case "plt", "plh", "pj", "pjs", "ir", "drs", "dra", "dr", "h", "hj", "kh", "prof", "st", "s", "m", "si", "sos", "sh", "mh", "se", "mm", "sip", "kab",
		"kec", "kel", "no", "jl", "tgl", "bpk", "kol", "letkol", "mayor", "kombes", "akbp", "ipda", "iptu", "kompol", "dkk", "a", "d", "n", "r", "t":
		return true
	}
	return false
}

// longestSentence is after how many tokens a sentence ends in any case, so that a text made to be
// slow is not.
const longestSentence = 200

// sentences numbers the sentences; a line break always ends one.
func (d *document) sentences() {
	n, began := 0, 0
	for i := range d.tokens {
		t := &d.tokens[i]
		if i > 0 {
			p := d.tokens[i-1]
			if t.line != p.line || i-began >= longestSentence || d.stop(i-1) && (t.capital || t.number >= 0 || isQuote(t.word)) {
				n++
				began = i
			}
		}
		t.sentence = n
	}
}

// stop reports whether the token ends a sentence, with a quotation mark behind it or not.
func (d *document) stop(i int) bool {
	if i > 0 && isQuote(d.tokens[i].word) && d.tokens[i].start == d.tokens[i-1].end {
		i--
	}
	switch d.tokens[i].word {
	case "!", "?":
		return true
	case ".":
		return i == 0 || !short(d.tokens[i-1].word) && d.tokens[i].end < len(d.text) && !glued(d.text[d.tokens[i].end:])
	}
	return false
}

// glued reports whether a letter or digit follows without a space: "07.00", "Kabar.ID".
func glued(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isQuote(w string) bool {
	return w == `"` || w == "“" || w == "”" || w == "„" || w == "«" || w == "»"
}

// speech finds direct speech; quotation marks do not cross lines.
func (d *document) speech() {
	open := -1
	for i := range d.tokens {
		if open >= 0 && d.tokens[i].line != d.tokens[open].line {
			d.quote(open, i) // nobody closed it
			open = -1
		}
		switch w := d.tokens[i].word; {
		case !isQuote(w):
		case open < 0:
			open = i
		default:
			d.quote(open, i)
			open = -1
		}
	}
	if open >= 0 {
		d.quote(open, len(d.tokens))
	}
}

func (d *document) quote(open, end int) {
	for i := open + 1; i < end; i++ {
		d.tokens[i].speech = true
	}
	if end > open+1 {
		d.quotes = append(d.quotes, [2]int{open + 1, end})
	}
}

// mark is the place of some tokens.
func (d *document) mark(from, to int, c Confidence) Mark {
	span := [2]int{d.tokens[from].start, d.tokens[to-1].end}
	return Mark{Span: span, Text: d.text[span[0]:span[1]], Conf: c}
}

// title is the first line that is no date and no list of links.
func (d *document) title() Mark {
	for i := 0; i < len(d.tokens); {
		end := d.lineEnd(i)
		if !d.tokens[i].masked && !d.onlyDate(i, end) {
			return d.mark(i, end, High)
		}
		i = end
	}
	return d.mark(0, d.lineEnd(0), Low)
}

func (d *document) lineEnd(i int) int {
	line := d.tokens[i].line
	for i < len(d.tokens) && d.tokens[i].line == line {
		i++
	}
	return i
}

// sentence returns the tokens of the sentence a token stands in.
func (d *document) sentence(i int) (from, to int) {
	n := d.tokens[i].sentence
	from, to = i, i
	for from > 0 && d.tokens[from-1].sentence == n {
		from--
	}
	for to < len(d.tokens) && d.tokens[to].sentence == n {
		to++
	}
	return from, to
}

// has reports whether one of the words stands among the tokens.
func (d *document) has(from, to int, words ...string) bool {
	for i := max(from, 0); i < min(to, len(d.tokens)); i++ {
		if slices.Contains(words, d.tokens[i].word) {
			return true
		}
	}
	return false
}

// at is the word at a token, "" outside the text.
func (d *document) at(i int) string {
	if i < 0 || i >= len(d.tokens) {
		return ""
	}
	return d.tokens[i].word
}

// phrases finds expressions of several words; the longest wins.
type phrases map[string][]phrase

type phrase struct {
	rest  []string
	value string
}

func (p phrases) add(text, value string) {
	words := strings.Fields(text)
	list := append(slices.Clone(p[words[0]]), phrase{words[1:], value})
	slices.SortStableFunc(list, func(a, b phrase) int { return len(b.rest) - len(a.rest) })
	p[words[0]] = list
}

// find returns what begins at a token and how many tokens it takes, 0 for nothing.
func (p phrases) find(d *document, i int) (string, int) {
next:
	for _, ph := range p[d.at(i)] {
		for k, w := range ph.rest {
			if d.at(i+1+k) != w {
				continue next
			}
		}
		return ph.value, 1 + len(ph.rest)
	}
	return "", 0
}
