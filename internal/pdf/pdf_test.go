package pdf_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/pdf"
)

// keep writes the sample letters into a folder, to look at them.
var keep = flag.String("keep", "", "folder for the sample letters")

func letter() pdf.Document {
	return pdf.Document{
		Created: time.Date(2024, 10, 7, 3, 0, 0, 0, time.UTC),
		Letterhead: pdf.Letterhead{
			Names:   []string{"PEMERINTAH KABUPATEN TANJUNG RAMBU", "SEKRETARIAT DAERAH"},
			Address: []string{"Jalan Contoh Nomor 1, Tanjung Rambu 00000", "laman: contoh.example"},
		},
		Number: "800/0123/SETDA/2024", Nature: "Penting", Attachments: "1 (satu) berkas",
		Subject: "Tindak lanjut penerusan dugaan pelanggaran netralitas pegawai aparatur sipil negara",
		Place:   "Tanjung Rambu", DateText: "7 Oktober 2024",
		To: []string{"Ketua Badan Pengawas Pemilihan Umum\nKabupaten Tanjung Rambu\ndi Tanjung Rambu"},
		Body: []pdf.Block{
			pdf.Paragraph("Menindaklanjuti surat Saudara tentang penerusan dugaan pelanggaran netralitas, bersama ini " +
				"kami sampaikan hal-hal sebagai berikut. Pemeriksaan berlangsung sesuai Pasal 26 Peraturan Pemerintah " +
				"Nomor 94 Tahun 2021 dan belum selesai; nama terlapor tidak disebut dalam surat ini."),
			pdf.List{
				"Terlapor telah dipanggil secara tertulis paling lambat tujuh hari kerja sebelum tanggal pemeriksaan.",
				"Tim pemeriksa telah dibentuk.", "Hasil pemeriksaan disampaikan setelah diputuskan.",
			},
			pdf.Heading("Jadwal"),
			pdf.Table{
				Header: []string{"No.", "Langkah", "Paling lambat", "Dasar"}, Widths: []float64{1, 6, 4, 5},
				Rows: [][]string{
					{"1", "Panggilan pertama", "9 Oktober 2024", "PP 94/2021 Pasal 26"},
					{"2", "Pemeriksaan", "18 Oktober 2024", "PP 94/2021 Pasal 27 dan 28, dengan penjelasan yang panjang"},
					{"3", "Keputusan"},
				},
			},
			pdf.Paragraph("Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih."),
		},
		Signature: pdf.Signature{
			Lines: []string{"Plt. BUPATI TANJUNG RAMBU,", "WAKIL BUPATI,"}, Name: "CONTOH SATRIA LAZUARDI",
			NIP: "19700101 199001 1 001", Note: "Ditandatangani secara elektronik",
		},
		CC:         []string{"Gubernur", "Inspektur Kabupaten Tanjung Rambu"},
		VerifyText: "Periksa keaslian dengan memindai kode ini.",
		QR:         "https://rambu.example/periksa/srt_0123456789abcdefghjkmnpqrs",
	}
}

func render(t *testing.T, d pdf.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Render(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a program of poppler-utils on the document; the tests need it installed.
func tool(t *testing.T, content []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: apt-get install -y poppler-utils", name)
	}
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), name, append(args, file)...)
	if name == "pdftotext" {
		cmd.Args = append(cmd.Args, "-")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%s: %v %s", name, err, &stderr)
	}
	return string(out)
}

// pages returns the text of each page, with spaces and line breaks as one space.
func pages(t *testing.T, content []byte) []string {
	t.Helper()
	text := tool(t, content, "pdftotext", "-layout")
	var out []string
	for page := range strings.SplitSeq(strings.TrimSuffix(text, "\f"), "\f") {
		out = append(out, strings.Join(strings.Fields(page), " "))
	}
	return out
}

func wantText(t *testing.T, page string, want ...string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			t.Errorf("the page has no %q:\n%s", s, page)
		}
	}
}

func sample(t *testing.T, name string, content []byte) {
	t.Helper()
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLetterShowsItsParts(t *testing.T) {
	content := render(t, letter())
	sample(t, "letter.pdf", content)
	got := pages(t, content)
	if len(got) != 2 {
		t.Fatalf("%d pages, want 2: the copies do not fit below the signature", len(got))
	}
	all := strings.Join(got, " ")
	wantText(t, all, "PEMERINTAH KABUPATEN TANJUNG RAMBU", "Jalan Contoh Nomor 1", "Tanjung Rambu, 7 Oktober 2024",
		"Nomor : 800/0123/SETDA/2024", "Sifat : Penting", "Lampiran : 1 (satu) berkas", "Hal : Tindak lanjut",
		"Yth. Ketua Badan", "Menindaklanjuti surat Saudara", "2. Tim pemeriksa telah dibentuk.", "Jadwal",
		"Panggilan pertama", "Plt. BUPATI TANJUNG RAMBU,", "WAKIL BUPATI,", "CONTOH SATRIA LAZUARDI",
		"NIP 19700101 199001 1 001", "Ditandatangani secara elektronik", "Periksa keaslian", "Tembusan:",
		"2. Inspektur Kabupaten Tanjung Rambu", "Halaman 1 dari 2", "Halaman 2 dari 2")
	for _, mark := range []string{"KONSEP", "LATIHAN"} {
		if strings.Contains(all, mark) {
			t.Errorf("a signed, real letter is marked %s", mark)
		}
	}
}

func TestEveryPageIsMarked(t *testing.T) {
	d := letter()
	d.Draft, d.Practice, d.PageLabel = true, true, "Page %d of %d"
	for range 20 {
		d.Body = append(d.Body, pdf.Paragraph(strings.Repeat("Kalimat yang cukup panjang untuk beberapa baris. ", 12)))
	}
	content := render(t, d)
	sample(t, "draft.pdf", content)
	got := pages(t, content)
	if len(got) < 2 {
		t.Fatalf("%d pages, want several", len(got))
	}
	for i, page := range got {
		wantText(t, page, "KONSEP – belum ditandatangani", "LATIHAN – bukan naskah resmi",
			fmt.Sprintf("Page %d of %d", i+1, len(got)))
	}
}

func TestMinutesHaveATitleAndSeveralAddresseesANumber(t *testing.T) {
	d := pdf.Document{
		Paper: pdf.F4, Title: "NOTULA RAPAT KOORDINASI", Number: "005/77/2024", Place: "Tanjung Rambu", DateText: "8 Oktober 2024",
		To: []string{"Camat Contoh Satu", "Camat Contoh Dua"}, Signature: pdf.Signature{Name: "CONTOH NOTULIS"},
	}
	content := render(t, d)
	sample(t, "minutes.pdf", content)
	wantText(t, pages(t, content)[0], "NOTULA RAPAT KOORDINASI", "Nomor: 005/77/2024", "Yth. 1. Camat Contoh Satu",
		"2. Camat Contoh Dua", "Tanjung Rambu, 8 Oktober 2024", "CONTOH NOTULIS")
	info := strings.Join(strings.Fields(tool(t, content, "pdfinfo")), " ")
	wantText(t, info, "Page size: 609.45 x 935.43 pts", "Title: NOTULA RAPAT KOORDINASI")
	wantText(t, strings.Join(strings.Fields(tool(t, render(t, letter()), "pdfinfo")), " "), "(A4)")
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	content := render(t, letter())
	for line := range strings.SplitSeq(tool(t, content, "pdffonts"), "\n") {
		if strings.Contains(line, "TrueType") && !strings.Contains(line, "yes") {
			t.Errorf("font not embedded: %s", line)
		}
	}
	if len(content) > 100<<10 {
		t.Errorf("a letter of one page has %d KiB: are the fonts cut to a subset?", len(content)>>10)
	}
}

func TestTableRepeatsItsHeaderAndLosesNoRow(t *testing.T) {
	const rows = 150
	table := pdf.Table{Header: []string{"Nomor urut", "Keterangan"}, Widths: []float64{1, 1000}}
	for i := range rows {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("R%03d", i), strings.Repeat("isi ", i%40)})
	}
	// One cell is longer than a page; its last word must still be printed.
	table.Rows[75][1] = strings.Repeat("panjang ", 1500) + "TAMAT"
	content := render(t, pdf.Document{Body: []pdf.Block{table}})
	sample(t, "table.pdf", content)
	got := pages(t, content)
	if len(got) < 5 {
		t.Fatalf("%d pages, want several", len(got))
	}
	for i, page := range got {
		if strings.Count(page, "Keterangan") != 1 {
			t.Errorf("page %d has the header %d times, want once", i+1, strings.Count(page, "Keterangan"))
		}
	}
	all := strings.Join(got, " ")
	for i := range rows {
		if n := strings.Count(all, fmt.Sprintf("R%03d", i)); n != 1 {
			t.Errorf("row %d is printed %d times", i, n)
		}
	}
	if strings.Count(all, "panjang") != 1500 || !strings.Contains(all, "TAMAT") {
		t.Errorf("the long cell shows %d words of 1500", strings.Count(all, "panjang"))
	}
}

// The items of an agenda stand one below the other in their cell.
func TestACellKeepsItsLines(t *testing.T) {
	cell := func(between string) int {
		text := strings.Repeat("Butir"+between, 200)
		return len(pages(t, render(t, pdf.Document{Body: []pdf.Block{pdf.Table{Header: []string{"Acara"}, Rows: [][]string{{text}}}}})))
	}
	if run, lines := cell(" "), cell("\n"); run != 1 || lines < 3 {
		t.Errorf("200 items in a line take %d pages, below each other %d", run, lines)
	}
}

func TestSignatureStaysOnOnePage(t *testing.T) {
	if testing.Short() {
		t.Skip("renders 45 letters")
	}
	for lines := range 45 { // one of these bodies ends exactly where the signature no longer fits
		d := letter()
		d.Body = []pdf.Block{pdf.Paragraph(strings.Repeat("baris\n", lines))}
		for i, page := range pages(t, render(t, d)) {
			if strings.Contains(page, "WAKIL BUPATI,") != strings.Contains(page, "NIP 1970") {
				t.Fatalf("with %d lines, page %d has half a signature:\n%s", lines, i+1, page)
			}
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	first := render(t, letter())
	for range 10 {
		if !bytes.Equal(first, render(t, letter())) {
			t.Fatal("two renderings differ")
		}
	}
	d := letter()
	d.Created = d.Created.Add(time.Hour)
	if bytes.Equal(first, render(t, d)) {
		t.Error("the date of the document is not in the file")
	}
	// Without a date nothing may come from the machine's clock.
	d.Created = time.Time{}
	if !strings.Contains(string(render(t, d)), "19700101") {
		t.Error("a document without a date does not say so")
	}
}

func TestBoundedInput(t *testing.T) {
	if testing.Short() {
		t.Skip("renders the longest document there is")
	}
	full := pdf.Document{Body: []pdf.Block{pdf.Paragraph(strings.Repeat("kata ", pdf.MaxText/5))}}
	if n := len(pages(t, render(t, full))); n < 50 {
		t.Errorf("the largest document has %d pages: is text missing?", n)
	}
	long := strings.Repeat("x", 600)
	for name, d := range map[string]pdf.Document{
		"text":      {Body: append(full.Body, pdf.Paragraph("and more"))},
		"parts":     {Body: []pdf.Block{make(pdf.List, pdf.MaxParts+1)}},
		"header":    {Body: []pdf.Block{pdf.Table{Header: []string{long}}}},
		"name":      {Signature: pdf.Signature{Name: long}},
		"signature": {Signature: pdf.Signature{Lines: make([]string, 50)}},
		"qr":        {QR: long},
		"addressee": {To: []string{long}},
	} {
		if err := pdf.Render(&bytes.Buffer{}, d); rambu.KindOf(err) != rambu.TooLarge {
			t.Errorf("%s: %v, want TooLarge", name, err)
		}
	}
}

func TestShapelessTablesAreRefused(t *testing.T) {
	for name, table := range map[string]pdf.Table{
		"no columns":         {},
		"too many columns":   {Header: make([]string, pdf.MaxColumns+1)},
		"widths do not fit":  {Header: []string{"a", "b"}, Widths: []float64{1}},
		"a width of nothing": {Header: []string{"a", "b"}, Widths: []float64{1, 0}},
		"a row too wide":     {Header: []string{"a"}, Rows: [][]string{{"1", "2"}}},
	} {
		d := pdf.Document{Body: []pdf.Block{table}}
		if err := pdf.Render(&bytes.Buffer{}, d); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	if err := pdf.Render(&bytes.Buffer{}, pdf.Document{Paper: "A7"}); rambu.KindOf(err) != rambu.Invalid {
		t.Errorf("paper A7: %v, want Invalid", err)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteErrorIsReturned(t *testing.T) {
	if err := pdf.Render(brokenWriter{}, letter()); !errors.Is(err, errBroken) {
		t.Errorf("Render = %v, want the writer's error", err)
	}
}

// FuzzRender: whatever people type, a document comes out, or a refusal; never a crash.
func FuzzRender(f *testing.F) {
	f.Add("Surat biasa", "kolom", 1.5)
	f.Add("emoji \U0001F600 dan \xff rusak \x00\t\n\n", "العربية", 1e-9)
	f.Add("tanpaspasi"+strings.Repeat("x", 400), "", 9.0)
	f.Add("a\u0301 \u200b\u2028\u202e\uFFFF", "%d %s", 0.0)
	f.Fuzz(func(t *testing.T, text, other string, width float64) {
		d := pdf.Document{
			Title: text, Number: other, To: []string{text, other}, PageLabel: other, VerifyText: text,
			Body: []pdf.Block{
				pdf.Heading(text), pdf.Paragraph(other),
				pdf.List{text, other},
				pdf.Table{Header: []string{other, "b"}, Widths: []float64{width, 1}, Rows: [][]string{{text}, {other, text}}},
			},
			Signature: pdf.Signature{Name: text, Note: other, Lines: []string{other}}, CC: []string{text}, QR: other,
			Draft: len(text)%2 == 0,
		}
		var b bytes.Buffer
		err := pdf.Render(&b, d)
		if kind := rambu.KindOf(err); kind == rambu.Invalid || kind == rambu.TooLarge {
			return
		}
		if err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
			t.Errorf("Render: %v", err)
		}
	})
}
