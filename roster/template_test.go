package roster

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/roster/region"
)

func openIndex(t testing.TB) *region.Index {
	t.Helper()
	x, err := region.Open()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func mustPlan(t testing.TB, x *region.Index, s Setup) Plan {
	t.Helper()
	p, err := MakePlan(x, s)
	if err != nil {
		t.Fatalf("plan of %s: %v", s.Region, err)
	}
	return p
}

func postOf(t testing.TB, p Plan, id PostID) Post {
	t.Helper()
	i := slices.IndexFunc(p.Posts, func(q Post) bool { return q.ID == id })
	if i < 0 {
		t.Fatalf("%s: no post %s", p.Region.Code, id)
	}
	return p.Posts[i]
}

func TestPlanOfLampungSelatan(t *testing.T) {
	p := mustPlan(t, openIndex(t), Setup{Region: "18.01"})
	got := map[Office]int{}
	for _, q := range p.Posts {
		if q.Institution == "pemda.18.01" {
			got[q.Office]++
		}
	}
	for office, want := range map[Office]int{OfficeDistrictHead: 17, OfficeVillageHead: 256, OfficeWardHead: 4, "kepala-daerah": 1, "sekda": 1, OfficeDivisionHead: 9} {
		if got[office] != want {
			t.Errorf("%s: %d posts, want %d", office, got[office], want)
		}
	}
	tests := []struct {
		id, title string
		superior  PostID
		class     PostClass
		roles     []rambu.Role
	}{
		{"pemda.18.01/bupati", "Bupati Lampung Selatan", "pemda.18/gubernur", ClassHead, []rambu.Role{rambu.RoleAuthority}},
		{"pemda.18.01/sekda", "Sekretaris Daerah", "pemda.18.01/bupati", ClassJPTPratama, []rambu.Role{rambu.RoleSecretary, rambu.RoleSuperior}},
		{"pemda.18.01/bkpsdm/kepala", "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "pemda.18.01/sekda", ClassJPTPratama, []rambu.Role{rambu.RolePersonnel, rambu.RoleSuperior}},
		{"pemda.18.01/inspektorat/inspektur", "Inspektur", "pemda.18.01/sekda", ClassJPTPratama, []rambu.Role{rambu.RoleInspector, rambu.RoleSuperior}},
		{"pemda.18.01/camat/18.01.06", "Camat Kalianda", "pemda.18.01/sekda", ClassAdministrator, []rambu.Role{rambu.RoleSuperior}},
		{"pemda.18.01/desa/18.01.04.2003", "Kepala Desa Pemanggilan", "pemda.18.01/camat/18.01.04", ClassVillageHead, []rambu.Role{rambu.RoleFieldStaff}},
		{"bawaslu.18.01/ketua", "Ketua Bawaslu Kabupaten Lampung Selatan", "bawaslu.18/ketua", ClassOrganiser, []rambu.Role{rambu.RoleMember, rambu.RoleIdentity}},
		{"bawaslu.18.01/anggota-4", "Anggota Bawaslu Kabupaten Lampung Selatan (4)", "bawaslu.18.01/ketua", ClassOrganiser, []rambu.Role{rambu.RoleMember}},
		{"bawaslu.18.01/penerimaan", "Petugas Penerima Laporan", "bawaslu.18.01/kepala-sekretariat", ClassExecutor, []rambu.Role{rambu.RoleIntake}},
		{"bawaslu.18.01/panwascam/18.01.06/ketua", "Ketua Panwascam Kalianda", "bawaslu.18.01/ketua", ClassOrganiser, []rambu.Role{rambu.RoleFieldStaff}},
		{"polres.18.01/kapolres", "Kapolres Lampung Selatan", "", ClassOutside, nil},
		{"bkn/kepala", "Kepala Badan Kepegawaian Negara", "", ClassOutside, nil},
		{"kpu.18.01/ketua", "Ketua KPU Kabupaten Lampung Selatan", "", ClassOrganiser, nil},
	}
	for _, tt := range tests {
		q := postOf(t, p, PostID(tt.id))
		if q.Title != tt.title || q.Superior != tt.superior || q.Class != tt.class || !slices.Equal(q.Roles, tt.roles) {
			t.Errorf("%s = %+v, want %+v", tt.id, q, tt)
		}
	}
}

// Any region of Indonesia must start: unique addresses, no placeholder left, every superior
// and unit known, no circle, every class and role from the closed lists.
func TestPlanOfEveryRegion(t *testing.T) {
	x := openIndex(t)
	var codes []string
	for _, p := range x.Provinces() {
		codes = append(codes, p.Code)
		for _, r := range x.Regencies(p.Code) {
			codes = append(codes, r.Code)
		}
	}
	if testing.Short() {
		codes = []string{"11", "11.01", "12.08", "18.01", "31", "31.71", "34.71", "91.03"}
	}
	templates, err := loadTemplate()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		p, err := templates.plan(x, Setup{Region: code})
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		checkPlan(t, p)
	}
}

func checkPlan(t *testing.T, p Plan) {
	t.Helper()
	code := p.Region.Code
	posts, units := map[PostID]Post{}, map[string]bool{"": true}
	for _, in := range p.Institutions {
		if strings.ContainsAny(in.ID+in.Name, "{}") || in.Name == "" {
			t.Errorf("%s: institution %+v", code, in)
		}
	}
	for _, u := range p.Units {
		if units[u.ID] || strings.ContainsAny(u.ID+u.Name, "{}") || !units[u.Parent] {
			t.Errorf("%s: unit %+v: twice %v, parent known %v", code, u, units[u.ID], units[u.Parent])
		}
		units[u.ID] = true
	}
	for _, q := range p.Posts {
		if _, twice := posts[q.ID]; twice || strings.ContainsAny(string(q.ID)+q.Title, "{}@") || !units[q.Unit] {
			t.Errorf("%s: post %+v: twice %v, unit known %v", code, q, twice, units[q.Unit])
		}
		if !slices.Contains(PostClasses(), q.Class) || q.Office == "" || q.Title == "" {
			t.Errorf("%s: post %+v: class or office", code, q)
		}
		posts[q.ID] = q
	}
	for _, q := range p.Posts {
		steps := 0
		for id := q.Superior; id != ""; id = posts[id].Superior {
			if _, ok := posts[id]; !ok || steps > 10 {
				t.Errorf("%s: %s: superior %s is unknown or runs in a circle", code, q.ID, id)
				break
			}
			steps++
		}
	}
}

func TestRolesOfTemplateAreKnown(t *testing.T) {
	known := []rambu.Role{
		rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember, rambu.RoleIdentity, rambu.RoleSuperior, rambu.RolePersonnel,
		rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleAdmin, rambu.RoleAuditor, rambu.RoleFieldStaff,
	}
	used := map[rambu.Role]bool{}
	for _, q := range mustPlan(t, openIndex(t), Setup{Region: "18.01"}).Posts {
		for _, r := range q.Roles {
			used[r] = true
			if !slices.Contains(known, r) {
				t.Errorf("%s has the unknown role %q", q.ID, r)
			}
		}
	}
	for _, r := range known {
		if !used[r] {
			t.Errorf("no post of a region has the role %s", r)
		}
	}
	// Two people must be able to open an identity together.
	guards := 0
	for _, q := range mustPlan(t, openIndex(t), Setup{Region: "18.01", Members: 3}).Posts {
		if q.Institution == "bawaslu.18.01" && slices.Contains(q.Roles, rambu.RoleIdentity) {
			guards++
		}
	}
	if guards != 2 {
		t.Errorf("%d guards of identities, want 2", guards)
	}
}

func TestLocalNames(t *testing.T) {
	x := openIndex(t)
	tests := []struct{ code, village, head, district, council, conf string }{
		{"18.01", "Desa", "Kepala Desa", "Kecamatan", "DPRD", "known"},
		{"12.08", "Nagori", "Pangulu", "Kecamatan", "DPRD", "source"},
		{"11.01", "Gampong", "Keuchik", "Kecamatan", "DPRK", "known"},
		{"11.04", "Kampung", "Reje", "Kecamatan", "DPRK", "known"},
		{"11", "Gampong", "Keuchik", "Kecamatan", "DPRA", "known"},
		{"13.06", "Nagari", "Wali Nagari", "Kecamatan", "DPRD", "known"},
		{"13.09", "Desa", "Kepala Desa", "Kecamatan", "DPRD", "known"},
		{"18.04", "Pekon", "Peratin", "Kecamatan", "DPRD", "known"},
		{"34.04", "Kalurahan", "Lurah", "Kapanewon", "DPRD", "known"},
		{"91.03", "Kampung", "Kepala Kampung", "Distrik", "DPRD", "known"},
	}
	for _, tt := range tests {
		got, conf, err := TermsOf(tt.code)
		if err != nil {
			t.Fatal(err)
		}
		if got.Village != tt.village || got.VillageHead != tt.head || got.District != tt.district || got.Council != tt.council || conf != tt.conf {
			t.Errorf("%s: got %+v %s, want %+v", tt.code, got, conf, tt)
		}
	}
	p := mustPlan(t, x, Setup{Region: "12.08"})
	for _, q := range p.Posts {
		if q.Office == OfficeVillageHead && !strings.HasPrefix(q.Title, "Pangulu ") {
			t.Fatalf("village head in Simalungun is called %q", q.Title)
		}
	}
	own := mustPlan(t, x, Setup{Region: "18.01", Terms: Terms{PersonnelShort: "BKD", Personnel: "Badan Kepegawaian Daerah"}})
	if got := postOf(t, own, "pemda.18.01/bkpsdm/kepala").Title; got != "Kepala Badan Kepegawaian Daerah" {
		t.Errorf("own name gave %q", got)
	}
}

func TestTermsNameRealRegions(t *testing.T) {
	x := openIndex(t)
	var entries []termsEntry
	if err := readData("data/terms.yaml", &entries); err != nil {
		t.Fatal(err)
	}
	last := ""
	for i, e := range entries {
		if _, ok := x.Find(e.Region); !ok && e.Region != "default" {
			t.Errorf("region %q does not exist", e.Region)
		}
		if !slices.Contains([]string{"source", "known", "unsure"}, e.Conf) {
			t.Errorf("%s: conf %q", e.Region, e.Conf)
		}
		// A later entry goes over an earlier one, so a province must stand before its regencies.
		if i > 0 && e.Region < last {
			t.Errorf("%s stands after %s", e.Region, last)
		}
		if i > 0 {
			last = e.Region
		}
	}
}

func TestPlanOfProvinceCityAndJakarta(t *testing.T) {
	x := openIndex(t)
	for code, want := range map[string]map[PostID]string{
		"18":    {"pemda.18/gubernur": "Gubernur Lampung", "bawaslu.18/ketua": "Ketua Bawaslu Provinsi Lampung", "polda.18/kapolda": "Kapolda Lampung"},
		"18.72": {"pemda.18.72/wali-kota": "Wali Kota Metro", "pemda.18.72/wakil-wali-kota": "Wakil Wali Kota Metro"},
		"31.71": {"pemda.31.71/wali-kota": "Wali Kota Jakarta Pusat", "pemda.31.71/bkpsdm/kepala": "Kepala Suku Badan Kepegawaian"},
	} {
		p := mustPlan(t, x, Setup{Region: code})
		for id, title := range want {
			if got := postOf(t, p, id).Title; got != title {
				t.Errorf("%s: %q, want %q", id, got, title)
			}
		}
	}
	// The head of an administrative city is no civil-service authority.
	p := mustPlan(t, x, Setup{Region: "31.71"})
	if q := postOf(t, p, "pemda.31.71/wali-kota"); slices.Contains(q.Roles, rambu.RoleAuthority) || q.Class != ClassJPTPratama {
		t.Errorf("%+v", q)
	}
	for _, code := range []string{"18.01.06", "99", "", "18.1"} {
		_, err := MakePlan(x, Setup{Region: code})
		if e, ok := errors.AsType[*rambu.Error](err); !ok || e.Key != "roster.error.region" {
			t.Errorf("region %q: %v", code, err)
		}
	}
}

func TestSubjectFollowsPostAndEmployment(t *testing.T) {
	tests := []struct {
		class      PostClass
		employment SubjectClass
		mode       Mode
		want       SubjectClass
	}{
		{ClassVillageHead, SubjectVillageHead, Definitive, SubjectVillageHead},
		{ClassVillageHead, SubjectPNS, Pj, SubjectActingVillage},
		{ClassVillageHead, SubjectPNS, AdditionalDuty, SubjectActingVillage},
		{ClassLurah, SubjectPNS, Definitive, SubjectLurah},
		{ClassHead, SubjectStateOfficial, Definitive, SubjectStateOfficial},
		{ClassAdministrator, SubjectPNS, Plt, SubjectASNLeader},
		{ClassExecutor, SubjectPPPK, Definitive, SubjectPPPK},
		{ClassExecutor, SubjectNonASN, Definitive, SubjectNonASN},
		{ClassFunctional, SubjectPNS, Definitive, SubjectPNS},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Post{Class: tt.class}.Subject(tt.employment, tt.mode)); diff != "" {
			t.Errorf("%+v: %s", tt, diff)
		}
	}
	if got := (Post{Title: "Bupati Lampung Selatan"}).TitleAs(Plt); got != "Plt. Bupati Lampung Selatan" {
		t.Errorf("got %q", got)
	}
}
