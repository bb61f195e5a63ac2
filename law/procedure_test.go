package law

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/internal/words"
)

func TestProceduresOfThePack(t *testing.T) {
	want := []string{
		"bawaslu-pilkada", "disiplin-pp94", "gakkumdu", "ikrar-pakta", "kaskade-arahan", "kesiapan-pilkada", "kode-etik",
		"rapat-dan-apel", "register-potensi-konflik", "rekomendasi-asn", "sanksi-kades", "sp4n-lapor",
	}
	var got []string
	for _, pr := range mustDefault(t).Procedures() {
		got = append(got, pr.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The main routes, state by state: each step must exist and carry what the next office needs.
func TestMainRoutes(t *testing.T) {
	p := mustDefault(t)
	routes := map[string][][]string{
		"bawaslu-pilkada": {
			{Start, "diterima", "kajian_awal", "diregister", "klarifikasi", "kajian", "pleno", "diputus_pelanggaran", "diteruskan", "status_diumumkan"},
			{Start, "diterima", "kajian_awal", "perlu_dilengkapi", "diregister", "klarifikasi", "kajian", "keterangan_tambahan", "pleno", "diputus_bukan_pelanggaran", "dihentikan"},
			{Start, "informasi_awal", "penelusuran", "diregister"},
		},
		"rekomendasi-asn": {{Start, "diterima_ppk", "pemeriksaan_disiplin", "peringatan", "teguran", "diblokir", "blokir_dibuka", "selesai"}},
		"disiplin-pp94":   {{Start, "dugaan", "tim_dibentuk", "panggilan_1", "panggilan_2", "pemeriksaan", "bap", "lhp", "sk", "disampaikan", "berlaku", "selesai"}},
		"kode-etik":       {{Start, "dugaan", "majelis_dibentuk", "pemeriksaan", "putusan_majelis", "keputusan_ppk", "diumumkan", "selesai"}},
		"sanksi-kades":    {{Start, "diterima_bupati", "klarifikasi_camat_dpmd", "teguran_lisan", "teguran_tertulis_1", "pemberhentian_sementara", "pemberhentian", "selesai"}},
	}
	for id, list := range routes {
		pr, ok := p.Procedure(id)
		if !ok {
			t.Fatalf("no procedure %s", id)
		}
		for _, states := range list {
			for i := 1; i < len(states); i++ {
				if !slices.ContainsFunc(pr.Next(states[i-1]), func(x Transition) bool { return x.To == states[i] }) {
					t.Errorf("%s: no step from %q to %q", id, states[i-1], states[i])
				}
			}
		}
	}
}

func TestClocksOfTheMainRoute(t *testing.T) {
	p := mustDefault(t)
	type clock struct {
		Count             int
		Unit              Unit
		From              string
		Before, On, After bool
		Conf              Conf
	}
	for id, want := range map[string]clock{
		"bawaslu-pilkada/mulai>diterima":                 {7, CalendarDays, "diketahui", false, false, false, Source},
		"bawaslu-pilkada/diterima>kajian_awal":           {2, CalendarDays, "diterima", false, false, false, Unsure},
		"bawaslu-pilkada/kajian_awal>diregister":         {1, CalendarDays, "kajian-awal-selesai", false, false, false, Unsure},
		"bawaslu-pilkada/perlu_dilengkapi>diregister":    {2, CalendarDays, "perlu_dilengkapi", false, false, false, Source},
		"bawaslu-pilkada/kajian>pleno":                   {3, CalendarDays, "diregister", false, false, false, Source},
		"bawaslu-pilkada/keterangan_tambahan>pleno":      {5, CalendarDays, "diregister", false, false, false, Source},
		"disiplin-pp94/dugaan>panggilan_1":               {7, WorkingDays, "tanggal-pemeriksaan", true, false, false, Source},
		"disiplin-pp94/panggilan_1>panggilan_2":          {7, WorkingDays, "pemeriksaan-terlewat", false, false, false, Source},
		"disiplin-pp94/sk>disampaikan":                   {14, WorkingDays, "sk", false, false, false, Source},
		"disiplin-pp94/sk>dikirim":                       {3, WorkingDays, "penyerahan-terlewat", false, false, false, Source},
		"disiplin-pp94/dikirim>berlaku":                  {15, WorkingDays, "diterima-ybs", false, true, false, Source},
		"disiplin-pp94/disampaikan>keberatan":            {14, WorkingDays, "diterima-ybs", false, false, false, Unsure},
		"rekomendasi-asn/pemeriksaan_disiplin>sk_terbit": {14, WorkingDays, "diterima_ppk", false, false, false, Source},
		"rekomendasi-asn/diterima_ppk>peringatan":        {14, WorkingDays, "diterima_ppk", false, false, true, Source},
	} {
		tr, ok := p.Transition(id)
		if !ok || tr.Deadline == nil {
			t.Errorf("%s: found %t, no clock", id, ok)
			continue
		}
		d := tr.Deadline
		if diff := cmp.Diff(want, clock{d.Count, d.Unit, d.From, d.Before, d.On, d.After, d.Conf}); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

// Nobody has seen how many days an online reporter has in a Pilkada: screens must say so.
func TestComingToSignMustBeChecked(t *testing.T) {
	pr, ok := mustDefault(t).Procedure("bawaslu-pilkada")
	if !ok {
		t.Fatal("no bawaslu-pilkada")
	}
	r, ok := pr.Rule("datang-menandatangani")
	if !ok || !r.Conf.Check() || !r.Deadline.Conf.Check() || r.Deadline.Count != 2 {
		t.Errorf("rule %+v, %t", r, ok)
	}
}

func TestTransitionIDs(t *testing.T) {
	p := mustDefault(t)
	seen := map[string]bool{}
	for _, pr := range p.Procedures() {
		if len(pr.Next(Start)) == 0 {
			t.Errorf("%s cannot begin", pr.ID)
		}
		for _, tr := range pr.Transitions {
			if seen[tr.ID] {
				t.Errorf("%s stands twice", tr.ID)
			}
			seen[tr.ID] = true
			got, ok := p.Transition(tr.ID)
			if !ok || got.From != tr.From || got.To != tr.To {
				t.Errorf("Transition(%s) = %s to %s, %t", tr.ID, got.From, got.To, ok)
			}
			if _, ok := p.Party(tr.Actor); !ok {
				t.Errorf("%s: no party %s", tr.ID, tr.Actor)
			}
		}
	}
	if tr, ok := p.Transition("bawaslu-pilkada/kajian_awal>dicabut"); !ok || tr.From != "kajian_awal" {
		t.Errorf("one entry that leaves three states gave %+v, %t", tr, ok)
	}
	if _, ok := p.Transition("bawaslu-pilkada/diregister>dicabut"); ok {
		t.Error("a registered report can be withdrawn")
	}
}

// The sentence people read and the number the program counts with are one rule: they may not part.
func TestTheSentenceOfARuleNamesItsNumber(t *testing.T) {
	t.Parallel()
	names := func(text string, n int, words ...string) bool {
		return regexp.MustCompile(`(?i)\b(` + strconv.Itoa(n) + "|" + strings.Join(words, "|") + `)\b`).MatchString(text)
	}
	en := map[int]string{1: "one", 3: "three", 5: "five"}
	checked := 0
	for _, pr := range mustDefault(t).Procedures() {
		clock := func(where string, d *Deadline) {
			if d == nil {
				return
			}
			checked++
			if !names(d.RuleID, d.Count, words.Terbilang(d.Count)) || !names(d.RuleEN, d.Count, strconv.Itoa(d.Count)+"th", "none") {
				t.Errorf("%s counts %d, but says %q and %q", where, d.Count, d.RuleID, d.RuleEN)
			}
		}
		for _, tr := range pr.Transitions {
			clock(tr.ID, tr.Deadline)
		}
		for _, r := range pr.Rules {
			clock(pr.ID+"#"+r.ID, r.Deadline)
			if s := r.Size; s != nil && s.Least > 0 {
				checked++
				if !names(r.TextID, s.Least, words.Terbilang(s.Least)) || !names(r.TextEN, s.Least, en[s.Least]) || s.Odd != strings.Contains(r.TextID, "ganjil") {
					t.Errorf("%s#%s is of %+v, but says %q and %q", pr.ID, r.ID, *s, r.TextID, r.TextEN)
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("checked %d rules only", checked)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	council, half := Size{Least: 5, Odd: true}, Size{MoreThan: [2]int{1, 2}}
	for _, tt := range []struct {
		size            Size
		people, members int
		need            int
		fits            bool
	}{
		{council, 4, 0, 5, false},
		{council, 5, 0, 5, true},
		{council, 6, 0, 5, false},
		{council, 7, 0, 5, true},
		{half, 2, 5, 3, false},
		{half, 3, 5, 3, true},
		{half, 2, 4, 3, false},
		{half, 3, 4, 3, true},
		{half, 0, 0, 1, false},
		{Size{MoreThan: [2]int{2, 3}}, 4, 6, 5, false},
	} {
		if got := tt.size.Need(tt.members); got != tt.need || tt.size.Fits(tt.people, tt.members) != tt.fits {
			t.Errorf("%+v: %d of %d needs %d, fits %t", tt.size, tt.people, tt.members, got, !tt.fits)
		}
	}
}

// A clock is found by the step or the rule it hangs on, and is only as sure as both.
func TestClockAndRuleByTheirAddress(t *testing.T) {
	t.Parallel()
	p := mustDefault(t)
	for _, tt := range []struct {
		id    string
		count int
		conf  Conf
	}{
		{"bawaslu-pilkada/keterangan_tambahan>pleno", 5, Source},
		{"bawaslu-pilkada/informasi_awal>penelusuran", 7, Unsure},
		{"disiplin-pp94/disampaikan>keberatan", 14, Unsure}, // the step is known, its days are not
		{"disiplin-pp94#kewenangan-plt-kepala-daerah", 7, Source},
		{"disiplin-pp94#jangan-pindah", 0, ""},
		{"disiplin-pp94#", 0, ""},
		{"disiplin-pp94/lhp>sk", 0, ""},
		{"nowhere#majelis", 0, ""},
		{"", 0, ""},
	} {
		d, ok := p.Clock(tt.id)
		if ok != (tt.count > 0) || d.Count != tt.count || d.Conf != tt.conf {
			t.Errorf("Clock(%q) = %d %s, %t, want %d %s", tt.id, d.Count, d.Conf, ok, tt.count, tt.conf)
		}
	}
	r, ok := p.Rule("kode-etik#majelis")
	if !ok || r.Size == nil || r.Size.Least != 5 {
		t.Errorf("the council is %+v, %t", r, ok)
	}
}

// A time that the list of open points calls unsettled is not shown as if it were known.
func TestUnsettledTimesAreUnsure(t *testing.T) {
	p := mustDefault(t)
	named := map[string]bool{}
	for _, o := range p.OpenPoints() {
		for _, id := range o.Clocks {
			named[id] = true
			if k, ok := p.Clock(id); !ok || k.Conf != Unsure {
				t.Errorf("open point %s: clock %s: there %v, conf %q", o.ID, id, ok, k.Conf)
			}
		}
	}
	for _, pr := range p.Procedures() {
		for _, x := range pr.Transitions {
			if x.Deadline != nil && strings.Contains(x.Deadline.RuleID, "terlihat untuk Pemilu saja") && !named[x.ID] {
				t.Errorf("%s: its number was seen for another election, and no open point names it", x.ID)
			}
		}
	}
	if len(named) == 0 {
		t.Error("no open point names a clock")
	}
}

// A time whose basis names no article is not shown as if it were certain.
func TestATimeWithoutAnArticleIsUnsure(t *testing.T) {
	p := mustDefault(t)
	n := 0
	for _, pr := range p.Procedures() {
		for _, x := range pr.Transitions {
			d, ok := p.Clock(x.ID)
			if !ok || slices.ContainsFunc(d.Basis, Citation.NamesArticle) {
				continue
			}
			n++
			if conf, err := p.Confidence(d.Conf, d.Basis, p.Info().Determination); err != nil || conf != Unsure {
				t.Errorf("%s rests on %v: %q, %v", x.ID, d.Basis, conf, err)
			}
		}
	}
	if n == 0 {
		t.Error("no such time in the pack: the test looks at nothing")
	}
}
