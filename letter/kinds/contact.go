package kinds

import (
	"strings"

	"rambu.id"
)

// Contact is one entry of the book of contacts between two institutions: that they spoke, who, and
// about which topic of a closed list. It has no place for the content of a case.
type Contact struct {
	Entry string          `json:"entry"` // "ktk_…", the same on both sides
	On    rambu.Date      `json:"on"`
	Way   string          `json:"way"`
	Topic string          `json:"topic"`
	From  []ContactPerson `json:"from"` // of the side that entered it
	To    []ContactPerson `json:"to"`
	Note  string          `json:"note"`
}

// ContactPerson is somebody who took part.
type ContactPerson struct {
	Post string `json:"post"`
	Name string `json:"name"`
}

// ContactAgreed countersigns an entry.
type ContactAgreed struct {
	Entry string `json:"entry"`
}

// ContactDisputed says how the other side remembers it.
type ContactDisputed struct {
	Entry   string `json:"entry"`
	Wording string `json:"wording"`
}

// Limits of one entry.
const (
	MaxContactPersons = 20
	MaxContactNote    = 200
	MaxContactName    = 120
)

// Kind implements Payload.
func (*Contact) Kind() Kind { return KindContact }

// Kind implements Payload.
func (*ContactAgreed) Kind() Kind { return KindContactAgreed }

// Kind implements Payload.
func (*ContactDisputed) Kind() Kind { return KindContactDisputed }

// Version implements Payload.
func (*Contact) Version() int { return 1 }

// Version implements Payload.
func (*ContactAgreed) Version() int { return 1 }

// Version implements Payload.
func (*ContactDisputed) Version() int { return 1 }

// Validate asks for when, how, about what, and somebody on each side.
func (p *Contact) Validate() error {
	var c checks
	c.need(rambu.ValidID("ktk", p.Entry), "entry", "letter.error.missing")
	c.date(p.On, "on")
	c.text(p.Way, "way")
	c.text(p.Topic, "topic")
	c.need(len(p.Note) <= MaxContactNote && !strings.Contains(p.Note, "\n"), "note", "letter.error.too_long")
	for _, side := range [][]ContactPerson{p.From, p.To} {
		c.need(len(side) > 0 && len(side) <= MaxContactPersons, "who", "letter.error.missing")
		for _, x := range side {
			c.need(x.Post != "" && len(x.Post) <= MaxContactName && len(x.Name) <= MaxContactName, "who", "letter.error.missing")
		}
	}
	return c.faults.Err()
}

// Validate asks which entry is meant.
func (p *ContactAgreed) Validate() error {
	var c checks
	c.need(rambu.ValidID("ktk", p.Entry), "entry", "letter.error.missing")
	return c.faults.Err()
}

// Validate asks for the other side's own words.
func (p *ContactDisputed) Validate() error {
	var c checks
	c.need(rambu.ValidID("ktk", p.Entry), "entry", "letter.error.missing")
	c.text(p.Wording, "wording")
	c.need(len(p.Wording) <= MaxContactNote, "wording", "letter.error.too_long")
	return c.faults.Err()
}
