package law

import (
	"rambu.id"
	"rambu.id/law"
)

// AskRequest is who would do what on which day.
type AskRequest struct {
	Subject string     `query:"siapa" json:"-" maxLength:"60" doc:"Class of the pack: pns, pppk, kepala-desa …"`
	Act     string     `query:"perbuatan" json:"-" maxLength:"60" doc:"Act of the pack: banner, vote …; both lists are in the answer without siapa and perbuatan"`
	On      rambu.Date `query:"tanggal" json:"-" doc:"Day of the act; today when left out"`
}

// AskView is the answer, or what can be asked.
type AskView struct {
	On       rambu.Date  `json:"tanggal"`
	Version  string      `json:"paket"`
	Verdict  law.Verdict `json:"jawaban,omitempty" enum:"boleh,tidak-boleh,tanyakan" doc:"What is not known, or not surely, is \"tanyakan\""`
	Why      string      `json:"sebab,omitempty"`
	Code     string      `json:"kode,omitempty" doc:"Item of the catalogue of acts"`
	Class    law.Class   `json:"jenis,omitempty"`
	Level    string      `json:"tingkat,omitempty"`
	Basis    []Item      `json:"dasar,omitempty" nullable:"false"`
	Besides  []string    `json:"dasar_lain,omitempty" nullable:"false" doc:"Basis that is no article of the pack"`
	Sanction []string    `json:"sanksi_lazim,omitempty" nullable:"false" doc:"Forms that fit the class and can be imposed on that day"`
	Penalty  *Penalty    `json:"pidana,omitempty"`
	Instead  []Permit    `json:"sebagai_gantinya,omitempty" nullable:"false"`
	Ask      string      `json:"tanya,omitempty" doc:"Whom to ask, beside Bawaslu; empty where nobody oversaw the class on that day"`
	Conf     law.Conf    `json:"keyakinan,omitempty"`
	Check    bool        `json:"perlu_dicek,omitempty"`
	Subjects []Choice    `json:"golongan,omitempty" nullable:"false"`
	Acts     []Choice    `json:"perbuatan,omitempty" nullable:"false"`
}

// Penalty is a criminal range.
type Penalty struct {
	PrisonMonths [2]int   `json:"penjara_bulan"`
	FineRupiah   [2]int64 `json:"denda_rupiah"`
	Joined       string   `json:"gabungan" enum:"and,and/or"`
}

// Permit is something allowed instead.
type Permit struct {
	Act    string   `json:"perbuatan"`
	Text   string   `json:"uraian"`
	Basis  []string `json:"dasar" nullable:"false"`
	NoRule bool     `json:"tidak_ada_larangan" doc:"No rule of the pack forbids it, so there is no article"`
}

// Choice is a class or an act that can be asked about.
type Choice struct {
	ID   string `json:"id"`
	Name string `json:"nama"`
}

// Ask answers "Bolehkah saya?", or lists what can be asked. Errors: NotFound for an unknown class
// or act, Invalid when only one is named.
func (b Book) Ask(in AskRequest) (AskView, error) {
	out := AskView{On: b.on(in.On), Version: b.Pack.Version()}
	switch {
	case in.Subject == "" && in.Act == "":
		return b.choices(out), nil
	case in.Subject == "":
		return out, rambu.Fault(rambu.Invalid, "api.error.required").On("siapa")
	case in.Act == "":
		return out, rambu.Fault(rambu.Invalid, "api.error.required").On("perbuatan")
	}
	a, err := b.Pack.MayI(law.Question{Subject: in.Subject, Act: in.Act, On: out.On})
	if err != nil {
		return out, err
	}
	return b.answer(out, a), nil
}

func (b Book) choices(out AskView) AskView {
	for _, s := range b.Pack.Subjects() {
		out.Subjects = append(out.Subjects, Choice{s.ID, b.pick(s.NameID, s.NameEN)})
	}
	for _, k := range b.Pack.ActKinds() {
		out.Acts = append(out.Acts, Choice{k.ID, b.pick(k.LabelID, k.LabelEN)})
	}
	for _, m := range b.Pack.Permits() {
		out.Acts = append(out.Acts, Choice{m.ID, b.pick(m.LabelID, m.LabelEN)})
	}
	return out
}

func (b Book) answer(out AskView, a law.Answer) AskView {
	out.Verdict, out.Conf, out.Check = a.Verdict, a.Conf, a.Conf.Check()
	out.Why, out.Ask, out.Besides = b.why(a), b.pick(a.Ask.NameID, a.Ask.NameEN), a.BasisText
	if a.Found != nil {
		out.Code, out.Class, out.Level = a.Found.Act.Code, a.Found.Class, a.Found.Act.Level
	}
	for _, c := range a.Basis {
		out.Basis = append(out.Basis, b.item(c))
	}
	for _, f := range a.Sanctions {
		out.Sanction = append(out.Sanction, b.pick(f.NameID, f.NameEN))
	}
	if a.Penalty != nil {
		out.Penalty = &Penalty{a.Penalty.PrisonMonths, a.Penalty.FineRupiah, a.Penalty.Joined}
	}
	for _, m := range a.Instead {
		p := Permit{Act: m.ID, Text: b.pick(m.InsteadID, m.InsteadEN), Basis: []string{}, NoRule: m.NoRule}
		for _, c := range m.Basis {
			p.Basis = append(p.Basis, c.String())
		}
		p.Basis = append(p.Basis, m.BasisText...)
		out.Instead = append(out.Instead, p)
	}
	return out
}

// why is the pack's own reason; "ask first" has none.
func (b Book) why(a law.Answer) string {
	switch {
	case a.Bar != nil:
		return b.pick(a.Bar.ReasonID, a.Bar.ReasonEN)
	case a.Verdict == law.Allowed:
		return b.pick(a.Permit.InsteadID, a.Permit.InsteadEN)
	case a.Verdict == law.Forbidden:
		return b.pick(a.Found.WhyID, a.Found.WhyEN)
	}
	return ""
}
