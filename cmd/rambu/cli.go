package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
	flags := root.PersistentFlags()
	lang := flags.String(languageFlag, string(words.ID), env.text("cli.root.bahasa"))
	flags.BoolP("help", "h", false, env.text("cli.help.flag"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if _, ok := words.ParseLang(*lang); !ok {
			return rambu.Fault(rambu.Invalid, "cli.error.language", "lang", *lang)
		}
		return nil
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if cmd.HasSubCommands() && cmd.Flags().NArg() > 0 {
			return env.known(cmd, cmd.Flags().Args()) // "ledger verfy --data X": the word is wrong, not the flag
		}
		return flagFault(err)
	})
	root.SetUsageTemplate(env.usageTemplate())
	root.CompletionOptions.DisableDefaultCmd = true // it speaks English only
	root.SetHelpCommand(helpCommand(env, root))
	root.AddCommand(completionCommand(env, root))
	root.InitDefaultHelpCmd()
	env.dressEach(root)
}

// flagFault says what is wrong with a flag: pflag itself speaks English only.
func flagFault(err error) error {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		dashes := "--"
		if e.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return rambu.Fault(rambu.Invalid, "cli.error.flag_unknown", "flag", dashes+e.GetSpecifiedName())
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return rambu.Fault(rambu.Invalid, "cli.error.flag_value", "flag", "--"+e.GetFlag().Name)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return rambu.Fault(rambu.Invalid, "cli.error.flag_wrong", "flag", "--"+e.GetFlag().Name, "value", e.GetValue())
	}
	return rambu.Fault(rambu.Invalid, "cli.error.flag", "text", err.Error())
}

// dressEach makes every command below cmd, and cmd itself, refuse what it does not know.
func (env *environment) dressEach(cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true // "[flags]" would be English
	if cmd.HasSubCommands() {
		cmd.SuggestionsMinimumDistance = 2
		cmd.Args = env.known
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	for _, sub := range cmd.Commands() {
		env.dressEach(sub)
	}
}

// known refuses a word after a command that only has subcommands, and says which it may have been.
func (env *environment) known(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	_, path, _ := strings.Cut(cmd.CommandPath()+" ", " ") // without the program
	near := cmd.SuggestionsFor(args[0])
	if len(near) == 0 {
		return rambu.Fault(rambu.Invalid, "cli.error.command", "name", path+args[0])
	}
	return rambu.Fault(rambu.Invalid, "cli.error.command_near", "name", path+args[0], "near", path+near[0])
}

// helpCommand is "rambu help ledger verify".
func helpCommand(env *environment, root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help", Short: env.text("cli.help.flag"), Example: "  rambu help ledger verify", Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || cmd.HasSubCommands() && len(rest) > 0 {
				return env.known(cmd, rest)
			}
			return cmd.Help()
		},
	}
}

// completionCommand writes what a shell needs to complete commands.
func completionCommand(env *environment, root *cobra.Command) *cobra.Command {
	write := map[string]func(io.Writer) error{
		"bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"zsh":  root.GenZshCompletion, "powershell": root.GenPowerShellCompletionWithDesc,
	}
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: env.text("cli.completion.short"), Hidden: true,
		Example: "  rambu completion bash > /etc/bash_completion.d/rambu",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || write[args[0]] == nil {
				return rambu.Fault(rambu.Invalid, "cli.error.shell")
			}
			return write[args[0]](env.Stdout)
		},
	}
}

// oneArgument wants exactly one word after a command; key is the sentence that asks for it.
func oneArgument(key string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return rambu.Fault(rambu.Invalid, key)
		}
		return noArguments(nil, args[1:])
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
  {{if .HasAvailableSubCommands}}{{.CommandPath}} %s{{else}}{{.UseLine}}{{end}}{{if .HasExample}}

%s:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

%s:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

%s:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

%s:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

%s{{end}}

%s
`, env.text("cli.help.usage"), env.text("cli.help.command"), env.text("cli.help.examples"), env.text("cli.help.commands"), env.text("cli.help.flags"),
		env.text("cli.help.global_flags"), env.text("cli.help.more", "command", "{{.CommandPath}}"),
		env.text("cli.help.codes"))
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
	if rambu.KindOf(err) == rambu.Internal {
		sentence = env.text("cli.error.failed") // the general one speaks of an answer that was not sent
	}
	// Who sits at the command line runs the instance: the detail helps and tells no secret. The key of a
	// sentence that was just said is none.
	if fault, ok := errors.AsType[*rambu.Error](err); !ok || err.Error() != fault.Key {
		sentence += " (" + err.Error() + ")"
	}
	env.tell(sentence, env.text("cli.error.report"))
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
