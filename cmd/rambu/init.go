package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/roster"
)

const initExamples = `  rambu init --region 18.01 --data /var/lib/rambu --url https://rambu.example.go.id
  rambu init --region 12.08 --data ./data --rooms pemda
  rambu init --region 11.10 --data ./data --terms sebutan.yaml
  rambu init --region 18.01 --data ./data --json`

type initFlags struct {
	place
	region, rooms, url, terms string
	json                      bool
}

func initCommand(env *environment) *cobra.Command {
	var in initFlags
	cmd := &cobra.Command{
		Use: "init", Short: env.text("cli.init.short"), Long: env.text("cli.init.long"), Example: initExamples, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return env.found(cmd, in) },
	}
	in.flags(env, cmd)
	f := cmd.Flags()
	f.StringVar(&in.region, "region", "", env.text("cli.init.region"))
	f.StringVar(&in.rooms, "rooms", "bawaslu,pemda", env.text("cli.init.rooms"))
	f.StringVar(&in.terms, "terms", "", env.text("cli.init.terms"))
	f.StringVar(&in.url, "url", "http://127.0.0.1:8080", env.text("cli.init.url"))
	f.BoolVar(&in.json, "json", false, env.text("cli.flag.json"))
	return cmd
}

// found makes the region ready to work and prints the set-up links. It asks nothing: whoever
// gets a link sets his password with it.
func (env *environment) found(cmd *cobra.Command, in initFlags) error {
	if in.data == "" {
		return rambu.Fault(rambu.Invalid, "cli.error.need_data")
	}
	if in.region == "" {
		return rambu.Fault(rambu.Invalid, "cli.error.need_region")
	}
	_, err := os.Stat(filepath.Join(in.data, "log.key"))
	if err == nil {
		return rambu.Fault(rambu.Invalid, "cli.error.instance_exists", "data", in.data)
	}
	terms, err := in.names()
	if err != nil {
		return err
	}
	i, err := instance.Open(cmd.Context(), instance.Config{
		Data: in.data, Source: in.source, Clock: env.Clock, BaseURL: in.url, Origin: "rambu.id/" + in.region,
	})
	if err != nil {
		return err
	}
	defer i.Close() //nolint:errcheck // the founding is committed
	f, err := i.Found(cmd.Context(), in.region, strings.Split(in.rooms, ","), terms)
	if err != nil {
		return err
	}
	if in.json {
		return json.NewEncoder(env.Stdout).Encode(foundJSON(in.url, f))
	}
	env.Words = i.Words // with the names of the region
	return env.printFounded(in, f)
}

// names reads the file of local names, where one was given.
func (in initFlags) names() (roster.Terms, error) {
	if in.terms == "" {
		return roster.Terms{}, nil
	}
	text, err := os.ReadFile(in.terms)
	if err != nil {
		return roster.Terms{}, rambu.Fault(rambu.Invalid, "cli.error.file", "name", in.terms)
	}
	return roster.ReadTerms(text)
}

// printNames says what places and offices are called, because a region knows better.
func (env *environment) printNames(f *instance.Founded) {
	var names []string
	for _, one := range f.Terms.Each() {
		names = append(names, *one.Value)
	}
	_, _ = fmt.Fprintln(env.Stdout, env.text("cli.init.names", "names", strings.Join(names, ", ")))
	if f.Check {
		_, _ = fmt.Fprintln(env.Stdout, env.text("cli.init.check"))
	}
}

func (env *environment) printFounded(in initFlags, f *instance.Founded) error {
	w := env.Stdout
	_, _ = fmt.Fprintln(w, env.text("cli.init.done", "region", f.Region, "districts", strconv.Itoa(f.Districts),
		"villages", strconv.Itoa(f.Villages), "institutions", strconv.Itoa(f.Institutions), "posts", strconv.Itoa(f.Posts)))
	env.printNames(f)
	for _, r := range f.Rooms {
		_, _ = fmt.Fprintf(w, "\n%s\n", r.Name)
		for _, l := range r.Links {
			_, _ = fmt.Fprintf(w, "  %-28s %s/mulai/%s\n", l.Account.Login, in.url, l.Token)
		}
		_, _ = fmt.Fprintln(w, env.text("cli.init.recovery"))
		_, _ = fmt.Fprintf(w, "  %s\n", r.Recovery)
	}
	_, _ = fmt.Fprintf(w, "\n%s\n", env.text("cli.init.renew", "url", in.url))
	_, err := fmt.Fprintf(w, "\n%s\n  rambu serve --data %s --url %s\n", env.text("cli.init.next"), in.data, in.url)
	return err
}

func foundJSON(url string, f *instance.Founded) any {
	type link struct {
		Login string `json:"login"`
		URL   string `json:"url"`
	}
	type room struct {
		Institution string `json:"institution"`
		Name        string `json:"name"`
		Links       []link `json:"links"`
		Recovery    string `json:"recovery"`
	}
	out := struct {
		Region       string `json:"region"`
		Districts    int    `json:"districts"`
		Villages     int    `json:"villages"`
		Institutions int    `json:"institutions"`
		Posts        int    `json:"posts"`
		Rooms        []room `json:"rooms"`

		Terms roster.Terms `json:"terms"`
		Check bool         `json:"check_terms"`
	}{f.Region, f.Districts, f.Villages, f.Institutions, f.Posts, nil, f.Terms, f.Check}
	for _, r := range f.Rooms {
		ro := room{Institution: r.Institution, Name: r.Name, Recovery: r.Recovery}
		for _, l := range r.Links {
			ro.Links = append(ro.Links, link{l.Account.Login, url + "/mulai/" + l.Token})
		}
		out.Rooms = append(out.Rooms, ro)
	}
	return out
}
