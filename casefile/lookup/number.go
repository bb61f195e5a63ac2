package lookup

import (
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
