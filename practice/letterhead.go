package practice

import (
	"context"
	"strings"

	"rambu.id/letter"
)

// letterheads writes the heads of both houses' letters, as their clerks do first of all. The address is also
// where the public door sends whoever must come and sign.
func (r *Room) letterheads(ctx context.Context) error {
	for _, h := range []struct{ login, house, street string }{
		{LoginClerkB, Supervisor, "Jalan Latihan 7, Kalianda"}, {LoginClerkG, Government, "Jalan Contoh 1, Kalianda"},
	} {
		who, err := r.actor(ctx, h.login)
		if err != nil {
			return err
		}
		in, err := r.In.Roster.Institution(ctx, h.house)
		if err != nil {
			return err
		}
		set, err := r.In.Letters.Setting(ctx, who)
		if err != nil {
			return err
		}
		set.Place = "Kalianda"
		set.Letterhead = letter.Letterhead{Names: []string{strings.ToUpper(in.Name)}, Address: []string{h.street + " (alamat rekaan)"}}
		err = r.In.Letters.Configure(ctx, who, set)
		if err != nil {
			return err
		}
	}
	return nil
}
