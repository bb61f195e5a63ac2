package lookup

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/roster"
)

// Route is where a case goes on a day, and how certain that is.
type Route struct {
	law.Route
	Kind       string
	Addressees []letter.Addressee // of the authority and its copies, in that order; empty in a gap
	Instead    []Instead          // addressees who are reported themselves, and who takes their place
	Village    bool               // the letter is for the head of a village that an officer must name
}

// Instead is an addressee who is reported in the case himself.
type Instead struct {
	Post string // title of his post
	To   string // authority above him
	Line string // as the letter addresses it
}

// Of is what the way of a case depends on.
type Of struct {
	Class   law.Class
	Subject string
	Today   rambu.Date
	People  []Respondent // who is reported: none of them gets the letter
	Village string       // name of a village, where the roster does not know a respondent's
}

// routeKind is the kind of forwarding for a class of act.
func routeKind(c law.Class) string {
	switch c {
	case law.ClassCriminal:
		return "pidana"
	case law.ClassAdministrative:
		return "administrasi"
	case law.ClassEthics, law.ClassDiscipline, law.ClassVillage, law.ClassContract, law.ClassInternal, law.ClassOther:
		return "hukum-lain"
	}
	return "hukum-lain"
}

// Route says to whom a case goes.
func (d *Finder) Route(ctx context.Context, who rambu.Actor, of Of) (Route, error) {
	kind := routeKind(of.Class)
	r, err := d.Pack.Route(kind, of.Subject, of.Today)
	if err != nil {
		return Route{}, rambu.Fault(rambu.Blocked, "casefile.error.no_route")
	}
	out := Route{Route: r, Kind: kind}
	if r.To == "" {
		return out, nil
	}
	return out, d.address(ctx, who, of, &out)
}

// Choose takes the place of a route in a gap: the authority an officer chose.
func (d *Finder) Choose(ctx context.Context, who rambu.Actor, of Of, r Route, to string) (Route, error) {
	r.To, r.Copies, r.Addressees = to, nil, nil
	return r, d.address(ctx, who, of, &r)
}

// address fills in the addressees of a route. Whoever is reported himself is passed over for the
// authority above him: the letter would tell him what is held against him, and the study with it.
func (d *Finder) address(ctx context.Context, who rambu.Actor, of Of, r *Route) error {
	authorities := append([]string{r.To}, r.Copies...)
	var used []string
	for _, authority := range authorities {
		for {
			to, err := d.Addressee(ctx, who, of, authority)
			if err != nil {
				return err
			}
			r.Village = r.Village || authority == villageHead && to.Post == outside+villageHead
			himself, err := d.reported(ctx, of, to.Post)
			if err != nil {
				return err
			}
			if himself {
				above, line, err := d.above(authority, to)
				if err != nil {
					return err
				}
				r.Instead = append(r.Instead, Instead{Post: to.Line, To: above, Line: line})
				authority = above
				continue
			}
			if !slices.ContainsFunc(r.Addressees, func(o letter.Addressee) bool { return o.Post == to.Post }) {
				r.Addressees, used = append(r.Addressees, to), append(used, authority)
			}
			break
		}
	}
	r.To, r.Copies = used[0], used[1:]
	return nil
}

// above is the authority over one whose holder is reported, and its name.
func (d *Finder) above(authority string, to letter.Addressee) (id, line string, err error) {
	a, _ := d.Pack.Authority(authority)
	up, ok := d.Pack.Authority(a.Above)
	if !ok {
		return "", "", rambu.Fault(rambu.Blocked, "casefile.error.self_addressee", "post", to.Line)
	}
	return up.ID, up.NameID, nil
}

// reported reports whether a respondent holds a post today, or held it on the day of the act when
// nobody knows who he is.
func (d *Finder) reported(ctx context.Context, of Of, post string) (bool, error) {
	if strings.HasPrefix(post, outside) {
		return false, nil
	}
	_, tenures, err := d.Roster.Holders(ctx, roster.PostID(post), of.Today)
	if err != nil {
		return false, err
	}
	for _, p := range of.People {
		if p.Person == "" && string(p.Post) == post && post != "" {
			return true, nil
		}
		if p.Person != "" && slices.ContainsFunc(tenures, func(t roster.Tenure) bool { return t.Person == p.Person && t.On(of.Today) }) {
			return true, nil
		}
	}
	return false, nil
}

// outside begins the address of a body without an address here: the letter leaves on paper.
const outside = "luar/"

// villageHead is the authority over village staff.
const villageHead = "kepala-desa"

// Addressee is the post by which an authority of the law pack is addressed from a region.
func (d *Finder) Addressee(ctx context.Context, who rambu.Actor, of Of, authority string) (letter.Addressee, error) {
	if authority == villageHead {
		return d.villageHead(ctx, of)
	}
	institution := map[string]string{
		"ppk-pembina": "pemda." + who.Region, "bupati-desa": "pemda." + who.Region, "kpu": "kpu." + who.Region,
		"gakkumdu": "gakkumdu." + who.Region, "bkn": "bkn", "dkpp": "dkpp", "mendagri": "kemendagri",
	}[authority]
	if institution != "" {
		posts, err := d.Roster.Posts(ctx, roster.PostFilter{Institution: institution})
		if err != nil {
			return letter.Addressee{}, err
		}
		head := func(p roster.Post) bool {
			return roster.InstitutionKindOf(institution) != roster.KindGovernment || slices.Contains(p.Roles, rambu.RoleAuthority)
		}
		if i := slices.IndexFunc(posts, head); i >= 0 {
			return letter.Addressee{Post: string(posts[i].ID), Line: posts[i].Title}, nil
		}
	}
	a, ok := d.Pack.Authority(authority)
	if !ok {
		return letter.Addressee{}, rambu.Errorf(rambu.Internal, "the pack has no authority %q", authority)
	}
	return letter.Addressee{Post: outside + authority, Line: a.NameID}, nil
}

// villageHead is the head of the village a respondent works for: the superior of his post, or else the
// head of the village an officer named, on paper.
func (d *Finder) villageHead(ctx context.Context, of Of) (letter.Addressee, error) {
	for _, p := range of.People {
		if p.Post == "" {
			continue
		}
		post, err := d.Roster.Post(ctx, p.Post)
		if err != nil || post.Superior == "" {
			continue
		}
		head, err := d.Roster.Post(ctx, post.Superior)
		if err == nil && head.Class == roster.ClassVillageHead {
			return letter.Addressee{Post: string(head.ID), Line: head.Title}, nil
		}
	}
	a, _ := d.Pack.Authority(villageHead)
	return letter.Addressee{Post: outside + villageHead, Line: strings.TrimSpace(a.NameID + " " + of.Village)}, nil
}
