package practice

import (
	"slices"
	"strings"
	"testing"

	"rambu.id/directive"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/press"
	"rambu.id/press/reading"
)

// The demo's directive stands where it says: 260 villages and wards and their 17 camat are
// addressed; half of the 260 answered, seven of those by word of mouth; eight camat have read, and
// Kalianda's finds it unread, as he does the circular of the imbauan before it.
func TestTheDemosDirective(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	sekda, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	list, err := room.In.Directives.Issued(t.Context(), sekda, directive.Filter{})
	if err != nil || len(list) != 2 || len(list[0].Body.Points) != 3 {
		t.Fatalf("%d directives, %v", len(list), err)
	}
	cover, err := room.In.Directives.Coverage(t.Context(), sekda, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if cover.N != 260+17 || cover.Done != halfway+8 || cover.Told != len(descents()) || 2*halfway != 260 {
		t.Errorf("coverage %d of %d, %d by word of mouth", cover.Done, cover.N, cover.Told)
	}
	camat, err := room.SignIn(t.Context(), LoginCamat)
	if err != nil {
		t.Fatal(err)
	}
	unread, err := room.In.Directives.Unread(t.Context(), camat)
	if err != nil || unread != 2 {
		t.Errorf("the camat has %d unread, %v", unread, err)
	}
}

// The demo's pledges: seventy of a hundred holders of posts have signed, on their phones and on the
// lists of agencies and kecamatan, with three names beside them and one assembly; the camat who
// tries the demo has not.
func TestTheDemosPledges(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	sekda, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	cover, err := room.In.Pledges.Coverage(t.Context(), sekda)
	if err != nil {
		t.Fatal(err)
	}
	l := cover.Total
	if l.People < 300 || 100*l.Signed < campaign*l.People || 100*l.Signed > (campaign+1)*l.People || l.OutsideNames != 3 || l.Oaths != 1 {
		t.Errorf("totals %+v", l)
	}
	camat, err := room.SignIn(t.Context(), LoginCamat)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := room.In.Pledges.Mine(t.Context(), camat)
	if err != nil || mine.Pact != nil {
		t.Errorf("the camat's pledge: %+v, %v", mine, err)
	}
}

// The demo's press: Bawaslu has an article and its copy to decide on, with the deputy's title put right
// by the roster; the government has recorded its assembly and sees no more than that.
func TestTheDemosPress(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	ctx := t.Context()
	officer, err := room.SignIn(ctx, LoginIntake)
	if err != nil {
		t.Fatal(err)
	}
	list, err := room.In.Press.List(ctx, officer, press.Filter{State: press.Waiting})
	if err != nil || len(list) != 2 {
		t.Fatalf("Bawaslu has %d articles, %v", len(list), err)
	}
	v, err := room.In.Press.Get(ctx, officer, list[0].ID)
	if err != nil || len(v.Alike) != 1 || len(v.Fields.Acts) != 1 || v.Fields.On != "2024-10-05" {
		t.Errorf("the article: %+v, alike %d, %v", v.Fields, len(v.Alike), err)
	}
	if !slices.ContainsFunc(v.Reading.Posts, func(p reading.Post) bool { return p.Roster == "Plt. Bupati Lampung Selatan" }) {
		t.Errorf("the roster does not put the title right: %+v", v.Reading.Posts)
	}
	sekda, err := room.SignIn(ctx, LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	events, err := room.In.Press.List(ctx, sekda, press.Filter{})
	if err != nil || len(events) != 1 || events[0].State != press.Recorded || events[0].EventOn != "2024-10-07" {
		t.Errorf("the government's events: %+v, %v", events, err)
	}
}

// Everything the practice region does is said in words in the audit trail, in both languages.
func TestTheDemosTrailIsInWords(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	for _, login := range []string{"auditor.bawaslu", "pengelola.pemda"} {
		who, err := room.SignIn(t.Context(), login)
		if err != nil {
			t.Fatal(err)
		}
		for before, more := int64(0), true; more; {
			list, err := room.In.Log.Find(t.Context(), who, ledger.Filter{Before: before})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				before = e.Index
				key := "ledger.kind." + strings.ReplaceAll(e.Kind, ".", "_")
				if !room.In.Words.Has(words.ID, key) || !room.In.Words.Has(words.EN, key) {
					t.Errorf("%s is not said in words", e.Kind)
				}
			}
			more = len(list) > 0 && before > 0
		}
	}
}
