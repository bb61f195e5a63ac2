package durable

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tape is a disk that writes down what it is asked, and fails where a test says.
type tape struct {
	*os.File

	asked *[]string
	fails string
}

func (d tape) ask(what string) error {
	if s, err := d.Stat(); err == nil && s.IsDir() {
		what += " folder"
	}
	*d.asked = append(*d.asked, what)
	if d.fails == what {
		return syscall.ENOSPC
	}
	return nil
}

func (d tape) Write(b []byte) (int, error) {
	if err := d.ask("write"); err != nil {
		n, _ := d.File.Write(b[:len(b)/2])
		return n, err
	}
	return d.File.Write(b)
}

func (d tape) Sync() error { return errors.Join(d.ask("sync"), d.File.Sync()) }

// A file is on the disk before it takes its name, and its name is before anybody relies on it. A
// disk that fails on the way leaves what stood there, and nothing beside it.
func TestAFileStandsWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fails, before, want string
		asked               []string
	}{
		{"", "", "baru", []string{"write", "sync", "sync folder"}},
		{"", "lama", "baru", []string{"write", "sync", "sync folder"}},
		{"write", "", "", []string{"write"}},
		{"write", "lama", "lama", []string{"write"}},
		{"sync", "", "", []string{"write", "sync"}},
		{"sync", "lama", "lama", []string{"write", "sync"}},
		{"sync folder", "lama", "baru", []string{"write", "sync", "sync folder"}}, // told all the same
	} {
		dir := t.TempDir()
		name := filepath.Join(dir, "log.key")
		if c.before != "" {
			if err := os.WriteFile(name, []byte(c.before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var asked []string
		err := write(name, []byte("baru"), func(f *os.File) file { return tape{f, &asked, c.fails} })
		if (err != nil) != (c.fails != "") || err != nil && !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%q fails: %v", c.fails, err)
		}
		if diff := cmp.Diff(c.asked, asked); diff != "" {
			t.Errorf("%q fails (-want +got):\n%s", c.fails, diff)
		}
		got, err := os.ReadFile(name)
		if string(got) != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%q fails: the file holds %q, %v", c.fails, got, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() != "log.key" }) {
			t.Errorf("%q fails: beside it lies %v, %v", c.fails, entries, err)
		}
	}
}

func TestOnlyTheOwnerReadsIt(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "mail.key")
	if err := Write(name, []byte("x")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}
