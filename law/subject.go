package law

// Subject is a class of persons with its own neutrality regime. A person may belong to several
// classes; each adds its duties.
type Subject struct {
	ID             string   `yaml:"id"`
	NameID         string   `yaml:"name_id"`
	NameEN         string   `yaml:"name_en"`
	Base           string   `yaml:"base,omitempty" ref:"subject"` // class whose rules apply too: a lurah is a pns
	IsASN          bool     `yaml:"is_asn"`
	MayVote        bool     `yaml:"may_vote"`
	Deciders       []string `yaml:"deciders,omitempty" ref:"authority"` // who imposes a sanction
	DeciderID      string   `yaml:"decider_id"`                         // the same in words
	DeciderEN      string   `yaml:"decider_en"`
	SupervisorRole string   `yaml:"supervisor_role,omitempty" ref:"role"` // see Pack.InRole
	SupervisorID   string   `yaml:"supervisor_id,omitempty"`
	SupervisorEN   string   `yaml:"supervisor_en,omitempty"`
	RouteID        string   `yaml:"route_id"`
	RouteEN        string   `yaml:"route_en"`
	Regimes        []Regime `yaml:"regimes"`
	NoteID         string   `yaml:"note_id,omitempty"`
	NoteEN         string   `yaml:"note_en,omitempty"`
	Conf           Conf     `yaml:"conf"`
	Src            []string `yaml:"src,omitempty" ref:"src"`
}

// Regime is one body of rules that binds a class, with its basis.
type Regime struct {
	Field   string     `yaml:"field"` // ethics, discipline, criminal, village-law …
	Basis   []Citation `yaml:"basis,omitempty"`
	BasisID []string   `yaml:"basis_id,omitempty"` // the rest of the basis in words
	BasisEN []string   `yaml:"basis_en,omitempty"`
	NoteID  string     `yaml:"note_id,omitempty"`
	NoteEN  string     `yaml:"note_en,omitempty"`
	Conf    Conf       `yaml:"conf"`
	Src     []string   `yaml:"src,omitempty" ref:"src"`
}

type subjectsFile struct {
	Subjects []Subject `yaml:"subjects"`
}

// Subjects returns the classes, in the order of the pack.
func (p *Pack) Subjects() []Subject { return p.files.subjects.Subjects }

// Subject returns a class by id.
func (p *Pack) Subject(id string) (Subject, bool) { return find(p.idx.subjects, id) }
