package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"rambu.id/evidence"
	"rambu.id/instance"
	"rambu.id/intake"
	"rambu.id/internal/sheet"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"rambu": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

func TestScript(t *testing.T) {
	if testing.Short() {
		t.Skip("each line is a process by itself, with nothing beside it to race with")
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"lodge": lodge, "damage": damage, "xlsx": workbook, "exits": exits, "occupy": occupy, "serve": serve,
	}})
}

// exits CODE PROGRAM ARGUMENT...: the program ends with that exit code, and not only badly.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// occupy serves an address until the script ends, and names it in $OCCUPIED.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	ts.Setenv("OCCUPIED", l.Addr().String())
}

// serve DATA FILE: the program is started and, once it serves, stopped; what it said is in the file.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	said := &ready{stop: stop}
	code := run(ctx, []string{"serve", "--data", ts.MkAbs(args[0]), "--listen", "127.0.0.1:0"}, io.Discard, said)
	if code != exitDone {
		ts.Fatalf("exit code %d: %s", code, said.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), said.Bytes(), 0o600))
}

// ready stops a program once it says that it serves.
type ready struct {
	bytes.Buffer

	stop func()
}

func (r *ready) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("Rambu melayani")) {
		r.stop()
	}
	return r.Buffer.Write(b)
}

// lodge DATA PROOF KEY: somebody reports with a picture; his proof and the log's key are kept.
func lodge(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	in, err := instance.Open(ctx, instance.Config{Data: ts.MkAbs(args[0]), Origin: "rambu.id/18.01"})
	ts.Check(err)
	defer func() { ts.Check(in.Close()) }()
	draft := intake.NewDraft()
	const house, area = "bawaslu.18.01", "18.01"
	_, err = in.Intake.Stage(ctx, house, draft, evidence.StageIn{Region: area, Name: "foto.png", Body: strings.NewReader("\x89PNG\r\n\x1a\n" + strings.Repeat("gambar", 2000))})
	ts.Check(err)
	l, err := in.Intake.Submit(ctx, intake.Submission{
		Draft: draft, Institution: house, Region: area, Door: intake.DoorTip, Files: true,
		Answers: intake.Answers{What: "Seseorang membagikan bahan kampanye di kantor.", District: "tidak-tahu", Place: "Kantor"},
	})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(l.Receipt.Text()), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(in.Log.VerifierKey()+"\n"), 0o600))
}

// damage FOLDER: one byte of the only file below it is another.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	var found []string
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			found = append(found, path)
		}
		return err
	}))
	if len(found) != 1 {
		ts.Fatalf("%d files below %s: %v", len(found), args[0], found)
	}
	b, err := os.ReadFile(found[0])
	ts.Check(err)
	b[len(b)/2] ^= 1
	ts.Check(os.WriteFile(found[0], b, 0o600))
}

// xlsx FILE.csv FILE.xlsx [SHEET]: the same cells as a workbook, with an empty second sheet of that name.
func workbook(ts *testscript.TestScript, _ bool, args []string) {
	rows, err := sheet.Read(strings.NewReader(ts.ReadFile(args[0])), sheet.StaffLimits())
	ts.Check(err)
	t := sheet.Table{Head: rows[0].Cells}
	for _, r := range rows[1:] {
		var line []any
		for _, c := range r.Cells {
			line = append(line, c)
		}
		t.Rows = append(t.Rows, line)
	}
	var b bytes.Buffer
	ts.Check(t.Write(&b, sheet.XLSX))
	if len(args) > 2 {
		f, err := excelize.OpenReader(&b)
		ts.Check(err)
		_, err = f.NewSheet(args[2])
		ts.Check(err)
		b.Reset()
		ts.Check(f.Write(&b))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
}
