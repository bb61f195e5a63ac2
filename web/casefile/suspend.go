package casefile

import (
	"rambu.id/casefile"
	"rambu.id/web/dial"
	"rambu.id/web/ui"
)

// suspension stops a clock of the case on a ground of the law, or lets it run on.
func suspension() form {
	return form{
		key: "casefile.time",
		fill: func(c *call, _ *casefile.View, page *formPage, fm *ui.Form) error {
			list, err := c.p.Desk.Clocks(c.r.Context(), c.who, c.id)
			if err != nil {
				return err
			}
			options := c.dial().Options(list)
			if len(options) == 0 {
				page.Warning, page.Closed = c.t("casefile.time.none"), true
				return nil
			}
			page.Fields = []ui.Field{
				fm.Radios("jam", "casefile.time.what", options...), fm.Date("tanggal", "casefile.time.day"), fm.Area("alasan", "casefile.time.reason"),
			}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			clock, ground := dial.Choice(in.Required("jam", 200, "casefile.time.choose"))
			day, ctx := in.Date("tanggal"), c.r.Context()
			reason := in.Text("alasan", 2000)
			if err := in.Err(); err != nil {
				return false, err
			}
			if ground == dial.Resume {
				_, err := c.p.Desk.Resume(ctx, c.who, c.id, version, clock, day)
				return false, err
			}
			return false, c.p.Desk.Suspend(ctx, c.who, c.id, casefile.SuspendIn{
				Version: version, Clock: clock, Ground: ground, From: day, Reason: reason,
			})
		},
	}
}

// maySuspend reports whether the law lets a clock of the case stand still.
func (c *call) maySuspend() bool {
	list, err := c.p.Desk.Clocks(c.r.Context(), c.who, c.id)
	return err == nil && len(c.dial().Options(list)) > 0
}
