package meeting

import (
	"context"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// SettingView is what a government chose for its meetings: a local rule.
type SettingView struct {
	ReasonDays int `json:"hari_alasan" minimum:"2" maximum:"3" doc:"Working days to give a reason"`
	Grace      int `json:"toleransi" minimum:"0" maximum:"60" doc:"Minutes after the start that are not late"`
}

// Setting returns the setting.
func (d Desk) Setting(ctx context.Context, _ Nothing) (SettingView, error) {
	s, err := d.Room.Setting(ctx, d.Who)
	return SettingView{s.ReasonDays, s.Grace}, err
}

// Configure changes the setting.
func (d Desk) Configure(ctx context.Context, in SettingView) (SettingView, error) {
	err := d.Room.Configure(ctx, d.Who, meeting.Setting{ReasonDays: in.ReasonDays, Grace: in.Grace})
	if err != nil {
		return SettingView{}, err
	}
	return d.Setting(ctx, Nothing{})
}

// PlanRequest is a meeting to plan.
type PlanRequest struct {
	Kind     meeting.Kind     `json:"jenis" enum:"rakor,apel,rapat,kunjungan"`
	Title    string           `json:"judul" maxLength:"300"`
	On       rambu.Date       `json:"tanggal"`
	Start    string           `json:"mulai" maxLength:"5" doc:"Local time, 09.00"`
	End      string           `json:"selesai" maxLength:"5"`
	Place    string           `json:"tempat" maxLength:"300"`
	Agenda   []string         `json:"acara" nullable:"false" maxItems:"30"`
	Chair    roster.PostID    `json:"pimpinan" maxLength:"200"`
	StandIn  meeting.StandIn  `json:"wakil" enum:"boleh,minimal,tidak-boleh"`
	MinClass roster.PostClass `json:"pangkat_wakil,omitempty" maxLength:"60" doc:"Lowest class of a stand-in under minimal"`
	Visitor  string           `json:"tamu,omitempty" maxLength:"300" doc:"Needed for kunjungan"`
	Note     string           `json:"catatan,omitempty" maxLength:"4000"`
	Weeks    int              `json:"pekan,omitempty" minimum:"0" maximum:"26" doc:"Of a weekly series; days off are left out"`
}

// PlannedView is what was planned.
type PlannedView struct {
	IDs []string `json:"rapat" nullable:"false" doc:"In the order of their days"`
}

// Plan writes a meeting down.
func (d Desk) Plan(ctx context.Context, in PlanRequest) (PlannedView, error) {
	ids, err := d.Room.Plan(ctx, d.Who, meeting.PlanIn(in))
	return PlannedView{append([]string{}, ids...)}, err
}

// GroupsView is the groups of posts.
type GroupsView struct {
	Groups []GroupView `json:"butir" nullable:"false"`
}

// GroupView is a group that has somebody.
type GroupView struct {
	Group meeting.InviteGroup `json:"kelompok"`
	N     int                 `json:"jumlah"`
}

// Groups counts the posts of every group.
func (d Desk) Groups(ctx context.Context, _ Nothing) (GroupsView, error) {
	out := GroupsView{Groups: []GroupView{}}
	for _, g := range meeting.InviteGroups() {
		members, err := d.Room.Members(ctx, d.Who, g)
		if err != nil {
			return out, err
		}
		if len(members) > 0 {
			out.Groups = append(out.Groups, GroupView{g, len(members)})
		}
	}
	return out, nil
}

// InviteRequest says whom to invite, and who signs.
type InviteRequest struct {
	ID      string                `path:"id" json:"-"`
	Version int64                 `json:"versi" minimum:"1"`
	Groups  []meeting.InviteGroup `json:"kelompok,omitempty" nullable:"false" maxItems:"20"`
	Posts   []roster.PostID       `json:"jabatan,omitempty" nullable:"false" maxItems:"600" doc:"One by one"`
	Signer  roster.PostID         `json:"penandatangan" maxLength:"200"`
	Code    string                `json:"klasifikasi,omitempty" maxLength:"40" doc:"Of the letter's number"`
}

// Invite invites posts; the letter is drafted with it.
func (d Desk) Invite(ctx context.Context, in InviteRequest) (View, error) {
	_, err := d.Room.Invite(ctx, d.Who, meeting.InviteIn{
		Meeting: in.ID, Version: in.Version, Groups: in.Groups, Posts: in.Posts, Signer: in.Signer, Code: in.Code,
	})
	return d.now(ctx, in.ID, err)
}

// Send signs and sends the invitation.
func (d Desk) Send(ctx context.Context, in IDRequest) (View, error) {
	return d.now(ctx, in.ID, d.Room.Send(ctx, d.Who, in.ID))
}

// CancelRequest is a meeting to call off, and why.
type CancelRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Why     string `json:"alasan,omitempty" maxLength:"4000" doc:"Sealed; the letter that tells it carries it"`
}

// Cancel ends a meeting that was not opened. Where the invitation has left, a letter that says so is
// drafted with it.
func (d Desk) Cancel(ctx context.Context, in CancelRequest) (View, error) {
	return d.now(ctx, in.ID, d.Room.CallOff(ctx, d.Who, meeting.CallOffIn{Meeting: in.ID, Version: in.Version, Why: in.Why}))
}

// PostsView is posts by their addresses.
type PostsView struct {
	Posts []roster.PostID `json:"jabatan" nullable:"false"`
}

// Clashes lists posts that another meeting claims.
func (d Desk) Clashes(ctx context.Context, in IDRequest) (PostsView, error) {
	found, err := d.Room.Clashes(ctx, d.Who, in.ID)
	return PostsView{append([]roster.PostID{}, found...)}, err
}
