// Package practice makes the practice region: Lampung Selatan on Monday 7 October 2024 with
// invented staff, accounts and cases, all made by the operations users use, by signed-in
// actors. The main job runs in it from report to executed sanction.
package practice

import (
	"context"
	"fmt"
	"strings"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/instance"
	"rambu.id/roster"
)

// Room is the practice region in an open instance.
type Room struct {
	In     *instance.Instance
	people map[string]roster.Person // by login, or by post for people without an account
	tokens map[string]string        // sessions by login
}

// Account is a practice account as the demo prints it.
type Account struct {
	Login       string
	Name        string
	Post        string
	Institution string
}

// Settle makes the practice region in an empty instance: institutions, posts, people, tenures,
// keys and accounts whose passwords are set.
func Settle(ctx context.Context, in *instance.Instance) (*Room, error) {
	r := &Room{In: in, people: map[string]roster.Person{}}
	plan, err := roster.MakePlan(in.Roster.Regions(), roster.Setup{Region: Region, Members: 3})
	if err != nil {
		return nil, err
	}
	plan.Posts = append(plan.Posts, branches()...)
	_, err = in.Roster.Seed(rambu.System("", Region), plan)
	if err != nil {
		return nil, fmt.Errorf("seed the region: %w", err)
	}
	for _, m := range cast() {
		err = r.enter(m)
		if err != nil {
			return nil, fmt.Errorf("enter %s: %w", m.Post, err)
		}
	}
	for _, house := range []string{Supervisor, Government} {
		err = r.found(ctx, house)
		if err != nil {
			return nil, fmt.Errorf("found %s: %w", house, err)
		}
	}
	return r, nil
}

// enter puts a person on the staff list and into the post.
func (r *Room) enter(m member) error {
	who := rambu.System(m.House, Region)
	p, err := r.In.Roster.AddPerson(who, roster.Person{
		Institution: m.House, Region: Region, Name: roster.ParseName(m.Name), NIP: roster.NIP(m.NIP), Class: m.Class,
	})
	if err != nil {
		return err
	}
	key := m.Login
	if key == "" {
		key = m.Post
	}
	r.people[key] = p
	_, err = r.In.Roster.StartTenure(who, roster.Tenure{
		Post: roster.PostID(m.House + "/" + m.Post), Person: p.ID, Institution: m.House, Mode: m.Mode, From: m.From, To: m.To,
		Decree: roster.Decree{Number: m.SK, Date: m.From},
	})
	return err
}

// found makes the keys and accounts of a house and sets every password, as each officer would
// from his set-up link.
func (r *Room) found(ctx context.Context, house string) error {
	in := access.FoundIn{Institution: house, Region: Region}
	for _, m := range cast() {
		if m.House != house || m.Login == "" {
			continue
		}
		post, err := r.In.Roster.PostsByID(ctx, []roster.PostID{roster.PostID(house + "/" + m.Post)})
		if err != nil {
			return err
		}
		in.Holders = append(in.Holders, access.InviteIn{
			Institution: house, Region: Region, Person: string(r.people[m.Login].ID), Login: m.Login,
			Roles: post[roster.PostID(house+"/"+m.Post)].Roles,
		})
	}
	links, first, err := r.In.Access.Found(ctx, in)
	if err != nil {
		return err
	}
	for _, l := range links {
		err = r.In.Access.Accept(ctx, l.Token, Password)
		if err != nil {
			return err
		}
	}
	return r.renew(ctx, house, first)
}

// renew makes the keys of a house anew, as its people do before it works.
func (r *Room) renew(ctx context.Context, house, first string) error {
	asks, does := LoginAdminB, LoginChair
	if house == Government {
		asks, does = LoginAdminG, loginFormer // who holds the secretary's post when the practice begins
	}
	who, err := r.SignIn(ctx, asks)
	if err != nil {
		return err
	}
	err = r.In.Access.AskRenewal(ctx, who)
	if err != nil {
		return err
	}
	who, err = r.SignIn(ctx, does)
	if err != nil {
		return err
	}
	_, err = r.In.Access.Renew(ctx, who, access.RenewIn{Password: Password, Code: first})
	return err
}

// SignIn signs a practice account in and returns the actor, whose keys live as long as ctx.
func (r *Room) SignIn(ctx context.Context, login string) (rambu.Actor, error) {
	token, err := r.token(ctx, login)
	if err != nil {
		return rambu.Actor{}, err
	}
	who, _, err := r.In.Access.Authenticate(ctx, token)
	return who, err
}

func (r *Room) token(ctx context.Context, login string) (string, error) {
	token, _, err := r.In.Access.SignIn(ctx, access.SignInInput{Login: login, Password: Password})
	if err != nil {
		return "", fmt.Errorf("sign in %s: %w", login, err)
	}
	return token, nil
}

// Accounts lists the practice accounts in the order of the cast.
func Accounts() []Account {
	var out []Account
	for _, m := range cast() {
		if m.Login != "" && m.Login != loginFormer { // he has left before the demo begins
			house := "Bawaslu"
			if strings.HasPrefix(m.House, "pemda") {
				house = "Pemerintah daerah"
			}
			out = append(out, Account{Login: m.Login, Name: m.Name, Post: m.Post, Institution: house})
		}
	}
	return out
}
