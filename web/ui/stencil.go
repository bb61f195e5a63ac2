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
// marks is kept for all who would be shown the same. Words that would need an escape, and a page that does
// not keep still between its marks, go through the templates every time.
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
	if !slices.ContainsFunc(fill, needsEscape) {
		c, err := s.cutFor(data, len(fill), with)
		if err != nil {
			return Made{}, err
		}
		if c.pieces != nil {
			return Made{c.filled(fill), data.frame().Secret}, nil
		}
	}
	return s.page.Make(with(fill))
}

// needsEscape reports whether HTML may write a word otherwise than it is.
func needsEscape(word string) bool {
	plain := func(r rune) bool {
		return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || strings.ContainsRune(" .,:-_", r)
	}
	return strings.ContainsFunc(word, func(r rune) bool { return !plain(r) })
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

// newCut makes the page with two sets of marks. Only when both leave the same between them is there
// nothing in it that a word decides, and nothing that merely looks like a mark.
func (s *Stencil) newCut(n int, with func([]string) Framed) (*cut, error) {
	c := &cut{}
	one, oneHoles, err := s.between("ZQ", n, with)
	if err != nil {
		return nil, err
	}
	two, twoHoles, err := s.between("XJ", n, with)
	if err != nil {
		return nil, err
	}
	if slices.EqualFunc(one, two, bytes.Equal) && slices.Equal(oneHoles, twoHoles) {
		c.pieces, c.holes = one, oneHoles
	}
	return c, nil
}

// between makes the page with marks of four characters as words and cuts it there.
func (s *Stencil) between(mark string, n int, with func([]string) Framed) (pieces [][]byte, holes []int, err error) {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = fmt.Sprintf("%s%02d", mark, i)
	}
	made, err := s.page.Make(with(marks))
	if err != nil {
		return nil, nil, err
	}
	rest := made.body
	for {
		at, hole := len(rest), -1
		for i, m := range marks {
			if n := bytes.Index(rest, []byte(m)); n >= 0 && n < at {
				at, hole = n, i
			}
		}
		pieces = append(pieces, rest[:at])
		if hole < 0 {
			return pieces, holes, nil
		}
		holes = append(holes, hole)
		rest = rest[at+len(marks[hole]):]
	}
}

func (c *cut) filled(fill []string) []byte {
	size := 0
	for _, p := range c.pieces {
		size += len(p)
	}
	for _, h := range c.holes {
		size += len(fill[h])
	}
	out := make([]byte, 0, size)
	for i, p := range c.pieces {
		out = append(out, p...)
		if i < len(c.holes) {
			out = append(out, fill[c.holes[i]]...)
		}
	}
	return out
}
