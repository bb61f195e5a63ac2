package ui

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"rambu.id/internal/words"
)

// A Stencil is for a page that many are shown at the same time and that differs in a few words only, as the
// page with the receipt code does. Executing the templates costs more than sealing and writing the report,
// so they are executed for the first reader, with marks where the words stand, and what lies between the
// marks is kept for all who would be shown the same. The page may write its words and must not decide by
// them. One that writes them elsewhere than in text and quoted attributes goes through the templates every
// time.
type Stencil struct {
	page  *Page
	words *words.Words

	mu   sync.Mutex
	cuts []*cut
}

// maxCuts bounds how many variants of a page are kept: languages, doors, dates.
const maxCuts = 16

// cut is what a page shows between its words. It is not changed once it is in use.
type cut struct {
	data    Framed // without the words: whoever has the same is shown the same
	edition any    // of the texts
	pieces  [][]byte
	holes   []int // holes[i] is the word behind pieces[i]
}

// Stencil makes a stencil of a page.
func (rd *Renderer) Stencil(p *Page) *Stencil { return &Stencil{page: p, words: rd.words} }

// Make makes the page that data and fill describe. data is the page without the words fill, which with
// puts into a copy of it.
func (s *Stencil) Make(data Framed, fill []string, with func(fill []string) Framed) (Made, error) {
	c, err := s.cutFor(data, len(fill), with)
	if err != nil {
		return Made{}, err
	}
	if c.pieces == nil {
		return s.page.Make(with(fill))
	}
	return Made{c.filled(fill), data.frame().Secret}, nil
}

// cutFor finds or makes the cut of a page.
func (s *Stencil) cutFor(data Framed, n int, with func([]string) Framed) (*cut, error) {
	edition := s.words.Edition()
	s.mu.Lock()
	cuts := s.cuts
	s.mu.Unlock()
	for _, c := range cuts {
		if c.edition == edition && reflect.DeepEqual(c.data, data) {
			return c, nil
		}
	}
	c, err := s.newCut(n, with)
	if err != nil {
		return nil, err
	}
	c.data, c.edition = data, edition
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.cuts) >= maxCuts {
		s.cuts = nil
	}
	s.cuts = append(slices.Clone(s.cuts), c)
	return c, nil
}

// marks are words that stand where the words of a reader will. The first cut the page. The others, with
// the letters that HTML writes otherwise, prove the cut: the page the templates make of them must be the one
// that is pasted together. All have four letters and no small ones, as the groups of a code do.
var marks = []func(i int) string{
	func(i int) string { return fmt.Sprintf("ZQ%02d", i) },
	func(i int) string { return fmt.Sprintf("<%02d&", i) },
	func(i int) string { return fmt.Sprintf("'%02d+", i) },
	func(i int) string { return fmt.Sprintf("%02d>\"", i) },
	func(i int) string { return fmt.Sprintf("`%02d=", i) }, // a bare attribute escapes them
}

// newCut cuts a page of n words, and leaves it without pieces when it cannot be cut.
func (s *Stencil) newCut(n int, with func([]string) Framed) (*cut, error) {
	c := &cut{}
	for i, mark := range marks {
		fill := make([]string, n)
		for j := range fill {
			fill[j] = mark(j)
		}
		made, err := s.page.Make(with(fill))
		if err != nil {
			return nil, err
		}
		if i == 0 {
			c.at(made.body, fill)
		}
		if !bytes.Equal(made.body, c.filled(fill)) {
			return &cut{}, nil
		}
	}
	return c, nil
}

// at cuts a page at its marks.
func (c *cut) at(page []byte, marks []string) {
	for {
		at, hole := len(page), -1
		for i, m := range marks {
			if n := bytes.Index(page, []byte(m)); n >= 0 && n < at {
				at, hole = n, i
			}
		}
		c.pieces = append(c.pieces, page[:at])
		if hole < 0 {
			return
		}
		c.holes = append(c.holes, hole)
		page = page[at+len(marks[hole]):]
	}
}

// escape writes a word as the templates do in text and in a quoted attribute.
var escape = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// filled is the page with words in its holes.
func (c *cut) filled(fill []string) []byte {
	escaped := make([]string, len(fill))
	for i, word := range fill {
		escaped[i] = escape.Replace(word)
	}
	size := 0
	for _, p := range c.pieces {
		size += len(p)
	}
	for _, h := range c.holes {
		size += len(escaped[h])
	}
	out := make([]byte, 0, size)
	for i, p := range c.pieces {
		out = append(out, p...)
		if i < len(c.holes) {
			out = append(out, escaped[c.holes[i]]...)
		}
	}
	return out
}
