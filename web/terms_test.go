package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/roster"
	"rambu.id/web"
)

// foundAt is open for another region.
func foundAt(t *testing.T, region string, rooms ...string) *site {
	t.Helper()
	s := &site{t: t, legal: clock.NewFrozen(monday), links: map[string]string{}}
	var err error
	s.in, err = instance.Open(t.Context(), instance.Config{Data: t.TempDir(), Clock: s.legal, Practice: true})
	s.must(err)
	t.Cleanup(func() { _ = s.in.Close() })
	founded, err := s.in.Found(t.Context(), region, rooms, roster.Terms{})
	s.must(err)
	for _, r := range founded.Rooms {
		for _, l := range r.Links {
			s.links[l.Account.Login] = "/mulai/" + l.Token
		}
	}
	pages, err := web.New(t.Context(), s.in, web.Options{})
	s.must(err)
	s.server = httptest.NewServer(pages)
	t.Cleanup(s.server.Close)
	return s
}

// gives checks the status and what the page says.
func (a answer) gives(t *testing.T, status int, words ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d, want %d", a.status, status)
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("no %q in\n%s", w, a.body)
		}
	}
}

// In Simalungun a village is a nagori and its head a pangulu: the public door and the desk say so. The
// administrator of the government changes it; from then on pages, posts and units say the new name,
// but a post that somebody named by hand keeps its name.
func TestPagesSayWhatTheRegionSays(t *testing.T) {
	t.Parallel()
	const house = "pemda.12.08"
	s := foundAt(t, "12.08", "bawaslu", "pemda")
	s.browser().get("/").gives(t, http.StatusOK, "boleh bagi ASN atau pangulu")
	s.browser().get("/?bahasa=en").gives(t, http.StatusOK, "civil servant or village head (pangulu) may")
	b := s.officer("pengelola@" + house)
	b.get("/jabatan").gives(t, http.StatusOK, `href="/sebutan"`)
	b.get("/jabatan?cari=pangulu").gives(t, http.StatusOK, "Pangulu ")
	page := b.get("/sebutan")
	page.gives(t, http.StatusOK, `value="Nagori"`, `value="Pangulu"`)
	if strings.Contains(page.body, "erlu dicek") {
		t.Error("names with a source are to be checked")
	}

	posts, err := s.in.Roster.Posts(t.Context(), roster.PostFilter{Institution: house})
	s.must(err)
	var heads []roster.Post
	for _, p := range posts {
		if p.Office == roster.OfficeVillageHead {
			heads = append(heads, p)
		}
	}
	byHand := heads[0]
	b.post("/jabatan/ubah/"+string(byHand.ID), "title", "Pj. Pangulu Uji", "class", string(byHand.Class), "unit", byHand.Unit, "superior", string(byHand.Superior), "versi", "1").
		goes(t, "/jabatan/"+string(byHand.ID)+"?selesai")

	form := func(change ...string) []string {
		values := []string{"versi", "1"}
		terms, err := s.in.Roster.Terms(t.Context(), house)
		s.must(err)
		for _, one := range terms.Each() {
			v := *one.Value
			for i := 0; i < len(change); i += 2 {
				if change[i] == one.Name {
					v = change[i+1]
				}
			}
			values = append(values, one.Name, v)
		}
		return values
	}
	b.post("/sebutan", form("village", "", "village_head", "<Raja>")...).gives(t, http.StatusUnprocessableEntity, "Tulis sebutannya.", "tidak dapat dipakai", `value="&lt;Raja&gt;"`)
	b.post("/sebutan", form("village", "Huta", "village_head", "Raja Huta")...).goes(t, "/sebutan?selesai")
	b.get("/sebutan?selesai").gives(t, http.StatusOK, "Sebutan tersimpan", `value="Huta"`)
	stale := b.post("/sebutan", form("village", "Dusun")...)
	stale.gives(t, http.StatusConflict, "sudah diubah orang lain", `value="Dusun"`, `name="versi" value="2"`)

	s.browser().get("/").gives(t, http.StatusOK, "boleh bagi ASN atau raja huta")
	after, err := s.in.Roster.PostsByID(t.Context(), []roster.PostID{byHand.ID, heads[1].ID})
	s.must(err)
	if got := after[byHand.ID].Title; got != "Pj. Pangulu Uji" {
		t.Errorf("a post named by hand is now %q", got)
	}
	if got, want := after[heads[1].ID].Title, strings.Replace(heads[1].Title, "Pangulu", "Raja Huta", 1); got != want {
		t.Errorf("a seeded post is %q, want %q", got, want)
	}
	units, err := s.in.Roster.Units(t.Context(), house)
	s.must(err)
	for _, u := range units {
		if strings.HasPrefix(u.Name, "Nagori ") {
			t.Fatalf("a unit is still %q", u.Name)
		}
	}
	if _, err := s.in.Verify(t.Context(), nil, func(int64, int64) {}); err != nil {
		t.Error(err)
	}

	// Bawaslu's administrator reads them; whoever is no administrator does not.
	other := s.officer("pengelola@bawaslu.12.08")
	other.get("/sebutan").gives(t, http.StatusOK, "diatur oleh pengelola Pemerintah", "Raja Huta")
	if got := other.post("/sebutan", form()...); got.status != http.StatusNotFound {
		t.Errorf("Bawaslu's administrator set the government's names: %d", got.status)
	}
	if got := s.officer("sekda@" + house).get("/sebutan"); got.status != http.StatusNotFound {
		t.Errorf("the secretary reads the settings: %d", got.status)
	}
}

// Two regions' names are not sure: their administrators are told until somebody saved them.
func TestUnsureNamesAreToBeChecked(t *testing.T) {
	t.Parallel()
	s := foundAt(t, "11.75", "pemda")
	b := s.officer("pengelola@pemda.11.75")
	b.get("/sebutan").gives(t, http.StatusOK, "Perlu dicek", `value="Kampong"`)
	b.get("/sebutan?bahasa=en").gives(t, http.StatusOK, "To be checked")
	b.get("/sebutan?bahasa=id")
	terms, err := s.in.Roster.Terms(t.Context(), "pemda.11.75")
	s.must(err)
	values := []string{"versi", "1"}
	for _, one := range terms.Each() {
		values = append(values, one.Name, *one.Value)
	}
	b.post("/sebutan", values...).goes(t, "/sebutan?selesai")
	if got := b.get("/sebutan"); strings.Contains(got.body, "erlu dicek") {
		t.Error("names somebody confirmed are still to be checked")
	}
}
