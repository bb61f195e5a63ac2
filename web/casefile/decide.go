package casefile

import (
	"maps"
	"net/url"
	"slices"

	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/web/ui"
)

// convene invites members to the plenary.
func convene() form {
	return form{
		key: "casefile.convene",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			list, _, err := c.colleagues()
			if err != nil {
				return err
			}
			q, err := c.p.Desk.QuorumOf(c.r.Context(), c.who)
			if err != nil {
				return err
			}
			page.Rows = c.quorum(q)
			members := people(list, casefile.Colleague.Member)
			for i := range members {
				members[i].Checked = true
			}
			f := fm.Checks("petugas", "casefile.convene.members", members...)
			f.Small = true
			page.Fields = []ui.Field{f}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			return false, c.p.Desk.Convene(c.r.Context(), c.who, c.id, version, in.Values["petugas"])
		},
	}
}

func (c *call) quorum(q casefile.Quorum) []ui.Row {
	key, rule := "casefile.convene.law", c.pick(q.Rule.TextID, q.Rule.TextEN)
	if q.Set {
		key = "casefile.convene.set"
	}
	row := ui.Row{Key: c.t("casefile.convene.quorum"), Value: c.t(key, "need", itoa(q.Need), "members", itoa(q.Members), "rule", rule)}
	row.Check = q.Rule.Conf.Check()
	return []ui.Row{row}
}

// vote is a member's own vote.
func vote() form {
	return form{
		key: "casefile.vote",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			if s, _ := v.Study(); s != nil {
				page.Text = c.p.Desk.StudyText(*s)
			}
			var options []ui.Option
			for _, choice := range casefile.Choices() {
				options = append(options, fm.Option(string(choice), "casefile.choice."+string(choice)))
			}
			page.Fields = []ui.Field{fm.Radios("pilihan", "casefile.vote.choice", options...), fm.Area("pendapat", "casefile.vote.dissent")}
			return nil
		},
		do: func(c *call, in *ui.Input, _ int64) (bool, error) {
			v := casefile.VoteIn{Choice: casefile.Choice(in.Text("pilihan", 20)), Dissent: in.Text("pendapat", 20_000)}
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.CastVote(c.r.Context(), c.who, c.id, v)
		},
	}
}

// closePlenary counts the votes.
func closePlenary() form {
	return form{
		key: "casefile.close",
		fill: func(c *call, v *casefile.View, page *formPage, _ *ui.Form) error {
			_, by, err := c.colleagues()
			if err != nil {
				return err
			}
			for _, x := range v.Votes {
				page.Rows = append(page.Rows, ui.Row{Key: by.name(x.Account), Value: c.t("casefile.close.voted", "at", c.when(x.At))})
			}
			if v.Meeting != nil {
				page.Rows = append(page.Rows, ui.Row{
					Key: c.t("casefile.convene.quorum"), Value: c.t("casefile.close.have", "have", itoa(len(v.Votes)), "need", itoa(v.Meeting.Quorum)),
				})
			}
			return nil
		},
		do: func(c *call, _ *ui.Input, version int64) (bool, error) {
			_, err := c.p.Desk.ClosePlenary(c.r.Context(), c.who, c.id, version)
			return false, err
		},
	}
}

// draft writes the letter that forwards the case.
func draft() form {
	return form{
		key: "casefile.draft",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			route, err := c.p.Desk.RouteFor(c.r.Context(), c.who, v.File.Act, v.File.Respondents)
			if err != nil && !c.mine(err) {
				return err
			}
			c.route(page, fm, route)
			summary, text := fm.Area("ringkasan", "casefile.draft.summary"), fm.Area("kajian", "casefile.draft.study")
			summary.Rows, text.Rows = 4, 14
			page.Fields = append(page.Fields, summary, text)
			if s, _ := v.Study(); s != nil {
				var options []ui.Option
				for i, e := range s.Exhibits {
					if e.ID != "" {
						options = append(options, ui.Option{Value: e.ID, Text: e.Name, Hint: c.leaves(s, i)})
					}
				}
				if len(options) > 0 {
					f := fm.Checks("berkas", "casefile.draft.files", options...)
					f.Small = true
					page.Fields = append(page.Fields, f)
				}
			}
			return nil
		},
		stored: func(c *call, v *casefile.View) url.Values {
			if f, _ := v.Forwarding(); f != nil {
				return url.Values{"ringkasan": {f.Summary}, "kajian": {f.Study}, "berkas": f.Files, "alasan": {f.Reason}}
			}
			out := url.Values{}
			if s, _ := v.Study(); s != nil {
				out.Set("kajian", c.p.Desk.StudyText(s.Leaving()))
			}
			return out
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			f := casefile.ForwardIn{
				Version: version, Summary: in.Text("ringkasan", 2000), Study: in.Text("kajian", 40_000), Files: in.Values["berkas"],
				To: in.Text("tujuan", 30), Reason: in.Text("alasan", 1000), Village: in.Text("desa", 100),
			}
			if err := in.Err(); err != nil {
				return false, err
			}
			_, err := c.p.Desk.DraftForwarding(c.r.Context(), c.who, c.id, f)
			return false, err
		},
	}
}

// leaves says under which name a file of the study's list leaves, or why it cannot.
func (c *call) leaves(s *casefile.Study, i int) string {
	if kind := s.Exhibits[i].Type; !evidence.Releasable(kind) {
		return c.t("casefile.draft.cannot_leave", "kind", kind)
	}
	return c.t("casefile.draft.leaves_as", "name", s.LeavesAs(i))
}

// route shows where the case goes by law; in a gap it asks for an addressee and a reason.
func (c *call) route(page *formPage, fm *ui.Form, r casefile.Route) {
	for i, a := range r.Addressees {
		key := "casefile.draft.to"
		if i > 0 {
			key = "casefile.draft.cc"
		}
		page.Rows = append(page.Rows, ui.Row{Key: c.t(key), Value: a.Line})
	}
	if r.NoteID != "" {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("casefile.draft.basis"), Value: c.pick(r.NoteID, r.NoteEN), Check: r.Conf.Check()})
	}
	for _, x := range r.Instead {
		page.Warning = c.t("casefile.draft.instead", "post", x.Post, "to", x.Line)
	}
	if r.Village {
		page.Fields = append(page.Fields, fm.Text("desa", "casefile.draft.village"))
	}
	if r.To != "" || r.Kind == "" {
		return
	}
	page.Warning = c.pick(r.NoteID, r.NoteEN)
	options := []ui.Option{c.blank()}
	for _, id := range r.Copies {
		if a, ok := c.p.Desk.Pack().Authority(id); ok {
			options = append(options, ui.Option{Value: id, Text: c.pick(a.NameID, a.NameEN)})
		}
	}
	page.Fields = append(page.Fields, fm.Select("tujuan", "casefile.draft.choose", options...), fm.Area("alasan", "casefile.draft.reason"))
}

// identity asks a second officer who could know what the letter tells.
func identity() form {
	return form{
		key: "casefile.identity",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			if f, _ := v.Forwarding(); f != nil {
				page.Text = f.Summary + "\n\n" + f.Study
			}
			page.Fields = []ui.Field{
				fm.Area("jawaban", "casefile.identity.answer"),
				fm.Radios("aman", "casefile.identity.safe", fm.Option("ya", "casefile.identity.yes"), fm.Option("tidak", "casefile.identity.no")),
			}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			safe := in.Required("aman", 5, "casefile.error.safe")
			a := casefile.IdentityCheckIn{Version: version, Answer: in.Text("jawaban", 2000), Safe: safe == "ya"}
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.WhoCouldKnow(c.r.Context(), c.who, c.id, a)
		},
	}
}

// forward signs and sends the letter.
func forward() form {
	return form{
		key: "casefile.send",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			f, _ := v.Forwarding()
			if f == nil {
				return nil
			}
			a, _ := c.p.Desk.Pack().Authority(f.To)
			page.Rows = []ui.Row{
				{Key: c.t("casefile.draft.to"), Value: c.pick(a.NameID, a.NameEN)},
				{Key: c.t("casefile.send.letter"), Value: c.t("casefile.send.draft"), Href: "/surat/" + f.Letter, Action: c.t("casefile.send.read")},
				{Key: c.t("casefile.draft.files"), Value: itoa(len(f.Files))},
			}
			if check, _ := v.Check(); check != nil {
				page.Rows = append(page.Rows, ui.Row{Key: c.t("casefile.identity.title"), Value: check.Answer})
			}
			page.Fields = []ui.Field{fm.Text("nomor", "casefile.send.number")}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			number := in.Text("nomor", 100)
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.Forward(c.r.Context(), c.who, c.id, casefile.ForwardNow{Version: version, Number: number})
		},
	}
}

// answer files the addressee's answer, chosen among the letters that reply to ours.
func answer() form {
	return form{
		key: "casefile.answer",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			waiting, err := c.p.Desk.Answered(c.r.Context(), c.who)
			if err != nil {
				return err
			}
			var options []ui.Option
			for _, id := range slices.Sorted(maps.Keys(waiting)) {
				if id == v.ID {
					options = append(options, c.incoming(waiting[id]))
				}
			}
			if len(options) == 0 {
				page.Warning = c.t("casefile.answer.none")
				return nil
			}
			page.Fields = []ui.Field{fm.Radios("surat", "casefile.answer.letter", options...)}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			return false, c.p.Desk.RecordAnswer(c.r.Context(), c.who, c.id, version, in.Text("surat", 60))
		},
	}
}

func (c *call) incoming(l letter.Incoming) ui.Option {
	return ui.Option{Value: l.ID, Text: c.t("casefile.answer.of", "number", l.Number, "date", c.day(l.Date)), Hint: c.t("letter.kind." + string(kinds.KindAnswer))}
}
