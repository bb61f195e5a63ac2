package practice

import (
	"context"
	"slices"
	"strconv"

	"rambu.id"
	"rambu.id/directive"
	"rambu.id/internal/clock"
	"rambu.id/internal/words"
	"rambu.id/roster"
)

// cascade is a directive half-way down: the secretary sends three points of the meeting of
// 3 October to the camat and the village and ward heads. Seven camat have passed them on, and half
// of the villages and wards answered by their codes or were told; one camat has only read them,
// and the others have said nothing yet.
type cascade struct {
	room *Room
	id   string
}

// halfway is how many of the 260 heads of villages and wards have answered when the demo begins.
const halfway = 130

// descent is how far a camat has come with those below him.
type descent struct {
	login  string
	silent int // of those below him, without an answer yet
}

// descents add up to halfway: 26, 21, 22, 21, 16, 17 and 12 villages lie below these camat.
func descents() []descent {
	return []descent{
		{LoginCamatNatar, 1},
		{loginCamatJatiAgung, 0},
		{loginCamatPenengahan, 1},
		{loginCamatPalas, 1},
		{loginCamatTanjungBintang, 1},
		{loginCamatKetapang, 1},
		{loginCamatKatibung, 0},
	}
}

// instruction is the directive and what some of its addressees answer until the demo begins.
func instruction(room *Room) []moment {
	d := &cascade{room: room}
	out := []moment{
		room.scene("directive", "2024-10-03", 14*60+30, LoginSekda, d.send),
		room.scene("directive", "2024-10-04", 10*60, LoginCamatSidomulyo, func(ctx context.Context, who rambu.Actor) error {
			return room.In.Directives.Acknowledge(ctx, who, d.id)
		}),
	}
	for n, down := range descents() {
		out = append(out, room.scene("directive", "2024-10-04", 8*60+n, down.login, func(ctx context.Context, who rambu.Actor) error {
			return d.passDown(ctx, who, down)
		}))
	}
	return out
}

// scene is a moment of a day, some minutes after midnight.
func (r *Room) scene(name string, day rambu.Date, minute int, login string, do func(ctx context.Context, who rambu.Actor) error) moment {
	when := at(day, 0, minute)
	return moment{when, name, 0, func(ctx context.Context, c *clock.Practice) error {
		return r.live(ctx, c, when, login, func(who rambu.Actor) error { return do(ctx, who) })
	}}
}

// send makes three decisions of the meeting a directive.
func (d *cascade) send(ctx context.Context, who rambu.Actor) error {
	to := directive.Rule{{Office: roster.OfficeDistrictHead}, {Class: roster.ClassVillageHead}, {Class: roster.ClassLurah}}
	when := func(day rambu.Date) string { return words.LongDate(words.ID, day) }
	decided := func(n int, text string) directive.Decision {
		return directive.Decision{Meeting: preparationTitle, Date: "2024-10-03", Number: n, Text: text}
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

// passDown is a camat's morning: he reads, passes on, hands out the codes, and his villages answer,
// every fifteenth through an operator, the last one told by him for want of signal.
func (d *cascade) passDown(ctx context.Context, who rambu.Actor, down descent) error {
	rooms := d.room.In.Directives
	err := rooms.Acknowledge(ctx, who, d.id)
	if err != nil {
		return err
	}
	err = rooms.PassOn(ctx, who, d.id, nil)
	if err != nil {
		return err
	}
	codes, err := rooms.IssueCodes(ctx, who, nil)
	if err != nil {
		return err
	}
	o, err := rooms.Get(ctx, who, d.id)
	if err != nil {
		return err
	}
	answering := codes[:len(codes)-down.silent]
	for i, c := range slices.Backward(answering) {
		if i == len(answering)-1 {
			err = rooms.RecordTold(ctx, who, directive.ToldIn{
				Directive: d.id, Post: c.Post, Name: "Sukma Kadeslatihan", Time: "08.00", Note: "Tidak ada sinyal; disampaikan di kantor kecamatan.",
			})
		} else {
			in := directive.CodeIn{Short: o.Body.Short, Code: c.Code}
			if i%15 == 6 {
				in.ForHim, in.Name = true, "Nanda Operatorlatihan "+strconv.Itoa(i)
			}
			_, err = rooms.AcknowledgeByCode(ctx, in)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
