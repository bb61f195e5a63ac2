package access

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"time"

	"rambu.id"
	"rambu.id/internal/db"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// How long a session lasts, by the machine's clock.
const (
	idleTime    = 30 * time.Minute
	sessionTime = 12 * time.Hour
	touchEvery  = time.Minute
)

// Session is one signed-in browser.
type Session struct {
	ID        string // names it in lists; it is not the cookie's token and opens nothing
	Account   Account
	Office    Office   // the post he works as; zero when he holds none
	Offices   []Office // all posts he holds today in the account's institution
	MustEnrol bool     // his roles need a second factor and he has none: keys and roles are withheld
	CreatedAt time.Time
	SeenAt    time.Time
	EndsAt    time.Time
	Device    string // after SignIn only: name of a device that is now known to the account
}

// SignInInput is what the sign-in form sent.
type SignInInput struct {
	Login    string
	Password string
	Code     string // of the authenticator, "" when not enrolled
	Source   string // coarse, see Source; "" is not counted
	Post     string // the post to work as, "" for the first
	Device   string // what an earlier sign-in on this device gave, "" for none
}

// wrong is the one answer to everything that does not fit, so that nobody learns which names
// exist, which state they are in, or which of the three answers was wrong.
func wrong() error {
	return rambu.Fault(rambu.Unauthenticated, "access.error.signin")
}

// SignIn checks name, password and code and returns the token for the cookie. A new session
// always has a new token. Errors: Unauthenticated (one sentence for all reasons), TooMany with
// a *Wait inside.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (string, Session, error) {
	login := NormalLogin(in.Login)
	a, err := s.candidate(ctx, login)
	if err != nil {
		return "", Session{}, err
	}
	try, err := s.begin(a, login, in)
	if err != nil {
		return "", Session{}, err
	}
	token, session, err := s.enter(ctx, try, a, in)
	switch {
	case err == nil:
		try.succeeded()
		session.Device = in.Device
		if !a.knows(in.Device) {
			session.Device = newDevice(a)
		}
		return token, session, nil
	case rambu.KindOf(err) == rambu.Unauthenticated:
		return "", Session{}, s.failed(try, a, err)
	case ctx.Err() == nil: // whoever goes away has had his attempt, or he could take every turn of a name
		try.undone()
	}
	return "", Session{}, err
}

// candidate is the account of a login. Where none can be signed in to it is the decoy, which costs
// what a real account costs and never opens.
func (s *Service) candidate(ctx context.Context, login string) (stored, error) {
	a, err := s.accountBy(ctx, `login = $1`, login)
	if err != nil && rambu.KindOf(err) != rambu.NotFound {
		return a, err
	}
	if err != nil || a.State != Active {
		owner := a.Account
		a = s.decoy
		a.Institution, a.Region = owner.Institution, owner.Region
	}
	return a, nil
}

func (s *Service) begin(a stored, login string, in SignInInput) (*attempt, error) {
	if a.knows(in.Device) {
		return s.throttle.known("device", in.Device, s.Machine.Now())
	}
	return s.throttle.begin(login, in.Source, s.Machine.Now())
}

// enter does what SignIn promises, without counting.
func (s *Service) enter(ctx context.Context, try *attempt, a stored, in SignInInput) (string, Session, error) {
	err := try.wait(ctx)
	if err != nil {
		return "", Session{}, err
	}
	pair, err := s.check(ctx, a, in)
	if err != nil {
		return "", Session{}, err
	}
	return s.open(ctx, a, pair, in)
}

// check opens the account's secret with the password and tries the code.
func (s *Service) check(ctx context.Context, a stored, in SignInInput) (*seal.Pair, error) {
	seed, err := s.gate.unwrap(ctx, a, in.Password)
	if rambu.KindOf(err) == rambu.Locked {
		return nil, wrong()
	}
	if err != nil {
		return nil, err
	}
	pair, err := seal.PairFromSeed(seed)
	if err != nil {
		return nil, err
	}
	_, err = s.checkCode(a, pair, in.Code)
	if err != nil {
		return nil, err
	}
	_, err = ledger.Trust(ctx, s.db, accountTable, a.ID)
	if err != nil {
		return nil, err
	}
	return pair, s.genuine(ctx, a.Account, pair)
}

// failed logs a burst of failures, without the name that was typed: it may be a password.
func (s *Service) failed(try *attempt, a stored, err error) error {
	if !try.burst() {
		return err
	}
	who := rambu.Actor{Account: rambu.Public().Account, Institution: a.Institution, Region: a.Region}
	_, logErr := s.Log.Do(who, "access.signin_burst", func(op *ledger.Op) error {
		if a.ID != s.decoy.ID {
			op.Object(a.ID)
		}
		return nil
	})
	if logErr != nil {
		return logErr
	}
	return err
}

// open writes the session and the operation of a sign-in that was checked.
func (s *Service) open(ctx context.Context, a stored, pair *seal.Pair, in SignInInput) (string, Session, error) {
	offices, err := s.officesOf(ctx, a.Account)
	if err != nil {
		return "", Session{}, err
	}
	office := choose(offices, in.Post)
	token := newToken()
	now := s.Machine.Now()
	row := sessionRow{
		ID: tokenHash(token), Institution: a.Institution, Region: a.Region, Account: a.ID, KeyID: a.KeyID, Post: office.Post,
		CreatedAt: now, SeenAt: now, EndsAt: now.Add(sessionTime),
	}
	key, err := tokenKey(token, "session")
	if err != nil {
		return "", Session{}, err
	}
	row.Seed, err = key.Seal(sessionInfo(row.ID), pair.Seed())
	if err != nil {
		return "", Session{}, err
	}
	who := rambu.Actor{Account: a.ID, Post: office.Post, Institution: a.Institution, Region: a.Region}
	_, err = s.Log.Do(who, "access.signin", func(op *ledger.Op) error {
		op.Object(a.ID)
		err := s.spendCode(op, a, pair, in.Code)
		if err != nil {
			return err
		}
		err = dropEnded(op.Tx, now)
		if err != nil {
			return err
		}
		return insertSession(op.Tx, row)
	})
	if err != nil {
		return "", Session{}, err
	}
	return token, s.sessionOf(row, a.Account, offices), nil
}

func sessionInfo(id string) []byte { return seal.Info("access_session/seed", id) }

// officesOf returns the posts the account's person holds today, in the account's institution
// only: a post elsewhere is worked in with an account there.
func (s *Service) officesOf(ctx context.Context, a Account) ([]Office, error) {
	if a.Person == "" {
		return nil, nil
	}
	held, err := s.Offices.Held(ctx, a.Person, s.today(a.Region))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(held), func(o Office) bool { return o.Institution != a.Institution }), nil
}

// Serves reports whether an account is in use and its person holds a post today. What somebody
// keeps for a post, a calendar's address say, lasts no longer.
func (s *Service) Serves(ctx context.Context, account, post string) (bool, error) {
	a, err := s.accountBy(ctx, `id = $1`, account)
	if err != nil {
		if rambu.KindOf(err) == rambu.NotFound {
			err = nil
		}
		return false, err
	}
	if a.State != Active {
		return false, nil
	}
	offices, err := s.officesOf(ctx, a.Account)
	return slices.ContainsFunc(offices, func(o Office) bool { return o.Post == post }), err
}

// choose returns the office of a post, or the first one.
func choose(offices []Office, post string) Office {
	for _, o := range offices {
		if o.Post == post {
			return o
		}
	}
	if len(offices) > 0 {
		return offices[0]
	}
	return Office{}
}

func (s *Service) sessionOf(r sessionRow, a Account, offices []Office) Session {
	out := Session{
		ID: r.ID, Account: a, Office: choose(offices, r.Post), Offices: offices,
		CreatedAt: r.CreatedAt, SeenAt: r.SeenAt, EndsAt: r.EndsAt,
	}
	guarded := slices.ContainsFunc(out.Office.Roles, func(role rambu.Role) bool { return slices.Contains(guardedRoles(), role) })
	out.MustEnrol = s.SecondFactor && guarded && !a.SecondFactor
	return out
}

// live reports whether a session can still be used.
func (r sessionRow) live(now time.Time) bool {
	return now.Before(r.EndsAt) && now.Before(r.SeenAt.Add(idleTime))
}

// signedOut is the answer to a token that opens no session.
func signedOut() error {
	return &rambu.Error{Kind: rambu.Unauthenticated, Key: "error.unauthenticated", Detail: "no live session"}
}

// resume finds the live session of a token, its account and the account's secret.
func (s *Service) resume(ctx context.Context, token string) (sessionRow, stored, *seal.Pair, error) {
	fail := func(err error) (sessionRow, stored, *seal.Pair, error) { return sessionRow{}, stored{}, nil, err }
	if len(token) != 43 {
		return fail(signedOut())
	}
	r, err := s.session(ctx, tokenHash(token))
	if rambu.KindOf(err) == rambu.NotFound {
		return fail(signedOut())
	}
	if err != nil {
		return fail(err)
	}
	a, err := s.accountBy(ctx, `id = $1`, r.Account)
	if err != nil {
		return fail(err)
	}
	if !r.live(s.Machine.Now()) || a.State != Active || a.KeyID != r.KeyID {
		return fail(signedOut())
	}
	key, err := tokenKey(token, "session")
	if err != nil {
		return fail(err)
	}
	seed, err := key.Open(sessionInfo(r.ID), r.Seed)
	if err != nil {
		return fail(signedOut())
	}
	pair, err := seal.PairFromSeed(seed)
	if err != nil {
		return fail(err)
	}
	err = s.genuine(ctx, a.Account, pair)
	if rambu.KindOf(err) == rambu.Unauthenticated {
		return fail(signedOut())
	}
	if err != nil {
		return fail(err)
	}
	return r, a, pair, nil
}

// genuine compares a secret with the account's key as the log tells of it. Whoever can write a
// row could seal a secret of his own, or have others seal to a key of his own.
// Errors: Unauthenticated for another secret; Internal for a changed row of account or key.
func (s *Service) genuine(ctx context.Context, a Account, pair *seal.Pair) error {
	own, err := s.ownKey(ctx, a)
	if err != nil {
		return err
	}
	if !bytes.Equal(own.Verify, pair.VerifyKey()) || !bytes.Equal(own.Public, pair.Public()) {
		slog.ErrorContext(ctx, "a secret is not that of the account's key", slog.String("account", a.ID))
		return wrong()
	}
	return nil
}

// Authenticate turns the cookie's token into the actor of a request: the post held today, its
// roles, and the keys he holds. The keys live as long as ctx. A tenure that ended yesterday
// gives nothing today. Errors: Unauthenticated.
func (s *Service) Authenticate(ctx context.Context, token string) (rambu.Actor, Session, error) {
	r, a, pair, err := s.resume(ctx, token)
	if err != nil {
		return rambu.Actor{}, Session{}, err
	}
	offices, err := s.officesOf(ctx, a.Account)
	if err != nil {
		return rambu.Actor{}, Session{}, err
	}
	now := s.Machine.Now()
	if now.Sub(r.SeenAt) >= touchEvery {
		err = s.touch(r.ID, now)
		if err != nil {
			return rambu.Actor{}, Session{}, err
		}
		r.SeenAt = now
	}
	session := s.sessionOf(r, a.Account, offices)
	who := rambu.Actor{Account: a.ID, Post: session.Office.Post, Institution: a.Institution, Region: a.Region}
	if session.MustEnrol {
		who.Roles = []rambu.Role{rambu.RoleFieldStaff}
		return who, session, nil
	}
	who.Roles = rolesOf(session.Office)
	who.Keys = s.Keys.NewRing(ctx, a.KeyID, pair)
	return who, session, nil
}

// WorkAs changes the post a session works as, to another one held today.
func (s *Service) WorkAs(ctx context.Context, token, post string) error {
	r, a, _, err := s.resume(ctx, token)
	if err != nil {
		return err
	}
	offices, err := s.officesOf(ctx, a.Account)
	if err != nil {
		return err
	}
	if choose(offices, post).Post != post || post == "" {
		return rambu.Fault(rambu.Invalid, "access.error.not_held").On("post")
	}
	who := rambu.Actor{Account: a.ID, Post: post, Institution: a.Institution, Region: a.Region}
	_, err = s.Log.Do(who, "access.work_as", func(op *ledger.Op) error {
		op.Object(a.ID)
		return setSessionPost(op.Tx, r.ID, post)
	})
	return err
}

// SignOut ends the session of a token. A token without a session is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	r, err := s.session(ctx, tokenHash(token))
	if rambu.KindOf(err) == rambu.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.end(rambu.Actor{Account: r.Account, Post: r.Post, Institution: r.Institution, Region: r.Region}, "access.signout", r.ID)
}

func (s *Service) end(who rambu.Actor, kind, session string) error {
	_, err := s.Log.Do(who, kind, func(op *ledger.Op) error {
		op.Object(who.Account)
		err := dropSession(op.Tx, session, who.Account)
		if rambu.KindOf(err) == rambu.Conflict {
			return rambu.Errorf(rambu.NotFound, "no such session of this account")
		}
		return err
	})
	return err
}

// Sessions lists the actor's own live sessions, the latest used first.
func (s *Service) Sessions(ctx context.Context, who rambu.Actor) ([]Session, error) {
	a, err := s.accountBy(ctx, `id = $1`, who.Account)
	if err != nil {
		return nil, err
	}
	rows, err := s.sessionsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	offices, err := s.officesOf(ctx, a.Account)
	if err != nil {
		return nil, err
	}
	var out []Session
	for _, r := range rows {
		if r.live(s.Machine.Now()) {
			out = append(out, s.sessionOf(r, a.Account, offices))
		}
	}
	return out, nil
}

// EndSession ends one of the actor's own sessions. Errors: NotFound, also for somebody else's.
func (s *Service) EndSession(_ context.Context, who rambu.Actor, id string) error {
	return s.end(who, "access.end_session", id)
}

// Tidy removes sessions that are over; a daily job calls it for those nobody signs in after.
func (s *Service) Tidy() error {
	return s.db.Write(func(tx *db.Tx) error { return dropEnded(tx, s.Machine.Now()) })
}

// ChangePassword wraps the account's secret under a new password and ends all its other
// sessions. Keys and grants stay. Errors: Invalid on "old" or "password", TooMany with a *Wait.
func (s *Service) ChangePassword(ctx context.Context, token, old, password string) error {
	r, a, pair, err := s.resume(ctx, token)
	if err != nil {
		return err
	}
	err = s.confirm(ctx, a, old, "old")
	if err != nil {
		return err
	}
	err = CheckPassword(a.Login, password)
	if err != nil {
		return err
	}
	err = s.gate.wrap(ctx, &a, password, pair.Seed())
	if err != nil {
		return err
	}
	who := rambu.Actor{Account: a.ID, Post: r.Post, Institution: a.Institution, Region: a.Region}
	_, err = s.change(who, "access.change_password", a, func(op *ledger.Op) error { return dropSessions(op.Tx, a.ID, r.ID) })
	return err
}

// confirm asks for the password again before something that must not be done by whoever finds
// an open browser. Wrong answers count by themselves: only who is signed in can give them.
func (s *Service) confirm(ctx context.Context, a stored, password, field string) error {
	try, err := s.throttle.known("confirm", a.ID, s.Machine.Now())
	if err != nil {
		return err
	}
	_, err = s.gate.unwrap(ctx, a, password)
	if rambu.KindOf(err) == rambu.Locked {
		return s.failed(try, a, rambu.Fault(rambu.Invalid, "access.error.password_wrong").On(field))
	}
	if err != nil {
		try.undone()
		return err
	}
	try.succeeded()
	return nil
}
