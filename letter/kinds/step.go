package kinds

import "slices"

// Step is what is done to an outgoing letter before it has left.
type Step string

// The steps.
const (
	StepRevise Step = "ubah"
	StepSign   Step = "tanda-tangan" // with a key, or recorded
	StepSend   Step = "kirim"
	StepCancel Step = "batal"
)

// AtDesk reports whether the mail desk takes a step with letters of a kind, or leaves it to the
// noun that writes them. What a noun wrote only it writes anew: the text says what its file says.
// A study leaves by its case alone, where a second officer has said who could know it; a contact
// by the book. Answers, summonses, imbauan and invitations are signed and sent like any letter.
func AtDesk(s Step, k Kind) bool {
	var elsewhere []Step
	switch k {
	case KindPlain, KindReceipt:
	case KindForwardedStudy:
		elsewhere = []Step{StepRevise, StepSign, StepSend, StepCancel}
	case KindContact, KindContactAgreed, KindContactDisputed:
		elsewhere = []Step{StepRevise, StepSign, StepSend}
	case KindAnswer, KindRecommendation, KindSummons, KindInvitation, KindAdvice, KindSpread:
		elsewhere = []Step{StepRevise}
	}
	return !slices.Contains(elsewhere, s)
}
