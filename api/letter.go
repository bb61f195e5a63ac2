package api

import (
	"bytes"
	"io"
	"log/slog"
	"strings"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// scanSize is the largest body with a scan.
const scanSize = letter.MaxFile + 2*wire.MaxJSON

// letterRoutes are the mail desk of every room.
func letterRoutes() []route {
	return []route{
		get(desk, "/surat", "Inbox, newest first, clear side only", (*call).inbox),
		get(desk, "/surat/keluar", "Outbox, newest first, clear side only", (*call).outbox),
		get(desk, "/surat/agenda", "Numbers of a series in a year, each accounted for", (*call).agenda),
		post(desk, "/surat/tulis", "Draft a letter", (*call).draftLetter),
		upload(desk, "/surat/catat", "Register a letter that came from outside, with its scan", scanSize, (*call).registerLetter),
		get(desk, "/surat/{id}", "Open a letter; the read is logged", (*call).openLetter),
		get(desk, "/surat/{id}/amplop", "The clear envelope of a letter", (*call).envelope),
		get(desk, "/surat/{id}/cetak", "The letter as PDF; the read is logged", (*call).printLetter),
		get(desk, "/surat/{id}/berkas/{berkas}", "A file of the letter; the read is logged", (*call).letterFile),
		post(desk, "/surat/{id}/ubah", "Write a draft anew; one of a case, matter or meeting is written where that is", (*call).reviseLetter),
		post(desk, "/surat/{id}/tanda-tangan", "Sign with the key of the holder of the signing post; draws the number. A study is signed and sent by its case", (*call).signLetter),
		upload(desk, "/surat/{id}/tanda-tangan-luar", "Record a signature made outside, with the signed file", scanSize, (*call).recordSigned),
		post(desk, "/surat/{id}/kirim", "Send a signed letter, and deliver to rooms of this instance", (*call).sendLetter),
		post(desk, "/surat/{id}/antar", "Deliver again what is still queued", (*call).deliverLetter),
		upload(desk, "/surat/{id}/serah/{salinan}", "Record that a copy was handed over outside", scanSize, (*call).handOver),
		post(desk, "/surat/{id}/terima", "Sign for an incoming letter by name", (*call).acknowledge),
		post(desk, "/surat/{id}/selesai", "Put an incoming letter away, or end the wait for an answer", (*call).closeLetter),
		post(desk, "/surat/{id}/batal", "Cancel a letter that was not sent", (*call).cancelLetter),
		get(public, "/periksa-surat", "Whether a letter was signed here and stands", (*call).checkLetter),
	}
}

type lettersRequest struct {
	State   string     `query:"status" json:"-"`
	Kind    kinds.Kind `query:"jenis" json:"-"`
	Overdue bool       `query:"lewat" json:"-" doc:"1: the answer was due before today"`
	About   string     `query:"objek" json:"-" doc:"Outbox: our own case or matter"`
	After   string     `query:"setelah" json:"-"`
	Limit   int        `query:"batas" json:"-" minimum:"1" maximum:"200"`
}

func (in lettersRequest) filter() letter.Filter {
	return letter.Filter{State: in.State, Kind: in.Kind, Overdue: in.Overdue, About: in.About, After: in.After, Limit: limit(in.Limit)}
}

type inboxView struct {
	Letters []incomingView `json:"butir" nullable:"false"`
	Next    string         `json:"berikut,omitempty"`
}

func (c *call) inbox(in lettersRequest) (inboxView, error) {
	page, err := c.in.Letters.Inbox(c.r.Context(), c.who, in.filter())
	out := inboxView{Letters: []incomingView{}, Next: page.Next}
	for _, l := range page.Items {
		out.Letters = append(out.Letters, c.incoming(l))
	}
	return out, err
}

type outboxView struct {
	Letters []outgoingView `json:"butir" nullable:"false"`
	Next    string         `json:"berikut,omitempty"`
}

func (c *call) outbox(in lettersRequest) (outboxView, error) {
	page, err := c.in.Letters.Outbox(c.r.Context(), c.who, in.filter())
	out := outboxView{Letters: []outgoingView{}, Next: page.Next}
	for _, l := range page.Items {
		out.Letters = append(out.Letters, c.outgoing(l))
	}
	return out, err
}

type agendaRequest struct {
	Year   int    `query:"tahun" json:"-"`
	Series string `query:"seri" json:"-"`
	After  int64  `query:"setelah" json:"-"`
}

type agendaView struct {
	Entries []agendaEntry `json:"butir" nullable:"false"`
}

type agendaEntry struct {
	Letter    string        `json:"surat"`
	Seq       int64         `json:"urut"`
	Number    string        `json:"nomor"`
	Date      rambu.Date    `json:"tanggal"`
	State     letter.State  `json:"status"`
	Cancelled letter.Reason `json:"alasan_batal,omitempty"`
}

func (c *call) agenda(in agendaRequest) (agendaView, error) {
	if in.Series == "" {
		in.Series = letter.DefaultSeries
	}
	found, err := c.in.Letters.Agenda(c.r.Context(), c.who, in.Year, in.Series, in.After)
	out := agendaView{Entries: []agendaEntry{}}
	for _, e := range found {
		out.Entries = append(out.Entries, agendaEntry(e))
	}
	return out, err
}

// draftRequest is a letter to write. Addressees are posts; "bkn" stands for a body.
type draftRequest struct {
	Nature     letter.Nature   `json:"sifat,omitempty" enum:"biasa,terbatas,rahasia"`
	Series     string          `json:"seri,omitempty" maxLength:"60"`
	Code       string          `json:"klasifikasi,omitempty" maxLength:"40"`
	Signer     string          `json:"penandatangan" maxLength:"200" doc:"Post that signs"`
	To         []addresseeView `json:"kepada" nullable:"false" maxItems:"500"`
	CC         []addresseeView `json:"tembusan,omitempty" nullable:"false" maxItems:"500"`
	Subject    string          `json:"perihal" maxLength:"300"`
	Paragraphs []string        `json:"isi" nullable:"false" maxItems:"200"`
	ReplyDue   rambu.Date      `json:"jawab_paling_lambat,omitempty"`
	ReplyTo    string          `json:"menjawab,omitempty" maxLength:"60"`
	About      string          `json:"objek,omitempty" maxLength:"60" doc:"Our own case or matter; stays here"`
}

type addresseeView struct {
	Post string `json:"jabatan" maxLength:"200"`
	Line string `json:"nama_jabatan,omitempty" maxLength:"300" doc:"As printed; the title of the post when left out"`
}

// letterOf reads a letter to write; addressees without a line get the title of their post.
func (c *call) letterOf(in draftRequest) (letter.DraftIn, error) {
	out := letter.DraftIn{
		Payload: &kinds.Plain{}, Nature: in.Nature, Series: in.Series, Code: in.Code, Signer: in.Signer, Subject: in.Subject,
		Paragraphs: in.Paragraphs, ReplyDue: in.ReplyDue, ReplyTo: in.ReplyTo, About: in.About,
	}
	var err error
	out.To, err = c.addressees(in.To)
	if err != nil {
		return out, err
	}
	out.CC, err = c.addressees(in.CC)
	return out, err
}

func (c *call) addressees(in []addresseeView) ([]letter.Addressee, error) {
	var addresses []string
	for _, a := range in {
		addresses = append(addresses, a.Post)
	}
	titles, err := c.titles(addresses)
	if err != nil {
		return nil, err
	}
	var out []letter.Addressee
	for _, a := range in {
		if a.Line == "" {
			a.Line = titles[a.Post]
		}
		out = append(out, letter.Addressee{Post: a.Post, Line: a.Line})
	}
	return out, nil
}

// titles names posts and institutions in words by their addresses.
func (c *call) titles(addresses []string) (map[string]string, error) {
	out := map[string]string{}
	var posts []roster.PostID
	for _, a := range addresses {
		if strings.Contains(a, "/") {
			posts = append(posts, roster.PostID(a))
			continue
		}
		in, err := c.in.Roster.Institution(c.r.Context(), a)
		if err == nil {
			out[a] = in.Name
		}
	}
	found, err := c.in.Roster.PostsByID(c.r.Context(), posts)
	for id, p := range found {
		out[string(id)] = p.Title
	}
	return out, err
}

type letterID struct {
	ID string `json:"id"`
}

func (c *call) draftLetter(in draftRequest) (letterID, error) {
	draft, err := c.letterOf(in)
	if err != nil {
		return letterID{}, err
	}
	id, err := c.in.Letters.Draft(c.r.Context(), c.who, draft)
	return letterID{id}, err
}

// reviseRequest is the new text of a draft.
type reviseRequest struct {
	ID      string       `path:"id" json:"-"`
	Version int64        `json:"versi" minimum:"1" doc:"Of the draft that was read"`
	Draft   draftRequest `json:"surat"`
}

func (c *call) reviseLetter(in reviseRequest) (envelopeView, error) {
	draft, err := c.letterOf(in.Draft)
	if err != nil {
		return envelopeView{}, err
	}
	draft.Version = in.Version
	return c.after(in.ID, c.in.Letters.Revise(c.r.Context(), c.who, in.ID, draft))
}

// after shows a letter's envelope once a step succeeded.
func (c *call) after(id string, err error) (envelopeView, error) {
	if err != nil {
		return envelopeView{}, err
	}
	return c.envelope(idRequest{id})
}

func (c *call) envelope(in idRequest) (envelopeView, error) {
	out, arrived, err := c.in.Letters.Envelope(c.r.Context(), c.who, in.ID)
	if err != nil {
		return envelopeView{}, err
	}
	var v envelopeView
	if out != nil {
		o := c.outgoing(*out)
		v.Sent = &o
	}
	if arrived != nil {
		i := c.incoming(*arrived)
		v.Arrived = &i
	}
	return v, nil
}

func (c *call) openLetter(in idRequest) (letterView, error) {
	o, err := c.in.Letters.Open(c.r.Context(), c.who, in.ID)
	if err != nil {
		return letterView{}, err
	}
	return c.letterView(o), nil
}

func (c *call) printLetter(in idRequest) (stream, error) {
	o, err := c.in.Letters.Open(c.r.Context(), c.who, in.ID)
	if err != nil {
		return stream{}, err
	}
	var b bytes.Buffer
	err = c.in.Letters.PDF(&b, o)
	return stream{Name: in.ID + ".pdf", Media: "application/pdf", Size: int64(b.Len()), Body: io.NopCloser(&b)}, err
}

func (c *call) letterFile(in fileRequest) (stream, error) {
	f, body, err := c.in.Letters.ReadFile(c.r.Context(), c.who, in.ID, in.File)
	return stream{Name: f.Name, Media: f.Media, Size: f.Size, Body: body}, err
}

type signRequest struct {
	ID     string     `path:"id" json:"-"`
	Date   rambu.Date `json:"tanggal,omitempty" doc:"Of the letter; today when left out"`
	Number string     `json:"nomor,omitempty" maxLength:"160" doc:"Official number from elsewhere; ours is drawn when left out"`
	Block  *blockView `json:"blok,omitempty" doc:"Printed signature; how the office is held that day when left out"`
	Seen   bool       `json:"kutipan_dilihat,omitempty" doc:"The signer has seen which citations are wrong (POST /hukum/periksa), and signs"`
}

type blockView struct {
	Lines []string `json:"baris" nullable:"false" maxItems:"10"`
	Name  string   `json:"nama" maxLength:"150"`
	NIP   string   `json:"nip" maxLength:"30"`
}

// signature is a signature of a letter, with the printed block proposed when none is given.
func (c *call) signature(in signRequest) (letter.SignIn, error) {
	out := letter.SignIn{ID: in.ID, Date: in.Date, Number: in.Number, Seen: in.Seen}
	if in.Block != nil {
		out.Block = letter.SignatureBlock{Lines: in.Block.Lines, Name: in.Block.Name, NIP: in.Block.NIP}
		return out, nil
	}
	o, _, err := c.in.Letters.Envelope(c.r.Context(), c.who, in.ID)
	if err != nil {
		return out, err
	}
	if o == nil {
		return out, rambu.Errorf(rambu.NotFound, "not a letter of ours")
	}
	on := in.Date
	if on == "" {
		on = c.today()
	}
	post := roster.PostID(o.Signer)
	held, err := c.in.Roster.HoldersOf(c.r.Context(), c.who, []roster.PostID{post}, on)
	if err == nil && len(held[post]) > 0 {
		h := held[post][0]
		out.Block = letter.SignatureBlock{Lines: []string{h.Title() + ","}, Name: h.Person.Name.String(), NIP: h.Person.NIP.String()}
	}
	return out, err
}

func (c *call) signLetter(in signRequest) (envelopeView, error) {
	s, err := c.signature(in)
	if err != nil {
		return envelopeView{}, err
	}
	_, err = c.in.Letters.Sign(c.r.Context(), c.who, s)
	return c.after(in.ID, err)
}

type signedOutsideRequest struct {
	ID     string        `path:"id" json:"-"`
	Method letter.Method `json:"cara" enum:"bsre,basah"`
	Date   rambu.Date    `json:"tanggal,omitempty"`
	Number string        `json:"nomor,omitempty" maxLength:"160"`
	Block  *blockView    `json:"blok,omitempty"`
}

func (c *call) recordSigned(in signedOutsideRequest) (envelopeView, error) {
	s, err := c.signature(signRequest{ID: in.ID, Date: in.Date, Number: in.Number, Block: in.Block})
	if err != nil {
		return envelopeView{}, err
	}
	scan, err := c.scan()
	if err != nil {
		return envelopeView{}, err
	}
	if scan == nil {
		return envelopeView{}, rambu.Fault(rambu.Invalid, "api.error.required").On(wire.FilePart)
	}
	_, err = c.in.Letters.RecordSigned(c.r.Context(), c.who, letter.OutsideSignIn{SignIn: s, Method: in.Method, Scan: *scan})
	return c.after(in.ID, err)
}

// scan takes in the one file of an upload, sealed while it streams; nil when there is none.
func (c *call) scan() (*letter.File, error) {
	name, media, body, err := c.files.One()
	if err != nil || body == nil {
		return nil, err
	}
	f, err := c.in.Letters.Attach(c.r.Context(), name, media, body)
	if err != nil {
		return nil, err
	}
	return &f, c.files.Done()
}

// sendLetter sends and delivers. A copy that cannot be delivered now stays in the queue, where
// its status shows it and a job tries again.
func (c *call) sendLetter(in idRequest) (envelopeView, error) {
	err := c.in.Letters.Send(c.r.Context(), c.who, in.ID)
	if err != nil {
		return envelopeView{}, err
	}
	err = c.in.Letters.DeliverAll(c.r.Context(), c.who, in.ID)
	if err != nil {
		c.log.ErrorContext(c.r.Context(), "letter waits for delivery", slog.String("letter", in.ID), slog.String("detail", err.Error()))
	}
	return c.envelope(in)
}

func (c *call) deliverLetter(in idRequest) (envelopeView, error) {
	return c.after(in.ID, c.in.Letters.DeliverAll(c.r.Context(), c.who, in.ID))
}

type acknowledgeRequest struct {
	ID   string `path:"id" json:"-"`
	Name string `json:"nama" maxLength:"200" doc:"Who took it"`
}

func (c *call) acknowledge(in acknowledgeRequest) (envelopeView, error) {
	return c.after(in.ID, c.in.Letters.Acknowledge(c.r.Context(), c.who, in.ID, in.Name))
}

func (c *call) closeLetter(in idRequest) (envelopeView, error) {
	end := c.in.Letters.File
	if strings.HasPrefix(in.ID, "srt_") {
		end = c.in.Letters.Close
	}
	return c.after(in.ID, end(c.r.Context(), c.who, in.ID))
}

type cancelRequest struct {
	ID     string        `path:"id" json:"-"`
	Reason letter.Reason `json:"alasan" enum:"salah-isi,salah-alamat,ganda,ditarik"`
	Remark string        `json:"keterangan,omitempty" maxLength:"1000"`
}

func (c *call) cancelLetter(in cancelRequest) (envelopeView, error) {
	return c.after(in.ID, c.in.Letters.Cancel(c.r.Context(), c.who, in.ID, in.Reason, in.Remark))
}

type handOverRequest struct {
	ID   string     `path:"id" json:"-"`
	Copy string     `path:"salinan" json:"-"`
	How  letter.Way `json:"cara"`
	On   rambu.Date `json:"tanggal"`
	Name string     `json:"nama" maxLength:"150" doc:"Who took it"`
	Note string     `json:"keterangan,omitempty" maxLength:"300"`
}

func (c *call) handOver(in handOverRequest) (envelopeView, error) {
	scan, err := c.scan()
	if err != nil {
		return envelopeView{}, err
	}
	return c.after(in.ID, c.in.Letters.RecordDelivery(c.r.Context(), c.who, in.ID, letter.HandOver{
		Copy: in.Copy, How: in.How, On: in.On, Name: in.Name, Note: in.Note, Scan: scan,
	}))
}

type checkRequest struct {
	ID   string `query:"id" json:"-"`
	Hash string `query:"sidik" json:"-" doc:"Beginning of the hash as printed"`
}

type checkView struct {
	Valid bool `json:"berlaku"`
}

func (c *call) checkLetter(in checkRequest) (checkView, error) {
	ok, err := c.in.Letters.Check(c.r.Context(), in.ID, in.Hash)
	return checkView{ok}, err
}
