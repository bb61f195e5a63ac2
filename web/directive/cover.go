package directive

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/web/ui"
)

// mark is the sign of a tile: shape and fill, never colour alone.
type mark string

const (
	markRead    mark = "baca"    // said so himself
	markTold    mark = "lisan"   // his superior says so
	markHere    mark = "di-sini" // lies with him
	markAbove   mark = "di-atas" // lies with his superior, who has not passed it on
	tileSide         = 28
	tilesPerRow      = 10
)

type coverPage struct {
	ui.Frame
	ID, Heading, Sent, AsOf, Total string
	Classes                        ui.Table
	Areas                          []areaView
	Rows                           [][]areaView // the same, three abreast
	Marks                          []markView
	Large                          bool // too many to show one by one
	Counts                         ui.Table
}

type markView struct {
	Mark mark
	Text string
}

// areaView is the grid of one area and its twin, a list.
type areaView struct {
	Name, Summary string
	Waits         string // who is to pass it on, and to how many
	Height        int
	Tiles         []tileView
}

type tileView struct {
	X, Y        int
	Mark        mark
	Title, Text string
	Whom        string // whom the reader told, or who typed for the holder: for the direct superior
	Tell        string // where the reader records that he told the addressee
}

func (p *Pages) showCover(w http.ResponseWriter, r *http.Request) error {
	c, err := p.one(r)
	if err != nil {
		return err
	}
	if !c.o.State.Sent() {
		return rambu.Fault(rambu.Conflict, "directive.error.state_konsep")
	}
	page := &coverPage{Frame: p.UI.Frame(r, "directive.cover.title"), ID: c.o.ID, Heading: c.o.Body.Title}
	tiles, err := p.Desk.Tiles(r.Context(), c.who, c.o.ID)
	if err != nil {
		return err
	}
	cover, err := p.Desk.Coverage(r.Context(), c.who, c.o.ID)
	if err != nil && rambu.KindOf(err) == rambu.Forbidden {
		cover, err = counted(tiles, p.Desk), nil
	}
	if err != nil {
		return err
	}
	page.AsOf, page.Sent = c.when(cover.AsOf), c.when(c.o.SentAt)
	page.Total = c.t("directive.cover.total", "n", words.Number(c.lang, cover.Done), "of", words.Number(c.lang, cover.N))
	page.Classes = c.byClass(cover)
	area, err := c.areas()
	if err != nil {
		return err
	}
	if tiles == nil && cover.N > 0 {
		page.Large, page.Counts = true, c.byArea(cover, area)
		return p.cover.Render(w, http.StatusOK, page)
	}
	for _, m := range []mark{markRead, markTold, markHere, markAbove} {
		page.Marks = append(page.Marks, markView{m, c.t("directive.mark." + string(m))})
	}
	page.Areas, err = c.grid(tiles, area)
	if err != nil {
		return err
	}
	page.Rows = slices.Collect(slices.Chunk(page.Areas, 3))
	return p.cover.Render(w, http.StatusOK, page)
}

// counted counts the tiles of an officer who sees only a part.
func counted(tiles []directive.Tile, d *directive.Desk) directive.Coverage {
	c := directive.Coverage{AsOf: d.Log.Clock().Now()}
	for _, t := range tiles {
		l := directive.Line{Count: directive.Count{Area: t.Area, Class: t.Class, N: 1}}
		if t.Ack != nil {
			l.Done = 1
			if t.Ack.How == directive.Told {
				l.Told = 1
			}
		}
		c.Lines = append(c.Lines, l)
		c.N, c.Done, c.Told = c.N+1, c.Done+l.Done, c.Told+l.Told
	}
	return c
}

// byClass adds the lines up by class, in the order of classes: not by how far they are.
func (c *call) byClass(cover directive.Coverage) ui.Table {
	t := ui.Table{Caption: c.t("directive.cover.by_class"), Columns: c.countColumns("directive.cover.class")}
	for _, k := range roster.PostClasses() {
		var sum directive.Line
		for _, l := range cover.Lines {
			if l.Class == k {
				sum.N, sum.Done, sum.Told = sum.N+l.N, sum.Done+l.Done, sum.Told+l.Told
			}
		}
		if sum.N > 0 {
			t.Rows = append(t.Rows, c.counts(c.t("directive.class."+string(k)), sum))
		}
	}
	return t
}

func (c *call) countColumns(first string) []ui.Column {
	return []ui.Column{
		{Text: c.t(first)},
		{Text: c.t("directive.cover.addressed"), Num: true},
		{Text: c.t("directive.cover.read"), Num: true},
		{Text: c.t("directive.cover.told"), Num: true},
		{Text: c.t("directive.cover.open"), Num: true},
	}
}

func (c *call) counts(name string, l directive.Line) []ui.Cell {
	num := func(n int) ui.Cell { return ui.Cell{Text: words.Number(c.lang, n)} }
	return []ui.Cell{{Text: name}, num(l.N), num(l.Done - l.Told), num(l.Told), num(l.N - l.Done)}
}

// byArea is shown where there are too many addressees for tiles: in the order of the areas.
func (c *call) byArea(cover directive.Coverage, name func(string) string) ui.Table {
	t := ui.Table{Caption: c.t("directive.cover.by_area"), Columns: c.countColumns("directive.cover.area")}
	var sum directive.Line
	for i, l := range cover.Lines {
		sum.N, sum.Done, sum.Told = sum.N+l.N, sum.Done+l.Done, sum.Told+l.Told
		if i+1 == len(cover.Lines) || cover.Lines[i+1].Area != l.Area {
			t.Rows = append(t.Rows, c.counts(name(l.Area), sum))
			sum = directive.Line{}
		}
	}
	return t
}

// areas names districts and units.
func (c *call) areas() (func(string) string, error) {
	units, err := c.p.Roster.Units(c.r.Context(), c.o.Institution)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return func(area string) string {
		if region.LevelOf(area) == region.District {
			if d, ok := c.p.Roster.Regions().Find(area); ok {
				return c.t("directive.cover.district", "name", d.Name)
			}
		}
		if n := names[area]; n != "" {
			return n
		}
		return c.t("directive.cover.elsewhere")
	}, nil
}

// grid puts the tiles of each area in rows, in the order of their addresses: nobody is ranked.
func (c *call) grid(tiles []directive.Tile, name func(string) string) ([]areaView, error) {
	var posts []string
	for _, t := range tiles {
		posts = append(posts, t.Holder)
	}
	title, err := c.titles(posts...)
	if err != nil {
		return nil, err
	}
	var out []areaView
	for from := 0; from < len(tiles); {
		to := from
		for to < len(tiles) && tiles[to].Area == tiles[from].Area {
			to++
		}
		view, err := c.area(tiles[from:to], name(tiles[from].Area), title)
		if err != nil {
			return nil, err
		}
		out, from = append(out, view), to
	}
	return out, nil
}

func (c *call) area(tiles []directive.Tile, name string, title func(string) string) (areaView, error) {
	v := areaView{Name: name, Height: (len(tiles) + tilesPerRow - 1) / tilesPerRow * tileSide}
	done, above, holder := 0, 0, ""
	for i, t := range tiles {
		tv := tileView{X: i % tilesPerRow * tileSide, Y: i / tilesPerRow * tileSide, Title: t.Title}
		tv.Mark, tv.Text = c.tile(t, title)
		err := c.below(&tv, t)
		if err != nil {
			return v, err
		}
		if t.Ack != nil {
			done++
		}
		if tv.Mark == markAbove {
			above, holder = above+1, t.Holder // those of a district have one superior
		}
		v.Tiles = append(v.Tiles, tv)
	}
	if above > 0 {
		v.Waits = c.t("directive.cover.waits", "holder", title(holder), "n", strconv.Itoa(above))
	}
	v.Summary = c.t("directive.cover.summary", "n", strconv.Itoa(done), "of", strconv.Itoa(len(tiles)))
	return v, nil
}

// below adds what only the direct superior sees and does.
func (c *call) below(v *tileView, t directive.Tile) error {
	if t.Superior != c.who.Post {
		return nil
	}
	if t.Ack == nil {
		if c.o.State == directive.InForce {
			v.Tell = "/arahan/" + c.o.ID + "/langsung?desa=" + url.QueryEscape(t.Post)
		}
		return nil
	}
	w, err := c.p.Desk.Witness(c.who, t)
	if err != nil && rambu.KindOf(err) == rambu.Locked || err == nil && w == nil {
		return nil
	}
	if err != nil {
		return err
	}
	v.Whom = w.Name
	if w.Time != "" {
		v.Whom = c.t("directive.tile.whom", "name", w.Name, "date", c.day(w.On), "time", w.Time)
	}
	return nil
}

// tile says what is known of an addressee, or at whom the directive lies: never that anybody did
// not obey.
func (c *call) tile(t directive.Tile, title func(string) string) (mark, string) {
	if t.Ack == nil {
		if t.Holder == t.Post {
			return markHere, c.t("directive.tile.here")
		}
		return markAbove, c.t("directive.tile.above", "holder", title(t.Holder))
	}
	on := c.day(c.p.Desk.Procedure.Calendar().Today(c.o.Region, t.Ack.At))
	if t.Ack.How == directive.Told {
		return markTold, c.t("directive.tile.langsung", "date", on)
	}
	return markRead, c.t("directive.tile."+string(t.Ack.How), "date", on)
}
