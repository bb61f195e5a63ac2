package directive

import (
	"bufio"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/web/ui"
)

// bounds of the text of a form that carries a file, in bytes and fields.
const (
	maxFieldBytes = 16 << 10
	maxFields     = 10
)

// readUpload reads a form of which one part may be a file: it is sealed while it streams and
// lies nowhere in clear. What was read is returned with an error too, for the form to show again.
func (p *Pages) readUpload(r *http.Request) (*ui.Input, directive.File, error) {
	in := &ui.Input{Values: url.Values{}}
	var file directive.File
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, file, rambu.Errorf(rambu.Invalid, "not a form with a file: %v", err)
	}
	var refused error
	for range maxFields {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, file, refused
		}
		if err != nil {
			return in, file, err
		}
		if part.FormName() == "file" {
			if part.FileName() != "" {
				file, refused = p.attach(r, part)
			}
			if refused != nil && rambu.KindOf(refused) == rambu.TooLarge {
				return in, file, refused // the rest is not worth reading
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
		if err != nil {
			return in, file, err
		}
		in.Values.Add(part.FormName(), string(value))
	}
	return in, file, rambu.Errorf(rambu.TooLarge, "too many form fields")
}

// attach seals one file. Its kind is told from its first bytes, not from what the browser says.
func (p *Pages) attach(r *http.Request, part *multipart.Part) (directive.File, error) {
	name := part.FileName()
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	buffered := bufio.NewReaderSize(part, 512)
	head, err := buffered.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return directive.File{}, err
	}
	return p.Desk.Attach(r.Context(), name, http.DetectContentType(head), buffered)
}
