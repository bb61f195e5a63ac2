package law

import "fmt"

func checkSanctions(p *Pack, found *faults) {
	const file = "sanctions.yaml"
	f := p.files.sanctions
	order := map[int]string{}
	for i, s := range f.Sanctions {
		if other := order[s.Order]; other != "" {
			found.add(file, fmt.Sprintf("$.sanctions[%d].order", i), "order %d is that of %s already", s.Order, other)
		}
		order[s.Order] = s.ID
	}
	for i, x := range f.Penalties {
		at := fmt.Sprintf("$.penalties[%d]", i)
		if x.PrisonMonths[0] < 0 || x.PrisonMonths[1] < x.PrisonMonths[0] {
			found.add(file, at+".prison_months", "months from %d to %d", x.PrisonMonths[0], x.PrisonMonths[1])
		}
		if x.FineRupiah[0] < 0 || x.FineRupiah[1] < x.FineRupiah[0] {
			found.add(file, at+".fine_rupiah", "rupiah from %d to %d", x.FineRupiah[0], x.FineRupiah[1])
		}
	}
	for i, r := range f.Remedies {
		for _, t := range []struct {
			key  string
			term *Term
		}{{"file_within", r.File}, {"reply_within", r.Reply}, {"decide_within", r.Decide}} {
			if t.term != nil && (t.term.Count <= 0 || t.term.Count > longest) {
				found.add(file, fmt.Sprintf("$.remedies[%d].%s.count", i, t.key), "a term of %d", t.term.Count)
			}
		}
	}
	checkAttendance(p, found)
}

// checkAttendance wants a ladder without hole or overlap, of forms that can be imposed: every number of days
// has one.
func checkAttendance(p *Pack, found *faults) {
	const file = "sanctions.yaml"
	rows := p.files.sanctions.Attendance.Rows
	for i, row := range rows {
		at := fmt.Sprintf("$.attendance.rows[%d]", i)
		if row.To == 0 && i < len(rows)-1 || row.To != 0 && row.To < row.From {
			found.add(file, at, "only the last row is open, and no row runs backwards")
		}
		if i > 0 && row.From != rows[i-1].To+1 {
			found.add(file, at, "days %d are not the next after %d", row.From, rows[i-1].To)
		}
		if s := p.idx.sanctions[row.Sanction]; s != nil && s.NotUsable {
			found.add(file, at+".sanction", "%s cannot be imposed yet", s.ID)
		}
	}
	if c := p.files.sanctions.Attendance.Consecutive; c.Days < 2 || c.Days > longest {
		found.add(file, "$.attendance.consecutive.days", "%d days in a row", c.Days)
	}
}

// checkPoints wants the open points heaviest first, each with a weight of its own.
func checkPoints(points []OpenPoint, found *faults) {
	for i, o := range points {
		if i > 0 && o.Weight <= points[i-1].Weight {
			found.add("pack.yaml", fmt.Sprintf("$.open_points[%d].weight", i), "weight %d stands after %d", o.Weight, points[i-1].Weight)
		}
	}
}
