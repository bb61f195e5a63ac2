// Package region knows every province, regency, district and village of Indonesia by its
// official code ("18", "18.01", "18.01.04", "18.01.04.2003"). The data is embedded and read
// only as far as it is asked for: see data/README.md for its source and its licence (ODbL).
package region

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed data/regions.zip
var packed []byte

// Notice is the attribution the ODbL asks for wherever the data is shown or passed on.
const Notice = "Data wilayah: idn-area-data 4.0.1, Open Database License (ODbL) 1.0"

// Region is one area of government.
type Region struct {
	Code string // dotted official code
	Name string // as the source writes it: "Lampung", "Kabupaten Lampung Selatan", "Kalianda"
}

// Level says which tier of government a code stands for.
type Level int

// The tiers; NoLevel is what malformed codes have.
const (
	NoLevel Level = iota
	Province
	Regency
	District
	Village
)

// Kind tells apart areas of one tier that are governed by different rules.
type Kind string

// The kinds a code can show by itself.
const (
	KindNone      Kind = ""
	KindProvince  Kind = "provinsi"
	KindKabupaten Kind = "kabupaten"
	KindKota      Kind = "kota"
	KindDistrict  Kind = "kecamatan"
	KindKelurahan Kind = "kelurahan"
	KindDesa      Kind = "desa"
	KindDesaAdat  Kind = "desa-adat" // fourth part 3xxx; fourteen in Papua
)

// Level returns the tier of r.
func (r Region) Level() Level { return LevelOf(r.Code) }

// Kind returns the kind of r.
func (r Region) Kind() Kind { return KindOf(r.Code) }

// ShortName is the name without "Kabupaten", "Kota" and their administrative forms, as it
// stands after a word that already says what it is ("Bupati Lampung Selatan").
func (r Region) ShortName() string {
	name := r.Name
	for _, p := range []string{"Kabupaten ", "Kota ", "Administrasi "} {
		name = strings.TrimPrefix(name, p)
	}
	return name
}

// Administrative reports whether a regency is one of Jakarta's: no election of its own, its
// head appointed by the governor (UU 29/2007, kept by UU 2/2024).
func (r Region) Administrative() bool { return strings.Contains(r.Name, " Administrasi ") }

// LevelOf returns the tier of a well-formed code, NoLevel otherwise. It does not say that the
// code is in use.
func LevelOf(code string) Level {
	widths := [...]int{2, 2, 2, 4}
	parts := strings.Split(code, ".")
	if len(parts) > len(widths) {
		return NoLevel
	}
	for i, p := range parts {
		if len(p) != widths[i] || strings.Trim(p, "0123456789") != "" {
			return NoLevel
		}
	}
	return Level(len(parts))
}

// KindOf reads the kind from the code: a regency's second part is 71 or more for a kota, a
// village's fourth part begins with 1 for a kelurahan, 2 for a desa, 3 for a desa adat.
func KindOf(code string) Kind {
	switch LevelOf(code) {
	case Province:
		return KindProvince
	case Regency:
		if code[3] >= '7' && code[3:] != "70" {
			return KindKota
		}
		return KindKabupaten
	case District:
		return KindDistrict
	case Village:
		return map[byte]Kind{'1': KindKelurahan, '2': KindDesa, '3': KindDesaAdat}[code[9]]
	case NoLevel:
	}
	return KindNone
}

// Parent returns the code one tier up, "" above a province.
func Parent(code string) string {
	i := strings.LastIndexByte(code, '.')
	if i < 0 {
		return ""
	}
	return code[:i]
}

// Within reports whether code lies in area or is area.
func Within(code, area string) bool {
	return code == area || strings.HasPrefix(code, area+".")
}

// Index answers questions about regions. It keeps text and no structs: a province's part is
// unpacked when it is first asked for and searched in place. It is safe for concurrent use.
type Index struct {
	parts map[string]*zip.File

	mu   sync.Mutex
	text map[string]string // part name: "\ncode,name\ncode,name\n"
}

// Open reads the list of provinces and regencies and checks that each province has its part.
func Open() (*Index, error) {
	zr, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("open region data: %w", err)
	}
	x := &Index{parts: map[string]*zip.File{}, text: map[string]string{}}
	for _, f := range zr.File {
		x.parts[f.Name] = f
	}
	top, err := x.unpack("regencies")
	if err != nil {
		return nil, fmt.Errorf("open region data: %w", err)
	}
	x.text["regencies"] = top
	for _, p := range x.Provinces() {
		if x.parts[p.Code] == nil {
			return nil, fmt.Errorf("open region data: province %s has no part", p.Code)
		}
	}
	return x, nil
}

func (x *Index) unpack(part string) (string, error) {
	f := x.parts[part]
	if f == nil {
		return "", fmt.Errorf("no part %q", part)
	}
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return "\n" + string(b), err
}

// lines returns the text that holds a code of that tier. Embedded data that cannot be unpacked
// is a broken build, which TestEveryPartReads catches, so it reads as empty here.
func (x *Index) lines(code string, level Level) string {
	part := "regencies"
	if level > Regency {
		part = code[:2]
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	text, ok := x.text[part]
	if ok {
		return text
	}
	text, err := x.unpack(part)
	if err != nil {
		text = ""
	}
	x.text[part] = text
	return text
}

// Find returns the region with that code, and false when no region has it.
func (x *Index) Find(code string) (Region, bool) {
	level := LevelOf(code)
	if level == NoLevel {
		return Region{}, false
	}
	text := x.lines(code, level)
	i := strings.Index(text, "\n"+code+",")
	if i < 0 {
		return Region{}, false
	}
	name, _, _ := strings.Cut(text[i+len(code)+2:], "\n")
	return Region{Code: code, Name: name}, true
}

// Path returns the region and those around it, province first; nil for an unknown code.
func (x *Index) Path(code string) []Region {
	var path []Region
	for c := code; c != ""; c = Parent(c) {
		r, ok := x.Find(c)
		if !ok {
			return nil
		}
		path = append(path, r)
	}
	slices.Reverse(path)
	return path
}

// Provinces returns all provinces by code.
func (x *Index) Provinces() []Region { return x.collect("", Province) }

// Regencies returns the regencies and cities of a province by code.
func (x *Index) Regencies(province string) []Region { return x.collect(province, Regency) }

// Districts returns the districts of a regency, or of a whole province, by code.
func (x *Index) Districts(area string) []Region { return x.collect(area, District) }

// Villages returns the villages and wards of a district, a regency or a province by code.
func (x *Index) Villages(area string) []Region { return x.collect(area, Village) }

// Children returns the regions one tier below a code, all provinces for "".
func (x *Index) Children(code string) []Region {
	if code == "" {
		return x.Provinces()
	}
	level := LevelOf(code)
	if level == NoLevel || level == Village {
		return nil
	}
	return x.collect(code, level+1)
}

// collect returns the regions of a tier inside an area.
func (x *Index) collect(area string, level Level) []Region {
	if area != "" && (LevelOf(area) == NoLevel || LevelOf(area) >= level) {
		return nil
	}
	text := x.lines(area+"00", level)
	if area != "" {
		text = block(text, "\n"+area+".")
	}
	var found []Region
	for line := range strings.Lines(strings.TrimPrefix(text, "\n")) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ",")
		if LevelOf(code) == level {
			found = append(found, Region{Code: code, Name: name})
		}
	}
	return found
}

// block returns the stretch of lines that begin with prefix; lines are sorted by code, so it
// is one stretch.
func block(text, prefix string) string {
	from := strings.Index(text, prefix)
	if from < 0 {
		return ""
	}
	last := strings.LastIndex(text, prefix)
	end := strings.IndexByte(text[last+1:], '\n')
	return text[from : last+1+end+1]
}

// Search returns the regions inside an area ("" for all provinces and regencies) whose name
// contains text, ignoring case; names that begin with it come first. It returns at most limit.
func (x *Index) Search(area, text string, limit int) []Region {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" || limit <= 0 {
		return nil
	}
	var first, rest []Region
	for _, r := range x.inside(area) {
		switch i := strings.Index(strings.ToLower(r.Name), text); {
		case i == 0 || strings.HasPrefix(strings.ToLower(r.ShortName()), text):
			first = append(first, r)
		case i > 0:
			rest = append(rest, r)
		}
	}
	found := slices.Concat(first, rest)
	return found[:min(limit, len(found))]
}

func (x *Index) inside(area string) []Region {
	if area == "" {
		all := x.Provinces()
		for _, p := range x.Provinces() {
			all = append(all, x.Regencies(p.Code)...)
		}
		return all
	}
	var all []Region
	for level := LevelOf(area) + 1; level <= Village; level++ {
		all = append(all, x.collect(area, level)...)
	}
	return all
}
