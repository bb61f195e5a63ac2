// Command rambu is the one program: servers, tools and checks are its subcommands.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/internal/clock"
	"rambu.id/internal/words"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// environment is what a command may use of the world around it.
type environment struct {
	Stdout, Stderr io.Writer
	Clock          rambu.Clock
	Words          *words.Words
	Lang           words.Lang // language of help, output and errors
}

// text returns a sentence of the catalogues in the language of the run.
func (env *environment) text(key string, args ...string) string {
	return env.Words.T(env.Lang, key, args...)
}

// run performs one command line and returns the exit code: 0 done, 1 failed, 2 wrong usage.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	w, err := words.Load()
	if err != nil {
		return exitUnusable(stderr, err)
	}
	env := &environment{Stdout: stdout, Stderr: stderr, Clock: clock.Machine{}, Words: w, Lang: languageOf(args)}
	root := rootCommand(env)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err != nil {
		return env.report(cmd, err)
	}
	return exitDone
}

const rootExamples = `  rambu demo
  rambu init --region 18.01 --data /var/lib/rambu --url https://rambu.example.go.id
  rambu serve --data /var/lib/rambu --behind-proxy --url https://rambu.example.go.id
  rambu ledger verify --data /var/lib/rambu --bahasa en`

func rootCommand(env *environment) *cobra.Command {
	root := &cobra.Command{Use: "rambu", Short: env.text("cli.root.short"), Example: rootExamples}
	root.AddCommand(
		demoCommand(env),
		serveCommand(env),
		initCommand(env),
		ledgerCommand(env),
		rosterCommand(env),
		deadlineCommand(env),
		lawCommand(env),
		pressCommand(env),
	)
	env.dress(root)
	return root
}
