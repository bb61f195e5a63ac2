package access

import (
	"context"
	"slices"

	"rambu.id"
	"rambu.id/calendar"
	"rambu.id/law"
	"rambu.id/roster"
)

// Deed is what somebody wants to sign.
type Deed string

// The closed list of deeds.
const (
	DeedLetter   Deed = "surat"         // a letter of the post
	DeedLight    Deed = "hukdis-ringan" // a light discipline penalty
	DeedModerate Deed = "hukdis-sedang"
	DeedSevere   Deed = "hukdis-berat"
)

// SignWhat is what is to be signed.
type SignWhat struct {
	Deed Deed
	// Superior is the post of the direct superior in this matter, after anybody who had to step
	// aside; for DeedLight only.
	Superior roster.PostID
}

// Report is a duty that comes with a signature.
type Report struct {
	To    string // authority of the law pack
	Rule  calendar.Rule
	Cite  law.Cited
	Check bool // its time still has to be checked by a lawyer
}

// Basis is why somebody may sign on a day.
type Basis struct {
	Post   roster.Post
	Tenure roster.Tenure // the signer's own
	Title  string        // "Plt. Bupati Lampung Selatan"
	Cites  []law.Cited
	Report *Report // nil: none
	// Contested are all tenures that claim the post that day, with their decrees, when it is
	// contested. The signature is flagged, not refused: the roster never says who is right.
	Contested []roster.Tenure
	Check     bool // a rule it rests on still has to be checked by a lawyer
}

// MaySign decides whether the actor may sign something for a post on a day, and on what basis.
// Errors: NotFound (unknown or foreign post), Blocked with the rule that stands against it.
func (s *Service) MaySign(ctx context.Context, who rambu.Actor, post roster.PostID, on rambu.Date, what SignWhat) (Basis, error) {
	p, tenures, err := s.Offices.Holders(ctx, post, on)
	if err != nil {
		return Basis{}, err
	}
	err = SameHouse(who, p.Institution)
	if err != nil {
		return Basis{}, err
	}
	a, err := s.accountBy(ctx, `id = $1`, who.Account)
	if err != nil {
		return Basis{}, err
	}
	// An administrator alone can make or reset an account, but give it no key: a signature
	// counts only from one that another officer has given a key to.
	err = s.vouched(ctx, a.Account)
	if err != nil {
		return Basis{}, err
	}
	return maySign(s.Pack, signing{post: p, tenures: tenures, person: roster.PersonID(a.Person), on: on, what: what})
}

// signing is one question about the power to sign.
type signing struct {
	post    roster.Post
	tenures []roster.Tenure // of the post, on the day
	person  roster.PersonID
	on      rambu.Date
	what    SignWhat
}

func maySign(pack *law.Pack, q signing) (Basis, error) {
	own, err := q.own()
	if err != nil {
		return Basis{}, err
	}
	b := Basis{Post: q.post, Tenure: own, Title: q.post.TitleAs(own.Mode)}
	if slices.ContainsFunc(q.tenures, func(t roster.Tenure) bool { return t.Contested && t.On(q.on) }) {
		b.Contested = q.tenures
	}
	var cites []law.Citation
	switch q.what.Deed {
	case DeedLetter:
		cites = letterBasis(own)
	case DeedLight:
		cites, err = q.light(own)
	case DeedModerate, DeedSevere:
		cites, err = q.heavy(pack, &b, own)
	default:
		err = rambu.Errorf(rambu.Invalid, "unknown deed %q", q.what.Deed)
	}
	if err != nil {
		return Basis{}, err
	}
	for _, c := range cites {
		cited, err := pack.Cite(c, q.on)
		if err != nil {
			return Basis{}, err
		}
		b.Cites = append(b.Cites, cited)
		b.Check = b.Check || cited.Conf.Check()
	}
	return b, nil
}

// own is the signer's tenure of the post that day. A holder whose post is being acted for does
// not sign meanwhile: whoever acts does.
func (q signing) own() (roster.Tenure, error) {
	var own []roster.Tenure
	acting := false
	for _, t := range q.tenures {
		switch {
		case !t.On(q.on):
		case t.Person == q.person && q.person != "":
			own = append(own, t)
		case t.Mode.Acting() && !t.Contested:
			acting = true
		}
	}
	if len(own) == 0 {
		return roster.Tenure{}, rambu.Fault(rambu.Blocked, "access.error.not_holder", "post", q.post.Title, "date", string(q.on))
	}
	slices.SortStableFunc(own, func(a, b roster.Tenure) int {
		return slices.Index(roster.Modes(), a.Mode) - slices.Index(roster.Modes(), b.Mode)
	})
	if acting && !own[0].Mode.Acting() && !own[0].Contested {
		return roster.Tenure{}, rambu.Fault(rambu.Blocked, "access.error.acted_for", "post", q.post.Title)
	}
	return own[0], nil
}

// Rules of the power to sign, by what the pack calls them.
func ruleDiscipline() law.Citation    { return law.Citation{Regulation: "pp-94-2021"} }
func ruleMandate() law.Citation       { return law.ParseCitation("uu-30-2014 Pasal 14") }
func ruleActingASN() law.Citation     { return law.ParseCitation("se-bkn-1-2021 kewenangan") }
func ruleActingHead() law.Citation    { return law.ParseCitation("se-mendagri-821-2022 angka 4") }
func actsForASN(t roster.Tenure) bool { return t.Mode == roster.Plt || t.Mode == roster.Plh }

// clockReport is the pack's rule by which an acting head reports a penalty to the minister.
const clockReport = "disiplin-pp94#kewenangan-plt-kepala-daerah"

func letterBasis(own roster.Tenure) []law.Citation {
	if actsForASN(own) {
		return []law.Citation{ruleMandate()}
	}
	return nil
}

// light: the direct superior, also one who acts (SE BKN 1/SE/I/2021 leaves a Plt and a Plh the
// light level).
func (q signing) light(own roster.Tenure) ([]law.Citation, error) {
	if q.what.Superior == "" || q.what.Superior != q.post.ID {
		return nil, rambu.Fault(rambu.Blocked, "access.error.not_superior")
	}
	cites := []law.Citation{ruleDiscipline()}
	switch {
	case !actsForASN(own):
	case q.post.Class == roster.ClassHead:
		cites = append(cites, ruleMandate())
	default:
		cites = append(cites, ruleActingASN())
	}
	return cites, nil
}

// heavy: the civil-service authority. Of those who act, a Plt, Pj or Pjs head of region has the
// minister's consent in advance and must report; a Plh has not, nor has a Plt or Plh of an ASN
// post.
func (q signing) heavy(pack *law.Pack, b *Basis, own roster.Tenure) ([]law.Citation, error) {
	cites := []law.Citation{ruleDiscipline()}
	head := q.post.Class == roster.ClassHead
	switch {
	case actsForASN(own) && !head:
		return nil, blockedBy(pack, "access.error.acting_light_only", ruleActingASN(), q.on)
	case !slices.Contains(q.post.Roles, rambu.RoleAuthority):
		return nil, blockedBy(pack, "access.error.not_authority", ruleDiscipline(), q.on)
	case own.Mode == roster.Plh:
		return nil, blockedBy(pack, "access.error.daily_light_only", ruleMandate(), q.on)
	case !own.Mode.Acting():
		return cites, nil
	}
	consent, err := pack.Cite(ruleActingHead(), q.on)
	if err != nil {
		return nil, err
	}
	if !consent.InForce {
		return nil, blockedBy(pack, "access.error.no_consent", ruleActingHead(), q.on)
	}
	b.Report, err = report(pack, q.on)
	return append(cites, ruleActingHead()), err
}

// report is the duty to tell the minister, with the time the pack gives for it.
func report(pack *law.Pack, on rambu.Date) (*Report, error) {
	d, ok := pack.Clock(clockReport)
	if !ok || len(d.Basis) == 0 {
		return nil, rambu.Errorf(rambu.Internal, "the law pack has no clock %q with an article", clockReport)
	}
	cite, err := pack.Cite(d.Basis[0], on)
	if err != nil {
		return nil, err
	}
	conf, err := pack.Confidence(d.Conf, d.Basis, on)
	return &Report{To: "mendagri", Rule: calendar.Rule{Count: d.Count, Unit: d.Unit}, Cite: cite, Check: conf.Check()}, err
}

// blockedBy names the rule that stands against it.
func blockedBy(pack *law.Pack, key string, rule law.Citation, on rambu.Date) error {
	cited, err := pack.Cite(rule, on)
	if err != nil {
		return err
	}
	return rambu.Fault(rambu.Blocked, key, "rule", cited.Short)
}
