package meeting_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rambu.id/meeting"
)

// lines are the rows of an usher's list that can be ticked in sight.
func lines(page string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`type="checkbox" name="hadir" value="(pst_[^"]+)"`).FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return out
}

// crowded is a meeting with villages, its door open.
func (s *site) crowded() (id, base string) {
	s.T.Helper()
	id = s.drafted(meeting.GroupAgencies, meeting.GroupDistricts, meeting.GroupVillages, meeting.GroupForum)
	s.Must(s.Send(s.T.Context(), s.sekda, id))
	s.To("2024-10-07", 8, 55)
	s.Must(s.OpenDoor(s.T.Context(), s.tu, id, 0))
	s.as(s.tu)
	return id, "/rapat/" + id + "/daftar"
}

// The usher of a large meeting finds a line by its group, its post or a name.
func TestUsherFindsALine(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, base := s.crowded()
	page := s.get(base, 200)
	if n := len(lines(page)); n != 12+6+4+1 {
		t.Errorf("%d lines", n)
	}
	s.reads(page, "Kepala perangkat daerah (12)", "Camat (6)", "Desa dan kelurahan: Camat 00 (2)", "Desa dan kelurahan: Camat 01 (2)", "Forkopimda: DPRD, Polri, TNI, kejaksaan (1)")
	for _, m := range regexp.MustCompile(`href="#(k-\d+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+m[1]+`"`) {
			t.Errorf("a jump to %s leads nowhere", m[1])
		}
	}
	if strings.Index(page, "Kepala perangkat daerah (12)</a>") > strings.Index(page, "Camat (6)</a>") {
		t.Error("groups stand in another order than where they are invited")
	}
	for query, want := range map[string]int{
		"?kelompok=camat": 6, "?kelompok=di%3A" + url.QueryEscape(pemda+"/camat-00"): 2, "?cari=dinas+03": 1, "?cari=RATNA": 1, "?cari=tidak-ada": 0,
		"?kelompok=camat&cari=dinas": 0, "?kelompok=ngawur": 0, "?cari=%3Cscript%3E": 0,
	} {
		page := s.get(base+query, 200)
		if n := len(lines(page)); n != want {
			t.Errorf("%s shows %d lines, want %d", query, n, want)
		}
		s.reads(page, "Hapus saringan", strconv.Itoa(want)+" dari 23 jabatan")
	}
	row := s.row(id, "dinas-03").ID
	s.reads(s.post(base, url.Values{"hadir": {row}, "kelompok": {"kepala-opd"}}, 200), "1 catatan baru", "Sudah tercatat (1)", "11 dari 22")
	s.reads(s.get(base, 200), "Sudah tercatat (1)")
	s.misses(s.get(base+"?tampil=belum", 200), "Sudah tercatat (1)")
	s.misses(s.get(base+"?kelompok=camat", 200), "Sudah tercatat (1)")
	csv := s.serve(httptest.NewRequest(http.MethodGet, base+".csv?kelompok=camat", nil), 200).Body.String()
	if n := strings.Count(csv, "pst_"); n != 6 {
		t.Errorf("the list to take along has %d lines of a group of 6", n)
	}
}

// Sieving loses nothing that was ticked, records nothing, and what is out of sight is recorded with
// the rest.
func TestSievingKeepsTicks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, base := s.crowded()
	if to := s.post(base, url.Values{"langkah": {"saring"}, "kelompok": {"camat"}, "cari": {"00"}}, 303); to != base+"?cari=00&kelompok=camat" {
		t.Errorf("a sieve leads to %s", to)
	}
	agency, district, other := s.row(id, "dinas-02"), s.row(id, "camat-03"), s.row(id, "dinas-00")
	stand := pemda + "/dinas-00/sekretaris"
	page := s.post(base, url.Values{"langkah": {"saring"}, "kelompok": {"camat"}, "hadir": {agency.ID}, "wakil-" + other.ID: {stand}, "pukul": {"08.50"}}, 200)
	s.reads(page, "Belum dicatat: 2 centang", "6 dari 23")
	for _, want := range []string{`type="hidden" name="hadir" value="` + agency.ID, `type="hidden" name="wakil-` + other.ID + `" value="` + stand, `value="08.50"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lost %s", want)
		}
	}
	if s.row(id, "dinas-02").State != meeting.Awaited {
		t.Error("sieving recorded something")
	}
	page = s.post(base, url.Values{"langkah": {"saring"}, "hadir": {agency.ID, district.ID}, "wakil-" + other.ID: {stand}, "pukul": {"08.50"}}, 200)
	if !strings.Contains(page, `value="`+agency.ID+`" id="h-`+agency.ID+`" checked`) {
		t.Error("back without a sieve, a tick is gone")
	}
	page = s.post(base, url.Values{"kelompok": {"camat"}, "hadir": {agency.ID, district.ID}, "wakil-" + other.ID: {stand}, "pukul": {"08.50"}}, 200)
	s.reads(page, "3 catatan baru", "5 dari 20")
	s.misses(page, "Belum dicatat:")
	page = s.post(base, url.Values{"kelompok": {"camat"}, "hadir": {s.row(id, "dinas-04").ID}, "pukul": {"9.x"}}, 422)
	s.reads(page, "Belum dicatat: 1 centang")
	s.post(base, url.Values{"hadir": {agency.ID, district.ID}}, 200) // the same list again
	s.verify()
}
