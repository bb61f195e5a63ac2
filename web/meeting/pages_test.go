package meeting_test

import (
	"bytes"
	"context"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/meeting"
	"rambu.id/meeting/paper"
	webmeeting "rambu.id/web/meeting"
	"rambu.id/web/ui"
	"rambu.id/web/ui/uitest"
)

// site is the pages over a real room; who is signed in is the test's to say.
type site struct {
	*world
	h   http.Handler
	who rambu.Actor
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{world: newWorld(t, dbtest.SQLite(t))}
	rd := ui.New(s.Words)
	rd.Log = slog.New(slog.DiscardHandler)
	public, signedIn := http.NewServeMux(), http.NewServeMux()
	pages := webmeeting.New(webmeeting.Deps{
		Room: s.Room, Press: paper.Press{Room: s.Room, Log: s.Log, Letters: s.Letters, Words: s.Words}, UI: rd, Roster: s.Roster, Bearer: s.bearer, Links: s.links, Machine: s.machine,
		Actor: func(*http.Request) (rambu.Actor, error) {
			if s.who.Account == "" {
				return s.who, rambu.Errorf(rambu.Unauthenticated, "nobody is signed in")
			}
			return s.who, nil
		},
	})
	pages.Routes(signedIn)
	pages.Public(public, func(*http.Request) bool { return s.who.Account != "" }, signedIn)
	signedIn.Handle("/", rd.NotFound())
	public.Handle("/", signedIn)
	s.h = rd.Protect(public, ui.Options{})
	s.who = s.sekda
	return s
}

// cardCode is the printed code of the head of dinas 05.
const cardCode = "0123 4567 89ab"

func (s *site) bearer(_ context.Context, code string) (rambu.Actor, error) {
	if code != cardCode {
		return rambu.Actor{}, rambu.Fault(rambu.Invalid, "directive.error.code").On("kartu")
	}
	who := rambu.Public()
	who.Institution, who.Region, who.Post = pemda, groundtest.Area, pemda+"/dinas-05"
	return who, nil
}

// as lets somebody else use the pages from now on.
func (s *site) as(who rambu.Actor) *site {
	s.who = who
	return s
}

func (s *site) serve(r *http.Request, want int) *httptest.ResponseRecorder {
	s.T.Helper()
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	if w.Code != want {
		s.T.Fatalf("%s %s: %d, want %d\n%s", r.Method, r.URL, w.Code, want, textOf(w.Body.String()))
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		for _, fault := range uitest.Faults(w.Body.String()) {
			s.T.Errorf("%s: %s", r.URL.Path, fault)
		}
	}
	return w
}

// get fetches a page in both languages.
func (s *site) get(path string, want int) string {
	s.T.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	s.serve(httptest.NewRequest(http.MethodGet, path+sep+"bahasa=en", nil), want)
	return s.serve(httptest.NewRequest(http.MethodGet, path+sep+"bahasa=id", nil), want).Body.String()
}

// post sends a form and returns where it leads, or the page with its faults.
func (s *site) post(path string, form url.Values, want int) string {
	s.T.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := s.serve(r, want)
	if want == http.StatusSeeOther {
		return w.Header().Get("Location")
	}
	return w.Body.String()
}

func textOf(body string) string {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return body
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			b.WriteString(strings.TrimSpace(n.Data) + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (s *site) reads(body string, want ...string) {
	s.T.Helper()
	text := textOf(body)
	for _, w := range want {
		if !strings.Contains(text, w) {
			s.T.Errorf("the page does not say %q:\n%s", w, text)
		}
	}
}

func (s *site) misses(body string, not ...string) {
	s.T.Helper()
	text := textOf(body)
	for _, w := range not {
		if strings.Contains(text, w) {
			s.T.Errorf("the page says %q:\n%s", w, text)
		}
	}
}

func planForm() url.Values {
	return url.Values{
		"jenis": {"rakor"}, "judul": {"Rakor perdana"}, "tanggal-d": {"7"}, "tanggal-m": {"10"}, "tanggal-y": {"2024"}, "mulai": {"09.00"},
		"selesai": {"11.00"}, "tempat": {"Aula Contoh"}, "acara": {"Netralitas\nKondusivitas"}, "pimpinan": {pemda + "/bupati"},
		"wakil": {"minimal"}, "pangkat-wakil": {"administrator"},
	}
}

// One meeting by the pages, from the plan to the finished decision, without a script.
func TestOneMeetingByThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.reads(s.get("/rapat", 200), "Belum ada rapat")
	bad := planForm()
	bad.Del("judul")
	bad.Set("selesai", "08.00")
	body := s.post("/rapat/susun", bad, 422)
	s.reads(body, "Isi bagian ini", "Jam selesai harus sesudah", "Kondusivitas")
	to := s.post("/rapat/susun", planForm(), 303)
	id := regexp.MustCompile(`rpt_\w+`).FindString(to)
	base := "/rapat/" + id
	s.reads(s.get(to, 200), "Kepala perangkat daerah", "12 jabatan", "Camat", "6 jabatan")
	body = s.post(to, url.Values{"kelompok": {"camat"}, "jabatan": {"Tidak Ada Ini"}, "penanda-tangan": {pemda + "/sekda"}}, 422)
	s.reads(body, `Tidak ada jabatan "Tidak Ada Ini"`)
	s.post(to, url.Values{"kelompok": {"camat", "kepala-opd", "forkopimda"}, "jabatan": {"pelaksana umum"}, "penanda-tangan": {pemda + "/sekda"}}, 303)
	s.reads(s.get(base, 200), "Tanda tangani dan kirim undangan", "Konsep", "Presensi belum ditutup")
	s.post(base+"/kirim", nil, 303)
	s.reads(s.get(base, 200), "Sampai", "Di luar Rambu")
	s.answer(base)
	s.atTheDoor(base, id)
	s.afterwards(base)
	s.minutesByPages(base)
	s.verify()
}

func (s *site) rowPath(base, post string) string {
	return base + "/peserta/" + s.row(strings.TrimPrefix(base, "/rapat/"), post).ID
}

func (s *site) answer(base string) {
	s.T.Helper()
	s.as(s.camat)
	offer := s.get(s.rowPath(base, "camat-00")+"/wakil", 200)
	s.reads(offer, "Wakilkan")
	s.misses(offer, "Kepala Desa") // below the lowest office the invitation takes
	s.as(s.kadis)
	body := s.get(base, 200)
	s.reads(body, "Undangan Anda", "Wakilkan", "Sampaikan alasan", "Bupati Rekaan")
	s.misses(body, "Camat 01", "Langkah berikutnya")
	row := s.rowPath(base, "dinas-00")
	s.reads(s.get(row+"/wakil", 200), "Sekretaris Dinas 00")
	body = s.post(row+"/wakil", url.Values{"jabatan": {pemda + "/staf"}, "nomor": {"800/1"}, "tanggal-d": {"2"}, "tanggal-m": {"10"}, "tanggal-y": {"2024"}}, 409)
	s.reads(body, "Pelaksana Umum di bawah jabatan terendah")
	if !strings.Contains(body, `value="800/1"`) {
		s.T.Error("what was typed is lost")
	}
	s.post(row+"/wakil", url.Values{"jabatan": {pemda + "/dinas-00/sekretaris"}, "nomor": {"800/1"}, "tanggal-d": {"2"}, "tanggal-m": {"10"}, "tanggal-y": {"2024"}}, 303)
	s.as(s.sekdis)
	s.reads(s.get(base, 200), "Mewakili: Kepala Dinas 00", "Terima atau tolak mandat")
	s.post(row+"/mandat", url.Values{}, 422)
	s.post(row+"/mandat", url.Values{"jawab": {"ya"}}, 303)
	s.as(s.camat)
	s.get(s.rowPath(base, "dinas-01")+"/alasan", 404)
	s.post(s.rowPath(base, "camat-00")+"/datang", nil, 303)
	if strings.Contains(s.get(base, 200), "/datang\"") {
		s.T.Error("who will come is asked once more whether he will")
	}
	s.as(s.sekda)
}

func (s *site) atTheDoor(base, id string) {
	s.T.Helper()
	s.reads(s.post(base+"/tutup", nil, 409), "Rapat sudah diundangkan")
	s.To("2024-10-07", 8, 30)
	s.as(s.tu).post(base+"/buka", nil, 303)
	w := s.serve(httptest.NewRequest(http.MethodGet, base+"/pintu", nil), 200)
	if refresh := w.Header().Get("Refresh"); refresh == "" || refresh == "0" || len(refresh) > 2 {
		s.T.Errorf("the screen refreshes in %q", refresh)
	}
	screen, err := s.Screen(s.T.Context(), s.tu, id)
	s.Must(err)
	if !strings.Contains(textOf(w.Body.String()), screen.Code.Digits[:3]+" "+screen.Code.Digits[3:]) {
		s.T.Errorf("the screen does not show %s", screen.Code.Digits)
	}
	s.as(s.camat).get(base+"/pintu", 403)
	old := screen.Code.Token
	s.Must(s.machine.MoveTo(s.machine.Now().Add(time.Minute)))
	s.reads(s.post(base+"/hadir", url.Values{"kode": {old}}, 422), "Kode tidak cocok atau sudah berganti")
	screen, err = s.Screen(s.T.Context(), s.tu, id)
	s.Must(err)
	page := s.get(base+"/hadir?kode="+screen.Code.Token, 200)
	if !strings.Contains(page, `name="kode" value="`+screen.Code.Token+`"`) {
		s.T.Error("a scanned code asks for more than a button")
	}
	s.reads(page, "Camat 00", "Saya hadir")
	s.reads(s.get(s.post(base+"/hadir", url.Values{"kode": {screen.Code.Token}}, 303), 200), "Tercatat pukul 08.30 WIB")
	s.as(s.bkpsdm).post(base+"/hadir", url.Values{"kode": {screen.Code.Digits}}, 403)
	s.as(s.tu)
	one, two, three := s.row(id, "dinas-01").ID, s.row(id, "dinas-02").ID, s.row(id, "dinas-03").ID
	s.reads(s.get(base+"/daftar", 200), "Sekretaris Dinas 02", "Kapolres Rekaan")
	s.reads(s.post(base+"/daftar", url.Values{"hadir": {one}, "pukul": {"25.99"}}, 422), "Tulis jam")
	s.reads(s.post(base+"/daftar", url.Values{"hadir": {one}, "pukul-" + one: {"25.99"}}, 422), "Tulis jam")
	form := url.Values{"hadir": {one}, "wakil-" + two: {pemda + "/dinas-02/sekretaris"}, "wakil-" + three: {pemda + "/staf"}, "pukul": {"08.20"}}
	s.reads(s.post(base+"/daftar", form, 422), "2 catatan baru", "Pelaksana Umum di bawah jabatan terendah")
	s.reads(s.post(base+"/daftar", url.Values{"hadir": {one}}, 200), "0 catatan baru")
	s.eachWithItsTime(base, id)
	s.awayFromTheNet(base, id)
	s.fromPaper(base, id)
	s.post(base+"/tutup", nil, 303)
}

// eachWithItsTime: the script of the usher's list sends when each line was ticked. It may run there and
// nowhere else.
func (s *site) eachWithItsTime(base, id string) {
	s.T.Helper()
	four, five := s.row(id, "dinas-09").ID, s.row(id, "dinas-10").ID
	s.reads(s.post(base+"/daftar", url.Values{"hadir": {four, five}, "pukul-" + four: {"08.05"}, "pukul-" + five: {"08.25"}}, 200), "2 catatan baru")
	for unit, want := range map[string]string{"dinas-09": "08.05", "dinas-10": "08.25"} {
		if got := s.row(id, unit).InAt.In(time.FixedZone("WIB", 7*3600)).Format("15.04"); got != want {
			s.T.Errorf("%s came at %s, want %s", unit, got, want)
		}
	}
	for path, may := range map[string]bool{base + "/daftar": true, base + "/luring.js": true, base: false, base + "/pintu": false} {
		csp := s.serve(httptest.NewRequest(http.MethodGet, path, nil), 200).Header().Get("Content-Security-Policy")
		if strings.Contains(csp, "script-src 'self'") != may {
			s.T.Errorf("%s: %s", path, csp)
		}
	}
}

// fromPaper: the list signed by hand is keyed in line by line, each by its code.
func (s *site) fromPaper(base, id string) {
	s.T.Helper()
	w := s.serve(httptest.NewRequest(http.MethodGet, base+"/presensi.pdf", nil), 200)
	if !strings.HasPrefix(w.Body.String(), "%PDF-") {
		s.T.Error("no list to sign")
	}
	seven, eight := s.rowPath(base, "dinas-07")+"/centang", s.rowPath(base, "dinas-08")+"/centang"
	s.reads(s.get(seven, 200), "Kepala Dinas 07", "Pejabatnya sendiri", "Sekretaris Dinas 07")
	s.reads(s.post(seven, url.Values{"cara": {"wakil"}, "pukul": {"08.27"}}, 422), "Pilih siapa yang mewakili")
	s.reads(s.post(seven, url.Values{"cara": {"hadir"}, "pukul": {"25.61"}}, 422), "Tulis jam")
	s.reads(s.get(s.post(seven, url.Values{"cara": {"hadir"}, "pukul": {"08.27"}}, 303), 200), "Tercatat.", "Hadir", "Pulang awal")
	s.post(eight, url.Values{"cara": {"wakil"}, "jabatan": {pemda + "/dinas-08/sekretaris"}, "pukul": {"08.28"}}, 303)
	if one, two := s.row(id, "dinas-07"), s.row(id, "dinas-08"); one.State != meeting.Present || !one.InAt.Equal(groundtest.At("2024-10-07", 8, 27)) || two.State != meeting.StoodIn {
		s.T.Errorf("from paper: %+v, %+v", one, two)
	}
	s.misses(s.get(eight, 200), "Siapa yang datang?")
	s.as(s.kadis).get(base+"/presensi.pdf", 403)
	s.get(s.rowPath(base, "dinas-00")+"/centang", 403)
	s.post(seven, url.Values{"cara": {"hadir"}}, 403)
	s.as(s.tu)
}

// awayFromTheNet: the list is taken along, filled in elsewhere and sent twice.
func (s *site) awayFromTheNet(base, id string) {
	s.T.Helper()
	list := s.serve(httptest.NewRequest(http.MethodGet, base+"/daftar.csv", nil), 200).Body.String()
	four, six := s.row(id, "dinas-04").ID, s.row(id, "dinas-06").ID
	list = regexp.MustCompile("(?m)^("+four+",[^,]*),,,").ReplaceAllString(list, "$1,x,,08:25")
	list = regexp.MustCompile("(?m)^("+six+",[^,]*),,,").ReplaceAllString(list, "$1,x,sekretaris dinas 06,08.26")
	s.reads(s.upload(base+"/daftar/unggah", list, 200), "2 catatan baru")
	s.reads(s.upload(base+"/daftar/unggah", list, 200), "0 catatan baru")
	if i := s.row(id, "dinas-06"); i.State != meeting.StoodIn || !i.InAt.Equal(groundtest.At("2024-10-07", 8, 26)) {
		s.T.Errorf("from the table: %+v", i)
	}
	s.reads(s.upload(base+"/daftar/unggah", "kode,jabatan\n", 422), "Tidak ada baris yang terisi")
	s.reads(s.upload(base+"/daftar/unggah", four+",,x,Bukan Siapa-siapa,", 422), `Tidak ada jabatan "Bukan Siapa-siapa"`)
	s.reads(s.upload(base+"/daftar/unggah", four+",,x,,pagi", 422), `Jam "pagi" tidak terbaca`)
	s.as(s.camat).get(base+"/daftar.csv", 403)
	s.as(s.tu)
}

// upload sends a list as a browser does.
func (s *site) upload(path, content string, want int) string {
	s.T.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("daftar", "daftar.csv")
	s.Must(err)
	_, err = part.Write([]byte(content))
	s.Must(err)
	s.Must(form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.serve(r, want).Body.String()
}

func (s *site) afterwards(base string) {
	s.T.Helper()
	body := s.get(base, 200)
	s.reads(body, "Belum final. Alasan dapat diberikan sampai Kamis, 10 Oktober 2024 (3 hari kerja)", "menghitung hari kerja, bukan rapat", "Tanpa keterangan")
	if strings.Index(textOf(body), "Kepala Dinas 05") > strings.Index(textOf(body), "Kepala Dinas 01") {
		s.T.Error("the unexplained do not stand first")
	}
	row := s.rowPath(base, "dinas-05")
	s.post(row+"/alasan", url.Values{"alasan": {"lainnya"}}, 422)
	s.post(row+"/alasan", url.Values{"alasan": {"sakit"}, "uraian": {"Demam"}}, 303)
	body = s.get(row+"/catatan", 200)
	s.reads(body, "isinya tersegel")
	s.misses(body, "Demam")
	s.as(s.bkpsdm)
	s.reads(s.get(row+"/catatan", 200), "Sakit", "Demam", "Belum ada", "Nilai alasan")
	s.post(row+"/nilai", url.Values{"nilai": {"tidak"}}, 303)
	s.To("2024-10-11", 9, 0)
	s.reads(s.get(base, 200), "Alasan tidak jelas")
	s.post(row+"/koreksi", url.Values{"kehadiran": {"beralasan"}}, 422)
	s.post(row+"/koreksi", url.Values{"kehadiran": {"beralasan"}, "uraian": {"Surat dokter"}, "surat": {"SKD 1"}}, 303)
	s.reads(s.get(row+"/catatan", 200), "Koreksi 11 Okt 2024", "SKD 1")
	s.reads(s.get("/rapat/matriks", 200), "Rakor perdana, 7 Okt 2024", "Izin", "Tanpa")
	s.as(s.bupati).get("/rapat/matriks", 404)
	w := s.as(s.sekda).serve(httptest.NewRequest(http.MethodGet, base+"/daftar.pdf", nil), 200)
	if !strings.HasPrefix(w.Body.String(), "%PDF-") {
		s.T.Error("no attendance list")
	}
	list := s.serve(httptest.NewRequest(http.MethodGet, base+"/kehadiran.csv", nil), 200).Body.String()
	if !strings.Contains(list, ",Kepala Dinas 02,Kadis 02 Contoh,") || !strings.Contains(list, "Diwakili") || strings.Contains(list, "Demam") {
		s.T.Errorf("the attendance to take along:\n%s", list)
	}
	for _, path := range []string{base + "/kehadiran.xlsx", base + "/kehadiran.ods", "/rapat/tindak-lanjut.xlsx"} {
		if w := s.serve(httptest.NewRequest(http.MethodGet, path, nil), 200); !strings.HasPrefix(w.Body.String(), "PK") {
			s.T.Errorf("%s is no workbook", path)
		}
	}
	s.as(s.kadis).get(base+"/daftar.pdf", 404)
	s.get(base+"/kehadiran.csv", 404)
	s.takenAlong(strings.TrimPrefix(base, "/rapat/"))
}

// takenAlong: the trail says who took which list along in which form, once for each, and nothing of
// lists that were refused.
func (s *site) takenAlong(id string) {
	s.T.Helper()
	who := groundtest.Admin(pemda)
	who.Roles = append(who.Roles, rambu.RoleAuditor)
	var got []string
	for kind, object := range map[string]string{
		"meeting.take_attendance": id, "meeting.take_roll": id, "meeting.take_follow_ups": who.Institution,
	} {
		all, err := s.Log.Find(s.T.Context(), who, ledger.Filter{Kind: kind, Object: object})
		s.Must(err)
		for _, e := range all {
			form := regexp.MustCompile(`fact: "form" "(\w+)"`).FindStringSubmatch(e.Body)
			if form == nil || e.Account == "" {
				s.T.Fatalf("an entry without a form or a hand:\n%s", e.Body)
			}
			got = append(got, kind+" "+form[1]+" "+strings.TrimPrefix(e.Post, pemda+"/"))
		}
	}
	slices.Sort(got)
	want := []string{
		"meeting.take_attendance csv sekda", "meeting.take_attendance ods sekda", "meeting.take_attendance pdf sekda",
		"meeting.take_attendance xlsx sekda", "meeting.take_follow_ups xlsx sekda", "meeting.take_roll csv tata-usaha", "meeting.take_roll pdf tata-usaha",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.T.Errorf("taken along (-want +got)\n%s", diff)
	}
}

func (s *site) minutesByPages(base string) {
	s.T.Helper()
	s.as(s.tu)
	s.reads(s.get(base+"/notulen", 200), "Belum ada keputusan")
	s.post(base+"/notulen", url.Values{"versi": {"0"}, "notulen": {""}}, 422)
	s.post(base+"/notulen", url.Values{"versi": {"0"}, "notulen": {"Rapat dibuka."}}, 303)
	s.reads(s.post(base+"/notulen", url.Values{"versi": {"0"}, "notulen": {"Dasar: UU Nomor 5 Tahun 2014."}}, 409), "“UU Nomor 5 Tahun 2014”")
	s.post(base+"/notulen", url.Values{"versi": {"1"}, "notulen": {"Dasar: UU Nomor 5 Tahun 2014."}}, 303)
	s.reads(s.get(base+"/notulen", 200), "Kutipan hukum yang perlu dilihat", "“UU Nomor 5 Tahun 2014”")
	s.post(base+"/keputusan/baru", url.Values{"keputusan": {"Edaran netralitas"}, "butir": {"Satu\nDua\nTiga"}}, 303)
	s.reads(s.get(base+"/notulen", 200), "1 keputusan belum punya penanggung jawab", "Belum lengkap", "Tiga")
	s.as(s.kadis).get(base+"/notulen", 404)
	s.as(s.tu).post(base+"/notulen/ubah", url.Values{"langkah": {"ajukan"}}, 303)
	s.reads(s.as(s.sekda).get(base+"/notulen", 200), "Saya sudah melihat kutipan")
	s.reads(s.post(base+"/notulen/ubah", url.Values{"langkah": {"setujui"}}, 409), "Ada kutipan hukum yang salah", "Saya sudah melihat kutipan")
	s.post(base+"/notulen/ubah", url.Values{"langkah": {"setujui"}, "kutipan": {"ya"}}, 303)
	s.reads(s.post(base+"/notulen/ubah", url.Values{"langkah": {"terbit"}, "kutipan": {"ya"}}, 409), "Keputusan 1 belum punya penanggung jawab")
	s.post(base+"/notulen/ubah", url.Values{"langkah": {"kembalikan"}}, 303)
	m, err := s.Minutes(s.T.Context(), s.tu, strings.TrimPrefix(base, "/rapat/"))
	s.Must(err)
	edit := base + "/keputusan/" + m.Decisions[0].ID
	if page := s.as(s.tu).get(edit, 200); !strings.Contains(page, "Edaran netralitas") || !strings.Contains(page, "Satu\nDua\nTiga") {
		s.T.Error("the form does not hold the decision")
	}
	s.post(edit, url.Values{"keputusan": {"Edaran netralitas"}, "butir": {"Satu\nDua\nTiga"}, "pemilik": {pemda + "/bkpsdm"}, "tenggat-d": {"18"}, "tenggat-m": {"10"}, "tenggat-y": {"2024"}}, 303)
	s.post(base+"/notulen/ubah", url.Values{"langkah": {"ajukan"}}, 303)
	s.as(s.sekda).post(base+"/notulen/ubah", url.Values{"langkah": {"setujui"}, "kutipan": {"ya"}}, 303)
	s.post(base+"/notulen/ubah", url.Values{"langkah": {"terbit"}, "kutipan": {"ya"}}, 303)
	s.post(base+"/notulen/ubah", url.Values{"langkah": {"apa"}}, 422)
	s.reads(s.as(s.kadis).get(base+"/notulen", 200), "Terbit", "Edaran netralitas")
	if w := s.serve(httptest.NewRequest(http.MethodGet, base+"/notulen.pdf", nil), 200); !strings.HasPrefix(w.Body.String(), "%PDF-") {
		s.T.Error("no minutes on paper")
	}
	s.as(s.bkpsdm)
	s.reads(s.get("/rapat/tindak-lanjut", 200), "Edaran netralitas", "Sisa 7 hari")
	done := base + "/selesai/" + m.Decisions[0].ID
	s.post(done, url.Values{"bukti": {""}}, 422)
	s.post(done, url.Values{"bukti": {"SE 1 terbit"}}, 303)
	s.reads(s.get("/rapat/tindak-lanjut", 200), "Tidak ada keputusan yang menunggu")
}

// Inspektorat asks, the absent reply, and only then is there a number; nobody else sees the page.
func TestReviewPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	missing := []string{"dinas-00", "dinas-01", "dinas-02"}
	for _, on := range []rambu.Date{"2024-10-03", "2024-10-04", "2024-10-07", "2024-10-08", "2024-10-09"} {
		s.held(on)
	}
	id := s.held("2024-10-10", missing...)
	base := "/rapat/" + id
	s.To("2024-10-16", 9, 0)
	s.as(s.inspektur)
	s.reads(s.get(base, 200), "Tinjauan pola ketidakhadiran")
	s.reads(s.get(base+"/tinjauan", 200), "Buka hak tanggapan", "bukan kesengajaan")
	s.post(base+"/tanya", nil, 303)
	s.reads(s.get(base+"/tinjauan", 200), "Menunggu tanggapan sampai Rabu, 23 Oktober 2024")
	s.as(s.kadis)
	s.reads(s.get(base, 200), "Inspektorat meminta tanggapan Anda sampai")
	s.post(base+"/tanggapan", url.Values{"tanggapan": {"Saya di provinsi."}}, 303)
	s.To("2024-10-24", 9, 0)
	s.as(s.inspektur)
	s.reads(s.get(base+"/tinjauan", 200), "3 dari 17 jabatan", "Saya di provinsi.", "Kepala perangkat daerah", "1 dari 3 jabatan menanggapi")
	for name, who := range map[string]rambu.Actor{"chair": s.bupati, "secretary": s.sekda, "personnel": s.bkpsdm, "absent": s.kadis} {
		body := s.as(who).get(base+"/tinjauan", 404)
		if strings.Contains(body, "kebiasaan") {
			t.Errorf("%s reads the result", name)
		}
	}
}

// held is a meeting that was held and closed, with these posts missing.
func (s *site) held(on rambu.Date, missing ...string) string {
	s.T.Helper()
	in := rakor()
	in.On, in.StandIn, in.MinClass = on, meeting.StandInAny, ""
	id := s.invited(in)
	for _, m := range missing { // they said they would come, so the invitation reached them
		s.Must(s.Accept(s.T.Context(), s.tu, s.row(id, m).ID))
	}
	s.To(on, 9, 0)
	s.Must(s.OpenDoor(s.T.Context(), s.tu, id, 0))
	var list []meeting.Tick
	for _, i := range s.world.get(id).Invitees {
		gone := i.Post == "polres.18.01/kapolres" || i.Post == pemda+"/dinas-11"
		for _, m := range missing {
			gone = gone || string(i.Post) == pemda+"/"+m
		}
		if !gone {
			list = append(list, meeting.Tick{Invitee: i.ID})
		}
	}
	_, err := s.Tick(s.T.Context(), s.tu, id, list)
	s.Must(err)
	s.Must(s.Close(s.T.Context(), s.tu, id, 0))
	return id
}

// A series, its rules, and what nobody may open.
func TestSettingAndStrangers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.get("/rapat/pengaturan", 200)
	s.post("/rapat/pengaturan", url.Values{"hari-alasan": {"2"}, "toleransi": {"x"}}, 422)
	s.post("/rapat/pengaturan", url.Values{"hari-alasan": {"2"}, "toleransi": {"10"}}, 303)
	id := s.invited(rakor())
	s.post("/rapat/"+id+"/batal", nil, 303)
	s.reads(s.get("/rapat/"+id, 200), "Batal")
	s.as(s.camat)
	s.get("/rapat/susun", 403)
	s.get("/rapat/pengaturan", 403)
	s.post("/rapat/susun", planForm(), 403)
	stranger := s.camat
	stranger.Institution = "pemda.18.02"
	s.as(stranger).get("/rapat/"+id, 404)
	s.as(rambu.Actor{}).get("/rapat", 401)
}
