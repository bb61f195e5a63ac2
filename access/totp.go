package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strconv"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
)

// Time-based codes (RFC 6238): six digits, thirty seconds, one step of tolerance to each side.
const (
	totpPeriod = 30
	totpSkew   = 1
	totpIssuer = "Rambu"
	secretSize = 20 // bytes, as RFC 4226 recommends
)

var secretEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Enrolment is what an authenticator needs to be set up.
type Enrolment struct {
	Secret string // base32, to type by hand
	URL    string // otpauth://…, to show as a QR code
}

// NewSecondFactor makes a secret for the signed-in account. Nothing is stored until a code made
// with it comes back through ConfirmSecondFactor.
func (s *Service) NewSecondFactor(ctx context.Context, token string) (Enrolment, error) {
	_, a, _, err := s.resume(ctx, token)
	if err != nil {
		return Enrolment{}, err
	}
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret)
	return EnrolmentOf(a.Login, secretEncoding.EncodeToString(secret)), nil
}

// EnrolmentOf is the enrolment of a secret that was shown already, for a form that comes back
// with a fault.
func EnrolmentOf(login, secret string) Enrolment {
	q := url.Values{"secret": {secret}, "issuer": {totpIssuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {strconv.Itoa(totpPeriod)}}
	return Enrolment{Secret: secret, URL: "otpauth://totp/" + url.PathEscape(totpIssuer+":"+login) + "?" + q.Encode()}
}

// ConfirmSecondFactor enrols an authenticator for the signed-in account after checking its
// password and one code. It replaces an earlier one and ends the other sessions.
// Errors: Invalid on "old" (password) or "code".
func (s *Service) ConfirmSecondFactor(ctx context.Context, token, password, secret, code string) error {
	r, a, pair, err := s.resume(ctx, token)
	if err != nil {
		return err
	}
	err = s.confirm(ctx, a, password, "old")
	if err != nil {
		return err
	}
	raw, err := secretEncoding.DecodeString(secret)
	step, ok := s.stepOf(secret, code)
	if err != nil || len(raw) != secretSize || !ok {
		return rambu.Fault(rambu.Invalid, "access.error.code").On("code")
	}
	key, err := totpKey(pair)
	if err != nil {
		return err
	}
	a.totp, err = key.Seal(totpInfo(a.ID), []byte(secret))
	if err != nil {
		return err
	}
	a.totpStep = step
	who := rambu.Actor{Account: a.ID, Post: r.Post, Institution: a.Institution, Region: a.Region}
	_, err = s.change(who, "access.enrol", a, func(op *ledger.Op) error { return dropSessions(op.Tx, a.ID, r.ID) })
	return err
}

func totpInfo(account string) []byte { return seal.Info("access_account/totp", account) }

// totpKey derives the key of the authenticator's secret from the account's own, so that it
// opens only together with the password.
func totpKey(pair *seal.Pair) (seal.ContentKey, error) {
	return seal.ContentKeyFrom(seal.Derive(pair.Seed(), "access/totp"))
}

// checkCode checks the code of an account and returns its time step; accounts without an
// authenticator pass. A step that was used already does not fit a second time.
func (s *Service) checkCode(a stored, pair *seal.Pair, code string) (int64, error) {
	if len(a.totp) == 0 {
		return 0, nil
	}
	key, err := totpKey(pair)
	if err != nil {
		return 0, err
	}
	secret, err := key.Open(totpInfo(a.ID), a.totp)
	if err != nil {
		return 0, err
	}
	step, ok := s.stepOf(string(secret), code)
	if !ok || step <= a.totpStep {
		return 0, wrong()
	}
	return step, nil
}

// spendCode uses up the code inside the operation of the sign-in: of two at once with the same
// code one is refused.
func (s *Service) spendCode(op *ledger.Op, a stored, pair *seal.Pair, code string) error {
	now, err := accountIn(op, a.ID)
	if err != nil {
		return err
	}
	if now.State != Active || now.KeyID != a.KeyID {
		return wrong()
	}
	step, err := s.checkCode(now, pair, code)
	if err != nil || step == 0 {
		return err
	}
	now.totpStep = step
	return op.Update(accountTable, now.Version, now.values()...)
}

// stepOf finds the time step, near now, whose code this is.
func (s *Service) stepOf(secret, code string) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := s.Machine.Now().Unix() / totpPeriod
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}
