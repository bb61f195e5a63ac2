package casefile_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rambu.id/evidence"
	"rambu.id/intake"
)

const hiddenPlace = "GPS -5.7323 105.5911 milik Pelapor Rahasiawati"

// photo is a whole PNG that says where it was taken.
func photo(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 32, 32)))
	if err != nil {
		t.Fatal(err)
	}
	text := append([]byte("tEXt"), "Comment\x00"+hiddenPlace...)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(text)-4)), text...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(text))
	const head = 8 + 25 // signature and IHDR
	return string(b.Bytes()[:head]) + string(chunk) + string(b.Bytes()[head:])
}

// withFiles begins a case from a formal report that carries files.
func (s *site) withFiles(files map[string]string) string {
	s.t.Helper()
	draft := intake.NewDraft()
	for name, body := range files {
		_, err := s.intake.Stage(s.t.Context(), bawaslu, draft, evidence.StageIn{Region: area, Name: name, Body: strings.NewReader(body)})
		s.must(err)
	}
	lodged, err := s.intake.Submit(s.t.Context(), intake.Submission{
		Draft: draft, Institution: bawaslu, Region: area, Door: intake.DoorTip, Files: true,
		Answers: intake.Answers{What: "Foto di lapangan.", District: "18.01.06"},
	})
	s.must(err)
	return s.do("penerimaan", http.MethodPost, "/laporan-masuk/"+lodged.ID+"/mulai", url.Values{}, http.StatusSeeOther).Header().Get("Location")
}

var copyLink = regexp.MustCompile(`href="(/perkara/pkr_\w+/bukti/bkt_\w+/salinan)"`)

// The officer makes a copy of a photo without what the phone hid in it, is told what a copy
// cannot hide, and the original stays as it was.
func TestCleanCopyOfAPhoto(t *testing.T) {
	s := newSite(t)
	original := photo(t)
	if !strings.Contains(original, hiddenPlace) {
		t.Fatal("the photo hides nothing")
	}
	page := s.withFiles(map[string]string{"IMG_2024.png": original, "surat.pdf": "%PDF-1.7 isi"})
	links := copyLink.FindAllStringSubmatch(s.get("penerimaan", page), -1)
	if len(links) != 1 {
		t.Fatalf("%d copies are offered, want one: a PDF cannot be cleaned", len(links))
	}
	link := links[0][1]
	s.says(s.get("penerimaan", link), "IMG_2024.png", "tetap dapat menunjukkan siapa yang memotret", "salinan-IMG_2024.png")
	w := s.do("penerimaan", http.MethodPost, link, url.Values{}, http.StatusOK)
	if strings.Contains(w.Body.String(), hiddenPlace) || strings.Contains(w.Body.String(), "tEXt") {
		t.Error("the copy still says where it was taken")
	}
	m, err := png.Decode(bytes.NewReader(w.Body.Bytes()))
	if err != nil || m.Bounds().Dx() != 32 {
		t.Errorf("the copy is no picture: %v", err)
	}
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename=salinan-IMG_2024.png" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the copy comes as %v", w.Header())
	}
	if got := s.do("penerimaan", http.MethodGet, strings.TrimSuffix(link, "/salinan"), nil, http.StatusOK).Body.String(); got != original {
		t.Error("the original changed")
	}
	for _, who := range []string{"bkpsdm/disiplin", "pengelola"} {
		s.do(who, http.MethodGet, link, nil, http.StatusNotFound)
		s.do(who, http.MethodPost, link, url.Values{}, http.StatusNotFound)
	}
	other := s.begin()
	_, exhibit, _ := strings.Cut(link, "/bukti/")
	s.do("penerimaan", http.MethodGet, other+"/bukti/"+exhibit, nil, http.StatusNotFound)
	s.verify()
}

// What only calls itself a photo is told on the page; nothing is sent.
func TestNoCleanCopyOfABrokenPhoto(t *testing.T) {
	s := newSite(t)
	page := s.withFiles(map[string]string{"rusak.png": photo(t)[:70]})
	link := copyLink.FindStringSubmatch(s.get("penerimaan", page))
	if link == nil {
		t.Fatal("no copy is offered")
	}
	w := s.do("penerimaan", http.MethodPost, link[1], url.Values{}, http.StatusUnprocessableEntity)
	s.says(w.Body.String(), "bukan foto yang utuh")
}
