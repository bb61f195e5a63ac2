// Package paper holds what the papers of a discipline matter say, one type for each kind, as it is sealed.
package paper

import (
	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/roster"
	"rambu.id/seal/attachment"
)

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
	Step   rules.State `json:"step"`
	Number string      `json:"number"`
	Note   string      `json:"note"`
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
	Sanction  string           `json:"sanction"` // id in the law pack
	Level     string           `json:"level"`
	Number    string           `json:"number"`
	Date      rambu.Date       `json:"date"`
	Until     rambu.Date       `json:"until,omitempty"` // of a penalty for a time, as the decree says
	Signer    roster.PostID    `json:"signer"`
	Title     string           `json:"title"` // "Plt. Bupati Rekaan"
	SignedBy  roster.PersonID  `json:"signed_by"`
	Name      string           `json:"name"`
	Reason    string           `json:"reason"`
	Contested bool             `json:"contested"`       // more than one person claims the post that day
	Check     bool             `json:"check"`           // a rule of the power to sign is to be checked
	Window    bool             `json:"window"`          // falls in the window of Pasal 71 ayat (2)
	Rules     []string         `json:"rules"`           // articles of the power to sign
	Camat     string           `json:"camat,omitempty"` // how the camat was consulted, of village staff
	File      *attachment.File `json:"file,omitempty"`
}

// Clearance says that nothing was proven and the name is restored.
type Clearance struct {
	Number string `json:"number"`
	Text   string `json:"text"`
}

// Delivery is the handing-over, a missed one, the sending, or the receipt of what was sent.
type Delivery struct {
	How   string           `json:"how"` // diserahkan, tidak-hadir, dikirim, diterima
	On    rambu.Date       `json:"on"`
	Note  string           `json:"note"`
	Proof *attachment.File `json:"proof,omitempty"`
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
	To       rules.State `json:"to"`
	Number   string      `json:"number"`
	Sanction string      `json:"sanction"`
	Note     string      `json:"note"`
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

// Standstill is why a clock of the matter was suspended, in the officer's own words.
type Standstill struct {
	Ground string `json:"ground"` // id in the pack
	Reason string `json:"reason"`
}
