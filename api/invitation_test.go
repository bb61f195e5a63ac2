package api_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id"
)

const steward = government + "/pengelola" // holds no letter key

// called is a rakor whose invitation has left, also to somebody without the letter key.
func called(t *testing.T) *rakor {
	t.Helper()
	s := &rakor{world: newWorld(t)}
	s.plan()
	s.step(sekda, "undang", fields{"jabatan": []string{camat, steward}, "penandatangan": sekda})
	if s.get(sekda, "/rapat/"+s.id).at("tautan") != nil {
		t.Error("a draft is shared")
	}
	s.post(sekda, "/rapat/"+s.id+"/kirim", nil)
	return s
}

// A program shares the link of an invitation, reads by it what anybody reads, and ends it.
func TestLinkOfAnInvitationOverHTTP(t *testing.T) {
	t.Parallel()
	s := called(t)
	address := s.get(sekda, "/rapat/"+s.id).text("tautan", "alamat")
	if text := s.get(camat, "/rapat/"+s.id).text("tautan", "teks"); !strings.Contains(text, "Senin, 7 Oktober 2024 pukul 11.00 WIB") || !strings.HasSuffix(text, address) {
		t.Errorf("the text to share: %q", text)
	}
	secret := address[strings.LastIndex(address, "/")+1:]
	read := s.post("", "/rapat/tautan", fields{"tautan": secret})
	if read.text("status") != "berlaku" || read.text("judul") != "Rakor perdana" || read.text("dari") == "" || read.text("rapat", "0", "id") != s.id {
		t.Errorf("by its link: %s", read.body)
	}
	if body := string(read.body); strings.Contains(body, "pst_") || strings.Contains(body, "Contoh") || strings.Contains(body, "camat") {
		t.Errorf("the link tells of others: %s", body)
	}
	for _, forged := range []string{secret[:13], "7k3m-9q2x-4bnd", ""} {
		s.refused(http.StatusNotFound, "", "", "/rapat/tautan", fields{"tautan": forged})
	}
	s.refused(http.StatusForbidden, "", camat, "/rapat/"+s.id+"/tautan", nil)
	renewed := s.post(sekda, "/rapat/"+s.id+"/tautan", nil)
	if renewed.text("tautan", "alamat") == address {
		t.Error("the link is the same")
	}
	if a := s.post("", "/rapat/tautan", fields{"tautan": secret}); a.text("status") != "dicabut" || a.text("judul") != "" {
		t.Errorf("the old link: %s", a.body)
	}
	if a := s.post(sekda, "/rapat/"+s.id+"/tautan/cabut", nil); a.at("tautan") != nil {
		t.Errorf("a link that ended is shown: %s", a.body)
	}
}

// Without the letter key somebody sees his own part, answers, and says why he was away.
func TestReasonWithoutKeyOverHTTP(t *testing.T) {
	t.Parallel()
	s := called(t)
	own := s.get(steward, "/rapat/"+s.id)
	if own.text("judul") != "" || len(own.list("peserta")) != 1 || own.text("peserta", "0", "jabatan", "jabatan") != steward || own.text("rapat", "tanggal") != "2024-10-07" {
		t.Fatalf("one's own part: %s", own.body)
	}
	row := "/rapat/" + s.id + "/peserta/" + own.text("peserta", "0", "id")
	if a := s.post(steward, row+"/datang", nil); a.text("peserta", "0", "jawaban") != "hadir" {
		t.Errorf("answered: %s", a.body)
	}
	s.refused(http.StatusNotFound, "", steward, s.row(camat)+"/alasan", fields{"alasan": "sakit"})
	bad := s.refused(http.StatusUnprocessableEntity, "meeting.error.needed", steward, row+"/alasan", fields{"alasan": "lainnya"})
	if bad.text("error", "field") != "uraian" {
		t.Errorf("the fault stands at %s", bad.body)
	}
	s.to("2024-10-07", 11)
	s.step(sekda, "buka", nil)
	s.step(sekda, "tutup", nil)
	a := s.ok(s.upload(steward, row+"/alasan", fields{"alasan": "sakit", "uraian": "Demam"}, "surat.png", photo()), "reason")
	if a.text("peserta", "0", "kehadiran") != "beralasan" || strings.Contains(string(a.body), "Demam") {
		t.Errorf("said: %s", a.body)
	}
	if a := s.get(inspektur, "/rapat/"+s.id); !strings.Contains(string(a.body), "Demam") {
		t.Errorf("who judges reads no reason: %s", a.body)
	}
	if a := s.send("GET", "/rapat/"+rambu.NewID("rpt"), s.as(steward), ""); a.status != http.StatusNotFound {
		t.Errorf("a meeting that is none: %d", a.status)
	}
}
