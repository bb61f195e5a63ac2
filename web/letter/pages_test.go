package letter_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/seal"
	"rambu.id/web/ui"

	weblet "rambu.id/web/letter"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
)

// site is the pages over a real desk, with one officer of each institution signed in by name.
type site struct {
	t      *testing.T
	h      http.Handler
	desk   *letter.Desk
	log    *ledger.Log
	keys   *seal.Store
	actors map[string]rambu.Actor
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, actors: map[string]rambu.Actor{}}
	d := dbtest.SQLite(t)
	legal := clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC))
	var err error
	s.log, err = ledger.Open(t.Context(), ledger.Config{DB: d, Clock: legal, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "k")})
	s.must(err)
	s.keys, err = seal.Open(t.Context(), d)
	s.must(err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	s.must(err)
	t.Cleanup(func() { s.must(blobs.Close()) })
	texts, err := words.Load()
	s.must(err)
	pack, err := law.Default()
	s.must(err)
	cal := calendar.New(pack, nil)
	s.desk, err = letter.Open(t.Context(), letter.Config{
		Log: s.log, Keys: s.keys, Blobs: blobs, Words: texts, Today: cal.Today, BaseURL: "https://rambu.contoh.id", Guard: cite.New(pack),
		MaySign: func(context.Context, rambu.Actor, string, rambu.Date) error { return nil },
	})
	s.must(err)
	s.house(bawaslu, map[string]rambu.Role{"ketua": rambu.RoleMember, "tu": rambu.RoleClerk})
	s.house(pemda, map[string]rambu.Role{"bupati": rambu.RoleAuthority, "camat": rambu.RoleFieldStaff})
	rd := ui.New(texts)
	mux := http.NewServeMux()
	weblet.New(weblet.Deps{Desk: s.desk, UI: rd, Calendar: cal, Legal: legal, Actor: s.actor, Titles: titles, Search: search, Own: own}).Routes(mux, mux)
	mux.Handle("/", rd.NotFound())
	s.h = rd.Protect(mux, ui.Options{})
	return s
}

func search(_ context.Context, text string) ([]weblet.Named, error) {
	if !strings.EqualFold(text, "bupati") {
		return nil, nil
	}
	return []weblet.Named{{Address: pemda + "/bupati", Title: "Bupati Rekaan", House: "Pemda Rekaan"}}, nil
}

func own(_ context.Context, who rambu.Actor) ([]weblet.Named, error) {
	if who.Institution != bawaslu {
		return nil, nil
	}
	return []weblet.Named{{Address: bawaslu + "/ketua", Title: "Ketua Rekaan"}, {Address: bawaslu + "/tu", Title: "Tata Usaha Rekaan"}}, nil
}

func titles(context.Context, []string) (map[string]string, error) {
	return map[string]string{pemda + "/bupati": "Bupati Rekaan"}, nil
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// house makes an institution whose officers all hold its letter key.
func (s *site) house(id string, officers map[string]rambu.Role) {
	s.t.Helper()
	_, err := s.log.Do(rambu.System(id, "18.01"), "test", func(op *ledger.Op) error {
		key, pair, err := seal.NewKey(op, id, "18.01", seal.KindLetter, "")
		for post, role := range officers {
			account := rambu.NewID("akn")
			own, ownPair, err := seal.NewKey(op, id, "18.01", seal.KindAccount, account)
			s.must(err)
			s.must(seal.GrantPair(op, key, pair, own))
			s.actors[post] = rambu.Actor{
				Account: account, Post: id + "/" + post, Institution: id, Region: "18.01", Roles: []rambu.Role{role},
				Keys: s.keys.NewRing(s.t.Context(), own.ID, ownPair),
			}
		}
		return err
	})
	s.must(err)
}

// actor takes who is signed in from a header of the test.
func (s *site) actor(r *http.Request) (rambu.Actor, error) {
	who, ok := s.actors[r.Header.Get("Who")]
	if !ok {
		return rambu.Actor{}, rambu.Errorf(rambu.Unauthenticated, "nobody is signed in")
	}
	return who, nil
}

func (s *site) do(who, method, target, contentType string, body io.Reader, want int) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, target, body)
	r.Header.Set("Who", who)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	if w.Code != want {
		s.t.Fatalf("%s %s as %s: %d, want %d\n%s", method, target, who, w.Code, want, w.Body)
	}
	if _, key, missing := strings.Cut(w.Body.String(), "⟦"); missing {
		s.t.Errorf("%s: a text is missing: %.60s", target, key)
	}
	return w
}

// get opens a page in both languages and returns the Indonesian one.
func (s *site) get(who, target string) string {
	s.t.Helper()
	sep := "?"
	if strings.Contains(target, "?") {
		sep = "&"
	}
	s.do(who, "GET", target+sep+"bahasa=en", "", nil, http.StatusOK)
	return s.do(who, "GET", target, "", nil, http.StatusOK).Body.String()
}

func (s *site) post(who, target string, form url.Values, want int) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(who, "POST", target, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), want)
}

// upload posts a form with a file.
func (s *site) upload(who, target string, form url.Values, name string, file []byte, want int) *httptest.ResponseRecorder {
	s.t.Helper()
	var b bytes.Buffer
	mw := multipart.NewWriter(&b)
	for k := range form {
		s.must(mw.WriteField(k, form.Get(k)))
	}
	if name != "" {
		part, err := mw.CreateFormFile("file", name)
		s.must(err)
		_, err = part.Write(file)
		s.must(err)
	}
	s.must(mw.Close())
	return s.do(who, "POST", target, mw.FormDataContentType(), &b, want)
}

func (s *site) contains(page string, wants ...string) {
	s.t.Helper()
	for _, want := range wants {
		if !strings.Contains(page, want) {
			s.t.Errorf("the page does not say %q:\n%s", want, page)
		}
	}
}

func draft() url.Values {
	return url.Values{
		"to": {pemda + "/bupati\nbkn Kepala BKN"}, "signer": {bawaslu + "/ketua"}, "nature": {"biasa"}, "code": {"PM.00"},
		"subject": {"Undangan rapat"}, "text": {"Alinea satu.\r\n\r\nAlinea dua."},
		"reply_due-d": {"21"}, "reply_due-m": {"10"}, "reply_due-y": {"2024"},
	}
}

var inboxLink = regexp.MustCompile(`/surat/(tmb_[0-9a-z]+)"`)

// A clerk writes, the chair signs, the clerk sends; the regent reads and acknowledges; the
// clerk sees the receipt and hands the other copy over by courier.
func TestALetterByHandFromDraftToReceipt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.contains(s.get("tu", "/surat/keluar"), "Belum ada surat keluar")
	w := s.post("tu", "/surat/tulis", url.Values{"to": {pemda + "/bupati"}, "signer": {"x"}, "nature": {"biasa"}}, http.StatusUnprocessableEntity)
	s.contains(w.Body.String(), "Tulis hal surat", "Pilih jabatan penanda tangan", pemda+"/bupati")
	where := s.post("tu", "/surat/tulis", draft(), http.StatusSeeOther).Header().Get("Location")
	id := strings.TrimPrefix(where, "/surat/")
	s.contains(s.get("tu", where), "Undangan rapat", "Alinea dua.", "Konsep")
	s.contains(s.get("tu", where+"/cetak"), "KONSEP")
	s.get("ketua", where+"/tanda-tangan")
	s.post("ketua", where+"/tanda-tangan", url.Values{"name": {"Rahmat Contoh"}}, http.StatusUnprocessableEntity)
	s.post("ketua", where+"/tanda-tangan", url.Values{"lines": {"KETUA,"}, "name": {"Rahmat Contoh"}}, http.StatusSeeOther)
	printed := s.get("tu", where+"/cetak")
	s.contains(printed, "001/PM.00/X/2024", "Rahmat Contoh", "data:image/png;base64,", "Bupati Rekaan")
	if strings.Contains(printed, "KONSEP") {
		t.Error("a signed letter prints KONSEP")
	}
	s.post("tu", where+"/kirim", nil, http.StatusSeeOther)
	s.contains(s.get("tu", "/surat/keluar"), "001/PM.00/X/2024", "Bupati Rekaan dan 1 lainnya", "Belum sampai")

	inbox := s.get("bupati", "/surat?lewat=0")
	m := inboxLink.FindStringSubmatch(inbox)
	if m == nil {
		t.Fatalf("no letter in the inbox:\n%s", inbox)
	}
	arrived := "/surat/" + m[1]
	s.contains(s.get("bupati", arrived), "Undangan rapat", "Alinea satu.", "Catat penerimaan", "/surat/tulis?jawab="+id)
	s.contains(s.get("bupati", "/surat/tulis?jawab="+id+"&untuk="+bawaslu+"/ketua"), id, `value="`+bawaslu+`/ketua" checked`)
	s.post("bupati", arrived+"/terima", nil, http.StatusUnprocessableEntity)
	s.post("bupati", arrived+"/terima", url.Values{"name": {"Siti Contoh"}}, http.StatusSeeOther)
	s.post("bupati", arrived+"/selesai", nil, http.StatusSeeOther)
	page := s.get("tu", where)
	s.contains(page, "Siti Contoh", "Diterima resmi", "Catat penyerahan")
	s.handOver(where, page)
	s.checked(t, id, where)
}

var handLink = regexp.MustCompile(`(/surat/srt_[0-9a-z]+/serah/tmb_[0-9a-z]+)"`)

func (s *site) handOver(where, page string) {
	s.t.Helper()
	m := handLink.FindStringSubmatch(page)
	if m == nil {
		s.t.Fatal("no link to hand over BKN's copy")
	}
	s.get("tu", m[1])
	form := url.Values{"how": {"kurir"}, "on-d": {"7"}, "on-m": {"10"}, "on-y": {"2024"}}
	s.upload("tu", m[1], form, "", nil, http.StatusUnprocessableEntity)
	s.upload("tu", m[1], form, `C:\scan\resi.pdf`, []byte("%PDF-1.7 resi"), http.StatusSeeOther)
	after := s.get("tu", where)
	s.contains(after, "Diserahkan", "Kurir")
	link := regexp.MustCompile(where + `/berkas/lbr_[0-9a-z]+`).FindString(after)
	got := s.do("tu", "GET", link, "", nil, http.StatusOK)
	if got.Body.String() != "%PDF-1.7 resi" || !strings.Contains(got.Header().Get("Content-Disposition"), `attachment; filename=resi.pdf`) {
		s.t.Errorf("the receipt comes as %v %q", got.Header(), got.Body)
	}
	s.do("camat", "GET", link, "", nil, http.StatusNotFound)
}

func (s *site) checked(t *testing.T, id, where string) {
	t.Helper()
	pdf := s.do("tu", "GET", where+".pdf", "", nil, http.StatusOK)
	if !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF-")) || pdf.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the PDF is %.20q with %v", pdf.Body, pdf.Header())
	}
	opened, err := s.desk.Open(t.Context(), s.actors["tu"], id)
	s.must(err)
	q := url.Values{"id": {id}, "kode": {opened.Hash[:letter.HashPrefix]}}
	page := s.get("", "/periksa-surat?"+q.Encode())
	s.contains(page, "Terdaftar")
	for _, secret := range []string{"Undangan", "001/PM", "Rahmat", "Bupati"} {
		if strings.Contains(page, secret) {
			t.Errorf("the public check shows %q", secret)
		}
	}
	q.Set("kode", strings.Repeat("0", letter.HashPrefix))
	s.contains(s.get("", "/periksa-surat?"+q.Encode()), "Tidak terdaftar")
	s.get("", "/periksa-surat")
}

func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	where := s.post("tu", "/surat/tulis", draft(), http.StatusSeeOther).Header().Get("Location")
	for _, target := range []string{where, where + "/cetak", where + ".pdf", where + "/batal", where + "/tanda-tangan"} {
		s.do("bupati", "GET", target, "", nil, http.StatusNotFound)
		s.do("", "GET", target, "", nil, http.StatusUnauthorized)
	}
	s.do("", "GET", "/surat", "", nil, http.StatusUnauthorized)
	s.do("camat", "GET", "/surat/srt_tidak-ada", "", nil, http.StatusNotFound)
	form := draft()
	form.Set("nature", "rahasia")
	form.Set("signer", bawaslu+"/ketua")
	secret := s.post("ketua", "/surat/tulis", form, http.StatusSeeOther).Header().Get("Location")
	page := s.get("tu", secret)
	if strings.Contains(page, "Undangan rapat") {
		t.Error("the clerk reads a confidential letter he did not draft")
	}
	s.contains(page, "tersegel")
}

func TestOutsideSignatureCancelAndRegister(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	where := s.post("tu", "/surat/tulis", draft(), http.StatusSeeOther).Header().Get("Location")
	s.get("tu", where+"/tanda-tangan-luar")
	form := url.Values{"method": {"bsre"}, "lines": {"KETUA,"}, "name": {"Rahmat Contoh"}, "number": {"77/SRIKANDI/2024"}}
	s.upload("tu", where+"/tanda-tangan-luar", form, "a.pdf", []byte("bukan pdf"), http.StatusUnprocessableEntity)
	s.upload("tu", where+"/tanda-tangan-luar", form, "a.pdf", []byte("%PDF-1.7 asli"), http.StatusSeeOther)
	s.contains(s.get("tu", where+"/cetak"), "77/SRIKANDI/2024", "BSrE")
	s.get("tu", where+"/batal")
	s.post("tu", where+"/batal", nil, http.StatusUnprocessableEntity)
	s.post("tu", where+"/batal", url.Values{"reason": {"ganda"}, "remark": {"sudah dikirim kemarin"}}, http.StatusSeeOther)
	s.contains(s.get("tu", where), "Surat ganda", "sudah dikirim kemarin", "SURAT INI DIBATALKAN")
	s.contains(s.get("tu", "/surat/keluar?keadaan=batal"), "77/SRIKANDI/2024")
	s.contains(s.get("tu", "/surat/keluar?keadaan=dikirim"), "Tidak ada surat yang cocok")

	s.get("tu", "/surat/catat")
	in := url.Values{
		"kind": {"rekomendasi-bkn"}, "from": {"Badan Kepegawaian Negara"}, "number": {"12/BKN"}, "nature": {"rahasia"},
		"date-d": {"1"}, "date-m": {"10"}, "date-y": {"2024"}, "received-d": {"7"}, "received-m": {"10"}, "received-y": {"2024"},
		"to": {bawaslu + "/tu"}, "subject": {"Rekomendasi"}, "respondent": {"Sulaiman Contoh"}, "level": {"sedang"},
	}
	bad := url.Values{"kind": {"surat"}, "nature": {"biasa"}}
	s.contains(s.upload("tu", "/surat/catat", bad, "", nil, http.StatusUnprocessableEntity).Body.String(), "Isi nama pengirim")
	got := s.upload("tu", "/surat/catat", in, "surat.pdf", []byte("%PDF-1.7"), http.StatusSeeOther).Header().Get("Location")
	s.contains(s.get("tu", got), "Sulaiman Contoh", "Badan Kepegawaian Negara", "surat.pdf")
	s.contains(s.get("tu", "/surat"), "Rekomendasi BKN", "12/BKN")
}
