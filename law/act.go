package law

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
)

// Class is the kind of rule an act breaks; it chooses the procedure.
type Class string

// The classes of acts.
const (
	ClassEthics         Class = "kode-etik"
	ClassDiscipline     Class = "disiplin"
	ClassCriminal       Class = "pidana"
	ClassAdministrative Class = "administrasi"
	ClassVillage        Class = "administrasi-desa"
	ClassContract       Class = "kontrak"
	ClassInternal       Class = "internal"
	ClassOther          Class = "hukum-lain"
)

// ClassRule names a class and the procedure on the government's side that it leads to.
type ClassRule struct {
	ID        Class  `yaml:"id"`
	NameID    string `yaml:"name_id"`
	NameEN    string `yaml:"name_en"`
	Procedure string `yaml:"procedure,omitempty" ref:"procedure"` // "" when the pack knows none
}

// Act is one entry of the catalogue of forbidden acts.
type Act struct {
	Code        string     `yaml:"code"`
	Group       string     `yaml:"group" ref:"group"` // skb-etik, skb-disiplin, pp94-5n, pilkada, desa, lain, disiplin-umum, pemilu
	ShortID     string     `yaml:"short_id"`
	ShortEN     string     `yaml:"short_en"`
	Period      string     `yaml:"period,omitempty" ref:"period"`
	AppliesTo   []string   `yaml:"applies_to,omitempty" ref:"subject"`
	AddressedBy Citation   `yaml:"addressed_by,omitempty"`             // article whose addressees on the day narrow AppliesTo
	Offenders   []string   `yaml:"offenders,omitempty" ref:"offender"` // outside the subjects: candidate, campaign, anyone
	Basis       []Citation `yaml:"basis,omitempty"`
	BasisText   []string   `yaml:"basis_text,omitempty"` // basis that is no regulation of the pack
	Class       Class      `yaml:"class" ref:"class"`
	AlsoClass   []Class    `yaml:"also_class,omitempty" ref:"class"`
	Level       string     `yaml:"level,omitempty" ref:"act-level"` // moral, ringan, sedang, berat, ptdh, by-days, heavier
	Sanctions   []string   `yaml:"sanctions,omitempty" ref:"sanction"`
	Penalty     string     `yaml:"penalty,omitempty" ref:"penalty"`
	PenaltyID   string     `yaml:"penalty_id,omitempty"`
	PenaltyEN   string     `yaml:"penalty_en,omitempty"`
	Twin        string     `yaml:"twin,omitempty" ref:"act"` // the same act on the other side of determination
	SameAs      string     `yaml:"same_as,omitempty" ref:"act"`
	Also        []string   `yaml:"also,omitempty" ref:"act"` // may break these at once
	NotUsable   bool       `yaml:"not_usable,omitempty"`     // of another regime, kept to explain a wrong citation
	NoteID      string     `yaml:"note_id,omitempty"`
	NoteEN      string     `yaml:"note_en,omitempty"`
	Conf        Conf       `yaml:"conf"`
	Src         []string   `yaml:"src,omitempty" ref:"src"`
}

// ActKind is what an officer sees happened; with subject and date it leads to an Act.
type ActKind struct {
	ID      string     `yaml:"id"`
	LabelID string     `yaml:"label_id"`
	LabelEN string     `yaml:"label_en"`
	NoteID  string     `yaml:"note_id,omitempty"`
	NoteEN  string     `yaml:"note_en,omitempty"`
	Rules   []KindRule `yaml:"rules"` // the first that fits decides
}

// KindRule is one row of the decision table.
type KindRule struct {
	Subjects     []string `yaml:"subjects,omitempty" ref:"subject"`
	Period       string   `yaml:"period" ref:"period"`
	Act          string   `yaml:"act" ref:"act"`
	Alternatives []string `yaml:"alternatives,omitempty" ref:"act"`
	Conf         Conf     `yaml:"conf"`
}

type actsFile struct {
	Classes []ClassRule `yaml:"classes"`
	Acts    []Act       `yaml:"acts"`
	Kinds   []ActKind   `yaml:"kinds"`
}

// Classification is the catalogue's answer for an act kind, a subject and the date of the act.
// It is a proposal to the officer who studies the matter, never a finding.
type Classification struct {
	Act          Act
	Class        Class
	Procedure    string // on the government's side; "" when the pack knows none
	Alternatives []Act
	Period       string
	WhyID, WhyEN string // why the date leads here, one sentence
	Conf         Conf   // the weakest of rule, act and period; Unsure on a day of doubt
}

// ActAbsent is the act that absence from work can be, counted in days.
const ActAbsent = "DIS-TMK"

// Acts returns the whole catalogue, also what is not usable in this election.
func (p *Pack) Acts() []Act { return p.files.acts.Acts }

// Act returns an act by code.
func (p *Pack) Act(code string) (Act, bool) { return find(p.idx.acts, code) }

// ActKinds returns the decision table's rows, in the order shown to people.
func (p *Pack) ActKinds() []ActKind { return p.files.acts.Kinds }

// ActKind returns one row of the decision table.
func (p *Pack) ActKind(id string) (ActKind, bool) { return find(p.idx.kinds, id) }

// ClassRule returns the name and procedure of a class.
func (p *Pack) ClassRule(c Class) (ClassRule, bool) { return find(p.idx.classes, string(c)) }

// Applies reports whether an act binds a subject class on a day: the class is listed, the day
// lies in the act's period, and the article's addressees of that day include it.
func (p *Pack) Applies(a Act, subject string, on rambu.Date) bool {
	s, ok := p.idx.subjects[subject]
	if !ok || a.NotUsable || !p.inPeriod(a.Period, on) {
		return false
	}
	if len(a.AppliesTo) == 0 || !covers(a.AppliesTo, s) {
		return false
	}
	if a.AddressedBy.Regulation == "" {
		return true
	}
	cited, err := p.Cite(a.AddressedBy, on)
	return err == nil && cited.InForce && len(cited.Addressees) > 0 && covers(cited.Addressees, s)
}

// Classify picks the act of the catalogue by the date of the act: before the determination of
// candidates mostly the code of ethics, from that day discipline. Errors: NotFound for an
// unknown kind or subject, Invalid for a bad date or when no act fits subject and date.
func (p *Pack) Classify(kind, subject string, on rambu.Date) (Classification, error) {
	k, ok := p.idx.kinds[kind]
	if !ok {
		return Classification{}, rambu.Fault(rambu.NotFound, "law.error.kind", "kind", kind)
	}
	s, ok := p.idx.subjects[subject]
	if !ok {
		return Classification{}, rambu.Fault(rambu.NotFound, "law.error.subject", "subject", subject)
	}
	if !on.Valid() {
		return Classification{}, rambu.Fault(rambu.Invalid, "error.date")
	}
	i := p.rule(k, s, on)
	if i < 0 {
		return Classification{}, rambu.Fault(rambu.Invalid, "law.error.no_act", "date", string(on))
	}
	return p.classification(k.Rules[i], *p.idx.acts[k.Rules[i].Act], subject, on), nil
}

// rule is the row that decides for a subject on a day, -1 when none fits.
func (p *Pack) rule(k *ActKind, s *Subject, on rambu.Date) int {
	return slices.IndexFunc(k.Rules, func(r KindRule) bool {
		a := p.idx.acts[r.Act]
		return a != nil && covers(r.Subjects, s) && p.inPeriod(r.Period, on) && p.Applies(*a, s.ID, on)
	})
}

func (p *Pack) classification(r KindRule, a Act, subject string, on rambu.Date) Classification {
	c := Classification{Act: a, Class: a.Class, Period: r.Period}
	if rule, ok := p.idx.classes[string(a.Class)]; ok {
		c.Procedure = rule.Procedure
	}
	for _, code := range r.Alternatives {
		if alt := p.idx.acts[code]; p.Applies(*alt, subject, on) {
			c.Alternatives = append(c.Alternatives, *alt)
		}
	}
	period := p.idx.periods[r.Period]
	c.Conf = weaker(weaker(r.Conf, a.Conf), period.Conf)
	c.WhyID = p.why(words.ID, period.WhyID, on)
	c.WhyEN = p.why(words.EN, period.WhyEN, on)
	if d, ok := p.doubt(r.Period, on); ok {
		c.Conf = Unsure
		c.WhyID += " " + d.TextID
		c.WhyEN += " " + d.TextEN
	}
	return c
}

// why fills the sentence of a period with the day of the act and the pack's own days.
func (p *Pack) why(lang words.Lang, sentence string, on rambu.Date) string {
	info := p.files.pack.Info
	day := func(d rambu.Date) string { return words.LongDate(lang, d) }
	return strings.NewReplacer(
		"{date}", day(on),
		"{determination}", day(info.Determination),
		"{campaign_from}", day(info.CampaignFrom),
		"{campaign_to}", day(info.CampaignTo),
	).Replace(sentence)
}
