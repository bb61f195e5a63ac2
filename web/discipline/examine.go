package discipline

import (
	"rambu.id/discipline"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

func teamFields(c *call, fm *ui.Form) []ui.Field {
	seats := fm.Checks("anggota", "discipline.field.members", c.seats()...)
	seats.Small = true
	return []ui.Field{seats, fm.Text("nomor", "discipline.field.number"), fm.Date("tanggal", "discipline.field.date")}
}

func doTeam(c *call, in *input) error {
	number, on := in.Text("nomor", 100), in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().FormTeam(c.r.Context(), c.who, c.o.ID, in.version, number, posts(in), on)
}

func doCouncil(c *call, in *input) error {
	number, on := in.Text("nomor", 100), in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().FormCouncil(c.r.Context(), c.who, c.o.ID, in.version, number, posts(in), on)
}

func reliefFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{
		fm.Text("nomor", "discipline.field.number"), fm.Date("tanggal", "discipline.field.date"),
		fm.Text("plh", "discipline.field.stand_in"), fm.Area("catatan", "discipline.field.note"),
	}
}

func doRelief(c *call, in *input) error {
	r := discipline.Relief{Number: in.Text("nomor", 100), StandIn: in.Text("plh", 300), Note: in.Text("catatan", 2000)}
	on := in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Relieve(c.r.Context(), c.who, c.o.ID, in.version, r, on)
}

func summonsFields(_ *call, fm *ui.Form) []ui.Field {
	at := fm.Text("pukul", "discipline.field.time")
	at.Width = "5"
	return []ui.Field{
		fm.Date("tanggal", "discipline.field.exam_date"), at, fm.Text("tempat", "discipline.field.place"),
		fm.Text("pemeriksa", "discipline.field.examiner"), fm.Text("nomor", "discipline.field.number"),
		fm.Date("dikirim", "discipline.field.sent_on"),
	}
}

func doSummons(c *call, in *input) error {
	s := discipline.SummonsIn{
		On: in.Date("tanggal"), At: in.Text("pukul", 20), Place: in.Text("tempat", 200), Before: in.Text("pemeriksa", 200),
		Number: in.Text("nomor", 100), SentOn: in.Date("dikirim"),
	}
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().Summon(c.r.Context(), c.who, c.o.ID, in.version, s)
}

// draftFields are those of the letter; its number is drawn when it is signed.
func draftFields(c *call, fm *ui.Form) []ui.Field {
	all := summonsFields(c, fm)
	return append(all[:4:4], fm.Radios("penanda-tangan", "discipline.field.letter_signer", c.signers()...))
}

func doDraft(c *call, in *input) error {
	s := discipline.SummonsIn{On: in.Date("tanggal"), At: in.Text("pukul", 20), Place: in.Text("tempat", 200), Before: in.Text("pemeriksa", 200)}
	signer := in.Text("penanda-tangan", 200)
	if signer == "" {
		in.Fault("penanda-tangan", "ui.error.choose")
	}
	err := in.Err()
	if err != nil {
		return err
	}
	in.letter, err = c.office().DraftSummons(c.r.Context(), c.who, c.o.ID, roster.PostID(signer), s)
	return err
}

func doNoShow(c *call, in *input) error {
	note := in.Text("catatan", 2000)
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().RecordNoShow(c.r.Context(), c.who, c.o.ID, in.version, note)
}

func minutesFields(_ *call, fm *ui.Form) []ui.Field {
	text := fm.Area("uraian", "discipline.field.minutes")
	text.Rows = 12
	return []ui.Field{
		fm.Date("tanggal", "discipline.field.exam_held"), fm.Text("pemeriksa", "discipline.field.examiners"),
		fm.Text("nomor", "discipline.field.number_optional"), text,
		fm.Radios("tanda-tangan", "discipline.field.signed",
			fm.Option("ya", "discipline.signed.yes"), fm.Option("menolak", "discipline.signed.refused")),
		fm.Area("alasan", "discipline.field.refusal"),
	}
}

func readMinutes(in *input) discipline.Minutes {
	m := discipline.Minutes{
		Number: in.Text("nomor", 100), Examiners: in.Text("pemeriksa", 200), Text: in.Text("uraian", 20_000), Reason: in.Text("alasan", 1000),
	}
	signed := in.One("tanda-tangan", "ya", "menolak")
	if signed == "" {
		in.Fault("tanda-tangan", "ui.error.choose")
	}
	m.Refused = signed == "menolak"
	return m
}

func doMinutes(c *call, in *input) error {
	m, on := readMinutes(in), in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().RecordMinutes(c.r.Context(), c.who, c.o.ID, in.version, m, on)
}

func doHearing(c *call, in *input) error {
	m, on := readMinutes(in), in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().RecordHearing(c.r.Context(), c.who, c.o.ID, in.version, m, on)
}

func reportFields(_ *call, fm *ui.Form) []ui.Field {
	facts := fm.Area("fakta", "discipline.field.facts")
	facts.Rows = 10
	return []ui.Field{
		fm.Date("tanggal", "discipline.field.date"), facts,
		fm.Radios("terbukti", "discipline.field.proven", fm.Option("ya", "discipline.proven.yes"), fm.Option("tidak", "discipline.proven.no")),
		fm.Area("aturan", "discipline.field.rules"),
		fm.Radios("tingkat", "discipline.field.level", fm.Option(discipline.Light, "discipline.level.ringan"),
			fm.Option(discipline.Moderate, "discipline.level.sedang"), fm.Option(discipline.Severe, "discipline.level.berat")),
	}
}

func doReport(c *call, in *input) error {
	proven := in.One("terbukti", "ya", "tidak")
	if proven == "" {
		in.Fault("terbukti", "ui.error.choose")
	}
	r := discipline.Report{
		Proven: proven == "ya", Facts: in.Text("fakta", 20_000), Rules: in.Text("aturan", 2000),
		Level: in.One("tingkat", discipline.Light, discipline.Moderate, discipline.Severe),
	}
	on := in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	if !r.Proven {
		r.Level = ""
	}
	return c.office().RecordReport(c.r.Context(), c.who, c.o.ID, in.version, r, on)
}

func findingFields(_ *call, fm *ui.Form) []ui.Field {
	yes, no := fm.Text("setuju", "discipline.field.votes_for"), fm.Text("menolak", "discipline.field.votes_against")
	yes.Width, yes.Mode, no.Width, no.Mode = "2", "numeric", "2", "numeric"
	return []ui.Field{
		fm.Radios("terbukti", "discipline.field.proven", fm.Option("ya", "discipline.proven.yes"), fm.Option("tidak", "discipline.proven.no")),
		yes, no, fm.Text("nomor", "discipline.field.number"), fm.Date("tanggal", "discipline.field.date"), fm.Area("uraian", "discipline.field.finding"),
	}
}

func doFinding(c *call, in *input) error {
	f := discipline.Finding{
		Proven: in.One("terbukti", "ya", "tidak") == "ya", For: in.Int("setuju", 0, 99), Against: in.Int("menolak", 0, 99),
		Number: in.Text("nomor", 100), Text: in.Text("uraian", 20_000),
	}
	on := in.Date("tanggal")
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().RecordFinding(c.r.Context(), c.who, c.o.ID, in.version, f, on)
}

func superiorFields(c *call, fm *ui.Form) []ui.Field {
	list, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	options := []ui.Option{{Text: "–"}}
	for _, p := range list {
		if err == nil && p.Class != roster.ClassVillageStaff && (p.Class == roster.ClassVillageHead) == c.villageStaff() {
			options = append(options, ui.Option{Value: string(p.ID), Text: p.Title, Checked: p.ID == c.o.Superior})
		}
	}
	return []ui.Field{fm.Select("atasan", "discipline.field.superior", options...)}
}

func doSuperior(c *call, in *input) error {
	return c.office().SetSuperior(c.r.Context(), c.who, c.o.ID, in.version, roster.PostID(in.Text("atasan", 200)))
}

func doAdmit(c *call, in *input) error {
	return c.office().Admit(c.r.Context(), c.who, c.o.ID, in.version)
}

func doAside(c *call, in *input) error {
	reason := in.Text("alasan", 2000)
	err := in.Err()
	if err != nil {
		return err
	}
	return c.office().StepAside(c.r.Context(), c.who, c.o.ID, in.version, reason)
}
