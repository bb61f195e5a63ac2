package prevention

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/contact"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

func contactRoutes() []wire.Op[Caller] {
	return []wire.Op[Caller]{
		wire.Get("/kontak", "The book of contacts of a month, with its counts", Caller.listContacts),
		wire.Post("/kontak", "Enter a contact, sign its letter and send it to the other side", Caller.enterContact),
		wire.Get("/kontak/masuk", "Entries of the other side that wait for an answer, oldest first", Caller.arrivedContacts),
		wire.Get("/kontak/masuk/{id}", "What an entry of the other side says; the read is logged", Caller.readContact),
		wire.Post("/kontak/masuk/{id}/jawab", "Countersign or dispute it, and send the answer", Caller.replyContact),
		wire.Get("/kontak/{id}", "One entry as the own side holds it", Caller.getContact),
		wire.Post("/kontak/{id}/kirim", "Sign and send again what did not leave", Caller.sendContact),
		wire.Upload("/kontak/{id}/kertas", "Record the answer on paper of an institution without a room, with its scan", letter.MaxFile+2*wire.MaxJSON, Caller.paperContact),
	}
}

type monthRequest struct {
	Month string `query:"bulan" json:"-" doc:"2024-10; this month when left out"`
}

type monthView struct {
	Month   string        `json:"bulan"`
	Entries []contactView `json:"butir" nullable:"false"`
	Topics  []topicCount  `json:"topik" nullable:"false"`
	States  []stateCount  `json:"status" nullable:"false"`
}

type topicCount struct {
	Topic contact.Topic `json:"topik"`
	N     int           `json:"jumlah"`
}

type stateCount struct {
	State contact.State `json:"status"`
	N     int           `json:"jumlah"`
}

type contactView struct {
	ID      string        `json:"id" doc:"The same on both sides"`
	Side    contact.Side  `json:"dicatat_oleh" enum:"kami,mereka"`
	Other   string        `json:"lembaga"`
	On      rambu.Date    `json:"tanggal"`
	Way     contact.Way   `json:"cara"`
	Topic   contact.Topic `json:"topik"`
	From    []personView  `json:"pencatat" nullable:"false" doc:"Of the side that entered it"`
	To      []personView  `json:"lawan_bicara" nullable:"false"`
	Note    string        `json:"catatan,omitempty"`
	State   contact.State `json:"status" enum:"belum-dikirim,menunggu,disahkan,dibantah"`
	Days    int           `json:"hari_menunggu"`
	Wording string        `json:"bantahan,omitempty"`
	OnPaper bool          `json:"di_kertas,omitempty"`
	Digest  string        `json:"sidik" doc:"The same on both sides"`
	Letter  string        `json:"surat"`
	Entered time.Time     `json:"dicatat_pada"`
}

type personView struct {
	Post string `json:"jabatan" maxLength:"120"`
	Name string `json:"nama,omitempty" maxLength:"120"`
}

func people(in []kinds.ContactPerson) []personView {
	out := []personView{}
	for _, p := range in {
		out = append(out, personView(p))
	}
	return out
}

func persons(in []personView) []kinds.ContactPerson {
	var out []kinds.ContactPerson
	for _, p := range in {
		out = append(out, kinds.ContactPerson(p))
	}
	return out
}

func contactOf(e contact.Entry) contactView {
	return contactView{
		ID: e.ID, Side: e.Side, Other: e.Other, On: e.On, Way: e.Way, Topic: e.Topic, From: people(e.Content.From), To: people(e.Content.To),
		Note: e.Content.Note, State: e.State, Days: e.Days, Wording: e.Content.Wording, OnPaper: e.OnPaper, Digest: e.Digest, Letter: e.Letter,
		Entered: e.EnteredAt,
	}
}

func (c Caller) listContacts(ctx context.Context, in monthRequest) (monthView, error) {
	m, err := c.Instance.Contacts.Month(ctx, c.Who, in.Month)
	out := monthView{Month: m.Month, Entries: []contactView{}, Topics: []topicCount{}, States: []stateCount{}}
	for _, e := range m.Entries {
		out.Entries = append(out.Entries, contactOf(e))
	}
	for _, topic := range contact.Topics() {
		if n := m.Topics[topic]; n > 0 {
			out.Topics = append(out.Topics, topicCount{topic, n})
		}
	}
	for _, s := range contact.States() {
		if n := m.States[s]; n > 0 {
			out.States = append(out.States, stateCount{s, n})
		}
	}
	return out, err
}

type contactRequest struct {
	With  string        `json:"dengan" maxLength:"200" doc:"Post of the other side: the chair of Bawaslu or KPU, the secretary of the government"`
	On    rambu.Date    `json:"tanggal"`
	Way   contact.Way   `json:"cara" enum:"rapat,telepon,surat,kunjungan"`
	Topic contact.Topic `json:"topik" maxLength:"40" doc:"One of a closed list; none is a case"`
	From  []personView  `json:"kami" nullable:"false" maxItems:"20"`
	To    []personView  `json:"mereka" nullable:"false" maxItems:"20"`
	Note  string        `json:"catatan,omitempty" maxLength:"200" doc:"Nothing of a case: what seems to hold one is refused"`
}

// sentContact sends an entry; what kept it back leaves it in the book as not sent.
func (c Caller) sentContact(ctx context.Context, id string) (contactView, error) {
	err := c.Instance.Contacts.Send(ctx, c.Who, id)
	if err != nil {
		return contactView{}, err
	}
	return c.getContact(ctx, idRequest{id})
}

func (c Caller) enterContact(ctx context.Context, in contactRequest) (contactView, error) {
	id, err := c.Instance.Contacts.Enter(ctx, c.Who, contact.In{
		With: in.With, On: in.On, Way: in.Way, Topic: in.Topic, From: persons(in.From), To: persons(in.To), Note: in.Note,
	})
	if err != nil {
		return contactView{}, err
	}
	return c.sentContact(ctx, id)
}

type arrivedView struct {
	Items []arrivedItem `json:"butir" nullable:"false"`
}

type arrivedItem struct {
	ID     string     `json:"id"`
	Letter string     `json:"surat"`
	Other  string     `json:"lembaga"`
	Since  rambu.Date `json:"sejak"`
	Days   int        `json:"hari_menunggu"`
}

func (c Caller) arrivedContacts(ctx context.Context, _ nothing) (arrivedView, error) {
	all, err := c.Instance.Contacts.Arrived(ctx, c.Who)
	out := arrivedView{Items: []arrivedItem{}}
	for _, a := range all {
		out.Items = append(out.Items, arrivedItem(a))
	}
	return out, err
}

type entryView struct {
	Entry string       `json:"id"`
	On    rambu.Date   `json:"tanggal"`
	Way   string       `json:"cara"`
	Topic string       `json:"topik"`
	From  []personView `json:"pencatat" nullable:"false"`
	To    []personView `json:"lawan_bicara" nullable:"false"`
	Note  string       `json:"catatan,omitempty"`
	Mark  string       `json:"sidik"`
}

func (c Caller) readContact(ctx context.Context, in idRequest) (entryView, error) {
	_, p, err := c.Instance.Contacts.Read(ctx, c.Who, in.ID)
	if err != nil {
		return entryView{}, err
	}
	return entryView{p.Entry, p.On, p.Way, p.Topic, people(p.From), people(p.To), p.Note, contact.Digest(p)}, nil
}

type replyRequest struct {
	ID      string `path:"id" json:"-"`
	Agreed  bool   `json:"sah"`
	Wording string `json:"bantahan,omitempty" maxLength:"200" doc:"Own wording, to dispute"`
}

func (c Caller) replyContact(ctx context.Context, in replyRequest) (contactView, error) {
	id, err := c.Instance.Contacts.Reply(ctx, c.Who, contact.AnswerIn(in))
	if err != nil {
		return contactView{}, err
	}
	return c.sentContact(ctx, id)
}

func (c Caller) getContact(ctx context.Context, in idRequest) (contactView, error) {
	e, err := c.Instance.Contacts.Get(ctx, c.Who, in.ID)
	if err != nil {
		return contactView{}, err
	}
	return contactOf(*e), nil
}

func (c Caller) sendContact(ctx context.Context, in idRequest) (contactView, error) {
	return c.sentContact(ctx, in.ID)
}

type paperRequest struct {
	ID      string     `path:"id" json:"-"`
	Agreed  bool       `json:"sah"`
	Wording string     `json:"bantahan,omitempty" maxLength:"200"`
	Name    string     `json:"nama" maxLength:"120" doc:"Who signed"`
	On      rambu.Date `json:"tanggal"`
}

// scan takes in the one file of an upload, sealed while it streams; nil when there is none.
func (c Caller) scan(ctx context.Context) (*letter.File, error) {
	name, media, body, err := c.Files.One()
	if err != nil || body == nil {
		return nil, err
	}
	f, err := c.Instance.Letters.Attach(ctx, name, media, body)
	if err != nil {
		return nil, err
	}
	return &f, c.Files.Done()
}

func (c Caller) paperContact(ctx context.Context, in paperRequest) (contactView, error) {
	scan, err := c.scan(ctx)
	if err != nil {
		return contactView{}, err
	}
	err = c.Instance.Contacts.RecordPaper(ctx, c.Who, contact.PaperIn{
		Entry: in.ID, Agreed: in.Agreed, Wording: in.Wording, Name: in.Name, On: in.On, Scan: scan,
	})
	if err != nil {
		return contactView{}, err
	}
	return c.getContact(ctx, idRequest{in.ID})
}
