package casefile

import (
	"slices"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/intake"
	"rambu.id/web/ui"
)

// acts are the buttons of a case: what its state asks for, then what it also allows.
func (c *call) acts(v *casefile.View) (next, more []ui.Button) {
	for i, path := range c.paths(v) {
		b := ui.Button{Href: href(v.ID, path), Text: c.t("casefile.act." + path), Look: "secondary"}
		if i == 0 {
			b.Look = ""
			next = append(next, b)
			continue
		}
		more = append(more, b)
	}
	return next, more
}

// paths are the forms open to the officer now, the next one first. Every form checks again.
func (c *call) paths(v *casefile.View) []string {
	switch {
	case v.Report != nil && v.Report.State == intake.StateWithdrawn && !v.Registered() && v.State != casefile.Withdrawn:
		return []string{"dicabut"}
	case !v.Registered() && c.who.Is(rambu.RoleIntake, rambu.RoleMember):
		return c.early(v)
	case v.Registered() && c.who.Is(rambu.RoleHandler, rambu.RoleMember):
		return c.late(v)
	}
	return nil
}

// early are the steps before registration.
func (c *call) early(v *casefile.View) []string {
	prepare := c.prepare(v)
	return map[casefile.State][]string{
		casefile.Received:     {"mulai"},
		casefile.FirstStudy:   slices.Concat(prepare, []string{"lengkapi", "tolak"}),
		casefile.Incomplete:   slices.Concat(prepare, []string{"tolak"}),
		casefile.Tip:          slices.Concat([]string{"telusuri", "syarat", "terlapor", "perbuatan"}, c.joining(v), []string{"hentikan"}),
		casefile.Tracing:      slices.Concat(prepare, []string{"hentikan"}),
		casefile.Refused:      {"umumkan", "jadikan-informasi"},
		casefile.Discontinued: {"umumkan"},
	}[v.State]
}

// prepare are the parts of the initial study, what lacks first; registration is last until all
// are there.
func (c *call) prepare(v *casefile.View) []string {
	var lacking, there []string
	add := func(path string, done bool) {
		if done {
			there = append(there, path)
		} else {
			lacking = append(lacking, path)
		}
	}
	there = c.joining(v)
	add("syarat", c.missing(v) == 0)
	add("terlapor", len(v.File.Respondents) > 0)
	add("perbuatan", v.File.Act.Chosen())
	if len(lacking) == 0 {
		return append([]string{"daftarkan"}, there...)
	}
	return append(append(lacking, there...), "daftarkan")
}

// joining is the form that lets the report join another case, while there is one.
func (c *call) joining(v *casefile.View) []string {
	if len(v.File.Respondents) > 0 && c.mayJoin() {
		return []string{"tautkan"}
	}
	return nil
}

// late are the steps after registration.
func (c *call) late(v *casefile.View) []string {
	hear := []string{"berita-acara", "undangan", "kajian"}
	if len(v.Minutes()) > 0 {
		hear = []string{"kajian", "undangan", "berita-acara"}
	}
	officers, who := []string{"tambah-petugas", "lepas-petugas"}, []string{"terlapor", "perbuatan"}
	return map[casefile.State][]string{
		casefile.Registered:   slices.Concat([]string{"undangan", "berita-acara"}, who, officers),
		casefile.Clarifying:   slices.Concat(hear, who, officers),
		casefile.Studied:      slices.Concat([]string{"pleno", "kajian", "keterangan"}, who, officers),
		casefile.MoreAsked:    slices.Concat([]string{"kajian", "berita-acara", "undangan", "pleno"}, officers),
		casefile.Plenary:      slices.Concat(c.plenary(v), officers),
		casefile.Proven:       slices.Concat(c.forwarding(v), officers),
		casefile.NotProven:    slices.Concat([]string{"hentikan"}, officers),
		casefile.Forwarded:    slices.Concat([]string{"umumkan"}, c.answer(v)),
		casefile.Discontinued: {"umumkan"},
		casefile.Announced:    c.answer(v),
	}[v.State]
}

func (c *call) answer(v *casefile.View) []string {
	if v.FollowUp == casefile.FollowWaiting {
		return []string{"jawaban"}
	}
	return nil
}

func (c *call) plenary(v *casefile.View) []string {
	if !c.who.Is(rambu.RoleMember) {
		return nil
	}
	if slices.ContainsFunc(v.Votes, func(x casefile.Vote) bool { return x.Account == c.who.Account }) {
		return []string{"tutup-pleno"}
	}
	return []string{"suara", "tutup-pleno"}
}

// forwarding are the three steps of a letter that leaves: drafted, checked by another, sent.
func (c *call) forwarding(v *casefile.View) []string {
	_, draft := v.Forwarding()
	check, _ := v.Check()
	switch {
	case draft == nil || check != nil && !check.Safe:
		return []string{"penerusan"}
	case check == nil && draft.Account != c.who.Account:
		return []string{"periksa-identitas", "penerusan"}
	case check != nil && c.who.Is(rambu.RoleMember):
		return []string{"teruskan", "penerusan"}
	}
	return []string{"penerusan"}
}
