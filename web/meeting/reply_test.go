package meeting_test

import (
	"net/http"
	"net/url"
	"testing"

	"rambu.id"
)

// The right of reply by the pages: of somebody without an office key, and on paper for a post without
// an account. Who was not asked reads nothing of it.
func TestReplyWithoutAKeyAndOnPaper(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := t.Context()
	id := s.held("2024-10-07", "dinas-00", "dinas-01")
	base := "/rapat/" + id
	s.To("2024-10-14", 9, 0)
	s.misses(s.as(s.tu).get(base, http.StatusOK), "Catat tanggapan di atas kertas")
	s.Must(s.AskReplies(ctx, s.inspektur, id))
	keyless := s.kadis
	keyless.Keys, keyless.Roles = nil, []rambu.Role{rambu.RoleFieldStaff}
	s.as(keyless)
	s.reads(s.get(base+"/hadir", http.StatusOK), "Inspektorat meminta tanggapan Anda sampai", "Beri tanggapan")
	s.reads(s.get(base+"/tanggapan", http.StatusOK), "Beri tanggapan", "7 Oktober 2024")
	s.reads(s.post(base+"/tanggapan", url.Values{"tanggapan": {""}}, http.StatusUnprocessableEntity), "Beri tanggapan")
	if to := s.post(base+"/tanggapan", url.Values{"tanggapan": {"Saya di provinsi."}}, http.StatusSeeOther); to != base {
		t.Errorf("goes on at %s", to)
	}
	s.misses(s.get(base+"/hadir", http.StatusOK), "Inspektorat meminta")
	s.as(s.camat)
	s.misses(s.get(base+"/hadir", http.StatusOK), "Inspektorat meminta")
	s.post(base+"/tanggapan", url.Values{"tanggapan": {"x"}}, http.StatusNotFound)

	s.as(s.tu)
	s.reads(s.get(base, http.StatusOK), "Catat tanggapan di atas kertas")
	form := base + "/tanggapan/surat"
	s.reads(s.get(form, http.StatusOK), "Kepala Dinas 01")
	s.misses(s.get(form, http.StatusOK), "Kepala Dinas 00")
	paper := url.Values{"jabatan": {pemda + "/dinas-01"}, "nama": {"Kadis Contoh"}, "tanggal-d": {"31"}, "tanggal-m": {"12"}, "tanggal-y": {"2024"}, "tanggapan": {"Jalan putus."}}
	s.reads(s.post(form, paper, http.StatusUnprocessableEntity), "dalam hari tanggapan", "Jalan putus.")
	paper.Set("tanggal-d", "14")
	paper.Set("tanggal-m", "10")
	s.post(form, paper, http.StatusSeeOther)
	s.misses(s.get(base, http.StatusOK), "Catat tanggapan di atas kertas", "Jalan putus.")
	s.as(s.kadis).post(form, paper, http.StatusNotFound)
	s.To("2024-10-22", 9, 0)
	s.reads(s.as(s.inspektur).get(base+"/tinjauan", http.StatusOK), "Jalan putus.", "Di atas kertas: Kadis Contoh", "2 dari 2 jabatan menanggapi")
}
