package notice

import (
	"context"

	"rambu.id"
	"rambu.id/ledger"
)

// Tell tells posts of something, as Gather does with what it finds.
func (d *Desk) Tell(ctx context.Context, who rambu.Actor, e Event, posts []string) error {
	return d.tell(ctx, who, found{e, func(context.Context) ([]string, error) { return posts, nil }})
}

// Know keeps confirmed addresses of many accounts at once.
func (d *Desk) Know(who rambu.Actor, addresses map[string]string) error {
	_, err := d.Log.Do(who, "test", func(op *ledger.Op) (err error) {
		for account, address := range addresses {
			c := Contact{ID: account, Institution: who.Institution, Region: who.Region, State: Confirmed, Lang: "id"}
			c.sealed, err = d.key.Seal(contactInfo(account), []byte(address))
			if err != nil {
				return err
			}
			err = op.Insert(contactTable, c.values()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
