package letter

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/web/ui"
)

// maxFormFields bounds the text of a form that carries a file, in bytes and fields.
const (
	maxFieldBytes = 256 << 10
	maxFields     = 60
)

// readUpload reads a form of which one part may be a file named "file": it is sealed while it
// streams and never lies anywhere in clear. The file is nil when none was chosen.
func (p *Pages) readUpload(r *http.Request) (*ui.Input, *letter.File, error) {
	mr, err := r.MultipartReader()
	if err != nil {
		return nil, nil, rambu.Errorf(rambu.Invalid, "not a form with a file: %v", err)
	}
	in := &ui.Input{Values: url.Values{}}
	var file *letter.File
	left := int64(maxFieldBytes)
	for range maxFields {
		part, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			return in, file, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if part.FormName() == "file" {
			if part.FileName() == "" {
				continue // nothing was chosen
			}
			if file != nil {
				return nil, nil, rambu.Errorf(rambu.Invalid, "more than one file")
			}
			file, err = p.attach(r, part.FileName(), part)
			if err != nil {
				return nil, nil, err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return nil, nil, err
		}
		left -= int64(len(value))
		if left < 0 {
			return nil, nil, rambu.Errorf(rambu.TooLarge, "form fields")
		}
		in.Values.Add(part.FormName(), string(value))
	}
	return nil, nil, rambu.Errorf(rambu.TooLarge, "too many form fields")
}

// attach seals one file. Its kind is told from its first bytes, not from what the browser says.
func (p *Pages) attach(r *http.Request, name string, body io.Reader) (*letter.File, error) {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	buffered := bufio.NewReaderSize(body, 512)
	head, err := buffered.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	f, err := p.Desk.Attach(r.Context(), name, http.DetectContentType(head), buffered)
	if err != nil {
		return nil, err
	}
	return &f, nil
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
