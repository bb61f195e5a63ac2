package practice

import (
	"context"
	"strings"

	"rambu.id"
	"rambu.id/press"
)

// What two invented papers printed on 7 October 2024.
const (
	suspicion = `Camat Diduga Pasang Baliho Calon di Lapangan
KALIANDA, WARTA LATIHAN - Seorang camat diduga memasang baliho pasangan calon di Lapangan Rekaan, Sabtu malam (5/10). Foto pemasangan itu beredar di kalangan wartawan.
Sehari kemudian Plt Wakil Bupati Lampung Selatan, Wira Adhinatakusumah, meminta seluruh camat agar menjaga jarak dari tim pasangan calon.
"Jangan ada pegawai yang ikut memasang atau menjaga baliho," kata Wira, yang mengutip Pasal 2 UU Nomor 5 Tahun 2014.
`
	assembly = `Sekda Pimpin Apel, Ingatkan Netralitas
KALIANDA, HARIAN LATIHAN - Sekda Lampung Selatan, Bagus Hartantowijoyo, memimpin apel mingguan di halaman kantor bupati, Senin (7/10).
"Hak pilih tetap ada, tetapi di kantor dan di media sosial kita wajib netral," kata Bagus.
`
)

// papers are the articles of the first Monday: Bawaslu keeps one and its copy in another paper, to
// be decided on; the secretary's office has recorded the assembly.
func papers(room *Room) []moment {
	published := rambu.Date("2024-10-07")
	add := func(ctx context.Context, who rambu.Actor, text, source string) (string, error) {
		return room.In.Press.Add(ctx, who, press.AddIn{Text: text, Source: source, Published: published})
	}
	return []moment{
		room.scene("press", "2024-10-07", 8*60+40, LoginIntake, func(ctx context.Context, who rambu.Actor) error {
			_, err := add(ctx, who, suspicion, "Warta Latihan")
			return err
		}),
		room.scene("press", "2024-10-07", 8*60+41, LoginIntake, func(ctx context.Context, who rambu.Actor) error {
			_, err := add(ctx, who, strings.Replace(suspicion, "Camat Diduga Pasang Baliho Calon di Lapangan", "Baliho di Lapangan, Camat Disebut", 1), "Suara Latihan")
			return err
		}),
		room.scene("press", "2024-10-07", 8*60+43, LoginClerkG, func(ctx context.Context, who rambu.Actor) error {
			id, err := add(ctx, who, assembly, "Harian Latihan")
			if err != nil {
				return err
			}
			v, err := room.In.Press.Get(ctx, who, id)
			if err != nil {
				return err
			}
			return room.In.Press.Decide(ctx, who, press.DecideIn{ID: id, Version: v.Version, To: press.Recorded, Fields: v.Fields})
		}),
	}
}
