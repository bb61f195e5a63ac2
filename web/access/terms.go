package access

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"rambu.id"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

const termsPath = "/sebutan"

// Names are the local names of places and offices that the pages use.
type Names struct {
	Terms   roster.Terms
	Version int64
	House   string // the institution that sets them
	Own     bool   // it is the reader's
	Check   bool   // nobody confirmed them yet, and they are not sure
}

// Namer keeps them.
type Namer interface {
	Names(ctx context.Context, who rambu.Actor) (Names, error)
	SetNames(ctx context.Context, who rambu.Actor, t roster.Terms, version int64) error
}

// mayName: names stand on every page, so only the administrator changes them.
func mayName(who rambu.Actor) bool { return who.Is(rambu.RoleAdmin) }

type termsPage struct {
	ui.Frame

	House   string
	Own     bool
	Check   bool
	Version int64
	Fields  []ui.Field // the names; of another institution: to read
}

func (p *Pages) showTerms(w http.ResponseWriter, r *http.Request) error {
	return p.renderTerms(w, r, nil, nil)
}

func (p *Pages) renderTerms(w http.ResponseWriter, r *http.Request, problem error, typed url.Values) error {
	who, _ := current(r)
	names, err := p.Names.Names(r.Context(), who)
	if err != nil {
		return err
	}
	f, status := p.framed(r, "access.terms.title", problem)
	if r.URL.RawQuery == "selesai" {
		f.Flash = p.UI.T(f.Lang, "access.terms.saved")
	}
	page := &termsPage{Frame: f, House: names.House, Own: names.Own, Check: names.Check, Version: names.Version}
	values := typed
	if values == nil {
		values = url.Values{}
		for _, one := range names.Terms.Each() {
			values.Set(one.Name, *one.Value)
		}
	} else if rambu.KindOf(problem) != rambu.Conflict { // after a conflict sending it again is a choice
		page.Version, _ = strconv.ParseInt(typed.Get("versi"), 10, 64)
	}
	fm := p.UI.Form(&page.Frame, values)
	for _, one := range names.Terms.Each() {
		page.Fields = append(page.Fields, fm.Text(one.Name, "access.term."+one.Name))
	}
	return p.terms.Render(w, status, page)
}

func (p *Pages) doTerms(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	who, _ := current(r)
	var t roster.Terms
	for _, one := range t.Each() {
		*one.Value = in.Text(one.Name, roster.MaxTerm)
	}
	version, _ := strconv.ParseInt(in.Values.Get("versi"), 10, 64)
	err = in.Err()
	if err == nil {
		err = p.Names.SetNames(r.Context(), who, t, version)
	}
	if p.mine(r, err) {
		return p.renderTerms(w, r, err, in.Values)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, termsPath+"?selesai", http.StatusSeeOther)
	return nil
}
