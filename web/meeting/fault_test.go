package meeting_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/meeting"
)

// atDoor is a meeting whose door is open, and the code of this moment.
func (s *site) atDoor() (base string, code func() string) {
	s.T.Helper()
	id := s.invited(rakor())
	s.To("2024-10-07", 8, 55)
	s.Must(s.OpenDoor(s.T.Context(), s.tu, id, 0))
	return "/rapat/" + id, func() string {
		screen, err := s.Screen(s.T.Context(), s.tu, id)
		s.Must(err)
		return screen.Code.Digits
	}
}

// The line breaks after he was recorded: the same form again says when, and nothing else changes.
// Somebody without an office key sees no title, and checks in all the same.
func TestHereAgainAndWithoutKey(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, code := s.atDoor()
	now := code()
	s.as(s.camat)
	if to := s.post(base+"/hadir", url.Values{"kode": {now}}, 303); to != base+"/hadir" {
		t.Errorf("leads to %s", to)
	}
	s.Must(s.machine.MoveTo(s.machine.Now().Add(3 * time.Minute)))
	s.To("2024-10-07", 9, 3)
	to := s.post(base+"/hadir", url.Values{"kode": {now}}, 303)
	s.reads(s.get(to, 200), "Sudah tercatat pukul 08.55 WIB", "Rakor perdana")
	s.as(s.sekdis)
	s.reads(s.get(base+"/hadir?kode="+code(), 403), "tidak diundang dan tidak mewakili siapa pun")
	s.reads(s.post(base+"/hadir", url.Values{"kode": {code()}}, 403), "tidak diundang dan tidak mewakili siapa pun")
	s.get(base+"/hadir?kode=000000", 404)
	keyless := s.kadis
	keyless.Keys, keyless.Roles = nil, []rambu.Role{rambu.RoleFieldStaff}
	s.as(keyless)
	page := s.get(base+"/hadir?kode="+now, 200)
	if strings.Contains(page, "Rakor perdana") {
		t.Error("the title is shown without a key")
	}
	s.reads(page, "Rapat koordinasi", "Kepala Dinas 00")
	body := s.post(base+"/hadir", url.Values{"kode": {now}}, 422)
	s.reads(body, "Kode tidak cocok atau sudah berganti")
	s.post(base+"/hadir", url.Values{"kode": {code()}}, 303)
	s.reads(s.get(base+"/hadir", 200), "Tercatat pukul 09.03 WIB")
}

// A village head without an account scans the code and types the one on his card.
func TestCardAtTheDoor(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, code := s.atDoor()
	s.as(rambu.Actor{})
	card := "/hadir/" + strings.TrimPrefix(base, "/rapat/")
	page := s.get(base+"/hadir?kode="+code(), 200)
	if strings.Contains(page, "Rakor perdana") {
		t.Error("a stranger reads what the meeting is about")
	}
	s.reads(page, "Kode pada kartu", "Masuk, lalu catat hadir")
	body := s.post(card, url.Values{"kartu": {"0000 0000 0000"}, "kode": {code()}}, 422)
	if !strings.Contains(body, `value="0000 0000 0000"`) {
		t.Error("what was typed is lost")
	}
	body = s.post(card, url.Values{"kartu": {cardCode}, "kode": {"000000"}}, 422)
	if !strings.Contains(body, cardCode) || !strings.Contains(body, `id="kode"`) {
		t.Error("the card is lost, or the code of the door not asked for anew")
	}
	s.reads(s.post(card, url.Values{"kartu": {cardCode}, "kode": {code()}}, 200), "Tercatat pukul 08.55 WIB", "Kepala Dinas 05")
	s.reads(s.post(card, url.Values{"kartu": {cardCode}, "kode": {"000000"}}, 200), "Sudah tercatat pukul 08.55 WIB")
	s.post("/hadir/rpt_00000000000000000000000000", url.Values{"kartu": {cardCode}, "kode": {code()}}, 403)
	s.as(s.tu)
	s.reads(s.get(base+"/daftar", 200), "Jam peladen: 08.55 WIB")
	if got := s.row(strings.TrimPrefix(base, "/rapat/"), "dinas-05").How; got != meeting.ByCard {
		t.Errorf("how %q", got)
	}
}

// Two rooms at once: he is told, both ushers see it, and what the usher typed is kept when a line
// cannot be taken.
func TestTwoRoomsOnThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, code := s.atDoor()
	in := rakor()
	in.Title = "Rapat lain"
	id := s.invited(in)
	s.Must(s.OpenDoor(t.Context(), s.tu, id, 0))
	s.as(s.camat)
	s.post(base+"/hadir", url.Values{"kode": {code()}}, 303)
	s.To("2024-10-07", 9, 5)
	other, err := s.Screen(t.Context(), s.tu, id)
	s.Must(err)
	s.post("/rapat/"+id+"/hadir", url.Values{"kode": {other.Code.Digits}}, 303)
	s.reads(s.get("/rapat/"+id+"/hadir", 200), "Anda juga tercatat di rapat lain pada jam yang sama (pukul 08.55 WIB)")
	s.as(s.tu)
	s.reads(s.get(base+"/daftar", 200), "Tercatat di dua rapat", "di sini 08.55 WIB, di Rapat lain 09.05 WIB")
	s.reads(s.get("/rapat/"+id, 200), "Tercatat di dua rapat", "di sini 09.05 WIB, di Rakor perdana 08.55 WIB")
	row := s.row(id, "dinas-02")
	body := s.post("/rapat/"+id+"/daftar", url.Values{"hadir": {row.ID}, "pukul": {"9.x"}}, 422)
	if !strings.Contains(body, `value="9.x"`) || !strings.Contains(body, `value="`+row.ID+`" id="h-`+row.ID+`" checked`) {
		t.Error("what was typed is lost")
	}
	body = s.post("/rapat/"+id+"/daftar", url.Values{"hadir": {row.ID}, "pukul": {"09.30"}}, 422)
	s.reads(body, "Jam kedatangan 09.30 belum tiba: sekarang pukul 09.05 menurut peladen", "0 catatan baru, 0 sudah tercatat sebelumnya")
	if !strings.Contains(body, `value="09.30"`) || !strings.Contains(body, `id="h-`+row.ID+`" checked`) {
		t.Error("a line that was refused is not kept")
	}
}

// A meeting is called off: with a reason, and a letter that waits for the one who invited.
func TestCallOffPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.invited(rakor())
	base := "/rapat/" + id
	s.as(s.tu)
	s.reads(s.get(base, 200), "Batalkan")
	s.reads(s.get(base+"/batal", 200), "Alasan", "konsep surat pembatalan")
	long := strings.Repeat("a", 4001)
	body := s.post(base+"/batal", url.Values{"alasan": {long}}, 422)
	if !strings.Contains(body, long) {
		t.Error("what was typed is lost")
	}
	s.post(base+"/batal", url.Values{"alasan": {"Banjir."}}, 303)
	s.reads(s.get(base, 200), "Rapat ini dibatalkan.", "Banjir.", "Surat pembatalan belum dikirim")
	s.as(s.sekda)
	s.reads(s.get(base, 200), "Tanda tangani dan kirim")
	s.post(base+"/kirim", nil, 303)
	s.reads(s.get(base, 200), "sudah dikirim kepada semua yang diundang")
	s.as(s.camat)
	s.reads(s.get(base, 200), "Rapat ini dibatalkan.", "Banjir.")
	r := httptest.NewRequest(http.MethodPost, base+"/batal", nil)
	s.serve(r, 403)
}

// Whoever holds no office key is led from a meeting to his own part, answers there for himself or as a
// stand-in, and comes in.
func TestAnswersWithoutKey(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base := "/rapat/" + s.invited(rakor())
	keyless := func(who rambu.Actor) rambu.Actor {
		who.Keys, who.Roles = nil, []rambu.Role{rambu.RoleFieldStaff}
		return who
	}
	s.as(s.kadis).post(s.rowPath(base, "dinas-00")+"/wakil", url.Values{
		"jabatan": {pemda + "/dinas-00/sekretaris"}, "nomor": {"800/1"}, "tanggal-d": {"2"}, "tanggal-m": {"10"}, "tanggal-y": {"2024"},
	}, 303)
	s.as(keyless(s.camat))
	if to := s.serve(httptest.NewRequest(http.MethodGet, base, nil), 303).Header().Get("Location"); to != base+"/hadir" {
		t.Errorf("leads to %s", to)
	}
	page := s.get(base+"/hadir", 200)
	s.reads(page, "Rapat koordinasi", "Saya akan hadir")
	if strings.Contains(page, `href="`+base+`"`) {
		t.Error("the way back leads in a circle")
	}
	s.post(base+"/hadir/jawab", url.Values{"baris": {s.row(strings.TrimPrefix(base, "/rapat/"), "camat-00").ID}, "jawab": {"hadir"}}, 303)
	s.misses(s.get(base+"/hadir", 200), "Saya akan hadir")
	s.as(keyless(s.sekdis))
	row := s.row(strings.TrimPrefix(base, "/rapat/"), "dinas-00").ID
	s.reads(s.get(base+"/hadir", 200), "Mewakili: Kepala Dinas 00", "Saya menerima mandat ini")
	s.reads(s.post(base+"/hadir/jawab", url.Values{"baris": {row}}, 422), "Saya menerima mandat ini")
	s.post(base+"/hadir/jawab", url.Values{"baris": {s.row(strings.TrimPrefix(base, "/rapat/"), "dinas-01").ID}, "jawab": {"ya"}}, 404)
	s.post(base+"/hadir/jawab", url.Values{"baris": {row}, "jawab": {"ya"}}, 303)
	s.misses(s.get(base+"/hadir", 200), "Saya menerima mandat ini")
	s.To("2024-10-07", 8, 55)
	s.Must(s.OpenDoor(s.T.Context(), s.tu, strings.TrimPrefix(base, "/rapat/"), 0))
	screen, err := s.Screen(s.T.Context(), s.tu, strings.TrimPrefix(base, "/rapat/"))
	s.Must(err)
	s.post(base+"/hadir", url.Values{"kode": {screen.Code.Digits}}, 303)
	s.reads(s.get(base+"/hadir", 200), "Tercatat pukul 08.55 WIB", "Diwakili")
}
