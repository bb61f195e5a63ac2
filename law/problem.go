package law

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"rambu.id"
)

// Problem is one fault of a pack. Line is 0 when the fault belongs to the whole file.
type Problem struct {
	File string
	Line int
	Text string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Problems are all faults found in a pack, by file and line.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// faults collects problems. Lines are looked up only when there are any: a good pack, the
// normal case, pays nothing for them.
type faults struct {
	sources []source
	list    []fault
}

type fault struct {
	file string
	at   string // YAML path, "$.regulations[3].src[0]"
	line int    // known already, or 0
	text string
}

func (fs *faults) add(file, at, format string, args ...any) {
	fs.list = append(fs.list, fault{file: file, at: at, text: fmt.Sprintf(format, args...)})
}

// addDecode takes file and line from the parser's own error.
func (fs *faults) addDecode(file string, err error) {
	f := fault{file: file, text: err.Error()}
	if e, ok := errors.AsType[yaml.Error](err); ok {
		f.text = e.GetMessage()
		if tk := e.GetToken(); tk != nil && tk.Position != nil {
			f.line = tk.Position.Line
		}
	}
	fs.list = append(fs.list, f)
}

func (fs *faults) err(dir string) error {
	trees := map[string]*ast.File{}
	ps := make(Problems, 0, len(fs.list))
	for _, f := range fs.list {
		if f.line == 0 && f.at != "" {
			f.line = lineOf(fs.tree(trees, f.file), f.at)
		}
		ps = append(ps, Problem{File: f.file, Line: f.line, Text: f.text})
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
	return &rambu.Error{
		Kind: rambu.Invalid, Key: "law.error.pack",
		Detail: fmt.Sprintf("law pack %s has %d problems", dir, len(ps)), Err: ps,
	}
}

// tree parses a file again, this time keeping positions.
func (fs *faults) tree(trees map[string]*ast.File, name string) *ast.File {
	if t, ok := trees[name]; ok {
		return t
	}
	var t *ast.File
	i := slices.IndexFunc(fs.sources, func(s source) bool { return s.name == name })
	if i >= 0 {
		t, _ = parser.ParseBytes(fs.sources[i].text, 0) // it parsed before
	}
	trees[name] = t
	return t
}

// lineOf finds the line of a YAML path; a key that is not there answers with the line of what
// should hold it.
func lineOf(tree *ast.File, at string) int {
	if tree == nil {
		return 0
	}
	for at != "" && at != "$" {
		if p, err := yaml.PathString(at); err == nil {
			node, err := p.FilterFile(tree)
			if err == nil && node != nil {
				return firstLine(node)
			}
		}
		at = at[:strings.LastIndexAny(at, ".[")]
	}
	return 1
}

// firstLine is where a node begins: the token of a mapping is the colon of its first pair.
func firstLine(node ast.Node) int {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	if tk := node.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 0
}
