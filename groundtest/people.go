package groundtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/roster"
	"rambu.id/seal"
)

// password is every invented person's.
const password = "sandi-untuk-uji-Kuda-Batu-17"

// holding is a key of an institution with its private half, which the test keeps to give it on.
type holding struct {
	key  seal.Key
	pair *seal.Pair
}

// Found makes keys of an institution.
func (g *Ground) Found(institution string, kinds ...seal.Kind) {
	g.T.Helper()
	_, err := g.Log.Do(rambu.System(institution, Area), "test", func(op *ledger.Op) error {
		for _, kind := range kinds {
			k, pair, err := seal.NewKey(op, institution, Area, kind, "")
			if err != nil {
				return err
			}
			g.held[institution] = append(g.held[institution], holding{k, pair})
		}
		return nil
	})
	g.Must(err)
}

// Admin is the administrator of an institution.
func Admin(institution string) rambu.Actor {
	return rambu.Actor{Account: "akn_pengelola", Institution: institution, Region: Area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

// Enrol enters somebody who holds no post yet.
func (g *Ground) Enrol(institution, name string, class roster.SubjectClass) roster.Person {
	g.T.Helper()
	in := roster.Person{Institution: institution, Region: Area, Name: roster.ParseName(name), Class: class}
	if class.ASN() {
		in.NIP = roster.NIP(fmt.Sprintf("197501012000011%03d", len(g.People)+1))
	}
	if _, twice := g.People[name]; twice {
		g.T.Fatalf("there is a %s already", name)
	}
	p, err := g.Roster.AddPerson(Admin(institution), in)
	g.Must(err)
	g.People[name] = p
	return p
}

// Hold lets somebody hold a post, definitively and since long unless the tenure says else.
func (g *Ground) Hold(post string, p roster.Person, t roster.Tenure) {
	g.T.Helper()
	t.Post, t.Person = roster.PostID(post), p.ID
	if t.Mode == "" {
		t.Mode = roster.Definitive
	}
	if t.From == "" {
		t.From = "2021-02-26"
	}
	if t.Decree == (roster.Decree{}) {
		t.Decree = roster.Decree{Number: "800/1", Date: t.From}
	}
	_, err := g.Roster.StartTenure(Admin(p.Institution), t)
	g.Must(err)
}

// Person holds a post and has no account.
func (g *Ground) Person(post, name string, class roster.SubjectClass) roster.Person {
	g.T.Helper()
	p := g.Enrol(letter.InstitutionOf(post), name, class)
	g.Hold(post, p, roster.Tenure{})
	return p
}

// Account is somebody's, in use, and opens nothing yet.
func (g *Ground) Account(p roster.Person) access.Account {
	g.T.Helper()
	a, token, err := g.Access.Invite(g.T.Context(), Admin(p.Institution), access.InviteIn{
		Institution: p.Institution, Region: Area, Person: string(p.ID), Login: strings.ToLower(strings.ReplaceAll(p.Name.Name, " ", ".")),
	})
	g.Must(err)
	g.Must(g.Access.Accept(g.T.Context(), token, password))
	a, err = g.Access.Find(g.T.Context(), Admin(p.Institution), a.ID) // with the key he has since
	g.Must(err)
	return a
}

// Grant gives an account keys of its institution.
func (g *Ground) Grant(a access.Account, kinds ...seal.Kind) {
	g.T.Helper()
	own, err := g.Keys.ByID(g.T.Context(), a.KeyID)
	g.Must(err)
	_, err = g.Log.Do(rambu.System(a.Institution, Area), "test", func(op *ledger.Op) error { return g.give(op, a.Institution, own, kinds) })
	g.Must(err)
}

func (g *Ground) give(op *ledger.Op, institution string, to seal.Key, kinds []seal.Kind) error {
	for _, kind := range kinds {
		i := slices.IndexFunc(g.held[institution], func(h holding) bool { return h.key.Kind == kind })
		if i < 0 {
			return fmt.Errorf("%s was founded without the key %q", institution, kind)
		}
		h := g.held[institution][i]
		err := seal.GrantPair(op, h.key, h.pair, to)
		if err != nil {
			return err
		}
	}
	return nil
}

// Session is somebody signed in at a post, who opens what those keys open. Of the account only
// the id is asked.
func (g *Ground) Session(post, account string, kinds []seal.Kind, roles ...rambu.Role) rambu.Actor {
	g.T.Helper()
	in := letter.InstitutionOf(post)
	g.Must(g.Clock.MoveTo(g.Clock.Now().Add(time.Second))) // the session's key is newer than the account's
	who := rambu.Actor{Account: account, Post: post, Institution: in, Region: Area, Roles: roles}
	_, err := g.Log.Do(rambu.System(in, Area), "test", func(op *ledger.Op) error {
		own, pair, err := seal.NewKey(op, in, Area, seal.KindAccount, account)
		if err != nil {
			return err
		}
		who.Keys = g.Keys.NewRing(g.T.Context(), own.ID, pair)
		return g.give(op, in, own, kinds)
	})
	g.Must(err)
	return who
}

// SignedIn gives somebody who holds a post an account with the keys his roles may hold, and signs
// him in.
func (g *Ground) SignedIn(post string, p roster.Person, roles ...rambu.Role) rambu.Actor {
	g.T.Helper()
	var kinds []seal.Kind
	for _, h := range g.held[p.Institution] {
		if h.key.Kind != seal.KindMatter || (rambu.Actor{Roles: roles}).Is(rambu.RolePersonnel, rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary) {
			kinds = append(kinds, h.key.Kind)
		}
	}
	a := g.Account(p)
	g.Grant(a, kinds...) // a signature counts from an account that was given a key
	return g.Session(post, a.ID, kinds, roles...)
}

// Officer holds a post and is signed in.
func (g *Ground) Officer(post, name string, class roster.SubjectClass, roles ...rambu.Role) rambu.Actor {
	g.T.Helper()
	return g.SignedIn(post, g.Person(post, name, class), roles...)
}
