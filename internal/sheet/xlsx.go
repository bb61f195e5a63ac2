package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"rambu.id"
)

// readXLSX reads the first sheet of a workbook. The parts are counted and measured before the
// library sees the file, because a few kilobytes can unpack to gigabytes.
func readXLSX(b []byte, l Limits) (rows []Row, book Book, err error) {
	// A hostile workbook may find a mistake in the library; that must not stop the program.
	defer func() {
		if p := recover(); p != nil {
			rows, book, err = nil, Book{}, unreadable(fmt.Errorf("workbook reader: %v", p))
		}
	}()
	err = measure(b, l)
	if err != nil {
		return nil, Book{}, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		UnzipSizeLimit: l.Unpacked, UnzipXMLSizeLimit: l.Unpacked, // equal: nothing goes to temporary files
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return nil, Book{}, unreadable(err)
	}
	defer func() { _ = f.Close() }()
	names := f.GetSheetList()
	if len(names) == 0 {
		return nil, Book{}, unreadable(nil)
	}
	rows, err = readSheet(f, names[0], l)
	return rows, Book{Read: names[0], Others: names[1:]}, err
}

func readSheet(f *excelize.File, name string, l Limits) ([]Row, error) {
	it, err := f.Rows(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { _ = it.Close() }()
	var rows []Row
	for line := 1; it.Next(); line++ {
		// A row far down leaves empty lines before it; they count too, or a file of one row
		// would cost a million steps.
		if line > 4*l.Rows {
			return nil, tooLarge("sheet.error.rows", l.Rows)
		}
		cells, err := it.Columns()
		if err != nil {
			return nil, unreadable(err)
		}
		rows, err = keep(rows, line, cells, l)
		if err != nil {
			return nil, err
		}
	}
	err = it.Error()
	if err != nil {
		return nil, unreadable(err)
	}
	return rows, nil
}

// measure checks the parts of a workbook: first the sizes the file declares, then, by unpacking
// into nothing, that they are true. The library ignores errors while it unpacks, so a broken
// part would read as an empty sheet.
func measure(b []byte, l Limits) error {
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return unreadable(err)
	}
	if len(zr.File) > l.Entries {
		return tooLarge("sheet.error.entries", l.Entries)
	}
	var total uint64
	seen := map[string]bool{}
	sheet := false
	for _, f := range zr.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/"))
		if seen[name] { // two parts of one name: readers disagree which counts
			return unreadable(nil)
		}
		seen[name] = true
		sheet = sheet || strings.HasPrefix(name, "xl/worksheets/")
		if f.UncompressedSize64 > uint64(l.Unpacked) {
			return tooLarge("sheet.error.unpacked", int(l.Unpacked>>20))
		}
		total += f.UncompressedSize64
	}
	if total > uint64(l.Unpacked) {
		return tooLarge("sheet.error.unpacked", int(l.Unpacked>>20))
	}
	if !sheet {
		return unreadable(nil)
	}
	for _, f := range zr.File {
		err = verify(f)
		if err != nil {
			return unreadable(err)
		}
	}
	return nil
}

// verify unpacks a part; archive/zip fails when it is longer, shorter or other than declared.
func verify(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r) //nolint:gosec // measure has bounded the declared size, and archive/zip stops there
	return err
}

func unreadable(err error) error {
	return &rambu.Error{Kind: rambu.Invalid, Key: "sheet.error.workbook", Detail: "workbook cannot be read", Err: err}
}
