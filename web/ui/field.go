package ui

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/internal/words"
)

// FieldKind is the sort of a form field.
type FieldKind string

// The kinds of fields.
const (
	KindText     FieldKind = "text"
	KindArea     FieldKind = "area"
	KindDate     FieldKind = "date" // three inputs: name-d, name-m, name-y
	KindRadios   FieldKind = "radios"
	KindChecks   FieldKind = "checks"
	KindSelect   FieldKind = "select"
	KindFile     FieldKind = "file"
	KindPassword FieldKind = "password"
)

// Field is one question of a form with what was typed and what is wrong with it.
type Field struct {
	Kind     FieldKind
	Name     string // of the form value, and the id the error summary links to
	Label    string
	Hint     string
	Value    string
	Error    string
	Options  []Option // radios, checks, select
	Day      string   // date
	Month    string
	Year     string
	Big      bool   // the label is the page's heading (one question a page)
	Rows     int    // area; 0: five
	Width    string // text: "2", "3", "4", "5", "10", "20" characters, "" full
	Auto     string // autocomplete token, "" off
	Mode     string // inputmode, for example "numeric"
	Accept   string // file
	Multiple bool   // file
	Inline   bool   // radios side by side
	Small    bool   // small radios and checkboxes, for staff only
}

// Option is one answer to choose.
type Option struct {
	Value, Text, Hint string
	Checked           bool
}

// ID returns the id of option i: the first carries the field's own, where the summary links.
func (f Field) ID(i int) string {
	if i == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(i+1)
}

// Described lists the ids that describe the field, for aria-describedby.
func (f Field) Described() string {
	switch {
	case f.Hint != "" && f.Error != "":
		return f.Name + "-hint " + f.Name + "-error"
	case f.Hint != "":
		return f.Name + "-hint"
	case f.Error != "":
		return f.Name + "-error"
	}
	return ""
}

// Form makes the fields of one form: label and hint from the catalogue, the value as typed,
// the error from the frame's problems.
type Form struct {
	words    *words.Words
	lang     words.Lang
	values   url.Values
	problems []Problem
}

// Form starts a form. values is what was typed, or what is stored, or nil. Set the frame's
// Problems before.
func (rd *Renderer) Form(f *Frame, values url.Values) *Form {
	return &Form{words: rd.words, lang: f.Lang, values: values, problems: f.Problems}
}

// field fills what all kinds share. The hint stands under key+"_hint" when there is one.
func (fm *Form) field(kind FieldKind, name, key string) Field {
	f := Field{Kind: kind, Name: name, Label: fm.words.T(fm.lang, key), Value: fm.values.Get(name)}
	if fm.words.Has(fm.lang, key+"_hint") {
		f.Hint = fm.words.T(fm.lang, key+"_hint")
	}
	for i, p := range fm.problems {
		if p.Field != name {
			continue
		}
		f.Error = p.Text
		if p.unnamed { // the frame's own list: it stands far from the field
			fm.problems[i].Text, fm.problems[i].unnamed = f.Label+": "+p.Text, false
		}
		break
	}
	return f
}

// Text is a line of text.
func (fm *Form) Text(name, key string) Field { return fm.field(KindText, name, key) }

// Area is a longer text.
func (fm *Form) Area(name, key string) Field { return fm.field(KindArea, name, key) }

// Password is a password; it is never sent back to the browser.
func (fm *Form) Password(name, key string) Field {
	f := fm.field(KindPassword, name, key)
	f.Value = ""
	return f
}

// File is a file to send; a browser cannot be given it back.
func (fm *Form) File(name, key string) Field {
	f := fm.field(KindFile, name, key)
	f.Value = ""
	return f
}

// Date is a date in three inputs. A stored date under the plain name fills them.
func (fm *Form) Date(name, key string) Field {
	f := fm.field(KindDate, name, key)
	f.Day, f.Month, f.Year = fm.values.Get(name+"-d"), fm.values.Get(name+"-m"), fm.values.Get(name+"-y")
	if d := rambu.Date(f.Value); f.Day+f.Month+f.Year == "" && d.Valid() {
		f.Year, f.Month, f.Day = string(d[:4]), string(d[5:7]), string(d[8:])
	}
	return f
}

// Radios offers one of several answers.
func (fm *Form) Radios(name, key string, options ...Option) Field {
	return fm.choice(KindRadios, name, key, options)
}

// Checks offers any of several answers.
func (fm *Form) Checks(name, key string, options ...Option) Field {
	return fm.choice(KindChecks, name, key, options)
}

// Select offers one of a long list.
func (fm *Form) Select(name, key string, options ...Option) Field {
	return fm.choice(KindSelect, name, key, options)
}

func (fm *Form) choice(kind FieldKind, name, key string, options []Option) Field {
	f := fm.field(kind, name, key)
	f.Options = slices.Clone(options)
	if fm.values.Has(name) {
		for i := range f.Options {
			f.Options[i].Checked = slices.Contains(fm.values[name], f.Options[i].Value)
		}
	}
	return f
}

// Option makes an option whose text stands in the catalogue; its hint under key+"_hint".
func (fm *Form) Option(value, key string) Option {
	o := Option{Value: value, Text: fm.words.T(fm.lang, key)}
	if fm.words.Has(fm.lang, key+"_hint") {
		o.Hint = fm.words.T(fm.lang, key+"_hint")
	}
	return o
}

// Problems turns a domain error into the list at the top of a form. It returns false for
// errors that are not about what was typed; those belong to the error page.
func (rd *Renderer) Problems(lang words.Lang, err error) ([]Problem, bool) {
	if es, ok := errors.AsType[rambu.Errors](err); ok {
		out := make([]Problem, len(es))
		for i, e := range es {
			out[i] = rd.problem(lang, e)
		}
		return out, len(out) > 0
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if !ok {
		return nil, false
	}
	switch e.Kind {
	case rambu.Invalid, rambu.Blocked, rambu.Conflict, rambu.TooLarge:
		return []Problem{rd.problem(lang, e)}, true
	default:
		return nil, false
	}
}

// problem puts a fault into words.
func (rd *Renderer) problem(lang words.Lang, e *rambu.Error) Problem {
	return Problem{Field: e.Field, Text: rd.words.Error(lang, e), unnamed: slices.Contains(unnamed[:], e.Key)}
}

// unnamed are the sentences that many fields share, so that they do not name theirs. Never written to.
var unnamed = [...]string{
	"error.date", "ui.error.date", "ui.error.too_long", "intake.error.too_long", "casefile.error.section", "casefile.error.too_long",
	"discipline.error.needed", "discipline.error.too_long", "discipline.error.future", "meeting.error.needed",
	"procedure.error.future", "procedure.error.before_last",
}
