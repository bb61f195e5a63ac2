package lookup

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/law"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/roster/region"
)

// Route is where a case goes on a day, and how certain that is.
type Route struct {
	law.Route
	Kind       string
	Addressees []letter.Addressee // of the authority and its copies, in that order; empty in a gap
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

// Route says to whom a case about an act of a class goes on a day.
func (d *Finder) Route(ctx context.Context, who rambu.Actor, class law.Class, subject string, today rambu.Date) (Route, error) {
	kind := routeKind(class)
	r, err := d.Pack.Route(kind, subject, today)
	if err != nil {
		return Route{}, rambu.Fault(rambu.Blocked, "casefile.error.no_route")
	}
	out := Route{Route: r, Kind: kind}
	if r.To == "" {
		return out, nil
	}
	for _, authority := range append([]string{r.To}, r.Copies...) {
		to, err := d.Addressee(ctx, who, authority)
		if err != nil {
			return out, err
		}
		if !slices.ContainsFunc(out.Addressees, func(o letter.Addressee) bool { return o.Post == to.Post }) {
			out.Addressees = append(out.Addressees, to)
		}
	}
	return out, nil
}

// Addressee is the post by which an authority of the law pack is addressed from a region.
func (d *Finder) Addressee(ctx context.Context, who rambu.Actor, authority string) (letter.Addressee, error) {
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
	// A body without an address here: the letter leaves on paper.
	a, ok := d.Pack.Authority(authority)
	if !ok {
		return letter.Addressee{}, rambu.Errorf(rambu.Internal, "the pack has no authority %q", authority)
	}
	return letter.Addressee{Post: "luar/" + authority, Line: a.NameID}, nil
}

// Tier is the level in a register number.
func Tier(code string) string {
	if name, ok := map[region.Kind]string{region.KindProvince: "Prov", region.KindKota: "Kota"}[region.KindOf(code)]; ok {
		return name
	}
	return "Kab"
}
