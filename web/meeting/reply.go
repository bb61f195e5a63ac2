package meeting

import (
	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/meeting/review"
	"rambu.id/roster"
	"rambu.id/web/ui"
)

// asked says until when the actor's post may reply, "" when there is nothing to reply to.
func (c *call) asked(id string) string {
	v, err := c.p.Room.MayReply(c.r.Context(), c.who, id)
	if err != nil {
		return "" // whoever is not asked does not learn that somebody is
	}
	return c.t("meeting.show.asked", "date", c.day(v.ReplyDue))
}

func replyFields(_ *call, fm *ui.Form) []ui.Field {
	return []ui.Field{fm.Area("tanggapan", "meeting.field.reply")}
}

func doReply(c *call, in *ui.Input) (string, error) {
	text := in.Text("tanggapan", 4000)
	err := in.Err()
	if err != nil {
		return "", err
	}
	return "/rapat/" + c.seat.ID, c.p.Room.Reply(c.r.Context(), c.who, c.seat.ID, text)
}

// paperReplies are the posts whose reply on paper can be typed in now.
func (c *call) paperReplies() ([]roster.PostID, error) {
	v, open, err := c.p.Room.PaperReplies(c.r.Context(), c.who, c.v.ID)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return nil, nil
	}
	if err == nil && c.v.Today > v.DeleteOn {
		open = nil
	}
	return open, err
}

func paperReplyFields(c *call, fm *ui.Form) []ui.Field {
	open, err := c.paperReplies()
	if err != nil {
		return nil
	}
	options := []ui.Option{{Text: "–"}}
	for _, p := range open {
		options = append(options, ui.Option{Value: string(p), Text: c.held(c.postHeld(p))})
	}
	return []ui.Field{
		fm.Select("jabatan", "meeting.show.post", options...), fm.Text("nama", "meeting.field.reply_by"),
		fm.Date("tanggal", "meeting.field.reply_on"), fm.Area("tanggapan", "meeting.field.reply_text"),
	}
}

// postHeld is how an invited post is held, or the post alone.
func (c *call) postHeld(p roster.PostID) meeting.Held {
	held, ok := c.v.Held[p]
	if !ok {
		held.Title = string(p)
	}
	return held
}

func doPaperReply(c *call, in *ui.Input) (string, error) {
	paper := review.Paper{Meeting: c.v.ID, Post: roster.PostID(in.Text("jabatan", 200)), Said: review.Said{
		By: in.Text("nama", 200), On: in.Date("tanggal"), Text: in.Text("tanggapan", 4000),
	}}
	err := in.Err()
	if err != nil {
		return "", err
	}
	return c.back(), c.p.Room.ReplyOnPaper(c.r.Context(), c.who, paper)
}
