package instance

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/roster"
	"rambu.id/seal"
)

// Founded is what a region starts with, and the secrets that are shown once.
type Founded struct {
	Region       string // name
	Districts    int
	Villages     int // villages and urban wards
	Institutions int
	Posts        int
	Rooms        []FoundedRoom
	Terms        roster.Terms // what places and offices are called
	Check        bool         // the usual names of this region are not sure, and none were given
}

// FoundedRoom is an institution whose room this instance keeps.
type FoundedRoom struct {
	Institution string
	Name        string
	Links       []access.SetupLink
	Recovery    string // code to print and lock away
}

// founders are the posts whose accounts hold a room's keys at the start: between them every
// key has a holder, and every key but the identity one has two.
func founders(room string) []string {
	if room == "bawaslu" {
		return []string{"ketua", "anggota-1", "penerimaan", "pengelola"}
	}
	return []string{"bkpsdm/disiplin", "sekda", "pengelola"}
}

// Found makes a region ready to work: its institutions, units and posts, the keys of each room
// and the accounts of its key holders. rooms are "bawaslu" and "pemda"; terms go over the usual local
// names.
func (i *Instance) Found(ctx context.Context, region string, rooms []string, terms roster.Terms) (*Founded, error) {
	regions := i.Roster.Regions()
	reg, ok := regions.Find(region)
	if !ok {
		return nil, rambu.Fault(rambu.Invalid, "cli.error.region", "region", region)
	}
	plan, err := roster.MakePlan(regions, roster.Setup{Region: region, Terms: terms})
	if err != nil {
		return nil, err
	}
	seeded, err := i.Roster.Seed(rambu.System("", region), plan)
	if err != nil {
		return nil, err
	}
	f := &Founded{Region: reg.Name, Institutions: seeded.Institutions, Posts: seeded.Posts}
	for _, d := range regions.Districts(region) {
		f.Districts++
		f.Villages += len(regions.Children(d.Code))
	}
	_, conf, err := roster.TermsOf(region)
	if err != nil {
		return nil, err
	}
	f.Terms, f.Check = plan.Terms, conf == roster.ConfUnsure && !plan.Terms.Confirmed
	for _, room := range rooms {
		r, err := i.foundRoom(ctx, strings.TrimSpace(room), region)
		if err != nil {
			return nil, err
		}
		f.Rooms = append(f.Rooms, r)
	}
	return f, i.learnNames(ctx)
}

func (i *Instance) foundRoom(ctx context.Context, room, region string) (FoundedRoom, error) {
	if !slices.Contains([]string{"bawaslu", "pemda"}, room) {
		return FoundedRoom{}, rambu.Fault(rambu.Invalid, "cli.error.room", "room", room)
	}
	house := room + "." + region
	inst, err := i.Roster.Institution(ctx, house)
	if err != nil {
		return FoundedRoom{}, err
	}
	var ids []roster.PostID
	for _, p := range founders(room) {
		ids = append(ids, roster.PostID(house+"/"+p))
	}
	posts, err := i.Roster.PostsByID(ctx, ids)
	if err != nil {
		return FoundedRoom{}, err
	}
	in := access.FoundIn{Institution: house, Region: region}
	for n, id := range ids {
		in.Holders = append(in.Holders, access.InviteIn{
			Institution: house, Region: region, Roles: posts[id].Roles, Post: string(id),
			Login: strings.ReplaceAll(founders(room)[n], "/", ".") + "@" + house,
		})
	}
	links, recovery, err := i.Access.Found(ctx, in)
	if err != nil {
		return FoundedRoom{}, err
	}
	return FoundedRoom{Institution: house, Name: inst.Name, Links: links, Recovery: recovery}, nil
}

// Rooms returns the institutions whose rooms this instance keeps: those that have keys here. It reads
// every key they have, so that one which is not as the log tells sounds the alarm when the program starts;
// its room stays, for what can still be done in it.
func (i *Instance) Rooms(ctx context.Context) ([]roster.Institution, error) {
	all, err := i.Roster.Institutions(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(in roster.Institution) bool {
		if in.External {
			return true
		}
		_, err := i.Keys.InstitutionKey(ctx, in.ID, seal.KindLetter)
		if err != nil && rambu.KindOf(err) == rambu.NotFound {
			return true
		}
		for _, kind := range append(access.KindsOf(in.ID), seal.KindRecovery) {
			_, _ = i.Keys.InstitutionKey(ctx, in.ID, kind) // says so itself
		}
		return false
	}), nil
}
