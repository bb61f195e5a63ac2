package casefile

import (
	"strings"

	"rambu.id/casefile"
	"rambu.id/law/cite"
	"rambu.id/web/ui"
)

// agreed is what the box under wrong citations sends.
const agreed = "ya"

// remark shows what the guard says of the citations in the texts of a study, as stored or as
// typed, and the box that lets wrong ones pass.
func (c *call) remark(v *casefile.View, page *formPage, fm *ui.Form) error {
	found, err := c.p.Desk.Remarks(typedStudy(page.Fields), v.File.Act.On, c.today())
	if err != nil || len(found) == 0 {
		return err
	}
	page.Remarks = &ui.Remarks{Heading: c.t("cite.page.heading"), Text: c.t("cite.page.lead")}
	for _, f := range found {
		badge := &ui.Badge{Look: ui.LookWaiting, Text: c.t(f.StatusKey())}
		if f.Status.Wrong() {
			badge.Look = ui.LookLate
		}
		page.Remarks.Rows = append(page.Remarks.Rows, ui.Row{
			Key: "“" + strings.Join(strings.Fields(f.Text), " ") + "”", Badge: badge, Value: c.p.Desk.Guard().Say(c.p.UI.Words(), c.lang, f),
		})
	}
	if len(cite.Faults(found)) > 0 {
		page.Fields = append(page.Fields, fm.Checks("kutipan", "cite.page.confirm", fm.Option(agreed, "cite.page.confirm_yes")))
	}
	return nil
}

// typedStudy are the texts the fields of the form hold.
func typedStudy(fields []ui.Field) casefile.Study {
	text := map[string]string{}
	for _, f := range fields {
		text[f.Name] = f.Value
	}
	return casefile.Study{
		Case: text["kasus"], Evidence: text["bukti"], Facts: text["fakta"], Analysis: text["analisis"],
		Conclusion: text["kesimpulan"], Recommendation: text["rekomendasi"],
	}
}
