package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rambu.id/instance"
	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
)

// command runs one command line.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, bad bytes.Buffer
	code = run(t.Context(), args, &out, &bad)
	return code, out.String(), bad.String()
}

// broken makes the accounts of one room impossible to write, as a disk that fills up between two
// rooms does, until the returned function is called.
func broken(t *testing.T, data, room string) (mend func()) {
	t.Helper()
	in, err := instance.Open(t.Context(), instance.Config{Data: data, Origin: "rambu.id/18.01"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	err = in.DB.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`CREATE TRIGGER full BEFORE INSERT ON access_account WHEN NEW.institution = '` + room + `' BEGIN SELECT RAISE(ABORT, 'full'); END`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		in, err := instance.Open(t.Context(), instance.Config{Data: data})
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(in.DB.Write(func(tx *db.Tx) error {
			_, err := tx.Exec(`DROP TRIGGER full`)
			return err
		}), in.Close())
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A room that was made is shown also when the next one failed, and that one can be made alone.
func TestInitShowsWhatWasMadeWhenARoomFails(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"", "--json"} {
		data := t.TempDir()
		mend := broken(t, data, "pemda.18.01")
		args := []string{"init", "--region", "18.01", "--data", data, "--url", "https://rambu.contoh.go.id"}
		code, stdout, stderr := command(t, strings.Fields(strings.Join(append(args, form), " "))...)
		if code != exitFailed {
			t.Errorf("exit code %d", code)
		}
		if strings.Count(stdout, "/mulai/") != 4 || !strings.Contains(stdout, "ketua@bawaslu.18.01") || strings.Contains(stdout, "pemda.18.01") {
			t.Errorf("the room that was made is not shown: %s", stdout)
		}
		if form != "" && (!strings.Contains(stdout, `"missing":["pemda"]`) || !strings.Contains(stdout, `"recovery":"`)) {
			t.Errorf("for programs: %s", stdout)
		}
		again := "rambu init --region 18.01 --rooms pemda --data " + data
		if !strings.Contains(stderr, again) {
			t.Errorf("no word of %q: %s", again, stderr)
		}
		mend()
		code, stdout, stderr = command(t, strings.Fields(again)[1:]...)
		if code != exitDone || !strings.Contains(stdout, "sekda@pemda.18.01") {
			t.Errorf("the missing room: %d %s", code, stderr)
		}
	}
}

// An instance of which no room could be made is as if it had never been begun.
func TestInitThatMadeNoRoomCanBeGivenAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	mend := broken(t, data, "pemda.18.01")
	code, stdout, _ := command(t, "init", "--region", "18.01", "--data", data, "--rooms", "pemda")
	if code != exitFailed || stdout != "" {
		t.Errorf("exit code %d: %s", code, stdout)
	}
	mend()
	code, stdout, stderr := command(t, "init", "--region", "18.01", "--data", data, "--rooms", "pemda")
	if code != exitDone || !strings.Contains(stdout, "sekda@pemda.18.01") {
		t.Errorf("given again: %d %s", code, stderr)
	}
}

// stuck takes nothing, as a full disk behind "rambu init > links.txt".
type stuck struct{}

func (stuck) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestInitShowsTheSecretsElsewhereWhenTheyCannotBeWritten(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	code := run(t.Context(), []string{"init", "--region", "18.01", "--data", t.TempDir(), "--rooms", "pemda"}, stuck{}, &stderr)
	if code != exitFailed || strings.Count(stderr.String(), "/mulai/") != 3 {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}

// A database in use belongs to the data folder that holds the key of its log.
func TestInitLeavesAPostgresInstanceAlone(t *testing.T) {
	t.Parallel()
	source := pgtest.URL(t)
	folder := t.TempDir()
	first, second := filepath.Join(folder, "satu"), filepath.Join(folder, "dua")
	for _, wrong := range [][]string{{"--region", "99.99"}, {"--region", "18.01", "--rooms", "bawaslu,pemd"}} {
		code, stdout, _ := command(t, append([]string{"init", "--data", first, "--db", source}, wrong...)...)
		if _, err := os.Stat(first); code != exitUsage || stdout != "" || err == nil {
			t.Errorf("%v: exit code %d, %s", wrong, code, stdout)
		}
	}
	code, stdout, stderr := command(t, "init", "--region", "18.01", "--data", first, "--db", source, "--rooms", "bawaslu")
	if code != exitDone || strings.Count(stdout, "/mulai/") != 4 {
		t.Fatalf("%d %s %s", code, stdout, stderr)
	}
	for _, rooms := range []string{"bawaslu", "pemda"} {
		code, stdout, stderr = command(t, "init", "--region", "18.01", "--data", second, "--db", source, "--rooms", rooms)
		if _, err := os.Stat(second); code != exitUsage || stdout != "" || err == nil || !strings.Contains(stderr, "sudah berisi instansi") {
			t.Errorf("%s from another folder: %d %s %s, folder: %v", rooms, code, stdout, stderr, err)
		}
	}
	code, _, stderr = command(t, "init", "--region", "18.01", "--data", first, "--db", source, "--rooms", "pemda")
	if code != exitDone {
		t.Errorf("the other room from its own folder: %s", stderr)
	}
	code, _, stderr = command(t, "ledger", "verify", "--data", first, "--db", source)
	if code != exitDone {
		t.Errorf("verify: %s", stderr)
	}
}
