package cite

import (
	"rambu.id/internal/words"
	"rambu.id/law"
)

// Answer is a Finding as programs read it, on the command line and through the interface. Every
// key is always there.
type Answer struct {
	Span       [2]int   `json:"span" doc:"Bytes of the text: the first, and the one behind the last"`
	Text       string   `json:"text" doc:"What stands there"`
	Regulation string   `json:"regulation" doc:"uu-5-2014; composed the same way when the register does not hold it; empty when no law is named"`
	Article    string   `json:"article" doc:"Pasal 5 huruf n angka 6; empty when none is cited"`
	Status     Status   `json:"status" enum:"ok,revoked,not_yet,unknown_regulation,title_mismatch,unknown_article,wrong_regime"`
	Successor  string   `json:"successor" doc:"Of a revoked one: uu-20-2023 Pasal 2 huruf f"`
	Note       string   `json:"note" doc:"Why, in a sentence"`
	Kind       Kind     `json:"kind" enum:"citation,sanction" doc:"sanction: an everyday word for one, not a citation"`
	Normal     string   `json:"normal" doc:"UU 5/2014 Pasal 2"`
	Suggestion string   `json:"suggestion" doc:"What could be cited instead, in the form of successor"`
	Confidence law.Conf `json:"confidence" enum:"source,known,unsure"`
	Formal     []string `json:"formal" nullable:"false" doc:"Ids of the sanctions an everyday word can mean"`
}

// Answers turns findings into what programs read, with their notes in a language.
func (c *Checker) Answers(w *words.Words, lang words.Lang, found []Finding) []Answer {
	out := make([]Answer, 0, len(found))
	for _, f := range found {
		formal := f.Formal
		if formal == nil {
			formal = []string{}
		}
		out = append(out, Answer{
			Span: [2]int{f.Start, f.End}, Text: f.Text, Regulation: f.Regulation, Article: f.Article, Status: f.Status,
			Successor: f.Successor.String(), Note: c.Say(w, lang, f), Kind: f.Kind, Normal: f.Normal,
			Suggestion: f.Suggestion.String(), Confidence: f.Conf, Formal: formal,
		})
	}
	return out
}
