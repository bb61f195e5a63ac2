package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/practice"
)

const demoExamples = `  rambu demo
  rambu demo --listen 127.0.0.1:9000 --data ./latihan
  rambu demo --at 2024-11-20T09:00
  rambu demo --story`

type demoFlags struct {
	listen, data, at string
	story            bool
}

func demoCommand(env *environment) *cobra.Command {
	var in demoFlags
	cmd := &cobra.Command{
		Use: "demo", Short: env.text("cli.demo.short"), Long: env.text("cli.demo.long"), Example: demoExamples, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if in.story {
				if in.at != "" || in.data != "" {
					return rambu.Fault(rambu.Invalid, "cli.error.story_alone")
				}
				return env.story(cmd.Context())
			}
			return env.demo(cmd.Context(), in)
		},
	}
	f := cmd.Flags()
	f.StringVar(&in.listen, "listen", "127.0.0.1:8080", env.text("cli.serve.listen"))
	f.StringVar(&in.data, "data", "", env.text("cli.demo.data"))
	f.StringVar(&in.at, "at", "", env.text("cli.demo.at"))
	f.BoolVar(&in.story, "story", false, env.text("cli.demo.story"))
	return cmd
}

// wib is the zone of the practice region.
func wib() *time.Location { return time.FixedZone("WIB", 7*60*60) }

// moment is the time that was asked for, the zero time for none. Before the demo begins the region
// is only filled, so nobody can be there.
func (in demoFlags) moment() (time.Time, error) {
	if in.at == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", in.at, wib())
	if err != nil {
		return t, rambu.Fault(rambu.Invalid, "cli.error.moment", "at", in.at)
	}
	return t, in.notBefore(t, practice.Today())
}

// notBefore refuses a wish to go back: deadlines that passed would seem open again.
func (in demoFlags) notBefore(wish, first time.Time) error {
	if !wish.Before(first) {
		return nil
	}
	whole := first.Add(time.Minute - time.Nanosecond).Truncate(time.Minute)
	return rambu.Fault(rambu.Invalid, "cli.error.back", "at", in.at, "first", whole.In(wib()).Format("2006-01-02T15:04"))
}

// demo serves the practice region on a practice clock until it is stopped. Without --data it
// lives in a temporary folder that is removed at the end.
func (env *environment) demo(ctx context.Context, in demoFlags) (err error) {
	at, err := in.moment()
	if err != nil {
		return err
	}
	if in.data == "" {
		in.data, err = os.MkdirTemp("", "rambu-latihan-")
		if err != nil {
			return fmt.Errorf("temporary folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(in.data)) }()
	}
	_, missing := os.Stat(filepath.Join(in.data, "log.key"))
	c := clock.NewPractice(practice.Start())
	i, err := instance.Open(ctx, practiceConfig(in.data, c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.Close()) }()
	if !rehearses(i) {
		return rambu.Fault(rambu.Invalid, "cli.error.real_data", "data", in.data)
	}
	if missing != nil {
		err = env.seed(ctx, i, c)
	} else {
		err = in.resume(ctx, i, c, at)
	}
	if err != nil {
		return err
	}
	if at.After(c.Now()) {
		err = c.MoveTo(at)
		if err != nil {
			return err
		}
	}
	_, err = i.Procedure.Refresh(ctx)
	if err != nil {
		return err
	}
	s := &server{env: env, in: i, listen: in.listen, practice: c, ready: env.printDemo}
	return s.run(ctx)
}

// resume goes on where the data stopped, unless that is later than what was asked for.
func (in demoFlags) resume(ctx context.Context, i *instance.Instance, c *clock.Practice, wish time.Time) error {
	last, err := practice.Resume(ctx, i, c)
	if err != nil || wish.IsZero() {
		return err
	}
	return in.notBefore(wish, last)
}

// practiceOrigin names the log of every practice region, and tells its data from real ones.
const practiceOrigin = "rambu.id/latihan"

func practiceConfig(data string, c rambu.Clock) instance.Config {
	return instance.Config{Data: data, Clock: c, Practice: true, Origin: practiceOrigin, Derivations: 2}
}

// rehearses reports whether an instance was made as a practice region: its log's key says so.
func rehearses(i *instance.Instance) bool {
	return strings.HasPrefix(i.Log.VerifierKey(), practiceOrigin+"+")
}

func (env *environment) seed(ctx context.Context, i *instance.Instance, c *clock.Practice) error {
	began := clock.Machine{}.Now()
	_, _ = fmt.Fprintln(env.Stderr, env.text("cli.demo.seeding"))
	err := practice.Seed(ctx, i, c)
	if err != nil {
		return err
	}
	took := clock.Machine{}.Now().Sub(began).Round(100 * time.Millisecond)
	_, _ = fmt.Fprintln(env.Stderr, env.text("cli.demo.seeded", "took", took.String()))
	return nil
}

// printDemo tells where to look and who can sign in.
func (env *environment) printDemo(url string) {
	w := env.Stdout
	_, _ = fmt.Fprintf(w, "%s\n\n", env.text("cli.demo.title"))
	for _, line := range [][2]string{
		{"cli.demo.public", "/"}, {"cli.demo.signin", "/masuk"}, {"cli.demo.clock", "/latihan"}, {"cli.demo.log", "/periksa-bukti"},
	} {
		_, _ = fmt.Fprintf(w, "  %-28s %s%s\n", env.text(line[0]), url, line[1])
	}
	_, _ = fmt.Fprintf(w, "\n%s  %s\n\n", env.text("cli.demo.password"), practice.Password)
	t := tabwriter.NewWriter(w, 2, 8, 2, ' ', 0)
	for _, a := range practice.Accounts() {
		_, _ = fmt.Fprintf(t, "  %s\t%s\t%s\n", a.Login, a.Institution, a.Post)
	}
	_ = t.Flush()
	_, _ = fmt.Fprintf(w, "\n%s\n", env.text("cli.demo.stop"))
}

// story runs the main job once, from report to executed sanction, and prints every step.
func (env *environment) story(ctx context.Context) (err error) {
	data, err := os.MkdirTemp("", "rambu-kisah-")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	c := clock.NewFrozen(practice.Start())
	i, err := instance.Open(ctx, practiceConfig(data, c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.Close()) }()
	room, err := practice.Settle(ctx, i)
	if err != nil {
		return err
	}
	return practice.Story(ctx, room, c, practice.Telling{Out: env.Stdout, Lang: env.Lang})
}
