// Package kinds holds the versioned payloads of letters that two rooms share: plain data that
// means the same on both sides of a wall. What a payload cannot name cannot cross: none has a
// place for whoever reported.
package kinds

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"rambu.id"
)

// Kind says what a letter is about. It stands in the clear envelope: a room opens a matter from it.
type Kind string

// The closed list of kinds.
const (
	KindPlain          Kind = "surat"            // a letter with nothing but its text
	KindForwardedStudy Kind = "penerusan-kajian" // Bawaslu forwards a study to the authority
	KindAnswer         Kind = "jawaban-tindak"   // the authority tells what it decided
	KindRecommendation Kind = "rekomendasi-bkn"  // BKN recommends a penalty
	KindSummons        Kind = "panggilan"        // a person is called to an examination
	KindReceipt        Kind = "tanda-terima"     // a letter was received
	KindInvitation     Kind = "undangan"         // posts are invited to a meeting
	KindAdvice         Kind = "imbauan"          // Bawaslu asks a government to prevent something
	KindSpread         Kind = "sebaran-imbauan"  // how far the circular has come that an imbauan led to

	KindContact         Kind = "kontak"          // two institutions spoke: an entry of their book
	KindContactAgreed   Kind = "kontak-disahkan" // the other side countersigns it
	KindContactDisputed Kind = "kontak-dibantah" // or remembers it otherwise
)

// Kinds lists the kinds in the order forms show them.
func Kinds() []Kind {
	return []Kind{
		KindPlain, KindForwardedStudy, KindAnswer, KindRecommendation, KindSummons, KindReceipt, KindInvitation, KindAdvice, KindSpread,
		KindContact, KindContactAgreed, KindContactDisputed,
	}
}

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Payload is the structured content of one kind in one version.
type Payload interface {
	Kind() Kind
	Version() int
	// Validate returns rambu.Errors with the form fields, or nil.
	Validate() error
}

// maxPayload bounds one payload, in bytes of JSON.
const maxPayload = 256 << 10

// empty returns a new payload of a kind and version to decode into, nil for an unknown one.
func empty(k Kind, version int) Payload {
	if version != 1 {
		return nil
	}
	switch k {
	case KindPlain:
		return &Plain{}
	case KindForwardedStudy:
		return &ForwardedStudy{}
	case KindAnswer:
		return &Answer{}
	case KindRecommendation:
		return &Recommendation{}
	case KindSummons:
		return &Summons{}
	case KindReceipt:
		return &Receipt{}
	case KindInvitation:
		return &Invitation{}
	case KindAdvice:
		return &Advice{}
	case KindSpread:
		return &Spread{}
	case KindContact:
		return &Contact{}
	case KindContactAgreed:
		return &ContactAgreed{}
	case KindContactDisputed:
		return &ContactDisputed{}
	}
	return nil
}

// Encode validates a payload and writes its fields, and no others, as JSON.
func Encode(p Payload) ([]byte, error) {
	if p == nil {
		return nil, rambu.Errorf(rambu.Invalid, "a letter without a payload")
	}
	err := p.Validate()
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode %s: %v", p.Kind(), err)
	}
	if len(b) > maxPayload {
		return nil, rambu.Errorf(rambu.TooLarge, "payload of %d bytes", len(b))
	}
	return b, nil
}

// Decode reads a payload of a kind and version. It refuses fields the kind does not name, so
// that nothing travels which the sender's allow-list does not know. The result is a pointer:
// *ForwardedStudy and so on.
func Decode(k Kind, version int, data []byte) (Payload, error) {
	p := empty(k, version)
	if p == nil {
		return nil, rambu.Errorf(rambu.Invalid, "no such kind of letter: %q version %d", k, version)
	}
	if len(data) > maxPayload {
		return nil, rambu.Errorf(rambu.TooLarge, "payload of %d bytes", len(data))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(p)
	if err != nil {
		return nil, rambu.Errorf(rambu.Invalid, "payload of %q: %v", k, err)
	}
	_, err = dec.Token()
	if !errors.Is(err, io.EOF) {
		return nil, rambu.Errorf(rambu.Invalid, "payload of %q goes on after its end", k)
	}
	return p, p.Validate()
}
