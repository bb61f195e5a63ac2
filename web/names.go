package web

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
)

// titles names posts and institutions in words by their addresses.
func (s *site) titles(ctx context.Context, addresses []string) (map[string]string, error) {
	out := map[string]string{}
	var posts []roster.PostID
	for _, a := range addresses {
		if strings.Contains(a, "/") {
			posts = append(posts, roster.PostID(a))
			continue
		}
		in, err := s.in.Roster.Institution(ctx, a)
		if err == nil {
			out[a] = in.Name
		}
	}
	found, err := s.in.Roster.PostsByID(ctx, posts)
	if err != nil {
		return nil, err
	}
	for id, p := range found {
		out[string(id)] = p.Title
	}
	return out, nil
}

// block proposes the signature block of a post on a day: the title with its acting mode, and
// the name of whoever exercises the office.
func (s *site) block(ctx context.Context, who rambu.Actor, post string, on rambu.Date) (letter.SignatureBlock, error) {
	held, err := s.in.Roster.HoldersOf(ctx, who, []roster.PostID{roster.PostID(post)}, on)
	if err != nil {
		return letter.SignatureBlock{}, err
	}
	var b letter.SignatureBlock
	for _, h := range held[roster.PostID(post)] {
		b.Lines = []string{h.Title() + ","}
		b.Name = h.Person.Name.String()
		b.NIP = h.Person.NIP.String()
		break
	}
	return b, nil
}
