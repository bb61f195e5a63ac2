package api

import (
	"strings"

	"rambu.id"
	"rambu.id/calendar"
)

// holidayRoutes are the days that do not count.
func holidayRoutes() []route {
	return []route{
		get(desk, "/libur", "Holidays a region keeps in a span of days", (*call).holidays),
		post(desk, "/libur", "Add a holiday of the region: running clocks move; for administrators", (*call).addHoliday),
	}
}

type holidaysRequest struct {
	From rambu.Date `query:"dari" json:"-"`
	To   rambu.Date `query:"sampai" json:"-"`
}

type holidaysView struct {
	Holidays []holidayView `json:"butir" nullable:"false"`
}

type holidayView struct {
	Date       rambu.Date `json:"tanggal"`
	Name       string     `json:"nama" maxLength:"120"`
	NameEN     string     `json:"nama_inggris,omitempty" maxLength:"120"`
	Kind       string     `json:"jenis,omitempty" enum:"nasional,cuti-bersama,daerah"`
	Announced  rambu.Date `json:"diumumkan,omitempty" doc:"Known from this day on"`
	Regulation string     `json:"dasar" maxLength:"200"`
	Check      bool       `json:"perlu_dicek,omitempty" doc:"The day of the announcement has to be checked; ignored when written"`
}

func (c *call) holidays(in holidaysRequest) (holidaysView, error) {
	if in.From == "" || in.To == "" {
		return holidaysView{}, rambu.Fault(rambu.Invalid, "api.error.required").On("dari")
	}
	out := holidaysView{Holidays: []holidayView{}}
	for _, h := range c.in.Procedure.Calendar().Holidays(c.who.Region, in.From, in.To) {
		out.Holidays = append(out.Holidays, holidayView{h.Date, h.NameID, h.NameEN, h.Kind, h.Announced, h.Regulation, h.Check})
	}
	return out, nil
}

type movedView struct {
	Moved int `json:"bergeser" doc:"Clocks whose due date moved"`
}

func (c *call) addHoliday(in holidayView) (movedView, error) {
	var faults rambu.Errors
	for name, value := range map[string]string{"nama": in.Name, "dasar": in.Regulation} {
		if strings.TrimSpace(value) == "" {
			faults = append(faults, rambu.Fault(rambu.Invalid, "api.error.required").On(name))
		}
	}
	if err := faults.Err(); err != nil {
		return movedView{}, err
	}
	h := calendar.Holiday{
		Date: in.Date, NameID: in.Name, NameEN: in.NameEN, Kind: in.Kind, Announced: in.Announced, Regulation: in.Regulation, Region: c.who.Region,
	}
	if h.NameEN == "" {
		h.NameEN = h.NameID
	}
	if h.Kind == "" {
		h.Kind = "daerah"
	}
	moved, err := c.in.Procedure.AddHoliday(c.r.Context(), c.who, h)
	return movedView{moved}, err
}
