package casefile

import (
	"net/url"
	"strings"

	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/law"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

// heard are options for who is heard.
func heard(fm *ui.Form) ui.Field {
	var options []ui.Option
	for _, h := range casefile.Hearings() {
		options = append(options, fm.Option(string(h), "casefile.heard."+string(h)))
	}
	return fm.Radios("sebagai", "casefile.hear.as", options...)
}

// firstRespondent proposes the respondent for a form.
func firstRespondent(v *casefile.View) url.Values {
	out := url.Values{"sebagai": {string(casefile.HeardRespondent)}}
	if len(v.File.Respondents) > 0 {
		out.Set("nama", v.File.Respondents[0].Name)
		out.Set("jabatan", v.File.Respondents[0].PostText)
	}
	return out
}

// summons invites somebody to be heard.
func summons() form {
	return form{
		key: "casefile.summons",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			for _, s := range v.Summonses() {
				page.Rows = append(page.Rows, ui.Row{
					Key:   s.Name,
					Value: c.t("casefile.summons.turn", "n", itoa(s.Turn)) + "\n" + c.day(s.On) + " " + s.At + ", " + s.Place,
				})
			}
			at := fm.Text("pukul", "casefile.summons.at")
			at.Width = "5"
			page.Fields = []ui.Field{
				heard(fm), fm.Text("nama", "casefile.summons.name"), fm.Text("jabatan", "casefile.summons.post"),
				fm.Date("tanggal", "casefile.summons.on"), at, fm.Text("tempat", "casefile.summons.place"), fm.Text("cara", "casefile.summons.paper"),
			}
			return nil
		},
		stored: func(_ *call, v *casefile.View) url.Values { return firstRespondent(v) },
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			s := casefile.SummonIn{
				Version: version, As: casefile.Heard(in.Text("sebagai", 20)), Name: in.Text("nama", 300), Post: in.Text("jabatan", 300),
				On: in.Date("tanggal"), At: in.Text("pukul", 5), Place: in.Text("tempat", 300), Paper: in.Text("cara", 300),
			}
			if err := in.Err(); err != nil {
				return false, err
			}
			_, err := c.p.Desk.Summon(c.r.Context(), c.who, c.id, s)
			return false, err
		},
	}
}

// minutes writes down what was said, or that nobody came.
func minutes() form {
	return form{
		key: "casefile.minutes",
		fill: func(c *call, _ *casefile.View, page *formPage, fm *ui.Form) error {
			text := fm.Area("isi", "casefile.minutes.text")
			text.Rows = 10
			page.Fields = []ui.Field{
				heard(fm), fm.Text("nama", "casefile.summons.name"), fm.Date("tanggal", "casefile.minutes.on"),
				fm.Radios("hadir", "casefile.minutes.attendance", fm.Option(string(casefile.Came), "casefile.minutes.came"), fm.Option(string(casefile.StayedA), "casefile.minutes.away")),
				text,
				fm.Radios("tanda", "casefile.minutes.signature", fm.Option(string(casefile.SignedIt), "casefile.minutes.signed"), fm.Option(string(casefile.RefusedIt), "casefile.minutes.refused")),
				fm.Text("catatan", "casefile.minutes.note"),
			}
			return nil
		},
		stored: func(c *call, v *casefile.View) url.Values {
			out := firstRespondent(v)
			out.Set("tanggal", string(c.today()))
			return out
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			m := casefile.MinutesIn{Version: version, On: in.Date("tanggal"), Minutes: casefile.Minutes{
				As: casefile.Heard(in.Text("sebagai", 20)), Name: in.Text("nama", 300), Attendance: casefile.Attendance(in.Text("hadir", 20)),
				Text: in.Text("isi", 20_000), Signature: casefile.Signature(in.Text("tanda", 20)), Note: in.Text("catatan", 1000),
			}}
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.TakeMinutes(c.r.Context(), c.who, c.id, m)
		},
	}
}

// study writes the study with its list of evidence and its articles.
func study() form {
	return form{
		key: "casefile.study",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			_, by, err := c.colleagues()
			if err != nil {
				return err
			}
			page.Rows = c.facts(v, by)
			for _, name := range []string{"kasus", "bukti", "fakta", "analisis", "kesimpulan", "rekomendasi"} {
				f := fm.Area(name, "casefile.section."+name)
				f.Rows = 6
				if s, _ := v.Study(); s == nil && (name == "kasus" || name == "bukti") {
					f.Hint = c.t("casefile.study.proposed")
				}
				page.Fields = append(page.Fields, f)
			}
			if files := v.Exhibits(); len(files) > 0 {
				var options []ui.Option
				for _, e := range files {
					hint := "SHA-256 " + e.SHA256[:16] + "…"
					if !evidence.Releasable(e.Type) {
						hint += ". " + c.t("casefile.study.stays_here", "kind", e.Type)
					}
					options = append(options, ui.Option{Value: e.ID, Text: e.Name, Hint: hint})
				}
				f := fm.Checks("daftar", "casefile.section.daftar", options...)
				f.Small = true
				page.Fields = append(page.Fields, f)
			}
			others, basis := fm.Area("lain", "casefile.study.others"), fm.Area("dasar", "casefile.study.basis")
			others.Rows, basis.Rows = 3, 4
			if proposed := c.basisOf(v.File.Act.Code); proposed != "" {
				basis.Hint = c.t("casefile.study.basis_for", "list", proposed)
			}
			page.Fields = append(page.Fields, others, basis)
			err = c.remark(v, page, fm)
			if err != nil {
				return err
			}
			page.Buttons = []ui.Button{
				{Text: c.t("casefile.study.finish"), Name: "langkah", Value: "selesai"},
				{Text: c.t("casefile.study.draft"), Look: "secondary", Name: "langkah", Value: "konsep"},
			}
			return nil
		},
		stored: storedStudy,
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			s := casefile.StudyIn{
				Version: version, Exhibits: in.Values["daftar"], Done: in.Values.Get("langkah") == "selesai",
				Seen:   guard.Seen(in),
				Others: strings.Split(in.Text("lain", 5000), "\n"), Citations: strings.Split(in.Text("dasar", 5000), "\n"),
				Sections: casefile.Study{
					Case: in.Text("kasus", 20_000), Evidence: in.Text("bukti", 20_000), Facts: in.Text("fakta", 20_000),
					Analysis: in.Text("analisis", 20_000), Conclusion: in.Text("kesimpulan", 20_000), Recommendation: in.Text("rekomendasi", 20_000),
				},
			}
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.SaveStudy(c.r.Context(), c.who, c.id, s)
		},
	}
}

// basisOf are the articles the chosen act rests on, to be cited.
func (c *call) basisOf(code string) string {
	a, ok := c.p.Desk.Pack().Act(code)
	if !ok {
		return ""
	}
	var out []string
	for _, b := range a.Basis {
		out = append(out, c.p.Desk.Pack().WriteCitation(b))
	}
	return strings.Join(out, "; ")
}

// storedStudy fills the form with the latest version; a first one with what the file says.
func storedStudy(c *call, v *casefile.View) url.Values {
	s, _ := v.Study()
	if s == nil {
		return c.proposedStudy(v)
	}
	out := url.Values{
		"kasus": {s.Case}, "bukti": {s.Evidence}, "fakta": {s.Facts}, "analisis": {s.Analysis},
		"kesimpulan": {s.Conclusion}, "rekomendasi": {s.Recommendation},
	}
	var others, basis []string
	for _, e := range s.Exhibits {
		if e.ID != "" {
			out.Add("daftar", e.ID)
		} else {
			others = append(others, e.Name)
		}
	}
	for _, b := range s.Citations {
		basis = append(basis, c.p.Desk.Pack().WriteCitation(law.Citation{Regulation: b.Regulation, Ref: b.Ref}))
	}
	out.Set("lain", strings.Join(others, "\n"))
	out.Set("dasar", strings.Join(basis, "\n"))
	return out
}
