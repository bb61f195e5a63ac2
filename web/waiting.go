package web

import (
	"net/http"
	"strconv"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// waiting lists for the tasks of an officer what no clock reminds him of: letters to sign, send
// or acknowledge, and studies of which no matter was opened.
func (s *site) waiting(r *http.Request, who rambu.Actor) ([]ui.Task, error) {
	out, err := s.lettersOut(r, who)
	if err != nil {
		return nil, err
	}
	in, err := s.lettersIn(r, who)
	if err != nil {
		return nil, err
	}
	out = append(out, in...)
	directives, err := s.directives(r, who)
	if err != nil {
		return nil, err
	}
	out = append(out, directives...)
	if roster.InstitutionKindOf(who.Institution) == roster.KindSupervisor || !who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority) {
		return out, nil
	}
	studies, err := s.in.Discipline.Waiting(r.Context(), who)
	if err != nil {
		return nil, err
	}
	if len(studies) > 0 {
		out = append(out, s.task(r, "/sanksi", "web.tasks.open", "n", strconv.Itoa(len(studies))))
	}
	return out, nil
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
		out = append(out, s.task(r, "/arahan/"+l.ID+"/sebaran", "web.tasks.late_directive", "n", strconv.Itoa(len(l.Posts))))
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
				out = append(out, s.task(r, "/surat/"+l.ID, k.key, "kind", s.ui.T(ui.Lang(r), "letter.kind."+string(l.Kind))))
			}
		}
	}
	return out, nil
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

func (s *site) task(r *http.Request, to, key string, args ...string) ui.Task {
	lang := ui.Lang(r)
	return ui.Task{Text: s.ui.T(lang, key, args...), Href: to, Badge: ui.Badge{Look: ui.LookNew, Text: s.ui.T(lang, "ui.status.new")}}
}
