package letter

import (
	"context"
	"encoding/json"
	"strings"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/ledger"
)

// Setting is how the letters of an institution look and are numbered. It is public.
type Setting struct {
	Letterhead Letterhead
	Place      string             // where letters are dated: "Kalianda"
	Paper      string             // "A4" or "F4"
	Patterns   map[string]Pattern // by series; at least DefaultSeries
	Version    int64              // of what was read; 0: nothing was set yet
}

func (s Setting) validate() error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	if len(s.Letterhead.Names) == 0 || len(s.Letterhead.Names) > 6 || len(s.Letterhead.Address) > 6 {
		fault("names", "letter.error.letterhead")
	}
	for _, line := range append(append([]string{}, s.Letterhead.Names...), s.Letterhead.Address...) {
		if strings.TrimSpace(line) == "" || len(line) > 150 {
			fault("names", "letter.error.letterhead")
			break
		}
	}
	if strings.TrimSpace(s.Place) == "" || len(s.Place) > 60 {
		fault("place", "letter.error.place")
	}
	if s.Paper != string(pdf.A4) && s.Paper != string(pdf.F4) {
		fault("paper", "letter.error.paper")
	}
	if _, ok := s.Patterns[DefaultSeries]; !ok {
		fault("pattern", "letter.error.pattern_default")
	}
	err := es.Err()
	if err != nil {
		return err
	}
	for series, p := range s.Patterns {
		if series == "" || len(series) > 40 || strings.Contains(series, "|") {
			return rambu.Fault(rambu.Invalid, "letter.error.series").On("pattern")
		}
		err := p.Validate()
		if err != nil {
			return err
		}
	}
	return nil
}

// Setting returns how the actor's institution writes letters; defaults where nothing was set.
func (d *Desk) Setting(ctx context.Context, who rambu.Actor) (Setting, error) {
	s, err := d.setting(ctx, who.Institution)
	if rambu.KindOf(err) == rambu.NotFound {
		return Setting{Paper: string(pdf.A4), Patterns: map[string]Pattern{DefaultSeries: DefaultPattern}}, nil
	}
	return s, err
}

// Configure changes how the actor's institution writes letters. Numbers already given stay;
// the counters run on. Errors: rambu.Errors for what cannot be printed, Conflict when somebody
// changed it since s.Version was read.
func (d *Desk) Configure(ctx context.Context, who rambu.Actor, s Setting) error {
	err := MaySet(who)
	if err != nil {
		return err
	}
	err = s.validate()
	if err != nil {
		return err
	}
	patterns, err := json.Marshal(s.Patterns)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "encode patterns: %v", err)
	}
	old, err := d.setting(ctx, who.Institution)
	missing := rambu.KindOf(err) == rambu.NotFound
	if err != nil && !missing {
		return err
	}
	if old.Version != s.Version {
		return rambu.Fault(rambu.Conflict, "letter.error.setting_changed")
	}
	values := []any{
		who.Institution, who.Institution, who.Region, strings.Join(s.Letterhead.Names, "\n"),
		strings.Join(s.Letterhead.Address, "\n"), s.Place, s.Paper, string(patterns),
	}
	_, err = d.log.Do(who, "letter.configure", func(op *ledger.Op) error {
		op.Object(who.Institution)
		if missing {
			return op.Insert(settingTable, values...)
		}
		return op.Update(settingTable, s.Version, values...)
	})
	return err
}
