package law

import "slices"

// The words that a field may hold, by the tag "ref". A word nobody knows would match nothing and say nothing.
func closedWords(kind string) []string {
	switch kind {
	case "unit":
		return []string{string(Hours), string(CalendarDays), string(WorkingDays)}
	case "track":
		return []string{"kode-etik", "disiplin", "undang-undang", "sementara", "kontrak", "desa", "administrasi"}
	case "level":
		return []string{"ringan", "sedang", "berat"}
	case "act-level":
		return []string{"moral", "ringan", "sedang", "berat", "ptdh", "by-days", "heavier"}
	case "group":
		return []string{"skb-etik", "skb-disiplin", "pp94-5n", "pilkada", "desa", "lain", "disiplin-umum", "pemilu"}
	case "offender":
		return []string{"candidate", "campaign", "anyone"}
	case "route-kind":
		return []string{"pidana", "administrasi", "kode-etik-penyelenggara", "sengketa", "hukum-lain"}
	case "via":
		return []string{"sbt"}
	case "joined":
		return []string{"and", "and/or"}
	case "side":
		return []string{"bawaslu", "gakkumdu", "bkn", "pemda", "umum"}
	case "requirement-kind":
		return []string{"formal", "material"}
	case "source-kind":
		return []string{"law-text", "law-mirror", "official", "press", "code", "reference"}
	}
	return nil
}

// wordKnown reports whether a kind of word is closed, and whether the word is one of it.
func wordKnown(kind, word string) (closed, known bool) {
	all := closedWords(kind)
	return all != nil, slices.Contains(all, word)
}
