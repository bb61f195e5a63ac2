// Package law is the law as data: regulations, authorities, subject classes, acts, sanctions,
// procedures and calendars of one election, asked as of a date.
//
// A pack is a folder of YAML files that a lawyer can review. Load reads it strictly: an unknown
// key, an id that does not resolve, or two versions of an article valid on one day stop the
// program with file and line. Everything a Pack returns is shared and must not be changed.
package law

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"rambu.id"
)

// Conf says how sure a fact of the pack is.
type Conf string

// The degrees of certainty.
const (
	Source Conf = "source" // seen in a public source, often press and not the gazette
	Known  Conf = "known"  // general knowledge of the rule, not read again for the pack
	Unsure Conf = "unsure" // check first; screens mark it "perlu dicek"
)

// Check reports whether the fact must be checked before anybody relies on it.
func (c Conf) Check() bool { return c == Unsure }

// weaker returns the less sure of two; an empty one does not count.
func weaker(a, b Conf) Conf {
	rank := map[Conf]int{Source: 1, Known: 2, Unsure: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// Info is the head of a pack: which election it is for, and the dates acts are judged by.
type Info struct {
	ID            string     `yaml:"id"`
	Revision      int        `yaml:"revision"` // raised by hand with each reviewed change
	TitleID       string     `yaml:"title_id"`
	TitleEN       string     `yaml:"title_en"`
	Regime        string     `yaml:"regime"`        // regime of the election itself: "pilkada"
	OtherRegimes  []string   `yaml:"other_regimes"` // regimes of other elections: the wrong law for this one
	Determination rambu.Date `yaml:"determination"` // candidate pairs are determined on this day
	CampaignFrom  rambu.Date `yaml:"campaign_from"`
	CampaignTo    rambu.Date `yaml:"campaign_to"`
	Voting        rambu.Date `yaml:"voting"`
	Conf          Conf       `yaml:"conf"`
	Src           []string   `yaml:"src,omitempty" ref:"src"`
}

// OpenPoint is a question of law that nobody has settled for the pack yet.
type OpenPoint struct {
	ID       string     `yaml:"id"`
	Weight   int        `yaml:"weight"` // 1 weighs most
	TextID   string     `yaml:"text_id"`
	TextEN   string     `yaml:"text_en"`
	Concerns []Citation `yaml:"concerns,omitempty"`
	Clocks   []string   `yaml:"clocks,omitempty"` // steps whose time is not settled: their clocks are unsure
}

// PublicSource is where a fact was seen. An excerpt was read, not always the whole page.
type PublicSource struct {
	ID    string `yaml:"id"`
	URL   string `yaml:"url,omitempty"`
	Kind  string `yaml:"kind" ref:"source-kind"` // law-text, law-mirror, official, press, code or reference
	About string `yaml:"about,omitempty"`
}

// Pack is one loaded and checked pack. It does not change after Load and is safe for
// concurrent use.
type Pack struct {
	files   content
	version string
	idx     index
}

// content mirrors the files of a pack.
type content struct {
	pack         packFile
	authorities  authoritiesFile
	subjects     subjectsFile
	acts         actsFile
	permits      permitsFile
	coincidences coincidencesFile
	sanctions    sanctionsFile
	calendar     calendarFile
	sources      sourcesFile
	citing       citingFile
	regulations  []regulationsFile
	procedures   []Procedure
}

type packFile struct {
	Info       Info        `yaml:"pack"`
	OpenPoints []OpenPoint `yaml:"open_points"`
}

type sourcesFile struct {
	Sources []PublicSource `yaml:"sources"`
}

//go:embed packs
var packs embed.FS

// defaultPack reads the embedded pack once for the process: a Pack never changes.
var defaultPack = sync.OnceValues(func() (*Pack, error) { return Load(packs, "packs/pilkada-2024") })

// Default returns the embedded pack of Pilkada 2024. It is read once; the error lists every
// problem found.
func Default() (*Pack, error) { return defaultPack() }

// ForElection returns the embedded pack of an election by its id, NotFound when there is none.
func ForElection(id string) (*Pack, error) {
	if !slices.Contains(Elections(), id) {
		return nil, rambu.Fault(rambu.NotFound, "law.error.election", "election", id, "known", strings.Join(Elections(), ", "))
	}
	p, err := Default()
	if err != nil || p.Info().ID == id {
		return p, err
	}
	return Load(packs, "packs/"+id)
}

// Elections returns the ids of the embedded packs, sorted.
func Elections() []string {
	entries, err := packs.ReadDir("packs")
	if err != nil {
		return nil // an embedded folder is always there
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() {
			ids = append(ids, e.Name())
		}
	}
	return ids
}

// Version names the pack and its exact content, "pilkada-2024@3+3f9c0a7be1d2": a matter keeps
// the version it was decided under.
func (p *Pack) Version() string { return p.version }

// Info returns the head of the pack.
func (p *Pack) Info() Info { return p.files.pack.Info }

// OpenPoints returns the unsettled questions, heaviest first.
func (p *Pack) OpenPoints() []OpenPoint { return p.files.pack.OpenPoints }

// OpenPoint returns an unsettled question by id.
func (p *Pack) OpenPoint(id string) (OpenPoint, bool) { return find(p.idx.points, id) }

// SourceOf returns where a fact with that src id was seen.
func (p *Pack) SourceOf(id string) (PublicSource, bool) { return find(p.idx.sources, id) }

func find[T any](m map[string]*T, id string) (T, bool) {
	v, ok := m[id]
	if !ok {
		var zero T
		return zero, false
	}
	return *v, true
}
