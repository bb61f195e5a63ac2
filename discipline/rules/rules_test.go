package rules_test

import (
	"testing"

	"rambu.id"
	"rambu.id/discipline/rules"
	"rambu.id/law"
	"rambu.id/roster"
)

func pack(t *testing.T) *law.Pack {
	t.Helper()
	p, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Whose matter it is says the pack, of every class: the ones on whom only others decide are not ours.
func TestOurs(t *testing.T) {
	t.Parallel()
	p := pack(t)
	for id, want := range map[string]bool{
		"pns": true, "pppk": true, "lurah": true, "kepala-desa": true, "perangkat-desa": true, "pj-sekda": true, "plh": true,
		"asn-instansi-vertikal": false, "asn-tni-polri-sipil": false, "pj-kepala-daerah": false, "pjs-kepala-daerah": false,
		"plt-kepala-daerah": false, "tni": false, "pejabat-negara": false,
	} {
		s, ok := p.Subject(id)
		if !ok || rules.Ours(s) != want {
			t.Errorf("%s: ours = %v", id, rules.Ours(s))
		}
	}
}

// The window warns of a form that takes a post away, signed by a definitive head, on its days alone.
func TestUnconsented(t *testing.T) {
	t.Parallel()
	p := pack(t)
	for _, c := range []struct {
		form string
		on   rambu.Date
		mode roster.Mode
		post roster.PostClass
		want bool
	}{
		{"bebas-jabatan", "2024-03-22", roster.Definitive, roster.ClassAdministrator, true},
		{"bebas-jabatan", "2024-03-21", roster.Definitive, roster.ClassAdministrator, false},
		{"jabatan-turun", "2024-10-01", roster.Definitive, "", true}, // nobody knows his post
		{"jabatan-turun", "2024-10-01", roster.Pjs, roster.ClassAdministrator, false},
		{"pdhtaps", "2024-10-01", roster.Definitive, roster.ClassAdministrator, false},
		{"jabatan-turun", "2024-10-01", roster.Definitive, roster.ClassExecutor, false},
	} {
		s, _ := p.Sanction(c.form)
		if got := rules.Unconsented(p, s, c.on, c.mode, c.post); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// A form takes the place of another only in the direction the outcome names.
func TestOutcomeFits(t *testing.T) {
	t.Parallel()
	p := pack(t)
	for _, c := range []struct {
		outcome rules.Outcome
		was, is string
		want    bool
	}{
		{rules.Lightened, "bebas-jabatan", "teguran-tertulis", true},
		{rules.Lightened, "teguran-tertulis", "bebas-jabatan", false},
		{rules.Heavier, "teguran-tertulis", "bebas-jabatan", true},
		{rules.Heavier, "bebas-jabatan", "teguran-tertulis", false},
		{rules.Changed, "bebas-jabatan", "teguran-tertulis", true},
		{rules.Changed, "bebas-jabatan", "bebas-jabatan", false},
	} {
		was, _ := p.Sanction(c.was)
		is, _ := p.Sanction(c.is)
		if err := c.outcome.Fits(was, is); (err == nil) != c.want {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if rules.Outcome("dikabulkan").Known() || !rules.Annulled.Known() || rules.Annulled.Replaces() {
		t.Error("the outcomes are not those of the law")
	}
}
