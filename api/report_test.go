package api_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id/intake"
)

// A program lodges a report with a file, sends it again, follows it up with the code, and an
// officer answers.
func TestReportFromLodgingToReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret := intake.NewDraft().String()
	a := w.upload("", "/laporan/berkas", fields{"rahasia": secret}, `C:\Foto\lapangan.png`, photo())
	w.ok(a, "stage")
	if a.text("berkas", "0", "nama") != "lapangan.png" || a.text("berkas", "0", "jenis") != "image/png" {
		t.Errorf("staged: %s", a.body)
	}
	first := w.post("", "/laporan", tip(secret))
	id, code := first.text("nomor"), first.text("kode")
	if first.text("status") != "diterima" || len(code) != 16 || first.text("periksa_kotak_surat") != "2024-10-09" {
		t.Fatalf("lodged: %s", first.body)
	}
	again := w.post("", "/laporan", tip(secret))
	if again.text("nomor") != id || again.text("kode") != code || again.at("berulang") != true || again.at("berbeda") != nil {
		t.Errorf("lodged again: %s", again.body)
	}
	proof := w.post("", "/periksa-bukti", fields{"bukti": first.text("bukti")})
	if !strings.Contains(proof.text("isi"), id) || strings.Contains(first.text("bukti"), code) {
		t.Errorf("proof: %s", proof.body)
	}

	list := w.get(supervisor+"/penerimaan", "/laporan-masuk")
	if len(list.list("butir")) != 1 || list.text("butir", "0", "nomor") != id {
		t.Fatalf("officer's list: %s", list.body)
	}
	opened := w.get(supervisor+"/penerimaan", "/laporan-masuk/"+id)
	if opened.text("jawaban", "terlapor") != "pak surya sekcam" || opened.text("berkas", "0", "nama") != "lapangan.png" {
		t.Errorf("opened: %s", opened.body)
	}
	file := w.get(supervisor+"/penerimaan", "/laporan-masuk/"+id+"/berkas/"+opened.text("berkas", "0", "id"))
	if string(file.body) != photo() || file.header.Get("Content-Disposition") != "attachment; filename=lapangan.png" {
		t.Errorf("file: %d bytes, %v", len(file.body), file.header)
	}
	w.post(supervisor+"/penerimaan", "/laporan-masuk/"+id+"/pesan", fields{"isi": "Pukul berapa?", "periksa_kotak_surat": "2024-10-12"})

	box := w.post("", "/kotak-surat", fields{"kode": strings.ToLower(code)})
	if box.text("status") != "diterima" || box.text("periksa_kotak_surat") != "2024-10-12" || !strings.Contains(string(box.body), "Pukul berapa?") {
		t.Errorf("inbox: %s", box.body)
	}
	for range 2 { // no answer came, and it is sent again
		w.ok(w.upload("", "/kotak-surat/balasan", fields{"kode": code, "isi": "Setengah delapan.", "kunci": "acak"}, "rekaman.png", photo()), "reply")
	}
	box = w.post("", "/kotak-surat/tarik", fields{"kode": code})
	if box.text("status") != "dicabut" || strings.Count(string(box.body), "Setengah delapan.") != 1 {
		t.Errorf("withdrawn: %s", box.body)
	}
	w.refused(http.StatusUnprocessableEntity, "intake.error.code", "", "/kotak-surat", fields{"kode": "0000000000000000"})
}

// Once the reporter has noted his code, whoever finds the secret is not shown it again; a program that
// sends again in vain still learns that it is the same report.
func TestANotedCodeIsNotShownAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft := intake.NewDraft()
	first := w.post("", "/laporan", tip(draft.String()))
	proven := w.post("", "/laporan/bukti", fields{"rahasia": draft.String()})
	if proven.text("kode") != first.text("kode") || len(first.text("kode")) != 16 {
		t.Fatalf("before it is noted: %s", proven.body)
	}
	err := w.in.Intake.Confirm(t.Context(), supervisor, draft, draft.Code().Last())
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]answer{
		"proof": w.post("", "/laporan/bukti", fields{"rahasia": draft.String()}), "again": w.post("", "/laporan", tip(draft.String())),
	} {
		if strings.Contains(string(a.body), first.text("kode")) || a.text("nomor") != first.text("nomor") || a.text("bukti") == "" {
			t.Errorf("%s: %s", name, a.body)
		}
	}
}

// A formal report waits for its signature; who reported is opened by two people only.
func TestIdentityNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lodged := w.post("", "/laporan", formal(""))
	if lodged.text("status") != "terkirim" || lodged.text("tanda_tangan_paling_lambat") == "" {
		t.Fatalf("lodged: %s", lodged.body)
	}
	id := lodged.text("nomor")
	signed := w.post(supervisor+"/penerimaan", "/laporan-masuk/"+id+"/tanda-tangan", fields{"tanggal": "2024-10-07"})
	if signed.text("status") != "diterima" || signed.text("ditandatangani") != "2024-10-07" {
		t.Errorf("signed: %s", signed.body)
	}
	opened := w.get(supervisor+"/penerimaan", "/laporan-masuk/"+id)
	if strings.Contains(string(opened.body), "Rahasiawati") {
		t.Error("the identity is in the opened report")
	}
	keeper := ""
	for _, post := range []string{"ketua", "penerimaan", "anggota-1"} {
		s := w.get(supervisor+"/"+post, "/sesi")
		if strings.Contains(string(s.body), `"penjaga-identitas"`) {
			keeper = supervisor + "/" + post
		}
	}
	if keeper == "" {
		t.Fatal("nobody keeps identities")
	}
	path := "/laporan-masuk/" + id + "/identitas"
	second := supervisor + "/penerimaan"
	asked := w.post(keeper, path, fields{"alasan": "Pelapor perlu dipanggil."})
	opening := "/identitas/" + asked.text("nomor")
	w.refused(http.StatusForbidden, "intake.error.second_person", keeper, opening+"/putusan", fields{"setuju": true})
	w.refused(http.StatusConflict, "intake.error.opening_state", keeper, opening+"/buka", fields{})
	if read := w.get(second, opening); read.text("alasan") != "Pelapor perlu dipanggil." || read.text("status") != "diminta" {
		t.Errorf("read: %s", read.body)
	}
	if got := w.post(second, opening+"/putusan", fields{"setuju": true}); got.text("status") != "disetujui" || got.text("diputus_pada") == "" {
		t.Errorf("approved: %s", got.body)
	}
	got := w.post(keeper, opening+"/buka", fields{})
	if got.text("nama") != "Pelapor Rahasiawati" {
		t.Errorf("identity: %s", got.body)
	}
	w.refused(http.StatusConflict, "intake.error.opening_state", keeper, opening+"/buka", fields{})
	if list := w.get(second, "/identitas?laporan="+id); list.text("butir", "0", "status") != "dibuka" || strings.Contains(string(list.body), "dipanggil") {
		t.Errorf("list: %s", list.body)
	}
}
