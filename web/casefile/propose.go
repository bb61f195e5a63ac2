package casefile

import (
	"net/url"
	"strings"

	"rambu.id/casefile"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

// What a form says before anything was typed comes from the file, so that nobody copies what he
// has just recorded. What has to be judged is left empty.

// proposedStudy is the start of a first study: what is alleged, and which evidence there is.
// Facts, analysis, conclusion and recommendation are the officer's own. The study is an
// Indonesian paper whatever language the page has.
func (c *call) proposedStudy(v *casefile.View) url.Values {
	t := func(key string, args ...string) string { return c.p.UI.T(words.ID, key, args...) }
	out := url.Values{"dasar": {strings.ReplaceAll(c.basisOf(v.File.Act.Code), "; ", "\n")}}
	var names, evidence []string
	for _, r := range v.File.Respondents {
		name := r.Name
		if r.PostText != "" {
			name += " (" + r.PostText + ")"
		}
		names = append(names, name)
	}
	if a, ok := c.p.Desk.Pack().Act(v.File.Act.Code); ok && len(names) > 0 {
		text := t("casefile.study.case_from", "who", strings.Join(names, ", "), "act", strings.TrimSuffix(a.ShortID, "."), "date", words.LongDate(words.ID, v.File.Act.On))
		if v.Report != nil && v.Report.Answers.Place != "" {
			text += " " + t("casefile.study.case_place", "place", v.Report.Answers.Place)
		}
		out.Set("kasus", text)
	}
	for _, e := range v.Exhibits() {
		out.Add("daftar", e.ID)
		evidence = append(evidence, t("casefile.study.file_from", "name", e.Name))
	}
	for _, m := range v.Minutes() {
		key := "casefile.study.minutes_from"
		if m.Attendance != casefile.Came {
			key = "casefile.study.absence_from"
		}
		evidence = append(evidence, t(key, "as", t("casefile.heard."+string(m.As)), "name", strings.TrimSuffix(m.Name, ".")))
	}
	out.Set("bukti", strings.Join(evidence, "\n"))
	return out
}

// allMet is the value of the button that fills what is still open.
const allMet = "semua"

// fillMet answers every requirement that has no answer yet with "met". Nothing is kept by it: the
// officer sees every line with its answer and saves them himself, one answer each.
func (c *call) fillMet(in *ui.Input, origin casefile.Origin) {
	for _, r := range c.p.Desk.Requirements(origin) {
		if in.Values.Get(r.ID) == "" {
			in.Values.Set(r.ID, "ya")
		}
	}
}

// unanswered counts the requirements nobody has looked at.
func (c *call) unanswered(v *casefile.View) int {
	return len(c.p.Desk.Requirements(v.Origin)) - len(v.File.Checks)
}

// following is where the initial study goes on after a form: to the next part that lacks, or to
// the case when this one is not done or nothing lacks before registration.
func (c *call) following(path string) (string, error) {
	v, err := c.p.Desk.Get(c.r.Context(), c.who, c.id)
	if err != nil {
		return "", err
	}
	parts := map[string]bool{"syarat": true, "terlapor": true, "perbuatan": true, "daftarkan": true}
	next := c.paths(v)
	if v.Registered() || len(next) == 0 || !parts[next[0]] || next[0] == path {
		return href(c.id), nil
	}
	return href(c.id, next[0]) + "?tersimpan", nil
}
