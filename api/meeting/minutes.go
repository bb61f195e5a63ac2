package meeting

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// MinutesView is minutes with their decisions.
type MinutesView struct {
	State       meeting.MinutesState `json:"status"`
	Text        string               `json:"notulen"`
	Approver    string               `json:"disetujui_oleh,omitempty" doc:"Post"`
	ChangedAt   *time.Time           `json:"diubah_pada,omitempty"`
	PublishedAt *time.Time           `json:"terbit_pada,omitempty"`
	Decisions   []DecisionView       `json:"keputusan" nullable:"false"`
	Version     int64                `json:"versi" doc:"0: nothing was written yet"`
}

// DecisionView is one decision.
type DecisionView struct {
	ID      string                `json:"id"`
	Number  int64                 `json:"nomor"`
	Text    string                `json:"keputusan"`
	Points  []string              `json:"butir" nullable:"false"`
	Owner   roster.PostID         `json:"pemilik,omitempty"`
	Due     rambu.Date            `json:"tenggat,omitempty"`
	Lacks   bool                  `json:"belum_lengkap,omitempty" doc:"Without an owner or a due date: it blocks publishing"`
	State   meeting.DecisionState `json:"status"`
	DoneAt  *time.Time            `json:"selesai_pada,omitempty"`
	Proof   string                `json:"bukti,omitempty"`
	Version int64                 `json:"versi"`
}

func decisionOf(d meeting.Decision) DecisionView {
	return DecisionView{
		ID: d.ID, Number: d.Number, Text: d.Text, Points: append([]string{}, d.Points...), Owner: d.Owner, Due: d.Due, Lacks: d.Lacks(),
		State: d.State, DoneAt: wire.Moment(d.DoneAt), Proof: d.Proof, Version: d.Version,
	}
}

// Minutes opens the minutes of a meeting.
func (d Desk) Minutes(ctx context.Context, in IDRequest) (MinutesView, error) {
	m, err := d.Room.Minutes(ctx, d.Who, in.ID)
	if err != nil {
		return MinutesView{}, err
	}
	out := MinutesView{
		State: m.State, Text: m.Text, Approver: m.ApproverPost, ChangedAt: wire.Moment(m.ChangedAt), PublishedAt: wire.Moment(m.PublishedAt),
		Decisions: []DecisionView{}, Version: m.Version,
	}
	for _, k := range m.Decisions {
		out.Decisions = append(out.Decisions, decisionOf(k))
	}
	return out, nil
}

// written is the minutes once a step succeeded.
func (d Desk) written(ctx context.Context, id string, err error) (MinutesView, error) {
	if err != nil {
		return MinutesView{}, err
	}
	return d.Minutes(ctx, IDRequest{id})
}

// WriteRequest is the text of draft minutes.
type WriteRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"0" doc:"0: nothing was written yet"`
	Text    string `json:"notulen" maxLength:"40000"`
}

// WriteMinutes writes the text.
func (d Desk) WriteMinutes(ctx context.Context, in WriteRequest) (MinutesView, error) {
	return d.written(ctx, in.ID, d.Room.WriteMinutes(ctx, d.Who, in.ID, in.Version, in.Text))
}

// MinutesRequest is a step of minutes as they were read.
type MinutesRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1" doc:"Of the minutes"`
}

// IssueRequest is a step that wrong citations stop.
type IssueRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1" doc:"Of the minutes"`
	Seen    bool   `json:"kutipan_dilihat,omitempty" doc:"One has seen which citations are wrong (POST /hukum/periksa, the day of the meeting), and goes on"`
}

func (in IssueRequest) step() meeting.MinutesStep {
	return meeting.MinutesStep{Meeting: in.ID, Version: in.Version, Seen: in.Seen}
}

// Submit gives the minutes to whoever approves them.
func (d Desk) Submit(ctx context.Context, in MinutesRequest) (MinutesView, error) {
	return d.written(ctx, in.ID, d.Room.Submit(ctx, d.Who, meeting.MinutesStep{Meeting: in.ID, Version: in.Version}))
}

// GiveBack gives them back to be written on.
func (d Desk) GiveBack(ctx context.Context, in MinutesRequest) (MinutesView, error) {
	return d.written(ctx, in.ID, d.Room.Approve(ctx, d.Who, meeting.MinutesStep{Meeting: in.ID, Version: in.Version}, false))
}

// Approve says that they are right.
func (d Desk) Approve(ctx context.Context, in IssueRequest) (MinutesView, error) {
	return d.written(ctx, in.ID, d.Room.Approve(ctx, d.Who, in.step(), true))
}

// Publish makes them final.
func (d Desk) Publish(ctx context.Context, in IssueRequest) (MinutesView, error) {
	return d.written(ctx, in.ID, d.Room.Publish(ctx, d.Who, in.step()))
}

// PrintMinutes prints them.
func (d Desk) PrintMinutes(ctx context.Context, in IDRequest) (wire.Stream, error) {
	return d.print(ctx, in.ID, "notulen.pdf", d.Press.Minutes)
}

// DecideRequest is a decision to write down. Owner and due date may be missing in a draft.
type DecideRequest struct {
	ID     string        `path:"id" json:"-"`
	Text   string        `json:"keputusan" maxLength:"4000"`
	Points []string      `json:"butir,omitempty" nullable:"false" maxItems:"20" doc:"Each stays traceable by its number"`
	Owner  roster.PostID `json:"pemilik,omitempty" maxLength:"200"`
	Due    rambu.Date    `json:"tenggat,omitempty"`
}

// Decide writes a decision down.
func (d Desk) Decide(ctx context.Context, in DecideRequest) (MinutesView, error) {
	_, err := d.Room.Decide(ctx, d.Who, in.ID, meeting.DecisionIn{Text: in.Text, Points: in.Points, Owner: in.Owner, Due: in.Due})
	return d.written(ctx, in.ID, err)
}

// RedecideRequest is a decision to change.
type RedecideRequest struct {
	ID       string        `path:"id" json:"-"`
	Decision string        `path:"keputusan" json:"-"`
	Version  int64         `json:"versi" minimum:"1" doc:"Of the decision"`
	Text     string        `json:"keputusan" maxLength:"4000"`
	Points   []string      `json:"butir,omitempty" nullable:"false" maxItems:"20"`
	Owner    roster.PostID `json:"pemilik,omitempty" maxLength:"200"`
	Due      rambu.Date    `json:"tenggat,omitempty"`
}

// Redecide changes a decision.
func (d Desk) Redecide(ctx context.Context, in RedecideRequest) (MinutesView, error) {
	_, err := d.Room.Decide(ctx, d.Who, in.ID, meeting.DecisionIn{
		ID: in.Decision, Version: in.Version, Text: in.Text, Points: in.Points, Owner: in.Owner, Due: in.Due,
	})
	return d.written(ctx, in.ID, err)
}

// DecisionRequest names a decision of a meeting.
type DecisionRequest struct {
	ID       string `path:"id" json:"-"`
	Decision string `path:"keputusan" json:"-"`
}

// Drop takes a decision out.
func (d Desk) Drop(ctx context.Context, in DecisionRequest) (MinutesView, error) {
	return d.written(ctx, in.ID, d.Room.Drop(ctx, d.Who, in.ID, in.Decision))
}

// OrderView is a published decision, as an instruction can be made from it.
type OrderView struct {
	Decision string        `json:"id"`
	Meeting  string        `json:"rapat"`
	Title    string        `json:"judul"`
	On       rambu.Date    `json:"tanggal"`
	Number   int64         `json:"nomor"`
	Text     string        `json:"keputusan"`
	Points   []PointView   `json:"butir" nullable:"false"`
	Owner    roster.PostID `json:"pemilik"`
	Due      rambu.Date    `json:"tenggat"`
}

// PointView is one traceable point.
type PointView struct {
	Number int    `json:"nomor"`
	Text   string `json:"isi"`
}

// Decision opens a published decision.
func (d Desk) Decision(ctx context.Context, in DecisionRequest) (OrderView, error) {
	o, err := d.Room.OrderOf(ctx, d.Who, in.Decision)
	if err == nil && o.Meeting != in.ID {
		err = rambu.Errorf(rambu.NotFound, "a decision of another meeting")
	}
	if err != nil {
		return OrderView{}, err
	}
	out := OrderView{o.Decision, o.Meeting, o.Title, o.On, o.Number, o.Text, []PointView{}, o.Owner, o.Due}
	for _, p := range o.Points {
		out.Points = append(out.Points, PointView(p))
	}
	return out, nil
}

// FinishRequest says what was done.
type FinishRequest struct {
	ID       string `path:"id" json:"-"`
	Decision string `path:"keputusan" json:"-"`
	Version  int64  `json:"versi" minimum:"1" doc:"Of the decision"`
	Proof    string `json:"bukti" maxLength:"4000"`
}

// Finish marks a decision done.
func (d Desk) Finish(ctx context.Context, in FinishRequest) (FollowUpsView, error) {
	_, err := d.Decision(ctx, DecisionRequest{in.ID, in.Decision})
	if err == nil {
		err = d.Room.Finish(ctx, d.Who, meeting.FinishIn{ID: in.Decision, Version: in.Version, Proof: in.Proof})
	}
	if err != nil {
		return FollowUpsView{}, err
	}
	return d.FollowUps(ctx, Nothing{})
}

// DirectiveView names a drafted directive.
type DirectiveView struct {
	ID string `json:"arahan" doc:"Narrow whom it is for, and send it, at /arahan"`
}

// Instruct drafts a directive from a published decision.
func (d Desk) Instruct(ctx context.Context, in DecisionRequest) (DirectiveView, error) {
	_, err := d.Decision(ctx, in)
	if err != nil {
		return DirectiveView{}, err
	}
	id, err := d.Order(ctx, d.Who, in.Decision)
	return DirectiveView{id}, err
}

// FollowUpsView is open decisions.
type FollowUpsView struct {
	Open []FollowUpView `json:"butir" nullable:"false"`
}

// FollowUpView is a published decision that is not done. Its texts are left out where the letter
// key is not held.
type FollowUpView struct {
	Decision DecisionView `json:"keputusan"`
	Meeting  string       `json:"rapat"`
	Title    string       `json:"judul,omitempty"`
	On       rambu.Date   `json:"tanggal"`
	Owner    HeldView     `json:"pemilik"`
	Late     bool         `json:"lewat"`
}

func followUps(all []meeting.FollowUp) FollowUpsView {
	out := FollowUpsView{Open: []FollowUpView{}}
	for _, f := range all {
		out.Open = append(out.Open, FollowUpView{decisionOf(f.Decision), f.Meeting, f.Title, f.From.On, heldOf(f.Owner, f.Held), f.Late})
	}
	return out
}

// FollowUps lists open decisions.
func (d Desk) FollowUps(ctx context.Context, _ Nothing) (FollowUpsView, error) {
	all, err := d.Room.FollowUps(ctx, d.Who)
	return followUps(all), err
}

// Carried lists what earlier meetings left open.
func (d Desk) Carried(ctx context.Context, in IDRequest) (FollowUpsView, error) {
	all, err := d.Room.Carried(ctx, d.Who, in.ID)
	return followUps(all), err
}

// WaitingView is what waits for a post.
type WaitingView struct {
	Answer  []SessionView  `json:"undangan" nullable:"false" doc:"Not answered yet, or a mandate not accepted"`
	Approve []SessionView  `json:"notulen" nullable:"false" doc:"To approve"`
	Due     []FollowUpView `json:"tindak_lanjut" nullable:"false" doc:"Due within a week"`
}

// Waiting lists what waits for the caller.
func (d Desk) Waiting(ctx context.Context, _ Nothing) (WaitingView, error) {
	out := WaitingView{Answer: []SessionView{}, Approve: []SessionView{}, Due: []FollowUpView{}}
	w, err := d.Room.Waiting(ctx, d.Who)
	if err != nil {
		return out, err
	}
	for _, s := range w.Answer {
		out.Answer = append(out.Answer, sessionOf(s))
	}
	for _, s := range w.Approve {
		out.Approve = append(out.Approve, sessionOf(s))
	}
	out.Due = followUps(w.Due).Open
	return out, nil
}
