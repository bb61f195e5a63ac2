package press

import (
	"rambu.id"
	"rambu.id/press/reading"
	"rambu.id/seal"
)

func keyInfo(id string) []byte  { return seal.Info("press_clipping/key", id) }
func headInfo(id string) []byte { return seal.Info("press_clipping/head", id) }
func bodyInfo(id string) []byte { return seal.Info("press_clipping/body", id) }

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
	err := key.OpenJSON(headInfo(c.ID), c.head, &h)
	if err != nil {
		return err
	}
	c.Title, c.Source = h.Title, h.Source
	c.sketch, _ = reading.SketchFrom(h.Sketch)
	return nil
}
