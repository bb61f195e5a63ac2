package roster

import (
	"slices"
	"strings"
)

// Name is a person's name with the titles around it: "Ir." + "Donni S." + "S.T., M.Si.".
type Name struct {
	Before string // "Ir.", "Hj. Dra."
	Name   string // never empty in a stored person
	After  string // "S.T., M.Si."
}

// ParseName reads a name as staff lists and letters write it. What it does not know as a title
// stays part of the name, so nothing written is lost.
func ParseName(s string) Name {
	first, rest, _ := strings.Cut(strings.Join(strings.Fields(s), " "), ",")
	words := strings.Fields(first)
	from := 0
	for from < len(words)-1 && titleBefore(words[from]) {
		from++
	}
	to := len(words)
	for to > from+1 && degreeAfter(words[to-1]) {
		to--
	}
	after := slices.Clone(words[to:])
	for part := range strings.SplitSeq(rest, ",") {
		if part = strings.TrimSpace(part); part != "" {
			after = append(after, part)
		}
	}
	return Name{
		Before: strings.Join(words[:from], " "),
		Name:   strings.Join(words[from:to], " "),
		After:  strings.Join(after, ", "),
	}
}

// String prints the name as letters do: titles before, the name, a comma, titles after.
func (n Name) String() string {
	s := strings.TrimSpace(n.Before + " " + n.Name)
	if n.After != "" {
		s += ", " + n.After
	}
	return s
}

// squeeze makes "S.Pd.I." and "SPdI" the same text.
func squeeze(word string) string {
	return strings.ToLower(strings.Trim(strings.ReplaceAll(word, ".", ""), ","))
}

// titleBefore reports whether a word in front of a name is a title. One letter is an initial
// except "H." (haji) and "R." (raden) with their point.
func titleBefore(word string) bool {
	switch squeeze(word) {
	case "h", "r":
		return strings.HasSuffix(word, ".")
	case "ir", "drs", "dra", "dr", "drg", "drh", "prof", "hj", "kh", "tgk", "apt", "ns", "brigjen",
		"kolonel", "letkol", "mayor", "kapten", "akbp", "akp", "kompol", "kombes", "iptu", "ipda", "ak":
		return true
	}
	return false
}

// degreeAfter reports whether a word behind a name, without a comma before it, is a degree. A
// single letter with a point is an initial ("Donni S.").
func degreeAfter(word string) bool {
	s := squeeze(word)
	switch s {
	case "se", "sh", "st", "sip", "mm", "mh", "mt", "msi", "mpd", "mkes", "map", "msc", "ma", "mba", "phd",
		"sag", "spd", "ssos", "skm", "skep", "sstp", "amd", "sp", "spt", "skom", "mkom", "ssi", "mhum", "spdi":
		// "Ma" and "Sp" without points or capitals may be part of a name.
		return strings.Contains(word, ".") || len(s) > 2 || word == strings.ToUpper(word)
	}
	dots := strings.Count(word, ".")
	return (dots > 1 || dots == 1 && !strings.HasSuffix(word, ".")) &&
		(strings.HasPrefix(s, "s") || strings.HasPrefix(s, "m") || strings.HasPrefix(s, "a"))
}
