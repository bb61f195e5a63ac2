package practice

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// event is what the press said of a meeting, and how it stands in the book when the demo begins.
type event struct {
	Chair, Place, Visitor string
	On                    rambu.Date
	Kind                  meeting.Kind
	State                 meeting.State
	Classes               []string // of invited posts
}

// The events of October and November 2024 stand in the book as they were: who led and in which
// mode of office, where, when, and which classes were invited.
func TestTheEventsAreFacts(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	who, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	const yard, hall = "Halaman kantor bupati", "Aula Sekretariat Daerah"
	all := []string{"asisten", "camat", "kepala-bagian", "kepala-opd", "staf-ahli"}
	want := map[string]event{
		"Rakor persiapan Pilkada": {
			"Plt. Bupati Lampung Selatan", "Balai pertemuan, kompleks kantor bupati", "", "2024-10-03", meeting.Coordination, meeting.Closed,
			[]string{"asisten", "camat", "kepala-bagian", "kepala-desa", "kepala-opd", "kepala-uptd", "lurah", "staf-ahli"},
		},
		"Apel Senin 7 Oktober": {
			"Plt. Bupati Lampung Selatan", yard, "", "2024-10-07", meeting.Assembly, meeting.Closed,
			[]string{"asisten", "camat", "kepala-bagian", "kepala-opd", "sekda", "staf-ahli"},
		},
		"Rakor perdana Plt. Bupati": {
			"Plt. Bupati Lampung Selatan", hall, "", "2024-10-07", meeting.Coordination, meeting.DoorOpen, append(all, "forkopimda"),
		},
		"Rakor lintas perangkat daerah": {
			"Pj. Sekretaris Daerah", "Ruang rapat Sekretariat Daerah", "", "2024-10-07", meeting.Coordination, meeting.Invited, []string{"camat", "kepala-opd"},
		},
		"Kunjungan Wakil Menteri Dalam Negeri": {
			"Plt. Bupati Lampung Selatan", "Aula Rajabasa, kompleks kantor bupati", "Wakil Menteri Dalam Negeri", "2024-11-22", meeting.Visit, meeting.Invited,
			[]string{"forkopimda", "kepala-opd", "sekda"},
		},
	}
	lines, err := room.In.Meetings.List(t.Context(), who, "2024-10-01", "2024-12-31")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]event{}
	for _, l := range lines {
		v, err := room.In.Meetings.Get(t.Context(), who, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		got[v.Title] = event{v.Chair.Title, v.Place, v.Visitor, v.On, v.Kind, v.State, classes(t, room, v)}
	}
	for _, e := range want {
		slices.Sort(e.Classes)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The heads of technical units were asked to the rakor of 3 October (another region's): they have
// posts and names here, and most were there.
func TestTheBranchesWereInvited(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	who, err := room.SignIn(t.Context(), LoginSekda)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := room.In.Meetings.List(t.Context(), who, "2024-10-03", "2024-10-03")
	if err != nil || len(lines) != 1 {
		t.Fatalf("%d meetings on 3 October: %v", len(lines), err)
	}
	v, err := room.In.Meetings.Get(t.Context(), who, lines[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	came := 0
	var invited []string
	for _, i := range v.Invitees {
		if strings.Contains(string(i.Post), "/uptd-") {
			invited = append(invited, v.Held[i.Post].Title)
			if v.Held[i.Post].Name == "" {
				t.Errorf("%s has no name", i.Post)
			}
			if i.State.Group() == meeting.GroupHolder {
				came++
			}
		}
	}
	if len(invited) != 5 || came < 3 {
		t.Errorf("%d of %q came", came, invited)
	}
}

// classes are the offices of the invited posts, each once; those of Forkopimda are one.
func classes(t *testing.T, room *Room, v *meeting.View) []string {
	t.Helper()
	var out []string
	for _, i := range v.Invitees {
		p, err := room.In.Roster.Post(t.Context(), i.Post)
		if err != nil {
			t.Fatal(err)
		}
		name := string(p.Office)
		if !strings.HasPrefix(p.Institution, "pemda") {
			name = "forkopimda"
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Twelve weekly assemblies lie behind the demo's Monday, each closed with the presence of people;
// and exactly one meeting is there to close by hand.
func TestTwelveWeeklyAssembliesAndOneMeetingToClose(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	who, err := room.SignIn(t.Context(), LoginClerkG)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := room.In.Meetings.List(t.Context(), who, "2024-07-01", "2024-12-31")
	if err != nil {
		t.Fatal(err)
	}
	var mondays []rambu.Date
	var open []string
	for _, l := range lines {
		v, err := room.In.Meetings.Get(t.Context(), who, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if v.State == meeting.DoorOpen {
			open = append(open, v.Title)
		}
		if v.Title != "Apel Senin" {
			continue
		}
		counts := v.Counts()
		if v.State != meeting.Closed || counts[meeting.GroupHolder] < 40 || counts[meeting.GroupUnexplained] == 0 {
			t.Errorf("%s is %s with %v", v.On, v.State, counts)
		}
		mondays = append(mondays, v.On)
	}
	slices.Sort(mondays)
	if diff := cmp.Diff(weeks(), mondays); diff != "" || len(mondays) != 12 {
		t.Errorf("weekly assemblies (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Rakor perdana Plt. Bupati"}, open); diff != "" {
		t.Errorf("open doors (-want +got)\n%s", diff)
	}
}

// The heads of villages and wards are people with names, some of them civil servants who act; some
// posts are vacant, so that a page has something to flag.
func TestVillagesHaveHeads(t *testing.T) {
	t.Parallel()
	room := Lively(t)
	who, err := room.SignIn(t.Context(), LoginAdminG)
	if err != nil {
		t.Fatal(err)
	}
	posts, err := room.In.Roster.Posts(t.Context(), roster.PostFilter{Institution: Government, Office: roster.OfficeVillageHead})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]roster.PostID, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	held, err := room.In.Roster.HoldersOf(t.Context(), who, ids, "2024-10-07")
	if err != nil {
		t.Fatal(err)
	}
	acting, vacant, names := 0, 0, map[string]bool{}
	for _, id := range ids {
		for _, h := range held[id] {
			names[h.Person.Name.String()] = true
		}
		switch {
		case len(held[id]) == 0:
			vacant++
		case held[id][0].Tenure.Mode == roster.Pj:
			acting++
		}
	}
	if len(names) != len(ids)-vacant {
		t.Errorf("%d names for %d heads", len(names), len(ids)-vacant)
	}
	if len(ids) != 256 || acting < 15 || vacant == 0 || vacant > 10 {
		t.Errorf("%d villages, %d acting heads, %d vacant", len(ids), acting, vacant)
	}
}
