package crash

import (
	"bytes"
	"io"
	"testing"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/instance"
	"rambu.id/intake"
)

const password = "hanya untuk uji coba 7"

// officer signs in the intake officer, who was invited when the instance was founded.
func (p *program) officer(tb testing.TB, in *instance.Instance) rambu.Actor {
	tb.Helper()
	const login = "penerimaan@" + bawaslu
	must(tb, in.Access.Accept(tb.Context(), p.links[login], password))
	token, _, err := in.Access.SignIn(tb.Context(), access.SignInInput{Login: login, Password: password})
	must(tb, err)
	who, _, err := in.Access.Authenticate(tb.Context(), token)
	must(tb, err)
	// The roster names nobody for the post yet; what counts is that the account holds the key.
	who.Roles = []rambu.Role{rambu.RoleIntake}
	return who
}

// maxOpened bounds how many reports are opened and read; of all it is counted how often they are there and
// how many files they carry.
const maxOpened = 100

// holds checks the stopped instance: exactly these reports, each once, with its words and its
// file as they were sent, and a log that agrees.
func (p *program) holds(tb testing.TB, want []*report) {
	tb.Helper()
	p.verify(tb)
	in := p.open(tb)
	who := p.officer(tb, in)
	got := map[string]int{}
	for f := (intake.Filter{}); ; {
		list, err := in.Intake.List(tb.Context(), who, f)
		must(tb, err)
		for _, r := range list {
			got[r.ID]++
			f.After = r.ID
		}
		if len(list) == 0 {
			break
		}
	}
	for _, r := range want {
		if n := got[r.draft.ReportID()]; n != 1 {
			tb.Errorf("the report acknowledged with %s is there %d times, want once", r.code, n)
		}
		files := 0
		if r.size > 0 {
			files = 1
		}
		if n, err := in.Evidence.Count(tb.Context(), who.Institution, r.draft.ReportID()); err != nil || n != files {
			tb.Errorf("%.80q has %d files, %v, want %d", r.what, n, err, files)
		}
	}
	if len(got) != len(want) {
		tb.Errorf("%d reports are there, want %d", len(got), len(want))
	}
	for i := 0; i < len(want); i += 1 + len(want)/maxOpened {
		p.reads(tb, in, who, want[i])
	}
}

// reads opens one report as the officer does.
func (p *program) reads(tb testing.TB, in *instance.Instance, who rambu.Actor, want *report) {
	tb.Helper()
	got, err := in.Intake.Open(tb.Context(), who, want.draft.ReportID())
	if err != nil {
		tb.Errorf("open the report %.80q: %v", want.what, err)
		return
	}
	if got.Answers.What != want.what {
		tb.Errorf("the report says %.80q, want %.80q", got.Answers.What, want.what)
	}
	if want.size == 0 {
		if len(got.Exhibits) != 0 {
			tb.Errorf("%.80q has %d files, want none", want.what, len(got.Exhibits))
		}
		return
	}
	if len(got.Exhibits) != 1 || got.Exhibits[0].Name != fileName {
		tb.Errorf("%.80q has the files %+v, want one %s", want.what, got.Exhibits, fileName)
		return
	}
	f, err := in.Evidence.Open(tb.Context(), who, got.Exhibits[0].ID)
	must(tb, err)
	defer f.Close() //nolint:errcheck // reading
	b, err := io.ReadAll(f)
	if err != nil || !bytes.Equal(b, want.file()) {
		tb.Errorf("the file of %.80q: %d bytes, %v, want the %d that were sent", want.what, len(b), err, len(want.file()))
	}
}
