package meeting

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"rambu.id/meeting"
	"rambu.id/roster"
)

// sieve narrows the usher's list.
type sieve struct {
	group string
	text  string // part of a post's title or of a name
	only  bool   // nobody who is recorded
}

// longestSearch bounds what is looked for.
const longestSearch = 80

// sieve reads the sieve from the address or from the form.
func (c *call) sieve() sieve {
	_ = c.r.ParseForm() // read before, or without a body
	text := strings.Join(strings.Fields(c.r.Form.Get("cari")), " ")
	if len(text) > longestSearch {
		text = strings.ToValidUTF8(text[:longestSearch], "")
	}
	return sieve{group: c.r.Form.Get("kelompok"), text: text, only: c.r.Form.Get("tampil") == "belum"}
}

// lets reports whether a line of a group passes.
func (s sieve) lets(group, line string) bool {
	return (s.group == "" || s.group == group) && strings.Contains(strings.ToLower(line), strings.ToLower(s.text))
}

func (s sieve) values() url.Values {
	v := url.Values{}
	if s.group != "" {
		v.Set("kelompok", s.group)
	}
	if s.text != "" {
		v.Set("cari", s.text)
	}
	if s.only {
		v.Set("tampil", "belum")
	}
	return v
}

// query is the sieve as the end of an address, "" for none.
func (s sieve) query() string {
	if s == (sieve{}) {
		return ""
	}
	return "?" + s.values().Encode()
}

// guestList is the invited posts in groups: those a form invites together, and the villages of each
// district apart, since there are hundreds.
type guestList struct {
	c     *call
	posts map[roster.PostID]roster.Post
	staff map[roster.PostID][]roster.Post // by superior
	count map[string]int                  // invited posts
	order []string
}

// Groups beside those that a form invites by.
const (
	below  = "di:" // of villages and wards, before the address of their superior
	others = "lainnya"
)

// guestList reads the posts of the government and groups the invited ones.
func (c *call) guestList() (*guestList, error) {
	all, err := c.p.Roster.Posts(c.r.Context(), roster.PostFilter{Institution: c.who.Institution})
	if err != nil {
		return nil, err
	}
	out := &guestList{c: c, posts: map[roster.PostID]roster.Post{}, staff: map[roster.PostID][]roster.Post{}, count: map[string]int{}}
	for _, p := range all {
		out.posts[p.ID] = p
		out.staff[p.Superior] = append(out.staff[p.Superior], p)
	}
	for _, i := range c.v.Invitees {
		key := out.groupOf(i.Post)
		if out.count[key] == 0 {
			out.order = append(out.order, key)
		}
		out.count[key]++
	}
	slices.SortFunc(out.order, func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(out.title(a), out.title(b)))
	})
	return out, nil
}

// groupOf is the group of an invited post.
func (g *guestList) groupOf(id roster.PostID) string {
	p, ours := g.posts[id]
	switch {
	case !ours:
		return string(meeting.GroupForum)
	case (p.Office == roster.OfficeVillageHead || p.Office == roster.OfficeWardHead) && p.Superior != "":
		return below + string(p.Superior)
	case slices.Contains(meeting.InviteGroups(), meeting.InviteGroup(p.Office)):
		return string(p.Office)
	}
	return others
}

// place orders groups as forms do; villages come where their heads do, all others last.
func place(key string) int {
	if strings.HasPrefix(key, below) {
		key = string(meeting.GroupWards)
	}
	at := slices.Index(meeting.InviteGroups(), meeting.InviteGroup(key))
	if at < 0 {
		return len(meeting.InviteGroups())
	}
	return at
}

func (g *guestList) title(key string) string {
	if superior, ok := strings.CutPrefix(key, below); ok {
		return g.c.t("meeting.usher.below", "superior", g.posts[roster.PostID(superior)].Title)
	}
	if key == others {
		return g.c.t("meeting.usher.others")
	}
	return g.c.t("meeting.invitees." + key)
}

// rank is the place of a group, from 1.
func (g *guestList) rank(key string) int { return slices.Index(g.order, key) + 1 }

// through is what the sieve of the address lets pass; nil when there is none.
func (c *call) through() (func(roster.PostID, string) bool, error) {
	s := c.sieve()
	if s == (sieve{}) {
		return nil, nil
	}
	var err error
	c.v, err = c.p.Room.Get(c.r.Context(), c.who, c.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	guests, err := c.guestList()
	return func(post roster.PostID, line string) bool { return s.lets(guests.groupOf(post), line) }, err
}
