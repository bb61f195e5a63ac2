package practice

import (
	"rambu.id"
	"rambu.id/roster"
)

// Region is the practice region: Lampung Selatan, with invented staff.
const Region = "18.01"

// Password is that of every practice account. It is printed, and opens nothing outside an
// instance that marks everything LATIHAN.
const Password = "latihan-rambu-7-oktober"

// The rooms of the practice region.
const (
	Supervisor = "bawaslu." + Region
	Government = "pemda." + Region
)

// District is where the practice cases happen: Kalianda's neighbour by code, no real office.
const District = "18.01.06"

// member is one invented person of the practice region. All names are made up; whoever bears
// one of them by chance is not meant.
type member struct {
	Login string // "" has no account
	Name  string
	NIP   string
	Class roster.SubjectClass
	House string
	Post  string // address inside the house
	Mode  roster.Mode
	From  rambu.Date
	To    rambu.Date
	SK    string
}

// The logins the story and the demo use.
const (
	LoginIntake     = "penerimaan"
	LoginHandler    = "penangan"
	LoginSecond     = "kepala.sekretariat"
	LoginChair      = "ketua"
	LoginMember1    = "anggota1"
	LoginMember2    = "anggota2"
	LoginClerkB     = "tu.bawaslu"
	LoginAdminB     = "pengelola.bawaslu"
	LoginAuditorB   = "auditor.bawaslu"
	LoginRegent     = "plt.bupati"
	LoginSekda      = "sekda"
	loginFormer     = "sekda.purnatugas" // the secretary until 30 September
	LoginPersonnel  = "bkpsdm"
	LoginInspector  = "inspektur"
	LoginCamat      = "camat"
	LoginCamatNatar = "camat.natar"
	LoginClerkG     = "tu.pemda"
	LoginAdminG     = "pengelola.pemda"
	loginNobody     = ""

	LoginCamatSidomulyo = "camat.sidomulyo"

	loginCamatJatiAgung      = "camat.jatiagung"
	loginCamatPenengahan     = "camat.penengahan"
	loginCamatPalas          = "camat.palas"
	loginCamatTanjungBintang = "camat.tanjungbintang"
	loginCamatKetapang       = "camat.ketapang"
	loginCamatKatibung       = "camat.katibung"

	respondentPost  = "camat/" + District + "/sekretaris"
	leaveFrom       = rambu.Date("2024-09-25") // campaign leave of the regent: PKPU 13/2024
	leaveTo         = rambu.Date("2024-11-23")
	officeFrom      = rambu.Date("2023-01-09")
	actingFrom      = rambu.Date("2024-10-01") // of the acting secretary, as in seed 001; Perpres 3/2018 Pasal 5 gives three months
	actingTo        = rambu.Date("2024-12-31")
	supervisorsFrom = rambu.Date("2023-08-15")
)

// cast is who works in the practice region.
func cast() []member {
	b, g := Supervisor, Government
	pns, none := roster.SubjectClass("pns"), roster.SubjectClass("penyelenggara")
	def := roster.Definitive
	return []member{
		{LoginChair, "Sekar Ayuningtresna, S.H., M.H.", "", none, b, "ketua", def, supervisorsFrom, "", "LATIHAN/01/2023"},
		{LoginMember1, "Hendro Palupijati, S.H.", "", none, b, "anggota-1", def, supervisorsFrom, "", "LATIHAN/01/2023"},
		{LoginMember2, "Melati Nurinayah, S.Sos.", "", none, b, "anggota-2", def, supervisorsFrom, "", "LATIHAN/01/2023"},
		{LoginSecond, "Drs. Wiyoto Kartasubrata", "196903151994031990", pns, b, "kepala-sekretariat", def, officeFrom, "", "LATIHAN/02/2023"},
		{LoginHandler, "Gilang Mahesworojati, S.H.", "199004122015031991", pns, b, "penanganan-pelanggaran", def, officeFrom, "", "LATIHAN/03/2023"},
		{LoginIntake, "Tri Wahyuningrumsari", "199208242016032992", pns, b, "penerimaan", def, officeFrom, "", "LATIHAN/04/2023"},
		{LoginClerkB, "Rumini Astutiningrat", "198511022009042993", pns, b, "tata-usaha", def, officeFrom, "", "LATIHAN/05/2023"},
		{LoginAdminB, "Dimas Prayogautama, S.Kom.", "199307192019031994", pns, b, "pengelola", def, officeFrom, "", "LATIHAN/06/2023"},
		{LoginAuditorB, "Nastiti Kusumajati, S.E.", "198809302012032995", pns, b, "auditor", def, officeFrom, "", "LATIHAN/07/2023"},

		{loginNobody, "Ir. Handaru Sasmitajaya", "", "pejabat-negara", g, "bupati", def, "2021-02-26", "", "LATIHAN/08/2021"},
		{LoginRegent, "Wira Adhinatakusumah, S.E.", "", "pejabat-negara", g, "bupati", roster.Plt, leaveFrom, leaveTo, "LATIHAN/09/2024"},
		{LoginSekda, "Ir. Bagus Hartantowijoyo, M.Si.", "196807121993031981", pns, g, "sekda", roster.Pj, actingFrom, actingTo, "LATIHAN/10/2024"},
		{loginFormer, "Drs. Marsudi Respatiningrat, M.M.", "196409301990031988", pns, g, "sekda", def, officeFrom, actingFrom.AddDays(-1), "LATIHAN/10/2023"},
		{LoginPersonnel, "Laila Fitrihandayaningsih, S.STP., M.M.", "198203142003122982", pns, g, "bkpsdm/disiplin", def, officeFrom, "", "LATIHAN/11/2023"},
		{LoginInspector, "Drs. Suharsono Wirabuana, Ak.", "196901201995031983", pns, g, "inspektorat/inspektur", def, officeFrom, "", "LATIHAN/12/2023"},
		{LoginCamat, "Rangga Satyawirawan, S.IP.", "197805232002121984", pns, g, "camat/" + District, def, officeFrom, "", "LATIHAN/13/2023"},
		{LoginCamatNatar, "Damar Wibisanatama, S.STP.", "198001172003121982", pns, g, "camat/18.01.04", def, officeFrom, "", "LATIHAN/22/2023"},
		{LoginCamatSidomulyo, "Ayu Larasatinagari, S.Sos.", "198306282006042983", pns, g, "camat/18.01.07", def, officeFrom, "", "LATIHAN/23/2023"},
		{loginCamatJatiAgung, "Wisnu Baskaranegara, S.IP.", "197902142002121981", pns, g, "camat/18.01.13", def, officeFrom, "", "LATIHAN/24/2023"},
		{loginCamatPenengahan, "Lintang Kumalaratri, S.STP.", "198405092004122982", pns, g, "camat/18.01.09", def, officeFrom, "", "LATIHAN/25/2023"},
		{loginCamatPalas, "Seno Hadiprayogo, S.Sos.", "197611212001121983", pns, g, "camat/18.01.10", def, officeFrom, "", "LATIHAN/26/2023"},
		{loginCamatTanjungBintang, "Galuh Paramestiwati, S.IP., M.Si.", "198103032003122984", pns, g, "camat/18.01.05", def, officeFrom, "", "LATIHAN/27/2023"},
		{loginCamatKetapang, "Jalu Wirasasongko, S.STP.", "198607182005011985", pns, g, "camat/18.01.14", def, officeFrom, "", "LATIHAN/28/2023"},
		{loginCamatKatibung, "Puspa Handayaningtyas, S.Sos.", "198210252004122986", pns, g, "camat/18.01.08", def, officeFrom, "", "LATIHAN/29/2023"},
		{LoginClerkG, "Endang Sulastriningsih", "198606172010012985", pns, g, "tata-usaha", def, officeFrom, "", "LATIHAN/14/2023"},
		{LoginAdminG, "Yoga Pramuditaputra, S.T.", "199112052018011986", pns, g, "pengelola", def, officeFrom, "", "LATIHAN/15/2023"},
		{loginNobody, "Surya Pratamalesmana, S.Sos.", "198402292006041987", pns, g, respondentPost, def, officeFrom, "", "LATIHAN/16/2023"},
		{loginNobody, "Kartika Dewisaraswati, S.Pd.", "198710112011012988", pns, g, "disdik/sekretaris", def, officeFrom, "", "LATIHAN/17/2023"},
		{loginNobody, "Dr. Anindya Larasputri, M.Pd.", "197404181999032983", pns, g, "disdik/kepala", def, officeFrom, "", "LATIHAN/21/2023"},
		{loginNobody, "Bayu Nugrahasetiawan, S.KM.", "198309182008011981", pns, g, "dinkes/sekretaris", def, officeFrom, "", "LATIHAN/18/2023"},
		{loginNobody, "Ningrum Puspitalestari, S.Sos.", "198512242010012982", pns, g, "dinsos/sekretaris", def, officeFrom, "", "LATIHAN/19/2023"},
		{loginNobody, "Teguh Wicaksonoadi, S.T.", "198102052006041983", pns, g, "dishub/sekretaris", def, officeFrom, "", "LATIHAN/20/2023"},
	}
}
