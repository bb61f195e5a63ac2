package web_test

import (
	"html"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/mail"
	"rambu.id/internal/mail/mailtest"
	"rambu.id/web"
)

// mails is an instance whose e-mail arrives at a real server in the test.
type mails struct {
	*site
	far  *mailtest.Server
	seen int
}

func openMailing(t *testing.T) *mails {
	t.Helper()
	far := mailtest.Start(t, mailtest.Options{StartTLS: true})
	server, err := mail.ParseServer("smtp://"+far.Addr, "Rambu <rambu@kab.contoh.id>")
	if err != nil {
		t.Fatal(err)
	}
	server.Roots = far.Roots
	m := &mails{site: openMail(t, web.Options{}, &server, "pemda"), far: far}
	m.must(m.job())
	return m
}

// job is what the program does every half minute.
func (m *mails) job() error {
	_, err := m.in.Notices.Gather(m.t.Context(), rambu.System(pemda, area))
	if err != nil {
		return err
	}
	return m.in.Notices.Send(m.t.Context())
}

// next runs the job twice, as a restart would, and returns what arrived: to, subject and text.
func (m *mails) next() (out [][3]string) {
	m.t.Helper()
	m.must(m.job())
	m.must(m.job())
	for _, r := range m.far.Received()[m.seen:] {
		subject, err := (&mime.WordDecoder{}).DecodeHeader(r.Header.Get("Subject"))
		m.must(err)
		text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(r.Text)))
		m.must(err)
		out = append(out, [3]string{r.To, subject, string(text)})
	}
	m.seen = len(m.far.Received())
	return out
}

var mailedCode = regexp.MustCompile(`[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}`)

// subscribes sets and confirms an address by the pages.
func (m *mails) subscribes(b *browser, address string) {
	m.t.Helper()
	b.post("/akun/surel", "alamat", "bukan alamat").needs(m.t, http.StatusUnprocessableEntity)
	b.post("/akun/surel", "alamat", address).goes(m.t, "/akun/surel?terkirim")
	got := m.next()
	if len(got) != 1 || got[0][0] != address || !strings.HasPrefix(got[0][1], "Kode untuk memastikan") {
		m.t.Fatalf("after an address was set, arrived: %q", got)
	}
	b.post("/akun/surel/pastikan", "kode", "0000-0000-0000").needs(m.t, http.StatusUnprocessableEntity)
	b.post("/akun/surel/pastikan", "kode", mailedCode.FindString(got[0][2])).goes(m.t, "/akun/surel?dipastikan")
	if page := b.get("/akun/surel"); !strings.Contains(page.body, address) {
		m.t.Errorf("the owner does not see his address:\n%s", page.body)
	}
}

// An officer is told of an invitation, of the reason that is awaited, and of a directive; a mail
// holds no word of what is sealed, and the administrator sees what became of each, and no address.
func TestOfficersAreToldByMail(t *testing.T) {
	t.Parallel()
	m := openMailing(t)
	sekda, personnel, admin := m.officer("sekda@"+pemda), m.officer("bkpsdm.disiplin@"+pemda), m.officer("pengelola@"+pemda)
	m.subscribes(personnel, "disiplin@kab.contoh.id")
	m.subscribes(admin, "pengelola@kab.contoh.id")
	m.must(m.legal.MoveTo(m.legal.Now().Add(time.Minute)))
	id := m.invites(sekda, "Rakor penegakan disiplin", "Aula Rahasia")
	m.wants(m.next(), "disiplin@kab.contoh.id", "Undangan: Rapat koordinasi, Selasa, 8 Oktober 2024 pukul 09.00 WIB", "/rapat/"+id)
	off := m.invites(sekda, "Rapat yang batal", "Aula Rahasia")
	m.wants(m.next(), "disiplin@kab.contoh.id", "Undangan: Rapat koordinasi, Selasa, 8 Oktober 2024 pukul 09.00 WIB", "/rapat/"+off)
	sekda.post("/rapat/"+off+"/batal", "alasan", "Penegakan lain di Rekaan").goes(t, "/rapat/"+off)
	m.wants(m.next(), "disiplin@kab.contoh.id", "Batal: Rapat koordinasi, Selasa, 8 Oktober 2024 pukul 09.00 WIB", "/rapat/"+off)
	m.must(m.legal.MoveTo(monday.Add(26 * time.Hour)))
	sekda.post("/rapat/"+id+"/buka").goes(t, "/rapat/"+id)
	sekda.post("/rapat/"+id+"/tutup").goes(t, "/rapat/"+id)
	m.wants(m.next(), "disiplin@kab.contoh.id", "Alasan tidak hadir, paling lambat Jumat, 11 Oktober 2024", "/rapat/"+id)
	m.directs(sekda)
	m.wants(m.next(), "disiplin@kab.contoh.id", "Ada arahan untuk jabatan Anda", "/arahan/arh_")
	if got := m.next(); len(got) != 0 {
		t.Errorf("told again: %q", got)
	}
	m.must(m.legal.MoveTo(monday.Add(9 * 24 * time.Hour)))
	inspector := rambu.Actor{Account: "akn_inspektur", Post: pemda + "/inspektorat/inspektur", Institution: pemda, Region: area, Roles: []rambu.Role{rambu.RoleInspector}}
	m.must(m.in.Meetings.AskReplies(t.Context(), inspector, id))
	m.wants(m.next(), "disiplin@kab.contoh.id", "Hak tanggapan Anda, sampai Rabu, 23 Oktober 2024", "/rapat/"+id+"/tanggapan")
	m.overseen(admin)
	for _, b := range []*browser{sekda, personnel} {
		b.get("/surel").needs(t, http.StatusNotFound)
	}
	admin.post("/surel/uji").goes(t, "/surel?diuji")
	if got := m.next(); len(got) != 1 || got[0][0] != "pengelola@kab.contoh.id" {
		t.Errorf("the trial: %q", got)
	}
	m.forgotten(admin)
	personnel.post("/akun/surel/hapus").goes(t, "/akun/surel?dihapus")
	_, err := m.in.Verify(t.Context(), nil, nil)
	m.must(err)
}

// wants is one mail, without a word of what is sealed.
func (m *mails) wants(got [][3]string, to, subject, link string) {
	m.t.Helper()
	if len(got) != 1 || got[0][0] != to || got[0][1] != subject || !strings.Contains(got[0][2], "https://rambu.contoh.id"+link) {
		m.t.Fatalf("arrived: %q, want one to %s, %q", got, to, subject)
	}
	for _, word := range []string{"penegakan", "Rahasia", "Rekaan", "netral"} {
		if strings.Contains(got[0][1]+got[0][2], word) {
			m.t.Errorf("the mail says %q:\n%s", word, got[0][2])
		}
	}
}

func (m *mails) invites(sekda *browser, title, place string) string {
	m.t.Helper()
	posts, err := m.in.Roster.Post(m.t.Context(), pemda+"/bkpsdm/disiplin")
	m.must(err)
	plan := sekda.post("/rapat/susun", "jenis", "rakor", "judul", title, "tanggal-d", "8", "tanggal-m", "10", "tanggal-y", "2024", "mulai", "09.00",
		"selesai", "10.00", "tempat", place, "acara", "Disiplin", "pimpinan", pemda+"/sekda", "wakil", "boleh")
	id := regexp.MustCompile(`rpt_\w+`).FindString(plan.header.Get("Location"))
	sekda.post("/rapat/"+id+"/undang", "jabatan", posts.Title, "kelompok", "camat", "penanda-tangan", pemda+"/sekda").needs(m.t, http.StatusSeeOther)
	sekda.post("/rapat/"+id+"/kirim").goes(m.t, "/rapat/"+id)
	return id
}

// overseen: the administrator sees that some have no address and one got his mail.
func (m *mails) overseen(admin *browser) {
	m.t.Helper()
	page := admin.get("/surel")
	page.needs(m.t, http.StatusOK)
	event := regexp.MustCompile(`href="(/surel/pbt_\w+)">Undangan rapat`).FindStringSubmatch(page.body)
	if event == nil || strings.Contains(page.body, "disiplin@kab") {
		m.t.Fatalf("the administrator reads:\n%s", page.body)
	}
	text := html.UnescapeString(admin.get(event[1]).body)
	for _, want := range []string{"Diterima peladen", "Jabatan kosong", "Camat"} {
		if !strings.Contains(text, want) {
			m.t.Errorf("the recipients do not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "@kab.contoh.id") {
		m.t.Error("the administrator is shown an address")
	}
}

// forgotten: a season later the pages say that the details are gone, in both languages.
func (m *mails) forgotten(admin *browser) {
	m.t.Helper()
	m.must(m.in.DB.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE queue_item SET changed_at = 0`)
		return err
	}))
	_, err := m.in.Notices.Queue.Prune(m.t.Context())
	m.must(err)
	page := admin.get("/surel")
	page.says(m.t, "Rincian dihapus sesudah 90 hari: ")
	event := regexp.MustCompile(`href="(/surel/pbt_\w+)">Undangan rapat`).FindStringSubmatch(page.body)
	if event == nil {
		m.t.Fatalf("the administrator reads:\n%s", page.body)
	}
	admin.get(event[1]).says(m.t, "penerima dihapus, karena sudah lewat 90 hari")
	admin.get(event[1]+"?bahasa=en").says(m.t, "was removed, being over 90 days old")
}

func (m *mails) directs(sekda *browser) {
	m.t.Helper()
	to := sekda.post("/arahan/tulis", "langkah", "simpan", "penanda_tangan", pemda+"/sekda", "judul", "Arahan netral", "butir-1", "Tetap netral.",
		"untuk", "golongan-administrator", "unit", pemda+"/bkpsdm").header.Get("Location")
	sekda.post(to+"/kirim", "versi", "1").needs(m.t, http.StatusSeeOther)
}
