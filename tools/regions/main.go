// Command regions writes the region data that roster/region embeds, from the npm package
// idn-area-data at one pinned version. Run it from the repository root:
//
//	go run ./tools/regions            # fetches with "npm pack"
//	go run ./tools/regions -tgz FILE  # uses a package already fetched
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const (
	packageName = "idn-area-data@4.0.1"
	packageSum  = "8d47ffb2be39c08aacb0a2dd43193a1edb5754edb1022d57158341c702acc32d"
	outDir      = "roster/region/data"
)

func main() {
	tgz := flag.String("tgz", "", "package file; empty fetches it with npm pack")
	flag.Parse()
	err := run(*tgz)
	if err != nil {
		fmt.Fprintln(os.Stderr, "regions:", err)
		os.Exit(1)
	}
}

func run(tgz string) error {
	packed, err := fetch(tgz)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(packed)
	if got := hex.EncodeToString(sum[:]); got != packageSum {
		return fmt.Errorf("%s has sha256 %s, want %s", packageName, got, packageSum)
	}
	files, err := unpack(packed)
	if err != nil {
		return err
	}
	parts, err := split(files)
	if err != nil {
		return err
	}
	out, err := pack(parts)
	if err != nil {
		return err
	}
	err = os.WriteFile(filepath.Join(outDir, "regions.zip"), out, 0o644)
	if err != nil {
		return err
	}
	// ODbL 1.0 section 4.2: the licence text travels with every copy of the database.
	return os.WriteFile(filepath.Join(outDir, "LICENSE-ODbL.md"), files["data/LICENSE.md"], 0o644)
}

// fetch returns the bytes of the package file.
func fetch(tgz string) ([]byte, error) {
	if tgz != "" {
		return os.ReadFile(tgz)
	}
	dir, err := os.MkdirTemp("", "regions")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cmd := exec.Command("npm", "pack", packageName)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	err = cmd.Run()
	if err != nil {
		return nil, fmt.Errorf("npm pack %s: %w", packageName, err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("npm pack left %d files: %w", len(found), err)
	}
	return os.ReadFile(found[0])
}

// unpack returns the files of the package by their path below "package/".
func unpack(packed []byte) (map[string][]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	tr := tar.NewReader(zr)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		files[strings.TrimPrefix(path.Clean(h.Name), "package/")], err = io.ReadAll(tr)
		if err != nil {
			return nil, err
		}
	}
}

// split turns the package's CSV files into one part for the provinces and regencies, and one
// part per province for its districts and villages. A line is "code,name", lines are sorted by
// code, and a name is everything after the first comma.
func split(files map[string][]byte) (map[string][]string, error) {
	parts := map[string][]string{}
	for _, name := range []string{"provinces", "regencies", "districts", "villages"} {
		rows, err := csv.NewReader(bytes.NewReader(files["data/"+name+".csv"])).ReadAll()
		if err != nil || len(rows) < 2 {
			return nil, fmt.Errorf("%s.csv: %d rows: %w", name, len(rows), err)
		}
		for _, row := range rows[1:] {
			code, label := row[0], strings.TrimSpace(row[len(row)-1])
			if strings.ContainsAny(label, "\r\n") || label == "" {
				return nil, fmt.Errorf("%s.csv: %s has the name %q", name, code, label)
			}
			part := "regencies"
			if name == "districts" || name == "villages" {
				part = code[:2]
			}
			parts[part] = append(parts[part], code+","+label)
		}
	}
	for _, lines := range parts {
		// By code and not by line: a comma sorts before a point, so lines would not do.
		slices.SortFunc(lines, func(a, b string) int {
			ca, _, _ := strings.Cut(a, ",")
			cb, _, _ := strings.Cut(b, ",")
			return strings.Compare(ca, cb)
		})
	}
	return parts, nil
}

// pack writes the parts as a zip without times, so the same input gives the same bytes.
func pack(parts map[string][]string) ([]byte, error) {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	names := make([]string, 0, len(parts))
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := zw.Create(name)
		if err != nil {
			return nil, err
		}
		_, err = io.WriteString(w, strings.Join(parts[name], "\n")+"\n")
		if err != nil {
			return nil, err
		}
	}
	err := zw.Close()
	return out.Bytes(), err
}
