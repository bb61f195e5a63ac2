package meeting

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/law/cite"
)

// Remarks are what a writer or approver should see of the citations in opened minutes and their
// decisions, as of the day of the meeting.
func (r *Room) Remarks(s Session, m Minutes) ([]cite.Finding, error) {
	texts := []string{m.Text}
	for _, d := range m.Decisions {
		texts = append(append(texts, d.Text), d.Points...)
	}
	return r.guard.Remarks(strings.Join(texts, "\n\n"), s.On)
}

// Guard is what reads the citations, nil for none.
func (r *Room) Guard() *cite.Checker { return r.guard }

// mindCitations stops minutes with wrong citations until who approves or publishes them has seen
// them. The text is read for this only.
func (r *Room) mindCitations(ctx context.Context, who rambu.Actor, s Session, m Minutes) error {
	if r.guard == nil {
		return nil
	}
	err := r.unsealMinutes(ctx, who, s, &m)
	if err != nil {
		return err
	}
	found, err := r.Remarks(s, m)
	if err != nil {
		return err
	}
	return cite.Stop(found, "meeting.error.citations")
}
