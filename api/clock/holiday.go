package clock

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/calendar"
)

// HolidayOps are the days that do not count.
func HolidayOps() []wire.Op[Caller] {
	return []wire.Op[Caller]{
		wire.Get("/libur", "Holidays the caller's institution keeps in a span of days, and what other institutions entered", Caller.holidays),
		wire.Post("/libur", "Add a holiday of the region: running clocks of the institution move; for administrators", Caller.addHoliday),
		wire.Post("/libur/{id}/pakai", "Let a holiday another institution entered count here too; for administrators", Caller.adoptHoliday),
		wire.Post("/libur/{id}/tarik", "Withdraw a holiday entered by mistake: it stays, marked, and clocks move back; for administrators", Caller.withdrawHoliday),
	}
}

type holidaysRequest struct {
	From rambu.Date `query:"dari" json:"-"`
	To   rambu.Date `query:"sampai" json:"-"`
}

type holidaysView struct {
	Holidays []holidayView `json:"butir" nullable:"false"`
	Entries  []entryView   `json:"dimasukkan" nullable:"false" doc:"Entered by hand in the region, also those that do not count here and those withdrawn"`
}

type holidayView struct {
	Date       rambu.Date `json:"tanggal"`
	Name       string     `json:"nama" maxLength:"120"`
	NameEN     string     `json:"nama_inggris,omitempty" maxLength:"120"`
	Kind       string     `json:"jenis,omitempty" enum:"nasional,cuti-bersama,daerah"`
	Announced  rambu.Date `json:"diumumkan,omitempty" doc:"Day of the decree; one entered by hand is known from the day of entry on"`
	Regulation string     `json:"dasar" maxLength:"200"`
	Check      bool       `json:"perlu_dicek,omitempty" doc:"The day of the announcement has to be checked; ignored when written"`
}

func viewOf(h calendar.Holiday) holidayView {
	return holidayView{h.Date, h.NameID, h.NameEN, h.Kind, h.Announced, h.Regulation, h.Check}
}

// entryView is a holiday an institution entered by hand.
type entryView struct {
	ID          string      `json:"id"`
	Institution string      `json:"lembaga"`
	Here        bool        `json:"berlaku" doc:"It counts for the caller's institution"`
	Entered     rambu.Date  `json:"dimasukkan,omitempty"`
	Withdrawn   rambu.Date  `json:"ditarik,omitempty"`
	Why         string      `json:"alasan,omitempty"`
	Holiday     holidayView `json:"libur"`
}

func (c Caller) holidays(_ context.Context, in holidaysRequest) (holidaysView, error) {
	if in.From == "" || in.To == "" {
		return holidaysView{}, rambu.Fault(rambu.Invalid, "api.error.required").On("dari")
	}
	out := holidaysView{Holidays: []holidayView{}, Entries: []entryView{}}
	proc := c.Instance.Procedure
	for _, h := range proc.CalendarOf(c.Who.Institution).Holidays(c.Who.Region, in.From, in.To) {
		out.Holidays = append(out.Holidays, viewOf(h))
	}
	for _, e := range proc.Entries(c.Who) {
		if e.Date.In(in.From, in.To) {
			here := e.Institution == c.Who.Institution && e.Withdrawn == ""
			out.Entries = append(out.Entries, entryView{e.ID, e.Institution, here, e.Entered, e.Withdrawn, e.Why, viewOf(e.Holiday)})
		}
	}
	return out, nil
}

type movedView struct {
	Moved int `json:"bergeser" doc:"Clocks whose due date moved"`
}

func (c Caller) addHoliday(ctx context.Context, in holidayView) (movedView, error) {
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
		Date: in.Date, NameID: in.Name, NameEN: in.NameEN, Kind: in.Kind, Announced: in.Announced, Regulation: in.Regulation, Region: c.Who.Region,
	}
	if h.NameEN == "" {
		h.NameEN = h.NameID
	}
	if h.Kind == "" {
		h.Kind = "daerah"
	}
	moved, err := c.Instance.Procedure.AddHoliday(ctx, c.Who, h)
	return movedView{moved}, err
}

func (c Caller) adoptHoliday(ctx context.Context, in idRequest) (movedView, error) {
	moved, err := c.Instance.Procedure.Adopt(ctx, c.Who, in.ID)
	return movedView{moved}, err
}

type withdrawRequest struct {
	ID  string `path:"id" json:"-"`
	Why string `json:"alasan" maxLength:"300" doc:"Shown at every clock that moves back; names nobody"`
}

func (c Caller) withdrawHoliday(ctx context.Context, in withdrawRequest) (movedView, error) {
	moved, err := c.Instance.Procedure.Withdraw(ctx, c.Who, in.ID, in.Why)
	return movedView{moved}, err
}
