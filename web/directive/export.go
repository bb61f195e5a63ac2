package directive

import (
	"bytes"
	"net/http"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/sheet"
	"rambu.id/web/ui"
)

// export is the coverage of a directive to take along: every addressee the reader sees, or counts
// by area where there are too many. It comes in the order of addresses: nobody is ranked.
func (p *Pages) export(f sheet.Format) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.one(r)
		if err != nil {
			return err
		}
		if !c.o.State.Sent() {
			return rambu.Fault(rambu.Conflict, "directive.error.state_konsep")
		}
		tiles, err := p.Desk.TakeTiles(r.Context(), c.who, c.o.ID, string(f))
		if err != nil {
			return err
		}
		area, err := c.areas()
		if err != nil {
			return err
		}
		t, err := c.addressees(tiles, area)
		if err == nil && tiles == nil {
			t, err = c.countedByArea(area)
		}
		if err != nil {
			return err
		}
		var b bytes.Buffer
		err = t.Write(&b, f)
		if err != nil {
			return err
		}
		ui.Download(w, f.Media(), "sebaran."+string(f), b.Bytes())
		return nil
	}
}

func (c *call) addressees(tiles []directive.Tile, area func(string) string) (sheet.Table, error) {
	t := sheet.Table{Name: c.t("directive.cover.title"), Head: []string{
		c.t("directive.cover.area"), c.t("directive.export.post"), c.t("directive.cover.class"), c.t("directive.export.known"), c.t("directive.export.state"),
	}}
	var posts []string
	for _, tile := range tiles {
		posts = append(posts, tile.Holder)
	}
	title, err := c.titles(posts...)
	if err != nil {
		return t, err
	}
	for _, tile := range tiles {
		_, text := c.tile(tile, title)
		known := 0
		if tile.Ack != nil {
			known = 1
		}
		t.Rows = append(t.Rows, []any{area(tile.Area), tile.Title, c.t("directive.class." + string(tile.Class)), known, text})
	}
	return t, nil
}

func (c *call) countedByArea(area func(string) string) (sheet.Table, error) {
	t := sheet.Table{Name: c.t("directive.cover.title"), Head: []string{
		c.t("directive.cover.area"), c.t("directive.cover.class"), c.t("directive.cover.addressed"), c.t("directive.cover.read"), c.t("directive.cover.told"), c.t("directive.cover.open"),
	}}
	cover, err := c.p.Desk.Coverage(c.r.Context(), c.who, c.o.ID)
	for _, l := range cover.Lines {
		t.Rows = append(t.Rows, []any{area(l.Area), c.t("directive.class." + string(l.Class)), l.N, l.Done - l.Told, l.Told, l.N - l.Done})
	}
	return t, err
}
