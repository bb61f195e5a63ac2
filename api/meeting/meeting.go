// Package meeting is the part of the JSON interface for a government's meetings: plan, invitation,
// presence, minutes, what is still to be done, and the review of absences. Package api mounts it.
package meeting

import (
	"context"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/meeting/excuse"
	"rambu.id/meeting/link"
	"rambu.id/meeting/paper"
	"rambu.id/roster"
)

// Desk is the meetings as one caller reaches them.
type Desk struct {
	Room  *meeting.Room
	Press paper.Press
	Links *link.Desk
	Who   rambu.Actor
	Words *words.Words // why a line of a list was refused
	Lang  words.Lang
	Files *wire.Files
	// Allow takes one request of a network that is not signed in.
	Allow func() error
	// Order drafts a directive from a published decision and returns its id.
	Order func(ctx context.Context, who rambu.Actor, decision string) (string, error)
}

// fileSize is the largest body with a paper.
const fileSize = excuse.MaxFile + 2*wire.MaxJSON

// Ops are the operations, in the order of the contract.
func Ops() []wire.Op[Desk] {
	return []wire.Op[Desk]{
		wire.Get("/rapat", "Meetings one runs, sees or has a part in", Desk.List),
		wire.Get("/rapat/aturan", "Days for a reason and minutes that are not late, as the government chose", Desk.Setting),
		wire.Post("/rapat/aturan", "Choose them for meetings planned from now on", Desk.Configure),
		wire.Get("/rapat/menunggu", "What waits for the post: invitations, minutes to approve, decisions due", Desk.Waiting),
		wire.Get("/rapat/tindak-lanjut", "Open decisions, the oldest due date first", Desk.FollowUps),
		wire.Get("/rapat/tindak-lanjut/unduh/{bentuk}", "Open decisions as CSV, XLSX or ODS; that they were taken along is logged", Desk.TakeFollowUps),
		wire.Get("/rapat/matriks", "Who was where over the last meetings; the read is logged", Desk.Matrix),
		wire.Get("/rapat/kelompok", "Groups of posts that are invited together, with their sizes", Desk.Groups),
		wire.Post("/rapat/susun", "Plan a meeting, or a weekly series", Desk.Plan),

		wire.Get("/rapat/{id}", "A meeting, as far as one may see it", Desk.Get),
		wire.Post("/rapat/{id}/tautan", "Give the invitation another short link; the old one ends", Desk.MakeLink),
		wire.Post("/rapat/{id}/tautan/cabut", "End the short link of the invitation", Desk.EndLink),
		wire.Get("/rapat/{id}/bentrok", "Invited posts another meeting claims at the same time", Desk.Clashes),
		wire.Get("/rapat/{id}/bawaan", "What earlier meetings left open", Desk.Carried),
		wire.Post("/rapat/{id}/undang", "Invite posts with one letter, drafted here", Desk.Invite),
		wire.Post("/rapat/{id}/kirim", "Sign the invitation, send and deliver it", Desk.Send),
		wire.Post("/rapat/{id}/batal", "Cancel a meeting that was not opened", Desk.Cancel),
		wire.Post("/rapat/{id}/buka", "Open the door", Desk.OpenDoor),
		wire.Get("/rapat/{id}/pintu", "The code of this moment, for a screen at the door", Desk.Screen),
		wire.Post("/rapat/{id}/hadir", "Say that one is here, with the code of the screen", Desk.CheckIn),
		wire.Post("/rapat/{id}/daftar", "Send the usher's list; the same list twice changes nothing", Desk.Tick),
		wire.Post("/rapat/{id}/tutup", "Close the door; the days for reasons begin", Desk.Close),
		wire.Get("/rapat/{id}/daftar/cetak", "The attendance list as PDF", Desk.PrintAttendance),
		wire.Get("/rapat/{id}/daftar/unduh/{bentuk}", "The attendance list as CSV, XLSX or ODS; that it was taken along is logged", Desk.TakeAttendance),

		wire.Post("/rapat/{id}/peserta/{peserta}/datang", "The post holder will come", Desk.Accept),
		wire.Post("/rapat/{id}/peserta/{peserta}/wakil", "Somebody will stand in, with his mandate", Desk.Represent),
		wire.Post("/rapat/{id}/peserta/{peserta}/mandat", "The stand-in's own answer", Desk.AnswerStandIn),
		wire.Upload("/rapat/{id}/peserta/{peserta}/alasan", "Why the post was or will be away, with its paper; sealed to those who deal with reasons", fileSize, Desk.GiveReason),
		wire.Post("/rapat/{id}/peserta/{peserta}/nilai", "Whether a reason is clear", Desk.Assess),
		wire.Upload("/rapat/{id}/peserta/{peserta}/koreksi", "Note beside a final presence what became known later, with its paper", fileSize, Desk.Correct),
		wire.Get("/rapat/{id}/dokumen/{dokumen}", "The paper behind a reason or a correction; the read is logged", Desk.Paper),

		wire.Get("/rapat/{id}/tinjauan", "Whether absences go together, for Inspektorat alone after the right of reply; worked out now, the read is logged", Desk.Review),
		wire.Post("/rapat/{id}/tinjauan", "Open the right of reply of the absent posts, for Inspektorat alone", Desk.AskReplies),
		wire.Get("/rapat/{id}/tanggapan", "Whether the caller's post was asked for its reply, and until when", Desk.Asked),
		wire.Post("/rapat/{id}/tanggapan", "Reply, once; sealed, and read beside any number", Desk.Reply),

		wire.Get("/rapat/{id}/notulen", "Minutes with their decisions", Desk.Minutes),
		wire.Post("/rapat/{id}/notulen", "Write the text of draft minutes", Desk.WriteMinutes),
		wire.Post("/rapat/{id}/notulen/ajukan", "Give the minutes to the chair or the secretary", Desk.Submit),
		wire.Post("/rapat/{id}/notulen/setujui", "Approve minutes somebody else submitted", Desk.Approve),
		wire.Post("/rapat/{id}/notulen/kembalikan", "Give minutes back to be written on", Desk.GiveBack),
		wire.Post("/rapat/{id}/notulen/terbit", "Publish approved minutes; their decisions become duties", Desk.Publish),
		wire.Get("/rapat/{id}/notulen/cetak", "The minutes as PDF", Desk.PrintMinutes),
		wire.Post("/rapat/{id}/keputusan", "Write a decision into draft minutes", Desk.Decide),
		wire.Get("/rapat/{id}/keputusan/{keputusan}", "A published decision, point by point", Desk.Decision),
		wire.Post("/rapat/{id}/keputusan/{keputusan}/ubah", "Change a decision of draft minutes", Desk.Redecide),
		wire.Post("/rapat/{id}/keputusan/{keputusan}/hapus", "Take a decision out of draft minutes", Desk.Drop),
		wire.Post("/rapat/{id}/keputusan/{keputusan}/selesai", "Say what was done about a published decision", Desk.Finish),
		wire.Post("/rapat/{id}/keputusan/{keputusan}/arahan", "Draft a directive from a published decision", Desk.Instruct),
	}
}

// Nothing asks for nothing.
type Nothing struct{}

// IDRequest names a meeting.
type IDRequest struct {
	ID string `path:"id" json:"-"`
}

// StepRequest is a step of a meeting as it was read.
type StepRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
}

// HeldView is a post as it is held on a day.
type HeldView struct {
	Post      roster.PostID `json:"jabatan"`
	Title     string        `json:"nama_jabatan" doc:"As it is held: Plt., Pj."`
	Name      string        `json:"nama,omitempty"`
	Vacant    bool          `json:"kosong,omitempty"`
	Contested bool          `json:"sengketa,omitempty" doc:"More than one person claims the post"`
}

func heldOf(post roster.PostID, h meeting.Held) HeldView {
	return HeldView{post, h.Title, h.Name, h.Vacant, h.Contested}
}

// now is a meeting once a step succeeded.
func (d Desk) now(ctx context.Context, id string, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	return d.Get(ctx, IDRequest{id})
}
