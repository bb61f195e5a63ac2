package words

import (
	"strconv"
	"strings"
)

// Number writes a whole number with grouped thousands: "1.250" or "1,250".
func Number(lang Lang, n int) string {
	sep := byte('.')
	if known(lang) == EN {
		sep = ','
	}
	digits := strconv.Itoa(n)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(sep)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// Lookup tables, never written to.
var (
	units  = [...]string{"", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"}
	groups = [...]string{"", " ribu", " juta", " miliar", " triliun", " kuadriliun", " kuintiliun"}
)

// Terbilang writes a whole number in Indonesian words, as minutes and receipts do:
// 1250 is "seribu dua ratus lima puluh".
func Terbilang(n int) string {
	if n == 0 {
		return "nol"
	}
	rest, sign := uint64(n), ""
	if n < 0 {
		rest, sign = -rest, "minus " // unsigned, so the smallest int has its opposite too
	}
	var parts []string
	for g := 0; rest > 0; g, rest = g+1, rest/1000 {
		if part := int(rest % 1000); part > 0 {
			parts = append([]string{group(part, g)}, parts...)
		}
	}
	return sign + strings.Join(parts, " ")
}

// group writes three digits with the name of their place; one thousand is "seribu".
func group(n, place int) string {
	if n == 1 && place == 1 {
		return "seribu"
	}
	return below1000(n) + groups[place]
}

func below1000(n int) string {
	switch {
	case n < 12:
		return units[n]
	case n < 20:
		return units[n-10] + " belas"
	case n < 100:
		return strings.TrimSpace(units[n/10] + " puluh " + units[n%10])
	case n < 200:
		return strings.TrimSpace("seratus " + below1000(n-100))
	}
	return strings.TrimSpace(units[n/100] + " ratus " + below1000(n%100))
}
