package instance

import (
	"context"
	"slices"

	"rambu.id/access"
	"rambu.id/activity"
	"rambu.id/advisory"
	"rambu.id/casefile"
	"rambu.id/contact"
	"rambu.id/directive"
	"rambu.id/discipline"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/meeting/feed"
	"rambu.id/meeting/link"
	"rambu.id/notice"
	"rambu.id/pledge"
	"rambu.id/press"
	"rambu.id/procedure"
	"rambu.id/quiz"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Tables are the owned tables of all nouns: what the log is checked against.
func Tables() []*ledger.Table {
	return slices.Concat(seal.Tables(), roster.Tables(), access.Tables(), procedure.Tables(), letter.Tables(),
		evidence.Tables(), intake.Tables(), casefile.Tables(), discipline.Tables(), directive.Tables(), pledge.Tables(), meeting.Tables(), feed.Tables(), link.Tables(), notice.Tables(), quiz.Tables(), press.Tables(), advisory.Tables(), activity.Tables(), contact.Tables())
}

// Verify re-checks every operation, row and blob, and what is derived from rows; the first that disagrees is a *ledger.Broken.
func (i *Instance) Verify(ctx context.Context, checkpoint []byte, progress func(done, total int64)) (ledger.Report, error) {
	rep, err := i.Log.Verify(ctx, Tables(), checkpoint, progress)
	if err != nil {
		return rep, err
	}
	_, err = i.Procedure.Verify(ctx)
	if err != nil {
		return rep, err
	}
	_, err = i.Evidence.Verify(ctx, func(int64) {})
	if err != nil {
		return rep, err
	}
	_, err = i.Letters.Verify(ctx)
	if err != nil {
		return rep, err
	}
	_, err = i.Discipline.Verify(ctx)
	if err != nil {
		return rep, err
	}
	_, err = i.Meetings.Verify(ctx)
	if err != nil {
		return rep, err
	}
	_, err = i.Directives.Verify(ctx)
	if err != nil {
		return rep, err
	}
	_, err = i.Pledges.Verify(ctx)
	return rep, err
}
