package meeting

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/meeting"
	"rambu.id/meeting/pattern"
	"rambu.id/roster"
)

// The review of a meeting's absences goes over the same walls as its page: Inspektorat alone, with its
// key, after the right of reply, never the chair. What says how little a number carries is part of the
// answer, so that no program shows the number without it.

// ReviewState is how far a review is.
type ReviewState string

// The closed list of states.
const (
	notAsked ReviewState = "belum"    // the absent posts were not asked
	replying ReviewState = "menunggu" // they may still reply
	tested   ReviewState = "dihitung"
)

// ReviewView is Inspektorat's question and, after the days to reply, what was worked out.
type ReviewView struct {
	State    ReviewState   `json:"status" enum:"belum,menunggu,dihitung"`
	ReplyDue rambu.Date    `json:"batas_tanggapan,omitempty"`
	DeleteOn rambu.Date    `json:"dihapus_sesudah,omitempty"`
	Limits   string        `json:"batas_uji" doc:"What the test cannot say; show it with any number"`
	Findings *FindingsView `json:"hasil,omitempty"`
}

// FindingsView is what was worked out now; it is stored nowhere.
type FindingsView struct {
	Replies  []ReplyView   `json:"tanggapan" nullable:"false"`
	Asked    int           `json:"diminta" doc:"Posts that could reply"`
	Clashes  int           `json:"bentrok" doc:"Posts another meeting claimed at the same time"`
	NoLetter int           `json:"tanpa_undangan" doc:"Posts the invitation had not reached; not counted"`
	Else     []string      `json:"sebab_lain" nullable:"false" doc:"What else gives the same numbers"`
	Meetings int           `json:"rapat_dibandingkan"`
	Posts    int           `json:"jabatan_dibandingkan"`
	TooFew   bool          `json:"terlalu_sedikit" doc:"Too little to compare; nothing was computed"`
	Whole    *FindingView  `json:"seluruh_rapat,omitempty"`
	Groups   []FindingView `json:"kelompok" nullable:"false" doc:"By office, as the roster has it"`
}

// ReplyView is what an absent post said.
type ReplyView struct {
	Post HeldView  `json:"jabatan"`
	At   time.Time `json:"pada"`
	Text string    `json:"tanggapan"`
}

// FindingView is one test.
type FindingView struct {
	Group    string       `json:"kelompok,omitempty"`
	Missing  int          `json:"tanpa_keterangan"`
	Expected int          `json:"seharusnya_hadir"`
	Usual    float64      `json:"menurut_kebiasaan"`
	P        float64      `json:"peluang_kebetulan"`
	Adjusted float64      `json:"setelah_holm" doc:"All meetings and groups are one family"`
	Stands   bool         `json:"jarang_kebetulan" doc:"After Holm at most 5 percent"`
	Size     pattern.Size `json:"ukuran" enum:"serupa,lebih,jauh-lebih,berlipat"`
}

func findingOf(f pattern.Finding) FindingView {
	return FindingView{f.Group, f.Missing, f.Expected, f.Usual, f.P, f.Adjusted, f.Stands, f.Size()}
}

// Review runs the test once the days to reply are over; the read is logged.
func (d Desk) Review(ctx context.Context, in IDRequest) (ReviewView, error) {
	out := ReviewView{State: notAsked, Limits: d.Words.T(d.Lang, "meeting.review.limits")}
	if !d.Who.Is(rambu.RoleInspector) {
		return out, rambu.Errorf(rambu.NotFound, "patterns are for Inspektorat")
	}
	v, err := d.Room.Get(ctx, d.Who, in.ID)
	if err != nil {
		return out, err
	}
	if string(v.Session.Chair) == d.Who.Post {
		return out, rambu.Errorf(rambu.NotFound, "the chair never sees it")
	}
	r, err := d.Room.ReviewOf(ctx, d.Who, in.ID)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.State, out.ReplyDue, out.DeleteOn = replying, r.ReplyDue, r.DeleteOn
	if v.Today <= r.ReplyDue {
		return out, nil
	}
	f, err := d.Room.Findings(ctx, d.Who, in.ID)
	if err != nil {
		return out, err
	}
	out.State, out.Findings = tested, d.findings(f)
	return out, nil
}

func (d Desk) findings(f *meeting.Findings) *FindingsView {
	out := &FindingsView{
		Replies: []ReplyView{}, Asked: f.Asked, Clashes: f.Clashes, NoLetter: f.NoLetter, Meetings: f.Meetings, Posts: f.Posts, TooFew: f.TooFew,
		Groups: []FindingView{}, Else: []string{
			d.Words.T(d.Lang, "meeting.review.else_cause"), d.Words.T(d.Lang, "meeting.review.else_habit"),
		},
	}
	for _, r := range f.Replies {
		out.Replies = append(out.Replies, ReplyView{heldOf(r.Post, f.Held[r.Post]), r.At, r.Text})
	}
	if f.Whole != nil {
		whole := findingOf(*f.Whole)
		out.Whole = &whole
		for _, g := range f.Groups {
			out.Groups = append(out.Groups, findingOf(g))
		}
	}
	return out
}

// AskReplies opens the right of reply of the absent posts.
func (d Desk) AskReplies(ctx context.Context, in IDRequest) (ReviewView, error) {
	err := d.Room.AskReplies(ctx, d.Who, in.ID)
	if err != nil {
		return ReviewView{}, err
	}
	return d.Review(ctx, in)
}

// ReplyAskedView is that the caller's post may say something.
type ReplyAskedView struct {
	Post     roster.PostID `json:"jabatan"`
	AskedOn  rambu.Date    `json:"diminta_pada"`
	ReplyDue rambu.Date    `json:"batas_tanggapan"`
}

// Asked says whether the caller's post may reply.
func (d Desk) Asked(ctx context.Context, in IDRequest) (ReplyAskedView, error) {
	r, err := d.Room.ReviewOf(ctx, d.Who, in.ID)
	return ReplyAskedView{roster.PostID(d.Who.Post), r.AskedOn, r.ReplyDue}, err
}

// ReplyRequest is the reply of an absent post.
type ReplyRequest struct {
	ID   string `path:"id" json:"-"`
	Text string `json:"tanggapan" minLength:"1" maxLength:"4000"`
}

// Reply is the right of reply; sealed to those who deal with reasons.
func (d Desk) Reply(ctx context.Context, in ReplyRequest) (ReplyAskedView, error) {
	err := d.Room.Reply(ctx, d.Who, in.ID, in.Text)
	if err != nil {
		return ReplyAskedView{}, err
	}
	return d.Asked(ctx, IDRequest{in.ID})
}
