package law

import "rambu.id"

// Sanction is one form of sanction or temporary measure. From and To are the days on which the
// form can be imposed.
type Sanction struct {
	ID         string     `yaml:"id"`
	Track      string     `yaml:"track" ref:"track"`           // kode-etik, disiplin, undang-undang, sementara, kontrak, desa, administrasi
	Level      string     `yaml:"level,omitempty" ref:"level"` // ringan, sedang or berat, of discipline only
	Order      int        `yaml:"order"`                       // light to heavy
	NameID     string     `yaml:"name_id"`
	NameEN     string     `yaml:"name_en"`
	DecidedBy  string     `yaml:"decided_by,omitempty" ref:"authority"`
	Except     []Decider  `yaml:"except,omitempty"` // classes for whom another one decides
	For        []string   `yaml:"for" ref:"subject"`
	From       rambu.Date `yaml:"from,omitempty"`
	To         rambu.Date `yaml:"to,omitempty"`
	NotUsable  bool       `yaml:"not_usable,omitempty"` // stands in the law but cannot be imposed yet
	NotPenalty bool       `yaml:"not_penalty,omitempty"`
	Dismissal  bool       `yaml:"dismissal,omitempty"`      // its remedy is the appeal to BPASN, not the objection
	Acts       []string   `yaml:"acts,omitempty" ref:"act"` // empty: any act
	TakesPost  bool       `yaml:"takes_post,omitempty"`
	NoteID     string     `yaml:"note_id,omitempty"`
	NoteEN     string     `yaml:"note_en,omitempty"`
	Basis      []Citation `yaml:"basis"`
	BasisText  []string   `yaml:"basis_text,omitempty"`
	Conf       Conf       `yaml:"conf"`
	Src        []string   `yaml:"src,omitempty" ref:"src"`
}

// Decider is who imposes a form on some classes, where it is not the one who does for the others.
type Decider struct {
	For       []string `yaml:"for" ref:"subject"`
	DecidedBy string   `yaml:"decided_by" ref:"authority"`
}

// Penalty is the range of a criminal article: months of prison, rupiah of fine.
type Penalty struct {
	ID           string     `yaml:"id"`
	Basis        []Citation `yaml:"basis"`
	PrisonMonths [2]int     `yaml:"prison_months"`
	FineRupiah   [2]int64   `yaml:"fine_rupiah"`
	Joined       string     `yaml:"joined" ref:"joined"` // "and" or "and/or"
	PemiluOnly   bool       `yaml:"pemilu_only,omitempty"`
	NoteID       string     `yaml:"note_id,omitempty"`
	NoteEN       string     `yaml:"note_en,omitempty"`
	Conf         Conf       `yaml:"conf"`
	Src          []string   `yaml:"src,omitempty" ref:"src"`
}

// AttendanceLadder is what working days missed without valid reason lead to: added up over a calendar year,
// or in a row.
type AttendanceLadder struct {
	Rows        []Attendance `yaml:"rows"`
	Consecutive InARow       `yaml:"consecutive"`
	Basis       []Citation   `yaml:"basis"`
	Conf        Conf         `yaml:"conf"`
	Src         []string     `yaml:"src,omitempty" ref:"src"`
}

// InARow is what so many working days missed one after another lead to, whatever the year adds up to.
type InARow struct {
	Days     int        `yaml:"days"`
	Sanction string     `yaml:"sanction" ref:"sanction"`
	EffectID string     `yaml:"effect_id"`
	EffectEN string     `yaml:"effect_en"`
	Basis    []Citation `yaml:"basis"`
	Conf     Conf       `yaml:"conf"`
	Src      []string   `yaml:"src,omitempty" ref:"src"`
}

// Attendance is one row of the ladder for working days missed without valid reason in a year.
type Attendance struct {
	From     int    `yaml:"days_from"`
	To       int    `yaml:"days_to,omitempty"` // 0: no end
	Sanction string `yaml:"sanction" ref:"sanction"`
	Written  string `yaml:"as_written,omitempty" ref:"sanction"` // the form the law writes but nobody can use yet
}

// Remedy is what the sanctioned person can do against a decision.
type Remedy struct {
	ID        string     `yaml:"id"`
	NameID    string     `yaml:"name_id"`
	NameEN    string     `yaml:"name_en"`
	AgainstID string     `yaml:"against_id"`
	AgainstEN string     `yaml:"against_en"`
	ToID      string     `yaml:"to_id"`
	ToEN      string     `yaml:"to_en"`
	File      *Term      `yaml:"file_within,omitempty"`
	Reply     *Term      `yaml:"reply_within,omitempty"`
	Decide    *Term      `yaml:"decide_within,omitempty"`
	Outcomes  []string   `yaml:"outcomes,omitempty"`
	Basis     []Citation `yaml:"basis,omitempty"`
	BasisText []string   `yaml:"basis_text,omitempty"`
	Conf      Conf       `yaml:"conf"`
	Src       []string   `yaml:"src,omitempty" ref:"src"`
}

// Term is a length of time outside a procedure's own events.
type Term struct {
	Count  int    `yaml:"count"`
	Unit   Unit   `yaml:"unit" ref:"unit"`
	FromID string `yaml:"from_id"`
	FromEN string `yaml:"from_en"`
	Conf   Conf   `yaml:"conf"`
}

// Silence is one thing that happens when an authority does not act.
type Silence struct {
	ID     string     `yaml:"id"`
	WhoID  string     `yaml:"who_id"`
	WhoEN  string     `yaml:"who_en"`
	RuleID string     `yaml:"rule_id"`
	RuleEN string     `yaml:"rule_en"`
	Steps  []string   `yaml:"steps,omitempty" ref:"transition"` // of the procedure that carries it out
	Basis  []Citation `yaml:"basis,omitempty"`
	From   rambu.Date `yaml:"from,omitempty"`
	To     rambu.Date `yaml:"to,omitempty"`
	Conf   Conf       `yaml:"conf"`
	Src    []string   `yaml:"src,omitempty" ref:"src"`
}

// PlainWord maps a sanction word of everyday talk to the formal forms.
type PlainWord struct {
	Word   string   `yaml:"word"`
	Also   []string `yaml:"also,omitempty"` // other ways to say it
	Formal []string `yaml:"formal" ref:"sanction"`
	WhyID  string   `yaml:"why_id"`
	WhyEN  string   `yaml:"why_en"`
	Conf   Conf     `yaml:"conf"`
}

type sanctionsFile struct {
	Sanctions  []Sanction       `yaml:"sanctions"`
	Penalties  []Penalty        `yaml:"penalties"`
	Attendance AttendanceLadder `yaml:"attendance"`
	Remedies   []Remedy         `yaml:"remedies"`
	Silence    []Silence        `yaml:"silence"`
	PlainWords []PlainWord      `yaml:"plain_words"`
	Ladders    []Ladder         `yaml:"ladders"`
	Without    []Without        `yaml:"without,omitempty"`
}

// Without says of which levels of a track a class has no form, and why.
type Without struct {
	For    []string   `yaml:"for" ref:"subject"`
	Track  string     `yaml:"track"`
	Levels []string   `yaml:"levels"`
	WhyID  string     `yaml:"why_id"`
	WhyEN  string     `yaml:"why_en"`
	Basis  []Citation `yaml:"basis"`
	Conf   Conf       `yaml:"conf"`
	Src    []string   `yaml:"src,omitempty" ref:"src"`
}

// Ladder is the span of days on which the forms of a track come from one regulation.
type Ladder struct {
	Track  string     `yaml:"track" ref:"track"`
	From   rambu.Date `yaml:"from"`
	WhyID  string     `yaml:"why_id"` // why the pack offers no form before From
	WhyEN  string     `yaml:"why_en"`
	Basis  []Citation `yaml:"basis"`
	Conf   Conf       `yaml:"conf"`
	Src    []string   `yaml:"src,omitempty" ref:"src"`
	Former Citation   `yaml:"former,omitempty"` // regulation whose forms applied before
}

// SanctionQuery asks for the forms that fit. Subject and On are required; an empty Track or
// Level asks for all.
type SanctionQuery struct {
	Subject string
	Track   string
	Level   string
	On      rambu.Date
}

// Sanctions returns the forms that can be imposed on a class on a day, light to heavy. None
// before the day the pack's ladder of a track begins: see WhyNoSanctions.
func (p *Pack) Sanctions(q SanctionQuery) []Sanction {
	s, ok := p.idx.subjects[q.Subject]
	if !ok {
		return nil
	}
	var fit []Sanction
	for _, f := range p.idx.ladder {
		if f.NotUsable || q.Track != "" && f.Track != q.Track || q.Level != "" && f.Level != q.Level {
			continue
		}
		if covers(f.For, s) && dayIn(q.On, f.From, f.To) && p.ladderBefore(f.Track, q.On) == nil {
			fit = append(fit, *f)
		}
	}
	return fit
}

func dayIn(d, from, to rambu.Date) bool { return d.Valid() && d.In(from, to) }

func (p *Pack) ladderBefore(track string, day rambu.Date) *Ladder {
	for i := range p.files.sanctions.Ladders {
		l := &p.files.sanctions.Ladders[i]
		if l.Track == track && day < l.From {
			return l
		}
	}
	return nil
}

// WhyNoSanctions explains an empty answer of Sanctions: the day lies before the regulation the
// track's forms come from. The ladder names the former regulation.
func (p *Pack) WhyNoSanctions(q SanctionQuery) (Ladder, bool) {
	l := p.ladderBefore(q.Track, q.On)
	if l == nil {
		return Ladder{}, false
	}
	return *l, true
}

// Without explains which levels of a track have no form for a class.
func (p *Pack) Without(subject, track string) []Without {
	s, ok := p.idx.subjects[subject]
	if !ok {
		return nil
	}
	var out []Without
	for _, w := range p.files.sanctions.Without {
		if w.Track == track && covers(w.For, s) {
			out = append(out, w)
		}
	}
	return out
}

// Decides is the authority that imposes a form on a class, "" when the form names none.
func (p *Pack) Decides(f Sanction, subject string) string {
	s, ok := p.idx.subjects[subject]
	for _, e := range f.Except {
		if ok && covers(e.For, s) {
			return e.DecidedBy
		}
	}
	return f.DecidedBy
}

// Sanction returns a form by id, also one that is not usable.
func (p *Pack) Sanction(id string) (Sanction, bool) { return find(p.idx.sanctions, id) }

// Penalty returns a criminal penalty range by id.
func (p *Pack) Penalty(id string) (Penalty, bool) { return find(p.idx.penalties, id) }

// Remedies returns what can be done against decisions.
func (p *Pack) Remedies() []Remedy { return p.files.sanctions.Remedies }

// SilenceRules returns what happens when an authority does not act.
func (p *Pack) SilenceRules() []Silence { return p.files.sanctions.Silence }

// PlainWords returns everyday sanction words with their formal forms.
func (p *Pack) PlainWords() []PlainWord { return p.files.sanctions.PlainWords }

// AttendanceLadder returns the ladder for days missed without valid reason (PP 94/2021 Pasal 9-11).
func (p *Pack) AttendanceLadder() AttendanceLadder { return p.files.sanctions.Attendance }
