package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/internal/words"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// languageFlag is read before the command line is parsed, so that help speaks the language too.
const languageFlag = "bahasa"

// languageOf finds the language asked for; Indonesian when none or an unknown one is.
func languageOf(args []string) words.Lang {
	lang := words.ID
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--"+languageFlag+"=")
		if !ok && arg == "--"+languageFlag && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if arg == "--" {
			break
		}
		if ok {
			lang, _ = words.ParseLang(value)
		}
	}
	return lang
}

// dress gives the root its language, its help and its way to fail.
func (env *environment) dress(root *cobra.Command) {
	root.SilenceErrors, root.SilenceUsage, root.DisableFlagsInUseLine = true, true, true
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	flags := root.PersistentFlags()
	lang := flags.String(languageFlag, string(words.ID), env.text("cli.root.bahasa"))
	flags.BoolP("help", "h", false, env.text("cli.help.flag"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if _, ok := words.ParseLang(*lang); !ok {
			return rambu.Fault(rambu.Invalid, "cli.error.language", "lang", *lang)
		}
		return nil
	}
	root.Args = func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return rambu.Fault(rambu.Invalid, "cli.error.command", "name", args[0])
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return rambu.Fault(rambu.Invalid, "cli.error.flag", "text", err.Error())
	})
	root.SetUsageTemplate(env.usageTemplate())
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		cmd.DisableFlagsInUseLine = true // "[flags]" would be English
		cmd.Hidden = cmd.Hidden || cmd.Name() == "help"
	}
}

// noArguments refuses anything after the flags of a command.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return rambu.Fault(rambu.Invalid, "cli.error.arguments", "name", args[0])
	}
	return nil
}

// usageTemplate is cobra's own in our words.
func (env *environment) usageTemplate() string {
	return fmt.Sprintf(`%s:
  {{if .Runnable}}{{.UseLine}}{{end}}{{if .HasExample}}

%s:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

%s:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

%s:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

%s:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

%s{{end}}
`, env.text("cli.help.usage"), env.text("cli.help.examples"), env.text("cli.help.commands"), env.text("cli.help.flags"),
		env.text("cli.help.global_flags"), env.text("cli.help.more", "command", "{{.CommandPath}}"))
}

// report tells a person what failed and what to do, and returns the exit code.
func (env *environment) report(cmd *cobra.Command, err error) int {
	if errors.Is(err, errFindings) {
		return exitFailed
	}
	sentence := env.Words.Error(env.Lang, err)
	if rambu.KindOf(err) == rambu.Invalid {
		env.tell(sentence, env.text("cli.error.see_help", "command", cmd.CommandPath()))
		return exitUsage
	}
	// Who sits at the command line runs the instance: the detail helps and tells no secret.
	env.tell(sentence+" ("+err.Error()+")", env.text("cli.error.report"))
	return exitFailed
}

func (env *environment) tell(sentence, hint string) {
	_, _ = fmt.Fprintf(env.Stderr, "rambu: %s\n%s\n", sentence, env.text("cli.error.hint", "text", hint))
}

// exitUnusable reports a program that cannot even load its words.
func exitUnusable(stderr io.Writer, err error) int {
	_, _ = fmt.Fprintf(stderr, "rambu: %v\nhint: this binary is defective; install it again\n", err)
	return exitFailed
}
