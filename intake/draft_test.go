package intake_test

import (
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/intake"
)

func TestDraftDerivesTheSameReportAndCode(t *testing.T) {
	t.Parallel()
	d := intake.NewDraft()
	again, err := intake.ParseDraft(d.String())
	must(t, err)
	if again.ReportID() != d.ReportID() || again.Code() != d.Code() {
		t.Error("the same draft became another report")
	}
	if !rambu.ValidID("lap", d.ReportID()) {
		t.Errorf("%q is no public id", d.ReportID())
	}
	if other := intake.NewDraft(); other.Code() == d.Code() || other.ReportID() == d.ReportID() {
		t.Error("two drafts became one report")
	}
	for _, bad := range []string{"", "x", d.String() + "A", d.String()[1:], strings.Repeat("!", 43)} {
		if _, err := intake.ParseDraft(bad); rambu.KindOf(err) != rambu.Invalid {
			t.Errorf("draft %q: %v", bad, err)
		}
	}
}

func TestCodeIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	want, ok := intake.ParseCode("01AB10CD-2345 6789")
	if !ok {
		t.Fatal("not read")
	}
	for _, written := range []string{
		"01AB10CD23456789", "01ab 10cd 2345 6789", "OIab loCD 2345–6789", " o1AB.10cd.2345.6789\r\n", "01AB 10CD\u00a02345 6789",
	} {
		if got, ok := intake.ParseCode(written); !ok || got != want {
			t.Errorf("%q is read as %v", written, got)
		}
	}
	if want.String() != "01AB10CD23456789" || want.Last() != "6789" {
		t.Errorf("written as %s, last part %s", want, want.Last())
	}
	for _, bad := range []string{"", "01AB10CD2345678", "01AB10CD234567890", "01AB10CD2345678U", "01AB10CD2345678é", strings.Repeat(" ", 300)} {
		if _, ok := intake.ParseCode(bad); ok {
			t.Errorf("%q is read as a code", bad)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("01AB 10CD 2345 6789")
	f.Add("\x00\xffoil")
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := intake.ParseCode(s)
		if !ok {
			return
		}
		again, ok := intake.ParseCode(c.String())
		if !ok || again != c || len(c.String()) != 16 {
			t.Errorf("%q is code %q, which is read as %q", s, c, again)
		}
	})
}

func FuzzParseDraft(f *testing.F) {
	f.Add(intake.NewDraft().String())
	f.Add("====")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := intake.ParseDraft(s)
		if err != nil {
			return
		}
		if again, err := intake.ParseDraft(d.String()); err != nil || again != d {
			t.Errorf("draft %q does not come back", s)
		}
	})
}

func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	r := openFile(t)
	ok := formal()
	for name, c := range map[string]struct {
		change func(*intake.Submission)
		field  string
	}{
		"nothing told":         {func(s *intake.Submission) { s.Answers.What = " \n" }, "apa"},
		"too long":             {func(s *intake.Submission) { s.Answers.What = strings.Repeat("é", intake.MaxText+1) }, "apa"},
		"no date":              {func(s *intake.Submission) { s.Answers.When = "2024-02-31" }, "kapan"},
		"tomorrow":             {func(s *intake.Submission) { s.Answers.When, s.Answers.Known = "2024-10-08", "" }, "kapan"},
		"last century":         {func(s *intake.Submission) { s.Answers.When = "1924-10-04" }, "kapan"},
		"known before":         {func(s *intake.Submission) { s.Answers.Known = "2024-10-03" }, "diketahui"},
		"no district":          {func(s *intake.Submission) { s.Answers.District = "" }, "kecamatan"},
		"district elsewhere":   {func(s *intake.Submission) { s.Answers.District = "18.02.01" }, "kecamatan"},
		"a village":            {func(s *intake.Submission) { s.Answers.District = "18.01.04.2003" }, "kecamatan"},
		"unused district code": {func(s *intake.Submission) { s.Answers.District = "18.01.99" }, "kecamatan"},
		"no identity":          {func(s *intake.Submission) { s.Identity = nil }, "nama"},
		"anonymous with name":  {func(s *intake.Submission) { s.Door = intake.DoorTip }, "nama"},
		"no such door":         {func(s *intake.Submission) { s.Door = "belakang" }, "pintu"},
		"bad e-mail":           {func(s *intake.Submission) { s.Identity.Email = "a@b, c@d" }, "email"},
		"third sex on a card":  {func(s *intake.Submission) { s.Identity.Sex = "X" }, "kelamin"},
	} {
		s := ok
		person := *ok.Identity
		s.Identity = &person
		c.change(&s)
		_, err := r.desk.Submit(t.Context(), s)
		es, isForm := err.(rambu.Errors) //nolint:errorlint // the form's own
		if !isForm || len(es) != 1 || es[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := r.desk.Submit(t.Context(), ok)
	must(t, err)
	midnight := tip() // the region's own day decides: 00.30 WIB on Tuesday is still Monday in UTC
	must(t, r.clock.MoveTo(monday.Add(15*60*60*1e9+30*60*1e9)))
	midnight.Answers.When = "2024-10-08"
	_, err = r.desk.Submit(t.Context(), midnight)
	must(t, err)
}
