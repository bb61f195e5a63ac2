package meeting

import (
	"bytes"
	"net/http"
	"strconv"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/meeting"
	"rambu.id/web/ui"
)

// Lists to take along: attendance and what is still to be done, as the pages show them. Grounds of
// absence leave with nobody.

// exports mounts the lists, one address for each format.
func (p *Pages) exports(mux *http.ServeMux) {
	for _, f := range sheet.Formats() {
		mux.Handle("GET /rapat/{id}/kehadiran."+string(f), p.UI.Handle(p.export(f, "kehadiran", p.attendance)))
		mux.Handle("GET /rapat/tindak-lanjut."+string(f), p.UI.Handle(p.export(f, "tindak-lanjut", p.followUps)))
	}
}

func (p *Pages) export(f sheet.Format, name string, make func(*http.Request) (sheet.Table, error)) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		t, err := make(r)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		err = t.Write(&b, f)
		if err != nil {
			return err
		}
		ui.Download(w, f.Media(), name+"."+string(f), b.Bytes())
		return nil
	}
}

// attendance is who came, holder and stand-in apart.
func (p *Pages) attendance(r *http.Request) (sheet.Table, error) {
	c, err := p.meeting(r)
	if err != nil {
		return sheet.Table{}, err
	}
	if !meeting.SeesAll(c.who) {
		return sheet.Table{}, rambu.Errorf(rambu.NotFound, "the list is for those who see all")
	}
	t := sheet.Table{Name: c.t("meeting.print.attendance"), Head: []string{
		c.t("meeting.print.no"), c.t("meeting.show.post"), c.t("meeting.export.holder"), c.t("meeting.show.presence"), c.t("meeting.export.group"),
		c.t("meeting.export.in"), c.t("meeting.export.out"), c.t("meeting.export.how"), c.t("meeting.show.answer"), c.t("meeting.usher.stand_in"),
		c.t("meeting.show.delivery"),
	}}
	for n, i := range c.v.Invitees {
		held, stand, how := c.v.Held[i.Post], "", ""
		if i.StandIn != "" {
			stand = c.held(c.v.Held[i.StandIn])
		}
		if i.How != "" {
			how = c.t("meeting.how." + string(i.How))
		}
		t.Rows = append(t.Rows, []any{
			n + 1, held.Title, held.Name, c.t("meeting.presence." + string(i.Now())), c.t("meeting.group." + string(i.Now().Group())),
			c.clock(i.InAt), c.clock(i.OutAt), how, c.t("meeting.answer." + string(i.Answer)), stand, c.delivery(i),
		})
	}
	return t, nil
}

// followUps is what meetings decided and is not done, the oldest due date first.
func (p *Pages) followUps(r *http.Request) (sheet.Table, error) {
	c, err := p.call(r)
	if err != nil {
		return sheet.Table{}, err
	}
	open, err := p.Room.FollowUps(r.Context(), c.who)
	if err != nil {
		return sheet.Table{}, err
	}
	t := sheet.Table{Name: c.t("meeting.follow.title"), Head: []string{
		c.t("meeting.follow.decision"), c.t("meeting.follow.owner"), c.t("meeting.follow.due"), c.t("meeting.export.late"), c.t("meeting.follow.from"),
	}}
	today := p.Room.Today(c.who)
	for _, f := range open {
		text := f.Text
		if text == "" {
			text = c.t("meeting.list.sealed")
		}
		t.Rows = append(t.Rows, []any{strconv.FormatInt(f.Number, 10) + ". " + text, c.held(f.Held), string(f.Due), max(0, f.Due.DaysUntil(today)), f.Title})
	}
	return t, nil
}
