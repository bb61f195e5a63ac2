package practice

import (
	"context"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/clock"
	"rambu.id/internal/words"
	"rambu.id/roster"
)

// cascade is the directive of the first Monday on its way down: the secretary sends three points
// to the camat and the village and ward heads; one camat has passed them on and told a village
// himself, one has only read them, and the others have said nothing yet.
type cascade struct {
	room  *Room
	id    string
	codes []directive.PrintedCode
}

// instruction is the directive of 7 October 2024 and what some of its addressees answer.
func instruction(room *Room) []moment {
	d := &cascade{room: room}
	return []moment{
		room.monday("directive", 0, LoginSekda, d.send),
		room.monday("directive", 8, LoginCamatNatar, d.readAndPass),
		room.monday("directive", 12, LoginCamatNatar, d.handOutCodes),
		room.monday("directive", 20, LoginCamatNatar, d.villagesAnswer),
		room.monday("directive", 31, LoginCamatNatar, d.tellVillage),
		room.monday("directive", 40, LoginCamatSidomulyo, func(ctx context.Context, who rambu.Actor) error {
			return room.In.Directives.Acknowledge(ctx, who, d.id)
		}),
	}
}

// monday is a moment of 7 October 2024, some minutes after eight in the morning.
func (r *Room) monday(name string, minute int, login string, do func(ctx context.Context, who rambu.Actor) error) moment {
	when := at("2024-10-07", 8, minute)
	return moment{when, name, 0, func(ctx context.Context, c *clock.Practice) error {
		return r.live(ctx, c, when, login, func(who rambu.Actor) error { return do(ctx, who) })
	}}
}

// send makes the three decisions of the morning's assembly a directive.
func (d *cascade) send(ctx context.Context, who rambu.Actor) error {
	to := directive.Rule{{Office: roster.OfficeDistrictHead}, {Class: roster.ClassVillageHead}, {Class: roster.ClassLurah}}
	when := func(day rambu.Date) string { return words.LongDate(words.ID, day) }
	decided := func(n int, text string) directive.Decision {
		return directive.Decision{Meeting: "Apel", Date: "2024-10-07", Number: n, Text: text}
	}
	in := directive.FromDecision(who.Post, "Netralitas pada masa kampanye", to, when,
		decided(1, "Tetap netral, di kantor, di desa, dan di media sosial. Hak pilih tetap ada dan bersifat rahasia."),
		decided(2, "Pemerintahan dan layanan berjalan seperti biasa. Tidak ada keputusan yang diambil karena pertimbangan politik."),
		decided(3, "Wewenang jabatan dan fasilitas negara, seperti kendaraan, gedung, dan anggaran, tidak dipakai untuk pihak mana pun."),
	)
	in.Opening = "Camat meneruskan arahan ini kepada kepala desa, penjabat kepala desa, dan lurah di wilayahnya."
	in.Basis, in.AckBy = []string{"uu-20-2023 Pasal 9 ayat (2)", "uu-6-2014 Pasal 29 huruf g"}, "2024-10-09"
	id, err := d.room.In.Directives.Draft(ctx, who, in)
	if err != nil {
		return err
	}
	d.id = id
	return d.room.In.Directives.Send(ctx, who, directive.SendIn{ID: id, Version: 1})
}

func (d *cascade) readAndPass(ctx context.Context, who rambu.Actor) error {
	err := d.room.In.Directives.Acknowledge(ctx, who, d.id)
	if err != nil {
		return err
	}
	return d.room.In.Directives.PassOn(ctx, who, d.id, nil)
}

func (d *cascade) handOutCodes(ctx context.Context, who rambu.Actor) (err error) {
	d.codes, err = d.room.In.Directives.IssueCodes(ctx, who, nil)
	return err
}

// villagesAnswer lets seven village heads type their codes, one of them through an operator.
func (d *cascade) villagesAnswer(ctx context.Context, who rambu.Actor) error {
	o, err := d.room.In.Directives.Get(ctx, who, d.id)
	if err != nil {
		return err
	}
	for i, c := range d.codes[:7] {
		in := directive.CodeIn{Short: o.Body.Short, Code: c.Code}
		if i == 6 {
			in.ForHim, in.Name = true, "Nanda Operatorlatihan"
		}
		_, err = d.room.In.Directives.AcknowledgeByCode(ctx, in)
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *cascade) tellVillage(ctx context.Context, who rambu.Actor) error {
	return d.room.In.Directives.RecordTold(ctx, who, directive.ToldIn{
		Directive: d.id, Post: d.codes[9].Post, Name: "Sukma Kadeslatihan", Time: "08.25", Note: "Tidak ada sinyal; disampaikan di kantor kecamatan.",
	})
}
