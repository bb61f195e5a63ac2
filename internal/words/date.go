package words

import (
	"fmt"
	"time"

	"rambu.id"
)

// Lookup tables, never written to.
var (
	daysID       = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	monthsID     = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
	shortMonthID = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
	romanMonths  = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}
)

// Date writes a day in words with its weekday: "Senin, 7 Oktober 2024" or "Monday, 7 October
// 2024". What is not a day is returned as it came.
func Date(lang Lang, d rambu.Date) string {
	if !d.Valid() {
		return string(d)
	}
	return Weekday(lang, d.Weekday()) + ", " + LongDate(lang, d)
}

// LongDate writes a day in words without its weekday, as a letter's head does:
// "7 Oktober 2024".
func LongDate(lang Lang, d rambu.Date) string {
	if !d.Valid() {
		return string(d)
	}
	t := d.Time(time.UTC)
	return fmt.Sprintf("%d %s %d", t.Day(), Month(lang, t.Month()), t.Year())
}

// ShortDate writes a day for a narrow column: "7 Okt 2024" or "7 Oct 2024".
func ShortDate(lang Lang, d rambu.Date) string {
	if !d.Valid() {
		return string(d)
	}
	t := d.Time(time.UTC)
	month := t.Month().String()[:3]
	if known(lang) == ID {
		month = shortMonthID[t.Month()-1]
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
}

// DateTime writes day and time of t, which is already in its zone; letters name the zone:
// "Senin, 7 Oktober 2024 pukul 09.00 WIB" or "Monday, 7 October 2024 at 09:00 WIB".
func DateTime(lang Lang, t time.Time, letters string) string {
	word := " pukul "
	if known(lang) == EN {
		word = " at "
	}
	return Date(lang, rambu.DateOf(t)) + word + Time(lang, t, letters)
}

// Time writes the time of day of t, which is already in its zone: "09.00 WIB" or "09:00 WIB".
func Time(lang Lang, t time.Time, letters string) string {
	s := t.Format("15.04")
	if known(lang) == EN {
		s = t.Format("15:04")
	}
	if letters == "" {
		return s
	}
	return s + " " + letters
}

// Weekday names a day of the week: "Jumat" or "Friday".
func Weekday(lang Lang, d time.Weekday) string {
	if known(lang) == EN {
		return d.String()
	}
	return daysID[d]
}

// Month names a month: "Oktober" or "October".
func Month(lang Lang, m time.Month) string {
	if known(lang) == EN {
		return m.String()
	}
	return monthsID[m-1]
}

// RomanMonth writes a month as letter numbers do: October is "X".
func RomanMonth(m time.Month) string { return romanMonths[m-1] }
