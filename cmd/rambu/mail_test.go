package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/mail"
	"rambu.id/internal/mail/mailtest"
	"rambu.id/ledger"
	"rambu.id/roster"
)

// The password of the mail server comes from a file or the environment, and its user with it.
func TestTheMailServerIsNamedWhole(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "smtp")
	err := os.WriteFile(secret, []byte("rahasia\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	const from = "Rambu <rambu@kab.contoh.id>"
	for _, tt := range []struct {
		in       mailFlags
		variable string
		password string
		fault    string
	}{
		{in: mailFlags{}},
		{in: mailFlags{server: "smtp://rambu@surel.contoh.id", from: from, passwordFile: secret}, password: "rahasia"},
		{in: mailFlags{server: "smtps://rambu@surel.contoh.id", from: from}, variable: "dari variabel", password: "dari variabel"},
		{in: mailFlags{server: "smtp+clear://127.0.0.1:2525", from: from}},
		{in: mailFlags{server: "smtp://rambu@surel.contoh.id", from: from}, fault: "mail_password"},
		{in: mailFlags{server: "smtp://surel.contoh.id", from: from, passwordFile: secret}, fault: "mail_password"},
		{in: mailFlags{server: "smtp://surel.contoh.id", from: "siapa"}, fault: "mail.error.from"},
		{in: mailFlags{server: "smtp+clear://surel.contoh.id", from: from}, fault: "mail.error.clear"},
		{in: mailFlags{server: "smtp://a:rahasia@surel.contoh.id", from: from}, fault: "password_in_address"},
		{in: mailFlags{server: "smtp://surel.contoh.id", from: from, authority: secret}, fault: "mail_file"},
		{in: mailFlags{server: "smtp://rambu@surel.contoh.id", from: from, passwordFile: secret + "x"}, fault: "mail_file"},
		{in: mailFlags{from: from}, fault: "mail_server"},
	} {
		t.Setenv(passwordVar, tt.variable)
		got, err := tt.in.read()
		switch {
		case tt.fault != "":
			if err == nil || !strings.Contains(err.Error(), tt.fault) || strings.Contains(err.Error(), "rahasia") {
				t.Errorf("%+v: %v, want %s", tt.in, err, tt.fault)
			}
		case err != nil || (got == nil) != (tt.in.server == "") || got != nil && got.Password != tt.password:
			t.Errorf("%+v: %+v, %v", tt.in, got, err)
		}
	}
}

// The program that serves an instance begins to tell, and stops when it is stopped.
func TestTellingBeginsAndStops(t *testing.T) {
	t.Parallel()
	far := mailtest.Start(t, mailtest.Options{})
	server, err := mail.ParseServer("smtp+clear://"+far.Addr, "Rambu <rambu@kab.contoh.id>")
	if err != nil {
		t.Fatal(err)
	}
	in, err := instance.Open(t.Context(), instance.Config{Data: t.TempDir(), Mail: &server})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	_, err = in.Found(t.Context(), "18.01", []string{"pemda"}, roster.Terms{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err = tell(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
	}
	stop := startTelling(t.Context(), in)
	stop()
	admin := rambu.Actor{Account: "akn_x", Institution: "pemda.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RoleAdmin}}
	begun, err := in.Log.Find(t.Context(), admin, ledger.Filter{Kind: "notice.begin", Limit: 10})
	if err != nil || len(begun) != 1 {
		t.Errorf("telling began %d times, %v", len(begun), err)
	}
}
