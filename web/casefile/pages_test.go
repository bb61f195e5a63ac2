package casefile_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/roster"
	"rambu.id/web/ui"

	webcase "rambu.id/web/casefile"
)

// An intake officer and a handler do the whole of the main job with forms, without a script.
func TestFromReportToForwardingByForms(t *testing.T) {
	s := newSite(t)
	report := s.lodge(intake.DoorFormal)
	in, handler, chair, member := "penerimaan", "penanganan-pelanggaran", "ketua", "anggota-1"

	s.says(s.get(in, "/tugas"), "Tidak ada yang menunggu")
	s.says(s.get(in, "/laporan-masuk"), "Laporan resmi", "/laporan-masuk/"+report)
	s.says(s.get(in, "/laporan-masuk/"+report), "Catat tanda tangan", "Ikut kampanye &lt;b&gt;di lapangan&lt;/b&gt;.", "foto.png")
	s.do(in, http.MethodPost, "/laporan-masuk/"+report+"/mulai", url.Values{}, http.StatusConflict)
	s.do(in, http.MethodPost, "/laporan-masuk/"+report+"/tanda", date("tanggal", "2024-10-07"), http.StatusSeeOther)
	s.says(s.get(in, "/tugas"), "1 laporan belum menjadi perkara")
	s.do(in, http.MethodPost, "/laporan-masuk/"+report+"/pesan", url.Values{"isi": {"Terima kasih."}}, http.StatusSeeOther)
	page := s.do(in, http.MethodPost, "/laporan-masuk/"+report+"/mulai", url.Values{}, http.StatusSeeOther).Header().Get("Location")
	if !strings.HasPrefix(page, "/perkara/pkr_") {
		t.Fatalf("begun at %q", page)
	}
	s.says(s.get(in, page), "Kajian awal", "Periksa syarat", "Perbawaslu 8/2020", "Cara menghitung", "7 belum terpenuhi")

	all := url.Values{}
	for _, r := range s.desk.Requirements("laporan") {
		all.Set(r.ID, "ya")
	}
	s.post(in, page+"/syarat", all)
	s.says(s.get(in, page+"/terlapor"), "Surya Contohlesmana")
	post := pemda + "/camat/18.01.06/sekretaris"
	ref := roster.Ref{Post: roster.PostID(post), Person: s.people[post].ID}.String()
	s.post(in, page+"/terlapor", url.Values{"pilih": {"ref:" + ref}})
	deed := with(url.Values{"perbuatan": {"take-part-in-activity"}, "golongan": {"pns"}}, date("tanggal", "2024-10-05"))
	preview := with(deed, url.Values{"langkah": {"periksa"}, "versi": {s.open(in, page+"/perbuatan")}})
	s.says(s.do(in, http.MethodPost, page+"/perbuatan", preview, http.StatusOK).Body.String(), "Disiplin", "SKB-D4", "SKB-D8")
	s.post(in, page+"/perbuatan", with(deed, url.Values{"kode": {"SKB-D4"}}))
	register := s.get(in, page+"/daftarkan")
	s.says(register, "Gilang Misalputra", "Surya Contohlesmana", "UU 20/2023 Pasal 9 ayat (2) · Aparatur sipil negara")
	s.says(register, "Yang mulai berjalan bila didaftarkan hari ini", "Kamis, 10 Oktober 2024", "Masuk dalam 3 hari penanganan", "Pemilihan kepala daerah", "UU 1/2015 Pasal 134")
	s.post(in, page+"/daftarkan", url.Values{"petugas": {s.actors[handler].Account, s.actors[member].Account}})
	starts := sections(register)
	if running := sections(s.get(handler, page)); len(starts) != 1 || !slices.Contains(running, starts[0]) {
		t.Errorf("the register page promises %q, the case runs %q", starts, running)
	}

	s.says(s.get(in, page), "Perkara ini dipegang petugas lain", "001/Reg/LP/PB/Kab/18.01/X/2024")
	s.says(s.get(in, "/laporan-masuk/"+report), "tersegel untuk petugas perkaranya")
	s.heic()
	s.says(s.get(handler, page), "Undang klarifikasi", "Masuk dalam 3 hari penanganan", "UU 1/2015 Pasal 134")
	s.post(handler, page+"/undangan", with(url.Values{
		"sebagai": {"terlapor"}, "nama": {"Surya Contohlesmana"}, "pukul": {"09.00"}, "tempat": {"Kantor"},
	}, date("tanggal", "2024-10-08")))
	s.post(handler, page+"/berita-acara", with(url.Values{
		"sebagai": {"terlapor"}, "nama": {"Surya Contohlesmana, S.Sos."}, "hadir": {"hadir"}, "isi": {"Mengakui hadir."}, "tanda": {"menolak"},
	}, date("tanggal", "2024-10-07")))
	for _, end := range []string{"/lepas-petugas", "/tambah-petugas"} {
		none := url.Values{"alasan": {"Tetangga terlapor."}, "versi": {s.open(handler, page+end)}}
		s.says(s.do(handler, http.MethodPost, page+end, none, http.StatusUnprocessableEntity).Body.String(), "Pilih petugas.")
	}
	none := url.Values{"alasan": {"Tetangga terlapor."}, "versi": {s.open(handler, page+"/lepas-petugas")}}
	s.says(s.do(handler, http.MethodPost, page+"/lepas-petugas", none, http.StatusUnprocessableEntity).Body.String(), "Tetangga terlapor.")
	s.study(handler, page)
	s.post(handler, page+"/pleno", url.Values{"petugas": {s.actors[chair].Account, s.actors[member].Account}})
	s.says(s.get(chair, page+"/suara"), "Memenuhi unsur", "Suara hanya sekali")
	s.post(chair, page+"/suara", url.Values{"pilihan": {"terbukti"}})
	s.post(member, page+"/suara", url.Values{"pilihan": {"terbukti"}})
	s.says(s.get(chair, page+"/tutup-pleno"), "Ratna Contohsari", "2 suara, perlu 2")
	s.post(chair, page+"/tutup-pleno", nil)

	s.says(s.get(handler, page+"/penerusan"), "Kepala Badan Kepegawaian Negara", "Bupati Lampung Selatan", "foto.png", "Terkirim dengan nama bukti-", "Tidak dapat ikut: dari jenis image/heic")
	s.post(handler, page+"/penerusan", url.Values{"ringkasan": {"Ikut kampanye."}, "kajian": {"Kajian untuk BKN."}})
	s.says(s.get(member, page), "Siapa saja yang bisa tahu ini?")
	s.says(s.get(member, page+"/periksa-identitas"), "Kajian untuk BKN.")
	s.post(member, page+"/periksa-identitas", url.Values{"jawaban": {"Ratusan orang."}, "aman": {"ya"}})
	s.says(s.get(chair, page+"/teruskan"), "Ratusan orang.", "/surat/srt_")
	s.post(chair, page+"/teruskan", nil)
	decided := s.get(handler, page)
	s.says(decided, "Diteruskan", "Terbukti", "2 menyatakan terbukti, 0 tidak", "Sudah diputus: pleno menyatakan terbukti pada")
	_, history, _ := strings.Cut(decided, "Riwayat")
	for _, text := range []string{"belum putusan", " pukul "} {
		if strings.Contains(decided, text) && (text != " pukul " || strings.Contains(history, text)) {
			t.Errorf("after the decision the case says %q:\n%s", text, history)
		}
	}
	if n := strings.Count(history, ">Kajian<"); n != 1 {
		t.Errorf("the study stands %d times in the history:\n%s", n, history)
	}
	s.says(s.get(handler, page+"/jawaban"), "Belum ada surat jawaban")
	s.post(handler, page+"/umumkan", url.Values{"isi": {"Diteruskan ke BKN."}})
	s.says(s.get(handler, "/perkara?tahap=status_diumumkan"), "001/Reg/LP")
	s.verify()
}

// study writes a draft, is refused a revoked law with its successor, and finishes.
func (s *site) study(who, page string) {
	s.t.Helper()
	proposed := s.get(who, page+"/kajian")
	if regexp.MustCompile(`\b(uu|pp|skb)-\d`).MatchString(proposed) || strings.Contains(proposed, "S.Sos..") {
		s.t.Errorf("the study begins with:\n%s", proposed)
	}
	exhibits := regexp.MustCompile(`value="(bkt_\w+)" checked`).FindAllStringSubmatch(proposed, -1)
	if exhibits == nil {
		s.t.Fatal("the study does not offer the exhibit")
	}
	var listed []string
	for _, e := range exhibits {
		listed = append(listed, e[1])
	}
	sections := url.Values{
		"daftar": listed,
		"kasus":  {"Kasus."}, "bukti": {"Foto."}, "fakta": {"Hadir."}, "analisis": {"Memenuhi unsur."}, "kesimpulan": {"Terbukti."},
		"rekomendasi": {"Diteruskan."}, "lain": {"Keterangan saksi"},
	}
	revoked := with(sections, url.Values{"dasar": {"uu-5-2014 Pasal 2 huruf f"}, "langkah": {"selesai"}, "versi": {s.open(who, page+"/kajian")}})
	s.says(s.do(who, http.MethodPost, page+"/kajian", revoked, http.StatusConflict).Body.String(), "Pakai UU 20/2023", "Memenuhi unsur.")
	s.citations(who, page, sections)
	s.post(who, page+"/kajian", with(sections, url.Values{"dasar": {"pp-94-2021 Pasal 5 huruf n"}, "langkah": {"konsep"}}))
	s.says(s.get(who, page+"/kajian"), "Memenuhi unsur.", "PP 94/2021 Pasal 5 huruf n", "Keterangan saksi")
	bare := with(sections, url.Values{"fakta": {""}, "analisis": {""}, "langkah": {"selesai"}, "versi": {s.open(who, page+"/kajian")}})
	s.says(s.do(who, http.MethodPost, page+"/kajian", bare, http.StatusUnprocessableEntity).Body.String(), ": Bagian ini belum diisi.</a>", "#fakta", "#analisis")
	s.post(who, page+"/kajian", with(sections, url.Values{"dasar": {"PP 94/2021 Pasal 5 huruf n"}, "langkah": {"selesai"}}))
	s.says(s.get(who, page), "Bawa ke pleno")
}

// citations: a conclusion that cites a dead law is shown what replaced it. A draft may keep it,
// a complete study only when its writer says that he has seen it.
func (s *site) citations(who, page string, sections url.Values) {
	s.t.Helper()
	typed := with(sections, url.Values{"dasar": {"pp-94-2021 Pasal 5 huruf n"}, "kesimpulan": {"Melanggar PP 53/2010 Pasal 4 angka 12."}})
	s.post(who, page+"/kajian", with(typed, url.Values{"langkah": {"konsep"}}))
	form := s.get(who, page+"/kajian")
	s.says(form, "Kutipan hukum yang perlu dilihat", "“PP 53/2010 Pasal 4 angka 12”", "Yang dapat dikutip: PP 94/2021 Pasal 5 huruf n.")
	done := with(typed, url.Values{"langkah": {"selesai"}, "versi": {s.open(who, page+"/kajian")}})
	w := s.do(who, http.MethodPost, page+"/kajian", done, http.StatusConflict)
	s.says(w.Body.String(), "Ada kutipan hukum yang salah", "Melanggar PP 53/2010", `name="kutipan"`)
}

// A form that was overtaken is shown again with what was typed and the new version: sending it
// again is a choice.
func TestOvertakenFormKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	mine := s.open("penerimaan", page+"/syarat")
	s.post("ketua", page+"/syarat", url.Values{"uraian": {"ya"}})
	typed := url.Values{"bukti": {"tidak"}, "catatan-bukti": {"Foto kabur sekali."}, "versi": {mine}}
	w := s.do("penerimaan", http.MethodPost, page+"/syarat", typed, http.StatusConflict)
	s.says(w.Body.String(), "Orang lain mengubah perkara ini", "Foto kabur sekali.")
	m := hidden.FindStringSubmatch(w.Body.String())
	if m[1] == mine {
		t.Fatal("the form still carries the old version")
	}
	typed.Set("versi", m[1])
	s.do("penerimaan", http.MethodPost, page+"/syarat", typed, http.StatusSeeOther)
	s.says(s.get("penerimaan", page+"/syarat"), "Foto kabur sekali.")
	s.do("penerimaan", http.MethodPost, page+"/syarat", url.Values{"bukti": {"ya"}}, http.StatusUnprocessableEntity)
}

func (s *site) begin() string {
	s.t.Helper()
	report := s.lodge(intake.DoorFormal)
	s.do("penerimaan", http.MethodPost, "/laporan-masuk/"+report+"/tanda", date("tanggal", "2024-10-07"), http.StatusSeeOther)
	return s.do("penerimaan", http.MethodPost, "/laporan-masuk/"+report+"/mulai", url.Values{}, http.StatusSeeOther).Header().Get("Location")
}

// The government and people who are not signed in get no page of a case; an exhibit is only
// served through its own case, as a file to save.
func TestPagesKeepTheWall(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	report := s.lodge(intake.DoorTip)
	forms := []string{
		"", "/syarat", "/terlapor", "/perbuatan", "/daftarkan", "/undangan", "/berita-acara", "/kajian", "/pleno", "/suara", "/tutup-pleno",
		"/penerusan", "/periksa-identitas", "/teruskan", "/jawaban", "/lengkapi", "/tolak", "/umumkan", "/hentikan", "/telusuri",
	}
	for _, f := range forms {
		s.do("bkpsdm/disiplin", http.MethodGet, page+f, nil, http.StatusNotFound)
		s.do("", http.MethodGet, page+f, nil, http.StatusUnauthorized)
		if f != "" {
			s.do("bkpsdm/disiplin", http.MethodPost, page+f, url.Values{"versi": {"1"}, "isi": {"x"}, "aman": {"ya"}}, http.StatusNotFound)
		}
	}
	s.do("bkpsdm/disiplin", http.MethodGet, "/perkara", nil, http.StatusNotFound)
	s.do("bkpsdm/disiplin", http.MethodGet, "/laporan-masuk/"+report, nil, http.StatusNotFound)
	s.says(s.get("bkpsdm/disiplin", "/tugas"), "Tidak ada yang menunggu")

	body := s.get("penerimaan", page)
	_, rest, _ := strings.Cut(body, page+"/bukti/")
	id, _, _ := strings.Cut(rest, `"`)
	w := s.do("penerimaan", http.MethodGet, page+"/bukti/"+id, nil, http.StatusOK)
	if !strings.HasPrefix(w.Body.String(), "\x89PNG") || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the exhibit: %q %q", w.Header().Get("Content-Disposition"), w.Body.String()[:4])
	}
	s.do("bkpsdm/disiplin", http.MethodGet, page+"/bukti/"+id, nil, http.StatusNotFound)
	other := s.begin()
	s.do("penerimaan", http.MethodGet, other+"/bukti/"+id, nil, http.StatusNotFound)
}

// A tip is traced, and every late clock shows on the first page.
func TestLateShowsFirst(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	tip := s.lodge(intake.DoorTip)
	s.do("penerimaan", http.MethodPost, "/laporan-masuk/"+tip+"/mulai", url.Values{}, http.StatusSeeOther)
	s.must(s.clock.MoveTo(s.clock.Now().AddDate(0, 0, 5)))
	tasks := s.get("penerimaan", "/tugas")
	s.says(tasks, "Lewat 3 hari", page, "Perbawaslu 8/2020")
	board := s.get("penerimaan", "/perkara")
	s.says(board, "1 tenggat lewat batas", "Lewat 3 hari", "Informasi awal")
	if strings.Index(board, "Lewat 3 hari") > strings.Index(board, "> Informasi awal") {
		t.Error("a case without a clock stands before a late one")
	}
	s.says(s.get("penerimaan", "/perkara?tahap=informasi_awal"), "Informasi awal")
	s.says(s.get("penerimaan", "/perkara?pemegang=jabatan"), "Lewat 3 hari")
	s.says(s.get("penerimaan", "/perkara?pemegang=saya"), "Tidak ada perkara dengan saringan ini")
	s.says(s.get("penerimaan", "/laporan-masuk?keadaan=terkirim"), "Belum ada laporan")
}

// A task is of one's own post or of a case one is assigned to; a case of others is theirs. One who opens
// no case reads that it is a case, and has no link to it.
func TestTasksAreOfTheOwnPost(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	s.must(s.clock.MoveTo(s.clock.Now().AddDate(0, 0, 5)))
	s.says(s.get("penerimaan", "/tugas"), page, "Lewat 3 hari")
	for _, post := range []string{"penanganan-pelanggaran", "pengelola", "ketua"} {
		got := s.get(post, "/tugas")
		if strings.Contains(got, page) || strings.Contains(got, "Berkas disiplin") {
			t.Errorf("%s has another post's case as a task:\n%s", post, got)
		}
	}
	chair := s.get("ketua", "/tugas")
	s.says(chair, "1 tenggat lewat batas di seluruh lembaga", `href="/tenggat"`, "Tidak ada yang menunggu. Laporan baru akan muncul di sini.")
	if strings.Index(chair, "di seluruh lembaga") > strings.Index(chair, "Tidak ada yang menunggu. Laporan baru akan muncul di sini.") {
		t.Error("the chair reads that all is well before he reads what is late")
	}
	who := s.actors["penerimaan"]
	who.Roles = nil
	s.actors["penerimaan"] = who
	got := s.get("penerimaan", "/tugas")
	if strings.Contains(got, page) || strings.Contains(got, "Berkas disiplin") || !strings.Contains(got, "Perkara "+strings.ToUpper(page[len(page)-6:])) {
		t.Errorf("without the role one reads:\n%s", got)
	}
}

// What is late stands under what is late, also when no clock of the law says so; the rest is new.
func TestLateThingsStandTogether(t *testing.T) {
	s := newSite(t)
	texts, err := words.Load()
	s.must(err)
	rd, mux := ui.New(texts), http.NewServeMux()
	webcase.New(webcase.Deps{Desk: s.desk, Intake: s.intake, Procedure: s.proc, UI: rd, Waiting: func(*http.Request, rambu.Actor) ([]ui.Task, error) {
		return []ui.Task{
			{Text: "Surat masuk", Badge: ui.Badge{Look: ui.LookNew, Text: "Baru"}},
			{Text: "Arahan tertinggal", Badge: ui.Badge{Look: ui.LookLate, Text: "Lewat batas"}},
		}, nil
	}}).Routes(mux)
	s.h = rd.Protect(mux, ui.Options{})
	page := s.get("ketua", "/tugas")
	late, fresh, mail := strings.Index(page, "Arahan tertinggal"), strings.Index(page, "Baru masuk"), strings.Index(page, "Surat masuk")
	if late < 0 || late > fresh || fresh > mail || strings.Contains(page, "Tidak ada tugas Anda yang lewat batas") {
		t.Errorf("late at %d, the heading of what is new at %d, the letter at %d:\n%s", late, fresh, mail, page)
	}
}

// All stages are all: also what was announced or withdrawn stands among them.
func TestTheBoardListsAllOrTheOpenOnes(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	s.must(s.intake.Withdraw(t.Context(), bawaslu, s.code))
	s.post("penerimaan", page+"/dicabut", nil)
	open := s.get("penerimaan", "/perkara")
	s.says(open, "Semua yang terbuka", "Semua, juga yang selesai")
	if strings.Contains(open, page) {
		t.Error("a withdrawn case stands among the open ones")
	}
	s.says(s.get("penerimaan", "/perkara?tahap=semua"), page)
}

// sections are the clocks of a page, with their arithmetic.
func sections(page string) []string {
	var out []string
	for _, part := range strings.Split(page, `<section class="r-clock`)[1:] {
		text, _, _ := strings.Cut(part, "</section>")
		out = append(out, text)
	}
	return out
}

// On its last day a deadline is counted in hours, wherever it is shown: to 24:00 of the region.
func TestTheLastDayIsCountedInHours(t *testing.T) {
	s := newSite(t)
	page := s.begin()                                                      // on Monday, two days
	s.must(s.clock.MoveTo(time.Date(2024, 10, 8, 16, 59, 0, 0, time.UTC))) // Tuesday 23.59 WIB
	for _, address := range []string{"/tugas", "/perkara", page} {
		s.says(s.get("penerimaan", address), "Sisa 1 hari")
	}
	for _, at := range []struct {
		wib  string
		text string
	}{{"2024-10-09T00:00", "Sisa 24 jam"}, {"2024-10-09T15:30", "Sisa 8 jam"}, {"2024-10-09T23:01", "Kurang dari 1 jam"}, {"2024-10-10T00:00", "Lewat 1 hari"}} {
		now, err := time.ParseInLocation("2006-01-02T15:04", at.wib, time.FixedZone("WIB", 7*60*60))
		s.must(err)
		s.must(s.clock.MoveTo(now))
		for _, address := range []string{"/tugas", "/perkara", page} {
			s.says(s.get("penerimaan", address), at.text)
		}
	}
}

// The administrator sets pattern and quorum; a pattern without its counter is refused with what
// was typed.
func TestSettingPage(t *testing.T) {
	s := newSite(t)
	s.says(s.get("pengelola", "/perkara-pengaturan"), "001/Reg/LP/PB/Kab/18.01/X/2024", "2 dari 3 anggota. Pleno memutus bila lebih dari setengah anggota", "Perlu dicek")
	bad := url.Values{"pattern": {"tanpa nomor"}, "anggota": {"5"}, "kuorum": {"3"}}
	s.says(s.do("pengelola", http.MethodPost, "/perkara-pengaturan", bad, http.StatusUnprocessableEntity).Body.String(), "tanpa nomor")
	good := url.Values{"pattern": {"{no:4}/{kode}/{tahun}"}, "anggota": {"5"}, "kuorum": {"4"}}
	s.do("pengelola", http.MethodPost, "/perkara-pengaturan", good, http.StatusSeeOther)
	s.says(s.get("pengelola", "/perkara-pengaturan"), "0001/LP/PB/Kab/18.01/2024", "4 dari 5 anggota, menurut pengaturan")
	s.do("penerimaan", http.MethodGet, "/perkara-pengaturan", nil, http.StatusNotFound)
	s.do("bkpsdm/disiplin", http.MethodPost, "/perkara-pengaturan", good, http.StatusNotFound)
}

// Asking for more information gives the handling more time: the page says it in the law pack's words.
func TestMoreInformationSaysTheRule(t *testing.T) {
	s := newSite(t)
	page := s.begin()
	s.says(s.get("penerimaan", page+"/keterangan"), "Dengan keterangan tambahan, diputus paling lama 5 hari sejak diregister.")
}

// who names in a case a person of the roster and the act, and returns the person's key.
func (s *site) who(page string) string {
	s.t.Helper()
	post := pemda + "/camat/18.01.06/sekretaris"
	ref := roster.Ref{Post: roster.PostID(post), Person: s.people[post].ID}.String()
	s.post("penerimaan", page+"/terlapor", url.Values{"pilih": {"ref:" + ref}})
	s.post("penerimaan", page+"/perbuatan", with(url.Values{"perbuatan": {"take-part-in-activity"}, "golongan": {"pns"}, "kode": {"SKB-D4"}}, date("tanggal", "2024-10-05")))
	return ref
}

// A second report about the same person is linked to the case the first one began, by a form; the
// officers of that case find it there, and its own case says where it went.
func TestLinkingAReportByForm(t *testing.T) {
	s := newSite(t)
	in, handler := "penerimaan", "penanganan-pelanggaran"
	first := s.begin()
	all := url.Values{}
	for _, r := range s.desk.Requirements("laporan") {
		all.Set(r.ID, "ya")
	}
	s.post(in, first+"/syarat", all)
	ref := s.who(first)
	s.post(in, first+"/daftarkan", url.Values{"petugas": {s.actors[handler].Account}})

	second := s.begin()
	s.says(s.get(in, second+"/tautkan"), "Tidak ada perkara tentang orang yang sama")
	s.post(in, second+"/terlapor", url.Values{"pilih": {"ref:" + ref}})
	s.says(s.get(in, second), "Tautkan ke perkara lain")
	s.says(s.get(in, second+"/daftarkan"), "001/Reg/", second+"/tautkan")
	s.says(s.get(in, second+"/tautkan"), "001/Reg/", "Pelapornya hanya membaca")
	bad := s.do(in, http.MethodPost, second+"/tautkan", url.Values{"versi": {s.open(in, second+"/tautkan")}}, http.StatusUnprocessableEntity)
	s.says(bad.Body.String(), "Pilih perkara tentang orang yang sama", "001/Reg/")
	s.post(in, second+"/tautkan", url.Values{"perkara": {strings.TrimPrefix(first, "/perkara/")}})
	s.says(s.get(in, second), "Ditautkan ke perkara", `href="`+first+`"`, "Status diumumkan")
	page := s.get(handler, first)
	s.says(page, "Laporan lain dalam perkara ini", "foto.png")
	_, rest, _ := strings.Cut(page, "Laporan lain dalam perkara ini")
	_, rest, _ = strings.Cut(rest, first+"/bukti/")
	id, _, _ := strings.Cut(rest, `"`)
	s.do(handler, http.MethodGet, first+"/bukti/"+id, nil, http.StatusOK)
	s.do(in, http.MethodGet, first, nil, http.StatusOK)
	s.says(s.get(in, first), "dicatat di jejak audit")
	s.verify()
}

// Until an institution made its own keys, the first thing on the page of tasks of those who can is
// that they should; afterwards it is gone, and reports were taken all the while.
func TestNewKeysAreTheFirstTask(t *testing.T) {
	s := newSite(t)
	const task = "Kunci lembaga masih yang dibuat saat pemasangan"
	for _, post := range []string{"pengelola", "ketua", "anggota-1"} {
		s.says(s.get(post, "/tugas"), task, "/kunci-baru")
	}
	if strings.Contains(s.get("penerimaan", "/tugas"), task) {
		t.Error("who can do nothing about it is told too")
	}
	s.must(s.access.AskRenewal(t.Context(), s.actors["pengelola"]))
	_, err := s.access.Renew(t.Context(), s.actors["ketua"], access.RenewIn{Password: password})
	s.must(err)
	if strings.Contains(s.get("ketua", "/tugas"), task) {
		t.Error("the task stays although it is done")
	}
}
