package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// An OpenDocument spreadsheet is a ZIP of XML files (ISO/IEC 26300). We write the three that every
// program needs; the first says what it is and is not compressed.

const odsManifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
`

const odsHead = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="`

const odsTail = `</table:table></office:spreadsheet></office:body></office:document-content>
`

func (t Table) ods(w io.Writer) error {
	z := zip.NewWriter(w)
	part := func(name, content string, method uint16) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		return err
	}
	err := part("mimetype", ODS.Media(), zip.Store)
	if err == nil {
		err = part("META-INF/manifest.xml", odsManifest, zip.Deflate)
	}
	if err == nil {
		err = part("content.xml", t.content(), zip.Deflate)
	}
	if err != nil {
		return err
	}
	return z.Close()
}

func (t Table) content() string {
	var b strings.Builder
	b.WriteString(odsHead + escaped(t.title()) + `">`)
	head := make([]any, len(t.Head))
	for i, h := range t.Head {
		head[i] = h
	}
	for _, row := range append([][]any{head}, t.Rows...) {
		b.WriteString(`<table:table-row>`)
		for _, v := range row {
			odsCell(&b, v)
		}
		b.WriteString("</table:table-row>\n")
	}
	b.WriteString(odsTail)
	return b.String()
}

// odsCell writes a number as a number and everything else as text: a formula would be an attribute
// of its own, which none of our cells has.
func odsCell(b *strings.Builder, v any) {
	if n, ok := v.(int); ok {
		s := strconv.Itoa(n)
		b.WriteString(`<table:table-cell office:value-type="float" office:value="` + s + `"><text:p>` + s + `</text:p></table:table-cell>`)
		return
	}
	b.WriteString(`<table:table-cell office:value-type="string">`)
	for line := range strings.SplitSeq(text(v), "\n") {
		b.WriteString(`<text:p>` + escaped(line) + `</text:p>`)
	}
	b.WriteString(`</table:table-cell>`)
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
