package instance

import (
	"context"

	"rambu.id"
	"rambu.id/roster"
)

// namer is the institution whose names the pages use: the government whose room is here, because villages
// and districts are its own; otherwise the first room. "" while there is none.
func (i *Instance) namer(ctx context.Context) (string, error) {
	rooms, err := i.Rooms(ctx)
	if err != nil {
		return "", err
	}
	first := ""
	for _, in := range rooms {
		if in.Kind == roster.KindGovernment {
			return in.ID, nil
		}
		if first == "" {
			first = in.ID
		}
	}
	return first, nil
}

// learnNames makes the texts say what the region calls its places.
func (i *Instance) learnNames(ctx context.Context) error {
	house, err := i.namer(ctx)
	if err != nil || house == "" {
		return err
	}
	t, err := i.Roster.Terms(ctx, house)
	if err != nil {
		return err
	}
	i.Words.Call(t.Places())
	return nil
}

// Names are the local names as an administrator sees them.
type Names struct {
	Terms   roster.Terms
	Version int64  // of the institution that sets them
	House   string // that institution's name
	Own     bool   // it is the actor's
	Check   bool   // nobody confirmed them, and the usual ones of the region are not sure
}

// Names returns the names the pages use. Errors: Forbidden, NotFound.
func (i *Instance) Names(ctx context.Context, who rambu.Actor) (Names, error) {
	if !who.Is(rambu.RoleAdmin) {
		return Names{}, rambu.Errorf(rambu.Forbidden, "local names are the administrator's")
	}
	house, err := i.namer(ctx)
	if err != nil {
		return Names{}, err
	}
	in, err := i.Roster.Institution(ctx, house)
	if err != nil {
		return Names{}, err
	}
	terms, err := i.Roster.Terms(ctx, house)
	if err != nil {
		return Names{}, err
	}
	_, conf, err := roster.TermsOf(in.Region)
	check := conf == roster.ConfUnsure && !terms.Confirmed
	return Names{Terms: terms, Version: in.Version, House: in.Name, Own: in.ID == who.Institution, Check: check}, err
}

// SetNames changes them; version is that of Names. Errors: as roster.Store.SetTerms.
func (i *Instance) SetNames(ctx context.Context, who rambu.Actor, t roster.Terms, version int64) error {
	house, err := i.namer(ctx)
	if err != nil {
		return err
	}
	if house != who.Institution {
		return rambu.Errorf(rambu.Forbidden, "local names are set by %s", house)
	}
	err = i.Roster.SetTerms(who, t, version)
	if err != nil {
		return err
	}
	return i.learnNames(ctx)
}
