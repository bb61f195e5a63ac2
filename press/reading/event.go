package reading

import (
	"slices"

	"rambu.id"
)

// mention is one word for an event.
type mention struct {
	kind     Kind
	from, to int
	weight   int
	planned  bool
}

// mentions finds the words for an event, with how much each says.
func (d *document) mentions() []mention {
	var out []mention
	title := -1
	for i := range d.tokens {
		t := d.tokens[i]
		if t.masked {
			continue
		}
		if title < 0 {
			title = t.line
		}
		m, ok := d.mention(i)
		if !ok {
			continue
		}
		from, to := d.sentence(i)
		switch {
		case t.line == title:
			m.weight = 3
		case t.sentence-d.tokens[0].sentence <= 6:
			m.weight = 3
		default:
			m.weight = 1
		}
		if d.has(from, to, eventVerbs()...) {
			m.weight += 2
		}
		m.planned = d.looksAhead(from, to)
		out = append(out, m)
	}
	return out
}

// looksAhead reports whether a sentence speaks of what is to come.
func (d *document) looksAhead(from, to int) bool {
	if d.has(from, to, "memimpin", "dipimpin", "menggelar", "hadir", "diikuti", "dihadiri") {
		return false
	}
	for i := from; i < to; i++ {
		if d.at(i) == "depan" && slices.Contains([]string{"pekan", "minggu", "bulan"}, d.at(i-1)) {
			return true
		}
	}
	return d.has(from, to, "akan", "rencana", "rencananya", "rencanakan", "dijadwalkan", "mendatang", "berikutnya")
}

// mention reads one word for an event.
func (d *document) mention(i int) (mention, bool) {
	m := mention{from: i, to: i + 1}
	switch d.at(i) {
	case "rakor", "rakorda", "rakorpim", "rakornas":
		m.kind = Coordination
	case "rapat":
		switch d.at(i + 1) {
		case "koordinasi":
			m.kind, m.to = Coordination, i+2
		case "umum", "akbar", "pleno": // a rally of the campaign; the session of another body
			return m, false
		default:
			m.kind = Meeting
		}
		return m, d.at(i-1) != "ruang"
	case "apel":
		m.kind = Assembly
		fruit := slices.Contains([]string{"harga", "buah", "jus", "kebun", "petani"}, d.at(i-1)) ||
			slices.Contains([]string{"malang", "merah", "hijau", "fuji", "impor"}, d.at(i+1))
		return m, !fruit
	case "kunjungan", "kunker", "berkunjung", "mengunjungi", "kunjungi", "sambangi", "menyambangi", "bertandang":
		m.kind = Visit
	}
	return m, m.kind != ""
}

// eventVerbs say that something was held.
func eventVerbs() []string {
	return []string{
		"menggelar", "digelar", "gelar", "memimpin", "dipimpin", "pimpin", "dilaksanakan", "melaksanakan", "berlangsung", "diikuti", "dihadiri", "mengikuti",
		"hadir", "menghadiri", "dibuka", "membuka", "mengumpulkan", "melakukan", "mengunjungi", "berkunjung", "pembina", "diselenggarakan", "menyelenggarakan",
		"disambut", "diterima", "bertempat",
	}
}

// event chooses the event and its day. A day belongs to the event when they share a sentence, or
// the day is the first the article tells without looking ahead or quoting somebody.
func (d *document) event(hits []hit, published rambu.Date, acts []Act) (Event, Date) {
	var out Event
	all := d.mentions()
	best := d.heaviest(all)
	day, on := d.eventDay(hits, published, best, acts)
	if best == nil {
		if len(acts) == 0 {
			on = Date{} // the day of nothing
		}
		return out, on
	}
	out.Mark, out.Kind = d.mark(best.from, best.to, Medium), best.kind
	if best.weight >= 5 {
		out.Conf = High
	}
	held := slices.ContainsFunc(all, func(m mention) bool { return m.kind == best.kind && !m.planned && m.weight > 3 })
	future := day >= 0 && published != "" && on.Value > published
	if !held && slices.ContainsFunc(all, func(m mention) bool { return m.planned }) || future {
		return Event{Mark: out.Mark, Planned: true}, Date{}
	}
	return out, on
}

// heaviest is the mention that stands for the kind the article is about.
func (d *document) heaviest(all []mention) *mention {
	sum := map[Kind]int{}
	for _, m := range all {
		sum[m.kind] += m.weight
	}
	if sum[Coordination] > 0 {
		sum[Coordination] += sum[Meeting] // "rapat" is then only the short word
		sum[Meeting] = 0
	}
	var kind Kind
	for _, k := range Kinds() {
		if sum[k] > sum[kind] {
			kind = k
		}
	}
	var best *mention
	for i := range all {
		m := &all[i]
		if m.kind == kind && (best == nil || m.weight > best.weight) {
			best = m
		}
	}
	if best != nil && sum[kind] < 3 {
		return nil
	}
	return best
}

// eventDay chooses the day, and returns its hit or -1.
func (d *document) eventDay(hits []hit, published rambu.Date, best *mention, acts []Act) (int, Date) {
	chosen, top := -1, 0
	for i, h := range hits {
		s := d.worth(h, published, best, acts)
		if s > top {
			chosen, top = i, s
		}
	}
	if chosen < 0 {
		return -1, Date{}
	}
	h := hits[chosen]
	on := Date{Mark: d.mark(h.from, h.to, High)}
	on.Value, on.Doubts, on.Conf = h.resolve(published)
	if top < 40 && on.Conf == High {
		on.Conf = Medium
	}
	return chosen, on
}

// worth says how much speaks for a date being the event's.
func (d *document) worth(h hit, published rambu.Date, best *mention, acts []Act) int {
	from, to := d.sentence(h.from)
	if d.onlyDate(from, to) {
		return 0
	}
	s := 10
	if h.weekday != none || h.relative != none {
		s += 20
	}
	for i := from; i < to; i++ {
		if m, ok := d.mention(i); ok && best != nil && m.kind == best.kind {
			s += 30
			break
		}
	}
	if slices.ContainsFunc(acts, func(a Act) bool { return a.Span[0] < d.tokens[to-1].end && a.Span[1] > d.tokens[from].start }) {
		s += 25
	}
	if d.has(from, to, eventVerbs()...) {
		s += 10
	}
	s -= min(d.tokens[h.from].sentence, 20) / 2
	if d.ahead(h) {
		s -= 60
	}
	if d.spoken(h, from) {
		s -= 40
	}
	day, _, _ := h.resolve(published)
	if day != "" && published != "" && day > published {
		s -= 20
	}
	return s
}

// ahead reports whether the words before a date look forward or name a beginning or an end.
func (d *document) ahead(h hit) bool {
	from, _ := d.sentence(h.from)
	near := max(from, h.from-4)
	return h.next || d.has(near, h.from, "sejak", "hingga", "sampai", "mulai", "terhitung", "paling", "sebelum", "menjelang", "per", "diterima") ||
		d.has(max(from, h.from-8), h.from, "pencoblosan", "pemungutan", "dijadwalkan", "akan", "tahun") ||
		d.has(h.to, h.to+2, "mendatang", "nanti", "depan")
}

// spoken reports whether the date tells when somebody said it: "kata X, Senin (7/10)".
func (d *document) spoken(h hit, from int) bool {
	for i := max(from, h.from-14); i < h.from; i++ {
		if isSaid(d.at(i)) {
			return true
		}
	}
	return false
}
