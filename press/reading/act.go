package reading

import "slices"

// actRule finds the words for one kind of act: one of verbs, and one of objects at most window
// tokens behind it, or before it when either is set. Without verbs an object suffices.
type actRule struct {
	kind    string
	verbs   []string
	objects phrases
	window  int
	either  bool
}

func list(texts ...string) phrases {
	p := phrases{}
	for _, t := range texts {
		p.add(t, t)
	}
	return p
}

// actRules maps everyday words to the kinds of acts of the law pack. It proposes a kind; what an
// act is in law, and whether it is one, people say. Being away from a meeting is not among them:
// the law counts days without leave, and the meeting keeps its own presence.
func actRules() []actRule {
	side := []string{"calon", "paslon", "pasangan", "kandidat", "cabup", "cawabup", "cagub", "cawalkot", "petahana"}
	return []actRule{
		{"banner", []string{"memasang", "pasang", "dipasang", "terpasang", "ditemukan", "menempel", "menempelkan", "memasangkan"}, list("baliho", "spanduk", "alat peraga", "apk", "poster", "banner", "stiker"), 10, true},
		{"social-media-interaction", []string{"mengunggah", "unggah", "menyukai", "membagikan", "berkomentar", "mengomentari", "memposting", "menyebarkan", "mengirim"}, list("unggahan", "grup", "facebook", "instagram", "tiktok", "whatsapp", "media sosial", "medsos", "konten", "postingan", "status"), 10, false},
		{"online-promotion", []string{"mempromosikan", "promosi", "promosikan"}, list(side...), 8, false},
		{"photo-with-candidate", []string{"foto", "berfoto", "berpose", "swafoto", "selfie"}, list(side...), 10, false},
		{"attend-with-support", []string{"menghadiri", "hadir", "mengikuti"}, list("deklarasi"), 5, false},
		{"take-part-in-activity", []string{"ikut", "mengikuti", "ikuti", "menghadiri", "hadir", "terlibat", "melakukan"}, list("kampanye", "berkampanye", "mengampanyekan calon"), 4, false},
		{"empty-box-campaign", []string{"mengampanyekan", "kampanyekan", "mengkampanyekan", "kampanye"}, list("kolom kosong", "kotak kosong"), 4, false},
		{"team-or-consultant", []string{"tercantum", "menjadi", "anggota", "masuk", "tergabung", "jadi", "bergabung"}, list("tim pemenangan", "tim sukses", "timses", "tim ahli", "konsultan"), 8, false},
		{"party-member", []string{"anggota", "pengurus", "kader"}, list("partai", "parpol"), 3, false},
		{"id-copy-or-support-letter", nil, list("surat dukungan", "fotokopi ktp", "mengumpulkan ktp"), 0, false},
		{"partisan-meeting-or-gift", []string{"membagikan", "bagi", "bagikan", "pembagian", "membagi", "memberikan", "bagi-bagi"}, list("sembako", "uang", "amplop", "beras", "minyak", "bingkisan"), 5, false},
		{"partisan-meeting-or-gift", []string{"mengumpulkan", "kumpulkan", "mengajak", "mengarahkan", "arahkan"}, list("mendukung", "dukung", "memilih", "memenangkan"), 18, false},
		{"mobilise-staff", []string{"mengerahkan", "kerahkan", "memobilisasi", "mobilisasi", "pengerahan"}, list("asn", "pegawai", "perangkat", "guru", "staf", "kades", "kepala", "honorer"), 6, false},
		{"state-facilities", []string{"mobil", "kendaraan", "randis", "fasilitas", "gedung"}, list("dinas", "negara", "berpelat merah", "pemerintah", "kantor"), 3, false},
		{"replace-officials", []string{"mutasi", "merotasi", "melantik", "pelantikan", "mengganti"}, list("tanpa persetujuan", "tanpa izin"), 14, false},
		{"use-of-programmes", []string{"bansos", "bantuan", "program"}, list(side...), 12, false},
	}
}

// ActKinds are the kinds of acts a text can be read to suspect.
func ActKinds() []string {
	var out []string
	for _, r := range actRules() {
		if !slices.Contains(out, r.kind) {
			out = append(out, r.kind)
		}
	}
	return out
}

// suspected finds the acts the article says somebody is suspected of. What is forbidden, asked
// about or warned of is none, nor is what stands in a headline alone.
func (r *Reader) suspected(d *document) []Act {
	var out []Act
	for i := 0; i < len(d.tokens); {
		from, to := d.sentence(i)
		i = to
		if d.tokens[from].masked || !d.alleged(from, to) || !d.official(from, to) {
			continue
		}
		for _, rule := range r.acts {
			a, b, ok := d.act(rule, from, to)
			if !ok || d.warned(from, a) || rule.kind == "state-facilities" && !d.partisan(from, to) {
				continue
			}
			act := Act{Mark: d.mark(a, b, Medium), Kind: rule.kind}
			switch k := slices.IndexFunc(out, func(o Act) bool { return o.Kind == rule.kind }); {
			case k < 0:
				out = append(out, act)
			case out[k].Span[1] <= d.head.Span[1]:
				out[k] = act // the body says it better than the headline
			}
		}
	}
	return out
}

// act finds the words of a rule in a sentence.
func (d *document) act(rule actRule, from, to int) (int, int, bool) {
	for i := from; i < to; i++ {
		if d.tokens[i].speech {
			continue
		}
		if len(rule.verbs) == 0 {
			if _, n := rule.objects.find(d, i); n > 0 {
				return i, i + n, true
			}
			continue
		}
		if !slices.Contains(rule.verbs, d.at(i)) {
			continue
		}
		for k := i + 1; k < min(to, i+1+rule.window); k++ {
			if _, n := rule.objects.find(d, k); n > 0 {
				return i, min(k+n, to), true
			}
		}
		for k := i - 1; rule.either && k >= max(from, i-rule.window); k-- {
			if _, n := rule.objects.find(d, k); n > 0 {
				return k, i + 1, true
			}
		}
	}
	return 0, 0, false
}

// alleged reports whether a sentence says that somebody is suspected or was seen.
func (d *document) alleged(from, to int) bool {
	return d.has(from, to, "diduga", "dugaan", "menduga", "disangka", "dilaporkan", "melaporkan", "laporan", "terlihat", "kedapatan", "viral", "beredar", "tertangkap",
		"ditemukan", "disebut", "tercantum", "dituding", "tampak", "terekam", "dipergoki")
}

// official reports whether a sentence speaks of somebody the rules bind, or of what is the state's.
func (d *document) official(from, to int) bool {
	return d.has(from, to, "asn", "pns", "pppk", "camat", "lurah", "kades", "kepala", "guru", "pegawai", "oknum", "pejabat", "perangkat", "honorer", "thls", "kadis",
		"sekda", "bupati", "pangulu", "kabid", "kabag", "sekcam", "staf", "dinas", "bidan", "negara", "penjabat")
}

// partisan reports whether a sentence brings in the contest.
func (d *document) partisan(from, to int) bool {
	return d.has(from, to, "kampanye", "paslon", "pasangan", "calon", "kandidat", "deklarasi", "pemenangan") ||
		d.has(from, to, "rapat") && d.has(from, to, "umum")
}

// warned reports whether the words before an act forbid it or only suppose it.
func (d *document) warned(from, act int) bool {
	if d.has(from, act, "jika", "kalau", "apabila", "bila", "bilamana", "seandainya", "dilarang", "larangan", "jangan", "imbau", "mengimbau", "mengingatkan", "ingatkan", "agar", "mencegah") {
		return true
	}
	return d.has(max(from, act-4), act, "tidak", "tanpa", "bukan", "membantah")
}
