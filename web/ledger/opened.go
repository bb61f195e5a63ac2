package ledger

import (
	"strings"

	"rambu.id/internal/words"
	"rambu.id/ledger"
)

// onlyOpened is the choice of the trail that shows who opened what is sealed.
const onlyOpened = "pembukaan"

// opened lists the operations by which somebody reads who reported, what a case or a report says, an
// exhibit, or another paper about a person. Letters are read all day; among them nobody would see the rest.
func opened() []string {
	return []string{
		"intake.identity", "intake.opening_ask", "intake.opening_approve", "intake.opening_refuse", "intake.read",
		"casefile.read", "casefile.search_people", "casefile.who_could_know", "evidence.read", "evidence.describe",
		"discipline.read", "discipline.read_names", "discipline.read_file",
		"pledge.read_refusals", "pledge.read_scan", "directive.read_proof", "meeting.read_paper", "meeting.pattern",
	}
}

// why says for what something was done, as far as the operation has it in clear. titles names posts.
func (p *Pages) why(lang words.Lang, e ledger.Entry, titles map[string]string) string {
	var out []string
	add := func(key string, args ...string) { out = append(out, p.UI.T(lang, key, args...)) }
	for _, name := range []string{"purpose", "reason"} {
		for _, value := range e.Facts(name) {
			if key := "ledger.why." + value; p.UI.Words().Has(lang, key) {
				add(key)
			} else {
				out = append(out, value)
			}
		}
	}
	for _, id := range e.Facts("opening") {
		add("ledger.why.sealed", "id", id)
	}
	for _, post := range e.Facts("second_post") {
		if title := titles[post]; title != "" {
			post = title
		}
		add("ledger.why.second", "post", post)
	}
	if strings.HasPrefix(e.Kind, "evidence.") {
		for _, id := range e.Facts("object") {
			add("ledger.why.about", "id", id)
		}
	}
	return strings.Join(out, " ")
}
