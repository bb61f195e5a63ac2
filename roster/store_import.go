package roster

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/ledger"
)

// prepare reads what an import is compared with: the institution's posts, people and tenures.
func (s *Store) prepare(ctx context.Context, who rambu.Actor) (*staffImport, error) {
	im := &staffImport{
		who: who, posts: map[string][]Post{}, byNIP: map[NIP]*planned{}, people: map[NIP]Person{},
		named: map[string][]Person{}, loose: map[string]bool{}, tenures: map[PostID][]Tenure{},
	}
	from := s.committed(ctx)
	posts, err := s.Posts(ctx, PostFilter{Institution: who.Institution})
	if err != nil {
		return nil, err
	}
	units, err := s.Units(ctx, who.Institution)
	if err != nil {
		return nil, err
	}
	unitName := map[string]string{}
	for _, u := range units {
		unitName[u.ID] = u.Name
	}
	for _, p := range posts {
		for _, k := range unique([]string{fold(string(p.ID)), fold(p.Title), fold(p.Title + "\x00" + unitName[p.Unit]), fold(p.Title + "\x00" + p.Unit)}) {
			im.posts[k] = append(im.posts[k], p)
		}
	}
	people, err := list(from, scanPerson, `SELECT `+personColumns+` FROM roster_person WHERE institution = $1`, who.Institution)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if p.NIP != "" {
			im.people[p.NIP] = p
		} else {
			im.named[nameKey(p.Name)] = append(im.named[nameKey(p.Name)], p)
		}
	}
	ts, err := list(from, scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure WHERE institution = $1`, who.Institution)
	if err != nil {
		return nil, err
	}
	for _, t := range ts {
		im.tenures[t.Post] = append(im.tenures[t.Post], t)
	}
	return im, nil
}

// writeStaff writes a plan without bad lines as one operation. Rows that changed since the plan
// was made are a Conflict, so a plan can never overwrite what it has not seen.
func (s *Store) writeStaff(who rambu.Actor, plan []*planned) error {
	if !slices.ContainsFunc(plan, func(p *planned) bool { return p.isNew || p.changed || p.tenure != nil }) {
		return nil
	}
	_, err := s.log.Do(who, "roster.import_staff", func(op *ledger.Op) error {
		op.Object(who.Institution)
		// Once more against what is held now: somebody may have been faster than the plan.
		ts, err := list(within(op), scanTenure, `SELECT `+tenureColumns+` FROM roster_tenure WHERE institution = $1`, who.Institution)
		if err != nil {
			return err
		}
		held := map[PostID][]Tenure{}
		for _, t := range ts {
			held[t.Post] = append(held[t.Post], t)
		}
		for _, p := range plan {
			err = writePlanned(op, who, p, held)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func writePlanned(op *ledger.Op, who rambu.Actor, p *planned, held map[PostID][]Tenure) error {
	var err error
	switch {
	case p.isNew:
		err = op.Insert(personTable, personValues(p.person)...)
	case p.changed:
		err = op.Update(personTable, p.person.Version, personValues(p.person)...)
	}
	if err != nil || p.tenure == nil {
		return err
	}
	if slices.ContainsFunc(held[p.tenure.Post], func(o Tenure) bool { return clash(*p.tenure, o) }) {
		return rambu.Fault(rambu.Conflict, "roster.error.overlap")
	}
	return op.Insert(tenureTable, tenureValues(*p.tenure, who.Region)...)
}

// plannedPost is a line of a post import.
type plannedPost struct {
	post    Post
	unit    *Unit // to be entered
	version int64 // 0: new
}

// ImportPosts reads posts into the actor's institution: kode (its address within the
// institution, "disdik/bidang-paud"), jabatan, unit, atasan (an address), kelas, sebutan. kode,
// jabatan and kelas are required. A code that exists is corrected; roles never come from a file.
// Dry and real runs are as in ImportStaff.
func (s *Store) ImportPosts(ctx context.Context, who rambu.Actor, rows []sheet.Row, dry bool, ignore ...string) (Imported, error) {
	if !mayEdit(who, who.Institution) {
		return Imported{}, forbidden(who)
	}
	t, err := readHeader(rows, postColumnNames(), postSpare(), ignore, "kode", "jabatan", "kelas")
	if err != nil {
		return Imported{}, err
	}
	posts, err := s.Posts(ctx, PostFilter{Institution: who.Institution})
	if err != nil {
		return Imported{}, err
	}
	units, err := s.Units(ctx, who.Institution)
	if err != nil {
		return Imported{}, err
	}
	im := postImport{who: who, table: t, posts: keyed(posts, func(p Post) PostID { return p.ID }), seen: map[PostID]int{}, units: map[string]Unit{}}
	for _, u := range units {
		im.units[fold(u.Name)], im.units[u.ID] = u, u
	}
	im.out.Bad = t.bad
	for _, r := range t.rows { // addresses first: a superior may stand below his staff
		im.seen[im.address(t.cell(r, "kode"))]++
	}
	for _, r := range t.rows {
		im.line(r)
	}
	im.circles()
	if dry || len(im.out.Bad) > 0 || len(im.plan) == 0 {
		return im.out, nil
	}
	return im.out, s.writePosts(who, im.plan)
}

func (s *Store) writePosts(who rambu.Actor, plan []plannedPost) error {
	_, err := s.log.Do(who, "roster.import_posts", func(op *ledger.Op) error {
		op.Object(who.Institution)
		for _, p := range plan {
			if p.unit != nil {
				err := op.Insert(unitTable, unitValues(*p.unit)...)
				if err != nil {
					return err
				}
			}
			var err error
			if p.version == 0 {
				err = op.Insert(postTable, postValues(p.post)...)
			} else {
				err = op.Update(postTable, p.version, postValues(p.post)...)
			}
			if err != nil {
				return err
			}
		}
		return turned(op, who.Institution)
	})
	return err
}

// postImport is an import of posts while it is being worked out.
type postImport struct {
	who   rambu.Actor
	table table
	posts map[PostID]Post
	seen  map[PostID]int // addresses in the file
	units map[string]Unit
	out   Imported
	plan  []plannedPost
	lines map[PostID]int
}

func (im *postImport) bad(line int, column, key string, args ...string) {
	im.out.Bad = append(im.out.Bad, BadRow{Line: line, Column: column, Fault: rambu.Fault(rambu.Invalid, key, args...).On(column)})
}

// address makes a full address of a code as people write it.
func (im *postImport) address(code string) PostID {
	code = strings.ToLower(strings.Trim(code, "/ "))
	if code == "" || strings.HasPrefix(code, im.who.Institution+"/") {
		return PostID(code)
	}
	return PostID(im.who.Institution + "/" + code)
}

// line works out one line of posts.
func (im *postImport) line(r sheet.Row) {
	im.out.Rows++
	before := len(im.out.Bad)
	get := func(column string) string { return im.table.cell(r, column) }
	id := im.address(get("kode"))
	old, exists := im.posts[id]
	p := Post{
		ID: id, Institution: im.who.Institution, Unit: old.Unit, Superior: old.Superior, Title: get("jabatan"),
		Office: Office(cmpOr(fold(get("sebutan")), string(old.Office), "pejabat")), Class: postClassFrom(get("kelas")), Place: old.Place, Roles: old.Roles,
	}
	switch {
	case !validAddress(get("kode")):
		im.bad(r.Line, "kode", "roster.import.code", "value", get("kode"))
	case im.seen[id] > 1:
		im.bad(r.Line, "kode", "roster.import.code_twice", "value", get("kode"))
	}
	if p.Title == "" {
		im.bad(r.Line, "jabatan", "roster.error.post_missing")
	}
	if !slices.Contains(PostClasses(), p.Class) {
		im.bad(r.Line, "kelas", "roster.error.class", "value", get("kelas"))
	}
	if text := get("atasan"); text != "" {
		p.Superior = im.address(text)
		if _, known := im.posts[p.Superior]; !known && im.seen[p.Superior] == 0 || p.Superior == id {
			im.bad(r.Line, "atasan", "roster.error.post_unknown", "value", text)
		}
	}
	unit := im.unit(get("unit"), &p)
	if len(im.out.Bad) > before {
		return
	}
	if exists && samePost(old, p) {
		im.out.Unchanged++
		return
	}
	im.out.Posts++
	im.plan = append(im.plan, plannedPost{post: p, unit: unit, version: old.Version})
	if im.lines == nil {
		im.lines = map[PostID]int{}
	}
	im.lines[id] = r.Line
}

// unit finds the unit by name or address, or plans a new one, whose address follows its name.
func (im *postImport) unit(name string, p *Post) *Unit {
	if name == "" {
		return nil
	}
	u, ok := im.units[fold(name)]
	if !ok {
		u = Unit{ID: im.who.Institution + "/" + slug(name), Institution: im.who.Institution, Name: name}
		if have, taken := im.units[u.ID]; taken { // another name, same address: the same unit
			u, ok = have, true
		}
		im.units[fold(name)], im.units[u.ID] = u, u
	}
	p.Unit = u.ID
	if ok {
		return nil
	}
	return &u
}

// circles lists planned posts whose chain of superiors comes back to them.
func (im *postImport) circles() {
	superior := map[PostID]PostID{}
	for id, p := range im.posts {
		superior[id] = p.Superior
	}
	for _, p := range im.plan {
		superior[p.post.ID] = p.post.Superior
	}
	for _, p := range im.plan {
		at := superior[p.post.ID]
		for steps := 0; at != "" && at != p.post.ID && steps < len(superior); steps++ {
			at = superior[at]
		}
		if at == p.post.ID {
			im.bad(im.lines[at], "atasan", "roster.import.circle")
		}
	}
	SortBad(im.out.Bad)
}

func samePost(a, b Post) bool {
	return a.Unit == b.Unit && a.Superior == b.Superior && a.Title == b.Title && a.Office == b.Office && a.Class == b.Class
}

// postClassFrom reads a class by our word or by the old echelon.
func postClassFrom(text string) PostClass {
	s := strings.ReplaceAll(fold(text), " ", "-")
	switch s {
	case "eselon-i", "i.a", "i.b", "ia", "ib":
		return ClassJPTMadya
	case "eselon-ii", "ii.a", "ii.b", "iia", "iib":
		return ClassJPTPratama
	case "eselon-iii", "iii.a", "iii.b", "iiia", "iiib":
		return ClassAdministrator
	case "eselon-iv", "iv.a", "iv.b", "iva", "ivb":
		return ClassSupervisor
	}
	return PostClass(s)
}

// validAddress accepts the small letters, digits, points and dashes that an address is made of.
func validAddress(code string) bool {
	code = strings.ToLower(strings.Trim(code, "/ "))
	return code != "" && len(code) <= 100 && !strings.Contains(code, "//") &&
		strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789-./") == ""
}

// slug makes an address part of a name.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

func cmpOr(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
