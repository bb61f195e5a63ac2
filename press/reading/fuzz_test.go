package reading_test

import (
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/press/reading"
)

// FuzzRead: whatever comes in, the reader answers, its marks show their bytes, and a second time
// the answer is the same.
func FuzzRead(f *testing.F) {
	for _, part := range []string{"latih.txt", "uji2.txt"} {
		for _, a := range corpus(f, part) {
			f.Add(a.text, a.gold["terbit"])
		}
	}
	f.Add("Jum'at (31/2) \"", "2024-02-29")
	f.Add("Plt. Plt (Plt) Bupati (", "")
	f.Add("\xff\"Senin (7/10", "2024-10-08")
	r := reader(f)
	f.Fuzz(func(t *testing.T, text, published string) {
		in := reading.Input{Text: text, Published: rambu.Date(published), Today: "2024-10-07", Held: []reading.Held{{Office: "sekda", Name: "Lomo Sirega"}}}
		got, err := r.Read(in)
		if err != nil {
			return
		}
		checkMarks(t, got)
		if again := reading.Normal(got.Text); again != got.Text {
			t.Errorf("the text read is not normal: %q", got.Text)
		}
		s := reading.NewSketch(text)
		if how, _ := s.Like(s); s.Shingles >= 12 && how != reading.Same {
			t.Errorf("a text is not like itself: %q", how)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var all strings.Builder
	for _, a := range corpus(b, "uji.txt") {
		all.WriteString(a.text + "\n\n")
	}
	for name, text := range map[string]string{"article": corpus(b, "uji.txt")[0].text, "long": all.String()} {
		b.Run(name, func(b *testing.B) {
			r := reader(b)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_, err := r.Read(reading.Input{Text: text, Published: "2024-10-10"})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSketch(b *testing.B) {
	text := corpus(b, "uji.txt")[0].text
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		reading.NewSketch(text)
	}
}
