package practice

import (
	"slices"
	"testing"

	"rambu.id/directive"
	"rambu.id/press"
	"rambu.id/press/reading"
)

// The demo's directive stands where it says: 260 villages and wards and their 17 camat are
// addressed; seven answered by code, one was told by word of mouth, two camat have read, and Kalianda's
// finds it unread.
func TestTheDemosDirective(t *testing.T) {
	t.Parallel()
	room, c := settled(t, "")
	err := take(t.Context(), c, instruction(room))
	if err != nil {
		t.Fatal(err)
	}
	sekda, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	list, err := room.In.Directives.Issued(t.Context(), sekda, directive.Filter{})
	if err != nil || len(list) != 1 || len(list[0].Body.Points) != 3 {
		t.Fatalf("%d directives, %v", len(list), err)
	}
	cover, err := room.In.Directives.Coverage(t.Context(), sekda, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if cover.N != 260+17 || cover.Done != 10 || cover.Told != 1 {
		t.Errorf("coverage %d of %d, %d by word of mouth", cover.Done, cover.N, cover.Told)
	}
	camat, err := room.SignIn(t.Context(), LoginCamat)
	if err != nil {
		t.Fatal(err)
	}
	unread, err := room.In.Directives.Unread(t.Context(), camat)
	if err != nil || unread != 1 {
		t.Errorf("the camat has %d unread, %v", unread, err)
	}
	if _, err := room.In.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

// The demo's pledges and press, in one region because settling one takes its time. Pledges: two heads signed on their phones, the two who lead an agency on paper with
// three names beside them, one assembly; others have not signed, and nobody says why.
func TestTheDemosPledges(t *testing.T) {
	t.Parallel()
	room, c := settled(t, "")
	err := take(t.Context(), c, slices.Concat(pledges(room), papers(room)))
	if err != nil {
		t.Fatal(err)
	}
	sekda, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	cover, err := room.In.Pledges.Coverage(t.Context(), sekda)
	if err != nil {
		t.Fatal(err)
	}
	demosPress(t, room)
	if l := cover.Total; l.Signed != 4 || l.HeadsSigned != 4 || l.OutsideNames != 3 || l.Oaths != 1 || l.People < 12 {
		t.Errorf("totals %+v", l)
	}
	if _, err := room.In.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

// demosPress: Bawaslu has an article and its copy to decide on, with the deputy's title put right by
// the roster; the government has recorded its assembly and sees no more than that.
func demosPress(t *testing.T, room *Room) {
	t.Helper()
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
