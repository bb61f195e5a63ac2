package law_test

import (
	"bytes"
	"compress/gzip"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/search"
	weblaw "rambu.id/web/law"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

const campaign rambu.Date = "2024-10-07"

// site is the pages of the law on one day.
type site struct {
	handler http.Handler
	pack    *law.Pack
	words   *words.Words
}

func open(t *testing.T, today rambu.Date) *site {
	t.Helper()
	pack, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	rd := ui.New(texts)
	mux := http.NewServeMux()
	weblaw.New(weblaw.Deps{UI: rd, Pack: pack, Index: search.Register(pack), Today: func() rambu.Date { return today }}).Routes(mux)
	return &site{handler: rd.Protect(mux, ui.Options{}), pack: pack, words: texts}
}

func (s *site) get(target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

func ask(subject, act string, more ...string) string {
	q := url.Values{"siapa": {subject}, "perbuatan": {act}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return "/boleh?" + q.Encode()
}

// wants checks what a page holds, as the page writes it.
func wants(t *testing.T, w *httptest.ResponseRecorder, status int, parts ...string) {
	t.Helper()
	body := w.Body.String()
	if w.Code != status {
		t.Errorf("status %d, want %d", w.Code, status)
	}
	if strings.Contains(body, "⟦") {
		_, missing, _ := strings.Cut(body, "⟦")
		t.Errorf("a sentence is missing: %.60s", missing)
	}
	for _, part := range parts {
		if !strings.Contains(body, html.EscapeString(part)) && !strings.Contains(body, part) {
			t.Errorf("the page does not hold %q", part)
		}
	}
}

// verdictShown is which of the three answers a page gives.
func (s *site) verdictShown(body string, lang words.Lang) law.Verdict {
	_, head, _ := strings.Cut(body, `<h2 class="govuk-heading-l">`)
	head, _, _ = strings.Cut(head, "</h2>")
	for _, v := range []law.Verdict{law.Forbidden, law.AskFirst, law.Allowed} {
		if strings.Contains(head, "</svg> "+html.EscapeString(s.words.T(lang, "law.verdict."+string(v)))+"<") {
			return v
		}
	}
	return ""
}

// Whoever asks about whatever gets a page that says what the pack says, with its articles, what
// is allowed instead and whom to ask.
func TestEveryQuestionHasAPage(t *testing.T) {
	t.Parallel()
	s := open(t, "2026-11-23")
	var acts []string
	for _, k := range s.pack.ActKinds() {
		acts = append(acts, k.ID)
	}
	for _, m := range s.pack.Permits() {
		acts = append(acts, m.ID)
	}
	n := 0
	for _, who := range s.pack.Subjects() {
		for _, act := range acts {
			part := s.pack.Parts()[n%len(s.pack.Parts())] // the law's own test asks about every day
			lang := []words.Lang{words.ID, words.EN}[n%2]
			n++
			q := law.Question{Subject: who.ID, Act: act, On: part.On}
			want, err := s.pack.MayI(q)
			if err != nil {
				t.Fatal(err)
			}
			w := s.get(ask(who.ID, act, "tanggal", string(part.On), "bahasa", string(lang)))
			wants(t, w, http.StatusOK)
			body := w.Body.String()
			if got := s.verdictShown(body, lang); got != want.Verdict {
				t.Errorf("%+v: the page says %q, the pack %q", q, got, want.Verdict)
			}
			for _, c := range want.Basis {
				if !strings.Contains(body, html.EscapeString(c.Short)) {
					t.Errorf("%+v: the page does not name %s", q, c.Short)
				}
			}
			for _, m := range want.Instead {
				text := m.InsteadID
				if lang == words.EN {
					text = m.InsteadEN
				}
				if !strings.Contains(body, html.EscapeString(text)) {
					t.Errorf("%+v: the page does not offer %s", q, m.ID)
				}
			}
		}
	}
}

func TestAnswersOfTheSeeds(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	t.Run("a like in the campaign: discipline, with the usual sanction", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get(ask("pns", "social-media-interaction")), http.StatusOK, "SKB-D6", "Disiplin", "Berat", "penurunan jabatan setingkat lebih rendah selama 12 bulan",
			"/hukum/pp-94-2021/pasal-14-huruf-i", "Senin, 7 Oktober 2024", "Badan Kepegawaian Negara", "Memberikan suara tetap hak Anda")
	})
	t.Run("before determination: ethics", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get(ask("pns", "social-media-interaction", "tanggal-d", "1", "tanggal-m", "8", "tanggal-y", "2024")), http.StatusOK, "SKB-E4", "Kode etik", "sanksi moral", "1 Agustus 2024")
	})
	t.Run("in the gap of supervision", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get(ask("pns", "social-media-interaction", "tanggal", "2024-08-30")), http.StatusOK, s.words.T(words.ID, "law.ask.contact_gap"), "/hukum/perubahan")
	})
	t.Run("a crime names its range", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get(ask("kepala-desa", "benefiting-decision")), http.StatusOK, "Rp600.000", "Rp6.000.000", "DS-29C")
	})
	t.Run("a soldier has no vote", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get(ask("tni", "vote")), http.StatusOK, "Prajurit TNI tidak memakai hak memilih", "PKPU 7/2024")
	})
	t.Run("listening, with the open question", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get(ask("pns", "listen-at-campaign")), http.StatusOK, "Hadir untuk mendengar visi dan misi bukan berkampanye", "/hukum/terbuka#penjelasan-5n")
	})
}

func TestAQuestionWithoutASubjectIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	act := s.pack.ActKinds()[0].ID
	for _, tt := range []struct{ target, key string }{
		{ask("", act), "law.error.pick_who"},
		{ask("raja", act), "law.error.pick_who"},
		{"/boleh?siapa=pns", "law.error.pick_act"},
		{ask("pns", "<script>"), "law.error.pick_act"},
		{ask("pns", act, "tanggal-d", "31", "tanggal-m", "2", "tanggal-y", "2024"), "ui.error.date"},
		{ask("pns", act, "tanggal", "kemarin"), "error.date"},
	} {
		w := s.get(tt.target)
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, html.EscapeString(s.words.T(words.ID, tt.key))) {
			t.Errorf("%v: status %d without %s", tt.target, w.Code, tt.key)
		}
		if s.verdictShown(body, words.ID) != "" || strings.Contains(body, "<script>") {
			t.Errorf("%v: answered, or wrote back what was sent", tt.target)
		}
	}
	kept := s.get(ask("", act, "tanggal-d", "31", "tanggal-m", "2", "tanggal-y", "2024")).Body.String()
	for _, typed := range []string{`value="31"`, `value="2024"`, `<option value="` + act + `" selected>`} {
		if !strings.Contains(kept, typed) {
			t.Errorf("the form lost %s", typed)
		}
	}
	for _, target := range []string{"/boleh", "/boleh?perbuatan=" + act} { // not asked yet
		w := s.get(target)
		if w.Code != http.StatusOK || s.verdictShown(w.Body.String(), words.ID) != "" {
			t.Errorf("%s: status %d, or answers before it was asked", target, w.Code)
		}
	}
}

// Nobody learns from the browser or the next visitor what was asked.
func TestAQuestionLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	w := s.get(ask("pns", s.pack.ActKinds()[0].ID))
	if c := w.Header().Get("Cache-Control"); !strings.Contains(c, "no-store") {
		t.Errorf("the answer may be kept: %q", c)
	}
	if len(w.Result().Cookies()) > 0 {
		t.Errorf("the answer sets cookies: %v", w.Result().Cookies())
	}
}

// Every regulation and every article has its address, in both languages, on the screen and on
// paper, and every address that a page of the register links to is there.
func TestEveryAddressOfTheRegister(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	targets := []string{"/hukum", "/hukum/akibat", "/hukum/terbuka", "/hukum/perubahan"}
	for _, r := range s.pack.Regulations() {
		targets = append(targets, "/hukum/"+r.ID)
		for _, a := range r.Articles {
			targets = append(targets, "/hukum/"+r.ID+"/"+law.Slug(a.Ref))
		}
	}
	linked := map[string]bool{}
	for i, target := range targets {
		lang := []string{"id", "en"}[i%2]
		w := s.get(target + "?bahasa=" + lang)
		wants(t, w, http.StatusOK)
		for _, part := range strings.Split(w.Body.String(), `href="/hukum`)[1:] {
			href, _, _ := strings.Cut(part, `"`)
			href, _, _ = strings.Cut(href, "?")
			href, _, _ = strings.Cut(href, "#")
			linked["/hukum"+href] = true
		}
		if w := s.get(target + "?cetak=1"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<form") {
			t.Errorf("%s on paper: status %d, or with a form", target, w.Code)
		}
	}
	for _, target := range targets {
		delete(linked, target)
	}
	for href := range linked {
		t.Errorf("a page links to %s, which is no page of the register", href)
	}
}

func TestTheRegisterAsOfADay(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	t.Run("a repealed law names its successor", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/uu-5-2014"), http.StatusOK, "Dicabut", "UU 20/2023", "/hukum/uu-20-2023", "30 Oktober 2023", "31 Oktober 2023")
	})
	t.Run("the same while it held", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/uu-5-2014?tanggal=2023-10-30"), http.StatusOK, "</svg> Berlaku</strong>", "/hukum/uu-20-2023?tanggal=2023-10-30")
	})
	t.Run("a law of tomorrow", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/uu-20-2023?tanggal=2023-10-30"), http.StatusOK, "Belum berlaku")
	})
	t.Run("an article by its version", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/uu-1-2015/pasal-188?tanggal=2024-11-13"), http.StatusOK, "Pelakunya pejabat negara", "Lurah", "13 November 2024")
		late := s.get("/hukum/uu-1-2015/pasal-188?tanggal=2024-11-14")
		wants(t, late, http.StatusOK, "Sejak putusan MK juga", "Anggota TNI", "/hukum/terbuka#pejabat-daerah")
	})
	t.Run("certainty and source of each fact", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/uu-1-2015/pasal-187-ayat-3"), http.StatusOK, "perlu dicek", "Belum pasti")
		wants(t, s.get("/hukum/se-panrb-18-2023"), http.StatusOK, "Terlihat di sumber umum", "(media)")
	})
	t.Run("what changed on which day", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/perubahan"), http.StatusOK, "Badan Kepegawaian Negara mulai berwenang", "Rabu, 4 September 2024", "UU 1/2015 Pasal 188")
	})
	t.Run("what absence leads to, what can be done, and what silence leads to", func(t *testing.T) {
		t.Parallel()
		w := s.get("/hukum/akibat?tanggal=2024-10-07")
		wants(t, w, http.StatusOK, "4 sampai 6", "28 atau lebih", "Sepuluh hari kerja berturut-turut", "PP 94/2021 Pasal 11", "Banding administratif ke BPASN",
			"14 hari kerja sejak keputusan diterima", "Sesudah 14 hari kerja tanpa keputusan")
		if strings.Contains(w.Body.String(), "rekomendasi KASN") {
			t.Error("a rule that no longer held on the day")
		}
		wants(t, s.get("/hukum/akibat?tanggal=2021-10-07"), http.StatusOK, "rekomendasi KASN")
		for _, x := range s.pack.Remedies() {
			wants(t, s.get("/hukum/akibat?bahasa=en"), http.StatusOK, html.EscapeString(x.NameEN))
		}
	})
	t.Run("what a lawyer should settle", func(t *testing.T) {
		t.Parallel()
		for _, o := range s.pack.OpenPoints() {
			wants(t, s.get("/hukum/terbuka"), http.StatusOK, o.TextID, `id="`+o.ID+`"`)
		}
	})
	t.Run("a day that does not exist", func(t *testing.T) {
		t.Parallel()
		wants(t, s.get("/hukum/uu-5-2014?tanggal-d=31&tanggal-m=2&tanggal-y=2024"), http.StatusUnprocessableEntity, s.words.T(words.ID, "ui.error.date"), `value="31"`)
	})
}

func TestSearchForgives(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	search := func(asked string) string { return "/hukum?" + url.Values{"cari": {asked}}.Encode() }
	wants(t, s.get(search("pemakaian fasilitas negra")), http.StatusOK, "/boleh?perbuatan=state-facilities", "Hasil untuk")
	wants(t, s.get(search("PP 94")), http.StatusOK, "/hukum/pp-94-2021")
	wants(t, s.get(search("uu 5 2014")), http.StatusOK, "Dicabut")
	wants(t, s.get(search("pasal 999 netralitas")), http.StatusOK, "Yang terdekat")
	wants(t, s.get(search("pns kampanye")), http.StatusOK, s.words.T(words.ID, "law.register.near"), "/hukum/se-panrb-18-2023/isi", "/boleh?perbuatan=")
	wants(t, s.get(search("xyzzy")), http.StatusOK, "tidak ada yang mirip")
	wants(t, s.get(search("<script>alert(1)</script>")), http.StatusOK, "&lt;script&gt;")
	wants(t, s.get(search(strings.Repeat("pasal ", 500))), http.StatusOK)
	wants(t, s.get("/hukum?cari=%ff%fe"), http.StatusNotFound) // no text
}

// An address that is not there answers 404 with the nearest, so that a link on old paper helps.
func TestTheNearestOfAWrongAddress(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	wants(t, s.get("/hukum/pp-94-2021/pasal-5-huruf-n-angka-99"), http.StatusNotFound, "Yang terdekat", "/hukum/pp-94-2021/pasal-5-huruf-n")
	wants(t, s.get("/hukum/pp-94-2012"), http.StatusNotFound, "Yang terdekat", "/hukum/pp-94-2021")
	wants(t, s.get("/hukum/pp-94-2012/pasal-5"), http.StatusNotFound, "/hukum/pp-94-2021")
	wants(t, s.get("/hukum/qqq"), http.StatusNotFound, "tidak ada yang mirip")
}

// The bar of the slowest phones: 15 KB until a public page shows, no script.
func TestPagesAreSmall(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	css := zipped(t, static.Bytes("css/publik.css"))
	for _, target := range []string{
		"/boleh", ask("pns", "social-media-interaction"), ask("pj-kepala-desa-asn", "take-part-in-activity"), "/hukum", "/hukum?cari=pasal",
		"/hukum/pp-94-2021", "/hukum/uu-10-2016", "/hukum/uu-1-2015/pasal-188", "/hukum/terbuka", "/hukum/perubahan", "/hukum/akibat",
	} {
		body := s.get(target).Body.Bytes()
		n := zipped(t, body)
		if !bytes.Contains(body, []byte("<style>")) {
			n += css
		}
		if n > 15<<10 || bytes.Contains(body, []byte("<script")) {
			t.Errorf("%s: %d bytes with its style, want at most 15 KB and no script", target, n)
		}
	}
}

func zipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	if err != nil {
		t.Fatal(err)
	}
	err = z.Close()
	if err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// The pages of cases and matters link the article of every clock; those addresses must be here.
func TestTheArticlesOfClocksHaveAddresses(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	n := 0
	for _, pr := range s.pack.Procedures() {
		for _, tr := range pr.Transitions {
			for _, c := range tr.Basis {
				cited, err := s.pack.Cite(c, campaign)
				if err != nil {
					t.Fatal(err)
				}
				n++
				if w := s.get("/hukum/" + cited.Address() + "?tanggal=2024-10-07"); w.Code != http.StatusOK {
					t.Errorf("%s rests on %s, whose address answers %d", tr.ID, c, w.Code)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no procedure has an article")
	}
}
