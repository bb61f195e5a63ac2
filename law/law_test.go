package law

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

func TestCite(t *testing.T) {
	p := mustDefault(t)
	type answer struct {
		Short     string
		InForce   bool
		Successor string
		Pilkada   bool // the law belongs to the regime of a Pilkada
		Conf      Conf
	}
	tests := []struct {
		name, cite string
		on         rambu.Date
		want       answer
	}{
		{"seed 000: right", "uu-20-2023 Pasal 10", "2024-10-07", answer{"UU 20/2023 Pasal 10", true, "", false, Known}},
		{"seed 002: revoked law, article broader than the entry", "uu-5-2014 Pasal 2", "2024-10-07", answer{"UU 5/2014 Pasal 2", false, "uu-20-2023 Pasal 2 huruf f", false, Known}},
		{"the same before it was revoked", "uu-5-2014 Pasal 2", "2023-10-30", answer{"UU 5/2014 Pasal 2", true, "uu-20-2023 Pasal 2 huruf f", false, Known}},
		{"the day it was revoked", "uu-5-2014", "2023-10-31", answer{"UU 5/2014", false, "uu-20-2023", false, Known}},
		{"seed 004: in force, wrong regime", "uu-7-2017", "2024-10-03", answer{"UU 7/2017", true, "", false, Known}},
		{"seed 002: what should have been cited", "uu-10-2016 Pasal 71 ayat (1)", "2024-10-07", answer{"UU 10/2016 Pasal 71 ayat (1)", true, "", true, Known}},
		{"seed 004: what should have been cited", "uu-1-2015 Pasal 134", "2024-10-03", answer{"UU 1/2015 Pasal 134", true, "", true, Known}},
		{"old discipline rules", "pp-53-2010", "2024-10-07", answer{"PP 53/2010", false, "pp-94-2021", false, Known}},
		{"the discipline rules of today", "pp-94-2021 Pasal 26", "2024-10-07", answer{"PP 94/2021 Pasal 26", true, "", false, Source}},
		{"narrower than the entry", "pp-94-2021 Pasal 14 huruf i angka 3", "2024-10-07", answer{"PP 94/2021 Pasal 14 huruf i angka 3", true, "", false, Source}},
		{"day of effect not established, year is", "perpres-116-2022 umum", "2021-12-31", answer{"Perpres 116/2022 (pasal belum dipastikan)", false, "", false, Unsure}},
		{"the same, in force", "perpres-116-2022 umum", "2024-10-07", answer{"Perpres 116/2022 (pasal belum dipastikan)", true, "", false, Unsure}},
		{"revoked on a day nobody saw", "permendagri-54-2009", "2023-06-01", answer{"Permendagri 54/2009", false, "permendagri-1-2023", false, Unsure}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			c, err := p.Cite(ParseCitation(tc.cite), tc.on)
			if err != nil {
				t.Fatal(err)
			}
			got := answer{c.Short, c.InForce, c.Successor.String(), c.Governs(p.Info().Regime), c.Conf}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCiteRefuses(t *testing.T) {
	p := mustDefault(t)
	tests := []struct {
		cite string
		on   rambu.Date
		want rambu.Kind
	}{
		{"uu-5-2041 Pasal 2", "2024-10-07", rambu.NotFound},
		{"uu-5-2014 Pasal 282", "2024-10-07", rambu.NotFound}, // seed 002: the ASN law has no Pasal 282
		{"uu-5-2014 Pasal 28", "2024-10-07", rambu.NotFound},  // not a prefix game over digits
		{"uu-5-2014 Pasal 2", "7 Oct", rambu.Invalid},
	}
	for _, tc := range tests {
		_, err := p.Cite(ParseCitation(tc.cite), tc.on)
		if err == nil || rambu.KindOf(err) != tc.want {
			t.Errorf("Cite(%s, %s) = %v, want kind %s", tc.cite, tc.on, err, tc.want)
		}
	}
}

// The Constitutional Court widened the crime in the last days of the campaign: the day of the
// act decides who can commit it.
func TestPasal188AddresseesFollowTheDay(t *testing.T) {
	p := mustDefault(t)
	act, ok := p.Act("PK-71-1")
	if !ok {
		t.Fatal("no PK-71-1")
	}
	for _, tc := range []struct {
		subject       string
		before, after bool
	}{
		{"tni", false, true},
		{"polri", false, true},
		{"pejabat-daerah", false, true},
		{"kepala-desa", true, true},
		{"lurah", true, true},
		{"pejabat-negara", true, true},
		{"pns", false, false},
		{"perangkat-desa", false, false},
	} {
		if got := p.Applies(act, tc.subject, "2024-11-13"); got != tc.before {
			t.Errorf("%s on 13 Nov: %t, want %t", tc.subject, got, tc.before)
		}
		if got := p.Applies(act, tc.subject, "2024-11-14"); got != tc.after {
			t.Errorf("%s on 14 Nov: %t, want %t", tc.subject, got, tc.after)
		}
	}
}

func TestSupervisorAndRouteFollowTheDay(t *testing.T) {
	p := mustDefault(t)
	for _, tc := range []struct {
		on   rambu.Date
		want string // "" in the gap
	}{
		{"2024-08-23", "kasn"}, {"2024-08-24", ""}, {"2024-09-03", ""}, {"2024-09-04", "bkn"}, {"2025-06-01", "bkn"},
	} {
		a, ok := p.Supervisor(tc.on)
		if a.ID != tc.want || ok != (tc.want != "") {
			t.Errorf("Supervisor(%s) = %q, %t, want %q", tc.on, a.ID, ok, tc.want)
		}
		r, err := p.Route("hukum-lain", "lurah", tc.on)
		if err != nil {
			t.Fatal(err)
		}
		if r.To != tc.want || r.Gap != (tc.want == "") || !slices.Contains(r.Copies, "ppk-pembina") {
			t.Errorf("Route(lurah, %s) = to %q gap %t copies %v, want to %q", tc.on, r.To, r.Gap, r.Copies, tc.want)
		}
	}
}

func TestRouteBySubject(t *testing.T) {
	p := mustDefault(t)
	for _, tc := range []struct{ kind, subject, want string }{
		{"pidana", "pns", "gakkumdu"},
		{"administrasi", "pejabat-negara", "kpu"},
		{"hukum-lain", "kepala-desa", "bupati-desa"},
		{"hukum-lain", "non-asn", "bupati-desa"},
		{"hukum-lain", "polri", "tni-polri-internal"},
		{"hukum-lain", "pppk", "bkn"},
		{"kode-etik-penyelenggara", "penyelenggara", "dkpp"},
	} {
		r, err := p.Route(tc.kind, tc.subject, "2024-10-07")
		if err != nil || r.To != tc.want {
			t.Errorf("Route(%s, %s) = %q, %v, want %q", tc.kind, tc.subject, r.To, err, tc.want)
		}
	}
	r, err := p.Route("hukum-lain", "pj-kepala-desa-asn", "2024-10-07")
	if err != nil || !slices.Contains(r.Copies, "bupati-desa") {
		t.Errorf("an acting village head: copies %v, %v: the regent is missing", r.Copies, err)
	}
	for _, tc := range []struct{ kind, subject string }{{"hukum-lain", "rt-rw-lembaga"}, {"hukum-lain", "robot"}, {"kabar", "pns"}} {
		_, err := p.Route(tc.kind, tc.subject, "2024-10-07")
		if rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("Route(%s, %s) = %v, want not found", tc.kind, tc.subject, err)
		}
	}
}

func TestClassify(t *testing.T) {
	p := mustDefault(t)
	type answer struct {
		Act, Procedure string
		Class          Class
		Alternatives   []string
	}
	tests := []struct {
		kind, subject string
		on            rambu.Date
		want          answer
	}{
		{"banner", "pns", "2024-09-21", answer{"SKB-E1", "kode-etik", ClassEthics, nil}},
		{"banner", "pns", "2024-09-22", answer{"SKB-D1", "disiplin-pp94", ClassDiscipline, nil}},
		{"banner", "lurah", "2024-10-07", answer{"SKB-D1", "disiplin-pp94", ClassDiscipline, nil}},
		{"banner", "non-asn", "2024-10-07", answer{"NA-1", "", ClassContract, nil}},
		{"take-part-in-activity", "pns", "2024-10-07", answer{"SKB-D4", "disiplin-pp94", ClassDiscipline, []string{"PP94-5N1", "PP94-5N2", "SKB-D8"}}},
		{"take-part-in-activity", "pns", "2024-11-25", answer{"SKB-D4", "disiplin-pp94", ClassDiscipline, []string{"SKB-D8"}}},
		{"take-part-in-activity", "kepala-desa", "2024-10-07", answer{"DS-29J", "sanksi-kades", ClassVillage, []string{"PK-71-1"}}},
		{"take-part-in-activity", "pj-kepala-desa-asn", "2024-10-07", answer{"SKB-D4", "disiplin-pp94", ClassDiscipline, []string{"PP94-5N1", "PP94-5N2", "SKB-D8", "DS-29J"}}},
		{"benefiting-decision", "pejabat-pimpinan-asn", "2024-09-01", answer{"SKB-D12", "disiplin-pp94", ClassDiscipline, nil}},
		{"benefiting-decision", "pejabat-pimpinan-asn", "2024-10-07", answer{"SKB-D12", "disiplin-pp94", ClassDiscipline, []string{"PK-71-1"}}},
		{"benefiting-decision", "kepala-desa", "2024-09-01", answer{"DS-29C", "sanksi-kades", ClassVillage, nil}},
		{"benefiting-decision", "kepala-desa", "2024-10-07", answer{"PK-71-1", "", ClassCriminal, []string{"DS-29C"}}},
		{"benefiting-decision", "tni", "2024-11-13", answer{"TP-1", "", ClassInternal, nil}},
		{"benefiting-decision", "tni", "2024-11-14", answer{"PK-71-1", "", ClassCriminal, []string{"TP-1"}}},
		{"mobilise-staff", "pns", "2024-11-22", answer{"PP94-5N3", "disiplin-pp94", ClassDiscipline, []string{"SKB-D8"}}},
		{"mobilise-staff", "pppk", "2024-11-22", answer{"SKB-D8", "disiplin-pp94", ClassDiscipline, nil}},
		{"party-member", "perangkat-desa", "2024-05-01", answer{"DS-51G", "sanksi-kades", ClassVillage, nil}},
		{"replace-officials", "pejabat-negara", "2024-03-22", answer{"PK-71-2", "", ClassCriminal, nil}},
	}
	for _, tc := range tests {
		t.Run(tc.kind+" "+tc.subject+" "+string(tc.on), func(t *testing.T) {
			c, err := p.Classify(tc.kind, tc.subject, tc.on)
			if err != nil {
				t.Fatal(err)
			}
			got := answer{Act: c.Act.Code, Procedure: c.Procedure, Class: c.Class}
			for _, a := range c.Alternatives {
				got.Alternatives = append(got.Alternatives, a.Code)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClassifySaysWhy(t *testing.T) {
	c, err := mustDefault(t).Classify("banner", "pns", "2024-09-20")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Perbuatan tanggal 20 September 2024 terjadi sebelum penetapan pasangan calon tanggal 22 September 2024."; c.WhyID != want {
		t.Errorf("got %q, want %q", c.WhyID, want)
	}
	if want := "The act of 20 September 2024 took place before the candidates were determined on 22 September 2024."; c.WhyEN != want {
		t.Errorf("got %q, want %q", c.WhyEN, want)
	}
}

// The domain knows what is not settled; the pack must not sound surer.
func TestWhatIsNotSettledSaysSo(t *testing.T) {
	p := mustDefault(t)
	for code, words := range map[string]string{"SKB-D9": "perlu dicek", "SKB-E7": "masa berlaku butir ini"} {
		a, _ := p.Act(code)
		if !a.Conf.Check() || !strings.Contains(a.NoteID, words) {
			t.Errorf("%s is %s: %q", code, a.Conf, a.NoteID)
		}
	}
	c, err := p.Classify("banner", "pns", "2024-09-22")
	if err != nil || !c.Conf.Check() || !strings.Contains(c.WhyID, "hari penetapan sebelum keputusannya") || !strings.Contains(c.WhyEN, "before the decision") {
		t.Errorf("the day of determination: %+v, %v", c, err)
	}
	d3, _ := p.Act("SKB-D3")
	var basis []string
	for _, b := range d3.Basis {
		basis = append(basis, b.String())
	}
	want := []string{"pp-94-2021 Pasal 10 ayat (1) huruf b", "pp-94-2021 Pasal 10 ayat (1) huruf c", "pp-94-2021 Pasal 3 huruf c", "pp-94-2021 Pasal 3 huruf d"}
	if diff := cmp.Diff(want, basis); diff != "" {
		t.Error(diff)
	}
}

// A list that is known whole has no other items; of any other item only the broader article is known.
func TestCiteKnowsWhatItDoesNotKnow(t *testing.T) {
	p := mustDefault(t)
	for _, tc := range []struct {
		cite    string
		found   bool
		broader bool
	}{
		{"pp-94-2021 Pasal 5 huruf n angka 7", true, false},
		{"pp-94-2021 Pasal 5 huruf n angka 9", false, false},
		{"pp-94-2021 Pasal 5 huruf n angka 0", false, false},
		{"pp-94-2021 Pasal 5 huruf n angka 6 huruf b", true, true},
		{"pp-94-2021 Pasal 14 huruf i angka 99", false, false},
		{"pp-94-2021 Pasal 3 huruf h", true, false},
		{"pp-94-2021 Pasal 3 huruf i", false, false},
		{"pp-94-2021 Pasal 26 ayat (7)", true, true},
		{"pp-94-2021 Pasal 26", true, false},
		{"pp-94-2021 Pasal 28 (catatan bebas)", false, false},
		{"pp-94-2021 Pasal 28 dan seterusnya", false, false},
		{"uu-5-2014 Pasal 2", true, false},
	} {
		c, err := p.Cite(ParseCitation(tc.cite), "2024-10-07")
		if (err == nil) != tc.found || c.Broader != tc.broader {
			t.Errorf("%s: broader %t, %v; want found %t, broader %t", tc.cite, c.Broader, err, tc.found, tc.broader)
		}
	}
}

func TestClassifyRefuses(t *testing.T) {
	p := mustDefault(t)
	for _, tc := range []struct {
		kind, subject string
		on            rambu.Date
		want          rambu.Kind
	}{
		{"id-copy-or-support-letter", "pns", "2024-09-22", rambu.Invalid}, // nothing to support any more
		{"take-part-in-activity", "kepala-desa", "2024-09-01", rambu.Invalid},
		{"replace-officials", "pns", "2024-10-07", rambu.Invalid},
		{"replace-officials", "pejabat-negara", "2024-03-21", rambu.Invalid}, // the last free day
		{"banner", "dprd-politisi", "2024-10-07", rambu.Invalid},             // politicians may campaign
		{"banner", "pns", "2024-02-30", rambu.Invalid},
		{"dancing", "pns", "2024-10-07", rambu.NotFound},
		{"banner", "robot", "2024-10-07", rambu.NotFound},
	} {
		_, err := p.Classify(tc.kind, tc.subject, tc.on)
		if err == nil || rambu.KindOf(err) != tc.want {
			t.Errorf("Classify(%s, %s, %s) = %v, want %s", tc.kind, tc.subject, tc.on, err, tc.want)
		}
	}
}

// A rule nobody can ever reach is a mistake of the table.
func TestEveryRuleOfTheDecisionTableDecidesSomething(t *testing.T) {
	p := mustDefault(t)
	days := []rambu.Date{"2024-02-01", "2024-09-01", "2024-10-07", "2024-11-20", "2024-12-10", "2025-03-01"}
	for _, k := range p.ActKinds() {
		used := map[string]bool{}
		for _, s := range p.Subjects() {
			for _, d := range days {
				c, err := p.Classify(k.ID, s.ID, d)
				if err == nil {
					used[c.Act.Code+" "+c.Period] = true
				}
			}
		}
		for _, r := range k.Rules {
			if !used[r.Act+" "+r.Period] {
				t.Errorf("kind %s never leads to %s in %s", k.ID, r.Act, r.Period)
			}
		}
	}
}

func TestSanctionsByClassAndDay(t *testing.T) {
	p := mustDefault(t)
	tests := []struct {
		name string
		q    SanctionQuery
		want []string
	}{
		{"moderate, PNS: pay cuts are not usable", SanctionQuery{"pns", "disiplin", "sedang", "2024-10-07"}, []string{"sedang-transisi-kgb", "sedang-transisi-naik-pangkat", "sedang-transisi-turun-pangkat"}},
		{"moderate, PPPK: no rank, no increment", SanctionQuery{"pppk", "disiplin", "sedang", "2024-10-07"}, nil},
		{"severe, PPPK", SanctionQuery{"pppk", "disiplin", "berat", "2024-10-07"}, []string{"pdhtaps"}},
		{"severe, lurah is a PNS", SanctionQuery{"lurah", "disiplin", "berat", "2024-10-07"}, []string{"jabatan-turun", "bebas-jabatan", "pdhtaps"}},
		{"light, before PP 94/2021", SanctionQuery{"pns", "disiplin", "ringan", "2021-08-30"}, nil},
		{"light, first day of PP 94/2021", SanctionQuery{"pns", "disiplin", "ringan", "2021-08-31"}, []string{"teguran-lisan", "teguran-tertulis", "tidak-puas"}},
		{"ethics", SanctionQuery{"pns", "kode-etik", "", "2024-09-01"}, []string{"moral-tertutup", "moral-terbuka", "tindakan-administratif"}},
		{"village", SanctionQuery{"kepala-desa", "desa", "", "2024-10-07"}, []string{"kades-teguran-lisan", "kades-teguran-tertulis", "kades-berhenti-sementara", "kades-berhenti"}},
		{"a soldier is not the pack's", SanctionQuery{"tni", "disiplin", "", "2024-10-07"}, nil},
		{"no such class", SanctionQuery{"robot", "", "", "2024-10-07"}, nil},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, s := range p.Sanctions(tc.q) {
				got = append(got, s.ID)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	l, ok := p.WhyNoSanctions(SanctionQuery{Subject: "pns", Track: "disiplin", On: "2021-08-30"})
	if !ok || l.Former.Regulation != "pp-53-2010" || !strings.Contains(l.WhyID, "PP 53/2010") {
		t.Errorf("WhyNoSanctions = %+v, %t", l, ok)
	}
	if _, ok := p.WhyNoSanctions(SanctionQuery{Subject: "pns", Track: "disiplin", On: "2024-10-07"}); ok {
		t.Error("a reason for no sanctions on a day that has some")
	}
}

func TestAttendanceLadder(t *testing.T) {
	p := mustDefault(t)
	l := p.AttendanceLadder()
	if l.Conf != Source || len(l.Basis) != 3 || l.Consecutive.Days != 10 || l.Consecutive.Sanction != "pdhtaps" || !strings.Contains(l.Consecutive.EffectID, "gaji") {
		t.Errorf("the ladder says %+v", l)
	}
	for days, want := range map[int]string{2: "", 3: "teguran-lisan", 6: "teguran-tertulis", 7: "tidak-puas", 13: "sedang-transisi-kgb", 20: "sedang-transisi-turun-pangkat", 24: "jabatan-turun", 27: "bebas-jabatan", 28: "pdhtaps", 200: "pdhtaps"} {
		got := ""
		for _, row := range l.Rows {
			if days >= row.From && (row.To == 0 || days <= row.To) {
				got = row.Sanction
			}
		}
		if got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
}

// The ban on programmes ends with the winner, that on replacing officials with the term: the pack has no day
// for either, so after the first day on which it may be over the answer is to be checked.
func TestAWindowThatMayBeOverIsInDoubt(t *testing.T) {
	p := mustDefault(t)
	for _, tc := range []struct {
		window string
		on     rambu.Date
		want   bool
	}{
		{"larangan-program", "2024-12-16", false},
		{"larangan-program", "2024-12-17", true},
		{"larangan-program", "2026-01-01", true},
		{WindowReplacements, "2025-02-19", false},
		{WindowReplacements, "2025-02-20", true},
		{"celah-kasn-bkn", "2026-01-01", false},
		{"libur", "2024-10-07", false},
	} {
		if d, ok := p.Doubt(Coincidence{Window: tc.window}, tc.on); ok != tc.want || ok && (d.TextID == "" || d.TextEN == "") {
			t.Errorf("%s on %s: in doubt %t, want %t", tc.window, tc.on, ok, tc.want)
		}
	}
}

// A citation is read as people write it and as packs do, for every regulation there is.
func TestReadCitation(t *testing.T) {
	p, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.Regulations() {
		want := Citation{Regulation: r.ID, Ref: "Pasal 9 ayat (2)"}
		for _, text := range []string{p.WriteCitation(want), want.String(), "  " + strings.ToLower(r.Short) + "  Pasal 9 ayat (2) "} {
			if got := p.ReadCitation(text); got != want {
				t.Errorf("%q is read as %+v", text, got)
			}
		}
	}
	for _, text := range []string{"", "PP 94/20211 Pasal 1", "undang-undang apa saja"} {
		if got := p.ReadCitation(text); got != ParseCitation(text) {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
