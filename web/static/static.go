// Package static serves the compiled style sheets and the two scripts of the usher's list under addresses that carry a hash of their
// content, so a browser keeps them for a year and still never shows an old one.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed css js
var files embed.FS

// Prefix is where Handler is mounted.
const Prefix = "/static/"

type file struct {
	name string
	data []byte
	url  string
}

// index is computed once at start and never written again.
var index = build(files)

func build(fsys fs.FS) map[string]file {
	all := map[string]file{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(name)
		url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		all[name] = file{name: name, data: data, url: url}
		return nil
	})
	if err != nil {
		panic(fmt.Sprintf("static: %v", err)) // the files are embedded: a mistake of the build
	}
	return all
}

// Path returns the address of a file, for example "/static/css/publik.1a2b3c4d5e6f.css" for
// "css/publik.css". It panics for a file that does not exist, which a test finds.
func Path(name string) string {
	f, ok := index[name]
	if !ok {
		panic("static: no file " + name)
	}
	return f.url
}

// Bytes returns the content of a file. It panics for a file that does not exist.
func Bytes(name string) []byte {
	f, ok := index[name]
	if !ok {
		panic("static: no file " + name)
	}
	return f.data
}

// CSPHash returns the content-security-policy source of a file used inline: 'sha256-…'.
func CSPHash(name string) string {
	sum := sha256.Sum256(Bytes(name))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Handler serves every file under its hashed address, and nothing else.
func Handler() http.Handler {
	byURL := map[string]file{}
	for _, f := range index {
		byURL[f.url] = f
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := byURL[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeContent(w, r, path.Base(f.name), time.Time{}, bytes.NewReader(f.data))
	})
}
