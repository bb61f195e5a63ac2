package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"rambu.id/api"
	"rambu.id/intake"
)

// The deadline is the command line's, name by name and value by value.
func TestDeadlineIsTheCommandLines(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("../cmd/rambu/testdata/script/deadline.txt")
	must(t, err)
	_, golden, ok := strings.Cut(string(script), "-- deadline.json --\n")
	if !ok {
		t.Fatal("the command's golden is gone")
	}
	var want map[string]any
	must(t, json.Unmarshal([]byte(golden), &want))
	w := newWorld(t)
	got := w.get("", "/tenggat?from=2024-12-24&count=2&unit=hari-kerja&region=18.01&known_on=2024-12-01")
	if diff := cmp.Diff(want, got.json); diff != "" {
		t.Error(diff)
	}
	hour := w.get("", "/tenggat?from=2024-11-24T20:00&count=24&unit=jam&region=73.71")
	if hour.text("due_at") != "2024-11-25T12:00:00Z" {
		t.Errorf("24 hours from 20.00 WITA: %s", hour.body)
	}
	for query, field := range map[string]string{
		"": "from", "from=2024-02-30&count=1": "", "from=2024-11-04&count=9999": "count", "from=2024-11-04&count=x": "count",
		"from=2024-11-04&count=1&known_on=besok": "known_on", "from=2024-11-04&count=1&unit=minggu": "", "from=kini&count=1&unit=jam": "from",
	} {
		a := w.send("GET", "/tenggat?"+query, "", "")
		if a.status != http.StatusUnprocessableEntity || field != "" && a.text("error", "field") != field {
			t.Errorf("%q: %d %s", query, a.status, a.body)
		}
	}
}

// clerk keeps the register of letters.
const clerk = supervisor + "/tata-usaha"

// begun lodges and signs a formal report, opens its case and returns its id.
func (w *world) begun() string {
	w.t.Helper()
	f := formal("")
	delete(f, "berkas")
	id := w.post("", "/laporan", f).text("nomor")
	w.post(penerimaan, "/laporan-masuk/"+id+"/tanda-tangan", fields{"tanggal": "2024-10-07"})
	return w.post(penerimaan, "/laporan-masuk/"+id+"/mulai", nil).text("id")
}

// One call answers whose clock has run out, by how many days, under which article; a long list
// is read page by page and loses nothing.
func TestWhoseClockHasRunOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases := map[string]bool{}
	for range 3 {
		cases[w.begun()] = true
	}
	if a := w.get(ketua, "/jam?lewat=1"); len(a.list("butir")) != 0 || a.at("jumlah_lewat") != 0.0 {
		t.Errorf("on the first day: %s", a.body)
	}
	w.to("2024-10-21", 9)
	seen, after := map[string]bool{}, ""
	for page := 0; ; page++ {
		a := w.get(ketua, "/jam?lewat=1&batas=1"+after)
		if len(a.list("butir")) == 0 || page > 10 {
			break
		}
		seen[a.text("butir", "0", "objek")] = true
		days, _ := a.at("butir", "0", "hari_lewat").(float64)
		if a.text("butir", "0", "jabatan") == "" || a.text("butir", "0", "nama_jabatan") == "" || days < 1 ||
			!strings.HasPrefix(a.text("butir", "0", "pasal", "0"), "Perbawaslu 8/2020") || a.text("butir", "0", "aturan") == "" ||
			a.text("butir", "0", "batas") >= a.text("hari_ini") || a.at("butir", "0", "perlu_dicek") == nil || a.at("jumlah_lewat") != 3.0 {
			t.Errorf("page %d: %s", page, a.body)
		}
		after = "&setelah=" + a.text("berikut")
	}
	if diff := cmp.Diff(cases, seen); diff != "" {
		t.Errorf("late cases: %s", diff)
	}
	english := w.ok(w.send("GET", "/jam?lewat=1", w.as(ketua), "", "Accept-Language", "en"), "jam")
	if english.text("butir", "0", "aturan") == w.get(ketua, "/jam?lewat=1").text("butir", "0", "aturan") {
		t.Errorf("the rule in English: %s", english.body)
	}
	if a := w.get(sekda, "/jam"); len(a.list("butir")) != 0 {
		t.Errorf("the government sees Bawaslu's clocks: %s", a.body)
	}
	if a := w.send("GET", "/jam?setelah=rusak", w.as(ketua), ""); a.status != http.StatusUnprocessableEntity || a.text("error", "field") != "setelah" {
		t.Errorf("broken cursor: %d %s", a.status, a.body)
	}
	queue := w.get(ketua, "/perkara/antrean")
	if len(queue.list("butir")) != 3 || queue.text("butir", "0", "jam", "objek") != queue.text("butir", "0", "perkara", "id") {
		t.Errorf("queue: %s", queue.body)
	}
}

// Lists of cases, reports and the trail continue where they stopped, without losing or repeating.
func TestListsContinue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		w.begun()
	}
	for _, c := range []struct{ post, path, more, id string }{
		{ketua, "/perkara?batas=1", "&setelah=", "id"},
		{ketua, "/laporan-masuk?batas=1", "&setelah=", "nomor"},
		{supervisor + "/pengelola", "/jejak?jenis=intake.submit&batas=1", "&sebelum=", "objek"},
	} {
		seen, after := map[string]bool{}, ""
		for range 10 {
			a := w.get(c.post, c.path+after)
			if len(a.list("butir")) == 0 {
				break
			}
			id := a.text("butir", "0", c.id)
			if seen[id] || id == "" {
				t.Errorf("%s: %q again", c.path, id)
			}
			seen[id] = true
			next, err := json.Marshal(a.at("berikut"))
			must(t, err)
			after = c.more + strings.Trim(string(next), `"`)
		}
		if len(seen) != 3 {
			t.Errorf("%s: %d of 3", c.path, len(seen))
		}
	}
}

// A letter goes from draft to acknowledgement, and what was signed in ink is recorded.
func TestLettersBetweenRooms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft := fields{
		"penandatangan": ketua, "kepada": []fields{{"jabatan": sekda}}, "tembusan": []fields{{"jabatan": "bkn", "nama_jabatan": "Kepala BKN"}},
		"perihal": "Undangan koordinasi", "isi": []string{"Mohon hadir.", "Terima kasih."}, "klasifikasi": "PM.00.02",
	}
	w.refused(http.StatusUnprocessableEntity, "", ketua, "/surat/tulis", fields{"penandatangan": ketua, "kepada": []fields{}, "perihal": "", "isi": []string{}})
	id := w.post(ketua, "/surat/tulis", draft).text("id")
	if a := w.send("GET", "/surat/"+id, w.as(sekda), ""); a.status != http.StatusNotFound {
		t.Errorf("the addressee reads a draft: %d", a.status)
	}
	draft["perihal"] = "Undangan rapat koordinasi"
	w.post(ketua, "/surat/"+id+"/ubah", fields{"versi": 1, "surat": draft})
	w.refused(http.StatusConflict, "letter.error.draft_changed", ketua, "/surat/"+id+"/ubah", fields{"versi": 1, "surat": draft})
	w.refused(http.StatusConflict, "", ketua, "/surat/"+id+"/kirim", fields{})
	draft["isi"] = []string{"Sesuai UU Nomor 5 Tahun 2014, mohon hadir."}
	w.post(ketua, "/surat/"+id+"/ubah", fields{"versi": 2, "surat": draft})
	w.refused(http.StatusConflict, "letter.error.citations", ketua, "/surat/"+id+"/tanda-tangan", fields{})
	w.post(ketua, "/surat/"+id+"/tanda-tangan", fields{"kutipan_dilihat": true})
	opened := w.get(ketua, "/surat/"+id)
	if opened.text("perihal") != "Undangan rapat koordinasi" || opened.at("ditandatangani") != true || !strings.Contains(string(opened.body), "Ratna Contohsari") {
		t.Errorf("signed: %s", opened.body)
	}
	if a := w.get("", "/periksa-surat?id="+id+"&sidik="+opened.text("sidik")[:20]); a.at("berlaku") != true {
		t.Errorf("check: %s", a.body)
	}
	if a := w.get("", "/periksa-surat?id="+id+"&sidik=00000000000000000000"); a.at("berlaku") != false {
		t.Errorf("check with another hash: %s", a.body)
	}
	sent := w.post(ketua, "/surat/"+id+"/kirim", nil)
	states := map[string]string{}
	for _, i := range []string{"0", "1"} {
		states[sent.text("keluar", "salinan", i, "lembaga")] = sent.text("keluar", "salinan", i, "status")
	}
	if diff := cmp.Diff(map[string]string{government: "terkirim", "bkn": "luar-rambu"}, states); diff != "" {
		t.Fatalf("copies: %s", diff)
	}
	outside := sent.text("keluar", "salinan", "1", "id")
	over := w.upload(clerk, "/surat/"+id+"/serah/"+outside, fields{"cara": "kurir", "tanggal": "2024-10-07", "nama": "Petugas BKN"}, "tanda.png", photo())
	if over.status != http.StatusOK || over.text("keluar", "salinan", "1", "status") != "diserahkan" {
		t.Errorf("handed over: %s", over.body)
	}
	arrived := w.get(sekda, "/surat").text("butir", "0", "id")
	ack := w.post(sekda, "/surat/"+arrived+"/terima", fields{"nama": "Bagus Kiranya"})
	if ack.text("masuk", "status") != "diakui" || ack.text("masuk", "surat") != id {
		t.Errorf("acknowledged: %s", ack.body)
	}
	w.inkAndCancel(draft)
}

// inkAndCancel records a signature in ink, cancels another letter, and finds both in the agenda.
func (w *world) inkAndCancel(draft fields) {
	t := w.t
	ink := w.post(ketua, "/surat/tulis", draft).text("id")
	a := w.upload(clerk, "/surat/"+ink+"/tanda-tangan-luar", fields{"cara": "basah", "tanggal": "2024-10-07"}, "surat.pdf", "%PDF-1.7 pindaian")
	if a.status != http.StatusOK || a.text("keluar", "cara_tanda_tangan") != "basah" {
		t.Fatalf("signed in ink: %d %s", a.status, a.body)
	}
	opened := w.get(ketua, "/surat/"+ink)
	file := w.get(ketua, "/surat/"+ink+"/berkas/"+opened.text("berkas", "0", "id"))
	if string(file.body) != "%PDF-1.7 pindaian" || strings.Contains(string(opened.body), `"key"`) {
		t.Errorf("the scan: %s in %s", file.body, opened.body)
	}
	w.post(ketua, "/surat/"+ink+"/batal", fields{"alasan": "salah-isi", "keterangan": "Tanggal keliru."})
	agenda := w.get(ketua, "/surat/agenda?tahun=2024")
	if len(agenda.list("butir")) != 2 || agenda.text("butir", "1", "alasan_batal") != "salah-isi" {
		t.Errorf("agenda: %s", agenda.body)
	}
	in := w.upload(sekda, "/surat/catat", fields{
		"dari": "Badan Kepegawaian Negara", "nomor": "UJI/BKN/1/2024", "tanggal": "2024-10-04", "diterima": "2024-10-07", "kepada": sekda,
		"perihal": "Rekomendasi", "rekomendasi": fields{"nama": "Surya Contohlesmana", "tingkat": "sedang"},
	}, "surat.pdf", "%PDF-1.7 pindaian").text("id")
	if got := w.get(sekda, "/surat/"+in); got.text("amplop", "masuk", "pengirim") != "bkn" || got.text("muatan", "level") != "sedang" {
		t.Errorf("registered: %s", got.body)
	}
}

// Wrong codes from one network shut nobody out: who has a code reads his inbox from there, too.
func TestWrongCodesShutNobodyOut(t *testing.T) {
	t.Parallel()
	_, err := settled()
	must(t, err)
	synctest.Test(t, slowsAFlood) // however long the guesses take, they come at one moment
}

func slowsAFlood(t *testing.T) {
	t.Helper()
	w := newWorld(t)
	code := w.post("", "/laporan", tip("")).text("kode")
	ask := func(from, code string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, api.Prefix+"/kotak-surat", strings.NewReader(`{"kode":"`+code+`"}`))
		r.Header.Set("Content-Type", "application/json")
		r.RemoteAddr = from + ":1234"
		return w.serve(r, "").status
	}
	wrong := func() string { return intake.NewDraft().Code().String() }
	for range 80 {
		if got := ask("203.0.113.7", wrong()); got != http.StatusUnprocessableEntity {
			t.Fatalf("a wrong code: %d", got)
		}
	}
	if got := ask("203.0.113.8", code); got != http.StatusOK {
		t.Errorf("the right code from a network of many wrong ones: %d", got)
	}
	if got := ask("198.51.100.9", wrong()); got != http.StatusUnprocessableEntity {
		t.Errorf("another network: %d", got)
	}
}

// A holiday announced late moves running clocks, and says how many.
func TestHolidayMovesClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	known := w.post(bkpsdm, "/sanksi/baru", fields{
		"terlapor":  fields{"nama": "Surya Contohlesmana", "nip": "198402292006041987", "nama_jabatan": "Sekretaris Kecamatan", "golongan": "pns"},
		"perbuatan": w.get(penerimaan, "/perbuatan?jenis=attend-with-support&golongan=pns&tanggal=2024-10-05").text("kode"), "tanggal_perbuatan": "2024-10-05",
		"sumber": "Temuan Inspektorat", "isi": "Terlihat di panggung kampanye.",
	})
	w.post(bkpsdm, "/rekomendasi-bkn", fields{
		"perkara": known.text("perkara", "id"), "versi": known.at("perkara", "versi"), "tiket": "SBT-UJI-2", "nomor": "UJI/BKN/2/2024",
		"tanggal": "2024-10-04", "isi": "Hukuman disiplin.",
	})
	due := func() string {
		a := w.get(bkpsdm, "/jam?batas=200")
		for i := range a.list("butir") {
			if n := strconv.Itoa(i); strings.HasPrefix(a.text("butir", n, "kode_aturan"), "rekomendasi-asn/") {
				return a.text("butir", n, "batas")
			}
		}
		t.Fatalf("no clock of the recommendation: %s", a.body)
		return ""
	}
	if got := due(); got != "2024-10-25" { // fourteen working days from 7 October 2024
		t.Fatalf("the decree is due on %s", got)
	}
	admin := government + "/pengelola"
	body := fields{"tanggal": "2024-10-16", "nama": "Hari rekaan", "dasar": "Keputusan uji 1/2024", "diumumkan": "2024-10-07"}
	w.refused(http.StatusNotFound, "error.not-found", bkpsdm, "/libur", body)
	w.refused(http.StatusUnprocessableEntity, "api.error.required", admin, "/libur", fields{"tanggal": "2024-10-08", "nama": " ", "dasar": "x"})
	moved := w.post(admin, "/libur", body)
	if got := due(); got != "2024-10-28" || moved.at("bergeser") == 0.0 {
		t.Errorf("due on %s after %s", got, moved.body)
	}
	// The pack has no ground on which this clock could stand still: it says so, and takes none.
	matter := "/sanksi/" + known.text("perkara", "id")
	if a := w.get(bkpsdm, matter+"/waktu"); len(a.list("butir")) != 0 {
		t.Errorf("grounds of suspension: %s", a.body)
	}
	stop := fields{"versi": w.get(bkpsdm, matter).at("perkara", "versi"), "dasar": "putusan", "tanggal": "2024-10-07", "alasan": "Menunggu putusan."}
	for i, a := 0, w.get(bkpsdm, "/jam?batas=200"); i < len(a.list("butir")); i++ {
		if n := strconv.Itoa(i); strings.HasPrefix(a.text("butir", n, "kode_aturan"), "rekomendasi-asn/") {
			stop["jam"] = a.text("butir", n, "id")
		}
	}
	w.refused(http.StatusConflict, "procedure.error.no_suspension", bkpsdm, matter+"/waktu/henti", stop)
	list := w.get(admin, "/libur?dari=2024-10-01&sampai=2024-10-31")
	if len(list.list("butir")) != 1 || list.text("butir", "0", "nama") != "Hari rekaan" {
		t.Errorf("holidays: %s", list.body)
	}
	// The other room keeps none of it, sees it, and may take it; it is withdrawn by who entered it.
	chief := supervisor + "/pengelola"
	theirs := w.get(chief, "/libur?dari=2024-10-01&sampai=2024-10-31")
	id := theirs.text("dimasukkan", "0", "id")
	if len(theirs.list("butir")) != 0 || theirs.at("dimasukkan", "0", "berlaku") != false || theirs.text("dimasukkan", "0", "lembaga") != government {
		t.Errorf("holidays of the other room: %s", theirs.body)
	}
	w.refused(http.StatusNotFound, "error.not-found", ketua, "/libur/"+id+"/pakai", fields{})
	w.refused(http.StatusNotFound, "error.not-found", chief, "/libur/"+id+"/tarik", fields{"alasan": "Salah."})
	w.post(chief, "/libur/"+id+"/pakai", fields{})
	if theirs = w.get(chief, "/libur?dari=2024-10-01&sampai=2024-10-31"); len(theirs.list("butir")) != 1 {
		t.Errorf("taken: %s", theirs.body)
	}
	w.refused(http.StatusUnprocessableEntity, "procedure.error.holiday_why", admin, "/libur/"+id+"/tarik", fields{"alasan": " "})
	if back := w.post(admin, "/libur/"+id+"/tarik", fields{"alasan": "Salah tanggal."}); back.at("bergeser") == 0.0 || due() != "2024-10-25" {
		t.Errorf("withdrawn: due on %s after %s", due(), back.body)
	}
	if !strings.Contains(string(w.get(admin, "/libur?dari=2024-10-01&sampai=2024-10-31").body), "Salah tanggal.") {
		t.Error("what was withdrawn does not stay")
	}
}

// Where a second factor is asked for, a session without one opens nothing but itself.
func TestNobodyWorksWithoutTheSecondFactor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in.Access.SecondFactor = true
	token := w.as(ketua)
	if a := w.get(ketua, "/sesi"); a.at("wajib_daftar_kode") != true || a.text("peran", "0") != "staf" {
		t.Fatalf("session: %s", a.body)
	}
	for _, path := range []string{"/jam", "/perkara", "/surat", "/libur?dari=2024-10-01&sampai=2024-10-31"} {
		if a := w.send("GET", path, token, ""); a.status != http.StatusForbidden || a.text("error", "key") != "api.error.enrol" {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	w.ok(w.send("DELETE", "/sesi", token, ""), "sign out")
}
