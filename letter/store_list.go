package letter

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/letter/kinds"
)

// Filter chooses letters of a list. Empty fields choose all.
type Filter struct {
	State   string // State or ArrivedState
	Kind    kinds.Kind
	Overdue bool   // the answer was due before today
	About   string // outbox: the sender's own matter
	ReplyTo string // answers to this letter ("srt_…")
	Limit   int    // 1 to 200; 0 is 50
	After   string // Next of the page before
}

// Page is one page of a list, newest first.
type Page[T any] struct {
	Items []T
	Next  string // "" on the last page
}

const (
	usualLimit = 50
	maxLimit   = 200
)

// query collects conditions and their arguments.
type query struct {
	where []string
	args  []any
}

// and adds a condition; every ? becomes the next place.
func (q *query) and(cond string, args ...any) {
	for _, a := range args {
		q.args = append(q.args, a)
		cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(q.args)), 1)
	}
	q.where = append(q.where, cond)
}

// page adds cursor, order and limit; one row more than asked tells whether there is a next page.
func (q *query) page(f Filter, column string) (string, int, error) {
	limit := f.Limit
	if limit <= 0 || limit > maxLimit {
		limit = usualLimit
	}
	if f.After != "" {
		at, id, ok := strings.Cut(f.After, "~")
		n, err := strconv.ParseInt(at, 10, 64)
		if !ok || err != nil {
			return "", 0, rambu.Errorf(rambu.Invalid, "not a page")
		}
		q.and(`(`+column+` < ? OR `+column+` = ? AND id < ?)`, n, n, id)
	}
	q.args = append(q.args, limit+1)
	return strings.Join(q.where, " AND ") + fmt.Sprintf(" ORDER BY %s DESC, id DESC LIMIT $%d", column, len(q.args)), limit, nil
}

// Outbox lists the letters of the actor's institution, or of his own post when he does not
// keep the register. Copies are filled, without what is sealed.
func (d *Desk) Outbox(ctx context.Context, who rambu.Actor, f Filter) (Page[Outgoing], error) {
	var page Page[Outgoing]
	if who.Institution == "" || who.Account == "" || who.Post == "" && !seesAll(who) {
		return page, nil
	}
	var q query
	q.and(`institution = ?`, who.Institution)
	if !seesAll(who) {
		q.and(`(signer = ? OR drafter = ?)`, who.Post, who.Post)
	}
	if f.State != "" {
		q.and(`state = ?`, f.State)
	}
	if f.Kind != "" {
		q.and(`kind = ?`, string(f.Kind))
	}
	if f.About != "" {
		q.and(`about = ?`, f.About)
	}
	if f.ReplyTo != "" {
		q.and(`reply_to = ?`, f.ReplyTo)
	}
	if f.Overdue {
		q.and(`state = ? AND reply_due <> '' AND reply_due < ?`, string(Sent), string(d.todayOf(who)))
	}
	where, limit, err := q.page(f, "created_at")
	if err != nil {
		return page, err
	}
	rows, err := d.db.Query(ctx, selectOutbox+where, q.args...)
	err = each(rows, err, func() error {
		var o Outgoing
		err := rows.Scan(o.fields()...)
		page.Items = append(page.Items, o)
		return err
	})
	if err != nil {
		return page, err
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		last := page.Items[limit-1]
		page.Next = strconv.FormatInt(last.CreatedAt.UnixMicro(), 10) + "~" + last.ID
	}
	page.Items, err = d.seenOut(ctx, who, page.Items)
	if err != nil {
		return page, err
	}
	return page, d.fillCopies(ctx, who.Institution, page.Items)
}

// fillCopies reads the recipients of the letters of a page in one query.
func (d *Desk) fillCopies(ctx context.Context, institution string, letters []Outgoing) error {
	if len(letters) == 0 {
		return nil
	}
	at := map[string]int{}
	ids := make([]string, len(letters))
	for i, o := range letters {
		at[o.ID], ids[i] = i, o.ID
	}
	places, args := db.In([]any{institution}, ids...)
	rows, err := d.db.Query(ctx, selectCopy+`institution = $1 AND letter IN (`+places+`) ORDER BY letter, position`, args...)
	copies, err := scanCopies(rows, err)
	for _, c := range copies {
		i := at[c.Letter]
		letters[i].Copies = append(letters[i].Copies, c)
	}
	return err
}

// Inbox lists the letters that arrived at the actor's institution, or at his own post when he
// does not keep the register.
func (d *Desk) Inbox(ctx context.Context, who rambu.Actor, f Filter) (Page[Incoming], error) {
	var page Page[Incoming]
	if who.Institution == "" || who.Account == "" || who.Post == "" && !seesAll(who) {
		return page, nil
	}
	var q query
	q.and(`institution = ?`, who.Institution)
	if !seesAll(who) {
		q.and(`to_post = ?`, who.Post)
	} else if f.Kind != kinds.KindInvitation {
		// An invitation within the house belongs to whoever is invited; the register has it once,
		// in the outbox, with the fate of every copy.
		q.and(`(kind <> ? OR sender <> ? OR to_post = ?)`, string(kinds.KindInvitation), who.Institution, who.Post)
	}
	if f.State != "" {
		q.and(`state = ?`, f.State)
	}
	if f.Kind != "" {
		q.and(`kind = ?`, string(f.Kind))
	}
	if f.ReplyTo != "" {
		q.and(`reply_to = ?`, f.ReplyTo)
	}
	if f.Overdue {
		q.and(`reply_due <> '' AND reply_due < ?`, string(d.todayOf(who)))
		q.and(`state IN (?, ?, ?)`, string(Received), string(Acknowledged), string(Handled))
	}
	where, limit, err := q.page(f, "received_at")
	if err != nil {
		return page, err
	}
	rows, err := d.db.Query(ctx, selectInbox+where, q.args...)
	page.Items, err = scanIncoming(rows, err)
	if err != nil {
		return page, err
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		last := page.Items[limit-1]
		page.Next = strconv.FormatInt(last.ReceivedAt.UnixMicro(), 10) + "~" + last.ID
	}
	page.Items, err = d.seenIn(ctx, who, page.Items)
	return page, err
}

// aboutOf returns, by letter of ours, which matter it is about, of those that letters answer.
func (d *Desk) aboutOf(ctx context.Context, institution string, list []Incoming) (map[string]string, error) {
	out, ids := map[string]string{}, []string{}
	for _, in := range list {
		if in.ReplyTo != "" {
			ids = append(ids, in.ReplyTo)
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	places, args := db.In([]any{institution}, ids...)
	rows, err := d.db.Query(ctx, `SELECT id, about FROM letter_outbox WHERE institution = $1 AND id IN (`+places+`)`, args...) //nolint:sqlclosecheck // each closes them
	err = each(rows, err, func() error {
		var id, about string
		err := rows.Scan(&id, &about)
		out[id] = about
		return err
	})
	return out, err
}

// unhandled lists the oldest letters of some kinds that opened no matter yet. An institution may
// be told by a copy only: a study goes to BKN, and the regent has the copy. Of several copies of
// one letter the addressee's counts, and one that opened a matter counts for all.
func (d *Desk) unhandled(ctx context.Context, institution string, limit int, ks []kinds.Kind) ([]Incoming, error) {
	var q query
	q.and(`institution = ?`, institution)
	q.and(`handled = ''`)
	q.and(`state IN (?, ?)`, string(Received), string(Acknowledged))
	q.and(`NOT EXISTS (SELECT 1 FROM letter_inbox o WHERE o.institution = letter_inbox.institution AND o.letter = letter_inbox.letter `+
		`AND o.id <> letter_inbox.id AND (o.handled <> '' OR o.part = ? AND letter_inbox.part <> ? `+
		`OR o.part = letter_inbox.part AND o.id < letter_inbox.id))`, string(PartTo), string(PartTo))
	if len(ks) > 0 {
		var places string
		places, q.args = db.In(q.args, ks...)
		q.where = append(q.where, `kind IN (`+places+`)`)
	}
	q.args = append(q.args, min(limit, maxLimit))
	rows, err := d.db.Query(ctx, selectInbox+strings.Join(q.where, " AND ")+
		` ORDER BY received_at, id LIMIT $`+strconv.Itoa(len(q.args)), q.args...)
	return scanIncoming(rows, err)
}

// Waiting lists the letters of the actor's institution that have copies still to deliver, for
// the job that tries again.
func (d *Desk) Waiting(ctx context.Context, who rambu.Actor) ([]string, error) {
	rows, err := d.db.Query(ctx, `SELECT DISTINCT letter FROM letter_copy WHERE institution = $1 AND state = $2 ORDER BY letter LIMIT 200`,
		who.Institution, string(CopyQueued))
	return scanTexts(rows, err)
}

// Unreturned lists the inbox ids whose receipts the sender may not have: acknowledged letters
// from Rambu. ReturnReceipt does nothing for one that arrived.
func (d *Desk) Unreturned(ctx context.Context, who rambu.Actor) ([]string, error) {
	rows, err := d.db.Query(ctx, `SELECT i.id FROM letter_inbox i JOIN letter_copy c ON c.id = i.id `+
		`WHERE i.institution = $1 AND i.ack_at > 0 AND c.state = $2 ORDER BY i.id LIMIT 200`,
		who.Institution, string(CopyDelivered))
	return scanTexts(rows, err)
}

// Entry is one line of the agenda book.
type Entry struct {
	Letter    string
	Seq       int64 // 0 for an outside number
	Number    string
	Date      rambu.Date
	State     State
	Cancelled Reason
}

// Agenda lists the numbers of a series in a year, in their order, at most 1000 after a
// counter. A cancelled letter stands in it with its reason, so every number is accounted for.
func (d *Desk) Agenda(ctx context.Context, who rambu.Actor, year int, series string, after int64) ([]Entry, error) {
	if !seesAll(who) && !who.Is(rambu.RoleAuditor) {
		return nil, forbidden("does not keep the register")
	}
	rows, err := d.db.Query(ctx, `SELECT id, seq, number, letter_date, state, cancelled FROM letter_outbox `+
		`WHERE institution = $1 AND year = $2 AND series = $3 AND seq > $4 ORDER BY seq LIMIT 1000`,
		who.Institution, year, series, after)
	var out []Entry
	err = each(rows, err, func() error {
		var e Entry
		err := rows.Scan(&e.Letter, &e.Seq, &e.Number, &e.Date, &e.State, &e.Cancelled)
		out = append(out, e)
		return err
	})
	return out, err
}

// minPrefix is how much of a header's hash the public check asks for: 64 bits in hex.
const minPrefix = 16

// Check says whether a letter of this instance was signed and stands, given its id and the
// beginning of its hash as printed on it. It tells nothing else.
func (d *Desk) Check(ctx context.Context, id, prefix string) (bool, error) {
	prefix = strings.ToLower(strings.Join(strings.Fields(prefix), ""))
	if !rambu.ValidID("srt", id) || len(prefix) < minPrefix {
		return false, nil
	}
	var header string
	var state State
	err := d.db.QueryRow(ctx, `SELECT header, state FROM letter_outbox WHERE id = $1`, id).Scan(&header, &state)
	err = db.Translate(err)
	if err != nil && rambu.KindOf(err) == rambu.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	stands := slices.Contains([]State{Signed, Sent, Answered, Closed}, state)
	return stands && strings.HasPrefix(hashOf([]byte(header)), prefix), nil
}
