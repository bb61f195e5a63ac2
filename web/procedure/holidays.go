package procedure

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

type holidaysPage struct {
	ui.Frame
	Table, Entries                     ui.Table
	May                                bool
	On, Name, NameEN, Announced, Basis ui.Field
	Adopt, Withdraw, Why               ui.Field // without options: none
}

func (p *Pages) showHolidays(w http.ResponseWriter, r *http.Request) error {
	page := &holidaysPage{Frame: p.UI.Frame(r, "clocks.holidays.title")}
	for name, key := range map[string]string{"bergeser": "clocks.holidays.moved", "ditarik": "clocks.holidays.moved_back"} {
		if n := r.URL.Query().Get(name); n != "" {
			count, _ := strconv.Atoi(n)
			page.Flash = p.UI.T(page.Lang, key, "n", words.Number(page.Lang, count))
		}
	}
	return p.renderHolidays(w, r, page, nil, nil)
}

func (p *Pages) renderHolidays(w http.ResponseWriter, r *http.Request, page *holidaysPage, err error, values url.Values) error {
	who, _, authErr := access.From(r.Context())
	if authErr != nil {
		return authErr
	}
	status := http.StatusOK
	if err != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, err)
		status = ui.Status(err)
	}
	page.May = who.Is(rambu.RoleAdmin)
	page.Table = p.holidayTable(page.Lang, who)
	form := p.UI.Form(&page.Frame, values)
	page.On = form.Date("tanggal", "clocks.holidays.on")
	page.Name = form.Text("nama", "clocks.holidays.name")
	page.NameEN = form.Text("nama-en", "clocks.holidays.name_en")
	page.Announced = form.Date("diumumkan", "clocks.holidays.announced")
	page.Basis = form.Text("dasar", "clocks.holidays.basis")
	if err := p.entries(r, page, form, who); err != nil {
		return err
	}
	return p.holidays.Render(w, status, page)
}

// entries lists what was entered by hand in the region, of every institution, and what may be done with it.
func (p *Pages) entries(r *http.Request, page *holidaysPage, form *ui.Form, who rambu.Actor) error {
	t := func(key string, args ...string) string { return p.UI.T(page.Lang, key, args...) }
	page.Entries = ui.Table{
		Caption: t("clocks.holidays.entries"), Empty: t("clocks.holidays.entries_empty"),
		Columns: []ui.Column{{Text: t("clocks.holidays.on")}, {Text: t("clocks.holidays.name")}, {Text: t("clocks.holidays.by")}, {Text: t("clocks.state")}},
	}
	today := p.Service.Today(who.Region)
	list := p.Service.Entries(who)
	own := map[rambu.Date]bool{}
	for _, e := range list {
		own[e.Date] = own[e.Date] || e.Institution == who.Institution && e.Withdrawn == ""
	}
	houses := make([]string, 0, len(list))
	for _, e := range list {
		houses = append(houses, e.Institution)
	}
	titles, err := p.Titles(r.Context(), houses)
	if err != nil {
		return err
	}
	var adopt, withdraw []ui.Option
	for _, e := range list {
		mine := e.Institution == who.Institution
		option := ui.Option{Value: e.ID, Text: words.Date(page.Lang, e.Date) + " – " + name(page.Lang, e.Holiday), Hint: e.Regulation}
		state := ui.Badge{Look: ui.LookDone, Text: t("clocks.holidays.counts")}
		switch {
		case e.Withdrawn != "":
			state = ui.Badge{Look: ui.LookStopped, Text: t("clocks.holidays.withdrawn", "date", words.LongDate(page.Lang, e.Withdrawn), "why", e.Why)}
		case mine:
			withdraw = append(withdraw, option)
		default:
			state = ui.Badge{Look: ui.LookWaiting, Text: t("clocks.holidays.not_here")}
			if e.Date >= today && !own[e.Date] {
				adopt = append(adopt, option)
			}
		}
		by := cmp.Or(titles[e.Institution], e.Institution)
		if e.Entered != "" {
			by += ", " + words.LongDate(page.Lang, e.Entered)
		}
		page.Entries.Rows = append(page.Entries.Rows, []ui.Cell{
			{Text: words.Date(page.Lang, e.Date)}, {Text: name(page.Lang, e.Holiday) + " – " + e.Regulation}, {Text: by}, {Badge: &state},
		})
	}
	if !page.May {
		return nil
	}
	page.Adopt = form.Radios("pakai", "clocks.holidays.adopt", adopt...)
	page.Withdraw = form.Radios("tarik", "clocks.holidays.withdraw", withdraw...)
	page.Why = form.Text("alasan", "clocks.holidays.why")
	return nil
}

// name is the name of a holiday in the language of the page.
func name(lang words.Lang, h calendar.Holiday) string {
	if lang == words.EN && h.NameEN != "" {
		return h.NameEN
	}
	return h.NameID
}

// holidayTable lists what is known today for the year around it.
func (p *Pages) holidayTable(lang words.Lang, who rambu.Actor) ui.Table {
	t := func(key string) string { return p.UI.T(lang, key) }
	out := ui.Table{
		Caption: t("clocks.holidays.caption"), Empty: t("clocks.holidays.empty"),
		Columns: []ui.Column{{Text: t("clocks.holidays.on")}, {Text: t("clocks.holidays.name")}, {Text: t("clocks.holidays.announced")}},
	}
	today := p.Service.Today(who.Region)
	for _, h := range p.Service.CalendarOf(who.Institution).Holidays(who.Region, today.AddDays(-60), today.AddDays(300)) {
		if h.Known() > today {
			continue
		}
		announced := t("clocks.holidays.always")
		if on := cmp.Or(h.Announced, h.Entered); on != "" {
			announced = words.LongDate(lang, on)
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: words.Date(lang, h.Date)}, {Text: name(lang, h)}, {Text: announced, Check: h.Check}})
	}
	return out
}

func (p *Pages) addHoliday(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "bergeser", func(who rambu.Actor, in *ui.Input) (int, error) {
		h := calendar.Holiday{
			Date: in.Date("tanggal"), NameID: in.Required("nama", 120, "clocks.error.name"), NameEN: in.Text("nama-en", 120),
			Kind: "daerah", Announced: in.Date("diumumkan"), Regulation: in.Required("dasar", 200, "clocks.error.basis"), Region: who.Region,
		}
		if err := in.Err(); err != nil {
			return 0, err
		}
		if h.NameEN == "" {
			h.NameEN = h.NameID
		}
		return p.Service.AddHoliday(r.Context(), who, h)
	})
}

func (p *Pages) adoptHoliday(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "bergeser", func(who rambu.Actor, in *ui.Input) (int, error) {
		id := in.Required("pakai", 60, "clocks.error.choose")
		if err := in.Err(); err != nil {
			return 0, err
		}
		return p.Service.Adopt(r.Context(), who, id)
	})
}

func (p *Pages) withdrawHoliday(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "ditarik", func(who rambu.Actor, in *ui.Input) (int, error) {
		id, why := in.Required("tarik", 60, "clocks.error.choose"), in.Text("alasan", 300)
		if err := in.Err(); err != nil {
			return 0, err
		}
		return p.Service.Withdraw(r.Context(), who, id, why)
	})
}

// change does what a form of the page asks for and says how many clocks moved; a form with a mistake comes
// back with what was typed.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, told string, do func(who rambu.Actor, in *ui.Input) (int, error)) error {
	who, _, err := access.From(r.Context())
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	moved, err := do(who, in)
	if _, mine := p.UI.Problems(ui.Lang(r), err); mine {
		page := &holidaysPage{Frame: p.UI.Frame(r, "clocks.holidays.title")}
		return p.renderHolidays(w, r, page, err, in.Values)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/libur?"+told+"="+strconv.Itoa(moved), http.StatusSeeOther)
	return nil
}
