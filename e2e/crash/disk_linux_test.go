package crash

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// disk is a small real file system with a ballast file that fills it as far as a test wants.
type disk struct {
	t   *testing.T
	dir string
}

const diskSize = 320 << 20

// mount mounts a file system in memory, which only root may do. In CI somebody must be root.
func mount(t *testing.T) *disk {
	t.Helper()
	if os.Geteuid() != 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("a full disk is tested on a file system of its own, which only root can mount")
		}
		t.Skip("only root can mount a small file system")
	}
	dir := t.TempDir()
	must(t, unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, fmt.Sprintf("size=%d,mode=0700", diskSize)))
	t.Cleanup(func() { must(t, unix.Unmount(dir, unix.MNT_DETACH)) })
	return &disk{t, dir}
}

// leave makes the ballast so large that this many bytes stay free.
func (d *disk) leave(bytes int64) {
	d.t.Helper()
	must(d.t, errors.Join(os.RemoveAll(filepath.Join(d.dir, "ballast"))))
	var fs unix.Statfs_t
	must(d.t, unix.Statfs(d.dir, &fs))
	size := int64(fs.Bavail)*fs.Bsize - bytes
	if size <= 0 {
		d.t.Fatalf("the disk has %d bytes free, cannot leave %d", int64(fs.Bavail)*fs.Bsize, bytes)
	}
	f, err := os.Create(filepath.Join(d.dir, "ballast"))
	must(d.t, err)
	must(d.t, errors.Join(unix.Fallocate(int(f.Fd()), 0, 0, size), f.Close()))
}

func (d *disk) free() {
	d.t.Helper()
	must(d.t, os.Remove(filepath.Join(d.dir, "ballast")))
}

// story is one instance on the small disk and what was acknowledged on it.
type story struct {
	t    *testing.T
	v    *visitor
	sent []*report
}

// TestFullDisk fills the disk under the serving program: first so far that files are refused to
// leave the database room, then to the last byte. Nobody is told anything untrue, nothing
// acknowledged is lost, and once there is room again the program works on.
func TestFullDisk(t *testing.T) {
	d := mount(t)
	p := found(t, filepath.Join(d.dir, "data"), "")
	s := p.serve(t)
	s.await(t)
	st := &story{t: t, v: visit(func() string { return s.url }, 400)}

	st.lodge("Laporan dengan berkas selagi ada tempat.", true)
	d.leave(100 << 20)
	refusedFile := st.refusesFile()
	st.lodge("Laporan tanpa berkas selagi hanya berkas tidak muat.", false)
	d.leave(1 << 20)
	waiting := st.untilFull()
	st.opensAll()
	if err := s.exited(); err != nil {
		t.Fatalf("%v:\n%s", err, s.talk.String())
	}
	d.free()
	for _, r := range []*report{waiting, refusedFile} { // the same forms, sent once more
		if r.form == nil {
			must(t, st.v.answer(t.Context(), r))
		}
		must(t, st.v.send(t.Context(), r))
		st.sent = append(st.sent, r)
	}
	st.lodge("Laporan sesudah ada tempat lagi.", true)
	st.opensAll()
	s.stop(t)
	p.holds(t, st.sent)
}

// lodge sends a report that must be acknowledged.
func (st *story) lodge(what string, file bool) {
	st.t.Helper()
	r := st.begin(what, file)
	must(st.t, st.v.answer(st.t.Context(), r))
	must(st.t, st.v.send(st.t.Context(), r))
	st.sent = append(st.sent, r)
}

func (st *story) begin(what string, file bool) *report {
	st.t.Helper()
	size := 0
	if file {
		size = 5000
	}
	r, err := st.v.begin(st.t.Context(), what, size)
	must(st.t, err)
	return r
}

// refusesFile brings a file for which there is no room. The answer says so and keeps what was
// typed.
func (st *story) refusesFile() *report {
	st.t.Helper()
	r := st.begin("Laporan yang berkasnya tidak muat.", true)
	err := st.v.answer(st.t.Context(), r)
	refusal, ok := errors.AsType[*refused](err)
	if !ok || refusal.page.status != http.StatusUnprocessableEntity {
		st.t.Fatalf("a file without room: %v, want the page again with status 422", err)
	}
	if !strings.Contains(refusal.page.says(), "penuh") || !strings.Contains(refusal.page.text, r.what) {
		st.t.Errorf("the page does not say that it is full, or lost what was typed:\n%s", refusal.page.says())
	}
	return r
}

// maxFill bounds the reports that fill the last free bytes.
const maxFill = 3000

// untilFull sends reports until one is refused for want of room, and returns that one. The
// page says that it was not sent, shows no code and keeps what was typed.
func (st *story) untilFull() *report {
	st.t.Helper()
	for i := range maxFill {
		st.v.http.CloseIdleConnections()
		st.v.http.Transport = dialer(func() int { return 5000 + i/100 })
		r := st.begin(fmt.Sprintf("Laporan %d sampai penuh. %s", i, strings.Repeat("Isi.", 600)), false)
		must(st.t, st.v.answer(st.t.Context(), r))
		err := st.v.send(st.t.Context(), r)
		if err == nil {
			st.sent = append(st.sent, r)
			continue
		}
		refusal, ok := errors.AsType[*refused](err)
		if !ok || refusal.page.status != http.StatusServiceUnavailable || refusal.page.code() != "" {
			st.t.Fatalf("a report without room: %v, want a page with status 503 and without a code", err)
		}
		says := refusal.page.says()
		if !strings.Contains(says, "belum terkirim") || !strings.Contains(says, r.what) {
			st.t.Errorf("the page does not say that nothing was sent, or lost what was typed:\n%s", says)
		}
		if again := refusal.page.hidden("/lapor/kirim").Get("konsep"); again != r.draft.String() {
			st.t.Errorf("the form of the page carries the draft %q, want the same", again)
		}
		st.t.Logf("full after %d more reports", i)
		return r
	}
	st.t.Fatalf("%d reports did not fill 1 MiB", maxFill)
	return nil
}

// opensAll opens the inbox of every report that was acknowledged.
func (st *story) opensAll() {
	st.t.Helper()
	for _, r := range st.sent {
		err := st.v.inbox(st.t.Context(), r.code)
		if err != nil {
			st.t.Errorf("an acknowledged report: %v", err)
		}
	}
}
