package web

import (
	"net/http"
	"net/url"
)

const orderPath = "/jadikan-arahan/{keputusan}"

func orderAddress(decision string) string { return "/jadikan-arahan/" + decision }

// order drafts a directive from a published decision and shows the draft.
func (s *site) order(w http.ResponseWriter, r *http.Request) error {
	who, err := actor(r)
	if err != nil {
		return err
	}
	id, err := s.in.OrderFrom(r.Context(), who, r.PathValue("keputusan"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/arahan/"+url.PathEscape(id), http.StatusSeeOther)
	return nil
}
