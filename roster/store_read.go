package roster

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/roster/match"
	"rambu.id/roster/region"
)

// The structure of government (institutions, units, posts) is public and read without an actor:
// letters are addressed by it. People and tenures are owned: an actor reads those of his own
// institution, and Bawaslu also those of the government of its region, since it has to know
// whom a report names. The caller logs the purpose of such a reading.

// sees returns the two institutions whose people an actor may read; the second is "" for most.
func sees(who rambu.Actor) (string, string) {
	if who.Institution == "" {
		return "", ""
	}
	if InstitutionKindOf(who.Institution) == KindSupervisor && who.Region != "" && who.Institution == string(KindSupervisor)+"."+who.Region {
		return who.Institution, string(KindGovernment) + "." + who.Region
	}
	return who.Institution, who.Institution
}

// Holding is a post with the tenure by which a person holds it.
type Holding struct {
	Post   Post
	Tenure Tenure
	Person Person
}

// Title is the post's title with the mode: "Plt. Bupati Lampung Selatan".
func (h Holding) Title() string { return h.Post.TitleAs(h.Tenure.Mode) }

// Institutions returns every institution known here, by address.
func (s *Store) Institutions(ctx context.Context) ([]Institution, error) {
	return list(s.committed(ctx), scanInstitution, `SELECT `+institutionColumns+` FROM roster_institution ORDER BY id`)
}

// Institution returns an institution by its address. Errors: NotFound.
func (s *Store) Institution(ctx context.Context, id string) (Institution, error) {
	return one(s.committed(ctx), scanInstitution, `SELECT `+institutionColumns+` FROM roster_institution WHERE id = $1`, id)
}

// Terms returns the local names of an institution. Errors: NotFound.
func (s *Store) Terms(ctx context.Context, institution string) (Terms, error) {
	return one(s.committed(ctx), scanTerms, `SELECT terms FROM roster_institution WHERE id = $1`, institution)
}

// Units returns the units of an institution, by address.
func (s *Store) Units(ctx context.Context, institution string) ([]Unit, error) {
	return list(s.committed(ctx), scanUnit, `SELECT `+unitColumns+` FROM roster_unit WHERE institution = $1 ORDER BY id`, institution)
}

// Post returns a post by its address. Errors: NotFound.
func (s *Store) Post(ctx context.Context, id PostID) (Post, error) {
	return one(s.committed(ctx), scanPost, `SELECT `+postColumns+` FROM roster_post WHERE id = $1`, string(id))
}

// PostsByID returns posts by address, in one go; unknown ones are absent.
func (s *Store) PostsByID(ctx context.Context, ids []PostID) (map[PostID]Post, error) {
	all, err := listIn(s.committed(ctx), scanPost, `SELECT `+postColumns+` FROM roster_post WHERE id IN (%s)`, texts(ids))
	if err != nil {
		return nil, err
	}
	return keyed(all, func(p Post) PostID { return p.ID }), nil
}

// PostFilter narrows a list of posts; zero fields do not narrow.
type PostFilter struct {
	Institution string // required
	Unit        string
	Office      Office
	Class       PostClass
	Superior    PostID
	Place       string // a region code and all inside it
}

// Posts returns the posts of an institution that pass a filter, by address. The largest
// government has some thousands, so there is no page.
func (s *Store) Posts(ctx context.Context, f PostFilter) ([]Post, error) {
	return list(s.committed(ctx), scanPost, `SELECT `+postColumns+` FROM roster_post
		WHERE institution = $1 AND ($2 = '' OR unit = $2) AND ($3 = '' OR office = $3) AND ($4 = '' OR class = $4)
		AND ($5 = '' OR superior = $5) AND ($6 = '' OR place = $6 OR place LIKE $7) ORDER BY id`,
		f.Institution, f.Unit, string(f.Office), string(f.Class), string(f.Superior), f.Place, f.Place+".%")
}

// VacantPosts lists the posts of an institution that nobody holds on a day, by address.
func (s *Store) VacantPosts(ctx context.Context, institution string, on rambu.Date) ([]PostID, error) {
	return list(s.committed(ctx), func(scan scanner) (id PostID, err error) { return id, scan(&id) }, `SELECT p.id FROM roster_post AS p
		WHERE p.institution = $1 AND NOT EXISTS (SELECT 1 FROM roster_tenure AS t
			WHERE t.post = p.id AND t.from_date <= $2 AND (t.to_date = '' OR t.to_date >= $2)) ORDER BY p.id`, institution, string(on))
}

// PostTurn is a number that is another one after every change of an institution's posts.
func (s *Store) PostTurn(ctx context.Context, institution string) (int64, error) {
	var n int64
	err := db.Translate(s.db.QueryRow(ctx, `SELECT turn FROM roster_post_turn WHERE institution = $1`, institution).Scan(&n))
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return 0, nil // as they were before this was counted
	}
	return n, err
}

// Superior returns the direct superior (atasan langsung) of a post. Errors: NotFound when the
// post is unknown or has none.
func (s *Store) Superior(ctx context.Context, id PostID) (Post, error) {
	return one(s.committed(ctx), scanPost, `SELECT `+prefixed("p", postColumns)+` FROM roster_post AS p
		JOIN roster_post AS staff ON staff.superior = p.id WHERE staff.id = $1`, string(id))
}

// Holders returns a post and every tenure of it that runs on a day, acting ones first. It looks
// past the walls and is for deciding what a signed-in officer may do, not for showing.
// Errors: NotFound for an unknown post.
func (s *Store) Holders(ctx context.Context, id PostID, on rambu.Date) (Post, []Tenure, error) {
	p, err := s.Post(ctx, id)
	if err != nil {
		return Post{}, nil, err
	}
	ts, err := list(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE post = $1 AND from_date <= $2 AND (to_date = '' OR to_date >= $2)`, string(id), string(on))
	sortTenures(ts)
	return p, ts, err
}

// Held returns what a person holds on a day, definitive posts first. Like Holders it looks past
// the walls: roles follow from it.
func (s *Store) Held(ctx context.Context, person PersonID, on rambu.Date) ([]Holding, error) {
	ts, err := list(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE person = $1 AND from_date <= $2 AND (to_date = '' OR to_date >= $2)`, string(person), string(on))
	if err != nil {
		return nil, err
	}
	hs, err := s.complete(ctx, ts)
	slices.SortFunc(hs, func(a, b Holding) int {
		order := func(h Holding) int { return slices.Index(Modes(), h.Tenure.Mode) }
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Post.ID, b.Post.ID))
	})
	return hs, err
}

// HolderOn returns every tenure of a post that runs on a day and that the actor may see, acting
// ones first. Two in the same way of holding mean a contested post: both are returned with
// their decrees, and nothing says who is right.
func (s *Store) HolderOn(ctx context.Context, who rambu.Actor, post PostID, on rambu.Date) ([]Tenure, error) {
	own, other := sees(who)
	ts, err := list(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE post = $1 AND from_date <= $2 AND (to_date = '' OR to_date >= $2) AND institution IN ($3, $4)`,
		string(post), string(on), own, other)
	sortTenures(ts)
	return ts, err
}

// HoldersOf returns the holders of many posts on a day, in three queries, acting ones first.
func (s *Store) HoldersOf(ctx context.Context, who rambu.Actor, posts []PostID, on rambu.Date) (map[PostID][]Holding, error) {
	own, other := sees(who)
	ts, err := listIn(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE from_date <= $1 AND (to_date = '' OR to_date >= $1) AND institution IN ($2, $3) AND post IN (%s)`,
		texts(posts), string(on), own, other)
	if err != nil {
		return nil, err
	}
	sortTenures(ts)
	hs, err := s.complete(ctx, ts)
	if err != nil {
		return nil, err
	}
	found := map[PostID][]Holding{}
	for _, h := range hs {
		found[h.Post.ID] = append(found[h.Post.ID], h)
	}
	return found, nil
}

// PostsOf returns what a person whom the actor may see holds on a day.
func (s *Store) PostsOf(ctx context.Context, who rambu.Actor, person PersonID, on rambu.Date) ([]Holding, error) {
	hs, err := s.Held(ctx, person, on)
	own, other := sees(who)
	return slices.DeleteFunc(hs, func(h Holding) bool {
		return h.Tenure.Institution != own && h.Tenure.Institution != other || own == ""
	}), err
}

// Tenure returns a tenure the actor may see. Errors: NotFound.
func (s *Store) Tenure(ctx context.Context, who rambu.Actor, id string) (Tenure, error) {
	own, other := sees(who)
	return one(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE id = $1 AND institution IN ($2, $3)`, id, own, other)
}

// History returns all tenures of a post the actor may see, newest first.
func (s *Store) History(ctx context.Context, who rambu.Actor, post PostID) ([]Holding, error) {
	own, other := sees(who)
	ts, err := list(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE post = $1 AND institution IN ($2, $3)`, string(post), own, other)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(ts, func(a, b Tenure) int { return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(a.ID, b.ID)) })
	return s.complete(ctx, ts)
}

// People returns persons the actor may see, by id, in one go; others are absent.
func (s *Store) People(ctx context.Context, who rambu.Actor, ids []PersonID) (map[PersonID]Person, error) {
	own, other := sees(who)
	all, err := listIn(s.committed(ctx), scanPerson, `SELECT `+personColumns+` FROM roster_person
		WHERE institution IN ($1, $2) AND id IN (%s)`, texts(ids), own, other)
	if err != nil {
		return nil, err
	}
	return keyed(all, func(p Person) PersonID { return p.ID }), nil
}

// FindPeople returns persons of the actor's own institution whose name contains text or whose
// NIP is text, by name, at most limit.
func (s *Store) FindPeople(ctx context.Context, who rambu.Actor, text string, limit int) ([]Person, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	pattern := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
	return list(s.committed(ctx), scanPerson, `SELECT `+personColumns+` FROM roster_person
		WHERE institution = $1 AND (lower(name) LIKE $2 ESCAPE '!' OR nip = $3) ORDER BY name, id LIMIT $4`,
		who.Institution, pattern, strings.ReplaceAll(text, " ", ""), limit)
}

// Ref is what a match points at: a post, its holder, or a person without a post.
type Ref struct {
	Post   PostID
	Person PersonID
}

// String is the key of a match; ParseRef reads it.
func (r Ref) String() string { return string(r.Post) + "#" + string(r.Person) }

// ParseRef reads a key made by Ref.String.
func ParseRef(s string) Ref {
	post, person, _ := strings.Cut(s, "#")
	return Ref{Post: PostID(post), Person: PersonID(person)}
}

// Directory makes the posts and people the actor may see ready for matching: of the government
// of his region for Bawaslu, of his own institution for others. Log the purpose before using it.
func (s *Store) Directory(ctx context.Context, who rambu.Actor, on rambu.Date) (*match.Directory, error) {
	_, institution := sees(who)
	posts, err := s.Posts(ctx, PostFilter{Institution: institution})
	if err != nil {
		return nil, err
	}
	units, err := s.Units(ctx, institution)
	if err != nil {
		return nil, err
	}
	people, err := list(s.committed(ctx), scanPerson, `SELECT `+personColumns+` FROM roster_person WHERE institution = $1`, institution)
	if err != nil {
		return nil, err
	}
	ts, err := list(s.committed(ctx), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure
		WHERE institution = $1 AND from_date <= $2 AND (to_date = '' OR to_date >= $2)`, institution, string(on))
	if err != nil {
		return nil, err
	}
	return match.NewDirectory(s.candidates(posts, units, people, ts)), nil
}

// candidates pairs posts with their holders; vacant posts and people without a post stand alone.
func (s *Store) candidates(posts []Post, units []Unit, people []Person, ts []Tenure) []match.Candidate {
	unitName := map[string]string{}
	for _, u := range units {
		unitName[u.ID] = u.Name
	}
	byID := keyed(people, func(p Person) PersonID { return p.ID })
	holders := map[PostID][]PersonID{}
	busy := map[PersonID]bool{}
	for _, t := range ts {
		holders[t.Post] = append(holders[t.Post], t.Person)
		busy[t.Person] = true
	}
	var all []match.Candidate
	for _, p := range posts {
		c := match.Candidate{Office: string(p.Office), Title: p.Title}
		if p.Place == "" {
			c.Unit = unitName[p.Unit]
		} else {
			r, _ := s.regions.Find(p.Place)
			c.Place = r.Name
			if region.LevelOf(p.Place) == region.Village {
				around, _ := s.regions.Find(region.Parent(p.Place))
				c.Area = around.Name
			}
		}
		if len(holders[p.ID]) == 0 {
			c.Key = Ref{Post: p.ID}.String()
			all = append(all, c)
		}
		for _, id := range holders[p.ID] {
			c.Key, c.Name = Ref{p.ID, id}.String(), byID[id].Name.Name
			all = append(all, c)
		}
	}
	for _, p := range people {
		if !busy[p.ID] {
			all = append(all, match.Candidate{Key: Ref{Person: p.ID}.String(), Name: p.Name.Name})
		}
	}
	return all
}

// complete adds posts and persons to tenures, keeping their order.
func (s *Store) complete(ctx context.Context, ts []Tenure) ([]Holding, error) {
	var posts []PostID
	var people []string
	for _, t := range ts {
		posts, people = append(posts, t.Post), append(people, string(t.Person))
	}
	postByID, err := s.PostsByID(ctx, unique(posts))
	if err != nil {
		return nil, err
	}
	found, err := listIn(s.committed(ctx), scanPerson, `SELECT `+personColumns+` FROM roster_person WHERE id IN (%s)`, unique(people))
	if err != nil {
		return nil, err
	}
	byID := keyed(found, func(p Person) PersonID { return p.ID })
	hs := make([]Holding, len(ts))
	for i, t := range ts {
		hs[i] = Holding{Post: postByID[t.Post], Tenure: t, Person: byID[t.Person]}
	}
	return hs, nil
}

// sortTenures puts those first who exercise the post.
func sortTenures(ts []Tenure) {
	slices.SortFunc(ts, func(a, b Tenure) int {
		return cmp.Or(cmp.Compare(b.Mode.layer(), a.Mode.layer()), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
}

func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}

func unique[T cmp.Ordered](in []T) []T {
	out := slices.Clone(in)
	slices.Sort(out)
	return slices.Compact(out)
}

func keyed[K comparable, T any](all []T, key func(T) K) map[K]T {
	m := make(map[K]T, len(all))
	for _, v := range all {
		m[key(v)] = v
	}
	return m
}

// prefixed puts a table's alias before each of its columns.
func prefixed(alias, columns string) string {
	return alias + "." + strings.ReplaceAll(columns, ", ", ", "+alias+".")
}
