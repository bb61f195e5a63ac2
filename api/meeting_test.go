package api_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/ledger"
)

const bupati = government + "/bupati"

// rakor is a meeting over HTTP alone, as far as it has come.
type rakor struct {
	*world
	id, decision string
}

// step runs a step of the meeting with its present version.
func (s *rakor) step(post, name string, body fields) answer {
	s.t.Helper()
	f := fields{"versi": s.get(sekda, "/rapat/"+s.id).at("rapat", "versi")}
	maps.Copy(f, body)
	return s.post(post, "/rapat/"+s.id+"/"+name, f)
}

// issue runs a step of the minutes with their present version.
func (s *rakor) issue(post, name string, body fields) answer {
	s.t.Helper()
	f := fields{"versi": s.get(sekda, "/rapat/"+s.id+"/notulen").at("versi")}
	maps.Copy(f, body)
	return s.post(post, "/rapat/"+s.id+"/notulen/"+name, f)
}

// row is the address of an invited post.
func (s *rakor) row(post string) string {
	s.t.Helper()
	a := s.get(sekda, "/rapat/"+s.id)
	for _, one := range a.list("peserta") {
		if p := (answer{json: one.(map[string]any)}); p.text("jabatan", "jabatan") == post {
			return "/rapat/" + s.id + "/peserta/" + p.text("id")
		}
	}
	s.t.Fatalf("%s is not invited: %s", post, a.body)
	return ""
}

// A rakor from its invitation to a published decision that becomes a directive, over HTTP alone.
func TestRakorOverHTTP(t *testing.T) {
	t.Parallel()
	s := &rakor{world: newWorld(t)}
	s.plan()
	s.invite()
	s.hold()
	s.reasons()
	s.minutes()
	s.followUp()
	s.foreign()
	if _, err := s.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

func (s *rakor) plan() {
	plan := fields{
		"jenis": "rakor", "judul": "Rakor perdana", "tanggal": "2024-10-07", "mulai": "11.00", "selesai": "10.00", "tempat": "Aula",
		"acara": []string{"Netralitas ASN"}, "pimpinan": bupati, "wakil": "minimal", "pangkat_wakil": "pengawas",
	}
	bad := s.refused(http.StatusUnprocessableEntity, "meeting.error.end", sekda, "/rapat/susun", plan)
	if bad.text("error", "field") != "selesai" {
		s.t.Errorf("the fault stands at %s", bad.body)
	}
	plan["selesai"], plan["pangkat_wakil"] = "12.00", ""
	bad = s.refused(http.StatusUnprocessableEntity, "", sekda, "/rapat/susun", plan)
	if bad.text("error", "field") != "pangkat_wakil" {
		s.t.Errorf("the fault stands at %s", bad.body)
	}
	plan["pangkat_wakil"] = "pengawas"
	s.refused(http.StatusForbidden, "", camat, "/rapat/susun", plan)
	s.id, _ = s.post(sekda, "/rapat/susun", plan).list("rapat")[0].(string)
	if a := s.send("GET", "/rapat/"+s.id, s.as(camat), ""); a.status != http.StatusNotFound {
		s.t.Errorf("an unannounced meeting: %d", a.status)
	}
}

func (s *rakor) invite() {
	invited := s.step(sekda, "undang", fields{"jabatan": []string{camat, sekda, bkpsdm}, "penandatangan": sekda})
	if n := len(invited.list("peserta")); n != 3 {
		s.t.Fatalf("%d invited: %s", n, invited.body)
	}
	s.refused(http.StatusConflict, "meeting.error.state_diundang", sekda, "/rapat/"+s.id+"/undang", fields{"versi": 1, "penandatangan": sekda})
	sent := s.post(sekda, "/rapat/"+s.id+"/kirim", nil)
	if got := sent.text("peserta", "0", "surat"); got != "terkirim" {
		s.t.Errorf("the camat's copy is %q", got)
	}
	waiting := s.get(camat, "/rapat/menunggu")
	if len(waiting.list("undangan")) != 1 {
		s.t.Errorf("nothing waits for the camat: %s", waiting.body)
	}
	own := s.get(camat, "/rapat/"+s.id)
	if len(own.list("peserta")) != 1 || own.at("jumlah") != nil || own.text("judul") != "Rakor perdana" {
		s.t.Errorf("the camat sees %s", own.body)
	}
	row := s.row(camat)
	s.refused(http.StatusUnprocessableEntity, "", camat, row+"/wakil", fields{"jabatan": inspektur, "nomor": "", "tanggal": "2024-10-07"})
	s.post(camat, row+"/wakil", fields{"jabatan": inspektur, "nomor": "094/1", "tanggal": "2024-10-07"})
	s.refused(http.StatusNotFound, "", camat, s.row(bkpsdm)+"/datang", nil)
	s.post(inspektur, row+"/mandat", fields{"terima": true})
	s.post(sekda, s.row(sekda)+"/datang", nil)
}

func (s *rakor) hold() {
	s.to("2024-10-07", 11)
	s.refused(http.StatusConflict, "meeting.error.stale", sekda, "/rapat/"+s.id+"/buka", fields{"versi": 1})
	s.step(sekda, "buka", nil)
	screen := s.get(sekda, "/rapat/"+s.id+"/pintu")
	s.refused(http.StatusUnprocessableEntity, "meeting.error.code", inspektur, "/rapat/"+s.id+"/hadir", fields{"kode": "000000"})
	s.post(inspektur, "/rapat/"+s.id+"/hadir", fields{"kode": screen.text("angka")})
	list := fields{"daftar": []fields{
		{"peserta": s.row(sekda)[strings.LastIndex(s.row(sekda), "/")+1:], "pada": s.clock.Now().Format(time.RFC3339)},
		{"peserta": "pst_tidak-ada"},
	}}
	ticked := s.post(sekda, "/rapat/"+s.id+"/daftar", list)
	if ticked.at("baru") != 1.0 || len(ticked.list("ditolak")) != 1 || ticked.text("ditolak", "0", "kind") != "not-found" {
		s.t.Errorf("ticked: %s", ticked.body)
	}
	if again := s.post(sekda, "/rapat/"+s.id+"/daftar", list); again.at("baru") != 0.0 {
		s.t.Errorf("the same list changes something: %s", again.body)
	}
	closed := s.step(sekda, "tutup", nil)
	if closed.at("jumlah", "wakil") != 1.0 || closed.at("jumlah", "hadir") != 1.0 || closed.at("jumlah", "tanpa") != 1.0 || closed.at("final") != false {
		s.t.Errorf("closed: %s", closed.body)
	}
	if a := s.get(sekda, "/rapat/"+s.id+"/daftar/cetak"); !strings.HasPrefix(string(a.body), "%PDF-") {
		s.t.Error("no attendance list")
	}
	for form, begin := range map[string]string{"csv": "\ufeff", "xlsx": "PK", "ods": "PK"} {
		for _, path := range []string{"/rapat/" + s.id + "/daftar/unduh/", "/rapat/tindak-lanjut/unduh/"} {
			if a := s.get(sekda, path+form); !strings.HasPrefix(string(a.body), begin) || !strings.Contains(a.header.Get("Content-Disposition"), "."+form) {
				s.t.Errorf("%s%s: %s", path, form, a.header)
			}
		}
	}
	if a := s.send("GET", "/rapat/"+s.id+"/daftar/unduh/csv", s.as(camat), ""); a.status != http.StatusNotFound {
		s.t.Errorf("the camat takes the list along: %d", a.status)
	}
	if a := s.send("GET", "/rapat/"+s.id+"/daftar/unduh/exe", s.as(sekda), ""); a.status < 400 || a.status >= 500 {
		s.t.Errorf("a form that is none: %d", a.status)
	}
	auditor := rambu.Actor{Institution: government, Roles: []rambu.Role{rambu.RoleAuditor}}
	taken, err := s.in.Log.Find(s.t.Context(), auditor, ledger.Filter{Kind: "meeting.take_attendance", Object: s.id})
	if err != nil || len(taken) != 4 {
		s.t.Errorf("taken along four times, the log says %d, %v", len(taken), err)
	}
}

func (s *rakor) reasons() {
	row := s.row(bkpsdm)
	bad := s.refused(http.StatusUnprocessableEntity, "meeting.error.needed", bkpsdm, row+"/alasan", fields{"alasan": "lainnya"})
	if bad.text("error", "field") != "uraian" {
		s.t.Errorf("the fault stands at %s", bad.body)
	}
	if a := s.upload(bkpsdm, row+"/alasan", fields{"alasan": "dinas-luar"}, "spt.txt", "bukan gambar"); a.text("error", "key") != "meeting.error.media" || a.text("error", "field") != "berkas" {
		s.t.Errorf("a text as paper: %s", a.body)
	}
	s.ok(s.upload(bkpsdm, row+"/alasan", fields{"alasan": "dinas-luar", "surat": "SPT 094/7, 4 Oktober 2024"}, "spt.png", photo()), "reason")
	seen := s.get(inspektur, "/rapat/"+s.id)
	if !strings.Contains(string(seen.body), "SPT 094/7") {
		s.t.Errorf("Inspektorat reads no reason: %s", seen.body)
	}
	for _, one := range seen.list("peserta") {
		p := answer{json: one.(map[string]any)}
		if p.text("alasan", "berkas", "id") == "" {
			continue
		}
		at := "/rapat/" + s.id + "/dokumen/" + p.text("alasan", "berkas", "id")
		if a := s.get(inspektur, at); string(a.body) != photo() {
			s.t.Errorf("the order came back changed: %d bytes", len(a.body))
		}
		if a := s.send("GET", at, s.as(camat), ""); a.status != http.StatusNotFound {
			s.t.Errorf("the camat reads the order: %d", a.status)
		}
	}
	if own := s.get(camat, "/rapat/"+s.id); strings.Contains(string(own.body), "SPT") || strings.Contains(string(own.body), "spt.png") {
		s.t.Error("the camat reads a reason")
	}
	s.refused(http.StatusForbidden, "meeting.error.own_reason", bkpsdm, row+"/nilai", fields{"jelas": true})
	s.post(sekda, row+"/nilai", fields{"jelas": false})
	s.refused(http.StatusConflict, "meeting.error.not_final", sekda, row+"/koreksi", fields{"kehadiran": "beralasan", "uraian": "x", "surat": "y"})
}

func (s *rakor) minutes() {
	at := "/rapat/" + s.id
	s.post(sekda, at+"/notulen", fields{"versi": 0, "notulen": "Rapat dibuka. Dasar: Pasal 2 UU Nomor 5 Tahun 2014."})
	s.refused(http.StatusConflict, "meeting.error.stale", sekda, at+"/notulen", fields{"versi": 7, "notulen": "x"})
	decided := s.post(sekda, at+"/keputusan", fields{"keputusan": "Tiga hal bagi seluruh ASN", "butir": []string{"Netral", "Layanan berjalan", "Fasilitas negara tidak dipakai"}})
	s.decision = decided.text("keputusan", "0", "id")
	s.issue(sekda, "ajukan", nil)
	if a := s.send("GET", at+"/notulen", s.as(camat), ""); a.status != http.StatusNotFound {
		s.t.Errorf("unpublished minutes: %d", a.status)
	}
	version := s.get(bupati, at+"/notulen").at("versi")
	stopped := s.refused(http.StatusConflict, "meeting.error.citations", bupati, at+"/notulen/setujui", fields{"versi": version})
	if stopped.text("error", "kind") != "blocked" || stopped.text("error", "field") != "kutipan_dilihat" {
		s.t.Errorf("stopped: %s", stopped.body)
	}
	s.refused(http.StatusForbidden, "", sekda, at+"/notulen/setujui", fields{"versi": version, "kutipan_dilihat": true})
	s.issue(bupati, "setujui", fields{"kutipan_dilihat": true})
	version = s.get(sekda, at+"/notulen").at("versi")
	s.refused(http.StatusConflict, "meeting.error.decision_lacks", sekda, at+"/notulen/terbit", fields{"versi": version, "kutipan_dilihat": true})
	s.issue(bupati, "kembalikan", nil)
	change := fields{
		"versi": 7, "keputusan": "Tiga hal bagi seluruh ASN", "butir": []string{"Netral", "Layanan berjalan", "Fasilitas negara tidak dipakai"},
		"pemilik": bkpsdm, "tenggat": "2024-10-18",
	}
	s.refused(http.StatusConflict, "meeting.error.stale", sekda, at+"/keputusan/"+s.decision+"/ubah", change)
	change["versi"] = s.get(sekda, at+"/notulen").at("keputusan", "0", "versi")
	s.post(sekda, at+"/keputusan/"+s.decision+"/ubah", change)
	s.issue(sekda, "ajukan", nil)
	s.issue(bupati, "setujui", fields{"kutipan_dilihat": true})
	published := s.issue(sekda, "terbit", fields{"kutipan_dilihat": true})
	if published.text("status") != "terbit" || published.text("keputusan", "0", "status") != "terbuka" {
		s.t.Errorf("published: %s", published.body)
	}
	if a := s.get(camat, at+"/notulen/cetak"); !strings.HasPrefix(string(a.body), "%PDF-") {
		s.t.Error("no minutes on paper")
	}
}

func (s *rakor) followUp() {
	at := "/rapat/" + s.id + "/keputusan/" + s.decision
	if a := s.send("GET", at, s.as(camat), ""); a.status != http.StatusNotFound {
		s.t.Errorf("another post's decision: %d", a.status)
	}
	draft := s.post(sekda, at+"/arahan", nil).text("arahan")
	order := s.get(sekda, "/arahan/"+draft)
	if len(order.list("butir")) != 3 || !strings.HasSuffix(order.text("butir", "2", "asal"), "keputusan 1") || order.text("arahan", "status") != "konsep" {
		s.t.Errorf("drafted: %s", order.body)
	}
	open := s.get(bkpsdm, "/rapat/tindak-lanjut")
	s.post(bkpsdm, at+"/selesai", fields{"versi": open.at("butir", "0", "keputusan", "versi"), "bukti": "SE 800/2 terbit"})
	s.refused(http.StatusConflict, "meeting.error.decision_selesai", bkpsdm, at+"/selesai", fields{"versi": 1, "bukti": "x"})
	s.to("2024-10-14", 9)
	row := s.row(bkpsdm)
	corrected := s.post(sekda, row+"/koreksi", fields{"kehadiran": "beralasan", "uraian": "SPT diperiksa", "surat": "SPT 094/7"})
	if corrected.at("final") != true || !strings.Contains(string(corrected.body), "SPT diperiksa") {
		s.t.Errorf("corrected: %s", corrected.body)
	}
	if m := s.get(inspektur, "/rapat/matriks"); !strings.Contains(string(m.body), `"beralasan"`) {
		s.t.Errorf("matrix: %s", m.body)
	}
}

// foreign: Bawaslu's officers find no room of meetings, and nobody without a token does.
func (s *rakor) foreign() {
	for _, path := range []string{"/rapat", "/rapat/" + s.id, "/arahan", "/pakta"} {
		if a := s.send("GET", path, s.as(ketua), ""); a.status != http.StatusNotFound {
			s.t.Errorf("Bawaslu reads %s: %d", path, a.status)
		}
		if a := s.send("GET", path, "", ""); a.status != http.StatusUnauthorized {
			s.t.Errorf("nobody reads %s: %d", path, a.status)
		}
	}
	if a := s.send("GET", "/rapat/"+rambu.NewID("rpt"), s.as(sekda), ""); a.status != http.StatusNotFound {
		s.t.Errorf("a meeting that is none: %d", a.status)
	}
}
