package law

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"rambu.id"
)

// versionHash is how many characters of the content hash stand in Version.
const versionHash = 12

// source is one file of a pack being read into the part of content it fills.
type source struct {
	name string
	text []byte
	into any
}

// Load reads and checks the pack in a folder. The error is Invalid and wraps Problems, one line
// per fault with file and line; a file that cannot be read at all is returned as it is.
func Load(fsys fs.FS, dir string) (*Pack, error) {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		return nil, fmt.Errorf("law pack %s: %w", dir, err)
	}
	p := &Pack{}
	found := &faults{}
	sources, err := p.open(sub, found)
	if err != nil {
		return nil, fmt.Errorf("law pack %s: %w", dir, err)
	}
	found.sources = sources
	decodeAll(sources, found)
	if len(found.list) > 0 { // a half-read pack would only add echoes of the same fault
		return nil, found.err(dir)
	}
	p.idx = buildIndex(&p.files, found)
	check(p, found)
	if len(found.list) > 0 {
		return nil, found.err(dir)
	}
	p.version = version(p.files.pack.Info, sources)
	return p, nil
}

// open reads the files and says where each belongs. A missing file and one nobody knows are
// faults.
func (p *Pack) open(sub fs.FS, found *faults) ([]source, error) {
	f := &p.files
	fixed := map[string]any{
		"pack.yaml": &f.pack, "authorities.yaml": &f.authorities, "subjects.yaml": &f.subjects, "acts.yaml": &f.acts,
		"permits.yaml": &f.permits, "sanctions.yaml": &f.sanctions, "calendar.yaml": &f.calendar, "sources.yaml": &f.sources,
		"citing.yaml": &f.citing, "coincidences.yaml": &f.coincidences,
	}
	folders, err := yamlFiles(sub)
	if err != nil {
		return nil, err
	}
	f.regulations = make([]regulationsFile, len(folders["regulations"]))
	f.procedures = make([]Procedure, len(folders["procedures"]))
	for i, name := range folders["regulations"] {
		fixed[name] = &f.regulations[i]
	}
	for i, name := range folders["procedures"] {
		fixed[name] = &f.procedures[i]
	}
	for folder, names := range folders {
		for _, name := range names {
			if fixed[name] == nil {
				found.add(name, "", "no such file in a pack (folder %q)", folder)
			}
		}
	}
	var sources []source
	for name, into := range fixed {
		text, err := fs.ReadFile(sub, name)
		if errors.Is(err, fs.ErrNotExist) {
			found.add(name, "", "missing")
			continue
		}
		if err != nil {
			return nil, err
		}
		sources = append(sources, source{name: name, text: text, into: into})
	}
	slices.SortFunc(sources, func(a, b source) int { return strings.Compare(a.name, b.name) })
	return sources, nil
}

// yamlFiles lists the YAML files of a pack by folder, sorted by name.
func yamlFiles(sub fs.FS) (map[string][]string, error) {
	folders := map[string][]string{}
	err := fs.WalkDir(sub, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() && path.Ext(name) == ".yaml" {
			folders[path.Dir(name)] = append(folders[path.Dir(name)], name)
		}
		return nil
	})
	return folders, err
}

// decodeAll reads the files side by side: the parser is the slow part of starting up.
func decodeAll(sources []source, found *faults) {
	errs := make([]error, len(sources))
	var wg sync.WaitGroup
	for i, s := range sources {
		wg.Go(func() { errs[i] = decode(s) })
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			found.addDecode(sources[i].name, err)
		}
	}
}

func decode(s source) error {
	dec := yaml.NewDecoder(bytes.NewReader(s.text), yaml.Strict())
	err := dec.Decode(s.into)
	if errors.Is(err, io.EOF) {
		return rambu.Errorf(rambu.Invalid, "empty file")
	}
	if err != nil {
		return err
	}
	var more any
	err = dec.Decode(&more)
	if !errors.Is(err, io.EOF) {
		return rambu.Errorf(rambu.Invalid, "more than one document")
	}
	return nil
}

// version hashes names and bytes of all files, so that one changed letter is another version.
func version(info Info, sources []source) string {
	h := sha256.New()
	for _, s := range sources {
		fmt.Fprintf(h, "%s\x00%d\x00", s.name, len(s.text))
		h.Write(s.text)
	}
	return fmt.Sprintf("%s@%d+%s", info.ID, info.Revision, hex.EncodeToString(h.Sum(nil))[:versionHash])
}
