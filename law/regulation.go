package law

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
)

// Citation names a regulation and an article of it. In a pack it is written as one text,
// "pp-94-2021 Pasal 26"; without an article it names the regulation as a whole.
type Citation struct {
	Regulation string // id in the pack, "pp-94-2021"
	Ref        string // "Pasal 26", "" for the whole
}

// ParseCitation splits "pp-94-2021 Pasal 26".
func ParseCitation(s string) Citation {
	reg, ref, _ := strings.Cut(strings.TrimSpace(s), " ")
	return Citation{Regulation: reg, Ref: strings.TrimSpace(ref)}
}

// whole is the ref of an entry about a regulation as a whole: what it says was seen, its article was not.
const whole = "umum"

// NamesArticle reports whether the citation says where in the regulation to look.
func (c Citation) NamesArticle() bool { return c.Ref != "" && c.Ref != whole }

// ReadCitation reads what a person writes: "PP 94/2021 Pasal 26", or the form of the packs.
func (p *Pack) ReadCitation(s string) Citation {
	s = strings.Join(strings.Fields(s), " ")
	for _, r := range p.idx.register {
		head, rest := s[:min(len(s), len(r.Short))], s[min(len(s), len(r.Short)):]
		if strings.EqualFold(head, r.Short) && (rest == "" || rest[0] == ' ') {
			return Citation{Regulation: r.ID, Ref: strings.TrimSpace(rest)}
		}
	}
	return ParseCitation(s)
}

// WriteCitation is a citation as ReadCitation reads it.
func (p *Pack) WriteCitation(c Citation) string {
	if r, ok := p.Regulation(c.Regulation); ok {
		return strings.TrimSpace(r.Short + " " + c.Ref)
	}
	return c.String()
}

func (c Citation) String() string { return strings.TrimSpace(c.Regulation + " " + c.Ref) }

// UnmarshalYAML reads the form of the packs. (A TextUnmarshaler would make the parser print the
// file anew for every citation, ten times slower.)
func (c *Citation) UnmarshalYAML(read func(any) error) error {
	var s string
	err := read(&s)
	if err != nil {
		return err
	}
	*c = ParseCitation(s)
	if c.Regulation == "" {
		return rambu.Errorf(rambu.Invalid, "empty citation")
	}
	return nil
}

// Regulation is one law, regulation, circular or judgment. From and To are both days on which
// it holds; an empty To is open, an empty From means the day was not established.
type Regulation struct {
	ID        string     `yaml:"id"`
	Kind      string     `yaml:"kind" ref:"regulation-kind"` // UU, PP, Perpres, SKB …
	Number    string     `yaml:"number"`
	Year      int        `yaml:"year"`
	Short     string     `yaml:"short"` // "PP 94/2021"
	TitleID   string     `yaml:"title_id"`
	TitleEN   string     `yaml:"title_en"`
	OwnTitle  bool       `yaml:"own_title,omitempty"` // the title is in our own words: another wording is no mistake
	From      rambu.Date `yaml:"from,omitempty"`
	To        rambu.Date `yaml:"to,omitempty"`
	DateConf  Conf       `yaml:"date_conf,omitempty"` // of From and To only; Conf when empty
	RevokedBy string     `yaml:"revoked_by,omitempty" ref:"regulation"`
	Twin      Citation   `yaml:"twin,omitempty"`         // its counterpart in the law of the pack's own election
	Names     []string   `yaml:"names,omitempty"`        // nicknames, "UU ASN"; one law a day bears each
	Also      []string   `yaml:"also_numbers,omitempty"` // other spellings of Number that are in use
	Amends    []string   `yaml:"amends,omitempty" ref:"regulation"`
	AmendedBy []string   `yaml:"amended_by,omitempty" ref:"regulation"`
	Regimes   []string   `yaml:"regimes"` // asn, pilkada, pemilu, desa, pemda, layanan, …
	NoteID    string     `yaml:"note_id,omitempty"`
	NoteEN    string     `yaml:"note_en,omitempty"`
	Articles  []Article  `yaml:"articles,omitempty"`
	Conf      Conf       `yaml:"conf"`
	Src       []string   `yaml:"src,omitempty" ref:"src"`
}

// Article is what one article says, in our own words. Two entries with the same Ref are
// versions and never hold on the same day.
type Article struct {
	Ref        string     `yaml:"ref"`
	SaysID     string     `yaml:"says_id"`
	SaysEN     string     `yaml:"says_en"`
	Parts      string     `yaml:"parts,omitempty"` // the list right below it, "angka 1-7", when it is known whole: nothing else stands there
	From       rambu.Date `yaml:"from,omitempty"`
	To         rambu.Date `yaml:"to,omitempty"`
	Addressees []string   `yaml:"addressees,omitempty" ref:"subject"` // whom it binds, when it lists them
	Successor  Citation   `yaml:"successor,omitempty"`
	Twin       Citation   `yaml:"twin,omitempty"` // its counterpart in the law of the pack's own election
	Conf       Conf       `yaml:"conf"`
	Src        []string   `yaml:"src,omitempty" ref:"src"`
}

type regulationsFile struct {
	Regulations []Regulation `yaml:"regulations"`
}

// Cited is a citation resolved on a date.
type Cited struct {
	Citation   Citation
	Short      string // "PP 94/2021 Pasal 26"; Indonesian, for papers. Pages write In
	ShortEN    string // the same, but for a word that an unknown article is
	TitleID    string
	TitleEN    string
	Ref        string // article entry that answered; broader or narrower than asked when that is all the pack knows
	SaysID     string
	SaysEN     string
	InForce    bool
	From, To   rambu.Date
	Broader    bool     // the pack knows only a broader article, and not whether the item asked for exists
	Successor  Citation // zero when there is none
	Twin       Citation // counterpart in the law of the pack's own election; zero when there is none
	Addressees []string
	Regimes    []string // compare with Info.Regime: a Pemilu law is the wrong one for a Pilkada
	Conf       Conf     // the weakest of regulation, dates and article
	Src        []string
}

// OtherElection reports whether regimes are those of another election than the pack's: general
// and regional elections have laws of their own for the same acts.
func (p *Pack) OtherElection(regimes []string) bool {
	info := p.Info()
	return !slices.Contains(regimes, info.Regime) && slices.ContainsFunc(regimes, func(r string) bool { return slices.Contains(info.OtherRegimes, r) })
}

// In is the short form in a language.
func (c Cited) In(lang words.Lang) string {
	if lang == words.EN {
		return c.ShortEN
	}
	return c.Short
}

// Naming is how a citation of the regulation is written: "PP 94/2021 Pasal 26". Where the article was not
// established it says so, since a reader would take a bare name for one.
func (r Regulation) Naming(lang words.Lang, ref string) string {
	if ref != whole {
		return strings.TrimSpace(r.Short + " " + ref)
	}
	return r.Short + " (" + Ref(lang, ref) + ")"
}

// Ref is the article of a citation in words.
func Ref(lang words.Lang, ref string) string {
	switch {
	case ref != whole:
		return ref
	case lang == words.EN:
		return "article not established"
	}
	return "pasal belum dipastikan"
}

// Confidence is what is left of the confidence of a rule on a day, given what it rests on: no rule is
// surer than the least sure of its articles.
func (p *Pack) Confidence(own Conf, basis []Citation, on rambu.Date) (Conf, error) {
	for _, b := range basis {
		cited, err := p.Cite(b, on)
		if err != nil {
			return own, err
		}
		own = weaker(own, cited.Conf)
	}
	return own, nil
}

// Governs reports whether the cited law belongs to the regime, for example "pilkada".
func (c Cited) Governs(regime string) bool { return slices.Contains(c.Regimes, regime) }

// Regulation returns a regulation by id.
func (p *Pack) Regulation(id string) (Regulation, bool) { return find(p.idx.regulations, id) }

// Regulations returns the register, in the order of the pack.
func (p *Pack) Regulations() []Regulation { return p.idx.register }

// Cite resolves a citation as of a day. A revoked one is no error: InForce is false and
// Successor says what to cite instead. Errors: NotFound for an unknown regulation or article,
// Invalid for a date that does not exist.
func (p *Pack) Cite(c Citation, on rambu.Date) (Cited, error) {
	if !on.Valid() {
		return Cited{}, rambu.Fault(rambu.Invalid, "error.date")
	}
	r, ok := p.idx.regulations[c.Regulation]
	if !ok {
		return Cited{}, rambu.Fault(rambu.NotFound, "law.error.regulation", "regulation", c.Regulation)
	}
	cited := Cited{
		Citation: c, Short: r.Naming(words.ID, c.Ref), ShortEN: r.Naming(words.EN, c.Ref), TitleID: r.TitleID, TitleEN: r.TitleEN,
		From: r.From, To: r.To, InForce: p.inForce(r, on), Regimes: r.Regimes, Conf: weaker(r.Conf, r.DateConf), Src: r.Src,
	}
	if r.RevokedBy != "" {
		cited.Successor = Citation{Regulation: r.RevokedBy}
	}
	cited.Twin = r.Twin
	if c.Ref == "" {
		return cited, nil
	}
	a := p.article(r, c.Ref, on)
	if a == nil {
		return Cited{}, rambu.Fault(rambu.NotFound, "law.error.article", "regulation", r.Short, "article", c.Ref)
	}
	cited.addArticle(a, on)
	return cited, nil
}

func (c *Cited) addArticle(a *Article, on rambu.Date) {
	if rest, narrower := below(c.Citation.Ref, a.Ref); narrower {
		known, _ := a.lists(rest)
		c.Broader = !known || len(rest) > 1
	}
	c.Ref, c.SaysID, c.SaysEN, c.Addressees = a.Ref, a.SaysID, a.SaysEN, a.Addressees
	if a.From != "" {
		c.From = a.From
	}
	if a.To != "" {
		c.To = a.To
	}
	if a.Successor.Regulation != "" {
		c.Successor = a.Successor
	}
	if a.Twin.Regulation != "" {
		c.Twin = a.Twin
	}
	c.InForce = c.InForce && on.In(a.From, a.To)
	c.Conf = weaker(c.Conf, a.Conf)
	c.Src = a.Src
}

// inForce falls back on years where a day was not established: a law does not hold before its
// year, nor from the year of the law that revoked it.
func (p *Pack) inForce(r *Regulation, on rambu.Date) bool {
	if !on.In(r.From, r.To) || (r.From == "" && on < yearStart(r.Year)) {
		return false
	}
	if r.RevokedBy != "" && r.To == "" {
		return on < yearStart(p.idx.regulations[r.RevokedBy].Year)
	}
	return true
}

// article finds the entry for a ref on a day: the very ref, else the closest broader entry
// ("Pasal 14 huruf i" for "… angka 3") unless its list is known and ends before, else the first
// narrower one ("Pasal 2 huruf f" for "Pasal 2"). Of several versions it takes the one valid on the
// day, else the latest.
func (p *Pack) article(r *Regulation, ref string, on rambu.Date) *Article {
	best := ""
	for i := range r.Articles {
		have := r.Articles[i].Ref
		if have == ref {
			best = have
			break
		}
		if _, ok := below(ref, have); ok && (len(have) > len(best) || !within(ref, best)) {
			best = have
		}
		if best == "" && within(have, ref) {
			best = have
		}
	}
	var found *Article
	for i := range r.Articles {
		a := &r.Articles[i]
		if best == "" || a.Ref != best {
			continue
		}
		if rest, ok := below(ref, best); ok {
			if known, listed := a.lists(rest); known && !listed {
				continue
			}
		}
		if on.In(a.From, a.To) {
			return a
		}
		if found == nil || a.From > found.From {
			found = a
		}
	}
	return found
}

// within reports whether ref lies inside outer: it continues it after a word.
func within(ref, outer string) bool {
	return outer != "" && strings.HasPrefix(ref, outer+" ")
}

// level is one step below an article: "ayat (2)", "huruf n", "angka 5".
type level struct{ word, value string }

// below splits what a ref says beyond a broader one into its levels; false when it is no narrower one or
// says anything but levels.
func below(ref, outer string) ([]level, bool) {
	if !within(ref, outer) {
		return nil, false
	}
	words := strings.Fields(ref[len(outer):])
	if len(words)%2 != 0 {
		return nil, false
	}
	var levels []level
	for i := 0; i < len(words); i += 2 {
		l := level{words[i], words[i+1]}
		number := l.value
		switch l.word {
		case "ayat":
			number = strings.TrimSuffix(strings.TrimPrefix(number, "("), ")")
			if l.value != "("+number+")" {
				return nil, false
			}
		case "angka":
		case "huruf":
			if len(number) > 2 || strings.Trim(number, "abcdefghijklmnopqrstuvwxyz") != "" {
				return nil, false
			}
			number = "1"
		default:
			return nil, false
		}
		if strings.Trim(strings.TrimRight(number, "abcdefghijklmnopqrstuvwxyz"), "0123456789") != "" || number[0] < '1' || number[0] > '9' {
			return nil, false
		}
		levels = append(levels, l)
	}
	return levels, true
}

// lists reports whether the list right below the article is known, and whether it has the item. Nothing
// is known of a list of another kind of level.
func (a *Article) lists(rest []level) (known, has bool) {
	word, first, last, ok := partsOf(a.Parts)
	if !ok || word != rest[0].word {
		return false, false
	}
	item := partAt(rest[0].value)
	return true, partAt(first) <= item && item <= partAt(last)
}

// partsOf reads "angka 1-7", "huruf a-h" or "ayat (1)-(4)".
func partsOf(parts string) (word, first, last string, ok bool) {
	word, items, _ := strings.Cut(parts, " ")
	first, last, ok = strings.Cut(items, "-")
	return word, first, last, ok && slices.Contains([]string{"ayat", "huruf", "angka"}, word) && 0 < partAt(first) && partAt(first) < partAt(last)
}

// partAt is the place of an item in its list, 0 when it is none: of "(2)" and "2" it is 2, of "c" 3.
func partAt(value string) int {
	if len(value) == 1 && value[0] >= 'a' && value[0] <= 'z' {
		return int(value[0]-'a') + 1
	}
	n, err := strconv.Atoi(strings.Trim(value, "()"))
	if err != nil {
		return 0
	}
	return n
}

// yearStart is the first day of a year.
func yearStart(year int) rambu.Date { return rambu.Date(fmt.Sprintf("%04d-01-01", year)) }
