package letter

import (
	"slices"

	"rambu.id"
	"rambu.id/letter/kinds"
)

// Step is what is done to a letter of ours before it has left.
type Step string

// The steps.
const (
	StepRevise Step = "ubah"
	StepSign   Step = "tanda-tangan" // with a key, or recorded
	StepSend   Step = "kirim"
	StepCancel Step = "batal"
)

// elsewhere is the closed table of steps that the mail desk leaves to the noun a kind belongs to.
// What a noun wrote only it writes anew: the text says what its file says. A study leaves by its
// case alone, where a second officer has said who could know it; a contact by the book. Answers,
// summonses, imbauan and invitations are signed and sent at the desk like any letter.
func elsewhere(k kinds.Kind) []Step {
	switch k {
	case kinds.KindPlain, kinds.KindReceipt:
		return nil
	case kinds.KindForwardedStudy:
		return []Step{StepRevise, StepSign, StepSend, StepCancel}
	case kinds.KindContact, kinds.KindContactAgreed, kinds.KindContactDisputed:
		return []Step{StepRevise, StepSign, StepSend}
	case kinds.KindAnswer, kinds.KindRecommendation, kinds.KindSummons, kinds.KindInvitation, kinds.KindAdvice, kinds.KindSpread:
	}
	return []Step{StepRevise}
}

// As is the desk in the hands of the noun to which some kinds belong: it takes the steps with
// them that the mail desk leaves to it.
func (d *Desk) As(ks ...kinds.Kind) *Desk {
	own := *d
	own.owns = ks
	return &own
}

// Takes says whether this desk takes a step with letters of a kind: nil, or a Forbidden fault that
// names where it is taken.
func (d *Desk) Takes(s Step, k kinds.Kind) error {
	if slices.Contains(d.owns, k) || !slices.Contains(elsewhere(k), s) {
		return nil
	}
	return rambu.Fault(rambu.Forbidden, "letter.error.elsewhere_"+string(k))
}
