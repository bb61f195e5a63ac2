package casefile

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/intake"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// Heard is the part somebody has in a clarification.
type Heard string

// The closed list.
const (
	HeardReporter   Heard = "pelapor"
	HeardRespondent Heard = "terlapor"
	HeardWitness    Heard = "saksi"
	HeardExpert     Heard = "ahli"
)

// Hearings lists who can be heard, in the order forms show them.
func Hearings() []Heard { return []Heard{HeardRespondent, HeardReporter, HeardWitness, HeardExpert} }

// Summons invites somebody to be heard.
type Summons struct {
	ID     string     `json:"id"` // "und_…"
	As     Heard      `json:"sebagai"`
	Name   string     `json:"nama"`
	Post   string     `json:"jabatan"`
	Turn   int        `json:"kali"` // 1 first, 2 second
	On     rambu.Date `json:"tanggal"`
	At     string     `json:"pukul"` // "09.00"
	Place  string     `json:"tempat"`
	Letter string     `json:"surat,omitempty"` // draft of the letter, "" when it goes another way
	How    string     `json:"cara,omitempty"`  // how a paper summons was given
}

// SummonIn is a summons to write.
type SummonIn struct {
	Version int64
	As      Heard
	Name    string
	Post    string
	On      rambu.Date
	At      string
	Place   string
	Paper   string // how it was given on paper or by telephone; "" drafts a letter
}

var clockTime = regexp.MustCompile(`^([01][0-9]|2[0-3])[.:][0-5][0-9]$`)

func (in *SummonIn) validate(today rambu.Date) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	in.Name, in.Post, in.Place, in.Paper = strings.TrimSpace(in.Name), strings.TrimSpace(in.Post), strings.TrimSpace(in.Place), strings.TrimSpace(in.Paper)
	if !slices.Contains(Hearings(), in.As) {
		fault("sebagai", "casefile.error.heard")
	}
	if in.Name == "" || len(in.Name) > 300 {
		fault("nama", "casefile.error.name")
	}
	if !in.On.Valid() || in.On < today {
		fault("tanggal", "casefile.error.summons_date")
	}
	if !clockTime.MatchString(in.At) {
		fault("pukul", "casefile.error.time")
	}
	if in.Place == "" || len(in.Place) > 300 {
		fault("tempat", "casefile.error.place")
	}
	if len(in.Post) > 300 || len(in.Paper) > maxNote {
		fault("jabatan", "casefile.error.too_long")
	}
	return es.Err()
}

// Summon invites somebody to be heard. The letter is drafted for printing and handing over: a
// summons never goes through the mail of the government it may be about.
func (d *Desk) Summon(ctx context.Context, who rambu.Actor, id string, in SummonIn) (Summons, error) {
	t, err := d.take(ctx, who, id, in.Version, mayWork, Registered, Clarifying, MoreAsked)
	if err != nil {
		return Summons{}, err
	}
	err = in.validate(t.today)
	if err != nil {
		return Summons{}, err
	}
	papers, err := t.papers()
	if err != nil {
		return Summons{}, err
	}
	s := Summons{
		ID: rambu.NewID("und"), As: in.As, Name: in.Name, Post: in.Post, Turn: 1, On: in.On, At: in.At, Place: in.Place, How: in.Paper,
	}
	for _, old := range all[Summons](papers) {
		if old.As == s.As && lookup.Normal(old.Name) == lookup.Normal(s.Name) {
			s.Turn = min(old.Turn+1, 2)
		}
	}
	draft, err := t.draftSummons(&s)
	if err != nil {
		return Summons{}, err
	}
	w, err := t.paper(PaperSummons, s.On, s)
	if err != nil {
		return Summons{}, err
	}
	return s, t.commit("casefile.summon", func(op *ledger.Op) error {
		if draft != nil {
			err := draft.Write(op)
			if err != nil {
				return err
			}
		}
		return t.hear(op, "", w)
	})
}

// draftSummons writes the letter down, unless the summons goes another way.
func (t *turn) draftSummons(s *Summons) (*letter.Prepared, error) {
	if s.How != "" {
		return nil, nil
	}
	tr := func(key string, args ...string) string { return t.d.words.T("id", key, args...) }
	date, time := t.d.dateID(s.On), s.At
	line := s.Name
	if s.Post != "" {
		line += ", " + s.Post
	}
	p, err := t.d.letters.PrepareDraft(t.ctx, t.who, letter.DraftIn{
		Payload: &kinds.Summons{
			Respondent: kinds.Respondent{Name: s.Name, Post: s.Post}, Turn: s.Turn, On: s.On, At: s.At, Place: s.Place, Before: t.who.Post,
		},
		Nature: letter.Confidential, Code: letterCode, Signer: t.c.Institution + "/ketua",
		To:      []letter.Addressee{{Post: "perorangan/" + s.ID, Line: line}},
		Subject: tr("casefile.letter.summons_subject"),
		Paragraphs: []string{
			tr("casefile.letter.summons_1", "register", t.c.Register, "as", tr("casefile.heard."+string(s.As))),
			tr("casefile.letter.summons_2", "date", date, "time", time, "place", s.Place),
			tr("casefile.letter.summons_3"),
		},
		About: t.c.ID,
	})
	if err != nil {
		return nil, err
	}
	s.Letter = p.ID
	return &p, nil
}

// letterCode is the classification of letters about the handling of violations (PP).
const letterCode = "PP.01.02"

// Attendance says whether somebody who was invited came.
type Attendance string

// The closed list.
const (
	Came    Attendance = "hadir"
	StayedA Attendance = "tidak-hadir"
)

// Signature says how minutes were signed.
type Signature string

// The closed list.
const (
	SignedIt  Signature = "ditandatangani"
	RefusedIt Signature = "menolak"
	NoneIt    Signature = "tidak-ada" // nobody came
)

// Minutes are what was said in a clarification (berita acara).
type Minutes struct {
	As         Heard      `json:"sebagai"`
	Name       string     `json:"nama"`
	Attendance Attendance `json:"kehadiran"`
	Text       string     `json:"isi"`
	Signature  Signature  `json:"tanda_tangan"`
	Note       string     `json:"catatan,omitempty"` // why he refused to sign
}

// MinutesIn are minutes to write down.
type MinutesIn struct {
	Version int64
	On      rambu.Date
	Minutes
}

func (in *MinutesIn) validate(today rambu.Date) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	in.Name, in.Text, in.Note = strings.TrimSpace(in.Name), strings.TrimSpace(in.Text), strings.TrimSpace(in.Note)
	if !slices.Contains(Hearings(), in.As) {
		fault("sebagai", "casefile.error.heard")
	}
	if in.Name == "" || len(in.Name) > 300 {
		fault("nama", "casefile.error.name")
	}
	if !in.On.Valid() || in.On > today {
		fault("tanggal", "casefile.error.minutes_date")
	}
	switch in.Attendance {
	case Came:
		if in.Text == "" {
			fault("isi", "casefile.error.text_needed")
		}
		if in.Signature != SignedIt && in.Signature != RefusedIt {
			fault("tanda", "casefile.error.signature")
		}
	case StayedA:
		in.Signature = NoneIt
	default:
		fault("hadir", "casefile.error.attendance")
	}
	if len(in.Text) > maxText || len(in.Note) > maxNote {
		fault("isi", "casefile.error.too_long")
	}
	return es.Err()
}

// TakeMinutes writes down what was said, or that nobody came.
func (d *Desk) TakeMinutes(ctx context.Context, who rambu.Actor, id string, in MinutesIn) error {
	t, err := d.take(ctx, who, id, in.Version, mayWork, Registered, Clarifying, MoreAsked)
	if err != nil {
		return err
	}
	err = in.validate(t.today)
	if err != nil {
		return err
	}
	if in.On < t.c.RegisteredOn {
		return rambu.Fault(rambu.Invalid, "casefile.error.minutes_date").On("tanggal")
	}
	w, err := t.paper(PaperMinutes, in.On, in.Minutes)
	if err != nil {
		return err
	}
	return t.commit("casefile.minutes", func(op *ledger.Op) error { return t.hear(op, in.On, w) })
}

// hear writes a paper of the clarification; the first one begins it.
func (t *turn) hear(op *ledger.Op, on rambu.Date, w *writing) error {
	err := w.write(op)
	if err != nil || t.c.State != Registered {
		return err
	}
	err = t.step(op, Clarifying, on)
	if err != nil {
		return err
	}
	return t.tell(op, intake.Move{})
}
