package law

import (
	"rambu.id"
	"rambu.id/law"
	"rambu.id/law/cite"
)

// CheckRequest is a text whose legal citations are checked.
type CheckRequest struct {
	Text     string     `json:"teks" doc:"Plain text, at most 512 KiB"`
	On       rambu.Date `json:"pada,omitempty" doc:"The law of this day; today when left out"`
	Election string     `json:"pemilihan,omitempty" doc:"Law pack, pilkada-2024; that of the instance when left out"`
}

// CheckView is what was found; nothing of the text is kept.
type CheckView struct {
	On      rambu.Date    `json:"pada"`
	Version string        `json:"paket" doc:"Version of the law pack"`
	Wrong   int           `json:"perlu_dilihat" doc:"Citations whose status is not ok"`
	Found   []cite.Answer `json:"butir" nullable:"false" doc:"Name by name what rambu law check --json writes"`
}

// longestText is the most that is read at once: everybody may ask.
const longestText = 512 << 10

// Check finds the legal citations of a text and says what each is worth on a day.
func (b Book) Check(in CheckRequest) (CheckView, error) {
	if len(in.Text) > longestText {
		return CheckView{}, rambu.Fault(rambu.TooLarge, "api.error.too_large").On("teks")
	}
	guard, pack := b.Guard, b.Pack
	if in.Election != "" && in.Election != pack.Info().ID {
		var err error
		pack, err = law.ForElection(in.Election)
		if err != nil {
			return CheckView{}, rambu.Fault(rambu.Invalid, "api.error.value").On("pemilihan")
		}
		guard = cite.New(pack)
	}
	on := b.on(in.On)
	found, err := guard.Check(in.Text, on)
	if err != nil {
		return CheckView{}, err
	}
	return CheckView{On: on, Version: pack.Version(), Wrong: len(cite.NotOK(found)), Found: guard.Answers(b.Words, b.Lang, found)}, nil
}
