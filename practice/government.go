package practice

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/discipline"
	"rambu.id/intake"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

const (
	postRegent    = roster.PostID(Government + "/bupati")
	postSekda     = roster.PostID(Government + "/sekda")
	postInspector = roster.PostID(Government + "/inspektorat/inspektur")
	postPersonnel = roster.PostID(Government + "/bkpsdm/disiplin")
)

// governmentSteps go from the letter's arrival to the executed sanction, and back to the
// reporter.
func governmentSteps() []step {
	return []step{
		{key: "acknowledge", login: LoginClerkG, day: 7, hour: 8, do: acknowledge},
		{key: "open", login: LoginPersonnel, day: 7, hour: 10, do: openMatter},
		{key: "recommend", login: LoginPersonnel, day: 14, hour: 10, do: recommend},
		{key: "team", login: LoginPersonnel, day: 15, hour: 9, do: formTeam},
		{key: "summon", login: LoginPersonnel, day: 15, hour: 10, do: summon},
		{key: "examine", login: LoginInspector, day: 24, hour: 10, do: examine},
		{key: "lhp", login: LoginInspector, day: 25, hour: 10, do: result},
		{key: "decide", login: LoginPersonnel, day: 29, hour: 10, do: decide},
		{key: "minister", login: LoginPersonnel, day: 30, hour: 10, do: minister},
		{key: "deliver", login: LoginPersonnel, day: 31, hour: 10, do: deliver},
		{key: "effect", login: LoginPersonnel, day: 53, hour: 9, do: takeEffect},
		{key: "finish", login: LoginPersonnel, day: 53, hour: 10, do: finish},
		{key: "answer", login: LoginPersonnel, day: 53, hour: 11, do: answer},
		{key: "answer_sign", login: LoginSekda, day: 53, hour: 13, do: signAnswer},
		{key: "answer_file", login: LoginHandler, day: 56, hour: 9, do: fileAnswer},
		{key: "read", day: 56, hour: 20, do: readInbox},
	}
}

// arrived is the forwarded study in the government's inbox.
func (t *tale) arrived(ctx context.Context, who rambu.Actor) (letter.Incoming, error) {
	page, err := t.room.In.Letters.Inbox(ctx, who, letter.Filter{Kind: kinds.KindForwardedStudy, Limit: 200})
	if err != nil {
		return letter.Incoming{}, err
	}
	for _, in := range page.Items {
		if in.Letter == t.letter {
			return in, nil
		}
	}
	return letter.Incoming{}, rambu.Errorf(rambu.NotFound, "the forwarded study has not arrived")
}

func acknowledge(ctx context.Context, t *tale, who rambu.Actor) error {
	in, err := t.arrived(ctx, who)
	if err != nil {
		return err
	}
	return t.room.In.Letters.Acknowledge(ctx, who, in.ID, "Endang Sulastriningsih")
}

func openMatter(ctx context.Context, t *tale, who rambu.Actor) error {
	in, err := t.arrived(ctx, who)
	if err != nil {
		return err
	}
	t.matter, err = t.room.In.Discipline.OpenFromLetter(ctx, who, in.ID)
	return err
}

func recommend(ctx context.Context, t *tale, who rambu.Actor) error {
	today := t.room.In.Procedure.Today(Region)
	m, err := t.room.In.Discipline.Get(ctx, who, t.matter)
	if err != nil {
		return err
	}
	_, err = t.room.In.Discipline.RecordRecommendation(ctx, who, discipline.RecommendationIn{
		Matter: t.matter, Version: m.Version, Ticket: "SBT-LATIHAN-001", Number: "LATIHAN/BKN/77/2024", Date: today.AddDays(-4),
		ReceivedOn: today, Level: discipline.Severe, Text: "Rekomendasi hukuman disiplin tingkat berat.",
	})
	return err
}

func formTeam(ctx context.Context, t *tale, who rambu.Actor) error {
	superior, err := t.room.In.Roster.Superior(ctx, roster.PostID(Government+"/"+t.plot.post))
	if err != nil {
		return err
	}
	return t.room.In.Discipline.FormTeam(ctx, who, t.matter, 0, "LATIHAN/TIM/1/2024", []roster.PostID{superior.ID, postInspector, postPersonnel}, "")
}

func summon(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.Summon(ctx, who, t.matter, 0, discipline.SummonsIn{
		On: t.plot.start.AddDays(24), At: "10.00", Place: "Ruang rapat Inspektorat", Number: "LATIHAN/PGL/1/2024",
	})
}

func examine(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.RecordMinutes(ctx, who, t.matter, 0, discipline.Minutes{
		Number: "LATIHAN/BAP/1/2024", Examiners: "Tim pemeriksa", Text: "PNS yang diperiksa mengaku naik ke panggung.",
		Refused: true, Reason: "Tidak bersedia menandatangani.",
	}, "")
}

func result(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.RecordReport(ctx, who, t.matter, 0, discipline.Report{
		Proven: true, Facts: "Naik ke panggung kampanye dengan atribut dan mengajak warga bersorak.",
		Rules: "PP 94/2021 Pasal 5 huruf n, Pasal 14 huruf i", Level: discipline.Severe,
	}, "")
}

func decide(ctx context.Context, t *tale, who rambu.Actor) error {
	scan, err := t.room.In.Discipline.Attach(ctx, who, "keputusan.pdf", "application/pdf", bytes.NewReader([]byte("%PDF-1.7 LATIHAN keputusan")))
	if err != nil {
		return err
	}
	return t.room.In.Discipline.Decide(ctx, who, t.matter, 0, discipline.DecideIn{
		Sanction: "bebas-jabatan", Number: "LATIHAN/SK/12/2024", Date: t.room.In.Procedure.Today(Region), Signer: postRegent, File: &scan,
	})
}

func minister(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.ReportMinister(ctx, who, t.matter, 0, "LATIHAN/LAP/3/2024", "")
}

func deliver(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.Deliver(ctx, who, t.matter, 0, discipline.DeliveryIn{Note: "Diserahkan dalam pertemuan tertutup."})
}

func takeEffect(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.TakeEffect(ctx, who, t.matter, 0)
}

func finish(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.room.In.Discipline.Finish(ctx, who, t.matter, 0, discipline.Execution{Reference: "SIASN-LATIHAN-9"}, "")
}

func answer(ctx context.Context, t *tale, who rambu.Actor) (err error) {
	t.reply, err = t.room.In.Discipline.Answer(ctx, who, t.matter, 0, discipline.AnswerIn{Signer: postSekda, Code: "800"})
	return err
}

func signAnswer(ctx context.Context, t *tale, who rambu.Actor) error {
	letters := t.room.In.Letters
	_, err := letters.Sign(ctx, who, letter.SignIn{ID: t.reply, Block: letter.SignatureBlock{
		Lines: []string{"SEKRETARIS DAERAH,"}, Name: t.room.people[LoginSekda].Name.String(),
	}})
	if err != nil {
		return err
	}
	err = letters.Send(ctx, who, t.reply)
	if err != nil {
		return err
	}
	return letters.DeliverAll(ctx, who, t.reply)
}

func fileAnswer(ctx context.Context, t *tale, who rambu.Actor) error {
	waiting, err := t.room.In.Cases.Answered(ctx, who)
	if err != nil {
		return err
	}
	in, ok := waiting[t.cas]
	if !ok {
		return rambu.Errorf(rambu.NotFound, "no answer has come")
	}
	return t.on(ctx, who, func(v int64) error { return t.room.In.Cases.RecordAnswer(ctx, who, t.cas, v, in.ID) })
}

// readInbox is the reporter's last look: the sanction was executed.
func readInbox(ctx context.Context, t *tale, _ rambu.Actor) error {
	states, err := t.states(ctx)
	if err != nil {
		return err
	}
	if len(states) == 0 || states[len(states)-1] != "sanksi_dilaksanakan" {
		return rambu.Errorf(rambu.Internal, "the reporter reads %s", strings.Join(states, ", "))
	}
	t.read = true
	return nil
}

func (t *tale) states(ctx context.Context) ([]string, error) {
	box, err := t.room.In.Intake.Inbox(ctx, Supervisor, t.code)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, m := range box.Messages {
		if m.Kind == intake.FromState {
			out = append(out, m.Status)
		}
	}
	return out, nil
}

// ends checks that the job is done and nothing was left out: the reporter has read every
// stage, no clock runs on, the mail was signed for, and the log agrees with every row.
func (t *tale) ends(ctx context.Context) error {
	states, err := t.states(ctx)
	if err != nil {
		return err
	}
	want := []string{
		"diterima", "kajian_awal", "diregister", "klarifikasi", "kajian", "pleno", "diputus_pelanggaran", "diteruskan",
		"status_diumumkan", "sanksi_dilaksanakan",
	}
	clocks, err := t.running(ctx)
	if err != nil {
		return err
	}
	who, err := t.room.actor(ctx, LoginHandler)
	if err != nil {
		return err
	}
	v, err := t.room.In.Cases.Get(ctx, who, t.cas)
	if err != nil {
		return err
	}
	clerk, err := t.room.actor(ctx, LoginClerkG)
	if err != nil {
		return err
	}
	in, err := t.arrived(ctx, clerk)
	if err != nil {
		return err
	}
	bkn, err := t.room.In.Procedure.ByObject(ctx, rambu.System(Government, Region), discipline.ByRecommendation, t.matter)
	if err != nil {
		return err
	}
	switch {
	case bkn.State != "sk_terunggah":
		return rambu.Errorf(rambu.Internal, "BKN's follow-up stands at %s", bkn.State)
	case !slices.Equal(states, want):
		return rambu.Errorf(rambu.Internal, "the reporter read %s", strings.Join(states, ", "))
	case !t.read:
		return rambu.Errorf(rambu.Internal, "the reporter has not looked")
	case len(clocks) > 0:
		return rambu.Errorf(rambu.Internal, "%s runs on", clocks[0].Rule)
	case v.FollowUp != casefile.FollowDone:
		return rambu.Errorf(rambu.Internal, "the follow-up is open")
	case v.Report == nil || len(v.Report.Exhibits) != 1:
		return rambu.Errorf(rambu.Internal, "the exhibit is missing")
	case in.AckPost == "":
		return rambu.Errorf(rambu.Internal, "nobody signed for the letter")
	}
	_, err = t.room.In.Verify(ctx, nil, nil)
	return err
}
