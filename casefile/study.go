package casefile

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/casefile/study"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
)

// Study is the study of a case (kajian), in the sections its form has.
type Study = study.Study

// Exhibit is one line of its list of evidence.
type Exhibit = study.Exhibit

// Citation is an article it rests on, as it stood on the day of the act.
type Citation = study.Citation

// StudyIn is a study to write down.
type StudyIn struct {
	Version   int64
	Sections  Study    // its texts only
	Exhibits  []string // ids of the report's files
	Others    []string // evidence that is no file, a line each
	Citations []string // "PP 94/2021 Pasal 5 huruf n" or "pp-94-2021 Pasal 5 huruf n"
	Done      bool     // complete: it can go to the plenary
	Seen      bool     // the writer has seen which citations in the texts are wrong
}

// SaveStudy writes a version of the study down. A complete one takes the case from
// clarification to study; citations are checked as of the day of the act. Errors: Blocked for
// an article that was not in force or belongs to another election, with what to cite instead.
func (d *Desk) SaveStudy(ctx context.Context, who rambu.Actor, id string, in StudyIn) error {
	t, err := d.take(ctx, who, id, in.Version, mayWork, Clarifying, Studied, MoreAsked)
	if err != nil {
		return err
	}
	s, err := t.study(in)
	if err != nil {
		return err
	}
	w, err := t.paper(PaperStudy, "", s)
	if err != nil {
		return err
	}
	return t.commit("casefile.study", func(op *ledger.Op) error {
		err := w.write(op)
		if err != nil || !s.Done || t.c.State != Clarifying {
			return err
		}
		return t.advance(op, Studied, nil, intake.Move{})
	})
}

// study checks what was typed and completes it.
func (t *turn) study(in StudyIn) (Study, error) {
	s := in.Sections
	s.Exhibits, s.Citations, s.Done = nil, nil, in.Done
	err := s.Trim(maxText)
	if err != nil {
		return s, err
	}
	s.Exhibits, err = t.exhibits(in.Exhibits, in.Others)
	if err != nil {
		return s, err
	}
	s.Citations, err = t.cite(in.Citations)
	if err != nil || !s.Done {
		return s, err
	}
	err = t.mindCitations(s, in.Seen)
	if err != nil {
		return s, err
	}
	return s, t.complete(s)
}

// mindCitations stops a complete study whose texts cite wrong law until the writer has seen it.
func (t *turn) mindCitations(s Study, seen bool) error {
	found, err := t.d.Remarks(s, t.file.Act.On, t.d.Today(t.who))
	if err != nil || seen {
		return err
	}
	return cite.Stop(found, "casefile.error.citations")
}

// Remarks are what a writer should see of the citations in the texts of a study. The day of the
// act decides, and today for the law of procedure.
func (d *Desk) Remarks(s Study, act, today rambu.Date) ([]cite.Finding, error) {
	var texts []string
	for _, p := range s.Sections() {
		texts = append(texts, *p.Text)
	}
	return d.guard.Remarks(strings.Join(texts, "\n\n"), act, today)
}

// Guard is what reads the citations, nil for none.
func (d *Desk) Guard() *cite.Checker { return d.guard }

// StudyText is a study as one text with its headings, as its members read it; with Leaving, as it
// goes into a letter.
func (d *Desk) StudyText(s Study) string {
	return s.Text(func(section string) string { return d.words.T(words.ID, "casefile.section."+section) })
}

// complete asks for what a study needs before it goes to the plenary.
func (t *turn) complete(s Study) error {
	if len(s.Exhibits) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_evidence").On("daftar")
	}
	if len(s.Citations) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_citation").On("dasar")
	}
	papers, err := t.papers()
	if err != nil {
		return err
	}
	if len(all[Minutes](papers)) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_minutes")
	}
	return nil
}

// files are the exhibits of all reports of the case.
func (t *turn) files() (out []evidence.Described, err error) {
	reports, err := t.d.ReportsOf(t.ctx, t.who, t.c.ID)
	for _, id := range reports {
		more, err := t.d.evidence.Describe(t.ctx, t.who, id)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, err
}

// exhibits takes names and hashes from the files themselves.
func (t *turn) exhibits(ids, others []string) ([]Exhibit, error) {
	var out []Exhibit
	if len(ids) > 0 {
		files, err := t.files()
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			i := slices.IndexFunc(files, func(f evidence.Described) bool { return f.ID == id })
			if i < 0 {
				return nil, rambu.Fault(rambu.Invalid, "casefile.error.exhibit").On("daftar")
			}
			out = append(out, Exhibit{ID: id, Name: files[i].Name, Type: files[i].Type, SHA256: files[i].SHA256})
		}
	}
	for _, line := range others {
		line = strings.TrimSpace(line)
		if len(line) > 300 || len(out) > 100 {
			return nil, rambu.Fault(rambu.Invalid, "casefile.error.too_long").On("lain")
		}
		if line != "" {
			out = append(out, Exhibit{Name: line})
		}
	}
	return out, nil
}

// cite checks articles as of the day of the act.
func (t *turn) cite(texts []string) ([]Citation, error) {
	var out []Citation
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if !t.file.Act.Chosen() {
			return nil, rambu.Fault(rambu.Blocked, "casefile.error.no_act").On("dasar")
		}
		c := t.d.pack.ReadCitation(text)
		cited, err := t.d.pack.Cite(c, t.file.Act.On)
		if err != nil {
			return nil, rambu.Fault(rambu.Invalid, "casefile.error.citation", "text", text).On("dasar")
		}
		err = t.mayCite(cited)
		if err != nil {
			return nil, err
		}
		out = append(out, Citation{Regulation: c.Regulation, Ref: c.Ref, Text: cited.Short, Conf: cited.Conf})
	}
	return out, nil
}

// settled checks a study once more before it is used: the act may have changed since.
func (t *turn) settled(s *Study) error {
	if s == nil || !s.Done || len(s.Exhibits) == 0 {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_study")
	}
	texts := make([]string, len(s.Citations))
	for i, c := range s.Citations {
		texts[i] = law.Citation{Regulation: c.Regulation, Ref: c.Ref}.String()
	}
	_, err := t.cite(texts)
	return err
}

// mayCite refuses an article that was not in force on the day, and one of another election.
func (t *turn) mayCite(c law.Cited) error {
	day := t.d.dateID(t.file.Act.On)
	switch {
	case !c.InForce && c.Successor.Regulation != "":
		next := c.Successor.String()
		if s, err := t.d.pack.Cite(c.Successor, t.file.Act.On); err == nil {
			next = s.Short
		}
		return rambu.Fault(rambu.Blocked, "casefile.error.revoked_for", "text", c.Short, "date", day, "next", next).On("dasar")
	case !c.InForce:
		return rambu.Fault(rambu.Blocked, "casefile.error.revoked", "text", c.Short, "date", day).On("dasar")
	case t.d.pack.OtherElection(c.Regimes):
		return rambu.Fault(rambu.Blocked, "casefile.error.regime", "text", c.Short).On("dasar")
	}
	return nil
}

// dateID is a day as an Indonesian letter writes it.
func (d *Desk) dateID(on rambu.Date) string { return words.LongDate(words.ID, on) }

// AskMore asks for more information during the study: the case has five days instead of three.
func (d *Desk) AskMore(ctx context.Context, who rambu.Actor, id string, version int64, text string) error {
	t, err := d.take(ctx, who, id, version, mayWork, Studied)
	if err != nil {
		return err
	}
	text, err = needText(text, "isi")
	if err != nil {
		return err
	}
	w, err := t.paper(PaperMoreInfo, "", Note{Text: text})
	if err != nil {
		return err
	}
	return t.commit("casefile.ask_more", func(op *ledger.Op) error { return t.advance(op, MoreAsked, w, intake.Move{}) })
}
