// Package reading reads a newspaper article and proposes what it says: the event and its day, the
// place, posts and how they are held, citations, instructions, acts somebody is suspected of. Rules
// only: no network, no model, the same answer every time. Every field carries the bytes it was
// read from and how sure the rule is, for a person to correct; nothing here decides anything, and
// no name of a person becomes more than text beside a post.
package reading

import (
	"rambu.id"
	"rambu.id/law/cite"
	"rambu.id/roster"
)

// MaxText is the longest text read, in bytes.
const MaxText = 64 << 10

// Confidence says how sure a rule is of what it read.
type Confidence string

// The closed list.
const (
	High   Confidence = "tinggi"
	Medium Confidence = "sedang"
	Low    Confidence = "rendah"
)

// Mark is a place in the text: its bytes, what stands there, and how sure the rule is.
type Mark struct {
	Span [2]int     `json:"span" doc:"Bytes of the text: the first, and the one behind the last"`
	Text string     `json:"text"`
	Conf Confidence `json:"confidence" enum:"tinggi,sedang,rendah"`
}

// Found reports whether anything was read.
func (m Mark) Found() bool { return m.Span[1] > m.Span[0] }

// Kind is the sort of an event.
type Kind string

// The closed list of kinds; "" is none.
const (
	Coordination Kind = "rakor"
	Assembly     Kind = "apel"
	Visit        Kind = "kunjungan"
	Meeting      Kind = "rapat"
)

// Kinds lists the kinds in the order forms show them.
func Kinds() []Kind { return []Kind{Coordination, Assembly, Visit, Meeting} }

// Event is what was held.
type Event struct {
	Mark

	Kind    Kind `json:"kind" enum:"rakor,apel,kunjungan,rapat,"`
	Planned bool `json:"planned" doc:"The text speaks of an event to come: nothing happened yet"`
}

// Doubt is why a date should be looked at; its sentence in the catalogues is "press.doubt." + it.
type Doubt string

// The closed list of doubts.
const (
	WeekdayDiffers  Doubt = "weekday_differs"  // "Senin (8/10)" that was a Tuesday
	RelativeDiffers Doubt = "relative_differs" // "kemarin (7/10)" published on the 9th
	NeedsPublished  Doubt = "needs_published"  // no year, and the day of publication is not known
	YearInferred    Doubt = "year_inferred"    // taken from the day of publication
	DayInferred     Doubt = "day_inferred"     // only a weekday or "kemarin" stands there
)

// Date is a day the text tells.
type Date struct {
	Mark

	Value  rambu.Date `json:"date" doc:"Empty when it cannot be resolved"`
	Doubts []Doubt    `json:"doubts" nullable:"false" enum:"weekday_differs,relative_differs,needs_published,year_inferred,day_inferred"`
}

// Slip is why the way a post is named looks wrong; its sentence is "press.slip." + it.
type Slip string

// The closed list of slips.
const (
	DeputyActing Slip = "deputy_acting" // "Plt. Wakil Bupati" for the deputy who acts as bupati
	VillagePjs   Slip = "village_pjs"   // the law's word is penjabat kepala desa
	ModeDiffers  Slip = "mode_differs"  // the roster has the post held in another way that day
	HolderOther  Slip = "holder_other"  // the roster has somebody else in the post
	NotActing    Slip = "not_acting"    // named without Plt, Pj …, and the roster has an acting holder
)

// Post is one post the text speaks of, at its first mention.
type Post struct {
	Mark

	Office string      `json:"office" doc:"bupati, sekda, camat, kepala-desa …"`
	Mode   roster.Mode `json:"mode" enum:"plt,plh,pj,pjs," doc:"Empty: named without one"`
	Name   string      `json:"name" doc:"Name that follows the post in the text, empty when none does"`
	Slips  []Slip      `json:"slips" nullable:"false" enum:"deputy_acting,village_pjs,mode_differs,holder_other,not_acting"`
	Roster string      `json:"roster" doc:"What the roster says of the post that day, when it differs"`
}

// Direction is what officials are told to do.
type Direction struct {
	Mark

	Quoted bool   `json:"quoted" doc:"Direct speech; otherwise reported"`
	By     string `json:"by" doc:"Who is said to have said it, as the text names him"`
}

// Act is an act somebody is suspected of. It is a dugaan of the text, never a finding, and names
// nobody.
type Act struct {
	Mark

	Kind string `json:"kind" doc:"Kind of act in the law pack"`
}

// Reading is what the program read. Text is the text its bytes count in.
type Reading struct {
	Text       string         `json:"-"`
	Title      Mark           `json:"title"`
	Event      Event          `json:"event"`
	On         Date           `json:"on" doc:"Day of the event"`
	Published  Date           `json:"published" doc:"Day of publication that the text states"`
	Place      Mark           `json:"place"`
	Posts      []Post         `json:"posts" nullable:"false"`
	Citations  []cite.Finding `json:"-"`
	Directions []Direction    `json:"directions" nullable:"false"`
	Acts       []Act          `json:"acts" nullable:"false"`
	Linked     []Mark         `json:"linked" nullable:"false" doc:"Headlines of other articles; nothing is read from them"`
	Repeated   []Mark         `json:"repeated" nullable:"false" doc:"Lines that stood before"`
	Twice      bool           `json:"twice" doc:"The body stands twice"`
	Dated      rambu.Date     `json:"dated" doc:"Day of publication the dates were resolved with: told, else stated by the text"`
}

// Held is how the roster has a post held on the day in question.
type Held struct {
	Office string // of the roster: "kepala-daerah", "sekda" …
	Mode   roster.Mode
	Name   string // of the holder, without titles
	Title  string // as shown: "Plt. Bupati Lampung Selatan"
}

// Input is a text with what is known beside it.
type Input struct {
	Text      string
	Published rambu.Date // "" not known
	Today     rambu.Date // law of this day when no other is known
	Held      []Held     // nil: nothing is compared with a roster
}

// Reader reads texts. It does not change and is safe for concurrent use.
type Reader struct {
	guard   *cite.Checker
	offices phrases
	places  phrases
	acts    []actRule
}

// New makes a reader; guard checks the citations.
func New(guard *cite.Checker) *Reader {
	return &Reader{guard: guard, offices: officePhrases(), places: placePhrases(), acts: actRules()}
}

// Read reads a text. Errors: Invalid for a day that does not exist or an empty text, TooLarge.
func (r *Reader) Read(in Input) (Reading, error) {
	if len(in.Text) > MaxText {
		return Reading{}, rambu.Fault(rambu.TooLarge, "press.error.too_large").On("teks")
	}
	if in.Published != "" && !in.Published.Valid() {
		return Reading{}, rambu.Fault(rambu.Invalid, "error.date").On("terbit")
	}
	d := newDocument(Normal(in.Text))
	if len(d.tokens) == 0 {
		return Reading{}, rambu.Fault(rambu.Invalid, "press.error.empty").On("teks")
	}
	out := Reading{
		Text: d.text, Title: d.head, Linked: d.linked, Repeated: d.repeated, Twice: d.twice(),
		Posts: []Post{}, Directions: []Direction{}, Acts: []Act{},
	}
	hits := d.dates()
	out.Published = d.published(hits)
	out.Dated = in.Published
	if out.Dated == "" {
		out.Dated = out.Published.Value
	}
	out.Acts = append(out.Acts, r.suspected(d)...)
	out.Event, out.On = d.event(hits, out.Dated, out.Acts)
	out.Place = r.place(d, out)
	out.Posts = append(out.Posts, r.posts(d, in.Held)...)
	out.Directions = append(out.Directions, d.directions()...)
	out.lists()
	var err error
	out.Citations, err = r.citations(d, firstDate(out.Dated, out.On.Value, in.Today))
	return out, err
}

// lists makes empty lists of missing ones: programs read [] and never null.
func (r *Reading) lists() {
	for _, d := range []*Date{&r.On, &r.Published} {
		if d.Doubts == nil {
			d.Doubts = []Doubt{}
		}
	}
	if r.Linked == nil {
		r.Linked = []Mark{}
	}
	if r.Repeated == nil {
		r.Repeated = []Mark{}
	}
}

// citations are those of the article itself, as of a day.
func (r *Reader) citations(d *document, on rambu.Date) ([]cite.Finding, error) {
	if r.guard == nil || on == "" {
		return nil, nil
	}
	all, err := r.guard.Check(d.text, on)
	if err != nil {
		return nil, err
	}
	var out []cite.Finding
	for _, f := range all {
		if !d.masked(f.Start) {
			out = append(out, f)
		}
	}
	return out, nil
}

func firstDate(days ...rambu.Date) rambu.Date {
	for _, d := range days {
		if d != "" {
			return d
		}
	}
	return ""
}
