package directive

import (
	"context"
	"slices"
	"time"

	"rambu.id"
)

// mayRemind: jobs tell addressees that something waits. They hold no key and read clear columns.
func mayRemind(who rambu.Actor) error {
	if who.Account != rambu.System("", "").Account || who.Institution == "" {
		return rambu.Errorf(rambu.NotFound, "for jobs")
	}
	return nil
}

// InForce lists the directives of an institution in force that were sent after a time, for jobs.
func (d *Desk) InForce(ctx context.Context, who rambu.Actor, since time.Time) ([]Order, error) {
	err := mayRemind(who)
	if err != nil {
		return nil, err
	}
	all, err := d.sent(ctx, who.Institution, maxReminded)
	return slices.DeleteFunc(all, func(o Order) bool { return o.State != InForce || !o.SentAt.After(since) }), err
}

// maxReminded is how many directives a job looks back on.
const maxReminded = 200

// Silent lists the posts a directive is meant for of which nothing is known, for jobs.
func (d *Desk) Silent(ctx context.Context, who rambu.Actor, id string) ([]string, error) {
	err := mayRemind(who)
	if err != nil {
		return nil, err
	}
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	const all = 1 << 30
	posts, err := d.Audience.Posts(ctx, o.scope(), all)
	if err != nil {
		return nil, err
	}
	acks, err := d.acks(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(acks))
	for _, a := range acks {
		known[a.Post] = true
	}
	var out []string
	for _, a := range posts {
		if !known[a.Post] {
			out = append(out, a.Post)
		}
	}
	return out, nil
}
