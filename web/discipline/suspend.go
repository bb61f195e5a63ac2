package discipline

import (
	"rambu.id/discipline"
	"rambu.id/web/dial"
	"rambu.id/web/ui"
)

// stops are what the law lets be done to the time of the matter's clocks.
func (c *call) stops() []ui.Option {
	list, err := c.p.Office.Clocks(c.r.Context(), c.who, c.o.ID)
	if err != nil {
		return nil
	}
	return c.dial().Options(list)
}

func timeFields(c *call, fm *ui.Form) []ui.Field {
	return []ui.Field{
		fm.Radios("jam", "discipline.field.stop", c.stops()...), fm.Date("tanggal", "discipline.field.stop_day"), fm.Area("alasan", "discipline.field.stop_reason"),
	}
}

func doTime(c *call, in *input) error {
	clock, ground := dial.Choice(in.Required("jam", 200, "ui.error.choose"))
	day, reason := in.Date("tanggal"), in.Text("alasan", 2000)
	err := in.Err()
	if err != nil {
		return err
	}
	if ground == dial.Resume {
		_, err = c.office().Resume(c.r.Context(), c.who, c.o.ID, in.version, clock, day)
		return err
	}
	return c.office().Suspend(c.r.Context(), c.who, c.o.ID, in.version, discipline.SuspendIn{Clock: clock, Ground: ground, From: day, Reason: reason})
}
