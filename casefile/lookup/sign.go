package lookup

import (
	"bytes"
	"context"

	"rambu.id"
	"rambu.id/seal"
)

// Own reports whether a signature was made with a key of an account: the one it has now, the one
// that is named, or one that was let into the case. A password that is set anew makes a new key,
// and what the account signed before stays its own. A key of anybody else does not count.
func (d *Finder) Own(ctx context.Context, institution, account string, verify []byte, named, caseKey string) (bool, error) {
	own := func(k seal.Key) bool {
		return k.Institution == institution && k.Kind == seal.KindAccount && k.Subject == account && bytes.Equal(k.Verify, verify)
	}
	now, err := d.Keys.SubjectKey(ctx, institution, seal.KindAccount, account)
	if err != nil || own(now) {
		return err == nil, err
	}
	ids, err := d.Keys.Holders(ctx, caseKey) // votes of a time that named no key
	if err != nil {
		return false, err
	}
	if named != "" {
		ids = []string{named}
	}
	for _, id := range ids {
		k, err := d.Keys.ByID(ctx, id)
		if err != nil && rambu.KindOf(err) == rambu.NotFound {
			continue
		}
		if err != nil || own(k) {
			return err == nil, err
		}
	}
	return false, nil
}
