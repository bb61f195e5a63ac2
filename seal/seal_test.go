package seal_test

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/ledger"
	"rambu.id/seal"
)

func newStore(t *testing.T, d *db.DB) (*seal.Store, *ledger.Log) {
	t.Helper()
	l, err := ledger.Open(t.Context(), ledger.Config{
		DB: d, Clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)),
		Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := seal.Open(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return s, l
}

func do(t *testing.T, l *ledger.Log, fn func(op *ledger.Op) error) {
	t.Helper()
	_, err := l.Do(rambu.System("bawaslu.18.01", "18.01"), "test", fn)
	if err != nil {
		t.Fatal(err)
	}
}

// An intake officer opens what the public sealed; an officer without the grant cannot; one who
// was granted the key can, until it is revoked.
func TestOnlyHoldersOpen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, l := newStore(t, d)
		var intake, ani, budi seal.Key
		var aniPair, budiPair *seal.Pair
		do(t, l, func(op *ledger.Op) (err error) {
			var pair *seal.Pair
			intake, pair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindIntake, "")
			if err != nil {
				return err
			}
			ani, aniPair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindAccount, "akn_ani")
			if err != nil {
				return err
			}
			budi, budiPair, err = seal.NewKey(op, "bawaslu.18.01", "18.01", seal.KindAccount, "akn_budi")
			if err != nil {
				return err
			}
			return seal.GrantPair(op, intake, pair, ani)
		})
		info := seal.Info("intake_report", "lap_1")
		sealed, err := seal.Seal(intake.Public, info, []byte("isi laporan"))
		if err != nil {
			t.Fatal(err)
		}
		opens := func(pair *seal.Pair, id string) error {
			got, err := s.NewRing(t.Context(), id, pair).Open(intake.ID, info, sealed)
			if err == nil && string(got) != "isi laporan" {
				return fmt.Errorf("opened to %q", got)
			}
			return err
		}
		if err := opens(aniPair, ani.ID); err != nil {
			t.Fatal(err)
		}
		if err := opens(budiPair, budi.ID); rambu.KindOf(err) != rambu.Locked {
			t.Fatalf("an officer without the key: %v", err)
		}
		do(t, l, func(op *ledger.Op) error {
			return seal.Grant(op, s.NewRing(t.Context(), ani.ID, aniPair), intake, budi)
		})
		if err := opens(budiPair, budi.ID); err != nil {
			t.Fatalf("after the grant: %v", err)
		}
		do(t, l, func(op *ledger.Op) error { return seal.Revoke(op, intake.ID, budi.ID) })
		if err := opens(budiPair, budi.ID); rambu.KindOf(err) != rambu.Locked {
			t.Fatalf("after it was revoked: %v", err)
		}
		if _, err := l.Verify(t.Context(), seal.Tables(), nil, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestSealedValueIsBoundToItsPlace(t *testing.T) {
	t.Parallel()
	pair, err := seal.NewPair()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.Seal(pair.Public(), seal.Info("a", "1"), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pair.Open(seal.Info("a", "2"), sealed); rambu.KindOf(err) != rambu.Locked {
		t.Errorf("moved to another row it opens: %v", err)
	}
	key := seal.NewContentKey()
	box, err := key.Seal(seal.Info("a", "1"), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := key.Open(seal.Info("b", "1"), box); rambu.KindOf(err) != rambu.Locked {
		t.Errorf("moved to another column it opens: %v", err)
	}
	for i := range box {
		bad := bytes.Clone(box)
		bad[i] ^= 1
		if _, err := key.Open(seal.Info("a", "1"), bad); err == nil {
			t.Fatalf("byte %d can be changed", i)
		}
	}
}

func TestLengthTellsLittle(t *testing.T) {
	t.Parallel()
	key := seal.NewContentKey()
	sizes := map[int]bool{}
	for n := range 4000 {
		box, err := key.Seal(nil, make([]byte, n))
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(box)] = true
		if float64(len(box)) > 1.12*float64(n)+300 {
			t.Fatalf("%d bytes seal to %d", n, len(box))
		}
		got, err := key.Open(nil, box)
		if err != nil || len(got) != n {
			t.Fatalf("%d bytes come back as %d, %v", n, len(got), err)
		}
	}
	if len(sizes) > 66 { // four octaves above 256 bytes, 16 steps each
		t.Errorf("%d different lengths for 4000 texts", len(sizes))
	}
}

func TestSameSeedSamePair(t *testing.T) {
	t.Parallel()
	a, err := seal.NewPair()
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal.PairFromSeed(a.Seed())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Public(), b.Public()) || !seal.Verify(b.VerifyKey(), []byte("surat"), a.Sign([]byte("surat"))) {
		t.Error("a pair does not come back from its seed")
	}
	if seal.Verify(b.VerifyKey(), []byte("surat lain"), a.Sign([]byte("surat"))) {
		t.Error("a signature fits another text")
	}
}

func TestFileStreamsAndCutFileFails(t *testing.T) {
	t.Parallel()
	key, info := seal.NewContentKey(), seal.Info("evidence", "buk_1")
	plain := bytes.Repeat([]byte("barang bukti "), 20000)
	var sealed bytes.Buffer
	w, err := key.File(&sealed, info)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write(plain)
	if err != nil {
		t.Fatal(err)
	}
	err = w.Close()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed.Bytes(), []byte("barang bukti")) {
		t.Error("the sealed file shows its text")
	}
	read := func(k seal.ContentKey, data []byte) ([]byte, error) {
		r, err := k.OpenFile(bytes.NewReader(data), info)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	got, err := read(key, sealed.Bytes())
	if err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("%d of %d bytes come back, %v", len(got), len(plain), err)
	}
	if _, err := read(key, sealed.Bytes()[:sealed.Len()-40]); err == nil {
		t.Error("a cut file opens")
	}
	if _, err := read(seal.NewContentKey(), sealed.Bytes()); rambu.KindOf(err) != rambu.Locked {
		t.Errorf("another key opens it: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	key := seal.NewContentKey()
	box, err := key.Seal(nil, []byte("x"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(box)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := key.Open(nil, data)
		if err == nil && !bytes.Equal(data, box) {
			t.Error("a forged box opens")
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	pair, err := seal.NewPair()
	if err != nil {
		b.Fatal(err)
	}
	public, err := seal.ParsePublic(pair.Public())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_, err = public.Seal(nil, make([]byte, 32))
		if err != nil {
			b.Fatal(err)
		}
	}
}
