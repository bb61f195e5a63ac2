package casefile

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/roster/match"
	"rambu.id/web/ui"
)

// forms are all forms of a case by the end of their address.
func forms() map[string]form {
	return map[string]form{
		"syarat": checklist(), "terlapor": respondents(), "perbuatan": act(), "daftarkan": register(),
		"tautkan": joinCase(), "waktu": suspension(), "tambah-petugas": assign(), "lepas-petugas": recuse(), "undangan": summons(), "berita-acara": minutes(),
		"kajian": study(), "pleno": convene(), "suara": vote(), "tutup-pleno": closePlenary(),
		"penerusan": draft(), "periksa-identitas": identity(), "teruskan": forward(), "jawaban": answer(),

		"lengkapi":   texted("casefile.complete", (*casefile.Desk).AskCompletion),
		"tolak":      texted("casefile.refuse", (*casefile.Desk).Refuse),
		"keterangan": askMore(),
		"hentikan":   texted("casefile.stop", (*casefile.Desk).Discontinue),
		"umumkan":    texted("casefile.announce", (*casefile.Desk).Announce),

		"mulai":             plain("casefile.begin", (*casefile.Desk).StartStudy),
		"telusuri":          plain("casefile.trace", (*casefile.Desk).Trace),
		"jadikan-informasi": plain("casefile.tip", (*casefile.Desk).FollowUpTip),
		"dicabut":           plain("casefile.withdrawn", (*casefile.Desk).NoteWithdrawal),
	}
}

// checklist asks for each requirement of the law whether it is met.
func checklist() form {
	return form{
		key: "casefile.check", step: "syarat",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			if v.Report != nil {
				page.Rows = c.answers(v.Report)
			}
			for _, r := range c.p.Desk.Requirements(v.Origin) {
				met := fm.Radios(r.ID, "casefile.check.met", fm.Option("ya", "casefile.check.yes"), fm.Option("tidak", "casefile.check.no"))
				met.Inline = true
				page.Fields = append(page.Fields,
					labelled(met, c.pick(r.LabelID, r.LabelEN), c.t("casefile.check."+r.Kind)),
					fm.Text("catatan-"+r.ID, "casefile.check.note"))
			}
			if c.r.PostForm.Get("langkah") == allMet {
				page.Warning = c.t("casefile.check.filled")
			} else if n := c.unanswered(v); n > 0 {
				page.Buttons = []ui.Button{{Text: c.t("casefile.check.all", "n", itoa(n)), Look: "secondary", Name: "langkah", Value: allMet}}
			}
			return nil
		},
		stored: func(_ *call, v *casefile.View) url.Values {
			out := url.Values{}
			for _, k := range v.File.Checks {
				out.Set(k.Requirement, map[bool]string{true: "ya", false: "tidak"}[k.Met])
				out.Set("catatan-"+k.Requirement, k.Note)
			}
			return out
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			k, err := c.p.Desk.Find(c.r.Context(), c.who, c.id)
			if err != nil {
				return false, err
			}
			if in.Values.Get("langkah") == allMet {
				c.fillMet(in, k.Origin)
				return true, nil
			}
			var lines []casefile.CheckIn
			for _, r := range c.p.Desk.Requirements(k.Origin) {
				note := in.Text("catatan-"+r.ID, 2000)
				if met := in.One(r.ID, "ya", "tidak"); met != "" {
					lines = append(lines, casefile.CheckIn{Requirement: r.ID, Met: met == "ya", Note: note})
				}
			}
			if err = in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.Checklist(c.r.Context(), c.who, c.id, version, lines)
		},
	}
}

// respondents lets an officer search the roster and pick, or name somebody outside it.
func respondents() form {
	return form{
		key: "casefile.people", step: "terlapor",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			search := fm.Text("cari", "casefile.people.search")
			options := c.known(v)
			if search.Value != "" {
				hits, err := c.meant(v, search.Value)
				if err != nil {
					return err
				}
				options = c.hits(options, hits)
			}
			page.Fields = []ui.Field{search}
			page.Buttons = []ui.Button{{Text: c.t("ui.search"), Look: "secondary", Name: "langkah", Value: "cari"}}
			if len(options) > 0 {
				pick := fm.Checks("pilih", "casefile.people.pick", options...)
				pick.Small = true
				page.Fields = append(page.Fields, pick)
			} else if search.Value != "" {
				page.Warning = c.t("casefile.people.nobody")
			}
			page.Fields = append(page.Fields,
				fm.Text("nama", "casefile.people.name"), fm.Text("jabatan", "casefile.people.post"), fm.Select("golongan", "casefile.people.class", c.classes()...))
			return nil
		},
		stored: func(_ *call, v *casefile.View) url.Values {
			out := url.Values{}
			if v.Report != nil {
				out.Set("cari", reported(v))
			}
			for i := range v.File.Respondents {
				out.Add("pilih", "ada:"+strconv.Itoa(i))
			}
			return out
		},
		do: doRespondents,
	}
}

// meant searches the roster. Where the words of a report contradict each other as a whole, its
// words about the person are tried alone. Whom the file has already is left out.
func (c *call) meant(v *casefile.View, text string) ([]match.Hit, error) {
	hits, err := c.p.Desk.Suggest(c.r.Context(), c.who, c.id, text)
	if err != nil && !c.mine(err) {
		return nil, err
	}
	if len(hits) == 0 && v.Report != nil && text == reported(v) && v.Report.Answers.Who != "" && v.Report.Answers.Who != text {
		hits, err = c.p.Desk.Suggest(c.r.Context(), c.who, c.id, v.Report.Answers.Who)
		if err != nil && !c.mine(err) {
			return nil, err
		}
	}
	return slices.DeleteFunc(hits, func(h match.Hit) bool {
		ref := roster.ParseRef(h.Key)
		return slices.ContainsFunc(v.File.Respondents, func(r casefile.Respondent) bool {
			return !r.Outside() && r.Person == ref.Person && (r.Person != "" || r.Post == ref.Post)
		})
	}), nil
}

// reported is what the reporter wrote about the person and the post.
func reported(v *casefile.View) string {
	return strings.TrimSpace(v.Report.Answers.Who + " " + v.Report.Answers.Post)
}

// known are the respondents the file has already.
func (c *call) known(v *casefile.View) []ui.Option {
	var out []ui.Option
	for i, r := range v.File.Respondents {
		out = append(out, ui.Option{Value: "ada:" + strconv.Itoa(i), Text: c.respondent(r), Hint: c.t("casefile.people.there")})
	}
	return out
}

// hits adds what the roster suggests, each with its reasons: the officer decides.
func (c *call) hits(options []ui.Option, hits []match.Hit) []ui.Option {
	for _, h := range hits {
		text := h.Title
		if h.Name != "" {
			text = h.Name
			if h.Title != "" {
				text += " – " + h.Title
			}
		}
		reasons := make([]string, 0, len(h.Reasons))
		for _, r := range h.Reasons {
			reasons = append(reasons, c.t("roster.match."+r.Kind, "wrote", r.Wrote, "found", r.Found))
		}
		options = append(options, ui.Option{Value: "ref:" + h.Key, Text: text, Hint: strings.Join(reasons, " ")})
	}
	return options
}

// classes are the subject classes of the law.
func (c *call) classes() []ui.Option {
	out := []ui.Option{c.blank()}
	for _, s := range c.p.Desk.Pack().Subjects() {
		out = append(out, ui.Option{Value: s.ID, Text: c.pick(s.NameID, s.NameEN)})
	}
	return out
}

func doRespondents(c *call, in *ui.Input, version int64) (bool, error) {
	if in.Values.Get("langkah") == "cari" {
		return true, nil
	}
	v, err := c.p.Desk.Get(c.r.Context(), c.who, c.id)
	if err != nil {
		return false, err
	}
	var list []casefile.RespondentIn
	for _, choice := range in.Values["pilih"] {
		how, what, _ := strings.Cut(choice, ":")
		i, err := strconv.Atoi(what)
		switch {
		case how == "ref":
			list = append(list, casefile.RespondentIn{Ref: what, Name: in.Text("nama", 300)})
		case how == "ada" && err == nil && i >= 0 && i < len(v.File.Respondents):
			list = append(list, again(v.File.Respondents[i]))
		}
	}
	outside := casefile.RespondentIn{Name: in.Text("nama", 300), PostText: in.Text("jabatan", 300), Class: in.Text("golongan", 60)}
	if outside.Name != "" && !slices.ContainsFunc(list, func(r casefile.RespondentIn) bool { return r.Ref != "" && r.Name == outside.Name && vacant(r.Ref) }) {
		list = append(list, outside)
	}
	if err = in.Err(); err != nil {
		return false, err
	}
	return false, c.p.Desk.Identify(c.r.Context(), c.who, c.id, version, list)
}

// vacant reports whether a reference names a post without its holder: the name typed beside it
// is then his and no second person.
func vacant(ref string) bool { return roster.ParseRef(ref).Person == "" }

// again is a respondent as he is identified once more.
func again(r casefile.Respondent) casefile.RespondentIn {
	if r.Outside() {
		return casefile.RespondentIn{Name: r.Name, PostText: r.PostText, Class: r.Class}
	}
	return casefile.RespondentIn{Ref: roster.Ref{Post: r.Post, Person: r.Person}.String(), Name: r.Name, Class: r.Class}
}

// act asks what happened, when and by which class of person, and shows what the law makes of it
// before it is kept.
func act() form {
	return form{
		key: "casefile.deed", step: "perbuatan",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			kinds := []ui.Option{c.blank()}
			for _, k := range c.p.Desk.Pack().ActKinds() {
				kinds = append(kinds, ui.Option{Value: k.ID, Text: c.pick(k.LabelID, k.LabelEN)})
			}
			kind, subject, on := fm.Select("perbuatan", "casefile.deed.kind", kinds...), fm.Select("golongan", "casefile.deed.subject", c.classes()...), fm.Date("tanggal", "casefile.deed.on")
			page.Fields = []ui.Field{kind, subject, on}
			page.Buttons = []ui.Button{{Text: c.t("casefile.deed.preview"), Look: "secondary", Name: "langkah", Value: "periksa"}}
			c.preview(page, fm, casefile.ActIn{Kind: kind.Value, Subject: subject.Value, On: dateOf(on)})
			return nil
		},
		stored: func(_ *call, v *casefile.View) url.Values {
			a := v.File.Act
			if a.Chosen() {
				return url.Values{"perbuatan": {a.Kind}, "golongan": {a.Subject}, "tanggal": {string(a.On)}, "kode": {a.Code}}
			}
			out := url.Values{}
			if len(v.File.Respondents) > 0 {
				out.Set("golongan", v.File.Respondents[0].Class)
			}
			if v.Report != nil {
				out.Set("tanggal", string(v.Report.Answers.When))
			}
			return out
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			a := casefile.ActIn{Kind: in.Text("perbuatan", 60), Subject: in.Text("golongan", 60), On: in.Date("tanggal"), Code: in.Text("kode", 30)}
			if err := in.Err(); err != nil {
				return false, err
			}
			if in.Values.Get("langkah") == "periksa" {
				a.Code = ""
				_, err := c.p.Desk.Classify(c.who, a)
				return true, err
			}
			return false, c.p.Desk.SetAct(c.r.Context(), c.who, c.id, version, a)
		},
	}
}

// dateOf is the date three inputs hold, "" while they hold none.
func dateOf(f ui.Field) rambu.Date {
	pad := func(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }
	d := rambu.Date(f.Year + "-" + pad(f.Month) + "-" + pad(f.Day))
	if !d.Valid() {
		return ""
	}
	return d
}

// preview shows the law's proposal with its reason and what else may fit.
func (c *call) preview(page *formPage, fm *ui.Form, in casefile.ActIn) {
	k, err := c.p.Desk.Classify(c.who, in)
	if err != nil {
		return
	}
	page.Rows = []ui.Row{
		{Key: c.t("casefile.deed.class"), Value: c.class(k.Class)},
		{Key: c.t("casefile.deed.on"), Value: words.Date(c.lang, in.On)},
		{Key: c.t("casefile.deed.why"), Value: c.pick(k.WhyID, k.WhyEN), Check: k.Conf.Check()},
	}
	if pr, ok := c.p.Desk.Pack().Procedure(k.Procedure); ok {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("casefile.deed.procedure"), Value: c.pick(pr.NameID, pr.NameEN)})
	}
	options := []ui.Option{{Value: k.Act.Code, Text: c.act(k.Act.Code), Checked: true}}
	for _, a := range k.Alternatives {
		options = append(options, ui.Option{Value: a.Code, Text: c.act(a.Code), Hint: c.class(a.Class)})
	}
	f := fm.Radios("kode", "casefile.deed.code", options...)
	if !slices.ContainsFunc(f.Options, func(o ui.Option) bool { return o.Checked }) {
		f.Options[0].Checked = true
	}
	page.Fields = append(page.Fields, f)
}

// register draws the number and gives the case to officers.
func register() form {
	return form{
		key: "casefile.register",
		fill: func(c *call, v *casefile.View, page *formPage, fm *ui.Form) error {
			list, by, err := c.colleagues()
			if err != nil {
				return err
			}
			numbers, err := c.p.Desk.Setting(c.r.Context(), c.who)
			if err != nil {
				return err
			}
			page.Rows = append(c.facts(v, by), c.numbering(numbers))
			page.Starts, err = c.starts(v, casefile.Registered)
			if err != nil {
				return err
			}
			same, err := c.p.Desk.Duplicates(c.r.Context(), c.who, c.id)
			if err != nil && rambu.KindOf(err) != rambu.Locked {
				return err
			}
			if len(same) > 0 {
				page.Table = c.duplicates(same)
			}
			if c.mayJoin() {
				page.Buttons = []ui.Button{{Text: c.t("casefile.act.tautkan"), Href: href(v.ID, "tautkan"), Look: "secondary"}}
			}
			f := fm.Checks("petugas", "casefile.register.officers", people(list, casefile.Colleague.Handles)...)
			f.Small = true
			page.Fields = []ui.Field{f}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			_, err := c.p.Desk.Register(c.r.Context(), c.who, c.id, casefile.RegisterIn{Version: version, Accounts: in.Values["petugas"]})
			return false, err
		},
	}
}

// joinCase lets the report join a case about the same people.
func joinCase() form {
	return form{
		key: "casefile.join",
		fill: func(c *call, _ *casefile.View, page *formPage, fm *ui.Form) error {
			list, err := c.p.Desk.Joinable(c.r.Context(), c.who, c.id)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				page.Warning, page.Closed = c.t("casefile.join.none"), true
				return nil
			}
			var options []ui.Option
			for _, k := range list {
				options = append(options, ui.Option{Value: k.ID, Text: c.number(k), Hint: c.state(k.State) + ", " + c.day(k.RegisteredOn)})
			}
			page.Fields = []ui.Field{fm.Radios("perkara", "casefile.join.case", options...)}
			return nil
		},
		do: func(c *call, in *ui.Input, version int64) (bool, error) {
			into := in.Text("perkara", 60)
			if err := in.Err(); err != nil {
				return false, err
			}
			return false, c.p.Desk.JoinCase(c.r.Context(), c.who, c.id, version, into)
		},
	}
}

// mayJoin reports whether there is a case the report could join.
func (c *call) mayJoin() bool {
	list, err := c.p.Desk.Joinable(c.r.Context(), c.who, c.id)
	return err == nil && len(list) > 0
}

func (c *call) duplicates(list []casefile.Case) *ui.Table {
	t := &ui.Table{Caption: c.t("casefile.register.duplicates"), Columns: c.columns("casefile.board.number", "casefile.board.state", "casefile.show.received")}
	for _, k := range list {
		badge := c.badge(k.State)
		t.Rows = append(t.Rows, []ui.Cell{{Text: c.number(k), Href: href(k.ID)}, {Badge: &badge}, {Text: c.day(k.ReceivedOn)}})
	}
	return t
}
