// Package lookup finds for a matter of Bawaslu what the roster and the law say: it completes whom an
// officer picked as of the day of the act, makes the keyed digests by which two matters about one
// person meet, lists who can be given a case, and says what an act is and where a case goes.
package lookup

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/law"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Finder looks people up.
type Finder struct {
	Roster *roster.Store
	Keys   *seal.Store
	Pack   *law.Pack

	Accounts *access.Service
}

// Respondent is a person the matter is about (terlapor). He is not called anything else before
// a decision.
type Respondent struct {
	Person   roster.PersonID `json:"orang,omitempty"`   // "" outside the roster
	Post     roster.PostID   `json:"jabatan,omitempty"` // post held on the day, "" outside the roster
	Name     string          `json:"nama"`              // with titles, as printed
	NIP      roster.NIP      `json:"nip,omitempty"`
	PostText string          `json:"nama_jabatan"`
	Class    string          `json:"golongan"`           // subject class of the law pack
	Contest  bool            `json:"sengketa,omitempty"` // somebody else claims the post too
}

// Outside reports whether the respondent is not in the roster.
func (r Respondent) Outside() bool { return r.Person == "" && r.Post == "" }

// In names a respondent: a post or person of the roster, or somebody outside it.
type In struct {
	Ref      string // roster.Ref as text, "" outside the roster
	Name     string // outside the roster
	PostText string
	Class    string // subject class; "" in the roster takes that of the post
}

// Same reports whether two entries name the same person.
func (r Respondent) Same(o Respondent) bool {
	if r.Person != "" || o.Person != "" {
		return r.Person == o.Person
	}
	return r.Post == o.Post && r.Name == o.Name
}

// Complete completes what an officer picked with what the roster says for the day of the act.
func (d *Finder) Complete(ctx context.Context, who rambu.Actor, on rambu.Date, in In) (Respondent, error) {
	if in.Class != "" {
		if _, ok := d.Pack.Subject(in.Class); !ok {
			return Respondent{}, rambu.Fault(rambu.Invalid, "casefile.error.class").On("golongan")
		}
	}
	if in.Ref == "" {
		return outsider(in)
	}
	ref := roster.ParseRef(in.Ref)
	r := Respondent{Person: ref.Person, Post: ref.Post, Class: in.Class}
	var person roster.Person
	if ref.Person != "" {
		people, err := d.Roster.People(ctx, who, []roster.PersonID{ref.Person})
		if err != nil {
			return r, err
		}
		p, ok := people[ref.Person]
		if !ok {
			return r, rambu.Fault(rambu.Invalid, "casefile.error.unknown_person").On("terlapor")
		}
		person, r.Name, r.NIP = p, p.Name.String(), p.NIP
	}
	err := d.office(ctx, who, on, &r, person)
	if err != nil {
		return r, err
	}
	if r.Name == "" {
		r.Name = strings.TrimSpace(in.Name)
	}
	if r.Name == "" || r.Class == "" {
		return r, rambu.Fault(rambu.Invalid, "casefile.error.respondent").On("terlapor")
	}
	return r, nil
}

// office adds title and subject class of the post as it was held on the day.
func (d *Finder) office(ctx context.Context, who rambu.Actor, on rambu.Date, r *Respondent, person roster.Person) error {
	class := person.Class
	if r.Post != "" {
		post, err := d.Roster.Post(ctx, r.Post)
		if err != nil {
			return rambu.Fault(rambu.Invalid, "casefile.error.unknown_person").On("terlapor")
		}
		tenures, err := d.Roster.HolderOn(ctx, who, r.Post, on)
		if err != nil {
			return err
		}
		mode := roster.Definitive
		for _, held := range tenures {
			if held.Person == r.Person {
				mode, r.Contest = held.Mode, held.Contested
			}
		}
		r.PostText, class = post.TitleAs(mode), post.Subject(person.Class, mode)
	}
	if r.Class == "" {
		r.Class = string(class)
	}
	return nil
}

func outsider(in In) (Respondent, error) {
	r := Respondent{Name: strings.TrimSpace(in.Name), PostText: strings.TrimSpace(in.PostText), Class: in.Class}
	var es rambu.Errors
	if r.Name == "" || len(r.Name) > 300 {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.name").On("nama"))
	}
	if len(r.PostText) > 300 {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.too_long").On("jabatan"))
	}
	if r.Class == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.class").On("golongan"))
	}
	return r, es.Err()
}

// Normal is how names are compared: without titles, case, punctuation and doubled spaces.
func Normal(name string) string {
	name = strings.ToLower(roster.ParseName(name).Name)
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// Marks are the keyed digests of respondents that a case is found by: of the name, and of the
// roster person, so that two spellings of one person meet too. Locked: the session does not hold
// the index key.
func (d *Finder) Marks(ctx context.Context, who rambu.Actor, list []Respondent) ([][]byte, error) {
	key, err := d.Keys.InstitutionKey(ctx, who.Institution, seal.KindIndex)
	if err != nil {
		return nil, err
	}
	return marks(who, key, list)
}

// FormerMarks are the digests of respondents under every index key the institution had and the
// actor holds: a case of before the keys were made anew is found by the old one.
func (d *Finder) FormerMarks(ctx context.Context, who rambu.Actor, list []Respondent) ([][]byte, error) {
	out, err := d.Marks(ctx, who, list)
	if err != nil {
		return nil, err
	}
	all, err := d.Keys.Generations(ctx, who.Institution, seal.KindIndex)
	if err != nil {
		return nil, err
	}
	for _, key := range all[:len(all)-1] {
		old, err := marks(who, key, list)
		if err != nil && rambu.KindOf(err) != rambu.Locked {
			return nil, err
		}
		out = append(out, old...)
	}
	return out, nil
}

func marks(who rambu.Actor, key seal.Key, list []Respondent) ([][]byte, error) {
	if who.Keys == nil {
		return nil, rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	var out [][]byte
	add := func(text string) error {
		m, err := who.Keys.MAC(key.ID, []byte(text))
		if err == nil && !slices.ContainsFunc(out, func(o []byte) bool { return slices.Equal(o, m) }) {
			out = append(out, m)
		}
		return err
	}
	for _, p := range list {
		err := add("casefile/name\n" + Normal(p.Name))
		if err == nil && p.Person != "" {
			err = add("casefile/person\n" + string(p.Person))
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
