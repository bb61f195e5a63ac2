package casefile

import (
	"encoding/json"

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

func sealJSON(key seal.ContentKey, info []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %v", err)
	}
	return key.Seal(info, plain)
}

func openJSON(key seal.ContentKey, info, sealed []byte, into any) error {
	plain, err := key.Open(info, sealed)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, into)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "a sealed value: %v", err)
	}
	return nil
}
