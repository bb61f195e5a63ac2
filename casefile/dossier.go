package casefile

import (
	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/seal"
)

// Respondent is a person the matter is about (terlapor).
type Respondent = lookup.Respondent

// RespondentIn names a respondent as an officer picks him.
type RespondentIn = lookup.In

// Dossier is the sealed file of a case: what changes while officers work on it.
type Dossier struct {
	Checks      []Check      `json:"pemeriksaan,omitempty"`
	Respondents []Respondent `json:"terlapor,omitempty"`
	Act         Act          `json:"perbuatan"`
}

// Check is one line of the checklist of formal and material requirements.
type Check struct {
	Requirement string     `json:"syarat"` // id in the law pack
	Met         bool       `json:"terpenuhi"`
	Note        string     `json:"catatan,omitempty"`
	Account     string     `json:"akun"`
	On          rambu.Date `json:"tanggal"`
}

// Act is the alleged act, as the law on its date classifies it.
type Act = lookup.Act

func bodyInfo(id string) []byte  { return seal.Info("casefile_case/body", id) }
func keyInfo(id string) []byte   { return seal.Info("casefile_case/key", id) }
func paperInfo(id string) []byte { return seal.Info("casefile_paper/body", id) }
func voteInfo(id string) []byte  { return seal.Info("casefile_vote/body", id) }
