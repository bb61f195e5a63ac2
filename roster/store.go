package roster

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/roster/region"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{institutionTable, unitTable, postTable, personTable, tenureTable}
}

var (
	institutionTable = ledger.NewTable("roster_institution", "id", "name", "kind", "region", "external", "terms")
	unitTable        = ledger.NewTable("roster_unit", "id", "institution", "parent", "name", "place")
	postTable        = ledger.NewTable("roster_post", "id", "institution", "unit", "superior", "title", "office", "class", "place", "roles")
	personTable      = ledger.NewTable("roster_person", "id", "institution", "region", "title_before", "name", "title_after", "nip", "class")
	tenureTable      = ledger.NewTable("roster_tenure", "id", "institution", "region", "post", "person", "mode",
		"from_date", "to_date", "decree_number", "decree_date", "contested")
)

// Store keeps the roster of one instance.
type Store struct {
	log     *ledger.Log
	db      *db.DB
	regions *region.Index
}

// Open migrates the package's tables.
func Open(ctx context.Context, log *ledger.Log, regions *region.Index) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	d := log.DB()
	err = d.Migrate(ctx, "roster", sub)
	if err != nil {
		return nil, err
	}
	return &Store{log: log, db: d, regions: regions}, nil
}

// Regions returns the index of regions the store was opened with.
func (s *Store) Regions() *region.Index { return s.regions }

func institutionValues(in Institution, t Terms) ([]any, error) {
	terms, err := json.Marshal(t)
	return []any{in.ID, in.Name, string(in.Kind), in.Region, in.External, string(terms)}, err
}

func unitValues(u Unit) []any { return []any{u.ID, u.Institution, u.Parent, u.Name, u.Place} }

func postValues(p Post) []any {
	roles := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		roles[i] = string(r)
	}
	return []any{
		string(p.ID), p.Institution, p.Unit, string(p.Superior), p.Title, string(p.Office), string(p.Class), p.Place,
		strings.Join(roles, " "),
	}
}

func personValues(p Person) []any {
	return []any{string(p.ID), p.Institution, p.Region, p.Name.Before, p.Name.Name, p.Name.After, string(p.NIP), string(p.Class)}
}

func tenureValues(t Tenure, region string) []any {
	return []any{
		t.ID, t.Institution, region, string(t.Post), string(t.Person), string(t.Mode), t.From, t.To,
		t.Decree.Number, t.Decree.Date, t.Contested,
	}
}

const (
	institutionColumns = `id, name, kind, region, external, version`
	unitColumns        = `id, institution, parent, name, place, version`
	postColumns        = `id, institution, unit, superior, title, office, class, place, roles, version`
	personColumns      = `id, institution, region, title_before, name, title_after, nip, class, version`
	tenureColumns      = `id, institution, post, person, mode, from_date, to_date, decree_number, decree_date, contested, version`
)

type scanner func(dest ...any) error

func scanInstitution(scan scanner) (in Institution, err error) {
	var external int64
	err = scan(&in.ID, &in.Name, &in.Kind, &in.Region, &external, &in.Version)
	in.External = external != 0
	return in, err
}

func scanTerms(scan scanner) (t Terms, err error) {
	var text string
	err = scan(&text)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(text), &t)
}

func scanUnit(scan scanner) (u Unit, err error) {
	return u, scan(&u.ID, &u.Institution, &u.Parent, &u.Name, &u.Place, &u.Version)
}

func scanPost(scan scanner) (p Post, err error) {
	var roles string
	err = scan(&p.ID, &p.Institution, &p.Unit, &p.Superior, &p.Title, &p.Office, &p.Class, &p.Place, &roles, &p.Version)
	for r := range strings.FieldsSeq(roles) {
		p.Roles = append(p.Roles, rambu.Role(r))
	}
	return p, err
}

func scanPerson(scan scanner) (p Person, err error) {
	return p, scan(&p.ID, &p.Institution, &p.Region, &p.Name.Before, &p.Name.Name, &p.Name.After, &p.NIP, &p.Class, &p.Version)
}

func scanTenure(scan scanner) (t Tenure, err error) {
	var contested int64
	err = scan(&t.ID, &t.Institution, &t.Post, &t.Person, &t.Mode, &t.From, &t.To, &t.Decree.Number, &t.Decree.Date, &contested, &t.Version)
	t.Contested = contested != 0
	return t, err
}

// source is where rows are read: the last committed state, or an operation's own view.
type source func(query string, args ...any) (rows, error)

// rows is the part of *sql.Rows that reading needs.
type rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

func (s *Store) committed(ctx context.Context) source {
	return func(query string, args ...any) (rows, error) { return s.db.Query(ctx, query, args...) }
}

func within(op *ledger.Op) source {
	return func(query string, args ...any) (rows, error) { return op.Tx.Query(query, args...) }
}

// list reads all rows of a query.
func list[T any](from source, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rs, err := from(query, args...)
	if err != nil {
		return nil, err
	}
	defer rs.Close() //nolint:errcheck // reading
	var all []T
	for rs.Next() {
		v, err := scan(rs.Scan)
		if err != nil {
			return nil, db.Translate(err)
		}
		all = append(all, v)
	}
	return all, db.Translate(rs.Err())
}

// one reads the only row of a query; none is NotFound.
func one[T any](from source, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	all, err := list(from, scan, query, args...)
	if err == nil && len(all) == 0 {
		err = rambu.Errorf(rambu.NotFound, "no row")
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}

// chunkSize bounds the places of one statement: both databases take more, but the text grows.
const chunkSize = 500

// listIn reads the rows whose column is one of the values: query holds %s where the list goes,
// and args come after the list.
func listIn[T any](from source, scan func(scanner) (T, error), query string, in []string, args ...any) ([]T, error) {
	var all []T
	for len(in) > 0 {
		n := min(len(in), chunkSize)
		places, values := db.In(args, in[:n]...)
		part, err := list(from, scan, fmt.Sprintf(query, places), values...)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
		in = in[n:]
	}
	return all, nil
}
