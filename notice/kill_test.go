package notice_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/db/pgtest"
	"rambu.id/internal/mail/mailtest"
	"rambu.id/internal/queue"
	"rambu.id/notice"
)

// The sender is a program of its own here, so that it can be killed as a power cut would.
const childVar = "RAMBU_NOTICE_SENDER"

func TestMain(m *testing.M) {
	if where := os.Getenv(childVar); where != "" {
		os.Exit(child(where))
	}
	os.Exit(m.Run())
}

// child sends what is due, until it is killed.
func child(where string) int {
	ctx := context.Background()
	f := strings.Split(where, "\n")
	at, err := time.Parse(time.RFC3339, f[3])
	if err != nil {
		return 2
	}
	p := place{dir: f[0], source: f[1], server: f[2], machine: at}
	d, err := db.Open(ctx, p.source)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	o, err := p.open(ctx, d, crowd{})
	if err == nil {
		err = o.Send(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

const vacantEvery = 33 // of ten thousand: some three hundred

// recipients is how many posts are told; fewer under the race detector, which is slow.
func recipients() int {
	if testing.Short() {
		return 2_000
	}
	return 10_000
}

// killer ends the sender at a step of the protocol.
type killer struct {
	step  atomic.Value // "rcpt", "data", "accepted"
	after atomic.Int64
	now   chan chan struct{} // asks for the end, and waits for it
}

func (k *killer) at(step string) func(string) error {
	return func(string) error {
		if k.step.Load() == step && k.after.Add(-1) == 0 {
			dead := make(chan struct{})
			k.now <- dead
			<-dead // no answer may win the race
			return mailtest.Refuse(451, "too late")
		}
		return nil
	}
}

// run starts a sender at a time and kills it at a step.
func (k *killer) run(t *testing.T, p place, step string) {
	t.Helper()
	k.step.Store(step)
	k.after.Store(killAfter)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childVar+"="+strings.Join([]string{p.dir, p.source, p.server, p.machine.Format(time.RFC3339)}, "\n"))
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("%s: the sender ended by itself: %v", step, err)
	case dead := <-k.now:
		must(t, cmd.Process.Kill())
		if err := <-ended; err == nil {
			t.Errorf("%s: the sender ended well", step)
		}
		k.step.Store("")
		close(dead)
	}
}

// killAfter is how many messages reach a step before the sender is killed there.
const killAfter = 300

// Ten thousand posts, three hundred of them vacant, and a sender that is killed with kill -9 before
// a message, while it hands one over, and when the server has it but could not say so: nobody gets
// two, everybody whose fate is known got one, and the others are named.
func TestAKilledSenderMailsNobodyTwice(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]func(*testing.T) string{
		"sqlite": func(t *testing.T) string { t.Helper(); return filepath.Join(t.TempDir(), "rambu.db") }, "postgres": func(t *testing.T) string { t.Helper(); return pgtest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far := mailtest.Start(t, mailtest.Options{})
			k := &killer{now: make(chan chan struct{})}
			k.step.Store("")
			far.Rcpt, far.Data, far.Accepted = k.at("rcpt"), k.at("data"), k.at("accepted")
			c := crowd{vacantEvery}
			p := place{dir: t.TempDir(), source: source(t), server: far.Addr, machine: monday}
			o, err := p.open(t.Context(), dbtest.Open(t, p.source), c)
			must(t, err)
			o.directed(t, recipients(), c)
			for _, step := range []string{"rcpt", "data", "accepted"} {
				k.run(t, p, step)
				p.machine = p.machine.Add(queue.Lease + time.Second)
			}
			must(t, o.machine.MoveTo(p.machine))
			must(t, o.Send(t.Context()))
			judge(t, o.results(t), len(far.Received()), far.To(), c)
		})
	}
}

func judge(t *testing.T, rows []notice.Told, accepted int, got map[string]int, c crowd) {
	t.Helper()
	counts := map[queue.State]int{}
	for _, r := range rows {
		counts[r.State]++
		var n int
		_, err := fmt.Sscanf(r.Post, pemda+"/jabatan-%d", &n)
		must(t, err)
		mails := got[address(n)]
		switch {
		case mails > 1:
			t.Errorf("%s got %d mails", r.Post, mails)
		case r.State == queue.Done && mails != 1:
			t.Errorf("%s is said to have got one and got %d", r.Post, mails)
		case r.State == queue.Skipped && (mails != 0 || !c.vacant(n) || r.Note != "lowong"):
			t.Errorf("%s was skipped (%s) and got %d", r.Post, r.Note, mails)
		case r.State != queue.Done && r.State != queue.Skipped && r.State != queue.Unknown:
			t.Errorf("%s is left %s", r.Post, r.State)
		}
	}
	vacant := (recipients() + vacantEvery - 1) / vacantEvery
	if len(rows) != recipients() || counts[queue.Skipped] != vacant {
		t.Errorf("%d rows, %v, want %d vacant", len(rows), counts, vacant)
	}
	// Three kills, each with at most four messages under way; one of them was accepted for sure.
	if n := counts[queue.Unknown]; n < 2 || n > 12 {
		t.Errorf("%d fates are not known", n)
	}
	if accepted < counts[queue.Done]+1 {
		t.Errorf("%d accepted, %v", accepted, counts)
	}
}
