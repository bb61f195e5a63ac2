package api

import (
	"rambu.id"
	"rambu.id/law"
	"rambu.id/law/cite"
)

// lawRoutes ask the law pack.
func lawRoutes() []route {
	return []route{
		post(public, "/hukum/periksa", "Check the legal citations of a text; nothing of it is kept", (*call).checkCitations),
	}
}

type citationRequest struct {
	Text     string     `json:"teks" doc:"Plain text, at most 512 KiB"`
	On       rambu.Date `json:"pada,omitempty" doc:"The law of this day; today when left out"`
	Election string     `json:"pemilihan,omitempty" doc:"Law pack, pilkada-2024; that of the instance when left out"`
}

type citationView struct {
	On      rambu.Date    `json:"pada"`
	Version string        `json:"paket" doc:"Version of the law pack"`
	Wrong   int           `json:"perlu_dilihat" doc:"Citations whose status is not ok"`
	Found   []cite.Answer `json:"butir" nullable:"false" doc:"Name by name what rambu law check --json writes"`
}

// longestText is the most that is read at once: everybody may ask.
const longestText = 512 << 10

func (c *call) checkCitations(in citationRequest) (citationView, error) {
	err := c.allow(c.budget().Send)
	if err != nil {
		return citationView{}, err
	}
	if len(in.Text) > longestText {
		return citationView{}, rambu.Fault(rambu.TooLarge, "api.error.too_large").On("teks")
	}
	guard, pack := c.in.Guard, c.in.Pack
	if in.Election != "" && in.Election != pack.Info().ID {
		pack, err = law.ForElection(in.Election)
		if err != nil {
			return citationView{}, rambu.Fault(rambu.Invalid, "api.error.value").On("pemilihan")
		}
		guard = cite.New(pack)
	}
	on := in.On
	if on == "" {
		on = c.today()
	}
	found, err := guard.Check(in.Text, on)
	if err != nil {
		return citationView{}, err
	}
	return citationView{On: on, Version: pack.Version(), Wrong: len(cite.NotOK(found)), Found: guard.Answers(c.in.Words, c.lang, found)}, nil
}
