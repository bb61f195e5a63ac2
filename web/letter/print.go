package letter

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"

	"rsc.io/qr"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/web/ui"
)

// blockView is one part of a letter's body on the screen; one field is set.
type blockView struct {
	Heading string
	Text    string
	List    []string
	Table   *pdf.Table
}

type bodyView struct{ Blocks []blockView }

// bodyOf shows the same blocks the PDF prints.
func bodyOf(d pdf.Document) bodyView {
	var v bodyView
	for _, b := range d.Body {
		switch b := b.(type) {
		case pdf.Heading:
			v.Blocks = append(v.Blocks, blockView{Heading: string(b)})
		case pdf.Paragraph:
			v.Blocks = append(v.Blocks, blockView{Text: string(b)})
		case pdf.List:
			v.Blocks = append(v.Blocks, blockView{List: b})
		case pdf.Table:
			v.Blocks = append(v.Blocks, blockView{Table: &b})
		case pdf.Code:
			v.Blocks = append(v.Blocks, blockView{Text: strings.Join(b.Text, " ")})
		}
	}
	return v
}

type printPage struct {
	ui.Frame
	Doc  pdf.Document
	Body bodyView
	QR   template.URL
	Back string
}

// showPrint is the print view: the whole letter on one page, KONSEP until it is signed.
func (p *Pages) showPrint(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Actor(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	opened, err := p.Desk.Open(r.Context(), who, id)
	if err != nil {
		return err
	}
	page := &printPage{Frame: p.UI.Frame(r, "letter.show.title"), Doc: p.Desk.Document(opened), Back: "/surat/" + id}
	page.Body = bodyOf(page.Doc)
	page.QR, err = qrImage(page.Doc.QR)
	if err != nil {
		return err
	}
	return p.paper.Render(w, http.StatusOK, page)
}

// qrImage is a QR code as a picture inside the page.
func qrImage(text string) (template.URL, error) {
	if text == "" {
		return "", nil
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", rambu.Errorf(rambu.Internal, "QR code: %v", err)
	}
	code.Scale = 4
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())), nil //nolint:gosec // our own picture
}

type checkPage struct {
	ui.Frame
	ID, Code ui.Field
	Asked    bool
	Known    bool
}

// showCheck tells whoever holds a printed letter whether it is registered, and nothing else.
func (p *Pages) showCheck(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page := &checkPage{Frame: p.UI.Frame(r, "letter.check.title")}
	fm := p.UI.Form(&page.Frame, q)
	page.ID, page.Code = fm.Text("id", "letter.check.id"), fm.Text("kode", "letter.check.code")
	id := strings.TrimSpace(q.Get("id"))
	if id != "" {
		known, err := p.Desk.Check(r.Context(), id, q.Get("kode"))
		if err != nil {
			return err
		}
		page.Asked, page.Known = true, known
	}
	return p.check.Render(w, http.StatusOK, page)
}
