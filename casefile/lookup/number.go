package lookup

import (
	"slices"
	"strings"

	"rambu.id/law"
	"rambu.id/roster/region"
)

// Code is what {kode} of a register number becomes for an office: "LP/PB/Kab/18.01".
func Code(n *law.Numbering, report bool, area string) string {
	kind, level := n.Finding, n.Regency
	if report {
		kind = n.Report
	}
	switch region.KindOf(area) { //nolint:exhaustive // offices below a regency number as it does
	case region.KindProvince:
		level = n.Province
	case region.KindKota:
		level = n.City
	}
	return strings.NewReplacer("{jenis}", kind, "{tingkat}", level, "{wilayah}", area).Replace(n.Code)
}

// Requirements are the lines of the checklist: all of the procedure's for a report, for anonymous
// information those that do not ask who reported.
func Requirements(p *law.Procedure, report bool) []law.Requirement {
	if report {
		return p.Requirements
	}
	ofReporter := []string{"identitas-pelapor", "tanda-tangan", "tenggat"}
	return slices.DeleteFunc(slices.Clone(p.Requirements), func(r law.Requirement) bool { return slices.Contains(ofReporter, r.ID) })
}

// Label is the Indonesian name of a state, as the law pack has it.
func Label(pack *law.Pack, procedure, state string) string {
	p, _ := pack.Procedure(procedure)
	st, ok := p.State(state)
	if !ok {
		return state
	}
	return st.LabelID
}
