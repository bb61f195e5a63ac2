package web_test

import (
	"strings"
	"testing"
)

// A meeting planned under /rapat is held against the campaign calendar like anything in the agenda:
// the same rule and article when it is planned, on its page and in the agenda, by the kecamatan its
// place names; a meeting elsewhere is left alone, and one click records it to be decided.
func TestAMeetingMeetsTheCampaignCalendar(t *testing.T) {
	t.Parallel()
	s := open(t, "bawaslu", "pemda")
	secretary := s.officer("sekda@" + pemda)
	secretary.post("/kegiatan/kampanye", "kecamatan", "18.01.06", "bentuk", "rapat-umum", "mulai-d", "14", "mulai-m", "10", "mulai-y", "2024").goes(t, "/kegiatan/kampanye")
	plan := func(title, place, weeks string) string {
		at := secretary.post("/rapat/susun", "jenis", "apel", "judul", title, "tanggal-d", "7", "tanggal-m", "10", "tanggal-y", "2024", "mulai", "08.00",
			"selesai", "09.00", "tempat", place, "acara", "Amanat", "pimpinan", pemda+"/sekda", "wakil", "boleh", "pekan", weeks).location(t)
		return strings.TrimSuffix(at, "/undang")
	}
	rule := []string{"Kegiatan pemerintah pada hari dan tempat kampanye", "UU 10/2016 Pasal 71 ayat (1)", "Rapat umum", "14 Okt 2024", "bukan menyatakan pelanggaran"}
	at := plan("Apel mingguan", "Halaman kantor Camat Kalianda", "3")
	secretary.get(at+"/undang").says(t, rule...)
	if first := secretary.get(at).body; strings.Contains(first, rule[0]) {
		t.Error("the meeting of the 7th is said to meet the campaign of the 14th")
	}
	second := secretary.get("/rapat").link(t, "/rapat/rpt_")
	for _, one := range strings.Split(secretary.get("/rapat").body, `href="/rapat/rpt_`)[1:] {
		path, _, _ := strings.Cut(one, `"`)
		if body := secretary.get("/rapat/rpt_" + path).body; strings.Contains(body, rule[0]) {
			second = "/rapat/rpt_" + path
		}
	}
	secretary.get(second).says(t, append(rule, "Catat di agenda")...)
	secretary.get(second+"?bahasa=en").says(t, "Official event on the day and in the place of a campaign event", "Record in the agenda")
	secretary.get(second + "?bahasa=id")
	secretary.get("/kegiatan").says(t, "Yang disusun di Rapat", "Apel mingguan", second, "Bersamaan (1)")

	elsewhere := plan("Apel di Natar", "Lapangan Natar", "2")
	if body := secretary.get(elsewhere + "/undang").body; strings.Contains(body, rule[0]) {
		t.Error("a meeting in Natar meets a campaign in Kalianda")
	}
	nowhere := plan("Apel gabungan", "Halaman utama", "2")
	secretary.get(nowhere+"/undang").says(t, rule[0], "tidak menyebut kecamatan")

	entry := secretary.post("/catat-kegiatan/" + strings.TrimPrefix(second, "/rapat/")).location(t)
	secretary.get(entry).says(t, "Apel mingguan", "Kecamatan Kalianda", "Halaman kantor Camat Kalianda", "14 Okt 2024", "UU 10/2016 Pasal 71 ayat (1)", "Simpan putusan")
	if again := secretary.post("/catat-kegiatan/" + strings.TrimPrefix(second, "/rapat/")).location(t); again != entry {
		t.Errorf("recorded twice: %s and %s", entry, again)
	}
	if got := s.officer("ketua@" + bawaslu).post("/catat-kegiatan/" + strings.TrimPrefix(second, "/rapat/")); got.status != 404 {
		t.Errorf("Bawaslu records the government's meeting: %d", got.status)
	}
}
