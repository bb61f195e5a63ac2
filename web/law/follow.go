package law

import (
	"net/http"
	"strings"

	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/web/ui"
)

type followPage struct {
	base
	Action   string
	Lead     string
	Absence  ui.Table
	InARow   link
	Grounds  []link // of the ladder
	Remedies []link
	Silence  []link
}

// showFollow says what follows: on days missed without valid reason, what the punished can do, and what happens
// when an authority stays silent. The law as of the day; a rule of silence that no longer holds is left out.
func (p *Pages) showFollow(w http.ResponseWriter, r *http.Request) error {
	page := &followPage{base: p.begin(r, "law.follow.title"), Action: "/hukum/akibat"}
	b := &page.base
	ladder := p.Pack.AttendanceLadder()
	t := func(key string, args ...string) string { return p.UI.T(b.Lang, key, args...) }
	absent, _ := p.Pack.Act(law.ActAbsent)
	page.Lead = t("law.follow.lead", "date", words.LongDate(b.Lang, b.On), "note", pick(b.Lang, absent.NoteID, absent.NoteEN))
	page.Absence = ui.Table{Caption: t("law.follow.absence"), Columns: []ui.Column{{Text: t("law.follow.days")}, {Text: t("law.follow.sanction")}}}
	for _, row := range ladder.Rows {
		days := words.Number(b.Lang, row.From)
		switch {
		case row.To == 0:
			days = t("law.follow.days_from", "from", days)
		case row.To > row.From:
			days = t("law.follow.days_to", "from", days, "to", words.Number(b.Lang, row.To))
		}
		page.Absence.Rows = append(page.Absence.Rows, []ui.Cell{{Text: days}, {Text: p.form(b.Lang, row.Sanction), Check: ladder.Conf.Check()}})
	}
	c := ladder.Consecutive
	page.InARow = link{Text: p.form(b.Lang, c.Sanction), Note: pick(b.Lang, c.EffectID, c.EffectEN), Badge: p.unsure(b.Lang, c.Conf)}
	for _, basis := range append(ladder.Basis, c.Basis...) {
		if cited, err := p.Pack.Cite(basis, b.On); err == nil {
			page.Grounds = append(page.Grounds, link{Text: cited.Short, Href: b.cited(cited)})
		}
	}
	for _, x := range p.Pack.Remedies() {
		page.Remedies = append(page.Remedies, p.remedy(b, x))
	}
	for _, s := range p.Pack.SilenceRules() {
		if b.On.In(s.From, s.To) {
			page.Silence = append(page.Silence, link{
				Text: pick(b.Lang, s.WhoID, s.WhoEN), Badge: p.unsure(b.Lang, s.Conf),
				Note: p.with(b, pick(b.Lang, s.RuleID, s.RuleEN), s.Basis, nil),
			})
		}
	}
	return p.render(w, p.follow, b, page)
}

// form is the name of a sanction; a checked pack has it.
func (p *Pages) form(lang words.Lang, id string) string {
	s, _ := p.Pack.Sanction(id)
	return pick(lang, s.NameID, s.NameEN)
}

func (p *Pages) unsure(lang words.Lang, c law.Conf) *ui.Badge {
	if !c.Check() {
		return nil
	}
	return p.check(lang)
}

// remedy says against what, to whom and within which time something can be done.
func (p *Pages) remedy(b *base, x law.Remedy) link {
	t := func(key string, args ...string) string { return p.UI.T(b.Lang, key, args...) }
	conf := x.Conf
	said := []string{t("law.follow.against", "what", pick(b.Lang, x.AgainstID, x.AgainstEN), "to", pick(b.Lang, x.ToID, x.ToEN))}
	for _, term := range []struct {
		key string
		at  *law.Term
	}{{"law.follow.file", x.File}, {"law.follow.reply", x.Reply}, {"law.follow.decide", x.Decide}} {
		if term.at == nil {
			continue
		}
		within := t(term.key, "count", words.Number(b.Lang, term.at.Count), "unit", t("calendar.unit."+string(term.at.Unit)), "from", pick(b.Lang, term.at.FromID, term.at.FromEN))
		if term.at.Conf.Check() {
			within += " (" + t("law.check") + ")"
		}
		said = append(said, within+".")
	}
	return link{Text: pick(b.Lang, x.NameID, x.NameEN), Badge: p.unsure(b.Lang, conf), Note: p.with(b, strings.Join(said, " "), x.Basis, x.BasisText)}
}

// with puts the basis behind a rule.
func (p *Pages) with(b *base, said string, basis []law.Citation, texts []string) string {
	var names []string
	for _, c := range basis {
		if cited, err := p.Pack.Cite(c, b.On); err == nil {
			names = append(names, cited.Short)
		}
	}
	names = append(names, texts...)
	if len(names) == 0 {
		return said
	}
	return said + " " + p.UI.T(b.Lang, "law.follow.basis", "basis", strings.Join(names, ", "))
}
