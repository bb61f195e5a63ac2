package roster

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/sheet"
)

// BadRow is a line of an import that cannot be taken, with the reason as a catalogue key.
type BadRow struct {
	Line   int    // as the program that wrote the file counts
	Column string // "nip"; "" for the line as a whole
	Fault  *rambu.Error
}

// Imported says what an import did, or what a dry run would do.
type Imported struct {
	Rows      int // lines read, without the header
	People    int // entered
	Changed   int // people whose name or class was corrected
	Tenures   int // started
	Posts     int // entered or corrected, by ImportPosts
	Unchanged int // lines that say what the roster already knows
	Bad       []BadRow
}

// planned is what one good line asks for.
type planned struct {
	line    int
	person  Person // ID "" when new
	isNew   bool
	changed bool
	tenure  *Tenure // nil: none, or already known
}

// staffImport is an import while it is being worked out. Nothing is written through it.
type staffImport struct {
	who     rambu.Actor
	posts   map[string][]Post // by address, by title, by title and unit name, lower case
	byNIP   map[NIP]*planned
	people  map[NIP]Person
	named   map[string][]Person // people of the roster without a number, by name in lower case
	loose   map[string]bool     // names of the file that stand without number and post
	tenures map[PostID][]Tenure
	out     Imported
	plan    []*planned
}

// ImportStaff reads a staff list into the actor's institution. Columns: nama, nip, kelas,
// jabatan, unit, cara, mulai, sampai, sk, tanggal sk; only nama is required. A post is named by
// its address or by its exact title, with the unit where the title is not unique; nothing is
// guessed, and nobody is joined with a namesake. A heading nobody knows, or that stands twice, is a bad line, unless
// ignore names it. A dry run changes nothing and lists every bad line. A real run takes all lines or
// none: with a bad line it changes nothing either and returns the same list. Taking the same
// file twice changes nothing the second time.
// Errors: Forbidden; Invalid when there is no header; what the database says.
func (s *Store) ImportStaff(ctx context.Context, who rambu.Actor, rows []sheet.Row, dry bool, ignore ...string) (Imported, error) {
	if !mayEdit(who, who.Institution) {
		return Imported{}, forbidden(who)
	}
	t, err := readHeader(rows, staffColumns(), staffSpare(), ignore, "nama")
	if err != nil {
		return Imported{}, err
	}
	im, err := s.prepare(ctx, who)
	if err != nil {
		return Imported{}, err
	}
	im.out.Bad = t.bad
	for _, r := range t.rows {
		im.line(t, r)
	}
	SortBad(im.out.Bad)
	if dry || len(im.out.Bad) > 0 {
		return im.out, nil
	}
	return im.out, s.writeStaff(who, im.plan)
}

// line works out one line: the person, then the tenure; every fault of it is listed.
func (im *staffImport) line(t table, r sheet.Row) {
	im.out.Rows++
	before := len(im.out.Bad)
	tenure := im.tenure(t, r)
	p := im.person(t, r, tenure)
	if len(im.out.Bad) > before {
		return
	}
	if tenure != nil {
		known := im.holds(p, *tenure)
		switch {
		case known:
			tenure = nil
		case im.taken(*tenure):
			im.bad(r.Line, "jabatan", rambu.Fault(rambu.Conflict, "roster.error.overlap"))
			return
		default:
			tenure.Person = p.person.ID
			im.tenures[tenure.Post] = append(im.tenures[tenure.Post], *tenure)
			im.out.Tenures++
		}
	}
	p.line, p.tenure = r.Line, tenure
	switch {
	case p.isNew:
		im.out.People++
	case p.changed:
		im.out.Changed++
	case tenure == nil:
		im.out.Unchanged++
	}
	im.plan = append(im.plan, p)
	if p.person.NIP != "" {
		im.byNIP[p.person.NIP] = p
	} else if t.cell(r, "jabatan") == "" {
		im.loose[nameKey(p.person.Name)] = true
	}
}

func (im *staffImport) bad(line int, column string, fault *rambu.Error) {
	im.out.Bad = append(im.out.Bad, BadRow{Line: line, Column: column, Fault: fault.On(column)})
}

// person reads the person of a line and finds whether the roster has the entry.
func (im *staffImport) person(t table, r sheet.Row, tenure *Tenure) *planned {
	p := Person{Institution: im.who.Institution, Region: im.who.Region, Name: ParseName(t.cell(r, "nama")), Version: 1}
	if p.Name.Name == "" {
		im.bad(r.Line, "nama", rambu.Fault(rambu.Invalid, "roster.error.name"))
	}
	if text := t.cell(r, "nip"); text != "" && text != "-" {
		nip, err := ParseNIP(text)
		if e, ok := errors.AsType[*rambu.Error](err); ok {
			im.bad(r.Line, "nip", e)
		}
		p.NIP = nip
	}
	p.Class = classFrom(t.cell(r, "kelas"), p.NIP)
	switch {
	case !p.Class.Valid():
		im.bad(r.Line, "kelas", rambu.Fault(rambu.Invalid, "roster.error.class", "value", t.cell(r, "kelas")))
	case p.NIP == "" && p.Class.ASN():
		im.bad(r.Line, "nip", rambu.Fault(rambu.Invalid, "roster.error.class_nip"))
	}
	if p.NIP == "" {
		return im.resolveByName(p, r.Line, tenure)
	}
	return im.resolve(p, r.Line)
}

// resolveByName finds the entry of somebody without a number. Two people of one name are
// common, so a name alone joins nobody: with a post it is the person of that name who holds or
// held that post; without one, the only person of that name, and then the name may stand in the
// file once.
func (im *staffImport) resolveByName(p Person, line int, tenure *Tenure) *planned {
	same := im.named[nameKey(p.Name)]
	if tenure != nil {
		same = slices.DeleteFunc(slices.Clone(same), func(old Person) bool {
			return !slices.ContainsFunc(im.tenures[tenure.Post], func(t Tenure) bool { return t.Person == old.ID })
		})
	}
	switch {
	case len(same) > 1, tenure == nil && im.loose[nameKey(p.Name)]:
		im.bad(line, "nama", rambu.Fault(rambu.Conflict, "roster.import.name_ambiguous"))
	case len(same) == 1:
		return matchOld(same[0], p)
	}
	p.ID = PersonID(rambu.NewID("org"))
	return &planned{person: p, isNew: true}
}

// resolve finds the entry a line is about by its number.
func (im *staffImport) resolve(p Person, line int) *planned {
	if earlier, ok := im.byNIP[p.NIP]; ok {
		if nameKey(earlier.person.Name) != nameKey(p.Name) {
			im.bad(line, "nip", rambu.Fault(rambu.Conflict, "roster.import.nip_twice", "line", strconv.Itoa(earlier.line)))
		}
		return &planned{person: earlier.person}
	}
	if old, ok := im.people[p.NIP]; ok {
		return matchOld(old, p)
	}
	p.ID = PersonID(rambu.NewID("org"))
	return &planned{person: p, isNew: true}
}

func matchOld(old, p Person) *planned {
	changed := old.Name != p.Name || old.Class != p.Class
	old.Name, old.Class = p.Name, p.Class
	return &planned{person: old, changed: changed}
}

// tenure reads the tenure of a line; nil when the line names no post.
func (im *staffImport) tenure(t table, r sheet.Row) *Tenure {
	title := t.cell(r, "jabatan")
	if title == "" {
		return nil
	}
	mode, title := modeFrom(t.cell(r, "cara"), title)
	x := &Tenure{
		ID: rambu.NewID("mjb"), Institution: im.who.Institution, Mode: mode, Version: 1,
		Decree: Decree{Number: t.cell(r, "sk")},
	}
	if !mode.Valid() {
		im.bad(r.Line, "cara", rambu.Fault(rambu.Invalid, "roster.error.mode", "value", t.cell(r, "cara")))
	}
	var fault *rambu.Error
	x.Post, fault = im.post(title, t.cell(r, "unit"))
	if fault != nil {
		im.bad(r.Line, "jabatan", fault)
	}
	im.date(r.Line, "mulai", t.cell(r, "mulai"), &x.From, "roster.error.from")
	if text := t.cell(r, "sampai"); text != "" {
		im.date(r.Line, "sampai", text, &x.To, "roster.error.to")
		if x.From != "" && x.To != "" && x.To < x.From {
			im.bad(r.Line, "sampai", rambu.Fault(rambu.Invalid, "roster.error.to"))
		}
	}
	if text := t.cell(r, "tanggal_sk"); text != "" {
		im.date(r.Line, "tanggal_sk", text, &x.Decree.Date, "error.date")
	}
	return x
}

func (im *staffImport) date(line int, column, text string, into *rambu.Date, key string) {
	d, ok := dateFrom(text)
	if !ok {
		im.bad(line, column, rambu.Fault(rambu.Invalid, key))
		return
	}
	*into = d
}

// post finds the one post with that address or title.
func (im *staffImport) post(title, unit string) (PostID, *rambu.Error) {
	keys := []string{im.who.Institution + "/" + title, title}
	if unit != "" {
		keys = []string{im.who.Institution + "/" + title, title + "\x00" + unit}
	}
	for _, k := range keys {
		switch found := im.posts[fold(k)]; len(found) {
		case 0:
		case 1:
			return found[0].ID, nil
		default:
			return "", rambu.Fault(rambu.Invalid, "roster.error.post_ambiguous", "value", title)
		}
	}
	return "", rambu.Fault(rambu.Invalid, "roster.error.post_unknown", "value", title)
}

// holds reports whether the roster already says that the person holds the post so.
func (im *staffImport) holds(p *planned, t Tenure) bool {
	return slices.ContainsFunc(im.tenures[t.Post], func(o Tenure) bool {
		return o.Person == p.person.ID && o.Mode == t.Mode && o.From == t.From && (t.To == "" || o.To == t.To)
	})
}

// taken reports whether somebody holds the post in the same way on some of the days. A contest
// is never made by an import: an officer says so, with both decrees before him.
func (im *staffImport) taken(t Tenure) bool {
	return slices.ContainsFunc(im.tenures[t.Post], func(o Tenure) bool { return clash(t, o) })
}

// classFrom reads the class of employment; an empty one follows from the number.
func classFrom(text string, nip NIP) SubjectClass {
	switch s := strings.ToLower(strings.TrimSpace(text)); s {
	case "":
		if nip == "" {
			return SubjectNonASN
		}
		if nip.PPPK() {
			return SubjectPPPK
		}
		return SubjectPNS
	case "p3k":
		return SubjectPPPK
	case "honorer", "thl", "thls", "tkk", "ppnpn", "non asn", "kontrak", "tks", "phl":
		return SubjectNonASN
	case "kades", "kepala desa":
		return SubjectVillageHead
	case "perangkat desa":
		return SubjectVillageStaff
	default:
		return SubjectClass(s)
	}
}

// modeFrom reads how a post is held, from its own column or from the front of the title
// ("Plt. Kepala Dinas Kesehatan").
func modeFrom(text, title string) (Mode, string) {
	if text != "" {
		return Mode(strings.ReplaceAll(strings.ToLower(strings.Trim(text, " .")), " ", "-")), title
	}
	first, rest, ok := strings.Cut(title, " ")
	mode := Mode(strings.ToLower(strings.Trim(first, ".")))
	if ok && mode.Acting() {
		return mode, strings.TrimSpace(rest)
	}
	return Definitive, title
}

// dateFrom reads a date as staff lists write it. The order day, month, year is the only one:
// a spreadsheet's American order would silently swap days and months.
func dateFrom(text string) (rambu.Date, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if day, rest, ok := strings.Cut(text, " "); ok {
		if name, year, ok := strings.Cut(rest, " "); ok {
			months := []string{"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"}
			if m := slices.Index(months, name); m >= 0 {
				text = day + "/" + strconv.Itoa(m+1) + "/" + year
			}
		}
	}
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		d, err := time.Parse(layout, text)
		if err == nil && d.Year() >= 1945 && d.Year() < 2200 {
			return rambu.DateOf(d), true
		}
	}
	return "", false
}

// fold makes titles comparable: case and spaces do not count, letters do.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func nameKey(n Name) string { return fold(n.Name) }

// SortBad orders bad lines by line and column, as they are shown.
func SortBad(bad []BadRow) {
	slices.SortStableFunc(bad, func(a, b BadRow) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
