package ui

import (
	"mime"
	"net/http"
)

// Download sends a file to keep, which no cache may.
func Download(w http.ResponseWriter, media, name string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(content) // whoever went away is not told
}
