package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// A pledge campaign over HTTP alone: opened, signed on a phone and on paper, read aloud, refused,
// and counted without a name.
func TestPledgeCampaignOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if a := w.send("GET", "/pakta", w.as(camat), ""); a.status != http.StatusNotFound {
		t.Errorf("pledges before they were opened: %d", a.status)
	}
	if a := w.send("POST", "/pakta/buka", w.as(camat), ""); a.status != http.StatusNotFound {
		t.Errorf("the camat opens pledges: %d", a.status)
	}
	w.post(bkpsdm, "/pakta/buka", nil)
	w.refused(http.StatusConflict, "pledge.error.opened", bkpsdm, "/pakta/buka", nil)

	mine := w.get(camat, "/pakta")
	if len(mine.list("naskah")) != 4 || mine.at("pakta") != nil || mine.text("jalur") != "asn" {
		t.Errorf("the camat's own: %s", mine.body)
	}
	w.post(camat, "/pakta/tanda-tangan", nil)
	signed := w.post(camat, "/pakta/tanda-tangan", nil) // twice is once
	if signed.text("pakta", "cara") != "ponsel" || signed.at("pakta", "cocok") != true {
		t.Errorf("signed: %s", signed.body)
	}
	w.paper()
	w.refuse()

	cover := w.get(bkpsdm, "/pakta/rekap")
	if cover.at("jumlah", "tercatat") != 2.0 || cover.at("jumlah", "di_luar_daftar") != 2.0 || cover.at("jumlah", "ikrar") != 1.0 {
		t.Errorf("coverage: %s", cover.body)
	}
	if strings.Contains(string(cover.body), "Contoh") {
		t.Error("the coverage names somebody")
	}
	if _, err := w.in.Verify(t.Context(), nil, nil); err != nil {
		t.Error(err)
	}
}

func (w *world) paper() {
	w.t.Helper()
	people := w.get(camat, "/pakta/orang?unit=18.01.06")
	var deputy string
	for _, one := range people.list("butir") {
		p := answer{json: one.(map[string]any)}
		if p.text("jabatan") == sekcam {
			deputy = p.text("orang")
		}
		if p.text("jabatan") == camat && p.text("tercatat") == "" {
			w.t.Error("the camat has not signed")
		}
	}
	list := fields{"unit": "18.01.06", "orang": []string{deputy}, "nama": []string{"Honorer Contoh"}}
	if a := w.upload(camat, "/pakta/daftar", list, "daftar.txt", "bukan pindaian"); a.status != http.StatusUnprocessableEntity || a.text("error", "field") != "berkas" {
		w.t.Errorf("a text as scan: %d %s", a.status, a.body)
	}
	if a := w.upload(sekcam, "/pakta/daftar", list, "daftar.png", photo()); a.status != http.StatusNotFound {
		w.t.Errorf("somebody who leads nobody records: %d", a.status)
	}
	recorded := w.ok(w.upload(camat, "/pakta/daftar", list, "daftar.png", photo()), "list")
	if recorded.at("pakta_baru") != 1.0 {
		w.t.Errorf("recorded: %s", recorded.body)
	}
	w.refused(http.StatusConflict, "pledge.error.recorded", camat, "/pakta/daftar", list)
	list["nama"] = []string{"honorer contoh", "Honorer Dua"}
	again := w.post(camat, "/pakta/daftar", list)
	if again.at("pakta_baru") != 0.0 || again.at("nama_baru") != 1.0 || len(again.list("sudah_tercatat")) != 2 {
		w.t.Errorf("a longer list: %s", again.body)
	}
	oath := fields{"unit": "18.01.06", "pembaca": "Camat", "kehadiran": 120, "saksi": []string{"Saksi Satu"}}
	w.refused(http.StatusUnprocessableEntity, "", camat, "/pakta/ikrar", oath)
	oath["saksi"] = []string{"Saksi Satu", "Saksi Dua"}
	w.post(camat, "/pakta/ikrar", oath)
	papers := w.get(camat, "/pakta/kertas")
	if len(papers.list("butir")) != 3 {
		w.t.Fatalf("papers: %s", papers.body)
	}
	for _, one := range papers.list("butir") {
		p := answer{json: one.(map[string]any)}
		if p.at("ada_pindaian") != true {
			continue
		}
		scan := w.get(camat, "/pakta/kertas/"+p.text("id")+"/pindaian")
		if string(scan.body) != photo() {
			w.t.Errorf("the scan came back changed: %d bytes", len(scan.body))
		}
	}
}

func (w *world) refuse() {
	w.t.Helper()
	a := w.send("POST", "/pakta/tolak", w.as(inspektur), encode(w.t, fields{"alasan": "Keyakinan saya."}))
	if a.status != http.StatusNoContent || len(a.body) > 0 {
		w.t.Errorf("a refusal answers %d %s", a.status, a.body)
	}
	for _, post := range []string{bkpsdm, sekda, bupati, inspektur} { // refusals leave with nobody, not even with their keeper
		if a := w.send("GET", "/pakta/penolakan", w.as(post), ""); a.status != http.StatusNotFound {
			w.t.Errorf("%s takes refusals along: %d", post, a.status)
		}
	}
}
