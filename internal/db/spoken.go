package db

import (
	"bytes"
	"io"
	"io/fs"
)

// spoken reads migrations in the dialect of the database.
//
// A table with a number for its primary key is stored by that number in both databases. SQLite does so
// only when the type is called INTEGER; otherwise it keeps the table by a hidden number and the key in
// an index beside it, one page more for every row. In PostgreSQL an integer would be too small.
//
// A line that begins with "-- postgres: " is a statement there and a remark in SQLite. It is for how
// rows are stored, never for what stands in them.
type spoken struct {
	fs.FS
	dialect Dialect
}

// Open implements fs.FS.
func (s spoken) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return f, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	text, err := io.ReadAll(f)
	if s.dialect == SQLite {
		text = bytes.ReplaceAll(text, []byte("bigint PRIMARY KEY"), []byte("INTEGER PRIMARY KEY"))
	} else {
		text = bytes.ReplaceAll(text, []byte("\n-- postgres: "), []byte("\n"))
	}
	return rewritten{f, bytes.NewReader(text)}, err
}

// rewritten is a file that reads as another text.
type rewritten struct {
	fs.File
	text *bytes.Reader
}

func (t rewritten) Read(p []byte) (int, error) { return t.text.Read(p) }
