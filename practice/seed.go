package practice

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/intake"
	"rambu.id/internal/clock"
)

// plots are the matters of the demo: new, on time, late at Bawaslu, late at the government,
// waiting to be opened. Every one is invented.
func plots() []plot {
	return []plot{
		{
			name: "lewat di pemerintah", start: "2024-09-02", door: intake.DoorFormal, actOn: "2024-08-31", act: "partisan-meeting-or-gift",
			what:  "Ia mengumpulkan pegawai di rumahnya dan mengajak memenangkan seorang bakal calon.",
			place: "Rumah di desa", refers: "bu kartika, sekretaris dinas pendidikan", office: "sekretaris dinas pendidikan", post: "disdik/sekretaris", stop: "lhp",
			delay: map[string]int{"recommend": -3}, // so that fourteen working days end on 4 October
		},
		{
			name: "diperiksa", start: "2024-09-16", door: intake.DoorFormal, actOn: "2024-09-14", act: "partisan-meeting-or-gift",
			what:  "Ia membagikan bingkisan bertuliskan nama bakal calon kepada warga.",
			place: "Balai dusun", refers: "pak surya sekcam", office: "sekcam", post: respondentPost, stop: "summon",
		},
		{
			name: "belum dibuka", start: "2024-09-30", door: intake.DoorFormal, actOn: "2024-09-28", act: "attend-with-support",
			what:  "Ia hadir di deklarasi dengan kaus pasangan calon dan meneriakkan yel.",
			place: "Lapangan kecamatan", refers: "pak bayu, sekretaris dinas kesehatan", office: "sekretaris dinas", post: "dinkes/sekretaris", stop: "announce",
		},
		{
			name: "lewat di Bawaslu", start: "2024-09-30", door: intake.DoorFormal, actOn: "2024-09-29", act: "social-media-interaction",
			what:  "Akun medsosnya membagikan ajakan memilih satu pasangan calon.",
			place: "Media sosial", refers: "bu ningrum sekretaris dinas sosial", office: "sekretaris dinas", post: "dinsos/sekretaris", stop: "minutes",
		},
		{
			name: "kajian awal", start: "2024-10-03", door: intake.DoorFormal, actOn: "2024-10-01", act: "photo-with-candidate",
			what:  "Ia mengunggah foto bersama pasangan calon dengan isyarat jari.",
			place: "Media sosial", refers: "pak teguh, sekretaris dinas perhubungan", office: "sekretaris dinas", post: "dishub/sekretaris", stop: "begin",
		},
		{
			name: "baru", start: "2024-10-05", door: intake.DoorTip, actOn: "2024-10-05", act: "banner",
			what:  "Spanduk pasangan calon dipasang memakai mobil dinas.",
			place: "Dekat pasar", refers: "tidak tahu namanya", post: respondentPost, stop: "submit",
		},
		{
			name: "menunggu tanda tangan", start: "2024-10-06", door: intake.DoorFormal, actOn: "2024-10-06", act: "attend-with-support",
			what:  "Ia ikut berkeliling dengan tim pasangan calon pada hari Minggu.",
			place: "Jalan desa", refers: "pegawai kecamatan", post: respondentPost, stop: "submit",
		},
	}
}

// moment is one step on the common clock.
type moment struct {
	when time.Time
	name string
	no   int
	live func(ctx context.Context, c *clock.Practice) error
}

// Seed makes the practice region, its matters and its meetings, each step on its day by its own actor, and
// leaves the clock at Today.
func Seed(ctx context.Context, in *instance.Instance, c *clock.Practice) error {
	room, err := Settle(ctx, in)
	if err != nil {
		return err
	}
	return room.fill(ctx, c)
}

// fill lets a settled region live until the demo begins.
func (r *Room) fill(ctx context.Context, c *clock.Practice) error {
	err := r.staff()
	if err != nil {
		return err
	}
	err = r.villages(ctx)
	if err != nil {
		return err
	}
	err = r.letterheads(ctx)
	if err != nil {
		return err
	}
	err = take(ctx, c, agenda(r))
	if err != nil {
		return err
	}
	err = c.MoveTo(Today())
	if err != nil {
		return err
	}
	return brief(ctx, r.In)
}

// take takes one step after the other.
func take(ctx context.Context, c *clock.Practice, moments []moment) error {
	for _, m := range moments {
		err := m.live(ctx, c)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

// agenda puts the steps of all matters, the meetings, the directive, the pledges and the press into one order
// of time, each matter up to where it stops.
func agenda(room *Room) []moment {
	out := slices.Concat(gatherings(room), instruction(room), pledges(room), warnings(room), calendars(room), contacts(room), papers(room))
	for _, p := range plots() {
		t := &tale{room: room, plot: p, draft: intake.NewDraft()}
		for i, s := range steps() {
			out = append(out, moment{s.at(p), p.name + ", step " + s.key, i, func(ctx context.Context, c *clock.Practice) error { return t.take(ctx, c, s) }})
			if s.key == p.stop {
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b moment) int {
		return cmp.Or(a.when.Compare(b.when), cmp.Compare(a.no, b.no))
	})
	return out
}

// Resume sets the clock to where the last run stopped, and returns that. A region that has not begun
// is at Today.
func Resume(ctx context.Context, in *instance.Instance, c *clock.Practice) (time.Time, error) {
	last, err := in.Log.Last(ctx)
	if err != nil {
		return last, err
	}
	if last.Before(Today()) {
		last = Today()
	}
	return last, c.MoveTo(last)
}

// zone is the time zone of the practice region.
func zone() *time.Location { return time.FixedZone("WIB", 7*60*60) }

// at is an hour of a day in the practice region.
func at(day rambu.Date, hour, minute int) time.Time {
	return day.Time(zone()).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// Start is when the practice region begins to live: the week before the first weekly assembly.
func Start() time.Time { return at("2024-07-05", 7, 0) }

// Today is when the demo begins: the Monday of the first coordination meetings.
func Today() time.Time { return at("2024-10-07", 9, 0) }
