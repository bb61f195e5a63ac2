package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rambu.id"
	"rambu.id/instance"
)

// place is where an instance lives, as the flags of a command name it.
type place struct {
	data, source string
}

func (p *place) flags(env *environment, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.data, "data", "", env.text("cli.place.data"))
	f.StringVar(&p.source, "db", "", env.text("cli.place.db"))
}

// checkSource refuses an address of no PostgreSQL database, which would be the name of a file.
func (p *place) checkSource() error {
	if p.source == "" || strings.HasPrefix(p.source, "postgres://") || strings.HasPrefix(p.source, "postgresql://") {
		return nil
	}
	return rambu.Fault(rambu.Invalid, "cli.error.db")
}

// exists refuses a folder that holds no instance, so that a typing error does not make one.
func (p *place) exists() error {
	if p.data == "" {
		return rambu.Fault(rambu.Invalid, "cli.error.need_data")
	}
	err := p.checkSource()
	if err != nil {
		return err
	}
	_, err = os.Stat(filepath.Join(p.data, "log.key"))
	if err != nil {
		return rambu.Fault(rambu.Invalid, "cli.error.no_instance", "data", p.data)
	}
	return nil
}

func (p *place) open(ctx context.Context, env *environment) (*instance.Instance, error) {
	err := p.exists()
	if err != nil {
		return nil, err
	}
	return instance.Open(ctx, instance.Config{Data: p.data, Source: p.source, Clock: env.Clock})
}
