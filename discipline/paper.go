package discipline

import (
	"encoding/json"
	"time"

	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/ledger"
	"rambu.id/roster"
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

// Knowledge is what a superior or Inspektorat knew without a letter.
type Knowledge struct {
	Source string `json:"source"` // how it became known
	Text   string `json:"text"`
}

// Recommendation is BKN's, as its paper says.
type Recommendation struct {
	Ticket string `json:"ticket"`
	Number string `json:"number"`
	Level  string `json:"level"`
	Text   string `json:"text"`
	Inbox  string `json:"inbox"` // registered letter
}

// Reminder is BKN's warning, reprimand, block or what came after it.
type Reminder struct {
	Step   State  `json:"step"`
	Number string `json:"number"`
	Note   string `json:"note"`
}

// Relief is a temporary relief of duties (PP 94/2021 Pasal 31): a choice, no penalty.
type Relief struct {
	Number  string `json:"number"`
	StandIn string `json:"stand_in"`
	Note    string `json:"note"`
}

// Team examines what may end in a moderate or severe penalty (PP 94/2021 Pasal 29).
type Team struct {
	Number  string   `json:"number"`
	Members []Seated `json:"members"`
}

// Seated is a post in a team or council, with its title on the day.
type Seated struct {
	Post  roster.PostID `json:"post"`
	Title string        `json:"title"`
}

// Summons calls the person to an examination.
type Summons struct {
	Turn   int        `json:"turn"` // 1 or 2
	On     rambu.Date `json:"on"`
	At     string     `json:"at"` // "09.00"
	Place  string     `json:"place"`
	Before string     `json:"before"` // who examines, in words
	Number string     `json:"number"`
}

// NoShow is a missed examination.
type NoShow struct {
	Turn int        `json:"turn"`
	On   rambu.Date `json:"on"`
	Note string     `json:"note"`
}

// Minutes are the minutes of an examination (BAP). A refusal to sign is noted; they stand.
type Minutes struct {
	Number    string `json:"number"`
	Examiners string `json:"examiners"`
	Text      string `json:"text"`
	Refused   bool   `json:"refused"`
	Reason    string `json:"reason"` // given for the refusal
}

// Report is the result of the examination (LHP).
type Report struct {
	Proven bool   `json:"proven"`
	Facts  string `json:"facts"`
	Rules  string `json:"rules"`
	Level  string `json:"level"` // proposed
}

// Decision is the decree that imposes one sanction.
type Decision struct {
	Sanction  string          `json:"sanction"` // id in the law pack
	Level     string          `json:"level"`
	Number    string          `json:"number"`
	Date      rambu.Date      `json:"date"`
	Until     rambu.Date      `json:"until,omitempty"` // of a penalty for a time, as the decree says
	Signer    roster.PostID   `json:"signer"`
	Title     string          `json:"title"` // "Plt. Bupati Rekaan"
	SignedBy  roster.PersonID `json:"signed_by"`
	Name      string          `json:"name"`
	Reason    string          `json:"reason"`
	Contested bool            `json:"contested"`       // more than one person claims the post that day
	Check     bool            `json:"check"`           // a rule of the power to sign is to be checked
	Window    bool            `json:"window"`          // falls in the window of Pasal 71 ayat (2)
	Rules     []string        `json:"rules"`           // articles of the power to sign
	Camat     string          `json:"camat,omitempty"` // how the camat was consulted, of village staff
	File      *File           `json:"file,omitempty"`
}

// Clearance says that nothing was proven and the name is restored.
type Clearance struct {
	Number string `json:"number"`
	Text   string `json:"text"`
}

// Delivery is the handing-over, a missed one, the sending, or the receipt of what was sent.
type Delivery struct {
	How   string     `json:"how"` // diserahkan, tidak-hadir, dikirim, diterima
	On    rambu.Date `json:"on"`
	Note  string     `json:"note"`
	Proof *File      `json:"proof,omitempty"`
}

// Remedy is an objection or appeal, or its outcome.
type Remedy struct {
	Remedy   string        `json:"remedy"` // id in the law pack
	Number   string        `json:"number"`
	Outcome  rules.Outcome `json:"outcome,omitempty"`
	Sanction string        `json:"sanction,omitempty"` // that takes the place of the decree's
	Note     string        `json:"note"`
}

// Execution is the entry in the personnel system.
type Execution struct {
	Reference string `json:"reference"`
	Note      string `json:"note"`
}

// MinisterReport is an acting head's report of a personnel act.
type MinisterReport struct {
	Number string `json:"number"`
}

// Finding is what an ethics council found.
type Finding struct {
	Proven  bool   `json:"proven"`
	For     int    `json:"for"`
	Against int    `json:"against"`
	Number  string `json:"number"`
	Text    string `json:"text"`
}

// VillageStep is a step of the village-head track.
type VillageStep struct {
	To       State  `json:"to"`
	Number   string `json:"number"`
	Sanction string `json:"sanction"`
	Note     string `json:"note"`
}

// StoodAside is a declared conflict of interest; the superior takes over.
type StoodAside struct {
	Post   string `json:"post"`
	Reason string `json:"reason"`
	Next   string `json:"next"` // post that takes over, "" when the roster knows none
}

// AnswerSent names the letter that answered.
type AnswerSent struct {
	Letter   string `json:"letter"`
	Progress bool   `json:"progress"`
}

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
