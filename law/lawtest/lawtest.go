// Package lawtest gives tests a law pack that says more than the law does, or something else.
package lawtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"rambu.id/law"
)

// Stopping is the pack of Pilkada 2024 with a ground, "putusan", on which three clocks may stand
// still: Bawaslu's two days after a report came, its three days from registration, and the fourteen
// working days after a recommendation. No law that we know has one.
func Stopping(tb testing.TB) *law.Pack {
	tb.Helper()
	const ground = "\nsuspensions:\n  - {id: putusan, label_id: menunggu putusan, label_en: a judgment awaited, conf: unsure, clocks: ["
	more := map[string]string{
		"procedures/rekomendasi-asn.yaml": ground + "pemeriksaan_disiplin>sk_terbit]}\n",
		"procedures/bawaslu-pilkada.yaml": ground + "diterima>kajian_awal, kajian>pleno]}\n",
	}
	p, err := with(func(name, text string) string { return text + more[name] })
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// Changed is the pack of Pilkada 2024 with other words in one of its files, old and new in turn, to show
// that a number on a screen is the pack's own.
func Changed(tb testing.TB, file string, oldnew ...string) *law.Pack {
	tb.Helper()
	p, err := with(func(name, text string) string {
		if name != file {
			return text
		}
		for i := 0; i < len(oldnew); i += 2 {
			if !strings.Contains(text, oldnew[i]) {
				tb.Fatalf("%s does not say %q", file, oldnew[i])
			}
		}
		return strings.NewReplacer(oldnew...).Replace(text)
	})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// with reads the pack with some of its files written otherwise.
func with(edit func(name, text string) string) (*law.Pack, error) {
	_, here, _, _ := runtime.Caller(0)
	root := os.DirFS(filepath.Join(filepath.Dir(here), "../packs/pilkada-2024"))
	m := fstest.MapFS{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		m[name] = &fstest.MapFile{Data: []byte(edit(name, string(text)))}
		return err
	})
	if err != nil {
		return nil, err
	}
	return law.Load(m, ".")
}
