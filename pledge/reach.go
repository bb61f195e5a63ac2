package pledge

import (
	"context"
	"maps"
	"slices"

	"rambu.id"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

// reach is whom somebody who records paper may list and tick, and the areas he may record.
type reach struct {
	all   bool
	posts map[roster.PostID]bool
	areas map[string]bool
}

func (r reach) area(area string) bool { return r.all || r.areas[area] }

func (r reach) member(m Member) bool { return r.all || r.posts[roster.PostID(m.Post)] }

// reachOf is the whole institution for the personnel agency and the secretary. A superior reaches
// his own area and whoever stands below him in the tree of posts; of others he sees counts only.
func (b *Book) reachOf(ctx context.Context, who rambu.Actor) (reach, error) {
	err := mayRecord(who)
	if err != nil || who.Is(rambu.RolePersonnel, rambu.RoleSecretary) {
		return reach{all: err == nil}, err
	}
	posts, err := b.Roster.Posts(ctx, roster.PostFilter{Institution: who.Institution})
	if err != nil {
		return reach{}, err
	}
	return reachIn(posts, roster.PostID(who.Post)), nil
}

func reachIn(posts []roster.Post, own roster.PostID) reach {
	out := reach{posts: map[roster.PostID]bool{}, areas: map[string]bool{}}
	by := map[roster.PostID]roster.Post{}
	for _, p := range posts {
		by[p.ID] = p
	}
	mine, ok := by[own]
	if !ok {
		return out
	}
	for _, p := range posts {
		if beside(mine, p) || below(by, p, own) {
			out.posts[p.ID], out.areas[areaOf(p)] = true, true
		}
	}
	return out
}

// beside reports whether a post lies in the area of another. A kelurahan lies in a kecamatan but
// does not lead it: its area is the kelurahan alone.
func beside(mine, p roster.Post) bool {
	if region.LevelOf(mine.Place) == region.Village {
		return p.Place == mine.Place
	}
	return areaOf(mine) != "" && areaOf(p) == areaOf(mine)
}

// below reports whether a post lies below another in the tree of posts.
func below(by map[roster.PostID]roster.Post, p roster.Post, top roster.PostID) bool {
	for range len(by) { // a tree that bites its tail ends too
		switch p.ID {
		case "":
			return false
		case top:
			return true
		}
		p = by[p.Superior]
	}
	return false
}

// Areas lists the agencies and kecamatan the actor may record paper for and where somebody holds a
// post, in the order of their addresses.
func (b *Book) Areas(ctx context.Context, who rambu.Actor) ([]string, error) {
	reach, err := b.reachOf(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := b.members(ctx, who)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, m := range all {
		if m.Area != "" && reach.member(m) {
			out[m.Area] = true
		}
	}
	return slices.Sorted(maps.Keys(out)), nil
}
