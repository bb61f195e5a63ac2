package meeting

import (
	"context"
	"io"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/meeting/excuse"
)

// File is a paper behind a reason or a correction: a doctor's note, a dispatch order. Its key lies
// inside the reason, so it opens to those who deal with reasons and to nobody else.
type File = excuse.Paper

// Attach seals a paper while it streams in. Give it to GiveReason or Correct.
func (r *Room) Attach(ctx context.Context, who rambu.Actor, name, media string, src io.Reader) (File, error) {
	err := house(who)
	if err != nil {
		return File{}, err
	}
	return r.papers.Attach(ctx, name, media, src)
}

// attach writes the clear side of a paper; correction is "" for that of a reason.
func attach(op *ledger.Op, i Invitee, correction string, f *File) error {
	return excuse.Put(op, excuse.Of{Institution: i.Institution, Region: i.Region, Meeting: i.Meeting, Invitee: i.ID, Correction: correction}, f)
}

// ReadFile opens the stream of a paper behind a reason or a correction; close it. That it was read
// is logged before its bytes leave. Errors: NotFound for whoever does not deal with reasons.
func (r *Room) ReadFile(ctx context.Context, who rambu.Actor, meeting, id string) (File, io.ReadCloser, error) {
	v, err := r.Get(ctx, who, meeting)
	if err != nil {
		return File{}, nil, err
	}
	f := v.paper(id)
	if f == nil {
		return File{}, nil, notHere("no such paper, or not for the actor")
	}
	err = r.log.Saw(who, "meeting.read_paper", meeting, id)
	if err != nil {
		return File{}, nil, err
	}
	body, err := r.papers.Open(ctx, *f)
	return *f, body, err
}

// paper finds a paper among what was disclosed.
func (v *View) paper(id string) *File {
	var all []*File
	for _, i := range v.Invitees {
		if i.Reason != nil {
			all = append(all, i.Reason.File)
		}
		for _, c := range i.Corrections {
			if c.Note != nil {
				all = append(all, c.Note.File)
			}
		}
	}
	for _, f := range all {
		if f != nil && f.ID == id {
			return f
		}
	}
	return nil
}

// Verify reads every paper and compares it with the log.
func (r *Room) Verify(ctx context.Context) (int, error) { return r.papers.Verify(ctx) }
