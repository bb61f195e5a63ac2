package instance_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/internal/db"
	"rambu.id/internal/db/pgtest"
	"rambu.id/ledger"
	"rambu.id/procedure"
)

// house is an instance that is stopped and started on the same database.
type house struct {
	t            *testing.T
	data, source string
	in           *instance.Instance
}

func eachHouse(t *testing.T, fn func(h *house)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &house{t: t, data: t.TempDir()}
			if name == "postgres" {
				h.source = pgtest.URL(t)
			}
			h.start()
			t.Cleanup(func() { _ = h.in.Close() })
			found(t, h.in, "bawaslu", "pemda")
			fn(h)
		})
	}
}

func (h *house) start() {
	h.t.Helper()
	var err error
	h.in, err = instance.Open(h.t.Context(), instance.Config{Data: h.data, Source: h.source, Clock: clock.NewFrozen(monday), Practice: true})
	if err != nil {
		h.t.Fatal(err)
	}
}

// restart stops the program and starts it again, after somebody did something to the database.
func (h *house) restart(past ...string) {
	h.t.Helper()
	for _, sql := range past {
		err := h.in.DB.Write(func(tx *db.Tx) error {
			_, err := tx.Exec(sql)
			return err
		})
		if err != nil {
			h.t.Fatal(err)
		}
	}
	if err := h.in.Close(); err != nil {
		h.t.Fatal(err)
	}
	h.start()
}

// saw logs n readings: operations without a row.
func (h *house) saw(n int) {
	h.t.Helper()
	for i := range n {
		err := h.in.Log.Saw(rambu.System("bawaslu."+area, area), "test.read", fmt.Sprint("lap_", i))
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) keep() error { return h.in.KeepCheckpoint(h.t.Context()) }

func (h *house) kept() []byte {
	h.t.Helper()
	kept, err := h.in.KeptCheckpoint()
	if err != nil {
		h.t.Fatal(err)
	}
	return kept
}

// verify is what the command does that names no checkpoint.
func (h *house) verify() (ledger.Report, error) {
	return h.in.Verify(h.t.Context(), h.kept(), nil)
}

// A log that lost its end is started, stopped and started again, and grows beyond the length it had.
// The kept checkpoint is not replaced by one of the shorter log, and verify goes on saying so.
func TestStartingDoesNotForgetALostEnd(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(h *house) {
		h.saw(3)
		if err := h.keep(); err != nil {
			h.t.Fatal(err)
		}
		kept := h.kept()
		h.restart(`DELETE FROM ledger_operation WHERE kind = 'test.read' AND object <> 'lap_0'`)
		for _, more := range []int{0, 1, 5} {
			h.saw(more)
			if err := h.keep(); !isCheckpoint(err) {
				h.t.Errorf("kept %d operations later: %v", more, err)
			}
			if !bytes.Equal(h.kept(), kept) {
				h.t.Errorf("%d operations later another checkpoint is kept", more)
			}
			if b := h.in.SetBack(); b == nil || b.What != "checkpoint" {
				h.t.Errorf("the program does not know that its log was set back: %v", b)
			}
			if _, err := h.verify(); !isCheckpoint(err) {
				h.t.Errorf("verify: %v", err)
			}
			h.restart()
		}
	})
}

func isCheckpoint(err error) bool {
	b, ok := errors.AsType[*ledger.Broken](err)
	return ok && b.What == "checkpoint"
}

// A log that only grew has its newest checkpoint kept.
func TestTheNewestCheckpointIsKept(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(h *house) {
		var sizes []string
		for range 3 {
			h.saw(2)
			if err := h.keep(); err != nil {
				h.t.Fatal(err)
			}
			sizes = append(sizes, strings.Split(string(h.kept()), "\n")[1])
			h.restart()
		}
		if sizes[0] == sizes[1] || sizes[1] == sizes[2] || h.in.SetBack() != nil {
			h.t.Errorf("kept the sizes %v, set back %v", sizes, h.in.SetBack())
		}
		if _, err := h.verify(); err != nil {
			h.t.Error(err)
		}
	})
}

// A backup was put back: somebody answers for what is lost, and his word stands in the trail of every
// room and in every later check.
func TestALossIsAcceptedWithATrace(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(h *house) {
		if err := h.in.AcceptLoss(h.t.Context(), "coba"); rambu.KindOf(err) != rambu.Conflict {
			h.t.Errorf("nothing is lost, and accepting it gives %v", err)
		}
		h.saw(3)
		if err := h.keep(); err != nil {
			h.t.Fatal(err)
		}
		size := strings.Split(string(h.kept()), "\n")[1]
		if err := h.in.AcceptLoss(h.t.Context(), "coba"); rambu.KindOf(err) != rambu.Conflict {
			h.t.Errorf("nothing is lost, and accepting it gives %v", err)
		}
		h.restart(`DELETE FROM ledger_operation WHERE kind = 'test.read' AND object <> 'lap_0'`)
		for _, bad := range []string{"", "  ", strings.Repeat("a", 301)} {
			if err := h.in.AcceptLoss(h.t.Context(), bad); rambu.KindOf(err) != rambu.Invalid {
				h.t.Errorf("the reason %q: %v", bad, err)
			}
		}
		const why = "Cakram rusak 6 Oktober, dipulihkan dari cadangan."
		if err := h.in.AcceptLoss(h.t.Context(), why); err != nil {
			h.t.Fatal(err)
		}
		if err := h.keep(); err != nil || h.in.SetBack() != nil {
			h.t.Errorf("after it was accepted: %v, %v", err, h.in.SetBack())
		}
		rep, err := h.verify()
		if err != nil {
			h.t.Fatal(err)
		}
		if len(rep.Losses) != 1 || rep.Losses[0].Reason != why || strconv.FormatInt(rep.Losses[0].Size, 10) != size || rep.Losses[0].Root == "" || !rep.Losses[0].At.Equal(monday) {
			h.t.Errorf("verify tells of %+v", rep.Losses)
		}
		for _, room := range []string{"bawaslu." + area, "pemda." + area} {
			who := rambu.Actor{Institution: room, Region: area, Roles: []rambu.Role{rambu.RoleAuditor}}
			list, err := h.in.Log.Find(h.t.Context(), who, ledger.Filter{Kind: "ledger.accept_loss"})
			if err != nil || len(list) != 1 || cmp.Diff([]string{why}, list[0].Facts("reason")) != "" {
				h.t.Errorf("in the trail of %s: %+v, %v", room, list, err)
			}
		}
	})
}

// A checkpoint that is no checkpoint of this log vouches for nothing, and is not replaced unseen.
func TestADamagedCheckpointIsNotReplaced(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(h *house) {
		err := os.WriteFile(filepath.Join(h.data, "checkpoint"), nil, 0o600)
		if err != nil {
			h.t.Fatal(err)
		}
		if err := h.keep(); !isCheckpoint(err) {
			h.t.Errorf("an empty checkpoint: %v", err)
		}
		if _, err := h.verify(); !isCheckpoint(err) {
			h.t.Errorf("verify: %v", err)
		}
		if err := h.in.AcceptLoss(h.t.Context(), "berkas rusak"); err != nil {
			h.t.Fatal(err)
		}
		if rep, err := h.verify(); err != nil || len(rep.Losses) != 1 {
			h.t.Errorf("verify: %+v, %v", rep.Losses, err)
		}
	})
}

// The lists of what is due are no part of the log, and all the same a part of its check.
func TestVerifyFindsDeadlinesTakenOffTheList(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(h *house) {
		_, err := h.in.Log.Do(rambu.System("pemda."+area, area), "test.start", func(op *ledger.Op) error {
			_, err := h.in.Procedure.Start(op, procedure.StartIn{Procedure: "sp4n-lapor", Object: "lap_1", Initial: "diterima", Owner: "pemda." + area + "/sekda"})
			return err
		})
		if err == nil {
			_, err = h.verify()
		}
		if err != nil {
			h.t.Fatal(err)
		}
		h.restart(`DELETE FROM procedure_running`)
		_, err = h.verify()
		if b, ok := errors.AsType[*ledger.Broken](err); !ok || b.What != "list" || !strings.HasPrefix(b.Which, "procedure_running jam_") {
			h.t.Errorf("verify: %v", err)
		}
	})
}
