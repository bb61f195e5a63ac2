package practice

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"strings"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/roster"
)

// mainPlot is the matter the story tells: a secretary of a district is reported for actively
// supporting a pair at a campaign meeting. Nobody in it exists.
func mainPlot() plot {
	return plot{
		name: "utama", start: "2024-10-07", door: intake.DoorFormal, actOn: "2024-10-05", act: "attend-with-support",
		what: "Sabtu sore ia naik ke panggung kampanye, memakai kaus pasangan calon, dan mengajak warga bersorak. " +
			"Ia mengenakan jaket kantor kecamatan.",
		place: "Lapangan desa", refers: "pak surya, sekcam", office: "sekcam", post: respondentPost,
	}
}

// picture is the reporter's exhibit: a small made-up photo that says, as those of phones do, where
// it was taken. What an officer gives away should be its clean copy.
func picture() (string, error) {
	m := image.NewGray(image.Rect(0, 0, 96, 64))
	for i := range m.Pix {
		m.Pix[i] = byte(i % 96 * 2)
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	if err != nil {
		return "", err
	}
	text := "tEXtComment\x00LATIHAN: GPS -5.7323 105.5911, ponsel rekaan"
	hidden := binary.BigEndian.AppendUint32(nil, uint32(len(text)-len("tEXt")))
	hidden = append(hidden, text...)
	hidden = binary.BigEndian.AppendUint32(hidden, crc32.ChecksumIEEE([]byte(text)))
	const head = 8 + 25 // signature and IHDR
	return b.String()[:head] + string(hidden) + b.String()[head:], nil
}

// supervisorSteps go from the phone to the forwarding letter.
func supervisorSteps() []step {
	return []step{
		{key: "upload", day: 0, hour: 9, do: stageFile},
		{key: "submit", day: 0, hour: 9, do: submit},
		{key: "sign", login: LoginIntake, day: 0, hour: 11, do: signReport},
		{key: "begin", login: LoginIntake, day: 0, hour: 11, do: begin},
		{key: "checklist", login: LoginIntake, day: 0, hour: 13, do: checklist},
		{key: "identify", login: LoginIntake, day: 0, hour: 14, do: identify},
		{key: "act", login: LoginIntake, day: 0, hour: 14, do: pickAct},
		{key: "register", login: LoginIntake, day: 1, hour: 9, do: register},
		{key: "minutes", login: LoginHandler, day: 2, hour: 10, do: minutes},
		{key: "study", login: LoginHandler, day: 3, hour: 9, do: study},
		{key: "convene", login: LoginHandler, day: 3, hour: 13, do: convene},
		{key: "vote_chair", login: LoginChair, day: 3, hour: 14, do: vote(casefile.VoteProven, "")},
		{key: "vote_member1", login: LoginMember1, day: 3, hour: 14, do: vote(casefile.VoteProven, "")},
		{key: "close_plenary", login: LoginChair, day: 3, hour: 15, do: closePlenary},
		{key: "draft", login: LoginHandler, day: 4, hour: 9, do: draftForwarding},
		{key: "who_could_know", login: LoginMember1, day: 4, hour: 10, do: whoCouldKnow},
		{key: "forward", login: LoginChair, day: 4, hour: 11, do: forward},
		{key: "announce", login: LoginHandler, day: 4, hour: 14, do: announce},
	}
}

func (t *tale) version(ctx context.Context, who rambu.Actor) (int64, error) {
	c, err := t.room.In.Cases.Find(ctx, who, t.cas)
	return c.Version, err
}

// on runs fn with the case's present version.
func (t *tale) on(ctx context.Context, who rambu.Actor, fn func(version int64) error) error {
	v, err := t.version(ctx, who)
	if err != nil {
		return err
	}
	return fn(v)
}

func stageFile(ctx context.Context, t *tale, _ rambu.Actor) error {
	photo, err := picture()
	if err != nil {
		return err
	}
	_, err = t.room.In.Intake.Stage(ctx, Supervisor, t.draft, evidence.StageIn{Region: Region, Name: "foto-panggung.png", Body: strings.NewReader(photo)})
	return err
}

func submit(ctx context.Context, t *tale, _ rambu.Actor) error {
	in := intake.Submission{
		Draft: t.draft, Institution: Supervisor, Region: Region, Door: t.plot.door, Files: true,
		Answers: intake.Answers{
			What: t.plot.what, When: t.plot.actOn, District: District, Place: t.plot.place, Who: t.plot.refers, Post: t.plot.office,
		},
	}
	if t.plot.door == intake.DoorFormal {
		in.Answers.Known, in.Answers.Address = t.plot.actOn, "Kantornya di Kalianda"
		in.Identity = &intake.Identity{
			Name: "Pelapor Latihan", Birth: "Kalianda, 1 Januari 1980", Sex: "P", Occupation: "Pedagang", Citizenship: "Indonesia",
			Address: "Jalan Latihan 1", Phone: "081200000000",
		}
	}
	lodged, err := t.room.In.Intake.Submit(ctx, in)
	if err != nil {
		return err
	}
	t.code, t.report = lodged.Code.String(), lodged.ID
	return nil
}

func signReport(ctx context.Context, t *tale, who rambu.Actor) error {
	if t.plot.door != intake.DoorFormal {
		return nil
	}
	return t.room.In.Intake.MarkSigned(ctx, who, t.report, t.room.In.Procedure.Today(Region))
}

func begin(ctx context.Context, t *tale, who rambu.Actor) (err error) {
	t.cas, err = t.room.In.Cases.Begin(ctx, who, t.report)
	return err
}

func checklist(ctx context.Context, t *tale, who rambu.Actor) error {
	cases := t.room.In.Cases
	c, err := cases.Find(ctx, who, t.cas)
	if err != nil {
		return err
	}
	var lines []casefile.CheckIn
	for _, r := range cases.Requirements(c.Origin) {
		lines = append(lines, casefile.CheckIn{Requirement: r.ID, Met: true})
	}
	return cases.Checklist(ctx, who, t.cas, c.Version, lines)
}

// identify finds the person by what the reporter wrote, and lets the officer confirm the hit.
func identify(ctx context.Context, t *tale, who rambu.Actor) error {
	hits, err := t.room.In.Cases.Suggest(ctx, who, t.cas, t.plot.refers)
	if err != nil {
		return err
	}
	ref := ""
	for _, h := range hits {
		if h.Key == t.respondent() {
			ref = h.Key
		}
	}
	if ref == "" {
		return rambu.Errorf(rambu.Internal, "%q was not recognised among %d hits", t.plot.refers, len(hits))
	}
	return t.on(ctx, who, func(v int64) error {
		return t.room.In.Cases.Identify(ctx, who, t.cas, v, []casefile.RespondentIn{{Ref: ref}})
	})
}

func pickAct(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.on(ctx, who, func(v int64) error {
		return t.room.In.Cases.SetAct(ctx, who, t.cas, v, casefile.ActIn{Kind: t.plot.act, Subject: string(roster.SubjectPNS), On: t.plot.actOn})
	})
}

func register(ctx context.Context, t *tale, who rambu.Actor) error {
	handler, err := t.room.actor(ctx, LoginHandler)
	if err != nil {
		return err
	}
	return t.on(ctx, who, func(v int64) error {
		_, err := t.room.In.Cases.Register(ctx, who, t.cas, casefile.RegisterIn{Version: v, Accounts: []string{handler.Account}})
		return err
	})
}

func minutes(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.on(ctx, who, func(v int64) error {
		return t.room.In.Cases.TakeMinutes(ctx, who, t.cas, casefile.MinutesIn{
			Version: v, On: t.room.In.Procedure.Today(Region),
			Minutes: casefile.Minutes{
				As: casefile.HeardRespondent, Name: t.room.people[t.plot.post].Name.String(), Attendance: casefile.Came,
				Text: "Mengaku hadir; menyangkal mengajak warga.", Signature: casefile.SignedIt,
			},
		})
	})
}

func study(ctx context.Context, t *tale, who rambu.Actor) error {
	v, err := t.room.In.Cases.Get(ctx, who, t.cas)
	if err != nil {
		return err
	}
	in := casefile.StudyIn{
		Version: v.Version, Done: true, Others: []string{"Keterangan dua saksi"}, Citations: []string{"pp-94-2021 Pasal 5 huruf n"},
		Sections: casefile.Study{
			Case: "Dugaan dukungan aktif di panggung kampanye.", Evidence: "Satu foto dan keterangan dua saksi.",
			Facts: "Terlapor hadir di panggung dengan atribut.", Analysis: "Kehadiran disertai dukungan aktif.",
			Conclusion: "Dugaan terbukti secara material.", Recommendation: "Diteruskan kepada BKN dengan tembusan PPK.",
		},
	}
	if v.Report != nil {
		for _, e := range v.Report.Exhibits {
			in.Exhibits = append(in.Exhibits, e.ID)
		}
	}
	return t.room.In.Cases.SaveStudy(ctx, who, t.cas, in)
}

func convene(ctx context.Context, t *tale, who rambu.Actor) error {
	var accounts []string
	for _, login := range []string{LoginChair, LoginMember1, LoginMember2} {
		m, err := t.room.actor(ctx, login)
		if err != nil {
			return err
		}
		accounts = append(accounts, m.Account)
	}
	return t.on(ctx, who, func(v int64) error { return t.room.In.Cases.Convene(ctx, who, t.cas, v, accounts) })
}

func vote(c casefile.Choice, dissent string) func(context.Context, *tale, rambu.Actor) error {
	return func(ctx context.Context, t *tale, who rambu.Actor) error {
		return t.room.In.Cases.CastVote(ctx, who, t.cas, casefile.VoteIn{Choice: c, Dissent: dissent})
	}
}

func closePlenary(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.on(ctx, who, func(v int64) error {
		d, err := t.room.In.Cases.ClosePlenary(ctx, who, t.cas, v)
		if err == nil && d.Result != casefile.VoteProven {
			return rambu.Errorf(rambu.Internal, "the plenary decided %s", d.Result)
		}
		return err
	})
}

func draftForwarding(ctx context.Context, t *tale, who rambu.Actor) error {
	v, err := t.room.In.Cases.Get(ctx, who, t.cas)
	if err != nil {
		return err
	}
	in := casefile.ForwardIn{Version: v.Version, Summary: "Dugaan dukungan aktif kepada pasangan calon di panggung kampanye."}
	if v.Report != nil {
		for _, e := range v.Report.Exhibits {
			in.Files = append(in.Files, e.ID)
		}
	}
	t.letter, err = t.room.In.Cases.DraftForwarding(ctx, who, t.cas, in)
	return err
}

func whoCouldKnow(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.on(ctx, who, func(v int64) error {
		return t.room.In.Cases.WhoCouldKnow(ctx, who, t.cas, casefile.IdentityCheckIn{Version: v, Answer: "Ratusan orang di lapangan.", Safe: true})
	})
}

func forward(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.on(ctx, who, func(v int64) error {
		return t.room.In.Cases.Forward(ctx, who, t.cas, casefile.ForwardNow{Version: v})
	})
}

func announce(ctx context.Context, t *tale, who rambu.Actor) error {
	return t.on(ctx, who, func(v int64) error {
		return t.room.In.Cases.Announce(ctx, who, t.cas, v, "Terima kasih. Perkara ini diteruskan kepada yang berwenang.")
	})
}
