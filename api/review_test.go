package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// The review of absences over HTTP alone has the walls of its page: Inspektorat asks, the absent posts
// reply first, nobody else learns of it, and what the test cannot say is part of every answer.
func TestReviewOverHTTP(t *testing.T) {
	t.Parallel()
	s := &rakor{world: newWorld(t)}
	plan := fields{
		"jenis": "rakor", "judul": "Rakor perdana", "tanggal": "2024-10-07", "mulai": "11.00", "selesai": "12.00", "tempat": "Aula",
		"acara": []string{"Netralitas ASN"}, "pimpinan": sekda, "wakil": "boleh",
	}
	s.id, _ = s.post(sekda, "/rapat/susun", plan).list("rapat")[0].(string)
	s.step(sekda, "undang", fields{"jabatan": []string{camat, bkpsdm}, "penandatangan": sekda})
	s.post(sekda, "/rapat/"+s.id+"/kirim", nil)
	s.to("2024-10-07", 11)
	s.step(sekda, "buka", nil)
	s.step(sekda, "tutup", nil)
	review, reply := "/rapat/"+s.id+"/tinjauan", "/rapat/"+s.id+"/tanggapan"
	s.refused(http.StatusConflict, "meeting.error.not_final", inspektur, review, nil)
	s.to("2024-10-14", 9)
	if a := s.get(inspektur, review); a.text("status") != "belum" || a.text("batas_uji") == "" {
		t.Errorf("before anybody was asked: %s", a.body)
	}
	s.onlyInspektorat(review)
	if a := s.send("GET", reply, s.as(camat), ""); a.status != http.StatusNotFound {
		t.Errorf("asked before Inspektorat asks: %d", a.status)
	}
	if a := s.post(inspektur, review, nil); a.text("status") != "menunggu" || a.at("hasil") != nil {
		t.Errorf("asked: %s", a.body)
	}
	if a := s.get(inspektur, review); a.text("status") != "menunggu" || a.at("hasil") != nil {
		t.Errorf("while they may reply: %s", a.body)
	}
	if a := s.get(camat, reply); a.text("batas_tanggapan") == "" || a.text("jabatan") != camat {
		t.Errorf("the camat is asked: %s", a.body)
	}
	s.refused(http.StatusUnprocessableEntity, "", camat, reply, fields{"tanggapan": ""})
	s.post(camat, reply, fields{"tanggapan": "Menerima tamu dari provinsi."})
	s.refused(http.StatusConflict, "meeting.error.replied", camat, reply, fields{"tanggapan": "Sekali lagi."})
	s.refused(http.StatusNotFound, "", sekda, reply, fields{"tanggapan": "Saya pimpinan."})
	s.to("2024-10-28", 9)
	s.refused(http.StatusConflict, "meeting.error.reply_over", bkpsdm, reply, fields{"tanggapan": "Terlambat."})
	a := s.get(inspektur, review)
	if a.text("status") != "dihitung" || a.at("hasil", "terlalu_sedikit") != true || a.at("hasil", "seluruh_rapat") != nil || a.at("hasil", "diminta") != 2.0 {
		t.Errorf("worked out: %s", a.body)
	}
	if a.text("hasil", "tanggapan", "0", "tanggapan") != "Menerima tamu dari provinsi." || len(a.list("hasil", "sebab_lain")) != 2 || a.text("batas_uji") == "" {
		t.Errorf("beside the numbers: %s", a.body)
	}
	s.onlyInspektorat(review)
	if _, err := s.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

// onlyInspektorat: for everybody else there is no such thing.
func (s *rakor) onlyInspektorat(review string) {
	s.t.Helper()
	for _, post := range []string{sekda, bupati, camat, bkpsdm, ketua} {
		for _, method := range []string{"GET", "POST"} {
			a := s.send(method, review, s.as(post), "")
			if a.status != http.StatusNotFound || strings.Contains(string(a.body), "tamu") {
				s.t.Errorf("%s, %s: %d %s", method, post, a.status, a.body)
			}
		}
	}
}
