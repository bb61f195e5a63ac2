package discipline

import (
	"strings"

	"rambu.id"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Respondent is the person a matter is about: terlapor, later "PNS yang diperiksa". He is
// called nothing else before a decision.
type Respondent struct {
	Person   roster.PersonID `json:"person,omitempty"` // "" outside the roster
	Post     roster.PostID   `json:"post,omitempty"`   // post held on the day of the act
	Name     string          `json:"name"`
	NIP      string          `json:"nip,omitempty"`
	PostText string          `json:"post_text"`
	Class    string          `json:"class"` // subject class of the law pack
}

// Source is the letter a matter came from.
type Source struct {
	Letter     string     `json:"letter"` // "srt_…" as the sender knows it
	Number     string     `json:"number"`
	Date       rambu.Date `json:"date"`
	ReceivedOn rambu.Date `json:"received_on"`
	From       string     `json:"from"`   // institution
	Signer     string     `json:"signer"` // post that signed: where the answer goes
	Register   string     `json:"register"`
}

// Dossier is the sealed file of a matter: what changes while officers work on it.
type Dossier struct {
	Respondent Respondent       `json:"respondent"`
	Act        string           `json:"act"` // code in the law pack, "" when none was named
	Level      string           `json:"level,omitempty"`
	Summary    string           `json:"summary,omitempty"`
	Study      string           `json:"study,omitempty"`
	Citations  []kinds.Citation `json:"citations,omitempty"`
	Evidence   []kinds.Exhibit  `json:"evidence,omitempty"`
	Source     Source           `json:"source"`
	Superior   roster.PostID    `json:"superior,omitempty"` // examines, after those who stepped aside
	Sanction   string           `json:"sanction,omitempty"` // id in the law pack, once decided
	Reports    bool             `json:"reports,omitempty"`  // an acting head must report to the minister
}

func bodyInfo(id string) []byte    { return seal.Info("discipline_matter/body", id) }
func keyInfo(id string) []byte     { return seal.Info("discipline_matter/key", id) }
func paperInfo(id string) []byte   { return seal.Info("discipline_paper/body", id) }
func officerInfo(id string) []byte { return seal.Info("discipline_officer/key", id) }

// Bounds of what officers write, in bytes.
const (
	maxLine = 300
	maxNote = 4000
	maxText = 40_000
)

// form collects the faults of what was typed.
type form struct{ faults rambu.Errors }

func (f *form) fault(field, key string, args ...string) {
	f.faults = append(f.faults, rambu.Fault(rambu.Invalid, key, args...).On(field))
}

// text asks for a text and trims it.
func (f *form) text(s *string, field string, limit int) {
	*s = strings.TrimSpace(*s)
	if *s == "" {
		f.fault(field, "discipline.error.needed")
	}
	f.short(s, field, limit)
}

// short trims a text that may be empty.
func (f *form) short(s *string, field string, limit int) {
	*s = strings.TrimSpace(*s)
	if len(*s) > limit {
		f.fault(field, "discipline.error.too_long")
	}
}

// past asks for a day that has come; empty takes the default.
func (f *form) past(d *rambu.Date, field string, today rambu.Date) {
	if *d == "" {
		*d = today
	}
	switch {
	case !d.Valid():
		f.fault(field, "error.date")
	case *d > today:
		f.fault(field, "discipline.error.future")
	}
}

func (f *form) err() error { return f.faults.Err() }
