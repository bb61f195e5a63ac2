package directive_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/roster"
	"rambu.id/seal/short"
)

// The Sekda's three points go down to the villages: each step is somebody's own word, and the
// grid says at whom the directive lies until then.
func TestThreePointsGoDownTheTree(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id := w.sent(w.sekda, three())

		o, err := w.Get(ctx, w.camat1, id)
		w.Must(err)
		if len(o.Body.Points) != 3 || o.Body.Points[1].Source != "Rakor 2024-10-07, keputusan 2" || !o.Genuine || o.Contested {
			t.Errorf("got %+v", o)
		}
		if o.Block.Title != "Sekretaris Daerah" || o.Block.Name != "Hendra Contoh" {
			t.Errorf("signed by %+v", o.Block)
		}
		holders := func() map[string]string {
			tiles, err := w.Tiles(ctx, w.sekda, id)
			w.Must(err)
			got := map[string]string{}
			for _, tile := range tiles {
				got[strings.TrimPrefix(tile.Post, pemda+"/")] = strings.TrimPrefix(tile.Holder, pemda+"/")
			}
			return got
		}
		want := map[string]string{
			"camat/1": "camat/1", "camat/2": "camat/2", "desa/11": "camat/1", "desa/12": "camat/1", "lurah/13": "camat/1", "desa/21": "camat/2",
		}
		if diff := cmp.Diff(want, holders()); diff != "" {
			t.Errorf("sent (-want +got)\n%s", diff)
		}

		w.Refused("passing on unread", w.PassOn(ctx, w.camat1, id, nil), rambu.Conflict)
		w.Must(w.Acknowledge(ctx, w.camat1, id))
		w.Must(w.Acknowledge(ctx, w.camat1, id)) // said twice is said once
		w.Must(w.PassOn(ctx, w.camat1, id, []string{pemda + "/desa/12"}))
		w.Must(w.RecordTold(ctx, w.camat1, directive.ToldIn{Directive: id, Post: pemda + "/desa/12", Name: "Bapak Sekdes", Time: "14.30"}))
		want["camat/1"], want["desa/11"], want["desa/12"], want["lurah/13"] = "", "desa/11", "", "lurah/13"
		if diff := cmp.Diff(want, holders()); diff != "" {
			t.Errorf("passed on (-want +got)\n%s", diff)
		}

		c, err := w.Coverage(ctx, w.sekda, id)
		w.Must(err)
		if c.N != 6 || c.Done != 2 || c.Told != 1 || !c.AsOf.Equal(w.Clock.Now()) {
			t.Errorf("coverage %+v", c)
		}
		tiles, err := w.Tiles(ctx, w.camat1, id)
		w.Must(err)
		tile := tiles[slices.IndexFunc(tiles, func(tl directive.Tile) bool { return tl.Post == pemda+"/desa/12" })]
		told, err := w.Witness(w.camat1, tile)
		w.Must(err)
		if diff := cmp.Diff(&directive.Witness{Name: "Bapak Sekdes", On: "2024-10-07", Time: "14.30"}, told); diff != "" {
			t.Errorf("told (-want +got)\n%s", diff)
		}
		_, err = w.Witness(w.sekda, tile)
		w.Refused("whom a village's camat told", err, rambu.Forbidden)
		w.verify()
	})
}

// A village head without an account types the printed code of his post; an operator types it in
// his name and gives his own.
func TestAVillageAnswersWithItsPrintedCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id := w.sent(w.sekda, three())
		o, err := w.Get(ctx, w.sekda, id)
		w.Must(err)
		codes, err := w.IssueCodes(ctx, w.camat1, nil)
		w.Must(err)
		var titles []string
		for _, c := range codes {
			titles = append(titles, c.Title)
		}
		if diff := cmp.Diff([]string{"Kepala Desa Sebelas", "Kepala Desa Dua Belas", "Lurah Tiga Belas"}, titles); diff != "" {
			t.Fatalf("codes (-want +got)\n%s", diff)
		}

		byLink, err := w.ByLink(ctx, strings.ToUpper(short.Grouped(o.Body.Short)))
		w.Must(err)
		if diff := cmp.Diff(o.Body, byLink.Body); diff != "" {
			t.Errorf("by link (-want +got)\n%s", diff)
		}
		_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: "0000 0000 0000"})
		w.Refused("a code that is nobody's", err, rambu.Invalid)
		title, err := w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: short.Grouped(codes[0].Code)})
		w.Must(err)
		if title != "Kepala Desa Sebelas" {
			t.Errorf("acknowledged for %q", title)
		}
		_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: codes[1].Code, ForHim: true})
		w.Refused("for him without a name", err, rambu.Invalid)
		_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: codes[1].Code, ForHim: true, Name: "Operator Contoh"})
		w.Must(err)

		hows := map[string]directive.How{}
		tiles, err := w.Tiles(ctx, w.camat1, id)
		w.Must(err)
		for _, tile := range tiles {
			if tile.Ack != nil {
				hows[tile.Post] = tile.Ack.How
			}
		}
		if diff := cmp.Diff(map[string]directive.How{pemda + "/desa/11": directive.Code, pemda + "/desa/12": directive.Proxy}, hows); diff != "" {
			t.Errorf("how (-want +got)\n%s", diff)
		}

		again, err := w.IssueCodes(ctx, w.camat1, []string{pemda + "/lurah/13"})
		w.Must(err)
		_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: codes[2].Code})
		w.Refused("the code before", err, rambu.Invalid)
		_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: again[0].Code})
		w.Must(err)
		_, err = w.IssueCodes(ctx, w.camat2, []string{pemda + "/desa/11"})
		w.Refused("codes of another district", err, rambu.Invalid)
		w.verify()
	})
}

// The addressee's own word takes the place of his superior's, never the other way round.
func TestOnesOwnWordGoesBeforeHearsay(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id := w.sent(w.sekda, three())
	o, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	codes, err := w.IssueCodes(ctx, w.camat2, nil)
	w.Must(err)
	village := pemda + "/desa/21"
	in := directive.ToldIn{Directive: id, Post: village, Name: "Bapak Kades", Time: "08.10"}
	w.Must(w.RecordTold(ctx, w.camat2, in))
	how := func() directive.How {
		tiles, err := w.Tiles(ctx, w.sekda, id)
		w.Must(err)
		return tiles[slices.IndexFunc(tiles, func(tl directive.Tile) bool { return tl.Post == village })].Ack.How
	}
	if got := how(); got != directive.Told {
		t.Errorf("told: got %s", got)
	}
	_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: codes[0].Code})
	w.Must(err)
	w.Must(w.RecordTold(ctx, w.camat2, in))
	if got := how(); got != directive.Code {
		t.Errorf("after his own word: got %s", got)
	}
	w.Refused("told somebody of another district", w.RecordTold(ctx, w.camat1, in), rambu.Forbidden)
	in.Time = "25.99"
	w.Refused("an hour that does not exist", w.RecordTold(ctx, w.camat2, in), rambu.Invalid)
}

// An order signed while two people claim the post is flagged and stands; the roster does not say
// who is right.
func TestAnOrderFromAContestedPostIsFlagged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		before := w.sent(w.sekda, three())
		rival := w.Enrol(pemda, "Saingan Contoh", roster.SubjectPNS)
		w.Hold(pemda+"/sekda", rival, roster.Tenure{Contested: true})
		after := w.sent(w.sekda, three())
		for id, want := range map[string]bool{before: false, after: true} {
			o, err := w.Get(ctx, w.camat1, id)
			w.Must(err)
			if o.Contested != want || !o.Genuine {
				t.Errorf("contested = %v, genuine = %v; want contested %v", o.Contested, o.Genuine, want)
			}
		}
	})
}

// The usual case: the rival's decree comes to light later with an earlier start. What was sent
// in between keeps what its signature covers, and says that the post is disputed since.
func TestAnOrderIsFlaggedByARivalRecordedLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id := w.sent(w.sekda, three())
		rival := w.Enrol(pemda, "Saingan Contoh", roster.SubjectPNS)
		w.Must(w.Clock.MoveTo(w.Clock.Now().AddDate(0, 0, 1)))
		read := func() []*directive.Opened {
			desk, err := w.Get(ctx, w.camat1, id)
			w.Must(err)
			link, err := w.ByLink(ctx, desk.Body.Short)
			w.Must(err)
			return []*directive.Opened{desk, link}
		}
		later := "surat keputusan lain"
		for _, o := range read() {
			if o.Contested || o.ContestedLater || strings.Contains(fmt.Sprint(w.Document(o).Body), later) {
				t.Errorf("flagged before anybody claimed the post: %+v", o.Order)
			}
		}
		w.Hold(pemda+"/sekda", rival, roster.Tenure{Contested: true})
		for _, o := range read() {
			if o.Contested || !o.ContestedLater || !o.Genuine || !strings.Contains(fmt.Sprint(w.Document(o).Body), later) {
				t.Errorf("contested %v, later %v, genuine %v", o.Contested, o.ContestedLater, o.Genuine)
			}
		}
		flagged, err := w.Get(ctx, w.camat1, w.sent(w.sekda, three()))
		w.Must(err)
		if !flagged.Contested || flagged.ContestedLater {
			t.Errorf("sent under dispute: contested %v, later %v", flagged.Contested, flagged.ContestedLater)
		}
	})
}

// Whoever is no holder of the signing post that day does not sign, and nobody signs for another.
func TestOnlyTheHolderSends(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id, err := w.Draft(ctx, w.kadis, three())
	w.Must(err)
	w.Refused("the drafter", w.Send(ctx, w.kadis, directive.SendIn{ID: id, Version: 1}), rambu.Forbidden)
	w.Refused("an older text", w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 7}), rambu.Conflict)
	impostor := w.kadis
	impostor.Post = w.sekda.Post
	w.Refused("somebody who only says he is", w.Send(ctx, impostor, directive.SendIn{ID: id, Version: 1}), rambu.Blocked)
	_, err = w.Get(ctx, w.camat1, id)
	w.Refused("a draft of others", err, rambu.Forbidden)
	w.Must(w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 1}))
	w.Refused("twice", w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 2}), rambu.Conflict)
}

// A directive that takes the place of another ends it when it is sent, and both stay readable.
func TestReplacedAndWithdrawnStayReadable(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		first := w.sent(w.sekda, three())
		in := three()
		in.Title = "Netralitas, diperbaiki"
		second, err := w.Replace(ctx, w.sekda, first, in)
		w.Must(err)
		state := func(id string) directive.State {
			o, err := w.Get(ctx, w.camat1, id)
			w.Must(err)
			return o.State
		}
		if got := state(first); got != directive.InForce {
			t.Errorf("while the new one is a draft: %s", got)
		}
		w.Must(w.Send(ctx, w.sekda, directive.SendIn{ID: second, Version: 1}))
		if state(first) != directive.Replaced || state(second) != directive.InForce {
			t.Errorf("sent: %s and %s", state(first), state(second))
		}
		w.Refused("an ended directive", w.Acknowledge(ctx, w.camat1, first), rambu.Conflict)
		w.Refused("without a reason", w.Withdraw(ctx, w.sekda, second, 2, " "), rambu.Invalid)
		w.Refused("by an addressee", w.Withdraw(ctx, w.camat1, second, 2, "Keliru"), rambu.Forbidden)
		w.Must(w.Withdraw(ctx, w.sekda, second, 2, "Butir kedua keliru."))
		o, err := w.Get(ctx, w.camat1, second)
		w.Must(err)
		if o.State != directive.Withdrawn || o.Note != "Butir kedua keliru." || !o.Genuine || len(o.Body.Points) != 3 {
			t.Errorf("withdrawn: %+v", o)
		}
		byLink, err := w.ByLink(ctx, o.Body.Short)
		w.Must(err)
		if byLink.State != directive.Withdrawn {
			t.Errorf("under its link: %s", byLink.State)
		}
		inbox, err := w.Inbox(ctx, w.camat1)
		w.Must(err)
		if len(inbox) != 2 {
			t.Errorf("the inbox has %d, want both", len(inbox))
		}
		w.verify()
	})
}

// Late directives climb one step a working day, in office hours only, and stop at nobody's door
// when everybody has answered.
func TestLateDirectivesClimbInOfficeHours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id := w.sent(w.sekda, three()) // to be read by Wednesday 9 October
		w.Must(w.Acknowledge(ctx, w.camat2, id))
		system := rambu.System(pemda, area)
		late := func(who rambu.Actor) []string {
			all, err := w.Late(ctx, who)
			w.Must(err)
			var got []string
			for _, l := range all {
				for _, p := range l.Posts {
					got = append(got, strings.TrimPrefix(p.Post, pemda+"/"))
				}
			}
			return got
		}
		for _, step := range []struct {
			when         string // day and hour, local
			taken        int
			camat, sekda []string
		}{
			{"2024-10-09 10", 0, nil, nil},
			{"2024-10-10 03", 0, nil, nil}, // at night nobody is woken
			{"2024-10-10 08", 1, []string{"desa/11", "desa/12", "lurah/13"}, []string{"camat/1"}},
			{"2024-10-10 11", 0, []string{"desa/11", "desa/12", "lurah/13"}, []string{"camat/1"}},
			{"2024-10-11 09", 1, []string{"desa/11", "desa/12", "lurah/13"}, []string{"camat/1", "desa/11", "desa/12", "lurah/13", "desa/21"}},
			{"2024-10-12 09", 0, []string{"desa/11", "desa/12", "lurah/13"}, []string{"camat/1", "desa/11", "desa/12", "lurah/13", "desa/21"}},
		} {
			day, hour, _ := strings.Cut(step.when, " ")
			shift := map[string]int{"03": -6, "08": -1, "09": 0, "10": 1, "11": 2}[hour]
			w.To(rambu.Date(day), 9+shift, 0)
			taken, err := w.Escalate(ctx, system)
			w.Must(err)
			if taken != step.taken {
				t.Errorf("%s: %d steps, want %d", step.when, taken, step.taken)
			}
			if diff := cmp.Diff(step.camat, late(w.camat1)); diff != "" {
				t.Errorf("%s: the camat (-want +got)\n%s", step.when, diff)
			}
			if diff := cmp.Diff(step.sekda, late(w.sekda)); diff != "" {
				t.Errorf("%s: the Sekda (-want +got)\n%s", step.when, diff)
			}
		}
		if got := late(w.kadis); got != nil {
			t.Errorf("a head beside the line is told %v", got)
		}
	})
}

// A photograph of the notice board is sealed, is read by those above, and is checked by the log.
func TestProofIsSealedAndVerified(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w, ctx := newWorld(t, d), t.Context()
		id := w.sent(w.sekda, three())
		_, err := w.Attach(ctx, "surat.exe", "application/octet-stream", strings.NewReader("MZ"))
		w.Refused("a program", err, rambu.Invalid)
		f, err := w.Attach(ctx, "papan pengumuman.jpg", "image/jpeg", strings.NewReader("gambar"))
		w.Must(err)
		in := directive.ProofIn{Directive: id, About: pemda + "/desa/11", File: f, Note: "Ditempel di balai desa."}
		w.Refused("about another district", w.AddProof(ctx, w.camat2, in), rambu.Forbidden)
		w.Must(w.AddProof(ctx, w.camat1, in))
		seen, err := w.Proofs(ctx, w.camat2, id)
		w.Must(err)
		if len(seen) != 0 {
			t.Errorf("another camat sees %d files", len(seen))
		}
		seen, err = w.Proofs(ctx, w.sekda, id)
		w.Must(err)
		if len(seen) != 1 || seen[0].File.Name != "papan pengumuman.jpg" || seen[0].Note != "Ditempel di balai desa." {
			t.Fatalf("the Sekda sees %+v", seen)
		}
		_, r, err := w.ReadProof(ctx, w.sekda, id, seen[0].ID)
		w.Must(err)
		got, err := io.ReadAll(r)
		w.Must(err)
		w.Must(r.Close())
		if string(got) != "gambar" {
			t.Errorf("read %q", got)
		}
		w.verify()
	})
}

// What the database says in clear names no text, no person and no file.
func TestNothingTellingIsStoredInClear(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w, ctx := newWorld(t, d), t.Context()
	id := w.sent(w.sekda, three())
	codes, err := w.IssueCodes(ctx, w.camat1, nil)
	w.Must(err)
	o, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	w.Must(w.RecordTold(ctx, w.camat1, directive.ToldIn{Directive: id, Post: pemda + "/desa/12", Name: "Bapak Rahasia", Time: "14.30", Note: "Lewat telepon"}))
	f, err := w.Attach(ctx, "rahasia.jpg", "image/jpeg", strings.NewReader("gambar"))
	w.Must(err)
	w.Must(w.AddProof(ctx, w.camat1, directive.ProofIn{Directive: id, About: w.camat1.Post, File: f}))
	w.Must(w.Withdraw(ctx, w.sekda, id, 2, "Alasan rahasia"))
	for _, table := range directive.Tables() {
		found, err := d.Query(ctx, `SELECT `+strings.Join(table.Columns, ", ")+` FROM `+table.Name)
		w.Must(err)
		for found.Next() {
			cells := make([]any, len(table.Columns))
			for i := range cells {
				cells[i] = new([]byte)
			}
			w.Must(found.Scan(cells...))
			for i, c := range cells {
				for _, word := range []string{"Netralitas", "fasilitas", "Rahasia", "rahasia", "telepon", "Hendra", o.Body.Short, codes[0].Code} {
					if bytes.Contains(*c.(*[]byte), []byte(word)) { //nolint:forcetypeassert // made above
						t.Errorf("%s.%s holds %q", table.Name, table.Columns[i], word)
					}
				}
			}
		}
		w.Must(found.Err())
		w.Must(found.Close()) //nolint:sqlclosecheck // a file, no rows
	}
}

// Another government gets nothing, whatever it asks with the id in hand.
func TestAForeignGovernmentGetsNothing(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id := w.sent(w.sekda, three())
	s := w.stranger
	for what, do := range map[string]func() error{
		"get":         func() error { _, err := w.Get(ctx, s, id); return err },
		"coverage":    func() error { _, err := w.Coverage(ctx, s, id); return err },
		"tiles":       func() error { _, err := w.Tiles(ctx, s, id); return err },
		"proofs":      func() error { _, err := w.Proofs(ctx, s, id); return err },
		"acknowledge": func() error { return w.Acknowledge(ctx, s, id) },
		"pass on":     func() error { return w.PassOn(ctx, s, id, nil) },
		"told": func() error {
			return w.RecordTold(ctx, s, directive.ToldIn{Directive: id, Post: pemda + "/desa/11", Name: "X", Time: "08.00"})
		},
		"withdraw": func() error { return w.Withdraw(ctx, s, id, 2, "Keliru") },
		"replace":  func() error { _, err := w.Replace(ctx, s, id, three()); return err },
		"send":     func() error { return w.Send(ctx, s, directive.SendIn{ID: id, Version: 2}) },
	} {
		w.Refused(what, do(), rambu.NotFound)
	}
	list, err := w.Issued(ctx, s, directive.Filter{})
	w.Must(err)
	inbox, err := w.Inbox(ctx, s)
	w.Must(err)
	if len(list)+len(inbox) != 0 {
		t.Errorf("a stranger lists %d and receives %d", len(list), len(inbox))
	}
	codes, err := w.IssueCodes(ctx, w.camat1, nil)
	w.Must(err)
	in := three()
	in.Signer = other + "/bupati"
	foreign := w.sent(s, in)
	o, err := w.Get(ctx, s, foreign)
	w.Must(err)
	_, err = w.AcknowledgeByCode(ctx, directive.CodeIn{Short: o.Body.Short, Code: codes[0].Code})
	w.Refused("a code of another government", err, rambu.Invalid)
	bawaslu := rambu.Actor{Account: "akn_x", Post: "bawaslu.18.01/ketua", Institution: "bawaslu.18.01", Region: area, Roles: []rambu.Role{rambu.RoleAuthority}}
	_, err = w.Draft(ctx, bawaslu, three())
	w.Refused("Bawaslu gives no directives", err, rambu.Forbidden)
}

// Each reader is told what binds him: a village head the law of villages, a civil servant put in
// charge of a village both, and a head of agency also what binds the THLS he has to tell.
func TestEachReaderIsToldHisOwnRegime(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	kades := w.Officer(pemda+"/desa/11", "Kades Contoh", roster.SubjectVillageHead)
	penjabat := w.Enrol(pemda, "Penjabat Contoh", roster.SubjectPNS)
	w.Hold(pemda+"/desa/12", penjabat, roster.Tenure{Mode: roster.Pj})
	acting := w.SignedIn(pemda+"/desa/12", penjabat)
	ids := func(all []law.Subject) string {
		var out []string
		for _, s := range all {
			out = append(out, s.ID)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		who        rambu.Actor
		own, staff string
	}{
		{kades, "kepala-desa", "perangkat-desa"},
		{acting, "pj-kepala-desa-asn", "perangkat-desa"},
		{w.kadis, "pejabat-pimpinan-asn", "pns pppk non-asn"},
	} {
		got, err := w.Regimes(ctx, c.who)
		w.Must(err)
		if ids(got.Own) != c.own || ids(got.Staff) != c.staff {
			t.Errorf("%s: got %q and %q, want %q and %q", c.who.Post, ids(got.Own), ids(got.Staff), c.own, c.staff)
		}
	}
	id := w.sent(w.sekda, three())
	o, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	all, err := w.RegimesOf(ctx, o)
	w.Must(err)
	if got, want := ids(all.Own), "pejabat-pimpinan-asn lurah kepala-desa pj-kepala-desa-asn"; !sameWords(got, want) {
		t.Errorf("for somebody unknown: got %q, want %q", got, want)
	}
}

func sameWords(a, b string) bool {
	return slices.Equal(slices.Sorted(slices.Values(strings.Fields(a))), slices.Sorted(slices.Values(strings.Fields(b))))
}

// What was passed on below the audience reaches there, is read there, and is not counted as audience.
func TestPassedOnBelowTheAudience(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id := w.sent(w.sekda, three())
	kades := w.Officer(pemda+"/desa/11", "Kades Contoh", roster.SubjectVillageHead)
	staff := w.Officer(pemda+"/desa/11/sekretaris", "Sekdes Contoh", roster.SubjectVillageStaff)
	unread := func(who rambu.Actor) int {
		n, err := w.Unread(ctx, who)
		w.Must(err)
		return n
	}
	w.Refused("not his yet", w.Acknowledge(ctx, staff, id), rambu.Invalid)
	if n := unread(kades) + unread(staff); n != 1 {
		t.Errorf("%d unread, want the head's one", n)
	}
	w.Must(w.Acknowledge(ctx, kades, id))
	w.Must(w.PassOn(ctx, kades, id, nil))
	inbox, err := w.Inbox(ctx, staff)
	w.Must(err)
	if len(inbox) != 1 || inbox[0].Ack != nil || unread(staff) != 1 || unread(kades) != 0 {
		t.Errorf("the staff's inbox: %+v", inbox)
	}
	w.Must(w.Acknowledge(ctx, staff, id))
	c, err := w.Coverage(ctx, w.sekda, id)
	w.Must(err)
	if c.N != 6 || c.Done != 1 {
		t.Errorf("coverage %d of %d, want 1 of 6", c.Done, c.N)
	}
	w.Refused("passing on to nobody", w.PassOn(ctx, kades, id, []string{pemda + "/desa/11/sekretaris"}), rambu.Invalid)
}

// A draft is written anew with its short link kept, given up, and listed to those who work on it.
func TestDraftsAreRevisedAndDropped(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, dbtest.SQLite(t)), t.Context()
	id, err := w.Draft(ctx, w.kadis, three())
	w.Must(err)
	first, err := w.Get(ctx, w.kadis, id)
	w.Must(err)
	in := three()
	in.Title = "Judul baru"
	w.Refused("by a stranger to it", w.Revise(ctx, w.camat1, id, 1, in), rambu.Forbidden)
	w.Must(w.Revise(ctx, w.kadis, id, 1, in))
	w.Refused("on an older text", w.Revise(ctx, w.kadis, id, 1, in), rambu.Conflict)
	second, err := w.Get(ctx, w.sekda, id)
	w.Must(err)
	if second.Body.Title != "Judul baru" || second.Body.Short != first.Body.Short {
		t.Errorf("revised: %+v", second.Body)
	}
	_, err = w.ByLink(ctx, first.Body.Short)
	w.Refused("a draft has no link yet", err, rambu.NotFound)
	for who, want := range map[string]int{"kadis": 1, "camat": 0} {
		list, err := w.Issued(ctx, map[string]rambu.Actor{"kadis": w.kadis, "camat": w.camat1}[who], directive.Filter{})
		w.Must(err)
		if len(list) != want {
			t.Errorf("%s lists %d drafts, want %d", who, len(list), want)
		}
	}
	w.Must(w.Drop(ctx, w.kadis, id, 2))
	w.Refused("sending what was dropped", w.Send(ctx, w.sekda, directive.SendIn{ID: id, Version: 3}), rambu.Conflict)
}

// However many directives are late, the last of them climbs too.
func TestEveryLateDirectiveClimbs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		w := newWorld(t, d)
		const many = 53 // more than are read together
		for range many {
			w.sent(w.sekda, three())
		}
		w.To("2024-10-10", 9, 0)
		taken, err := w.Escalate(t.Context(), rambu.System(pemda, area))
		if taken != many || err != nil {
			t.Errorf("%d of %d climbed: %v", taken, many, err)
		}
	})
}
