package casefile_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/intake"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

// A formal report becomes a case, is studied, decided by signed-in members, forwarded to BKN
// with a copy to the regent, announced and answered; its reporter follows every step.
func TestFromReportToAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		id, report, code := w.begun()

		hits, err := w.Suggest(ctx, w.penerimaan, id, "pak surya sekcam")
		must(t, err)
		if len(hits) == 0 || !strings.Contains(hits[0].Name, "Surya") {
			t.Fatalf("suggested %+v", hits)
		}
		if w.operations("casefile.search_people", id) != 1 {
			t.Error("the search is not in the log")
		}
		w.ready(id)
		v := got[*casefile.View](t)(w.Get(ctx, w.penerimaan, id))
		if v.File.Act.Code != "SKB-D4" || v.ActClass != law.ClassDiscipline || v.File.Act.Procedure != "disiplin-pp94" || v.File.Act.WhyID == "" {
			t.Errorf("the act is %+v", v.File.Act)
		}
		if r := v.File.Respondents[0]; r.Name != "Surya Contohlesmana, S.Sos." || r.PostText == "" || r.Class == "" {
			t.Errorf("the respondent is %+v", r)
		}

		number := got[string](t)(w.Register(ctx, w.penerimaan, id, casefile.RegisterIn{Version: v.Version, Accounts: []string{w.penangan.Account}}))
		if number != "001/Reg/LP/PB/Kab/18.01/X/2024" {
			t.Errorf("number = %q", number)
		}
		w.to("2024-10-08", 10)
		s, err := w.Summon(ctx, w.penangan, id, casefile.SummonIn{
			Version: w.version(id), As: casefile.HeardRespondent, Name: "Surya Contohlesmana, S.Sos.", Post: "Sekretaris Kecamatan",
			On: "2024-10-09", At: "09.00", Place: "Kantor Bawaslu",
		})
		must(t, err)
		summons := got[*letter.Opened](t)(w.letters.Open(ctx, w.penangan, s.Letter))
		if summons.Sent.State != letter.Draft || summons.Sent.Copies[0].ToInstitution == pemda {
			t.Errorf("the summons is %+v", summons.Sent)
		}
		w.to("2024-10-09", 11)
		w.studied(id)
		w.decided(id)
		w.forward(t, id)
		w.announceAndAnswer(t, id)

		box := got[intake.Inbox](t)(w.intake.Inbox(ctx, bawaslu, code))
		if last := box.Messages[len(box.Messages)-1]; last.Text != "Sanksi dilaksanakan, 25 Oktober 2024." {
			t.Errorf("of the answer the reporter reads %q", last.Text)
		}
		want := []string{
			"diterima", "kajian_awal", "diregister", "klarifikasi", "kajian", "pleno", "diputus_pelanggaran", "diteruskan",
			"status_diumumkan", "sanksi_dilaksanakan",
		}
		if diff := cmp.Diff(want, w.inbox(code)); diff != "" {
			t.Errorf("the reporter read (-want +got)\n%s", diff)
		}
		r := got[intake.Report](t)(w.intake.Find(ctx, w.penangan, report))
		if r.Casefile != id || r.State != intake.StateRegistered {
			t.Errorf("the report is %+v", r)
		}
		text := w.readable()
		for _, secret := range []string{"Surya", "Contohlesmana", "kampanye", "Memenuhi unsur", "mengajak belum", "terbukti", "foto.png", w.secretary()} {
			if strings.Contains(text, secret) {
				t.Errorf("the tables tell %q", secret)
			}
		}
		w.verify()
	})
}

// forward drafts, has it checked and sends.
func (w *world) forward(t *testing.T, id string) {
	t.Helper()
	ctx := t.Context()
	v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
	srt := got[string](t)(w.DraftForwarding(ctx, w.penangan, id, casefile.ForwardIn{
		Version: v.Version, Summary: "Terlapor ikut kampanye di lapangan.", Files: []string{v.Report.Exhibits[0].ID},
	}))
	must(t, w.WhoCouldKnow(ctx, w.anggota1, id, casefile.IdentityCheckIn{Version: w.version(id), Answer: "Ratusan orang di lapangan.", Safe: true}))
	must(t, w.Forward(ctx, w.ketua, id, casefile.ForwardNow{Version: w.version(id)}))

	o := got[*letter.Opened](t)(w.letters.Open(ctx, w.ketua, srt))
	if o.Sent.State != letter.Sent || o.Sent.Signer != bawaslu+"/ketua" || o.Block.Name != "Ratna Contohsari, S.H." {
		t.Errorf("the letter is %+v signed by %q", o.Sent, o.Block.Name)
	}
	var to []string
	for _, c := range o.Sent.Copies {
		to = append(to, c.ToPost+" "+string(c.Part)+" "+string(c.State))
	}
	if diff := cmp.Diff([]string{"bkn/kepala utama luar-rambu", pemda + "/bupati tembusan terkirim"}, to); diff != "" {
		t.Errorf("copies (-want +got)\n%s", diff)
	}
	study, ok := o.Payload.(*kinds.ForwardedStudy)
	if !ok || study.VotesFor != 2 || study.VotesAgainst != 1 || len(study.Evidence) != 1 || study.Act != "SKB-D4" || study.PlenaryDate != "2024-10-09" {
		t.Fatalf("the payload is %+v", o.Payload)
	}
	if study.Evidence[0].Name != "bukti-1.png" || o.Body.Files[0].Name != "bukti-1.png" || !strings.Contains(study.Study, "1. bukti-1.png") {
		t.Errorf("the photo leaves as %q and %q in\n%s", study.Evidence[0].Name, o.Body.Files[0].Name, study.Study)
	}
	if kept := v.Report.Exhibits[0].Name; kept != "foto.png" {
		t.Errorf("the photo that stays is called %q", kept)
	}
	_, sent, err := w.letters.ReadFile(ctx, w.ketua, srt, o.Body.Files[0].ID)
	must(t, err)
	defer sent.Close()
	picture := got[[]byte](t)(io.ReadAll(sent))
	if _, err := png.Decode(bytes.NewReader(picture)); err != nil || bytes.Contains(picture, []byte(photoPlace)) {
		t.Errorf("the photo leaves with the place it was taken at, or spoilt: %v", err)
	}
	text, err := json.Marshal(o.Body)
	must(t, err)
	for _, secret := range []string{"Rahasiawati", "081200000000", "Jalan Contoh 1", "foto.png"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the letter tells %q", secret)
		}
	}
}

// announceAndAnswer announces, lets the authority answer and files the answer.
func (w *world) announceAndAnswer(t *testing.T, id string) {
	t.Helper()
	ctx := t.Context()
	must(t, w.Announce(ctx, w.penangan, id, w.version(id), "Terima kasih. Perkara ini diteruskan."))
	w.to("2024-10-28", 9)
	c := got[casefile.Case](t)(w.Find(ctx, w.penangan, id))
	if c.State != casefile.Announced || c.FollowUp != casefile.FollowWaiting {
		t.Errorf("announced: %+v", c)
	}
	in, err := w.letters.RegisterOutside(ctx, w.penangan, letter.OutsideIn{
		Payload: &kinds.Answer{Result: kinds.ResultSanction, Decree: "800/12/2024", Date: "2024-10-25", Sanction: "teguran-lisan"},
		From:    "Bupati Lampung Selatan", Number: "800/13/2024", Date: "2024-10-25", ReceivedOn: "2024-10-28", ToPost: bawaslu + "/ketua",
		Subject: "Jawaban", ReplyTo: c.Letter,
	})
	must(t, err)
	waiting := got[map[string]letter.Incoming](t)(w.Answered(ctx, w.penangan))
	if waiting[id].ID != in {
		t.Errorf("answers that wait: %v", waiting)
	}
	must(t, w.RecordAnswer(ctx, w.penangan, id, c.Version, in))
	v := got[*casefile.View](t)(w.Get(ctx, w.penangan, id))
	if v.FollowUp != casefile.FollowDone || len(v.Answers()) != 1 || v.Answers()[0].Answer.Decree != "800/12/2024" {
		t.Errorf("after the answer: %+v %+v", v.Case, v.Answers())
	}
	want(t, "the same answer again", w.RecordAnswer(ctx, w.penangan, id, v.Version, in), rambu.Conflict, "answer_known")
}
