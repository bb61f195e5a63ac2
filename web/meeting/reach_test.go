package meeting_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rambu.id/groundtest"
	"rambu.id/meeting"
)

// Who runs the meeting reads before the letter leaves how many posts are vacant that day, and after
// it whom it is not known to have reached, with the way to write a hand-over down; when the door is
// closed, that those are not without explanation.
func TestWhomTheInvitationReached(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := t.Context()
	id := s.planned(rakor())
	_, err := s.Invite(ctx, s.sekda, meeting.InviteIn{Meeting: id, Groups: []meeting.InviteGroup{meeting.GroupAgencies}, Signer: pemda + "/sekda"})
	s.Must(err)
	page := "/rapat/" + id
	s.reads(s.get(page, http.StatusOK), "1 dari 12 jabatan yang diundang kosong pada")
	s.Must(s.Send(ctx, s.sekda, id))
	body := s.get(page, http.StatusOK)
	s.reads(body, "Belum terbukti sampai kepada 10 jabatan", "Belum terbukti sampai") // but the one with an account
	s.misses(body, "kosong pada")
	row := page + "/peserta/" + s.row(id, "dinas-03").ID + "/catatan"
	body = s.get(row, http.StatusOK)
	s.reads(body, "Belum terbukti sampai", "Catat penyerahan undangan")
	var hand string
	for _, c := range s.world.get(id).Letter.Copies {
		if c.ToPost == pemda+"/dinas-03" {
			hand = "/surat/" + c.Letter + "/serah/" + c.ID
		}
	}
	if hand == "" || !strings.Contains(body, hand) {
		t.Errorf("no way to %q", hand)
	}
	s.misses(s.get(page+"/peserta/"+s.row(id, "dinas-00").ID+"/catatan", http.StatusOK), "Catat penyerahan undangan")
	s.handsOver(page)
	s.To("2024-10-07", 9, 0)
	s.Must(s.OpenDoor(ctx, s.tu, id, 0))
	s.To("2024-10-07", 11, 0)
	s.Must(s.Close(ctx, s.tu, id, 0))
	s.reads(s.get(page, http.StatusOK), `1 jabatan ditulis "undangan tidak diterima"`, "Itu bukan kesalahan mereka.")
}

// handsOver records that one courier brought the invitation to everybody below the Sekda; one has said
// meanwhile that he comes. A post below somebody else is left.
func (s *site) handsOver(page string) {
	s.T.Helper()
	id := strings.TrimPrefix(page, "/rapat/")
	post, err := s.Roster.Post(s.T.Context(), pemda+"/dinas-09")
	s.Must(err)
	post.Superior = pemda + "/bupati"
	s.Must(s.Roster.ChangePost(groundtest.Admin(pemda), post))
	s.Must(s.Accept(s.T.Context(), s.tu, s.row(id, "dinas-08").ID))
	s.reads(s.get(page, http.StatusOK), "Catat penyerahan undangan ke banyak jabatan")
	s.reads(s.get(page+"/serah", http.StatusOK), "Sekretaris Daerah", "8 jabatan", "Bupati Rekaan", "1 jabatan")
	form := url.Values{"how": {"kurir"}, "on-d": {"2"}, "on-m": {"10"}, "on-y": {"2024"}, "name": {"Penerima surat"}}
	keeps := func() {
		s.T.Helper()
		if body := s.post(page+"/serah", form, http.StatusUnprocessableEntity); !strings.Contains(body, `value="Penerima surat"`) {
			s.T.Error("what was typed is lost")
		}
	}
	keeps()
	form.Set("atasan", pemda+"/sekda")
	form.Set("on-y", "2030")
	keeps()
	form.Set("on-y", "2024")
	s.post(page+"/serah", form, http.StatusSeeOther)
	s.reads(s.get(page, http.StatusOK), "Belum terbukti sampai kepada 1 jabatan", "Diserahkan")
	s.as(s.camat).get(page+"/serah", http.StatusNotFound)
	s.as(s.sekda)
	s.reads(s.get("/rapat/"+s.drafted(meeting.GroupAgencies)+"/serah", http.StatusOK), "Tidak ada undangan yang dapat dicatat sekaligus")
}
