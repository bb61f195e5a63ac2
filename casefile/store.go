package casefile

import (
	"context"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

const caseColumns = `id, institution, region, origin, report, state, pack, act_class, act_date, received_on, register,
	registered_on, owner, letter, follow_up, created_at, changed_at, key_id, wrapped, body, version`

func scanCase(row db.Row) (Case, error) {
	var c Case
	var created, changed int64
	err := row.Scan(&c.ID, &c.Institution, &c.Region, &c.Origin, &c.Report, &c.State, &c.Pack, &c.ActClass, &c.ActDate,
		&c.ReceivedOn, &c.Register, &c.RegisteredOn, &c.Owner, &c.Letter, &c.FollowUp, &created, &changed,
		&c.keyID, &c.wrapped, &c.body, &c.Version)
	c.CreatedAt, c.ChangedAt = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
	return c, db.Translate(err)
}

func (d *Desk) find(ctx context.Context, institution, id string) (Case, error) {
	return scanCase(d.db.QueryRow(ctx, `SELECT `+caseColumns+` FROM casefile_case WHERE id = $1 AND institution = $2`, id, institution))
}

func (d *Desk) findByReport(ctx context.Context, institution, report string) (Case, error) {
	return scanCase(d.db.QueryRow(ctx, `SELECT `+caseColumns+` FROM casefile_case WHERE `+ofInstitution+` AND report <> '' AND report = $2`, institution, report))
}

// ofInstitution is the wall for rows that are named one by one: written so that no index of whole
// institutions is taken for it, which would read every case to find a few.
const ofInstitution = "institution || '' = $1"

// list returns cases, newest first, after a case in that order.
func (d *Desk) list(ctx context.Context, institution string, f Filter) ([]Case, error) {
	args := []any{institution}
	where := "institution = $1"
	if f.Officer != "" {
		where = ofInstitution
	}
	add := func(cond, value string) {
		if value != "" {
			args = append(args, value)
			where += strings.ReplaceAll(cond, "$n", "$"+strconv.Itoa(len(args)))
		}
	}
	add(" AND owner = $n", f.Owner)
	add(" AND (created_at, id) < (SELECT p.created_at, p.id FROM casefile_case p WHERE p.id = $n AND p.institution = $1)", f.After)
	add(" AND id IN (SELECT o.casefile FROM casefile_officer o WHERE o.institution = $1 AND o.account = $n AND o.until = '')", f.Officer)
	if len(f.States) > 0 {
		where += " AND state IN (" + places(len(args)+1, len(f.States)) + ")"
	}
	for _, s := range f.States {
		args = append(args, string(s))
	}
	args = append(args, f.Limit)
	rows, err := d.db.Query(ctx, `SELECT `+caseColumns+` FROM casefile_case
		WHERE `+where+` ORDER BY created_at DESC, id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
	return db.All(rows, err, scanCase)
}

// byIDs returns cases by id, in one query; unknown ones are absent.
func (d *Desk) byIDs(ctx context.Context, institution string, ids []string) (map[string]Case, error) {
	return d.by(ctx, "id", institution, ids, func(c Case) string { return c.ID })
}

// byReports returns the cases of reports, by report.
func (d *Desk) byReports(ctx context.Context, institution string, reports []string) (map[string]Case, error) {
	return d.by(ctx, "report", institution, reports, func(c Case) string { return c.Report })
}

// byLetters returns the cases that letters forwarded, by letter.
func (d *Desk) byLetters(ctx context.Context, institution string, letters []string) (map[string]Case, error) {
	return d.by(ctx, "letter", institution, letters, func(c Case) string { return c.Letter })
}

func (d *Desk) by(ctx context.Context, column, institution string, values []string, key func(Case) string) (map[string]Case, error) {
	out := map[string]Case{}
	if len(values) == 0 {
		return out, nil
	}
	args := []any{institution}
	for _, v := range values {
		args = append(args, v)
	}
	rows, err := d.db.Query(ctx, `SELECT `+caseColumns+` FROM casefile_case
		WHERE `+ofInstitution+` AND `+column+` <> '' AND `+column+` IN (`+places(2, len(values))+`)`, args...)
	found, err := db.All(rows, err, scanCase)
	for _, c := range found {
		out[key(c)] = c
	}
	return out, err
}

// places are n placeholders from number first on.
func places(first, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(out, ", ")
}

const officerColumns = `id, institution, region, casefile, account, post, since, until, ended, version`

func scanOfficer(row db.Row) (Officer, error) {
	var o Officer
	err := row.Scan(&o.ID, &o.institution, &o.region, &o.Casefile, &o.Account, &o.Post, &o.Since, &o.Until, &o.Ended, &o.version)
	return o, db.Translate(err)
}

func (d *Desk) officersOf(ctx context.Context, institution, casefile string) ([]Officer, error) {
	rows, err := d.db.Query(ctx, `SELECT `+officerColumns+` FROM casefile_officer
		WHERE institution = $1 AND casefile = $2 ORDER BY since, id`, institution, casefile)
	return db.All(rows, err, scanOfficer)
}

func officersIn(op *ledger.Op, casefile string) ([]Officer, error) {
	rows, err := op.Tx.Query(`SELECT `+officerColumns+` FROM casefile_officer
		WHERE institution = $1 AND casefile = $2 ORDER BY since, id`, op.Who.Institution, casefile)
	return db.All(rows, err, scanOfficer)
}

// refusalKnown reports whether a refusal was logged already.
func (d *Desk) refusalKnown(ctx context.Context, institution, id string) (bool, error) {
	var n int
	err := d.db.QueryRow(ctx, `SELECT COUNT(*) FROM casefile_refusal WHERE id = $2 AND institution = $1`, institution, id).Scan(&n)
	return n > 0, db.Translate(err)
}

func scanPaper(row db.Row) (Paper, error) {
	var p Paper
	var at int64
	err := row.Scan(&p.ID, &p.institution, &p.region, &p.Casefile, &p.Number, &p.Kind, &p.On, &at, &p.Account, &p.Post, &p.body, &p.version)
	p.At = time.UnixMicro(at).UTC()
	return p, db.Translate(err)
}

func (d *Desk) papersOf(ctx context.Context, institution, casefile string) ([]Paper, error) {
	rows, err := d.db.Query(ctx, `SELECT id, institution, region, casefile, number, kind, paper_on, written_at, account, post, body, version
		FROM casefile_paper WHERE institution = $1 AND casefile = $2 ORDER BY number`, institution, casefile)
	return db.All(rows, err, scanPaper)
}

// mark is a keyed digest that stands for a respondent.
type mark struct {
	id      string
	version int64
}

func marksIn(op *ledger.Op, casefile string) ([]mark, error) {
	rows, err := op.Tx.Query(`SELECT id, version FROM casefile_mark WHERE institution = $1 AND casefile = $2`, op.Who.Institution, casefile)
	return db.All(rows, err, func(row db.Row) (mark, error) {
		var m mark
		err := row.Scan(&m.id, &m.version)
		return m, db.Translate(err)
	})
}

// marked returns the ids of other cases that carry one of the digests.
func (d *Desk) marked(ctx context.Context, institution, but string, marks [][]byte) ([]string, error) {
	if len(marks) == 0 {
		return nil, nil
	}
	args := []any{institution, but}
	for _, m := range marks {
		args = append(args, m)
	}
	rows, err := d.db.Query(ctx, `SELECT DISTINCT casefile FROM casefile_mark
		WHERE institution = $1 AND casefile <> $2 AND mark IN (`+places(3, len(marks))+`) ORDER BY casefile LIMIT 20`, args...)
	return db.All(rows, err, func(row db.Row) (string, error) {
		var id string
		err := row.Scan(&id)
		return id, db.Translate(err)
	})
}

func scanPlenary(row db.Row) (Meeting, error) {
	var m Meeting
	err := row.Scan(&m.ID, &m.institution, &m.region, &m.Casefile, &m.On, &m.By, &m.Members, &m.Quorum, &m.ClosedOn, &m.version)
	return m, db.Translate(err)
}

// meeting returns the latest plenary of a case. Errors: NotFound.
func (d *Desk) meeting(ctx context.Context, institution, casefile string) (Meeting, error) {
	return scanPlenary(d.db.QueryRow(ctx, `SELECT id, institution, region, casefile, convened_on, convened_by, members, quorum, closed_on, version
		FROM casefile_plenary WHERE institution = $1 AND casefile = $2 ORDER BY convened_on DESC, id DESC LIMIT 1`, institution, casefile))
}

func scanVote(row db.Row) (Vote, error) {
	var v Vote
	var at int64
	err := row.Scan(&v.ID, &v.institution, &v.region, &v.casefile, &v.Plenary, &v.Account, &v.Post, &at, &v.body, &v.version)
	v.At = time.UnixMicro(at).UTC()
	return v, db.Translate(err)
}

func (d *Desk) votesOf(ctx context.Context, institution, plenary string) ([]Vote, error) {
	rows, err := d.db.Query(ctx, `SELECT id, institution, region, casefile, plenary, account, post, cast_at, body, version
		FROM casefile_vote WHERE institution = $1 AND plenary = $2 ORDER BY cast_at, id`, institution, plenary)
	return db.All(rows, err, scanVote)
}

// votesIn counts the votes as the operation sees them.
func votesIn(op *ledger.Op, plenary string) (int64, error) {
	var n int64
	err := op.Tx.QueryRow(`SELECT COUNT(*) FROM casefile_vote WHERE institution = $1 AND plenary = $2`,
		[]any{op.Who.Institution, plenary}, &n)
	return n, err
}

func (d *Desk) setting(ctx context.Context, institution string) (Setting, error) {
	var s Setting
	err := d.db.QueryRow(ctx, `SELECT pattern, members, quorum, version FROM casefile_setting WHERE id = $1 AND institution = $1`, institution).
		Scan(&s.Pattern, &s.Members, &s.Quorum, &s.version)
	err = db.Translate(err)
	if rambu.KindOf(err) == rambu.NotFound {
		return Setting{}, nil
	}
	return s, err
}

// countByState counts the cases of an institution by state.
func (d *Desk) countByState(ctx context.Context, institution string) (map[State]int, error) {
	rows, err := d.db.Query(ctx, `SELECT state, COUNT(*) FROM casefile_case WHERE institution = $1 GROUP BY state`, institution)
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
