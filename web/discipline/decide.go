package discipline

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/discipline/rules"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// forms offers the sanctions that may be imposed, light to heavy, with the level in the hint.
func (c *call) forms() []ui.Option {
	var out []ui.Option
	for _, s := range c.office().Sanctions(c.o.Matter, c.o.Dossier, c.today()) {
		o := ui.Option{Value: s.ID, Text: c.pick(s.NameID, s.NameEN), Hint: c.pick(s.NoteID, s.NoteEN)}
		if c.o.Procedure == discipline.ByDiscipline {
			o.Text += " (" + c.t("discipline.level."+rules.LevelOf(s)) + ")"
		}
		out = append(out, o)
	}
	return out
}

// gaps say which forms are missing for the person, and why.
func (c *call) gaps() string {
	var out []string
	for _, g := range c.office().Gaps(c.o.Matter, c.o.Dossier) {
		text := c.pick(g.TextID, g.TextEN)
		if g.Check {
			text += " (" + c.t("ui.clock.check") + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// signers offers the posts that may sign: the authority and the direct superior, and posts
// whose holder acts for them are the same posts.
func (c *call) signers() []ui.Option {
	list, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	if err != nil {
		return nil
	}
	var out []ui.Option
	village := c.villageStaff() // whose own village head decides
	for _, p := range list {
		if p.ID == c.o.Superior || slices.Contains(p.Roles, rambu.RoleAuthority) && !village {
			out = append(out, ui.Option{Value: string(p.ID), Text: p.Title, Hint: c.seatHint(p)})
		}
	}
	return out
}

func decreeFields(c *call, fm *ui.Form) []ui.Field {
	form := fm.Radios("hukuman", "discipline.field.sanction", c.forms()...)
	form.Small = true
	if r, _ := discipline.Latest[discipline.Report](c.o.Papers); r != nil && r.Level != "" {
		form.Hint = c.t("discipline.says.proven", "level", c.t("discipline.level."+r.Level))
	}
	form.Hint = strings.TrimSpace(form.Hint + " " + c.gaps())
	out := []ui.Field{
		form, fm.Text("nomor", "discipline.field.decree_number"), fm.Date("tanggal", "discipline.field.decree_date"),
		fm.Date("sampai", "discipline.field.until"),
		fm.Radios("penanda-tangan", "discipline.field.signer", c.signers()...),
	}
	if who := c.claimants(); len(who) > 1 {
		out = append(out, fm.Radios("oleh", "discipline.field.signed_by", who...))
	}
	return append(out, fm.Area("alasan", "discipline.field.level_reason"))
}

// claimants are the persons who exercise a signing post today, when more than one does.
func (c *call) claimants() []ui.Option {
	var ids []roster.PostID
	for _, o := range c.signers() {
		ids = append(ids, roster.PostID(o.Value))
	}
	held, err := c.p.Roster.HoldersOf(c.r.Context(), c.who, ids, c.today())
	if err != nil {
		return nil
	}
	var out []ui.Option
	for _, id := range ids {
		ts := make([]roster.Tenure, 0, len(held[id]))
		for _, h := range held[id] {
			ts = append(ts, h.Tenure)
		}
		if !roster.Contested(ts) {
			continue
		}
		for _, h := range held[id] {
			out = append(out, ui.Option{Value: string(h.Person.ID), Text: h.Person.Name.String(), Hint: h.Title() + ", " + h.Tenure.Decree.Number})
		}
	}
	return out
}

func readDecree(in *input) discipline.DecideIn {
	return discipline.DecideIn{
		Sanction: in.Text("hukuman", 60), Number: in.Text("nomor", 100), Date: in.Date("tanggal"), Until: in.Date("sampai"),
		Signer: roster.PostID(in.Text("penanda-tangan", 200)), SignedBy: roster.PersonID(in.Text("oleh", 60)),
		Reason: in.Text("alasan", 2000), File: in.file,
	}
}

// checkDecree shows the decree once more, with what the law adds to it.
func checkDecree(c *call, in *input) (*checkPage, error) {
	d := readDecree(in)
	err := in.Err()
	if err != nil {
		return nil, err
	}
	got, reports, err := c.office().CheckDecree(c.r.Context(), c.who, c.o.ID, in.version, d)
	if err != nil {
		return nil, err
	}
	page := &checkPage{Rows: []ui.Row{
		{Key: c.t("discipline.show.person"), Value: c.o.Respondent.Name},
		{Key: c.t("discipline.field.sanction"), Value: c.sanction(got.Sanction)},
		{Key: c.t("discipline.field.decree_number"), Value: got.Number},
		{Key: c.t("discipline.field.decree_date"), Value: c.day(got.Date)},
		{Key: c.t("discipline.field.signer"), Value: got.Title + "\n" + got.Name},
	}}
	if got.Until != "" {
		page.Rows = append(page.Rows, ui.Row{Key: c.t("discipline.field.until"), Value: c.day(got.Until)})
	}
	for key, on := range map[string]bool{
		"discipline.check.contested": got.Contested, "discipline.check.window": got.Window,
		"discipline.check.reports": reports, "discipline.check.unsure": got.Check,
	} {
		if on {
			page.Notes = append(page.Notes, c.t(key, "rule", c.dial().Rule(discipline.ClockMinister)))
		}
	}
	slices.Sort(page.Notes)
	return page, nil
}

func doDecree(c *call, in *input) error {
	d := readDecree(in)
	err := in.Err()
	if err != nil {
		return err
	}
	if c.o.Procedure == discipline.ByEthics {
		return c.office().DecideEthics(c.r.Context(), c.who, c.o.ID, in.version, d)
	}
	return c.office().Decide(c.r.Context(), c.who, c.o.ID, in.version, d)
}

func clearFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Text("nomor", "discipline.field.number"), fm.Date("tanggal", "discipline.field.date"), fm.Area("uraian", "discipline.field.note")}
}

func doClear(c *call, in *input) error {
	v := discipline.Clearance{Number: in.Text("nomor", 100), Text: in.Text("uraian", 2000)}
	on := in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Clear(c.r.Context(), c.who, c.o.ID, in.version, v, on)
}

func doMinister(c *call, in *input) error {
	number, on := in.Text("nomor", 100), in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().ReportMinister(c.r.Context(), c.who, c.o.ID, in.version, number, on)
}

func deliveryFields(c *call, fm *ui.Form) []ui.Field {
	missed, _ := discipline.Latest[discipline.Delivery](c.o.Papers)
	options := []ui.Option{fm.Option(discipline.HandedOver, "discipline.how.diserahkan"), fm.Option(discipline.NotFetched, "discipline.how.tidak-hadir")}
	if missed != nil && missed.How == discipline.NotFetched {
		options[1] = fm.Option(discipline.SentInstead, "discipline.how.dikirim")
	}
	return append([]ui.Field{fm.Radios("cara", "discipline.field.how", options...)}, dateNote(c, fm)...)
}

func readDelivery(in *input) discipline.DeliveryIn {
	return discipline.DeliveryIn{On: in.Date("tanggal"), Note: in.Text("catatan", 2000), File: in.file}
}

func doDelivery(c *call, in *input) error {
	d := readDelivery(in)
	how := in.One("cara", discipline.HandedOver, discipline.NotFetched, discipline.SentInstead)
	if how == "" {
		in.Fault("cara", "ui.error.choose")
	}
	err := in.Err()
	if err != nil {
		return err
	}
	do := c.office().Deliver
	switch how {
	case discipline.NotFetched:
		do = c.office().NotReceived
	case discipline.SentInstead:
		do = c.office().SendInstead
	}
	return do(c.r.Context(), c.who, c.o.ID, in.version, d)
}

func doArrived(c *call, in *input) error {
	d := readDelivery(in)
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Arrived(c.r.Context(), c.who, c.o.ID, in.version, d)
}

func doStatement(c *call, in *input) error {
	d := readDelivery(in)
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Statement(c.r.Context(), c.who, c.o.ID, in.version, d)
}

func doEffect(c *call, in *input) error {
	return c.office().TakeEffect(c.r.Context(), c.who, c.o.ID, in.version)
}

func doFinish(c *call, in *input) error {
	e := discipline.Execution{Reference: in.Text("nomor", 100), Note: in.Text("catatan", 2000)}
	on := in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Finish(c.r.Context(), c.who, c.o.ID, in.version, e, on)
}

func remedyFields(c *call, fm *ui.Form) []ui.Field {
	return numberField(c, fm)
}

func readRemedy(in *input) discipline.RemedyIn {
	return discipline.RemedyIn{On: in.Date("tanggal"), Number: in.Text("nomor", 100), Note: in.Text("catatan", 2000)}
}

func doRemedy(c *call, in *input) error {
	v := readRemedy(in)
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Remedied(c.r.Context(), c.who, c.o.ID, in.version, v)
}

func outcomeFields(c *call, fm *ui.Form) []ui.Field {
	var options []ui.Option
	for _, o := range rules.Outcomes() {
		options = append(options, fm.Option(string(o), "discipline.outcome."+string(o)))
	}
	forms := append([]ui.Option{{Text: "–"}}, c.forms()...)
	out := []ui.Field{
		fm.Radios("hasil", "discipline.field.outcome", options...), fm.Select("hukuman", "discipline.field.outcome_form", forms...),
	}
	return append(out, numberField(c, fm)...)
}

func doOutcome(c *call, in *input) error {
	v, outcome := readRemedy(in), rules.Outcome(in.Text("hasil", 20))
	v.Sanction = in.Text("hukuman", 60)
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().RemedyOutcome(c.r.Context(), c.who, c.o.ID, in.version, outcome, v)
}
