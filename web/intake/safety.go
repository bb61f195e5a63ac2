package intake

import (
	"net/http"
	"strconv"

	"rambu.id/web/ui"
)

// SafetyPath is the page on reporting safely. Its address and title are bland, for they stay in a browser's history.
const SafetyPath = "/petunjuk"

type safetyPage struct {
	ui.Frame
	Parts []safetyPart
}

type safetyPart struct {
	Heading string
	Lines   []string
}

// safetyParts are the parts of the page with the number of their lines.
func safetyParts() []struct {
	name  string
	lines int
} {
	return []struct {
		name  string
		lines int
	}{{"device", 5}, {"words", 5}, {"readers", 6}, {"code", 4}}
}

// showSafety says how to report safely, and what the operator and others can see all the same.
func (p *Pages) showSafety(w http.ResponseWriter, r *http.Request) error {
	page := &safetyPage{Frame: p.UI.Frame(r, "intake.safety.title")}
	for _, part := range safetyParts() {
		key := "intake.safety." + part.name
		out := safetyPart{Heading: p.UI.T(page.Lang, key)}
		for n := range part.lines {
			out.Lines = append(out.Lines, p.UI.T(page.Lang, key+"_"+strconv.Itoa(n+1)))
		}
		page.Parts = append(page.Parts, out)
	}
	return p.safety.Render(w, http.StatusOK, page)
}

// bound starts the frame of a page that holds what was typed, or a code: a link away from it would lose that,
// so the help that other pages offer is left out.
func (p *Pages) bound(r *http.Request, title string) ui.Frame {
	f := p.UI.Frame(r, title)
	f.Help = nil
	return f
}
