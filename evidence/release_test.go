package evidence_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// entry is one line of a directory of TIFF 6.0, as EXIF has them.
type entry struct {
	tag, kind uint16
	count     uint32
	value     []byte // at most four bytes stand in the line itself
}

func ascii(tag uint16, text string) entry {
	return entry{tag, 2, uint32(len(text) + 1), []byte(text + "\x00")}
}

// degrees is a latitude or longitude: degrees, minutes and hundredths of seconds.
func degrees(tag uint16, d, m, s uint32) entry {
	var b []byte
	for _, v := range []uint32{d, 1, m, 1, s, 100} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return entry{tag, 5, 3, b}
}

// directory writes lines at an offset, their values behind them.
func directory(at uint32, lines []entry) []byte {
	le := binary.LittleEndian
	out := le.AppendUint16(nil, uint16(len(lines)))
	behind := at + 2 + 12*uint32(len(lines)) + 4
	var values []byte
	for _, l := range lines {
		out = le.AppendUint32(le.AppendUint16(le.AppendUint16(out, l.tag), l.kind), l.count)
		if len(l.value) <= 4 {
			out = append(out, append(bytes.Clone(l.value), 0, 0, 0, 0)[:4]...)
			continue
		}
		out = le.AppendUint32(out, behind+uint32(len(values)))
		values = append(values, l.value...)
	}
	return append(le.AppendUint32(out, 0), values...)
}

const (
	cameraMake  = "Ponsel Rekaan"
	cameraModel = "RK-12 milik Budi"
)

// camera is the EXIF of a phone: maker, model, which side is up, and where it stood (5°43'56.28"S,
// 105°35'27.96"E), as EXIF 2.32 writes it.
func camera() []byte {
	place := []entry{
		{0x0001, 2, 2, []byte("S\x00")},
		degrees(0x0002, 5, 43, 5628),
		{0x0003, 2, 2, []byte("E\x00")},
		degrees(0x0004, 105, 35, 2796),
	}
	first := func(gps uint32) []byte {
		return directory(8, []entry{
			ascii(0x010f, cameraMake),
			ascii(0x0110, cameraModel),
			{0x0112, 3, 1, []byte{6, 0}},
			ascii(0x0132, "2024:10:05 16:21:07"),
			{0x8825, 4, 1, binary.LittleEndian.AppendUint32(nil, gps)},
		})
	}
	gps := 8 + uint32(len(first(0)))
	return bytes.Join([][]byte{[]byte("II\x2a\x00\x08\x00\x00\x00"), first(gps), directory(gps, place)}, nil)
}

// withCamera puts the EXIF where a phone puts it.
func withCamera(t *testing.T, kind string) []byte {
	t.Helper()
	b := withHidden(t, kind, picture(3), 3)
	if kind == "image/png" {
		return bytes.Join([][]byte{b[:33], chunkOf("eXIf", string(camera())), b[33:]}, nil)
	}
	return bytes.Join([][]byte{b[:2], segmentOf(0xe1, "Exif\x00\x00"+string(camera())), b[2:]}, nil)
}

// What leaves tells neither who made it, with what, nor where, and has no name of its own.
func TestWhatIsReleasedTellsNothingOfItsMaker(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, t.TempDir()+"/rambu.db")
	r := open(t, d)
	for kind, ending := range map[string]string{"image/jpeg": ".jpg", "image/png": ".png"} {
		given := withCamera(t, kind)
		for _, told := range [][]byte{[]byte(cameraMake), []byte(cameraModel), degrees(2, 5, 43, 5628).value, degrees(4, 105, 35, 2796).value} {
			if !bytes.Contains(given, told) {
				t.Fatalf("the %s of the test does not hold %q", kind, told)
			}
		}
		s, err := r.stage(kind, "Budi di balai"+ending, bytes.NewReader(given))
		must(t, err)
		must(t, r.attach(kind, "lap_"+ending))
		f, err := r.Release(t.Context(), r.ani, s.ID, 7)
		must(t, err)
		out, err := io.ReadAll(f)
		must(t, err)
		must(t, f.Close())
		if f.Name != "bukti-7"+ending || f.Type != kind {
			t.Errorf("%s leaves as %q", kind, f.Name)
		}
		for _, told := range [][]byte{
			[]byte(cameraMake), []byte(cameraModel), []byte("2024:10:05"), degrees(2, 5, 43, 5628).value, degrees(4, 105, 35, 2796).value, []byte(hiddenPlace),
		} {
			if bytes.Contains(out, told) {
				t.Errorf("%s leaves with %q", kind, told)
			}
		}
		if _, _, err := image.Decode(bytes.NewReader(out)); err != nil {
			t.Errorf("%s leaves spoilt: %v", kind, err)
		}
	}
}

// No photo leaves that cannot be cleaned; a video or a paper does, as its officer saw it.
func TestAPhotoThatCannotBeCleanedIsNotReleased(t *testing.T) {
	t.Parallel()
	for _, kind := range evidence.Accepted() {
		if want := kind == "image/jpeg" || kind == "image/png" || !strings.HasPrefix(kind, "image/"); evidence.Releasable(kind) != want {
			t.Errorf("%s may leave: %v", kind, !want)
		}
		if name := evidence.ReleaseName(3, kind); !strings.HasPrefix(name, "bukti-3.") {
			t.Errorf("%s leaves as %q, without its kind", kind, name)
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		for name, head := range map[string]string{
			"a.heic": "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "a.heif": "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic",
			"a.avif": "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", "a.webp": "RIFF\x24\x00\x00\x00WEBPVP8X",
			"a.tiff": string(camera()), "a.gif": "GIF89a\x01\x00\x01\x00", "a.bmp": "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00",
		} {
			s, err := r.stage(name, name, strings.NewReader(head+hiddenPlace))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			must(t, r.attach(name, "lap_1"))
			if !strings.HasPrefix(s.Meta.Type, "image/") {
				t.Errorf("%s is taken for %s", name, s.Meta.Type)
			}
			_, err = r.Release(t.Context(), r.ani, s.ID, 1)
			if rambu.KindOf(err) != rambu.Blocked {
				t.Errorf("%s leaves: %v", name, err)
			}
		}
		s, err := r.stage("surat", "pernyataan Budi.pdf", strings.NewReader("%PDF-1.7 isi"))
		must(t, err)
		must(t, r.attach("surat", "lap_1"))
		f, err := r.Release(t.Context(), r.ani, s.ID, 2)
		must(t, err)
		out, err := io.ReadAll(f)
		must(t, err)
		must(t, f.Close())
		if string(out) != "%PDF-1.7 isi" || f.Name != "bukti-2.pdf" {
			t.Errorf("a paper leaves as %q: %q", f.Name, out)
		}
	})
}
