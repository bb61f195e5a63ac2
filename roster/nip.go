package roster

import (
	"log/slog"
	"strings"
	"time"

	"rambu.id"
)

// NIP is an employee number of the civil service: eight digits of the birth date, six of the
// appointment (year and month), one for the sex (1 or 2), three of a serial number. In a PPPK's
// number (NI PPPK) the month is replaced by 21.
type NIP string

const nipLength = 18

// pppkMark stands where a PNS's number has the month of appointment.
const pppkMark = "21"

// ParseNIP reads a number as people write it, with spaces or points between its parts, and
// checks each part. The error names what is wrong and never repeats the number.
func ParseNIP(s string) (NIP, error) {
	digits := strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "", "'", "").Replace(s)
	n := NIP(digits)
	if strings.Contains(strings.ToUpper(s), "E+") { // 1.98001E+17: the digits are lost already
		return n, rambu.Fault(rambu.Invalid, "roster.error.nip_number").On("nip")
	}
	return n, n.Validate()
}

// Validate reports whether the number is well formed; it does not say that it was issued.
func (n NIP) Validate() error {
	s := string(n)
	if len(s) != nipLength || strings.Trim(s, "0123456789") != "" {
		return rambu.Fault(rambu.Invalid, "roster.error.nip_length").On("nip")
	}
	born, err := time.Parse("20060102", s[:8])
	if err != nil || born.Year() < 1900 {
		return rambu.Fault(rambu.Invalid, "roster.error.nip_birth").On("nip")
	}
	month := s[12:14]
	if month == pppkMark {
		month = "12"
	}
	appointed, err := time.Parse("200601", s[8:12]+month)
	// Nobody is appointed before fifteen or after seventy: such a number is mistyped.
	if err != nil || appointed.Before(born.AddDate(15, 0, 0)) || appointed.After(born.AddDate(70, 0, 0)) {
		return rambu.Fault(rambu.Invalid, "roster.error.nip_appointed").On("nip")
	}
	if s[14] != '1' && s[14] != '2' {
		return rambu.Fault(rambu.Invalid, "roster.error.nip_sex").On("nip")
	}
	if s[15:] == "000" {
		return rambu.Fault(rambu.Invalid, "roster.error.nip_serial").On("nip")
	}
	return nil
}

// PPPK reports whether a valid number has the mark of a PPPK.
func (n NIP) PPPK() bool { return len(n) == nipLength && n[12:14] == pppkMark }

// String groups the digits as letters print them: "19800101 200501 1 003".
func (n NIP) String() string {
	if len(n) != nipLength {
		return string(n)
	}
	return string(n[:8] + " " + n[8:14] + " " + n[14:15] + " " + n[15:])
}

// LogValue keeps the number, which holds a birth date, out of logs.
func (n NIP) LogValue() slog.Value {
	if n == "" {
		return slog.StringValue("")
	}
	return slog.StringValue("NIP…")
}
