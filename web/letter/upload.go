package letter

import (
	"io"
	"net/http"
	"strings"

	"rambu.id/letter"
	"rambu.id/web/ui"
)

// bounds of the text of a form that carries a file, in bytes and fields.
const (
	maxBytes  = 256 << 10
	maxFields = 60
)

// readUpload reads a form of which one part may be a file named "file": it is sealed while it
// streams and never lies anywhere in clear. The file is nil when none was chosen.
func (p *Pages) readUpload(r *http.Request) (*ui.Input, *letter.File, error) {
	var file *letter.File
	in, err := ui.Upload{Field: "file", Fields: maxFields, Bytes: maxBytes, Take: func(name, media string, body io.Reader) error {
		f, err := p.Desk.Attach(r.Context(), name, media, body)
		file = &f
		return err
	}}.Read(r)
	if err != nil {
		return nil, nil, err
	}
	return in, file, nil
}

// splitLines cuts a text into its lines that are not empty.
func splitLines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func joinLines(lines []string) string { return strings.Join(lines, "\n") }

// paragraphs cuts a text at empty lines.
func paragraphs(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
