package words

import (
	"regexp"
	"strings"
	"testing"
)

// A number of days, hours or people in a sentence is the law's, and then it stands in law/packs and fills a
// place, or it is ours, and then the list below says so. A number typed into a sentence would stay as it
// is when the law changes, and would never say "perlu dicek".
const (
	numeralID = `\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan) (?:belas|puluh(?: [a-z]+)?)|seratus`
	numeralEN = `\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred`
	smallID   = `[2-9]|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh`
	smallEN   = `[2-9]|two|three|four|five|six|seven|eight|nine|ten`
	timeID    = `(?:hari|jam|pekan|minggu|bulan|tahun)`
	timeEN    = `(?:(?:working|calendar)[ -])?(?:days?|hours?|weeks?|months?|years?)`
	peopleID  = `(?:orang|anggota|jabatan|petugas)`
	peopleEN  = `(?:people|persons|members|posts|officers)`
)

// lawNumber finds such a number; one person alone is a way of speaking.
func lawNumber(lang Lang) *regexp.Regexp {
	if lang == EN {
		manyEN := strings.Replace(numeralEN, `one|`, ``, 1)
		return regexp.MustCompile(`(?i)\b(?:(?:` + numeralEN + `)[ -]` + timeEN + `|\d+(?:st|nd|rd|th) ` + timeEN + `|(?:` + manyEN + `) ` + peopleEN + `|at least (?:` + smallEN + `))\b`)
	}
	many := strings.Replace(numeralID, `satu|`, ``, 1)
	return regexp.MustCompile(`(?i)\b(?:(?:` + numeralID + `) ` + timeID + `|` + timeID + `(?: kerja| kalender)? ke-?\d+|(?:` + many + `) ` + peopleID +
		`|(?:paling sedikit|paling kurang|sekurang-kurangnya|minimal) (?:` + smallID + `))\b`)
}

var lawNumbers = map[Lang]*regexp.Regexp{ID: lawNumber(ID), EN: lawNumber(EN)}

// oursNotTheLaws are the sentences whose number is our own choice, each with its reason.
var oursNotTheLaws = map[string]string{
	"access.error.renewal_asked":           "access.AskTime, how long our request for new keys stands",
	"access.error.renewal_two":             "our rule for keys: two people can open what one may lose",
	"access.renew.lead":                    "our rule for keys: two people can open what one may lose",
	"access.error.two_holders":             "our rule for keys: two people can open what one may lose",
	"activity.new.to_hint":                 "a way of speaking: an activity of a single day",
	"calendar.cli.first_day":               "explains how the program counts, no length of time",
	"calendar.cli.long":                    "explains how the program counts, no length of time",
	"casefile.opening.note_diminta_mine":   "intake.openingTime, our own limit on opening an identity",
	"casefile.opening.note_disetujui_mine": "intake.openingTime, our own limit on opening an identity",
	"casefile.register.officers_hint":      "our rule for keys: two people can open what one may lose",
	"casefile.tasks.week":                  "how far the list of tasks looks ahead",
	"cite.cli.long":                        "a way of speaking: as of a single day",
	"cli.init.renew":                       "our rule for keys: two people can open what one may lose",
	"cli.init.next":                        "access.SetupTime, how long our link works",
	"intake.safety.readers_6":              "our rule for identities: one asks, another allows",
	"intake.error.file_expired":            "evidence.stagedFor, how long we keep a file without a report",
	"meeting.error.reason_days":            "a local rule of the government, which may choose it",
	"meeting.error.weeks":                  "how far ahead we let somebody plan a series",
	"meeting.review.ask_lead":              "meeting.replyDays, our own right of reply; no article gives one",
	"meeting.setting.three":                "a local rule of the government, which may choose it",
	"meeting.setting.two":                  "a local rule of the government, which may choose it",
	"pledge.error.witnesses":               "pledge.minWitnesses, ours: no article on the oath was found",
	"pledge.list.names_hint":               "a way of speaking: two people of one name",
	"pledge.oath.witnesses_hint":           "pledge.minWitnesses, ours: no article on the oath was found",
	"quiz.gaps.few_more":                   "quiz.Few, below which our counts would point at somebody",
	"quiz.hands.lead":                      "quiz.Few, below which our counts would point at somebody",
	"ui.left.minutes":                      "how we write the end of a last day",
	"quiz.unit.kept":                       "quiz.Few, below which our counts would point at somebody",
}

// regulation is the number and year in the name of a regulation, which is no length of time.
var regulation = regexp.MustCompile(`(?i)\bnomor \d+ tahun \d{4}\b`)

// typed is the first number of the law in a text, "" for none.
func typed(lang Lang, text string) string {
	return lawNumbers[lang].FindString(regulation.ReplaceAllString(text, ""))
}

func TestNumbersOfTheLawStandInThePack(t *testing.T) {
	listed := map[string]bool{}
	for _, name := range catalogueFiles(t) {
		for _, lang := range []Lang{ID, EN} {
			texts := mustRead(t, lang, name)
			for _, key := range sortedKeys(texts) {
				found := typed(lang, texts[key])
				if found == "" {
					continue
				}
				listed[key] = true
				if oursNotTheLaws[key] == "" {
					t.Errorf("%s/%s: %s says %q: fill it from the law pack, or list it with the reason why it is ours", lang, name, key, found)
				}
			}
		}
	}
	for key, reason := range oursNotTheLaws {
		if !listed[key] || len(strings.Fields(reason)) < 3 {
			t.Errorf("%s is listed for no number, or without a reason (%q)", key, reason)
		}
	}
}

func TestLawNumber(t *testing.T) {
	tests := []struct {
		lang Lang
		text string
		want string
	}{
		{ID, "Penanganan menjadi lima hari sejak diregister.", "lima hari"},
		{ID, "Empat belas hari kerja mulai dihitung.", "Empat belas hari"},
		{ID, "dua puluh lima jam", "dua puluh lima jam"},
		{ID, "Dikirim 7 hari kerja sebelumnya.", "7 hari"},
		{ID, "Berlaku pada hari kerja ke-15.", "hari kerja ke-15"},
		{ID, "Anggota ganjil, paling sedikit lima.", "paling sedikit lima"},
		{ID, "Lima anggota", "Lima anggota"},
		{ID, "{n} hari kerja", ""},
		{ID, "Satu orang satu kursi, pada hari itu.", ""},
		{ID, "Senin 7 Oktober 2024", ""},
		{ID, "Peraturan Pemerintah Nomor 94 Tahun 2021", ""},
		{EN, "The handling then has five days.", "five days"},
		{EN, "within 7 working days", "7 working days"},
		{EN, "Fourteen working days count", "Fourteen working days"},
		{EN, "on the 15th working day", "15th working day"},
		{EN, "a 24-hour window", "24-hour"},
		{EN, "odd number, at least five", "at least five"},
		{EN, "{n} working days, one person", ""},
	}
	for _, tt := range tests {
		if got := typed(tt.lang, tt.text); got != tt.want {
			t.Errorf("%s %q: found %q, want %q", tt.lang, tt.text, got, tt.want)
		}
	}
}
