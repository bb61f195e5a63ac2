// Package wording writes the letters of a meeting: the invitation, and the notice that it will not
// be held. Official letters are Indonesian.
package wording

import (
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/meeting/agenda"
	"rambu.id/roster"
)

// Meeting is what a letter says of a meeting.
type Meeting struct {
	ID         string
	Title      string
	Kind       agenda.Kind
	On         rambu.Date
	AlsoOn     []rambu.Date // later meetings of its series
	Start, End time.Time    // local
	Zone       string       // letters of the time zone
	Place      string
	Chair      string // as he holds office that day
	Agenda     []string
	StandIn    agenda.StandIn
	MinClass   roster.PostClass
	Note       string
	Link       string // short link that opens the invitation, "" prints none
	Signer     roster.PostID
	Code       string // classification code of the letter's number
	To         []roster.Post
}

func (m Meeting) to() []letter.Addressee {
	out := make([]letter.Addressee, len(m.To))
	for i, p := range m.To {
		out[i] = letter.Addressee{Post: string(p.ID), Line: p.Title}
	}
	return out
}

// Invitation is the letter that invites.
func (m Meeting) Invitation(w *words.Words) letter.DraftIn {
	t := func(key string, args ...string) string { return w.T(words.ID, key, args...) }
	return letter.DraftIn{
		Payload: &kinds.Invitation{
			Meeting: m.ID, Sort: string(m.Kind), On: m.On, AlsoOn: m.AlsoOn, At: words.Time(words.ID, m.Start, m.Zone),
			Until: words.Time(words.ID, m.End, m.Zone), Place: m.Place, Chair: m.Chair, Agenda: m.Agenda, StandIn: m.standInRule(w), Note: m.Note, Link: m.Link,
		},
		Nature: letter.Ordinary, Code: m.Code, Signer: string(m.Signer), About: m.ID, To: m.to(),
		Subject:    t("meeting.letter.subject", "title", shortened(m.Title)),
		Paragraphs: []string{t("meeting.letter.opening"), t("meeting.letter.closing")},
	}
}

// standInRule says in words who may come instead.
func (m Meeting) standInRule(w *words.Words) string {
	switch m.StandIn {
	case agenda.StandInRank:
		return w.T(words.ID, "meeting.letter.stand_in_minimal", "class", w.T(words.ID, "meeting.class."+string(m.MinClass)))
	case agenda.StandInNone:
		return w.T(words.ID, "meeting.letter.stand_in_none")
	case agenda.StandInAny:
	}
	return w.T(words.ID, "meeting.letter.stand_in_any")
}

// Off is a meeting that will not be held.
type Off struct {
	Meeting

	Number   string // of the invitation, "" when it has none yet
	Nature   letter.Nature
	Why      string
	Accepted int // posts that said they would come or send somebody
}

// Notice is the letter that tells it.
func (o Off) Notice(w *words.Words) letter.DraftIn {
	t := func(key string, args ...string) string { return w.T(words.ID, key, args...) }
	when := []string{"title", o.Title, "date", words.Date(words.ID, o.On), "time", words.Time(words.ID, o.Start, o.Zone)}
	text := []string{t("meeting.letter.off_unsent", when...)}
	if o.Number != "" {
		text = []string{t("meeting.letter.off", append(when, "number", o.Number)...)}
	}
	if o.Why != "" {
		text = append(text, t("meeting.letter.off_why", "why", o.Why))
	}
	if o.Accepted > 0 {
		text = append(text, t("meeting.letter.off_accepted", "n", strconv.Itoa(o.Accepted)))
	}
	return letter.DraftIn{
		Payload: &kinds.Plain{}, Nature: o.Nature, Code: o.Code, Signer: string(o.Signer), About: o.ID, To: o.to(),
		Subject: t("meeting.letter.off_subject", "title", shortened(o.Title)), Paragraphs: append(text, t("meeting.letter.off_closing")),
	}
}

// shortened keeps a title within the subject of a letter.
func shortened(title string) string {
	const most = 200
	if len(title) <= most {
		return title
	}
	cut := strings.LastIndex(title[:most], " ")
	if cut < 0 {
		return strings.ToValidUTF8(title[:most], "") + "…"
	}
	return title[:cut] + "…"
}
