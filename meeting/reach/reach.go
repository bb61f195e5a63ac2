// Package reach says which invited posts a letter has demonstrably reached. That a copy lies in the
// room of one's own house proves nothing about somebody who has no account there: whoever was not
// reached is not asked why he stayed away.
package reach

import (
	"context"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Reach knows who holds which post and whose account opens the letters of a house.
type Reach struct {
	Roster   *roster.Store
	Accounts *access.Service
}

// Proof is how it is known that an invitation reached a post.
type Proof string

// The closed list of proofs.
const (
	None     Proof = ""        // not proved
	Opens    Proof = "akun"    // whoever holds the post has an account that opens the letter
	Answered Proof = "jawaban" // the post answered, or said why it will be away
	Signed   Proof = "diakui"  // somebody signed for the copy by name
	Handed   Proof = "diserahkan"
	Room     Proof = "lembaga" // another institution's room has it
)

// Copies says of every copy of a letter whether it reached its post, whose holder counts as of a
// day. Two who claim a post must both be able to read: nobody knows whom the letter is for.
func (r Reach) Copies(ctx context.Context, who rambu.Actor, copies []letter.Copy, on rambu.Date) (map[roster.PostID]Proof, error) {
	out := map[roster.PostID]Proof{}
	var own []roster.PostID
	for _, c := range copies {
		post := roster.PostID(c.ToPost)
		switch c.State {
		case letter.CopyReceipted:
			out[post] = Signed
		case letter.CopyHandedOn:
			out[post] = Handed
		case letter.CopyDelivered:
			if c.ToInstitution != who.Institution {
				out[post] = Room
				continue
			}
			own = append(own, post)
		case letter.CopyPrepared, letter.CopyQueued, letter.CopyOutside:
		}
	}
	if len(own) == 0 {
		return out, nil
	}
	held, err := r.Roster.HoldersOf(ctx, who, own, on)
	if err != nil {
		return nil, err
	}
	opens, err := r.Accounts.Openers(ctx, who.Institution, seal.KindLetter)
	if err != nil {
		return nil, err
	}
	for _, post := range own {
		if all(held[post], opens) {
			out[post] = Opens
		}
	}
	return out, nil
}

// all reports whether everybody who exercises a post is among the persons; nobody does is no.
func all(held []roster.Holding, persons map[string]bool) bool {
	var tenures []roster.Tenure
	for _, h := range held {
		tenures = append(tenures, h.Tenure)
	}
	now := roster.Exercising(tenures)
	for _, t := range now {
		if !persons[string(t.Person)] {
			return false
		}
	}
	return len(now) > 0
}
