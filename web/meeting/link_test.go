package meeting_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/meeting/paper"
)

// sent is a meeting whose invitation has left, and the path of its link.
func (s *site) sent() (id, path string) {
	s.T.Helper()
	id = s.invited(rakor())
	v, err := s.Get(s.T.Context(), s.sekda, id)
	s.Must(err)
	l, err := s.links.Of(s.T.Context(), s.sekda, v)
	s.Must(err)
	return id, l.Path
}

// drafted is a meeting whose invitation has not left.
func (s *site) drafted(to ...meeting.InviteGroup) string {
	s.T.Helper()
	ids, err := s.Plan(s.T.Context(), s.sekda, rakor())
	s.Must(err)
	_, err = s.Invite(s.T.Context(), s.sekda, meeting.InviteIn{Meeting: ids[0], Groups: to, Signer: pemda + "/sekda"})
	s.Must(err)
	return ids[0]
}

// An invitation is shared from its page, read by whoever has the link, and answered with a card.
func TestLinkOfAnInvitation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	draft := s.drafted(meeting.GroupAgencies)
	s.as(s.tu)
	s.reads(s.get("/rapat/"+draft, 200), "Tautan untuk dibagikan", "Tautan dapat dibagikan setelah surat undangan dikirim")
	id, path := s.sent()
	page := s.get("/rapat/"+id, 200)
	s.reads(page, "Tautan untuk dibagikan", "http://example.com"+path, "Undangan: Rakor perdana", "Senin, 7 Oktober 2024 pukul 09.00 WIB", "Tempat: Aula Contoh", "Pimpinan: Bupati Rekaan")
	if !strings.Contains(page, "https://wa.me/?text=Undangan") {
		t.Error("no way to share it")
	}
	s.as(s.camat) // whoever is invited may share it, and not change it
	page = s.get("/rapat/"+id, 200)
	s.reads(page, "Teks siap salin")
	s.misses(page, "Cabut tautan")
	s.post("/rapat/"+id+"/tautan", nil, 403)

	s.as(rambu.Actor{})
	page = s.get(path, 200)
	s.reads(page, "Rakor perdana", "Senin, 7 Oktober 2024", "09.00", "Aula Contoh", "Bupati Rekaan", "Netralitas", "dari Sekretaris Daerah", "Kode pada kartu", "Saya berhalangan")
	s.misses(page, "Kepala Dinas", "Camat 0", "Contoh,", "Belum menjawab")
	if !strings.Contains(page, `href="/rapat/`+id+`"`) {
		t.Error("no way to sign in and answer")
	}
	ics := s.serve(httptest.NewRequest(http.MethodGet, path+"/undangan.ics", nil), 200)
	if !strings.HasPrefix(ics.Body.String(), "BEGIN:VCALENDAR") || ics.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("the calendar file is %q", ics.Body)
	}

	s.onePage(path)

	body := s.post(path, url.Values{"kartu": {"0000 0000 0000"}, "jawab": {"hadir"}}, 422)
	if !strings.Contains(body, `value="0000 0000 0000"`) || !regexp.MustCompile(`value="hadir"[^>]*checked`).MatchString(body) {
		t.Error("what was typed is lost")
	}
	s.reads(s.post(path, url.Values{"kartu": {cardCode}}, 422), "Pilih salah satu")
	s.reads(s.post(path, url.Values{"kartu": {cardCode}, "jawab": {"hadir"}}, 200), "Kepala Dinas 05 menyatakan akan hadir")
	if got := s.row(id, "dinas-05"); got.Answer != meeting.WillCome {
		t.Errorf("answer %q", got.Answer)
	}
	s.reads(s.post(path, url.Values{"kartu": {cardCode}, "jawab": {"berhalangan"}}, 200), "Untuk: Kepala Dinas 05", "Nomor dan tanggal surat pendukung")
	body = s.post(path, url.Values{"kartu": {cardCode}, "jawab": {"berhalangan"}, "lengkap": {"1"}, "uraian": {"Ke provinsi"}}, 422)
	s.reads(body, "Pilih salah satu", "Ke provinsi", "Untuk: Kepala Dinas 05")
	reason := url.Values{"kartu": {cardCode}, "jawab": {"berhalangan"}, "lengkap": {"1"}, "alasan": {"dinas-luar"}, "uraian": {"Ke provinsi"}, "surat": {"800/7"}}
	s.reads(s.post(path, reason, 200), "alasan Kepala Dinas 05 sudah diterima")
	if got := s.row(id, "dinas-05"); got.State != meeting.Excused || got.Reason == nil || got.Reason.Text != "Ke provinsi" {
		t.Errorf("recorded %+v", got)
	}
	s.verify()
}

// onePage: what a link gives to print or to send on takes one page, however long its agenda is.
func (s *site) onePage(path string) {
	s.T.Helper()
	w := s.serve(httptest.NewRequest(http.MethodGet, path+"/undangan.pdf", nil), 200)
	if n := strings.Count(w.Body.String(), "/Type /Page\n"); n != 1 || w.Header().Get("Content-Type") != "application/pdf" {
		s.T.Errorf("%d pages, as %q", n, w.Header().Get("Content-Type"))
	}
	o, err := s.links.ByLink(s.T.Context(), strings.TrimPrefix(path, "/u/"))
	s.Must(err)
	o.Card.Agenda = slices.Repeat([]string{strings.Repeat("Kesiapan logistik dan layanan kesehatan. ", 6)}, 30)
	var b bytes.Buffer
	s.Must(paper.Press{Room: s.Room, Words: s.Words}.Invitation(o, "https://rambu.contoh.id"+path, &b))
	if n := strings.Count(b.String(), "/Type /Page\n"); n != 1 {
		s.T.Errorf("an invitation of thirty long items takes %d pages", n)
	}
}

// What is no link, and what is one no longer, each has its page; a card that is not invited is told.
func TestLinksThatOpenNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, path := s.sent()
	s.as(rambu.Actor{})
	for _, forged := range []string{"/u/7k3m-9q2x", "/u/7k3m-9q2x-4bnd", "/u/" + strings.Repeat("0", 200), path[:len(path)-1], path + "/undangan.ics/x"} {
		if strings.HasSuffix(forged, "/x") {
			s.get(forged, 404)
			continue
		}
		body := s.get(forged, 404)
		s.reads(body, "Tautan ini tidak membuka undangan", "terpotong")
		s.misses(body, "Rakor perdana")
	}
	s.post("/u/7k3m-9q2x-4bnd", url.Values{"kartu": {cardCode}}, 404)
	s.as(s.sekda)
	s.post("/rapat/"+id+"/tautan", nil, 303)
	s.reads(s.get(path, 410), "Tautan ini sudah dicabut", "Minta tautan yang baru")
	s.misses(s.get(path, 410), "Rakor perdana", "Kode pada kartu")
	s.post(path, url.Values{"kartu": {cardCode}, "jawab": {"hadir"}}, 410)
	s.get(path+"/undangan.ics", 410)
	s.get(path+"/undangan.pdf", 410)
	s.post("/rapat/"+id+"/tautan/cabut", nil, 303)
	s.reads(s.get("/rapat/"+id, 200), "tautannya sudah dicabut", "Buat tautan")

	off, path := s.sent()
	s.post("/rapat/"+off+"/batal", url.Values{"alasan": {"Banjir."}}, 303)
	s.as(rambu.Actor{})
	page := s.get(path, 200)
	s.reads(page, "Rapat ini dibatalkan.", "Banjir.", "Simpan ke kalender")
	s.misses(page, "Kode pada kartu")
	s.post(path, url.Values{"kartu": {cardCode}, "jawab": {"hadir"}}, 409)

	others := s.drafted(meeting.GroupDistricts)
	s.Must(s.Send(t.Context(), s.sekda, others))
	v, err := s.Get(t.Context(), s.sekda, others)
	s.Must(err)
	l, err := s.links.Of(t.Context(), s.sekda, v)
	s.Must(err)
	s.reads(s.post(l.Path, url.Values{"kartu": {cardCode}, "jawab": {"hadir"}}, 422), "Jabatan pada kartu ini tidak diundang")
	s.misses(s.get(l.Path, 200), "Kepala Dinas 05")
}

// After the meeting a card still gives a reason, until the last day; then the link opens no more.
func TestReasonByLinkAfterTheMeeting(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, path := s.sent()
	s.To("2024-10-07", 8, 55)
	s.Must(s.OpenDoor(t.Context(), s.tu, id, 0))
	s.Must(s.Close(t.Context(), s.tu, id, 0))
	s.as(rambu.Actor{})
	page := s.get(path, 200)
	s.reads(page, "Rapat ini sudah selesai", "Kamis, 10 Oktober 2024")
	s.misses(page, "Saya akan hadir")
	s.reads(s.post(path, url.Values{"kartu": {cardCode}, "jawab": {"hadir"}}, 200), "Untuk: Kepala Dinas 05")
	s.post(path, url.Values{"kartu": {cardCode}, "lengkap": {"1"}, "alasan": {"sakit"}}, 200)
	if got := s.row(id, "dinas-05"); got.State != meeting.Excused {
		t.Errorf("state %q", got.State)
	}
	s.To("2024-10-11", 8, 0)
	s.reads(s.get(path, 410), "Rapat ini sudah lewat")
}

// Whoever guesses links from one network is slowed down.
func TestGuessingLinks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as(rambu.Actor{})
	for range 120 {
		s.serve(httptest.NewRequest(http.MethodGet, "/u/7k3m-9q2x-4bnd", nil), 404)
	}
	s.serve(httptest.NewRequest(http.MethodGet, "/u/7k3m-9q2x-4bnd", nil), 429)
}

// Without the office key somebody says on his own page why he was away, with a paper, and whoever
// judges it reads it; he himself cannot open it again.
func TestReasonWithoutKey(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, _ := s.sent()
	base := "/rapat/" + id
	keyless := s.kadis
	keyless.Keys, keyless.Roles = nil, []rambu.Role{rambu.RoleFieldStaff}
	s.as(keyless)
	page := s.get(base+"/hadir", 200)
	s.reads(page, "Saya akan hadir", "Sampaikan alasan")
	if !strings.Contains(page, `href="`+base+`/hadir/alasan"`) {
		t.Error("no way to give a reason")
	}
	page = s.get(base+"/hadir/alasan", 200)
	s.reads(page, "Rapat koordinasi", "Kepala Dinas 00", "Anda sendiri tidak dapat membukanya lagi", "Berkas surat")
	s.misses(page, "Rakor perdana")
	body := s.post(base+"/hadir/alasan", url.Values{"uraian": {"Demam tinggi"}}, 422)
	s.reads(body, "Pilih salah satu", "Demam tinggi")
	s.To("2024-10-07", 8, 55)
	s.Must(s.OpenDoor(t.Context(), s.tu, id, 0))
	s.reads(s.get(base+"/hadir", 200), "Enam angka di layar pintu", "Sampaikan alasan")
	s.Must(s.Close(t.Context(), s.tu, id, 0))
	s.reads(s.get(base+"/hadir/alasan", 200), "Batas memberi alasan", "Kamis, 10 Oktober 2024", "Tanpa keterangan")
	s.send(base+"/hadir/alasan", "surat-dokter.pdf", "%PDF-1.7 dokter", 303, "alasan", "sakit", "uraian", "Demam tinggi", "surat", "445/1")
	page = s.get(base+"/hadir", 200)
	s.reads(page, "Alasan Anda diterima pukul 08.55 WIB", "Ganti alasan")
	s.misses(page, "Demam tinggi")
	s.misses(s.get(base+"/hadir/alasan", 200), "Demam tinggi", "surat-dokter.pdf")
	s.as(s.bkpsdm)
	s.reads(s.get(s.rowPath(base, "dinas-00")+"/catatan", 200), "Demam tinggi", "surat-dokter.pdf", "445/1")
	s.as(keyless)
	s.To("2024-10-11", 8, 0)
	s.reads(s.get(base+"/hadir/alasan", 200), "Alasan tidak dapat lagi diberikan")
	s.reads(s.post(base+"/hadir/alasan", url.Values{"alasan": {"sakit"}}, 409), "10 Oktober 2024")
	s.misses(s.get(base+"/hadir", 200), "Ganti alasan")
	other := s.camat
	other.Keys, other.Post = nil, pemda+"/staf"
	s.as(other)
	s.get(base+"/hadir/alasan", 404)
	s.post(base+"/hadir/alasan", url.Values{"alasan": {"sakit"}}, 404)
	s.verify()
}
