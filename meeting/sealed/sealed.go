// Package sealed keeps the values of a meeting that no row shows in clear: under the key of the
// meeting, or whispered to the few who deal with reasons.
package sealed

import (
	"encoding/json"

	"rambu.id"
	"rambu.id/seal"
)

// JSON seals a value under a content key.
func JSON(key seal.ContentKey, info []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %v", err)
	}
	return key.Seal(info, plain)
}

// Open opens what JSON sealed; nothing sealed leaves the value as it is.
func Open(key seal.ContentKey, info, sealed []byte, into any) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := key.Open(info, sealed)
	if err != nil {
		return err
	}
	return decode(plain, into)
}

func decode(plain []byte, into any) error {
	err := json.Unmarshal(plain, into)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "a sealed value: %v", err)
	}
	return nil
}

// whisper is sealed to a key of the institution; whoever says it cannot open it.
type whisper struct {
	KeyID   string `json:"key"`
	Wrapped []byte `json:"wrapped"`
	Body    []byte `json:"body"`
}

// Whisper seals a value so that only holders of a key open it.
func Whisper(to seal.Key, info []byte, v any) ([]byte, error) {
	key := seal.NewContentKey()
	body, err := JSON(key, info, v)
	if err != nil {
		return nil, err
	}
	wrapped, err := seal.Seal(to.Public, info, key[:])
	if err != nil {
		return nil, err
	}
	out, err := json.Marshal(whisper{KeyID: to.ID, Wrapped: wrapped, Body: body})
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %v", err)
	}
	return out, nil
}

// Hear opens a whisper. Errors: Locked without the key it was sealed to.
func Hear(who rambu.Actor, info, sealed []byte, into any) error {
	if len(sealed) == 0 {
		return nil
	}
	var w whisper
	err := decode(sealed, &w)
	if err != nil {
		return err
	}
	key, err := seal.OpenContent(who.Keys, w.KeyID, info, w.Wrapped)
	if err != nil {
		return err
	}
	return Open(key, info, w.Body, into)
}

// ContentInfo binds a sealed value to its row.
func ContentInfo(id string) []byte { return seal.Info("meeting_session/body", id) }

// KeyInfo binds a sealed value to its row.
func KeyInfo(id string) []byte { return seal.Info("meeting_session/key", id) }

// MandateInfo binds a sealed value to its row.
func MandateInfo(id string) []byte { return seal.Info("meeting_invitee/mandate", id) }

// ReasonInfo binds a sealed value to its row.
func ReasonInfo(id string) []byte { return seal.Info("meeting_invitee/reason", id) }

// CorrectionInfo binds a sealed value to its row.
func CorrectionInfo(id string) []byte { return seal.Info("meeting_correction/body", id) }

// MinutesInfo binds a sealed value to its row.
func MinutesInfo(id string) []byte { return seal.Info("meeting_minutes/body", id) }

// DecisionInfo binds a sealed value to its row.
func DecisionInfo(id string) []byte { return seal.Info("meeting_decision/body", id) }

// ProofInfo binds a sealed value to its row.
func ProofInfo(id string) []byte { return seal.Info("meeting_decision/proof", id) }

// ReplyInfo binds a sealed value to its row.
func ReplyInfo(id string) []byte { return seal.Info("meeting_reply/body", id) }
