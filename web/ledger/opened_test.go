package ledger_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/ledger"
)

// The auditor asks who opened what: one choice shows the openings alone, they stand out among the rest,
// and the reason stands beside them where the operation has one.
func TestOpeningsStandApartWithTheirReason(t *testing.T) {
	t.Parallel()
	s := open(t)
	auditor := rambu.Actor{Account: "akn_a", Institution: bawaslu, Region: "18.01", Roles: []rambu.Role{rambu.RoleAuditor}}
	s.who = &auditor
	keeper := rambu.Actor{Account: "akn_k", Post: bawaslu + "/anggota-1", Institution: bawaslu, Region: "18.01"}
	do := func(kind string, facts ...string) {
		_, err := s.log.Do(keeper, kind, func(op *ledger.Op) error {
			for i := 0; i < len(facts); i += 2 {
				if facts[i] == "object" {
					op.Object(facts[i+1])
				} else {
					op.Fact(facts[i], facts[i+1])
				}
			}
			return nil
		})
		s.must(err)
	}
	do("intake.identity", "object", "lap_satu", "opening", "buk_satu", "second", "akn_x", "second_post", bawaslu+"/ketua")
	do("casefile.search_people", "object", "pkr_satu", "purpose", "mengenali-terlapor")
	do("evidence.read", "object", "bkt_satu", "object", "pkr_dua")
	do("letter.cancel", "object", "srt_satu", "reason", "salah-alamat")
	do("letter.draft", "object", "srt_dua", "reason", "sebuah \"alasan\"\nlain")
	s.write(bawaslu, "letter.read", 60)

	all := s.get("/jejak?sebelum=6").Body.String()
	for _, want := range []string{
		"Alasan", "Tertulis dan tersegel pada permintaan buk_satu. Bersama Ketua Bawaslu Rekaan.", "Mengenali terlapor.", "Untuk pkr_dua.", "Alamat keliru.",
		"sebuah &#34;alasan&#34;", "srt_dua", "r-badge--secret", s.text("ledger.trail.opened_hint"),
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the trail does not say %q\n%s", want, all)
		}
	}
	only := s.get("/jejak?tampil=pembukaan")
	for _, want := range []string{"lap_satu", "pkr_satu", "bkt_satu", `value="pembukaan" checked`} {
		if only.Code != http.StatusOK || !strings.Contains(only.Body.String(), want) {
			t.Errorf("openings, status %d: no %q\n%s", only.Code, want, only.Body)
		}
	}
	if strings.Contains(only.Body.String(), "srt_") {
		t.Error("letters stand among the openings")
	}
	if en := s.get("/jejak?tampil=pembukaan&bahasa=en").Body.String(); !strings.Contains(en, "Openings only") || !strings.Contains(en, "Together with") {
		t.Error("not in English")
	}
	s.write(bawaslu, "casefile.read", 55)
	if page := s.get("/jejak?tampil=pembukaan").Body.String(); !strings.Contains(page, "tampil=pembukaan") || !strings.Contains(page, "sebelum=") {
		t.Error("the next page forgets the choice")
	}
}
