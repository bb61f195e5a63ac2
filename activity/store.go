package activity

import (
	"context"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table { return []*ledger.Table{planTable, decisionTable, eventTable} }

const (
	planColumns     = `id, institution, region, kind, place, organiser, from_day, to_day, state, entered_at, recorder, key_id, sealed`
	decisionColumns = `id, institution, region, plan, choice, post, decided_at, from_day, to_day, covers, key_id, sealed`
	eventColumns    = `id, institution, region, place, form, from_day, to_day, state, entered_at, recorder`
)

func columns(list string) []string { return strings.Split(list, ", ") }

var (
	planTable     = ledger.NewTable("activity_plan", columns(planColumns)...)
	decisionTable = ledger.NewTable("activity_decision", columns(decisionColumns)...)
	eventTable    = ledger.NewTable("activity_event", columns(eventColumns)...)
)

func moment(n int64) time.Time { return time.UnixMicro(n).UTC() }

func (p *Plan) values() []any {
	return []any{
		p.ID, p.institution, p.region, string(p.Kind), p.Place, p.Organiser, p.From, p.To, string(p.State), p.EnteredAt, p.Recorder, p.keyID, p.sealed,
	}
}

func scanPlan(row db.Row) (Plan, error) {
	var p Plan
	var at int64
	err := row.Scan(&p.ID, &p.institution, &p.region, &p.Kind, &p.Place, &p.Organiser, &p.From, &p.To, &p.State, &at, &p.Recorder, &p.keyID,
		&p.sealed, &p.Version)
	p.EnteredAt = moment(at)
	return p, db.Translate(err)
}

const selectPlan = `SELECT ` + planColumns + `, version FROM activity_plan WHERE `

func (a *Agenda) plan(ctx context.Context, institution, id string) (Plan, error) {
	return scanPlan(a.db.QueryRow(ctx, selectPlan+`id = $1 AND institution = $2`, id, institution))
}

// most bounds how many activities and events are looked through at once.
const most = 500

// plans lists the activities that end on a day or later, by their first day.
func (a *Agenda) plans(ctx context.Context, institution string, since rambu.Date) ([]Plan, error) {
	rows, err := a.db.Query(ctx, selectPlan+`institution = $1 AND to_day >= $2 ORDER BY from_day, id LIMIT $3`, institution, string(since), most)
	return db.All(rows, err, scanPlan)
}

func (d *Decision) values() []any {
	return []any{
		d.ID, d.institution, d.region, d.Plan, string(d.Choice), d.Post, d.At, d.From, d.To, strings.Join(d.Covers, " "), d.keyID, d.sealed,
	}
}

func scanDecision(row db.Row) (Decision, error) {
	var d Decision
	var at int64
	var covers string
	err := row.Scan(&d.ID, &d.institution, &d.region, &d.Plan, &d.Choice, &d.Post, &at, &d.From, &d.To, &covers, &d.keyID, &d.sealed, &d.version)
	d.At, d.Covers = moment(at), strings.Fields(covers)
	return d, db.Translate(err)
}

const selectDecision = `SELECT ` + decisionColumns + `, version FROM activity_decision WHERE `

// decisions lists what was decided about the activities of an institution that end on a day or
// later, oldest first.
func (a *Agenda) decisions(ctx context.Context, institution string, since rambu.Date) ([]Decision, error) {
	rows, err := a.db.Query(ctx, selectDecision+`institution = $1 AND plan IN
		(SELECT p.id FROM activity_plan p WHERE p.institution = $1 AND p.to_day >= $2) ORDER BY decided_at, id LIMIT 5000`, institution, string(since))
	return db.All(rows, err, scanDecision)
}

// decided lists what was decided about one activity, oldest first.
func (a *Agenda) decided(ctx context.Context, institution, plan string) ([]Decision, error) {
	rows, err := a.db.Query(ctx, selectDecision+`institution = $1 AND plan = $2 ORDER BY decided_at, id LIMIT 500`, institution, plan)
	return db.All(rows, err, scanDecision)
}

func (e *Event) values() []any {
	return []any{e.ID, e.institution, e.region, e.Place, string(e.Form), e.From, e.To, string(e.State), e.EnteredAt, e.Recorder}
}

func scanEvent(row db.Row) (Event, error) {
	var e Event
	var at int64
	err := row.Scan(&e.ID, &e.institution, &e.region, &e.Place, &e.Form, &e.From, &e.To, &e.State, &at, &e.Recorder, &e.Version)
	e.EnteredAt = moment(at)
	return e, db.Translate(err)
}

const selectEvent = `SELECT ` + eventColumns + `, version FROM activity_event WHERE `

func (a *Agenda) event(ctx context.Context, institution, id string) (Event, error) {
	return scanEvent(a.db.QueryRow(ctx, selectEvent+`id = $1 AND institution = $2`, id, institution))
}

// events lists the scheduled campaign events that end on a day or later, by their first day.
func (a *Agenda) events(ctx context.Context, institution string, since rambu.Date) ([]Event, error) {
	rows, err := a.db.Query(ctx, selectEvent+`institution = $1 AND state = $2 AND to_day >= $3 ORDER BY from_day, id LIMIT $4`,
		institution, string(Scheduled), string(since), most)
	return db.All(rows, err, scanEvent)
}
