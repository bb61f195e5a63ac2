package main

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/mail"
)

// passwordVar names the variable that may hold the password of the mail server. A flag may not:
// the list of programs shows flags to everybody on the machine.
const passwordVar = "RAMBU_SMTP_PASSWORD"

// mailFlags say through which server e-mail leaves; without an address none does.
type mailFlags struct{ server, from, passwordFile, authority string }

func (in *mailFlags) flags(env *environment, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&in.server, "smtp", "", env.text("cli.mail.smtp"))
	f.StringVar(&in.from, "mail-from", "", env.text("cli.mail.from"))
	f.StringVar(&in.passwordFile, "smtp-password-file", "", env.text("cli.mail.password_file", "variable", passwordVar))
	f.StringVar(&in.authority, "smtp-ca", "", env.text("cli.mail.ca"))
}

// read turns the flags into a server, nil for none.
func (in mailFlags) read() (*mail.Server, error) {
	if in.server == "" {
		if in.from != "" || in.passwordFile != "" || in.authority != "" {
			return nil, rambu.Fault(rambu.Invalid, "cli.error.mail_server")
		}
		return nil, nil //nolint:nilnil // no server is no fault
	}
	s, err := mail.ParseServer(in.server, in.from)
	if err != nil {
		return nil, err
	}
	s.Password = os.Getenv(passwordVar)
	if in.passwordFile != "" {
		text, err := os.ReadFile(in.passwordFile)
		if err != nil {
			return nil, rambu.Fault(rambu.Invalid, "cli.error.mail_file", "file", in.passwordFile)
		}
		s.Password = strings.TrimRight(string(text), "\r\n")
	}
	if (s.User == "") != (s.Password == "") {
		return nil, rambu.Fault(rambu.Invalid, "cli.error.mail_password")
	}
	if in.authority == "" {
		return &s, nil
	}
	text, err := os.ReadFile(in.authority)
	s.Roots = x509.NewCertPool()
	if err != nil || !s.Roots.AppendCertsFromPEM(text) {
		return nil, rambu.Fault(rambu.Invalid, "cli.error.mail_file", "file", in.authority)
	}
	return &s, nil
}

// tellEvery is how often the program looks whether somebody is to be told of something.
const tellEvery = 30 * time.Second

// startTelling tells people by e-mail until the returned function is called, which waits for it.
// How far it is stands in the queue, so that it goes on wherever it was stopped.
func startTelling(ctx context.Context, in *instance.Instance) (stop func()) {
	if !in.Notices.On() {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(tellEvery)
		defer tick.Stop()
		for {
			err := tell(ctx, in)
			if err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "telling by e-mail failed", slog.String("error", err.Error()))
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// tell looks once and sends what is due.
func tell(ctx context.Context, in *instance.Instance) error {
	gather := eachRoom(func(ctx context.Context, in *instance.Instance, who rambu.Actor) error {
		_, err := in.Notices.Gather(ctx, who)
		return err
	})
	return errors.Join(gather(ctx, in), in.Notices.Send(ctx))
}
