package db

import (
	"bytes"
	"io"
	"io/fs"
)

// numbered reads migrations so that a table with a number for its primary key is stored by that
// number in both databases. SQLite does so only when the type is called INTEGER; otherwise it keeps
// the table by a hidden number and the key in an index beside it, one page more for every row. In
// PostgreSQL an integer would be too small.
type numbered struct {
	fs.FS
	dialect Dialect
}

var (
	wideKey   = []byte("bigint PRIMARY KEY")
	rowNumber = []byte("INTEGER PRIMARY KEY")
)

// Open implements fs.FS.
func (n numbered) Open(name string) (fs.File, error) {
	f, err := n.FS.Open(name)
	if err != nil || n.dialect != SQLite {
		return f, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	text, err := io.ReadAll(f)
	return rewritten{f, bytes.NewReader(bytes.ReplaceAll(text, wideKey, rowNumber))}, err
}

// rewritten is a file that reads as another text.
type rewritten struct {
	fs.File
	text *bytes.Reader
}

func (t rewritten) Read(p []byte) (int, error) { return t.text.Read(p) }
