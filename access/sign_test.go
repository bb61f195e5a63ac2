package access

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/db/dbtest"
	"rambu.id/law"
	"rambu.id/law/lawtest"
	"rambu.id/roster"
)

// Attack 33 and the law of acting officers.
func TestPowerToSign(t *testing.T) {
	t.Parallel()
	pack, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	head := roster.Post{ID: "pemda.18.01/bupati", Institution: pemda, Title: "Bupati", Class: roster.ClassHead, Roles: []rambu.Role{rambu.RoleAuthority}}
	camat := roster.Post{ID: "pemda.18.01/camat/18.01.01", Institution: pemda, Title: "Camat", Class: roster.ClassAdministrator, Roles: []rambu.Role{rambu.RoleSuperior}}
	hold := func(p roster.Post, person string, m roster.Mode, from, to rambu.Date) roster.Tenure {
		return roster.Tenure{Post: p.ID, Person: roster.PersonID(person), Mode: m, From: from, To: to, Decree: roster.Decree{Number: "SK-" + person}}
	}
	contest := func(t roster.Tenure) roster.Tenure { t.Contested = true; return t }
	const on = "2024-10-07"
	tests := []struct {
		name      string
		post      roster.Post
		tenures   []roster.Tenure
		deed      Deed
		on        rambu.Date
		superior  roster.PostID
		want      string // key of the refusal, "" when allowed
		title     string
		cites     []string
		report    bool
		contested int
	}{
		{
			name: "definitive head, severe", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Definitive, "2021-02-26", "")}, deed: DeedSevere,
			title: "Bupati", cites: []string{"pp-94-2021"},
		},
		{
			name: "Plt head, severe, reports", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Plt, "2024-09-25", "2024-11-23")}, deed: DeedSevere,
			title: "Plt. Bupati", cites: []string{"pp-94-2021", "se-mendagri-821-2022 angka 4"}, report: true,
		},
		{
			name: "Pj head, moderate, reports", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Pj, "2024-01-01", "")}, deed: DeedModerate,
			title: "Pj. Bupati", cites: []string{"pp-94-2021", "se-mendagri-821-2022 angka 4"}, report: true,
		},
		{
			name: "Pjs head, severe, reports", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Pjs, "2024-09-25", "2024-11-23")}, deed: DeedSevere,
			title: "Pjs. Bupati", cites: []string{"pp-94-2021", "se-mendagri-821-2022 angka 4"}, report: true,
		},
		{
			name: "Plt head before the circular", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Plt, "2022-09-01", "2022-10-01")}, deed: DeedSevere, on: "2022-09-13",
			want: "access.error.no_consent",
		},
		{
			name: "Plt head on the circular's day", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Plt, "2022-09-01", "2022-10-01")}, deed: DeedSevere, on: "2022-09-14",
			title: "Plt. Bupati", cites: []string{"pp-94-2021", "se-mendagri-821-2022 angka 4"}, report: true,
		},
		{name: "Plh head, severe", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Plh, "2024-10-05", "2024-10-09")}, deed: DeedSevere, want: "access.error.daily_light_only"},
		{
			name: "Plh head, light, of his direct staff", post: head, tenures: []roster.Tenure{hold(head, "a", roster.Plh, "2024-10-05", "2024-10-09")}, deed: DeedLight, superior: head.ID,
			title: "Plh. Bupati", cites: []string{"pp-94-2021", "uu-30-2014 Pasal 14"},
		},
		{
			name: "camat, light", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Definitive, "2023-01-01", "")}, deed: DeedLight, superior: camat.ID,
			title: "Camat", cites: []string{"pp-94-2021"},
		},
		{
			name: "Plt camat, light", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Plt, "2024-08-01", "")}, deed: DeedLight, superior: camat.ID,
			title: "Plt. Camat", cites: []string{"pp-94-2021", "se-bkn-1-2021 kewenangan"},
		},
		{
			name: "Plh camat, light", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Plh, "2024-10-05", "2024-10-09")}, deed: DeedLight, superior: camat.ID,
			title: "Plh. Camat", cites: []string{"pp-94-2021", "se-bkn-1-2021 kewenangan"},
		},
		{name: "Plt camat, moderate", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Plt, "2024-08-01", "")}, deed: DeedModerate, want: "access.error.acting_light_only"},
		{name: "camat, severe", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Definitive, "2023-01-01", "")}, deed: DeedSevere, want: "access.error.not_authority"},
		{
			name: "camat of another district, light", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Definitive, "2023-01-01", "")}, deed: DeedLight,
			superior: "pemda.18.01/camat/18.01.02", want: "access.error.not_superior",
		},
		{name: "mandate ended yesterday", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Plt, "2024-08-01", "2024-10-06")}, deed: DeedLetter, want: "access.error.not_holder"},
		{name: "mandate starts tomorrow", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Plt, "2024-10-08", "")}, deed: DeedLetter, want: "access.error.not_holder"},
		{
			name: "last day of the mandate", post: camat, tenures: []roster.Tenure{hold(camat, "a", roster.Plt, "2024-08-01", on)}, deed: DeedLetter,
			title: "Plt. Camat", cites: []string{"uu-30-2014 Pasal 14"},
		},
		{name: "somebody else's post", post: camat, tenures: []roster.Tenure{hold(camat, "b", roster.Definitive, "2023-01-01", "")}, deed: DeedLetter, want: "access.error.not_holder"},
		{
			name: "head on campaign leave", post: head, deed: DeedSevere, want: "access.error.acted_for",
			tenures: []roster.Tenure{hold(head, "a", roster.Definitive, "2021-02-26", ""), hold(head, "b", roster.Plt, "2024-09-25", "2024-11-23")},
		},
		{
			name: "contested post: flagged, both decrees named", post: head, deed: DeedSevere, title: "Bupati", cites: []string{"pp-94-2021"}, contested: 2,
			tenures: []roster.Tenure{contest(hold(head, "a", roster.Definitive, "2021-02-26", "")), contest(hold(head, "b", roster.Plt, "2024-09-25", ""))},
		},
		{
			name: "contested post, the other side", post: head, deed: DeedSevere, title: "Plt. Bupati", cites: []string{"pp-94-2021", "se-mendagri-821-2022 angka 4"}, contested: 2, report: true,
			tenures: []roster.Tenure{contest(hold(head, "b", roster.Definitive, "2021-02-26", "")), contest(hold(head, "a", roster.Plt, "2024-09-25", ""))},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.on == "" {
				tt.on = on
			}
			b, err := maySign(pack, signing{post: tt.post, tenures: tt.tenures, person: "a", on: tt.on, what: SignWhat{Deed: tt.deed, Superior: tt.superior}})
			if tt.want != "" {
				e, ok := err.(*rambu.Error) //nolint:errorlint // made here
				if !ok || e.Kind != rambu.Blocked || e.Key != tt.want {
					t.Fatalf("got %v, want it blocked by %s", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var cites []string
			for _, c := range b.Cites {
				cites = append(cites, c.Citation.String())
			}
			if diff := cmp.Diff(tt.cites, cites); diff != "" {
				t.Errorf("basis (-want +got):\n%s", diff)
			}
			if b.Title != tt.title || (b.Report != nil) != tt.report || len(b.Contested) != tt.contested {
				t.Errorf("title %q, report %v, %d contested tenures", b.Title, b.Report, len(b.Contested))
			}
			if b.Report != nil && (b.Report.To != "mendagri" || b.Report.Rule.Count != 7) {
				t.Errorf("report duty %+v", b.Report)
			}
		})
	}
}

func TestNobodySignsForAnotherInstitution(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	_, accounts := h.found()
	post := roster.Post{ID: "pemda.18.01/sekda", Institution: pemda, Title: "Sekretaris Daerah"}
	h.roster.posts = map[roster.PostID]roster.Post{post.ID: post}
	h.roster.held = []roster.Tenure{{Post: post.ID, Person: "org_sekda", Mode: roster.Definitive, From: "2024-01-01"}}
	_, sekda := h.signIn("sekda", sandi)
	_, ketua := h.signIn("ketua", sandi)
	b, err := h.MaySign(t.Context(), sekda, post.ID, "2024-10-07", SignWhat{Deed: DeedLetter})
	h.must(err)
	if b.Tenure.Person != "org_sekda" {
		t.Errorf("basis %+v", b)
	}
	_, err = h.MaySign(t.Context(), ketua, post.ID, "2024-10-07", SignWhat{Deed: DeedLetter})
	h.kind(rambu.NotFound, err)
	// An administrator who resets the secretary's account cannot sign in his name.
	_, token, err := h.Reinvite(t.Context(), admin(pemda), accounts["sekda"].ID)
	h.must(err)
	h.must(h.Accept(t.Context(), token, baru))
	_, thief := h.signIn("sekda", baru)
	_, err = h.MaySign(t.Context(), thief, post.ID, "2024-10-07", SignWhat{Deed: DeedLetter})
	if e, ok := errors.AsType[*rambu.Error](err); !ok || e.Key != "access.error.not_vouched" {
		t.Errorf("a reset account signs: %v", err)
	}
	_, bkpsdm := h.signIn("bkpsdm", sandi)
	_, err = h.MaySign(t.Context(), bkpsdm, post.ID, "2024-10-07", SignWhat{Deed: DeedLetter})
	h.kind(rambu.Blocked, err)
}

// The days within which an acting head reports are the pack's, with how sure they are.
func TestTheReportToTheMinisterIsThePacks(t *testing.T) {
	t.Parallel()
	const seven = "      count: 7\n      unit: hari-kerja\n      from: sk\n"
	pack := lawtest.Changed(t, "procedures/disiplin-pp94.yaml", seven, strings.Replace(seven, "7", "9", 1))
	got, err := report(pack, "2024-10-07")
	if err != nil || got.Rule != (calendar.Rule{Count: 9, Unit: calendar.WorkingDays}) || got.Check || got.Cite.Citation.String() != "se-mendagri-821-2022 angka 5" {
		t.Errorf("got %+v, %v", got, err)
	}
	pack = lawtest.Changed(t, "procedures/disiplin-pp94.yaml", "      basis: [se-mendagri-821-2022 angka 5]\n      conf: source", "      basis: [se-mendagri-821-2022 angka 5]\n      conf: unsure")
	got, err = report(pack, "2024-10-07")
	if err != nil || !got.Check {
		t.Errorf("an unsure rule is told as sure: %+v, %v", got, err)
	}
}
