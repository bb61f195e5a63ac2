package discipline_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id/discipline"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

func alleged(code, class, on string) []string {
	return append(date("tanggal-perbuatan", on), "nama", "Contoh Terlapor", "jabatan", "Staf", "golongan", class, "perbuatan", code,
		"sumber", "Media", "uraian", "Uraian yang panjang.")
}

// An item that was none of the day is explained, what was typed stays, and the list is that of the day.
func TestActsOfTheDay(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	first := textOf(s.get("/sanksi/baru", http.StatusOK))
	if !strings.Contains(first, "SKB-D1 – memasang spanduk/baliho/alat peraga calon [Sejak penetapan pasangan calon]") {
		t.Error("the list does not say since when an item holds")
	}
	if strings.Contains(first, "ASN instansi vertikal") {
		t.Error("the list offers a class on which a minister decides")
	}
	_, body := s.post("/sanksi/baru", http.StatusUnprocessableEntity, alleged("SKB-D1", "pns", "2024-08-01")...)
	text := textOf(body)
	for _, want := range []string{"Menurut paket hukum, SKB-D1 tidak berlaku pada 1 Agustus 2024", "Padanannya pada tanggal itu: SKB-E1.", "SKB-E1 –", "SKB-D1 –", "Uraian yang panjang."} {
		if !strings.Contains(text, want) {
			t.Errorf("not said: %s", want)
		}
	}
	if strings.Contains(text, "SKB-D2 –") || strings.Contains(text, "PP94-5N1 –") {
		t.Error("the list still offers items of another time")
	}
	if !strings.Contains(body, `value="SKB-D1" selected`) {
		t.Error("the chosen item is lost")
	}
	to, _ := s.post("/sanksi/baru", http.StatusSeeOther, alleged("SKB-E1", "pns", "2024-08-01")...)
	if got := textOf(s.get(to, http.StatusOK)); !strings.Contains(got, "memasang spanduk") {
		t.Errorf("opened as %.300s", got)
	}
}

// The form says why a class has no form of a level.
func TestMissingFormsAreExplained(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	for class, want := range map[string]string{
		"cpns": "CPNS yang dikenai hukuman sedang atau berat diberhentikan; pasal dan bentuk keputusannya perlu dicek. (Perlu dicek)",
		"pppk": "Bentuk lain tingkat sedang bagi PPPK tidak ditemukan.",
	} {
		to, _ := s.post("/sanksi/baru", http.StatusSeeOther, alleged("SKB-D7", class, "2024-10-02")...)
		if got := textOf(s.get(to+"/keputusan", http.StatusOK)); !strings.Contains(got, want) {
			t.Errorf("%s: the form does not say: %s", class, want)
		}
	}
}

// An objection and its outcome by form: what annuls the penalty ends the matter and is answered so.
func TestOutcomeByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-01")
	id := s.opened(study())
	s.examined(id)
	s.decreed(id)
	s.to("2024-10-14")
	s.step(id, "penyampaian", "cara", discipline.HandedOver, "catatan", "Diserahkan.")
	s.to("2024-11-05")
	s.step(id, "berlaku")
	s.step(id, "upaya", append(date("tanggal", "2024-11-01"), "nomor", "1", "catatan", "Keberatan.")...)
	text := textOf(s.get("/sanksi/"+id, http.StatusOK))
	if !strings.Contains(text, "Catat putusan keberatan atau banding") || strings.Contains(text, "Catat pelaksanaan") {
		t.Errorf("with an open objection the page offers: %.600s", text)
	}
	form := textOf(s.get("/sanksi/"+id+"/putusan-upaya", http.StatusOK))
	for _, want := range []string{"Menguatkan keputusan", "Membatalkan hukuman", "Hasilnya menentukan"} {
		if !strings.Contains(form, want) {
			t.Errorf("the form does not say: %s", want)
		}
	}
	s.step(id, "putusan-upaya", "hasil", "membatalkan", "nomor", "KEB/2")
	text = textOf(s.get("/sanksi/"+id, http.StatusOK))
	for _, want := range []string{"Hukuman dibatalkan", "KEB/2 Membatalkan hukuman", "Buat surat jawaban"} {
		if !strings.Contains(text, want) {
			t.Errorf("not said: %s", want)
		}
	}
	s.step(id, "jawaban", "isi-jawaban", "hasil", "penanda-tangan", pemda+"/bupati")
	m := s.reread(id)
	o, err := s.letters.Open(t.Context(), s.bupati, m.Answer)
	s.must(err)
	if a, ok := o.Payload.(*kinds.Answer); !ok || a.Result != kinds.ResultAnnulled {
		t.Errorf("answered %+v", o.Payload)
	}
}

// On village staff their own village head decides, after he consulted the camat.
func TestVillageStaffByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	s.must(s.roster.AddPost(admin(pemda), roster.Post{ID: pemda + "/desa-uji", Institution: pemda, Title: "Kepala Desa Rekaan", Class: roster.ClassVillageHead, Superior: pemda + "/camat"}))
	s.person(pemda+"/desa-uji", "Tarmizi Contoh", "", roster.SubjectVillageHead, roster.Definitive, "2021-01-04", "")
	to, _ := s.post("/sanksi/baru", http.StatusSeeOther, alleged("DS-51J", "perangkat-desa", "2024-10-02")...)
	id := strings.TrimPrefix(to, "/sanksi/")
	s.step(id, "langkah-desa", "langkah", "klarifikasi_camat_dpmd", "catatan", "Diklarifikasi.")
	if got := textOf(s.get(to+"/atasan", http.StatusOK)); !strings.Contains(got, "Kepala Desa Rekaan") || strings.Contains(got, "Kepala BKPSDM") {
		t.Errorf("offered as superior: %.400s", got)
	}
	s.step(id, "atasan", "atasan", pemda+"/desa-uji")
	form := textOf(s.get(to+"/langkah-desa", http.StatusOK))
	for _, want := range []string{"perlu keputusan kepala desa setempat sesudah berkonsultasi dengan camat", "Konsultasi dengan camat", "Kepala Desa Rekaan"} {
		if !strings.Contains(form, want) {
			t.Errorf("the form does not say: %s", want)
		}
	}
	s.step(id, "langkah-desa", "langkah", "teguran_lisan", "nomor", "1/2024", "catatan", "Ditegur.", "penanda-tangan", pemda+"/desa-uji",
		"konsultasi-camat", "Rapat 7 Oktober 2024.")
	if d, _ := discipline.Latest[discipline.Decision](s.reread(id).Papers); d == nil || d.Title != "Kepala Desa Rekaan" || d.Camat == "" {
		t.Errorf("decided %+v", d)
	}
}
