package crash

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rambu.id/instance"
)

const (
	area    = "18.01"
	bawaslu = "bawaslu.18.01"
)

// binaries is the folder the program is built into, once for all tests; TestMain removes it.
var binaries = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "rambu-crash") })

// build builds the program without the race detector: it is the one people run.
var build = sync.OnceValues(func() (string, error) {
	dir, err := binaries()
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "rambu")
	out, err := exec.Command("go", "build", "-o", file, "rambu.id/cmd/rambu").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	crewNetworks.Store(10_000 + int64(os.Getpid())*997%40_000)
	if runFlood() || runBare() {
		return
	}
	code := m.Run()
	if dir, err := binaries(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// program is the built program with the data of one instance.
type program struct {
	binary, data, source string
	links                map[string]string // login → token of the set-up link
}

// found makes a new instance in the folder data, with its rows in the database source ("":
// SQLite in the folder).
func found(tb testing.TB, data, source string) *program {
	tb.Helper()
	binary, err := build()
	must(tb, err)
	p := &program{binary: binary, data: data, source: source, links: map[string]string{}}
	var out struct {
		Rooms []struct {
			Links []struct{ Login, URL string }
		}
	}
	must(tb, json.Unmarshal(p.run(tb, "init", "--region", area, "--json"), &out))
	for _, room := range out.Rooms {
		for _, l := range room.Links {
			p.links[l.Login] = path.Base(l.URL)
		}
	}
	return p
}

func (p *program) args(command ...string) []string {
	args := append(slices.Clone(command), "--data", p.data)
	if p.source != "" {
		args = append(args, "--db", p.source)
	}
	return args
}

// run runs a command to its end and returns what it printed.
func (p *program) run(tb testing.TB, command ...string) []byte {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), p.binary, p.args(command...)...)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("rambu %s: %v\n%s%s", command[0], err, out, talk.String())
	}
	return out
}

// verify has the program check its own log, rows and files.
func (p *program) verify(tb testing.TB) {
	tb.Helper()
	var out struct {
		Intact     bool
		Operations int
	}
	must(tb, json.Unmarshal(p.run(tb, "ledger", "verify", "--json"), &out))
	if !out.Intact || out.Operations == 0 {
		tb.Errorf("the log after it all: %+v, want intact", out)
	}
}

// open opens the stopped instance from here. It is opened as a practice region, so that an
// officer signs in without a second factor; what it holds is the same.
func (p *program) open(tb testing.TB) *instance.Instance {
	tb.Helper()
	in, err := instance.Open(tb.Context(), instance.Config{Data: p.data, Source: p.source, Practice: true})
	must(tb, err)
	tb.Cleanup(func() { must(tb, in.Close()) })
	return in
}

// process is a serving program.
type process struct {
	cmd     *exec.Cmd
	url     string // once it is ready
	talk    lockedBuffer
	started time.Time
	ready   chan struct{} // closed when it answers or has ended
	ended   chan struct{}
	err     error // of the process, once ended
}

// serve starts serving and does not wait for it.
func (p *program) serve(tb testing.TB, flags ...string) *process {
	tb.Helper()
	return launch(tb, exec.Command(p.binary, p.args(append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...)...))
}

// launch starts a command that says its address.
func launch(tb testing.TB, cmd *exec.Cmd) *process {
	tb.Helper()
	s := &process{cmd: cmd, ready: make(chan struct{}), ended: make(chan struct{})}
	s.cmd.SysProcAttr = dieWithParent()
	stderr, err := s.cmd.StderrPipe()
	must(tb, err)
	launched := make(chan error)
	go func() {
		// The kernel ends the child when the thread that started it ends.
		runtime.LockOSThread()
		s.started = time.Now()
		err := s.cmd.Start()
		launched <- err
		if err == nil {
			s.listen(bufio.NewScanner(stderr))
		}
	}()
	must(tb, <-launched)
	tb.Cleanup(s.kill)
	return s
}

// listen reads what the program says until it ends; its last word of the first line is the address.
func (s *process) listen(lines *bufio.Scanner) {
	for lines.Scan() {
		line := lines.Text()
		if at := strings.LastIndex(line, "http://127.0.0.1:"); at >= 0 && s.url == "" {
			s.url = line[at:]
			close(s.ready)
		}
		_, _ = s.talk.Write([]byte(line + "\n"))
	}
	s.err = s.cmd.Wait()
	if s.url == "" {
		close(s.ready)
	}
	close(s.ended)
}

// await waits until the program answers.
func (s *process) await(tb testing.TB) {
	tb.Helper()
	select {
	case <-s.ready:
	case <-time.After(3 * time.Minute):
		tb.Fatalf("the program is not ready after three minutes:\n%s", s.talk.String())
	}
	if s.url == "" {
		tb.Fatalf("the program did not start: %v\n%s", s.err, s.talk.String())
	}
}

// kill ends the program as a power cut does, as far as a process can tell.
func (s *process) kill() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

// stop ends the program as an operator does.
func (s *process) stop(tb testing.TB) {
	tb.Helper()
	must(tb, s.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case <-s.ended:
	case <-time.After(2 * time.Minute):
		tb.Fatal("the program did not stop within two minutes")
	}
	if s.err != nil {
		tb.Errorf("the program stopped with %v:\n%s", s.err, s.talk.String())
	}
}

// exited reports whether the program ended by itself, and how.
func (s *process) exited() error {
	select {
	case <-s.ended:
		return errors.Join(errors.New("the program ended by itself"), s.err)
	default:
		return nil
	}
}

// lockedBuffer keeps what the program says.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
