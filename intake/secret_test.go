package intake_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"rambu.id/intake"
	"rambu.id/internal/db/dbtest"
)

func openFile(t *testing.T) *room {
	t.Helper()
	return open(t, dbtest.Open(t, filepath.Join(t.TempDir(), "rambu.db")))
}

// Nothing a reporter or officer writes, no name, no code and no draft stands on the disk in
// clear: not in the database, not in its WAL, not beside the files.
func TestNothingStandsInClear(t *testing.T) {
	t.Parallel()
	const marker = "PENANDA-RAHASIA"
	ctx, base := t.Context(), t.TempDir()
	r := open(t, dbtest.Open(t, filepath.Join(base, "rambu.db")))
	in := formal()
	a := &in.Answers
	a.What, a.Place, a.Who, a.Post, a.Address, a.Witnesses, a.Evidence = marker, marker, marker, marker, marker, marker, marker
	in.Identity.Name, in.Identity.Address = marker, marker
	r.stage(t, in.Draft, marker+".png", append(bytes.Clone(png), marker...))
	in.Files = true
	got, err := r.desk.Submit(ctx, in)
	must(t, err)
	must(t, r.desk.Message(ctx, r.ani, got.ID, marker, ""))
	must(t, r.desk.Reply(ctx, bawaslu, intake.ReplyIn{Code: got.Code.String(), Text: marker}))
	_, err = r.desk.Open(ctx, r.ani, got.ID)
	must(t, err)
	_, err = r.desk.Identity(ctx, r.citra, r.approved(t, got.ID, marker))
	must(t, err)
	secrets := []string{marker, got.Code.String(), in.Draft.String(), string(in.Draft[:]), string(got.Code[:]), "18.01.04", "2024-10-04"}
	seen := 0
	for _, folder := range []string{base, r.data} {
		must(t, filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(name)
			seen += len(b)
			for _, s := range secrets {
				if bytes.Contains(bytes.ToUpper(b), bytes.ToUpper([]byte(s))) {
					t.Errorf("%s holds %q", filepath.Base(name), s)
				}
			}
			if name == filepath.Join(base, "rambu.db-wal") && !bytes.Contains(b, []byte(got.ID)) {
				t.Error("the WAL does not hold the report: this test looks in the wrong place")
			}
			return err
		}))
	}
	if seen < 100_000 {
		t.Errorf("only %d bytes were looked at", seen)
	}
}

// The sizes of short and longer answers are the same on the disk.
func TestSizesAreHidden(t *testing.T) {
	t.Parallel()
	r := openFile(t)
	sizes := map[int64]bool{}
	for _, text := range []string{"x", "Camat berpidato di lapangan."} {
		in := tip()
		in.Answers.What = text
		r.stage(t, in.Draft, text+".png", append(bytes.Clone(png), text...))
		in.Files = true
		got, err := r.desk.Submit(t.Context(), in)
		must(t, err)
		var n int64
		must(t, r.log.DB().QueryRow(t.Context(), `SELECT length(body) FROM intake_report WHERE id = $1`, got.ID).Scan(&n))
		list, err := r.evidence.List(t.Context(), r.ani, got.ID)
		must(t, err)
		sizes[n<<32+list[0].BlobSize] = true
	}
	if len(sizes) != 1 {
		t.Errorf("the lengths tell two reports apart: %v", sizes)
	}
}
