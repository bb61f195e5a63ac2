package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
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
	terms, err := in.check()
	if err != nil {
		return err
	}
	g, err := in.ground()
	if err != nil {
		return err
	}
	f, err := env.foundOn(cmd.Context(), in, g, terms)
	if f == nil || len(f.Rooms) == 0 {
		// Nobody has a link into what was begun, so the same command may be given again, or another.
		return errors.Join(err, g.clear())
	}
	// What was made is shown also when the rest failed: the codes are stored nowhere.
	return errors.Join(env.showFounded(in, f), env.missing(in, f, err))
}

// check finds what is wrong with a command line before anything is opened or written.
func (in *initFlags) check() (roster.Terms, error) {
	if in.data == "" {
		return roster.Terms{}, rambu.Fault(rambu.Invalid, "cli.error.need_data")
	}
	if in.region == "" {
		return roster.Terms{}, rambu.Fault(rambu.Invalid, "cli.error.need_region")
	}
	err := errors.Join(instance.CheckFounding(in.region, in.chosen()), in.checkSource())
	if err != nil {
		return roster.Terms{}, err
	}
	in.url, err = baseURL(in.url)
	if err != nil {
		return roster.Terms{}, err
	}
	return in.names()
}

// chosen are the rooms of a command line.
func (in *initFlags) chosen() []string {
	var rooms []string
	for room := range strings.SplitSeq(in.rooms, ",") {
		rooms = append(rooms, strings.TrimSpace(room))
	}
	return rooms
}

// baseURL is an address people are sent to, without the slash at its end.
func baseURL(typed string) (string, error) {
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", rambu.Fault(rambu.Invalid, "cli.error.url", "url", typed)
	}
	return strings.TrimSuffix(typed, "/"), nil
}

// origin names the log of a region.
func (in *initFlags) origin() string { return "rambu.id/" + in.region }

// ground is a data folder as it was before an instance was made in it.
type ground struct {
	data         string
	folder, here bool // the folder was there; an instance was
	entries      map[string]bool
}

// ground looks at the data folder. An instance of the same region may get the rooms it has not;
// any other stays as it is.
func (in *initFlags) ground() (*ground, error) {
	g := &ground{data: in.data, entries: map[string]bool{}}
	list, err := os.ReadDir(in.data)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, rambu.Fault(rambu.Invalid, "cli.error.file", "name", in.data)
	}
	g.folder = err == nil
	for _, e := range list {
		g.entries[e.Name()] = true
	}
	key, err := os.ReadFile(filepath.Join(in.data, "log.key"))
	g.here = err == nil
	_, public, _ := strings.Cut(string(key), "\n")
	if g.here && !strings.HasPrefix(public, in.origin()+"+") || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, rambu.Fault(rambu.Invalid, "cli.error.instance_exists", "data", in.data)
	}
	return g, nil
}

// clear takes away what this run has made, and nothing else.
func (g *ground) clear() error {
	if g.here {
		return nil
	}
	var errs []error
	for _, name := range []string{"log.key", "rambu.db", "rambu.db-wal", "rambu.db-shm", "blob"} {
		if !g.entries[name] {
			errs = append(errs, os.RemoveAll(filepath.Join(g.data, name)))
		}
	}
	if !g.folder {
		_ = os.Remove(g.data) // only when nobody put anything there meanwhile
	}
	return errors.Join(errs...)
}

// foundOn opens the instance and founds the region in it. It returns what was made beside an error.
func (env *environment) foundOn(ctx context.Context, in initFlags, g *ground, terms roster.Terms) (*instance.Founded, error) {
	i, err := instance.Open(ctx, instance.Config{
		Data: in.data, Source: in.source, Clock: env.Clock, BaseURL: in.url, Origin: in.origin(),
	})
	if err != nil {
		return nil, err
	}
	defer i.Close() //nolint:errcheck // what was founded is committed
	kept, err := i.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	if len(kept) > 0 && !g.here {
		// The key of its log lies in another folder; a second one would sign beside it.
		return nil, rambu.Fault(rambu.Invalid, "cli.error.database_taken", "data", in.data)
	}
	f, err := i.Found(ctx, in.region, in.chosen(), terms)
	if f == nil && rambu.KindOf(err) == rambu.Conflict {
		return nil, rambu.Fault(rambu.Invalid, "cli.error.instance_exists", "data", in.data)
	}
	env.Words = i.Words // with the names of the region
	return f, err
}

// missing says which rooms failed, and how to make them without making the others again.
func (env *environment) missing(in initFlags, f *instance.Founded, err error) error {
	if len(f.Missing) == 0 {
		return err
	}
	rooms := strings.Join(f.Missing, ",")
	again := "rambu init --region " + in.region + " --rooms " + rooms + " --data " + in.data
	if in.source != "" {
		again += " --db …" // its address may hold a password
	}
	return &rambu.Error{
		Kind: rambu.Unavailable, Key: "cli.error.room_missing", Args: map[string]string{"rooms": rooms, "command": again}, Err: err,
	}
}

// showFounded prints what was made at once. Where standard output cannot take it, the other one
// gets it: the secrets are stored nowhere.
func (env *environment) showFounded(in initFlags, f *instance.Founded) error {
	var b bytes.Buffer
	var err error
	if in.json {
		err = json.NewEncoder(&b).Encode(foundJSON(in.url, f))
	} else {
		env.printFounded(&b, in, f)
	}
	if err != nil {
		return err
	}
	_, err = env.Stdout.Write(b.Bytes())
	if err != nil {
		_, lost := env.Stderr.Write(b.Bytes())
		return errors.Join(err, lost)
	}
	return nil
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
func (env *environment) printNames(w io.Writer, f *instance.Founded) {
	var names []string
	for _, one := range f.Terms.Each() {
		names = append(names, *one.Value)
	}
	_, _ = fmt.Fprintln(w, env.text("cli.init.names", "names", strings.Join(names, ", ")))
	if f.Check {
		_, _ = fmt.Fprintln(w, env.text("cli.init.check"))
	}
}

func (env *environment) printFounded(w io.Writer, in initFlags, f *instance.Founded) {
	_, _ = fmt.Fprintln(w, env.text("cli.init.done", "region", f.Region, "districts", strconv.Itoa(f.Districts),
		"villages", strconv.Itoa(f.Villages), "institutions", strconv.Itoa(f.Institutions), "posts", strconv.Itoa(f.Posts)))
	env.printNames(w, f)
	for _, r := range f.Rooms {
		_, _ = fmt.Fprintf(w, "\n%s\n", r.Name)
		for _, l := range r.Links {
			_, _ = fmt.Fprintf(w, "  %-28s %s/mulai/%s\n", l.Account.Login, in.url, l.Token)
		}
		_, _ = fmt.Fprintln(w, env.text("cli.init.recovery"))
		_, _ = fmt.Fprintf(w, "  %s\n", r.Recovery)
	}
	_, _ = fmt.Fprintf(w, "\n%s\n", env.text("cli.init.renew", "url", in.url))
	db := ""
	if in.source != "" {
		db = " --db …" // its address may hold a password
	}
	_, _ = fmt.Fprintf(w, "\n%s\n  rambu serve --data %s%s --url %s\n", env.text("cli.init.next"), in.data, db, in.url)
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

		Missing []string `json:"missing,omitempty"` // rooms that failed

		Terms roster.Terms `json:"terms"`
		Check bool         `json:"check_terms"`
	}{f.Region, f.Districts, f.Villages, f.Institutions, f.Posts, nil, f.Missing, f.Terms, f.Check}
	for _, r := range f.Rooms {
		ro := room{Institution: r.Institution, Name: r.Name, Recovery: r.Recovery}
		for _, l := range r.Links {
			ro.Links = append(ro.Links, link{l.Account.Login, url + "/mulai/" + l.Token})
		}
		out.Rooms = append(out.Rooms, ro)
	}
	return out
}
