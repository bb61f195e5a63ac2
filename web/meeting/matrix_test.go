package meeting

import (
	"fmt"
	"testing"

	"rambu.id/meeting"
	"rambu.id/roster"
)

// Three hundred heads of villages asked to one meeting say nothing about a habit: they are counted
// apart from those who were asked again.
func TestInvitedTo(t *testing.T) {
	t.Parallel()
	shown := []meeting.Session{{ID: "rpt_1"}, {ID: "rpt_2"}}
	m := &meeting.Matrix{Cells: map[roster.PostID]map[string]meeting.Presence{}}
	for n := range 300 {
		post := roster.PostID(fmt.Sprintf("desa-%d", n))
		m.Posts = append(m.Posts, post)
		m.Cells[post] = map[string]meeting.Presence{"rpt_1": meeting.Present, "rpt_0": meeting.Present}
	}
	m.Posts = append(m.Posts, "camat", "bupati")
	m.Cells["camat"] = map[string]meeting.Presence{"rpt_1": meeting.Unexplained, "rpt_2": meeting.Present}
	for least, want := range map[int]int{1: 301, 2: 1, 3: 0} {
		if got := invitedTo(m, shown, least); got != want {
			t.Errorf("%d posts invited to %d meetings, want %d", got, least, want)
		}
	}
}
