package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// running starts a follow-up whose fourteen working days run in a room, and lets time pass.
func (s *site) running(institution, object string) {
	s.t.Helper()
	who := rambu.System(institution, area)
	_, err := s.in.Log.Do(who, "test", func(op *ledger.Op) error {
		_, err := s.in.Procedure.Start(op, procedure.StartIn{
			Procedure: "rekomendasi-asn", Object: object, Initial: "diterima_ppk", Owner: pemda + "/bkpsdm/disiplin",
		})
		return err
	})
	s.must(err)
}

// "Whose clock has run out, by how many days, under which article?" is answered by one page,
// to the room it belongs to and to no other.
func TestOnePageTellsWhoseClockHasRunOut(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	s.running(pemda, "dsp_00000000000000000000000001")
	s.must(s.legal.MoveTo(time.Date(2024, 10, 25, 8, 30, 0, 0, time.UTC))) // Friday 15.30 WIB, the last day
	secretary := s.officer("sekda@" + pemda)
	if last := secretary.get("/tenggat?semua=1"); !strings.Contains(last.body, "Sisa 8 jam") {
		t.Error("the last day is not counted in hours")
	}
	s.must(s.legal.MoveTo(monday.AddDate(0, 0, 21))) // 28 October; due on the 25th
	got := secretary.get("/tenggat")
	for _, want := range []string{"1 tenggat lewat batas", "Lewat 3 hari", "Jumat, 25 Oktober 2024", "Perpres 116/2022", "BKPSDM", "14 hari kerja"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	other := s.officer("ketua@" + bawaslu).get("/tenggat?semua=1")
	if strings.Contains(other.body, "dsp_") || !strings.Contains(other.body, "Tidak ada") {
		t.Error("the other room reads the clock")
	}
}

// A regional holiday moves running clocks; only the administrator adds one, and a form with a
// mistake keeps what was typed.
func TestAHolidayMovesTheClocks(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	s.running(pemda, "dsp_00000000000000000000000001")
	admin := s.officer("pengelola@" + pemda)
	form := []string{
		"tanggal-d", "15", "tanggal-m", "10", "tanggal-y", "2024", "nama", "Hari jadi kabupaten", "nama-en", "",
		"diumumkan-d", "1", "diumumkan-m", "10", "diumumkan-y", "2024", "dasar", "",
	}
	bad := admin.post("/libur", form...)
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.body, "Hari jadi kabupaten") || !strings.Contains(bad.body, "Tulis dasar") {
		t.Fatalf("without a basis: %d", bad.status)
	}
	form[len(form)-1] = "Keputusan Bupati Nomor 1 Tahun 2024"
	if a := s.officer("sekda@"+pemda).post("/libur", form...); a.status != http.StatusNotFound {
		t.Errorf("somebody else adds a holiday: %d", a.status)
	}
	good := admin.post("/libur", form...)
	good.goes(t, "/libur?bergeser=1")
	if a := admin.get("/libur?bergeser=1"); !strings.Contains(a.body, "1 tenggat bergeser") || !strings.Contains(a.body, "Selasa, 15 Oktober 2024") {
		t.Error("the page does not tell what moved")
	}
	if a := admin.get("/tenggat?semua=1"); !strings.Contains(a.body, "Senin, 28 Oktober 2024") {
		t.Error("the clock did not move")
	} else if !strings.Contains(a.body, "Selasa, 15 Oktober 2024 · Tidak dihitung · hari libur: Hari jadi kabupaten") ||
		!strings.Contains(a.body, "Aparatur sipil negara") || !strings.Contains(a.body, "<details") {
		t.Error("the page does not show the regime, or how the days are counted")
	}
}

// A holiday counts for the institution that entered it. The other one sees it, reads of it in its trail and
// may take it; whoever entered it by mistake withdraws it with a reason.
func TestAHolidayOfTheOtherRoomDoesNotCount(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	s.running(pemda, "dsp_00000000000000000000000001")
	s.running(bawaslu, "pkr_00000000000000000000000001")
	theirs, ours := s.officer("pengelola@"+pemda), s.officer("pengelola@"+bawaslu)
	form := []string{
		"tanggal-d", "15", "tanggal-m", "10", "tanggal-y", "2024", "nama", "Hari jadi kabupaten", "nama-en", "Regency day",
		"diumumkan-d", "1", "diumumkan-m", "10", "diumumkan-y", "2024", "dasar", "Keputusan Bupati Nomor 1 Tahun 2024",
	}
	theirs.post("/libur", form...).goes(t, "/libur?bergeser=1")
	if a := ours.get("/tenggat?semua=1"); !strings.Contains(a.body, "Jumat, 25 Oktober 2024") || strings.Contains(a.body, "28 Oktober") {
		t.Error("the other room's holiday moved our clock")
	}
	if a := ours.get("/jejak"); !strings.Contains(a.body, "Hari libur dicatat lembaga lain") {
		t.Error("our trail does not show it")
	}
	page := ours.get("/libur").body
	id := regexp.MustCompile(`name="pakai"[^>]*value="(lbr_[a-z0-9]+)"`).FindStringSubmatch(page)
	if id == nil || !strings.Contains(page, "Tidak berlaku di sini") || strings.Contains(page, `name="tarik"`) {
		t.Fatalf("it is not offered, or may be withdrawn: %s", page)
	}
	if a := s.officer("ketua@"+bawaslu).post("/libur/pakai", "pakai", id[1]); a.status != http.StatusNotFound {
		t.Errorf("somebody else takes it: %d", a.status)
	}
	if a := ours.post("/libur/pakai"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Pilih hari liburnya") {
		t.Errorf("none chosen: %d", a.status)
	}
	ours.post("/libur/pakai", "pakai", id[1]).goes(t, "/libur?bergeser=1")
	if a := ours.get("/tenggat?semua=1"); !strings.Contains(a.body, "Senin, 28 Oktober 2024") {
		t.Error("taken, it does not move our clock")
	}
	if a := ours.post("/libur/tarik", "tarik", id[1], "alasan", "salah"); a.status != http.StatusNotFound {
		t.Errorf("we withdraw theirs: %d", a.status)
	}
	if a := theirs.post("/libur/tarik", "tarik", id[1], "alasan", ""); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Tulis alasannya") {
		t.Errorf("without a reason: %d", a.status)
	}
	theirs.post("/libur/tarik", "tarik", id[1], "alasan", "Salah tanggal.").goes(t, "/libur?ditarik=1")
	if a := theirs.get("/libur?ditarik=1"); !strings.Contains(a.body, "hari libur ditarik; 1 tenggat bergeser") || !strings.Contains(a.body, "Ditarik 7 Oktober 2024: Salah tanggal.") {
		t.Error("the page does not say what was withdrawn")
	}
	if a := theirs.get("/tenggat?semua=1"); !strings.Contains(a.body, "Jumat, 25 Oktober 2024") {
		t.Error("their clock did not move back")
	}
	if a := theirs.get("/libur?bahasa=en"); !strings.Contains(a.body, "Regency day") || !strings.Contains(a.body, "Withdrawn 7 October 2024") {
		t.Error("the English page")
	}
	past := slices.Clone(form)
	past[1] = "4"
	if a := theirs.post("/libur", past...); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "A day that has passed cannot be entered.") {
		t.Errorf("a day that has passed: %d", a.status)
	}
}

// Who reads the list of clocks and may not open the files gets no link to them; every link that stands on the
// page answers.
func TestTheListLinksOnlyToWhatOpens(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	s.decided("dsp_00000000000000000000000001")
	p, _ := s.in.Pack.Procedure("bawaslu-pilkada")
	_, err := s.in.Log.Do(rambu.System(bawaslu, area), "test", func(op *ledger.Op) error {
		_, err := s.in.Procedure.Start(op, procedure.StartIn{Procedure: p.ID, Object: "pkr_00000000000000000000000001", Initial: "diterima", Owner: bawaslu + "/ketua"})
		return err
	})
	s.must(err)
	for login, want := range map[string]bool{
		"ketua@" + bawaslu: true, "pengelola@" + bawaslu: false, "sekda@" + pemda: true, "pengelola@" + pemda: false,
	} {
		page := s.officer(login).get("/tenggat?semua=1")
		if page.status != http.StatusOK || !strings.Contains(page.body, "erkas 000001") {
			t.Errorf("%s: status %d, no clock", login, page.status)
		}
		if got := strings.Contains(page.body, `href="/perkara/pkr_`) || strings.Contains(page.body, `href="/sanksi/dsp_`); got != want {
			t.Errorf("%s: a link %v, want %v", login, got, want)
		}
	}
}
