package access

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"

	"rambu.id/seal"
)

// A device is known to an account by a name that a sign-in gave it: a random half, and a half made
// of it with what is stored of the account's wrapped secret. Nothing of it is stored, it holds in
// every process and after a restart, and it ends with the password. It opens nothing; a database
// that was taken could make some, and who has it guesses without asking us.
const deviceHalf = 16

func newDevice(a stored) string {
	half := make([]byte, deviceHalf)
	_, _ = rand.Read(half)
	return base64.RawURLEncoding.EncodeToString(append(half, deviceMark(a, half)...))
}

func deviceMark(a stored, half []byte) []byte {
	return seal.Derive(a.wrapped, "device/"+string(half))[:deviceHalf]
}

// knows reports whether a sign-in to this account named the device.
func (a stored) knows(device string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(device)
	return err == nil && len(b) == 2*deviceHalf && hmac.Equal(b[deviceHalf:], deviceMark(a, b[:deviceHalf]))
}
