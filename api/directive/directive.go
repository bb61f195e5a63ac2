// Package directive is the part of the JSON interface for directives: writing and sending one, what
// reached a post, how far it has come, and the answer of a village under a short link. Package api
// mounts it.
package directive

import (
	"bytes"
	"context"
	"io"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/directive"
	"rambu.id/roster"
)

// Desk is the directives as one caller reaches them.
type Desk struct {
	Desk  *directive.Desk
	Who   rambu.Actor // nobody under a short link
	Files *wire.Files
	// Allow takes one request of a network that is not signed in; Coded runs what a code is typed
	// for, and counts wrong ones.
	Allow func() error
	Coded func(func() error) error
}

// fileSize is the largest body with a file.
const fileSize = directive.MaxFile + 2*wire.MaxJSON

// Ops are the operations of officers, in the order of the contract.
func Ops() []wire.Op[Desk] {
	return []wire.Op[Desk]{
		wire.Get("/arahan", "What reached one's post, newest first", Desk.Inbox),
		wire.Get("/arahan/keluar", "Directives one signs, wrote or oversees, newest first", Desk.Issued),
		wire.Get("/arahan/lewat", "Late ones that were reported to one's post, with those of whom nothing is known", Desk.Late),
		wire.Get("/arahan/bawahan", "Posts directly below one's own", Desk.Below),
		wire.Get("/arahan/kode", "Village and ward heads below, and whether they have a code", Desk.CodeHolders),
		wire.Post("/arahan/kode", "Make printed codes; earlier ones open nothing any more", Desk.IssueCodes),
		wire.Post("/arahan/jangkauan", "How many a rule would reach; nothing is kept", Desk.Reach),
		wire.Post("/arahan/tulis", "Write a draft", Desk.Draft),

		wire.Get("/arahan/{id}", "A directive; one needs the letter key, or the short link", Desk.Get),
		wire.Get("/arahan/{id}/cetak", "One page as PDF", Desk.Print),
		wire.Post("/arahan/{id}/ubah", "Write a draft anew", Desk.Revise),
		wire.Upload("/arahan/{id}/lampiran", "Give a draft its one annex, a picture or a PDF, in the place of an earlier one", fileSize, Desk.SetAnnex),
		wire.Post("/arahan/{id}/lampiran/hapus", "Take the annex of a draft away", Desk.DropAnnex),
		wire.Get("/arahan/{id}/lampiran", "The annex", Desk.Annex),
		wire.Post("/arahan/{id}/batal", "Give a draft up", Desk.Drop),
		wire.Post("/arahan/{id}/kirim", "Sign and put in force, as the holder of the signing post", Desk.Send),
		wire.Post("/arahan/{id}/ganti", "Draft what takes its place; it ends when that is sent", Desk.Replace),
		wire.Post("/arahan/{id}/cabut", "Withdraw it; it stays readable, with the reason", Desk.Withdraw),

		wire.Post("/arahan/{id}/baca", "Say that one has read it", Desk.Acknowledge),
		wire.Post("/arahan/{id}/teruskan", "Pass it on to those directly below", Desk.PassOn),
		wire.Post("/arahan/{id}/langsung", "Record that one told somebody below by word of mouth", Desk.RecordTold),
		wire.Get("/arahan/{id}/bukti", "Files that show it was told", Desk.Proofs),
		wire.Upload("/arahan/{id}/bukti", "Add such a file: a picture or a PDF", fileSize, Desk.AddProof),
		wire.Get("/arahan/{id}/bukti/{bukti}", "One of the files; the read is logged", Desk.ReadProof),
		wire.Get("/arahan/{id}/sebaran", "How far it has come, by area and class", Desk.Coverage),
		wire.Get("/arahan/{id}/jabatan", "Addressees one by one, in the order of their addresses: what is known, or at whom it lies", Desk.Tiles),
	}
}

// LinkOps are those under a short link, for whoever has it.
func LinkOps() []wire.Op[Desk] {
	return []wire.Op[Desk]{
		wire.Post("/arahan/tautan", "A directive by its short link, for whoever has it", Desk.ByLink),
		wire.Post("/arahan/tautan/lampiran", "Its annex by the short link", Desk.AnnexByLink),
		wire.Post("/arahan/tautan/baca", "Say with the printed code of a post that its holder has read it", Desk.ByCode),
	}
}

// Nothing asks for nothing.
type Nothing struct{}

// IDRequest names a directive.
type IDRequest struct {
	ID string `path:"id" json:"-"`
}

// StepRequest is a step of a directive as it was read.
type StepRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
}

// PartView is one clause of an audience: what is given narrows it.
type PartView struct {
	Office roster.Office    `json:"jabatan,omitempty" maxLength:"60" doc:"camat, kepala-opd …"`
	Class  roster.PostClass `json:"golongan,omitempty" maxLength:"60" doc:"kepala-desa, lurah, administrator …"`
	Unit   string           `json:"unit,omitempty" maxLength:"200"`
	Place  string           `json:"wilayah,omitempty" maxLength:"20" doc:"A region code and all inside it"`
}

func ruleOf(parts []PartView) directive.Rule {
	var out directive.Rule
	for _, p := range parts {
		out = append(out, directive.Part(p))
	}
	return out
}

// OrderView is the clear side of a directive.
type OrderView struct {
	ID         string          `json:"id"`
	State      directive.State `json:"status"`
	Signer     string          `json:"penandatangan"`
	Drafter    string          `json:"penyusun"`
	To         []PartView      `json:"untuk" nullable:"false" doc:"A rule, read anew each time: who takes office tomorrow is reached too"`
	AckBy      rambu.Date      `json:"batas,omitempty" doc:"Last day to say that one has read it"`
	Replaces   string          `json:"mengganti,omitempty"`
	ReplacedBy string          `json:"diganti_oleh,omitempty"`
	Contested  bool            `json:"sengketa,omitempty" doc:"Somebody else claimed the signing post that day"`
	SentAt     *time.Time      `json:"dikirim_pada,omitempty"`
	EndedAt    *time.Time      `json:"berakhir_pada,omitempty"`
	Version    int64           `json:"versi"`
}

func orderOf(o directive.Order) OrderView {
	out := OrderView{
		ID: o.ID, State: o.State, Signer: o.Signer, Drafter: o.Drafter, To: []PartView{}, AckBy: o.AckBy, Replaces: o.Replaces,
		ReplacedBy: o.ReplacedBy, Contested: o.Contested, SentAt: wire.Moment(o.SentAt), EndedAt: wire.Moment(o.EndedAt), Version: o.Version,
	}
	for _, p := range o.Rule {
		out.To = append(out.To, PartView(p))
	}
	return out
}

// PointView is one numbered point and where it comes from.
type PointView struct {
	Text   string `json:"isi" maxLength:"1200"`
	Source string `json:"asal,omitempty" maxLength:"200" doc:"Rakor 7 Oktober 2024, keputusan 2"`
}

// BlockView is who signed, in the words of that day.
type BlockView struct {
	Title string `json:"nama_jabatan"`
	Name  string `json:"nama"`
	NIP   string `json:"nip,omitempty"`
}

// View is an opened directive.
type View struct {
	Order   OrderView   `json:"arahan"`
	Number  string      `json:"nomor,omitempty"`
	Title   string      `json:"judul"`
	Opening string      `json:"pembuka,omitempty"`
	Points  []PointView `json:"butir" nullable:"false"`
	Basis   []string    `json:"dasar" nullable:"false"`
	Annex   *AnnexView  `json:"lampiran,omitempty"`
	Block   *BlockView  `json:"penutup,omitempty"`
	Note    string      `json:"alasan_cabut,omitempty"`
	Later   bool        `json:"sengketa_kemudian,omitempty" doc:"By decrees recorded since, somebody else claimed the signing post that day"`
	Genuine bool        `json:"asli" doc:"The signature fits what was opened; false for a draft"`
	Link    string      `json:"tautan,omitempty" doc:"Short link; who has it reads the directive"`
}

func (d Desk) view(o *directive.Opened) View {
	out := View{
		Order: orderOf(o.Order), Number: o.Body.Number, Title: o.Body.Title, Opening: o.Body.Opening, Points: []PointView{},
		Basis: append([]string{}, o.Body.Basis...), Note: o.Note, Later: o.ContestedLater, Genuine: o.Genuine,
	}
	if a := o.Body.Annex; a != nil {
		out.Annex = &AnnexView{a.Name, a.Media, a.Size}
	}
	for _, p := range o.Body.Points {
		out.Points = append(out.Points, PointView(p))
	}
	if o.State.Sent() {
		b := BlockView(o.Block)
		out.Block, out.Link = &b, d.Desk.Link(o)
	}
	return out
}

// Get opens a directive.
func (d Desk) Get(ctx context.Context, in IDRequest) (View, error) {
	o, err := d.Desk.Get(ctx, d.Who, in.ID)
	if err != nil {
		return View{}, err
	}
	return d.view(o), nil
}

// now is a directive once a step succeeded.
func (d Desk) now(ctx context.Context, id string, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	return d.Get(ctx, IDRequest{id})
}

// Print gives a directive as one page.
func (d Desk) Print(ctx context.Context, in IDRequest) (wire.Stream, error) {
	o, err := d.Desk.Get(ctx, d.Who, in.ID)
	if err != nil {
		return wire.Stream{}, err
	}
	var b bytes.Buffer
	err = d.Desk.PDF(&b, o)
	return wire.Stream{Name: in.ID + ".pdf", Media: "application/pdf", Size: int64(b.Len()), Body: io.NopCloser(&b)}, err
}
