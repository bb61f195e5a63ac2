package reading

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
)

// sketchSize is how many shingles a sketch keeps: the smallest by hash, so that any two texts
// keep the same ones where they agree.
const sketchSize = 256

// shingle is how many words are compared at a time.
const shingle = 4

// Sketch stands for a text when texts are compared: a digest of its words, and a sample of its
// runs of words. It is made of the article's own long lines, each once: headlines, bylines, links
// and repeats differ between papers that print the same text.
type Sketch struct {
	Words    [32]byte
	Smallest []uint64
	Shingles int // how many different ones there are
}

// Alike is how far two texts are the same.
type Alike string

// The closed list; "" is that they are not.
const (
	Same    Alike = "sama"     // word by word, apart from headlines
	Near    Alike = "mirip"    // most of both
	Partial Alike = "sebagian" // one stands in the other
)

// From what share of common shingles texts are alike. A report of the same event by somebody else
// stays below a tenth; see TestAlike.
const (
	nearFrom    = 0.5
	partialFrom = 0.8
	fewest      = 12 // shingles below which nothing is said
)

// NewSketch makes the sketch of a text.
func NewSketch(text string) Sketch {
	d := &document{text: Normal(text)}
	d.mask()
	var words []string
	seen := map[uint64]bool{}
	for at := 0; at < len(d.text); {
		end := strings.IndexByte(d.text[at:], '\n')
		if end < 0 {
			end = len(d.text) - at
		}
		line := d.text[at : at+end]
		if folded := undated(fold(line)); len(folded) >= 2*longLine && !d.masked(at+len(line)-len(strings.TrimLeft(line, " \t"))) {
			w := strings.Fields(folded)
			words = append(words, folded)
			for i := 0; i+shingle <= len(w); i++ {
				seen[hash(w[i:i+shingle])] = true
			}
		}
		at += end + 1
	}
	s := Sketch{Words: sha256.Sum256([]byte(strings.Join(words, "\n"))), Shingles: len(seen)}
	for h := range seen {
		s.Smallest = append(s.Smallest, h)
	}
	slices.Sort(s.Smallest)
	if len(s.Smallest) > sketchSize {
		s.Smallest = s.Smallest[:sketchSize]
	}
	return s
}

// undated leaves digits out: papers write the same day in different ways.
func undated(folded string) string {
	kept := strings.Fields(folded)
	kept = slices.DeleteFunc(kept, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	return strings.Join(kept, " ")
}

func hash(words []string) uint64 {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w))
		_, _ = h.Write([]byte{' '})
	}
	return mix(h.Sum64())
}

// mix spreads the bits, since the smallest hashes are a fair sample only when all bits are.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// Like says how far two texts are the same, with the share of common shingles.
func (s Sketch) Like(o Sketch) (Alike, float64) {
	if s.Shingles < fewest || o.Shingles < fewest {
		return "", 0
	}
	if s.Words == o.Words {
		return Same, 1
	}
	share := s.share(o)
	common := share * float64(s.Shingles+o.Shingles) / (1 + share)
	switch {
	case share >= nearFrom:
		return Near, share
	case common >= partialFrom*float64(min(s.Shingles, o.Shingles)):
		return Partial, share
	}
	return "", share
}

// share estimates |A∩B| / |A∪B| from the smallest of both together.
func (s Sketch) share(o Sketch) float64 {
	both, seen := 0, 0
	a, b := s.Smallest, o.Smallest
	for seen < sketchSize && len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			both++
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
		seen++
	}
	seen = min(seen+len(a)+len(b), max(seen, sketchSize))
	if seen == 0 {
		return 0
	}
	return float64(both) / float64(seen)
}

// Bytes is the sketch as it is stored.
func (s Sketch) Bytes() []byte {
	out := binary.BigEndian.AppendUint32(slices.Clone(s.Words[:]), uint32(s.Shingles))
	for _, h := range s.Smallest {
		out = binary.BigEndian.AppendUint64(out, h)
	}
	return out
}

// SketchFrom reads a stored sketch, and false for what is none.
func SketchFrom(b []byte) (Sketch, bool) {
	var s Sketch
	if len(b) < 36 || (len(b)-36)%8 != 0 {
		return s, false
	}
	copy(s.Words[:], b)
	s.Shingles = int(binary.BigEndian.Uint32(b[32:]))
	for b = b[36:]; len(b) > 0; b = b[8:] {
		s.Smallest = append(s.Smallest, binary.BigEndian.Uint64(b))
	}
	return s, true
}
