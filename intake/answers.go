package intake

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"rambu.id"
	"rambu.id/roster/region"
)

// Answers that are no place of the region.
const (
	DistrictUnknown = "tidak-tahu"
	DistrictOnline  = "daring" // on the internet
	DistrictOutside = "luar"   // outside the region
)

// The longest texts, in characters.
const (
	MaxText = 20_000
	maxLine = 300
)

// Answers are what a reporter tells. They are sealed as a whole, in this JSON form.
type Answers struct {
	What      string     `json:"apa"`
	When      rambu.Date `json:"kapan,omitempty"`     // "": does not know
	Known     rambu.Date `json:"diketahui,omitempty"` // when the reporter learnt of it; formal only
	District  string     `json:"kecamatan"`           // region code or one of the District constants
	Place     string     `json:"tempat,omitempty"`
	Who       string     `json:"terlapor,omitempty"` // name of the reported person, as the reporter gives it
	Post      string     `json:"jabatan,omitempty"`
	Address   string     `json:"alamat_terlapor,omitempty"` // formal only
	Witnesses string     `json:"saksi,omitempty"`
	Evidence  string     `json:"bukti,omitempty"` // links, and what evidence there is
}

// Identity is who reports formally: the items of the report form annexed to Perbawaslu 9/2024.
type Identity struct {
	Name        string `json:"nama"`
	Birth       string `json:"tempat_tanggal_lahir"`
	Sex         string `json:"jenis_kelamin"` // "L" or "P", as on the identity card
	Occupation  string `json:"pekerjaan"`
	Citizenship string `json:"kewarganegaraan"`
	Address     string `json:"alamat"`
	Phone       string `json:"telepon"`
	Email       string `json:"email,omitempty"`
}

// faults collects what is wrong, each on its form field.
type faults struct{ rambu.Errors }

func (f *faults) add(field, key string, args ...string) {
	f.Errors = append(f.Errors, rambu.Fault(rambu.Invalid, key, args...).On(field))
}

func (f *faults) text(field, s string, limit int) {
	n := utf8.RuneCountInString(s)
	if n > limit {
		f.add(field, "intake.error.too_long", "max", strconv.Itoa(limit), "n", strconv.Itoa(n))
	}
}

func (f *faults) need(field, s, key string) {
	if strings.TrimSpace(s) == "" {
		f.add(field, key)
	}
}

// oldest is how far back an act may lie before the year looks mistyped.
const oldest = 5 * 366

func (f *faults) past(field string, d, today rambu.Date) {
	switch {
	case d == "":
	case !d.Valid():
		f.add(field, "intake.error.date")
	case d > today:
		f.add(field, "intake.error.future")
	case d.DaysUntil(today) > oldest:
		f.add(field, "intake.error.year")
	}
}

// Validate checks answers for a door in a region on a legal date. It returns rambu.Errors, each
// on the field of its question.
func (d *Desk) Validate(door Door, area string, a Answers, id *Identity) error {
	var f faults
	today := d.Today(area)
	f.need("apa", a.What, "intake.error.what_empty")
	f.text("apa", a.What, MaxText)
	f.past("kapan", a.When, today)
	f.past("diketahui", a.Known, today)
	if a.When.Valid() && a.Known.Valid() && a.Known < a.When {
		f.add("diketahui", "intake.error.known_before")
	}
	if !d.district(area, a.District) {
		f.add("kecamatan", "intake.error.district")
	}
	for _, s := range [][2]string{
		{"tempat", a.Place}, {"terlapor", a.Who}, {"jabatan", a.Post}, {"alamat_terlapor", a.Address},
	} {
		f.text(s[0], s[1], maxLine)
	}
	f.text("saksi", a.Witnesses, MaxText/4)
	f.text("bukti", a.Evidence, MaxText/4)
	switch {
	case !door.Valid():
		f.add("pintu", "intake.error.door")
	case door == DoorFormal && id == nil:
		f.add("nama", "intake.error.identity")
	case door == DoorFormal:
		id.validate(&f)
	case id != nil:
		f.add("nama", "intake.error.anonymous")
	}
	return f.Err()
}

func (d *Desk) district(area, code string) bool {
	switch code {
	case DistrictUnknown, DistrictOnline, DistrictOutside:
		return true
	}
	if region.LevelOf(code) != region.District || !region.Within(code, area) {
		return false
	}
	_, ok := d.regions.Find(code)
	return ok
}

func (id *Identity) validate(f *faults) {
	f.need("nama", id.Name, "intake.error.name")
	f.need("lahir", id.Birth, "intake.error.birth")
	f.need("alamat", id.Address, "intake.error.address")
	f.need("telepon", id.Phone, "intake.error.phone")
	f.need("pekerjaan", id.Occupation, "intake.error.occupation")
	f.need("kewarganegaraan", id.Citizenship, "intake.error.citizenship")
	if id.Sex != "L" && id.Sex != "P" {
		f.add("kelamin", "intake.error.sex")
	}
	if id.Email != "" && (!strings.Contains(id.Email, "@") || strings.ContainsAny(id.Email, " \n\t,;")) {
		f.add("email", "intake.error.email")
	}
	for _, s := range [][2]string{
		{"nama", id.Name},
		{"lahir", id.Birth},
		{"alamat", id.Address},
		{"telepon", id.Phone},
		{"pekerjaan", id.Occupation},
		{"kewarganegaraan", id.Citizenship},
		{"email", id.Email},
	} {
		f.text(s[0], s[1], maxLine)
	}
}
