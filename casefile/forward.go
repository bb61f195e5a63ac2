package casefile

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/casefile/lookup"
	"rambu.id/intake"
	"rambu.id/internal/words"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/letter/kinds"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Forwarding is the draft of a letter that forwards the case.
type Forwarding struct {
	Letter  string   `json:"surat"`
	To      string   `json:"tujuan"` // authority of the law pack
	Copies  []string `json:"tembusan"`
	Reason  string   `json:"alasan,omitempty"` // why to this one, when the law named nobody that day
	Summary string   `json:"ringkasan"`        // as the addressee reads it
	Study   string   `json:"kajian"`           // as the addressee reads it
	Files   []string `json:"berkas"`           // ids of the exhibits that go along
}

// IdentityCheck is a second officer's answer to "who could know this?": narrative can unmask a
// reporter as surely as a name.
type IdentityCheck struct {
	Draft   string `json:"konsep"`      // id of the paper that was checked
	Version int64  `json:"versi_surat"` // of the letter that was read; 0: of a time that did not ask, and counts for none
	Answer  string `json:"jawaban"`
	Safe    bool   `json:"aman"`
}

// Route is where a case goes on a day, and how certain that is.
type Route = lookup.Route

// RouteFor says to whom a case of the actor's goes today. Nobody of those who are reported gets it.
func (d *Desk) RouteFor(ctx context.Context, who rambu.Actor, a Act, people []Respondent) (Route, error) {
	err := mayList(who)
	if err != nil {
		return Route{}, err
	}
	return d.look.Route(ctx, who, d.way(who, a, people, ""))
}

func (d *Desk) way(who rambu.Actor, a Act, people []Respondent, village string) lookup.Of {
	return lookup.Of{Class: a.Class, Subject: a.Subject, Today: d.Today(who), People: people, Village: strings.TrimSpace(village)}
}

// ForwardIn is a forwarding to draft.
type ForwardIn struct {
	Version int64
	Summary string
	Study   string   // "" takes the sections of the study
	Files   []string // exhibits that go along; none sends the list alone
	To      string   // authority chosen when the law named none that day; with Reason
	Reason  string
	Village string // of village staff whose village the roster does not know
}

// DraftForwarding writes the letter down that forwards a decided case: the study, the list of
// evidence and the files named, sealed anew. It is blocked without a study and its list of
// evidence, and in the days when no body was named, unless one is chosen with a reason. The
// letter has no place for who reported.
func (d *Desk) DraftForwarding(ctx context.Context, who rambu.Actor, id string, in ForwardIn) (string, error) {
	t, err := d.take(ctx, who, id, in.Version, mayWork, Proven)
	if err != nil {
		return "", err
	}
	papers, err := t.papers()
	if err != nil {
		return "", err
	}
	study, _ := latest[Study](papers)
	err = t.settled(study)
	if err != nil {
		return "", err
	}
	route, err := t.route(in)
	if err != nil {
		return "", err
	}
	payload, err := t.payload(in, papers, study)
	if err != nil {
		return "", err
	}
	files, err := t.attach(study, payload, in.Files)
	if err != nil {
		return "", err
	}
	p, err := t.forwardLetter(route, payload, files)
	if err != nil {
		return "", err
	}
	w, err := t.paper(PaperForward, "", Forwarding{
		Letter: p.ID, To: route.To, Copies: route.Copies, Reason: strings.TrimSpace(in.Reason),
		Summary: payload.Summary, Study: payload.Study, Files: in.Files,
	})
	if err != nil {
		return "", err
	}
	err = t.commit("casefile.draft_forwarding", func(op *ledger.Op) error {
		err := p.Write(op)
		if err != nil {
			return err
		}
		op.Fact("letter", p.ID)
		return w.write(op)
	})
	if err != nil {
		return "", err
	}
	return p.ID, t.drop(papers)
}

// drop cancels the draft that a new one replaces, so that nobody signs it.
func (t *turn) drop(papers []Paper) error {
	old, _ := latest[Forwarding](papers)
	if old == nil {
		return nil
	}
	err := t.d.letters.Cancel(t.ctx, t.who, old.Letter, letter.WrongText, "")
	if err != nil && rambu.KindOf(err) == rambu.Conflict {
		return nil // cancelled before, or sent
	}
	return err
}

// route is where the case goes, or where an officer sends it when the law named nobody.
func (t *turn) route(in ForwardIn) (Route, error) {
	of := t.d.way(t.who, t.file.Act, t.file.Respondents, in.Village)
	r, err := t.d.look.Route(t.ctx, t.who, of)
	if err != nil {
		return r, err
	}
	if r.To == "" {
		if in.To == "" || strings.TrimSpace(in.Reason) == "" {
			return r, rambu.Fault(rambu.Blocked, "casefile.error.gap", "note", r.NoteID).On("tujuan")
		}
		if !slices.Contains(r.Copies, in.To) {
			return r, rambu.Fault(rambu.Invalid, "casefile.error.addressee").On("tujuan")
		}
		r, err = t.d.look.Choose(t.ctx, t.who, of, r, in.To)
	}
	if err == nil && r.Village && of.Village == "" {
		err = rambu.Fault(rambu.Invalid, "casefile.error.village").On("desa")
	}
	return r, err
}

// payload is what the addressee gets to know.
func (t *turn) payload(in ForwardIn, papers []Paper, study *Study) (*kinds.ForwardedStudy, error) {
	dec, decided := latest[Decision](papers)
	if dec == nil {
		return nil, rambu.Fault(rambu.Blocked, "casefile.error.not_decided")
	}
	summary, err := needText(in.Summary, "ringkasan")
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(in.Study)
	if text == "" {
		text = t.d.StudyText(study.Leaving())
	}
	if len(text) > 2*maxText {
		return nil, rambu.Fault(rambu.Invalid, "casefile.error.too_long").On("kajian")
	}
	a := t.file.Act
	p := &kinds.ForwardedStudy{
		Register: t.c.Register, Act: a.Code, ActDate: a.On, Class: a.Subject, Regime: t.d.pack.Info().Regime,
		Respondent: respondentOf(t.file.Respondents[0]), Summary: summary, Study: text,
		PlenaryDate: decided.On, VotesFor: dec.For, VotesAgainst: dec.Against,
	}
	for _, c := range study.Citations {
		p.Citations = append(p.Citations, kinds.Citation{Regulation: c.Regulation, Article: c.Ref, Text: c.Text})
	}
	return p, nil
}

func respondentOf(r Respondent) kinds.Respondent {
	return kinds.Respondent{Name: r.Name, NIP: string(r.NIP), Post: r.PostText, Class: r.Class}
}

// attach reads the chosen exhibits, photos without hidden data, and seals them anew for the letter.
func (t *turn) attach(s *Study, p *kinds.ForwardedStudy, ids []string) ([]letter.File, error) {
	var out []letter.File
	for _, id := range ids {
		i := slices.IndexFunc(s.Exhibits, func(e Exhibit) bool { return e.ID == id && id != "" })
		if i < 0 {
			return nil, rambu.Fault(rambu.Invalid, "casefile.error.exhibit").On("berkas")
		}
		f, err := t.copyExhibit(id, i+1)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
		p.Evidence = append(p.Evidence, kinds.Exhibit{Name: f.Name, Kind: f.Media, SHA256: f.SHA256})
	}
	return out, nil
}

// copyExhibit takes a file along under its number in the list of evidence.
func (t *turn) copyExhibit(id string, n int) (f letter.File, err error) {
	src, err := t.d.evidence.Release(t.ctx, t.who, id, n)
	if err != nil {
		return f, err
	}
	defer src.Close() // a changed file ends its reader with an error
	f, err = t.d.letters.Attach(t.ctx, src.Name, src.Type, src)
	if rambu.KindOf(err) == rambu.Invalid {
		err = rambu.Fault(rambu.Invalid, "casefile.error.no_copy").On("berkas")
	}
	return f, err
}

// forwardLetter prepares the letter: signed by the chair, confidential.
func (t *turn) forwardLetter(r Route, p *kinds.ForwardedStudy, files []letter.File) (letter.Prepared, error) {
	tr := func(key string, args ...string) string { return t.d.words.T(words.ID, key, args...) }
	authority, _ := t.d.pack.Authority(r.To)
	paragraphs := []string{
		tr("casefile.letter.forward_1", "register", t.c.Register, "date", t.d.dateID(p.PlenaryDate)),
		tr("casefile.letter.forward_2", "name", p.Respondent.Name, "post", p.Respondent.Post, "date", t.d.dateID(p.ActDate)),
		p.Summary,
		tr("casefile.letter.forward_3", "authority", authority.NameID),
	}
	if others := t.file.Respondents[1:]; len(others) > 0 {
		names := make([]string, len(others))
		for i, o := range others {
			names[i] = o.Name
			if o.PostText != "" {
				names[i] += " (" + o.PostText + ")"
			}
		}
		paragraphs = append(paragraphs, tr("casefile.letter.forward_others", "names", strings.Join(names, "; ")))
	}
	return t.d.letters.PrepareDraft(t.ctx, t.who, letter.DraftIn{
		Payload: p, Nature: letter.Confidential, Code: letterCode, Signer: t.c.Institution + "/ketua",
		To: r.Addressees[:1], CC: r.Addressees[1:], Subject: tr("casefile.letter.forward_subject"),
		Paragraphs: paragraphs, Files: files, About: t.c.ID,
	})
}

// IdentityCheckIn is the second officer's answer.
type IdentityCheckIn struct {
	Version int64
	Answer  string // who could know what the letter tells
	Safe    bool   // it can leave as it is
}

// WhoCouldKnow records who, besides the reporter, could know what the drafted letter tells. It
// is answered by another officer than the one who drafted it. When it is not safe the letter is
// drafted again.
func (d *Desk) WhoCouldKnow(ctx context.Context, who rambu.Actor, id string, in IdentityCheckIn) error {
	t, err := d.take(ctx, who, id, in.Version, mayWork, Proven)
	if err != nil {
		return err
	}
	answer, err := needText(in.Answer, "jawaban")
	if err != nil {
		return err
	}
	papers, err := t.papers()
	if err != nil {
		return err
	}
	f, draft := latest[Forwarding](papers)
	if draft == nil {
		return rambu.Fault(rambu.Blocked, "casefile.error.no_draft")
	}
	if draft.Account == who.Account {
		return rambu.Fault(rambu.Blocked, "casefile.error.second_officer")
	}
	o, err := d.letters.Head(ctx, who, f.Letter)
	if err != nil {
		return err
	}
	w, err := t.paper(PaperCheck, "", IdentityCheck{Draft: draft.ID, Version: o.Version, Answer: answer, Safe: in.Safe})
	if err != nil {
		return err
	}
	return t.commit("casefile.who_could_know", func(op *ledger.Op) error { return w.write(op) })
}

// cleared returns the draft that may leave and in which version: the latest, checked by an officer
// who neither wrote it nor sends it.
func cleared(papers []Paper, sender string) (*Forwarding, int64, error) {
	f, draft := latest[Forwarding](papers)
	if f == nil {
		return nil, 0, rambu.Fault(rambu.Blocked, "casefile.error.no_draft")
	}
	check, by := latest[IdentityCheck](papers)
	switch {
	case check == nil || check.Draft != draft.ID:
		return nil, 0, rambu.Fault(rambu.Blocked, "casefile.error.not_checked")
	case !check.Safe:
		return nil, 0, rambu.Fault(rambu.Blocked, "casefile.error.not_safe")
	case by.Account == draft.Account || by.Account == sender:
		return nil, 0, rambu.Fault(rambu.Blocked, "casefile.error.second_officer")
	}
	return f, check.Version, nil
}

// ForwardNow says how the letter is signed.
type ForwardNow struct {
	Version int64
	Number  string // official number from another agenda, "" draws ours
}

// Forward signs and sends the drafted letter in the name of the chair: the case is forwarded.
// The actor holds the chair's post. Delivery to rooms of this instance follows at once;
// Unavailable says that the case is forwarded and a copy still waits for the letters' job.
func (d *Desk) Forward(ctx context.Context, who rambu.Actor, id string, in ForwardNow) error {
	t, err := d.take(ctx, who, id, in.Version, mayWork, Proven)
	if err != nil {
		return err
	}
	papers, err := t.papers()
	if err != nil {
		return err
	}
	f, version, err := cleared(papers, who.Account)
	if err != nil {
		return err
	}
	err = t.sign(f, version, in.Number)
	if err != nil {
		return err
	}
	send, err := d.letters.PrepareSend(ctx, who, f.Letter)
	if err != nil {
		return err
	}
	t.c.Letter, t.c.FollowUp = f.Letter, FollowWaiting
	err = t.commit("casefile.forward", func(op *ledger.Op) error {
		err := send.Write(op)
		if err != nil {
			return err
		}
		return t.advance(op, Forwarded, nil, intake.Move{})
	})
	if err != nil {
		return err
	}
	err = d.letters.DeliverAll(ctx, who, f.Letter)
	if err != nil {
		e := rambu.Fault(rambu.Unavailable, "casefile.error.delivery")
		e.Err = err
		return e
	}
	return nil
}

// sign signs the letter in the version that was checked, unless that was done by an attempt that
// broke off: signing it makes one version more, and nothing else does then.
func (t *turn) sign(f *Forwarding, version int64, number string) error {
	o, err := t.d.letters.Open(t.ctx, t.who, f.Letter)
	if err != nil {
		return err
	}
	switch {
	case o.IsSigned() && (o.Sent.Version == version || o.Sent.Version == version+1):
		return nil
	case o.IsSigned() || o.Sent.Version != version:
		return rambu.Fault(rambu.Blocked, "casefile.error.not_checked")
	}
	block, err := t.d.look.Block(t.ctx, t.who, o.Sent.Signer, t.today)
	if err != nil {
		return err
	}
	_, err = t.d.letters.Sign(t.ctx, t.who, letter.SignIn{ID: f.Letter, Version: version, Number: strings.TrimSpace(number), Block: block})
	return err
}
