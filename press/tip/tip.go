// Package tip makes initial information of a newspaper article, at Bawaslu, by an officer's
// decision. It stands apart from package press, which a government's pages serve too and which
// therefore knows no report.
package tip

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/press"
)

// Desk joins the two desks.
type Desk struct {
	Press  *press.Desk
	Intake *intake.Desk
	Pack   *law.Pack
	Words  *words.Words
}

// Lodge lodges what an article tells by the operation every report goes through, as initial
// information, and notes on the article that it did. The article names people; the report's places
// for a respondent and his post stay empty, for the officer who traces it. Pressed twice, or again
// after a fault between the two steps, it is the same report. district is where it happened, as the
// form of a report asks it: a code, or one of the intake's answers; "" unknown.
func (d *Desk) Lodge(ctx context.Context, who rambu.Actor, in press.DecideIn, district string) (string, error) {
	v, err := d.Press.Check(ctx, who, in)
	if err != nil {
		return "", err
	}
	var draft intake.Draft
	if len(v.Content.Seed) != len(draft) {
		return "", rambu.Errorf(rambu.Internal, "an article without a seed")
	}
	copy(draft[:], v.Content.Seed)
	got, err := d.Intake.Submit(ctx, intake.Submission{
		Draft: draft, Institution: who.Institution, Region: who.Region, Door: intake.DoorTip, Answers: d.answers(v, in, district),
	})
	if err != nil {
		return "", err
	}
	in.Report = got.ID
	return got.ID, d.Press.BecameTip(ctx, who, in)
}

// most is how much of an article goes into a report: its answers have an end.
const most = intake.MaxText - 4000

// answers put the article into the form of a report. The words are Indonesian: officers read them.
func (d *Desk) answers(v press.View, in press.DecideIn, district string) intake.Answers {
	t := func(key string, args ...string) string { return d.Words.T(words.ID, key, args...) }
	source := v.Source
	if source == "" {
		source = t("press.tip.no_source")
	}
	published := t("press.date.unknown")
	if v.Published != "" {
		published = words.LongDate(words.ID, v.Published)
	}
	lines := []string{t("press.tip.from", "source", source, "published", published, "title", v.Title)}
	if len(in.Fields.Acts) > 0 {
		lines = append(lines, t("press.tip.acts"))
		for _, a := range in.Fields.Acts {
			k, _ := d.Pack.ActKind(a)
			lines = append(lines, "- "+k.LabelID)
		}
	}
	if in.Reason != "" {
		lines = append(lines, t("press.tip.note", "text", in.Reason))
	}
	lines = append(lines, "", cut(v.Content.Text, most))
	a := intake.Answers{
		What: strings.Join(lines, "\n"), When: in.Fields.On, District: district, Place: in.Fields.Place,
		Evidence: strings.TrimSpace(t("press.tip.evidence", "id", v.ID) + "\n" + v.Content.Link),
	}
	if a.District == "" {
		a.District = intake.DistrictUnknown
	}
	return a
}

// cut is the beginning of a text, by characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + " …"
		}
		n--
	}
	return s
}
