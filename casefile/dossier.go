package casefile

import (
	"encoding/json"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/law"
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
type Act struct {
	Kind      string     `json:"jenis"`    // kind of act an officer chose
	Subject   string     `json:"golongan"` // subject class
	On        rambu.Date `json:"tanggal"`  // day of the act
	Code      string     `json:"kode"`     // act of the catalogue
	Class     law.Class  `json:"kelas"`    // ethics, discipline, crime …
	Procedure string     `json:"prosedur"` // on the government's side, "" when the pack knows none
	WhyID     string     `json:"sebab_id"` // why the date leads here
	WhyEN     string     `json:"sebab_en"`
	Conf      law.Conf   `json:"keyakinan"`      // "unsure" is shown as "perlu dicek"
	Others    []string   `json:"lain,omitempty"` // codes that may fit instead
	Pack      string     `json:"paket"`
}

// Chosen reports whether the act was picked.
func (a Act) Chosen() bool { return a.Code != "" }

func bodyInfo(id string) []byte  { return seal.Info("casefile_case/body", id) }
func keyInfo(id string) []byte   { return seal.Info("casefile_case/key", id) }
func paperInfo(id string) []byte { return seal.Info("casefile_paper/body", id) }
func voteInfo(id string) []byte  { return seal.Info("casefile_vote/body", id) }

func sealJSON(key seal.ContentKey, info []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %w", err)
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
		return rambu.Errorf(rambu.Internal, "a sealed value: %w", err)
	}
	return nil
}
