package prevention

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/activity"
	"rambu.id/activity/clash"
	"rambu.id/api/wire"
	"rambu.id/internal/words"
	"rambu.id/law"
)

func activityRoutes() []wire.Op[Caller] {
	return []wire.Op[Caller]{
		wire.Get("/kegiatan", "Official activities that are not over, each with what it coincides with", Caller.listActivities),
		wire.Post("/kegiatan", "Enter an activity", Caller.enterActivity),
		wire.Get("/kegiatan/bersamaan", "What an activity would coincide with, before it is entered", Caller.previewActivity),
		wire.Get("/kegiatan/kampanye", "Campaign events that are not over: where and when, never whose", Caller.listEvents),
		wire.Post("/kegiatan/kampanye", "Enter a campaign event of the official schedule", Caller.enterEvent),
		wire.Post("/kegiatan/kampanye/{id}/cabut", "Take a campaign event off the calendar; it stays on record", Caller.withdrawEvent),
		wire.Get("/kegiatan/{id}", "An activity with what it coincides with and what was decided", Caller.getActivity),
		wire.Post("/kegiatan/{id}/putusan", "Decide that it goes on, is moved or is cancelled, and why", Caller.decideActivity),
		wire.Post("/kegiatan/{id}/tanya", "Draft the letter that asks Bawaslu about it", Caller.askBawaslu),
	}
}

// pick chooses between the two languages of the law pack.
func (c Caller) pick(id, en string) string {
	if c.Lang == words.EN {
		return en
	}
	return id
}

type alertView struct {
	ID      string     `json:"id"`
	Name    string     `json:"nama"`
	From    rambu.Date `json:"mulai" doc:"Shared days"`
	To      rambu.Date `json:"sampai"`
	Event   string     `json:"kampanye,omitempty" doc:"The campaign event it meets"`
	Why     string     `json:"sebab"`
	Basis   []string   `json:"dasar" nullable:"false"`
	Instead []string   `json:"sebagai_gantinya" nullable:"false" doc:"Advice in our own words"`
	Conf    law.Conf   `json:"keyakinan"`
	Check   bool       `json:"perlu_dicek"`
}

func (c Caller) alerts(in []clash.Alert) []alertView {
	out := []alertView{}
	pack := c.Instance.Pack
	for _, a := range in {
		v := alertView{
			ID: a.Rule.ID, Name: c.pick(a.Rule.NameID, a.Rule.NameEN), From: a.From, To: a.To, Event: a.Event,
			Why: c.pick(a.Rule.WhyID, a.Rule.WhyEN), Conf: a.Rule.Conf, Check: a.Rule.Conf.Check(), Basis: []string{}, Instead: []string{},
		}
		if d, ok := pack.Doubt(a.Rule, a.To); ok {
			v.Why, v.Conf, v.Check = v.Why+" "+c.pick(d.TextID, d.TextEN), law.Unsure, true
		}
		for _, b := range a.Rule.Basis {
			cited, err := pack.Cite(b, a.From)
			if err == nil {
				v.Basis, v.Check = append(v.Basis, cited.Short), v.Check || cited.Conf.Check()
			}
		}
		for _, id := range a.Rule.Instead {
			x, _ := pack.Alternative(id) // a checked pack has it
			v.Instead = append(v.Instead, c.pick(x.TextID, x.TextEN))
		}
		out = append(out, v)
	}
	return out
}

type activitiesView struct {
	Items []activityView `json:"butir" nullable:"false"`
}

type activityView struct {
	ID        string           `json:"id"`
	Version   int64            `json:"versi"`
	Kind      law.ActivityKind `json:"jenis"`
	Title     string           `json:"nama" doc:"Empty without the letter key"`
	Place     string           `json:"kecamatan" doc:"Its code, or that of the region"`
	Where     string           `json:"tempat,omitempty"`
	What      string           `json:"barang,omitempty"`
	Organiser string           `json:"penyelenggara"`
	From      rambu.Date       `json:"mulai"`
	To        rambu.Date       `json:"sampai"`
	State     activity.State   `json:"status"`
	Open      bool             `json:"belum_diputuskan"`
	Alerts    []alertView      `json:"bersamaan" nullable:"false"`
	Decisions []decisionView   `json:"putusan,omitempty" nullable:"false"`
}

type decisionView struct {
	Choice activity.State `json:"putusan"`
	Post   string         `json:"jabatan"`
	At     time.Time      `json:"pada"`
	From   rambu.Date     `json:"mulai"`
	To     rambu.Date     `json:"sampai"`
	Reason string         `json:"alasan"`
}

func (c Caller) activity(l activity.Line) activityView {
	return activityView{
		ID: l.ID, Version: l.Version, Kind: l.Kind, Title: l.Content.Title, Place: l.Place, Where: l.Content.Where, What: l.Content.What,
		Organiser: l.Organiser, From: l.From, To: l.To, State: l.State, Open: l.Open, Alerts: c.alerts(l.Alerts),
	}
}

type sinceRequest struct {
	Since rambu.Date `query:"sejak" json:"-" doc:"Not over on this day; today when left out"`
}

func (c Caller) listActivities(ctx context.Context, in sinceRequest) (activitiesView, error) {
	lines, err := c.Instance.Agenda.List(ctx, c.Who, in.Since)
	out := activitiesView{Items: []activityView{}}
	for _, l := range lines {
		out.Items = append(out.Items, c.activity(l))
	}
	return out, err
}

type activityRequest struct {
	Kind      law.ActivityKind `json:"jenis" enum:"rapat,apel,kunjungan,bansos,hibah,pinjam-gedung,pinjam-kendaraan,pinjam-lapangan"`
	Title     string           `json:"nama" maxLength:"120"`
	Place     string           `json:"kecamatan" maxLength:"20" doc:"Code of a kecamatan, or of the region for all of it"`
	Where     string           `json:"tempat,omitempty" maxLength:"300"`
	What      string           `json:"barang,omitempty" maxLength:"300" doc:"What is given or lent; no names of recipients"`
	Organiser string           `json:"penyelenggara,omitempty" maxLength:"200" doc:"Post; the own one when left out"`
	From      rambu.Date       `json:"mulai"`
	To        rambu.Date       `json:"sampai,omitempty"`
}

func (c Caller) enterActivity(ctx context.Context, in activityRequest) (made, error) {
	id, err := c.Instance.Agenda.Enter(ctx, c.Who, activity.In{
		Kind: in.Kind, Place: in.Place, Organiser: in.Organiser, From: in.From, To: in.To,
		Content: activity.Content{Title: in.Title, Where: in.Where, What: in.What},
	})
	return made{id}, err
}

type previewRequest struct {
	Kind  law.ActivityKind `query:"jenis" json:"-"`
	Place string           `query:"kecamatan" json:"-"`
	From  rambu.Date       `query:"mulai" json:"-"`
	To    rambu.Date       `query:"sampai" json:"-" doc:"The first day when left out"`
}

type previewView struct {
	Alerts []alertView `json:"bersamaan" nullable:"false"`
}

func (c Caller) previewActivity(ctx context.Context, in previewRequest) (previewView, error) {
	if in.To == "" {
		in.To = in.From
	}
	if in.From == "" {
		return previewView{}, rambu.Fault(rambu.Invalid, "api.error.required").On("mulai")
	}
	found, err := c.Instance.Agenda.Preview(ctx, c.Who, clash.Activity(in))
	return previewView{c.alerts(found)}, err
}

type eventsView struct {
	Items []eventView `json:"butir" nullable:"false"`
}

type eventView struct {
	ID    string        `json:"id"`
	Place string        `json:"kecamatan"`
	Form  activity.Form `json:"bentuk"`
	From  rambu.Date    `json:"mulai"`
	To    rambu.Date    `json:"sampai"`
}

func (c Caller) listEvents(ctx context.Context, in sinceRequest) (eventsView, error) {
	events, err := c.Instance.Agenda.Events(ctx, c.Who, in.Since)
	out := eventsView{Items: []eventView{}}
	for _, e := range events {
		out.Items = append(out.Items, eventView{e.ID, e.Place, e.Form, e.From, e.To})
	}
	return out, err
}

type eventRequest struct {
	Place string        `json:"kecamatan" maxLength:"20" doc:"Code of a kecamatan, or of the region for all of it"`
	Form  activity.Form `json:"bentuk" enum:"pertemuan-terbatas,tatap-muka,rapat-umum,debat,kegiatan-lain"`
	From  rambu.Date    `json:"mulai"`
	To    rambu.Date    `json:"sampai,omitempty"`
}

func (c Caller) enterEvent(ctx context.Context, in eventRequest) (made, error) {
	id, err := c.Instance.Agenda.EnterEvent(ctx, c.Who, activity.EventIn(in))
	return made{id}, err
}

func (c Caller) withdrawEvent(ctx context.Context, in idRequest) (wire.None, error) {
	return wire.None{}, c.Instance.Agenda.WithdrawEvent(ctx, c.Who, in.ID)
}

func (c Caller) getActivity(ctx context.Context, in idRequest) (activityView, error) {
	d, err := c.Instance.Agenda.Get(ctx, c.Who, in.ID)
	if err != nil {
		return activityView{}, err
	}
	out := c.activity(d.Line)
	for _, x := range d.Decisions {
		out.Decisions = append(out.Decisions, decisionView{x.Choice, x.Post, x.At, x.From, x.To, x.Reason})
	}
	return out, nil
}

type decideRequest struct {
	ID      string         `path:"id" json:"-"`
	Version int64          `json:"versi" doc:"Of the activity as it was read"`
	Choice  activity.State `json:"putusan" enum:"tetap,digeser,dibatalkan"`
	Reason  string         `json:"alasan" maxLength:"600"`
	From    rambu.Date     `json:"mulai,omitempty" doc:"For digeser"`
	To      rambu.Date     `json:"sampai,omitempty"`
}

func (c Caller) decideActivity(ctx context.Context, in decideRequest) (activityView, error) {
	err := c.Instance.Agenda.Decide(ctx, c.Who, activity.DecideIn{
		Plan: in.ID, Version: in.Version, Choice: in.Choice, Reason: in.Reason, From: in.From, To: in.To,
	})
	if err != nil {
		return activityView{}, err
	}
	return c.getActivity(ctx, idRequest{in.ID})
}

func (c Caller) askBawaslu(ctx context.Context, in idRequest) (made, error) {
	id, err := c.Instance.Agenda.Ask(ctx, c.Who, in.ID)
	return made{id}, err
}
