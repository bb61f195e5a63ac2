package web

import (
	"net/http"

	"rambu.id/web/ui"
)

// apiPath is where the interface for programs is mounted.
const apiPath = "/api/"

// beside serves the interface for programs beside the pages: it reads no cookie and no form, so
// it has its own limits, and nothing of the pages' frame is around it.
func (s *site) beside(pages http.Handler) http.Handler {
	if s.opts.API == nil {
		return pages
	}
	mux := http.NewServeMux()
	mux.Handle(apiPath, ui.SecurityHeaders(s.opts.API, ui.Options{HTTPS: s.opts.HTTPS}))
	mux.Handle("/", pages)
	return mux
}
