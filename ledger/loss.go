package ledger

import (
	"context"
	"slices"
	"time"

	"rambu.id"
)

// What AcceptLoss logs. The object is the same for all, so that they are found by its index.
const (
	lossKind   = "ledger.accept_loss"
	lossObject = "titik-periksa"
)

// Loss is a checkpoint that the log no longer extends and that somebody answered for: its end was lost,
// a backup was put back. It stays in the log, so that nobody takes the log for one that never lost anything.
type Loss struct {
	At     time.Time `json:"at"`   // when it was answered for
	Size   int64     `json:"size"` // operations the lost log had; 0 when the checkpoint could not be read
	Root   string    `json:"root"`
	Reason string    `json:"reason"`

	checkpoint string
}

// AcceptLoss logs in one room that the log goes on without what a checkpoint says was there.
func (l *Log) AcceptLoss(who rambu.Actor, checkpoint []byte, reason string) error {
	_, err := l.Do(who, lossKind, func(op *Op) error {
		op.Object(lossObject)
		op.Fact("checkpoint", string(checkpoint))
		op.Fact("reason", reason)
		return nil
	})
	return err
}

// Losses returns what was lost and answered for, oldest first. Each room has it in its trail; here it
// stands once.
func (l *Log) Losses(ctx context.Context) ([]Loss, error) {
	entries, err := l.about(ctx, lossObject)
	if err != nil {
		return nil, err
	}
	var out []Loss
	for _, e := range entries {
		kept := append(e.Facts("checkpoint"), "")[0]
		known := slices.ContainsFunc(out, func(o Loss) bool { return o.checkpoint == kept })
		if e.Kind != lossKind || known {
			continue
		}
		loss := Loss{At: e.At, Reason: append(e.Facts("reason"), "")[0], checkpoint: kept}
		size, root, err := l.opened([]byte(kept))
		if err == nil {
			loss.Size, loss.Root = size, root.String()
		}
		out = append(out, loss)
	}
	return out, nil
}
