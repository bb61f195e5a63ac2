package letter

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
)

// DefaultSeries is the numbering series of an institution that has only one.
const DefaultSeries = "umum"

// DefaultPattern numbers letters where nobody configured a pattern.
const DefaultPattern = "{no:3}/{kode}/{bulan-romawi}/{tahun}"

// Pattern is how the numbers of a series are written: text with the places {no} or {no:3}
// (the counter, perhaps padded), {bulan-romawi}, {bulan}, {tahun} and {kode}.
type Pattern string

// token finds a place of a pattern.
var token = regexp.MustCompile(`\{([a-z-]+)(?::([1-9]))?\}`)

// maxPattern bounds a pattern, in bytes.
const maxPattern = 100

// Validate asks for the counter and the year, without which numbers would repeat.
func (p Pattern) Validate() error {
	bad := func(key string, args ...string) error { return rambu.Fault(rambu.Invalid, key, args...).On("pattern") }
	if len(p) > maxPattern {
		return bad("letter.error.pattern_long")
	}
	seen := map[string]int{}
	for _, m := range token.FindAllStringSubmatch(string(p), -1) {
		switch m[1] {
		case "no":
		case "bulan-romawi", "bulan", "tahun", "kode":
			if m[2] != "" {
				return bad("letter.error.pattern_token", "token", m[0])
			}
		default:
			return bad("letter.error.pattern_token", "token", m[0])
		}
		seen[m[1]]++
	}
	if strings.ContainsAny(token.ReplaceAllString(string(p), ""), "{}\n\r\t") {
		return bad("letter.error.pattern_brace")
	}
	if seen["no"] != 1 || seen["tahun"] < 1 {
		return bad("letter.error.pattern_needs")
	}
	return nil
}

// Number writes the number of a letter. Without a classification code its place goes too, with one stroke.
func (p Pattern) Number(seq int64, date rambu.Date, code string) string {
	day := date.Time(time.UTC)
	text := string(p)
	if code == "" {
		text = strings.NewReplacer("{kode}/", "", "/{kode}", "").Replace(text)
	}
	return token.ReplaceAllStringFunc(text, func(s string) string {
		m := token.FindStringSubmatch(s)
		switch m[1] {
		case "no":
			width, _ := strconv.Atoi(m[2]) // "" is no width
			return fmt.Sprintf("%0*d", width, seq)
		case "bulan-romawi":
			return words.RomanMonth(day.Month())
		case "bulan":
			return day.Format("01")
		case "tahun":
			return day.Format("2006")
		case "kode":
			return code
		}
		return s
	})
}
