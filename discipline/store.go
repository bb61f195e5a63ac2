package discipline

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

const matterColumns = `id, institution, region, origin, letter, procedure, state, ended, recommendation, act_class,
	act_date, known_on, decided_on, effective_on, answer, pack, owner, created_at, changed_at, key_id, wrapped, body, version`

func scanMatter(row db.Row) (Matter, error) {
	var m Matter
	var created, changed int64
	var ended int
	err := row.Scan(&m.ID, &m.Institution, &m.Region, &m.Origin, &m.Letter, &m.Procedure, &m.State, &ended,
		&m.Recommendation, &m.ActClass, &m.ActDate, &m.KnownOn, &m.DecidedOn, &m.EffectiveOn, &m.Answer, &m.Pack,
		&m.Owner, &created, &changed, &m.keyID, &m.wrapped, &m.body, &m.Version)
	m.Ended = ended != 0
	m.CreatedAt, m.ChangedAt = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	return m, db.Translate(err)
}

func (o *Office) find(ctx context.Context, institution, id string) (Matter, error) {
	return scanMatter(o.db.QueryRow(ctx, `SELECT `+matterColumns+` FROM discipline_matter WHERE id = $1 AND institution = $2`, id, institution))
}

// list returns open or ended matters, oldest first, behind a matter in that order. account narrows to
// those an examiner was let into.
func (o *Office) list(ctx context.Context, institution, account string, ended bool, after string, limit int) ([]Matter, error) {
	rows, err := o.db.Query(ctx, `SELECT `+matterColumns+` FROM discipline_matter
		WHERE institution = $1 AND ended = $2
		AND ($3 = '' OR id IN (SELECT f.matter FROM discipline_officer f WHERE f.institution = $1 AND f.account = $3 AND f.part = 'pemeriksa'))
		AND ($4 = '' OR (known_on, id) > (SELECT p.known_on, p.id FROM discipline_matter p WHERE p.id = $4 AND p.institution = $1))
		ORDER BY known_on, id LIMIT $5`, institution, map[bool]int{true: 1}[ended], account, after, limit)
	return db.All(rows, err, scanMatter)
}

// byIDs returns those of the objects that are matters of an institution.
func (o *Office) byIDs(ctx context.Context, institution string, ids []string) ([]Matter, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	places, args := db.In([]any{institution}, ids...)
	rows, err := o.db.Query(ctx, `SELECT `+matterColumns+` FROM discipline_matter
		WHERE institution = $1 AND id IN (`+places+`)`, args...)
	return db.All(rows, err, scanMatter)
}

// countByState counts the matters of an institution by procedure and state.
func (o *Office) countByState(ctx context.Context, institution string) (map[State]int, error) {
	rows, err := o.db.Query(ctx, `SELECT state, COUNT(*) FROM discipline_matter WHERE institution = $1 GROUP BY state`, institution)
	type line struct {
		state State
		n     int
	}
	lines, err := db.All(rows, err, func(row db.Row) (line, error) {
		var l line
		err := row.Scan(&l.state, &l.n)
		return l, db.Translate(err)
	})
	out := map[State]int{}
	for _, l := range lines {
		out[l.state] = l.n
	}
	return out, err
}

func lastPaperIn(op *ledger.Op, matter string) (int64, error) {
	var last int64
	err := op.Tx.QueryRow(`SELECT COALESCE(MAX(number), 0) FROM discipline_paper WHERE matter = $1 AND institution = $2`,
		[]any{matter, op.Who.Institution}, &last)
	return last, err
}

func (o *Office) papersOf(ctx context.Context, institution, matter string) ([]Paper, error) {
	rows, err := o.db.Query(ctx, `SELECT id, institution, region, matter, number, kind, paper_on, written_at, account, post, body, version
		FROM discipline_paper WHERE institution = $1 AND matter = $2 ORDER BY number`, institution, matter)
	return db.All(rows, err, func(row db.Row) (Paper, error) {
		var p Paper
		var at int64
		err := row.Scan(&p.ID, &p.institution, &p.region, &p.Matter, &p.Number, &p.Kind, &p.On, &at, &p.Account, &p.Post, &p.body, &p.version)
		p.At = time.UnixMicro(at).UTC()
		return p, db.Translate(err)
	})
}

func (o *Office) officersOf(ctx context.Context, institution, matter string) ([]Officer, error) {
	rows, err := o.db.Query(ctx, `SELECT id, institution, region, matter, account, post, part, since, key_id, wrapped, version
		FROM discipline_officer WHERE institution = $1 AND matter = $2 ORDER BY since, id`, institution, matter)
	return db.All(rows, err, scanOfficer)
}

func scanOfficer(row db.Row) (Officer, error) {
	var of Officer
	err := row.Scan(&of.ID, &of.institution, &of.region, &of.Matter, &of.Account, &of.Post, &of.Part, &of.Since,
		&of.keyID, &of.wrapped, &of.version)
	return of, db.Translate(err)
}

// marked returns other matters with one of the marks: as many as the institution had index keys.
func (o *Office) marked(ctx context.Context, institution, but string, marks [][]byte) ([]string, error) {
	var out []string
	for _, mark := range marks {
		rows, err := o.db.Query(ctx, `SELECT matter FROM discipline_mark
			WHERE institution = $1 AND matter <> $2 AND mark = $3 ORDER BY matter LIMIT 20`, institution, but, mark)
		found, err := db.All(rows, err, func(row db.Row) (string, error) {
			var id string
			err := row.Scan(&id)
			return id, db.Translate(err)
		})
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// punishedIn counts the other matters of the same person, act and day in which a sanction was
// imposed, as the operation sees them: those with the mark of this one, or with one of the marks
// given. A matter that ended without proof counts not, nor one
// whose penalty was annulled.
func punishedIn(op *ledger.Op, matter string, marks [][]byte) (int64, error) {
	const count = `SELECT COUNT(*) FROM discipline_matter m
		JOIN discipline_mark o ON o.matter = m.id AND o.institution = m.institution
		WHERE m.institution = $1 AND m.id <> $2 AND m.decided_on <> '' AND m.state NOT IN ('tidak_terbukti', 'dibatalkan') AND `
	var n int64
	err := op.Tx.QueryRow(count+`o.mark IN (SELECT k.mark FROM discipline_mark k WHERE k.institution = $1 AND k.matter = $2)`,
		[]any{op.Who.Institution, matter}, &n)
	for _, mark := range marks {
		if n > 0 || err != nil {
			break
		}
		err = op.Tx.QueryRow(count+`o.mark = $3`, []any{op.Who.Institution, matter, mark}, &n)
	}
	return n, err
}

// filesAfter pages through the files of all matters, for verification.
func (o *Office) filesAfter(ctx context.Context, after string) ([]attachment.Row, error) {
	rows, err := o.db.Query(ctx, `SELECT id, blob, sha256 FROM discipline_file WHERE id > $1 ORDER BY id LIMIT 200`, after)
	return db.All(rows, err, func(row db.Row) (attachment.Row, error) {
		var f attachment.Row
		err := row.Scan(&f.ID, &f.Blob, &f.SHA256)
		return f, db.Translate(err)
	})
}

func markIn(op *ledger.Op, m Matter, mark []byte) error {
	return op.Insert(markTable, rambu.NewID("tdd"), m.Institution, m.Region, m.ID, mark)
}
