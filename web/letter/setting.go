package letter

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

type settingPage struct {
	ui.Frame
	Version                     int64
	Unset                       bool
	Names, Address, Place, Kind ui.Field
	Patterns                    []ui.Field // of the series there are, and of a new one
	Sample                      sample
}

// sample is how a letter would begin with what stands in the form.
type sample struct {
	letter.Letterhead

	Dated  string   // "Kalianda, 7 Oktober 2024"
	Number string   // of DefaultSeries
	Series []string // a sentence for every other series
}

// maySet hides the page from those who may not change it.
func (p *Pages) maySet(r *http.Request) (rambu.Actor, error) {
	who, err := p.Actor(r)
	if err != nil {
		return who, err
	}
	return who, letter.MaySet(who)
}

func (p *Pages) showSetting(w http.ResponseWriter, r *http.Request) error {
	who, err := p.maySet(r)
	if err != nil {
		return err
	}
	s, err := p.Desk.Setting(r.Context(), who)
	if err != nil {
		return err
	}
	if s.Version == 0 { // a start that is nearly right
		title, err := p.titles(r.Context(), who.Institution)
		if err != nil {
			return err
		}
		s.Letterhead.Names = []string{strings.ToUpper(title(who.Institution))}
	}
	page, _ := p.settingPage(r, who, s, nil, nil)
	page.Unset = s.Version == 0
	if r.URL.Query().Has("tersimpan") {
		page.Flash = p.UI.T(page.Lang, "letter.setting.saved")
	}
	return p.setting.Render(w, http.StatusOK, page)
}

// patternField is the name of the field of a series' pattern. The general one has the name its
// faults carry.
func patternField(series string) string {
	if series == letter.DefaultSeries {
		return "pattern"
	}
	return "pattern-" + series
}

// seriesOf are the series of a setting, the general one first.
func seriesOf(s letter.Setting) []string {
	var out []string
	for name := range s.Patterns {
		if name != letter.DefaultSeries {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return append([]string{letter.DefaultSeries}, out...)
}

// settingPage shows a setting; typed, when not nil, is what the form sent.
func (p *Pages) settingPage(r *http.Request, who rambu.Actor, s letter.Setting, problem error, typed url.Values) (*settingPage, int) {
	page := &settingPage{Frame: p.UI.Frame(r, "letter.setting.title"), Version: s.Version}
	status := http.StatusOK
	if problem != nil {
		page.Problems, _ = p.UI.Problems(page.Lang, problem)
		status = ui.Status(problem)
	}
	values := typed
	if values == nil {
		values = url.Values{
			"names": {joinLines(s.Letterhead.Names)}, "address": {joinLines(s.Letterhead.Address)}, "place": {s.Place}, "paper": {s.Paper},
		}
		for name, pattern := range s.Patterns {
			values.Set(patternField(name), string(pattern))
		}
	}
	fm := p.UI.Form(&page.Frame, values)
	page.Names, page.Address, page.Place = fm.Area("names", "letter.setting.names"), fm.Area("address", "letter.setting.address"), fm.Text("place", "letter.setting.place")
	page.Names.Rows, page.Address.Rows, page.Place.Width = 3, 3, "20"
	page.Kind = fm.Radios("paper", "letter.setting.paper", fm.Option("A4", "letter.setting.paper_a4"), fm.Option("F4", "letter.setting.paper_f4"))
	page.Kind.Inline = true
	for _, name := range seriesOf(s) {
		f := fm.Text(patternField(name), "letter.setting.pattern")
		f.Hint = p.UI.T(page.Lang, "letter.setting.pattern_places", "places", "{no}, {no:3}, {kode}, {bulan-romawi}, {bulan}, {tahun}")
		if name != letter.DefaultSeries {
			f.Label = p.UI.T(page.Lang, "letter.setting.pattern_of", "series", name)
			f.Hint = p.UI.T(page.Lang, "letter.setting.pattern_of_hint")
		}
		page.Patterns = append(page.Patterns, f)
	}
	page.Patterns = append(page.Patterns, fm.Text("series", "letter.setting.series"), fm.Text("series_pattern", "letter.setting.series_pattern"))
	page.Sample = p.sampleOf(page.Lang, p.today(who), s)
	return page, status
}

// sampleOf leaves out what is not right yet.
func (p *Pages) sampleOf(lang words.Lang, today rambu.Date, s letter.Setting) sample {
	out := sample{Letterhead: s.Letterhead, Dated: words.LongDate(words.ID, today)} // letters are Indonesian
	if s.Place != "" {
		out.Dated = s.Place + ", " + out.Dated
	}
	for _, name := range seriesOf(s) {
		pattern := s.Patterns[name]
		if pattern.Validate() != nil {
			continue
		}
		number := pattern.Number(1, today, "PM.00.02")
		if name == letter.DefaultSeries {
			out.Number = number
			continue
		}
		out.Series = append(out.Series, p.UI.T(lang, "letter.setting.sample_series", "series", name, "number", number))
	}
	return out
}

// readSetting reads the form over the series there are. What is wrong with a pattern stands at
// its own field.
func readSetting(in *ui.Input, old letter.Setting) letter.Setting {
	s := letter.Setting{
		Letterhead: letter.Letterhead{Names: splitLines(in.Text("names", 1000)), Address: splitLines(in.Text("address", 1000))},
		Place:      in.Text("place", 60), Paper: in.One("paper", "A4", "F4"), Patterns: map[string]letter.Pattern{},
	}
	pattern := func(series, field string) {
		v := letter.Pattern(in.Text(field, 100))
		if v == "" && series != letter.DefaultSeries && field != "series_pattern" {
			return // removed
		}
		s.Patterns[series] = v
		e, ok := errors.AsType[*rambu.Error](v.Validate())
		if !ok {
			return
		}
		var args []string
		for k, a := range e.Args {
			args = append(args, k, a)
		}
		in.Fault(field, e.Key, args...)
	}
	for _, name := range seriesOf(old) {
		if name != letter.DefaultSeries && !in.Values.Has(patternField(name)) {
			s.Patterns[name] = old.Patterns[name] // somebody added it meanwhile
			continue
		}
		pattern(name, patternField(name))
	}
	name := in.Text("series", 40)
	_, there := s.Patterns[name]
	switch {
	case name == "" && in.Text("series_pattern", 100) == "":
	case name == "" || strings.Contains(name, "|"):
		in.Fault("series", "letter.error.series_name")
	case there:
		in.Fault("series", "letter.error.series_twice")
	default:
		pattern(name, "series_pattern")
	}
	return s
}

func (p *Pages) doSetting(w http.ResponseWriter, r *http.Request) error {
	who, err := p.maySet(r)
	if err != nil {
		return err
	}
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	old, err := p.Desk.Setting(r.Context(), who)
	if err != nil {
		return err
	}
	s := readSetting(in, old)
	s.Version, err = strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	if err != nil {
		return rambu.Errorf(rambu.Invalid, "a form without the version it was made from")
	}
	err = in.Err()
	if in.Values.Get("langkah") == "lihat" {
		return p.showAgain(w, r, who, s, err, in.Values)
	}
	if err == nil {
		err = p.Desk.Configure(r.Context(), who, s)
	}
	if p.mine(r, err) {
		if rambu.KindOf(err) == rambu.Conflict { // sending it again is a choice
			s.Version = old.Version
		}
		return p.showAgain(w, r, who, s, err, in.Values)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/surat/pengaturan?tersimpan", http.StatusSeeOther)
	return nil
}

// showAgain shows the form as it was typed, with the sample it makes.
func (p *Pages) showAgain(w http.ResponseWriter, r *http.Request, who rambu.Actor, s letter.Setting, problem error, typed url.Values) error {
	for name := range typed { // a series emptied to remove it keeps its field
		if series, ok := strings.CutPrefix(name, "pattern-"); ok {
			s.Patterns[series] = letter.Pattern(typed.Get(name))
		}
	}
	delete(s.Patterns, typed.Get("series")) // its own two fields are there
	for name, pattern := range s.Patterns {
		if !typed.Has(patternField(name)) {
			typed.Set(patternField(name), string(pattern))
		}
	}
	page, status := p.settingPage(r, who, s, problem, typed)
	return p.setting.Render(w, status, page)
}
