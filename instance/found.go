package instance

import (
	"context"
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/roster"
	places "rambu.id/roster/region"
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
	Missing      []string     // rooms asked for that failed
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
	if roster.InstitutionKind(room) == roster.KindSupervisor {
		return []string{"ketua", "anggota-1", "penerimaan", "pengelola"}
	}
	return []string{"bkpsdm/disiplin", "sekda", "pengelola"}
}

// CheckFounding says what is wrong with the wish to found a region, before anything is opened or
// written: no such region or room, a room named twice, none. Errors: Invalid.
func CheckFounding(region string, rooms []string) error {
	regions, err := places.Open()
	if err != nil {
		return err
	}
	_, err = planOf(regions, region, rooms, roster.Terms{})
	return err
}

func planOf(regions *places.Index, region string, rooms []string, terms roster.Terms) (roster.Plan, error) {
	_, ok := regions.Find(region)
	if !ok {
		return roster.Plan{}, rambu.Fault(rambu.Invalid, "cli.error.region", "region", region)
	}
	for n, room := range rooms {
		if !slices.Contains([]string{"bawaslu", "pemda"}, room) {
			return roster.Plan{}, rambu.Fault(rambu.Invalid, "cli.error.room", "room", room)
		}
		if slices.Contains(rooms[:n], room) {
			return roster.Plan{}, rambu.Fault(rambu.Invalid, "cli.error.room_twice", "room", room)
		}
	}
	if len(rooms) == 0 {
		return roster.Plan{}, rambu.Fault(rambu.Invalid, "cli.error.room", "room", "")
	}
	return roster.MakePlan(regions, roster.Setup{Region: region, Terms: terms})
}

// Found makes a region ready to work: its institutions, units and posts, the keys of each room
// and the accounts of its key holders. rooms are "bawaslu" and "pemda"; terms go over the usual local
// names. A room can be founded later, and so can one that failed: what is there already stays.
//
// The secrets are shown once, so a failure after a room was committed returns what was made
// beside the error. Errors: Invalid (see CheckFounding), Conflict (a room is there; nothing is written).
func (i *Instance) Found(ctx context.Context, region string, rooms []string, terms roster.Terms) (*Founded, error) {
	regions := i.Roster.Regions()
	plan, err := planOf(regions, region, rooms, terms)
	if err != nil {
		return nil, err
	}
	for _, room := range rooms {
		_, err = i.Keys.InstitutionKey(ctx, room+"."+region, seal.KindLetter)
		if err == nil {
			return nil, rambu.Fault(rambu.Conflict, "cli.error.room_exists", "room", room)
		}
	}
	_, conf, err := roster.TermsOf(region)
	if err != nil {
		return nil, err
	}
	seeded, err := i.Roster.Seed(rambu.System("", region), plan)
	if err != nil {
		return nil, err
	}
	f := &Founded{Region: plan.Region.Name, Institutions: seeded.Institutions, Posts: seeded.Posts}
	for _, d := range regions.Districts(region) {
		f.Districts++
		f.Villages += len(regions.Children(d.Code))
	}
	f.Terms, f.Check = plan.Terms, conf == roster.ConfUnsure && !plan.Terms.Confirmed
	for n, room := range rooms {
		r, err := i.foundRoom(ctx, room, region)
		if err != nil {
			f.Missing = rooms[n:]
			return f, err
		}
		f.Rooms = append(f.Rooms, r)
	}
	return f, i.learnNames(ctx)
}

func (i *Instance) foundRoom(ctx context.Context, room, region string) (FoundedRoom, error) {
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
