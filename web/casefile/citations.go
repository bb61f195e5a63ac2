package casefile

import (
	"rambu.id/casefile"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

// remark shows what the guard says of the citations in the texts of a study, as stored or as
// typed, and the box that lets wrong ones pass.
func (c *call) remark(v *casefile.View, page *formPage, fm *ui.Form) error {
	found, err := c.p.Desk.Remarks(typedStudy(page.Fields), v.File.Act.On, c.today())
	if err != nil {
		return err
	}
	g := guard.Guard{UI: c.p.UI, Checker: c.p.Desk.Guard()}
	page.Remarks = g.Remarks(c.lang, found)
	if box := g.Confirm(fm, found); box != nil {
		page.Fields = append(page.Fields, *box)
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
