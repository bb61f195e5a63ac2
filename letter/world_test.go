package letter_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/seal"
)

const (
	bawaslu = "bawaslu.18.01"
	pemda   = "pemda.18.01"
)

// world is two institutions with a few officers each, all invented.
type world struct {
	*letter.Desk
	log   *ledger.Log
	keys  *seal.Store
	clock *clock.Practice
	blobs *blob.Dir

	ketua, staf, penangan rambu.Actor // Bawaslu
	bupati, bkpsdm, camat rambu.Actor // government
	outsider              rambu.Actor // government, without any key
	powerless             string      // a post whose holder may not sign
	stranger              *seal.Pair  // a key nobody registered
	pairs                 map[string]*seal.Pair
	accountKeys           map[string]seal.Key
	letterKeys            map[string]seal.Key
	letterPairs           map[string]*seal.Pair
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{
		clock: clock.NewFrozen(time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)),
		pairs: map[string]*seal.Pair{}, letterKeys: map[string]seal.Key{}, accountKeys: map[string]seal.Key{}, letterPairs: map[string]*seal.Pair{},
	}
	var err error
	w.log, err = ledger.Open(t.Context(), ledger.Config{DB: d, Clock: w.clock, Origin: "rambu.id/uji", KeyFile: filepath.Join(t.TempDir(), "log.key")})
	must(t, err)
	w.keys, err = seal.Open(t.Context(), d)
	must(t, err)
	blobs, err := blob.OpenDir(t.TempDir(), 0)
	must(t, err)
	t.Cleanup(func() { must(t, blobs.Close()) })
	w.blobs = blobs
	texts, err := words.Load()
	must(t, err)
	w.Desk, err = letter.Open(t.Context(), letter.Config{
		Log: w.log, Keys: w.keys, Blobs: blobs, Words: texts, BaseURL: "https://rambu.contoh.id/", Practice: true, Guard: guard(t),
		Today: func(_ string, at time.Time) rambu.Date { return rambu.DateOf(at.Add(7 * time.Hour)) },
		MaySign: func(_ context.Context, _ rambu.Actor, post string, _ rambu.Date) error {
			if post == w.powerless {
				return rambu.Fault(rambu.Forbidden, "letter.error.not_signer")
			}
			return nil
		},
	})
	must(t, err)
	w.Desk = w.As(kinds.KindForwardedStudy) // of no case: Bawaslu's desk for cases stands above this package
	for _, inst := range []string{bawaslu, pemda} {
		w.institution(t, inst)
	}
	w.ketua = w.officer(t, bawaslu, "ketua", true, rambu.RoleMember)
	w.staf = w.officer(t, bawaslu, "tata-usaha", true, rambu.RoleClerk)
	w.penangan = w.officer(t, bawaslu, "penanganan", true, rambu.RoleHandler)
	w.bupati = w.officer(t, pemda, "bupati", true, rambu.RoleAuthority)
	w.bkpsdm = w.officer(t, pemda, "bkpsdm", true, rambu.RolePersonnel)
	w.camat = w.officer(t, pemda, "camat-kalianda", true, rambu.RoleFieldStaff)
	w.outsider = w.officer(t, pemda, "inspektur", false, rambu.RoleInspector)
	w.stranger, err = seal.NewPair()
	must(t, err)
	return w
}

func (w *world) institution(t *testing.T, id string) {
	t.Helper()
	_, err := w.log.Do(rambu.System(id, "18.01"), "test", func(op *ledger.Op) error {
		k, pair, err := seal.NewKey(op, id, "18.01", seal.KindLetter, "")
		w.letterKeys[id], w.letterPairs[id] = k, pair
		return err
	})
	must(t, err)
}

func (w *world) officer(t *testing.T, institution, post string, holdsKey bool, roles ...rambu.Role) rambu.Actor {
	t.Helper()
	account := rambu.NewID("akn")
	var key seal.Key
	_, err := w.log.Do(rambu.System(institution, "18.01"), "test", func(op *ledger.Op) error {
		k, pair, err := seal.NewKey(op, institution, "18.01", seal.KindAccount, account)
		if err != nil {
			return err
		}
		key, w.pairs[account] = k, pair
		w.accountKeys[account] = k
		if !holdsKey {
			return nil
		}
		return seal.GrantPair(op, w.letterKeys[institution], w.letterPairs[institution], k)
	})
	must(t, err)
	return rambu.Actor{
		Account: account, Post: institution + "/" + post, Institution: institution, Region: "18.01", Roles: roles,
		Keys: w.keys.NewRing(t.Context(), key.ID, w.pairs[account]),
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, want rambu.Kind) {
	t.Helper()
	if err == nil || rambu.KindOf(err) != want {
		t.Errorf("%s: got %v, want kind %s", what, err, want)
	}
}

func study() *kinds.ForwardedStudy {
	return &kinds.ForwardedStudy{
		Register: "002/Reg/LP/PB/Kab/08.09/X/2024", Act: "foto-bersama-calon", ActDate: "2024-10-01", Class: "pns", Regime: "pilkada",
		Respondent: kinds.Respondent{Name: "Sulaiman Contoh", NIP: "198001012005011001", Post: "Kepala Seksi", Class: "pns"},
		Summary:    "Diduga berfoto dengan isyarat jari.", Study: "Syarat formal dan materiel terpenuhi.",
		Evidence:    []kinds.Exhibit{{Name: "foto.jpg", Kind: "foto", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
		Citations:   []kinds.Citation{{Regulation: "pp-94-2021", Article: "Pasal 5 huruf n", Text: "PP 94/2021"}},
		PlenaryDate: "2024-10-06", VotesFor: 3,
	}
}

func forwarding() letter.DraftIn {
	return letter.DraftIn{
		Payload: study(), Nature: letter.Confidential, Code: "PM.00.02", Signer: bawaslu + "/ketua",
		To:      []letter.Addressee{{Post: pemda + "/bupati", Line: "Bupati Lampung Selatan"}},
		CC:      []letter.Addressee{{Post: "bkn", Line: "Kepala Badan Kepegawaian Negara"}},
		Subject: "Penerusan dugaan pelanggaran netralitas", Paragraphs: []string{"Bersama ini kami teruskan hasil kajian."},
		ReplyDue: "2024-10-21", About: "prk_contoh",
	}
}

func block() letter.SignatureBlock {
	return letter.SignatureBlock{Lines: []string{"KETUA,"}, Name: "Rahmat Contoh"}
}

func guard(t *testing.T) *cite.Checker {
	t.Helper()
	pack, err := law.Default()
	must(t, err)
	return cite.New(pack)
}

// signed makes a letter that is ready to send.
func (w *world) signed(t *testing.T, in letter.DraftIn) string {
	t.Helper()
	id, err := w.Draft(t.Context(), w.staf, in)
	must(t, err)
	_, err = w.Sign(t.Context(), w.ketua, letter.SignIn{ID: id, Block: block()})
	must(t, err)
	return id
}

// arrived sends and delivers a letter and returns its row in the government's inbox.
func (w *world) arrived(t *testing.T, id string) letter.Incoming {
	t.Helper()
	must(t, w.Send(t.Context(), w.staf, id))
	must(t, w.DeliverAll(t.Context(), w.staf, id))
	return w.inbox(t, id)
}

func (w *world) inbox(t *testing.T, id string) letter.Incoming {
	t.Helper()
	page, err := w.Inbox(t.Context(), w.bupati, letter.Filter{})
	must(t, err)
	for _, in := range page.Items {
		if in.Letter == id {
			return in
		}
	}
	t.Fatalf("letter %s is not in the inbox", id)
	return letter.Incoming{}
}

func (w *world) verify(t *testing.T) {
	t.Helper()
	_, err := w.log.Verify(t.Context(), append(letter.Tables(), seal.Tables()...), nil, nil)
	must(t, err)
}
