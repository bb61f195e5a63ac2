package reading

import (
	"fmt"
	"slices"
	"time"

	"rambu.id"
)

// none says that a part of a date is missing.
const none = -1000

// hit is a date as it stands in the text.
type hit struct {
	from, to         int // tokens
	day, month, year int // 0: not said
	weekday          int // none: not said
	relative         int // days from publication, none: not said
	last, next       bool
}

// dates finds all dates of the article.
func (d *document) dates() []hit {
	var out []hit
	for i := 0; i < len(d.tokens); {
		h, ok := d.date(i)
		if !ok || d.tokens[i].masked {
			i++
			continue
		}
		out = append(out, h)
		i = h.to
	}
	return out
}

// date reads "Senin pagi (7/10)", "kemarin (7/10)", "7 Oktober 2024", "Desember 7, 2024" …
func (d *document) date(i int) (hit, bool) {
	h := hit{from: i, to: i, weekday: none, relative: none}
	n := d.weekday(&h, i)
	if n == 0 {
		n = d.relative(&h, i)
	}
	if n == 0 {
		return h, d.numbers(&h, i, false)
	}
	h.to = i + n
	at := d.between(&h, h.to)
	if d.numbers(&h, at, true) && d.at(h.to) == ")" {
		h.to++
	}
	return h, true
}

// weekday reads the name of a day; "minggu" alone can be a week.
func (d *document) weekday(h *hit, i int) int {
	n := 1
	switch d.at(i) {
	case "senin":
		h.weekday = int(time.Monday)
	case "selasa":
		h.weekday = int(time.Tuesday)
	case "rabu":
		h.weekday = int(time.Wednesday)
	case "kamis":
		h.weekday = int(time.Thursday)
	case "jumat":
		h.weekday = int(time.Friday)
	case "sabtu":
		h.weekday = int(time.Saturday)
	case "minggu", "ahad":
		if !d.tokens[i].capital || d.at(i+1) == "lalu" || d.at(i+1) == "ini" || d.at(i+1) == "depan" {
			return 0
		}
		h.weekday = int(time.Sunday)
	case "jum":
		if d.at(i+1) != "'" && d.at(i+1) != "’" || d.at(i+2) != "at" {
			return 0
		}
		h.weekday, n = int(time.Friday), 3
	default:
		return 0
	}
	return n
}

// relative reads a day counted from that of publication.
func (d *document) relative(h *hit, i int) int {
	switch a, b := d.at(i), d.at(i+1); {
	case a == "kemarin" && b == "lusa":
		h.relative = -2
		return 2
	case a == "kemarin" || a == "semalam":
		h.relative = -1
		return 1
	case a == "tadi" && b == "malam":
		h.relative = -1
		return 2
	case a == "hari" && b == "ini" || a == "tadi" && (b == "pagi" || b == "siang" || b == "sore"):
		h.relative = 0
		return 2
	case b == "hari" && (d.at(i+2) == "lalu" || d.at(i+2) == "silam"):
		return d.daysAgo(h, i, 3)
	case b == "hari" && d.at(i+2) == "yang" && d.at(i+3) == "lalu":
		return d.daysAgo(h, i, 4)
	}
	return 0
}

func (d *document) daysAgo(h *hit, i, n int) int {
	words := []string{"", "sehari", "dua", "tiga", "empat", "lima", "enam", "tujuh"}
	ago := slices.Index(words, d.at(i))
	if d.tokens[i].number > 0 {
		ago = d.tokens[i].number
	}
	if ago < 1 || ago > 60 {
		return 0
	}
	h.relative = -ago
	return n
}

// between steps over what may stand between a day's name and its date.
func (d *document) between(h *hit, i int) int {
	for k := i; k < i+5; k++ {
		switch d.at(k) {
		case "lalu", "silam":
			h.last, h.to = true, k+1
		case "depan", "mendatang", "nanti":
			h.next, h.to = true, k+1
		case "pagi", "siang", "sore", "malam", "petang", "pekan", "kemarin":
			h.to = k + 1
		case ",", "(", "tanggal", "tgl":
		default:
			return k
		}
	}
	return i
}

// numbers reads the date itself. named: a day's name or "kemarin" stands before, so that "7/10"
// is a date without brackets too.
func (d *document) numbers(h *hit, i int, named bool) bool {
	a, ok := d.num(i)
	if m := month(d.at(i)); m > 0 && d.at(i+2) == "," {
		day, isDay := d.num(i + 1)
		year, isYear := d.num(i + 3)
		return isDay && isYear && h.set(i, i+4, day, m, year)
	}
	if !ok {
		return false
	}
	if m := month(d.at(i + 1)); m > 0 {
		year, isYear := d.num(i + 2)
		if isYear && year >= 1900 && year < 2200 {
			return h.set(i, i+3, a, m, year)
		}
		return h.set(i, i+2, a, m, 0)
	}
	sep := d.at(i + 1)
	b, isMonth := d.num(i + 2)
	if !isMonth || sep != "/" && sep != "-" {
		return false
	}
	c, three := d.num(i + 4)
	switch {
	case d.at(i+3) == sep && three && d.tokens[i].digits == 4 && b <= 12:
		return h.set(i, i+5, c, b, a) // 2024-10-07
	case d.at(i+3) == sep && three && (d.tokens[i+4].digits == 4 || d.tokens[i+4].digits == 2 && sep == "/"):
		if c < 100 {
			c += 2000
		}
		return h.set(i, i+5, a, b, c)
	case sep == "/" && d.at(i+3) != "/" && d.tokens[i+2].digits <= 2 && (named || d.at(i-1) == "(" && d.at(i+3) == ")" || d.at(i-1) == "tanggal"):
		return h.set(i, i+3, a, b, 0)
	}
	return false
}

func (d *document) num(i int) (int, bool) {
	if i < 0 || i >= len(d.tokens) || d.tokens[i].number < 0 || d.tokens[i].digits > 4 {
		return 0, false
	}
	return d.tokens[i].number, true
}

func (h *hit) set(from, to, day, month, year int) bool {
	if day < 1 || day > 31 || month < 1 || month > 12 || year != 0 && (year < 1900 || year > 2200) {
		return false
	}
	h.day, h.month, h.year, h.to = day, month, year, to
	h.from = min(h.from, from)
	return true
}

// month is the number of a month's name, 0 for another word.
func month(w string) int {
	names := [][]string{
		{"januari", "jan"},
		{"februari", "feb", "pebruari"},
		{"maret", "mar"},
		{"april", "apr"},
		{"mei"},
		{"juni", "jun"},
		{"juli", "jul"},
		{"agustus", "agu", "agt"},
		{"september", "sep", "sept"},
		{"oktober", "okt"},
		{"november", "nov", "nopember"},
		{"desember", "des"},
	}
	for i, n := range names {
		if slices.Contains(n, w) {
			return i + 1
		}
	}
	return 0
}

// longestGap is how far a date without a year may lie from the day of publication.
const longestGap = 183

// resolve turns a hit into a day, with what is doubtful about it.
func (h hit) resolve(published rambu.Date) (rambu.Date, []Doubt, Confidence) {
	switch {
	case h.month > 0 && h.year > 0:
		day := ymd(h.year, h.month, h.day)
		return h.checked(day, published, nil, High)
	case published == "":
		return "", []Doubt{NeedsPublished}, Low
	case h.month > 0:
		year := published.Time(time.UTC).Year()
		day := ymd(year, h.month, h.day)
		if day != "" && published.DaysUntil(day) > longestGap {
			day = ymd(year-1, h.month, h.day)
		} else if day != "" && day.DaysUntil(published) > longestGap {
			day = ymd(year+1, h.month, h.day)
		}
		conf := Medium
		if h.weekday != none || h.relative != none {
			conf = High // two ways of saying it agree, or checked says that they do not
		}
		return h.checked(day, published, []Doubt{YearInferred}, conf)
	case h.relative != none:
		return published.AddDays(h.relative), []Doubt{DayInferred}, Medium
	}
	back := (int(published.Weekday()) - h.weekday + 7) % 7
	if h.last && back == 0 {
		back = 7
	}
	day := published.AddDays(-back)
	if h.next {
		day = published.AddDays(7 - back)
	}
	return day, []Doubt{DayInferred}, Medium
}

// checked compares a day with the weekday or the word beside it.
func (h hit) checked(day, published rambu.Date, doubts []Doubt, c Confidence) (rambu.Date, []Doubt, Confidence) {
	if day == "" {
		return "", doubts, Low
	}
	if h.weekday != none && int(day.Weekday()) != h.weekday {
		doubts, c = append(doubts, WeekdayDiffers), Low
	}
	if h.relative != none && published != "" && published.AddDays(h.relative) != day {
		doubts, c = append(doubts, RelativeDiffers), Low
	}
	return day, doubts, c
}

// ymd is a day, "" for one that does not exist.
func ymd(year, month, day int) rambu.Date {
	d := rambu.Date(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	if !d.Valid() {
		return ""
	}
	return d
}

// onlyDate reports whether a line says a date and nothing else.
func (d *document) onlyDate(from, to int) bool {
	found := false
	for i := from; i < to; {
		if h, ok := d.date(i); ok && h.month > 0 {
			found, i = true, h.to
			continue
		}
		t := d.tokens[i]
		switch t.word {
		case "wib", "wita", "wit", "diterbitkan", "dipublikasikan", "terbit", "tayang", "posted", "on", "published", "tanggal", "pukul", "jam", "diperbarui":
		default:
			if t.number < 0 && wordLen(d.text[t.start:t.end]) > 0 {
				return false
			}
		}
		i++
	}
	return found
}

// published is the day of publication that the text itself states: a line of its own.
func (d *document) published(hits []hit) Date {
	for _, h := range hits {
		from := h.from
		for from > 0 && d.tokens[from-1].line == d.tokens[h.from].line {
			from--
		}
		if h.year == 0 || !d.onlyDate(from, d.lineEnd(h.from)) {
			continue
		}
		out := Date{Mark: d.mark(h.from, h.to, High)}
		out.Value, out.Doubts, out.Conf = h.resolve("")
		return out
	}
	return Date{}
}
