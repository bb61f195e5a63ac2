package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/law/cite"
	"rambu.id/press"
	"rambu.id/press/reading"
)

const pressAddExamples = `  rambu press add berita.txt --published 2024-10-08
  pdftotext koran.pdf - | rambu press add - --published 2024-10-08 --json
  rambu press add media-a.txt media-b.txt
  rambu press add berita.txt --published 2024-10-08 --source "Kabar Rekaan" --data /var/lib/rambu --institution bawaslu.18.01`

func pressCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{Use: "press", Short: env.text("press.cli.short"), Example: pressAddExamples}
	cmd.AddCommand(pressAddCommand(env))
	return cmd
}

// pressFlags is what was typed after "rambu press add".
type pressFlags struct {
	place
	published, source, link, institution string
	json                                 bool
}

func pressAddCommand(env *environment) *cobra.Command {
	var in pressFlags
	cmd := &cobra.Command{
		Use: "add " + env.text("cli.help.file") + "|- …", Short: env.text("press.cli.add_short"), Long: env.text("press.cli.add_long"), Example: pressAddExamples,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return rambu.Fault(rambu.Invalid, "press.cli.need_file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return env.pressAdd(cmd, in, args) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&in.published, "published", "", env.text("press.cli.published"))
	f.StringVar(&in.source, "source", "", env.text("press.cli.source"))
	f.StringVar(&in.link, "link", "", env.text("press.cli.link"))
	in.flags(env, cmd)
	f.StringVar(&in.institution, "institution", "", env.text("press.cli.institution"))
	f.BoolVar(&in.json, "json", false, env.text("cli.flag.json"))
	return cmd
}

// readArticle is one file as it was read.
type readArticle struct {
	file, text, id string
	got            reading.Reading
	sketch         reading.Sketch
}

// pressAdd reads articles, keeps them when a desk is named, and writes what was found. Nothing is
// kept unless all of them can be read.
func (env *environment) pressAdd(cmd *cobra.Command, in pressFlags, files []string) error {
	if (in.data != "") != (in.institution != "") {
		return rambu.Fault(rambu.Invalid, "press.cli.need_institution")
	}
	pack, err := law.Default()
	if err != nil {
		return fmt.Errorf("load the law: %w", err)
	}
	today, err := env.lawDay(pack, "")
	if err != nil {
		return err
	}
	guard := cite.New(pack)
	reader := reading.New(guard)
	all := make([]readArticle, len(files))
	for i, name := range files {
		text, err := readText(cmd.InOrStdin(), name)
		if err != nil {
			return err
		}
		all[i] = readArticle{file: name, text: text, sketch: reading.NewSketch(text)}
		all[i].got, err = reader.Read(reading.Input{Text: text, Published: rambu.Date(in.published), Today: today})
		if err != nil {
			return err
		}
	}
	if in.data != "" {
		err = env.pressKeep(cmd.Context(), in, all)
		if err != nil {
			return err
		}
	}
	if in.json {
		return env.pressJSON(guard, all)
	}
	return env.pressText(guard, pack, all)
}

// pressKeep seals the articles to the desk of an institution: its public key suffices, so no
// officer's password is asked for, and nothing is decided.
func (env *environment) pressKeep(ctx context.Context, in pressFlags, all []readArticle) error {
	i, err := in.open(ctx, env)
	if err != nil {
		return err
	}
	defer i.Close() //nolint:errcheck // what was written is committed
	inst, err := i.Roster.Institution(ctx, in.institution)
	if err != nil {
		return rambu.Fault(rambu.Invalid, "press.cli.unknown_institution", "institution", in.institution)
	}
	for k := range all {
		a := press.AddIn{Text: all[k].text, Source: in.source, Link: in.link, Published: rambu.Date(in.published)}
		all[k].id, err = i.Press.Add(ctx, rambu.System(inst.ID, inst.Region), a)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintln(env.Stderr, env.text("press.cli.kept", "id", all[k].id))
	}
	return nil
}

// pressAnswer is one article in the JSON of "rambu press add"; scripts rely on its names.
type pressAnswer struct {
	File      string          `json:"file"`
	ID        string          `json:"id"` // "" unless kept
	Published rambu.Date      `json:"published"`
	Reading   reading.Reading `json:"reading"`
	Citations []cite.Answer   `json:"citations"`
	Alike     []pressAlike    `json:"alike"`
}

type pressAlike struct {
	File  string        `json:"file"`
	How   reading.Alike `json:"how"`
	Share float64       `json:"share"`
}

func (env *environment) pressJSON(guard *cite.Checker, all []readArticle) error {
	out := []pressAnswer{}
	for i, a := range all {
		x := pressAnswer{
			File: a.file, ID: a.id, Published: a.got.Dated, Reading: a.got, Citations: guard.Answers(env.Words, env.Lang, a.got.Citations), Alike: []pressAlike{},
		}
		for k, b := range all {
			if how, share := a.sketch.Like(b.sketch); k != i && how != "" {
				x.Alike = append(x.Alike, pressAlike{b.file, how, share})
			}
		}
		out = append(out, x)
	}
	enc := json.NewEncoder(env.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// pressText writes one line per thing read: place, field, value, how sure, what stands there.
func (env *environment) pressText(guard *cite.Checker, pack *law.Pack, all []readArticle) error {
	var b strings.Builder
	for _, a := range all {
		env.pressOne(&b, guard, pack, a)
	}
	for i, a := range all {
		for _, o := range all[:i] {
			if how, share := a.sketch.Like(o.sketch); how != "" {
				text := env.text("press.show.alike_"+string(how), "n", strconv.Itoa(int(100*share)))
				b.WriteString(env.text("press.cli.alike", "file", o.file, "other", a.file, "how", text) + "\n")
			}
		}
	}
	_, err := io.WriteString(env.Stdout, b.String())
	return err
}

func (env *environment) pressOne(b *strings.Builder, guard *cite.Checker, pack *law.Pack, a readArticle) {
	line := func(m reading.Mark, field, value string, notes ...string) {
		if !m.Found() {
			return
		}
		row, column := position(a.got.Text, m.Span[0])
		fmt.Fprintf(b, "%s:%d:%d: %s: %s (%s): %q\n", a.file, row, column, env.text("press.field."+field), value, env.text("press.sure."+string(m.Conf)),
			strings.Join(strings.Fields(m.Text), " "))
		for _, n := range notes {
			if n != "" {
				fmt.Fprintf(b, "    %s\n", n)
			}
		}
	}
	day := func(d rambu.Date) string {
		if d == "" {
			return env.text("press.date.unknown")
		}
		return words.Date(env.Lang, d)
	}
	r := a.got
	line(r.Title, "title", r.Title.Text)
	if r.Event.Kind != "" {
		line(r.Event.Mark, "kind", env.text("press.kind."+string(r.Event.Kind)))
	}
	line(r.On.Mark, "on", day(r.On.Value), env.keyed("press.doubt.", r.On.Doubts)...)
	line(r.Published.Mark, "stated", day(r.Published.Value), env.keyed("press.doubt.", r.Published.Doubts)...)
	line(r.Place, "place", r.Place.Text)
	for _, p := range r.Posts {
		line(p.Mark, "post", strings.TrimSpace(string(p.Mode)+" "+p.Office+" "+p.Name), env.slipped(p.Slips)...)
	}
	for _, f := range r.Citations {
		if f.Kind == cite.Citation {
			m := reading.Mark{Span: [2]int{f.Start, f.End}, Text: f.Text, Conf: reading.High}
			line(m, "citation", f.Normal+", "+env.text(f.StatusKey()), guard.Say(env.Words, env.Lang, f))
		}
	}
	for _, d := range r.Directions {
		field := "direction"
		if d.Quoted {
			field = "direction_quoted"
		}
		line(d.Mark, field, d.By)
	}
	for _, x := range r.Acts {
		k, _ := pack.ActKind(x.Kind)
		label := k.LabelID
		if env.Lang == words.EN {
			label = k.LabelEN
		}
		line(x.Mark, "act", label, env.text("press.show.acts_warn"))
	}
	if r.Twice {
		fmt.Fprintf(b, "%s: %s\n", a.file, env.text("press.show.twice"))
	}
	if r.Event.Planned {
		fmt.Fprintf(b, "%s: %s\n", a.file, env.text("press.show.planned"))
	}
}

func (env *environment) keyed(prefix string, doubts []reading.Doubt) []string {
	var out []string
	for _, d := range doubts {
		out = append(out, env.text(prefix+string(d)))
	}
	return out
}

func (env *environment) slipped(slips []reading.Slip) []string {
	var out []string
	for _, s := range slips {
		out = append(out, env.text("press.slip."+string(s)))
	}
	return out
}

// position is the line and column of a byte, from 1.
func position(text string, at int) (line, column int) {
	before := text[:at]
	return 1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}
