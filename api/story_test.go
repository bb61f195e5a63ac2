package api_test

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"rambu.id/intake"
)

const (
	penerimaan = supervisor + "/penerimaan"
	penangan   = supervisor + "/penanganan-pelanggaran"
	ketua      = supervisor + "/ketua"
	anggota1   = supervisor + "/anggota-1"
	bkpsdm     = government + "/bkpsdm/disiplin"
	inspektur  = government + "/inspektorat/inspektur"
	sekda      = government + "/sekda"
	camat      = government + "/camat/18.01.06"
	sekcam     = government + "/camat/18.01.06/sekretaris"
)

// tale is the main job over HTTP alone: what it has in hand so far.
type tale struct {
	*world
	code, report, cas, letter, matter string
}

// account is the account of whoever holds a post.
func (s *tale) account(post string) string { return s.get(post, "/sesi").text("akun") }

// step takes the case one step further, with its present version.
func (s *tale) step(post, name string, body fields) answer {
	s.t.Helper()
	return s.post(post, "/perkara/"+s.cas+"/"+name, s.versioned(post, "/perkara/"+s.cas+"/ringkas", "versi", body))
}

// act takes the matter one step further, with its present version.
func (s *tale) act(post, name string, body fields) answer {
	s.t.Helper()
	return s.post(post, "/sanksi/"+s.matter+"/"+name, s.versioned(bkpsdm, "/sanksi/"+s.matter, "perkara", body))
}

func (s *tale) versioned(post, path, where string, body fields) fields {
	s.t.Helper()
	a := s.get(post, path)
	v := a.at("versi")
	if where == "perkara" {
		v = a.at("perkara", "versi")
	}
	out := fields{"versi": v}
	maps.Copy(out, body)
	return out
}

// From a citizen's report to an executed sanction and the reporter's last look, over HTTP alone.
func TestMainJobOverHTTP(t *testing.T) {
	t.Parallel()
	s := &tale{world: newWorld(t)}
	s.receive()
	s.nothingBeforeForwarding()
	s.investigate()
	s.decide()
	s.forward()
	s.examine()
	s.punish()
	s.answerAndClose()
	if _, err := s.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

func (s *tale) receive() {
	secret := intake.NewDraft().String()
	s.ok(s.upload("", "/laporan/berkas", fields{"rahasia": secret}, "foto.png", photo()), "stage")
	lodged := s.post("", "/laporan", formal(secret))
	s.code, s.report = lodged.text("kode"), lodged.text("nomor")
	s.refused(http.StatusConflict, "", penerimaan, "/laporan-masuk/"+s.report+"/mulai", fields{}) // not signed yet
	s.post(penerimaan, "/laporan-masuk/"+s.report+"/tanda-tangan", fields{"tanggal": "2024-10-07"})
	s.cas = s.post(penerimaan, "/laporan-masuk/"+s.report+"/mulai", nil).text("id")

	var lines []fields
	required := s.get(penerimaan, "/perkara/"+s.cas+"/syarat")
	for i := range required.list("butir") {
		lines = append(lines, fields{"syarat": required.text("butir", string(rune('0'+i)), "id"), "terpenuhi": true})
	}
	s.step(penerimaan, "syarat", fields{"syarat": lines})
	stale := s.refused(http.StatusConflict, "casefile.error.stale", penerimaan, "/perkara/"+s.cas+"/syarat", fields{"versi": 1, "syarat": lines})
	if stale.text("error", "kind") != "conflict" {
		s.t.Errorf("stale: %s", stale.body)
	}
	s.refused(http.StatusUnprocessableEntity, "api.error.value", penerimaan, "/perkara/"+s.cas+"/syarat", fields{"versi": 0, "syarat": lines})
	s.refused(http.StatusUnprocessableEntity, "api.error.required", penerimaan, "/perkara/"+s.cas+"/syarat", fields{"syarat": lines})

	// The checklist is complete: the day for the number runs, and nobody is sure of that day.
	jam := s.get(penerimaan, "/perkara/"+s.cas+"/jam")
	if jam.text("butir", "0", "kode_aturan") != "bawaslu-pilkada/kajian_awal>diregister" || jam.at("butir", "0", "perlu_dicek") != true ||
		jam.text("butir", "0", "batas") != "2024-10-08" || jam.text("butir", "1", "status") != "dipenuhi" {
		s.t.Errorf("clocks after the initial study: %s", jam.body)
	}
	hits := s.post(penerimaan, "/perkara/"+s.cas+"/cari-terlapor", fields{"cari": "pak surya, sekcam"})
	ref := sekcam + "#" + string(s.people[sekcam].ID)
	if !strings.Contains(string(hits.body), ref) {
		s.t.Fatalf("the respondent was not suggested: %s", hits.body)
	}
	s.step(penerimaan, "terlapor", fields{"terlapor": []fields{{"acuan": ref}}})
	proposed := s.get(penerimaan, "/perbuatan?jenis=attend-with-support&golongan=pns&tanggal=2024-10-05")
	if proposed.text("kelas") != "disiplin" || proposed.text("kode") == "" {
		s.t.Errorf("classified: %s", proposed.body)
	}
	s.step(penerimaan, "perbuatan", fields{"jenis": "attend-with-support", "golongan": "pns", "tanggal": "2024-10-05"})
	long := s.upload("", "/kotak-surat/balasan", fields{"kode": s.code, "isi": strings.Repeat("panjang ", 1000)}, "susulan.png", photo())
	if long.status != http.StatusUnprocessableEntity {
		s.t.Errorf("a reply that is too long: %d %s", long.status, long.body)
	}
	s.to("2024-10-08", 9)
	registered := s.step(penerimaan, "daftarkan", fields{"petugas": []string{s.account(penangan)}})
	if registered.text("status") != "diregister" || !strings.HasPrefix(registered.text("nomor_register"), "001/") {
		s.t.Errorf("registered: %s", registered.body)
	}
	// What waits is sealed to a key that whoever handles the case does not hold.
	moved := s.upload("", "/kotak-surat/balasan", fields{"kode": s.code, "isi": "Ini foto susulan."}, "lain.png", photo())
	if moved.status != http.StatusConflict || moved.text("error", "field") != "berkas" || !strings.Contains(moved.text("error", "message"), "susulan.png") {
		s.t.Errorf("a file from before the registration: %d %s", moved.status, moved.body)
	}
	s.get(penangan, "/perkara/"+s.cas)
	if a := s.send("GET", "/perkara/"+s.cas, s.as(penerimaan), ""); a.status != http.StatusForbidden || a.text("error", "kind") != "locked" {
		s.t.Errorf("the intake officer opens a registered case: %d %s", a.status, a.body)
	}
}

// nothingBeforeForwarding: the government finds nothing of the case in any list or by any id.
func (s *tale) nothingBeforeForwarding() {
	for _, post := range []string{bkpsdm, sekda, inspektur, government + "/bupati", camat, government + "/pengelola"} {
		for _, path := range []string{"/surat", "/surat/keluar", "/sanksi?semua=1", "/sanksi/surat-masuk", "/jam", "/sanksi/jumlah"} {
			a := s.send("GET", path, s.as(post), "")
			if a.status == http.StatusOK && len(a.list("butir")) > 0 || strings.Contains(string(a.body), s.cas) {
				s.t.Errorf("%s reads %s before the forwarding: %s", post, path, a.body)
			}
		}
		for _, path := range []string{"/perkara/", "/laporan-masuk/", "/sanksi/", "/surat/"} {
			for _, id := range []string{s.cas, s.report} {
				if a := s.send("GET", path+id, s.as(post), ""); a.status != http.StatusNotFound {
					s.t.Errorf("%s reads %s%s: %d", post, path, id, a.status)
				}
			}
		}
	}
}

func (s *tale) investigate() {
	s.to("2024-10-09", 10)
	invited := s.step(penangan, "undangan", fields{
		"sebagai": "saksi", "nama": "Saksi Contohwan", "tanggal": "2024-10-09", "pukul": "10.00", "tempat": "Kantor", "cara": "telepon",
	})
	if invited.text("undangan", "cara") != "telepon" {
		s.t.Errorf("invited: %s", invited.body)
	}
	s.step(penangan, "berita-acara", fields{
		"tanggal": "2024-10-09", "sebagai": "terlapor", "nama": "Surya Contohlesmana", "kehadiran": "hadir",
		"isi": "Mengaku hadir; menyangkal mengajak warga.", "tanda_tangan": "ditandatangani",
	})
	s.to("2024-10-10", 9)
	opened := s.get(penangan, "/perkara/"+s.cas)
	study := fields{
		"kasus": "Dugaan dukungan aktif.", "bukti": "Satu foto.", "fakta": "Hadir di panggung.", "analisis": "Disertai dukungan.",
		"kesimpulan": "Terbukti secara material.", "rekomendasi": "Diteruskan.", "berkas": []string{opened.text("laporan", "berkas", "0", "id")},
		"bukti_lain": []string{"Keterangan dua saksi"}, "dasar": []string{"pp-94-2021 Pasal 5 huruf n"}, "selesai": true,
	}
	wrong := fields{"versi": opened.at("perkara", "versi")}
	maps.Copy(wrong, study)
	wrong["dasar"] = []string{"pp-53-2010 Pasal 4"}
	s.refused(http.StatusConflict, "", penangan, "/perkara/"+s.cas+"/kajian", wrong) // revoked law is blocked
	s.step(penangan, "kajian", study)
}

func (s *tale) decide() {
	s.to("2024-10-10", 13)
	s.step(penangan, "pleno", fields{"anggota": []string{s.account(ketua), s.account(anggota1), s.account(supervisor + "/anggota-2")}})
	s.post(ketua, "/perkara/"+s.cas+"/suara", fields{"pilihan": "terbukti"})
	s.refused(http.StatusConflict, "", ketua, "/perkara/"+s.cas+"/suara", fields{"pilihan": "tidak-terbukti"})
	s.post(anggota1, "/perkara/"+s.cas+"/suara", fields{"pilihan": "terbukti", "pendapat_berbeda": "Bukti kedua lemah."})
	if a := s.get(penangan, "/perkara/"+s.cas); strings.Contains(string(a.body), "Bukti kedua lemah") || len(a.list("suara")) != 2 {
		s.t.Errorf("ballots before the plenary is closed: %s", a.body)
	}
	closed := s.step(ketua, "tutup-pleno", nil)
	if closed.text("putusan", "putusan") != "terbukti" || closed.text("perkara", "status") != "diputus_pelanggaran" {
		s.t.Errorf("decided: %s", closed.body)
	}
}

func (s *tale) forward() {
	s.to("2024-10-11", 9)
	goes := s.get(penangan, "/perkara/"+s.cas+"/tujuan")
	if goes.text("tujuan") == "" || len(goes.list("kepada")) < 2 {
		s.t.Errorf("route: %s", goes.body)
	}
	file := s.get(penangan, "/perkara/"+s.cas).text("laporan", "berkas", "0", "id")
	s.letter = s.step(penangan, "penerusan", fields{"ringkasan": "Dugaan dukungan aktif.", "berkas": []string{file}}).text("surat")
	v := s.versioned(penangan, "/perkara/"+s.cas+"/ringkas", "versi", nil)
	s.refused(http.StatusConflict, "", ketua, "/perkara/"+s.cas+"/teruskan", v) // nobody asked who could know
	s.step(anggota1, "periksa-identitas", fields{"jawaban": "Ratusan orang di lapangan.", "aman": true})
	sent := s.step(ketua, "teruskan", nil)
	if sent.text("status") != "diteruskan" || sent.text("surat") != s.letter {
		s.t.Errorf("forwarded: %s", sent.body)
	}
	s.step(penangan, "umumkan", fields{"isi": "Terima kasih. Perkara ini diteruskan."})
}

// arrived is the forwarded study in the government's inbox.
func (s *tale) arrived() string {
	box := s.get(bkpsdm, "/surat?jenis=penerusan-kajian")
	for i := range box.list("butir") {
		if n := strconv.Itoa(i); box.text("butir", n, "surat") == s.letter {
			return box.text("butir", n, "id")
		}
	}
	s.t.Fatalf("the study has not arrived: %s", box.body)
	return ""
}

func (s *tale) examine() {
	s.to("2024-10-14", 10)
	in := s.arrived()
	opened := s.get(bkpsdm, "/surat/"+in)
	if strings.Contains(string(opened.body), "Rahasiawati") || !strings.Contains(string(opened.body), "Dugaan dukungan aktif") {
		s.t.Errorf("the letter: %s", opened.body)
	}
	s.post(bkpsdm, "/surat/"+in+"/terima", fields{"nama": "Laila Perumpamaan"})
	m := s.post(bkpsdm, "/sanksi/surat", fields{"surat": in})
	s.matter = m.text("perkara", "id")
	if again := s.post(bkpsdm, "/sanksi/surat", fields{"surat": in}); again.text("perkara", "id") != s.matter || m.text("perkara", "status") != "dugaan" {
		s.t.Errorf("opened: %s", again.body)
	}
	s.to("2024-10-21", 10)
	s.post(bkpsdm, "/rekomendasi-bkn", s.versioned(bkpsdm, "/sanksi/"+s.matter, "perkara", fields{
		"perkara": s.matter, "tiket": "SBT-UJI-1", "nomor": "UJI/BKN/77/2024", "tanggal": "2024-10-17", "diterima": "2024-10-21", "tingkat": "berat",
		"isi": "Hukuman disiplin tingkat berat.",
	}))
	s.act(bkpsdm, "tim", fields{"nomor": "UJI/TIM/1/2024", "anggota": []string{camat, inspektur, bkpsdm}})
	day := fields{"tanggal": "2024-10-23", "pukul": "10.00", "tempat": "Ruang rapat", "nomor": "UJI/PGL/1/2024"}
	tooSoon := s.versioned(bkpsdm, "/sanksi/"+s.matter, "perkara", day)
	if a := s.refused(http.StatusConflict, "", bkpsdm, "/sanksi/"+s.matter+"/panggilan", tooSoon); a.text("error", "kind") != "blocked" {
		s.t.Errorf("summoned two days ahead: %s", a.body)
	}
	day["tanggal"] = "2024-10-31"
	s.act(bkpsdm, "panggilan", day)
	s.to("2024-10-31", 10)
	s.act(inspektur, "bap", fields{
		"nomor": "UJI/BAP/1/2024", "pemeriksa": "Tim pemeriksa", "isi": "Mengaku naik ke panggung.", "menolak_tanda_tangan": true,
		"alasan": "Tidak bersedia.",
	})
	s.to("2024-11-01", 10)
	s.act(inspektur, "lhp", fields{"terbukti": true, "fakta": "Naik ke panggung.", "aturan": "PP 94/2021 Pasal 5 huruf n", "tingkat": "berat"})
}

func (s *tale) punish() {
	s.to("2024-11-05", 10)
	choices := s.get(bkpsdm, "/sanksi/"+s.matter+"/pilihan")
	if !strings.Contains(string(choices.body), `"bebas-jabatan"`) {
		s.t.Errorf("choices: %s", choices.body)
	}
	decree := fields{"keputusan": fields{"sanksi": "bebas-jabatan", "nomor": "UJI/SK/12/2024", "tanggal": "2024-11-05", "penandatangan": government + "/bupati"}}
	pdf := "%PDF-1.7 keputusan uji"
	a := s.upload(bkpsdm, "/sanksi/"+s.matter+"/keputusan", s.versioned(bkpsdm, "/sanksi/"+s.matter, "perkara", decree), "keputusan.pdf", pdf)
	s.ok(a, "decree")
	if a.text("perkara", "status") != "sk" || a.text("sanksi") != "bebas-jabatan" || strings.Contains(string(a.body), `"key"`) {
		s.t.Errorf("decided: %s", a.body)
	}
	last := a.at("berita").([]any)
	paper, _ := last[len(last)-1].(map[string]any)
	decided, _ := paper["keputusan"].(map[string]any)
	file, _ := decided["berkas"].(map[string]any)
	if got := s.get(bkpsdm, "/sanksi/"+s.matter+"/berkas/"+file["id"].(string)); string(got.body) != pdf || got.header.Get("Content-Type") != "application/pdf" {
		s.t.Errorf("the decree's file: %s", got.body)
	}
	s.to("2024-11-07", 10)
	s.act(bkpsdm, "penyampaian", fields{"cara": "diserahkan", "catatan": "Pertemuan tertutup."})
	early := s.versioned(bkpsdm, "/sanksi/"+s.matter, "perkara", nil)
	s.refused(http.StatusConflict, "", bkpsdm, "/sanksi/"+s.matter+"/berlaku", early)
	s.effectDue("2024-11-28") // nobody knows yet that the voting day will be a holiday
	s.to("2024-11-22", 8)
	// The program's housekeeping does this every ten minutes (cmd/rambu/jobs.go, whose test wants it there);
	// no address asks for it.
	_, err := s.in.Procedure.Refresh(s.t.Context())
	must(s.t, err)
	moved := s.effectDue("2024-11-29")
	if moved["semula"] != "2024-11-28" || moved["sebab"] == "" {
		s.t.Errorf("the move is not told: %v", moved)
	}
	s.to("2024-11-29", 9)
	s.act(bkpsdm, "berlaku", nil)
	done := s.act(bkpsdm, "siasn", fields{"nomor": "SIASN-UJI-9"})
	if done.text("perkara", "status") != "selesai" || done.at("perkara", "selesai") != true {
		s.t.Errorf("finished: %s", done.body)
	}
}

// effectDue checks when the penalty takes effect, and returns how that day last moved.
func (s *tale) effectDue(want string) map[string]any {
	s.t.Helper()
	clocks := s.get(bkpsdm, "/sanksi/"+s.matter+"/jam")
	for i := range clocks.list("butir") {
		n := strconv.Itoa(i)
		if !strings.HasSuffix(clocks.text("butir", n, "kode_aturan"), ">berlaku") {
			continue
		}
		if got := clocks.text("butir", n, "batas"); got != want {
			s.t.Fatalf("in effect on %s, want %s", got, want)
		}
		moved, _ := clocks.at("butir", n, "pergeseran", "0").(map[string]any)
		return moved
	}
	s.t.Fatalf("no clock of the effect: %s", clocks.body)
	return nil
}

func (s *tale) answerAndClose() {
	reply := s.act(bkpsdm, "jawaban", fields{"penandatangan": sekda, "klasifikasi": "800"}).text("surat")
	signed := s.post(sekda, "/surat/"+reply+"/tanda-tangan", fields{})
	if signed.text("keluar", "nomor") == "" || signed.text("keluar", "status") != "ditandatangani" {
		s.t.Errorf("signed: %s", signed.body)
	}
	s.post(sekda, "/surat/"+reply+"/kirim", nil)
	waiting := s.get(penangan, "/perkara/jawaban-masuk")
	if waiting.text("butir", "0", "perkara") != s.cas {
		s.t.Fatalf("answers: %s", waiting.body)
	}
	s.to("2024-12-02", 9)
	done := s.step(penangan, "jawaban", fields{"surat": waiting.text("butir", "0", "surat", "id")})
	if done.text("tindak_lanjut") != "dijawab" {
		s.t.Errorf("answered: %s", done.body)
	}
	box := s.post("", "/kotak-surat", fields{"kode": s.code})
	if box.text("status") != "sanksi_dilaksanakan" {
		s.t.Errorf("the reporter reads %s", box.body)
	}
	pdf := s.get(sekda, "/surat/"+reply+"/cetak")
	if !strings.HasPrefix(string(pdf.body), "%PDF-") {
		s.t.Errorf("print: %.40s", pdf.body)
	}
}
