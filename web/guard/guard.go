// Package guard shows on a form what the citation guard remarks on a text, and the box by which
// wrong citations pass: a component that knows the law, which web/ui does not.
package guard

import (
	"strings"

	"rambu.id/internal/words"
	"rambu.id/law/cite"
	"rambu.id/web/ui"
)

// agreed is what the box under wrong citations sends.
const agreed = "ya"

// Guard shows remarks. Its checker may be nil, as one that remarks nothing.
type Guard struct {
	UI      *ui.Renderer
	Checker *cite.Checker
}

// Remarks lists what was found, nil when there is nothing to say.
func (g Guard) Remarks(lang words.Lang, found []cite.Finding) *ui.Remarks {
	if len(found) == 0 {
		return nil
	}
	out := &ui.Remarks{Heading: g.UI.T(lang, "cite.page.heading"), Text: g.UI.T(lang, "cite.page.lead")}
	for _, f := range found {
		badge := &ui.Badge{Look: ui.LookWaiting, Text: g.UI.T(lang, f.StatusKey())}
		if f.Status.Wrong() {
			badge.Look = ui.LookLate
		}
		out.Rows = append(out.Rows, ui.Row{
			Key: "“" + strings.Join(strings.Fields(f.Text), " ") + "”", Badge: badge, Value: g.Checker.Say(g.UI.Words(), lang, f),
		})
	}
	return out
}

// Confirm is the box that lets wrong citations pass, nil when there are none.
func (g Guard) Confirm(fm *ui.Form, found []cite.Finding) *ui.Field {
	if len(cite.Faults(found)) == 0 {
		return nil
	}
	f := fm.Checks("kutipan", "cite.page.confirm", fm.Option(agreed, "cite.page.confirm_yes"))
	return &f
}

// Seen reports whether the box was ticked.
func Seen(in *ui.Input) bool { return in.Values.Get("kutipan") == agreed }
