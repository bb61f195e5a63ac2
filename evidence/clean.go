package evidence

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"rambu.id"
)

// Cleanable reports whether a copy of such a file can be made without what is hidden in it.
// Other types are released by people who have looked into them.
func Cleanable(kind string) bool { return kind == "image/jpeg" || kind == "image/png" }

// CopyClean writes a copy of a photo without what it says of its maker: place, device, time,
// names, previews and whatever hangs behind the picture. The pixels are untouched, so a face or
// a viewpoint may still tell. It is a copy for release; the original stays as it was given. The
// read is logged like any other. Invalid: the type is not Cleanable, or the file is no such
// picture; then w may have received a part.
func (r *Room) CopyClean(ctx context.Context, who rambu.Actor, id string, w io.Writer) (Described, error) {
	f, err := r.Open(ctx, who, id)
	if err != nil {
		return Described{}, err
	}
	defer f.Close() //nolint:errcheck // reading
	if !Cleanable(f.Type) {
		return f.Described, rambu.Errorf(rambu.Invalid, "no clean copy can be made of %s", f.Type)
	}
	err = Clean(f.Type, w, f)
	if err != nil {
		return f.Described, err
	}
	_, err = io.Copy(io.Discard, f) // the end of the file proves the rest
	return f.Described, err
}

// Clean copies a picture of a Cleanable type without its hidden data, in constant memory.
func Clean(kind string, w io.Writer, r io.Reader) error {
	br := bufio.NewReaderSize(r, 64<<10)
	bw := bufio.NewWriterSize(w, 64<<10)
	var err error
	switch kind {
	case "image/jpeg":
		err = cleanJPEG(bw, br)
	case "image/png":
		err = cleanPNG(bw, br)
	default:
		err = errPicture
	}
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return rambu.Errorf(rambu.Invalid, "the picture is cut off")
		}
		return err
	}
	return bw.Flush()
}

var errPicture = rambu.Errorf(rambu.Invalid, "not a picture of this type")

// Markers of JPEG (ITU-T T.81 table B.1).
const (
	mSOI   = 0xd8
	mEOI   = 0xd9
	mSOS   = 0xda
	mRST0  = 0xd0
	mRST7  = 0xd7
	mTEM   = 0x01
	mAPP0  = 0xe0
	mAPP1  = 0xe1
	mAPP14 = 0xee
	mAPP15 = 0xef
	mCOM   = 0xfe
)

// cleanJPEG keeps the segments a picture is made of, and of the application segments only
// Adobe's colour transform. JFIF is written anew, and of EXIF the orientation alone.
func cleanJPEG(w *bufio.Writer, r *bufio.Reader) error {
	var head [2]byte
	_, err := io.ReadFull(r, head[:])
	if err != nil {
		return err
	}
	if head != [2]byte{0xff, mSOI} {
		return errPicture
	}
	_, _ = w.Write(head[:])
	for {
		m, err := marker(r)
		if err != nil {
			return err
		}
		switch {
		case m == mEOI:
			_, err = w.Write([]byte{0xff, mEOI})
			return err // what hangs behind the picture stays behind
		case m == mTEM || (m >= mRST0 && m <= mRST7):
			_, err = w.Write([]byte{0xff, m})
		default:
			err = segment(w, r, m)
		}
		if err != nil {
			return err
		}
	}
}

// marker reads the next marker; any number of fill bytes may stand before it.
func marker(r *bufio.Reader) (byte, error) {
	b, err := r.ReadByte()
	if err != nil {
		return 0, err
	}
	if b != 0xff {
		return 0, errPicture
	}
	for b == 0xff {
		b, err = r.ReadByte()
		if err != nil {
			return 0, err
		}
	}
	if b == 0 || b == mSOI {
		return 0, errPicture
	}
	return b, nil
}

func segment(w *bufio.Writer, r *bufio.Reader, m byte) error {
	var size [2]byte
	_, err := io.ReadFull(r, size[:])
	if err != nil {
		return err
	}
	n := int(binary.BigEndian.Uint16(size[:])) - 2
	if n < 0 {
		return errPicture
	}
	data := make([]byte, n)
	_, err = io.ReadFull(r, data)
	if err != nil {
		return err
	}
	data, keep := kept(m, data)
	if !keep {
		return nil
	}
	binary.BigEndian.PutUint16(size[:], uint16(len(data)+2))
	_, _ = w.Write([]byte{0xff, m, size[0], size[1]})
	_, err = w.Write(data)
	if err != nil || m != mSOS {
		return err
	}
	return scan(w, r)
}

// kept returns what is kept of a segment.
func kept(m byte, data []byte) ([]byte, bool) {
	switch {
	case m == mAPP0:
		// Version and density without a preview picture.
		const jfif = 14
		if len(data) < jfif || string(data[:5]) != "JFIF\x00" {
			return nil, false
		}
		out := slices.Clone(data[:jfif])
		out[12], out[13] = 0, 0
		return out, true
	case m == mAPP1:
		return orientation(data)
	case m == mAPP14:
		if len(data) != 12 || string(data[:5]) != "Adobe" {
			return nil, false
		}
		return data, true
	case m >= mAPP0 && m <= mAPP15, m == mCOM:
		return nil, false
	}
	return data, true
}

// scan copies entropy-coded data up to the next marker, which it leaves.
func scan(w *bufio.Writer, r *bufio.Reader) error {
	for {
		next, err := r.Peek(2)
		if err != nil {
			return err
		}
		if next[0] == 0xff && next[1] != 0 && (next[1] < mRST0 || next[1] > mRST7) {
			return nil
		}
		err = w.WriteByte(next[0])
		if err != nil {
			return err
		}
		_, err = r.Discard(1)
		if err != nil {
			return err
		}
	}
}

// orientation makes an EXIF segment that says only which side is up, if the given one does:
// without it a photo would lie on its side.
func orientation(data []byte) ([]byte, bool) {
	tiff, ok := bytes.CutPrefix(data, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return nil, false
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return nil, false
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(tiff)) {
			return nil, false
		}
		const tag, short = 0x0112, 3
		if order.Uint16(tiff[e:]) != tag || order.Uint16(tiff[e+2:]) != short {
			continue
		}
		side := order.Uint16(tiff[e+8:])
		if side < 1 || side > 8 {
			return nil, false
		}
		out := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
		binary.BigEndian.PutUint16(out[6+18:], side)
		return out, true
	}
	return nil, false
}

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that make up what is seen (W3C PNG 11); texts, times, EXIF, profiles
// and private chunks are not among them.
func pngKept() []string {
	return []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "pHYs", "sBIT", "bKGD", "acTL", "fcTL", "fdAT"}
}

func cleanPNG(w *bufio.Writer, r *bufio.Reader) error {
	head := make([]byte, len(pngHead))
	_, err := io.ReadFull(r, head)
	if err != nil {
		return err
	}
	if string(head) != pngHead {
		return errPicture
	}
	_, _ = w.Write(head)
	for {
		var h [8]byte
		_, err = io.ReadFull(r, h[:])
		if err != nil {
			return err
		}
		kind, n := string(h[4:]), int64(binary.BigEndian.Uint32(h[:4]))+4 // with its checksum
		if !slices.Contains(pngKept(), kind) {
			_, err = io.CopyN(io.Discard, r, n)
		} else {
			_, _ = w.Write(h[:])
			_, err = io.CopyN(w, r, n)
		}
		if err != nil || kind == "IEND" {
			return err
		}
	}
}
