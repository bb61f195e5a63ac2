package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rambu.id/internal/clock"
	"rambu.id/internal/words"
)

// Every command explains itself in both languages, with an example, and says what its exit codes mean.
func TestEveryCommandHasHelp(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]map[words.Lang]string{}
	for _, lang := range []words.Lang{words.ID, words.EN} {
		root := rootCommand(&environment{Clock: clock.Machine{}, Words: w, Lang: lang})
		var each func(cmd *cobra.Command)
		each = func(cmd *cobra.Command) {
			path := cmd.CommandPath()
			code, out, bad := command(t, append(strings.Fields(path)[1:], "--help", "--bahasa", string(lang))...)
			if code != exitDone || bad != "" {
				t.Errorf("%s --help: %d %s", path, code, bad)
			}
			for _, part := range []string{cmd.Short, w.T(lang, "cli.help.usage") + ":\n  " + path, w.T(lang, "cli.help.examples") + ":\n  ", w.T(lang, "cli.help.codes")} {
				if part == "" || cmd.Long != "" && part == cmd.Short {
					part = cmd.Long
				}
				if part == "" || !strings.Contains(out, part) {
					t.Errorf("%s --help in %s lacks %q:\n%s", path, lang, part, out)
				}
			}
			if !strings.Contains(cmd.Example, "rambu") || strings.Contains(out, "[flags]") {
				t.Errorf("%s --help in %s:\n%s", path, lang, out)
			}
			if seen[path] == nil {
				seen[path] = map[words.Lang]string{}
			}
			seen[path][lang] = cmd.Short
			for _, sub := range cmd.Commands() {
				each(sub)
			}
		}
		each(root)
	}
	for path, short := range seen {
		if short[words.ID] == short[words.EN] {
			t.Errorf("%s is explained in one language: %q", path, short[words.ID])
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d commands were looked at", len(seen))
	}
}

// A flag names its value in the language of the help: what is in backquotes, which pflag would call "string".
func TestFlagsNameTheirValues(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, lang := range []words.Lang{words.ID, words.EN} {
		var each func(cmd *cobra.Command)
		each = func(cmd *cobra.Command) {
			cmd.Flags().VisitAll(func(f *pflag.Flag) {
				n++
				value, _ := pflag.UnquoteUsage(f)
				if f.Value.Type() != "bool" && (value == "" || value != strings.ToUpper(value) || utf8.RuneCountInString(value) != len(value)) {
					t.Errorf("%s --%s in %s: its value is called %q", cmd.CommandPath(), f.Name, lang, value)
				}
			})
			for _, sub := range cmd.Commands() {
				each(sub)
			}
		}
		each(rootCommand(&environment{Clock: clock.Machine{}, Words: w, Lang: lang}))
	}
	if n == 0 {
		t.Error("no flag was looked at")
	}
}

// Whatever a check of the log finds has a name in both languages.
func TestEveryBrokenThingHasAName(t *testing.T) {
	t.Parallel()
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	err = filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`\bBroken\{(?:What: )?"(\w+)"`).FindAllStringSubmatch(string(text), -1) {
			found++
			for _, lang := range []words.Lang{words.ID, words.EN} {
				if !w.Has(lang, "ledger.part."+m[1]) {
					t.Errorf("%s: %q has no name in %s", path, m[1], lang)
				}
			}
		}
		return err
	})
	if err != nil || found == 0 {
		t.Errorf("%d found, %v", found, err)
	}
}
