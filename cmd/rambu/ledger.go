package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/ledger"
)

const ledgerExamples = `  rambu ledger verify --data /var/lib/rambu
  rambu ledger verify --data /var/lib/rambu --checkpoint titik-periksa.txt --json
  rambu ledger accept --data /var/lib/rambu --reason "Cakram rusak, dipulihkan dari cadangan kemarin."
  rambu ledger check --key log.pub bukti.txt
  rambu ledger check --key log.pub bukti.txt --json`

func ledgerCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{Use: "ledger", Short: env.text("ledger.cli.short"), Example: ledgerExamples}
	cmd.AddCommand(ledgerVerifyCommand(env), ledgerAcceptCommand(env), ledgerCheckCommand(env))
	return cmd
}

func ledgerVerifyCommand(env *environment) *cobra.Command {
	var p place
	var asJSON bool
	var checkpoint string
	cmd := &cobra.Command{
		Use: "verify", Short: env.text("ledger.cli.verify_short"), Long: env.text("ledger.cli.verify_long"),
		Example: ledgerExamples, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.verify(cmd.Context(), &p, checkpoint, asJSON)
		},
	}
	p.flags(env, cmd)
	cmd.Flags().StringVar(&checkpoint, "checkpoint", "", env.text("ledger.cli.checkpoint"))
	cmd.Flags().BoolVar(&asJSON, "json", false, env.text("cli.flag.json"))
	return cmd
}

func (env *environment) verify(ctx context.Context, p *place, checkpoint string, asJSON bool) error {
	var kept []byte
	if checkpoint != "" {
		var err error
		kept, err = os.ReadFile(checkpoint)
		if err != nil {
			return rambu.Fault(rambu.Invalid, "cli.error.file", "name", checkpoint)
		}
	}
	in, err := p.open(ctx, env)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // reading only
	if checkpoint == "" {
		kept, err = in.KeptCheckpoint()
		if err != nil {
			return err
		}
	}
	shown := int64(0)
	rep, err := in.Verify(ctx, kept, func(done, total int64) {
		if done-shown >= 10_000 {
			shown = done
			_, _ = fmt.Fprintln(env.Stderr, env.text("ledger.cli.progress", "done", strconv.FormatInt(done, 10), "total", strconv.FormatInt(total, 10)))
		}
	})
	broken, isBroken := errors.AsType[*ledger.Broken](err)
	if err != nil && !isBroken {
		return err
	}
	if asJSON {
		out := map[string]any{"intact": !isBroken, "operations": rep.Operations, "rows": rep.Rows, "root": rep.Root, "losses": rep.Losses}
		if isBroken {
			out["broken"] = map[string]string{"what": broken.What, "which": broken.Which, "why": broken.Why}
		}
		encErr := json.NewEncoder(env.Stdout).Encode(out)
		if encErr != nil {
			return encErr
		}
	}
	if !asJSON {
		for _, loss := range rep.Losses {
			_, _ = fmt.Fprintln(env.Stdout, env.text("ledger.cli.loss", "size", strconv.FormatInt(loss.Size, 10), "root", loss.Root,
				"at", loss.At.Format(time.RFC3339), "reason", loss.Reason))
		}
	}
	if isBroken {
		// Whoever runs the server may be who changed it: what was found goes to others first.
		env.tell(env.text("ledger.cli.broken", "what", env.part(broken.What), "which", broken.Which), env.text("ledger.cli.broken_hint"))
		return errFindings
	}
	if !asJSON {
		_, err = fmt.Fprintln(env.Stdout, env.text("ledger.cli.intact", "operations", strconv.FormatInt(rep.Operations, 10),
			"rows", strconv.FormatInt(rep.Rows, 10), "root", rep.Root))
	}
	return err
}

func ledgerAcceptCommand(env *environment) *cobra.Command {
	var p place
	var reason string
	cmd := &cobra.Command{
		Use: "accept", Short: env.text("ledger.cli.accept_short"), Long: env.text("ledger.cli.accept_long"),
		Example: ledgerExamples, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.acceptLoss(cmd.Context(), &p, reason) },
	}
	p.flags(env, cmd)
	cmd.Flags().StringVar(&reason, "reason", "", env.text("ledger.cli.reason"))
	return cmd
}

// acceptLoss answers for the end that a log lost, so that its checkpoints are kept again.
func (env *environment) acceptLoss(ctx context.Context, p *place, reason string) error {
	in, err := p.open(ctx, env)
	if err != nil {
		return err
	}
	err = errors.Join(in.AcceptLoss(ctx, reason), in.Close())
	if err == nil {
		_, err = fmt.Fprintln(env.Stdout, env.text("ledger.cli.accepted"))
	}
	return err
}

// part names a kind of thing that is checked.
func (env *environment) part(what string) string {
	if key := "ledger.part." + what; env.Words.Has(env.Lang, key) {
		return env.text(key)
	}
	return what
}

func ledgerCheckCommand(env *environment) *cobra.Command {
	var key string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "check " + env.text("cli.help.file"), Short: env.text("ledger.cli.check_short"), Long: env.text("ledger.cli.check_long"),
		Example: ledgerExamples, Args: oneArgument("ledger.cli.need_proof"),
		RunE: func(_ *cobra.Command, args []string) error { return env.checkProof(args[0], key, asJSON) },
	}
	cmd.Flags().StringVar(&key, "key", "", env.text("ledger.cli.key"))
	cmd.Flags().BoolVar(&asJSON, "json", false, env.text("cli.flag.json"))
	return cmd
}

// checkProof checks a reporter's proof against the key of a log, and says what it proves.
func (env *environment) checkProof(file, key string, asJSON bool) error {
	if key == "" {
		return rambu.Fault(rambu.Invalid, "ledger.cli.need_key")
	}
	proof, err := os.ReadFile(file)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "cli.error.file", "name", file)
	}
	vkey, err := os.ReadFile(key)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "cli.error.file", "name", key)
	}
	body, err := ledger.VerifyReceipt(string(proof), string(trimmed(vkey)))
	if asJSON {
		out := map[string]any{"valid": err == nil}
		if err == nil {
			out["operation"] = body
		}
		encErr := json.NewEncoder(env.Stdout).Encode(out)
		if encErr != nil {
			return encErr
		}
	}
	if err != nil {
		env.tell(env.text("ledger.error.proof"), env.text("ledger.cli.proof_hint"))
		return errFindings
	}
	if asJSON {
		return nil
	}
	_, err = fmt.Fprint(env.Stdout, body)
	return err
}

func trimmed(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}
