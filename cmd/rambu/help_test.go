package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

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
