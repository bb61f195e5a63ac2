package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/api"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/web"
)

const serveExamples = `  rambu serve --data /var/lib/rambu
  rambu serve --data /var/lib/rambu --listen :8443 --tls-cert rambu.pem --tls-key rambu.key --url https://rambu.example.go.id
  rambu serve --data /var/lib/rambu --db postgres://rambu@db/rambu --behind-proxy --url https://rambu.example.go.id
  rambu serve --data /var/lib/rambu --smtp smtp://rambu@mail.example.go.id --smtp-password-file /run/credentials/smtp --mail-from "Rambu <rambu@example.go.id>"`

type serveFlags struct {
	place
	mail                   mailFlags
	listen, url, cert, key string
	proxy                  bool
}

func serveCommand(env *environment) *cobra.Command {
	var in serveFlags
	cmd := &cobra.Command{
		Use: "serve", Short: env.text("cli.serve.short"), Long: env.text("cli.serve.long"), Example: serveExamples, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.serve(cmd.Context(), in) },
	}
	in.flags(env, cmd)
	in.mail.flags(env, cmd)
	f := cmd.Flags()
	f.StringVar(&in.listen, "listen", "127.0.0.1:8080", env.text("cli.serve.listen"))
	f.StringVar(&in.url, "url", "", env.text("cli.init.url"))
	f.StringVar(&in.cert, "tls-cert", "", env.text("cli.serve.cert"))
	f.StringVar(&in.key, "tls-key", "", env.text("cli.serve.key"))
	f.BoolVar(&in.proxy, "behind-proxy", false, env.text("cli.serve.proxy"))
	return cmd
}

// safe refuses to send confidential reports over an open network in clear.
func (in serveFlags) safe() error {
	host, _, err := net.SplitHostPort(in.listen)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "cli.error.listen", "listen", in.listen)
	}
	ip := net.ParseIP(host)
	loopback := host == "localhost" || ip != nil && ip.IsLoopback()
	if !loopback && in.cert == "" && !in.proxy {
		return rambu.Fault(rambu.Invalid, "cli.error.clear", "listen", in.listen)
	}
	if (in.cert == "") != (in.key == "") {
		return rambu.Fault(rambu.Invalid, "cli.error.tls_pair")
	}
	return nil
}

func (env *environment) serve(ctx context.Context, in serveFlags) error {
	err := in.safe()
	if err != nil {
		return err
	}
	err = in.exists()
	if err != nil {
		return err
	}
	if in.url != "" {
		in.url, err = baseURL(in.url)
		if err != nil {
			return err
		}
	}
	relay, err := in.mail.read()
	if err != nil {
		return err
	}
	i, err := instance.Open(ctx, instance.Config{Data: in.data, Source: in.source, Clock: env.Clock, BaseURL: in.url, Mail: relay})
	if err != nil {
		return err
	}
	if rehearses(i) {
		return errors.Join(rambu.Fault(rambu.Invalid, "cli.error.practice_data", "data", in.data), i.Close())
	}
	s := &server{env: env, in: i, listen: in.listen, cert: in.cert, key: in.key, proxy: in.proxy}
	s.https = in.cert != "" || in.proxy || strings.HasPrefix(in.url, "https://")
	return errors.Join(s.run(ctx), i.Close())
}

// server serves one instance until its context ends.
type server struct {
	env       *environment
	in        *instance.Instance
	listen    string
	cert, key string
	https     bool
	proxy     bool
	practice  *clock.Practice
	ready     func(url string) // called once it answers
}

// open takes the address, and the certificate where there is one, so that what is wrong with either
// is said before anything else is done.
func (s *server) open(ctx context.Context) (l net.Listener, pair []tls.Certificate, err error) {
	if s.cert != "" {
		one, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return nil, nil, rambu.Fault(rambu.Invalid, "cli.error.tls_files", "cert", s.cert, "key", s.key, "text", err.Error())
		}
		pair = append(pair, one)
	}
	l, err = (&net.ListenConfig{}).Listen(ctx, "tcp", s.listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, nil, rambu.Fault(rambu.Invalid, "cli.error.taken", "listen", s.listen)
	}
	if err != nil {
		return nil, nil, rambu.Fault(rambu.Invalid, "cli.error.no_listen", "listen", s.listen, "text", err.Error())
	}
	return l, pair, nil
}

func (s *server) run(ctx context.Context) error {
	l, pair, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }() // Shutdown closes it too; this is for what fails before
	pages, err := web.New(ctx, s.in, web.Options{HTTPS: s.https, Practice: s.practice, API: api.Handler(s.in)})
	if err != nil {
		return err
	}
	if s.proxy {
		pages = behindProxy(pages)
	}
	srv := newListener(pages, s.env.Stderr)
	done := make(chan error, 1)
	go func() {
		if s.cert != "" {
			srv.TLSConfig = &tls.Config{Certificates: pair}
			done <- srv.ServeTLS(l, "", "")
			return
		}
		done <- srv.Serve(l)
	}()
	jobs := startJobs(ctx, s.in)
	defer jobs()
	defer startTelling(ctx, s.in)()
	scheme := "http"
	if s.cert != "" {
		scheme = "https"
	}
	if s.ready == nil {
		s.ready = func(url string) { _, _ = fmt.Fprintln(s.env.Stderr, s.env.text("cli.serve.ready", "url", url)) }
	}
	s.ready(scheme + "://" + l.Addr().String())
	select {
	case err = <-done:
		return err
	case <-ctx.Done():
	}
	return srv.stop(ctx, shutdownTime)
}

// behindProxy takes the visitor's address from the proxy in front: the last entry of
// X-Forwarded-For, and of its last line where there are several, is the one the proxy itself wrote.
// What stands before may be the visitor's own invention. The address serves limits, in memory, and
// is neither stored nor logged.
func behindProxy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lines := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
		addr, err := netip.ParseAddr(strings.TrimSpace(lines[strings.LastIndexByte(lines, ',')+1:]))
		if err == nil {
			r.RemoteAddr = netip.AddrPortFrom(addr, 1).String()
		}
		next.ServeHTTP(w, r)
	})
}
