package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// waiting lists for the tasks of an officer what no clock reminds him of, in this order: letters to
// sign, send or acknowledge, what was asked of his post, and studies of which no matter was opened.
func (s *site) waiting(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	var out []ui.Task
	for _, ask := range []func(*http.Request, rambu.Actor) ([]ui.Task, error){
		s.lettersOut, s.lettersIn, s.meetings, s.directives,
		s.counted("/imbauan", "web.tasks.advisory", s.in.Advisories.Waiting),
		s.counted("/kegiatan", "web.tasks.coincide", s.in.Agenda.Waiting),
		s.counted("/kontak", "web.tasks.contact", s.in.Contacts.Unanswered),
		s.clippings, s.studies,
	} {
		tasks, err := ask(r, who)
		if err != nil {
			return nil, err
		}
		out = append(out, tasks...)
	}
	return out, nil
}

// counted asks how many of a kind wait, and says so when there are any.
func (s *site) counted(to, key string, count func(context.Context, rambu.Actor) (int, error)) func(*http.Request, rambu.Actor) ([]ui.Task, error) {
	return func(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
		n, err := count(r.Context(), who)
		if err != nil || n == 0 {
			return nil, err
		}
		return []ui.Task{s.task(r, to, key, "n", strconv.Itoa(n))}, nil
	}
}

// studies are those of which a government has not opened a matter.
func (s *site) studies(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	if roster.InstitutionKindOf(who.Institution) == roster.KindSupervisor || !who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority) {
		return nil, nil
	}
	return s.counted("/sanksi", "web.tasks.open", func(ctx context.Context, who rambu.Actor) (int, error) {
		list, err := s.in.Discipline.Waiting(ctx, who)
		return len(list), err
	})(r, who)
}

// directives are those the officer has not said he read, and those reported to him as late.
func (s *site) directives(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	if roster.InstitutionKindOf(who.Institution) != roster.KindGovernment || who.Post == "" {
		return nil, nil
	}
	var out []ui.Task
	n, err := s.in.Directives.Unread(r.Context(), who)
	if err != nil {
		return nil, err
	}
	if n > 0 {
		out = append(out, s.task(r, "/arahan", "web.tasks.read_directives", "n", strconv.Itoa(n)))
	}
	late, err := s.in.Directives.Late(r.Context(), who)
	for _, l := range late {
		t := s.task(r, "/arahan/"+l.ID+"/sebaran", "web.tasks.late_directive", "n", strconv.Itoa(len(l.Posts)))
		t.Badge = ui.Badge{Look: ui.LookLate, Text: s.ui.T(ui.Lang(r), "ui.status.late")}
		out = append(out, t)
	}
	return out, err
}

// mostWaiting bounds how many letters are looked through: more are reached by their list.
const mostWaiting = 50

// lettersOut are the drafts the officer signs, and what is signed and has not left.
func (s *site) lettersOut(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	var out []ui.Task
	for _, k := range []struct {
		state letter.State
		key   string
	}{{letter.Draft, "web.tasks.sign"}, {letter.Signed, "web.tasks.send"}} {
		page, err := s.in.Letters.Outbox(r.Context(), who, letter.Filter{State: string(k.state), Limit: mostWaiting})
		if err != nil {
			return nil, err
		}
		for _, l := range page.Items {
			if l.Signer == who.Post || k.state == letter.Signed && (l.Drafter == who.Post || who.Is(rambu.RoleClerk)) {
				out = append(out, s.task(r, s.signedAt(l), k.key, "kind", s.ui.T(ui.Lang(r), "letter.kind."+string(l.Kind))))
			}
		}
	}
	return out, nil
}

// signedAt is where a letter is signed and sent: a forwarded study in its case.
func (s *site) signedAt(l letter.Outgoing) string {
	if s.in.Letters.Takes(kinds.StepSend, l.Kind) != nil && rambu.ValidID("pkr", l.About) {
		return "/perkara/" + l.About
	}
	return "/surat/" + l.ID
}

// lettersIn are the letters whose receipt nobody has recorded, for the clerk and the addressee.
func (s *site) lettersIn(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	page, err := s.in.Letters.Inbox(r.Context(), who, letter.Filter{State: string(letter.Received), Limit: mostWaiting})
	if err != nil {
		return nil, err
	}
	n := 0
	for _, l := range page.Items {
		if l.ToPost == who.Post || who.Is(rambu.RoleClerk) {
			n++
		}
	}
	if n == 0 {
		return nil, nil
	}
	return []ui.Task{s.task(r, "/surat?keadaan="+string(letter.Received), "web.tasks.receive", "n", strconv.Itoa(n))}, nil
}

// meetings are the invitations to answer, the minutes to approve, and what a decision asks of the
// officer's post.
func (s *site) meetings(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	w, err := s.in.Meetings.Waiting(r.Context(), who)
	if err != nil {
		return nil, err
	}
	lang := ui.Lang(r)
	var out []ui.Task
	for _, m := range w.Answer {
		out = append(out, s.task(r, "/rapat/"+m.ID, "web.tasks.invited", "date", words.Date(lang, m.On)))
	}
	for _, m := range w.Off {
		out = append(out, s.task(r, "/rapat/"+m.ID, "web.tasks.off", "date", words.Date(lang, m.On)))
	}
	for _, m := range w.Reply {
		out = append(out, s.task(r, "/rapat/"+m.ID+"/tanggapan", "web.tasks.reply", "date", words.Date(lang, m.On)))
	}
	for _, m := range w.Approve {
		out = append(out, s.task(r, "/rapat/"+m.ID+"/notulen", "web.tasks.minutes", "date", words.Date(lang, m.On)))
	}
	for _, f := range w.Due {
		t := s.task(r, "/rapat/"+f.Meeting+"/selesai/"+f.ID, "web.tasks.decision", "number", strconv.FormatInt(f.Number, 10), "meeting", f.Title)
		t.Badge = s.ui.LeftDay(lang, s.in.Procedure.Local(who.Region), f.Due, 3)
		out = append(out, t)
	}
	return out, nil
}

func (s *site) task(r *http.Request, to, key string, args ...string) ui.Task {
	lang := ui.Lang(r)
	return ui.Task{Text: s.ui.T(lang, key, args...), Href: to, Badge: ui.Badge{Look: ui.LookNew, Text: s.ui.T(lang, "ui.status.new")}}
}

// letInto is the first clock of each matter a superior was made examiner of. Who deals with every matter
// of his government has those of his post instead.
func (s *site) letInto(r *http.Request, who rambu.Actor) ([]procedure.Clock, error) {
	if !who.Is(rambu.RoleSuperior) || who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleInspector) {
		return nil, nil
	}
	found, err := s.in.Discipline.List(r.Context(), who, discipline.Filter{Limit: 200})
	var out []procedure.Clock
	for _, l := range found.Lines {
		if l.Clock != nil {
			out = append(out, *l.Clock)
		}
	}
	return out, err
}

// matters says whom the government's matters among these objects are about, to an officer who
// deals with them and holds their key.
func (s *site) matters(r *http.Request, who rambu.Actor, objects []string) (map[string]string, error) {
	if !slices.ContainsFunc(objects, func(id string) bool { return strings.HasPrefix(id, "dsp_") }) {
		return nil, nil
	}
	found, err := s.in.Discipline.List(r.Context(), who, discipline.Filter{Limit: 200})
	if rambu.KindOf(err) == rambu.NotFound { // he opens no matter
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := slices.DeleteFunc(found.Lines, func(l discipline.Line) bool { return !slices.Contains(objects, l.ID) })
	return s.in.Discipline.Names(r.Context(), who, lines)
}
