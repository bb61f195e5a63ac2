package roster

import (
	"strings"

	"rambu.id"
)

// InstitutionKind says what sort of body an institution is.
type InstitutionKind string

// The kinds the code asks about; others are only shown.
const (
	KindGovernment InstitutionKind = "pemda"
	KindSupervisor InstitutionKind = "bawaslu"
)

// InstitutionKindOf reads the kind from an institution's address: "pemda.18.01" is a pemda.
func InstitutionKindOf(id string) InstitutionKind {
	kind, _, _ := strings.Cut(id, ".")
	return InstitutionKind(kind)
}

// Institution is a body that owns a room here, or one that is only written to.
type Institution struct {
	ID       string // globally unique address: "bawaslu.18.01", "bkn"
	Name     string
	Kind     InstitutionKind
	Region   string // "" for bodies of the whole country
	External bool   // has no room on this instance
	Version  int64
}

// Unit is a part of an institution: an agency, a division, a district office, a village.
type Unit struct {
	ID          string // "pemda.18.01/bkpsdm"
	Institution string
	Parent      string // "" directly below the institution
	Name        string
	Place       string // region code for a district, ward or village
	Version     int64
}

// PostClass is the rank of a post, by which invitations and counts are grouped.
type PostClass string

// The closed list of classes, highest first. JPT pratama, administrator and pengawas are what
// the press still calls eselon II, III and IV.
const (
	ClassHead          PostClass = "kepala-daerah"
	ClassDeputyHead    PostClass = "wakil-kepala-daerah"
	ClassJPTMadya      PostClass = "jpt-madya"
	ClassJPTPratama    PostClass = "jpt-pratama"
	ClassAdministrator PostClass = "administrator"
	ClassSupervisor    PostClass = "pengawas"
	ClassLurah         PostClass = "lurah"
	ClassFunctional    PostClass = "fungsional"
	ClassExecutor      PostClass = "pelaksana"
	ClassVillageHead   PostClass = "kepala-desa"
	ClassVillageStaff  PostClass = "perangkat-desa"
	ClassOrganiser     PostClass = "penyelenggara"
	ClassOutside       PostClass = "luar"
)

// PostClasses lists the classes in the order forms show them.
func PostClasses() []PostClass {
	return []PostClass{
		ClassHead, ClassDeputyHead, ClassJPTMadya, ClassJPTPratama, ClassAdministrator, ClassSupervisor, ClassLurah,
		ClassFunctional, ClassExecutor, ClassVillageHead, ClassVillageStaff, ClassOrganiser, ClassOutside,
	}
}

// Office is what a post is commonly called, whatever its rank and place: "camat", "lurah",
// "kepala-desa", "kepala-opd". Invitations go to offices, and citizens' words are matched to them.
type Office string

// The offices the code asks about; the template and imports use more.
const (
	OfficeDistrictHead Office = "camat"
	OfficeWardHead     Office = "lurah"
	OfficeVillageHead  Office = "kepala-desa"
	OfficeAgencyHead   Office = "kepala-opd"
	OfficeDivisionHead Office = "kepala-bagian"
	OfficeBranchHead   Office = "kepala-uptd"
)

// Post is an office to which invitations, directives, duties and signatures belong.
type Post struct {
	ID          PostID
	Institution string
	Unit        string
	Superior    PostID // direct superior; for a village head the camat who coaches, not commands
	Title       string
	Office      Office
	Class       PostClass
	Place       string // region code the post is for: the district of a camat
	Roles       []rambu.Role
	Version     int64
}

// Subject returns the class of persons the law puts a holder of this post in, given how the
// person is employed and holds it: both may count at once, so the employment stays beside it.
func (p Post) Subject(employment SubjectClass, m Mode) SubjectClass {
	switch p.Class {
	case ClassVillageHead:
		// UU 6/2014 Pasal 46-47: a civil servant put in charge of a village has two regimes.
		if employment.ASN() || m == Pj {
			return SubjectActingVillage
		}
		return SubjectVillageHead
	case ClassVillageStaff:
		return SubjectVillageStaff
	case ClassLurah:
		return SubjectLurah
	case ClassHead, ClassDeputyHead:
		return SubjectStateOfficial
	case ClassJPTMadya, ClassJPTPratama, ClassAdministrator, ClassSupervisor:
		return SubjectASNLeader
	case ClassOrganiser:
		return SubjectOrganiser
	case ClassFunctional, ClassExecutor, ClassOutside:
	}
	return employment
}

// TitleAs is the title with the way the office is held: "Plt. Bupati Lampung Selatan".
func (p Post) TitleAs(m Mode) string {
	return strings.TrimSpace(m.Prefix() + " " + p.Title)
}
