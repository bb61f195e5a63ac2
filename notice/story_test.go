package notice_test

import (
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/mail/mailtest"
	"rambu.id/internal/queue"
	"rambu.id/internal/words"
	"rambu.id/notice"
)

func opened(t *testing.T, d *db.DB, far *mailtest.Server, c crowd) (*office, place) {
	t.Helper()
	p := place{dir: t.TempDir(), server: far.Addr, machine: monday}
	o, err := p.open(t.Context(), d, c)
	must(t, err)
	return o, p
}

func officer(n int) rambu.Actor {
	return rambu.Actor{Account: account(n), Post: post(n), Institution: pemda, Region: area}
}

// read is a mail as a person reads it.
func read(t *testing.T, m mailtest.Received) (subject, text string) {
	t.Helper()
	subject, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject"))
	must(t, err)
	b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(m.Text)))
	must(t, err)
	return subject, strings.ReplaceAll(string(b), "\r\n", "\n")
}

func wantKey(t *testing.T, err error, kind rambu.Kind, key string) {
	t.Helper()
	if err == nil || rambu.KindOf(err) != kind || !strings.Contains(err.Error(), key) {
		t.Errorf("want %s %s, got %v", kind, key, err)
	}
}

var code = regexp.MustCompile(`[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}`)

// Somebody gives his address, proves that he reads it, is told of a directive, and stops it.
func TestAnOfficerIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		far := mailtest.Start(t, mailtest.Options{})
		o, _ := opened(t, d, far, crowd{})
		ctx, who := t.Context(), officer(7)
		wantKey(t, o.SetAddress(ctx, who, "kades@desa.contoh.id\r\nBcc: lain@contoh.id", words.EN), rambu.Invalid, "mail.error.address")
		must(t, o.SetAddress(ctx, who, " kades@desa.contoh.id ", words.EN))
		tell := func() {
			t.Helper()
			must(t, o.Tell(ctx, rambu.System(pemda, area), notice.Event{
				Kind: notice.Directive, Source: "arahan:" + rambu.NewID("arh"), Object: "/arahan/arh_1", Due: "2024-10-10",
			}, []string{post(7)}))
			must(t, o.Send(ctx))
		}
		tell()
		all := far.Received()
		if len(all) != 1 {
			t.Fatalf("before the address is confirmed %d mails went out", len(all))
		}
		subject, text := read(t, all[0])
		sent := code.FindString(text)
		if subject != "Code to confirm your e-mail address" || sent == "" {
			t.Fatalf("%q:\n%s", subject, text)
		}
		wantKey(t, o.ConfirmAddress(ctx, who, "0000-0000-0000"), rambu.Invalid, "notice.error.code")
		wantKey(t, o.ConfirmAddress(ctx, officer(8), sent), rambu.NotFound, "")
		must(t, o.ConfirmAddress(ctx, who, strings.ToUpper(strings.ReplaceAll(sent, "-", " "))))
		tell()
		all = far.Received()
		if len(all) != 2 {
			t.Fatalf("%d mails", len(all))
		}
		subject, text = read(t, all[1])
		want := strings.Join([]string{
			"There is a directive for Kepala Desa Rekaan 7. Say that you have read it by Thursday, 10 October 2024.", "",
			"Sign in to read it:", "https://rambu.contoh.id/arahan/arh_1", "",
			"E-mail from Rambu never holds a title, a place, a person's name or what is in a file. Change or remove your address at:",
			"https://rambu.contoh.id/akun/surel", "",
		}, "\n")
		if diff := cmp.Diff(want, text); diff != "" || subject != "There is a directive for your post" || all[1].To != "kades@desa.contoh.id" {
			t.Errorf("%q to %s (-want +got):\n%s", subject, all[1].To, diff)
		}
		must(t, o.RemoveAddress(ctx, who))
		tell()
		if n := len(far.Received()); n != 2 {
			t.Errorf("after the address was removed: %d mails", n)
		}
		for range 5 {
			must(t, o.SetAddress(ctx, who, "lain@desa.contoh.id", words.ID))
		}
		wantKey(t, o.SetAddress(ctx, who, "lain@desa.contoh.id", words.ID), rambu.TooMany, "notice.error.asked")
		_, err := o.Log.Verify(ctx, notice.Tables(), nil, nil)
		must(t, err)
	})
}

// What a server refuses for good is shown to the administrator without the address; what it cannot
// take now waits; a server out of reach costs no attempt.
func TestTheServerSaysNo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		far := mailtest.Start(t, mailtest.Options{})
		far.Rcpt = func(to string) error {
			switch to {
			case address(1):
				return mailtest.Refuse(550, "no such user "+strings.ToUpper(to))
			case address(2):
				return mailtest.Refuse(452, "mailbox full")
			}
			return nil
		}
		o, p := opened(t, d, far, crowd{})
		p.server = "127.0.0.1:1" // nothing listens there
		lost, err := p.open(t.Context(), d, crowd{})
		must(t, err)
		o.directed(t, 3, crowd{})
		if err := lost.Send(t.Context()); err == nil || !strings.Contains(lost.Trouble(admin()), "127.0.0.1:1") || lost.Trouble(officer(1)) != "" {
			t.Errorf("a server that is not there: %v, the administrator reads %q", err, lost.Trouble(admin()))
		}
		must(t, o.machine.MoveTo(monday.Add(2*time.Minute)))
		must(t, o.Send(t.Context()))
		states := map[string]string{}
		for _, r := range o.results(t) {
			states[r.Title] = string(r.State) + ": " + r.Note
			if strings.Contains(strings.ToLower(r.Note), "orang0") {
				t.Errorf("the administrator is shown an address: %q", r.Note)
			}
		}
		want := map[string]string{
			"Kepala Desa Rekaan 0": "done: ", "Kepala Desa Rekaan 1": "failed: 550 5.0.0 no such user …", "Kepala Desa Rekaan 2": "waiting: 452 4.0.0 mailbox full",
		}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		far.Rcpt = nil
		for _, r := range o.results(t) {
			err := o.Again(t.Context(), admin(), r.Topic, r.ID)
			if (err == nil) != (r.State == queue.Failed) {
				t.Errorf("%s, %s again: %v", r.Title, r.State, err)
			}
		}
		must(t, o.machine.MoveTo(monday.Add(10*time.Minute)))
		must(t, o.Send(t.Context()))
		if got := far.To(); len(got) != 3 || got[address(0)] != 1 {
			t.Errorf("arrived: %v", got)
		}
	})
}

// Nobody is told of what is over, nor of the post he gave up; without a server nothing is sent.
func TestItIsTooLate(t *testing.T) {
	t.Parallel()
	far := mailtest.Start(t, mailtest.Options{})
	o, _ := opened(t, dbtest.SQLite(t), far, crowd{})
	must(t, o.Know(rambu.System(pemda, area), map[string]string{account(1): address(1)}))
	must(t, o.Tell(t.Context(), rambu.System(pemda, area), notice.Event{
		Kind: notice.Invitation, Source: "undangan:srt_1", Object: "/rapat/rpt_1", Sort: "rakor", StartsAt: monday.Add(-time.Hour),
	}, []string{post(1)}))
	must(t, o.Send(t.Context()))
	if got := o.results(t); len(got) != 1 || got[0].State != queue.Skipped || got[0].Note != "kedaluwarsa" || len(far.Received()) != 0 {
		t.Errorf("%+v, %d mails", got, len(far.Received()))
	}
}

// The administrator of another government, Bawaslu and an officer without the office see nothing
// of it; a copy of the database names no address, nor does the log.
func TestTheWall(t *testing.T) {
	t.Parallel()
	far := mailtest.Start(t, mailtest.Options{})
	o, p := opened(t, dbtest.SQLite(t), far, crowd{})
	ctx := t.Context()
	o.directed(t, 2, crowd{})
	rows := o.results(t)
	foreign, neighbour := admin(), admin()
	foreign.Institution, neighbour.Institution = "pemda.18.02", "bawaslu.18.01"
	for name, who := range map[string]rambu.Actor{"another government": foreign, "Bawaslu": neighbour, "an officer": officer(1), "the public": rambu.Public()} {
		events, _ := o.Events(ctx, who)
		_, list, _ := o.Recipients(ctx, who, rows[0].Topic, "")
		again := o.Again(ctx, who, rows[0].Topic, rows[0].ID)
		if len(events) != 0 || len(list) != 0 || again == nil || rambu.KindOf(again) != rambu.NotFound {
			t.Errorf("%s sees %d events, %d recipients, %v", name, len(events), len(list), again)
		}
	}
	if _, err := o.Mine(ctx, officer(9)); rambu.KindOf(err) != rambu.NotFound {
		t.Errorf("a contact that is not there: %v", err)
	}
	must(t, o.Send(ctx))
	seen := 0
	for _, q := range []string{
		`SELECT id, state, lang, asked_on, sealed FROM notice_contact`, `SELECT id, source, object, sort, due FROM notice_event`,
		`SELECT id, topic, payload, note, worker FROM queue_item`, `SELECT id, kind, object, body, salt FROM ledger_operation`,
	} {
		rows, err := o.db.Query(ctx, q)
		must(t, err)
		for rows.Next() {
			seen++
			v := make([][]byte, 5)
			must(t, rows.Scan(&v[0], &v[1], &v[2], &v[3], &v[4]))
			if all := bytes.Join(v, []byte(" ")); bytes.Contains(all, []byte("orang0")) || bytes.Contains(all, []byte("contoh.id")) {
				t.Errorf("%s shows an address: %s", q, all)
			}
		}
		must(t, rows.Err())
		must(t, rows.Close())
	}
	if seen < 6 {
		t.Errorf("%d rows were looked at", seen)
	}
	info, err := os.Stat(filepath.Join(p.dir, "mail.key"))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the mail key can be read by others: %v", info.Mode())
	}
}

// What became of mails is forgotten after a while; that somebody was told is not, so nobody is told
// twice, and the administrator reads that the details are gone.
func TestWhatIsForgottenIsNotToldAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		far := mailtest.Start(t, mailtest.Options{})
		c := crowd{vacantEvery: 3}
		o, _ := opened(t, d, far, c)
		ctx := t.Context()
		o.directed(t, 3, c)
		must(t, o.Send(ctx))
		must(t, o.machine.MoveTo(o.machine.Now().Add(queue.Keep+time.Second)))
		if n, err := o.Queue.Prune(ctx); n != 3 || err != nil {
			t.Fatalf("%d rows removed, %v", n, err)
		}
		must(t, o.Tell(ctx, rambu.System(pemda, area), notice.Event{
			Kind: notice.Directive, Source: "arahan:arh_x", Object: "/arahan/arh_x", Due: "2024-10-10",
		}, []string{post(1), post(2)}))
		must(t, o.Send(ctx))
		if got := o.results(t); len(got) != 0 || len(far.Received()) != 2 {
			t.Errorf("%d rows, %d mails", len(got), len(far.Received()))
		}
		events, err := o.Events(ctx, admin())
		must(t, err)
		if len(events) != 1 || events[0].Gone() != 3 {
			t.Errorf("the administrator sees %+v", events)
		}
		_, err = o.Log.Verify(ctx, notice.Tables(), nil, nil)
		must(t, err)
	})
}

// A row that can never become a mail keeps none of the others from leaving, and is given up in the end.
func TestOneRowIsNobodysHostageTaker(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		far := mailtest.Start(t, mailtest.Options{})
		o, _ := opened(t, d, far, crowd{})
		must(t, d.Write(func(tx *db.Tx) error {
			return o.Queue.Put(tx, []queue.Item{{ID: "0", Owner: pemda, Topic: "pbt_tidak-ada"}}) // before the others
		}))
		o.directed(t, 3, crowd{})
		if err := o.Send(t.Context()); err == nil {
			t.Error("the broken row is not told")
		}
		if got := far.To(); len(got) != 3 {
			t.Errorf("behind a broken row leave %v", got)
		}
		for range 20 {
			must(t, o.machine.MoveTo(o.machine.Now().Add(3*time.Hour)))
			_ = o.Send(t.Context())
		}
		counts, err := o.Queue.Counts(t.Context(), pemda)
		must(t, err)
		if got := counts["pbt_tidak-ada"]; got[queue.Failed] != 1 {
			t.Errorf("the broken row ends as %v", got)
		}
	})
}
