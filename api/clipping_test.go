package api_test

import (
	"net/http"
	"testing"
)

const article = `Camat Diduga Pasang Baliho
REKAAN, KABAR REKAAN - Seorang camat diduga memasang baliho pasangan calon di Lapangan Rekaan, kemarin (6/10).
Plt Bupati memimpin rakor di Aula Setda pada hari yang sama, dan mengutip UU Nomor 5 Tahun 2014.
`

// An article goes from a program to initial information; the other house knows nothing of it.
func TestPressOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := fields{"teks": article, "sumber": "Kabar Rekaan", "terbit": "2024-10-07"}
	read := w.post(penerimaan, "/pers/baca", text)
	if got := read.at("bacaan", "on", "date"); got != "2024-10-06" {
		t.Errorf("the day of the event is %v", got)
	}
	if got := read.at("bacaan", "on", "doubts"); len(got.([]any)) != 1 {
		t.Errorf("doubts: %v", got)
	}
	if got := read.at("usulan", "dugaan"); len(got.([]any)) != 1 || got.([]any)[0] != "banner" {
		t.Errorf("suspected: %v", got)
	}
	if got := w.get(penerimaan, "/pers").at("butir"); len(got.([]any)) != 0 {
		t.Errorf("reading kept something: %v", got)
	}

	id := w.post(penerimaan, "/pers", text).text("nomor")
	w.post(penerimaan, "/pers", text)
	one := w.get(penerimaan, "/pers/"+id)
	if got := one.at("sama"); len(got.([]any)) != 1 {
		t.Errorf("the copy is not found: %v", got)
	}
	w.refused(http.StatusNotFound, "error.not-found", sekda, "/pers/"+id+"/putusan", fields{"versi": 1, "putusan": "diabaikan", "isian": fields{}, "catatan": "x"})
	if got := w.send("GET", "/pers/"+id, w.as(sekda), ""); got.status != http.StatusNotFound {
		t.Errorf("the Sekda opens it: %d", got.status)
	}
	if got := w.get(sekda, "/pers").at("butir"); len(got.([]any)) != 0 {
		t.Errorf("the Sekda sees %v", got)
	}
	w.refused(http.StatusUnprocessableEntity, "press.error.reason", penerimaan, "/pers/"+id+"/putusan", fields{"versi": 1, "putusan": "diabaikan", "isian": fields{}})
	tip := w.post(penerimaan, "/pers/"+id+"/putusan", fields{
		"versi": 1, "putusan": "informasi-awal", "kecamatan": "18.01.06", "isian": fields{"hari": "2024-10-06", "tempat": "Lapangan Rekaan", "dugaan": []string{"banner"}},
	})
	report := w.get(penerimaan, "/laporan-masuk/"+tip.text("laporan"))
	if got := report.at("jawaban", "tempat"); got != "Lapangan Rekaan" {
		t.Errorf("the report's place: %v", got)
	}
	w.refused(http.StatusConflict, "press.error.decided", penerimaan, "/pers/"+id+"/putusan", fields{"versi": 2, "putusan": "diabaikan", "isian": fields{}, "catatan": "x"})
	list := w.get(penerimaan, "/pers?keadaan=informasi-awal&batas=1")
	if got := list.at("butir"); len(got.([]any)) != 1 {
		t.Errorf("filtered: %v", got)
	}
}
