package letter

import (
	"bytes"
	"encoding/json"
	"strings"

	"rambu.id"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

// Body is the sealed part of a letter: what is printed, and the payload for the receiving room.
type Body struct {
	Letterhead Letterhead      `json:"letterhead"`
	Place      string          `json:"place"`
	Paper      string          `json:"paper"`
	Check      string          `json:"check"` // address where the letter can be checked, "" for none
	From       string          `json:"from"`  // sender in words, for letters registered by hand
	Subject    string          `json:"subject"`
	To         []string        `json:"to"` // as printed: "Bupati Lampung Selatan"
	CC         []string        `json:"cc"`
	Paragraphs []string        `json:"paragraphs"`
	Files      []File          `json:"files"`
	Payload    json.RawMessage `json:"payload"`
}

// Letterhead is the head of the printed letter (kop).
type Letterhead struct {
	Names   []string `json:"names"`
	Address []string `json:"address"`
}

// SignatureBlock is the printed signature: "a.n. BUPATI X,", "Plt. SEKRETARIS DAERAH," and the
// name. The caller looks up how the office is held on the day.
type SignatureBlock struct {
	Lines []string `json:"lines"`
	Name  string   `json:"name"`
	NIP   string   `json:"nip"`
	Scan  *File    `json:"scan,omitempty"` // the letter as signed outside
}

func (b SignatureBlock) validate() error {
	var es rambu.Errors
	if len(b.Lines) == 0 || strings.TrimSpace(strings.Join(b.Lines, "")) == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "letter.error.signature_lines").On("lines"))
	}
	if strings.TrimSpace(b.Name) == "" {
		es = append(es, rambu.Fault(rambu.Invalid, "letter.error.signature_name").On("name"))
	}
	return es.Err()
}

// The places of sealed values.
func bodyInfo(letter string) []byte  { return seal.Info("letter/body", letter) }
func blockInfo(letter string) []byte { return seal.Info("letter/block", letter) }
func noteInfo(letter string) []byte  { return seal.Info("letter/note", letter) }
func proofInfo(copyID string) []byte { return seal.Info("letter_copy/proof", copyID) }

// keyInfo binds the wrapped content key to a letter and to the institution that may open it.
func keyInfo(letter, institution string) []byte {
	return seal.Info("letter/key/"+institution, letter)
}

// maxBody bounds the JSON of a body, in bytes.
const maxBody = 512 << 10

// encode writes a body after checking its payload.
func (b Body) encode(p kinds.Payload) ([]byte, error) {
	payload, err := kinds.Encode(p)
	if err != nil {
		return nil, err
	}
	b.Payload = payload
	out, err := json.Marshal(b)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode letter: %v", err)
	}
	if len(out) > maxBody {
		return nil, rambu.Fault(rambu.TooLarge, "letter.error.too_long").On("text")
	}
	return out, nil
}

// decodeStrict reads JSON that must not name anything else.
func decodeStrict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	if err != nil {
		return rambu.Errorf(rambu.Invalid, "sealed part of a letter: %v", err)
	}
	return nil
}

// sealedBody is a body sealed under a fresh content key, which is sealed to one institution.
type sealedBody struct {
	keyID   string
	wrapped []byte
	sealed  []byte
}

// sealTo seals a body for the institution that writes it down.
func sealTo(own seal.Key, letter string, body []byte) (sealedBody, error) {
	content := seal.NewContentKey()
	sealed, err := content.Seal(bodyInfo(letter), body)
	if err != nil {
		return sealedBody{}, err
	}
	wrapped, err := seal.Seal(own.Public, keyInfo(letter, own.Institution), content[:])
	if err != nil {
		return sealedBody{}, err
	}
	return sealedBody{own.ID, wrapped, sealed}, nil
}

// contentKey opens the content key of a letter with the institution's letter key.
func contentKey(who rambu.Actor, letter, keyID string, wrapped []byte) (seal.ContentKey, error) {
	return seal.OpenContent(who.Keys, keyID, keyInfo(letter, who.Institution), wrapped)
}

// openBody opens and decodes a sealed body and its payload.
func openBody(content seal.ContentKey, letter string, k kinds.Kind, version int, sealed []byte) (Body, kinds.Payload, error) {
	plain, err := content.Open(bodyInfo(letter), sealed)
	if err != nil {
		return Body{}, nil, err
	}
	var b Body
	err = decodeStrict(plain, &b)
	if err != nil {
		return Body{}, nil, err
	}
	p, err := kinds.Decode(k, version, b.Payload)
	return b, p, err
}

// openJSON opens what SealJSON sealed; nothing sealed leaves the value as it is.
func openJSON(content seal.ContentKey, info, sealed []byte, into any) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := content.Open(info, sealed)
	if err != nil {
		return err
	}
	return decodeStrict(plain, into)
}
