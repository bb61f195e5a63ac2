package api_test

import (
	"net/http"
	"testing"
)

// Anybody may ask about the law, without a token, in his language and as of any day.
func TestTheLawIsForEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tc := range []struct {
		path string
		want map[string]string // place in the answer: value
	}{
		{"/boleh?siapa=pns&perbuatan=social-media-interaction&tanggal=2024-08-01", map[string]string{"jawaban": "tidak-boleh", "kode": "SKB-E4", "jenis": "kode-etik", "tanya": "Komisi Aparatur Sipil Negara"}},
		{"/boleh?siapa=pns&perbuatan=social-media-interaction&tanggal=2024-08-30", map[string]string{"jawaban": "tidak-boleh", "tanya": ""}},
		{"/boleh?siapa=pns&perbuatan=social-media-interaction&tanggal=2024-10-07", map[string]string{"jawaban": "tidak-boleh", "kode": "SKB-D6", "tingkat": "berat"}},
		{"/boleh?siapa=pns&perbuatan=vote&tanggal=2024-11-27", map[string]string{"jawaban": "boleh", "kode": ""}},
		{"/boleh?siapa=tni&perbuatan=vote&tanggal=2024-11-27", map[string]string{"jawaban": "tidak-boleh"}},
		{"/boleh?siapa=kepala-desa&perbuatan=take-part-in-activity&tanggal=2024-09-01", map[string]string{"jawaban": "tanyakan"}},
		{"/hukum/uu-5-2014?tanggal=2024-10-07", map[string]string{"nama": "UU 5/2014", "diganti_dengan": "uu-20-2023", "sampai": "2023-10-30"}},
	} {
		a := w.get("", tc.path)
		for name, want := range tc.want {
			if got := a.text(name); got != want {
				t.Errorf("%s: %s is %q, want %q", tc.path, name, got, want)
			}
		}
	}
	all := w.get("", "/boleh")
	if len(all.list("golongan")) == 0 || len(all.list("perbuatan")) == 0 {
		t.Errorf("what can be asked: %.300s", all.body)
	}
	found := w.get("", "/hukum?cari=pemakaian+fasilitas+negra")
	if found.json["cocok"] != true || len(found.list("butir")) == 0 {
		t.Errorf("a misspelt search: %.300s", found.body)
	}
	near := w.get("", "/hukum?cari=pasal+999+netralitas")
	if near.json["cocok"] != false || len(near.list("butir")) == 0 {
		t.Errorf("an article that does not exist: %.300s", near.body)
	}
	if n := len(w.get("", "/hukum").list("butir")); n < 50 {
		t.Errorf("the register has %d regulations", n)
	}
}

func TestTheLawRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, status := range map[string]int{
		"/boleh?siapa=pns": http.StatusUnprocessableEntity, "/boleh?perbuatan=vote": http.StatusUnprocessableEntity, "/boleh?siapa=robot&perbuatan=vote": http.StatusNotFound,
		"/boleh?siapa=pns&perbuatan=dancing": http.StatusNotFound, "/boleh?siapa=pns&perbuatan=vote&tanggal=2024-02-30": http.StatusUnprocessableEntity,
		"/hukum/uu-5-2041": http.StatusNotFound, "/hukum?tanggal=kini": http.StatusUnprocessableEntity, "/hukum?bidang=asn": http.StatusUnprocessableEntity,
	} {
		if a := w.send("GET", path, "", ""); a.status != status {
			t.Errorf("%s: %d, want %d: %.200s", path, a.status, status, a.body)
		}
	}
}
