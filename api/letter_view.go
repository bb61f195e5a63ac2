package api

import (
	"strings"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// envelopeView is the clear side of a letter: of one we sent, or of one that arrived.
type envelopeView struct {
	Sent    *outgoingView `json:"keluar,omitempty"`
	Arrived *incomingView `json:"masuk,omitempty"`
}

type outgoingView struct {
	ID         string        `json:"id"`
	Kind       kinds.Kind    `json:"jenis"`
	State      letter.State  `json:"status"`
	Nature     letter.Nature `json:"sifat"`
	Number     string        `json:"nomor" doc:"Empty before it is signed"`
	Date       rambu.Date    `json:"tanggal"`
	Signer     string        `json:"penandatangan"`
	Method     letter.Method `json:"cara_tanda_tangan,omitempty"`
	ReplyDue   rambu.Date    `json:"jawab_paling_lambat,omitempty"`
	Overdue    bool          `json:"lewat"`
	ReplyTo    string        `json:"menjawab,omitempty"`
	AnsweredBy string        `json:"dijawab_oleh,omitempty"`
	About      string        `json:"objek,omitempty"`
	Cancelled  letter.Reason `json:"alasan_batal,omitempty"`
	CreatedAt  time.Time     `json:"dibuat_pada"`
	SentAt     *time.Time    `json:"dikirim_pada,omitempty"`
	Copies     []copyView    `json:"salinan" nullable:"false"`
	Version    int64         `json:"versi"`
}

type copyView struct {
	ID          string           `json:"id"`
	Institution string           `json:"lembaga"`
	Post        string           `json:"jabatan"`
	Part        letter.Part      `json:"bagian"`
	State       letter.CopyState `json:"status"`
	How         letter.Way       `json:"cara,omitempty"`
	HandedOn    rambu.Date       `json:"diserahkan,omitempty"`
	DeliveredAt *time.Time       `json:"terkirim_pada,omitempty"`
	AckAt       *time.Time       `json:"diakui_pada,omitempty"`
}

type incomingView struct {
	ID         string              `json:"id"`
	Letter     string              `json:"surat"`
	Origin     letter.Origin       `json:"asal"`
	Sender     string              `json:"pengirim"`
	Kind       kinds.Kind          `json:"jenis"`
	State      letter.ArrivedState `json:"status"`
	Nature     letter.Nature       `json:"sifat"`
	Number     string              `json:"nomor"`
	Date       rambu.Date          `json:"tanggal"`
	ToPost     string              `json:"kepada"`
	Part       letter.Part         `json:"bagian"`
	ReplyDue   rambu.Date          `json:"jawab_paling_lambat,omitempty"`
	Overdue    bool                `json:"lewat"`
	ReplyTo    string              `json:"menjawab,omitempty"`
	ReceivedOn rambu.Date          `json:"diterima"`
	AckAt      *time.Time          `json:"diakui_pada,omitempty"`
	Handled    string              `json:"ditangani,omitempty" doc:"Case or matter opened from it"`
	AnsweredBy string              `json:"dijawab_oleh,omitempty"`
}

func (c *call) outgoing(o letter.Outgoing) outgoingView {
	v := outgoingView{
		ID: o.ID, Kind: o.Kind, State: o.State, Nature: o.Nature, Number: o.Number, Date: o.Date, Signer: o.Signer, Method: o.Method,
		ReplyDue: o.ReplyDue, Overdue: o.Overdue(c.today()), ReplyTo: o.ReplyTo, AnsweredBy: o.AnsweredBy, About: o.About,
		Cancelled: o.Cancelled, CreatedAt: o.CreatedAt, SentAt: wire.Moment(o.SentAt), Copies: []copyView{}, Version: o.Version,
	}
	for _, k := range o.Copies {
		v.Copies = append(v.Copies, copyView{
			k.ID, k.ToInstitution, k.ToPost, k.Part, k.State, k.How, k.HandedOn, wire.Moment(k.DeliveredAt), wire.Moment(k.AckAt),
		})
	}
	return v
}

func (c *call) incoming(i letter.Incoming) incomingView {
	return incomingView{
		ID: i.ID, Letter: i.Letter, Origin: i.Origin, Sender: i.Sender, Kind: i.Kind, State: i.State, Nature: i.Nature, Number: i.Number,
		Date: i.Date, ToPost: i.ToPost, Part: i.Part, ReplyDue: i.ReplyDue, Overdue: i.Overdue(c.today()), ReplyTo: i.ReplyTo,
		ReceivedOn: i.ReceivedOn, AckAt: wire.Moment(i.AckAt), Handled: i.Handled, AnsweredBy: i.AnsweredBy,
	}
}

// letterView is an opened letter.
type letterView struct {
	Envelope   envelopeView  `json:"amplop"`
	Hash       string        `json:"sidik,omitempty" doc:"SHA-256 of the signed header"`
	From       string        `json:"dari,omitempty" doc:"Sender in words, of a letter registered by hand"`
	Place      string        `json:"tempat,omitempty"`
	To         []string      `json:"kepada" nullable:"false"`
	CC         []string      `json:"tembusan" nullable:"false"`
	Subject    string        `json:"perihal"`
	Paragraphs []string      `json:"isi" nullable:"false"`
	Files      []fileView    `json:"berkas" nullable:"false"`
	Payload    kinds.Payload `json:"muatan,omitempty" doc:"What the rooms share beside the text, in the letter's own versioned form"`
	Block      *blockView    `json:"blok,omitempty"`
	Signed     bool          `json:"ditandatangani" doc:"Without it the letter is KONSEP"`
	Remark     string        `json:"keterangan_batal,omitempty"`
}

func (c *call) letterView(o *letter.Opened) letterView {
	v := letterView{
		Hash: o.Hash, From: o.Body.From, Place: o.Body.Place, To: list(o.Body.To), CC: list(o.Body.CC), Subject: o.Body.Subject,
		Paragraphs: list(o.Body.Paragraphs), Files: []fileView{}, Payload: o.Payload, Signed: o.IsSigned(), Remark: o.Remark,
	}
	if o.Sent != nil {
		s := c.outgoing(*o.Sent)
		v.Envelope.Sent = &s
	}
	if o.Arrived != nil {
		i := c.incoming(*o.Arrived)
		v.Envelope.Arrived = &i
	}
	for _, f := range o.Body.Files {
		v.Files = append(v.Files, fileView{f.ID, f.Name, f.Media, f.Size, f.SHA256})
	}
	if f := o.Block.Scan; f != nil {
		v.Files = append(v.Files, fileView{f.ID, f.Name, f.Media, f.Size, f.SHA256})
	}
	if o.Block.Name != "" || len(o.Block.Lines) > 0 {
		v.Block = &blockView{list(o.Block.Lines), o.Block.Name, o.Block.NIP}
	}
	return v
}

// outsideRequest is a letter that came on paper, by e-mail or from another system.
type outsideRequest struct {
	Nature     letter.Nature       `json:"sifat,omitempty" enum:"biasa,terbatas,rahasia"`
	Sender     string              `json:"pengirim,omitempty" maxLength:"200" doc:"Institution address, when it has one: bkn"`
	From       string              `json:"dari" maxLength:"200" doc:"Sender in words"`
	Number     string              `json:"nomor" maxLength:"160"`
	Date       rambu.Date          `json:"tanggal"`
	ReceivedOn rambu.Date          `json:"diterima"`
	ToPost     string              `json:"kepada" maxLength:"200" doc:"Our post it is addressed to"`
	Subject    string              `json:"perihal" maxLength:"300"`
	Paragraphs []string            `json:"isi,omitempty" nullable:"false" maxItems:"200"`
	ReplyDue   rambu.Date          `json:"jawab_paling_lambat,omitempty"`
	ReplyTo    string              `json:"menjawab,omitempty" maxLength:"60"`
	BKN        *recommendationView `json:"rekomendasi,omitempty" doc:"Of a recommendation of BKN"`
	Answer     *answerView         `json:"jawaban,omitempty" doc:"Of an answer to a study we forwarded"`
}

type recommendationView struct {
	Ticket string `json:"tiket,omitempty" maxLength:"60"`
	Class  string `json:"golongan,omitempty" maxLength:"60"`
	Level  string `json:"tingkat,omitempty" enum:"ringan,sedang,berat"`
	Name   string `json:"nama" maxLength:"150"`
	NIP    string `json:"nip,omitempty" maxLength:"30"`
	Post   string `json:"jabatan,omitempty" maxLength:"300"`
}

type answerView struct {
	Result    kinds.Result `json:"hasil" enum:"dijatuhi-hukuman,tidak-terbukti,diteruskan,masih-diproses,hukuman-dibatalkan"`
	Decree    string       `json:"nomor_keputusan,omitempty" maxLength:"160"`
	Date      rambu.Date   `json:"tanggal_keputusan,omitempty"`
	Sanction  string       `json:"sanksi,omitempty" maxLength:"60"`
	Effective rambu.Date   `json:"berlaku,omitempty"`
	Reason    string       `json:"alasan,omitempty" maxLength:"5000"`
}

// payload is what a letter from outside means to our rooms.
func (in outsideRequest) payload() kinds.Payload {
	switch {
	case in.BKN != nil:
		b := in.BKN
		return &kinds.Recommendation{
			Ticket: b.Ticket, Number: in.Number, Date: in.Date, Class: b.Class, Level: b.Level,
			Respondent: kinds.Respondent{Name: b.Name, NIP: b.NIP, Post: b.Post, Class: b.Class}, Text: strings.Join(in.Paragraphs, "\n"),
		}
	case in.Answer != nil:
		a := in.Answer
		return &kinds.Answer{
			Result: a.Result, Decree: a.Decree, Date: a.Date, Sanction: a.Sanction, Effective: a.Effective, Reason: a.Reason,
		}
	}
	return &kinds.Plain{}
}

func (c *call) registerLetter(in outsideRequest) (letterID, error) {
	scan, err := c.scan()
	if err != nil {
		return letterID{}, err
	}
	if in.BKN != nil {
		in.Sender = "bkn"
	}
	id, err := c.in.Letters.RegisterOutside(c.r.Context(), c.who, letter.OutsideIn{
		Payload: in.payload(), Nature: in.Nature, Sender: in.Sender, From: in.From, Number: in.Number, Date: in.Date,
		ReceivedOn: in.ReceivedOn, ToPost: in.ToPost, Subject: in.Subject, Paragraphs: in.Paragraphs, ReplyDue: in.ReplyDue,
		ReplyTo: in.ReplyTo, Scan: scan,
	})
	return letterID{id}, err
}
