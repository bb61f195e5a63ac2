package crash

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" // what authenticators use
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/instance"
	"rambu.id/meeting"
	"rambu.id/roster"
)

const government = "pemda.18.01"

// assembly is a number of staff with accounts and sessions, and meetings they are invited to whose
// doors are open. They are ordinary staff: no office, no key, no second factor.
type assembly struct {
	meetings []string
	usher    string   // token of the session whose screen stands at the door
	staff    []string // tokens, by person
	posts    []roster.PostID
}

// assemble enters people into the instance, gives them accounts and sessions, and opens the doors.
func (p *program) assemble(tb testing.TB, people, meetings int) *assembly {
	tb.Helper()
	in, err := instance.Open(tb.Context(), instance.Config{Data: p.data, Source: p.source})
	must(tb, err)
	defer func() { must(tb, in.Close()) }()
	a := &assembly{staff: make([]string, people)}
	reg, _ := in.Roster.Regions().Find(area)
	plan := roster.Plan{Region: reg}
	for n := range people {
		id := roster.PostID(fmt.Sprintf("%s/apel-%04d", government, n))
		a.posts = append(a.posts, id)
		plan.Posts = append(plan.Posts, roster.Post{
			ID: id, Institution: government, Superior: government + "/sekda", Title: fmt.Sprintf("Pelaksana %04d", n),
			Office: "staf", Class: roster.ClassExecutor,
		})
	}
	_, err = in.Roster.Seed(rambu.System("", area), plan)
	must(tb, err)
	who := a.secretary(tb, p, in)
	var crew errgroup.Group
	crew.SetLimit(4)
	for n, post := range a.posts {
		crew.Go(func() (err error) {
			a.staff[n], err = engage(tb.Context(), in, post, n)
			return err
		})
	}
	must(tb, crew.Wait())
	for range meetings {
		a.meetings = append(a.meetings, held(tb, in, who, a.posts))
	}
	return a
}

func administrator() rambu.Actor {
	return rambu.Actor{Account: "akn_uji", Institution: government, Region: area, Roles: []rambu.Role{rambu.RoleAdmin}}
}

// enters puts a new person into a post.
func enters(in *instance.Instance, post roster.PostID, name string) (roster.Person, error) {
	person, err := in.Roster.AddPerson(administrator(), roster.Person{
		Institution: government, Region: area, Name: roster.ParseName(name), Class: roster.SubjectNonASN,
	})
	if err != nil {
		return person, err
	}
	_, err = in.Roster.StartTenure(administrator(), roster.Tenure{
		Post: post, Person: person.ID, Mode: roster.Definitive, From: "2024-01-02", Decree: roster.Decree{Number: "800/1", Date: "2024-01-02"},
	})
	return person, err
}

// secretary is the key holder who runs the meetings, with his authenticator.
func (a *assembly) secretary(tb testing.TB, p *program, in *instance.Instance) rambu.Actor {
	tb.Helper()
	const login = "sekda@" + government
	person, err := enters(in, government+"/sekda", "Sekretaris Contoh")
	must(tb, err)
	must(tb, in.Access.AcceptAs(tb.Context(), p.links[login], password, string(person.ID)))
	a.usher, _, err = in.Access.SignIn(tb.Context(), access.SignInInput{Login: login, Password: password})
	must(tb, err)
	e, err := in.Access.NewSecondFactor(tb.Context(), a.usher)
	must(tb, err)
	must(tb, in.Access.ConfirmSecondFactor(tb.Context(), a.usher, password, e.Secret, authenticator(tb, e.Secret)))
	who, _, err := in.Access.Authenticate(tb.Context(), a.usher)
	must(tb, err)
	return who
}

// authenticator is the code of this moment (RFC 6238).
func authenticator(tb testing.TB, secret string) string {
	tb.Helper()
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	must(tb, err)
	h := hmac.New(sha1.New, raw)
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(time.Now().Unix()/30)))
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// engage lets somebody into a post, with an account and a session.
func engage(ctx context.Context, in *instance.Instance, post roster.PostID, n int) (string, error) {
	login := fmt.Sprintf("apel.%04d", n)
	person, err := enters(in, post, fmt.Sprintf("Pegawai %04d Contoh", n))
	if err != nil {
		return "", err
	}
	_, link, err := in.Access.Invite(ctx, administrator(), access.InviteIn{Institution: government, Region: area, Person: string(person.ID), Login: login})
	if err != nil {
		return "", err
	}
	err = in.Access.Accept(ctx, link, password)
	if err != nil {
		return "", err
	}
	token, _, err := in.Access.SignIn(ctx, access.SignInInput{Login: login, Password: password})
	return token, err
}

// held is a meeting of today whose door is open.
func held(tb testing.TB, in *instance.Instance, who rambu.Actor, posts []roster.PostID) string {
	tb.Helper()
	ids, err := in.Meetings.Plan(tb.Context(), who, meeting.PlanIn{
		Kind: meeting.Assembly, Title: "Apel", On: in.Meetings.Today(who), Start: "00.00", End: "23.59", Place: "Lapangan", Agenda: []string{"Netralitas"},
		Chair: government + "/sekda", StandIn: meeting.StandInNone,
	})
	must(tb, err)
	_, err = in.Meetings.Invite(tb.Context(), who, meeting.InviteIn{Meeting: ids[0], Posts: posts, Signer: government + "/sekda"})
	must(tb, err)
	must(tb, in.Meetings.OpenDoor(tb.Context(), who, ids[0], 0))
	return ids[0]
}

// came checks the stopped instance: everybody is recorded at each of the meetings, once, as the log
// says.
func (p *program) came(tb testing.TB, a *assembly, meetings ...string) {
	tb.Helper()
	p.verify(tb)
	in, err := instance.Open(tb.Context(), instance.Config{Data: p.data, Source: p.source})
	must(tb, err)
	defer func() { must(tb, in.Close()) }()
	for _, id := range meetings {
		logged := tally(tb, in, `SELECT post, COUNT(*) FROM ledger_operation WHERE kind = 'meeting.check_in' AND object = $1 GROUP BY post`, id)
		// One operation wrote the invitation, one the arrival. Whoever asked twice wrote no row.
		written := tally(tb, in, `SELECT post, version FROM meeting_invitee WHERE meeting = $1 AND state IN ('hadir', 'terlambat')`, id)
		for _, post := range a.posts {
			if written[string(post)] != 2 || logged[string(post)] < 1 {
				tb.Errorf("%s was written %d times, with %d check-ins in the log", post, written[string(post)], logged[string(post)])
			}
		}
		if len(written) != len(a.staff) {
			tb.Errorf("%d are recorded, want %d", len(written), len(a.staff))
		}
	}
}

// tally reads numbers by post.
func tally(tb testing.TB, in *instance.Instance, query, id string) map[string]int {
	tb.Helper()
	rows, err := in.DB.Query(tb.Context(), query, id)
	must(tb, err)
	defer rows.Close() //nolint:errcheck // reading
	out := map[string]int{}
	for rows.Next() {
		var post string
		var n int
		must(tb, rows.Scan(&post, &n))
		out[post] = n
	}
	must(tb, rows.Err())
	return out
}
