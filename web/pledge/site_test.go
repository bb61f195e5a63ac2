package pledge_test

import (
	"log/slog"
	"net/http"
	"testing"

	"rambu.id"
	"rambu.id/groundtest"
	"rambu.id/internal/db/dbtest"
	"rambu.id/pledge"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/web/ui"
	"rambu.id/web/ui/uitest"

	webpledge "rambu.id/web/pledge"
)

const (
	pemda = groundtest.Government
	area  = groundtest.Area
)

// site is the pages over the posts of a whole regency: 260 villages and wards in 17 districts.
type site struct {
	*pledge.Book
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
	s.Book, err = pledge.Open(t.Context(), pledge.Config{
		Log: s.Log, Keys: s.Keys, Blobs: s.Blobs, Pack: s.Law, Procedure: s.Procedure, Access: s.Access, Roster: s.Roster, Words: s.Words,
	})
	s.Must(err)
	s.settle()
	rd := ui.New(s.Words)
	rd.Log = slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	webpledge.New(webpledge.Deps{Book: s.Book, UI: rd, Roster: s.Roster, Actor: s.Actor}).Routes(mux)
	mux.Handle("/", rd.NotFound())
	s.Handler = rd.Protect(mux, ui.Options{MaxBody: func(*http.Request) int64 { return pledge.MaxFile + 1<<20 }})
	return s
}

func (s *site) settle() {
	s.T.Helper()
	plan, err := roster.MakePlan(s.Roster.Regions(), roster.Setup{Region: area})
	s.Must(err)
	s.Seed(plan)
	s.Found(pemda, seal.KindLetter)
	s.Actors["bkpsdm"] = s.Officer(pemda+"/bkpsdm/disiplin", "Laksmi Contoh", roster.SubjectPNS, rambu.RolePersonnel)
	s.Actors["rekan"] = s.Officer(pemda+"/bkpsdm/kepala", "Wira Contoh", roster.SubjectPNS, rambu.RolePersonnel, rambu.RoleSuperior)
	s.Actors["kadis"] = s.Officer(pemda+"/dinkes/kepala", "Ratna Contoh", roster.SubjectPNS, rambu.RoleSuperior)
	s.Actors["perawat"] = s.Officer(pemda+"/dinkes/sekretaris", "Perawat Contoh", roster.SubjectPNS)
	villages := s.Roster.Regions().Children("18.01.06")
	s.Actors["kades"] = s.Officer(pemda+"/desa/"+villages[len(villages)-1].Code, "Kades Contoh", roster.SubjectVillageHead, rambu.RoleFieldStaff)
}
