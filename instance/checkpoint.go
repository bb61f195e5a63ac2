package instance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rambu.id/internal/blob"
	"rambu.id/internal/durable"
)

// keptName is the file in the data folder that holds the newest checkpoint this program has kept.
const keptName = "checkpoint"

// KeepCheckpoint writes the checkpoint of the log beside the database, so that a log that lost its
// end, or was set back to an older copy, does not pass for the whole. Against somebody who can
// write to the folder too, only a checkpoint kept elsewhere helps.
func (i *Instance) KeepCheckpoint(ctx context.Context) error {
	text, err := i.Log.Checkpoint(ctx)
	if err != nil {
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
