package pledge

import (
	"bytes"
	"net/http"

	"rambu.id/internal/sheet"
	"rambu.id/web/ui"
)

// export is the recap to take along: counts by agency and kecamatan, no names. Refusals have no
// export, and never will: see showRefusals.
func (p *Pages) export(f sheet.Format) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.call(r)
		if err != nil {
			return err
		}
		cover, err := p.Book.Coverage(r.Context(), c.who)
		if err != nil {
			return err
		}
		area, err := c.areas()
		if err != nil {
			return err
		}
		t := sheet.Table{Name: c.t("pledge.cover.title"), Head: []string{
			c.t("pledge.cover.area"), c.t("pledge.export.heads"), c.t("pledge.export.heads_signed"), c.t("pledge.export.people"), c.t("pledge.export.signed"),
			c.t("pledge.cover.outside"), c.t("pledge.cover.oaths"),
		}}
		for _, l := range cover.Lines {
			t.Rows = append(t.Rows, []any{area(l.Area), l.Heads, l.HeadsSigned, l.People, l.Signed, l.OutsideNames, l.Oaths})
		}
		var b bytes.Buffer
		err = t.Write(&b, f)
		if err != nil {
			return err
		}
		ui.Download(w, f.Media(), "rekap-pakta."+string(f), b.Bytes())
		return nil
	}
}
