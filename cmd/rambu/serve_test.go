package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"rambu.id"
)

func TestAddressComesFromTheProxysOwnEntry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want  string
		lines []string
	}{
		{"203.0.113.7:1", []string{"203.0.113.7"}},
		{"203.0.113.7:1", []string{"10.0.0.1, 203.0.113.7"}},   // what a visitor wrote himself comes first and does not count
		{"203.0.113.7:1", []string{"10.0.0.1", "203.0.113.7"}}, // some proxies add a line of their own
		{"203.0.113.7:1", []string{"10.0.0.1, 10.0.0.2", "10.0.0.3, 203.0.113.7"}},
		{"[2001:db8::1]:1", []string{"2001:db8::1"}},
		{"192.0.2.1:1234", nil},
		{"192.0.2.1:1234", []string{""}},
		{"192.0.2.1:1234", []string{"203.0.113.7, not an adres"}},
		{"192.0.2.1:1234", []string{"203.0.113.7", "not an adres"}},
	} {
		var got string
		h := behindProxy(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header["X-Forwarded-For"] = tt.lines
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.lines, got, tt.want)
		}
	}
}

// Confidential reports never cross an open network in clear.
func TestServeRefusesAnOpenNetworkWithoutTLS(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in serveFlags
		ok bool
	}{
		{serveFlags{listen: "127.0.0.1:8080"}, true},
		{serveFlags{listen: "[::1]:8080"}, true},
		{serveFlags{listen: "localhost:8080"}, true},
		{serveFlags{listen: ":8080"}, false},
		{serveFlags{listen: "0.0.0.0:8080"}, false},
		{serveFlags{listen: "10.1.2.3:8080"}, false},
		{serveFlags{listen: ":8443", cert: "a", key: "b"}, true},
		{serveFlags{listen: ":8443", cert: "a"}, false},
		{serveFlags{listen: ":8080", proxy: true}, true},
		{serveFlags{listen: "8080"}, false},
	} {
		err := tt.in.safe()
		if (err == nil) != tt.ok || err != nil && rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("%+v: %v", tt.in, err)
		}
	}
}
