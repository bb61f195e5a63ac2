package web

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/letter"
	"rambu.id/roster"
	webaccess "rambu.id/web/access"
	webletter "rambu.id/web/letter"
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

// namer keeps the local names of the instance.
type namer struct{ in *instance.Instance }

func (n namer) Names(ctx context.Context, who rambu.Actor) (webaccess.Names, error) {
	names, err := n.in.Names(ctx, who)
	return webaccess.Names(names), err
}

func (n namer) SetNames(ctx context.Context, who rambu.Actor, t roster.Terms, version int64) error {
	return n.in.SetNames(ctx, who, t, version)
}

// mostFound is how many addressees a search offers.
const mostFound = 20

// addresses finds posts and bodies whose title has all the words. The structure is public:
// letters are addressed by it.
func (s *site) addresses(ctx context.Context, text string) ([]webletter.Named, error) {
	asked := strings.Fields(strings.ToLower(text))
	fits := func(title string) bool {
		title = strings.ToLower(title)
		return !slices.ContainsFunc(asked, func(word string) bool { return !strings.Contains(title, word) })
	}
	houses, err := s.in.Roster.Institutions(ctx)
	if err != nil {
		return nil, err
	}
	var out []webletter.Named
	for _, h := range houses {
		if fits(h.Name) {
			out = append(out, webletter.Named{Address: h.ID, Title: h.Name})
		}
		posts, err := s.in.Roster.Posts(ctx, roster.PostFilter{Institution: h.ID})
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			if fits(p.Title) {
				out = append(out, webletter.Named{Address: string(p.ID), Title: p.Title, House: h.Name})
			}
		}
	}
	return out[:min(len(out), mostFound)], nil
}

// ownPosts are the posts of an institution without those of its villages, which are many and
// have letters of their own.
func (s *site) ownPosts(ctx context.Context, who rambu.Actor) ([]webletter.Named, error) {
	posts, err := s.in.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution})
	var out []webletter.Named
	for _, p := range posts {
		if p.Class != roster.ClassVillageHead && p.Class != roster.ClassVillageStaff {
			out = append(out, webletter.Named{Address: string(p.ID), Title: p.Title})
		}
	}
	slices.SortFunc(out, func(a, b webletter.Named) int { return strings.Compare(a.Title, b.Title) })
	return out, err
}
