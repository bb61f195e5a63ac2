package web

import (
	"embed"
	"net/http"
	"net/url"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

// The practice clock: in practice mode a page moves the legal date forward, so that a deadline
// can be seen to pass. It cannot go back.

func (s *site) practiceBar(lang words.Lang) *ui.Practice {
	return &ui.Practice{NowText: s.nowText(lang), Label: s.ui.T(lang, "web.practice.label")}
}

func (s *site) practiceRoutes(mux *http.ServeMux) {
	s.move = s.ui.Parse(files, ui.LayoutPublic, "practice.html")
	mux.Handle("GET /latihan", s.ui.Handle(s.showMove))
	mux.Handle("POST /latihan", s.ui.Handle(s.doMove))
}

type movePage struct {
	ui.Frame
	Now   string
	To    ui.Field
	Steps ui.Field
}

func (s *site) showMove(w http.ResponseWriter, r *http.Request) error {
	return s.renderMove(w, r, nil, nil)
}

func (s *site) renderMove(w http.ResponseWriter, r *http.Request, err error, values url.Values) error {
	page := &movePage{Frame: s.ui.Frame(r, "web.practice.title")}
	status := http.StatusOK
	if err != nil {
		page.Problems, _ = s.ui.Problems(page.Lang, err)
		status = ui.Status(err)
	}
	page.Now = s.nowText(page.Lang)
	form := s.ui.Form(&page.Frame, values)
	page.Steps = form.Radios("langkah", "web.practice.step",
		form.Option("1", "web.practice.day"), form.Option("7", "web.practice.week"), form.Option("tanggal", "web.practice.date"))
	page.To = form.Date("tanggal", "web.practice.to")
	return s.move.Render(w, status, page)
}

func (s *site) doMove(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	step := in.One("langkah", "1", "7", "tanggal")
	now := s.opts.Practice.Now()
	to := now
	switch step {
	case "1":
		to = now.AddDate(0, 0, 1)
	case "7":
		to = now.AddDate(0, 0, 7)
	case "tanggal":
		if day := in.Date("tanggal"); day != "" {
			to = s.morning(day)
		}
	}
	err = in.Err()
	if err == nil && !to.After(now) {
		err = rambu.Fault(rambu.Invalid, "clock.error.backwards").On("tanggal")
	}
	if err == nil {
		err = s.opts.Practice.MoveTo(to)
	}
	if err != nil {
		return s.renderMove(w, r, err, in.Values)
	}
	_, err = s.in.Procedure.Refresh(r.Context())
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/latihan", http.StatusSeeOther)
	return nil
}

// morning is nine o'clock of a day in the region's zone, when offices are open.
func (s *site) morning(day rambu.Date) time.Time {
	zone, err := s.calendar().Zone(s.region())
	if err != nil {
		return day.Time(time.UTC)
	}
	return day.Time(zone.Location).Add(9 * time.Hour)
}
