package discipline

import (
	"encoding/json"
	"time"

	"rambu.id"
	"rambu.id/discipline/paper"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// PaperKind says what a paper of a matter is.
type PaperKind string

// The closed list of papers.
const (
	PaperKnowledge      PaperKind = "pengetahuan"
	PaperRecommendation PaperKind = "rekomendasi"
	PaperReminder       PaperKind = "pengingat-bkn"
	PaperRelief         PaperKind = "bebas-tugas"
	PaperTeam           PaperKind = "tim-pemeriksa"
	PaperSummons        PaperKind = "panggilan"
	PaperNoShow         PaperKind = "tidak-hadir"
	PaperMinutes        PaperKind = "bap"
	PaperReport         PaperKind = "lhp"
	PaperDecision       PaperKind = "keputusan"
	PaperClearance      PaperKind = "tidak-terbukti"
	PaperDelivery       PaperKind = "penyampaian"
	PaperRemedy         PaperKind = "upaya"
	PaperExecution      PaperKind = "pencatatan"
	PaperMinister       PaperKind = "laporan-menteri"
	PaperCouncil        PaperKind = "majelis"
	PaperFinding        PaperKind = "putusan-majelis"
	PaperStatement      PaperKind = "pernyataan"
	PaperVillage        PaperKind = "langkah-desa"
	PaperAside          PaperKind = "benturan-kepentingan"
	PaperAnswer         PaperKind = "jawaban"
	PaperSuspension     PaperKind = "penangguhan-waktu"
)

// Paper is one thing written in a matter. It is never changed; a correction is a new paper.
type Paper struct {
	ID      string // "bdp_…"
	Matter  string
	Number  int64 // order in the matter
	Kind    PaperKind
	On      rambu.Date // day it speaks of
	At      time.Time  // when it was written down
	Account string
	Post    string
	Content any // *Summons, *Minutes and so on; nil until opened

	institution, region string
	body                []byte
	version             int64
}

func (p *Paper) values() []any {
	return []any{p.ID, p.institution, p.region, p.Matter, p.Number, string(p.Kind), p.On, p.At, p.Account, p.Post, p.body}
}

type (
	// Standstill is why a clock was suspended.
	Standstill = paper.Standstill
	// Knowledge is what was known without a letter.
	Knowledge = paper.Knowledge
	// Recommendation is BKN's.
	Recommendation = paper.Recommendation
	// Reminder is BKN's about silence.
	Reminder = paper.Reminder
	// Relief is a temporary relief of duties.
	Relief = paper.Relief
	// Team examines, or sits as council.
	Team = paper.Team
	// Seated is a post in a team.
	Seated = paper.Seated
	// Summons calls to an examination.
	Summons = paper.Summons
	// NoShow is a missed examination.
	NoShow = paper.NoShow
	// Minutes are those of an examination.
	Minutes = paper.Minutes
	// Report is its result.
	Report = paper.Report
	// Decision is the decree.
	Decision = paper.Decision
	// Clearance ends a matter without proof.
	Clearance = paper.Clearance
	// Delivery brings the decree to the person.
	Delivery = paper.Delivery
	// Remedy is an objection or appeal, or its outcome.
	Remedy = paper.Remedy
	// Execution is the entry in the personnel system.
	Execution = paper.Execution
	// MinisterReport is an acting head's report.
	MinisterReport = paper.MinisterReport
	// Finding is an ethics council's.
	Finding = paper.Finding
	// VillageStep is a step of the village track.
	VillageStep = paper.VillageStep
	// StoodAside is a conflict of interest.
	StoodAside = paper.StoodAside
	// AnswerSent names the letter that answered.
	AnswerSent = paper.AnswerSent
)

// contents are what the content of each kind of paper is decoded into.
var contents = map[PaperKind]func() any{
	PaperKnowledge:      func() any { return &Knowledge{} },
	PaperRecommendation: func() any { return &Recommendation{} },
	PaperReminder:       func() any { return &Reminder{} },
	PaperRelief:         func() any { return &Relief{} },
	PaperTeam:           func() any { return &Team{} },
	PaperCouncil:        func() any { return &Team{} },
	PaperSummons:        func() any { return &Summons{} },
	PaperNoShow:         func() any { return &NoShow{} },
	PaperMinutes:        func() any { return &Minutes{} },
	PaperReport:         func() any { return &Report{} },
	PaperDecision:       func() any { return &Decision{} },
	PaperClearance:      func() any { return &Clearance{} },
	PaperDelivery:       func() any { return &Delivery{} },
	PaperStatement:      func() any { return &Delivery{} },
	PaperRemedy:         func() any { return &Remedy{} },
	PaperExecution:      func() any { return &Execution{} },
	PaperMinister:       func() any { return &MinisterReport{} },
	PaperFinding:        func() any { return &Finding{} },
	PaperVillage:        func() any { return &VillageStep{} },
	PaperAside:          func() any { return &StoodAside{} },
	PaperAnswer:         func() any { return &AnswerSent{} },
	PaperSuspension:     func() any { return &Standstill{} },
}

// open decodes the content of a paper.
func (p *Paper) open(key seal.ContentKey) error {
	blank, known := contents[p.Kind]
	if !known {
		return rambu.Errorf(rambu.Internal, "a paper of kind %q", p.Kind)
	}
	p.Content = blank()
	return key.OpenJSON(paperInfo(p.ID), p.body, p.Content)
}

// Latest returns the newest paper with that type of content, nil when there is none.
func Latest[T any](papers []Paper) (*T, *Paper) {
	for i := len(papers) - 1; i >= 0; i-- {
		if v, ok := papers[i].Content.(*T); ok {
			return v, &papers[i]
		}
	}
	return nil, nil
}

// writing is a paper that was sealed and waits for its operation.
type writing struct{ Paper }

// paper seals a paper of the turn's matter; commit writes it. on is the day it speaks of.
func (t *turn) paper(kind PaperKind, on rambu.Date, content any) error {
	w := &writing{Paper{
		ID: rambu.NewID("bdp"), Matter: t.m.ID, Kind: kind, On: on, Account: t.who.Account, Post: t.who.Post,
		institution: t.m.Institution, region: t.m.Region, Content: content,
	}}
	plain, err := json.Marshal(content)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "encode a paper: %v", err)
	}
	w.body, err = t.key.Seal(paperInfo(w.ID), plain)
	if err != nil {
		return err
	}
	t.writes = append(t.writes, w)
	return nil
}

// write puts the paper behind those that are there.
func (w *writing) write(op *ledger.Op) error {
	last, err := lastPaperIn(op, w.Matter)
	if err != nil {
		return err
	}
	w.Number, w.At = last+1, op.At
	op.Fact("paper", string(w.Kind)+" "+w.ID)
	return op.Insert(paperTable, w.values()...)
}
