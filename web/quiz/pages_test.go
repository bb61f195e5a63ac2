package quiz_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/quiz"
	"rambu.id/roster"
	"rambu.id/roster/region"
	webquiz "rambu.id/web/quiz"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

const unit = "pemda.18.01/bkpsdm"

type site struct {
	t       *testing.T
	handler http.Handler
	words   *words.Words
	pack    *law.Pack
	desk    *quiz.Desk
	who     rambu.Actor
}

// open serves the quiz; with a government when there is one on the instance.
func open(t *testing.T, withGovernment bool) *site {
	t.Helper()
	s := &site{t: t, who: rambu.Actor{Account: "akn_a", Institution: "pemda.18.01", Region: "18.01", Roles: []rambu.Role{rambu.RolePersonnel}}}
	var err error
	s.pack, err = law.Default()
	s.must(err)
	s.words, err = words.Load()
	s.must(err)
	now := clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC))
	log, err := ledger.Open(t.Context(), ledger.Config{DB: dbtest.SQLite(t), Clock: now, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	s.must(err)
	regions, err := region.Open()
	s.must(err)
	posts, err := roster.Open(t.Context(), log, regions)
	s.must(err)
	var government roster.Institution
	if withGovernment {
		government = roster.Institution{ID: "pemda.18.01", Name: "Pemda uji", Kind: roster.KindGovernment, Region: "18.01"}
		_, err = posts.Seed(rambu.System(government.ID, government.Region), roster.Plan{
			Institutions: []roster.Institution{government}, Units: []roster.Unit{{ID: unit, Institution: government.ID, Name: "Badan Uji"}},
		})
		s.must(err)
	}
	s.desk, err = quiz.Open(t.Context(), quiz.Config{Log: log, Pack: s.pack, Roster: posts})
	s.must(err)
	rd := ui.New(s.words)
	mux := http.NewServeMux()
	webquiz.New(webquiz.Deps{
		UI: rd, Pack: s.pack, Desk: s.desk, Government: government, Today: func() rambu.Date { return "2024-10-07" }, Machine: now,
		Units: func(ctx context.Context, institution string) ([]roster.Unit, error) {
			return posts.Units(ctx, institution)
		},
		Actor: func(*http.Request) (rambu.Actor, error) { return s.who, nil },
	}).Routes(mux, mux)
	s.handler = rd.Protect(mux, ui.Options{})
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) get(target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	if strings.Contains(w.Body.String(), "⟦") {
		s.t.Errorf("%s: a sentence is missing", target)
	}
	return w
}

func (s *site) post(target string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// filled answers a sheet for civil servants, rightly or always "allowed".
func (s *site) filled(rightly bool) url.Values {
	form := url.Values{"benih": {"apel"}, "untuk": {"pns"}, "jawab": {"1"}}
	for i, q := range quiz.Sheet(s.pack, quiz.Order{Seed: "apel", Subject: "pns"}) {
		v := law.Allowed
		if rightly {
			v = q.Verdict
		}
		form.Set("j"+strconv.Itoa(i+1), string(v))
	}
	return form
}

var question = regexp.MustCompile(`name="(j\d+)" type="radio"`)

func TestASheetIsFilledInAndChecked(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	for _, who := range s.pack.Subjects() {
		for _, lang := range []string{"id", "en"} {
			w := s.get("/kuis?untuk=" + who.ID + "&bahasa=" + lang)
			names := map[string]bool{}
			for _, m := range question.FindAllStringSubmatch(w.Body.String(), -1) {
				names[m[1]] = true
			}
			if w.Code != http.StatusOK || len(names) != quiz.Usual {
				t.Errorf("%s in %s: status %d, %d questions", who.ID, lang, w.Code, len(names))
			}
		}
	}
	all := s.get("/kuis?" + s.filled(true).Encode()).Body.String()
	if !strings.Contains(all, s.words.T(words.ID, "quiz.score", "right", "10", "n", "10")) {
		t.Error("every answer was the law's, and the score is not ten")
	}
	half := s.get("/kuis?" + s.filled(false).Encode()).Body.String()
	if strings.Contains(half, "10 dari 10") || !strings.Contains(half, s.words.T(words.ID, "quiz.wrong")) || !strings.Contains(half, "PP 94/2021") {
		t.Error("always saying allowed is not told from the law, or no article is named")
	}
}

// What is missing is named, and what was answered stays.
func TestAnUnansweredQuestionIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	form := s.filled(true)
	form.Del("j3")
	form.Set("j4", "mungkin")
	w := s.get("/kuis?" + form.Encode())
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", w.Code)
	}
	for _, n := range []string{"3", "4"} {
		if !strings.Contains(body, s.words.T(words.ID, "quiz.error.answer", "n", n)) {
			t.Errorf("question %s is not asked for", n)
		}
	}
	if got := strings.Count(body, " checked"); got != quiz.Usual-2 {
		t.Errorf("%d answers kept, want %d", got, quiz.Usual-2)
	}
}

func TestThePaperHasItsKey(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	sheet := s.get("/kuis/cetak?benih=apel&untuk=pns").Body.String()
	key := s.get("/kuis/cetak?benih=apel&untuk=pns&kunci=1").Body.String()
	for i, q := range quiz.Sheet(s.pack, quiz.Order{Seed: "apel", Subject: "pns"}) {
		text := html.EscapeString(q.LabelID)
		if !strings.Contains(sheet, text) || !strings.Contains(key, text) {
			t.Errorf("question %d is not on sheet and key", i+1)
		}
	}
	if strings.Contains(sheet, "r-badge--") || !strings.Contains(sheet, "☐") {
		t.Error("the sheet gives its answers away, or has no boxes")
	}
	if !strings.Contains(key, "PP 94/2021") || !strings.Contains(html.UnescapeString(key), s.pack.Version()) {
		t.Error("the key names no article or no version of the pack")
	}
}

// Five colleagues send their sheets without a name; those who train them see where it fails.
func TestGapsOfAUnitWithoutNames(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	form := s.filled(false)
	page := s.get("/kuis/unit?" + form.Encode())
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "Badan Uji") {
		t.Fatalf("the page of the unit: status %d", page.Code)
	}
	if w := s.post("/kuis/unit", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), s.words.T(words.ID, "quiz.error.unit")) || !strings.Contains(w.Body.String(), `name="j10"`) {
		t.Errorf("no unit chosen: status %d, or the sheet is lost", w.Code)
	}
	form.Set("unit", unit)
	few := html.EscapeString(s.words.T(words.ID, "quiz.gaps.few_more", "n", "10"))
	if !strings.Contains(s.get("/kuis/kesenjangan").Body.String(), html.EscapeString(s.words.T(words.ID, "quiz.gaps.empty"))) {
		t.Error("the empty page does not say what to do")
	}
	for n := range quiz.Few {
		if n > 0 && !strings.Contains(s.get("/kuis/kesenjangan").Body.String(), few) {
			t.Errorf("the counts of %d people are shown", n)
		}
		if w := s.post("/kuis/unit", form); w.Code != http.StatusSeeOther || len(w.Result().Cookies()) > 0 {
			t.Fatalf("sending: status %d, cookies %v", w.Code, w.Result().Cookies())
		}
	}
	gaps := s.get("/kuis/kesenjangan").Body.String()
	if strings.Contains(gaps, few) || !strings.Contains(gaps, "Badan Uji") || !strings.Contains(gaps, s.words.T(words.ID, "quiz.gaps.percent", "n", "100")) {
		t.Error("five people were wrong, and the gaps do not show it")
	}
	s.who.Roles = []rambu.Role{rambu.RoleAdmin}
	if w := s.get("/kuis/kesenjangan"); w.Code != http.StatusForbidden {
		t.Errorf("the administrator sees the gaps: %d", w.Code)
	}
	s.who.Institution = "bawaslu.18.01"
	if w := s.get("/kuis/kesenjangan"); w.Code != http.StatusNotFound {
		t.Errorf("Bawaslu sees the gaps: %d", w.Code)
	}
}

// A superior reads the sheet out at an apel, counts hands and writes the numbers.
func TestHandsOfAnApel(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	page := s.get("/kuis/apel?benih=apel&untuk=pns")
	if page.Code != http.StatusOK || strings.Count(page.Body.String(), `inputmode="numeric"`) != quiz.Usual+1 {
		t.Fatalf("status %d, %d numbers asked for", page.Code, strings.Count(page.Body.String(), `inputmode="numeric"`))
	}
	form := url.Values{"benih": {"apel"}, "untuk": {"pns"}, "unit": {unit}, "orang": {"20"}}
	for i := range quiz.Usual {
		form.Set("j"+strconv.Itoa(i+1), "5")
	}
	for name, bad := range map[string][2]string{"no number": {"j3", ""}, "more than came": {"j3", "21"}, "too few": {"orang", "4"}, "nobody": {"orang", ""}, "no unit": {"unit", ""}, "words": {"j1", "banyak"}} {
		wrong := maps.Clone(form)
		wrong.Set(bad[0], bad[1])
		w := s.post("/kuis/apel", wrong)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="5"`) || strings.Contains(w.Body.String(), "⟦") {
			t.Errorf("%s: status %d, or what was typed is lost", name, w.Code)
		}
	}
	if w := s.post("/kuis/apel", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kuis/kesenjangan" {
		t.Fatalf("status %d to %s", w.Code, w.Header().Get("Location"))
	}
	gaps := s.get("/kuis/kesenjangan").Body.String()
	if !strings.Contains(gaps, s.words.T(words.ID, "quiz.gaps.from", "n", "20")) || !strings.Contains(gaps, s.words.T(words.ID, "quiz.gaps.percent", "n", "30")) {
		t.Error("twenty people, a quarter of them wrong, are not shown")
	}
	s.who.Roles = []rambu.Role{rambu.RoleSuperior}
	if w := s.post("/kuis/apel", form); w.Header().Get("Location") != "/kuis/terima-kasih" {
		t.Errorf("a superior is led to %q", w.Header().Get("Location"))
	}
	s.who.Roles = []rambu.Role{rambu.RoleFieldStaff}
	for _, w := range []*httptest.ResponseRecorder{s.get("/kuis/apel"), s.post("/kuis/apel", form)} {
		if w.Code != http.StatusForbidden {
			t.Errorf("field staff: %d", w.Code)
		}
	}
}

// Where no government is kept there is a quiz and nothing is counted.
func TestWithoutAGovernmentNothingIsCounted(t *testing.T) {
	t.Parallel()
	s := open(t, false)
	form := s.filled(true)
	if body := s.get("/kuis?" + form.Encode()).Body.String(); strings.Contains(body, "/kuis/unit") {
		t.Error("offers to count where nothing is counted")
	}
	if w := s.get("/kuis/unit?" + form.Encode()); w.Code != http.StatusSeeOther {
		t.Errorf("the page of the unit: %d", w.Code)
	}
	form.Set("unit", unit)
	if w := s.post("/kuis/unit", form); w.Code != http.StatusNotFound {
		t.Errorf("sent all the same: %d", w.Code)
	}
}

func TestWhatIsNoSheetIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	if w := s.get("/kuis/unit?j1=boleh"); w.Code != http.StatusSeeOther {
		t.Errorf("half a sheet leads to the units: %d", w.Code)
	}
	if w := s.post("/kuis/unit", url.Values{"unit": {unit}, "j1": {"boleh"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("half a sheet is counted: %d", w.Code)
	}
	for _, target := range []string{"/kuis?benih=" + strings.Repeat("x", 5000), "/kuis?untuk=robot", "/kuis?benih=<script>", "/kuis?benih=a~998", "/kuis?benih=a~zz"} {
		w := s.get(strings.ReplaceAll(target, "<", "%3C"))
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<script>") || len(w.Body.String()) > 40<<10 {
			t.Errorf("%.40s: status %d, %d bytes", target, w.Code, w.Body.Len())
		}
	}
}

func TestPagesAreSmall(t *testing.T) {
	t.Parallel()
	s := open(t, true)
	css := zipped(t, static.Bytes("css/publik.css"))
	for _, target := range []string{"/kuis", "/kuis?" + s.filled(false).Encode(), "/kuis/unit?" + s.filled(false).Encode(), "/kuis/terima-kasih"} {
		body := s.get(target).Body.Bytes()
		if n := zipped(t, body) + css; n > 15<<10 || bytes.Contains(body, []byte("<script")) {
			t.Errorf("%.20s: %d bytes with its style, or a script", target, n)
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
