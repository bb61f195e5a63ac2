package discipline_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/discipline"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/law/lawtest"
	"rambu.id/ledger"
	webdis "rambu.id/web/discipline"
	"rambu.id/web/ui"
)

// site is the pages over a real office; who is signed in by a header of the test.
type site struct {
	*world
	h   http.Handler
	who rambu.Actor
}

func newSite(t *testing.T, start string) *site {
	t.Helper()
	return newSiteUnder(t, start, lawtest.Stopping(t))
}

// newSiteUnder serves the pages under a law pack of the test's own.
func newSiteUnder(t *testing.T, start string, pack *law.Pack) *site {
	t.Helper()
	s := &site{world: newWorld(t, dbtest.SQLite(t), start, pack)}
	rd := ui.New(s.words)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webdis.New(webdis.Deps{Office: s.Office, UI: rd, Roster: s.roster, Actor: func(*http.Request) (rambu.Actor, error) {
		if s.who.Account == "" {
			return s.who, rambu.Errorf(rambu.Unauthenticated, "nobody is signed in")
		}
		return s.who, nil
	}}).Routes(mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{})
	s.who = s.bkpsdm
	return s
}

// placeLeft is a place of a text that nothing filled.
var placeLeft = regexp.MustCompile(`\{[a-z_]+\}`)

// get fetches a page in both languages and refuses one with a missing word or a double id.
func (s *site) get(path string, want int) string {
	s.t.Helper()
	body := ""
	for _, lang := range []string{"en", "id"} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		w := httptest.NewRecorder()
		s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+sep+"bahasa="+lang, nil))
		body = w.Body.String()
		if w.Code != want {
			s.t.Fatalf("GET %s: %d, want %d\n%s", path, w.Code, want, textOf(body))
		}
		s.whole(path, body)
	}
	return body
}

func (s *site) whole(path, body string) {
	s.t.Helper()
	if i := strings.Index(body, "⟦"); i >= 0 {
		s.t.Errorf("%s: a word is missing: %s", path, body[i:min(len(body), i+80)])
	}
	if hole := placeLeft.FindString(textOf(body)); hole != "" {
		s.t.Errorf("%s: nothing fills %s", path, hole)
	}
	doc, err := html.Parse(strings.NewReader(body))
	s.must(err)
	seen := map[string]bool{}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" && seen[a.Val] {
				s.t.Errorf("%s: id %q twice", path, a.Val)
			}
			seen[a.Val] = seen[a.Val] || a.Key == "id"
		}
	}
}

func textOf(body string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`(?s)<(style|script).*?</(style|script)>|<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

// post sends a form and returns the status, where it leads and the page.
func (s *site) post(path string, want int, pairs ...string) (string, string) {
	s.t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(r, want)
}

func (s *site) send(r *http.Request, want int) (string, string) {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	if w.Code != want {
		s.t.Fatalf("%s %s: %d, want %d\n%s", r.Method, r.URL.Path, w.Code, want, textOf(w.Body.String()))
	}
	if want < 300 || want >= 400 {
		s.whole(r.URL.Path, w.Body.String())
	}
	return w.Header().Get("Location"), w.Body.String()
}

var (
	versionField = regexp.MustCompile(`name="versi" value="(\d+)"`)
	hiddenField  = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
)

// step fills a step's form in: the version comes from the page.
func (s *site) step(id, slug string, pairs ...string) {
	s.t.Helper()
	page := s.get("/sanksi/"+id+"/"+slug, http.StatusOK)
	m := versionField.FindStringSubmatch(page)
	if m == nil {
		s.t.Fatalf("%s carries no version", slug)
	}
	to, _ := s.post("/sanksi/"+id+"/"+slug, http.StatusSeeOther, append(pairs, "versi", m[1])...)
	if to != "/sanksi/"+id && !strings.HasPrefix(to, "/surat/srt_") {
		s.t.Fatalf("%s leads to %s", slug, to)
	}
}

func date(name, iso string) []string {
	return []string{name + "-y", iso[:4], name + "-m", iso[5:7], name + "-d", iso[8:]}
}

// Journey 5 by form, without scripts: from the letter in the list to the executed sanction.
func TestSanctionByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-01")
	page := s.get("/sanksi", http.StatusOK)
	if !strings.Contains(page, "Belum ada rekomendasi") || strings.Contains(page, "Buka berkas</button>") {
		t.Error("the empty list offers a file")
	}
	in := s.arrived(s.forwarded(study()))
	page = s.get("/sanksi", http.StatusOK)
	if !strings.Contains(page, "/sanksi/surat/"+in.ID) {
		t.Fatal("the letter is not offered")
	}
	to, _ := s.post("/sanksi/surat/"+in.ID, http.StatusSeeOther)
	id := strings.TrimPrefix(to, "/sanksi/")
	page = s.get(to, http.StatusOK)
	for _, want := range []string{"Sulaiman Contoh", "Ini dugaan, belum putusan", "Catat panggilan", "Kepala Dinas Pendidikan"} {
		if !strings.Contains(page, want) {
			t.Errorf("the matter's page lacks %q", want)
		}
	}
	if strings.Contains(page, "pelanggar ") {
		t.Error("somebody is called a violator before a decision")
	}
	s.examined(id)
	s.decreed(id)
	s.step(id, "penyampaian", "cara", discipline.HandedOver)
	s.to("2024-11-04")
	s.step(id, "berlaku")
	s.step(id, "siasn", "nomor", "SIASN-1")
	s.step(id, "jawaban", "penanda-tangan", pemda+"/bupati")
	page = s.get("/sanksi/"+id, http.StatusOK)
	if strings.Contains(page, "belum putusan") {
		t.Error("a decided matter is called an allegation")
	}
	for _, want := range []string{"Sudah diputus: keputusan ditetapkan Jumat, 11 Oktober 2024.", "Selesai", "1 November 2024", "pembebasan dari jabatan", "keputusan.pdf", "Konsep surat sudah dibuat"} {
		if !strings.Contains(page, want) {
			t.Errorf("the finished matter lacks %q: %s", want, textOf(page))
		}
	}
	if !strings.Contains(s.get("/sanksi?semua=ya", http.StatusOK), id) || strings.Contains(s.get("/sanksi", http.StatusOK), id) {
		t.Error("the finished matter is not where it belongs")
	}
	s.verify()
}

func (s *site) examined(id string) {
	s.t.Helper()
	var members []string
	for _, post := range team() {
		members = append(members, "anggota", string(post))
	}
	s.step(id, "tim", append(members, "nomor", "800/TIM/1")...)
	// Too short a notice comes back with what was typed and the last day in words.
	summons := append(date("tanggal", "2024-10-09"), "pukul", "09.00", "tempat", "BKPSDM", "nomor", "800/PGL/1")
	version := versionField.FindStringSubmatch(s.get("/sanksi/"+id+"/panggilan", http.StatusOK))[1]
	_, page := s.post("/sanksi/"+id+"/panggilan", http.StatusConflict, append(summons, "versi", version)...)
	if !strings.Contains(page, "800/PGL/1") || !strings.Contains(page, "7 hari kerja") {
		s.t.Errorf("the refused summons: %s", textOf(page))
	}
	s.step(id, "konsep-panggilan", append(date("tanggal", "2024-10-10"), "pukul", "09.00", "tempat", "BKPSDM", "penanda-tangan", pemda+"/disdik/kepala")...)
	s.step(id, "panggilan", append(date("tanggal", "2024-10-10"), "pukul", "09.00", "tempat", "BKPSDM", "nomor", "800/PGL/1")...)
	s.to("2024-10-10")
	s.step(id, "bap", "pemeriksa", "Tim", "uraian", "Yang diperiksa menerangkan.", "tanda-tangan", "menolak", "alasan", "Tidak sependapat.")
	s.step(id, "lhp", "fakta", "Berfoto.", "terbukti", "ya", "aturan", "PP 94/2021", "tingkat", discipline.Severe)
}

// decreed fills in the decree, looks at the check page and sends it with the file.
func (s *site) decreed(id string) {
	s.t.Helper()
	s.to("2024-10-11")
	path := "/sanksi/" + id + "/keputusan"
	form := s.get(path, http.StatusOK)
	if !strings.Contains(form, "bebas-jabatan") || strings.Contains(form, "sedang-tukin-6") || strings.Contains(form, "kades-teguran-lisan") {
		s.t.Error("the form does not offer exactly the lawful sanctions")
	}
	version := versionField.FindStringSubmatch(form)[1]
	decree := append(date("tanggal", "2024-10-11"), "hukuman", "bebas-jabatan", "nomor", "800/SK/1", "penanda-tangan", pemda+"/bupati", "versi", version)
	for day, wants := range map[string][]string{ // refused before anybody chooses the file
		"2024-10-09": {"Tanggal keputusan: Tanggal tidak boleh sebelum langkah terakhir, 10 Oktober 2024."},
		"2024-11-30": {"Tanggal keputusan: Tanggal ini belum tiba."},
	} {
		_, early := s.post(path, http.StatusUnprocessableEntity, append(date("tanggal", day), decree[6:]...)...)
		for _, want := range wants {
			if !strings.Contains(early, want) || strings.Contains(early, "Periksa keputusan") {
				s.t.Errorf("a decree of %s: no %q: %s", day, want, textOf(early))
			}
		}
	}
	_, check := s.post(path, http.StatusOK, decree...)
	for _, want := range []string{"Periksa keputusan", "800/SK/1", "Bupati Rekaan", "Pasal 71 ayat 2"} {
		if !strings.Contains(check, want) {
			s.t.Fatalf("the check page lacks %q: %s", want, textOf(check))
		}
	}
	if got := s.reread(id).State; got != discipline.Reported {
		s.t.Fatalf("checking recorded the decree: %s", got)
	}
	var body bytes.Buffer
	mw := multipart.NewWriter(&body)
	for _, m := range hiddenField.FindAllStringSubmatch(check, -1) {
		s.must(mw.WriteField(html.UnescapeString(m[1]), html.UnescapeString(m[2])))
	}
	s.must(mw.WriteField("yakin", "ya"))
	f, err := mw.CreateFormFile("berkas", "keputusan.pdf")
	s.must(err)
	_, err = io.WriteString(f, "%PDF-1.7 keputusan")
	s.must(err)
	s.must(mw.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", mw.FormDataContentType())
	s.send(r, http.StatusSeeOther)
	link := regexp.MustCompile(`/sanksi/` + id + `/berkas/bkd_\w+`).FindString(s.get("/sanksi/"+id, http.StatusOK))
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, link, nil))
	if w.Body.String() != "%PDF-1.7 keputusan" || !strings.Contains(w.Header().Get("Content-Disposition"), "keputusan.pdf") {
		s.t.Errorf("downloaded %q as %s", w.Body.String(), w.Header().Get("Content-Disposition"))
	}
}

func (s *site) reread(id string) *discipline.Opened {
	s.t.Helper()
	o, err := s.Get(s.t.Context(), s.bkpsdm, id)
	s.must(err)
	return o
}

// Somebody else was faster: what was typed stays, and nothing was written.
func TestStaleFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-01")
	id := s.opened(study())
	version := versionField.FindStringSubmatch(s.get("/sanksi/"+id+"/bebas-tugas", http.StatusOK))[1]
	s.must(s.Summon(t.Context(), s.sekda, id, 0, discipline.SummonsIn{On: "2024-10-10", At: "09.00", Place: "BKPSDM", Number: "1"}))
	_, page := s.post("/sanksi/"+id+"/bebas-tugas", http.StatusConflict, "versi", version, "nomor", "800/BT/1", "plh", "Seseorang Contoh")
	if !strings.Contains(page, "Seseorang Contoh") || !strings.Contains(page, "Data sudah diubah orang lain") || !strings.Contains(page, "Panggilan pertama") {
		t.Errorf("the stale form: %s", textOf(page))
	}
	if s.reread(id).State != discipline.Summoned {
		t.Error("the stale form was taken")
	}
	s.post("/sanksi/"+id+"/bebas-tugas", http.StatusUnprocessableEntity, "nomor", "x")
}

// BKN's paper, with and without a matter; both clocks are shown with their arithmetic.
func TestRecommendationByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	id := s.opened(study())
	page := s.get("/rekomendasi-bkn/baru?berkas="+id, http.StatusOK)
	version := versionField.FindStringSubmatch(page)[1]
	rec := append(date("tanggal", "2024-10-04"), "tiket", "SBT-1", "nomor", "R-1", "tingkat", "", "versi", version, "berkas", id)
	to, _ := s.post("/rekomendasi-bkn/baru", http.StatusSeeOther, rec...)
	page = s.get(to, http.StatusOK)
	for _, want := range []string{"Jumat, 25 Oktober 2024", "Waktu 14 hari kerja (perlu dicek) tidak memuat acara hukuman berat", "SBT-1", "Cara menghitung"} {
		if !strings.Contains(page, want) {
			t.Errorf("the matter lacks %q: %s", want, textOf(page))
		}
	}
	s.get("/rekomendasi-bkn/baru", http.StatusOK)
	_, page = s.post("/rekomendasi-bkn/baru", http.StatusUnprocessableEntity, "nama", "Wulan Contoh")
	if !strings.Contains(page, "Wulan Contoh") || !strings.Contains(page, "Tulis nomor surat") {
		t.Errorf("the refused recommendation: %s", textOf(page))
	}
	alone := append(date("tanggal", "2024-10-04"), "nomor", "R-2", "nama", "Wulan Contoh", "golongan", "pns")
	alone = append(alone, date("tanggal-perbuatan", "2024-09-30")...)
	s.post("/rekomendasi-bkn/baru", http.StatusSeeOther, alone...)
	if list, err := s.List(t.Context(), s.bkpsdm, discipline.Filter{}); err != nil || len(list.Lines) != 2 {
		t.Errorf("%d matters, %v", len(list.Lines), err)
	}
	s.get("/sanksi/"+id+"/bkn", http.StatusOK)
	s.to("2024-10-28")
	if page := s.get("/sanksi", http.StatusOK); !strings.Contains(page, "tenggat sudah lewat") || !strings.Contains(page, "Lewat 3 hari") ||
		!strings.Contains(page, "(pasal belum dipastikan)") || !strings.Contains(page, "Perlu dicek") {
		t.Errorf("the late list: %s", textOf(page))
	}
}

// A day off announced while BKN's fourteen days run moves them, and the matter says from when to
// when, for which day, and when that was announced.
func TestAMovedClockSaysWhy(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	id := s.opened(study())
	version := versionField.FindStringSubmatch(s.get("/rekomendasi-bkn/baru?berkas="+id, http.StatusOK))[1]
	rec := append(date("tanggal", "2024-10-04"), "tiket", "SBT-1", "nomor", "R-1", "tingkat", "", "versi", version, "berkas", id)
	to, _ := s.post("/rekomendasi-bkn/baru", http.StatusSeeOther, rec...)
	page := s.get(to, http.StatusOK)
	if strings.Contains(page, "pernah bergeser") || !strings.Contains(page, "Aparatur sipil negara") {
		t.Errorf("before the day off: %s", textOf(page))
	}
	_, err := s.proc.AddHoliday(t.Context(), admin(pemda), calendar.Holiday{
		Date: "2024-10-15", NameID: "Hari jadi kabupaten", NameEN: "Regency day", Kind: "nasional", Announced: "2024-10-05", Region: "18.01",
	})
	s.must(err)
	page = textOf(s.get(to, http.StatusOK))
	want := "25 Oktober 2024 menjadi 28 Oktober 2024: Hari jadi kabupaten (diumumkan 5 Oktober 2024)"
	if !strings.Contains(page, "pernah bergeser") || !strings.Contains(page, want) {
		t.Errorf("the matter does not say %q: %s", want, page)
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, to+"?bahasa=en", nil))
	if page := textOf(w.Body.String()); !strings.Contains(page, "28 October 2024: Regency day (announced 5 October 2024)") {
		t.Errorf("the English page does not name the day in English: %s", page)
	}
}

// The fourteen days stand still on a ground the pack has, and run on with a new date; for the clocks
// it has none for the matter says so, and offers nothing.
func TestSuspendingByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-07")
	id := s.opened(study())
	page := s.get("/sanksi/"+id, http.StatusOK)
	if strings.Contains(page, "/waktu") {
		t.Error("a suspension is offered that the law does not know")
	}
	version := versionField.FindStringSubmatch(s.get("/rekomendasi-bkn/baru?berkas="+id, http.StatusOK))[1]
	rec := append(date("tanggal", "2024-10-04"), "tiket", "SBT-1", "nomor", "R-1", "tingkat", "", "versi", version, "berkas", id)
	to, _ := s.post("/rekomendasi-bkn/baru", http.StatusSeeOther, rec...)
	form := to + "/waktu"
	page = s.get(form, http.StatusOK)
	option := regexp.MustCompile(`value="(jam_[a-z0-9]+)\|putusan"`).FindStringSubmatch(page)
	if option == nil || !strings.Contains(page, "Perlu dicek") {
		t.Fatalf("the ground is not offered as one to be checked: %s", textOf(page))
	}
	send := func(want int, what, day, reason string) string {
		version := versionField.FindStringSubmatch(s.get(form, http.StatusOK))[1]
		_, page := s.post(form, want, append(date("tanggal", day), "jam", option[1]+"|"+what, "alasan", reason, "versi", version)...)
		return page
	}
	if page = send(http.StatusUnprocessableEntity, "putusan", "2024-10-20", "Kata-kata sendiri."); !strings.Contains(page, "Kata-kata sendiri.") {
		t.Error("a day to come: what was typed is lost")
	}
	send(http.StatusUnprocessableEntity, "putusan", "2024-10-07", "")
	send(http.StatusSeeOther, "putusan", "2024-10-07", "Menunggu putusan, kata Ibu Contoh.")
	page = textOf(s.get(to, http.StatusOK))
	for _, want := range []string{"Ditangguhkan", "Waktu dihentikan sejak 7 Oktober 2024: menunggu putusan", "kata Ibu Contoh"} {
		if !strings.Contains(page, want) {
			t.Errorf("the suspended matter lacks %q: %s", want, page)
		}
	}
	s.to("2024-10-10")
	send(http.StatusSeeOther, "lanjut", "2024-10-09", "")
	page = textOf(s.get(to, http.StatusOK))
	for _, want := range []string{"Batas: Selasa, 29 Oktober 2024", "Waktu dihentikan 7 Oktober 2024 sampai 9 Oktober 2024"} {
		if !strings.Contains(page, want) {
			t.Errorf("the matter lacks %q: %s", want, page)
		}
	}
	s.verify()
}

// Over HTTP too: nothing before the letter is delivered, nothing for others, ever.
func TestWallOverHTTP(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-04")
	sent := s.forwarded(study())
	out, _, err := s.letters.Envelope(t.Context(), s.staf, sent)
	s.must(err)
	for _, who := range []rambu.Actor{s.bupati, s.sekda, s.bkpsdm} {
		s.who = who
		if page := s.get("/sanksi", http.StatusOK); strings.Contains(page, "/sanksi/surat/") || strings.Contains(page, out.Number) {
			t.Error("an undelivered letter is offered")
		}
		s.post("/sanksi/surat/"+out.Copies[0].ID, http.StatusNotFound)
		s.post("/sanksi/surat/"+sent, http.StatusNotFound)
	}
	s.who = s.bkpsdm
	id := s.opened(study())
	if list := s.export("csv"); !strings.Contains(list, id+",Sulaiman Contoh,") {
		t.Errorf("the list to take along:\n%s", list)
	}
	for _, format := range []string{"xlsx", "ods"} {
		if !strings.HasPrefix(s.export(format), "PK") {
			t.Errorf("%s is no workbook", format)
		}
	}
	for name, who := range map[string]rambu.Actor{"Bawaslu": s.ketua, "a superior not let in": s.camat, "the registry": s.tu, "staff of Bawaslu": s.staf} {
		s.who = who
		if list := s.export("csv"); strings.Contains(list, "Sulaiman") || strings.Contains(list, id) {
			t.Errorf("%s takes along:\n%s", name, list)
		}
		for _, path := range []string{"", "/panggilan", "/keputusan", "/berkas/bkd_x", "/jawaban"} {
			w := httptest.NewRecorder()
			s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/sanksi/"+id+path, nil))
			if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "Sulaiman") {
				t.Errorf("%s, %s: %d", name, path, w.Code)
			}
		}
		s.post("/sanksi/"+id+"/berlaku", http.StatusNotFound, "versi", "1")
		s.post("/sanksi/surat/"+out.Copies[0].ID, http.StatusNotFound)
	}
	auditor := rambu.Actor{Institution: s.bkpsdm.Institution, Roles: []rambu.Role{rambu.RoleAuditor}}
	taken, err := s.log.Find(t.Context(), auditor, ledger.Filter{Kind: "discipline.take_list"})
	if err != nil || len(taken) != 3 || taken[0].Account != s.bkpsdm.Account {
		t.Errorf("taken along three times with somebody on it, the log says %+v, %v", taken, err)
	}
	s.who = rambu.Actor{}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/sanksi/"+id, nil))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("nobody signed in: %d", w.Code)
	}
	s.who = s.bkpsdm
	s.get("/sanksi/"+id+"/tidak-ada", http.StatusNotFound)
}

// export fetches the list in a format.
func (s *site) export(format string) string {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/sanksi/daftar."+format, nil))
	return w.Body.String()
}

// Every step's form renders in both languages, whatever the matter's procedure.
func TestEveryForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, "2024-10-04")
	ethics := study()
	ethics.Act, ethics.ActDate, ethics.Register = "SKB-E5", "2024-09-05", "R-2"
	village := study()
	village.Class, village.Act, village.ActDate, village.Respondent.NIP, village.Register = "kepala-desa", "DS-29J", "2024-09-26", "", "R-3"
	for _, f := range []string{s.opened(study()), s.opened(ethics), s.opened(village)} {
		page := s.get("/sanksi/"+f, http.StatusOK)
		for _, slug := range webdis.Steps() {
			s.get("/sanksi/"+f+"/"+slug, http.StatusOK)
		}
		for _, m := range regexp.MustCompile(`href="(/sanksi/`+f+`/[a-z-]+|/rekomendasi-bkn/baru[^"]*)"`).FindAllStringSubmatch(page, -1) {
			s.get(html.UnescapeString(m[1]), http.StatusOK)
		}
	}
	s.get("/sanksi/baru", http.StatusOK)
	s.who = s.kadis
	own := append(date("tanggal-perbuatan", "2024-09-25"), "nama", "Sulaiman Contoh", "golongan", "pns", "perbuatan", "SKB-D7", "sumber", "Media sosial", "uraian", "Unggahan foto.")
	to, _ := s.post("/sanksi/baru", http.StatusSeeOther, own...)
	s.get(to, http.StatusOK)
	s.post("/sanksi/baru", http.StatusUnprocessableEntity, "nama", "x")
}

// What a page says of days and people before a step is the pack's, in both languages, and what is not
// sure says so: here every number is another one than the law's.
func TestNumbersOfTheLawAreThePacks(t *testing.T) {
	t.Parallel()
	s := newSiteUnder(t, "2024-10-07", lawtest.Changed(t, "procedures/disiplin-pp94.yaml",
		"rule_id: Dikirim paling lambat 7 hari kerja sebelum tanggal pemeriksaan.", "rule_id: Dikirim paling lambat 31 hari kerja sebelum tanggal pemeriksaan.",
		"rule_en: Second date at most 7 working days after the missed date.\n      basis: [pp-94-2021 Pasal 26]\n      conf: source",
		"rule_en: Second date at most 32 working days after the missed date.\n      basis: [pp-94-2021 Pasal 26]\n      conf: unsure",
		"sejak keputusan ditetapkan.", "sejak keputusan ditetapkan, tiga puluh tiga.",
		"Berlaku pada hari kerja ke-15", "Berlaku pada hari kerja ke-34",
		"Laporan kepada Menteri paling lama 7 hari", "Laporan kepada Menteri paling lama 35 hari",
		"paling sedikit tiga orang", "paling sedikit 36 orang",
	))
	id := s.opened(study())
	for _, tt := range []struct {
		path string
		want []string
	}{
		{"/sanksi/" + id, []string{"paling lambat 31 hari kerja", "paling sedikit 36 orang"}},
		{"/sanksi/" + id + "/panggilan", []string{"Dikirim paling lambat 31 hari kerja sebelum tanggal pemeriksaan."}},
		{"/sanksi/" + id + "/tim", []string{"harus untuk berat. Tim terdiri", "paling sedikit 36 orang", "(perlu dicek)"}},
		{"/sanksi/" + id + "/penyampaian", []string{"sejak keputusan ditetapkan, tiga puluh tiga."}},
		{"/sanksi/" + id + "/berlaku", []string{"hari kerja ke-34", "Tanggalnya dihitung sendiri."}},
		{"/sanksi/" + id + "/upaya", []string{"hanya untuk pemberhentian. Paling lama 14 hari kerja sejak diterima. (perlu dicek)"}},
		{"/sanksi/" + id + "/laporan-menteri", []string{"Laporan kepada Menteri paling lama 35 hari kerja"}},
		{"/sanksi/" + id + "/majelis", []string{"ganjil, paling sedikit lima orang"}},
		{"/rekomendasi-bkn/baru", []string{"Paling lama 14 hari kerja sejak rekomendasi diterima. (perlu dicek)", "Dari sini 14 hari kerja (perlu dicek) dihitung."}},
	} {
		page := textOf(s.get(tt.path, http.StatusOK))
		for _, want := range tt.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q: %s", tt.path, want, page)
			}
		}
	}
	s.step(id, "panggilan", append(date("tanggal", "2024-10-17"), "pukul", "09.00", "tempat", "BKPSDM", "nomor", "800/PGL/1")...)
	s.to("2024-10-17")
	for _, slug := range []string{"tidak-hadir", "panggilan"} { // after the missed day, and before another summons
		page := textOf(s.get("/sanksi/"+id+"/"+slug, http.StatusOK))
		if !strings.Contains(page, "(perlu dicek)") {
			t.Errorf("%s does not say that the second date is unsure: %s", slug, page)
		}
	}
}
