package discipline

import (
	"bytes"
	"net/http"

	"rambu.id/discipline"
	"rambu.id/internal/sheet"
	"rambu.id/web/ui"
)

// mostExported bounds the pages of the list that are read for one file.
const mostExported = 40

// export is the list of sanctions to take along, as the page shows it to the same officer: names
// where he may open them, and that he read them and took them along is in the log.
func (p *Pages) export(f sheet.Format) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.call(r)
		if err != nil {
			return err
		}
		t := sheet.Table{Name: c.t("discipline.list.title"), Head: []string{
			c.t("discipline.export.file"), c.t("discipline.list.person"), c.t("discipline.list.stage"), c.t("discipline.export.age"),
			c.t("discipline.list.due"), c.t("discipline.export.late"), c.t("discipline.list.basis"),
		}}
		filter := discipline.Filter{Ended: r.URL.Query().Get("semua") == "ya", Limit: perPage}
		for range mostExported {
			found, err := p.Office.List(r.Context(), c.who, filter)
			if err != nil {
				return err
			}
			names, err := p.Office.Names(r.Context(), c.who, found.Lines)
			if err != nil {
				return err
			}
			for _, l := range found.Lines {
				t.Rows = append(t.Rows, c.exported(l, names[l.ID]))
			}
			if found.Next == "" {
				break
			}
			filter.After = found.Next
		}
		var b bytes.Buffer
		if len(t.Rows) > 0 {
			err = p.Office.Took(c.who, string(f))
			if err != nil {
				return err
			}
		}
		err = t.Write(&b, f)
		if err != nil {
			return err
		}
		ui.Download(w, f.Media(), "daftar-sanksi."+string(f), b.Bytes())
		return nil
	}
}

func (c *call) exported(l discipline.Line, name string) []any {
	if name == "" {
		name = c.t("discipline.list.sealed")
	}
	due, late, basis := "", 0, ""
	if l.Clock != nil {
		due, late = string(l.Clock.Due), max(0, l.Clock.Due.DaysUntil(c.today()))
		basis, _ = c.article(*l.Clock)
	}
	return []any{l.ID, name, c.state(l.Procedure, l.State).Text, l.Age, due, late, basis}
}
