package words

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A region's own names stand wherever the texts have a place for them; English adds them in brackets,
// and only where they are not the usual ones.
func TestLocalNames(t *testing.T) {
	shared := mustLoad(t)
	w := shared.Own()
	w.Call(map[string]string{"desa": "Nagori", "kades": "Pangulu", "perangkat": "Perangkat Nagori", "kecamatan": "Kecamatan", "bkpsdm_singkat": "BKD", "lurah": "", "pengawas": "Panwaslih"})
	for _, tt := range []struct{ key, id, en string }{
		{"directive.codes.title", "Kode nagori dan kelurahan", "Codes of villages (nagori) and wards"},
		{"directive.class.kepala-desa", "Pangulu", "Village heads (pangulu)"},
		{"pledge.track.desa", "Pangulu dan perangkat nagori", "Village heads (pangulu) and staff (perangkat nagori)"},
		{"intake.ask.district", "Kecamatan", "District"},
		{"access.post_class.lurah", "Lurah", "Ward head"},
		{"intake.home.readers_1", "Hanya petugas Panwaslih yang membaca.", "Only Bawaslu (Panwaslih) officers read this."},
		{"discipline.show.study", "Kajian Panwaslih", "Study of Bawaslu (Panwaslih)"},
	} {
		if got := w.T(ID, tt.key); got != tt.id {
			t.Errorf("%s: %q, want %q", tt.key, got, tt.id)
		}
		if got := w.T(EN, tt.key); got != tt.en {
			t.Errorf("%s: %q, want %q", tt.key, got, tt.en)
		}
	}
	if got := w.T(ID, "meeting.door.lead"); !strings.Contains(got, "berlaku. Pangulu tanpa akun") {
		t.Errorf("no capital where a sentence begins: %q", got)
	}
	if got := w.T(ID, "quiz.error.forbidden_hands"); !strings.Contains(got, "atasan langsung, BKD,") {
		t.Errorf("an abbreviation was written small: %q", got)
	}
	if got := shared.T(ID, "directive.codes.title"); got != "Kode desa dan kelurahan" {
		t.Errorf("another instance reads %q", got)
	}
	// What a person typed is not taken for a place.
	if got := w.T(ID, "pledge.cover.district", "name", "{desa}"); got != "Kecamatan {desa}" {
		t.Errorf("got %q", got)
	}
}

func TestLocalIsOnlyWhatHoldsAName(t *testing.T) {
	w := mustLoad(t)
	for _, key := range []string{"directive.codes.title", "pledge.track.desa"} {
		if !w.Local(ID, key) || !w.Local(EN, key) {
			t.Errorf("%s has no local name", key)
		}
	}
	if w.Local(ID, "ui.save") || w.Local(ID, "pledge.paper.title") {
		t.Error("a text without a local name is taken for one")
	}
}

// No Indonesian sentence calls a village "desa" by itself: elsewhere it is a nagori, and its head no
// kepala desa, and in Aceh Bawaslu is Panwaslih. The exceptions quote the law, or are the form that names them.
func TestNoTextNamesAPlaceByItself(t *testing.T) {
	plain := regexp.MustCompile(`(?i:\b(desa|kades|kecamatan|camat|kelurahan|lurah)\b)|\bBawaslu\b`)
	law := []string{"press.slip.village_pjs"}
	for key, text := range mustLoad(t).texts[ID] {
		if strings.HasPrefix(key, localNoun) || strings.HasPrefix(key, "access.term.") || slices.Contains(law, key) {
			continue
		}
		if found := plain.FindString(placeForm.ReplaceAllString(text, "")); found != "" {
			t.Errorf("%s says %q: write a place, as in {desa}", key, found)
		}
	}
}
