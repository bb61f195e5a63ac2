package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// The tasks of the government say whom a matter is about to the officer who may open it, and only
// which file to those who may not.
func TestTasksNameThePerson(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	personnel, admin := s.officer("bkpsdm.disiplin@"+pemda), s.officer("pengelola@"+pemda)
	made := personnel.post("/rekomendasi-bkn/baru", "nomor", "R-2", "nama", "Sulaiman Contoh", "golongan", "pns",
		"tanggal-d", "4", "tanggal-m", "10", "tanggal-y", "2024",
		"tanggal-perbuatan-d", "30", "tanggal-perbuatan-m", "9", "tanggal-perbuatan-y", "2024")
	matter := made.header.Get("Location")
	if made.status != http.StatusSeeOther || !strings.HasPrefix(matter, "/sanksi/dsp_") {
		t.Fatalf("no matter: %d %s", made.status, made.body)
	}
	s.must(s.legal.MoveTo(monday.AddDate(0, 0, 40)))
	tasks := personnel.get("/tugas").body
	if !strings.Contains(tasks, "Sulaiman Contoh") || !strings.Contains(tasks, matter) {
		t.Errorf("the tasks do not say whom the matter is about:\n%s", tasks)
	}
	if !strings.Contains(personnel.get("/tugas?bahasa=en").body, "Sulaiman Contoh") {
		t.Error("nor in English")
	}
	file := "Berkas disiplin " + strings.ToUpper(matter[len(matter)-6:])
	sekda := s.officer("sekda@" + pemda)
	for login, who := range map[string]*browser{"the administrator": admin, "the secretary": sekda} {
		if other := who.get("/tugas").body; strings.Contains(other, "Sulaiman") || strings.Contains(other, file) || strings.Contains(other, matter) {
			t.Errorf("%s reads of another post's matter:\n%s", login, other)
		}
	}
	if lead := sekda.get("/tugas").body; !strings.Contains(lead, "tenggat lewat batas di seluruh lembaga") {
		t.Errorf("who leads is not told how much is late:\n%s", lead)
	}
	account := regexp.MustCompile(`href="(/pengguna/akn_\w+)">bkpsdm`).FindStringSubmatch(admin.get("/pengguna").body)
	if account == nil {
		t.Fatal("no account of the personnel office")
	}
	admin.post(account[1]+"/ambil-kunci", "kind", "berkas").goes(t, account[1]+"?selesai")
	sealed := personnel.get("/tugas?bahasa=id").body
	if strings.Contains(sealed, "Sulaiman") || !strings.Contains(sealed, file) {
		t.Errorf("without the key one reads:\n%s", sealed)
	}
	if strings.Contains(s.officer("ketua@"+bawaslu).get("/tugas").body, matter) {
		t.Error("Bawaslu sees the government's matter")
	}
}
