package law_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	weblaw "rambu.id/web/law"
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
	weblaw.New(weblaw.Deps{UI: rd, Pack: pack, Today: func() rambu.Date { return today }}).Routes(mux)
	return &site{handler: rd.Protect(mux, ui.Options{}), pack: pack, words: texts}
}

func (s *site) get(query url.Values) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/boleh?"+query.Encode(), nil))
	return w
}

// heading is what the answer begins with, as the page writes it.
func (s *site) heading(lang words.Lang, key string) string {
	return ">" + html.EscapeString(s.words.T(lang, key)) + "</h2>"
}

// Whoever asks about whatever gets a page in his language, on a day before the candidates
// were determined, in the campaign and long after, and "not allowed" only where the law says so.
func TestEveryQuestionHasAnAnswer(t *testing.T) {
	t.Parallel()
	for _, day := range []rambu.Date{"2024-09-10", campaign, "2026-11-23"} {
		s := open(t, day)
		forbidden := 0
		for _, who := range s.pack.Subjects() {
			for _, act := range s.pack.ActKinds() {
				c, err := s.pack.Classify(act.ID, who.ID, day)
				if err == nil {
					forbidden++
				}
				s.check(t, question{who.ID, act.ID, words.ID}, c, err == nil)
				if day == campaign {
					s.check(t, question{who.ID, act.ID, words.EN}, c, err == nil)
				}
			}
		}
		if forbidden == 0 && day < "2025-01-01" {
			t.Errorf("%s: the pack forbids nothing to anybody", day)
		}
	}
}

type question struct {
	who, act string
	lang     words.Lang
}

func (s *site) check(t *testing.T, q question, c law.Classification, forbidden bool) {
	t.Helper()
	w := s.get(url.Values{"siapa": {q.who}, "perbuatan": {q.act}, "bahasa": {string(q.lang)}})
	body := w.Body.String()
	if w.Code != http.StatusOK || strings.Contains(body, "⟦") {
		t.Errorf("%+v: status %d, missing key %v", q, w.Code, strings.Contains(body, "⟦"))
	}
	if got := strings.Contains(body, s.heading(q.lang, "law.ask.no")); got != forbidden {
		t.Errorf("%+v: says not allowed: %v, the law: %v", q, got, forbidden)
	}
	if got := strings.Contains(body, s.heading(q.lang, "law.ask.first")); got == forbidden {
		t.Errorf("%+v: says ask first: %v, the law forbids: %v", q, got, forbidden)
	}
	if !strings.Contains(body, html.EscapeString(s.words.T(q.lang, "law.ask.vote"))) {
		t.Errorf("%+v: does not say that the vote is free", q)
	}
	if !forbidden {
		return
	}
	if len(c.Act.Basis) == 0 {
		t.Errorf("%+v: %s is forbidden without an article", q, c.Act.Code)
	}
	if got := strings.Contains(body, html.EscapeString(s.words.T(q.lang, "law.ask.check"))); got != c.Conf.Check() {
		t.Errorf("%+v: says the source needs checking: %v, the pack: %v", q, got, c.Conf.Check())
	}
	for _, b := range c.Act.Basis {
		r, ok := s.pack.Regulation(b.Regulation)
		if !ok || !strings.Contains(body, html.EscapeString(r.Short)) {
			t.Errorf("%+v: the answer does not name %s", q, b.Regulation)
		}
	}
}

func TestAQuestionWithoutASubjectIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	act := s.pack.ActKinds()[0].ID
	for _, tt := range []struct {
		query url.Values
		key   string
	}{
		{url.Values{"siapa": {""}, "perbuatan": {act}}, "law.error.pick_who"},
		{url.Values{"siapa": {"raja"}, "perbuatan": {act}}, "law.error.pick_who"},
		{url.Values{"siapa": {"pns"}}, "law.error.pick_act"},
		{url.Values{"siapa": {"pns"}, "perbuatan": {"<script>"}}, "law.error.pick_act"},
	} {
		w := s.get(tt.query)
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, s.words.T(words.ID, tt.key)) {
			t.Errorf("%v: status %d without %s", tt.query, w.Code, tt.key)
		}
		if strings.Contains(body, s.heading(words.ID, "law.ask.no")) || strings.Contains(body, "<script>") {
			t.Errorf("%v: answered, or wrote back what was sent", tt.query)
		}
	}
	w := s.get(nil)
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), s.heading(words.ID, "law.ask.first")) {
		t.Errorf("the empty form: status %d, or answers before it was asked", w.Code)
	}
}

// Nobody learns from the browser or the next visitor what was asked.
func TestAQuestionLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, campaign)
	w := s.get(url.Values{"siapa": {"pns"}, "perbuatan": {s.pack.ActKinds()[0].ID}})
	if c := w.Header().Get("Cache-Control"); !strings.Contains(c, "no-store") {
		t.Errorf("the answer may be kept: %q", c)
	}
	if len(w.Result().Cookies()) > 0 {
		t.Errorf("the answer sets cookies: %v", w.Result().Cookies())
	}
}
