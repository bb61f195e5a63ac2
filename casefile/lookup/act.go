package lookup

import (
	"errors"
	"slices"

	"rambu.id"
	"rambu.id/law"
)

// ActIn is what happened, when, and to which class of person the act belongs.
type ActIn struct {
	Kind    string // kind of act in the law pack
	Subject string // subject class of the respondent
	On      rambu.Date
	Code    string // another act of the catalogue than the first proposed, "" for that
}

// Classify proposes the act of the law for a kind, a subject class and a day. Errors: Invalid
// by form field; an act that was impossible on the day is one.
func Classify(pack *law.Pack, today rambu.Date, in ActIn) (law.Classification, error) {
	if !in.On.Valid() {
		return law.Classification{}, rambu.Fault(rambu.Invalid, "error.date").On("tanggal")
	}
	if in.On > today {
		return law.Classification{}, rambu.Fault(rambu.Invalid, "casefile.error.act_future").On("tanggal")
	}
	c, err := pack.Classify(in.Kind, in.Subject, in.On)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return c, rambu.Fault(rambu.Invalid, "casefile.error.act_kind").On("perbuatan")
	}
	if e, ok := errors.AsType[*rambu.Error](err); ok && e.Kind == rambu.Invalid {
		return c, e.On("perbuatan")
	}
	if err != nil || in.Code == "" || in.Code == c.Act.Code {
		return c, err
	}
	i := slices.IndexFunc(c.Alternatives, func(a law.Act) bool { return a.Code == in.Code })
	if i < 0 {
		return c, rambu.Fault(rambu.Invalid, "casefile.error.act_code").On("kode")
	}
	others := append([]law.Act{c.Act}, slices.Delete(slices.Clone(c.Alternatives), i, i+1)...)
	c.Act, c.Class, c.Alternatives, c.Procedure = c.Alternatives[i], c.Alternatives[i].Class, others, ""
	if r, ok := pack.ClassRule(c.Class); ok {
		c.Procedure = r.Procedure
	}
	return c, nil
}
