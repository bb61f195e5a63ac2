// Package lawtest gives tests a law pack that says more than the law does.
package lawtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
	p, err := with(map[string]string{
		"procedures/rekomendasi-asn.yaml": ground + "pemeriksaan_disiplin>sk_terbit]}\n",
		"procedures/bawaslu-pilkada.yaml": ground + "diterima>kajian_awal, kajian>pleno]}\n",
	})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// with reads the pack with texts put behind some of its files.
func with(more map[string]string) (*law.Pack, error) {
	_, here, _, _ := runtime.Caller(0)
	root := os.DirFS(filepath.Join(filepath.Dir(here), "../packs/pilkada-2024"))
	m := fstest.MapFS{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		m[name] = &fstest.MapFile{Data: append(text, more[name]...)}
		return err
	})
	if err != nil {
		return nil, err
	}
	return law.Load(m, ".")
}
