package law

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
)

// turningDays are the days around which any answer of a pack can change, and days far from them.
func turningDays(p *Pack) []rambu.Date {
	days := []rambu.Date{"2010-01-01", "2019-04-17", "2024-10-07", "2026-11-28", p.Info().Voting}
	add := func(from, to rambu.Date) {
		if from != "" {
			days = append(days, from.AddDays(-1), from)
		}
		if to != "" {
			days = append(days, to, to.AddDays(1))
		}
	}
	for _, x := range p.files.calendar.Periods {
		add(x.From, x.To)
	}
	for _, a := range p.Authorities() {
		if a.Role != "" {
			add(a.From, a.To)
		}
	}
	for _, a := range p.Acts() {
		for _, b := range slices.Concat(a.Basis, []Citation{a.AddressedBy}) {
			r := p.idx.regulations[b.Regulation]
			if r == nil {
				continue
			}
			add(r.From, r.To)
			if found := p.article(r, b.Ref, ""); found != nil {
				add(found.From, found.To)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// questions are all of some days: every class, every act.
func questions(p *Pack, days []rambu.Date) []Question {
	var acts []string
	for _, k := range p.ActKinds() {
		acts = append(acts, k.ID)
	}
	for _, m := range p.Permits() {
		acts = append(acts, m.ID)
	}
	var out []Question
	for _, on := range days {
		for _, s := range p.Subjects() {
			for _, act := range acts {
				out = append(out, Question{Subject: s.ID, Act: act, On: on})
			}
		}
	}
	return out
}

func answers(t *testing.T, p *Pack, days []rambu.Date) map[Question]Answer {
	t.Helper()
	out := map[Question]Answer{}
	for _, q := range questions(p, days) {
		a, err := p.MayI(q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		out[q] = a
	}
	return out
}

// listed reads the raw rows of the catalogue, without Classify: does any of them forbid this to
// the class on that day, and is any of them certain?
func listed(p *Pack, q Question) (row, certain bool) {
	k := p.idx.kinds[q.Act]
	if k == nil {
		return false, false
	}
	s := p.idx.subjects[q.Subject]
	for _, r := range k.Rules {
		a := p.idx.acts[r.Act]
		period := p.idx.periods[r.Period]
		if !covers(r.Subjects, s) || !q.On.In(period.From, period.To) || !p.Applies(*a, q.Subject, q.On) {
			continue
		}
		row = true
		certain = certain || r.Conf != Unsure && a.Conf != Unsure
	}
	return row, certain
}

// The promise of the page: every combination of class, act and day has an answer, and none says
// "allowed" against the catalogue or "not allowed" without an article.
func TestNoAnswerContradictsTheCatalogue(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	count := map[Verdict]int{}
	all := answers(t, p, turningDays(p))
	for q, a := range all {
		count[a.Verdict]++
		for _, m := range a.Instead {
			if alone := all[Question{q.Subject, m.ID, q.On}]; alone.Verdict != Allowed {
				t.Errorf("%+v: is offered %s, which by itself is %s", q, m.ID, alone.Verdict)
			}
		}
		row, certain := listed(p, q)
		switch {
		case row && a.Verdict == Allowed:
			t.Errorf("%+v: allowed, though the catalogue has it", q)
		case row != (a.Found != nil):
			t.Errorf("%+v: the catalogue has a row: %t, the answer shows one: %t", q, row, a.Found != nil)
		case row && !certain && a.Verdict != AskFirst:
			t.Errorf("%+v: %s, though the catalogue is not sure", q, a.Verdict)
		case !row && a.Permit == nil && a.Verdict != AskFirst:
			t.Errorf("%+v: %s, though nothing is classed", q, a.Verdict)
		case a.Conf.Check() && a.Verdict != AskFirst:
			t.Errorf("%+v: %s on a fact that has to be checked", q, a.Verdict)
		case a.LabelID == "" || a.LabelEN == "":
			t.Errorf("%+v: the act has no name", q)
		}
		checkGround(t, a)
		s, _ := p.Subject(q.Subject)
		if q.Act == "vote" {
			continue
		}
		if votes := slices.ContainsFunc(a.Instead, func(m Permit) bool { return m.ID == "vote" }); votes != s.MayVote {
			t.Errorf("%+v: is told of the vote: %t, has one: %t", q, votes, s.MayVote)
		}
		if s.IsASN && a.Ask.NameID == "" && !a.Ask.Gap {
			t.Errorf("%+v: nobody is named to be asked", q)
		}
	}
	for _, v := range []Verdict{Allowed, Forbidden, AskFirst} {
		if count[v] == 0 {
			t.Errorf("nothing is ever %q: %v", v, count)
		}
	}
}

// checkGround wants an article, in force on the day, behind every answer that is not "ask first".
func checkGround(t *testing.T, a Answer) {
	t.Helper()
	inForce := slices.ContainsFunc(a.Basis, func(c Cited) bool { return c.InForce })
	switch a.Verdict {
	case Forbidden:
		if !inForce && (a.Bar == nil || len(a.BasisText) == 0) {
			t.Errorf("%+v: forbidden without an article in force", a.Question)
		}
	case Allowed:
		if !inForce && !a.Permit.NoRule && len(a.BasisText) == 0 {
			t.Errorf("%+v: allowed without an article in force", a.Question)
		}
	case AskFirst:
	}
}

// Voting is a right on every day, for whoever has it; soldiers and police had none in 2024.
func TestTheVote(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	for _, s := range p.Subjects() {
		for _, on := range []rambu.Date{"2024-09-01", "2024-10-07", "2024-11-25", "2024-11-27", "2024-12-10"} {
			a, err := p.MayI(Question{s.ID, "vote", on})
			if err != nil {
				t.Fatal(err)
			}
			want := Allowed
			if s.ID == "tni" || s.ID == "polri" {
				want = Forbidden
			}
			if a.Verdict != want || (want == Allowed) != s.MayVote {
				t.Errorf("%s votes on %s: %s, want %s; the class may vote: %t", s.ID, on, a.Verdict, want, s.MayVote)
			}
		}
	}
}

func TestMayI(t *testing.T) {
	p := mustDefault(t)
	type answer struct {
		Verdict   Verdict
		Act       string
		Sanctions []string
		Ask       string
	}
	severe := []string{"jabatan-turun", "bebas-jabatan", "pdhtaps"}
	const bkn, gap, minister = "Badan Kepegawaian Negara", "nobody", "Menteri Dalam Negeri"
	moderate := []string{"sedang-transisi-kgb", "sedang-transisi-naik-pangkat", "sedang-transisi-turun-pangkat"}
	for _, tc := range []struct {
		name string
		q    Question
		want answer
	}{
		{"a like before determination is ethics, overseen by KASN", Question{"pns", "social-media-interaction", "2024-08-01"}, answer{Forbidden, "SKB-E4", []string{"moral-tertutup", "moral-terbuka"}, "Komisi Aparatur Sipil Negara"}},
		{"in the days without a supervisor it is as forbidden", Question{"pns", "social-media-interaction", "2024-08-30"}, answer{Forbidden, "SKB-E4", []string{"moral-tertutup", "moral-terbuka"}, gap}},
		{"from determination it is discipline", Question{"pns", "social-media-interaction", "2024-10-07"}, answer{Forbidden, "SKB-D6", severe, bkn}},
		{"a PPPK has no post to lose", Question{"pppk", "social-media-interaction", "2024-10-07"}, answer{Forbidden, "SKB-D6", []string{"pdhtaps"}, bkn}},
		{"listening is not campaigning", Question{"pns", "listen-at-campaign", "2024-10-07"}, answer{Allowed, "", nil, bkn}},
		{"no campaign, nothing to listen to", Question{"pns", "listen-at-campaign", "2024-11-25"}, answer{AskFirst, "", nil, bkn}},
		{"an acting village head is bound twice and asks first", Question{"pj-kepala-desa-asn", "listen-at-campaign", "2024-10-07"}, answer{AskFirst, "", nil, bkn}},
		{"a candidate's spouse may not follow the campaign without leave", Question{"asn-spouse-of-candidate", "listen-at-campaign", "2024-10-07"}, answer{AskFirst, "", nil, bkn}},
		{"the empty column is a contestant too", Question{"pns", "empty-box-campaign", "2024-10-07"}, answer{AskFirst, "SKB-D8", severe, bkn}},
		{"a consultant before determination: the article is not sure", Question{"pns", "team-or-consultant", "2024-09-01"}, answer{AskFirst, "SKB-D9", moderate, gap}},
		{"the spouse's campaign: the period is not sure", Question{"pns", "spouse-campaign-without-cltn", "2024-10-07"}, answer{AskFirst, "SKB-E7", []string{"moral-tertutup", "moral-terbuka"}, bkn}},
		{"the day of determination: before or after the decision", Question{"pns", "banner", "2024-09-22"}, answer{AskFirst, "SKB-D1", severe, bkn}},
		{"the day after it", Question{"pns", "banner", "2024-09-23"}, answer{Forbidden, "SKB-D1", severe, bkn}},
		{"programmes until the winner is determined", Question{"pejabat-negara", "use-of-programmes", "2024-12-16"}, answer{Forbidden, "PK-71-3", []string{"pembatalan-calon"}, minister}},
		{"programmes when he may be", Question{"pejabat-negara", "use-of-programmes", "2024-12-17"}, answer{AskFirst, "PK-71-3", []string{"pembatalan-calon"}, minister}},
		{"officials replaced after the election", Question{"pj-kepala-daerah", "replace-officials", "2025-02-19"}, answer{Forbidden, "PK-71-2", nil, minister}},
		{"officials replaced when the term may be over", Question{"pj-kepala-daerah", "replace-officials", "2025-02-20"}, answer{AskFirst, "PK-71-2", nil, minister}},
		{"a village head in the campaign", Question{"kepala-desa", "take-part-in-activity", "2024-10-07"}, answer{Forbidden, "DS-29J", []string{"kades-teguran-lisan", "kades-teguran-tertulis", "kades-berhenti-sementara", "kades-berhenti"}, "Camat, DPMD, dan Inspektorat; di atasnya Mendagri"}},
		{"a village head before it: nothing is classed", Question{"kepala-desa", "take-part-in-activity", "2024-09-01"}, answer{AskFirst, "", nil, "Camat, DPMD, dan Inspektorat; di atasnya Mendagri"}},
		{"a classed act that is unsure", Question{"pppk", "mobilise-staff", "2024-10-07"}, answer{AskFirst, "SKB-D8", []string{"pdhtaps"}, bkn}},
		{"before the circular there is no ground", Question{"non-asn", "banner", "2022-12-31"}, answer{AskFirst, "NA-1", nil, "Inspektorat dan BKPSDM"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, err := p.MayI(tc.q)
			if err != nil {
				t.Fatal(err)
			}
			got := answer{Verdict: a.Verdict, Ask: a.Ask.NameID}
			if a.Ask.Gap {
				got.Ask = gap
			}
			if a.Found != nil {
				got.Act = a.Found.Act.Code
			}
			for _, f := range a.Sanctions {
				got.Sanctions = append(got.Sanctions, f.ID)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMayIRefuses(t *testing.T) {
	p := mustDefault(t)
	for _, tc := range []struct {
		q    Question
		want rambu.Kind
	}{
		{Question{"robot", "vote", "2024-10-07"}, rambu.NotFound},
		{Question{"pns", "dancing", "2024-10-07"}, rambu.NotFound},
		{Question{"pns", "vote", "2024-02-30"}, rambu.Invalid},
		{Question{"pns", "vote", ""}, rambu.Invalid},
	} {
		_, err := p.MayI(tc.q)
		if err == nil || rambu.KindOf(err) != tc.want {
			t.Errorf("MayI(%+v) = %v, want %s", tc.q, err, tc.want)
		}
	}
}

// A permit nobody is ever given, or a kind of act in the catalogue with no other advice than the vote, helps nobody.
func TestEveryForbiddenActHasAnAlternative(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	var days []rambu.Date
	for _, part := range p.Parts() {
		days = append(days, part.On)
	}
	given, advised := map[string]bool{}, map[string]bool{}
	for q, a := range answers(t, p, days) {
		given[q.Act] = given[q.Act] || a.Verdict == Allowed
		for _, m := range a.Instead {
			advised[q.Act] = advised[q.Act] || a.Found != nil && !m.Always
		}
	}
	for _, m := range p.Permits() {
		if !given[m.ID] {
			t.Errorf("%s is allowed to nobody on any day", m.ID)
		}
	}
	for _, k := range p.ActKinds() {
		if !advised[k.ID] {
			t.Errorf("whoever asks about %s is told nothing he may do instead", k.ID)
		}
	}
}

func TestLoadRefusesAPermitWithoutGround(t *testing.T) {
	refuses(t, []edit{
		{"no basis", "permits.yaml", "    no_rule: true\n", "    no_rule: false\n", anyLine, `read-news has an article, or no rule`},
		{"an act already", "permits.yaml", "id: report-to-bawaslu", "id: banner", 0, `banner is a kind of act already`},
		{"no such act", "permits.yaml", "instead_of: [replace-officials]", "instead_of: [dancing]", 0, `no kind "dancing"`},
		{"no such open point", "permits.yaml", "open_point: penjelasan-5n", "open_point: cuaca", 0, `no point "cuaca"`},
		{"barred without a basis", "permits.yaml", "        basis: [uu-2-2002 Pasal 28]\n        basis_text: ['PKPU 7/2024 (syarat pemilih; nomor pasalnya perlu dicek)']\n", "", anyLine, `vote is barred without a basis`},
	})
}
