package law

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rambu.id"
)

// walker visits every field of a file and checks what the field's type and tags promise:
//
//	yaml without omitempty   a text must not be empty
//	ref:"kind"               every id must exist in the pack
//	FooID beside FooEN       both languages or none, and not the same sentence twice
//	rambu.Date, Conf, Citation must exist
//	From beside To or Until must not lie behind it
type walker struct {
	pack  *Pack
	found *faults
	file  string
	path  []string
}

// Types the walker knows; never written to.
var (
	dateType     = reflect.TypeFor[rambu.Date]()
	confType     = reflect.TypeFor[Conf]()
	citationType = reflect.TypeFor[Citation]()
)

func (w *walker) fault(format string, args ...any) {
	w.found.add(w.file, "$"+strings.Join(w.path, ""), format, args...)
}

// in runs f one step deeper.
func (w *walker) in(step string, f func()) {
	w.path = append(w.path, step)
	f()
	w.path = w.path[:len(w.path)-1]
}

func (w *walker) value(v reflect.Value, ref string) {
	switch {
	case v.Type() == citationType:
		w.citation(v.Interface().(Citation))
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			w.value(v.Elem(), ref)
		}
	case v.Kind() == reflect.Struct:
		w.fields(v)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			w.in(fmt.Sprintf("[%d]", i), func() { w.value(v.Index(i), ref) })
		}
	case v.Kind() == reflect.String:
		w.text(v, ref)
	}
}

func (w *walker) fields(v reflect.Value) {
	t := v.Type()
	w.order(v)
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		w.in("."+name, func() {
			fv := v.Field(i)
			if fv.Kind() == reflect.String && fv.Len() == 0 && option != "omitempty" {
				w.fault("%s is missing", name)
				return
			}
			w.pair(v, f)
			w.value(fv, f.Tag.Get("ref"))
		})
	}
}

// order refuses two days that run backwards.
func (w *walker) order(v reflect.Value) {
	from := v.FieldByName("From")
	if !from.IsValid() || from.Type() != dateType {
		return
	}
	for _, name := range []string{"To", "Until"} {
		to := v.FieldByName(name)
		if to.IsValid() && to.Type() == dateType && backwards(rambu.Date(from.String()), rambu.Date(to.String())) {
			w.in("."+strings.ToLower(name), func() { w.fault("ends before it begins") })
		}
	}
}

// name is the last key of a path: "offenders" of "$.acts[3].offenders[0]".
func name(path []string) string {
	for _, step := range slices.Backward(path) {
		if strings.HasPrefix(step, ".") {
			return step[1:]
		}
	}
	return ""
}

// sentence is from how many words on the same text in both languages must be one of them: fewer
// are names, "Kodim dan Polres".
const sentence = 5

// pair refuses a text in one language only, and one language's sentence put in for the other.
func (w *walker) pair(v reflect.Value, f reflect.StructField) {
	stem, ok := strings.CutSuffix(f.Name, "ID")
	if !ok || stem == "" {
		return
	}
	other := v.FieldByName(stem + "EN")
	here := v.FieldByIndex(f.Index)
	if !other.IsValid() {
		return
	}
	switch {
	case here.Kind() == reflect.Slice && here.Len() != other.Len(), here.Kind() == reflect.String && (here.Len() == 0) != (other.Len() == 0):
		w.fault("%s in one language only", strings.ToLower(stem))
	case here.Kind() == reflect.String && here.String() == other.String() && len(strings.Fields(here.String())) >= sentence:
		w.fault("%s is the same sentence in both languages", strings.ToLower(stem))
	}
}

func (w *walker) text(v reflect.Value, ref string) {
	s := v.String()
	if s == "" {
		return
	}
	closed, known := wordKnown(ref, s)
	switch {
	case v.Type() == dateType && !rambu.Date(s).Valid():
		w.fault("no such date: %q", s)
	case v.Type() == confType && Conf(s) != Source && Conf(s) != Known && Conf(s) != Unsure:
		w.fault("conf is source, known or unsure, not %q", s)
	case closed && !known:
		w.fault("%s is one of %s, not %q", name(w.path), strings.Join(closedWords(ref), ", "), s)
	case !closed && ref != "" && !w.pack.idx.known(ref, s):
		w.fault("no %s %q in the pack", ref, s)
	}
}

func (w *walker) citation(c Citation) {
	if c.Regulation == "" {
		return
	}
	r, ok := w.pack.idx.regulations[c.Regulation]
	if !ok {
		w.fault("no regulation %q in the pack", c.Regulation)
		return
	}
	if strings.Contains(c.Ref, ":") {
		w.fault("%s: a remark does not belong in a citation", c)
	}
	if c.Ref != "" && w.pack.article(r, c.Ref, "") == nil {
		w.fault("%s has no article %q in the pack", r.ID, c.Ref)
	}
}
