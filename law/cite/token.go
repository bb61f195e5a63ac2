package cite

import (
	"unicode"
	"unicode/utf8"
)

// class is what a token is made of.
type class uint8

const (
	letters class = iota
	digits        // with one letter behind when it is written together: "187A"
	mark          // one punctuation character
)

// gap is what stands between a token and the one before it.
type gap uint8

const (
	glued     gap = iota
	blank         // spaces or one line break: citations cross lines
	paragraph     // an empty line: citations end
)

// token is a piece of the text. word is its meaning in the lexicon, 0 for a word of no interest.
type token struct {
	start, end int
	word       word
	class      class
	gap        gap
	capital    bool // begins with a capital letter
}

// longest is the longest word the lexicon can hold in bytes; longer ones are of no interest.
const longest = 64

// scan cuts a text into tokens. It never fails: bytes that are no letter and no digit are
// marks or gaps.
func scan(text string, lex *lexicon) []token {
	tokens := make([]token, 0, len(text)/5+8)
	var fold [longest]byte
	between := blank
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\n':
			i, between = lineBreak(text, i, between)
		case c == ' ' || c == '\t' || c == '\r':
			between = max(between, blank)
			i++
		case isDigit(c):
			t := number(text, i)
			t.gap, t.word = between, lex.word(text[t.start:t.end], &fold)
			tokens, i, between = append(tokens, t), t.end, glued
		case c < utf8.RuneSelf && !isLetter(c):
			tokens = append(tokens, token{start: i, end: i + 1, class: mark, gap: between})
			i, between = i+1, glued
		default:
			t := wordOrMark(text, i)
			if t.end == t.start { // a space or an invisible sign
				_, size := utf8.DecodeRuneInString(text[i:])
				i, between = i+size, max(between, t.gap)
				continue
			}
			t.gap = between
			if t.class == letters {
				t.word = lex.word(text[t.start:t.end], &fold)
			}
			tokens, i, between = append(tokens, t), t.end, glued
		}
	}
	return tokens
}

// lineBreak steps over a break; a second one with nothing but spaces between ends a paragraph.
func lineBreak(text string, i int, between gap) (int, gap) {
	i++
	for j := i; j < len(text); j++ {
		switch text[j] {
		case ' ', '\t', '\r':
		case '\n':
			return j, paragraph
		default:
			return i, max(between, blank)
		}
	}
	return len(text), max(between, blank)
}

// number reads digits and one letter written to them, unless a word follows ("71ayat"). The
// letter O and l among digits are slips for 0 and 1; only a year may hold them.
func number(text string, i int) token {
	t := token{start: i, class: digits}
	for i < len(text) && (isDigit(text[i]) || isSlip(text, i)) {
		i++
	}
	if i < len(text) && isLetter(text[i]) && (i+1 == len(text) || !isLetter(text[i+1]) && !isDigit(text[i+1]) && text[i+1] < utf8.RuneSelf) {
		i++
	}
	t.end = i
	return t
}

// isSlip: a letter between digits that looks like one of them.
func isSlip(text string, i int) bool {
	return (text[i] == 'O' || text[i] == 'o' || text[i] == 'l') && i > 0 && isDigit(text[i-1]) && i+1 < len(text) && isDigit(text[i+1])
}

// wordOrMark reads a word, or one sign that is not ASCII. An empty token is a gap.
func wordOrMark(text string, i int) token {
	t := token{start: i, end: i}
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if !isLetter(c) {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			break
		}
		i += size
	}
	if i > t.start {
		r, _ := utf8.DecodeRuneInString(text[t.start:])
		t.end, t.capital = i, unicode.IsUpper(r)
		return t
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch {
	case unicode.IsSpace(r):
		t.gap = blank
	case unicode.Is(unicode.Cf, r): // soft hyphen, zero-width space
	default:
		t.end, t.class = i+size, mark
	}
	return t
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
