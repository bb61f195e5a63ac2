package lookup

import (
	"context"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
)

// Block is the signature block of whoever signs for a post today.
func (d *Finder) Block(ctx context.Context, who rambu.Actor, post string, today rambu.Date) (letter.SignatureBlock, error) {
	p, err := d.Roster.Post(ctx, roster.PostID(post))
	if err != nil {
		return letter.SignatureBlock{}, err
	}
	b := letter.SignatureBlock{Lines: []string{p.Title + ","}}
	a, err := d.Accounts.Find(ctx, who, who.Account)
	if err != nil {
		return b, err
	}
	held, err := d.Roster.HoldersOf(ctx, who, []roster.PostID{p.ID}, today)
	if err != nil {
		return b, err
	}
	for _, h := range held[p.ID] {
		if string(h.Person.ID) == a.Person {
			b.Lines, b.Name, b.NIP = []string{h.Title() + ","}, h.Person.Name.String(), string(h.Person.NIP)
		}
	}
	return b, nil
}
