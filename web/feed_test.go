package web_test

import (
	"fmt"
	"html"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// client is a calendar program that knows nothing of Rambu: vdirsyncer fetches the feed over
// HTTP, khal shows what it holds.
type client struct {
	s   *site
	dir string
}

func (s *site) calendarClient(address string) *client {
	s.t.Helper()
	c := &client{s, s.t.TempDir()}
	write := func(name, text string, args ...any) {
		s.must(os.WriteFile(filepath.Join(c.dir, name), fmt.Appendf(nil, text, args...), 0o600))
	}
	s.must(os.Mkdir(filepath.Join(c.dir, "kal"), 0o700))
	write("sync", `[general]
status_path = "%[1]s/status"
[pair rambu]
a = "feed"
b = "disk"
collections = null
[storage feed]
type = "http"
url = "%[2]s"
[storage disk]
type = "filesystem"
path = "%[1]s/kal"
fileext = ".ics"
`, c.dir, address)
	write("khal", `[calendars]
[[rambu]]
path = %[1]s/kal
readonly = True
[sqlite]
path = %[1]s/khal.db
[locale]
timeformat = %%H:%%M
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%d %%H:%%M
longdatetimeformat = %%Y-%%m-%%d %%H:%%M
default_timezone = Asia/Jakarta
local_timezone = Asia/Jakarta
`, c.dir)
	c.run("vdirsyncer", "-c", filepath.Join(c.dir, "sync"), "discover")
	return c
}

// run needs the programs of tools/install-test-deps.sh: without them there is no test.
func (c *client) run(name string, args ...string) string {
	c.s.t.Helper()
	cmd := exec.CommandContext(c.s.t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+c.dir, "XDG_DATA_HOME="+c.dir, "XDG_CONFIG_HOME="+c.dir, "XDG_CACHE_HOME="+c.dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.s.t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// shows fetches the feed and returns what the program shows of a day.
func (c *client) shows(day string) string {
	c.s.t.Helper()
	c.run("vdirsyncer", "-c", filepath.Join(c.dir, "sync"), "sync")
	return c.run("khal", "-c", filepath.Join(c.dir, "khal"), "list", "--day-format", "", "--format",
		"{start-time}-{end-time}|{title}|{location}|{status}", day, "1d")
}

var feedAddress = regexp.MustCompile(`<code>https://rambu\.contoh\.id(/kalender/[0-9a-z]{32}\.ics)</code>`)

// A calendar program subscribes to a post's meetings and sees one planned, and struck out.
func TestACalendarProgramReadsTheMeetings(t *testing.T) {
	t.Parallel()
	s := open(t, "pemda")
	sekda := s.officer("sekda@" + pemda)
	sekda.post("/kalender/buat").needs(t, http.StatusUnprocessableEntity)
	made := feedAddress.FindStringSubmatch(html.UnescapeString(sekda.post("/kalender/buat", "isi", "lengkap").body))
	if made == nil {
		t.Fatal("no address was made")
	}
	path := made[1]
	id := s.invitesDistricts(sekda, "Rakor; kesiapan, tahap 1")
	c := s.calendarClient(s.server.URL + path)
	if got, want := strings.TrimSpace(c.shows("2024-10-08")), "09:00-11:00|Rakor; kesiapan, tahap 1|Aula Contoh, lantai 2|CONFIRMED"; got != want {
		t.Errorf("the program shows %q, want %q", got, want)
	}
	s.conditional(path)
	sekda.post("/rapat/"+id+"/batal").goes(t, "/rapat/"+id)
	if got := c.shows("2024-10-08"); !strings.Contains(got, "CANCELLED") {
		t.Errorf("after it was cancelled the program shows %q", got)
	}
	one := sekda.get("/rapat/" + id + "/kalender.ics")
	if one.status != http.StatusOK || !strings.Contains(one.body, "SUMMARY:Rakor\\; kesiapan\\, tahap 1\r\n") {
		t.Errorf("one meeting as a file: %d\n%s", one.status, one.body)
	}
	sekda.post("/kalender/cabut").goes(t, "/kalender")
	s.browser().get(path).needs(t, http.StatusNotFound)
}

func (a answer) needs(t testing.TB, status int) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d\n%s", a.status, status, a.body)
	}
}

// invitesDistricts plans a meeting that the secretary leads, and sends its invitation.
func (s *site) invitesDistricts(sekda *browser, title string) string {
	s.t.Helper()
	plan := sekda.post("/rapat/susun", "jenis", "rakor", "judul", title, "tanggal-d", "8", "tanggal-m", "10", "tanggal-y", "2024", "mulai", "09.00",
		"selesai", "11.00", "tempat", "Aula Contoh, lantai 2", "acara", "Netralitas", "pimpinan", pemda+"/sekda", "wakil", "boleh")
	id := regexp.MustCompile(`rpt_\w+`).FindString(plan.header.Get("Location"))
	sekda.post("/rapat/"+id+"/undang", "kelompok", "camat", "penanda-tangan", pemda+"/sekda").needs(s.t, http.StatusSeeOther)
	sekda.post("/rapat/"+id+"/kirim").goes(s.t, "/rapat/"+id)
	return id
}

// conditional: a program that asks again is told that nothing changed, by tag and by time.
func (s *site) conditional(path string) {
	s.t.Helper()
	ask := func(name, value string) *http.Response {
		r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.server.URL+path, nil)
		s.must(err)
		r.Header.Set(name, value)
		res, err := http.DefaultClient.Do(r)
		s.must(err)
		s.must(res.Body.Close())
		return res
	}
	whole := ask("If-None-Match", `"other"`)
	if whole.StatusCode != http.StatusOK || whole.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		s.t.Fatalf("status %d, %q", whole.StatusCode, whole.Header.Get("Content-Type"))
	}
	for name, value := range map[string]string{"If-None-Match": whole.Header.Get("ETag"), "If-Modified-Since": whole.Header.Get("Last-Modified")} {
		if got := ask(name, value); value == "" || got.StatusCode != http.StatusNotModified {
			s.t.Errorf("%s %q: status %d", name, value, got.StatusCode)
		}
	}
	if got := ask("If-Modified-Since", time.Unix(0, 0).UTC().Format(http.TimeFormat)); got.StatusCode != http.StatusOK {
		s.t.Errorf("asked since long ago: status %d", got.StatusCode)
	}
}
