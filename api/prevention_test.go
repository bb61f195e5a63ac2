package api_test

import (
	"testing"
)

// dispatch signs and sends a letter of a post.
func (w *world) dispatch(post, id string) {
	w.t.Helper()
	w.post(post, "/surat/"+id+"/tanda-tangan", fields{})
	w.post(post, "/surat/"+id+"/kirim", fields{})
}

// A program of Bawaslu sends an imbauan, one of the government makes the circular and tells the
// counts; neither can do the other's part.
func TestAnImbauanGoesAndItsCountsReturn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const chair, secretary = supervisor + "/ketua", government + "/sekda"
	draft := fields{
		"penanda_tangan": chair, "kepada": []string{secretary}, "hal": "Netralitas", "pembuka": "Kampanye dimulai.",
		"butir": []string{"Tetap netral."}, "dasar": []string{"uu-10-2016 Pasal 71 ayat (1)"},
	}
	w.refused(404, "", secretary, "/imbauan/tulis", draft)
	sent := w.post(chair, "/imbauan/tulis", draft).text("id")
	w.dispatch(chair, sent)
	arrived := w.get(secretary, "/imbauan").text("butir", "0", "id")
	w.refused(409, "advisory.error.not_sent", secretary, "/imbauan/"+arrived+"/sebaran", nil)
	order := w.post(secretary, "/imbauan/"+arrived+"/edaran", nil).text("id")
	w.refused(409, "advisory.error.circular_exists", secretary, "/imbauan/"+arrived+"/edaran", nil)
	w.refused(404, "", chair, "/imbauan/"+sent+"/edaran", nil)
	who, _, err := w.in.Access.Authenticate(t.Context(), w.as(secretary))
	must(t, err)
	must(t, w.in.Directives.Send(t.Context(), who, order, 1))
	w.dispatch(secretary, w.post(secretary, "/imbauan/"+arrived+"/sebaran", nil).text("id"))
	a := w.get(chair, "/imbauan/"+sent)
	if n, _ := a.at("sebaran", "0", "dituju").(float64); n == 0 || a.list("edaran") != nil {
		t.Errorf("Bawaslu reads %s", a.body)
	}
	if got := w.get(secretary, "/imbauan/"+arrived).text("edaran", "0", "id"); got != order {
		t.Errorf("the circular is %q, want %q", got, order)
	}
}
