package search

import (
	"strings"

	"rambu.id/law"
)

// actKey marks the key of an act; the other keys are citations.
const actKey = "perbuatan:"

// Register makes a law pack ready to be searched: its regulations, their articles, and what
// "Bolehkah saya?" can answer.
func Register(p *law.Pack) *Index {
	var entries []Entry
	for _, r := range p.Regulations() {
		entries = append(entries, Entry{Key: r.ID, Name: r.Short + " " + r.Number + " " + r.TitleID, Text: r.TitleEN + " " + strings.Join(r.Regimes, " ")})
	}
	for _, r := range p.Regulations() {
		seen := map[string]bool{}
		for _, a := range r.Articles {
			text := r.TitleID + " " + a.SaysID + " " + a.SaysEN
			key := law.Citation{Regulation: r.ID, Ref: a.Ref}.String()
			if seen[key] { // versions share their page
				continue
			}
			seen[key] = true
			entries = append(entries, Entry{Key: key, Name: r.Short + " " + r.Number + " " + a.Ref, Text: text})
		}
	}
	for _, k := range p.ActKinds() {
		entries = append(entries, Entry{Key: actKey + k.ID, Name: k.LabelID, Text: k.LabelEN + " " + k.NoteID})
	}
	for _, m := range p.Permits() {
		entries = append(entries, Entry{Key: actKey + m.ID, Name: m.LabelID, Text: m.LabelEN + " " + m.InsteadID})
	}
	return New(entries)
}

// Act returns the act a hit is of, false for a regulation or article.
func (h Hit) Act() (string, bool) { return strings.CutPrefix(h.Key, actKey) }

// Citation returns what a hit cites; it is empty for an act.
func (h Hit) Citation() law.Citation {
	if _, ok := h.Act(); ok {
		return law.Citation{}
	}
	return law.ParseCitation(h.Key)
}
