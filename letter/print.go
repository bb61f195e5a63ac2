package letter

import (
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/internal/words"
	"rambu.id/letter/kinds"
)

// HashPrefix is how much of the header's hash is printed for checking, in hex characters.
const HashPrefix = 20

// Document lays out an opened letter for print: on the screen and as PDF alike. Official
// letters are Indonesian whatever language the screen has.
func (d *Desk) Document(o *Opened) pdf.Document {
	b := o.Body
	doc := pdf.Document{
		Paper:      pdf.Paper(b.Paper),
		Letterhead: pdf.Letterhead{Names: b.Letterhead.Names, Address: b.Letterhead.Address},
		Number:     o.number(),
		Nature:     d.words.T(words.ID, "letter.nature."+string(o.nature())),
		Subject:    b.Subject,
		Place:      b.Place,
		To:         b.To,
		CC:         b.CC,
		Draft:      !o.IsSigned() && !o.fromOutside(),
		Practice:   d.practice,
	}
	if n := len(b.Files); n > 0 {
		doc.Attachments = d.words.T(words.ID, "letter.print.files", "n", strconv.Itoa(n), "words", words.Terbilang(n))
	}
	if date := o.date(); date != "" {
		doc.DateText = words.LongDate(words.ID, date)
		doc.Created = date.Time(time.UTC)
	}
	doc.Body = d.blocks(o)
	doc.Signature = d.signature(o)
	if o.IsSigned() {
		doc.QR = o.CheckAddress()
		doc.VerifyText = d.words.T(words.ID, "letter.print.verify", "id", o.Letter, "hash", o.Hash[:HashPrefix])
	}
	return doc
}

// PDF writes an opened letter as PDF: the same letter gives the same bytes.
func (d *Desk) PDF(w io.Writer, o *Opened) error { return pdf.Render(w, d.Document(o)) }

// CheckAddress is where the letter can be checked: in the QR code. Without an address of the
// instance it is the id and the hash themselves.
func (o *Opened) CheckAddress() string {
	if o.Body.Check == "" {
		return o.Letter + " " + o.Hash[:HashPrefix]
	}
	q := url.Values{"id": {o.Letter}, "kode": {o.Hash[:HashPrefix]}}
	return o.Body.Check + "/periksa-surat?" + q.Encode()
}

func (o *Opened) fromOutside() bool { return o.Arrived != nil && o.Arrived.Origin == FromOutside }

func (o *Opened) cancelled() bool { return o.Sent != nil && o.Sent.State == Cancelled }

func (o *Opened) number() string {
	if o.Arrived != nil {
		return o.Arrived.Number
	}
	return o.Sent.Number
}

func (o *Opened) nature() Nature {
	if o.Arrived != nil {
		return o.Arrived.Nature
	}
	return o.Sent.Nature
}

func (o *Opened) date() rambu.Date {
	if o.Arrived != nil {
		return o.Arrived.Date
	}
	return o.Sent.Date
}

// signature prints the block as the holder signed; the sentence about how it was signed is
// printed only after it was.
func (d *Desk) signature(o *Opened) pdf.Signature {
	s := pdf.Signature{Lines: o.Block.Lines, Name: o.Block.Name, NIP: o.Block.NIP}
	if !o.IsSigned() {
		return pdf.Signature{}
	}
	s.Note = d.words.T(words.ID, "letter.print.signed_"+string(o.Header.Method))
	if o.Block.Scan != nil {
		s.Note += " SHA-256 " + o.Block.Scan.SHA256[:HashPrefix]
	}
	return s
}

// blocks is the text, what the payload adds to it, and the list of attachments.
func (d *Desk) blocks(o *Opened) []pdf.Block {
	var out []pdf.Block
	if o.cancelled() {
		out = append(out, pdf.Heading(d.words.T(words.ID, "letter.print.cancelled")))
	}
	if o.fromOutside() {
		out = append(out, pdf.Heading(d.words.T(words.ID, "letter.print.outside", "from", o.Body.From)))
	}
	for _, s := range o.Body.Paragraphs {
		out = append(out, pdf.Paragraph(s))
	}
	rows := d.facts(o.Payload)
	if len(rows) > 0 {
		out = append(out, pdf.Table{
			Header: []string{d.words.T(words.ID, "letter.print.fact"), d.words.T(words.ID, "letter.print.value")},
			Widths: []float64{1, 2.4}, Rows: rows,
		})
	}
	if s, ok := o.Payload.(*kinds.ForwardedStudy); ok {
		out = append(out, d.study(s)...)
	}
	if i, ok := o.Payload.(*kinds.Invitation); ok && i.Link != "" {
		out = append(out, pdf.Code{QR: i.Link, Text: []string{d.words.T(words.ID, "letter.print.link"), shown(i.Link)}})
	}
	if len(o.Body.Files) > 0 {
		out = append(out, d.attachments(o.Body.Files))
	}
	return out
}

func (d *Desk) attachments(files []File) pdf.Block {
	t := pdf.Table{
		Header: []string{
			d.words.T(words.ID, "letter.print.number"), d.words.T(words.ID, "letter.print.attachment"),
			d.words.T(words.ID, "letter.print.size"), d.words.T(words.ID, "letter.print.hash"),
		},
		Widths: []float64{0.4, 3, 1, 3},
	}
	for i, f := range files {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), f.Name, words.Number(words.ID, int(f.Size)) + " B", f.SHA256})
	}
	return t
}

// study prints the parts of a forwarded study that are longer than a line.
func (d *Desk) study(s *kinds.ForwardedStudy) []pdf.Block {
	out := []pdf.Block{pdf.Heading(d.words.T(words.ID, "letter.print.study")), pdf.Paragraph(s.Study)}
	if len(s.Citations) > 0 {
		list := make(pdf.List, len(s.Citations))
		for i, c := range s.Citations {
			list[i] = c.Text // "PP 94/2021 Pasal 5 huruf n": the article is mostly in it
			if !strings.Contains(c.Text, c.Article) {
				list[i] = joined(c.Text, c.Article)
			}
		}
		out = append(out, pdf.Heading(d.words.T(words.ID, "letter.print.citations")), list)
	}
	if len(s.Evidence) > 0 {
		list := make(pdf.List, len(s.Evidence))
		for i, e := range s.Evidence {
			list[i] = joined(e.Name, e.Kind)
		}
		out = append(out, pdf.Heading(d.words.T(words.ID, "letter.print.evidence")), list)
	}
	return out
}

// shown is an address as people type it.
func shown(link string) string {
	return strings.TrimPrefix(strings.TrimPrefix(link, "https://"), "http://")
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// facts are the short fields of a payload, labelled; empty ones are left out.
func (d *Desk) facts(p kinds.Payload) [][]string {
	var rows [][]string
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, []string{d.words.T(words.ID, key), value})
		}
	}
	day := func(key string, on rambu.Date) { add(key, words.LongDate(words.ID, on)) }
	person := func(r kinds.Respondent) {
		add("letter.print.respondent", r.Name)
		add("letter.print.nip", r.NIP)
		add("letter.print.post", r.Post)
	}
	switch p := p.(type) {
	case *kinds.ForwardedStudy:
		add("letter.print.register", p.Register)
		person(p.Respondent)
		day("letter.print.act_date", p.ActDate)
		add("letter.print.summary", p.Summary)
		day("letter.print.plenary", p.PlenaryDate)
		add("letter.print.votes", d.words.T(words.ID, "letter.print.votes_value",
			"for", strconv.Itoa(p.VotesFor), "against", strconv.Itoa(p.VotesAgainst)))
	case *kinds.Answer:
		add("letter.print.result", d.words.T(words.ID, "letter.result."+string(p.Result)))
		add("letter.print.decree", p.Decree)
		day("letter.print.decree_date", p.Date)
		day("letter.print.effective", p.Effective)
		add("letter.print.reason", p.Reason)
	case *kinds.Recommendation:
		add("letter.print.ticket", p.Ticket)
		add("letter.print.recommendation", p.Number)
		day("letter.print.date", p.Date)
		person(p.Respondent)
		add("letter.print.level", p.Level)
		add("letter.print.reason", p.Text)
	case *kinds.Summons:
		person(p.Respondent)
		add("letter.print.turn", strconv.Itoa(p.Turn))
		add("letter.print.on", fmt.Sprintf("%s, %s", words.Date(words.ID, p.On), p.At))
		add("letter.print.place", p.Place)
		add("letter.print.before", p.Before)
	case *kinds.Receipt:
		add("letter.print.letter", p.Letter)
		day("letter.print.on", p.On)
	case *kinds.Invitation:
		rows = append(rows, d.invitation(p)...)
	case *kinds.Plain:
		add("letter.print.note", p.Note)
	}
	return rows
}

// invitation is when, where and under whom a meeting is, and what is on its agenda.
func (d *Desk) invitation(p *kinds.Invitation) [][]string {
	t := func(key string, args ...string) string { return d.words.T(words.ID, key, args...) }
	rows := [][]string{{t("letter.print.on_day"), words.Date(words.ID, p.On)}}
	for _, on := range p.AlsoOn {
		rows = append(rows, []string{t("letter.print.also_on"), words.Date(words.ID, on)})
	}
	rows = append(rows, []string{t("letter.print.at"), t("letter.print.from_until", "from", p.At, "until", p.Until)},
		[]string{t("letter.print.place"), p.Place}, []string{t("letter.print.chair"), p.Chair},
		[]string{t("letter.print.agenda"), strings.Join(p.Agenda, "\n")}, []string{t("letter.print.stand_in"), p.StandIn})
	if p.Note != "" {
		rows = append(rows, []string{t("letter.print.note"), p.Note})
	}
	return rows
}
