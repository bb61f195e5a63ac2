package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/internal/pdf"
)

func roll(n int) pdf.Document {
	r := pdf.Roll{Header: []string{"No.", "Kode", "Jabatan", "Pukul", "Tanda tangan"}}
	for i := range n {
		r.Lines = append(r.Lines, pdf.RollLine{
			QR:    fmt.Sprintf("https://rambu.example/rapat/rpt_0123456789abcdefghjkmnpqrs/peserta/pst_%026d/centang", i),
			Title: fmt.Sprintf("Kepala Dinas Contoh %02d yang namanya panjang sekali dan turun ke baris berikutnya", i), Text: "Drs. Contoh Umpama, M.Si.",
		})
	}
	return pdf.Document{Title: "DAFTAR HADIR", Body: []pdf.Block{pdf.Paragraph("Tanda tangani di sini."), r}}
}

// onPaper reads the codes of a printed document with a program that knows nothing of us, as the
// camera of a phone does.
func onPaper(t *testing.T, doc pdf.Document, pages int) []string {
	t.Helper()
	var b bytes.Buffer
	err := pdf.Render(&b, doc)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "daftar.pdf")
	err = os.WriteFile(file, b.Bytes(), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Stdout, cmd.Stderr = &out, &problems
		err := cmd.Run()
		if none := cmd.ProcessState != nil && name == "zbarimg" && cmd.ProcessState.ExitCode() == 4; err != nil && !none { // a page without a code
			t.Fatalf("%s (see tools/install-test-deps.sh): %v\n%s", name, err, &problems)
		}
		return out.String()
	}
	run("pdftoppm", "-r", "170", "-gray", "-png", file, filepath.Join(dir, "lembar"))
	images, err := filepath.Glob(filepath.Join(dir, "lembar*.png"))
	if err != nil || len(images) != pages {
		t.Fatalf("%d pages, %v", len(images), err)
	}
	got := strings.Fields(run("zbarimg", append([]string{"-q", "--raw", "-Sdisable", "-Sqrcode.enable"}, images...)...))
	slices.Sort(got)
	return got
}

// Every line's code is read from the printed page.
func TestEveryCodeOfARollIsReadFromPaper(t *testing.T) {
	t.Parallel()
	const lines = 11 // more than a page holds
	doc := roll(lines)
	var want []string
	for _, l := range doc.Body[1].(pdf.Roll).Lines { //nolint:forcetypeassert // made above
		want = append(want, l.QR)
	}
	if diff := cmp.Diff(want, onPaper(t, doc, 2)); diff != "" {
		t.Errorf("codes read from paper (-want +got):\n%s", diff)
	}
}

// A code in the text is read beside the one that checks the letter, and stays with its words.
func TestACodeInTheTextIsReadFromPaper(t *testing.T) {
	t.Parallel()
	link, check := "https://rambu.example/u/7k3m-9q2x-4bnd", "https://rambu.example/periksa-surat?id=srt_1"
	for _, before := range []int{1, 43, 46, 50} { // also where a page ends
		doc := pdf.Document{Subject: "Undangan", QR: check, Signature: pdf.Signature{Lines: []string{"Sekretaris Daerah,"}, Name: "Contoh"}}
		for range before {
			doc.Body = append(doc.Body, pdf.Paragraph("Satu baris."))
		}
		doc.Body = append(doc.Body, pdf.Code{QR: link, Text: []string{"Baca dan jawab undangan ini lewat ponsel:", "rambu.example/u/7k3m-9q2x-4bnd"}})
		pages, err := pdf.Pages(doc)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{check, link}, onPaper(t, doc, pages)); diff != "" {
			t.Errorf("after %d lines (-want +got):\n%s", before, diff)
		}
	}
	if _, err := pdf.Pages(pdf.Document{Body: []pdf.Block{pdf.Code{QR: strings.Repeat("x", 600)}}}); err == nil {
		t.Error("a code that no camera reads is printed")
	}
}

func TestARollWithoutAShapeIsRefused(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]pdf.Roll{
		"no columns": {}, "too many": {Header: make([]string, 7)}, "long header": {Header: []string{"a", "b", strings.Repeat("c", 200)}},
		"long code": {Header: []string{"a", "b", "c"}, Lines: []pdf.RollLine{{QR: strings.Repeat("x", 600)}}},
	} {
		if _, err := pdf.Pages(pdf.Document{Body: []pdf.Block{r}}); err == nil {
			t.Errorf("%s: printed", name)
		}
	}
}
