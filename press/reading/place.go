package reading

import "slices"

// placePhrases are the words a place of an event begins with.
func placePhrases() phrases {
	p := phrases{}
	for _, w := range []string{
		"aula", "halaman", "lapangan", "pendopo", "pendapa", "balai", "balei", "gedung", "ruang", "kantor", "hotel", "alun - alun", "alun", "plaza", "rumah dinas",
		"rumah jabatan", "kompleks", "komplek", "stadion", "gor", "graha", "auditorium", "ballroom", "puskesmas", "sekretariat", "masjid", "rsud", "pasar",
		"mal", "taman", "bangsal", "lamin", "dermaga", "pelabuhan", "sekolah", "kampus", "universitas", "posko", "pagar",
	} {
		p.add(w, w)
	}
	return p
}

// longestPlace is how many tokens a place has.
const longestPlace = 12

// place chooses where the event was, or where an act somebody is suspected of was.
func (r *Reader) place(d *document, out Reading) Mark {
	best, top := Mark{}, 0
	for i := range d.tokens {
		t := d.tokens[i]
		_, n := r.places.find(d, i)
		if t.masked || t.speech || n == 0 || !d.locates(i) {
			continue
		}
		from, to := d.sentence(i)
		s := 0
		for k := from; k < to; k++ {
			if m, ok := d.mention(k); ok && m.kind == out.Event.Kind {
				s += 30
				break
			}
		}
		span := [2]int{d.tokens[from].start, d.tokens[to-1].end}
		if slices.ContainsFunc(out.Acts, func(a Act) bool { return out.Event.Kind == "" && a.Span[0] < span[1] && a.Span[1] > span[0] }) {
			s += 30
		}
		if out.Event.Kind != "" && out.On.Found() && out.On.Span[0] >= span[0] && out.On.Span[1] <= span[1] {
			s += 25
		}
		if out.Event.Kind != "" && d.has(from, to, eventVerbs()...) {
			s += 10
		}
		if s -= min(t.sentence, 20) / 2; s > top {
			best, top = d.mark(i, d.placeEnd(i), Medium), s
			if s >= 50 {
				best.Conf = High
			}
		}
	}
	return best
}

// locates reports whether the words before say that something is there.
func (d *document) locates(i int) bool {
	switch d.at(i - 1) {
	case "di", "bertempat", "mengunjungi", "kunjungi", "meninjau", "tinjau", "sambangi", "menyambangi":
		return true
	case "ke":
		return d.has(i-3, i-1, "berkunjung", "kunjungan", "kerja", "bertandang")
	}
	return false
}

// placeEnd is where the name of a place ends.
func (d *document) placeEnd(i int) int {
	k := i + 1
	for ; k < len(d.tokens) && k < i+longestPlace && d.tokens[k].line == d.tokens[i].line; k++ {
		switch d.at(k) {
		case ",", ".", "(", ")", ";", ":", "pada", "untuk", "dalam", "yang", "dan", "dengan", "guna", "oleh", "menjelang", "dipimpin", "diikuti", "dihadiri",
			"bersama", "serta", "setelah", "usai", "sebelum", "saat", "ketika", "beserta", "kemarin", "tadi", "dua", "hari", "sekitar", "mengenai", "terkait":
			if !d.tokens[k].capital { // "Balai Bersama" is a name
				return k
			}
		}
		if h := (hit{}); d.weekday(&h, k) > 0 || isQuote(d.at(k)) {
			return k
		}
	}
	return k
}
