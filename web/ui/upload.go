package ui

import (
	"bufio"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rambu.id"
)

// Upload is a form of which one part may be a file.
type Upload struct {
	Field  string // name of that part
	Fields int    // most parts
	Bytes  int64  // of the text of all the others
	// Take takes the file in while it streams: it lies nowhere in clear. The kind is what its
	// first bytes say, not what the browser does.
	Take func(name, media string, body io.Reader) error
}

// Read reads such a form. What was read is returned with an error too, for the form to show again:
// a file that Take refuses is told after the fields behind it, unless it was too large to go on.
// Input is nil for what is no such form. Errors: Invalid, TooLarge, and what Take says.
func (u Upload) Read(r *http.Request) (*Input, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, rambu.Errorf(rambu.Invalid, "not a form with a file: %v", err)
	}
	in := &Input{Values: url.Values{}}
	var refused error
	taken, left := false, u.Bytes
	for range u.Fields {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, refused
		}
		if err != nil {
			return in, bodyError(err)
		}
		if part.FormName() != u.Field {
			left, err = in.add(part, left)
			if err != nil {
				return in, err
			}
			continue
		}
		if part.FileName() == "" {
			continue // nothing was chosen
		}
		if taken {
			return in, rambu.Errorf(rambu.Invalid, "more than one file")
		}
		taken, refused = true, u.take(part)
		if refused != nil && rambu.KindOf(refused) == rambu.TooLarge {
			return in, refused // the rest is not worth reading
		}
	}
	return in, rambu.Errorf(rambu.TooLarge, "too many form fields")
}

// add reads the text of a part and returns how much may still come. Of a text that is too long as much
// is kept as can be given back.
func (in *Input) add(part *multipart.Part, left int64) (int64, error) {
	value, err := io.ReadAll(io.LimitReader(part, max(left+1, maxKept)))
	if err != nil {
		return 0, bodyError(err)
	}
	in.Values.Add(part.FormName(), string(value))
	if int64(len(value)) <= left {
		return left - int64(len(value)), nil
	}
	if len(value) >= maxKept {
		return 0, &rambu.Error{Kind: rambu.TooLarge, Key: "ui.error.form_lost", Detail: "form fields"}
	}
	return 0, &overlong{rambu.Fault(rambu.TooLarge, "ui.error.form_large", "n", strconv.Itoa(maxForm>>10)), in.Values}
}

// sniffed is how much of a file tells its kind.
const sniffed = 512

// take hands a file on by its own name, without folders of the sender's machine.
func (u Upload) take(part *multipart.Part) error {
	name := part.FileName()
	buffered := bufio.NewReaderSize(part, sniffed)
	head, err := buffered.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return bodyError(err)
	}
	return u.Take(name[strings.LastIndexAny(name, `/\`)+1:], http.DetectContentType(head), buffered)
}
