package discipline

import (
	"maps"
	"slices"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// actTable is every step by its address: /sanksi/{id}/{langkah}. What a matter is not ready for
// the domain refuses, and says why.
func actTable() map[string]act {
	return map[string]act{
		"tim":              {fields: teamFields, do: doTeam},
		"bebas-tugas":      {fields: reliefFields, do: doRelief},
		"panggilan":        {fields: summonsFields, do: doSummons},
		"konsep-panggilan": {fields: draftFields, do: doDraft},
		"tidak-hadir":      {fields: noteField, do: doNoShow},
		"bap":              {fields: minutesFields, do: doMinutes},
		"lhp":              {fields: reportFields, do: doReport},
		"keputusan":        {fields: decreeFields, do: doDecree, check: checkDecree, file: true},
		"tidak-terbukti":   {fields: clearFields, do: doClear},
		"laporan-menteri":  {fields: numberField, do: doMinister},
		"penyampaian":      {fields: deliveryFields, do: doDelivery, file: true},
		"diterima":         {fields: dateNote, do: doArrived, file: true},
		"berlaku":          {fields: noFields, do: doEffect, plain: true},
		"upaya":            {fields: remedyFields, do: doRemedy},
		"putusan-upaya":    {fields: outcomeFields, do: doOutcome},
		"siasn":            {fields: numberField, do: doFinish},
		"jawaban":          {fields: answerFields, do: doAnswer},
		"bkn":              {fields: bknFields, do: doBKN},
		"majelis":          {fields: teamFields, do: doCouncil},
		"sidang":           {fields: minutesFields, do: doHearing},
		"putusan-majelis":  {fields: findingFields, do: doFinding},
		"pernyataan":       {fields: dateNote, do: doStatement, file: true},
		"langkah-desa":     {fields: villageFields, do: doVillage},
		"atasan":           {fields: superiorFields, do: doSuperior},
		"buka-akses":       {fields: noFields, do: doAdmit, plain: true},
		"mundur":           {fields: reasonField, do: doAside},
		"waktu":            {fields: timeFields, do: doTime},
	}
}

// Steps are the addresses of all steps, in their order.
func Steps() []string { return slices.Sorted(maps.Keys(actTable())) }

// ways lists the steps a matter is ready for: what comes next, and what may be done besides.
func ways(o *discipline.Opened) (next, more []string) {
	next = byState(o)
	if o.Ended {
		return answers(o, nil), nil
	}
	if o.Recommendation == "" && o.Procedure != discipline.ByVillage {
		more = append(more, "rekomendasi")
	} else if o.Recommendation != "" {
		more = append(more, "bkn")
	}
	if o.Reports {
		if m, _ := discipline.Latest[discipline.MinisterReport](o.Papers); m == nil {
			next = append(next, "laporan-menteri")
		}
	}
	more = answers(o, more)
	if o.Superior != "" && !slices.ContainsFunc(o.Officers, func(of discipline.Officer) bool {
		return of.Part == discipline.Examiner && of.Post == string(o.Superior)
	}) {
		more = append(more, "buka-akses")
	}
	return next, append(more, "atasan", "mundur")
}

func answers(o *discipline.Opened, list []string) []string {
	if o.Source.Letter == "" && o.Recommendation == "" {
		return list
	}
	return append(list, "jawaban")
}

func byState(o *discipline.Opened) []string {
	switch o.Procedure {
	case discipline.ByEthics:
		return ethicsStep(o)
	case discipline.ByVillage:
		return []string{"langkah-desa"}
	}
	missed, _ := discipline.Latest[discipline.NoShow](o.Papers)
	switch o.State {
	case discipline.Alleged:
		return []string{"konsep-panggilan", "panggilan", "tim", "bebas-tugas"}
	case discipline.Relieved:
		return []string{"tim", "konsep-panggilan", "panggilan"}
	case discipline.TeamFormed:
		return []string{"konsep-panggilan", "panggilan", "bap"}
	case discipline.Summoned:
		if missed != nil {
			return []string{"konsep-panggilan", "panggilan", "bap", "tim"}
		}
		return []string{"bap", "tidak-hadir", "tim"}
	case discipline.SummonedTwo:
		if missed != nil && missed.Turn == 2 {
			return []string{"keputusan"}
		}
		return []string{"bap", "tidak-hadir", "tim"}
	case discipline.MinutesDone:
		return []string{"lhp", "bap", "tim"}
	default:
		return decidedStep(o)
	}
}

func decidedStep(o *discipline.Opened) []string {
	switch o.State {
	case discipline.Reported:
		if r, _ := discipline.Latest[discipline.Report](o.Papers); r != nil && !r.Proven {
			return []string{"tidak-terbukti"}
		}
		return []string{"keputusan"}
	case discipline.Decided:
		return []string{"penyampaian"}
	case discipline.Sent:
		return []string{"diterima", "berlaku", "upaya"}
	case discipline.Delivered:
		return []string{"berlaku", "upaya"}
	case discipline.InEffect:
		if o.RemedyOpen() {
			return []string{"putusan-upaya"}
		}
		if r, _ := discipline.Latest[discipline.Remedy](o.Papers); r != nil {
			return []string{"siasn"}
		}
		return []string{"siasn", "upaya"}
	case discipline.Objected:
		if o.RemedyOpen() {
			return []string{"putusan-upaya", "berlaku"}
		}
		return []string{"berlaku"}
	case discipline.Appealed:
		return []string{"putusan-upaya"}
	default:
		return nil
	}
}

func ethicsStep(o *discipline.Opened) []string {
	switch o.State {
	case discipline.Alleged:
		return []string{"majelis"}
	case discipline.CouncilSet:
		return []string{"sidang"}
	case discipline.Examining:
		return []string{"putusan-majelis"}
	case discipline.CouncilFound:
		if f, _ := discipline.Latest[discipline.Finding](o.Papers); f != nil && !f.Proven {
			return []string{"tidak-terbukti"}
		}
		return []string{"keputusan"}
	case discipline.EthicsDecree:
		return []string{"pernyataan"}
	case discipline.Delivered, discipline.Announced:
		return []string{"siasn"}
	default:
		return nil
	}
}

// tasks are the steps as links.
func (c *call) tasks() (next, more []ui.Task) {
	n, m := ways(c.o)
	if len(c.stops()) > 0 {
		m = append(m, "waktu")
	}
	link := func(slugs []string) []ui.Task {
		var out []ui.Task
		for _, s := range slugs {
			href := "/sanksi/" + c.o.ID + "/" + s
			if s == "rekomendasi" {
				href = "/rekomendasi-bkn/baru?berkas=" + c.o.ID
			}
			out = append(out, ui.Task{Text: c.t("discipline.step." + s), Hint: c.lead(s), Href: href})
		}
		return out
	}
	return link(n), link(m)
}

func noFields(*call, *ui.Form) []ui.Field { return nil }

func dateNote(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Date("tanggal", "discipline.field.date"), fm.Area("catatan", "discipline.field.note")}
}

func noteField(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Area("catatan", "discipline.field.note")}
}

func reasonField(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Area("alasan", "discipline.field.reason")}
}

func numberField(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Text("nomor", "discipline.field.number"), fm.Date("tanggal", "discipline.field.date"), fm.Area("catatan", "discipline.field.note")}
}

// seats offers the posts of the top ranks, and those of personnel and oversight.
func (c *call) seats() []ui.Option {
	posts, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	if err != nil {
		return nil
	}
	var first, rest []ui.Option
	for _, p := range posts {
		o := ui.Option{Value: string(p.ID), Text: p.Title}
		switch {
		case p.ID == c.o.Superior || slices.Contains(p.Roles, rambu.RolePersonnel) || slices.Contains(p.Roles, rambu.RoleInspector):
			o.Hint = c.seatHint(p)
			first = append(first, o)
		case p.Class == roster.ClassJPTPratama || p.Class == roster.ClassJPTMadya:
			rest = append(rest, o)
		}
	}
	return append(first, rest...)
}

func (c *call) seatHint(p roster.Post) string {
	if p.ID == c.o.Superior {
		return c.t("discipline.field.is_superior")
	}
	return ""
}

func posts(in *input) []roster.PostID {
	var out []roster.PostID
	for _, v := range in.Values["anggota"] {
		out = append(out, roster.PostID(v))
	}
	return out
}

func (c *call) office() *discipline.Office { return c.p.Office }
