package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// server is a throwaway PostgreSQL. Its keeper reads from the pipe lifeline; when this process
// ends, however it ends, the pipe closes and the keeper stops the server and removes its files.
type server struct {
	url      string
	lifeline io.WriteCloser
	gone     chan struct{} // closed when the keeper has ended
}

// keeper runs the server until its standard input closes. $1 is the folder, the rest the command.
const keeper = `dir=$1; shift
"$@" >"$dir/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$dir"`

// startServer makes a cluster in a new folder and starts it. It listens on a socket in that
// folder only: no port can collide, and nobody else on the machine can connect.
func startServer() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	who, err := owner()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "rambu-pg")
	if err != nil {
		return nil, err
	}
	if who != nil {
		if err := os.Chown(dir, int(who.Uid), int(who.Gid)); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(dir, "data")
	ctx := context.Background() // the server lives as long as the process
	initdb := command(ctx, dir, who, filepath.Join(bin, "initdb"),
		"-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(dir))
	}
	args := []string{
		"-c", keeper, "keeper", dir, filepath.Join(bin, "postgres"), "-D", data,
		"-c", "listen_addresses=", "-c", "unix_socket_directories=" + dir,
		"-c", "max_connections=200", "-c", "shared_buffers=64MB",
	}
	if os.Getenv(envFsync) != "1" {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	}
	s := &server{
		url:  "postgres://postgres@/postgres?" + url.Values{"host": {dir}, "sslmode": {"disable"}}.Encode(),
		gone: make(chan struct{}),
	}
	if err := s.run(command(ctx, dir, who, "/bin/sh", args...)); err != nil {
		return nil, err
	}
	return s, s.awaitReady(ctx, dir)
}

// run starts the keeper with the lifeline as its standard input.
func (s *server) run(cmd *exec.Cmd) error {
	var err error
	s.lifeline, err = cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		defer close(s.gone)
		_ = cmd.Wait() // the keeper ends after us; nobody is left to read its status
	}()
	return nil
}

// awaitReady waits until the server answers, and stops it when it does not.
func (s *server) awaitReady(ctx context.Context, dir string) error {
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if err = execute(ctx, s.url, "SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond) // the server is another process: only polling shows it
	}
	log, _ := os.ReadFile(filepath.Join(dir, "log"))
	return errors.Join(fmt.Errorf("PostgreSQL did not start: %w\n%s", err, log), s.stop())
}

// stop ends the server and waits until its files are gone.
func (s *server) stop() error {
	err := s.lifeline.Close()
	<-s.gone
	return err
}

// command prepares a program run as who, in a session of its own: an interrupt typed at the
// terminal reaches the tests, not the keeper that has to clean up after them.
func command(ctx context.Context, dir string, who *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: who}
	return cmd
}

// binaries finds the folder of initdb and postgres: Debian keeps one per version, others have
// them on the path.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errMissing
}

// owner returns the account the server runs as: PostgreSQL refuses root, so root lends its
// rights to the account postgres that the Debian package makes. Nil means the caller's own.
func owner() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // nil is a value here: keep the caller's account
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL cannot run as root, and there is no account postgres: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
