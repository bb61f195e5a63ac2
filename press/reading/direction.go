package reading

import (
	"slices"
	"strings"
)

// isSaid reports whether a word brings direct speech.
func isSaid(w string) bool {
	switch strings.TrimSuffix(w, "nya") {
	case "kata", "ujar", "ucap", "tutur", "tegas", "ungkap", "imbuh", "pesan", "jelas", "tambah", "lanjut", "pungkas", "tandas", "sebut", "papar", "terang",
		"ajak", "tutup", "pinta", "beber", "jelaskan", "menurut":
		return true
	}
	return false
}

// orders are the words that make direct speech an instruction.
func orders() []string {
	return []string{
		"harus", "wajib", "jangan", "dilarang", "pastikan", "minta", "diminta", "tolong", "mari", "titip", "hendaknya", "laporkan", "jaga", "jagalah", "pegang",
		"siapkan", "hindari", "tingkatkan", "perintahkan", "instruksikan", "dorong",
	}
}

// tells are the verbs that report an instruction.
func tells() []string {
	return []string{
		"meminta", "mengingatkan", "mengimbau", "menghimbau", "menginstruksikan", "memerintahkan", "menegaskan", "menekankan", "mengajak", "mewajibkan", "berpesan",
		"melarang",
	}
}

// staff are those who can be told.
func staff() []string {
	return []string{
		"asn", "pns", "pppk", "pegawai", "kepala", "opd", "camat", "lurah", "kades", "pjs", "pj", "penjabat", "desa", "perangkat", "guru", "staf", "aparatur", "jajaran", "unsur",
		"pihak", "pangulu", "organisasi", "kita", "instansi", "dinas", "thls", "honorer", "peserta", "aparat", "sekretariat", "forkopimda",
	}
}

// directions finds what officials are told to do, quoted and reported.
func (d *document) directions() []Direction {
	var out []Direction
	for _, q := range d.quotes {
		if d.tokens[q[0]].masked || q[1]-q[0] < 3 || !d.orders(q[0], q[1]) {
			continue
		}
		out = append(out, Direction{Mark: d.mark(q[0], d.trim(q[0], q[1]), High), Quoted: true, By: d.speaker(q[1])})
	}
	title := -1
	for i := range d.tokens {
		t := d.tokens[i]
		if title < 0 && !t.masked {
			title = t.line
		}
		if t.masked || t.speech || t.line == title {
			continue
		}
		if _, end := d.sentence(i); d.asked(i) || slices.Contains(tells(), t.word) && d.told(i, end) {
			out = append(out, Direction{Mark: d.mark(i, d.trim(i, end), Medium), By: d.before(i)})
		}
	}
	slices.SortFunc(out, func(a, b Direction) int { return a.Span[0] - b.Span[0] })
	return apart(out)
}

// apart drops what lies inside another.
func apart(all []Direction) []Direction {
	var out []Direction
	for _, x := range all {
		if n := len(out); n == 0 || x.Span[0] >= out[n-1].Span[1] {
			out = append(out, x)
		}
	}
	return out
}

func (d *document) orders(from, to int) bool {
	if d.has(from, to, orders()...) {
		return true
	}
	for i := from; i+1 < to; i++ {
		if (i == from || d.at(i-1) == "," || d.at(i-1) == ".") && imperative(d.at(i)) {
			return true
		}
		if (d.at(i) == "tidak" || d.at(i) == "tak") && d.at(i+1) == "boleh" && d.at(i-1) != "bukan" {
			return true
		}
	}
	return false
}

// imperative reports whether a word that begins a clause is a bare verb: "lepaskan", "laporkanlah".
func imperative(w string) bool {
	switch w {
	case "bukan", "akan", "ikan", "silakan", "silahkan", "setelah", "telah", "adalah", "masalah", "inilah", "itulah", "jumlah", "melainkan", "sedangkan", "bahkan":
		return false
	}
	return len(w) > 5 && (strings.HasSuffix(w, "kan") || strings.HasSuffix(w, "lah")) && !begins(w, "me", "di", "ber", "ter", "ku", "kita")
}

// asked reports whether those who stand before a passive verb are staff: "para camat diminta".
func (d *document) asked(i int) bool {
	switch d.at(i) {
	case "diminta", "diinstruksikan", "diwajibkan", "diimbau", "diingatkan", "diperintahkan":
		from, _ := d.sentence(i)
		return d.has(max(from, i-4), i, staff()...)
	}
	return false
}

// told reports whether a verb addresses staff and says what to do.
func (d *document) told(i, end int) bool {
	who := false
	for k := i + 1; k < min(end, i+7); k++ {
		who = who || slices.Contains(staff(), d.at(k))
		if !who {
			continue
		}
		switch d.at(k + 1) {
		case "agar", "supaya", "untuk", "tidak", "jangan", "dilarang", "harus", "wajib":
			return true
		}
		if w := d.at(k + 1); len(w) > 5 && (strings.HasPrefix(w, "mem") || strings.HasPrefix(w, "men")) {
			return true
		}
	}
	return who && d.has(i, end, "agar", "supaya") || d.has(i+1, i+3, "agar", "supaya") && d.has(i, min(end, i+8), staff()...)
}

// trim leaves the full stop or comma at the end out.
func (d *document) trim(from, end int) int {
	for end-1 > from && (d.at(end-1) == "." || d.at(end-1) == ",") {
		end--
	}
	return end
}

// speaker is whom the words behind a quotation name.
func (d *document) speaker(i int) string {
	for k := i; k < len(d.tokens) && k < i+5 && d.tokens[k].line == d.tokens[i-1].line; k++ {
		if isSaid(d.at(k)) {
			return d.capitals(k + 1)
		}
	}
	return ""
}

// before is who stands right before a reporting verb: "Sekda juga meminta".
func (d *document) before(i int) string {
	end := i
	for d.has(end-1, end, "juga", "kembali", "pun", "turut", "lantas", "kemudian") {
		end--
	}
	from := end
	for from > 0 && from > end-4 && d.tokens[from-1].capital && d.tokens[from-1].sentence == d.tokens[i].sentence {
		from--
	}
	if from == end || d.has(from, end, "ia", "dia", "beliau", "poin") {
		return ""
	}
	return d.text[d.tokens[from].start:d.tokens[end-1].end]
}

// capitals is the run of capitals at a token, three at most.
func (d *document) capitals(i int) string {
	k := i
	for k < len(d.tokens) && k < i+3 && d.tokens[k].capital && d.tokens[k].sentence == d.tokens[i-1].sentence {
		k++
	}
	if k == i {
		return ""
	}
	return d.text[d.tokens[i].start:d.tokens[k-1].end]
}
