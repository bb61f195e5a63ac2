package kinds

import (
	"encoding/hex"
	"strings"

	"rambu.id"
)

// Plain is a letter whose text says everything; Note is a short remark for the receiving desk.
type Plain struct {
	Note string `json:"note"`
}

// Respondent is the person a study is about (terlapor), as the sender wrote it down.
type Respondent struct {
	Name  string `json:"name"`
	NIP   string `json:"nip"`   // 18 digits, "" outside the civil service
	Post  string `json:"post"`  // title of the post on the day of the act, in words
	Class string `json:"class"` // subject class of the law pack
}

// Exhibit names one piece of evidence; its bytes travel as an attachment of the letter.
type Exhibit struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	SHA256 string `json:"sha256"` // of the file, hex
}

// Citation names an article the sender rests on.
type Citation struct {
	Regulation string `json:"regulation"` // id in the law pack
	Article    string `json:"article"`    // "Pasal 9 ayat (2)"
	Text       string `json:"text"`       // title in words, as printed
}

// ForwardedStudy is what Bawaslu forwards to the authority that may punish (Perbawaslu 8/2020:
// other violations of law are forwarded with a study).
type ForwardedStudy struct {
	Register     string       `json:"register"` // number of the case register
	Act          string       `json:"act"`      // code of the forbidden act in the law pack
	ActDate      rambu.Date   `json:"act_date"`
	Class        string       `json:"class"`  // subject class that decided the route
	Regime       string       `json:"regime"` // "pilkada" or "pemilu"
	Respondent   Respondent   `json:"respondent"`
	Summary      string       `json:"summary"`
	Study        string       `json:"study"`
	Evidence     []Exhibit    `json:"evidence"`
	Citations    []Citation   `json:"citations"`
	PlenaryDate  rambu.Date   `json:"plenary_date"`
	VotesFor     int          `json:"votes_for"`
	VotesAgainst int          `json:"votes_against"`
	Dates        []rambu.Date `json:"dates"` // further days of the same act
}

// Result is how the authority ended a matter.
type Result string

// The closed list of results.
const (
	ResultSanction  Result = "dijatuhi-hukuman"
	ResultNone      Result = "tidak-terbukti"
	ResultForwarded Result = "diteruskan" // to whoever is competent
	ResultPending   Result = "masih-diproses"
	ResultAnnulled  Result = "hukuman-dibatalkan" // by the outcome of an objection or appeal
)

// Answer tells the sender of a study what became of it.
type Answer struct {
	Result    Result     `json:"result"`
	Decree    string     `json:"decree"`   // number of the decision
	Date      rambu.Date `json:"date"`     // of the decision
	Sanction  string     `json:"sanction"` // id in the law pack
	Effective rambu.Date `json:"effective"`
	Reason    string     `json:"reason"`
}

// Recommendation is what BKN recommends to the authority, typed in from its letter or system.
type Recommendation struct {
	Ticket     string     `json:"ticket"` // number in BKN's own system
	Number     string     `json:"number"`
	Date       rambu.Date `json:"date"`
	Class      string     `json:"class"` // subject class
	Level      string     `json:"level"` // ringan, sedang, berat, "" when it names none
	Respondent Respondent `json:"respondent"`
	Text       string     `json:"text"`
}

// Summons calls a person to an examination (PP 94/2021 Pasal 26-27, Perbawaslu 8/2020).
type Summons struct {
	Respondent Respondent `json:"respondent"`
	Turn       int        `json:"turn"` // 1 first, 2 second
	On         rambu.Date `json:"on"`
	At         string     `json:"at"` // "09.00"
	Place      string     `json:"place"`
	Before     string     `json:"before"` // post that examines
}

// Receipt says that a letter arrived.
type Receipt struct {
	Letter string     `json:"letter"` // id or number of the letter received
	On     rambu.Date `json:"on"`
	By     string     `json:"by"` // post that received it
}

// Invitation invites posts to a meeting.
type Invitation struct {
	Meeting string       `json:"meeting"` // id at the sender's
	Sort    string       `json:"sort"`    // rakor, apel, rapat, kunjungan
	On      rambu.Date   `json:"on"`
	AlsoOn  []rambu.Date `json:"also_on"` // further days of a series
	At      string       `json:"at"`      // "09.00 WIB"
	Until   string       `json:"until"`
	Place   string       `json:"place"`
	Chair   string       `json:"chair"` // title with the way the office is held that day
	Agenda  []string     `json:"agenda"`
	StandIn string       `json:"stand_in"` // who may come instead, in words
	Note    string       `json:"note"`
	Link    string       `json:"link,omitempty"` // short link that opens it without an account
}

// Kind implements Payload.
func (*Plain) Kind() Kind { return KindPlain }

// Kind implements Payload.
func (*ForwardedStudy) Kind() Kind { return KindForwardedStudy }

// Kind implements Payload.
func (*Answer) Kind() Kind { return KindAnswer }

// Kind implements Payload.
func (*Recommendation) Kind() Kind { return KindRecommendation }

// Kind implements Payload.
func (*Summons) Kind() Kind { return KindSummons }

// Kind implements Payload.
func (*Receipt) Kind() Kind { return KindReceipt }

// Kind implements Payload.
func (*Invitation) Kind() Kind { return KindInvitation }

// Version implements Payload.
func (*Invitation) Version() int { return 1 }

// Version implements Payload.
func (*Plain) Version() int { return 1 }

// Version implements Payload.
func (*ForwardedStudy) Version() int { return 1 }

// Version implements Payload.
func (*Answer) Version() int { return 1 }

// Version implements Payload.
func (*Recommendation) Version() int { return 1 }

// Version implements Payload.
func (*Summons) Version() int { return 1 }

// Version implements Payload.
func (*Receipt) Version() int { return 1 }

// checks collects the faults of one payload.
type checks struct{ faults rambu.Errors }

func (c *checks) need(ok bool, field, key string) {
	if !ok {
		c.faults = append(c.faults, rambu.Fault(rambu.Invalid, key).On(field))
	}
}

func (c *checks) text(s, field string) { c.need(s != "", field, "letter.error.missing") }

func (c *checks) date(d rambu.Date, field string) { c.need(d.Valid(), field, "letter.error.date") }

func (c *checks) dateOrNone(d rambu.Date, field string) {
	c.need(d == "" || d.Valid(), field, "letter.error.date")
}

// Validate accepts any note.
func (*Plain) Validate() error { return nil }

// Validate asks for what the authority needs to open a matter: no study, no forwarding.
func (s *ForwardedStudy) Validate() error {
	var c checks
	c.text(s.Register, "register")
	c.text(s.Act, "act")
	c.date(s.ActDate, "act_date")
	c.text(s.Class, "class")
	c.text(s.Regime, "regime")
	c.text(s.Respondent.Name, "respondent")
	c.text(s.Study, "study")
	c.need(len(s.Citations) > 0, "citations", "letter.error.missing")
	c.date(s.PlenaryDate, "plenary_date")
	c.need(s.VotesFor > 0 && s.VotesAgainst >= 0, "votes", "letter.error.votes")
	for _, d := range s.Dates {
		c.date(d, "dates")
	}
	for _, e := range s.Evidence {
		sum, err := hex.DecodeString(e.SHA256)
		c.need(e.Name != "" && err == nil && len(sum) == 32, "evidence", "letter.error.exhibit")
	}
	return c.faults.Err()
}

// Validate asks for a decision when there is a sanction.
func (a *Answer) Validate() error {
	var c checks
	switch a.Result {
	case ResultSanction:
		c.text(a.Decree, "decree")
		c.date(a.Date, "date")
		c.text(a.Sanction, "sanction")
	case ResultNone, ResultForwarded, ResultPending, ResultAnnulled:
		c.text(a.Reason, "reason")
	default:
		c.need(false, "result", "letter.error.result")
	}
	c.dateOrNone(a.Date, "date")
	c.dateOrNone(a.Effective, "effective")
	return c.faults.Err()
}

// Validate asks for a number, a date and a person.
func (r *Recommendation) Validate() error {
	var c checks
	c.need(r.Ticket != "" || r.Number != "", "number", "letter.error.missing")
	c.date(r.Date, "date")
	c.text(r.Respondent.Name, "respondent")
	c.need(r.Level == "" || r.Level == "ringan" || r.Level == "sedang" || r.Level == "berat", "level", "letter.error.level")
	return c.faults.Err()
}

// Validate asks for who, when and where.
func (s *Summons) Validate() error {
	var c checks
	c.text(s.Respondent.Name, "respondent")
	c.need(s.Turn == 1 || s.Turn == 2, "turn", "letter.error.turn")
	c.date(s.On, "on")
	c.text(s.At, "at")
	c.text(s.Place, "place")
	c.text(s.Before, "before")
	return c.faults.Err()
}

// Validate asks for which letter and when.
func (r *Receipt) Validate() error {
	var c checks
	c.text(r.Letter, "letter")
	c.date(r.On, "on")
	return c.faults.Err()
}

// Validate asks for when, where, who leads and what is on the agenda.
func (i *Invitation) Validate() error {
	var c checks
	c.text(i.Meeting, "meeting")
	c.date(i.On, "on")
	for _, d := range i.AlsoOn {
		c.date(d, "on")
	}
	c.text(i.At, "at")
	c.text(i.Place, "place")
	c.text(i.Chair, "chair")
	c.need(len(i.Agenda) > 0, "agenda", "letter.error.missing")
	c.need(i.Link == "" || strings.HasPrefix(i.Link, "https://") || strings.HasPrefix(i.Link, "http://"), "link", "letter.error.missing")
	return c.faults.Err()
}
