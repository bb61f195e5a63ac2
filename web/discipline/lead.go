package discipline

import (
	"slices"

	"rambu.id/discipline"
	"rambu.id/discipline/rules"
	"rambu.id/law"
)

// lead is the sentence under a step's heading, when there is one. What it says of days and people is the
// law pack's.
func (c *call) lead(step string) string {
	key, rule := "discipline.step."+step+"_lead", c.rule(step)
	if step == "langkah-desa" && c.villageStaff() {
		key = "discipline.step.langkah-desa_staff"
	}
	if !c.p.UI.Words().Has(c.lang, key) {
		return rule
	}
	return c.t(key, "rule", rule)
}

// villageStaff reports whether the head of the village decides on the person.
func (c *call) villageStaff() bool {
	return slices.ContainsFunc(c.office().Sanctions(c.o.Matter, c.o.Dossier, c.today()), func(s law.Sanction) bool {
		return rules.ByVillageHead(c.office().Pack(), s, c.o.Respondent.Class)
	})
}

// rule is the sentence of the law pack on a step: its time, or how many people it needs; "" without one.
func (c *call) rule(step string) string {
	d := c.dial()
	switch step {
	case "panggilan":
		if c.o.State == discipline.Summoned {
			return d.Rule(discipline.ClockSecond)
		}
		return d.Rule(discipline.ClockSummons)
	case "tidak-hadir":
		if c.o.State == discipline.Summoned { // after the second nobody is summoned again
			return d.Rule(discipline.ClockSecond)
		}
	case "penyampaian":
		if missed, _ := discipline.Latest[discipline.Delivery](c.o.Papers); missed != nil && missed.How == discipline.NotFetched {
			return d.Rule(discipline.ClockSending)
		}
		return d.Rule(discipline.ClockDelivery)
	case "upaya":
		if s, _ := c.p.Office.Pack().Sanction(c.o.Sanction); s.Dismissal {
			return d.Rule(discipline.ClockAppeal)
		}
		return d.Rule(discipline.ClockObject)
	case "berlaku":
		if c.o.State == discipline.Objected {
			return d.Rule(discipline.ClockObjected)
		}
		return d.Rule(discipline.ClockEffect)
	case "laporan-menteri":
		return d.Rule(discipline.ClockMinister)
	case "tim":
		return c.size(discipline.RuleTeam)
	case "majelis":
		return c.size(discipline.RuleCouncil)
	}
	return ""
}

// size is the sentence of a rule on how many people a body needs.
func (c *call) size(id string) string {
	r, _ := c.p.Office.Pack().Rule(id)
	return c.dial().Marked(c.pick(r.TextID, r.TextEN), r.Conf)
}
