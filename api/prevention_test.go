package api_test

import (
	"maps"
	"strings"
	"testing"

	"rambu.id/directive"
)

// dispatch signs and sends a letter of a post.
func (w *world) dispatch(post, id string) {
	w.t.Helper()
	w.post(post, "/surat/"+id+"/tanda-tangan", fields{})
	w.post(post, "/surat/"+id+"/kirim", fields{})
}

// A program of Bawaslu sends an imbauan, one of the government makes the circular and tells the
// counts; neither can do the other's part.
func TestAnImbauanGoesAndItsCountsReturn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const chair, secretary = supervisor + "/ketua", government + "/sekda"
	draft := fields{
		"penanda_tangan": chair, "kepada": []string{secretary}, "hal": "Netralitas", "pembuka": "Kampanye dimulai.",
		"butir": []string{"Tetap netral."}, "dasar": []string{"uu-10-2016 Pasal 71 ayat (1)"},
	}
	w.refused(404, "", secretary, "/imbauan/tulis", draft)
	sent := w.post(chair, "/imbauan/tulis", draft).text("id")
	w.redrafted(chair, secretary, "/imbauan/"+sent, draft)
	w.dispatch(chair, sent)
	arrived := w.get(secretary, "/imbauan").text("butir", "0", "id")
	w.refused(409, "advisory.error.not_sent", secretary, "/imbauan/"+arrived+"/sebaran", nil)
	order := w.post(secretary, "/imbauan/"+arrived+"/edaran", nil).text("id")
	w.refused(409, "advisory.error.circular_exists", secretary, "/imbauan/"+arrived+"/edaran", nil)
	w.refused(404, "", chair, "/imbauan/"+sent+"/edaran", nil)
	who, _, err := w.in.Access.Authenticate(t.Context(), w.as(secretary))
	must(t, err)
	must(t, w.in.Directives.Send(t.Context(), who, directive.SendIn{ID: order, Version: 1}))
	w.dispatch(secretary, w.post(secretary, "/imbauan/"+arrived+"/sebaran", nil).text("id"))
	a := w.get(chair, "/imbauan/"+sent)
	if n, _ := a.at("sebaran", "0", "dituju").(float64); n == 0 || a.list("edaran") != nil {
		t.Errorf("Bawaslu reads %s", a.body)
	}
	if got := w.get(secretary, "/imbauan/"+arrived).text("edaran", "0", "id"); got != order {
		t.Errorf("the circular is %q, want %q", got, order)
	}
}

// A program of an agency asks before it plans, enters what it plans, and decides when the schedule
// shows a campaign event on that day; nobody else's program sees it.
func TestAnActivityMeetsTheCampaign(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const camat, secretary = government + "/camat/18.01.06", government + "/sekda"
	before := w.get(camat, "/kegiatan/bersamaan?jenis=kunjungan&kecamatan=18.01.06&mulai=2024-10-12")
	if len(before.list("bersamaan")) != 0 {
		t.Errorf("nothing is scheduled yet: %s", before.body)
	}
	for day, want := range map[string]bool{"2024-11-30": false, "2024-12-17": true} { // the winner may have been determined
		aid := w.get(camat, "/kegiatan/bersamaan?jenis=hibah&kecamatan=18.01.06&mulai="+day)
		if aid.at("bersamaan", "0", "perlu_dicek") != want || strings.Contains(aid.text("bersamaan", "0", "sebab"), "perlu dicek apakah sudah ditetapkan") != want {
			t.Errorf("aid on %s: %s", day, aid.body)
		}
	}
	event := w.post(secretary, "/kegiatan/kampanye", fields{"kecamatan": "18.01.06", "bentuk": "rapat-umum", "mulai": "2024-10-12"}).text("id")
	id := w.post(camat, "/kegiatan", fields{"jenis": "kunjungan", "nama": "Kunjungan ke balai desa", "kecamatan": "18.01.06", "mulai": "2024-10-12"}).text("id")
	a := w.get(camat, "/kegiatan/"+id)
	if a.text("bersamaan", "0", "kampanye") != event || a.at("belum_diputuskan") != true || a.text("bersamaan", "0", "dasar", "0") != "UU 10/2016 Pasal 71 ayat (1)" {
		t.Errorf("the alert: %s", a.body)
	}
	w.refused(422, "activity.error.reason", camat, "/kegiatan/"+id+"/putusan", fields{"versi": 1, "putusan": "tetap", "alasan": " "})
	w.refused(409, "", camat, "/kegiatan/"+id+"/putusan", fields{"versi": 7, "putusan": "tetap", "alasan": "Jauh."})
	w.post(camat, "/kegiatan/"+id+"/tanya", nil)
	a = w.post(camat, "/kegiatan/"+id+"/putusan", fields{"versi": 1, "putusan": "digeser", "alasan": "Ada kampanye.", "mulai": "2024-10-14"})
	if a.at("belum_diputuskan") != false || a.text("putusan", "0", "alasan") != "Ada kampanye." || a.text("mulai") != "2024-10-14" {
		t.Errorf("decided: %s", a.body)
	}
	w.post(secretary, "/kegiatan/kampanye/"+event+"/cabut", nil)
	if got := w.get(secretary, "/kegiatan/kampanye"); len(got.list("butir")) != 0 {
		t.Errorf("withdrawn: %s", got.body)
	}
	w.refused(404, "", supervisor+"/ketua", "/kegiatan/kampanye", fields{"kecamatan": "18.01.06", "bentuk": "rapat-umum", "mulai": "2024-10-12"})
	w.refused(422, "api.error.unknown", secretary, "/kegiatan/kampanye", fields{"kecamatan": "18.01.06", "bentuk": "debat", "mulai": "2024-10-12", "pasangan": "1"})
}

// Programs of both sides keep one entry; KPU, which has no room, answers on paper.
func TestAContactIsKeptOnBothSides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const secretary, handler = government + "/sekda", supervisor + "/penanganan-pelanggaran"
	entry := fields{
		"dengan": supervisor + "/ketua", "tanggal": "2024-10-04", "cara": "rapat", "topik": "keamanan", "catatan": "Pengamanan rapat umum",
		"kami": []fields{{"jabatan": "Sekretaris Daerah", "nama": "Contoh"}}, "mereka": []fields{{"jabatan": "Ketua"}},
	}
	bad := maps.Clone(entry)
	bad["catatan"] = "Membahas terlapor"
	w.refused(422, "contact.error.case", secretary, "/kontak", bad)
	ours := w.post(secretary, "/kontak", entry)
	if ours.text("status") != "menunggu" {
		t.Fatalf("entered: %s", ours.body)
	}
	arrived := w.get(handler, "/kontak/masuk").text("butir", "0", "id")
	if got := w.get(handler, "/kontak/masuk/"+arrived); got.text("sidik") != ours.text("sidik") || got.text("catatan") != "Pengamanan rapat umum" {
		t.Errorf("Bawaslu reads %s", got.body)
	}
	w.refused(404, "", secretary, "/kontak/masuk/"+arrived+"/jawab", fields{"sah": true})
	theirs := w.post(handler, "/kontak/masuk/"+arrived+"/jawab", fields{"sah": false, "bantahan": "Hanya lewat telepon."})
	ours = w.get(secretary, "/kontak/"+ours.text("id"))
	for _, a := range []answer{ours, theirs} {
		if a.text("status") != "dibantah" || a.text("bantahan") != "Hanya lewat telepon." || a.text("sidik") != ours.text("sidik") {
			t.Errorf("disputed: %s", a.body)
		}
	}
	entry["dengan"] = "kpu.18.01/ketua"
	paper := w.post(secretary, "/kontak", entry).text("id")
	answered := w.ok(w.upload(secretary, "/kontak/"+paper+"/kertas", fields{"sah": true, "nama": "Ketua Contoh", "tanggal": "2024-10-07"}, "scan.png", photo()), "paper")
	if answered.text("status") != "disahkan" || answered.at("di_kertas") != true {
		t.Errorf("on paper: %s", answered.body)
	}
	month := w.get(secretary, "/kontak?bulan=2024-10")
	if len(month.list("butir")) != 2 || month.text("topik", "0", "topik") != "keamanan" || len(month.list("status")) != 2 {
		t.Errorf("the month: %s", month.body)
	}
	w.refused(409, "contact.error.answered", handler, "/kontak/masuk/"+arrived+"/jawab", fields{"sah": true})
}

// redrafted writes a draft anew over the version that was read, and leaves it as it was.
func (w *world) redrafted(chair, secretary, at string, draft fields) {
	w.t.Helper()
	was := w.get(chair, at)
	if was.at("konsep", "versi") != 1.0 || was.text("konsep", "penanda_tangan") != draft["penanda_tangan"] || len(was.list("konsep", "kepada")) == 0 {
		w.t.Errorf("the draft as it is read: %s", was.body)
	}
	changed := maps.Clone(draft)
	changed["versi"], changed["hal"] = 1, "Hal yang diperbaiki"
	if a := w.post(chair, at+"/ubah", changed); a.text("hal") != "Hal yang diperbaiki" || a.at("konsep", "versi") != 2.0 {
		w.t.Errorf("written anew: %s", a.body)
	}
	w.refused(409, "letter.error.draft_changed", chair, at+"/ubah", changed)
	w.refused(404, "", secretary, at+"/ubah", changed)
	changed["versi"], changed["hal"] = 2, draft["hal"]
	w.post(chair, at+"/ubah", changed)
}
