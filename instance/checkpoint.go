package instance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rambu.id"
	"rambu.id/internal/blob"
	"rambu.id/internal/durable"
	"rambu.id/ledger"
)

// keptName is the file in the data folder that holds the newest checkpoint this program has kept.
const keptName = "checkpoint"

// What goes into the log when a loss is accepted is bounded: the reason, and a file that may be anything.
const (
	maxLossReason = 300
	maxKept       = 4096
)

// KeepCheckpoint writes the checkpoint of the log beside the database, so that a log that lost its
// end, or was set back to an older copy, does not pass for the whole. Against somebody who can
// write to the folder too, only a checkpoint kept elsewhere helps. One that the log does not extend
// is not replaced: the error is a *ledger.Broken, and SetBack has it from then on.
func (i *Instance) KeepCheckpoint(ctx context.Context) error {
	i.keeping.Lock()
	defer i.keeping.Unlock()
	kept, err := i.KeptCheckpoint()
	if err == nil && kept != nil {
		err = i.Log.Extends(ctx, kept)
	}
	broken, isBroken := errors.AsType[*ledger.Broken](err)
	if err == nil || isBroken {
		i.setBack.Store(broken)
	}
	if err != nil {
		return err
	}
	return i.keep(ctx, kept)
}

// keep writes the checkpoint, unless it is the one that is kept.
func (i *Instance) keep(ctx context.Context, kept []byte) error {
	text, err := i.Log.Checkpoint(ctx)
	if err != nil || bytes.Equal(text, kept) {
		return err
	}
	err = durable.Write(filepath.Join(i.Config.Data, keptName), text)
	if err != nil {
		return fmt.Errorf("keep the checkpoint: %w", blob.Failure(err))
	}
	return nil
}

// KeptCheckpoint returns what KeepCheckpoint wrote last, nil when there is nothing.
func (i *Instance) KeptCheckpoint() ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(i.Config.Data, keptName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}

// SetBack says how the log does not extend the kept checkpoint, as KeepCheckpoint saw last; nil: it does.
func (i *Instance) SetBack() *ledger.Broken { return i.setBack.Load() }

// AcceptLoss lets the log go on although it does not extend the kept checkpoint: a backup was put back
// and the end is lost. The lost checkpoint and the reason stand in the trail of every room for good.
func (i *Instance) AcceptLoss(ctx context.Context, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len(reason) > maxLossReason {
		return rambu.Fault(rambu.Invalid, "ledger.error.loss_reason")
	}
	i.keeping.Lock()
	defer i.keeping.Unlock()
	kept, err := i.KeptCheckpoint()
	if err != nil {
		return err
	}
	if kept == nil {
		return rambu.Fault(rambu.Conflict, "ledger.error.no_loss")
	}
	err = i.Log.Extends(ctx, kept)
	if _, ok := errors.AsType[*ledger.Broken](err); !ok {
		if err == nil {
			err = rambu.Fault(rambu.Conflict, "ledger.error.no_loss")
		}
		return err
	}
	err = i.logLoss(ctx, kept, reason) // before the file: what is not in the log is not accepted
	if err != nil {
		return err
	}
	err = i.keep(ctx, kept)
	if err == nil {
		i.setBack.Store(nil)
	}
	return err
}

// logLoss tells every room; an instance set back to before it had any tells nobody in particular.
func (i *Instance) logLoss(ctx context.Context, kept []byte, reason string) error {
	rooms, err := i.Rooms(ctx)
	if err != nil {
		return err
	}
	told := []rambu.Actor{}
	for _, room := range rooms {
		told = append(told, rambu.System(room.ID, room.Region))
	}
	if len(told) == 0 {
		told = append(told, rambu.System("", ""))
	}
	for _, who := range told {
		err = i.Log.AcceptLoss(who, kept[:min(len(kept), maxKept)], reason)
		if err != nil {
			return err
		}
	}
	return nil
}
