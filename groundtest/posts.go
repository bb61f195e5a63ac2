package groundtest

import (
	"fmt"
	"strings"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/roster"
)

// Institutions are invented ones with those ids. Only governments and their Bawaslu have a room.
func Institutions(ids ...string) []roster.Institution {
	names := map[string]string{"pemda": "Pemerintah Kabupaten", "bawaslu": "Bawaslu Kabupaten", "kpu": "KPU Kabupaten", "polres": "Polres"}
	kinds := map[string]roster.InstitutionKind{"pemda": roster.KindGovernment, "bawaslu": roster.KindSupervisor, "kpu": "kpu", "polres": "polri"}
	out := make([]roster.Institution, len(ids))
	for i, id := range ids {
		kind, region, _ := strings.Cut(id, ".")
		place := " Rekaan"
		if region != Area {
			place = " Sebelah"
		}
		out[i] = roster.Institution{
			ID: id, Name: names[kind] + place, Kind: kinds[kind], Region: region,
			External: kind != "pemda" && kind != "bawaslu",
		}
	}
	return out
}

// Post is a post of the institution its id begins with, below another one of it, if any.
func Post(id, title string, office roster.Office, class roster.PostClass, superior, place string, roles ...rambu.Role) roster.Post {
	in := letter.InstitutionOf(id)
	p := roster.Post{ID: roster.PostID(id), Institution: in, Title: title, Office: office, Class: class, Place: place, Roles: roles}
	if superior != "" {
		p.Superior = roster.PostID(in + "/" + superior)
	}
	return p
}

// Seed puts posts into the roster, of the region when the plan names none.
func (g *Ground) Seed(plan roster.Plan) {
	g.T.Helper()
	if plan.Region.Code == "" {
		r, ok := g.Roster.Regions().Find(Area)
		if !ok {
			g.T.Fatalf("no region %s", Area)
		}
		plan.Region = r
	}
	_, err := g.Roster.Seed(rambu.System("", ""), plan)
	g.Must(err)
}

// Regency is a government that keeps no room with its Bawaslu: its secretariat, agencies with
// their secretaries, districts, and villages in the first two of these.
func Regency(agencies, districts, villages int) roster.Plan {
	const jpt, adm = roster.ClassJPTPratama, roster.ClassAdministrator
	plan := roster.Plan{Institutions: Institutions(Government, Supervisor, "polres."+Area)}
	plan.Institutions[1].External = true
	add := func(id, title string, office roster.Office, class roster.PostClass, superior string, roles ...rambu.Role) {
		plan.Posts = append(plan.Posts, Post(Government+"/"+id, title, office, class, superior, "", roles...))
	}
	add("bupati", "Bupati Rekaan", "kepala-daerah", roster.ClassHead, "", rambu.RoleAuthority)
	add("sekda", "Sekretaris Daerah", "sekda", jpt, "bupati", rambu.RoleSecretary, rambu.RoleSuperior)
	add("tata-usaha", "Kepala Subbagian Tata Usaha", "pejabat", roster.ClassSupervisor, "sekda", rambu.RoleClerk)
	add("bkpsdm", "Kepala Bidang Disiplin", "pejabat", adm, "sekda", rambu.RolePersonnel)
	add("inspektur", "Inspektur", "pejabat", jpt, "sekda", rambu.RoleInspector)
	for n := range agencies {
		id := fmt.Sprintf("dinas-%02d", n)
		add(id, fmt.Sprintf("Kepala Dinas %02d", n), roster.OfficeAgencyHead, jpt, "sekda", rambu.RoleSuperior)
		add(id+"/sekretaris", fmt.Sprintf("Sekretaris Dinas %02d", n), "sekretaris-opd", adm, id, rambu.RoleSuperior)
	}
	for n := range districts {
		add(fmt.Sprintf("camat-%02d", n), fmt.Sprintf("Camat %02d", n), roster.OfficeDistrictHead, adm, "sekda", rambu.RoleSuperior)
	}
	for n := range villages {
		add(fmt.Sprintf("desa-%02d", n), fmt.Sprintf("Kepala Desa %02d", n), roster.OfficeVillageHead, roster.ClassVillageHead, fmt.Sprintf("camat-%02d", n%2))
	}
	add("staf", "Pelaksana Umum", "staf", roster.ClassExecutor, "sekda")
	plan.Posts = append(plan.Posts, Post("polres."+Area+"/kapolres", "Kapolres Rekaan", "kapolres", roster.ClassOutside, "", ""))
	return plan
}

// Heads lets people hold the agencies and districts of a Regency, without accounts: not the first
// of each, which a test gives to somebody it names, and not the last agency, which has no head.
func (g *Ground) Heads(agencies, districts int) []roster.Person {
	g.T.Helper()
	var out []roster.Person
	for n := 1; n < agencies-1; n++ {
		out = append(out, g.Person(fmt.Sprintf("%s/dinas-%02d", Government, n), fmt.Sprintf("Kadis %02d Contoh", n), roster.SubjectPNS))
	}
	for n := 1; n < districts; n++ {
		out = append(out, g.Person(fmt.Sprintf("%s/camat-%02d", Government, n), fmt.Sprintf("Camat %02d Contoh", n), roster.SubjectPNS))
	}
	return out
}
