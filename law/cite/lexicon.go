package cite

import (
	"strings"

	"rambu.id/law"
)

// word is the number of a word in the lexicon; spellings and slips of one word share it.
type word uint16

// Words of the grammar. Kinds and names of regulations come from the pack.
const (
	none word = iota
	pasal
	ayat
	huruf
	angka
	point // "butir", "poin": a letter or a number follows
	lampiran
	penjelasan
	nomor
	tahun
	tentang
	dan
	joined // "jo", "juncto"
	sampai
	dengan
	atas
	sebagaimana
	republic
	indonesia
	firstOfPack
)

// spellings of the words above, with the slips and short forms people write.
func spellings() map[word]string {
	return map[word]string{
		pasal:       "pasal psl ps fasal pasl psal pasla paasl pasaal passal pasall apsal",
		ayat:        "ayat ayt ay aya",
		huruf:       "huruf hrf hurup huruff hururf",
		angka:       "angka angkat agka",
		point:       "butir poin point",
		lampiran:    "lampiran",
		penjelasan:  "penjelasan",
		nomor:       "nomor no nomer nmr nomot nomro nomr nmor nomoor",
		tahun:       "tahun thn th taun tahn tahu tahunn tauhn thun",
		tentang:     "tentang ttg tetang tentng tentnag",
		dan:         "dan serta atau maupun",
		joined:      "jo juncto junto yuncto",
		sampai:      "sampai hingga",
		dengan:      "dengan",
		atas:        "atas",
		sebagaimana: "sebagaimana yang",
		republic:    "republik ri",
		indonesia:   "indonesia",
	}
}

// role is what a word does beside a citation; a word may have several.
type role uint16

const (
	inside   role = 1 << iota // "dalam": an article stands inside a law
	ruled                     // "diatur dalam"
	narrower                  // "khususnya": an article follows the law it belongs to
	pointing                  // "tersebut": what was named before
	rule                      // "peraturan tersebut": the law that was named before
	foreign                   // texts with articles that are no law: a contract, a house
	counted                   // what is counted, so that the number before it is no article
	ends                      // ends the title of a law
	changing                  // begins the title of a law that changes another
	street                    // "Gang Pasal 3" is an address
)

// roleWords are the words of each role.
func roleWords() map[role]string {
	return map[role]string{
		inside:   "dari dalam pada di",
		ruled:    "diatur dimaksud dimuat tercantum termuat tertuang ketentuan",
		narrower: "khususnya tepatnya utamanya terutama yakni yaitu juga misalnya pada dalam di",
		pointing: "tersebut itu ini dimaksud tadi",
		rule:     "aturan ketentuan regulasi beleid peraturan",
		foreign:  "perjanjian kontrak rumah polis akta tatib statuta ad anggaran tata nota mou kesepakatan novel buku naskah nama bernama berjudul",
		counted: "januari februari maret april mei juni juli agustus september oktober november desember orang hari minggu pekan bulan jam menit kali persen " +
			"desa kelurahan kecamatan kabupaten kota provinsi asn pns pppk pegawai kepala camat lurah pasang pasangan laporan kasus perkara juta ribu miliar rupiah hal tahap nama saksi " +
			"anggota warga kursi tps suara unit lembar dokumen pelapor terlapor pejabat terduga tersangka bukti paslon partai instansi peserta titik poster baliho wib wita wit meter km paket buah tahun lainnya",
		ends: "yang yg menyebutkan menyatakan mengatur menegaskan menjelaskan melarang mewajibkan adalah telah sudah bahwa juga tidak wajib harus dapat akan agar maka oleh untuk bagi " +
			"berbunyi dilarang bisa karena sehingga ketika saat tetapi namun tersebut itu ini pasal sebagaimana",
		changing: "perubahan penetapan pencabutan",
		street:   "jalan jl gang gg lorong dusun",
	}
}

// node is a step in a tree of words.
type node struct {
	next  map[word]*node
	kind  *kind
	regs  []string // regulations with this name
	plain *law.PlainWord
}

func (n *node) grow(w word) *node {
	if n.next == nil {
		n.next = map[word]*node{}
	}
	if n.next[w] == nil {
		n.next[w] = &node{}
	}
	return n.next[w]
}

// kind is a kind of regulation with the names of its regulations, the kind itself left out:
// "asn" under "uu".
type kind struct {
	law.RegulationKind
	names node
}

// lexicon holds every word the guard knows. It does not change after it is built.
type lexicon struct {
	words map[string]word
	tree  node             // kinds and sanction words
	kinds map[string]*kind // by name
	order []*kind          // as the pack lists them
	byID  []string         // word by its number
	roles []role           // by the number of the word
}

func newLexicon(p *law.Pack) *lexicon {
	lex := &lexicon{words: map[string]word{}, kinds: map[string]*kind{}, byID: make([]string, firstOfPack), roles: make([]role, firstOfPack)}
	for w, spelled := range spellings() {
		for i, s := range strings.Fields(spelled) {
			lex.words[s] = w
			if i == 0 {
				lex.byID[w] = s
			}
		}
	}
	for r, listed := range roleWords() {
		for s := range strings.FieldsSeq(listed) {
			lex.roles[lex.learn(s)] |= r
		}
	}
	for _, k := range p.RegulationKinds() {
		lex.addKind(k)
	}
	for _, r := range p.Regulations() {
		lex.addNames(r)
	}
	for _, w := range p.PlainWords() {
		for _, written := range append([]string{w.Word}, w.Also...) {
			lex.path(&lex.tree, written).plain = &w
		}
	}
	lex.addSlips()
	return lex
}

func (lex *lexicon) addKind(k law.RegulationKind) {
	known := &kind{RegulationKind: k}
	lex.kinds[k.Name] = known
	lex.order = append(lex.order, known)
	for _, written := range k.Written {
		lex.path(&lex.tree, written).kind = known
	}
}

// addNames gives a kind the nicknames and titles of its regulations. A name begins with a
// spelling of its kind, which is left out: people write "UU" and "Undang-Undang" for it.
func (lex *lexicon) addNames(r law.Regulation) {
	k := lex.kinds[r.Kind]
	for _, name := range r.Names {
		rest := name
		for _, written := range k.Written {
			if cut, ok := strings.CutPrefix(name, written+" "); ok {
				rest = cut
				break
			}
		}
		n := lex.path(&k.names, rest)
		n.regs = append(n.regs, r.ID)
	}
	n := lex.path(&k.names, r.TitleID)
	if len(n.regs) == 0 || n.regs[len(n.regs)-1] != r.ID {
		n.regs = append(n.regs, r.ID)
	}
}

// path walks the words of a text from a node and makes the steps that are missing.
func (lex *lexicon) path(n *node, text string) *node {
	for _, s := range parts(text) {
		n = n.grow(lex.learn(s))
	}
	return n
}

// learn returns the number of a word, and gives it one when it is new.
func (lex *lexicon) learn(s string) word {
	w, ok := lex.words[s]
	if !ok {
		w = word(len(lex.byID))
		lex.words[s] = w
		lex.byID = append(lex.byID, s)
		lex.roles = append(lex.roles, 0)
	}
	return w
}

// parts cuts a text of the pack as scan cuts any text, in small letters and without marks.
func parts(text string) []string {
	var out []string
	for _, t := range scan(text, &lexicon{}) {
		if t.class != mark {
			out = append(out, strings.ToLower(text[t.start:t.end]))
		}
	}
	return out
}

// word looks a token up without allocating.
func (lex *lexicon) word(s string, fold *[longest]byte) word {
	if len(s) > longest {
		return none
	}
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		fold[i] = c
	}
	return lex.words[string(fold[:len(s)])]
}

// shortestSlip is how long a word must be before a slip in it is still that word.
const shortestSlip = 6

// addSlips teaches one slip per long word of a kind: a letter left out, doubled, or two
// exchanged. A slip that is a word itself is none.
func (lex *lexicon) addSlips() {
	long := map[string]word{}
	lex.tree.eachWord(func(w word) {
		if s := lex.byID[w]; len(s) >= shortestSlip {
			long[s] = w
		}
	})
	slips := map[string]word{}
	for s, w := range long {
		for i := range len(s) {
			slips[s[:i]+s[i+1:]] = w
			slips[s[:i]+s[i:i+1]+s[i:]] = w
			if i+1 < len(s) {
				slips[s[:i]+s[i+1:i+2]+s[i:i+1]+s[i+2:]] = w
			}
		}
	}
	for _, real := range []string{"udang", "undan", "residen", "darah"} {
		delete(slips, real)
	}
	for s, w := range slips {
		if _, taken := lex.words[s]; !taken {
			lex.words[s] = w
		}
	}
}

func (n *node) eachWord(f func(word)) {
	for w, next := range n.next {
		f(w)
		next.eachWord(f)
	}
}
