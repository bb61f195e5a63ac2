package advisory

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
	"rambu.id/roster"
)

// PaperIn is an imbauan that came on paper, typed in by the secretary it is addressed to: the
// normal case where Bawaslu has no room on this instance.
type PaperIn struct {
	Number     string
	Date       rambu.Date
	ReceivedOn rambu.Date // "" today
	Subject    string
	Points     []string
	AckBy      rambu.Date
}

// MayRegister lets the secretary enter what came on paper.
func MayRegister(who rambu.Actor) error {
	if MayAnswer(who) == nil && who.Is(rambu.RoleSecretary) {
		return nil
	}
	return forbidden("an imbauan on paper is entered by the secretary")
}

// Register enters an imbauan that came on paper and returns its inbox id; from then on it is like
// any other. Errors: Forbidden, Invalid by form field.
func (d *Desk) Register(ctx context.Context, who rambu.Actor, in PaperIn) (string, error) {
	err := MayRegister(who)
	if err != nil {
		return "", err
	}
	today := d.Today(who)
	if in.ReceivedOn == "" {
		in.ReceivedOn = today
	}
	// Only what the letter itself does not ask for is checked here.
	typed := In{Subject: in.Subject, Opening: "-", To: []string{who.Post}, Points: in.Points}
	es := typed.validate(today)
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	if n := strings.TrimSpace(in.Number); n == "" || len(n) > 100 {
		fault("nomor", "advisory.error.number")
	}
	if !in.Date.Valid() || in.Date > in.ReceivedOn {
		fault("tanggal", "advisory.error.date")
	}
	if !in.ReceivedOn.Valid() || in.ReceivedOn > today {
		fault("diterima", "advisory.error.date")
	}
	if len(es) > 0 {
		return "", es
	}
	house, err := d.supervisor(ctx, who.Region)
	if err != nil {
		return "", err
	}
	return d.Letters.RegisterOutside(ctx, who, letter.OutsideIn{
		Payload: &kinds.Advice{Points: typed.Points, Basis: []kinds.Citation{}, AckBy: in.AckBy}, Sender: house.ID, From: house.Name, Number: in.Number,
		Date: in.Date, ReceivedOn: in.ReceivedOn, ToPost: who.Post, Subject: typed.Subject, Paragraphs: typed.Points,
	})
}

// supervisor is the Bawaslu of a region, with or without a room here.
func (d *Desk) supervisor(ctx context.Context, region string) (roster.Institution, error) {
	all, err := d.Roster.Institutions(ctx)
	if err != nil {
		return roster.Institution{}, err
	}
	i := slices.IndexFunc(all, func(in roster.Institution) bool { return in.Kind == roster.KindSupervisor && in.Region == region })
	if i < 0 {
		return roster.Institution{}, rambu.Errorf(rambu.NotFound, "no supervisor of %s", region)
	}
	return all[i], nil
}

// sender is whom an answer goes to: the post that signed, or the institution a paper came from.
func (d *Desk) sender(ctx context.Context, o *letter.Opened) (letter.Addressee, error) {
	if o.Header.Signer != "" {
		id := roster.PostID(o.Header.Signer)
		known, err := d.Roster.PostsByID(ctx, []roster.PostID{id})
		return letter.Addressee{Post: string(id), Line: known[id].Title}, err
	}
	house, err := d.Roster.Institution(ctx, o.Arrived.Sender)
	return letter.Addressee{Post: house.ID, Line: house.Name}, err
}
