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
	switch v.State {
	case casefile.Received:
		return []string{"mulai"}
	case casefile.FirstStudy:
		return append(prepare, "lengkapi", "tolak")
	case casefile.Incomplete:
		return append(prepare, "tolak")
	case casefile.Tip:
		return append([]string{"telusuri"}, append(prepare[:len(prepare)-1], "hentikan")...)
	case casefile.Tracing:
		return append(prepare, "hentikan")
	case casefile.Refused:
		return []string{"umumkan", "jadikan-informasi"}
	case casefile.Discontinued:
		return []string{"umumkan"}
	}
	return nil
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
	add("syarat", c.missing(v) == 0)
	add("terlapor", len(v.File.Respondents) > 0)
	add("perbuatan", v.File.Act.Chosen())
	if len(lacking) == 0 {
		return append([]string{"daftarkan"}, there...)
	}
	return append(append(lacking, there...), "daftarkan")
}

// late are the steps after registration.
func (c *call) late(v *casefile.View) []string {
	officers := []string{"tambah-petugas", "lepas-petugas"}
	switch v.State {
	case casefile.Registered:
		return append([]string{"undangan", "berita-acara", "terlapor", "perbuatan"}, officers...)
	case casefile.Clarifying:
		if len(v.Minutes()) > 0 {
			return append([]string{"kajian", "undangan", "berita-acara", "terlapor", "perbuatan"}, officers...)
		}
		return append([]string{"berita-acara", "undangan", "kajian", "terlapor", "perbuatan"}, officers...)
	case casefile.Studied:
		return append([]string{"pleno", "kajian", "keterangan"}, officers...)
	case casefile.MoreAsked:
		return append([]string{"kajian", "berita-acara", "undangan", "pleno"}, officers...)
	case casefile.Plenary:
		return c.plenary(v, officers)
	case casefile.Proven:
		return append(c.forwarding(v), officers...)
	case casefile.NotProven:
		return append([]string{"hentikan"}, officers...)
	case casefile.Forwarded, casefile.Discontinued:
		return append([]string{"umumkan"}, c.answer(v)...)
	case casefile.Announced:
		return c.answer(v)
	}
	return nil
}

func (c *call) answer(v *casefile.View) []string {
	if v.FollowUp == casefile.FollowWaiting {
		return []string{"jawaban"}
	}
	return nil
}

func (c *call) plenary(v *casefile.View, officers []string) []string {
	if !c.who.Is(rambu.RoleMember) {
		return officers
	}
	voted := slices.ContainsFunc(v.Votes, func(x casefile.Vote) bool { return x.Account == c.who.Account })
	if !voted {
		return append([]string{"suara", "tutup-pleno"}, officers...)
	}
	return append([]string{"tutup-pleno"}, officers...)
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
