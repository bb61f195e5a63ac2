package casefile

import (
	"context"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/web/ui"
)

// texted is a step that needs a text.
func texted(key string, do func(*casefile.Desk, context.Context, rambu.Actor, string, int64, string) error) form {
	return form{
		key: key,
		fill: func(_ *call, _ *casefile.View, page *formPage, fm *ui.Form) error {
			// The domain names the field after what it is: a reason or a text.
			f := fm.Area("isi", key+".text")
			for _, problem := range page.Problems {
				if problem.Field == "alasan" {
					f.Error = problem.Text
				}
			}
			page.Fields = []ui.Field{f}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			text := in.Text("isi", 2000)
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, do(c.p.Desk, c.r.Context(), c.who, c.id, version, text)
		},
	}
}

// askMore asks for more information, which gives the handling more time.
func askMore() form {
	f := texted("casefile.more", (*casefile.Desk).AskMore)
	f.clock = casefile.Procedure + "/keterangan_tambahan>pleno"
	return f
}

// plain is a step that asks nothing but to be confirmed.
func plain(key string, do func(*casefile.Desk, context.Context, rambu.Actor, string, int64) error) form {
	return form{key: key, do: func(c *call, _ *ui.Input, version int64) (bool, error) {
		return false, do(c.p.Desk, c.r.Context(), c.who, c.id, version)
	}}
}

// assign gives the case to one more officer.
func assign() form {
	return form{
		key: "casefile.assign",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			list, _, err := c.colleagues()
			if err != nil {
				return err
			}
			free := func(o casefile.Colleague) bool { return o.Handles() && !works(v, o.Account) }
			page.Fields = []ui.Field{fm.Radios("petugas", "casefile.assign.who", people(list, free)...)}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			account := officer(in)
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.Assign(c.r.Context(), c.who, c.id, version, account)
		},
	}
}

// officer is the officer chosen; none is nobody's case and not somebody else's.
func officer(in *ui.Input) string { return in.Required("petugas", 60, "casefile.error.officer_needed") }

func works(v *casefile.View, account string) bool {
	for _, o := range v.Officers {
		if o.Account == account && o.Until == "" {
			return true
		}
	}
	return false
}

// recuse takes an officer off the case.
func recuse() form {
	return form{
		key: "casefile.recuse",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			list, _, err := c.colleagues()
			if err != nil {
				return err
			}
			there := func(o casefile.Colleague) bool {
				return works(v, o.Account) && (o.Account == c.who.Account || c.who.Is(rambu.RoleMember))
			}
			page.Fields = []ui.Field{
				fm.Radios("petugas", "casefile.recuse.who", people(list, there)...), fm.Area("alasan", "casefile.recuse.reason"),
			}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			account, reason := officer(in), in.Text("alasan", 2000)
			if err := in.Err(); err != nil {
				return false, err
			}
			err := c.p.Desk.Recuse(c.r.Context(), c.who, c.id, version, account, reason)
			return false, err
		},
	}
}
