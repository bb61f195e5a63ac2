package letter

import (
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law/cite"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

// agreed is what the box under wrong citations sends.
const agreed = "ya"

// remarks lists what the guard says of citations, nil when there is nothing to say.
func (p *Pages) remarks(lang words.Lang, found []cite.Finding) *ui.Remarks {
	if len(found) == 0 {
		return nil
	}
	guard := p.Desk.Guard()
	out := &ui.Remarks{Heading: p.UI.T(lang, "cite.page.heading"), Text: p.UI.T(lang, "cite.page.lead")}
	for _, f := range found {
		badge := &ui.Badge{Look: ui.LookWaiting, Text: p.UI.T(lang, f.StatusKey())}
		if f.Status.Wrong() {
			badge.Look = ui.LookLate
		}
		out.Rows = append(out.Rows, ui.Row{Key: "“" + strings.Join(strings.Fields(f.Text), " ") + "”", Badge: badge, Value: guard.Say(p.UI.Words(), lang, f)})
	}
	return out
}

// confirm is the box that lets wrong citations pass, nil when there are none.
func (p *Pages) confirm(fm *ui.Form, found []cite.Finding) *ui.Field {
	if len(cite.Faults(found)) == 0 {
		return nil
	}
	f := fm.Checks("kutipan", "cite.page.confirm", fm.Option(agreed, "cite.page.confirm_yes"))
	return &f
}

// written checks a text before it becomes a draft: there it is still easy to mend.
func (p *Pages) written(in *ui.Input, draft letter.DraftIn, today rambu.Date) error {
	if in.Values.Get("kutipan") == agreed {
		return nil
	}
	found, err := p.Desk.RemarksOn(textOf(draft), today)
	if err != nil {
		return err
	}
	if len(cite.Faults(found)) > 0 {
		return rambu.Fault(rambu.Blocked, "letter.error.citations").On("kutipan")
	}
	return nil
}

// textOf is what a draft says.
func textOf(d letter.DraftIn) string { return d.Subject + "\n\n" + strings.Join(d.Paragraphs, "\n\n") }
