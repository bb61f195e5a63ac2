package contact_test

import (
	"testing"

	"rambu.id/contact"
)

func TestWhatSeemsToHoldACase(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"":                                       false,
		"Jadwal apel dan rapat umum 12 Oktober":  false,
		"Pengamanan 1.250 TPS di 17 kecamatan":   false,
		"Nomor telepon kantor 0727-322012":       false,
		"Surat nomor 100.2/123/2024":             false,
		"PKPU 13/2024 tentang kampanye":          false,
		"Menyaksikan pelipatan surat suara":      false,
		"RAPAT BERSAMA AULA DPRD BESOK PAGI":     false,
		"tentang 002/Reg/LP/PB/Kab/08.09/X/2024": true,
		"001 / LP / Kab":                         true,
		"lihat pkr_s0h02gbx4n16328fdca0yfgmfm":   true,
		"NIP 19780523 200212 1 984":              true,
		"kode 7F3K 9QXM 2B4T 8WZC":               true,
		"Membahas terlapor yang kemarin":         true,
		"Klarifikasi besok":                      true,
		"dugaan di Natar":                        true,
		"ter\u200blapor":                         true,
		"laporan nomor 3":                        true,
	} {
		if got := contact.HoldsCase(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Whatever is typed, saying more never makes a text that was refused acceptable.
func FuzzMoreTextStaysRefused(f *testing.F) {
	f.Add("terlapor", "besok")
	f.Add("002/LP/1", " rapat")
	f.Fuzz(func(t *testing.T, text, more string) {
		if contact.HoldsCase(text) && !contact.HoldsCase(text+"\n\n"+more) {
			t.Errorf("%q is refused, and %q after it makes it good", text, more)
		}
	})
}
