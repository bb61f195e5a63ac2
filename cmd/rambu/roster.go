package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/internal/sheet"
	"rambu.id/roster"
)

const rosterExamples = `  rambu roster staff pegawai.csv --data /var/lib/rambu --institution pemda.18.01 --dry-run
  rambu roster staff pegawai.xlsx --data /var/lib/rambu --institution pemda.18.01
  rambu roster posts jabatan.csv --data /var/lib/rambu --institution pemda.18.01 --json
  rambu roster staff --header > pegawai.csv`

// importFlags is what was typed after "rambu roster staff" or "posts".
type importFlags struct {
	place
	institution       string
	dry, json, header bool
	ignore            []string
}

// importer is one kind of list.
type importer struct {
	use, short string
	header     func() []string
	run        func(ctx context.Context, s *roster.Store, who rambu.Actor, rows []sheet.Row, in importFlags) (roster.Imported, error)
}

func rosterCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{Use: "roster", Short: env.text("roster.cli.short"), Example: rosterExamples}
	cmd.AddCommand(
		importCommand(env, importer{
			use: "staff", short: env.text("roster.cli.staff"), header: roster.StaffHeader,
			run: func(ctx context.Context, s *roster.Store, who rambu.Actor, rows []sheet.Row, in importFlags) (roster.Imported, error) {
				return s.ImportStaff(ctx, who, rows, in.dry, in.ignore...)
			},
		}),
		importCommand(env, importer{
			use: "posts", short: env.text("roster.cli.posts"), header: roster.PostHeader,
			run: func(ctx context.Context, s *roster.Store, who rambu.Actor, rows []sheet.Row, in importFlags) (roster.Imported, error) {
				return s.ImportPosts(ctx, who, rows, in.dry, in.ignore...)
			},
		}),
	)
	return cmd
}

func importCommand(env *environment, im importer) *cobra.Command {
	var in importFlags
	cmd := &cobra.Command{
		Use: im.use + " " + env.text("cli.help.file"), Short: im.short, Long: env.text("roster.cli.long"), Example: rosterExamples, Args: func(cmd *cobra.Command, args []string) error {
			if in.header {
				return noArguments(cmd, args)
			}
			return oneArgument("roster.cli.need_file")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if in.header {
				return sheet.Write(env.Stdout, [][]string{im.header()})
			}
			return env.importList(cmd.Context(), in, im, args[0])
		},
	}
	in.flags(env, cmd)
	f := cmd.Flags()
	f.StringVar(&in.institution, "institution", "", env.text("roster.cli.institution"))
	f.BoolVar(&in.dry, "dry-run", false, env.text("roster.cli.dry"))
	f.StringSliceVar(&in.ignore, "ignore-columns", nil, env.text("roster.cli.ignore"))
	f.BoolVar(&in.json, "json", false, env.text("cli.flag.json"))
	f.BoolVar(&in.header, "header", false, env.text("roster.cli.header"))
	return cmd
}

// importList reads a list into an institution's roster. One bad line and nothing is changed.
func (env *environment) importList(ctx context.Context, in importFlags, im importer, file string) error {
	if in.institution == "" {
		return rambu.Fault(rambu.Invalid, "roster.cli.need_institution")
	}
	f, err := os.Open(file)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "cli.error.file", "name", file)
	}
	defer f.Close()
	rows, book, err := sheet.ReadBook(f, sheet.StaffLimits())
	if err != nil {
		return err
	}
	if len(book.Others) > 0 { // the list may be on one of them
		_, err = fmt.Fprintln(env.Stderr, env.text("roster.cli.sheet", "name", book.Read, "others", `"`+strings.Join(book.Others, `", "`)+`"`))
		if err != nil {
			return err
		}
	}
	i, err := in.open(ctx, env)
	if err != nil {
		return err
	}
	defer i.Close() //nolint:errcheck // what was written is committed
	inst, err := i.Roster.Institution(ctx, in.institution)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "roster.cli.unknown_institution", "institution", in.institution)
	}
	got, err := im.run(ctx, i.Roster, rambu.System(inst.ID, inst.Region), rows, in)
	if err != nil {
		return err
	}
	if in.json {
		err = env.importedJSON(in, got)
	} else {
		err = env.printImported(in, got)
	}
	if err == nil && len(got.Bad) > 0 {
		_, _ = fmt.Fprintf(env.Stderr, "rambu: %s\n", env.text("roster.cli.bad", "n", strconv.Itoa(len(got.Bad))))
		return errFindings
	}
	return err
}

func (env *environment) printImported(in importFlags, got roster.Imported) error {
	for _, b := range got.Bad {
		where := strconv.Itoa(b.Line)
		if b.Column != "" {
			where += ", " + b.Column
		}
		_, err := fmt.Fprintln(env.Stdout, env.text("roster.cli.line", "line", where, "text", env.Words.Error(env.Lang, b.Fault)))
		if err != nil {
			return err
		}
	}
	if len(got.Bad) > 0 {
		return nil
	}
	key := "roster.cli.done"
	if in.dry {
		key = "roster.cli.would"
	}
	_, err := fmt.Fprintln(env.Stdout, env.text(key, "rows", strconv.Itoa(got.Rows), "people", strconv.Itoa(got.People), "changed", strconv.Itoa(got.Changed),
		"tenures", strconv.Itoa(got.Tenures), "posts", strconv.Itoa(got.Posts), "unchanged", strconv.Itoa(got.Unchanged)))
	return err
}

func (env *environment) importedJSON(in importFlags, got roster.Imported) error {
	type bad struct {
		Line   int    `json:"line"`
		Column string `json:"column"`
		Text   string `json:"text"`
	}
	out := struct {
		DryRun    bool  `json:"dry_run"`
		Rows      int   `json:"rows"`
		People    int   `json:"people"`
		Changed   int   `json:"changed"`
		Tenures   int   `json:"tenures"`
		Posts     int   `json:"posts"`
		Unchanged int   `json:"unchanged"`
		Bad       []bad `json:"bad"`
	}{in.dry, got.Rows, got.People, got.Changed, got.Tenures, got.Posts, got.Unchanged, []bad{}}
	for _, b := range got.Bad {
		out.Bad = append(out.Bad, bad{b.Line, b.Column, strings.TrimSpace(env.Words.Error(env.Lang, b.Fault))})
	}
	return json.NewEncoder(env.Stdout).Encode(out)
}
