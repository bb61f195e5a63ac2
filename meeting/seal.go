package meeting

import (
	"context"

	"rambu.id"
	"rambu.id/meeting/sealed"
	"rambu.id/seal"
)

// What a meeting is about is sealed under a content key of its own, and that to the letter key of
// the government: whoever may open the invitation may open the meeting. Why somebody was absent
// (illness, leave, doubts about the chair) is sealed to the matter key instead, which personnel,
// Inspektorat, the secretary and the authority hold: an usher and a colleague do not.

// whisper seals a value so that only holders of the matter key open it; whoever says it does not.
func (r *Room) whisper(ctx context.Context, institution string, info []byte, v any) ([]byte, error) {
	to, err := r.keys.InstitutionKey(ctx, institution, seal.KindMatter)
	if err != nil {
		return nil, err
	}
	return sealed.Whisper(to, info, v)
}

// unlock opens the content key of a meeting.
func unlock(who rambu.Actor, s Session) (seal.ContentKey, error) {
	return seal.OpenContent(who.Keys, s.keyID, sealed.KeyInfo(s.ID), s.wrapped)
}

// lock makes the content key of a new meeting and seals its content.
func (r *Room) lock(ctx context.Context, s *Session, c Content) error {
	own, err := r.keys.InstitutionKey(ctx, s.Institution, seal.KindLetter)
	if err != nil {
		return err
	}
	key := seal.NewContentKey()
	s.keyID = own.ID
	s.wrapped, err = seal.Seal(own.Public, sealed.KeyInfo(s.ID), key[:])
	if err != nil {
		return err
	}
	s.body, err = sealed.JSON(key, sealed.ContentInfo(s.ID), c)
	return err
}
