package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
)

const lawCheckExamples = `  rambu law check notula.txt
  rambu law check --on 2024-10-07 --json arahan.txt
  pdftotext surat.pdf - | rambu law check -`

// largestText is the most the guard reads, in megabytes: a book of law has two.
const largestText = 64

// errFindings ends a check that found something: what it found is said, no other sentence follows.
var errFindings = errors.New("the check found something")

func lawCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{Use: "law", Short: env.text("cite.cli.law_short"), Example: lawCheckExamples}
	cmd.AddCommand(lawCheckCommand(env))
	return cmd
}

// lawCheckFlags is what was typed after "rambu law check".
type lawCheckFlags struct {
	on, election string
	json         bool
}

func lawCheckCommand(env *environment) *cobra.Command {
	var in lawCheckFlags
	cmd := &cobra.Command{
		Use: "check " + env.text("cli.help.file") + "|-", Short: env.text("cite.cli.short"), Long: env.text("cite.cli.long"), Example: lawCheckExamples,
		Args: oneArgument("cite.cli.need_file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readText(cmd.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			return env.lawCheck(in, args[0], text)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&in.on, "on", "", env.text("cite.cli.on"))
	f.StringVar(&in.election, "election", "pilkada-2024", env.text("cite.cli.election"))
	f.BoolVar(&in.json, "json", false, env.text("cli.flag.json"))
	return cmd
}

// readText reads a file, or standard input for "-".
func readText(stdin io.Reader, name string) (string, error) {
	const limit = largestText << 20
	var raw []byte
	var err error
	if name == "-" {
		raw, err = io.ReadAll(io.LimitReader(stdin, limit+1))
	} else {
		var f *os.File
		f, err = os.Open(name)
		if err == nil {
			defer f.Close()
			raw, err = io.ReadAll(io.LimitReader(f, limit+1))
		}
	}
	switch {
	case err != nil:
		return "", rambu.Fault(rambu.Invalid, "cli.error.file", "name", name)
	case len(raw) > limit:
		return "", rambu.Fault(rambu.Invalid, "cite.cli.too_large", "name", name, "mb", strconv.Itoa(largestText))
	case bytes.IndexByte(raw, 0) >= 0:
		return "", rambu.Fault(rambu.Invalid, "cite.cli.not_text", "name", name)
	}
	return string(raw), nil
}

// lawCheck judges a text and writes what it found.
func (env *environment) lawCheck(in lawCheckFlags, name, text string) error {
	pack, err := law.ForElection(in.election)
	if rambu.KindOf(err) == rambu.NotFound {
		return rambu.Fault(rambu.Invalid, "law.error.election", "election", in.election, "known", strings.Join(law.Elections(), ", "))
	}
	if err != nil {
		return fmt.Errorf("load the law: %w", err)
	}
	on, err := env.lawDay(pack, in.on)
	if err != nil {
		return err
	}
	guard := cite.New(pack)
	found, err := guard.Check(text, on)
	if err != nil {
		return err
	}
	if in.json {
		err = env.lawCheckJSON(guard, found)
	} else {
		err = env.lawCheckText(guard, name, text, found)
		env.lawCheckSummary(pack, found, on)
	}
	if err != nil {
		return err
	}
	if len(cite.NotOK(found)) > 0 {
		return errFindings
	}
	return nil
}

// lawDay is the day typed, else today in the capital.
func (env *environment) lawDay(pack *law.Pack, typed string) (rambu.Date, error) {
	if typed != "" {
		return rambu.ParseDate(typed)
	}
	return rambu.DateOf(calendar.New(pack, nil).Local("", env.Clock.Now())), nil
}

// lawCheckJSON writes the whole answer; scripts rely on its names.
func (env *environment) lawCheckJSON(guard *cite.Checker, found []cite.Finding) error {
	enc := json.NewEncoder(env.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(guard.Answers(env.Words, env.Lang, found))
}

// lawCheckText writes one block per finding: place, verdict, what stands there, and why.
func (env *environment) lawCheckText(guard *cite.Checker, name, text string, found []cite.Finding) error {
	var b strings.Builder
	line, lineStart, at := 1, 0, 0
	for _, f := range found {
		passed := text[at:f.Start]
		line += strings.Count(passed, "\n")
		if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
			lineStart = at + i + 1
		}
		at = f.Start
		column := 1 + utf8.RuneCountInString(text[lineStart:f.Start])
		fmt.Fprintf(&b, "%s:%d:%d: %s: %q", name, line, column, env.text(f.StatusKey()), strings.Join(strings.Fields(f.Text), " "))
		if f.Kind == cite.Citation && f.Normal != "" {
			fmt.Fprintf(&b, " = %s", f.Normal)
		}
		b.WriteByte('\n')
		if note := guard.Say(env.Words, env.Lang, f); note != "" {
			fmt.Fprintf(&b, "    %s\n", note)
		}
	}
	_, err := io.WriteString(env.Stdout, b.String())
	return err
}

// lawCheckSummary tells how much was found, by which law.
func (env *environment) lawCheckSummary(pack *law.Pack, found []cite.Finding, on rambu.Date) {
	count := 0
	for _, f := range found {
		if f.Kind == cite.Citation {
			count++
		}
	}
	if count == 0 {
		_, _ = fmt.Fprintln(env.Stderr, env.text("cite.cli.none"))
		return
	}
	_, _ = fmt.Fprintln(env.Stderr, env.text("cite.cli.summary", "count", words.Number(env.Lang, count),
		"wrong", words.Number(env.Lang, len(cite.NotOK(found))), "date", words.Date(env.Lang, on), "version", pack.Version()))
}
