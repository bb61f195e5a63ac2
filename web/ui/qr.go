package ui

import (
	"encoding/base64"
	"html/template"

	"rsc.io/qr"

	"rambu.id"
)

// QR is a QR code as a picture inside the page.
func QR(text string) (template.URL, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", rambu.Errorf(rambu.Internal, "QR code: %v", err)
	}
	code.Scale = 6
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())), nil //nolint:gosec // our own picture
}
