package press

import (
	"encoding/json"

	"rambu.id"
	"rambu.id/press/reading"
	"rambu.id/seal"
)

func keyInfo(id string) []byte  { return seal.Info("press_clipping/key", id) }
func headInfo(id string) []byte { return seal.Info("press_clipping/head", id) }
func bodyInfo(id string) []byte { return seal.Info("press_clipping/body", id) }

func sealJSON(key seal.ContentKey, info []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %v", err)
	}
	return key.Seal(info, plain)
}

func openJSON(key seal.ContentKey, info, sealed []byte, into any) error {
	plain, err := key.Open(info, sealed)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, into)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "a sealed value: %v", err)
	}
	return nil
}

// key opens the content key of an article. Errors: Locked.
func (c *Clipping) key(who rambu.Actor) (seal.ContentKey, error) {
	if who.Keys == nil {
		return seal.ContentKey{}, rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	return seal.OpenContent(who.Keys, c.keyID, keyInfo(c.ID), c.wrapped)
}

// openHead fills what a list shows.
func (c *Clipping) openHead(key seal.ContentKey) error {
	var h head
	err := openJSON(key, headInfo(c.ID), c.head, &h)
	if err != nil {
		return err
	}
	c.Title, c.Source = h.Title, h.Source
	c.sketch, _ = reading.SketchFrom(h.Sketch)
	return nil
}
