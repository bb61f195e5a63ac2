package directive

import (
	"context"
	"io"
	"net/http"

	"rambu.id/directive"
	"rambu.id/web/ui"
)

// bounds of the text of a form that carries a file, in bytes and fields.
const (
	maxBytes  = 32 << 10
	maxFields = 10
)

// readUpload reads a form that may carry a file.
func (p *Pages) readUpload(r *http.Request, take func(ctx context.Context, name, media string, src io.Reader) (directive.File, error)) (
	*ui.Input, directive.File, error,
) {
	var file directive.File
	in, err := ui.Upload{Field: "file", Fields: maxFields, Bytes: maxBytes, Take: func(name, media string, body io.Reader) (err error) {
		file, err = take(r.Context(), name, media, body)
		return err
	}}.Read(r)
	return in, file, err
}
