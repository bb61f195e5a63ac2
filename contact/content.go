package contact

import (
	"regexp"
	"strings"
)

// The signs that a text speaks of a case. It is a net with wide meshes in front of a closed list of
// topics and a plain warning, not a proof.
var (
	caseNumber = regexp.MustCompile(`(?i)\b\d{1,4}\s*/\s*(?:reg|lp|tm|pl|pp|pg|adm|pid)\b`)
	caseID     = regexp.MustCompile(`(?i)\b(?:lap|pkr|dsp|bkt|srt|tmb)_[0-9a-z]+`)
	longNumber = regexp.MustCompile(`\d(?:[ .-]?\d){11,}`) // NIP, NIK, an account
	caseCode   = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}(?:[ -]?[0-9A-HJKMNP-TV-Z]{4}){3}\b`)
	caseWord   = regexp.MustCompile(`(?i)\b(?:pe|ter)lapor(?:nya)?\b|\bsaksi(?:nya)?\b|\bklarifikasi\b|\bbarang bukti\b|\bkajian\b|\bpleno\b|\bperkara\b|` +
		`\bdugaan\b|\bdiduga\b|\bsanksi\b|\bhukuman\b|\bpelanggar(?:an)?\b|\blaporan (?:nomor|no|register)\b|\breporter\b|\bwitness|\bsuspect`)
)

// HoldsCase reports whether a text seems to hold the content of a case: a number, an id, a code, a
// person's number, or a word that only a case needs.
func HoldsCase(text string) bool {
	text = strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
			return -1 // invisible, and good only for hiding
		case '\u00a0':
			return ' '
		}
		return r
	}, text)
	digits := false
	for _, r := range text {
		digits = digits || r >= '0' && r <= '9'
	}
	return caseNumber.MatchString(text) || caseID.MatchString(text) || longNumber.MatchString(text) || caseWord.MatchString(text) ||
		digits && caseCode.MatchString(text)
}
