package directive

import (
	"context"
	"encoding/json"

	"rambu.id"
	"rambu.id/seal"
)

// Point is one numbered point of a directive. It is cited as "butir 2 arahan …", and says what it
// came from, so that a later meeting can ask what became of it.
type Point struct {
	Text   string `json:"text"`
	Source string `json:"source,omitempty"` // "Rakor lintas OPD 7 Oktober 2024, keputusan 2"
}

// Body is what a directive says; sealed.
type Body struct {
	Number  string   `json:"number,omitempty"` // from the agenda, where the office gives one
	Title   string   `json:"title"`
	Opening string   `json:"opening,omitempty"`
	Points  []Point  `json:"points"`
	Basis   []string `json:"basis,omitempty"` // citations of the law pack
	Short   string   `json:"short"`           // secret of the short link
	Annex   *File    `json:"annex,omitempty"` // nil: none
}

// Block is who signed, in the words of that day; sealed.
type Block struct {
	Title string `json:"title"` // "Plt. Bupati Lampung Selatan"
	Name  string `json:"name"`
	NIP   string `json:"nip,omitempty"`
}

// Opened is a directive with what it says.
type Opened struct {
	Order

	Body  Body
	Block Block  // empty before it is sent
	Note  string // why it was withdrawn
	// ContestedLater: nobody else claimed the signing post when this was sent, but by the decrees
	// recorded since somebody did on that day.
	ContestedLater bool
	Genuine        bool // the signature fits what was opened and the account that signed; false for a draft
}

func keyInfo(id string) []byte        { return seal.Info("directive_key", id) }
func partInfo(part, id string) []byte { return seal.Info("directive_"+part, id) }
func witnessInfo(id string) []byte    { return seal.Info("directive_witness", id) }
func sealPart(k seal.ContentKey, part, id string, v any) ([]byte, error) {
	return k.Seal(partInfo(part, id), []byte(mustJSON(v)))
}

func openPart(k seal.ContentKey, part, id string, sealed []byte, into any) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := k.Open(partInfo(part, id), sealed)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, into)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "%s of %s: %v", part, id, err)
	}
	return nil
}

// sealBody seals a body to the institution and under its short link.
func (d *Desk) sealBody(ctx context.Context, o *Order, b Body) error {
	key, err := d.Keys.InstitutionKey(ctx, o.Institution, seal.KindLetter)
	if err != nil {
		return err
	}
	content := seal.NewContentKey()
	o.keyID, o.shortHash = key.ID, lookup("link", b.Short)
	o.wrapped, err = seal.Seal(key.Public, keyInfo(o.ID), content[:])
	if err != nil {
		return err
	}
	o.linked, err = linkKey(b.Short).Seal(keyInfo(o.ID), content[:])
	if err != nil {
		return err
	}
	o.sealed, err = sealPart(content, "body", o.ID, b)
	return err
}

// content opens the content key for an officer of the institution.
func content(who rambu.Actor, o Order) (seal.ContentKey, error) {
	return seal.OpenContent(who.Keys, o.keyID, keyInfo(o.ID), o.wrapped)
}

// open opens every part of a directive with its content key.
func (d *Desk) open(ctx context.Context, o Order, k seal.ContentKey) (Opened, error) {
	out := Opened{Order: o}
	err := openPart(k, "body", o.ID, o.sealed, &out.Body)
	if err != nil {
		return Opened{}, err
	}
	err = openPart(k, "block", o.ID, o.block, &out.Block)
	if err != nil {
		return Opened{}, err
	}
	err = openPart(k, "note", o.ID, o.note, &out.Note)
	if err != nil {
		return Opened{}, err
	}
	if o.State.Sent() {
		out.Genuine, err = d.genuine(ctx, o)
	}
	return out, err
}

// witness seals who says that a directive arrived, to the institution.
func (d *Desk) witness(ctx context.Context, a *Ack, w Witness) error {
	key, err := d.Keys.InstitutionKey(ctx, a.institution, seal.KindLetter)
	if err != nil {
		return err
	}
	a.keyID = key.ID
	a.sealed, err = seal.Seal(key.Public, witnessInfo(a.ID), []byte(mustJSON(w)))
	return err
}

// openWitness opens who said so.
func openWitness(who rambu.Actor, a Ack) (*Witness, error) {
	if who.Keys == nil {
		return nil, rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	plain, err := who.Keys.Open(a.keyID, witnessInfo(a.ID), a.sealed)
	if err != nil {
		return nil, err
	}
	var w Witness
	err = json.Unmarshal(plain, &w)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "witness of %s: %v", a.ID, err)
	}
	return &w, nil
}
