package meeting

import (
	"context"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/meeting/minutes"
)

// list returns meetings of an institution between two days, earliest first. post narrows to
// those a post leads, is invited to or stands in at; "" shows all.
func (r *Room) list(ctx context.Context, institution, post string, from, to rambu.Date) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.held_on >= $3 AND s.held_on <= $4
		AND ($2 = '' OR s.chair = $2 OR s.state <> 'disusun' AND s.id IN (SELECT i.meeting FROM meeting_invitee i
			WHERE i.institution = $1 AND (i.post = $2 OR i.stand_in = $2)))
		ORDER BY s.held_on, s.starts_at, s.id LIMIT $5`, institution, post, string(from), string(to), mostListed)
	return db.All(rows, err, scanSession)
}

// held returns the last closed meetings of an institution up to a day, newest first.
func (r *Room) held(ctx context.Context, institution string, to rambu.Date, limit int) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.state = 'ditutup' AND s.held_on <= $2
		ORDER BY s.held_on DESC, s.starts_at DESC, s.id DESC LIMIT $3`, institution, string(to), limit)
	return db.All(rows, err, scanSession)
}

// cell is one line of the matrix: a post in a meeting, with what was noted later.
type cell struct {
	meeting string
	post    string
	state   Presence
}

// presences returns the presences of every invited post in the closed meetings between two days.
func (r *Room) presences(ctx context.Context, institution string, from, to rambu.Date) ([]cell, error) {
	rows, err := r.db.Query(ctx, `SELECT i.meeting, i.post, COALESCE((SELECT c.state FROM meeting_correction c
			WHERE c.invitee = i.id ORDER BY c.written_at DESC, c.id DESC LIMIT 1), i.state)
		FROM meeting_invitee i JOIN meeting_session s ON s.id = i.meeting
		WHERE s.institution = $1 AND s.state = 'ditutup' AND s.held_on >= $2 AND s.held_on <= $3
		ORDER BY i.post, i.meeting`, institution, string(from), string(to))
	return db.All(rows, err, func(row db.Row) (cell, error) {
		var p cell
		err := row.Scan(&p.meeting, &p.post, &p.state)
		return p, db.Translate(err)
	})
}

// openDecisions returns published decisions that are not done, oldest due date first. owner
// narrows to one post.
func (r *Room) openDecisions(ctx context.Context, institution, owner string, limit int) ([]Decision, error) {
	rows, err := r.db.Query(ctx, `SELECT `+minutes.DecisionColumns+` FROM meeting_decision d
		WHERE d.institution = $1 AND d.state = 'terbuka' AND ($2 = '' OR d.owner = $2)
		ORDER BY d.due, d.id LIMIT $3`, institution, owner, limit)
	return db.All(rows, err, minutes.ScanDecision)
}

// sessionsOf returns the meetings that have published decisions which are not done.
func (r *Room) sessionsOf(ctx context.Context, institution, owner string) (map[string]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.id IN (SELECT d.meeting FROM meeting_decision d
			WHERE d.institution = $1 AND d.state = 'terbuka' AND ($2 = '' OR d.owner = $2))`, institution, owner)
	all, err := db.All(rows, err, scanSession)
	out := make(map[string]Session, len(all))
	for _, s := range all {
		out[s.ID] = s
	}
	return out, err
}

// unanswered returns coming meetings to which a post said nothing yet, or whose mandate it did
// not answer.
func (r *Room) unanswered(ctx context.Context, institution, post string, today rambu.Date) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.state IN ('diundang', 'dibuka') AND s.held_on >= $3
		AND s.id IN (SELECT i.meeting FROM meeting_invitee i WHERE i.institution = $1 AND i.state = 'belum'
			AND (i.post = $2 AND i.answer = 'belum' OR i.stand_in = $2 AND i.stand_in_state = 'ditunjuk'))
		ORDER BY s.held_on, s.starts_at, s.id LIMIT 20`, institution, post, string(today))
	return db.All(rows, err, scanSession)
}

// calledOffFor returns cancelled meetings still to come that a post was invited to or stood in at.
func (r *Room) calledOffFor(ctx context.Context, institution, post string, today rambu.Date) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.state = 'batal' AND s.held_on >= $3
		AND s.id IN (SELECT i.meeting FROM meeting_invitee i WHERE i.institution = $1 AND (i.post = $2 OR i.stand_in = $2))
		ORDER BY s.held_on, s.starts_at, s.id LIMIT 20`, institution, post, string(today))
	return db.All(rows, err, scanSession)
}

// unclearNow says of an invited post's row that it stands without a clear reason, with what was noted later.
const unclearNow = `COALESCE((SELECT c.state FROM meeting_correction c WHERE c.invitee = i.id
	ORDER BY c.written_at DESC, c.id DESC LIMIT 1), i.state) IN ('tanpa-keterangan', 'alasan-tidak-jelas')`

// askedPosts returns the posts that a review of a meeting asks.
func (r *Room) askedPosts(ctx context.Context, institution, meeting string) ([]string, error) {
	rows, err := r.db.Query(ctx, `SELECT i.post FROM meeting_invitee i WHERE i.institution = $1 AND i.meeting = $2 AND `+unclearNow+` ORDER BY i.post`,
		institution, meeting)
	return db.All(rows, err, scanText)
}

// unreplied returns the meetings whose review asks a post that has not replied, while it may.
func (r *Room) unreplied(ctx context.Context, institution, post string, today rambu.Date) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s WHERE s.institution = $1
		AND s.id IN (SELECT v.meeting FROM meeting_review v WHERE v.institution = $1 AND v.reply_due >= $3)
		AND s.id IN (SELECT i.meeting FROM meeting_invitee i WHERE i.institution = $1 AND i.post = $2 AND `+unclearNow+`)
		AND s.id NOT IN (SELECT p.meeting FROM meeting_reply p WHERE p.institution = $1 AND p.post = $2)
		ORDER BY s.held_on, s.starts_at, s.id LIMIT 20`, institution, post, string(today))
	return db.All(rows, err, scanSession)
}

// submitted returns meetings whose minutes await approval, but for those the account submitted.
func (r *Room) submitted(ctx context.Context, institution, account string) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.id IN (SELECT m.meeting FROM meeting_minutes m
			WHERE m.institution = $1 AND m.state = 'diajukan' AND m.writer <> $2)
		ORDER BY s.held_on, s.id LIMIT 20`, institution, account)
	return db.All(rows, err, scanSession)
}

// OfLetter returns the clear side of the meetings that one invitation calls to, by their days,
// whoever asks: package link does, for who has an address.
func (r *Room) OfLetter(ctx context.Context, institution, letter string) ([]Session, error) {
	rows, err := r.db.Query(ctx, `SELECT `+sessionColumns+` FROM meeting_session s
		WHERE s.institution = $1 AND s.letter = $2 AND s.letter <> '' ORDER BY s.held_on, s.starts_at, s.id`, institution, letter)
	return db.All(rows, err, scanSession)
}
