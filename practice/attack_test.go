package practice_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/ledger"
	"rambu.id/practice"
)

// lived is a region in which the main job was done from end to end, and its folder.
func lived(t *testing.T, machine *clock.Practice) (in *instance.Instance, folder string) {
	t.Helper()
	room, c, folder := practice.Settled(t, machine)
	err := practice.Story(t.Context(), room, c, practice.Telling{})
	if err != nil {
		t.Fatal(err)
	}
	return room.In, folder
}

// files are the regular files of a folder.
func files(t *testing.T, folder string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whoever takes the disk of a region finds nothing of what was reported, who reported, what was
// voted, decided or sent: in no table, not in the log, not in the write-ahead file, not in a blob.
func TestStolenDiskTellsNothing(t *testing.T) {
	t.Parallel()
	c := clock.NewFrozen(practice.Start())
	folder := t.TempDir()
	in, err := instance.Open(t.Context(), instance.Config{Data: folder, Clock: c, Practice: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	room, err := practice.Settle(t.Context(), in) // from the first password on, and still open
	if err == nil {
		err = practice.Story(t.Context(), room, c, practice.Telling{})
	}
	if err != nil {
		t.Fatal(err)
	}
	sealed := []string{
		"Pelapor Latihan", "081200000000", "Kalianda, 1 Januari 1980", // who reported
		"panggung", "Lapangan desa", "bersorak", "pak surya", "jaket kantor", // what
		"foto-panggung", "LATIHAN gambar", "keputusan.pdf", "LATIHAN keputusan", // files and their names
		"attend-with-support", "pp-94-2021 Pasal 5", "Dugaan dukungan", // act, study
		"Mengaku hadir", "Ratusan orang", "Terima kasih. Perkara", // minutes, checks, messages
		"bebas-jabatan", "LATIHAN/SK/12", "LATIHAN/TIM", "LATIHAN/PGL", "LATIHAN/BAP", "SIASN-LATIHAN", "SBT-LATIHAN", // sanction
		practice.Password,
	}
	for _, path := range files(t, folder) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sealed {
			if bytes.Contains(text, []byte(s)) {
				t.Errorf("%s holds %q in clear", filepath.Base(path), s)
			}
		}
	}
}

// Housekeeping removes uploads nobody finished, of letters too, and leaves every file alone that
// a report, a letter or a discipline matter names.
func TestHousekeepingKeepsEveryFile(t *testing.T) {
	t.Parallel()
	machine := clock.NewFrozen(clock.Machine{}.Now())
	in, folder := lived(t, machine)
	before := files(t, filepath.Join(folder, "blob"))
	_, err := in.Letters.Attach(t.Context(), "lupa.pdf", "application/pdf", strings.NewReader("tidak jadi dikirim"))
	if err != nil {
		t.Fatal(err)
	}
	err = machine.MoveTo(machine.Now().AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	err = in.Sweep(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if after := files(t, filepath.Join(folder, "blob")); !slices.Equal(before, after) {
		t.Errorf("%d files before, %d after", len(before), len(after))
	}
	_, err = in.Verify(t.Context(), nil, nil)
	if err != nil {
		t.Error(err)
	}
}

// Any file of the region that is taken away is missed, whichever room it belongs to.
func TestVerifyMissesEveryFile(t *testing.T) {
	t.Parallel()
	in, folder := lived(t, nil)
	for _, path := range files(t, filepath.Join(folder, "blob")) {
		err := os.Rename(path, path+".gone")
		if err != nil {
			t.Fatal(err)
		}
		_, err = in.Verify(t.Context(), nil, nil)
		if _, ok := errors.AsType[*ledger.Broken](err); !ok {
			t.Errorf("%s is gone: %v", strings.TrimPrefix(path, folder), err)
		}
		err = os.Rename(path+".gone", path)
		if err != nil {
			t.Fatal(err)
		}
	}
}
