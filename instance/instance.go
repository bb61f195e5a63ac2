// Package instance puts one instance of Rambu together: its database, its log, its keys and
// every noun on top. The server, the practice region, the API and the tools open the same one.
package instance

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/activity"
	"rambu.id/advisory"
	"rambu.id/calendar"
	"rambu.id/casefile"
	"rambu.id/contact"
	"rambu.id/directive"
	"rambu.id/discipline"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/mail"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/law/search"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/meeting/link"
	"rambu.id/notice"
	"rambu.id/pledge"
	"rambu.id/press"
	"rambu.id/press/tip"
	"rambu.id/procedure"
	"rambu.id/quiz"
	"rambu.id/roster"
	"rambu.id/roster/region"
	"rambu.id/seal"
)

// Config says where an instance lives and how strict it is.
type Config struct {
	Data    string      // folder of the database file, blobs and the log's key
	Source  string      // postgres:// URL; "" is an SQLite file in Data
	Clock   rambu.Clock // legal clock; nil is the machine's
	Machine rambu.Clock // sessions, links, limits; nil is the machine's
	BaseURL string      // address printed in letters and links
	// Practice marks everything LATIHAN and asks for no second factor.
	Practice bool
	// Origin names the log in its checkpoints; "" is "rambu.id/instance".
	Origin string
	// Mail is the server that takes e-mail to officers; nil: none is sent.
	Mail *mail.Server
	// Derivations is how many passwords are checked at once; 0: 3.
	Derivations int
}

// Instance is everything of one instance, open.
type Instance struct {
	Config Config

	keeping sync.Mutex // of the kept checkpoint
	setBack atomic.Pointer[ledger.Broken]

	DB        *db.DB
	blobs     []*blob.Dir
	Words     *words.Words
	Pack      *law.Pack
	Guard     *cite.Checker // of the citations in texts
	Register  *search.Index // of the pack
	Log       *ledger.Log
	Keys      *seal.Store
	Roster    *roster.Store
	Access    *access.Service
	Procedure *procedure.Service
	Letters   *letter.Desk
	Evidence  *evidence.Room
	Intake    *intake.Desk
	Cases     *casefile.Desk

	Discipline *discipline.Office
	Quiz       *quiz.Desk
	Meetings   *meeting.Room
	Feeds      *feed.Desk
	Links      *link.Desk
	Directives *directive.Desk
	Pledges    *pledge.Book
	Advisories *advisory.Desk
	Agenda     *activity.Agenda
	Contacts   *contact.Book
	Press      *press.Desk // of every room
	Tips       *tip.Desk   // Bawaslu's way from there to a report
	Notices    *notice.Desk
}

// reserve is the free space evidence leaves to the database beside it.
const reserve = 256 << 20

// Open opens an instance and brings its tables up to date. Close it.
func Open(ctx context.Context, c Config) (*Instance, error) {
	if c.Clock == nil {
		c.Clock = clock.Machine{}
	}
	if c.Machine == nil {
		c.Machine = clock.Machine{}
	}
	if c.Origin == "" {
		c.Origin = "rambu.id/instance"
	}
	err := os.MkdirAll(c.Data, 0o700)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", blob.Failure(err))
	}
	i := &Instance{Config: c}
	err = i.open(ctx)
	if err != nil {
		return nil, errors.Join(err, i.Close())
	}
	return i, nil
}

func (i *Instance) open(ctx context.Context) error {
	for _, step := range []func(context.Context) error{i.openStorage, i.openGround, i.openRooms, i.openGovernment, i.openBetween, i.openPress, i.openNotices, i.learnNames} {
		err := step(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

func (i *Instance) openStorage(ctx context.Context) (err error) {
	source := i.Config.Source
	if source == "" {
		source = filepath.Join(i.Config.Data, "rambu.db")
	}
	var texts errgroup.Group
	texts.Go(i.readTexts)
	i.DB, err = db.Open(ctx, source)
	if err == nil {
		i.Log, err = ledger.Open(ctx, ledger.Config{
			DB: i.DB, Clock: i.Config.Clock, Origin: i.Config.Origin, KeyFile: filepath.Join(i.Config.Data, "log.key"),
		})
	}
	return errors.Join(err, texts.Wait())
}

// readTexts reads what lies in the program itself, while the database opens.
func (i *Instance) readTexts() (err error) {
	var catalogues errgroup.Group
	catalogues.Go(func() error {
		all, err := words.Load()
		if err == nil {
			i.Words = all.Own()
		}
		return err
	})
	i.Pack, err = law.Default()
	if err == nil {
		i.Guard = cite.New(i.Pack)
		i.Register = search.Register(i.Pack)
	}
	return errors.Join(err, catalogues.Wait())
}

func (i *Instance) openGround(ctx context.Context) (err error) {
	i.Keys, err = seal.Open(ctx, i.DB)
	if err != nil {
		return err
	}
	regions, err := region.Open()
	if err != nil {
		return err
	}
	i.Roster, err = roster.Open(ctx, i.Log, regions)
	if err != nil {
		return err
	}
	i.Access, err = access.Open(ctx, access.Config{
		Log: i.Log, Keys: i.Keys, Offices: access.FromRoster(i.Roster), Machine: i.Config.Machine, Pack: i.Pack,
		Calendar: calendar.New(i.Pack, nil), SecondFactor: !i.Config.Practice, PublicPasswords: i.Config.Practice, Derivations: i.Config.Derivations,
	})
	if err != nil {
		return err
	}
	i.Procedure, err = procedure.Open(ctx, procedure.Config{Log: i.Log, Pack: i.Pack, Rooms: func(ctx context.Context) ([]rambu.Actor, error) {
		list, err := i.Rooms(ctx)
		var out []rambu.Actor
		for _, r := range list {
			out = append(out, rambu.System(r.ID, r.Region))
		}
		return out, err
	}})
	if err != nil {
		return err
	}
	blobs, err := i.store("surat")
	if err != nil {
		return err
	}
	i.Letters, err = letter.Open(ctx, letter.Config{
		Log: i.Log, Keys: i.Keys, Blobs: blobs, Words: i.Words, BaseURL: i.Config.BaseURL, Practice: i.Config.Practice, Guard: i.Guard,
		Today: func(region string, at time.Time) rambu.Date { return i.Procedure.Calendar().Today(region, at) },
		MaySign: func(ctx context.Context, who rambu.Actor, post string, on rambu.Date) error {
			_, err := i.Access.MaySign(ctx, who, roster.PostID(post), on, access.SignWhat{Deed: access.DeedLetter})
			return err
		},
	})
	return err
}

func (i *Instance) openRooms(ctx context.Context) (err error) {
	exhibits, err := i.store("bukti")
	if err != nil {
		return err
	}
	i.Evidence, err = evidence.Open(ctx, evidence.Config{Log: i.Log, Keys: i.Keys, Blobs: exhibits, Machine: i.Config.Machine})
	if err != nil {
		return err
	}
	i.Intake, err = intake.Open(ctx, intake.Config{
		Log: i.Log, Keys: i.Keys, Evidence: i.Evidence, Pack: i.Pack, Calendar: i.Procedure.Calendar(), Regions: i.Roster.Regions(),
		Machine: i.Config.Machine,
	})
	if err != nil {
		return err
	}
	i.Cases, err = casefile.Open(ctx, casefile.Config{
		Log: i.Log, Keys: i.Keys, Pack: i.Pack, Procedure: i.Procedure, Roster: i.Roster, Accounts: i.Access,
		Letters: i.Letters, Evidence: i.Evidence, Intake: i.Intake, Words: i.Words, Guard: i.Guard,
	})
	return err
}

// openGovernment opens what only a government's room has.
func (i *Instance) openGovernment(ctx context.Context) error {
	decrees, err := i.store("disiplin")
	if err != nil {
		return err
	}
	i.Discipline, err = discipline.Open(ctx, discipline.Config{
		Log: i.Log, Keys: i.Keys, Blobs: decrees, Pack: i.Pack, Procedure: i.Procedure, Roster: i.Roster, Access: i.Access,
		Letters: i.Letters, Words: i.Words,
	})
	if err != nil {
		return err
	}
	i.Quiz, err = quiz.Open(ctx, quiz.Config{Log: i.Log, Pack: i.Pack, Roster: i.Roster})
	if err != nil {
		return err
	}
	papers, err := i.store("rapat")
	if err != nil {
		return err
	}
	i.Meetings, err = meeting.Open(ctx, meeting.Config{
		Log: i.Log, Keys: i.Keys, Blobs: papers, Pack: i.Pack, Procedure: i.Procedure, Roster: i.Roster, Letters: i.Letters, Accounts: i.Access, Words: i.Words,
		Machine: i.Config.Machine, Guard: i.Guard,
		Announce: i.announce,
		Share: func(ctx context.Context, who rambu.Actor, c meeting.Content, chair string) (meeting.Short, error) {
			return i.Links.Share(ctx, who, c, chair)
		},
	})
	if err != nil {
		return err
	}
	i.Feeds, err = feed.Open(ctx, feed.Config{
		Log: i.Log, Access: i.Access, Roster: i.Roster, Letters: i.Letters, Room: i.Meetings, Words: i.Words, BaseURL: i.Config.BaseURL,
	})
	if err != nil {
		return err
	}
	i.Links, err = link.Open(ctx, link.Config{
		Log: i.Log, Keys: i.Keys, Roster: i.Roster, Letters: i.Letters, Room: i.Meetings, Feeds: i.Feeds, BaseURL: i.Config.BaseURL,
	})
	if err != nil {
		return err
	}
	proofs, err := i.store("arahan")
	if err != nil {
		return err
	}
	i.Directives, err = directive.Open(ctx, directive.Config{
		Log: i.Log, Keys: i.Keys, Blobs: proofs, Pack: i.Pack, Procedure: i.Procedure, Roster: i.Roster, Access: i.Access,
		Audience: directive.FromRoster(i.Roster), Words: i.Words, BaseURL: i.Config.BaseURL, Practice: i.Config.Practice,
		Guard: i.Guard,
	})
	if err != nil {
		return err
	}
	scans, err := i.store("pakta")
	if err != nil {
		return err
	}
	i.Pledges, err = pledge.Open(ctx, pledge.Config{
		Log: i.Log, Keys: i.Keys, Blobs: scans, Pack: i.Pack, Procedure: i.Procedure, Access: i.Access, Roster: i.Roster, Words: i.Words,
	})
	if err != nil {
		return err
	}
	i.Agenda, err = activity.Open(ctx, activity.Config{
		Log: i.Log, Keys: i.Keys, Pack: i.Pack, Procedure: i.Procedure, Roster: i.Roster, Letters: i.Letters, Words: i.Words,
	})
	return err
}

// announce tells calendars and short links what happened to the meetings of an invitation.
func (i *Instance) announce(ctx context.Context, who rambu.Actor, n meeting.News) (func(*ledger.Op) error, error) {
	entries, err := i.Feeds.Announce(ctx, who, n)
	if err != nil {
		return nil, err
	}
	cards, err := i.Links.Announce(ctx, who, n)
	return func(op *ledger.Op) error {
		err := entries(op)
		if err != nil {
			return err
		}
		return cards(op)
	}, err
}

// openBetween opens what two rooms do together, each on its own side, by letter.
func (i *Instance) openBetween(ctx context.Context) (err error) {
	i.Advisories, err = advisory.Open(ctx, advisory.Config{
		Log: i.Log, Pack: i.Pack, Procedure: i.Procedure, Letters: i.Letters, Directives: i.Directives, Roster: i.Roster, Words: i.Words,
	})
	if err != nil {
		return err
	}
	i.Contacts, err = contact.Open(ctx, contact.Config{
		Log: i.Log, Keys: i.Keys, Procedure: i.Procedure, Roster: i.Roster, Letters: i.Letters, Words: i.Words,
	})
	return err
}

// openPress opens what every room has.
func (i *Instance) openPress(ctx context.Context) (err error) {
	i.Press, err = press.Open(ctx, press.Config{Log: i.Log, Keys: i.Keys, Procedure: i.Procedure, Roster: i.Roster, Guard: i.Guard})
	i.Tips = &tip.Desk{Press: i.Press, Intake: i.Intake, Pack: i.Pack, Words: i.Words}
	return err
}

// openNotices opens what tells people by e-mail.
func (i *Instance) openNotices(ctx context.Context) error {
	q, err := queue.Open(ctx, i.DB, i.Config.Machine)
	if err != nil {
		return err
	}
	i.Notices, err = notice.Open(ctx, notice.Config{
		Log: i.Log, Queue: q, Holders: notice.FromRoster(i.Roster, i.Access), Meetings: i.Meetings, Directives: i.Directives,
		Letters: i.Letters, Calendar: i.Procedure.Calendar(), Words: i.Words, BaseURL: i.Config.BaseURL,
		KeyFile: filepath.Join(i.Config.Data, "mail.key"), Server: i.Config.Mail,
	})
	return err
}

// store opens the folder of one noun's blobs. Each has its own, because each knows only its own
// rows: evidence removes what none of its rows names.
func (i *Instance) store(noun string) (*blob.Dir, error) {
	d, err := blob.OpenDir(filepath.Join(i.Config.Data, "blob", noun), reserve)
	if err != nil {
		return nil, err
	}
	i.blobs = append(i.blobs, d)
	return d, nil
}

// unfinished is how long an upload may lie without being used.
const unfinished = 48 * time.Hour

// Sweep removes uploads that nobody finished, of every noun.
func (i *Instance) Sweep(ctx context.Context) error {
	_, err := i.Evidence.Sweep(ctx)
	for _, b := range i.blobs {
		_, sweepErr := b.Sweep(ctx, i.Config.Machine.Now().Add(-unfinished))
		err = errors.Join(err, sweepErr)
	}
	return err
}

// Close waits for what is being written and closes everything.
func (i *Instance) Close() error {
	var errs []error
	if i.DB != nil {
		errs = append(errs, i.DB.Close())
	}
	for _, b := range i.blobs {
		errs = append(errs, b.Close())
	}
	return errors.Join(errs...)
}
