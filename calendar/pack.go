package calendar

import (
	"time"

	"rambu.id/law"
)

// capital is the province whose time the institutions of the centre keep.
const capital = "31"

// New makes a calendar of the pack's holidays and zones and of local holidays: a region's own,
// and those announced since the pack was made. It is safe for concurrent use.
func New(pack *law.Pack, local []Holiday) *Calendar {
	holidays := make([]Holiday, 0, len(pack.Holidays())+len(local))
	for _, h := range pack.Holidays() {
		holidays = append(holidays, Holiday{
			Date: h.Date, NameID: h.NameID, NameEN: h.NameEN,
			Kind: string(h.Kind), Announced: h.Announced, Regulation: h.Regulation,
			Check: h.AnnouncedConf.Check(),
		})
	}
	c := build(holidays, packZones(pack), pack.HolidayYearsComplete())
	c.add(local)
	return c
}

// packZones turns the pack's zones into fixed offsets: Indonesia has no daylight saving time,
// so the answer is the same as from a zone file and no machine can lack it.
func packZones(pack *law.Pack) map[string]Zone {
	const hour = 60 * 60
	zones := map[string]Zone{"": {Letters: "WIB", Location: time.FixedZone("WIB", 7*hour)}}
	for _, z := range pack.Zones() {
		zone := Zone{Letters: z.Letters, Location: time.FixedZone(z.Letters, z.UTCOffset*hour)}
		for _, province := range z.Provinces {
			zones[province] = zone
			if province == capital {
				zones[""] = zone
			}
		}
	}
	return zones
}
