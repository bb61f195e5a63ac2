package meeting

import (
	"context"
	"encoding/json"

	"rambu.id"
	"rambu.id/seal"
)

// What a meeting is about is sealed under a content key of its own, and that to the letter key of
// the government: whoever may open the invitation may open the meeting. Why somebody was absent
// (illness, leave, doubts about the chair) is sealed to the matter key instead, which personnel,
// Inspektorat, the secretary and the authority hold: an usher and a colleague do not.

func contentInfo(id string) []byte    { return seal.Info("meeting_session/body", id) }
func keyInfo(id string) []byte        { return seal.Info("meeting_session/key", id) }
func mandateInfo(id string) []byte    { return seal.Info("meeting_invitee/mandate", id) }
func reasonInfo(id string) []byte     { return seal.Info("meeting_invitee/reason", id) }
func correctionInfo(id string) []byte { return seal.Info("meeting_correction/body", id) }
func minutesInfo(id string) []byte    { return seal.Info("meeting_minutes/body", id) }
func decisionInfo(id string) []byte   { return seal.Info("meeting_decision/body", id) }
func proofInfo(id string) []byte      { return seal.Info("meeting_decision/proof", id) }
func replyInfo(id string) []byte      { return seal.Info("meeting_reply/body", id) }

func sealJSON(key seal.ContentKey, info []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %w", err)
	}
	return key.Seal(info, plain)
}

// openJSON opens what sealJSON sealed; nothing sealed leaves the value as it is.
func openJSON(key seal.ContentKey, info, sealed []byte, into any) error {
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
		return rambu.Errorf(rambu.Internal, "a sealed value: %w", err)
	}
	return nil
}

// whisper is sealed to the few who deal with reasons.
type whisper struct {
	KeyID   string `json:"key"`
	Wrapped []byte `json:"wrapped"`
	Body    []byte `json:"body"`
}

// whisper seals a value so that only holders of the matter key open it; whoever says it does not.
func (r *Room) whisper(ctx context.Context, institution string, info []byte, v any) ([]byte, error) {
	to, err := r.keys.InstitutionKey(ctx, institution, seal.KindMatter)
	if err != nil {
		return nil, err
	}
	key := seal.NewContentKey()
	w := whisper{KeyID: to.ID}
	w.Body, err = sealJSON(key, info, v)
	if err != nil {
		return nil, err
	}
	w.Wrapped, err = seal.Seal(to.Public, info, key[:])
	if err != nil {
		return nil, err
	}
	out, err := json.Marshal(w)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %w", err)
	}
	return out, nil
}

// hear opens a whisper. Errors: Locked without the matter key.
func hear(who rambu.Actor, info, sealed []byte, into any) error {
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
	return openJSON(key, info, w.Body, into)
}

// unlock opens the content key of a meeting.
func unlock(who rambu.Actor, s Session) (seal.ContentKey, error) {
	return seal.OpenContent(who.Keys, s.keyID, keyInfo(s.ID), s.wrapped)
}

// lock makes the content key of a new meeting and seals its content.
func (r *Room) lock(ctx context.Context, s *Session, c Content) error {
	own, err := r.keys.InstitutionKey(ctx, s.Institution, seal.KindLetter)
	if err != nil {
		return err
	}
	key := seal.NewContentKey()
	s.keyID = own.ID
	s.wrapped, err = seal.Seal(own.Public, keyInfo(s.ID), key[:])
	if err != nil {
		return err
	}
	s.body, err = sealJSON(key, contentInfo(s.ID), c)
	return err
}
