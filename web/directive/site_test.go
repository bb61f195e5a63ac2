package directive_test

import (
	"log/slog"
	"net/http"
	"regexp"
	"testing"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/groundtest"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law/cite"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/web/ui"
	"rambu.id/web/ui/uitest"

	webdir "rambu.id/web/directive"
)

const (
	pemda = groundtest.Government
	camat = pemda + "/camat/18.01.06" // of 29 villages and wards
)

// site is the pages over the posts of a whole regency: 260 villages and wards in 17 districts.
type site struct {
	*directive.Desk
	*groundtest.Ground
	*uitest.Site
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{
		Ground: groundtest.Open(t, groundtest.Options{DB: dbtest.SQLite(t), Start: groundtest.At("2024-10-07", 9, 0)}),
		Site:   uitest.New(t),
	}
	var err error
	s.Desk, err = directive.Open(t.Context(), directive.Config{
		Log: s.Log, Keys: s.Keys, Blobs: s.Blobs, Pack: s.Law, Procedure: s.Procedure, Roster: s.Roster, Access: s.Access,
		Audience: directive.FromRoster(s.Roster), Words: s.Words, BaseURL: "https://rambu.contoh.id", Guard: cite.New(s.Law),
	})
	s.Must(err)
	s.settle()
	rd := ui.New(s.Words)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webdir.New(webdir.Deps{Desk: s.Desk, UI: rd, Roster: s.Roster, Machine: s.Clock, Actor: s.Actor}).Routes(mux, mux)
	mux.Handle("/", rd.NotFound())
	s.Handler = rd.Protect(mux, ui.Options{MaxBody: func(*http.Request) int64 { return directive.MaxFile + 1<<20 }})
	return s
}

func (s *site) settle() {
	s.T.Helper()
	plan, err := roster.MakePlan(s.Roster.Regions(), roster.Setup{Region: groundtest.Area})
	s.Must(err)
	s.Seed(plan)
	s.Found(pemda, seal.KindLetter)
	s.Actors["sekda"] = s.Officer(pemda+"/sekda", "Hendra Contoh", roster.SubjectPNS, rambu.RoleSecretary, rambu.RoleSuperior)
	s.Actors["camat"] = s.Officer(camat, "Joko Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	s.Actors["kadis"] = s.Officer(pemda+"/dinkes/kepala", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	village := pemda + "/desa/" + s.Roster.Regions().Children("18.01.06")[20].Code
	kades := s.Account(s.Person(village, "Penjabat Contoh", roster.SubjectPNS))
	s.Actors["kades"] = s.Session(village, kades.ID, nil, rambu.RoleFieldStaff) // who holds no letter key
}

// written is a directive to every camat, village and ward head, by the form.
func (s *site) written() string {
	s.T.Helper()
	return s.Goes(s.Form("sekda", "/arahan/tulis", "langkah", "simpan", "penanda_tangan", pemda+"/sekda", "judul", "Netralitas", "jumlah", "3",
		"butir-1", "Tetap netral.", "butir-2", "Layanan berjalan.", "butir-3", "Fasilitas negara tidak dipakai.", "asal-3", "Rakor, keputusan 3",
		"untuk", "jabatan-camat", "untuk", "golongan-kepala-desa", "untuk", "golongan-lurah", "dasar", "uu-20-2023", "pasal", "Pasal 9 ayat (2)",
		"batas-d", "9", "batas-m", "10", "batas-y", "2024"))
}

func (s *site) sent() string {
	s.T.Helper()
	at := s.written()
	s.Goes(s.Form("sekda", at+"/kirim", "versi", "1"))
	return at
}

// short is the path of the short link a directive's page shows.
func (s *site) short(at string) string {
	s.T.Helper()
	m := regexp.MustCompile(`https://rambu\.contoh\.id(/a/[0-9a-z-]+)`).FindStringSubmatch(s.Page("sekda", at).Body)
	if m == nil {
		s.T.Fatal("the page shows no short link")
	}
	return m[1]
}
