package practice

import (
	"context"

	"rambu.id/instance"
	"rambu.id/law"
	"rambu.id/quiz"
)

// briefings are the invented apels after which people sent their quiz: one large enough to be
// shown, one too small.
func briefings() []briefing {
	return []briefing{{Government + "/disdik", 12}, {Government + "/bkpsdm", 3}}
}

type briefing struct {
	unit   string
	people int
}

// brief lets the people of some units answer the quiz of the day and send it without a name. Most
// do not know what to ask about first; every third slips elsewhere.
func brief(ctx context.Context, in *instance.Instance) error {
	government, err := in.Roster.Institution(ctx, Government)
	if err != nil {
		return err
	}
	sheet := quiz.Sheet(in.Pack, quiz.Order{Seed: "2024-10-07", Subject: "pns"})
	for _, b := range briefings() {
		for person := range b.people {
			s := quiz.Submission{Government: government, Unit: b.unit}
			for i, q := range sheet {
				slip := (person+i)%3 == 0
				s.Outcomes = append(s.Outcomes, quiz.Outcome{Act: q.Act, Right: !slip && q.Verdict != law.AskFirst})
			}
			err = in.Quiz.Record(ctx, s)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
