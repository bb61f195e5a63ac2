package seal

import (
	"encoding/json"

	"rambu.id"
)

// SealJSON seals a value as JSON.
func (k ContentKey) SealJSON(info []byte, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, rambu.Errorf(rambu.Internal, "encode a sealed value: %v", err)
	}
	return k.Seal(info, plain)
}

// OpenJSON opens what SealJSON sealed.
func (k ContentKey) OpenJSON(info, sealed []byte, into any) error {
	plain, err := k.Open(info, sealed)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, into)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "a sealed value: %v", err)
	}
	return nil
}
