package ledger_test

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/calendar"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	webledger "rambu.id/web/ledger"
	"rambu.id/web/ui"
)

const bawaslu = "bawaslu.18.01"

// site is the pages of a log; the signed-in ones are served to who, nil is nobody.
type site struct {
	t       *testing.T
	log     *ledger.Log
	clock   *clock.Practice
	words   *words.Words
	handler http.Handler
	who     *rambu.Actor
	setBack *ledger.Broken

	config   ledger.Config
	calendar *calendar.Calendar
}

func open(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC))}
	var err error
	s.config = ledger.Config{
		DB: dbtest.SQLite(t), Clock: s.clock, Origin: "rambu.id/uji",
		KeyFile: filepath.Join(t.TempDir(), "log.key"),
	}
	s.words, err = words.Load()
	s.must(err)
	pack, err := law.Default()
	s.must(err)
	s.calendar = calendar.New(pack, nil)
	s.reopen()
	return s
}

// reopen starts the program anew on what the database holds.
func (s *site) reopen() {
	s.t.Helper()
	var err error
	s.log, err = ledger.Open(s.t.Context(), s.config)
	s.must(err)
	rd := ui.New(s.words)
	rd.Log = slog.New(slog.DiscardHandler)
	signedIn, public := http.NewServeMux(), http.NewServeMux()
	webledger.New(webledger.Deps{UI: rd, Log: s.log, Calendar: func() *calendar.Calendar { return s.calendar }, SetBack: func() *ledger.Broken { return s.setBack }, Titles: titles}).Routes(signedIn, public)
	public.HandleFunc("/jejak", func(w http.ResponseWriter, r *http.Request) {
		if s.who != nil {
			r = r.WithContext(access.With(r.Context(), *s.who, access.Session{}))
		}
		signedIn.ServeHTTP(w, r)
	})
	s.handler = rd.Protect(public, ui.Options{})
}

func titles(_ context.Context, posts []string) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range posts {
		if p == bawaslu+"/ketua" {
			out[p] = "Ketua Bawaslu Rekaan"
		}
	}
	return out, nil
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// write logs n operations of a house and returns the receipt of the last.
func (s *site) write(house, kind string, n int) ledger.Receipt {
	s.t.Helper()
	who := rambu.Actor{Account: "akn_k", Post: house + "/ketua", Institution: house, Region: "18.01", Roles: []rambu.Role{rambu.RoleMember}}
	var last ledger.Receipt
	for i := range n {
		r, err := s.log.Do(who, kind, func(op *ledger.Op) error {
			op.Object(fmt.Sprintf("lap_%s_%03d", kind, i))
			return nil
		})
		s.must(err)
		last = r
	}
	return last
}

// publish lets the moment pass from which on the public sees what was written.
func (s *site) publish() { s.must(s.clock.MoveTo(s.clock.Now().Add(ledger.Every + time.Minute))) }

func (s *site) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if strings.Contains(w.Body.String(), "⟦") {
		s.t.Errorf("%s shows a missing key", path)
	}
	return w
}

func (s *site) check(proof string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/periksa-bukti", strings.NewReader(url.Values{"bukti": {proof}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "⟦") {
		s.t.Error("the answer shows a missing key")
	}
	return w
}

func TestAReceiptIsCheckedOnThePage(t *testing.T) {
	t.Parallel()
	s := open(t)
	good := s.text("ledger.check.good")
	s.write(bawaslu, "intake.submit", 20)
	proof := s.write(bawaslu, "intake.read", 1).Text()
	s.write(bawaslu, "intake.submit", 5) // the log goes on; a receipt stays true

	form := s.get("/periksa-bukti")
	if form.Code != http.StatusOK || !strings.Contains(html.UnescapeString(form.Body.String()), s.log.VerifierKey()) {
		t.Errorf("the page: status %d, or without the log's key", form.Code)
	}
	if strings.Contains(form.Body.String(), good) {
		t.Error("the empty form says that a proof is right")
	}
	// Browsers send a text area's lines with \r\n.
	for name, text := range map[string]string{"as sent": proof, "by a browser": strings.ReplaceAll(proof, "\n", "\r\n")} {
		w := s.check(text)
		body := w.Body.String()
		for _, want := range []string{good, "lap_intake.read_000", s.text("ledger.kind.intake_read"), bawaslu} {
			if w.Code != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%s: status %d, without %q", name, w.Code, want)
			}
		}
	}
	other := open(t)
	other.write(bawaslu, "intake.submit", 20)
	for name, text := range map[string]string{
		"another index":     strings.Replace(proof, "index 20", "index 19", 1),
		"another size":      strings.Replace(proof, "\n21\n", "\n22\n", 1),
		"another content":   strings.Replace(proof, "extra ", "extra AAAA", 1),
		"another signature": strings.Replace(proof, "\n— ", "\n— x", 1),
		"another log":       other.write(bawaslu, "intake.read", 1).Text(),
		"half of it":        proof[:len(proof)/2],
		"something else":    "saya melapor",
		"nothing":           "",
	} {
		w := s.check(text)
		body := w.Body.String()
		if text == proof {
			t.Fatalf("%s: the receipt was not changed", name)
		}
		if w.Code != http.StatusUnprocessableEntity || strings.Contains(body, good) || !strings.Contains(body, s.text("ledger.error.proof")) {
			t.Errorf("%s: status %d, says it is right: %v", name, w.Code, strings.Contains(body, good))
		}
	}
}

func (s *site) text(key string) string { return html.EscapeString(s.words.T(words.ID, key)) }

// Whoever keeps the checkpoints can follow the log with tools that know nothing of Rambu: the
// key opens the signature, the tiles lead to its root, the entries to the tiles.
func TestThePublicTreeIsC2SP(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(bawaslu, "intake.submit", 300)
	s.publish()
	s.write(bawaslu, "intake.submit.later", 5) // of this quarter of an hour: nobody is shown them

	key := s.get("/checkpoint.key")
	verifier, err := note.NewVerifier(strings.TrimSpace(key.Body.String()))
	s.must(err)
	checkpoint := s.get("/checkpoint")
	opened, err := note.Open(checkpoint.Body.Bytes(), note.VerifierList(verifier))
	s.must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != "rambu.id/uji" || lines[1] != "300" {
		t.Fatalf("checkpoint %q", opened.Text)
	}
	root, err := tlog.ParseHash(lines[2])
	s.must(err)

	for _, path := range []string{"/checkpoint.key", "/checkpoint"} {
		if got := s.get(path).Header().Get("Content-Type"); got != "text/plain; charset=utf-8" {
			t.Errorf("%s is %q", path, got)
		}
	}
	if got := checkpoint.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("the checkpoint may be kept: %q; a witness would see an old log", got)
	}
	got, err := tlog.TreeHash(300, tlog.TileHashReader(tlog.Tree{N: 300, Hash: root}, tiles{s}))
	s.must(err)
	if got != root {
		t.Errorf("the tiles lead to %v, the checkpoint says %v", got, root)
	}
	s.compareEntries()
}

// compareEntries: each leaf of the lowest tile is the hash of its entry.
func (s *site) compareEntries() {
	s.t.Helper()
	data := s.tile("/tile/0/000")
	entries := s.tile("/tile/entries/000")
	for i := range 256 {
		if len(entries) < 2 {
			s.t.Fatalf("entry %d is missing", i)
		}
		n := int(entries[0])<<8 | int(entries[1])
		leaf := tlog.RecordHash(entries[2 : 2+n])
		if string(leaf[:]) != string(data[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
			s.t.Fatalf("entry %d does not give its leaf", i)
		}
		entries = entries[2+n:]
	}
	if len(entries) != 0 {
		s.t.Errorf("%d bytes after the last entry", len(entries))
	}
}

func (s *site) tile(path string) []byte {
	s.t.Helper()
	w := s.get(path)
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: status %d", path, w.Code)
	}
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		s.t.Errorf("%s: cached %q", path, got)
	}
	if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
		s.t.Errorf("%s is %q", path, got)
	}
	return w.Body.Bytes()
}

// tiles reads the tree over HTTP, as a witness does.
type tiles struct{ s *site }

func (tiles) Height() int { return 8 }

func (r tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range list {
		// C2SP leaves the height out of the address: it is always 8.
		out = append(out, r.s.tile("/"+strings.Replace(t.Path(), "tile/8/", "tile/", 1)))
	}
	return out, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func TestATileThatIsNotThereIsNotKept(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(bawaslu, "intake.submit", 10)
	s.publish()
	s.write(bawaslu, "intake.submit.later", 1)
	for _, path := range []string{
		"/tile/0/000", "/tile/0/000.p/11", "/tile/0/001", "/tile/1/000", "/tile/1/000.p/1", "/tile/8/000.p/1", "/tile/-1/000",
		"/tile/0/000.p/0", "/tile/0/000.p/256", "/tile/entries/000", "/tile/entries/x999/999/999", "/tile/0/x999/x999/x999/x999/x999/x999/999", "/tile/", "/tile/0",
	} {
		w := s.get(path)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
		if got := w.Header().Get("Cache-Control"); strings.Contains(got, "immutable") {
			t.Errorf("%s: the refusal is kept for a year, and the tile will exist", path)
		}
	}
	s.tile("/tile/0/000.p/10")
}

// An auditor reads what his own house did, and nothing of another one.
func TestTheTrailShowsTheOwnHouse(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write("pemda.18.01", "discipline.open", 3)
	s.write(bawaslu, "intake.submit", 60)
	if w := s.get("/jejak"); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody signed in: status %d", w.Code)
	}
	s.who = &rambu.Actor{Account: "akn_a", Institution: bawaslu, Region: "18.01", Roles: []rambu.Role{rambu.RoleMember}}
	if w := s.get("/jejak"); strings.Contains(w.Body.String(), "lap_intake") {
		t.Errorf("a member reads the trail, status %d", w.Code)
	}
	s.who.Roles = []rambu.Role{rambu.RoleAuditor}
	first := s.get("/jejak").Body.String()
	for _, want := range []string{"lap_intake.submit_059", "lap_intake.submit_010", "Ketua Bawaslu Rekaan", s.text("ledger.kind.intake_submit"), "sebelum="} {
		if !strings.Contains(first, want) {
			t.Errorf("the trail does not show %q", want)
		}
	}
	_, rest, _ := strings.Cut(first, `sebelum=`)
	before, _, _ := strings.Cut(rest, `"`)
	second := s.get("/jejak?sebelum=" + before).Body.String()
	if !strings.Contains(second, "lap_intake.submit_009") || strings.Contains(second, "lap_intake.submit_010") {
		t.Error("the second page does not go on where the first ended")
	}
	for _, page := range []string{first, second, s.get("/jejak?objek=lap_discipline.open_000").Body.String()} {
		if strings.Contains(page, ">lap_discipline") {
			t.Error("the trail shows another house")
		}
	}
}

// A log that lost its end says so to everybody: while nobody has answered for it, and for good afterwards.
// Who kept a proof of what is gone is not told that it is there.
func TestALostEndStandsOnThePages(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.who = &rambu.Actor{Account: "akn_a", Institution: bawaslu, Region: "18.01", Roles: []rambu.Role{rambu.RoleAuditor}}
	s.write(bawaslu, "intake.submit", 20)
	proof := s.write(bawaslu, "intake.read", 1)
	say := func(path, want string, shown bool) {
		t.Helper()
		if got := strings.Contains(html.UnescapeString(s.get(path).Body.String()), want); got != shown {
			t.Errorf("%s shows %q: %v, want %v", path, want, got, shown)
		}
	}
	lost := "titik periksa berukuran 21 dengan akar " + strings.Split(string(proof.Checkpoint), "\n")[2]
	for _, path := range []string{"/periksa-bukti", "/jejak"} {
		say(path, s.words.T(words.ID, "ui.warning"), false)
	}
	s.must(s.log.DB().Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM ledger_operation WHERE idx = 20`)
		return err
	}))
	s.setBack = &ledger.Broken{What: "checkpoint", Which: "21", Why: "it was cut"}
	for _, path := range []string{"/periksa-bukti", "/jejak"} {
		say(path, "tidak melanjutkan titik periksa 21", true)
	}
	if w := s.check(proof.Text()); w.Code != http.StatusConflict || strings.Contains(w.Body.String(), s.text("ledger.check.good")) || !strings.Contains(w.Body.String(), s.text("ledger.error.proof_lost")) {
		t.Errorf("a proof of what is gone: status %d", w.Code)
	}
	s.reopen()
	s.must(s.log.AcceptLoss(rambu.System(bawaslu, "18.01"), proof.Checkpoint, "Cakram rusak."))
	s.must(s.log.AcceptLoss(rambu.System("pemda.18.01", "18.01"), proof.Checkpoint, "Cakram rusak."))
	s.setBack = nil
	for _, path := range []string{"/periksa-bukti", "/jejak"} {
		say(path, lost, true)
		if n := strings.Count(html.UnescapeString(s.get(path).Body.String()), lost); n != 1 {
			t.Errorf("%s says it %d times", path, n)
		}
	}
	say("/periksa-bukti", "Cakram rusak.", false)
	say("/jejak", "Cakram rusak.", true)
	say("/jejak", s.words.T(words.ID, "ledger.kind.ledger_accept_loss"), true)
	s.write(bawaslu, "intake.submit", 5)
	if w := s.check(proof.Text()); w.Code != http.StatusConflict {
		t.Errorf("later it is there again: status %d", w.Code)
	}
}
