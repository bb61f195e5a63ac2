// Package web puts all pages of an instance behind one address: which routes are public, which
// need a signed-in officer, and what the frame around them shows.
package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/activity"
	"rambu.id/advisory"
	"rambu.id/calendar"
	"rambu.id/casefile"
	"rambu.id/contact"
	"rambu.id/directive"
	"rambu.id/discipline"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/internal/words"
	"rambu.id/letter"
	"rambu.id/meeting/excuse"
	"rambu.id/meeting/paper"
	"rambu.id/pledge"
	"rambu.id/press"
	"rambu.id/quiz"
	"rambu.id/roster"
	webaccess "rambu.id/web/access"
	webactivity "rambu.id/web/activity"
	webadvisory "rambu.id/web/advisory"
	webcasefile "rambu.id/web/casefile"
	webcontact "rambu.id/web/contact"
	webdirective "rambu.id/web/directive"
	webdiscipline "rambu.id/web/discipline"
	webfeed "rambu.id/web/feed"
	webintake "rambu.id/web/intake"
	weblaw "rambu.id/web/law"
	webledger "rambu.id/web/ledger"
	webletter "rambu.id/web/letter"
	webmeeting "rambu.id/web/meeting"
	webnotice "rambu.id/web/notice"
	webpledge "rambu.id/web/pledge"
	webprocedure "rambu.id/web/procedure"
	webquiz "rambu.id/web/quiz"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

// away is where the exit link of the public pages leads: the weather.
const away = "https://www.bmkg.go.id/"

// home is where an officer starts: his tasks.
const home = "/tugas"

// Options say how the instance is reached.
type Options struct {
	HTTPS    bool            // browsers reach us by TLS, also through a proxy
	Practice *clock.Practice // set in practice mode: a page moves it
	API      http.Handler    // serves programs under /api/; nil: none
}

// site is the pages of one instance.
type site struct {
	in     *instance.Instance
	opts   Options
	ui     *ui.Renderer
	access *webaccess.Pages
	rooms  []roster.Institution
	door   *roster.Institution // Bawaslu's room, when it is here: only then is there a public door
	move   *ui.Page
}

// New returns the handler of all pages.
func New(ctx context.Context, in *instance.Instance, o Options) (http.Handler, error) {
	rooms, err := in.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	s := &site{in: in, opts: o, ui: ui.New(in.Words), rooms: rooms}
	for i := range rooms {
		if rooms[i].Kind == roster.KindSupervisor {
			s.door = &rooms[i]
		}
	}
	return s.handler(), nil
}

func (s *site) handler() http.Handler {
	public, signedIn := s.routes()
	public.Handle("/", s.deskOr404(signedIn))
	all := s.beside(s.ui.Protect(s.framed(public), ui.Options{HTTPS: s.opts.HTTPS, MaxBody: maxBody}))
	return ui.Arrive(all, s.in.Config.Machine.Now, readIn)
}

// routes are the pages for everybody and those behind the sign-in.
func (s *site) routes() (public, signedIn *http.ServeMux) {
	public, signedIn = http.NewServeMux(), http.NewServeMux()
	s.publicRoutes(public)
	s.deskRoutes(public, signedIn)
	return public, signedIn
}

// How long a body may take to arrive: one of texts, and one with files from a slow phone.
const (
	textTime = time.Minute
	fileTime = 30 * time.Minute
)

// readIn is how long the body of a request may take. Texts have a minute also where a file may come.
func readIn(r *http.Request) time.Duration {
	const texts = 16 << 20 // more than any form without files
	parts := strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
	if parts && (strings.HasPrefix(r.URL.Path, apiPath) || maxBody(r) > texts) {
		return fileTime
	}
	return textTime
}

// maxBody is the largest body of a request in bytes: most carry a small form, a few a file.
func maxBody(r *http.Request) int64 {
	const form = 1 << 20
	switch {
	case webletter.Big(r), webcontact.Big(r):
		return letter.MaxFile + form
	case webdiscipline.Big(r):
		return discipline.MaxFile + form
	case webdirective.Big(r):
		return directive.MaxFile + form
	case webmeeting.Big(r):
		return excuse.MaxFile + form
	case webpledge.Big(r):
		return pledge.MaxFile + form
	}
	return webintake.MaxBody(r)
}

func (s *site) calendar() *calendar.Calendar { return s.in.Procedure.Calendar() }

func (s *site) publicRoutes(mux *http.ServeMux) {
	mux.Handle("GET /static/", static.Handler())
	mux.Handle(ui.LeavePath, ui.Leave(away, s.forget))
	mux.Handle("GET /sehat", s.ui.Handle(s.health))
	weblaw.New(weblaw.Deps{UI: s.ui, Pack: s.in.Pack, Index: s.in.Register, Today: s.today}).Routes(mux)
	if s.door != nil {
		webintake.New(webintake.Deps{
			Desk: s.in.Intake, UI: s.ui, Pack: s.in.Pack, Regions: s.in.Roster.Regions(),
			Machine: s.in.Config.Machine, Legal: s.in.Config.Clock,
			Office:  webintake.Office{Institution: s.door.ID, Region: s.door.Region, Name: s.door.Name},
			Address: s.doorAddress,
		}).Routes(mux)
	} else {
		mux.Handle("GET /{$}", http.RedirectHandler("/masuk", http.StatusSeeOther))
	}
}

func (s *site) forget(w http.ResponseWriter, r *http.Request) { s.access.Forget(w, r) }

// doorAddress is where reporters come to: the address the office's letters carry.
func (s *site) doorAddress(ctx context.Context) ([]string, error) {
	set, err := s.in.Letters.Setting(ctx, rambu.System(s.door.ID, s.door.Region))
	return set.Letterhead.Address, err
}

func (s *site) deskRoutes(public, signedIn *http.ServeMux) {
	s.access = webaccess.New(webaccess.Deps{
		UI: s.ui, Access: s.in.Access, Roster: s.in.Roster, Calendar: s.calendar(), Legal: s.in.Config.Clock, Machine: s.in.Config.Machine,
		HTTPS: s.opts.HTTPS, BaseURL: s.in.Config.BaseURL, Home: home, Frame: s.deskFrame, Notices: s.in.Notices.On(), Names: namer{s.in},
	})
	s.access.Routes(public)
	webledger.New(webledger.Deps{UI: s.ui, Log: s.in.Log, Calendar: s.calendar, SetBack: s.in.SetBack, Titles: s.titles}).Routes(signedIn, public)
	webletter.New(webletter.Deps{
		Desk: s.in.Letters, UI: s.ui, Calendar: s.calendar(), Legal: s.in.Config.Clock, Back: home,
		Actor: actor, Titles: s.titles, Search: s.addresses, Own: s.ownPosts, Block: s.block,
	}).Routes(signedIn, public)
	webcasefile.New(webcasefile.Deps{
		Desk: s.in.Cases, Intake: s.in.Intake, Evidence: s.in.Evidence, Procedure: s.in.Procedure, UI: s.ui, Href: href, Names: s.matters, LetInto: s.letInto, Waiting: s.waiting,
		Renew: s.in.Access.RenewalDue,
	}).Routes(signedIn)
	webdiscipline.New(webdiscipline.Deps{Office: s.in.Discipline, UI: s.ui, Roster: s.in.Roster, Actor: actor}).Routes(signedIn)
	webquiz.New(webquiz.Deps{
		UI: s.ui, Pack: s.in.Pack, Desk: s.in.Quiz, Government: s.government(), Units: s.in.Roster.Units, Today: s.today,
		Machine: s.in.Config.Machine, Actor: actor,
	}).Routes(signedIn, public)
	activities := webactivity.New(webactivity.Deps{Agenda: s.in.Agenda, UI: s.ui, Roster: s.in.Roster, Meetings: s.meetingsAhead, Actor: actor})
	activities.Routes(signedIn)
	signedIn.Handle("POST "+recordPath, s.ui.Handle(s.record))
	meetings := webmeeting.New(webmeeting.Deps{
		Room: s.in.Meetings, Press: paper.Press{Room: s.in.Meetings, Log: s.in.Log, Letters: s.in.Letters, Words: s.in.Words, Practice: s.in.Config.Practice}, UI: s.ui, Roster: s.in.Roster, BaseURL: s.in.Config.BaseURL, HTTPS: s.opts.HTTPS, Order: orderAddress, Actor: actor,
		Bearer: s.in.Directives.Bearer, Links: s.in.Links, Machine: s.in.Config.Machine, Coincides: s.coincides(activities), Record: recordAddress,
	})
	meetings.Routes(signedIn)
	meetings.Public(public, s.access.Known, s.access.Require(signedIn, signedIn))
	webfeed.New(webfeed.Deps{
		Desk: s.in.Feeds, UI: s.ui, BaseURL: s.in.Config.BaseURL, HTTPS: s.opts.HTTPS, Machine: s.in.Config.Machine, Actor: actor,
	}).Routes(signedIn, public)
	webnotice.New(webnotice.Deps{Desk: s.in.Notices, UI: s.ui, Calendar: s.calendar(), Actor: actor}).Routes(signedIn)
	signedIn.Handle("POST "+orderPath, s.ui.Handle(s.order))
	webdirective.New(webdirective.Deps{
		Desk: s.in.Directives, UI: s.ui, Roster: s.in.Roster, Machine: s.in.Config.Machine, Actor: actor,
	}).Routes(signedIn, public)
	webpledge.New(webpledge.Deps{Book: s.in.Pledges, UI: s.ui, Roster: s.in.Roster, Actor: actor}).Routes(signedIn)
	webcontact.New(webcontact.Deps{Book: s.in.Contacts, UI: s.ui, Actor: actor, Titles: s.titles}).Routes(signedIn)
	webadvisory.New(webadvisory.Deps{Desk: s.in.Advisories, UI: s.ui, Actor: actor, Titles: s.titles}).Routes(signedIn)
	s.press().Routes(signedIn)
	webprocedure.New(webprocedure.Deps{UI: s.ui, Service: s.in.Procedure, Titles: s.titles, Hrefs: s.hrefs}).Routes(signedIn)
	if s.opts.Practice != nil {
		s.practiceRoutes(public)
	}
}

// actor is who is signed in.
func actor(r *http.Request) (rambu.Actor, error) {
	who, _, err := access.From(r.Context())
	return who, err
}

// href is the page of an object whose clock runs, "" for one without a page.
func href(object string) string {
	switch {
	case strings.HasPrefix(object, "pkr_"):
		return "/perkara/" + object
	case strings.HasPrefix(object, "dsp_"):
		return "/sanksi/" + object
	}
	return ""
}

// hrefs are the pages of those objects that an actor may open.
func (s *site) hrefs(ctx context.Context, who rambu.Actor, objects []string) (map[string]string, error) {
	own := map[string]bool{}
	if !discipline.ReadsAll(who) {
		list, err := s.in.Discipline.List(ctx, who, discipline.Filter{Ended: true, Limit: 200}) // of a superior, those he examines
		if err != nil && rambu.KindOf(err) != rambu.NotFound {
			return nil, err
		}
		for _, l := range list.Lines {
			own[l.ID] = true
		}
	}
	out := map[string]string{}
	for _, id := range objects {
		if own[id] || strings.HasPrefix(id, "dsp_") && discipline.ReadsAll(who) || strings.HasPrefix(id, "pkr_") && casefile.Lists(who) {
			out[id] = href(id)
		}
	}
	return out, nil
}

// deskOr404 serves the signed-in pages, and for an address that no page has the same "not
// found" to everybody, signed in or not.
func (s *site) deskOr404(signedIn *http.ServeMux) http.Handler {
	behind := s.access.Require(ui.GiveBack(signedIn), signedIn)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := signedIn.Handler(r)
		if pattern == "" {
			s.ui.NotFound().ServeHTTP(w, r)
			return
		}
		behind.ServeHTTP(w, r)
	})
}

// framed prepares what every frame shows: who operates the instance, help, practice mode.
func (s *site) framed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, ui.WithFrame(r, func(f *ui.Frame) {
			switch {
			case s.door != nil:
				f.Operator = s.door.Name
				f.Help = &ui.Help{Text: s.ui.T(ui.Lang(r), "intake.safety.link"), Href: webintake.SafetyPath}
			case len(s.rooms) > 0:
				f.Operator = s.rooms[0].Name
			}
			if s.opts.Practice != nil {
				f.Practice = s.practiceBar(ui.Lang(r))
			}
		}))
	})
}

// health answers a monitor: up, and the database reads; and whether the log goes on from where it was.
// That it does not is no reason for a proxy to take the program away from who reports, so the status
// stays and the word changes. It tells nothing else.
func (s *site) health(w http.ResponseWriter, r *http.Request) error {
	_, err := s.in.Log.Checkpoint(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	answer := "sehat\n"
	if s.in.SetBack() != nil {
		answer = "catatan mundur\n"
	}
	_, err = w.Write([]byte(answer))
	return err
}

// deskFrame gives an officer the navigation of his room.
func (s *site) deskFrame(r *http.Request, who rambu.Actor, f *ui.Frame) {
	f.Help = nil // it is for reporters
	t := func(key string) string { return s.ui.T(ui.Lang(r), key) }
	add := func(href, key string) { f.Nav = append(f.Nav, ui.NavItem{Text: t(key), Href: href}) }
	add(home, "web.nav.tasks")
	if roster.InstitutionKindOf(who.Institution) == roster.KindSupervisor {
		if who.Is(rambu.RoleIntake, rambu.RoleMember) {
			add("/laporan-masuk", "web.nav.reports")
		}
		if who.Is(rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember) {
			add("/perkara", "web.nav.cases")
		}
		if who.Is(rambu.RoleIdentity) {
			add("/identitas", "web.nav.identity")
		}
	} else {
		add("/rapat", "web.nav.meetings")
		if who.Is(rambu.RolePersonnel, rambu.RoleSecretary, rambu.RoleAuthority, rambu.RoleInspector, rambu.RoleSuperior) {
			add("/sanksi", "web.nav.sanctions")
		}
		if who.Post != "" {
			add("/arahan", "web.nav.directives")
			add("/pakta", "web.nav.pledges")
		}
	}
	if advisory.MaySee(who) == nil {
		add("/imbauan", "web.nav.advisories")
	}
	if activity.MaySee(who) == nil {
		add("/kegiatan", "web.nav.agenda")
	}
	if contact.MayKeep(who) == nil {
		add("/kontak", "web.nav.contacts")
	}
	if press.Keeps(who) {
		add("/pers", "web.nav.press")
	}
	switch {
	case quiz.MaySee(who) == nil:
		add("/kuis/kesenjangan", "web.nav.gaps")
	case quiz.MayCount(who) == nil:
		add("/kuis/apel", "web.nav.gaps")
	}
	add("/tenggat", "web.nav.clocks")
	add("/surat", "web.nav.letters")
	if who.Is(rambu.RoleAdmin) {
		add("/pengguna", "web.nav.users")
		if s.in.Notices.On() && roster.InstitutionKindOf(who.Institution) == roster.KindGovernment {
			add("/surel", "web.nav.mail")
		}
	}
	if who.Is(rambu.RoleAdmin, rambu.RolePersonnel) {
		add("/jabatan", "web.nav.posts")
		add("/orang", "web.nav.people")
	}
	if who.Is(rambu.RoleAuditor, rambu.RoleAdmin) {
		add("/jejak", "web.nav.trail")
	}
	add("/akun", "web.nav.account")
}

// government is the one with a room here, empty when there is none.
func (s *site) government() roster.Institution {
	for _, in := range s.rooms {
		if in.Kind == roster.KindGovernment {
			return in
		}
	}
	return roster.Institution{}
}

// region is the region of the rooms kept here: its zone is the one the pages speak of.
func (s *site) region() string {
	if len(s.rooms) == 0 {
		return ""
	}
	return s.rooms[0].Region
}

// today is the legal day.
func (s *site) today() rambu.Date { return s.in.Procedure.Today(s.region()) }

// nowText is the legal date in words, for the practice bar.
func (s *site) nowText(lang words.Lang) string {
	zone, err := s.calendar().Zone(s.region())
	if err != nil {
		return ""
	}
	return words.DateTime(lang, s.in.Config.Clock.Now().In(zone.Location), zone.Letters)
}
