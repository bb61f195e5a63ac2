// Package quiz makes questions of neutrality for an apel or a briefing from the law pack itself,
// and counts per unit what was answered wrongly: never by whom.
//
// A sheet follows from its seed, so that a printed one and its key stay the same. Counts are kept
// only for a unit somebody chose of his own will; what fewer than five people were asked is not
// shown.
package quiz

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"rambu.id/law"
)

// The size of a sheet.
const (
	Usual = 10
	Most  = 20
)

// Order asks for a sheet: for which class of the pack, and by which seed.
type Order struct {
	Seed    string
	Subject string
	Count   int // 0: Usual
}

// Question is one question with its answer by the law.
type Question struct {
	law.Answer
	Part string // of the election, see law.Pack.Parts
}

// Right reports whether an answer given is the law's.
func (q Question) Right(given law.Verdict) bool { return given == q.Verdict }

// mix is the order of verdicts of a sheet, turned by its seed: half of it forbidden, so that
// nobody passes by always saying the same.
func mix() []law.Verdict {
	f, a, t := law.Forbidden, law.Allowed, law.AskFirst
	return []law.Verdict{f, a, f, t, f, a, f, a, f, t}
}

// Sheet makes the questions of an order, every act at most once. The same order and pack give
// the same sheet. It is empty for a class the pack does not know.
func Sheet(p *law.Pack, o Order) []Question {
	if o.Count <= 0 {
		o.Count = Usual
	}
	o.Count = min(o.Count, Most)
	own, others := candidates(p, o)
	wanted := mix()
	turn := int(digest(o.Seed, o.Subject)[0])
	var out []Question
	used := map[string]bool{}
	take := func(pool []Question, fits func(Question) bool) bool {
		i := slices.IndexFunc(pool, func(q Question) bool { return !used[q.Act] && fits(q) })
		if i < 0 {
			return false
		}
		used[pool[i].Act] = true
		out = append(out, pool[i])
		return true
	}
	whichever := func(Question) bool { return true }
	for len(out) < o.Count {
		want := wanted[(len(out)+turn)%len(wanted)]
		if !take(own, func(q Question) bool { return q.Verdict == want }) && !take(own, whichever) && !take(others, whichever) {
			break // the pack has no more acts
		}
	}
	return out
}

// candidates are all acts on a day of each part of the election, in the order of the seed: those
// that concern the class, and those only others can do, which fill a sheet up.
func candidates(p *law.Pack, o Order) (own, others []Question) {
	var acts []string
	for _, k := range p.ActKinds() {
		acts = append(acts, k.ID)
	}
	for _, m := range p.Permits() {
		acts = append(acts, m.ID)
	}
	for _, act := range acts {
		var some []Question // a permit outside its days is no question worth asking
		concerns := false
		for _, part := range p.Parts() {
			a, err := p.MayI(law.Question{Subject: o.Subject, Act: act, On: part.On})
			switch {
			case err != nil:
			case a.Permit != nil && a.Verdict == law.AskFirst:
				others = append(others, Question{Answer: a, Part: part.ID})
			default:
				some = append(some, Question{Answer: a, Part: part.ID})
				concerns = concerns || a.Verdict != law.AskFirst || a.Found != nil
			}
		}
		if concerns {
			own = append(own, some...)
		} else {
			others = append(others, some...)
		}
	}
	shuffle(o, own)
	shuffle(o, others)
	return own, others
}

// shuffle puts questions into the order of the seed.
func shuffle(o Order, all []Question) {
	place := func(q Question) []byte { return digest(o.Seed, o.Subject, q.Act, q.Part) }
	slices.SortFunc(all, func(a, b Question) int { return bytes.Compare(place(a), place(b)) })
}

// digest orders without a source of chance: the same words give the same place on every machine.
func digest(words ...string) []byte {
	h := sha256.New()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}
