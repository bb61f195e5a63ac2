package reading

import (
	"slices"
	"strings"

	"rambu.id/roster"
	"rambu.id/roster/match"
)

// officePhrases are the words for an office.
func officePhrases() phrases {
	p := phrases{}
	for office, texts := range map[string][]string{
		"gubernur": {"gubernur"}, "wakil-gubernur": {"wakil gubernur", "wagub"},
		"bupati": {"bupati"}, "wakil-bupati": {"wakil bupati", "wabup"},
		"wali-kota": {"wali kota", "walikota"}, "wakil-wali-kota": {"wakil wali kota", "wakil walikota", "wawali", "wawalkot"},
		"sekda":   {"sekda", "sekdakab", "sekdako", "sekdaprov", "sekretaris daerah"},
		"asisten": {"asisten"}, "staf-ahli": {"staf ahli"},
		"kepala-opd": {
			"kepala dinas", "kadis", "kepala badan", "kaban", "kepala opd", "kepala perangkat daerah", "kepala organisasi perangkat daerah", "pimpinan opd",
			"kepala skpd", "kepala bkpsdm", "kepala bkd", "kepala satpol", "kasatpol", "inspektur", "kepala bappeda", "kadisdik", "kadinkes",
		},
		"kepala-bagian": {"kepala bagian", "kabag"},
		"camat":         {"camat", "panewu", "kepala distrik"}, "sekcam": {"sekcam", "sekretaris camat"},
		"lurah": {"lurah"},
		"kepala-desa": {
			"kepala desa", "kades", "pangulu", "keuchik", "geuchik", "wali nagari", "kepala pekon", "peratin", "kepala kampung", "perbekel", "petinggi",
			"kepalo tiyuh", "hukum tua", "sangadi", "kepala lembang", "kuwu",
		},
		"kepala-uptd": {"kepala uptd"}, "kepala-sekolah": {"kepala sekolah", "kepsek"}, "kepala-puskesmas": {"kepala puskesmas"},
		"menteri": {"menteri", "menteri dalam negeri", "mendagri", "menpan"}, "wakil-menteri": {"wakil menteri", "wakil menteri dalam negeri", "wamendagri", "wamen"},
		"ketua-dprd": {"ketua dprd", "ketua dprk", "ketua dpra"}, "ketua-kpu": {"ketua kpu", "ketua kip"}, "ketua-bawaslu": {"ketua bawaslu", "ketua panwaslih"},
		"kapolres": {"kapolres", "kapolresta", "kapolrestabes"}, "kapolda": {"kapolda"}, "dandim": {"dandim"},
		"":       {"inspektur upacara"}, // who leads an assembly, not the head of Inspektorat
		"kajari": {"kajari", "kepala kejaksaan negeri"}, "dirjen": {"dirjen", "direktur jenderal"},
	} {
		for _, t := range texts {
			p.add(t, office)
		}
	}
	return p
}

// RosterOffice is the office of a text as the roster calls it.
func RosterOffice(office string) string {
	switch office {
	case "bupati", "wali-kota":
		return "kepala-daerah"
	case "wakil-bupati", "wakil-wali-kota":
		return "wakil-kepala-daerah"
	}
	return office
}

// posts finds the posts of the article: each way of naming one, at its first mention.
func (r *Reader) posts(d *document, held []Held) []Post {
	var out []Post
	areas, headline := d.areas(), d.head.Span[1]
	for i := 0; i < len(d.tokens); i++ {
		if d.tokens[i].masked {
			continue
		}
		mode, n := d.mode(i)
		office, words := r.offices.find(d, i+n)
		if words == 0 {
			continue
		}
		if office == "" || n == 0 && d.noPost(i) || d.candidate(i) {
			i += n + words - 1
			continue
		}
		p := Post{Mark: d.mark(i, i+n+words, High), Office: office, Mode: mode, Slips: []Slip{}}
		i = r.alias(d, i+n+words, office)
		if d.tokens[i-1].start >= headline { // in a headline every word has a capital
			p.Name = r.nameAfter(d, i, areas)
		}
		i--
		k := slices.IndexFunc(out, func(o Post) bool { return o.Office == office && o.Mode == mode })
		if k < 0 {
			out = append(out, p)
		} else if out[k].Name == "" {
			out[k].Name = p.Name
		}
	}
	for i := range out {
		out[i].slips(held)
	}
	return out
}

// mode reads "Plt.", "Penjabat (Pj)" and the like, and how many tokens they take.
func (d *document) mode(i int) (roster.Mode, int) {
	n := 1
	var m roster.Mode
	switch d.at(i) {
	case "plt", "plh", "pj", "pjs":
		m = roster.Mode(d.at(i))
	case "pelaksana":
		n = 2
		switch d.at(i + 1) {
		case "tugas":
			m = roster.Plt
		case "harian":
			m = roster.Plh
		}
	case "penjabat", "pejabat":
		m = roster.Pj
		if d.at(i+1) == "sementara" {
			m, n = roster.Pjs, 2
		} else if d.at(i) == "pejabat" && d.at(i+1) != "(" {
			return "", 0 // "pejabat" alone is any official
		}
	}
	if m == "" {
		return "", 0
	}
	if d.at(i+n) == "." {
		n++
	}
	if d.at(i+n) == "(" && isMode(strings.TrimSuffix(d.at(i+n+1), ".")) {
		m = roster.Mode(d.at(i + n + 1))
		n += 2
		for d.at(i+n) == "." || d.at(i+n) == ")" {
			n++
		}
	}
	return m, n
}

func isMode(w string) bool { return w == "plt" || w == "plh" || w == "pj" || w == "pjs" }

// noPost reports whether the word names a building, an election or a past holder.
func (d *document) noPost(i int) bool {
	switch d.at(i - 1) {
	case "kantor", "dinas", "pendopo", "aula", "gedung", "balai", "halaman", "mantan", "bekas", "eks", "pemilihan", "pilkada", "kompleks", "komplek", "jabatan", "ahli":
		return d.at(i-1) != "dinas" || d.at(i-2) == "rumah"
	}
	return false
}

// candidate reports whether a candidate for the post is meant.
func (d *document) candidate(i int) bool {
	switch d.at(i - 1) {
	case "calon", "cawagub", "cabup", "bacalon", "paslon", "mantan":
		return true
	}
	return d.at(i-1) == "dan" && d.at(i-3) == "calon"
}

// alias steps over the short form of the same post in brackets: "Sekretaris Daerah (Sekda)".
func (r *Reader) alias(d *document, i int, office string) int {
	if d.at(i) != "(" {
		return i
	}
	same, n := r.offices.find(d, i+1)
	if n == 0 || same != office || d.at(i+1+n) != ")" {
		return i
	}
	return i + n + 2
}

// mostAreas bounds the words of the area; an article has a handful.
const mostAreas = 60

// areas are the words that name the article's own region: those of its dateline, and what follows
// "Kabupaten", "Pemkab" and the like.
func (d *document) areas() []string {
	var out []string
	for i := range d.tokens {
		switch d.at(i) {
		case "kabupaten", "kota", "pemkab", "pemkot", "pemda", "provinsi", "pemprov", "bawaslu", "kpu", "kecamatan":
			for k := i + 1; k < len(d.tokens) && k <= i+2 && d.tokens[k].capital && d.tokens[k].line == d.tokens[i].line; k++ {
				if len(out) < mostAreas && !slices.Contains(out, d.at(k)) {
					out = append(out, d.at(k))
				}
			}
		}
	}
	return append(out, "kabupaten", "kota", "provinsi", "kecamatan", "daerah", "desa")
}

// nameAfter is the name behind a post: a run of capitals without the area's words, behind a comma
// when there are two. A guess for the page and the comparison with the roster, nothing more.
func (r *Reader) nameAfter(d *document, i int, areas []string) string {
	first, k := r.capitals(d, i, areas)
	if d.at(k) == "," {
		if second, _ := r.capitals(d, k+1, nil); strings.Contains(second, " ") || first == "" {
			return second
		}
	}
	return first
}

// longestName is how many tokens a name with its titles has.
const longestName = 8

// capitals is the run of capitals at a token without words of the area in front, and where it ends.
func (r *Reader) capitals(d *document, i int, areas []string) (string, int) {
	if i == 0 || i >= len(d.tokens) {
		return "", i
	}
	for i < len(d.tokens) && slices.Contains(areas, d.at(i)) && d.tokens[i].sentence == d.tokens[i-1].sentence {
		i++
	}
	k := i
	for ; k < len(d.tokens) && k < i+longestName && d.tokens[k].sentence == d.tokens[i-1].sentence; k++ {
		t := d.tokens[k]
		if _, n := r.offices.find(d, k); n > 0 || !t.capital && (t.word != "." || k == i || !short(d.at(k-1))) {
			break
		}
	}
	if k == i {
		return "", i
	}
	return d.text[d.tokens[i].start:d.tokens[k-1].end], k
}

// slips says what looks wrong in the way a post is named: by the words alone, beside the other
// mentions, and against the roster of the day.
func (p *Post) slips(held []Held) {
	add := func(s Slip) {
		if !slices.Contains(p.Slips, s) {
			p.Slips = append(p.Slips, s)
		}
	}
	// The deputy who stands in for a head on leave is Plt. Bupati; a deputy's post has no Plt
	// (UU 23/2014 Pasal 65 ayat (4), Pasal 66 ayat (1) huruf c).
	if strings.HasPrefix(p.Office, "wakil-") && p.Office != "wakil-menteri" && p.Mode != "" {
		add(DeputyActing)
	}
	// UU 6/2014 Pasal 46 and 47: penjabat kepala desa.
	if p.Office == "kepala-desa" && p.Mode == roster.Pjs {
		add(VillagePjs)
	}
	p.against(held, add)
}

// sameName is how alike two names are before they are taken for one.
const sameName = 0.92

// against compares with the roster, for the one post of its kind: who is "the camat" of many
// nobody can say.
func (p *Post) against(held []Held, add func(Slip)) {
	var same, named []Held
	for _, h := range held {
		if h.Office == RosterOffice(p.Office) {
			same = append(same, h)
		}
		if p.Name != "" && h.Name != "" && nameIn(h.Name, p.Name) {
			named = append(named, h)
		}
	}
	switch {
	case len(named) == 1 && named[0].Office == RosterOffice(p.Office) && modeOf(named[0]) != p.Mode:
		p.Roster = named[0].Title
		add(differs(p.Mode))
	case len(named) == 1 && named[0].Office != RosterOffice(p.Office):
		p.Roster = named[0].Title
		if !slices.Contains(p.Slips, DeputyActing) {
			add(HolderOther)
		}
	case len(named) == 0 && len(same) == 1 && same[0].Name != "" && p.Name != "":
		p.Roster = same[0].Title
		add(HolderOther)
	case len(named) == 0 && len(same) == 1 && modeOf(same[0]) != p.Mode && p.Mode != "":
		p.Roster = same[0].Title
		add(differs(p.Mode))
	}
}

func differs(m roster.Mode) Slip {
	if m == "" {
		return NotActing
	}
	return ModeDiffers
}

// modeOf is the mode as a text would name it: a definitive holder has none.
func modeOf(h Held) roster.Mode {
	if h.Mode.Acting() {
		return h.Mode
	}
	return ""
}

// nameIn reports whether a name of the roster is the one the text gives.
func nameIn(name, text string) bool {
	a, b := strings.Fields(fold(name)), strings.Fields(fold(text))
	if len(a) == 0 || len(b) < len(a) {
		return false
	}
	want := strings.Join(a, " ")
	for i := 0; i+len(a) <= len(b); i++ {
		if match.JaroWinkler(want, strings.Join(b[i:i+len(a)], " ")) >= sameName {
			return true
		}
	}
	return false
}
