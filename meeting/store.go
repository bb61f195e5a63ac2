package meeting

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/meeting/minutes"
	"rambu.id/meeting/review"
)

// instant reads a stored time; zero is none.
func instant(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

const sessionColumns = `s.id, s.institution, s.region, s.kind, s.series, s.state, s.held_on, s.starts_at, s.ends_at, s.chair,
	s.stand_in, s.min_class, s.grace_minutes, s.reason_days, s.letter, s.drafter, s.opened_at, s.closed_at, s.reason_due,
	s.created_at, s.key_id, s.wrapped, s.body, s.changed_at, s.version`

func scanSession(row db.Row) (Session, error) {
	var s Session
	var start, end, opened, closed, created, changed int64
	err := row.Scan(&s.ID, &s.Institution, &s.Region, &s.Kind, &s.Series, &s.State, &s.On, &start, &end, &s.Chair,
		&s.StandIn, &s.MinClass, &s.Grace, &s.ReasonDays, &s.Letter, &s.Drafter, &opened, &closed, &s.ReasonDue,
		&created, &s.keyID, &s.wrapped, &s.body, &changed, &s.Version)
	s.ChangedAt = instant(changed)
	s.Start, s.End, s.OpenedAt, s.ClosedAt, s.CreatedAt = instant(start), instant(end), instant(opened), instant(closed), instant(created)
	return s, db.Translate(err)
}

const oneSession = `SELECT ` + sessionColumns + ` FROM meeting_session s WHERE s.id = $1 AND s.institution = $2`

func (r *Room) session(ctx context.Context, institution, id string) (Session, error) {
	return scanSession(r.db.QueryRow(ctx, oneSession, id, institution))
}

// txRow lets an operation scan one row as the readers do.
type txRow struct {
	op    *ledger.Op
	query string
	args  []any
}

func (t txRow) Scan(dest ...any) error { return t.op.Tx.QueryRow(t.query, t.args, dest...) }

func sessionIn(op *ledger.Op, id string) (Session, error) {
	return scanSession(txRow{op, oneSession, []any{id, op.Who.Institution}})
}

const inviteeColumns = `i.id, i.institution, i.region, i.meeting, i.post, i.answer, i.answered_at, i.stand_in, i.stand_in_state,
	i.mandate_until, i.mandate, i.state, i.in_at, i.out_at, i.how, i.reason_at, i.reason, i.version`

func scanInvitee(row db.Row) (Invitee, error) {
	var i Invitee
	var answered, in, out, reason int64
	err := row.Scan(&i.ID, &i.Institution, &i.Region, &i.Meeting, &i.Post, &i.Answer, &answered, &i.StandIn, &i.StandInState,
		&i.MandateUntil, &i.mandate, &i.State, &in, &out, &i.How, &reason, &i.reason, &i.Version)
	i.AnsweredAt, i.InAt, i.OutAt, i.ReasonAt = instant(answered), instant(in), instant(out), instant(reason)
	return i, db.Translate(err)
}

const (
	inviteesOfOne  = `SELECT ` + inviteeColumns + ` FROM meeting_invitee i WHERE i.institution = $1 AND i.meeting = $2 ORDER BY i.post`
	inviteesOfPost = `SELECT ` + inviteeColumns + ` FROM meeting_invitee i WHERE i.institution = $1 AND i.meeting = $2 AND i.post = $3
		UNION ALL SELECT ` + inviteeColumns + ` FROM meeting_invitee i WHERE i.institution = $1 AND i.meeting = $2
		AND i.stand_in = $3 AND i.stand_in <> '' AND i.post <> $3`
	oneInvitee = `SELECT ` + inviteeColumns + ` FROM meeting_invitee i WHERE i.institution = $1 AND i.id = $2`
)

func (r *Room) invitees(ctx context.Context, institution, meeting string) ([]Invitee, error) {
	rows, err := r.db.Query(ctx, inviteesOfOne, institution, meeting)
	return db.All(rows, err, scanInvitee)
}

// seats returns the rows a post is invited by or stands in at: at the door nobody reads the whole list.
func (r *Room) seats(ctx context.Context, institution, meeting, post string) ([]Invitee, error) {
	if post == "" {
		return nil, nil
	}
	rows, err := r.db.Query(ctx, inviteesOfPost, institution, meeting, post)
	return db.All(rows, err, scanInvitee)
}

// counted counts the invited of a meeting by presence.
func (r *Room) counted(ctx context.Context, institution, meeting string) (map[Presence]int, error) {
	rows, err := r.db.Query(ctx, `SELECT i.state, COUNT(*) FROM meeting_invitee i WHERE i.institution = $1 AND i.meeting = $2
		GROUP BY i.state`, institution, meeting)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reading
	out := map[Presence]int{}
	for rows.Next() {
		var p Presence
		var n int
		err := rows.Scan(&p, &n)
		if err != nil {
			return nil, db.Translate(err)
		}
		out[p] = n
	}
	return out, db.Translate(rows.Err())
}

func (r *Room) invitee(ctx context.Context, institution, id string) (Invitee, error) {
	return scanInvitee(r.db.QueryRow(ctx, oneInvitee, institution, id))
}

func inviteesIn(op *ledger.Op, meeting string) ([]Invitee, error) {
	rows, err := op.Tx.Query(inviteesOfOne, op.Who.Institution, meeting)
	return db.All(rows, err, scanInvitee)
}

func inviteeIn(op *ledger.Op, id string) (Invitee, error) {
	return scanInvitee(txRow{op, oneInvitee, []any{op.Who.Institution, id}})
}

// busy returns the posts invited to or leading another meeting that overlaps in time.
func (r *Room) busy(ctx context.Context, s Session) ([]string, error) {
	rows, err := r.db.Query(ctx, `SELECT i.post FROM meeting_invitee i JOIN meeting_session s ON s.id = i.meeting
		WHERE s.institution = $1 AND s.id <> $2 AND s.state <> 'batal' AND s.starts_at < $4 AND s.ends_at > $3
		UNION SELECT s.chair FROM meeting_session s
		WHERE s.institution = $1 AND s.id <> $2 AND s.state <> 'batal' AND s.starts_at < $4 AND s.ends_at > $3`,
		s.Institution, s.ID, s.Start.UnixMicro(), s.End.UnixMicro())
	return db.All(rows, err, scanText)
}

// otherRooms finds where else a post is recorded at a moment, itself or for another: since when,
// and until the planned end at the latest.
const otherRooms = `SELECT i.meeting, i.in_at FROM meeting_invitee i JOIN meeting_session s ON s.id = i.meeting
	WHERE i.institution = $1 AND i.post = $2 AND i.meeting <> $3 AND i.state IN ('hadir', 'terlambat', 'pulang-awal')
	AND i.in_at <= $4 AND s.ends_at > $4 AND (i.out_at = 0 OR i.out_at > $4)
	UNION ALL SELECT i.meeting, i.in_at FROM meeting_invitee i JOIN meeting_session s ON s.id = i.meeting
	WHERE i.institution = $1 AND i.stand_in = $2 AND i.stand_in <> '' AND i.meeting <> $3 AND i.state = 'diwakili'
	AND i.in_at <= $4 AND s.ends_at > $4 AND (i.out_at = 0 OR i.out_at > $4)`

func scanElsewhere(row db.Row) (Elsewhere, error) {
	var e Elsewhere
	var at int64
	err := row.Scan(&e.Meeting, &at)
	e.At = instant(at)
	return e, db.Translate(err)
}

func (r *Room) elsewhere(ctx context.Context, institution, meeting, post string, at time.Time) ([]Elsewhere, error) {
	rows, err := r.db.Query(ctx, otherRooms, institution, post, meeting, at.UnixMicro())
	return db.All(rows, err, scanElsewhere)
}

func elsewhereIn(op *ledger.Op, meeting, post string, at time.Time) ([]Elsewhere, error) {
	rows, err := op.Tx.Query(otherRooms, op.Who.Institution, post, meeting, at.UnixMicro())
	return db.All(rows, err, scanElsewhere)
}

func scanText(row db.Row) (string, error) {
	var s string
	err := row.Scan(&s)
	return s, db.Translate(err)
}

// setting reads what the institution chose; NotFound when nothing was.
func (r *Room) setting(ctx context.Context, institution string) (Setting, error) {
	var s Setting
	err := r.db.QueryRow(ctx, `SELECT reason_days, grace_minutes, version FROM meeting_setting WHERE id = $1`, institution).
		Scan(&s.ReasonDays, &s.Grace, &s.version)
	return s, db.Translate(err)
}

const correctionColumns = `c.id, c.invitee, c.state, c.written_at, c.account, c.post, c.body`

func scanCorrection(row db.Row) (Correction, error) {
	var c Correction
	var at int64
	err := row.Scan(&c.ID, &c.Invitee, &c.State, &at, &c.Account, &c.Post, &c.body)
	c.At = instant(at)
	return c, db.Translate(err)
}

func (r *Room) corrections(ctx context.Context, institution, meeting string) ([]Correction, error) {
	rows, err := r.db.Query(ctx, `SELECT `+correctionColumns+` FROM meeting_correction c
		WHERE c.institution = $1 AND c.meeting = $2 ORDER BY c.written_at, c.id`, institution, meeting)
	return db.All(rows, err, scanCorrection)
}

func (r *Room) minutes(ctx context.Context, institution, meeting string) (Minutes, error) {
	return minutes.Scan(r.db.QueryRow(ctx, `SELECT `+minutes.Columns+` FROM meeting_minutes m WHERE m.institution = $1 AND m.meeting = $2`,
		institution, meeting))
}

func (r *Room) decisions(ctx context.Context, institution, meeting string) ([]Decision, error) {
	rows, err := r.db.Query(ctx, `SELECT `+minutes.DecisionColumns+` FROM meeting_decision d
		WHERE d.institution = $1 AND d.meeting = $2 ORDER BY d.number`, institution, meeting)
	return db.All(rows, err, minutes.ScanDecision)
}

func (r *Room) decision(ctx context.Context, institution, id string) (Decision, error) {
	return minutes.ScanDecision(r.db.QueryRow(ctx, `SELECT `+minutes.DecisionColumns+` FROM meeting_decision d WHERE d.institution = $1 AND d.id = $2`,
		institution, id))
}

func decisionsIn(op *ledger.Op, meeting string) ([]Decision, error) {
	rows, err := op.Tx.Query(`SELECT `+minutes.DecisionColumns+` FROM meeting_decision d
		WHERE d.institution = $1 AND d.meeting = $2 ORDER BY d.number`, op.Who.Institution, meeting)
	return db.All(rows, err, minutes.ScanDecision)
}

func (r *Room) review(ctx context.Context, institution, meeting string) (Review, error) {
	return review.Scan(r.db.QueryRow(ctx, `SELECT `+review.Columns+` FROM meeting_review v WHERE v.institution = $1 AND v.meeting = $2`,
		institution, meeting))
}

// openReviews lists the reviews of an institution whose days to reply run.
func (r *Room) openReviews(ctx context.Context, institution string, today rambu.Date) ([]Review, error) {
	rows, err := r.db.Query(ctx, `SELECT `+review.Columns+` FROM meeting_review v WHERE v.institution = $1 AND v.reply_due >= $2 ORDER BY v.id`,
		institution, string(today))
	return db.All(rows, err, review.Scan)
}

// expiredIn lists the reviews of the actor's institution whose term is over.
func expiredIn(op *ledger.Op, today rambu.Date) ([]Review, error) {
	rows, err := op.Tx.Query(`SELECT `+review.Columns+` FROM meeting_review v WHERE v.institution = $1 AND v.delete_on < $2 ORDER BY v.id`,
		op.Who.Institution, string(today))
	return db.All(rows, err, review.Scan)
}

func (r *Room) expired(ctx context.Context, institution string, today rambu.Date) (int, error) {
	var n int
	err := r.db.QueryRow(ctx, `SELECT COUNT(*) FROM meeting_review WHERE institution = $1 AND delete_on < $2`, institution, string(today)).Scan(&n)
	return n, db.Translate(err)
}

func (r *Room) replies(ctx context.Context, institution, meeting string) ([]Reply, error) {
	rows, err := r.db.Query(ctx, `SELECT `+review.ReplyColumns+` FROM meeting_reply p WHERE p.institution = $1 AND p.meeting = $2 ORDER BY p.post`,
		institution, meeting)
	return db.All(rows, err, review.ScanReply)
}

func repliesIn(op *ledger.Op, meeting string) ([]Reply, error) {
	rows, err := op.Tx.Query(`SELECT `+review.ReplyColumns+` FROM meeting_reply p WHERE p.institution = $1 AND p.meeting = $2 ORDER BY p.post`,
		op.Who.Institution, meeting)
	return db.All(rows, err, review.ScanReply)
}
