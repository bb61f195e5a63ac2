package ui

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"rambu.id"
	"rambu.id/web/static"
)

// Options of the protections around all pages.
type Options struct {
	// HTTPS is set when browsers reach us by TLS, also through a proxy.
	HTTPS bool
	// MaxBody gives the largest body of a request in bytes; nil: 1 MiB for all.
	MaxBody func(*http.Request) int64
}

// Protect wraps all pages: security headers, refusal of forms from other sites, a limit on
// bodies, the language cookie, compression.
func (rd *Renderer) Protect(next http.Handler, o Options) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(rd.Handle(func(http.ResponseWriter, *http.Request) error {
		return rambu.Fault(rambu.Forbidden, "ui.error.cross_origin")
	}))
	h := rd.readable(Asked(next))
	h = Language(LimitBody(h, o.MaxBody), o.HTTPS)
	h = crossOrigin.Handler(h)
	h = gzhttp.GzipHandler(h)
	return SecurityHeaders(h, o)
}

// readable answers an address with bytes that are no text: it names nothing, on whichever database.
func (rd *Renderer) readable(next http.Handler) http.Handler {
	none := rd.NotFound()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := r.URL.RawQuery, error(nil)
		if query != "" {
			query, err = url.QueryUnescape(query)
		}
		if !rambu.Storable(r.URL.Path) || err == nil && !rambu.Storable(query) {
			none.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Asked answers nothing that a browser fetches before somebody asked for it: that a file was read or a
// list taken along stands in the log, and must be what a person did. The browser asks again when
// somebody does.
func Asked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, static.Prefix) { // nothing is read there, and our own pages fetch the style ahead
			next.ServeHTTP(w, r)
			return
		}
		for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} { // all but the first are old browsers'
			if said := r.Header.Get(name); strings.HasPrefix(said, "prefetch") || said == "preview" {
				w.Header().Set("Cache-Control", "no-store")
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// LimitBody refuses bodies larger than limit says, before a handler reads them.
func LimitBody(next http.Handler, limit func(*http.Request) int64) http.Handler {
	const usual = 1 << 20
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int64(usual)
		if limit != nil {
			n = limit(r)
		}
		r.Body = http.MaxBytesReader(w, r.Body, n)
		next.ServeHTTP(w, r)
	})
}

// SecurityHeaders tells the browser to load nothing from elsewhere, to show us in no frame and
// to tell nobody where its reader came from.
func SecurityHeaders(next http.Handler, o Options) http.Handler {
	csp := policy()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")
		if o.HTTPS {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func policy() string {
	parts := []string{
		"default-src 'none'",
		"style-src 'self' " + static.CSPHash("css/publik.css"),
		"img-src 'self' data:",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}
	return strings.Join(parts, "; ")
}

// AllowScripts lets the one page being answered run scripts of our own files, ask this server, and keep
// a page for when there is no signal. Pages of the public door never call it.
func AllowScripts(w http.ResponseWriter) {
	const csp = "Content-Security-Policy"
	w.Header().Set(csp, w.Header().Get(csp)+"; script-src 'self'; connect-src 'self'; worker-src 'self'")
}

// LeavePath is where the exit link of public pages goes.
const LeavePath = "/tutup"

// Leave answers the exit link: it forgets what the browser keeps of us and goes to an innocent
// page elsewhere. forget, when given, ends what the server keeps of the visit.
func Leave(target string, forget func(http.ResponseWriter, *http.Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A picture on another page must not sign anybody out. Old browsers do not say.
		if from := r.Header.Get("Sec-Fetch-Site"); from == "cross-site" || from == "same-site" {
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
		if forget != nil {
			forget(w, r)
		}
		for _, c := range r.Cookies() {
			http.SetCookie(w, &http.Cookie{ //nolint:gosec // a cookie without the prefix was also set without TLS
				Name: c.Name, Path: "/", MaxAge: -1,
				HttpOnly: true, SameSite: http.SameSiteLaxMode,
				// Browsers ignore whatever sets a name with this prefix and is not Secure.
				Secure: strings.HasPrefix(c.Name, "__Host-"),
			})
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
		http.Redirect(w, r, target, http.StatusSeeOther)
	})
}
