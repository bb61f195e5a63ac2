package meeting

import (
	"net/url"
	"slices"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

func (c *call) rowID() string { return c.r.PathValue("baris") }

func (c *call) back() string { return "/rapat/" + c.v.ID }

// invitee is the row of the address.
func (c *call) invitee() meeting.Invitee {
	at := slices.IndexFunc(c.v.Invitees, func(i meeting.Invitee) bool { return i.ID == c.rowID() })
	if at < 0 {
		return meeting.Invitee{}
	}
	return c.v.Invitees[at]
}

func doAccept(c *call, _ *ui.Input) (string, error) {
	return c.back(), c.p.Room.Accept(c.r.Context(), c.who, c.rowID())
}

// standIns offers the staff of a post that the meeting takes, nearest first.
func (c *call) standIns(post roster.PostID) []ui.Option {
	below, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution, Superior: post})
	if err != nil {
		return nil
	}
	out := []ui.Option{{Text: "–"}}
	for _, p := range below {
		if c.v.Takes(p) == nil && p.ID != c.v.Session.Chair {
			out = append(out, ui.Option{Value: string(p.ID), Text: p.Title})
		}
	}
	return out
}

func standInFields(c *call, fm *ui.Form) []ui.Field {
	return []ui.Field{
		fm.Select("jabatan", "meeting.field.who_stands_in", c.standIns(c.invitee().Post)...), fm.Text("nomor", "meeting.field.mandate_number"),
		fm.Date("tanggal", "meeting.field.mandate_date"), fm.Date("sampai", "meeting.field.mandate_until"),
	}
}

func doRepresent(c *call, in *ui.Input) (string, error) {
	s := meeting.StandInIn{
		Post: roster.PostID(in.Values.Get("jabatan")), Mandate: meeting.Mandate{Number: in.Text("nomor", 100), Date: in.Date("tanggal")}, Until: in.Date("sampai"),
	}
	if s.Post == "" {
		in.Fault("jabatan", "ui.error.choose")
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.Represent(c.r.Context(), c.who, c.rowID(), s)
}

func mandateFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Radios("jawab", "meeting.field.mandate", fm.Option("ya", "meeting.mandate_answer.yes"), fm.Option("tidak", "meeting.mandate_answer.no"))}
}

func doMandate(c *call, in *ui.Input) (string, error) {
	yes := in.One("jawab", "ya", "tidak")
	if yes == "" {
		in.Fault("jawab", "ui.error.choose")
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.AnswerStandIn(c.r.Context(), c.who, c.rowID(), yes == "ya")
}

func reasonFields(_ *call, fm *ui.Form) []ui.Field {
	var grounds []ui.Option
	for _, g := range meeting.Grounds() {
		grounds = append(grounds, fm.Option(string(g), "meeting.ground."+string(g)))
	}
	return []ui.Field{
		fm.Radios("alasan", "meeting.field.ground", grounds...), fm.Area("uraian", "meeting.field.reason"), fm.Text("surat", "meeting.field.document"),
		paperField(fm),
	}
}

// reasonOf is a reason as it was typed.
func reasonOf(in *ui.Input) meeting.Reason {
	return meeting.Reason{Ground: meeting.Ground(in.Values.Get("alasan")), Text: in.Text("uraian", 2000), Document: in.Text("surat", 200)}
}

func doReason(c *call, in *ui.Input) (string, error) {
	reason := reasonOf(in)
	reason.File = c.paper
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.GiveReason(c.r.Context(), c.who, c.rowID(), reason)
}

func assessFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Radios("nilai", "meeting.field.assess", fm.Option("jelas", "meeting.assess.clear"), fm.Option("tidak", "meeting.assess.unclear"))}
}

func doAssess(c *call, in *ui.Input) (string, error) {
	clear := in.One("nilai", "jelas", "tidak")
	if clear == "" {
		in.Fault("nilai", "ui.error.choose")
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.Assess(c.r.Context(), c.who, c.rowID(), clear == "jelas")
}

func correctFields(_ *call, fm *ui.Form) []ui.Field {
	var states []ui.Option
	for _, p := range meeting.Corrections() {
		states = append(states, fm.Option(string(p), "meeting.presence."+string(p)))
	}
	return []ui.Field{
		fm.Radios("kehadiran", "meeting.field.corrected", states...), fm.Area("uraian", "meeting.field.correction"), fm.Text("surat", "meeting.field.correction_document"),
		paperField(fm),
	}
}

func doCorrect(c *call, in *ui.Input) (string, error) {
	correction := meeting.CorrectionIn{
		State: meeting.Presence(in.Values.Get("kehadiran")), Note: meeting.CorrectionNote{Text: in.Text("uraian", 2000), Document: in.Text("surat", 200), File: c.paper},
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.Correct(c.r.Context(), c.who, c.rowID(), correction)
}

func offFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Area("alasan", "meeting.field.off_why")}
}

func doCallOff(c *call, in *ui.Input) (string, error) {
	why := in.Text("alasan", 4000)
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.CallOff(c.r.Context(), c.who, meeting.CallOffIn{Meeting: c.v.ID, Why: why})
}

func finishFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Area("bukti", "meeting.field.proof")}
}

func doFinish(c *call, in *ui.Input) (string, error) {
	proof := in.Text("bukti", 4000)
	err := in.Err()
	if err != nil {
		return "", err
	}
	return "/rapat/tindak-lanjut", c.p.Room.Finish(c.r.Context(), c.who, meeting.FinishIn{ID: c.r.PathValue("keputusan"), Proof: proof})
}

// fresh stands in the address for a decision that does not exist yet.
const fresh = "baru"

func decisionFields(c *call, fm *ui.Form) []ui.Field {
	return []ui.Field{
		fm.Area("keputusan", "meeting.field.decision"), fm.Area("butir", "meeting.field.points"),
		fm.Select("pemilik", "meeting.field.owner", c.posts(roster.ClassLurah)...), fm.Date("tenggat", "meeting.field.due"),
	}
}

// storedDecision fills the form with the decision of the address.
func storedDecision(c *call) url.Values {
	m, err := c.p.Room.Minutes(c.r.Context(), c.who, c.v.ID)
	if err != nil {
		return nil
	}
	for _, d := range m.Decisions {
		if d.ID == c.r.PathValue("keputusan") {
			return url.Values{"keputusan": {d.Text}, "butir": {joinLines(d.Points)}, "pemilik": {string(d.Owner)}, "tenggat": {string(d.Due)}}
		}
	}
	return nil
}

func doDecision(c *call, in *ui.Input) (string, error) {
	d := meeting.DecisionIn{
		ID: c.r.PathValue("keputusan"), Text: in.Text("keputusan", 2000), Points: splitLines(in.Text("butir", 4000)),
		Owner: roster.PostID(in.Values.Get("pemilik")), Due: in.Date("tenggat"),
	}
	if d.ID == fresh {
		d.ID = ""
	}
	err := in.Err()
	if err != nil {
		return "", err
	}
	if d.ID != "" && !rambu.ValidID("kpr", d.ID) {
		return "", rambu.Errorf(rambu.NotFound, "no such decision")
	}
	_, err = c.p.Room.Decide(c.r.Context(), c.who, c.v.ID, d)
	return c.back() + "/notulen", err
}
