package kinds

import "rambu.id"

// Advice is what Bawaslu asks a government to do so that nothing happens: points that a circular
// can carry on, word for word, and why.
type Advice struct {
	Points []string   `json:"points"`
	Basis  []Citation `json:"basis"`
	AckBy  rambu.Date `json:"ack_by"` // by when those addressed should have read it, "" for none
}

// Limits of one imbauan: its circular must fit on one page.
const (
	MaxPoints = 8
	MaxPoint  = 400
)

// Spread tells the sender of an imbauan how far the circular has come that it led to: counts of
// posts, never which.
type Spread struct {
	Title     string     `json:"title"`   // of the circular
	Number    string     `json:"number"`  // "" where the office gives none
	SentOn    rambu.Date `json:"sent_on"` // of the circular
	AsOf      rambu.Date `json:"as_of"`
	At        string     `json:"at"` // "09.00 WIB"
	Addressed int        `json:"addressed"`
	Reached   int        `json:"reached"` // of whom anything is known
	Told      int        `json:"told"`    // of those, only by their superior's word
}

// Kind implements Payload.
func (*Advice) Kind() Kind { return KindAdvice }

// Kind implements Payload.
func (*Spread) Kind() Kind { return KindSpread }

// Version implements Payload.
func (*Advice) Version() int { return 1 }

// Version implements Payload.
func (*Spread) Version() int { return 1 }

// Validate asks for points that a circular can carry on.
func (a *Advice) Validate() error {
	var c checks
	c.need(len(a.Points) > 0 && len(a.Points) <= MaxPoints, "points", "letter.error.points")
	for _, p := range a.Points {
		c.need(p != "" && len(p) <= MaxPoint, "points", "letter.error.points")
	}
	c.dateOrNone(a.AckBy, "ack_by")
	return c.faults.Err()
}

// Validate wants counts that fit into each other.
func (s *Spread) Validate() error {
	var c checks
	c.text(s.Title, "title")
	c.date(s.SentOn, "sent_on")
	c.date(s.AsOf, "as_of")
	c.need(0 <= s.Told && s.Told <= s.Reached && s.Reached <= s.Addressed, "addressed", "letter.error.counts")
	return c.faults.Err()
}
