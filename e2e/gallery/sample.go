package main

import (
	"net/url"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/ui"
)

type samplePage struct {
	ui.Frame
	Kind                                                     string
	Text, Area, Date, Radios, Checks, Select, File, Password ui.Field
	Badges                                                   []ui.Badge
	Rows                                                     []ui.Row
	Tasks                                                    []ui.Task
	Clocks                                                   []ui.Clock
	Events                                                   []ui.Event
	Table, NoTable                                           ui.Table
	Details                                                  ui.Details
	Pages                                                    ui.Pages
	Panel                                                    ui.Panel
}

// fields borrows texts of the frame as labels: the gallery has no catalogue of its own.
func (p *samplePage) fields(fm *ui.Form) {
	options := []ui.Option{fm.Option("a", "ui.status.new"), fm.Option("b", "ui.status.waiting"), fm.Option("c", "ui.status.stopped")}
	options[1].Hint = fm.Option("", "ui.practice.invented").Text
	p.Text = fm.Text("apa", "ui.search")
	p.Text.Hint = fm.Option("", "ui.foot.privacy").Text
	p.Area = fm.Area("cerita", "ui.clock.note")
	p.Date = fm.Date("kapan", "ui.clock.date")
	p.Radios = fm.Radios("pilih", "ui.clock.day", options...)
	p.Checks = fm.Checks("boleh", "ui.filter", options...)
	p.Select = fm.Select("mana", "ui.language", options...)
	p.File = fm.File("berkas", "ui.print")
	p.Password = fm.Password("sandi", "ui.signin")
	p.Password.Auto = "current-password"
}

func sample(rd *ui.Renderer, f ui.Frame, kind string) *samplePage {
	p := &samplePage{Frame: f, Kind: kind}
	p.fields(rd.Form(&p.Frame, url.Values{
		"apa": {"Mobil dinas dipakai mengantar spanduk"}, "cerita": {"Baris satu\nBaris dua"},
		"kapan": {"2024-10-07"}, "pilih": {"b"}, "boleh": {"a", "c"}, "mana": {"c"},
	}))
	for _, l := range []ui.Look{ui.LookNew, ui.LookProgress, ui.LookWaiting, ui.LookDone, ui.LookStopped, ui.LookSecret} {
		p.Badges = append(p.Badges, ui.Badge{Look: l, Text: rd.T(f.Lang, "ui.status."+string(l))})
	}
	now := rambu.Date("2024-10-09").Time(time.UTC).Add(9 * time.Hour)
	late, soon := rd.LeftDay(f.Lang, now, "2024-10-07", 2), rd.LeftDay(f.Lang, now, "2024-10-10", 2)
	p.Badges = append(p.Badges, late, soon, rd.LeftDay(f.Lang, now, "2024-10-09", 2))
	p.Rows = []ui.Row{
		{Key: rd.T(f.Lang, "ui.clock.note"), Value: "Apel pagi di halaman kantor\nPukul 07.30", Href: "/ubah"},
		{Key: rd.T(f.Lang, "ui.clock.date"), Value: words.Date(f.Lang, "2024-10-07"), Badge: &late},
	}
	p.Tasks = []ui.Task{
		{Text: "Periksa syarat formil", Href: "/formil", Hint: "Identitas, waktu, tempat", Badge: p.Badges[3]},
		{Text: "Periksa syarat materiil", Href: "/materiil", Badge: p.Badges[0]},
	}
	p.Clocks = []ui.Clock{clock(f.Lang, "Meneruskan ke BKN", late), clock(f.Lang, "Kajian awal", soon)}
	p.Clocks[0].Check = true
	p.Events = []ui.Event{
		{When: words.Date(f.Lang, "2024-10-08"), Title: "Diregistrasi", Who: "Petugas penerimaan", Text: "Nomor 012/REG/LP/PB/Kab/08.05/X/2024", Href: "/x"},
		{When: words.Date(f.Lang, "2024-10-07"), Title: "Laporan diterima"},
	}
	p.Table = ui.Table{
		Caption: "Perkara", Columns: []ui.Column{{Text: "Nomor"}, {Text: "Status"}, {Text: "Umur (hari)", Num: true}},
		Rows: [][]ui.Cell{
			{{Text: "012/REG/LP/PB/Kab/08.05/X/2024", Href: "/p/1"}, {Badge: &late}, {Text: "12"}},
			{{Text: "013/REG/LP/PB/Kab/08.05/X/2024", Href: "/p/2"}, {Badge: &soon}, {Text: "3", More: &ui.Lines{
				Summary: rd.T(f.Lang, "ui.clock.how"), Of: "013", Text: []string{words.Date(f.Lang, "2024-10-07"), words.Date(f.Lang, "2024-10-08")},
			}}},
		},
	}
	p.NoTable = ui.Table{Caption: "Surat keluar", Empty: "Belum ada surat keluar."}
	p.Details = ui.Details{Summary: rd.T(f.Lang, "ui.clock.how"), Text: rd.T(f.Lang, "ui.clock.check_why")}
	p.Pages = ui.Pages{Prev: "?hal=1", Next: "?hal=3", Info: "2/5"}
	return p
}

func clock(lang words.Lang, title string, left ui.Badge) ui.Clock {
	return ui.Clock{
		Title: title, Badge: left, Due: words.Date(lang, "2024-10-08"), Regime: "Pemilihan",
		Article: "Pasal 134 ayat (5)", Href: "/hukum", DayType: "hari kalender",
		Moves: []ui.ClockMove{{
			Old: words.LongDate(lang, "2024-10-07"), New: words.LongDate(lang, "2024-10-08"), Reason: "Hari jadi kabupaten", When: words.LongDate(lang, "2024-10-01"),
		}},
		Days: []ui.ClockDay{
			{Date: words.Date(lang, "2024-10-06"), Note: "Diregistrasi: hari ini tidak ikut dihitung"},
			{Date: words.Date(lang, "2024-10-07"), Number: 1},
			{Date: words.Date(lang, "2024-10-08"), Number: 2, Note: "Batas"},
		},
	}
}
