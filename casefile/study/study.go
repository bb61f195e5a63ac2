// Package study holds the study of a case (kajian) as a paper: its sections, its list of evidence, and
// the text that leaves with a letter. It asks nobody anything.
package study

import (
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/law"
)

// Study is the study of a case (kajian), in the sections its form has.
type Study struct {
	Case           string     `json:"kasus"`
	Evidence       string     `json:"bukti"`
	Facts          string     `json:"fakta"`
	Analysis       string     `json:"analisis"`
	Conclusion     string     `json:"kesimpulan"`
	Recommendation string     `json:"rekomendasi"`
	Exhibits       []Exhibit  `json:"daftar_bukti"`
	Citations      []Citation `json:"dasar"`
	Done           bool       `json:"selesai"`
}

// Exhibit is one line of the list of evidence.
type Exhibit struct {
	ID     string `json:"id,omitempty"` // of the file, "" for what is no file
	Name   string `json:"nama"`
	Type   string `json:"jenis,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// Citation is an article the study rests on, as it stood on the day of the act.
type Citation struct {
	Regulation string   `json:"peraturan"` // id in the law pack
	Ref        string   `json:"pasal"`
	Text       string   `json:"tertulis"` // "PP 94/2021 Pasal 5 huruf n"
	Conf       law.Conf `json:"keyakinan"`
}

// Section is one of the texts, by the name its form field has.
type Section struct {
	Name string
	Text *string
}

// Sections are the texts in their order.
func (s *Study) Sections() []Section {
	return []Section{
		{"kasus", &s.Case},
		{"bukti", &s.Evidence},
		{"fakta", &s.Facts},
		{"analisis", &s.Analysis},
		{"kesimpulan", &s.Conclusion},
		{"rekomendasi", &s.Recommendation},
	}
}

// Trim trims the texts and bounds them, in bytes; a complete study has all of them.
func (s *Study) Trim(longest int) error {
	var es rambu.Errors
	for _, p := range s.Sections() {
		*p.Text = strings.TrimSpace(*p.Text)
		switch {
		case len(*p.Text) > longest:
			es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.too_long").On(p.Name))
		case *p.Text == "" && s.Done:
			es = append(es, rambu.Fault(rambu.Invalid, "casefile.error.section").On(p.Name))
		}
	}
	return es.Err()
}

// Text is the study as one text under its headings.
func (s Study) Text(heading func(section string) string) string {
	var b strings.Builder
	for i, f := range s.Sections() {
		b.WriteString(strconv.Itoa(i+1) + ". " + heading(f.Name) + "\n" + *f.Text + "\n\n")
	}
	b.WriteString(heading("daftar") + "\n")
	for i, e := range s.Exhibits {
		b.WriteString(strconv.Itoa(i+1) + ". " + e.Name + "\n")
	}
	return strings.TrimSpace(b.String())
}

// LeavesAs is the name under which line i of the list leaves: a file by its number and kind.
func (s Study) LeavesAs(i int) string {
	e := s.Exhibits[i]
	if e.ID == "" {
		return e.Name
	}
	return evidence.ReleaseName(i+1, e.Type)
}

// Leaving is the study without the names that reporters gave their files, which may name them: in the
// list, and where the texts repeat a name of the list. A name without an ending is left in the texts,
// because it may be any word.
func (s Study) Leaving() Study {
	out := s
	out.Exhibits = slices.Clone(s.Exhibits)
	var names []string
	for i, e := range s.Exhibits {
		out.Exhibits[i].Name = s.LeavesAs(i)
		if e.ID != "" && strings.Contains(e.Name, ".") {
			names = append(names, e.Name, out.Exhibits[i].Name)
		}
	}
	r := strings.NewReplacer(names...)
	for _, f := range out.Sections() {
		*f.Text = r.Replace(*f.Text)
	}
	return out
}
