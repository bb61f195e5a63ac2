package evidence_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	area    = "18.01"
)

var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// room is a room with one intake officer.
type room struct {
	*evidence.Room
	log     *ledger.Log
	blobs   *blob.Dir
	folder  string
	machine *clock.Practice
	key     seal.Key
	ani     rambu.Actor
}

func open(tb testing.TB, d *db.DB, change ...func(*evidence.Config)) *room {
	tb.Helper()
	ctx := tb.Context()
	r := &room{machine: clock.NewFrozen(monday), folder: tb.TempDir()}
	var err error
	r.log, err = ledger.Open(ctx, ledger.Config{DB: d, Clock: clock.NewFrozen(monday), Origin: "rambu.id/uji", KeyFile: filepath.Join(tb.TempDir(), "log.key")})
	must(tb, err)
	keys, err := seal.Open(ctx, d)
	must(tb, err)
	_, err = r.log.Do(rambu.System(bawaslu, area), "test", func(op *ledger.Op) error {
		var pair *seal.Pair
		r.key, pair, err = seal.NewKey(op, bawaslu, area, seal.KindIntake, "")
		if err != nil {
			return err
		}
		r.ani = rambu.Actor{Account: "akn_ani", Institution: bawaslu, Region: area, Roles: []rambu.Role{rambu.RoleIntake}}
		r.ani.Keys = keys.NewRing(context.WithoutCancel(ctx), r.key.ID, pair)
		return nil
	})
	must(tb, err)
	r.blobs, err = blob.OpenDir(r.folder, 0)
	must(tb, err)
	tb.Cleanup(func() { _ = r.blobs.Close() })
	c := evidence.Config{Log: r.log, Keys: keys, Blobs: r.blobs, Machine: r.machine}
	for _, fn := range change {
		fn(&c)
	}
	r.Room, err = evidence.Open(ctx, c)
	must(tb, err)
	return r
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func (r *room) stage(draft, name string, body io.Reader) (evidence.Staged, error) {
	return r.Stage(context.Background(), evidence.StageIn{
		Institution: bawaslu, Region: area, Draft: []byte(draft), To: r.key, Name: name, Body: body,
	})
}

func (r *room) attach(draft, subject string) error {
	claim, err := r.Claim(context.Background(), bawaslu, []byte(draft), r.key.ID)
	if err != nil {
		return err
	}
	_, err = r.log.Do(rambu.System(bawaslu, area), "intake.submit", func(op *ledger.Op) error { return claim.Attach(op, subject) })
	return err
}

var png = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), bytes.Repeat([]byte("gambar"), 50)...)

func (r *room) verify(tb testing.TB) {
	tb.Helper()
	_, err := r.log.Verify(tb.Context(), append(evidence.Tables(), seal.Tables()...), nil, nil)
	must(tb, err)
}

// An exhibit comes back byte for byte, every read of it is logged, and a changed file is found
// by its hash and does not open to its end.
func TestOriginalComesBackAndTamperingIsFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		want := make([]byte, 300_000)
		_, _ = rand.Read(want)
		want = append(bytes.Clone(png), want...)
		_, err := r.stage("konsep", "foto.png", bytes.NewReader(want))
		must(t, err)
		must(t, r.attach("konsep", "lap_1"))
		list, err := r.Describe(ctx, r.ani, "lap_1")
		must(t, err)
		if len(list) != 1 || list[0].Size != int64(len(want)) || list[0].Name != "foto.png" {
			t.Fatalf("described as %+v", list)
		}
		f, err := r.Open(ctx, r.ani, list[0].ID)
		must(t, err)
		got, err := io.ReadAll(f)
		must(t, err)
		must(t, f.Close())
		if !bytes.Equal(got, want) {
			t.Error("the exhibit is not the original")
		}
		auditor := rambu.Actor{Institution: bawaslu, Roles: []rambu.Role{rambu.RoleAuditor}}
		reads, err := r.log.Find(ctx, auditor, ledger.Filter{Kind: "evidence.read"})
		must(t, err)
		if len(reads) != 1 || reads[0].Object != list[0].ID || reads[0].Account != "akn_ani" {
			t.Errorf("logged reads: %+v", reads)
		}
		if n, err := r.Verify(ctx, nil); n != 1 || err != nil {
			t.Errorf("verify: %d %v", n, err)
		}
		r.verify(t)

		name := r.onlyBlob(t)
		b, err := os.ReadFile(name)
		must(t, err)
		b[len(b)-20_000] ^= 1 // in the padding, behind the last byte of the original
		must(t, os.WriteFile(name, b, 0o600))
		broken := &ledger.Broken{}
		if _, err := r.Verify(ctx, nil); !errors.As(err, &broken) {
			t.Errorf("a flipped byte is not found: %v", err)
		}
		f, err = r.Open(ctx, r.ani, list[0].ID)
		must(t, err)
		if _, err = io.ReadAll(f); err == nil {
			t.Error("a changed exhibit reads to its end")
		}
		must(t, f.Close())
		must(t, os.Remove(name))
		if _, err := r.Verify(ctx, nil); !errors.As(err, &broken) {
			t.Errorf("a lost file is not found: %v", err)
		}
	})
}

func (r *room) onlyBlob(t *testing.T) string {
	t.Helper()
	var found []string
	must(t, filepath.WalkDir(r.folder, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, name)
		}
		return err
	}))
	if len(found) != 1 {
		t.Fatalf("%d files, want 1: %v", len(found), found)
	}
	return found[0]
}

// A draft sees, attaches and removes its own files only.
func TestAnotherDraftsFileCannotBeTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		mine, err := r.stage("korban", "foto.png", bytes.NewReader(png))
		must(t, err)
		got, err := r.Staged(ctx, bawaslu, []byte("penyerang"))
		if err != nil || len(got) != 0 {
			t.Errorf("another draft sees %v %v", got, err)
		}
		must(t, r.Unstage(ctx, bawaslu, []byte("penyerang"), mine.ID))
		must(t, r.attach("penyerang", "lap_penyerang"))
		if got, err := r.Staged(ctx, "bawaslu.18.02", []byte("korban")); err != nil || len(got) != 0 {
			t.Errorf("another institution sees %v %v", got, err)
		}
		must(t, r.attach("korban", "lap_korban"))
		taken, err := r.List(ctx, r.ani, "lap_penyerang")
		must(t, err)
		own, err := r.List(ctx, r.ani, "lap_korban")
		must(t, err)
		if len(taken) != 0 || len(own) != 1 {
			t.Errorf("attached: %d by the attacker, %d by the owner", len(taken), len(own))
		}
		nobody := r.ani
		nobody.Roles = []rambu.Role{rambu.RoleAdmin}
		if _, err := r.List(ctx, nobody, "lap_korban"); rambu.KindOf(err) != rambu.Forbidden {
			t.Errorf("an administrator lists exhibits: %v", err)
		}
		if _, err := r.Open(ctx, nobody, own[0].ID); rambu.KindOf(err) != rambu.Forbidden {
			t.Errorf("an administrator opens an exhibit: %v", err)
		}
	})
}

// What nobody submits expires after a day; what was submitted stays; what a failed submit left
// behind is found.
func TestStagedFilesExpire(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, r := t.Context(), open(t, d)
		_, err := r.stage("lupa", "foto.png", bytes.NewReader(png))
		must(t, err)
		_, err = r.stage("kirim", "foto.png", bytes.NewReader(png))
		must(t, err)
		_, err = r.stage("gagal", "foto.png", bytes.NewReader(png))
		must(t, err)
		must(t, r.attach("kirim", "lap_1"))
		late, err := r.Claim(ctx, bawaslu, []byte("gagal"), r.key.ID) // kept, never committed
		must(t, err)

		must(t, r.machine.MoveTo(monday.Add(23*time.Hour)))
		if n, err := r.Sweep(ctx); n != 0 || err != nil {
			t.Errorf("swept %d before the day was over: %v", n, err)
		}
		must(t, r.machine.MoveTo(monday.Add(25*time.Hour)))
		if got, err := r.Staged(ctx, bawaslu, []byte("lupa")); err != nil || len(got) != 0 {
			t.Errorf("an expired file can still be submitted: %v %v", got, err)
		}
		if n, err := r.Sweep(ctx); n != 2 || err != nil {
			t.Errorf("swept %d, want 2: %v", n, err)
		}
		_, err = r.log.Do(rambu.System(bawaslu, area), "intake.submit", func(op *ledger.Op) error { return late.Attach(op, "lap_2") })
		if rambu.KindOf(err) != rambu.Conflict {
			t.Errorf("a swept file was attached: %v", err)
		}
		r.onlyBlob(t) // that of the submitted report
		if n, err := r.Verify(ctx, nil); n != 1 || err != nil {
			t.Errorf("verify: %d %v", n, err)
		}

		// A blob that no row knows: the process died between keeping and committing.
		w, err := r.blobs.Stage(ctx)
		must(t, err)
		receipt, err := w.Commit()
		must(t, err)
		must(t, r.blobs.Keep(ctx, receipt.ID))
		must(t, r.machine.MoveTo(clock.Machine{}.Now().Add(72*time.Hour)))
		if n, err := r.Sweep(ctx); n != 1 || err != nil {
			t.Errorf("swept %d orphans, want 1: %v", n, err)
		}
		r.onlyBlob(t)
		r.verify(t)
	})
}

func TestLimits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d, func(c *evidence.Config) { c.MaxStaged = 1 << 20 })
		kinds := map[string]rambu.Kind{"": rambu.Invalid, "<html><script>": rambu.Invalid, "PK\x03\x04": rambu.Invalid, "%PDF-1.7\n": ""}
		for body, want := range kinds {
			_, err := r.stage("jenis", "x", strings.NewReader(body))
			if (want == "" && err != nil) || (want != "" && rambu.KindOf(err) != want) {
				t.Errorf("a file that begins %q: %v", body, err)
			}
		}
		cut := io.MultiReader(bytes.NewReader(png), bytes.NewReader(make([]byte, 9000)), failing{})
		_, err := r.stage("putus", "foto.png", cut)
		if rambu.KindOf(err) != rambu.Invalid || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("a broken upload: %v", err)
		}
		// Ten at the same time, of fifteen tries: the limit holds without luck.
		var wg sync.WaitGroup
		var kept atomic.Int64
		for i := range 15 {
			wg.Go(func() {
				if _, err := r.stage("banyak", "f.png", bytes.NewReader(fmt.Appendf(bytes.Clone(png), "%d", i))); err == nil {
					kept.Add(1)
				}
			})
		}
		wg.Wait()
		if kept.Load() != evidence.MaxFiles {
			t.Errorf("%d files were kept, want %d", kept.Load(), evidence.MaxFiles)
		}
		_, err = r.stage("besar", "f.png", io.MultiReader(bytes.NewReader(png), io.LimitReader(rand.Reader, 1<<20)))
		if rambu.KindOf(err) != rambu.Unavailable {
			t.Errorf("staged beyond the room there is: %v", err)
		}
	})
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// marker is what must be found nowhere on disk.
const marker = "NAMA-SAKSI-RAHASIA-7f3a"

// video is a stream of a size that repeats the marker and measures memory on its way.
type video struct {
	left, since int64
	peak        uint64
	watch       func()
}

func (v *video) Read(p []byte) (int, error) {
	if v.left <= 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), v.left))
	for i := 0; i < n; i += copy(p[i:n], marker+"\n") {
	}
	if v.left, v.since = v.left-int64(n), v.since+int64(n); v.since > 32<<20 {
		v.since = 0
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		v.peak = max(v.peak, m.HeapAlloc)
		if v.watch != nil {
			v.watch()
		}
	}
	return n, nil
}

// A video of 250 MB streams through without growing memory, and neither it nor its name ever
// stands on a disk in clear: not in the data folder, not in the database or its WAL, not in the
// folder for temporary files.
func TestLargeVideoStreamsSealed(t *testing.T) { //nolint:paralleltest // it measures memory
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	base := t.TempDir()
	d := dbtest.Open(t, filepath.Join(base, "rambu.db"))
	r := open(t, d)
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // what is measured counts what nobody has collected yet
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	look := func() {
		for _, folder := range []string{temp, base, r.folder} {
			if found := holding(t, folder, marker); len(found) > 0 {
				t.Errorf("plaintext stands in %v", found)
			}
		}
	}
	v := &video{left: evidence.MaxFile - 8, watch: sync.OnceFunc(look)}
	body := io.MultiReader(strings.NewReader("\x00\x00\x00\x18ftypmp42"[:8]), v)
	if _, err := r.stage("konsep", marker+".mp4", body); err != nil {
		t.Fatal(err)
	}
	if grown := int64(v.peak) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("memory grew by %d MB while a 250 MB file streamed in", grown>>20)
	}
	look()
	must(t, r.attach("konsep", "lap_1"))
	look()

	list, err := r.Describe(t.Context(), r.ani, "lap_1")
	must(t, err)
	if list[0].Size != evidence.MaxFile || list[0].Type != "video/mp4" || list[0].Name != marker+".mp4" {
		t.Errorf("described as %+v", list[0].Meta)
	}
	// The search itself finds what is there, also across the pieces it reads.
	must(t, os.WriteFile(filepath.Join(temp, "bocor"), []byte(strings.Repeat("x", 1<<20-5)+marker), 0o600))
	if len(holding(t, temp, marker)) != 1 {
		t.Error("the search would not find plaintext")
	}
	_, err = r.stage("lebih", "panjang.mp4", io.MultiReader(strings.NewReader("\x00\x00\x00\x18ftyp"), &video{left: evidence.MaxFile}))
	if rambu.KindOf(err) != rambu.TooLarge {
		t.Errorf("a file over the limit: %v", err)
	}
}

// holding returns the files below a folder that hold a text.
func holding(t *testing.T, folder, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || (err == nil && e.IsDir()) {
			return nil
		}
		if err != nil {
			return err
		}
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
		buf := make([]byte, 1<<20)
		keep := 0
		for {
			n, err := f.Read(buf[keep:])
			if bytes.Contains(buf[:keep+n], []byte(text)) {
				found = append(found, name)
				return nil
			}
			if err != nil {
				return nil
			}
			keep = copy(buf, buf[max(0, keep+n-len(text)):keep+n])
		}
	})
	must(t, err)
	return found
}
