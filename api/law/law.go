// Package law is the part of the JSON interface that answers everybody about the law: the
// register as of a day, "Bolehkah saya?", and the citations of a text. Package api mounts it.
package law

import (
	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/law/search"
)

// Book is the law as one caller reads it.
type Book struct {
	Pack  *law.Pack
	Index *search.Index
	Guard *cite.Checker
	Words *words.Words
	Lang  words.Lang
	Today rambu.Date
}

// pick chooses between the two languages of the pack.
func (b Book) pick(id, en string) string {
	if b.Lang == words.EN && en != "" || id == "" {
		return en
	}
	return id
}

func (b Book) on(asked rambu.Date) rambu.Date {
	if asked == "" {
		return b.Today
	}
	return asked
}

// ListRequest asks for the register or searches it.
type ListRequest struct {
	Question string     `query:"cari" json:"-" maxLength:"200" doc:"Spelling and affixes are forgiven; left out: every regulation"`
	On       rambu.Date `query:"tanggal" json:"-" doc:"As of this day; today when left out"`
}

// ListView is the register, or what was found in it.
type ListView struct {
	On      rambu.Date `json:"tanggal"`
	Version string     `json:"paket" doc:"Version of the law pack"`
	Exact   bool       `json:"cocok" doc:"false: nothing fits, these are only the nearest"`
	Items   []Item     `json:"butir" nullable:"false"`
}

// Item is a regulation, an article, or an act to ask about.
type Item struct {
	Regulation string     `json:"peraturan,omitempty"`
	Article    string     `json:"pasal,omitempty"`
	Address    string     `json:"alamat,omitempty" doc:"Permanent address of its page"`
	Act        string     `json:"perbuatan,omitempty" doc:"Ask about it with GET /boleh"`
	Name       string     `json:"nama"`
	Text       string     `json:"uraian,omitempty" doc:"In our own words, not the text of the gazette"`
	InForce    bool       `json:"berlaku,omitempty"`
	From       rambu.Date `json:"sejak,omitempty"`
	To         rambu.Date `json:"sampai,omitempty"`
	Successor  string     `json:"diganti_dengan,omitempty"`
	Conf       law.Conf   `json:"keyakinan,omitempty"`
	Check      bool       `json:"perlu_dicek,omitempty"`
	Sources    []string   `json:"sumber,omitempty" nullable:"false"`
}

const found = 50

// List answers a search, or lists the register.
func (b Book) List(in ListRequest) (ListView, error) {
	out := ListView{On: b.on(in.On), Version: b.Pack.Version(), Exact: true, Items: []Item{}}
	if in.Question == "" {
		for _, r := range b.Pack.Regulations() {
			item, err := b.cite(law.Citation{Regulation: r.ID}, out.On)
			if err != nil {
				return out, err
			}
			out.Items = append(out.Items, item)
		}
		return out, nil
	}
	hits := b.Index.Find(in.Question, found)
	out.Exact = len(hits) > 0 && hits[0].Exact
	for _, h := range hits {
		if h.Exact != out.Exact {
			break // near ones behind few that fit
		}
		item, err := b.hit(h, out.On)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func (b Book) hit(h search.Hit, on rambu.Date) (Item, error) {
	id, isAct := h.Act()
	if !isAct {
		return b.cite(h.Citation(), on)
	}
	if k, ok := b.Pack.ActKind(id); ok {
		return Item{Act: id, Name: b.pick(k.LabelID, k.LabelEN)}, nil
	}
	m, _ := b.Pack.Permit(id)
	return Item{Act: id, Name: b.pick(m.LabelID, m.LabelEN)}, nil
}

func (b Book) cite(c law.Citation, on rambu.Date) (Item, error) {
	cited, err := b.Pack.Cite(c, on)
	if err != nil {
		return Item{}, err
	}
	return b.item(cited), nil
}

func (b Book) item(c law.Cited) Item {
	i := Item{
		Regulation: c.Citation.Regulation, Article: c.Ref, Address: "/hukum/" + c.Address(), Name: c.In(b.Lang), Text: b.pick(c.TitleID, c.TitleEN),
		InForce: c.InForce, From: c.From, To: c.To, Successor: c.Successor.String(), Conf: c.Conf, Check: c.Conf.Check(), Sources: b.sources(c.Src),
	}
	if c.Ref != "" {
		i.Text = b.pick(c.SaysID, c.SaysEN)
	}
	return i
}

// sources are the addresses where a fact was seen; the id where the pack has no address.
func (b Book) sources(ids []string) []string {
	var out []string
	for _, id := range ids {
		s, ok := b.Pack.SourceOf(id)
		if ok && s.URL != "" {
			id = s.URL
		}
		out = append(out, id)
	}
	return out
}

// RegulationRequest asks for one regulation.
type RegulationRequest struct {
	ID string     `path:"peraturan" json:"-"`
	On rambu.Date `query:"tanggal" json:"-" doc:"As of this day; today when left out"`
}

// RegulationView is one regulation as of a day.
type RegulationView struct {
	Item
	On        rambu.Date `json:"tanggal"`
	Amends    []string   `json:"mengubah" nullable:"false"`
	AmendedBy []string   `json:"diubah_dengan" nullable:"false"`
	Fields    []string   `json:"bidang" nullable:"false"`
	Articles  []Item     `json:"daftar_pasal" nullable:"false" doc:"Every version of every article, each with its days"`
	Changes   []Change   `json:"perubahan" nullable:"false"`
	Open      []Open     `json:"belum_pasti" nullable:"false" doc:"What a lawyer should settle"`
}

// Change is what changed on a day.
type Change struct {
	On        rambu.Date     `json:"tanggal"`
	Kind      law.ChangeKind `json:"jenis"`
	Article   string         `json:"pasal,omitempty"`
	Successor string         `json:"diganti_dengan,omitempty"`
}

// Open is an unsettled question.
type Open struct {
	ID     string `json:"id"`
	Weight int    `json:"berat" doc:"1 weighs most"`
	Text   string `json:"uraian"`
}

// Regulation answers for one regulation. Errors: NotFound.
func (b Book) Regulation(in RegulationRequest) (RegulationView, error) {
	c := law.Citation{Regulation: in.ID}
	out := RegulationView{On: b.on(in.On), Articles: []Item{}, Changes: []Change{}, Open: []Open{}}
	item, err := b.cite(c, out.On)
	if err != nil {
		return out, err
	}
	r, _ := b.Pack.Regulation(in.ID)
	out.Item, out.Fields = item, r.Regimes
	out.Amends, out.AmendedBy = orEmpty(r.Amends), orEmpty(r.AmendedBy)
	for _, a := range r.Articles {
		out.Articles = append(out.Articles, b.version(r, a, out.On))
	}
	for _, x := range b.Pack.Changes() {
		if x.Cited.Regulation == in.ID {
			out.Changes = append(out.Changes, Change{On: x.On, Kind: x.Kind, Article: x.Cited.Ref, Successor: x.Successor.String()})
		}
	}
	for _, o := range b.Pack.OpenOn(c) {
		out.Open = append(out.Open, Open{o.ID, o.Weight, b.pick(o.TextID, o.TextEN)})
	}
	return out, nil
}

// version is one version of an article, whatever the day: it holds on the day only if both it and
// its regulation do.
func (b Book) version(r law.Regulation, a law.Article, on rambu.Date) Item {
	c := law.Citation{Regulation: r.ID, Ref: a.Ref}
	return Item{
		Regulation: r.ID, Article: a.Ref, Address: "/hukum/" + c.Address(), Name: r.Naming(b.Lang, a.Ref), Text: b.pick(a.SaysID, a.SaysEN),
		InForce: b.Pack.InForce(r, on) && on.In(a.From, a.To), From: a.From, To: a.To, Successor: a.Successor.String(),
		Conf: a.Conf, Check: a.Conf.Check(), Sources: b.sources(a.Src),
	}
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
