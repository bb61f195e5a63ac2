package access

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
	"rambu.id/roster"
	"rambu.id/seal"
)

// A room is founded; its holders set passwords by their links, sign in and open what is sealed
// to it; the links do not work twice and the other room's keys stay closed.
func TestFoundingAnInstitution(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ctx := t.Context()
		links, recovery, err := h.Found(ctx, FoundIn{Institution: bawaslu, Region: area, Holders: []InviteIn{
			{Person: "org_ketua", Login: "Ketua"}, {Person: "org_penerima", Login: "penerima"},
		}})
		h.must(err)
		if len(links) != 2 || len(recovery) != 14*4+13 {
			t.Fatalf("%d links, recovery code %q", len(links), recovery)
		}
		h.kind(rambu.Invalid, h.Accept(ctx, links[0].Token, "pendek"))
		h.must(h.Accept(ctx, links[0].Token, sandi))
		h.kind(rambu.NotFound, h.Accept(ctx, links[0].Token, baru))
		h.must(h.Accept(ctx, links[1].Token, sandi))

		_, ketua := h.signIn("KETUA ", sandi)
		_, penerima := h.signIn("penerima", sandi)
		var got []string
		for _, kind := range KindsOf(bawaslu) {
			for name, who := range map[string]rambu.Actor{"ketua": ketua, "penerima": penerima} {
				if h.opens(who, bawaslu, kind) {
					got = append(got, name+" "+string(kind))
				}
			}
		}
		slices.Sort(got)
		want := []string{"ketua identitas", "ketua indeks", "ketua penerimaan", "ketua surat", "penerima indeks", "penerima penerimaan", "penerima surat"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("keys held (-want +got):\n%s", diff)
		}
		_, _, err = h.Found(ctx, FoundIn{Institution: bawaslu, Region: area, Holders: []InviteIn{
			{Person: "org_ketua", Login: "lain"}, {Person: "org_anggota", Login: "lain2"},
		}})
		h.kind(rambu.Conflict, err)
		_, _, err = h.Found(ctx, FoundIn{Institution: pemda, Region: area, Holders: []InviteIn{{Person: "org_sekda", Login: "sekda"}}})
		h.kind(rambu.Invalid, err)
		// An administrator and a receiver together could not hold the identity key.
		_, _, err = h.Found(ctx, FoundIn{Institution: "bawaslu.18.02", Region: "18.02", Holders: []InviteIn{
			{Login: "a-satu", Roles: []rambu.Role{rambu.RoleAdmin}}, {Login: "a-dua", Roles: []rambu.Role{rambu.RoleIntake}},
		}})
		h.kind(rambu.Invalid, err)
		h.verify()
	})
}

// A key holder whom the roster did not know becomes the person who holds the post of his
// invitation, and nobody else.
func TestFounderBecomesTheHolderOfHisPost(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	ctx := t.Context()
	h.roster.posts = map[roster.PostID]roster.Post{}
	for name, roles := range map[roster.PostID][]rambu.Role{"ketua": {rambu.RoleMember, rambu.RoleIdentity}, "anggota-1": {rambu.RoleMember}} {
		id := bawaslu + "/" + name
		h.roster.posts[id] = roster.Post{ID: id, Institution: bawaslu, Roles: roles}
	}
	links, _, err := h.Found(ctx, FoundIn{Institution: bawaslu, Region: area, Holders: []InviteIn{
		{Login: "ketua", Post: bawaslu + "/ketua"}, {Login: "anggota", Post: bawaslu + "/anggota-1"},
	}})
	h.must(err)
	h.kind(rambu.Conflict, h.AcceptAs(ctx, links[0].Token, sandi, "org_penerima"))
	h.kind(rambu.Conflict, h.AcceptAs(ctx, links[0].Token, sandi, "org_tidak_ada"))
	h.must(h.AcceptAs(ctx, links[0].Token, sandi, "org_ketua"))
	h.kind(rambu.NotFound, h.AcceptAs(ctx, links[0].Token, sandi, "org_ketua"))
	h.kind(rambu.Conflict, h.AcceptAs(ctx, links[1].Token, sandi, "org_ketua"))
	_, who := h.signIn("ketua", sandi)
	if !who.Is(rambu.RoleIdentity) || !h.opens(who, bawaslu, seal.KindIdentity) {
		t.Errorf("signed in as %+v", who)
	}
	// An ordinary invitation names its person; its link makes nobody else of it.
	_, token, err := h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Person: "org_penerima", Login: "penerima", Post: bawaslu + "/ketua"})
	h.must(err)
	h.kind(rambu.Conflict, h.AcceptAs(ctx, token, sandi, "org_pengelola"))
	h.verify()
}

// Roles follow posts and dates: a tenure that ended yesterday gives nothing today, in the
// session that is already open.
func TestEndedTenureGivesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		h.roster.add("org_plt", bawaslu, "ketua", "2024-10-01", "2024-10-07", rambu.RoleMember)
		h.officer("org_plt", "plt")
		token, who := h.signIn("plt", sandi)
		if !who.Is(rambu.RoleMember) || who.Post != bawaslu+"/ketua" {
			t.Fatalf("on the last day: %+v", who)
		}
		// 23.59 WIB is still the same day; 00.00 WIB is the next, while it is 17.00 UTC.
		h.must(h.legal.MoveTo(time.Date(2024, 10, 7, 16, 59, 0, 0, time.UTC)))
		who, _, err := h.Authenticate(t.Context(), token)
		h.must(err)
		if !who.Is(rambu.RoleMember) {
			t.Error("the role ended before the day did")
		}
		h.must(h.legal.MoveTo(time.Date(2024, 10, 7, 17, 0, 0, 0, time.UTC)))
		who, _, err = h.Authenticate(t.Context(), token)
		h.must(err)
		if who.Is(rambu.RoleMember) || who.Post != "" || !who.Is(rambu.RoleFieldStaff) {
			t.Errorf("the day after: %+v", who)
		}
	})
}

// Somebody with two posts works as one of them and can change; a post in another institution
// is not among them.
func TestWorkingAsOneOfSeveralPosts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		h.roster.add("org_penerima", bawaslu, "tata-usaha", "2024-10-01", "", rambu.RoleClerk)
		h.roster.add("org_penerima", pemda, "sekda", "2024-10-01", "", rambu.RoleSecretary)
		h.officer("org_penerima", "penerima")
		token, who := h.signIn("penerima", sandi)
		if who.Post != bawaslu+"/penerimaan" || !who.Is(rambu.RoleIntake) || who.Is(rambu.RoleClerk) {
			t.Fatalf("signed in as %+v", who)
		}
		h.kind(rambu.Invalid, h.WorkAs(t.Context(), token, pemda+"/sekda"))
		h.kind(rambu.Invalid, h.WorkAs(t.Context(), token, bawaslu+"/ketua"))
		h.must(h.WorkAs(t.Context(), token, bawaslu+"/tata-usaha"))
		who, s, err := h.Authenticate(t.Context(), token)
		h.must(err)
		if who.Post != bawaslu+"/tata-usaha" || !who.Is(rambu.RoleClerk) || who.Is(rambu.RoleIntake) || len(s.Offices) != 2 {
			t.Errorf("after the change: %+v, %d posts", who, len(s.Offices))
		}
		h.verify()
	})
}

// Another process on the same database serves the next request of a session.
func TestSessionsSurviveRestart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		token, before := h.signIn("ketua", sandi)
		h.start()
		after, _, err := h.Authenticate(t.Context(), token)
		h.must(err)
		if after.Account != before.Account || !h.opens(after, bawaslu, seal.KindIdentity) {
			t.Errorf("after the restart: %+v", after)
		}
		h.must(h.SignOut(t.Context(), token))
		_, _, err = h.Authenticate(t.Context(), token)
		h.kind(rambu.Unauthenticated, err)
		h.must(h.SignOut(t.Context(), token))
		h.verify()
	})
}

func TestSessionsEndByTheMachinesClock(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	h := newHouse(t, d)
	h.found()
	idle, _ := h.signIn("ketua", sandi)
	h.later(29 * time.Minute)
	_, _, err := h.Authenticate(t.Context(), idle)
	h.must(err)
	h.later(30 * time.Minute)
	_, _, err = h.Authenticate(t.Context(), idle)
	h.kind(rambu.Unauthenticated, err)

	busy, _ := h.signIn("ketua", sandi)
	for range 35 { // 11 h 40 min of work
		h.later(20 * time.Minute)
		_, _, err = h.Authenticate(t.Context(), busy)
		h.must(err)
	}
	h.later(20 * time.Minute)
	_, _, err = h.Authenticate(t.Context(), busy)
	h.kind(rambu.Unauthenticated, err)
	h.must(h.Tidy())
	var n int
	h.must(d.QueryRow(t.Context(), `SELECT COUNT(*) FROM access_session`).Scan(&n))
	if n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	// The legal clock, which practice moves, ends no session.
	token, _ := h.signIn("ketua", sandi)
	h.must(h.legal.MoveTo(monday.AddDate(0, 1, 0)))
	_, _, err = h.Authenticate(t.Context(), token)
	h.must(err)
}

// A session is touched at most once a minute, so that reading pages writes nothing.
func TestTouchIsRare(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.found()
	token, who := h.signIn("ketua", sandi)
	seen := func() time.Time {
		all, err := h.Sessions(t.Context(), who)
		h.must(err)
		return all[0].SeenAt
	}
	start := seen()
	h.later(59 * time.Second)
	_, _, err := h.Authenticate(t.Context(), token)
	h.must(err)
	if got := seen(); !got.Equal(start) {
		t.Errorf("touched after 59 seconds")
	}
	h.later(time.Second)
	_, _, err = h.Authenticate(t.Context(), token)
	h.must(err)
	if got := seen(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("seen at %v, want a minute after %v", got, start)
	}
}

// Attack: reuse after a password change. Other sessions end, the own one and the keys stay.
func TestChangingThePassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		ctx := t.Context()
		other, _ := h.signIn("ketua", sandi)
		own, _ := h.signIn("ketua", sandi)
		h.kind(rambu.Invalid, h.ChangePassword(ctx, own, "salah sama sekali", baru))
		h.kind(rambu.Invalid, h.ChangePassword(ctx, own, sandi, "bawaslu2024!!"))
		h.must(h.ChangePassword(ctx, own, sandi, baru))
		_, _, err := h.Authenticate(ctx, other)
		h.kind(rambu.Unauthenticated, err)
		who, _, err := h.Authenticate(ctx, own)
		h.must(err)
		if !h.opens(who, bawaslu, seal.KindIdentity) {
			t.Error("the own session lost its keys")
		}
		_, _, err = h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi})
		h.kind(rambu.Unauthenticated, err)
		_, who = h.signIn("ketua", baru)
		if !h.opens(who, bawaslu, seal.KindIdentity) {
			t.Error("the new password opens no key")
		}
		h.verify()
	})
}

// Attack 26: an administrator resets an officer's password. The account works again and opens
// nothing that was sealed before, until a holder of the key gives it anew.
func TestAdministratorWhoResetsAPasswordOpensNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		_, accounts := h.found()
		ctx := t.Context()
		old, _ := h.signIn("anggota", sandi)
		a, token, err := h.Reinvite(ctx, admin(bawaslu), accounts["anggota"].ID)
		h.must(err)
		_, _, err = h.Authenticate(ctx, old)
		h.kind(rambu.Unauthenticated, err)
		_, _, err = h.SignIn(ctx, SignInInput{Login: "anggota", Password: sandi})
		h.kind(rambu.Unauthenticated, err)
		_, ketua := h.signIn("ketua", sandi)
		// Nobody gives a key to an account whose link still lies about.
		h.kind(rambu.Conflict, h.GiveKey(ctx, ketua, a.ID, seal.KindIntake))

		h.must(h.Accept(ctx, token, baru)) // by the administrator himself
		_, thief := h.signIn("anggota", baru)
		for _, kind := range KindsOf(bawaslu) {
			if h.opens(thief, bawaslu, kind) {
				t.Errorf("the reset account opens %s", kind)
			}
		}
		h.kind(rambu.Locked, h.GiveKey(ctx, thief, a.ID, seal.KindIntake))
		h.kind(rambu.Locked, h.GiveKey(ctx, admin(bawaslu), a.ID, seal.KindIntake))
		h.must(h.GiveKey(ctx, ketua, a.ID, seal.KindIntake))
		_, again := h.signIn("anggota", baru)
		if !h.opens(again, bawaslu, seal.KindIntake) || h.opens(again, bawaslu, seal.KindIdentity) {
			t.Error("after one key was given, not exactly that one opens")
		}
		h.verify()
	})
}

// Attack 23: before set-up nobody can sign in with anything; a link is over after seven days.
func TestInvitedAccountHasNoPassword(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	ctx := t.Context()
	_, token, err := h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Person: "org_penerima", Login: "penerima"})
	h.must(err)
	for _, password := range []string{"", token, "admin", "penerima"} {
		_, _, err = h.SignIn(ctx, SignInInput{Login: "penerima", Password: password})
		h.kind(rambu.Unauthenticated, err)
	}
	h.later(SetupTime)
	h.kind(rambu.NotFound, h.Accept(ctx, token, sandi))
	_, err = h.Invitation(ctx, strings.Repeat("A", 43))
	h.kind(rambu.NotFound, err)
}

// Attack 3: every operation on an account of another institution finds nothing there.
func TestForeignAccountsDoNotExist(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		recovery, accounts := h.found()
		ctx, foreign, id := t.Context(), admin(pemda), accounts["ketua"].ID
		_, sekda := h.signIn("sekda", sandi)
		_, err := h.Service.Find(ctx, foreign, id)
		h.kind(rambu.NotFound, err)
		_, _, err = h.Reinvite(ctx, foreign, id)
		h.kind(rambu.NotFound, err)
		_, _, err = h.Invite(ctx, foreign, InviteIn{Institution: bawaslu, Region: area, Login: "mata-mata"})
		h.kind(rambu.NotFound, err)
		_, err = h.Recover(ctx, foreign, recovery, id)
		h.kind(rambu.NotFound, err)
		for name, f := range map[string]func() error{
			"revoke":   func() error { return h.Revoke(ctx, foreign, id) },
			"lock":     func() error { return h.Lock(ctx, foreign, id) },
			"unlock":   func() error { return h.Unlock(ctx, foreign, id) },
			"link":     func() error { return h.Link(ctx, foreign, id, "org_x") },
			"give key": func() error { return h.GiveKey(ctx, sekda, id, seal.KindLetter) },
			"take key": func() error { return h.TakeKey(ctx, sekda, id, seal.KindLetter) },
		} {
			if err := f(); rambu.KindOf(err) != rambu.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		all, err := h.List(ctx, foreign, Filter{})
		h.must(err)
		if len(all) != 2 || all[0].Login != "bkpsdm" || all[1].Login != "sekda" {
			t.Errorf("the government's list: %+v", all)
		}
		for _, kind := range KindsOf(bawaslu) {
			if h.opens(sekda, bawaslu, kind) {
				t.Errorf("the government's secretary opens Bawaslu's key %s", kind)
			}
		}
	})
}

// Attack 1: nobody ends somebody else's session or touches his second factor by an id.
func TestSessionsAreTheirOwners(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.found()
	ctx := t.Context()
	token, ketua := h.signIn("ketua", sandi)
	_, anggota := h.signIn("anggota", sandi)
	own, err := h.Sessions(ctx, ketua)
	h.must(err)
	if len(own) != 1 {
		t.Fatalf("%d sessions", len(own))
	}
	h.kind(rambu.NotFound, h.EndSession(ctx, anggota, own[0].ID))
	_, _, err = h.Authenticate(ctx, own[0].ID)
	h.kind(rambu.Unauthenticated, err)
	_, _, err = h.Authenticate(ctx, token)
	h.must(err)
	h.must(h.EndSession(ctx, ketua, own[0].ID))
	_, _, err = h.Authenticate(ctx, token)
	h.kind(rambu.Unauthenticated, err)
}

func TestManagingIsForTheAdministrator(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	_, accounts := h.found()
	ctx, id := t.Context(), accounts["anggota"].ID
	_, ketua := h.signIn("ketua", sandi)
	_, _, err := h.Invite(ctx, ketua, InviteIn{Institution: bawaslu, Region: area, Login: "teman"})
	h.kind(rambu.Forbidden, err)
	h.kind(rambu.Forbidden, h.Revoke(ctx, ketua, id))
	h.kind(rambu.Forbidden, h.Lock(ctx, ketua, id))
	_, err = h.List(ctx, rambu.Actor{Institution: bawaslu, Roles: []rambu.Role{rambu.RoleFieldStaff}}, Filter{})
	h.kind(rambu.Forbidden, err)
	_, _, err = h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Login: "KETUA"})
	h.kind(rambu.Conflict, err)
	// A second account for somebody would let another act in his posts unnoticed.
	_, _, err = h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Person: "org_ketua", Login: "ketua2"})
	h.kind(rambu.Conflict, err)
	blank, _, err := h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Login: "kosong"})
	h.must(err)
	h.kind(rambu.Conflict, h.Link(ctx, admin(bawaslu), blank.ID, "org_ketua"))
	h.must(h.Link(ctx, admin(bawaslu), blank.ID, "org_penerima"))
	h.kind(rambu.Conflict, h.Link(ctx, admin(bawaslu), blank.ID, "org_lain"))
	_, _, err = h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Login: "dua kata"})
	h.kind(rambu.Invalid, err)
}

// A revoked account is gone: no session, no key, no way back.
func TestRevokedAccountOpensNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		_, accounts := h.found()
		ctx, id := t.Context(), accounts["anggota"].ID
		h.must(h.Lock(ctx, admin(bawaslu), id))
		_, _, err := h.SignIn(ctx, SignInInput{Login: "anggota", Password: sandi})
		h.kind(rambu.Unauthenticated, err)
		h.must(h.Unlock(ctx, admin(bawaslu), id))
		token, who := h.signIn("anggota", sandi)
		h.must(h.Revoke(ctx, admin(bawaslu), id))
		_, _, err = h.Authenticate(ctx, token)
		h.kind(rambu.Unauthenticated, err)
		if h.opens(rambu.Actor{Keys: who.Keys}, bawaslu, seal.KindIntake) {
			t.Error("a key is opened that was not in hand before")
		}
		_, _, err = h.Reinvite(ctx, admin(bawaslu), id)
		h.kind(rambu.Conflict, err)
		_, ketua := h.signIn("ketua", sandi)
		h.kind(rambu.Conflict, h.GiveKey(ctx, ketua, id, seal.KindIntake))
		h.verify()
	})
}

// Keys are given to roles they are for, and the last holder keeps his.
func TestGivingAndTakingKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		_, accounts := h.found()
		ctx := t.Context()
		penerima := h.officer("org_penerima", "penerima")
		pengelola := h.officer("org_pengelola", "pengelola")
		_, ketua := h.signIn("ketua", sandi)
		h.must(h.GiveKey(ctx, ketua, penerima.ID, seal.KindIntake))
		h.kind(rambu.Conflict, h.GiveKey(ctx, ketua, penerima.ID, seal.KindIntake))
		h.kind(rambu.Blocked, h.GiveKey(ctx, ketua, penerima.ID, seal.KindIdentity))
		h.kind(rambu.Blocked, h.GiveKey(ctx, ketua, pengelola.ID, seal.KindLetter))
		h.kind(rambu.Invalid, h.GiveKey(ctx, ketua, penerima.ID, seal.KindRecovery))
		held, err := h.HeldBy(ctx, ketua)
		h.must(err)
		if diff := cmp.Diff([]seal.Kind{seal.KindIntake}, held[penerima.KeyID]); diff != "" {
			t.Errorf("held (-want +got):\n%s", diff)
		}
		_, clerk := h.signIn("penerima", sandi)
		h.kind(rambu.Forbidden, h.TakeKey(ctx, clerk, accounts["ketua"].ID, seal.KindIdentity))
		h.must(h.TakeKey(ctx, admin(bawaslu), accounts["anggota"].ID, seal.KindIdentity))
		h.kind(rambu.Blocked, h.TakeKey(ctx, admin(bawaslu), accounts["ketua"].ID, seal.KindIdentity))
		if _, who := h.signIn("anggota", sandi); h.opens(who, bawaslu, seal.KindIdentity) {
			t.Error("a key that was taken still opens")
		}
		h.verify()
	})
}

// All holders are gone: the printed code gives the keys to a new one, and only the right code.
func TestRecoveryCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		code, accounts := h.found()
		ctx := t.Context()
		_, token, err := h.Reinvite(ctx, admin(bawaslu), accounts["ketua"].ID)
		h.must(err)
		h.must(h.Accept(ctx, token, baru))
		other, err := seal.NewPair()
		h.must(err)
		_, err = h.Recover(ctx, admin(bawaslu), EncodeRecovery(other.Seed()), accounts["ketua"].ID)
		h.kind(rambu.Invalid, err)
		kinds, err := h.Recover(ctx, admin(bawaslu), strings.ToLower(strings.ReplaceAll(code, "-", " ")), accounts["ketua"].ID)
		h.must(err)
		if diff := cmp.Diff(KindsOf(bawaslu), kinds); diff != "" {
			t.Errorf("kinds (-want +got):\n%s", diff)
		}
		if _, who := h.signIn("ketua", baru); !h.opens(who, bawaslu, seal.KindIdentity) {
			t.Error("recovered and does not open")
		}
		pengelola := h.officer("org_pengelola", "pengelola")
		_, err = h.Recover(ctx, admin(bawaslu), code, pengelola.ID)
		h.kind(rambu.Blocked, err)
		h.verify()
	})
}

// Attack 13: a code works once, also when two send it at the same moment.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, func(c *Config) { c.SecondFactor = true })
		h.found()
		ctx := t.Context()
		token, _, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi})
		h.must(err)
		who, s, err := h.Authenticate(ctx, token)
		h.must(err)
		if !s.MustEnrol || who.Keys != nil || who.Is(rambu.RoleMember) {
			t.Fatalf("without a second factor: %+v", who)
		}
		other, _, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi})
		h.must(err)

		e, err := h.NewSecondFactor(ctx, token)
		h.must(err)
		code := func() string {
			c, err := totp.GenerateCode(e.Secret, h.machine.Now())
			h.must(err)
			return c
		}
		h.kind(rambu.Invalid, h.ConfirmSecondFactor(ctx, token, "bukan kata sandinya", e.Secret, code()))
		h.kind(rambu.Invalid, h.ConfirmSecondFactor(ctx, token, sandi, e.Secret, "000000"))
		used := code()
		h.must(h.ConfirmSecondFactor(ctx, token, sandi, e.Secret, used))
		_, _, err = h.Authenticate(ctx, other)
		h.kind(rambu.Unauthenticated, err)
		who, s, err = h.Authenticate(ctx, token)
		h.must(err)
		if s.MustEnrol || !h.opens(who, bawaslu, seal.KindIdentity) {
			t.Errorf("enrolled: %+v", s)
		}

		try := func(c string) error {
			_, _, err := h.SignIn(ctx, SignInInput{Login: "ketua", Password: sandi, Code: c})
			return err
		}
		h.kind(rambu.Unauthenticated, try(""))
		h.kind(rambu.Unauthenticated, try(used))
		h.later(30 * time.Second)
		next := code()
		var ok atomic.Int32
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if try(next) == nil {
					ok.Add(1)
				}
			})
		}
		wg.Wait()
		if ok.Load() != 1 {
			t.Errorf("one code let %d in", ok.Load())
		}
		h.verify()
	})
}

// Attack 13: a new sign-in never takes over a token somebody planted.
func TestEverySignInHasANewToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.found()
	a, _ := h.signIn("ketua", sandi)
	b, _ := h.signIn("ketua", sandi)
	if a == b || len(a) != 43 {
		t.Errorf("tokens %q and %q", a, b)
	}
	_, _, err := h.Authenticate(t.Context(), strings.Repeat("A", 43))
	h.kind(rambu.Unauthenticated, err)
}

// Attack 11: every refusal takes the same way, one derivation each, and says the same.
func TestRefusalsAreAlike(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	_, accounts := h.found()
	ctx := t.Context()
	h.must(h.Lock(ctx, admin(bawaslu), accounts["anggota"].ID))
	h.must(h.Revoke(ctx, admin(pemda), accounts["bkpsdm"].ID))
	_, _, err := h.Invite(ctx, admin(bawaslu), InviteIn{Institution: bawaslu, Region: area, Login: "baru"})
	h.must(err)
	var first error
	for _, login := range []string{"ketua", "tidak-ada", "anggota", "bkpsdm", "baru", ""} {
		before := h.gate.done.Load()
		_, _, err := h.SignIn(ctx, SignInInput{Login: login, Password: "tebakan yang salah"})
		h.kind(rambu.Unauthenticated, err)
		if got := h.gate.done.Load() - before; got != 1 {
			t.Errorf("%q: %d derivations", login, got)
		}
		if first == nil {
			first = err
		}
		if diff := cmp.Diff(first.Error(), err.Error()); diff != "" {
			t.Errorf("%q is answered differently:\n%s", login, diff)
		}
	}
	// The right password of a locked account is no different from a wrong one.
	_, _, err = h.SignIn(ctx, SignInInput{Login: "anggota", Password: sandi})
	h.kind(rambu.Unauthenticated, err)
}

// Attack 12: guessing slows down, names the time it ends, and costs nothing while it waits.
func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.found()
		ctx := t.Context()
		guess := func(login string) error {
			_, _, err := h.SignIn(ctx, SignInInput{Login: login, Password: "tebakan yang salah", Source: "10.1.1.0/24"})
			return err
		}
		for _, login := range []string{"ketua", "tidak-ada"} {
			for range freePerLogin + 1 {
				h.kind(rambu.Unauthenticated, guess(login))
			}
			before := h.gate.done.Load()
			err := guess(login)
			h.kind(rambu.TooMany, err)
			w, ok := errors.AsType[*Wait](err)
			if !ok || !w.Until.Equal(h.machine.Now().Add(firstDelay)) {
				t.Fatalf("%s: waits until %v", login, w)
			}
			if h.gate.done.Load() != before {
				t.Error("an attempt that is refused costs a derivation")
			}
		}
		// The right password from there waits too; after it, all is forgotten.
		right := SignInInput{Login: "ketua", Password: sandi, Source: "10.1.1.0/24"}
		_, _, err := h.SignIn(ctx, right)
		h.kind(rambu.TooMany, err)
		h.later(firstDelay)
		_, _, err = h.SignIn(ctx, right)
		h.must(err)
		h.kind(rambu.Unauthenticated, guess("ketua"))

		var n int
		h.must(d.QueryRow(ctx, `SELECT COUNT(*) FROM ledger_operation WHERE kind = 'access.signin_burst'`).Scan(&n))
		if n != 2 {
			t.Errorf("%d bursts in the log, want one for each name", n)
		}
		h.verify()
	})
}

// Passwords are hardened at most three at a time, so that sign-ins cannot take all memory.
func TestDerivationsAreCapped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(2)
		g.slots <- struct{}{}
		g.slots <- struct{}{}
		done := make(chan error, 1)
		go func() {
			_, err := g.harden(t.Context(), sandi, make([]byte, saltSize), g.now)
			done <- err
		}()
		synctest.Wait()
		if n := g.done.Load(); n != 0 || len(done) != 0 {
			t.Errorf("%d derivations began while two were under way", n)
		}
		<-g.slots
		if err := <-done; err != nil || g.done.Load() != 1 {
			t.Errorf("with a slot: %v, %d derivations", err, g.done.Load())
		}
	})
}
