package web

import (
	"context"
	"net/http"
	"reflect"

	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/web/ui"
)

// Patterns are what the pages of a practice instance are registered for.
func Patterns(ctx context.Context, in *instance.Instance) ([]string, error) {
	s, err := practice(ctx, in)
	if err != nil {
		return nil, err
	}
	var out []string
	public, signedIn := s.routes()
	for _, mux := range []*http.ServeMux{public, signedIn} {
		index := reflect.ValueOf(mux).Elem().FieldByName("index") // a mux tells nobody what it serves
		add := func(list reflect.Value) {
			for _, p := range list.Seq2() {
				out = append(out, p.Elem().FieldByName("str").String())
			}
		}
		for _, list := range index.FieldByName("segments").Seq2() {
			add(list)
		}
		add(index.FieldByName("multis"))
	}
	return out, nil
}

// CheckPages reads the templates of every page of a practice instance.
func CheckPages(ctx context.Context, in *instance.Instance) error {
	s, err := practice(ctx, in)
	if err != nil {
		return err
	}
	s.routes()
	return s.ui.Check()
}

func practice(ctx context.Context, in *instance.Instance) (*site, error) {
	rooms, err := in.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	s := &site{in: in, ui: ui.New(in.Words), rooms: rooms, opts: Options{Practice: &clock.Practice{}}}
	s.door = &rooms[0]
	return s, nil
}
