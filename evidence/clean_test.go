package evidence_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	pngs "image/png"
	"math/rand/v2"
	"testing"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

const hiddenPlace = "GPS -5.7323 105.5911 milik Pelapor Rekaan"

func picture(seed uint64) image.Image {
	rnd := rand.New(rand.NewPCG(seed, 1))
	m := image.NewRGBA(image.Rect(0, 0, 16+int(seed)*3, 24))
	for i := range m.Pix {
		m.Pix[i] = byte(rnd.Uint32())
	}
	m.Set(0, 0, color.White)
	return m
}

func segmentOf(m byte, data string) []byte {
	out := binary.BigEndian.AppendUint16([]byte{0xff, m}, uint16(len(data)+2))
	return append(out, data...)
}

func chunkOf(kind, data string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// exif is a segment with an orientation, in either byte order, and a place.
func exif(order binary.AppendByteOrder, mark string, side uint16) string {
	b := order.AppendUint16([]byte("Exif\x00\x00"+mark), 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, e := range [][2]uint16{{0x0110, 0}, {0x0112, side}} {
		b = order.AppendUint16(b, e[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, e[1])
		b = order.AppendUint16(b, 0)
	}
	return string(order.AppendUint32(b, 0)) + hiddenPlace
}

// withHidden puts everything a phone hides into a picture.
func withHidden(t *testing.T, kind string, m image.Image, seed uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	if kind == "image/png" {
		must(t, pngs.Encode(&b, m))
		head := b.Bytes()[:33] // signature and IHDR
		hidden := bytes.Join([][]byte{chunkOf("tEXt", "Author\x00"+hiddenPlace), chunkOf("eXIf", hiddenPlace), chunkOf("tIME", "1234567"), chunkOf("prVt", hiddenPlace)}, nil)
		return bytes.Join([][]byte{head, hidden, b.Bytes()[33:], []byte(hiddenPlace)}, nil)
	}
	must(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: 60 + int(seed)}))
	var order binary.AppendByteOrder = binary.BigEndian
	mark := "MM"
	if seed%2 == 1 {
		order, mark = binary.LittleEndian, "II"
	}
	hidden := bytes.Join([][]byte{
		segmentOf(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01"+hiddenPlace), segmentOf(0xe1, exif(order, mark, uint16(1+seed%8))),
		segmentOf(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+hiddenPlace), segmentOf(0xe2, "MPF\x00"+hiddenPlace), segmentOf(0xed, hiddenPlace), segmentOf(0xfe, hiddenPlace),
	}, nil)
	return bytes.Join([][]byte{b.Bytes()[:2], hidden, b.Bytes()[2:], []byte(hiddenPlace)}, nil)
}

// Twenty photos with everything hidden in them: all of it is gone, and every pixel is there.
func TestCleanCopiesOfTwentyPhotos(t *testing.T) {
	t.Parallel()
	for i := range uint64(20) {
		kind := []string{"image/jpeg", "image/png"}[i%4/3]
		m := picture(i)
		given := withHidden(t, kind, m, i)
		var out bytes.Buffer
		must(t, evidence.Clean(kind, &out, bytes.NewReader(given)))
		for _, word := range []string{"GPS", "Rekaan", "xap", "MPF", "Author"} {
			if bytes.Contains(out.Bytes(), []byte(word)) {
				t.Errorf("photo %d still holds %q", i, word)
			}
		}
		if kind == "image/jpeg" {
			side := append([]byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00"), byte(1+i%8))
			if !bytes.Contains(out.Bytes(), side) {
				t.Errorf("photo %d lost which side is up", i)
			}
		}
		before, _, err := image.Decode(bytes.NewReader(given))
		must(t, err)
		after, _, err := image.Decode(&out)
		must(t, err)
		if !samePixels(before, after) {
			t.Errorf("photo %d is another picture", i)
		}
	}
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func TestCleanRefusesWhatIsNoPicture(t *testing.T) {
	t.Parallel()
	good := withHidden(t, "image/jpeg", picture(3), 3)
	for name, c := range map[string]struct{ kind, data string }{
		"another type": {"video/mp4", "x"}, "empty": {"image/jpeg", ""}, "text": {"image/png", "bukan gambar sama sekali"},
		"cut in a segment": {"image/jpeg", string(good[:60])}, "cut in the picture": {"image/jpeg", string(good[:len(good)-len(hiddenPlace)-9])},
		"a length of one": {"image/jpeg", "\xff\xd8\xff\xe1\x00\x01"}, "endless chunk": {"image/png", "\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT"},
	} {
		if err := evidence.Clean(c.kind, &bytes.Buffer{}, bytes.NewReader([]byte(c.data))); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCopyCleanIsLoggedAndLeavesTheOriginal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		given := withHidden(t, "image/jpeg", picture(1), 1)
		s, err := r.stage("konsep", "foto.jpg", bytes.NewReader(given))
		must(t, err)
		pdf, err := r.stage("konsep", "surat.pdf", bytes.NewReader([]byte("%PDF-1.7 isi")))
		must(t, err)
		must(t, r.attach("konsep", "lap_1"))
		var out bytes.Buffer
		_, err = r.CopyClean(t.Context(), r.ani, s.ID, &out)
		must(t, err)
		if bytes.Contains(out.Bytes(), []byte("GPS")) || out.Len() == 0 {
			t.Error("the copy is not clean")
		}
		f, err := r.Open(t.Context(), r.ani, s.ID)
		must(t, err)
		var original bytes.Buffer
		_, err = original.ReadFrom(f)
		must(t, err)
		must(t, f.Close())
		if !bytes.Equal(original.Bytes(), given) {
			t.Error("the original changed")
		}
		if _, err := r.CopyClean(t.Context(), r.ani, pdf.ID, &out); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("a clean copy of a PDF: %v", err)
		}
		r.verify(t)
	})
}

func FuzzClean(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xda\x00\x02ab\xff\xd9"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\x00\x00\x00\x00"))
	f.Add([]byte("\xff\xd8" + string(segmentOf(0xe1, exif(binary.LittleEndian, "II", 6))) + "\xff\xd9"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []string{"image/jpeg", "image/png"} {
			var once, twice bytes.Buffer
			if evidence.Clean(kind, &once, bytes.NewReader(data)) != nil {
				continue
			}
			if err := evidence.Clean(kind, &twice, bytes.NewReader(once.Bytes())); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
				t.Errorf("cleaning a clean %s changes it: %v", kind, err)
			}
		}
	})
}
